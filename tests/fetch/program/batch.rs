//! Lines of addresses.

use std::time::Duration;

use serde_json::{Value, json};

use super::{input, lines, local, site, stderr, stdout, url};
use crate::support::{Hit, Reply, Server, Step, article, head};

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
