//! robots.txt, pauses, limits and retries, measured at the server.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::support::{Hit, Reply, Server, article, builder};
use unhusk::fetch::{FetchError, Fetcher, fetch_many};

const fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn robots(text: &'static str) -> impl Fn(&Hit) -> Reply {
    move |hit| match hit.path.as_str() {
        "/robots.txt" => Reply::new(200, &[("Content-Type", "text/plain")], text),
        path => Reply::html(article(path)),
    }
}

async fn all(fetcher: &Fetcher, urls: Vec<String>) -> Vec<Result<(), FetchError>> {
    let mut results = vec![None; urls.len()];
    fetch_many(fetcher, urls, 64, |at, _, result| {
        assert!(
            results[at].replace(result.map(drop)).is_none(),
            "answered twice"
        );
        ControlFlow::Continue(())
    })
    .await;
    results.into_iter().map(Option::unwrap).collect()
}

/// The pauses between the starts of the page requests to a host.
fn pauses(server: &Server, host: &str) -> Vec<Duration> {
    let hits = server
        .hits()
        .into_iter()
        .filter(|h| h.host == host && h.path != "/robots.txt");
    let times: Vec<Instant> = hits.map(|h| h.at).collect();
    times.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[tokio::test]
async fn robots_denied() {
    let server = Server::start(robots("User-agent: *\nDisallow: /private\n")).await;
    let fetcher = builder().build().unwrap();
    assert!(fetcher.get(&server.url("/open")).await.is_ok());
    let error = fetcher.get(&server.url("/private/x")).await.unwrap_err();
    assert!(matches!(error, FetchError::RobotsDenied { .. }), "{error}");
    assert_eq!(server.paths(), ["/open"]);
    let ignoring = builder().ignore_robots(true).build().unwrap();
    assert!(ignoring.get(&server.url("/private/x")).await.is_ok());
}

#[tokio::test]
async fn robots_is_asked_for_by_the_name_of_the_user_agent() {
    let text = "User-agent: *\nDisallow: /\n\nUser-agent: newsbot\nAllow: /\n";
    let server = Server::start(robots(text)).await;
    let newsbot = builder()
        .user_agent("NewsBot/2.1")
        .contact("mailto:a@b.example");
    assert!(
        newsbot
            .build()
            .unwrap()
            .get(&server.url("/x"))
            .await
            .is_ok()
    );
    let agent = server.hits()[1].header("user-agent").map(str::to_owned);
    assert_eq!(agent.as_deref(), Some("NewsBot/2.1 (+mailto:a@b.example)"));
    let error = builder()
        .build()
        .unwrap()
        .get(&server.url("/x"))
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::RobotsDenied { .. }), "{error}");
}

#[tokio::test]
async fn robots_holds_after_redirects() {
    let server = Server::start(|hit| match (hit.host.as_str(), hit.path.as_str()) {
        ("b.test", "/robots.txt") => Reply::new(200, &[], "User-agent: *\nDisallow: /"),
        ("a.test", "/x") => Reply::redirect(
            302,
            &format!(
                "http://b.test:{}/y",
                hit.header("host").unwrap().rsplit(':').next().unwrap()
            ),
        ),
        _ => Reply::status(404),
    })
    .await;
    let error = builder()
        .build()
        .unwrap()
        .get(&server.url_at("a.test", "/x"))
        .await
        .unwrap_err();
    assert!(matches!(&error, FetchError::RobotsDenied { url, .. } if url.contains("b.test")));
}

#[tokio::test]
async fn robots_is_fetched_once_until_it_expires() {
    let server = Server::start(robots("")).await;
    let fetcher = builder()
        .jobs(8)
        .per_host(8)
        .robots_expiry(ms(300))
        .build()
        .unwrap();
    let urls = (0..8).map(|n| server.url(&format!("/{n}"))).collect();
    assert!(all(&fetcher, urls).await.iter().all(Result::is_ok));
    let count = || {
        server
            .hits()
            .iter()
            .filter(|h| h.path == "/robots.txt")
            .count()
    };
    assert_eq!(count(), 1);
    tokio::time::sleep(ms(310)).await;
    fetcher.get(&server.url("/again")).await.unwrap();
    assert_eq!(count(), 2);
}

