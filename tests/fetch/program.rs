//! The program with addresses, as a person would run it, against a server on loopback.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::{Duration, Instant, SystemTime};

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

use crate::support::{Hit, Reply, Server, Step, article, head};

/// Nothing on loopback needs to be spared.
const LOCAL: &[&str] = &["--allow-private", "--delay", "0", "--retry", "0"];

async fn start(command: &str, arguments: &[&str], input: &str) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_unhusk"))
        .arg(command)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that ends early does not read all of it.
    let _ = stdin.write_all(input.as_bytes()).await;
    child
}

async fn run(command: &str, arguments: &[&str], input: &str) -> Output {
    let child = start(command, arguments, input).await;
    child.wait_with_output().await.unwrap()
}

async fn local(command: &str, arguments: &[&str], input: &str) -> Output {
    run(command, &[LOCAL, arguments].concat(), input).await
}

fn url(server: &Server, path: &str) -> String {
    server.url_at("127.0.0.1", path)
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn input(server: &Server, paths: impl IntoIterator<Item = String>) -> String {
    let line = |(id, path): (usize, String)| json!({"id": id, "url": url(server, &path)});
    let lines = paths.into_iter().enumerate().map(line);
    lines.map(|line| format!("{line}\n")).collect()
}

async fn outcome(server: &Server, path: &str, arguments: &[&str]) -> Value {
    let output = run("batch", arguments, &input(server, [path.to_owned()])).await;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    lines(&stdout(&output))[0]["outcome"].clone()
}

fn site(hit: &Hit) -> Reply {
    match hit.path.as_str() {
        "/robots.txt" => Reply::new(200, &[], "User-agent: *\nDisallow: /denied\n"),
        "/moved" => Reply::redirect(301, "/story"),
        "/missing" => Reply::status(404),
        "/slow" => Reply::html(article("Slow")).after(Duration::from_millis(400)),
        "/silent" => Reply::script([Step::Hang]),
        path => Reply::html(article(path)),
    }
}

/// A file that goes with the test.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("unhusk-{name}-{}", std::process::id()));
        let place = Self(path);
        place.remove();
        place
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    fn read(&self) -> String {
        std::fs::read_to_string(&self.0).unwrap_or_default()
    }

    fn remove(&self) {
        let _ = std::fs::remove_file(&self.0);
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.remove();
    }
}

#[tokio::test]
async fn extract_takes_several_addresses_and_keeps_their_order() {
    let server = Server::start(site).await;
    let urls = [
        url(&server, "/slow"),
        url(&server, "/missing"),
        url(&server, "/quick"),
    ];
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let output = local(
        "extract",
        &[&["--format", "markdown", "--per-host", "3"], &urls[..]].concat(),
        "",
    )
    .await;
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_eq!(stdout(&output).matches("The council met").count(), 80);
    let errors = stderr(&output);
    assert!(errors.contains("not found (404)"), "{errors}");
    assert!(
        errors.contains("3 pages in ") && errors.contains("2 ok, 1 not_found"),
        "{errors}"
    );
    assert_eq!(
        errors.lines().count(),
        2,
        "no progress bar without a terminal: {errors}"
    );
}

#[tokio::test]
async fn extract_joins_parts_unless_told_not_to() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/story" => Reply::html(format!("<link rel=next href='?page=2'>{}", article("One"))),
        "/story?page=2" => Reply::html(article("Two").replace("council", "parliament")),
        _ => Reply::status(404),
    })
    .await;
    let story = url(&server, "/story");
    let whole = local("extract", &[&story], "").await;
    assert!(stdout(&whole).contains("council") && stdout(&whole).contains("parliament"));
    let page = local("extract", &["--no-parts", &story], "").await;
    assert!(stdout(&page).contains("council") && !stdout(&page).contains("parliament"));
}

#[tokio::test]
async fn another_version_is_read_on_request_and_reported() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/print" => Reply::html(article("Print").replace("council", "parliament")),
        _ => Reply::html(format!(
            "{}<a class=print-link href=/print>Print</a>",
            article("Story")
        )),
    })
    .await;
    let story = url(&server, "/story");
    let plain = local("extract", &["--ignore-robots", &story], "").await;
    assert!(stdout(&plain).contains("council"));
    assert_eq!(server.paths(), ["/story"], "nothing is fetched unasked");
    let print = local(
        "extract",
        &["--ignore-robots", "--prefer", "print", &story],
        "",
    )
    .await;
    assert!(stdout(&print).contains("parliament"));
    let note = format!("warning: {story}: print version of {story}");
    assert!(stderr(&print).contains(&note), "{}", stderr(&print));
}

