//! Writes the features and truth of a data folder for training: see `training/README.md`.
//!
//! `cargo run --release --example features -- SHARED OUT` reads `wcxb-dev`, `fundus-dev` and
//! `regions-dev` below SHARED and writes one set of arrays for pages and one for text dumps.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a tool for developers"
)]

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde_json::{Value, json};
use unhusk::Page;
use unhusk::training::{Sample, describe};

fn main() {
    let arguments: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let [shared, out] = arguments.as_slice() else {
        eprintln!("usage: features SHARED OUT");
        std::process::exit(2);
    };
    let regions = regions(&shared.join("regions-dev/pages.jsonl.gz"));
    let corrected = texts(&shared.join("wcxb-dev/truth-v2.jsonl"));
    let dumps = texts(&shared.join("wcxb-dev/dumps.jsonl.gz"));
    let mut pages = Output::create(&out.join("pages"));
    let mut lines = Output::create(&out.join("dumps"));
    for set in ["wcxb-dev", "fundus-dev"] {
        for line in read_lines(&shared.join(set).join("manifest.jsonl")) {
            let entry: Value = serde_json::from_str(&line).unwrap();
            let id = entry["id"].as_str().unwrap().to_owned();
            let html = read(&shared.join(set).join(entry["html"].as_str().unwrap()));
            let page = Page::from_bytes(&html, None);
            let truth = Truth::of(set, &entry, corrected.get(&id), regions.get(&id));
            pages.write(set, &entry, &describe(&page), &truth);
            if let Some(dump) = dumps.get(&id).filter(|_| set == "wcxb-dev") {
                lines.write(
                    set,
                    &entry,
                    &describe(&Page::from_text(dump)),
                    &Truth {
                        kinds: None,
                        ..truth
                    },
                );
            }
        }
    }
    pages.finish();
    lines.finish();
}

struct Truth<'a> {
    published: String,
    corrected: Option<&'a str>,
    kinds: Option<&'a Vec<(String, String)>>,
}

impl<'a> Truth<'a> {
    fn of(
        set: &str,
        entry: &Value,
        corrected: Option<&'a String>,
        kinds: Option<&'a Vec<(String, String)>>,
    ) -> Self {
        let wcxb = set == "wcxb-dev";
        Self {
            published: entry["text"].as_str().unwrap_or_default().to_owned(),
            corrected: corrected.filter(|_| wcxb).map(String::as_str),
            kinds: kinds.filter(|_| wcxb),
        }
    }

    fn best(&self) -> &str {
        self.corrected.unwrap_or(&self.published)
    }
}

fn read(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let file = File::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    match path.extension().is_some_and(|e| e == "gz") {
        true => MultiGzDecoder::new(file).read_to_end(&mut bytes).unwrap(),
        false => std::io::BufReader::new(file)
            .read_to_end(&mut bytes)
            .unwrap(),
    };
    bytes
}

fn read_lines(path: &Path) -> Vec<String> {
    let text = String::from_utf8(read(path)).unwrap();
    text.lines().map(str::to_owned).collect()
}

fn texts(path: &Path) -> HashMap<String, String> {
    let parse = |line: String| {
        let value: Value = serde_json::from_str(&line).unwrap();
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        (text("id"), text("text"))
    };
    read_lines(path).into_iter().map(parse).collect()
}

