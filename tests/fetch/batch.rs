//! Many pages at once; the large run is `fetch_load`.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::time::Duration;

use unhusk::fetch::{Outcome, fetch_many};

use crate::support::{Reply, Server, article, builder};

#[tokio::test]
async fn a_break_finishes_what_is_under_way_and_begins_nothing_more() {
    let server = Server::start(|hit| Reply::html(article(&hit.path))).await;
    let fetcher = builder()
        .jobs(4)
        .per_host(4)
        .ignore_robots(true)
        .build()
        .unwrap();
    let urls = (0..100).map(|n| server.url(&format!("/{n}")));
    let mut answered = 0;
    let begun = fetch_many(&fetcher, urls, 10, |_, _, result| {
        assert!(result.is_ok());
        answered += 1;
        if answered == 5 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })
    .await;
    assert_eq!(begun, answered);
    assert!((10..=15).contains(&begun), "{begun}");
}

#[tokio::test]
async fn a_finished_fetcher_ends_what_is_under_way_and_begins_nothing_more() {
    let server =
        Server::start(|hit| Reply::html(article(&hit.path)).after(Duration::from_millis(300)))
            .await;
    let fetcher = builder().ignore_robots(true).build().unwrap();
    let urls = (0..20).map(|n| server.url(&format!("/{n}")));
    let mut outcomes = BTreeMap::new();
    let finish = async {
        while server.hits().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        fetcher.finish();
    };
    let all = fetch_many(&fetcher, urls, 20, |_, _, result| {
        let outcome = result.map_or_else(|error| error.outcome(), |_| Outcome::Fetched);
        *outcomes.entry(outcome).or_insert(0) += 1;
        ControlFlow::Continue(())
    });
    let (begun, ()) = tokio::join!(all, finish);
    assert_eq!(begun, 20);
    let fetched = server.hits().len();
    assert!(fetched < 20, "{fetched}");
    let expected = [
        (Outcome::Fetched, fetched),
        (Outcome::Cancelled, 20 - fetched),
    ];
    assert_eq!(outcomes, expected.into());
}

#[tokio::test]
async fn a_finished_fetcher_does_not_try_again() {
    let server = Server::start(|_| Reply::status(503)).await;
    let patient = builder()
        .ignore_robots(true)
        .retry(5)
        .backoff(Duration::from_secs(600));
    let fetcher = patient
        .max_retry_after(Duration::from_secs(3600))
        .build()
        .unwrap();
    let url = server.url("/");
    let (result, ()) = tokio::join!(fetcher.get(&url), async {
        while server.hits().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        fetcher.finish();
    });
    assert_eq!(result.unwrap_err().outcome(), Outcome::Cancelled);
    assert_eq!(server.hits().len(), 1);
}
