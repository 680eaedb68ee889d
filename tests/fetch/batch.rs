//! Many pages at once; the large run is `fetch_load`.

use std::ops::ControlFlow;

use unhusk::fetch::fetch_many;

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
