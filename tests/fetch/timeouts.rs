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
    assert_timed_out(&error, &[Phase::FirstByte]);
}

#[tokio::test]
async fn timed_out_in_a_stalled_body() {
    let stall = Reply::script([beginning("<p>The beginning"), Step::Hang]);
    let server = Server::start(move |hit| page_or(hit, &stall)).await;
    let fetcher = builder()
        .stall_timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    let error = fetcher.get(&server.url("/")).await.unwrap_err();
    assert_timed_out(&error, &[Phase::Stall]);
}

#[tokio::test]
async fn timed_out_in_total_by_a_slow_drip() {
    let drip = Step::Drip(vec![b'x'; 1000], Duration::from_millis(20));
    let reply = Reply::script([beginning(""), drip]);
    let server = Server::start(move |hit| page_or(hit, &reply)).await;
    let fetcher = builder()
        .timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    let error = fetcher.get(&server.url("/")).await.unwrap_err();
    assert_timed_out(&error, &[Phase::Total]);
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
    assert_timed_out(&error, &[Phase::Dns, Phase::Connect]);
}

/// Whether it was in one of these phases.
fn assert_timed_out(error: &FetchError, phases: &[Phase]) {
    let in_phase = matches!(error, FetchError::TimedOut { phase, .. } if phases.contains(phase));
    assert!(in_phase, "{error}");
}

/// A reply that has only begun to say the thousand bytes that it promises.
fn beginning(body: &str) -> Step {
    let fields = [("Content-Type", "text/html"), ("Content-Length", "1000")];
    Step::Send([head(200, &fields), format!("\r\n{body}").into()].concat())
}
