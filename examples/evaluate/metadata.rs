//! Titles, authors and dates against the answers of the data folders' manifests.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde_json::Value;
use unhusk::article::{Field, Metadata};
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

#[derive(Default)]
struct Scores {
    title: Score,
    any: Score,
    all: Score,
    day: Score,
    /// Dates given to pages whose truth has none.
    none: Score,
}

/// Prints a table for each folder; `show` names a field whose answers are listed with their candidates.
pub(crate) fn report(root: &Path, extractor: &Extractor, show: Option<&str>) {
    println!(
        "\n{:<12} {:>6} {:>10} {:>11} {:>8} {:>11}",
        "metadata", "title", "any author", "all authors", "same day", "false dates"
    );
    for set in ["wcxb-dev", "fundus-dev"] {
        let [title, any, all, day, none] = shares(&root.join(set), extractor, show);
        println!("{set:<12} {title:>6.3} {any:>10.3} {all:>11.3} {day:>8.3} {none:>11.3}");
    }
}

/// The shares of pages of a folder with the right title, any right author, all right authors, the
/// right day, and, of those whose truth has none, with a day.
pub(crate) fn shares(dir: &Path, extractor: &Extractor, show: Option<&str>) -> [f64; 5] {
    let mut scores = Scores::default();
    for row in lines(&dir.join("manifest.jsonl")) {
        let found = extractor.metadata(&page(dir, &row));
        scores.add(&row, &found, show.unwrap_or_default());
    }
    let Scores {
        title,
        any,
        all,
        day,
        none,
    } = scores;
    [title, any, all, day, none].map(|score| score.right as f64 / score.all.max(1) as f64)
}

/// The objects of a file of JSON lines, which may be compressed.
pub(super) fn lines(path: &Path) -> Vec<Value> {
    let text = bytes(path);
    let lines = text.split(|b| *b == b'\n');
    lines
        .filter_map(|l| serde_json::from_slice(l).ok())
        .collect()
}

fn bytes(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut file = File::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let read = match path.extension() {
        Some(gz) if gz == "gz" => flate2::read::GzDecoder::new(file).read_to_end(&mut bytes),
        _ => file.read_to_end(&mut bytes),
    };
    read.unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    bytes
}

/// The page that a manifest's line describes, in the folder `dir`.
pub(super) fn page(dir: &Path, row: &Value) -> Page {
    let html = bytes(&dir.join(row["html"].as_str().unwrap_or_default()));
    let parse = || Page::from_bytes(&html, None);
    let url = row["url"].as_str().unwrap_or_default();
    parse().with_url(url).unwrap_or_else(|_| parse())
}

impl Scores {
    fn add(&mut self, row: &Value, found: &Metadata, show: &str) {
        let report = |field: Field, is_right: bool, truth: &str, got: &str| {
            if field.as_str() == show || show == "all" {
                let id = row["id"].as_str().unwrap_or_default();
                let mark = if is_right { "+" } else { "-" };
                let (field, from) = (field.as_str(), sources(found, field));
                println!("{mark}\t{id}\t{truth}\t{got}\t{from}\t{field}");
            }
        };
        if let Some(truth) = text(&row["title"]) {
            let got = found.title.clone().unwrap_or_default();
            let is_right = self.title.add(same_title(&truth, &got));
            report(Field::Title, is_right, &truth, &got);
        }
        let truth = authors(row);
        if !truth.is_empty() {
            // Degrees stand after a comma, in the truth too.
            let got = found.authors.iter().flat_map(|a| a.split(','));
            let got: BTreeSet<_> = got.map(normal).collect();
            let any = self.any.add(names_one(&truth, &got));
            let agencies = found.agencies.iter().map(|a| normal(a));
            let all: BTreeSet<_> = got.iter().cloned().chain(agencies).collect();
            // The truth names agencies among the authors.
            let all = self.all.add(truth == got || truth == all);
            let (truth, got) = (format!("{truth:?}"), format!("{got:?}"));
            report(Field::Author, any && all, &truth, &got);
        }
        let got = found.published.clone().unwrap_or_default();
        match text(&row["date"]) {
            Some(truth) => {
                let is_right = self.day.add(same_day(&truth, &got));
                report(Field::Published, is_right, &truth, &got);
            }
            None => {
                let is_false = self.none.add(!got.is_empty());
                report(Field::Published, !is_false, "none", &got);
            }
        }
    }
}

fn sources(found: &Metadata, field: Field) -> String {
    let list = found.candidates.get(&field).into_iter().flatten();
    let shown = list.take(12).map(|c| format!("{}={}", c.value, c.source));
    shown.collect::<Vec<_>>().join("; ")
}

fn text(value: &Value) -> Option<String> {
    let text = value.as_str().map(str::trim);
    text.filter(|t| !t.is_empty()).map(str::to_owned)
}

fn authors(row: &Value) -> BTreeSet<String> {
    let listed = row["authors"].as_array();
    let mut list: Vec<_> = listed.into_iter().flatten().filter_map(text).collect();
    if list.is_empty() {
        list.extend(text(&row["author"]));
    }
    let names = list.iter().flat_map(|a| a.split([';', ','])).map(normal);
    names.filter(|n| !n.is_empty()).collect()
}

fn names_one(truth: &BTreeSet<String>, got: &BTreeSet<String>) -> bool {
    let same = |t: &str, g: &str| g.contains(t) || g.len() > 4 && t.contains(g);
    truth.iter().any(|t| got.iter().any(|g| same(t, g)))
}

fn normal(text: &str) -> String {
    let letter = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    let text: String = text.to_lowercase().chars().map(letter).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Equal, or at least .8 of the words in common (F1).
fn same_title(truth: &str, got: &str) -> bool {
    let (a, b) = (normal(truth), normal(got));
    if a == b {
        return true;
    }
    let (a, b): (Vec<_>, Vec<_>) = (a.split(' ').collect(), b.split(' ').collect());
    let mut rest = b.clone();
    let mut common = 0;
    for word in &a {
        if let Some(at) = rest.iter().position(|r| r == word) {
            rest.swap_remove(at);
            common += 1;
        }
    }
    2.0 * f64::from(common) / (a.len() + b.len()) as f64 >= 0.8
}

/// The same day in the page's time zone or in that of the truth.
fn same_day(truth: &str, got: &str) -> bool {
    truth.get(..10) == got.get(..10) || instant(truth).is_some() && instant(truth) == instant(got)
}

fn instant(text: &str) -> Option<i64> {
    let stamp = text.replacen(' ', "T", 1).parse::<jiff::Timestamp>().ok()?;
    Some(stamp.as_second())
}