#[tokio::test]
async fn regions_takes_an_address() {
    let server = Server::start(site).await;
    let output = local("regions", &[&url(&server, "/story")], "").await;
    assert!(
        stdout(&output).contains("The council met"),
        "{}",
        stderr(&output)
    );
}

#[tokio::test]
async fn batch_fetches_addresses_that_stand_alone_and_no_others() {
    let server = Server::start(site).await;
    let given = article("Given");
    let wanted = [
        json!({"id": "a", "url": url(&server, "/moved")}),
        json!({"id": "b", "url": url(&server, "/given"), "html": given}),
        json!({"id": "c", "url": url(&server, "/missing")}),
        json!({"url": url(&server, "/denied")}),
        json!({"id": "e", "url": "ftp://example.com/"}),
        json!({"id": "f"}),
    ];
    let wanted: Vec<String> = wanted.iter().map(Value::to_string).collect();
    let output = local("batch", &[], &wanted.join("\n")).await;
    assert_eq!(output.status.code(), Some(0));
    let answers = lines(&stdout(&output));
    let outcomes: Vec<_> = answers
        .iter()
        .map(|a| a["outcome"].as_str().unwrap())
        .collect();
    let expected = [
        "ok",
        "ok",
        "not_found",
        "robots_denied",
        "refused",
        "bad_input",
    ];
    assert_eq!(outcomes, expected);
    let ids: Vec<_> = answers
        .iter()
        .map(|a| (a["id"].clone(), a["line"].as_u64()))
        .collect();
    assert_eq!(ids[0], (json!("a"), Some(1)));
    assert_eq!(ids[3], (Value::Null, Some(4)));
    let fetched = &answers[0]["fetched"];
    assert_eq!(fetched["final_url"], url(&server, "/story"));
    assert_eq!(fetched["redirects"][0]["status"], 301);
    assert_eq!(answers[0]["metadata"]["title"], answers[0]["title"]);
    assert!(answers[1].get("fetched").is_none());
    assert!(
        !server.paths().contains(&"/given".to_owned()),
        "{:?}",
        server.paths()
    );
    let summary = stderr(&output);
    assert!(summary.starts_with("6 pages in "), "{summary}");
    assert!(
        summary.contains(": 2 ok, ") && summary.contains("1 robots_denied"),
        "{summary}"
    );
    assert_eq!(summary.lines().count(), 1);
}

/// What a server may do, and what is said of it.
const FAULTS: &[(&str, &str)] = &[
    ("/story", "ok"),
    ("/reset", "interrupted"),
    ("/cut", "interrupted"),
    ("/garbage", "interrupted"),
    ("/wall", "blocked"),
    ("/login", "gated"),
    ("/loop", "redirect"),
    ("/down", "server"),
    ("/silent", "timed_out"),
    ("/large", "too_large"),
    ("/pdf", "not_html"),
    ("/nothing", "empty"),
    ("/words", "not_an_article"),
    ("/gone", "gone"),
];

fn faulty(hit: &Hit) -> Reply {
    let html = ("Content-Type", "text/html");
    let mut whole = head(200, &[html, ("Content-Length", "5000")]);
    whole.extend(b"\r\n<p>Some of the text");
    match hit.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/reset" => Reply::script([Step::Send(whole), Step::Reset]),
        "/cut" => Reply::script([Step::Send(whole)]),
        "/garbage" => Reply::script([Step::Send(b"no HTTP at all\r\n\r\n".to_vec())]),
        "/wall" => Reply::new(403, &[("cf-mitigated", "challenge")], "Just a moment..."),
        "/login" => Reply::status(401),
        "/loop" => Reply::redirect(302, "/loop"),
        "/down" => Reply::status(502),
        "/silent" => Reply::script([Step::Hang]),
        "/large" => Reply::html(" ".repeat(200_000)),
        "/pdf" => Reply::new(200, &[("Content-Type", "application/pdf")], "%PDF-1.7"),
        "/nothing" => Reply::html(""),
        "/words" => Reply::html("<script>1</script><nav><a href=/a>Home</a></nav>"),
        "/gone" => Reply::status(410),
        path => Reply::html(article(path)),
    }
}

