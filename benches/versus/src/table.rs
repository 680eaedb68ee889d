//! The results as Markdown.

use std::time::Duration;

use crate::contenders::CONTENDERS;
use crate::data::Source;
use crate::race::Outcome;

type Results = [Vec<Outcome>; CONTENDERS.len()];

pub(crate) fn print(
    pages: &[Source],
    results: &Results,
    peaks: [Option<usize>; CONTENDERS.len()],
    nothing: Option<usize>,
) {
    let bytes: usize = pages.iter().map(|p| p.content.len()).sum();
    println!("{} pages, {:.1} MB\n", pages.len(), bytes as f64 / 1e6);
    println!(
        "| contender | version | F1 v2 | F1 v1 | F1 news | MB/s | ms mean | ms p50 | ms p99 | peak MB |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for ((contender, outcomes), peak) in CONTENDERS.iter().zip(results).zip(peaks) {
        let f1 = |set: &str, truth: usize| match contender.extracts {
            true => format!("{:.4}", mean(pages, outcomes, set, truth)),
            false => "-".to_owned(),
        };
        println!(
            "| {} | {} | {} | {} | {} | {} | {} |",
            contender.name,
            version(contender.name),
            f1("wcxb", 0),
            f1("wcxb", 1),
            f1("fundus", 0),
            speed(outcomes, bytes),
            megabytes(peak),
        );
    }
    notes(nothing);
    slowest(pages, &results[0]);
}

fn mean(pages: &[Source], outcomes: &[Outcome], set: &str, truth: usize) -> f64 {
    let of_set = pages.iter().zip(outcomes).filter(|(p, _)| p.set == set);
    let scores: Vec<f64> = of_set.map(|(_, outcome)| outcome.f1[truth]).collect();
    scores.iter().sum::<f64>() / scores.len().max(1) as f64
}

fn speed(outcomes: &[Outcome], bytes: usize) -> String {
    let mut times: Vec<Duration> = outcomes.iter().map(|o| o.time).collect();
    times.sort_unstable();
    let total: Duration = times.iter().sum();
    let last = times.len().saturating_sub(1);
    let at = |percent: usize| times.get(last * percent / 100).copied().unwrap_or_default();
    format!(
        "{:.1} | {:.2} | {:.2} | {:.2}",
        bytes as f64 / 1e6 / total.as_secs_f64(),
        milliseconds(total) / times.len().max(1) as f64,
        milliseconds(at(50)),
        milliseconds(at(99)),
    )
}

fn notes(nothing: Option<usize>) {
    println!(
        "\nF1 v2: WCXB pages against the corrected truth; v1: against the published one; news:"
    );
    println!("the fundus pages. unhusk's and rs-trafilatura's models learned from WCXB pages, so");
    println!(
        "theirs are in-sample. A process that only reads the pages peaks at {} MB.\n",
        megabytes(nothing)
    );
    for contender in CONTENDERS {
        println!("- {}: {}", contender.name, contender.settings);
    }
}

fn slowest(pages: &[Source], outcomes: &[Outcome]) {
    println!("\nSlowest pages of unhusk:\n\n| page | kB | ms |\n|---|---|---|");
    let mut order: Vec<_> = pages.iter().zip(outcomes).collect();
    order.sort_by_key(|(_, outcome)| std::cmp::Reverse(outcome.time));
    for (page, outcome) in order.iter().take(10) {
        let kilobytes = page.content.len() / 1000;
        println!(
            "| {} | {kilobytes} | {:.1} |",
            page.id,
            milliseconds(outcome.time)
        );
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn megabytes(bytes: Option<usize>) -> String {
    bytes.map_or_else(|| "-".to_owned(), |b| format!("{:.0}", b as f64 / 1e6))
}

/// As the lock file has it; of several versions, which other contenders bring, the latest.
fn version(name: &str) -> &'static str {
    let lock = include_str!("../Cargo.lock");
    let entries = lock.split("[[package]]").filter_map(|entry| {
        let entry = entry.trim_start().strip_prefix("name = \"")?;
        entry.strip_prefix(name)?.strip_prefix("\"\nversion = \"")
    });
    let latest = entries.last();
    latest
        .and_then(|rest| rest.split('"').next())
        .unwrap_or("?")
}
