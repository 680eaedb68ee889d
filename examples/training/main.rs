//! The half of the training that must agree with the engine: features, truth, token tables.
//!
//! `training DATA OUT [--dumps]` writes flat arrays that `training/train.py` reads.
#![allow(clippy::print_stdout, reason = "a command-line tool")]

mod align;
#[path = "../evaluate/data.rs"]
mod data;
mod kinds;
mod labels;
mod sample;
mod styles;
mod table;

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use data::Source;
use sample::{Sample, compute, row_weights};
use serde_json::json;
use table::Tokens;
use unhusk::training::{PageFeatures, TOKEN_GROUPS};

const FOLDS: usize = 5;
const NO_KIND: u8 = 255;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let dumps = arguments.iter().any(|a| a == "--dumps");
    let paths: Vec<_> = arguments
        .iter()
        .filter(|a| !a.starts_with("--"))
        .map(PathBuf::from)
        .collect();
    let [root, out] = paths.as_slice() else {
        println!("usage: training DATA OUT [--dumps]");
        return;
    };
    fs::create_dir_all(out).expect("the output folder");
    let mut sources = data::load(root, dumps);
    let html = data::load(root, false);
    labels::add(&mut sources, &html);
    if dumps {
        styles::add(&mut sources, &html);
    }
    println!("{} pages", sources.len());
    let samples = compute(&sources);
    println!("features and truth done");
    write(out, &sources, samples);
}

fn write(out: &Path, sources: &[Source], mut samples: Vec<Sample>) {
    let folds = folds(sources);
    let mut tokens = Tokens::default();
    let (mut labels, mut weights): (Vec<f32>, Vec<f32>) = (vec![], vec![]);
    let (mut page_of, mut kinds) = (vec![], vec![]);
    for (page, sample) in samples.iter_mut().enumerate() {
        for groups in std::mem::take(&mut sample.features.tokens) {
            tokens.push(&groups);
        }
        labels.extend(&sample.labels);
        weights.extend(row_weights(sample));
        page_of.resize(labels.len(), page as u32);
        kinds.extend(&sample.kinds);
    }
    let sites = sites(sources);
    tokens.prune(
        &page_of
            .iter()
            .map(|&p| sites[p as usize])
            .collect::<Vec<_>>(),
    );
    println!("{} blocks, {} tokens", labels.len(), tokens.len());
    scale(&mut weights);
    save(out, "labels.f32", labels.iter().map(|v| v.to_le_bytes()));
    save(out, "weights.f32", weights.iter().map(|v| v.to_le_bytes()));
    save(out, "kinds.u8", kinds.iter().map(|v| [*v]));
    save(
        out,
        "rows.f32",
        samples
            .iter()
            .flat_map(|s| &s.features.rows)
            .map(|v| v.to_le_bytes()),
    );
    write_words(out, &samples);
    write_pages(out, sources, &samples, &folds);
    let roots: Vec<f32> = weights.iter().map(|w| w.sqrt()).collect();
    let fold_of: Vec<u8> = page_of.iter().map(|&p| folds[p as usize]).collect();
    let is_text = sources.iter().all(|s| s.is_text);
    write_tables(out, &samples, &tokens, &labels, &roots, &fold_of, is_text);
    // In dumps as many rows would take more room than they are worth.
    let labelled = sources.iter().filter(|source| !source.regions.is_empty());
    let sites: HashSet<_> = labelled.map(Source::domain).collect();
    let labelled = kinds::Labelled {
        tokens: &tokens,
        kinds: &kinds,
        fold_of: &fold_of,
        pages: pages_where(sources, &samples, |source| !source.regions.is_empty()),
        unseen: pages_where(sources, &samples, |source| {
            !is_text && !sites.contains(&source.domain())
        }),
    };
    kinds::write(out, &labelled);
}

fn pages_where<'a>(
    sources: &[Source],
    samples: &'a [Sample],
    wanted: impl Fn(&Source) -> bool,
) -> Vec<(usize, &'a PageFeatures)> {
    let mut start = 0;
    let mut pages = Vec::new();
    for (source, sample) in sources.iter().zip(samples) {
        if wanted(source) {
            pages.push((start, &sample.features));
        }
        start += sample.features.texts.len();
    }
    pages
}

