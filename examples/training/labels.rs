//! Region kinds of more pages, our own: given by reading them, and kept beside the training scripts.

use std::collections::HashMap;

use serde_json::Value;
use unhusk::training::texts;

use crate::data::Source;

/// One page a line: its id, a hash of the texts of its blocks, and runs of kinds.
const LABELS: &str = include_str!("../../training/labels.jsonl");

/// Labels the pages that have no labels yet; `html` has all of them as HTML, which was read.
pub(crate) fn add(sources: &mut [Source], html: &[Source]) {
    let labels: HashMap<String, Value> = LABELS.lines().filter_map(by_id).collect();
    let pages = html.iter().filter(|source| source.set == "wcxb");
    let regions: HashMap<&str, Vec<(String, String)>> = pages
        .filter_map(|page| Some((&*page.id, regions(page, labels.get(&page.id)?)?)))
        .collect();
    println!("{} of {} pages labelled here", regions.len(), labels.len());
    let unlabelled = sources
        .iter_mut()
        .filter(|source| source.regions.is_empty());
    for source in unlabelled.filter(|source| source.set == "wcxb") {
        if let Some(regions) = regions.get(&*source.id) {
            source.regions.clone_from(regions);
        }
    }
}

fn by_id(line: &str) -> Option<(String, Value)> {
    let page: Value = serde_json::from_str(line).ok()?;
    Some((page.get("id")?.as_str()?.to_owned(), page))
}

/// Text and kind of each block; nothing where the page is no longer cut as it was read.
fn regions(page: &Source, labels: &Value) -> Option<Vec<(String, String)>> {
    let texts = texts(&page.page());
    let kinds = labels.get("kinds")?.as_str()?;
    let kinds: Vec<&str> = kinds.split(' ').flat_map(run).collect();
    if labels.get("texts")?.as_str()? != hash(&texts) || kinds.len() != texts.len() {
        println!("{}: other blocks than those that were labelled", page.id);
        return None;
    }
    let kinds = kinds.into_iter().map(str::to_owned);
    Some(texts.into_iter().zip(kinds).collect())
}

/// `nav*3` stands for three blocks, `nav` for one.
fn run(run: &str) -> impl Iterator<Item = &str> {
    let (kind, count) = run.split_once('*').unwrap_or((run, "1"));
    std::iter::repeat_n(kind, count.parse().unwrap_or(0))
}

/// FNV-1a of all words.
fn hash(texts: &[String]) -> String {
    let words = texts.iter().flat_map(|text| text.split_whitespace());
    let hash = words
        .flat_map(str::bytes)
        .fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
    format!("{hash:08x}")
}
