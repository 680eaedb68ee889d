//! Reads the data folders.
#![allow(dead_code, reason = "shared by tools that each need a part")]

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use serde_json::Value;
use unhusk::Page;

/// One page of a data folder.
#[derive(Clone)]
pub(crate) struct Source {
    pub(crate) id: String,
    pub(crate) set: &'static str,
    pub(crate) url: String,
    pub(crate) kind: String,
    pub(crate) content: String,
    pub(crate) truth: String,
    pub(crate) truth_v1: String,
    pub(crate) part: String,
    pub(crate) is_text: bool,
    /// How the dump is written; empty for HTML.
    pub(crate) style: &'static str,
    /// Snippets that must and must not be in the body.
    pub(crate) snippets: [Vec<String>; 2],
    /// Text and label of each block, where readers labelled them.
    pub(crate) regions: Vec<(String, String)>,
}

impl Source {
    pub(crate) fn page(&self) -> Page {
        if self.is_text {
            return Page::from_text(&self.content);
        }
        match Page::from_html(&self.content).with_url(&self.url) {
            Ok(page) => page,
            Err(_) => Page::from_html(&self.content),
        }
    }

    /// The registrable domain, near enough to keep pages of one site in one fold.
    pub(crate) fn domain(&self) -> String {
        let host = self
            .url
            .split('/')
            .nth(2)
            .unwrap_or_default()
            .to_lowercase();
        let host = host.split(':').next().unwrap_or_default();
        let labels: Vec<_> = host.split('.').collect();
        let second = [
            "co", "com", "org", "net", "gov", "ac", "edu", "or", "ne", "go",
        ];
        let keep = match labels.len() {
            n if n > 2 && labels[n - 1].len() == 2 && second.contains(&labels[n - 2]) => 3,
            _ => 2,
        };
        labels[labels.len().saturating_sub(keep)..].join(".")
    }
}

/// All pages of `wcxb-dev` (HTML or dumps) and `fundus-dev` under `root`.
pub(crate) fn load(root: &Path, dumps: bool) -> Vec<Source> {
    load_some(root, dumps, 1)
}

/// As [`load`], every `step`-th page only.
pub(crate) fn load_some(root: &Path, dumps: bool, step: usize) -> Vec<Source> {
    let wcxb = root.join("wcxb-dev");
    let corrected = by_id(lines(&wcxb.join("truth-v2.jsonl")));
    let mut regions = by_id(lines(&root.join("regions-dev/pages.jsonl.gz")));
    let texts = dumps.then(|| by_id(lines(&wcxb.join("dumps.jsonl.gz"))));
    let mut sources = Vec::new();
    for line in lines(&wcxb.join("manifest.jsonl")).step_by(step) {
        let mut source = source(&line, "wcxb", &wcxb, texts.as_ref());
        if let Some(better) = corrected.get(&source.id) {
            source.truth = text(better, "text");
            source.part = text(better, "part");
        }
        if let Some(page) = regions.remove(&source.id) {
            source.regions = labelled(&page);
        }
        sources.push(source);
    }
    if !dumps {
        sources.extend(load_newsrooms(root).into_iter().step_by(step));
    }
    sources
}

/// All pages of `fundus-dev` under `root`.
pub(crate) fn load_newsrooms(root: &Path) -> Vec<Source> {
    let fundus = root.join("fundus-dev");
    let pages = lines(&fundus.join("manifest.jsonl"));
    pages
        .map(|line| source(&line, "fundus", &fundus, None))
        .collect()
}

fn source(
    line: &Value,
    set: &'static str,
    folder: &Path,
    dumps: Option<&HashMap<String, Value>>,
) -> Source {
    let id = text(line, "id");
    let content = match dumps {
        Some(dumps) => dumps.get(&id).map(|d| text(d, "text")).unwrap_or_default(),
        None => html(&folder.join(text(line, "html"))),
    };
    Source {
        set,
        url: text(line, "url"),
        kind: line
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or("article")
            .to_owned(),
        content,
        truth: text(line, "text"),
        truth_v1: text(line, "text"),
        part: String::new(),
        is_text: dumps.is_some(),
        style: if dumps.is_some() { "crawled" } else { "" },
        snippets: ["with", "without"].map(|key| strings(line, key)),
        regions: Vec::new(),
        id,
    }
}

fn labelled(page: &Value) -> Vec<(String, String)> {
    let blocks = page.get("blocks").and_then(Value::as_array);
    let blocks = blocks.into_iter().flatten();
    blocks
        .map(|b| (text(b, "text"), text(b, "label")))
        .collect()
}

fn strings(value: &Value, key: &str) -> Vec<String> {
    let list = value.get(key).and_then(Value::as_array);
    let strings = list.into_iter().flatten().filter_map(Value::as_str);
    strings.map(str::to_owned).collect()
}

fn text(value: &Value, key: &str) -> String {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn by_id(values: impl Iterator<Item = Value>) -> HashMap<String, Value> {
    values.map(|v| (text(&v, "id"), v)).collect()
}

fn open(path: &Path) -> Box<dyn Read> {
    let file = File::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    match path.extension() {
        Some(gz) if gz == "gz" => Box::new(flate2::read::GzDecoder::new(file)),
        _ => Box::new(file),
    }
}

fn lines(path: &Path) -> impl Iterator<Item = Value> + use<> {
    let lines = BufReader::new(open(path)).lines();
    lines
        .map_while(Result::ok)
        .filter_map(|line| serde_json::from_str(&line).ok())
}

fn html(path: &Path) -> String {
    let mut bytes = Vec::new();
    if open(path).read_to_end(&mut bytes).is_err() {
        return String::new();
    }
    match String::from_utf8(bytes) {
        Ok(html) => html,
        Err(e) => e.into_bytes().iter().map(|&b| char::from(b)).collect(),
    }
}