#[tokio::test]
async fn a_robots_txt_that_fails_forbids_everything() {
    for status in [429, 500, 503] {
        let server = Server::start(move |hit| match hit.path.as_str() {
            "/robots.txt" => Reply::status(status),
            _ => Reply::html(article("x")),
        })
        .await;
        let error = builder()
            .build()
            .unwrap()
            .get(&server.url("/x"))
            .await
            .unwrap_err();
        assert!(
            matches!(error, FetchError::RobotsDenied { .. }),
            "{status}: {error}"
        );
        assert!(server.paths().is_empty());
    }
}

#[tokio::test]
async fn a_robots_txt_that_is_not_there_allows_everything() {
    for status in [401, 403, 404, 410] {
        let server = Server::start(move |hit| match hit.path.as_str() {
            "/robots.txt" => Reply::status(status),
            _ => Reply::html(article("x")),
        })
        .await;
        assert!(
            builder()
                .build()
                .unwrap()
                .get(&server.url("/x"))
                .await
                .is_ok(),
            "{status}"
        );
    }
}

#[tokio::test]
async fn a_huge_robots_txt_is_read_in_part() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/robots.txt" => {
            let long = "# words\n".repeat(200_000);
            Reply::new(200, &[], format!("User-agent: *\nDisallow: /no\n{long}"))
        }
        _ => Reply::html(article("x")),
    })
    .await;
    let fetcher = builder().build().unwrap();
    assert!(fetcher.get(&server.url("/yes")).await.is_ok());
    assert!(fetcher.get(&server.url("/no")).await.is_err());
}

#[tokio::test]
async fn x_robots_tag_and_meta_robots_are_reported() {
    let server = Server::start(|_| {
        let headers = [
            ("Content-Type", "text/html"),
            ("X-Robots-Tag", "noarchive"),
            ("X-Robots-Tag", "otherbot: noindex"),
            ("X-Robots-Tag", "unhusk: max-snippet:20"),
        ];
        Reply::new(
            200,
            &headers,
            "<meta name=robots content='nofollow, NOARCHIVE'><p>x",
        )
    })
    .await;
    let fetcher = builder().ignore_robots(true).build().unwrap();
    let page = fetcher.get(&server.url("/")).await.unwrap();
    let words: Vec<&str> = page.robots().iter().collect();
    assert_eq!(words, ["noarchive", "max-snippet:20", "nofollow"]);
    assert!(page.robots().nofollow() && page.robots().noarchive() && !page.robots().noindex());
}

#[tokio::test]
async fn the_delay_holds_per_host() {
    let server = Server::start(robots("")).await;
    let fetcher = builder().jobs(8).per_host(4).delay(ms(80)).build().unwrap();
    let urls = (0..10).map(|n| server.url_at(["a.test", "b.test"][n % 2], &format!("/{n}")));
    let start = Instant::now();
    assert!(
        all(&fetcher, urls.collect())
            .await
            .iter()
            .all(Result::is_ok)
    );
    for host in ["a.test", "b.test"] {
        let pauses = pauses(&server, host);
        assert_eq!(pauses.len(), 4);
        // A request takes a moment to arrive; the next may be quicker.
        assert!(pauses.iter().all(|pause| *pause >= ms(65)), "{pauses:?}");
    }
    assert!(
        start.elapsed() < ms(2000),
        "hosts do not wait for each other"
    );
}

#[tokio::test]
async fn crawl_delay_raises_the_delay_up_to_a_limit() {
    let server = Server::start(robots("User-agent: *\nCrawl-delay: 30\n")).await;
    let fetcher = builder().max_crawl_delay(ms(120)).build().unwrap();
    let urls = (0..3).map(|n| server.url(&format!("/{n}"))).collect();
    assert!(all(&fetcher, urls).await.iter().all(Result::is_ok));
    assert!(
        pauses(&server, "site.test")
            .iter()
            .all(|pause| *pause >= ms(100))
    );
}