/// Text and label of the blocks of each page.
fn regions(path: &Path) -> HashMap<String, Vec<(String, String)>> {
    let parse = |line: String| {
        let page: Value = serde_json::from_str(&line).unwrap();
        let text = |block: &Value, key: &str| block[key].as_str().unwrap_or_default().to_owned();
        let blocks = page["blocks"].as_array().unwrap().iter();
        let blocks = blocks
            .map(|b| (squeezed(&text(b, "text")), text(b, "label")))
            .collect();
        (text(&page, "id"), blocks)
    };
    read_lines(path).into_iter().map(parse).collect()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let split = lower.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    split.filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Arrays in files of little-endian numbers, and a line of JSON for each page.
struct Output {
    rows: BufWriter<File>,
    tokens: BufWriter<File>,
    offsets: BufWriter<File>,
    shares: BufWriter<File>,
    words: BufWriter<File>,
    structure: BufWriter<File>,
    pages: BufWriter<File>,
    names: Vec<String>,
    folder: PathBuf,
    next_token: u64,
}

impl Output {
    fn create(folder: &Path) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        let file = |name: &str| BufWriter::new(File::create(folder.join(name)).unwrap());
        Self {
            rows: file("rows.f32"),
            tokens: file("tokens.u64"),
            offsets: file("offsets.u64"),
            shares: file("shares.f32"),
            words: file("words.u32"),
            structure: file("structure.i32"),
            pages: file("pages.jsonl"),
            names: Vec::new(),
            folder: folder.to_owned(),
            next_token: 0,
        }
    }

    fn write(&mut self, set: &str, entry: &Value, sample: &Sample, truth: &Truth<'_>) {
        self.names.clone_from(&sample.names);
        let mut vocabulary: HashMap<String, u32> = HashMap::new();
        let mut number = |words: Vec<String>| -> Vec<u32> {
            let mut id = |word: String| {
                let next = vocabulary.len() as u32;
                *vocabulary.entry(word).or_insert(next)
            };
            words.into_iter().map(&mut id).collect()
        };
        let blocks: Vec<Vec<u32>> = sample.texts.iter().map(|t| number(words(t))).collect();
        let v1 = number(words(&truth.published));
        let v2 = number(words(truth.best()));
        let shares = align(&blocks, &v2);
        for (row, (tokens, share)) in sample.rows.iter().zip(sample.tokens.iter().zip(&shares)) {
            row.iter()
                .for_each(|v| self.rows.write_all(&v.to_le_bytes()).unwrap());
            tokens
                .iter()
                .for_each(|v| self.tokens.write_all(&v.to_le_bytes()).unwrap());
            self.next_token += tokens.len() as u64;
            self.offsets
                .write_all(&self.next_token.to_le_bytes())
                .unwrap();
            self.shares.write_all(&share.to_le_bytes()).unwrap();
        }
        for value in sample.structure.iter().flatten() {
            self.structure.write_all(&value.to_le_bytes()).unwrap();
        }
        let lengths: Vec<usize> = blocks.iter().map(Vec::len).collect();
        for id in blocks.iter().chain([&v1, &v2]).flatten() {
            self.words.write_all(&id.to_le_bytes()).unwrap();
        }
        let line = json!({
            "set": set, "id": entry["id"], "url": entry["url"], "type": entry["type"],
            "lengths": lengths, "v1": v1.len(), "v2": v2.len(),
            "repeats": repeats(&sample.texts), "kinds": truth.kinds.map(|k| kinds(&sample.texts, k)),
        });
        writeln!(self.pages, "{line}").unwrap();
    }

    fn finish(mut self) {
        std::fs::write(
            self.folder.join("names.json"),
            json!(self.names).to_string(),
        )
        .unwrap();
        for file in [
            &mut self.rows,
            &mut self.tokens,
            &mut self.offsets,
            &mut self.shares,
            &mut self.words,
            &mut self.structure,
            &mut self.pages,
        ] {
            file.flush().unwrap();
        }
        println!("{}: {} features", self.folder.display(), self.names.len());
    }
}

/// For each block the earlier one of at least six words with the same text.
fn repeats(texts: &[String]) -> Vec<i64> {
    let mut seen: HashMap<&str, i64> = HashMap::new();
    let mut found = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let long = text.split_whitespace().count() >= 6;
        found.push(if long {
            seen.get(text.as_str()).copied().unwrap_or(-1)
        } else {
            -1
        });
        seen.entry(text).or_insert(index as i64);
    }
    found
}

