//! Two thousand pages over fifty hosts, half of which misbehave: every page is answered once, with
//! the right outcome; limits and pauses hold; nothing is left behind. A process of its own, because
//! it measures the memory of the process.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

#[path = "fetch/support.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use support::{Hit, Reply, Server, Step, article, builder, head};
use unhusk::fetch::{Fetcher, Outcome, fetch_many};

const PAGES: usize = 2000;
const HOSTS: usize = 50;
const DELAY: Duration = Duration::from_millis(20);
const MAX_BYTES: u64 = 1_000_000;
const JOBS: usize = 64;

/// What goes wrong with a page, and what must be said about it.
const FAULTS: &[(&str, Outcome)] = &[
    ("ok", Outcome::Fetched),
    ("slow", Outcome::Fetched),
    ("burst", Outcome::Fetched),
    ("moved", Outcome::Fetched),
    ("longer", Outcome::Fetched),
    ("ok", Outcome::Fetched),
    ("ok", Outcome::Fetched),
    ("missing", Outcome::NotFound),
    ("denied", Outcome::RobotsDenied),
    ("loop", Outcome::Redirect),
    ("bomb", Outcome::TooLarge),
    ("wall", Outcome::Blocked),
    ("ok", Outcome::Fetched),
    ("reset", Outcome::Interrupted),
    ("truncated", Outcome::Interrupted),
    ("garbage", Outcome::Interrupted),
    ("down", Outcome::Server),
    ("silent", Outcome::TimedOut),
    ("stall", Outcome::TimedOut),
    ("drip", Outcome::TimedOut),
];

/// Ten hosts only ever send whole answers, so that what is under way can be counted exactly.
fn fault(n: usize) -> (&'static str, Outcome) {
    let orderly = 13;
    let kinds = if n % HOSTS < 10 {
        orderly
    } else {
        FAULTS.len()
    };
    FAULTS[(n / HOSTS + n % HOSTS) % kinds]
}

struct Site {
    bomb: Vec<u8>,
    seen: Mutex<BTreeSet<String>>,
}

impl Site {
    fn new() -> Self {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        // Piece by piece: the peak of memory is measured.
        for _ in 0..100 {
            gz.write_all(&[b' '; 1 << 20]).unwrap();
        }
        Self {
            bomb: gz.finish().unwrap(),
            seen: Mutex::default(),
        }
    }

    fn reply(&self, hit: &Hit) -> Reply {
        let mut whole = head(
            200,
            &[("Content-Type", "text/html"), ("Content-Length", "5000")],
        );
        whole.extend(b"\r\n<p>Some of the text");
        match hit.path.split('/').nth(1).unwrap() {
            "robots.txt" => Reply::new(200, &[], "User-agent: *\nDisallow: /denied/\n"),
            "slow" => Reply::html(article(&hit.path)).after(Duration::from_millis(30)),
            "burst"
                if self
                    .seen
                    .lock()
                    .unwrap()
                    .insert(hit.host.clone() + &hit.path) =>
            {
                Reply::status(503)
            }
            "moved" => Reply::redirect(301, &hit.path.replace("moved", "ok")),
            "longer" => {
                let mut bytes = head(
                    200,
                    &[("Content-Type", "text/html"), ("Content-Length", "9")],
                );
                bytes.extend(b"\r\n<p>A page and more than its length");
                Reply::script([Step::Send(bytes)])
            }
            "missing" => Reply::status(404),
            "loop" => Reply::redirect(302, &hit.path),
            "bomb" => {
                let headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")];
                Reply::new(200, &headers, &self.bomb)
            }
            "wall" => Reply::new(403, &[("cf-mitigated", "challenge")], "Just a moment..."),
            "reset" => Reply::script([Step::Send(whole), Step::Reset]),
            "truncated" => Reply::script([Step::Send(whole)]),
            "garbage" => Reply::script([Step::Send(b"\x00\x01 this is not HTTP\r\n\r\n".to_vec())]),
            "down" => Reply::status(502),
            "silent" => Reply::script([Step::Hang]),
            "stall" => Reply::script([Step::Send(whole), Step::Hang]),
            "drip" => Reply::script([
                Step::Send(whole),
                Step::Drip(vec![b'x'; 5000], Duration::from_millis(50)),
            ]),
            _ => Reply::html(article(&hit.path)),
        }
    }
}

