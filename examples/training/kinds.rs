//! The token table of the region kinds: softmax regression over hashed tokens by AdaGrad, and the
//! features made of it.

use std::path::Path;

use unhusk::RegionKind;
use unhusk::training::PageFeatures;

use crate::table::{Tokens, prune};
use crate::{FOLDS, NO_KIND, save, shuffled};

const KINDS: usize = RegionKind::ALL.len();
/// Passes with all weights, and then with those that are kept.
const PASSES: [usize; 2] = [3, 2];
const RATE: f32 = 0.03;
const DECAY: f32 = 1e-6;
/// Weights kept of all kinds together.
const WEIGHTS: usize = 27_000;

type Weights = [f32; KINDS];

/// What the tables are learned from.
pub(crate) struct Labelled<'a> {
    pub(crate) tokens: &'a Tokens,
    pub(crate) kinds: &'a [u8],
    pub(crate) fold_of: &'a [u8],
    /// The first block and the features of each labelled page.
    pub(crate) pages: Vec<(usize, &'a PageFeatures)>,
    /// The same of pages of sites that no labelled page is of.
    pub(crate) unseen: Vec<(usize, &'a PageFeatures)>,
}

impl Labelled<'_> {
    fn blocks(&self) -> impl Iterator<Item = usize> + '_ {
        let pages = self.pages.iter();
        pages.flat_map(|(start, features)| *start..start + features.texts.len())
    }
}

/// Writes `kinds-K` for testing fold `K`, `kinds-5` for the shipped model, for the blocks of the
/// labelled pages in order; `kinds-unseen`, of the shipped table too, for pages of other sites;
/// and the shipped table.
pub(crate) fn write(out: &Path, data: &Labelled<'_>) {
    let order = shuffled(data.kinds.len());
    let mut sums = vec![vec![[0.0; KINDS]; data.kinds.len()]; FOLDS + 1];
    for a in 0..FOLDS {
        for b in a..FOLDS {
            let table = fit(data, &order, (a, b));
            for block in data.blocks() {
                let fold = usize::from(data.fold_of[block]);
                if fold != a && fold != b {
                    continue;
                }
                let sum = score(&table, data.tokens.block(block));
                sums[a + b - fold][block] = sum;
                if a == b {
                    sums[FOLDS][block] = sum;
                }
            }
        }
    }
    for (fold, sums) in sums.iter().enumerate() {
        write_rows(out, &fold.to_string(), &data.pages, |block| sums[block]);
    }
    let table = fit(data, &order, (FOLDS, FOLDS));
    write_rows(out, "unseen", &data.unseen, |block| {
        score(&table, data.tokens.block(block))
    });
    write_table(out, data, &table);
}

fn write_rows(
    out: &Path,
    name: &str,
    pages: &[(usize, &PageFeatures)],
    sum: impl Fn(usize) -> Weights,
) {
    let rows = pages.iter().flat_map(|(start, features)| {
        let sums: Vec<_> = (*start..start + features.texts.len()).map(&sum).collect();
        features.kind_context(&sums)
    });
    save(
        out,
        &format!("kinds-{name}.f32"),
        rows.map(|v| v.to_le_bytes()),
    );
}

fn write_table(out: &Path, data: &Labelled<'_>, table: &[Weights]) {
    let entries = table
        .iter()
        .zip(&data.tokens.names)
        .flat_map(|(weights, key)| {
            let known = weights.iter().enumerate().filter(|(_, w)| **w != 0.0);
            known.map(move |(kind, &weight)| {
                let mut bytes = [0; 12];
                bytes[..4].copy_from_slice(&key.to_le_bytes());
                bytes[4..8].copy_from_slice(&(kind as u32).to_le_bytes());
                bytes[8..].copy_from_slice(&weight.to_le_bytes());
                bytes
            })
        });
    save(out, "kind-table.bin", entries);
}

/// The table learned from all labelled blocks but those of two folds.
fn fit(data: &Labelled<'_>, order: &[u32], (a, b): (usize, usize)) -> Vec<Weights> {
    let usable = |block: &&u32| {
        let at = **block as usize;
        let fold = usize::from(data.fold_of[at]);
        data.kinds[at] != NO_KIND && fold != a && fold != b
    };
    let blocks: Vec<_> = order.iter().filter(usable).collect();
    let mut table = Table::new(data.tokens.names.len());
    for (stage, passes) in PASSES.into_iter().enumerate() {
        for &&block in std::iter::repeat_n(&blocks, passes).flatten() {
            let kind = data.kinds[block as usize];
            table.learn(data.tokens.block(block as usize), usize::from(kind));
        }
        if stage == 0 {
            prune(table.weights.as_flattened_mut(), WEIGHTS);
            table.kept = table.weights.iter().map(|w| w.map(|w| w != 0.0)).collect();
        }
    }
    table.weights
}

struct Table {
    weights: Vec<Weights>,
    squares: Vec<Weights>,
    kept: Vec<[bool; KINDS]>,
}

impl Table {
    fn new(size: usize) -> Self {
        Self {
            weights: vec![[0.0; KINDS]; size],
            squares: vec![[1e-2; KINDS]; size],
            kept: vec![[true; KINDS]; size],
        }
    }

    fn learn(&mut self, keys: &[u32], kind: usize) {
        let mut errors = softmax(score(&self.weights, keys));
        errors[kind] -= 1.0;
        for key in keys.iter().map(|&key| key as usize) {
            let (weights, squares) = (&mut self.weights[key], &mut self.squares[key]);
            for (at, error) in errors.iter().enumerate() {
                let step = (error + DECAY * weights[at]) * f32::from(u8::from(self.kept[key][at]));
                squares[at] += step * step;
                weights[at] -= RATE * step / squares[at].sqrt();
            }
        }
    }
}

fn score(table: &[Weights], keys: &[u32]) -> Weights {
    let mut sum = [0.0; KINDS];
    for &key in keys {
        for (sum, weight) in sum.iter_mut().zip(&table[key as usize]) {
            *sum += weight;
        }
    }
    sum
}

fn softmax(scores: Weights) -> Weights {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers = scores.map(|s| (s - most).exp());
    let sum: f32 = powers.iter().sum();
    powers.map(|p| p / sum)
}