/// The label of each block, matched by text in order; `null` where none fits.
fn kinds(texts: &[String], truth: &[(String, String)]) -> Vec<Option<String>> {
    const WINDOW: usize = 60;
    let mut next = 0;
    let mut find = |text: &String| {
        let text = squeezed(text);
        let window = truth.get(next..(next + WINDOW).min(truth.len()))?;
        let at = window.iter().position(|(known, _)| *known == text)?;
        next += at + 1;
        Some(window[at].1.clone())
    };
    texts.iter().map(&mut find).collect()
}

/// The share of each block's words that the truth contains, by an alignment that prefers long
/// runs, so that a title in a menu does not steal the match of the title at the text.
fn align(blocks: &[Vec<u32>], truth: &[u32]) -> Vec<f32> {
    let mut page: Vec<i64> = blocks.iter().flatten().map(|&w| i64::from(w)).collect();
    let owner: Vec<usize> = blocks
        .iter()
        .enumerate()
        .flat_map(|(i, b)| b.iter().map(move |_| i))
        .collect();
    let mut left: Vec<i64> = truth.iter().map(|&w| i64::from(w)).collect();
    let mut matched = vec![0_u32; blocks.len()];
    if page.len() * left.len() <= 400_000_000 {
        for round in 0..4 {
            let runs = runs(&page, &left);
            let mut got = 0;
            for (at, to, length) in runs {
                let starts = at == 0 || owner[at - 1] != owner[at];
                let ends =
                    at + length == page.len() || owner[at + length] != owner[at + length - 1];
                let whole = starts && ends;
                let accepted = match round {
                    0 => length >= 3 || whole,
                    _ => length >= 5 || (length >= 2 && whole),
                };
                if accepted {
                    got += length;
                    for i in 0..length {
                        matched[owner[at + i]] += 1;
                        page[at + i] = -1 - (at + i) as i64;
                        left[to + i] = -1_000_000_000 - (to + i) as i64;
                    }
                }
            }
            if got == 0 {
                break;
            }
        }
    }
    blocks
        .iter()
        .zip(matched)
        .map(|(b, m)| m as f32 / b.len().max(1) as f32)
        .collect()
}

/// Runs of the best alignment: position in the page, in the truth, length.
fn runs(page: &[i64], truth: &[i64]) -> Vec<(usize, usize, usize)> {
    const START: f32 = 0.4;
    let (n, m) = (page.len(), truth.len());
    let mut moves = vec![0_u8; (n + 1) * (m + 1)];
    let mut score = vec![0.0_f32; m + 1];
    let mut run = vec![f32::MIN; m + 1];
    for i in 1..=n {
        let (mut diagonal_score, mut diagonal_run) = (score[0], run[0]);
        run[0] = f32::MIN;
        for j in 1..=m {
            let (up_score, up_run) = (score[j], run[j]);
            let (mut best, mut how) = (up_score, 0);
            if score[j - 1] > best {
                (best, how) = (score[j - 1], 1);
            }
            run[j] = f32::MIN;
            let mut goes_on = 0;
            if page[i - 1] == truth[j - 1] {
                let (start, on) = (diagonal_score + START, diagonal_run + 1.0);
                goes_on = u8::from(on >= start) * 4;
                run[j] = start.max(on);
                if run[j] >= best {
                    (best, how) = (run[j], 2);
                }
            }
            score[j] = best;
            moves[i * (m + 1) + j] = how | goes_on;
            (diagonal_score, diagonal_run) = (up_score, up_run);
        }
    }
    trace(&moves, n, m)
}

fn trace(moves: &[u8], n: usize, m: usize) -> Vec<(usize, usize, usize)> {
    let (mut i, mut j, mut inside) = (n, m, false);
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    while i > 0 && j > 0 {
        let how = moves[i * (m + 1) + j];
        if inside || how & 3 == 2 {
            match found
                .last_mut()
                .filter(|last| inside && last.0 == i && last.1 == j)
            {
                Some(last) => *last = (i - 1, j - 1, last.2 + 1),
                None => found.push((i - 1, j - 1, 1)),
            }
            inside = how & 4 != 0;
            (i, j) = (i - 1, j - 1);
        } else if how & 3 == 0 {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    found
}