#[tokio::test]
async fn every_line_is_answered_once_with_its_outcome() {
    let server = Server::start(faulty).await;
    let paths = FAULTS.iter().cycle().take(FAULTS.len() * 3);
    let wanted = input(&server, paths.map(|(path, _)| (*path).to_owned()));
    let flags = ["--timeout", "2", "--max-bytes", "100000", "--per-host", "8"];
    let output = local("batch", &flags, &wanted).await;
    let answers = lines(&stdout(&output));
    assert_eq!(answers.len(), FAULTS.len() * 3);
    for (id, (answer, (path, outcome))) in answers.iter().zip(FAULTS.iter().cycle()).enumerate() {
        assert_eq!(answer["id"], id);
        assert_eq!(answer["outcome"], *outcome, "{path}: {answer}");
        assert_eq!(answer["error"].is_null(), *outcome == "ok", "{answer}");
    }
}

#[tokio::test]
async fn flags_reach_the_fetcher() {
    let server = Server::start(site).await;
    assert_eq!(
        outcome(&server, "/story", &["--retry", "0"]).await,
        "refused"
    );
    assert!(server.hits().is_empty());
    let with = |more: &[&'static str]| [LOCAL, more].concat();
    assert_eq!(
        outcome(&server, "/denied", &with(&[])).await,
        "robots_denied"
    );
    assert_eq!(
        outcome(&server, "/denied", &with(&["--ignore-robots"])).await,
        "ok"
    );
    assert_eq!(
        outcome(&server, "/story", &with(&["--max-bytes", "1000"])).await,
        "too_large"
    );
    assert_eq!(
        outcome(&server, "/silent", &with(&["--timeout", "0.3"])).await,
        "timed_out"
    );
    let named = [
        "--user-agent",
        "tester/1",
        "--contact",
        "me@site.test",
        "--header",
        "X-Who: me",
    ];
    assert_eq!(outcome(&server, "/named", &with(&named)).await, "ok");
    let hits = server.hits();
    let hit = hits.iter().find(|hit| hit.path == "/named").unwrap();
    assert_eq!(hit.header("user-agent"), Some("tester/1 (+me@site.test)"));
    assert_eq!(hit.header("x-who"), Some("me"));
}

#[tokio::test]
async fn wrong_flags_are_wrong_usage() {
    for flags in [
        &["--header", "no colon"][..],
        &["--header", "Host: other"],
        &["--delay", "soon"],
        &["--timeout", "later"],
        &["--jobs", "0"],
        &["--offline"],
        &["--user-agent", ""],
    ] {
        let output = run("batch", flags, "").await;
        assert_eq!(output.status.code(), Some(2), "{flags:?}");
        assert!(
            stderr(&output).contains(flags[0]),
            "{flags:?}: {}",
            stderr(&output)
        );
    }
}

#[tokio::test]
async fn retries_are_made_as_often_as_asked() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/robots.txt" => Reply::status(404),
        _ => Reply::new(503, &[("Retry-After", "0")], "busy"),
    })
    .await;
    let flags = ["--allow-private", "--delay", "0", "--retry", "1"];
    assert_eq!(outcome(&server, "/busy", &flags).await, "server");
    assert_eq!(server.paths().len(), 2);
}

#[tokio::test]
async fn the_cache_serves_offline() {
    let place = Place::new("program-cache");
    let server = Server::start(|hit| {
        let headers = [
            ("Content-Type", "text/html"),
            ("Cache-Control", "max-age=600"),
        ];
        Reply::new(200, &headers, article(&hit.path))
    })
    .await;
    let cache = [LOCAL, &["--ignore-robots", "--cache", place.path()]].concat();
    assert_eq!(outcome(&server, "/kept", &cache).await, "ok");
    let offline = [&cache[..], &["--offline"]].concat();
    assert_eq!(outcome(&server, "/kept", &offline).await, "ok");
    assert_eq!(outcome(&server, "/other", &offline).await, "not_cached");
    assert_eq!(server.paths(), ["/kept"]);
}

#[tokio::test]
async fn jobs_and_delay_hold() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/robots.txt" => Reply::status(404),
        path => Reply::html(article(path)).after(Duration::from_millis(60)),
    })
    .await;
    let many = input(&server, (0..12).map(|n| format!("/{n}")));
    let flags = ["--jobs", "3", "--per-host", "12"];
    local("batch", &flags, &many).await;
    assert!(
        server.most_at_once_in_all() <= 3,
        "{}",
        server.most_at_once_in_all()
    );

    let server = Server::start(site).await;
    let few = input(&server, (0..4).map(|n| format!("/{n}")));
    run("batch", &["--allow-private", "--delay", "0.3"], &few).await;
    let hits = server.hits();
    let times: Vec<Instant> = hits
        .iter()
        .filter(|hit| hit.path != "/robots.txt")
        .map(|hit| hit.at)
        .collect();
    assert!(
        times[3] - times[0] >= Duration::from_millis(850),
        "{:?}",
        times[3] - times[0]
    );
}