/// Context features from tables that never saw the page: `context-K` for testing fold `K`
/// (training rows come from tables that saw neither their own fold nor `K`), `context-all`
/// for the model that is shipped.
fn write_tables(
    out: &Path,
    samples: &[Sample],
    tokens: &Tokens,
    labels: &[f32],
    weights: &[f32],
    fold_of: &[u8],
    is_text: bool,
) {
    let order = shuffled(labels.len());
    let limit = if is_text { 13_000 } else { 22_000 };
    let fit = |a: usize, b: usize| {
        let usable = |block: &&u32| {
            let at = **block as usize;
            weights[at] > 0.0 && fold_of[at] as usize != a && fold_of[at] as usize != b
        };
        let blocks: Vec<_> = order.iter().filter(usable).copied().collect();
        tokens.fit(&blocks, labels, weights, limit)
    };
    let mut sums = vec![vec![[0.0; TOKEN_GROUPS]; labels.len()]; FOLDS + 1];
    for a in 0..FOLDS {
        for b in a..FOLDS {
            let table = fit(a, b);
            for block in 0..labels.len() {
                let fold = fold_of[block] as usize;
                if fold == a || fold == b {
                    sums[a + b - fold][block] = tokens.sums(block, &table);
                }
                if a == b && fold == a {
                    sums[FOLDS][block] = sums[a][block];
                }
            }
        }
    }
    for (fold, sums) in sums.iter().enumerate() {
        let mut rest = sums.as_slice();
        let rows = samples.iter().flat_map(|sample| {
            let (own, after) = rest.split_at(sample.features.texts.len());
            rest = after;
            sample.features.context(own)
        });
        save(
            out,
            &format!("context-{fold}.f32"),
            rows.map(|v| v.to_le_bytes()),
        );
    }
    let table = fit(FOLDS, FOLDS);
    let known = table.iter().enumerate().filter(|(_, w)| **w != 0.0);
    save(
        out,
        "table.bin",
        known.map(|(number, weight)| {
            let mut bytes = [0; 8];
            bytes[..4].copy_from_slice(&tokens.names[number].to_le_bytes());
            bytes[4..].copy_from_slice(&weight.to_le_bytes());
            bytes
        }),
    );
}

fn scale(weights: &mut [f32]) {
    let count = weights.iter().filter(|w| **w > 0.0).count().max(1) as f32;
    let mean = weights.iter().map(|w| f64::from(*w)).sum::<f64>() as f32 / count;
    for weight in weights {
        *weight /= mean;
    }
}

fn shuffled(count: usize) -> Vec<u32> {
    let mut order: Vec<u32> = (0..count as u32).collect();
    order.sort_by_key(|&i| {
        (u64::from(i) + 1)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(31)
            .wrapping_mul(0xbf58_476d_1ce4_e5b9)
    });
    order
}

fn sites(sources: &[Source]) -> Vec<u32> {
    let mut known: HashMap<String, u32> = HashMap::new();
    sources
        .iter()
        .map(|s| {
            let next = known.len() as u32;
            *known.entry(s.domain()).or_insert(next)
        })
        .collect()
}

/// All pages of a site in one fold, the folds of equal size.
fn folds(sources: &[Source]) -> Vec<u8> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for source in sources {
        *counts.entry(source.domain()).or_default() += 1;
    }
    let hash = |name: &str| {
        name.bytes().fold(7u64, |h, b| {
            (h ^ u64::from(b))
                .wrapping_mul(0x0100_0000_01b3)
                .rotate_left(5)
        })
    };
    let mut order: Vec<_> = counts.into_iter().collect();
    order.sort_by_key(|(name, count)| (usize::MAX - count, hash(name), name.clone()));
    let mut sizes = [0; FOLDS];
    let mut chosen: HashMap<String, u8> = HashMap::new();
    for (name, count) in order {
        let fold = (0..FOLDS).min_by_key(|&f| sizes[f]).unwrap_or(0);
        sizes[fold] += count;
        chosen.insert(name, fold as u8);
    }
    sources.iter().map(|s| chosen[&s.domain()]).collect()
}

fn write_words(out: &Path, samples: &[Sample]) {
    save(
        out,
        "words.u32",
        samples
            .iter()
            .flat_map(|s| &s.words)
            .map(|v| v.to_le_bytes()),
    );
    save(
        out,
        "block_of.u32",
        samples
            .iter()
            .flat_map(|s| &s.block_of)
            .map(|v| v.to_le_bytes()),
    );
    save(
        out,
        "truth.u32",
        samples
            .iter()
            .flat_map(|s| &s.truth[0])
            .map(|v| v.to_le_bytes()),
    );
    save(
        out,
        "truth-v1.u32",
        samples
            .iter()
            .flat_map(|s| &s.truth[1])
            .map(|v| v.to_le_bytes()),
    );
}

fn write_pages(out: &Path, sources: &[Source], samples: &[Sample], folds: &[u8]) {
    let mut file = BufWriter::new(File::create(out.join("pages.jsonl")).expect("pages.jsonl"));
    let width = samples.iter().map(|s| s.features.width).max().unwrap_or(0);
    for ((source, sample), fold) in sources.iter().zip(samples).zip(folds) {
        let line = json!({
            "id": source.id, "style": source.style, "set": source.set, "type": source.kind, "part": source.part,
            "regions": !source.regions.is_empty(), "fold": fold, "domain": source.domain(), "width": width,
            "blocks": sample.features.texts.len(), "words": sample.words.len(),
            "truth": sample.truth[0].len(), "truth_v1": sample.truth[1].len(),
            "hashes": repeats(&sample.features.texts),
        });
        writeln!(file, "{line}").expect("pages.jsonl");
    }
}

/// For each block the first block with the same text.
fn repeats(texts: &[String]) -> Vec<usize> {
    let mut first: HashMap<&str, usize> = HashMap::new();
    texts
        .iter()
        .enumerate()
        .map(|(i, t)| *first.entry(t).or_insert(i))
        .collect()
}

fn save<const N: usize>(out: &Path, name: &str, values: impl Iterator<Item = [u8; N]>) {
    let mut file = BufWriter::new(File::create(out.join(name)).expect("an output file"));
    for value in values {
        file.write_all(&value).expect("room on the disk");
    }
}