fn host(n: usize) -> String {
    format!("h{}.test", n % HOSTS)
}

fn patient() -> Fetcher {
    builder()
        .jobs(JOBS)
        .per_host(1)
        .delay(DELAY)
        .retry(1)
        .backoff(Duration::from_millis(10))
        .connect_timeout(Duration::from_millis(400))
        .first_byte_timeout(Duration::from_millis(400))
        .stall_timeout(Duration::from_millis(600))
        .timeout(Duration::from_millis(1500))
        .max_bytes(MAX_BYTES)
        .build()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_pages_over_fifty_hosts_with_faults() {
    let site = Site::new();
    let server = Server::start(move |hit| site.reply(hit)).await;
    let before = peak_memory();
    let start = Instant::now();
    let answers = fetch_all(&server).await;
    println!("{PAGES} pages in {:.1?}", start.elapsed());

    check_answers(&answers);
    check_names(&server);
    check_limits(&server);
    check_pauses(&server);
    if let (Some(before), Some(after)) = (before, peak_memory()) {
        println!("peak memory grew by {} kB", after - before);
        assert!(after - before < 150_000, "bombs alone would be 10 GB");
    }
    drop(server);
    check_tasks().await;
}

async fn fetch_all(server: &Server) -> Vec<Vec<Outcome>> {
    let fetcher = patient();
    let urls = (0..PAGES).map(|n| server.url_at(&host(n), &format!("/{}/{n}", fault(n).0)));
    let mut answers = vec![Vec::new(); PAGES];
    let begun = fetch_many(&fetcher, urls, 512, |n, _, result| {
        answers[n].push(result.map_or_else(|error| error.outcome(), |_| Outcome::Fetched));
        ControlFlow::Continue(())
    })
    .await;
    assert_eq!(begun, PAGES);
    answers
}

fn check_answers(answers: &[Vec<Outcome>]) {
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    for (n, answer) in answers.iter().enumerate() {
        let (name, expected) = fault(n);
        assert_eq!(answer[..], [expected], "{n} {name}");
        *counts.entry(expected).or_default() += 1;
    }
    println!("{counts:?}");
}

/// Every request says who asks.
fn check_names(server: &Server) {
    let is_named = |(name, value): &(String, String)| {
        name.eq_ignore_ascii_case("user-agent") && value.starts_with("unhusk/")
    };
    let hits = server.hits();
    assert!(hits.iter().all(|hit| hit.headers.iter().any(is_named)));
}

fn check_limits(server: &Server) {
    for n in 0..10 {
        assert_eq!(server.most_at_once(&host(n)), 1, "{}", host(n));
    }
    // The server notices a little later than the client that an exchange was given up.
    assert!((10..HOSTS).all(|n| server.most_at_once(&host(n)) <= 4));
    assert!(server.most_at_once_in_all() <= JOBS + HOSTS);
}

/// Arrival is not departure: on a busy machine single pauses are shorter, but not most of them, and
/// not all together. Without pauses nearly all would be.
fn check_pauses(server: &Server) {
    let mut times: BTreeMap<String, Vec<Instant>> = BTreeMap::new();
    for hit in server
        .hits()
        .into_iter()
        .filter(|hit| hit.path != "/robots.txt")
    {
        times.entry(hit.host).or_default().push(hit.at);
    }
    assert_eq!(times.len(), HOSTS);
    for (host, times) in times {
        let pauses: Vec<Duration> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let count = u32::try_from(pauses.len()).unwrap();
        let span: Duration = pauses.iter().sum();
        assert!(
            span + DELAY * 15 >= DELAY * count,
            "{host}: {span:?} for {count}"
        );
        let short = pauses.iter().filter(|pause| **pause < DELAY / 2).count();
        assert!(
            short * 3 <= pauses.len(),
            "{host}: {short} of {count} pauses are short"
        );
    }
}

/// Everything that was spawned ends when the fetcher and the server are gone.
async fn check_tasks() {
    let metrics = tokio::runtime::Handle::current().metrics();
    for _ in 0..100 {
        if metrics.num_alive_tasks() == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{} tasks are left", metrics.num_alive_tasks());
}

/// The most memory this process ever had, in kB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
