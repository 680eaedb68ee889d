//! What is sent, and to whom: clients of the caller, credentials, cookies, turns.

use std::time::Duration;

use crate::extras::fetcher;
use crate::outcomes::port;
use crate::support::{Reply, Server, Step, article, builder};
use unhusk::fetch::Policy;

#[tokio::test]
async fn a_clients_own_redirects_are_reported_and_checked() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/a" => Reply::redirect(302, "/b"),
        _ => Reply::html(article("B")),
    })
    .await;
    let address = std::net::SocketAddr::from(([127, 0, 0, 1], server.port()));
    let client = reqwest::Client::builder()
        .no_proxy()
        .resolve("site.test", address)
        .build();
    let fetcher = fetcher().with_client(client.unwrap());
    let page = fetcher.get(&server.url("/a")).await.unwrap();
    assert_eq!(page.final_url(), server.url("/b"));
    assert_eq!(page.redirects().len(), 1);
}

#[tokio::test]
async fn a_dropped_future_gives_its_turn_back() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/hang" => Reply::script([Step::Hang]),
        _ => Reply::html(article("Next")),
    })
    .await;
    let fetcher = builder().jobs(1).ignore_robots(true).build().unwrap();
    let (hang, next) = (server.url("/hang"), server.url("/next"));
    let dropped = tokio::time::timeout(Duration::from_millis(100), fetcher.get(&hang)).await;
    assert!(dropped.is_err());
    assert!(fetcher.get(&next).await.is_ok());
}

#[tokio::test]
async fn credentials_go_to_their_origin_only() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/a" => Reply::redirect(302, &format!("http://x:y@other.test:{}/b", port(hit))),
        _ => Reply::html(article("B")),
    })
    .await;
    let url = server.url("/a").replace("site.test", "me:secret@site.test");
    let strict = builder()
        .ignore_robots(true)
        .header("Cookie", "id=1")
        .build()
        .unwrap();
    let page = strict.get(&url).await.unwrap();
    assert!(!format!("{page:?}").contains("secret"));
    assert!(
        page.notes()
            .iter()
            .any(|note| note.contains("were not sent"))
    );
    let hits = server.hits();
    assert!(hits.iter().all(|hit| hit.header("authorization").is_none()));
    assert_eq!(hits[0].header("cookie"), Some("id=1"));
    assert_eq!(hits[1].header("cookie"), None, "another origin");

    let policy = Policy::new()
        .allow_loopback(true)
        .allow_url_credentials(true);
    let open = builder()
        .ignore_robots(true)
        .policy(policy)
        .build()
        .unwrap();
    let page = open.get(&url).await.unwrap();
    assert!(!format!("{page:?}").contains("secret"));
    let hits = server.hits().split_off(2);
    assert_eq!(hits[0].header("authorization"), Some("Basic bWU6c2VjcmV0"));
    assert_eq!(hits[1].header("authorization"), None, "another origin");
}

#[tokio::test]
async fn cookies_are_off_unless_allowed() {
    async fn second_visit(policy: Policy) -> Option<String> {
        let reply = Reply::new(
            200,
            &[("Set-Cookie", "id=7"), ("Content-Type", "text/html")],
            "x",
        );
        let server = Server::start(move |_| reply.clone()).await;
        let fetcher = builder()
            .ignore_robots(true)
            .policy(policy)
            .build()
            .unwrap();
        fetcher.get(&server.url("/")).await.unwrap();
        fetcher.get(&server.url("/")).await.unwrap();
        server.hits()[1].header("cookie").map(str::to_owned)
    }
    let policy = Policy::new().allow_loopback(true);
    assert_eq!(second_visit(policy.clone()).await, None);
    assert_eq!(
        second_visit(policy.allow_cookies(true)).await,
        Some("id=7".to_owned())
    );
}
