//! What the flags do.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::{LOCAL, Place, input, lines, local, run, site, stderr, stdout};
use crate::support::{Reply, Server, article};

async fn outcome(server: &Server, path: &str, arguments: &[&str]) -> Value {
    let output = run("batch", arguments, &input(server, [path.to_owned()])).await;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    lines(&stdout(&output))[0]["outcome"].clone()
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
