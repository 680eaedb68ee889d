//! A page with all that is learned from it.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use unhusk::RegionKind;
use unhusk::training::{PageFeatures, words};

use crate::data::Source;
use crate::{NO_KIND, align};

/// Features and truth of one page.
pub(crate) struct Sample {
    pub(crate) features: PageFeatures,
    pub(crate) labels: Vec<f32>,
    pub(crate) kinds: Vec<u8>,
    pub(crate) words: Vec<u32>,
    pub(crate) block_of: Vec<u32>,
    pub(crate) truth: [Vec<u32>; 2],
}

/// Features and truth of all pages, on two threads.
pub(crate) fn compute(sources: &[Source]) -> Vec<Sample> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Sample)>> = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(source) = sources.get(at) else { break };
                    let sample = sample(source);
                    done.lock().expect("no panics").push((at, sample));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no panics");
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, sample)| sample).collect()
}

fn sample(source: &Source) -> Sample {
    let features = PageFeatures::of(&source.page());
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut number = |word: String| {
        let next = known.len() as u32;
        *known.entry(word).or_insert(next)
    };
    let (mut page, mut block_of) = (Vec::new(), Vec::new());
    for (block, text) in features.texts.iter().enumerate() {
        page.extend(words(text).into_iter().map(&mut number));
        block_of.resize(page.len(), block as u32);
    }
    let truth = [&source.truth, &source.truth_v1];
    let truth = truth.map(|t| words(t).into_iter().map(&mut number).collect::<Vec<_>>());
    let mut kinds = if source.is_text {
        kinds_of_lines(&page, &block_of, &source.regions, number)
    } else {
        kinds(&features.texts, &source.regions)
    };
    kinds.resize(features.texts.len(), NO_KIND);
    Sample {
        labels: align::label(&page, &block_of, features.texts.len(), &truth[0]),
        kinds,
        features,
        words: page,
        block_of,
        truth,
    }
}

/// Kinds by the words of the labelled HTML: a flattener cuts otherwise.
fn kinds_of_lines(
    page: &[u32],
    line_of: &[u32],
    regions: &[(String, String)],
    mut number: impl FnMut(String) -> u32,
) -> Vec<u8> {
    let (mut known, mut kinds) = (Vec::new(), Vec::new());
    for (text, label) in regions {
        known.extend(words(text).into_iter().map(&mut number));
        kinds.resize(known.len(), number_of(label));
    }
    let lines = line_of.last().map_or(0, |&last| last as usize + 1);
    align::majority(page, line_of, lines, (&known, &kinds))
}

/// Kinds by order and text without white space: both cuts have the same text, mostly.
fn kinds(texts: &[String], regions: &[(String, String)]) -> Vec<u8> {
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    let regions: Vec<_> = regions
        .iter()
        .map(|(text, label)| (plain(text), label))
        .collect();
    let mut at = 0;
    let mut used = 0;
    texts
        .iter()
        .map(|text| {
            let text = plain(text);
            let found = (at..regions.len().min(at + 40)).find(|&r| {
                let rest = regions[r]
                    .0
                    .get(if r == at { used } else { 0 }..)
                    .unwrap_or_default();
                rest.starts_with(&text)
                    || (text.len() > 20 && text.starts_with(rest) && rest.len() > 10)
            });
            let Some(found) = found else { return NO_KIND };
            if found != at {
                (at, used) = (found, 0);
            }
            used += text.len();
            if used >= regions[at].0.len() {
                (at, used) = (at + 1, 0);
            }
            number_of(regions[found].1)
        })
        .collect()
}

fn number_of(label: &str) -> u8 {
    let at = RegionKind::ALL.iter().position(|k| k.as_str() == label);
    at.map_or(NO_KIND, |at| at as u8)
}

/// How much each block counts.
pub(crate) fn row_weights(sample: &Sample) -> Vec<f32> {
    let truth = sample.truth[0].len() as f32;
    let total = sample.words.len() as f32;
    let norm = 0.7 * truth + 0.3 * total.min(2.0 * truth + 100.0) + 50.0;
    let mut counts = vec![0.0f32; sample.features.texts.len()];
    for &block in &sample.block_of {
        counts[block as usize] += 1.0;
    }
    let some = f32::from(truth > 0.0);
    counts
        .iter()
        .map(|n| ((n + 0.3) / norm).powf(0.7) * some)
        .collect()
}
