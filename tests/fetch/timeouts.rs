//! Every phase of a request that takes too long.

use std::time::Duration;

use crate::outcomes::page_or;
use crate::support::{Reply, Server, Step, builder, head};
use unhusk::fetch::{FetchError, Phase};

#[tokio::test]
async fn timed_out_waiting_for_the_first_byte() {
    let server = Server::start(|hit| page_or(hit, &Reply::script([Step::Hang]))).await;
    let fetcher = builder()
        .connect_timeout(Duration::from_millis(100))
        .first_byte_timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    let error = fetcher.get(&server.url("/")).await.unwrap_err();
    assert!(
        matches!(
            error,
            FetchError::TimedOut {
                phase: Phase::FirstByte,
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn timed_out_in_a_stalled_body() {
    let mut start = head(
        200,
        &[("Content-Type", "text/html"), ("Content-Length", "1000")],
    );
    start.extend(b"\r\n<p>The beginning");
    let stall = Reply::script([Step::Send(start), Step::Hang]);
    let server = Server::start(move |hit| page_or(hit, &stall)).await;
    let fetcher = builder()
        .stall_timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    let error = fetcher.get(&server.url("/")).await.unwrap_err();
    assert!(
        matches!(
            error,
            FetchError::TimedOut {
                phase: Phase::Stall,
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn timed_out_in_total_by_a_slow_drip() {
    let mut start = head(
        200,
        &[("Content-Type", "text/html"), ("Content-Length", "1000")],
    );
    start.extend(b"\r\n");
    let drip = Step::Drip(vec![b'x'; 1000], Duration::from_millis(20));
    let reply = Reply::script([Step::Send(start), drip]);
    let server = Server::start(move |hit| page_or(hit, &reply)).await;
    let fetcher = builder()
        .timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    let error = fetcher.get(&server.url("/")).await.unwrap_err();
    assert!(
        matches!(
            error,
            FetchError::TimedOut {
                phase: Phase::Total,
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn timed_out_resolving() {
    struct Slow;
    impl unhusk::fetch::Resolve for Slow {
        fn resolve<'a>(&'a self, _host: &'a str) -> unhusk::fetch::Lookup<'a> {
            Box::pin(std::future::pending())
        }
    }
    let limit = Duration::from_millis(50);
    let fetcher = builder()
        .resolver(Slow)
        .connect_timeout(limit)
        .build()
        .unwrap();
    let error = fetcher.get("http://slow.test/").await.unwrap_err();
    let timed_out = matches!(
        error,
        FetchError::TimedOut {
            phase: Phase::Dns | Phase::Connect,
            ..
        }
    );
    assert!(timed_out, "{error}");
}
