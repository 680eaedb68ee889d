//! Measures the engine on labelled pages:
//! `cargo run --release --example evaluate -- DATA [--dumps] [--regions] [--by-type]`.
//!
//! `DATA` holds the folders `wcxb-dev`, `fundus-dev` and `regions-dev`. The shipped model learned
//! from these very pages: the honest figures are those of `training/REPORT.md`.
#![allow(clippy::print_stdout, reason = "a command-line tool")]

mod comments;
mod data;
mod measure;
mod metadata;

use std::path::PathBuf;
use std::time::Duration;

use data::Source;
use measure::Measured;
use unhusk::{Extractor, RegionKind, RuleSet};

type Result<'a> = (&'a Source, Measured);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|a| a == flag);
    let Some(root) = arguments
        .iter()
        .find(|a| !a.starts_with("--"))
        .map(PathBuf::from)
    else {
        println!("usage: evaluate DATA [--dumps] [--regions] [--by-type] [--show=FIELD]");
        return;
    };
    let sources = data::load(&root, has("--dumps"));
    let extractor = Extractor::builder().rules(RuleSet::empty()).build();
    let results: Vec<Result<'_>> = sources
        .iter()
        .map(|s| (s, measure::measure(&extractor, s)))
        .collect();
    println!(
        "In-sample: the model learned from these pages. Held-out figures: training/REPORT.md\n"
    );
    quality(&results, has("--by-type"));
    snippets(&results);
    reliability(&results);
    speed(&results);
    if !has("--dumps") {
        let show = value_of(&arguments, "--show");
        metadata::report(&root, &extractor, show);
        comments::report(&root, &extractor, show == Some("comments"));
    }
    if has("--regions") {
        regions(&results);
    }
}

/// The argument `--name=value`.
fn value_of<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    let found = arguments.iter().find_map(|a| a.strip_prefix(name));
    found.and_then(|rest| rest.strip_prefix('='))
}

fn quality(results: &[Result<'_>], by_type: bool) {
    println!(
        "{:<16} {:>5} {:>7} {:>7} {:>9}",
        "pages", "n", "F1 v2", "F1 v1", "extracted"
    );
    let wcxb = |s: &Source| s.set == "wcxb";
    line("all", results, wcxb);
    line("with truth", results, |s| wcxb(s) && !s.truth.is_empty());
    line("representative", results, |s| s.part == "representative");
    line("hard", results, |s| s.part == "hard");
    line("fundus", results, |s| s.set == "fundus");
    let mut kinds: Vec<_> = results.iter().map(|(s, _)| s.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds.into_iter().filter(|_| by_type) {
        line(kind, results, |s| {
            wcxb(s) && s.kind == kind && !s.truth.is_empty()
        });
    }
}

fn line(name: &str, results: &[Result<'_>], chosen: impl Fn(&Source) -> bool) {
    let chosen: Vec<_> = results.iter().filter(|(s, _)| chosen(s)).collect();
    let mean = |value: fn(&Measured) -> f64| {
        chosen.iter().map(|(_, m)| value(m)).sum::<f64>() / chosen.len() as f64
    };
    if !chosen.is_empty() {
        println!(
            "{name:<16} {:>5} {:>7.4} {:>7.4} {:>9.4}",
            chosen.len(),
            mean(|m| m.f1[0]),
            mean(|m| m.f1[1]),
            mean(|m| m.extracted)
        );
    }
}

fn snippets(results: &[Result<'_>]) {
    let rate = |which: usize| {
        let counts = results.iter().map(|(_, m)| m.snippets[which]);
        let (found, all) = counts.fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        found as f64 / all.max(1) as f64
    };
    println!(
        "\nsnippets kept: {:.3} of those that must be, {:.3} of those that must not",
        rate(0),
        rate(1)
    );
}

/// What the confidence of an article is worth.
fn reliability(results: &[Result<'_>]) {
    println!("\nconfidence        n    mean   F1 v2");
    let cuts = [0.0, 0.5, 0.7, 0.8, 0.9, f32::INFINITY];
    for (from, to) in cuts.iter().zip(&cuts[1..]) {
        let own = results
            .iter()
            .filter_map(|(_, m)| Some((m.confidence?, m.extracted)));
        let own: Vec<_> = own.filter(|(c, _)| (*from..*to).contains(c)).collect();
        let mean = |sum: f64| sum / own.len().max(1) as f64;
        println!(
            "from {from:.1} {:>10} {:>7.3} {:>7.3}",
            own.len(),
            mean(own.iter().map(|(c, _)| f64::from(*c)).sum()),
            mean(own.iter().map(|(_, f1)| f1).sum()),
        );
    }
    println!();
}

fn speed(results: &[Result<'_>]) {
    let mut times: Vec<Duration> = results.iter().map(|(_, m)| m.time).collect();
    times.sort_unstable();
    let total: Duration = times.iter().sum();
    let bytes: usize = results.iter().map(|(_, m)| m.bytes).sum();
    let ms = |d: Duration| d.as_secs_f64() * 1e3;
    let at = |share: f64| {
        times
            .get((times.len() as f64 * share) as usize)
            .copied()
            .unwrap_or_default()
    };
    println!(
        "parse and label: {:.1} MB/s, {:.2} ms a page, median {:.2}, p99 {:.2}",
        bytes as f64 / 1e6 / total.as_secs_f64(),
        ms(total) / times.len().max(1) as f64,
        ms(at(0.5)),
        ms(at(0.99)),
    );
}

fn regions(results: &[Result<'_>]) {
    let pairs: Vec<_> = results
        .iter()
        .flat_map(|(_, m)| m.kinds.iter().copied())
        .collect();
    let right = pairs.iter().filter(|(truth, given)| truth == given).count();
    println!(
        "\n{} blocks, accuracy {:.3}",
        pairs.len(),
        right as f64 / pairs.len().max(1) as f64
    );
    println!(
        "{:<14} {:>6} {:>9} {:>6} {:>5}",
        "kind", "blocks", "precision", "recall", "F1"
    );
    for &kind in RegionKind::ALL {
        let count = |is: &dyn Fn(&(RegionKind, RegionKind)) -> bool| {
            pairs.iter().filter(|p| is(p)).count() as f64
        };
        let (truth, given) = (count(&|p| p.0 == kind), count(&|p| p.1 == kind));
        let both = count(&|p| p.0 == kind && p.1 == kind);
        println!(
            "{:<14} {truth:>6} {:>9.2} {:>6.2} {:>5.2}",
            kind.as_str(),
            both / given.max(1.0),
            both / truth.max(1.0),
            2.0 * both / (truth + given).max(1.0),
        );
    }
}