#[tokio::test]
async fn a_slow_host_does_not_hold_up_the_others_but_the_window_is_bounded() {
    let pause = Duration::from_secs(3);
    let server = Server::start(move |hit| match hit.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/first" => Reply::html(article("First")).after(pause),
        path => Reply::html(article(path)),
    })
    .await;
    let mut wanted = vec![json!({"id": 0, "url": url(&server, "/first")}).to_string()];
    let other = |id: usize| json!({"id": id, "url": server.url_at("localhost", &format!("/{id}"))});
    wanted.extend((1..50).map(|id| other(id).to_string()));
    let output = local("batch", &["--jobs", "2"], &wanted.join("\n")).await;
    let ids: Vec<_> = lines(&stdout(&output))
        .iter()
        .map(|a| a["id"].as_u64().unwrap())
        .collect();
    assert_eq!(ids, (0..50).collect::<Vec<_>>());
    let hits = server.hits();
    let first = hits.iter().find(|hit| hit.path == "/first").unwrap().at;
    let early = |hit: &&Hit| hit.host == "localhost" && hit.at < first + pause;
    let early = hits
        .iter()
        .filter(early)
        .filter(|hit| hit.path != "/robots.txt")
        .count();
    assert!((1..32).contains(&early), "{early} of a window of 32");
}

#[tokio::test]
async fn links_lists_feeds_sitemaps_and_the_page() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/sitemap.xml" => Reply::new(
            200,
            &[("Content-Type", "application/xml")],
            "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>\
             <url><loc>/new</loc><lastmod>2024-03-05</lastmod></url>\
             <url><loc>/old</loc><lastmod>2020-03-05</lastmod></url></urlset>"
                .replace(
                    "<loc>/",
                    &format!("<loc>http://{}/", hit.header("host").unwrap()),
                ),
        ),
        "/feed" => Reply::status(500),
        _ => Reply::html(
            "<!DOCTYPE html><link rel=alternate type=application/rss+xml href=/feed>\
             <p><a href=/2024/05/the-bridge-is-open-again>The bridge is open again</a>",
        ),
    })
    .await;
    let home = url(&server, "/");
    let output = local("links", &[&home, "--since", "2024-01-01"], "").await;
    let page = url(&server, "/2024/05/the-bridge-is-open-again");
    let expected = [url(&server, "/new"), page];
    assert_eq!(stdout(&output).lines().collect::<Vec<_>>(), expected);
    assert_eq!(output.status.code(), Some(1), "the feed could not be read");
    assert!(
        stderr(&output).contains("/feed: the server failed"),
        "{}",
        stderr(&output)
    );
    let output = local("links", &[&home, "--max", "1", "--format", "jsonl"], "").await;
    let found = lines(&stdout(&output));
    assert_eq!((found.len(), &found[0]["origin"]), (1, &json!("sitemap")));
    let missing = local("links", &["http://127.0.0.1:1/"], "").await;
    assert_eq!(
        (missing.status.code(), stdout(&missing).len()),
        (Some(1), 0)
    );
    let wrong = local("links", &[&home, "--since", "yesterday"], "").await;
    assert_eq!(wrong.status.code(), Some(2));
}

/// Every id of `0..count` is answered once, rightly, and by whole lines.
fn check_whole(out: &str, count: usize) {
    let mut counts = BTreeMap::new();
    for answer in lines(out) {
        assert_eq!(answer["outcome"], expected(&answer), "{answer}");
        *counts.entry(answer["id"].as_u64().unwrap()).or_insert(0) += 1;
    }
    assert!(
        counts.values().all(|count| *count == 1),
        "twice: {counts:?}"
    );
    assert_eq!(counts.len(), count, "lost: {counts:?}");
}