#[tokio::test]
async fn limits_hold_per_host_and_in_all() {
    let server = Server::start(|_| Reply::html(article("x")).after(ms(10))).await;
    let fetcher = builder()
        .jobs(5)
        .per_host(2)
        .ignore_robots(true)
        .build()
        .unwrap();
    let urls = (0..60).map(|n| server.url_at(&format!("h{}.test", n % 6), &format!("/{n}")));
    assert!(
        all(&fetcher, urls.collect())
            .await
            .iter()
            .all(Result::is_ok)
    );
    assert!((0..6).all(|n| server.most_at_once(&format!("h{n}.test")) <= 2));
    let most = server.most_at_once_in_all();
    assert!((3..=5).contains(&most), "{most} at once");
}

/// Fails so many times with a reply, then sends a page.
async fn failing(times: usize, reply: Reply) -> Server {
    let count = AtomicUsize::new(0);
    Server::start(move |_| {
        let failed = count.fetch_add(1, Ordering::SeqCst);
        if failed < times {
            reply.clone()
        } else {
            Reply::html(article("At last"))
        }
    })
    .await
}

fn retrying(count: usize) -> Fetcher {
    builder()
        .ignore_robots(true)
        .retry(count)
        .backoff(ms(20))
        .build()
        .unwrap()
}

#[tokio::test]
async fn what_may_pass_is_tried_again() {
    for status in [429, 502, 503, 504] {
        let server = failing(2, Reply::status(status)).await;
        let page = retrying(2).get(&server.url("/")).await.unwrap();
        assert_eq!(page.attempts(), 3, "{status}");
        let pauses = pauses(&server, "site.test");
        assert!(
            pauses[0] >= ms(18) && pauses[1] >= ms(36),
            "doubles: {pauses:?}"
        );
    }
}

#[tokio::test]
async fn retries_are_bounded() {
    let server = failing(100, Reply::status(503)).await;
    let error = retrying(3).get(&server.url("/")).await.unwrap_err();
    assert!(
        matches!(error, FetchError::Server { status: 503, .. }),
        "{error}"
    );
    assert_eq!(server.hits().len(), 4);
}

#[tokio::test]
async fn what_will_not_pass_is_not_tried_again() {
    for status in [400, 401, 403, 404, 410, 500, 501, 505] {
        let server = failing(100, Reply::status(status)).await;
        assert!(retrying(3).get(&server.url("/")).await.is_err());
        assert_eq!(server.hits().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_wall_is_not_tried_again() {
    let server = failing(
        100,
        Reply::new(503, &[("cf-mitigated", "challenge")], "Wait"),
    )
    .await;
    let error = retrying(3).get(&server.url("/")).await.unwrap_err();
    assert!(matches!(error, FetchError::Blocked { .. }), "{error}");
    assert_eq!(server.hits().len(), 1);
}

#[tokio::test]
async fn connect_errors_are_tried_again() {
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let start = Instant::now();
    let error = retrying(2)
        .get(&format!("http://site.test:{port}/"))
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::Connect { .. }), "{error}");
    assert!(start.elapsed() >= ms(60), "two pauses: 20 ms and 40 ms");
}

#[tokio::test]
async fn retry_after_holds_back_the_whole_host() {
    let server = failing(1, Reply::new(429, &[("Retry-After", "1")], "later")).await;
    let fetcher = retrying(1);
    let urls = vec![server.url("/a"), server.url("/b")];
    assert!(all(&fetcher, urls).await.iter().all(Result::is_ok));
    assert!(pauses(&server, "site.test")[0] >= ms(980));
    assert_eq!(server.hits().len(), 3);
}

#[tokio::test]
async fn a_retry_after_that_is_too_long_is_given_up() {
    let server = failing(1, Reply::new(503, &[("Retry-After", "3600")], "later")).await;
    let fetcher = builder()
        .ignore_robots(true)
        .retry(3)
        .max_retry_after(ms(500))
        .build()
        .unwrap();
    let error = fetcher.get(&server.url("/")).await.unwrap_err();
    assert!(
        matches!(error, FetchError::Server { retry_after: Some(d), .. } if d.as_secs() == 3600)
    );
    assert_eq!(server.hits().len(), 1);
}
