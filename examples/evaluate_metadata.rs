//! Measures titles, authors and dates on folders of pages with known answers.
//!
//! `cargo run --release --example evaluate_metadata -- DIR...`; each folder has a
//! `manifest.jsonl` and compressed pages. `--show FIELD` prints what is wrong.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

use serde_json::Value;
use unhusk::article::Metadata;
use unhusk::{Extractor, Page};

#[derive(Default)]
struct Score {
    right: usize,
    all: usize,
}

impl Score {
    fn add(&mut self, right: bool) -> bool {
        self.right += usize::from(right);
        self.all += 1;
        right
    }
}

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let show = args
        .iter()
        .position(|a| a == "--show")
        .map(|at| args.drain(at..at + 2).nth(1).unwrap());
    for dir in &args {
        evaluate(Path::new(dir), show.as_deref().unwrap_or_default());
    }
}

fn evaluate(dir: &Path, show: &str) {
    let manifest = std::fs::read_to_string(dir.join("manifest.jsonl")).unwrap();
    let (mut title, mut any, mut all, mut day, mut none) = (
        Score::default(),
        Score::default(),
        Score::default(),
        Score::default(),
        Score::default(),
    );
    let extractor = Extractor::default();
    for line in manifest.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let found = metadata(&extractor, dir, &row);
        let report = |field: &str, truth: &str, got: &str| {
            if show == field {
                println!(
                    "{}\t{truth}\t{got}\t{}",
                    row["id"].as_str().unwrap(),
                    sources(&found, field)
                );
            }
        };
        if let Some(truth) = text(&row["title"]) {
            let got = found.title.clone().unwrap_or_default();
            if !title.add(same_title(&truth, &got)) {
                report("title", &truth, &got);
            }
        }
        let truth = authors(&row);
        if !truth.is_empty() {
            let got: BTreeSet<_> = found.authors.iter().map(|a| normal(a)).collect();
            if !any.add(truth.iter().any(|t| {
                got.iter().any(|g| {
                    g == t || g.contains(t.as_str()) || (g.len() > 4 && t.contains(g.as_str()))
                })
            })) {
                report(
                    "author",
                    &format!("{truth:?}"),
                    &format!("{:?}", found.authors),
                );
            }
            all.add(truth == got);
        }
        let got = found.published.clone().unwrap_or_default();
        match text(&row["date"]) {
            Some(truth) => {
                if !day.add(same_day(&truth, &got)) {
                    report("published", &truth, &got);
                }
            }
            None => {
                if none.add(!got.is_empty()) {
                    report("false", "", &got);
                }
            }
        }
    }
    println!("{}", dir.display());
    for (name, s) in [
        ("title", title),
        ("any author", any),
        ("all authors", all),
        ("same day", day),
        ("false dates", none),
    ] {
        println!(
            "  {name:12} {:.3}  ({} of {})",
            s.right as f64 / s.all.max(1) as f64,
            s.right,
            s.all
        );
    }
}

fn sources(found: &Metadata, field: &str) -> String {
    let list = found.candidates.iter().filter(|(f, _)| {
        let name = serde_json::to_string(f).unwrap();
        name.trim_matches('"') == field || field == "false" && name.contains("published")
    });
    let all: Vec<_> = list
        .flat_map(|(_, c)| c)
        .take(6)
        .map(|c| format!("{}={:?}", c.value, c.source))
        .collect();
    all.join("; ")
}

fn metadata(extractor: &Extractor, dir: &Path, row: &Value) -> Metadata {
    let file = std::fs::File::open(dir.join(row["html"].as_str().unwrap())).unwrap();
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(file)
        .read_to_end(&mut bytes)
        .unwrap();
    let page = Page::from_bytes(&bytes, None);
    let page = match row["url"].as_str() {
        Some(url) if url.starts_with("http") => page.with_url(url).unwrap(),
        _ => page,
    };
    extractor.metadata(&page)
}

fn text(value: &Value) -> Option<String> {
    value
        .as_str()
        .map(str::trim)
        .filter(|t| !t.is_empty())
        .map(str::to_owned)
}

fn authors(row: &Value) -> BTreeSet<String> {
    let list = row["authors"]
        .as_array()
        .map(|a| a.iter().filter_map(text).collect::<Vec<_>>())
        .unwrap_or_default();
    let list = if list.is_empty() {
        text(&row["author"]).into_iter().collect()
    } else {
        list
    };
    let names = list
        .iter()
        .flat_map(|a| a.split([';', ',']).map(normal).collect::<Vec<_>>());
    names.filter(|n| !n.is_empty()).collect()
}

fn normal(text: &str) -> String {
    let text: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn same_title(truth: &str, got: &str) -> bool {
    let (a, b) = (normal(truth), normal(got));
    if a == b {
        return true;
    }
    let (a, b): (Vec<_>, Vec<_>) = (a.split(' ').collect(), b.split(' ').collect());
    let mut rest = b.clone();
    let common = a
        .iter()
        .filter(|w| {
            rest.iter()
                .position(|r| r == *w)
                .map(|i| rest.swap_remove(i))
                .is_some()
        })
        .count();
    2.0 * common as f64 / (a.len() + b.len()) as f64 >= 0.8
}

/// The same day in the page's time zone or in that of the truth.
fn same_day(truth: &str, got: &str) -> bool {
    truth.get(..10) == got.get(..10) || instant(truth).is_some() && instant(truth) == instant(got)
}

fn instant(text: &str) -> Option<i64> {
    let text = text.replacen(' ', "T", 1);
    text.parse::<jiff::Timestamp>()
        .ok()
        .map(jiff::Timestamp::as_second)
}