#[tokio::test]
async fn resume_skips_what_is_written_and_cuts_off_half_a_line() {
    let place = Place::new("program-resume");
    let server = Server::start(site).await;
    let all = input(&server, (0..6).map(|n| format!("/{n}")));
    let two: String = all
        .lines()
        .take(2)
        .map(|line| format!("{line}\n"))
        .collect();
    let flags = ["--resume", place.path()];
    let output = local("batch", &flags, &two).await;
    assert!(
        output.status.success() && stdout(&output).is_empty(),
        "{}",
        stderr(&output)
    );
    let written = place.read();
    std::fs::write(&place.0, format!("{written}{{\"id\":2,\"outc")).unwrap();
    let output = local("batch", &flags, &all).await;
    assert!(place.read().starts_with(&written));
    check_whole(&place.read(), 6);
    assert!(
        stderr(&output).contains("2 lines were answered before"),
        "{}",
        stderr(&output)
    );
    let again = local("batch", &flags, &all).await;
    assert!(
        stderr(&again).starts_with("0 pages in "),
        "{}",
        stderr(&again)
    );
    check_whole(&place.read(), 6);
}

#[tokio::test]
async fn resume_refuses_a_file_of_something_else() {
    let place = Place::new("program-other");
    std::fs::write(&place.0, "notes of mine\n").unwrap();
    let output = run("batch", &["--resume", place.path()], "").await;
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("line 1 was not written by"),
        "{}",
        stderr(&output)
    );
    assert_eq!(place.read(), "notes of mine\n");
}

async fn wait_for_lines(path: &Path, count: usize) {
    loop {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        if text.lines().count() >= count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Every seventh page is missing.
fn expected(answer: &Value) -> &'static str {
    match answer["id"].as_u64().unwrap() % 7 {
        6 => "not_found",
        _ => "ok",
    }
}

fn busy(hit: &Hit) -> Reply {
    let number: Option<u64> = hit.path.trim_start_matches('/').parse().ok();
    match hit.path.as_str() {
        _ if number.is_none_or(|number| number % 7 == 6) => Reply::status(404),
        path => Reply::html(article(path)).after(Duration::from_millis(30)),
    }
}

#[tokio::test]
async fn a_run_that_is_killed_at_any_moment_goes_on_without_loss_or_repetition() {
    let place = Place::new("program-killed");
    let server = Server::start(busy).await;
    let count = 60;
    let all = input(&server, (0..count).map(|n| format!("/{n}")));
    let flags = [
        LOCAL,
        &["--jobs", "4", "--per-host", "4", "--resume", place.path()],
    ]
    .concat();
    let nanos = |_| {
        SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .map_or(0, |t| t.subsec_nanos())
    };
    for moment in (0..4).map(nanos) {
        let moment = Duration::from_millis(u64::from(moment / 1000 % 500));
        println!("killed after {moment:?}");
        let mut child = start("batch", &flags, &all).await;
        tokio::time::sleep(moment).await;
        child.kill().await.unwrap();
        lines(
            &place
                .read()
                .rsplit_once('\n')
                .map_or(String::new(), |(whole, _)| whole.to_owned()),
        );
    }
    let last = run("batch", &flags, &all).await;
    assert!(last.status.success(), "{}", stderr(&last));
    check_whole(&place.read(), count);
}

#[cfg(unix)]
#[tokio::test]
async fn ctrl_c_finishes_what_is_under_way_and_the_rest_is_left_to_resume() {
    let place = Place::new("program-interrupted");
    let server = Server::start(busy).await;
    let count = 80;
    let all = input(&server, (0..count).map(|n| format!("/{n}")));
    let flags = [
        LOCAL,
        &["--jobs", "3", "--per-host", "3", "--resume", place.path()],
    ]
    .concat();
    let child = start("batch", &flags, &all).await;
    wait_for_lines(&place.0, 5).await;
    let pid = child.id().unwrap().to_string();
    let sent = Command::new("kill")
        .args(["-INT", &pid])
        .status()
        .await
        .unwrap();
    assert!(sent.success());
    let output = child.wait_with_output().await.unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("interrupted"),
        "{}",
        stderr(&output)
    );
    let answers = lines(&place.read());
    assert!(answers.len() < count, "{}", answers.len());
    assert!(
        answers
            .iter()
            .all(|answer| answer["outcome"] == expected(answer))
    );
    assert_eq!(
        answers.len(),
        server.paths().len(),
        "what was begun is written"
    );
    let rest = run("batch", &flags, &all).await;
    assert!(rest.status.success(), "{}", stderr(&rest));
    check_whole(&place.read(), count);
    assert_eq!(server.paths().len(), count, "nothing is fetched twice");
}
