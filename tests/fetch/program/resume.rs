//! Runs that are killed or interrupted, and go on.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tokio::process::Command;

use super::{LOCAL, Place, input, lines, local, run, site, start, stderr, stdout};
use crate::support::{Hit, Reply, Server, article};

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
