//! The measures: bag-of-words F1 a page, snippets, time, region kinds.
#![allow(dead_code, reason = "shared with the quality floor test")]

use std::collections::HashMap;
use std::time::{Duration, Instant};

use unhusk::{Extractor, Page, RegionKind, Segmentation};

use super::data::Source;

/// What was measured on one page.
pub(crate) struct Measured {
    /// Against the corrected and the published truth.
    pub(crate) f1: [f64; 2],
    /// Of the body that `extract` returns, against the corrected truth; an error is no text.
    pub(crate) extracted: f64,
    /// The confidence of what was extracted, if it was something.
    pub(crate) confidence: Option<f32>,
    /// Snippets found of those that must be there, and of those that must not.
    pub(crate) snippets: [(usize, usize); 2],
    pub(crate) time: Duration,
    pub(crate) bytes: usize,
    /// True and given kind of each block.
    pub(crate) kinds: Vec<(RegionKind, RegionKind)>,
}

pub(crate) fn measure(extractor: &Extractor, source: &Source) -> Measured {
    let start = Instant::now();
    let page = source.page();
    let segmentation = extractor.segment(&page);
    let time = start.elapsed();
    let article = extractor.extract(&page);
    let confidence = article.as_ref().map(|a| a.confidence).ok();
    let extracted = article.map(|a| a.body.to_text()).unwrap_or_default();
    drop::<Page>(page);
    let body = body(&segmentation);
    Measured {
        extracted: f1(&extracted, &source.truth),
        confidence,
        f1: [&source.truth, &source.truth_v1].map(|truth| f1(&body, truth)),
        snippets: source.snippets.each_ref().map(|list| {
            let body = spaced(&body);
            let found = list.iter().filter(|s| body.contains(&spaced(s))).count();
            (found, list.len())
        }),
        kinds: kinds(&segmentation, source),
        bytes: source.content.len(),
        time,
    }
}

fn body(segmentation: &Segmentation) -> String {
    let texts: Vec<_> = segmentation
        .of_kind(RegionKind::Body)
        .map(|r| r.text())
        .collect();
    texts.join("\n")
}

/// With all white space as single spaces: snippets may go over several blocks.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words counted, lower-case; an empty truth is matched by an empty body only.
pub(crate) fn f1(found: &str, truth: &str) -> f64 {
    let (found, truth) = (bag(found), bag(truth));
    let size = |bag: &HashMap<String, usize>| bag.values().sum::<usize>();
    let (given, expected) = (size(&found), size(&truth));
    if given == 0 || expected == 0 {
        return f64::from(u8::from(given == expected));
    }
    let least =
        |(word, count): (&String, &usize)| truth.get(word).copied().unwrap_or(0).min(*count);
    let shared: usize = found.iter().map(least).sum();
    2.0 * shared as f64 / (given + expected) as f64
}

fn bag(text: &str) -> HashMap<String, usize> {
    let mut bag = HashMap::new();
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    for word in words.filter(|w| !w.is_empty()) {
        *bag.entry(word.to_lowercase()).or_default() += 1;
    }
    bag
}

/// Pairs of true and given kind, blocks matched by text and order.
fn kinds(segmentation: &Segmentation, source: &Source) -> Vec<(RegionKind, RegionKind)> {
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    let truth: Vec<_> = source.regions.iter().map(|(t, l)| (plain(t), l)).collect();
    let mut at = 0;
    let mut pairs = Vec::new();
    for region in segmentation.iter() {
        let text = plain(region.text());
        let near = at..truth.len().min(at + 40);
        let Some(found) = near.clone().find(|&i| truth[i].0 == text) else {
            continue;
        };
        at = found + 1;
        if let Ok(kind) = truth[found].1.parse() {
            pairs.push((kind, region.kind()));
        }
    }
    pairs
}
