//! Token tables of the region kinds, one against the rest, and the features made of them.

use std::path::Path;

use unhusk::RegionKind;
use unhusk::training::kind_context;

use crate::table::Tokens;
use crate::{FOLDS, NO_KIND, save, shuffled};

const KINDS: usize = RegionKind::ALL.len();
const PASSES: usize = 2;
/// Weights kept of each kind.
const WEIGHTS: usize = 1000;

/// What the tables are learned from.
pub(crate) struct Labelled<'a> {
    pub(crate) tokens: &'a Tokens,
    pub(crate) kinds: &'a [u8],
    pub(crate) fold_of: &'a [u8],
    /// Ranges of blocks of each labelled page.
    pub(crate) pages: Vec<(usize, usize)>,
}

/// Writes `kinds-K` for testing fold `K`, `kinds-5` for the shipped model, for the blocks of the
/// labelled pages in order; and the shipped table.
pub(crate) fn write(out: &Path, data: &Labelled<'_>) {
    let order = shuffled(data.kinds.len());
    let count = data.kinds.len();
    let mut sums = vec![vec![[0.0f32; KINDS]; count]; FOLDS + 1];
    for kind in 0..KINDS {
        let labels: Vec<f32> = data
            .kinds
            .iter()
            .map(|&k| f32::from(usize::from(k) == kind))
            .collect();
        for a in 0..FOLDS {
            for b in a..FOLDS {
                let table = fit(data, &order, &labels, (a, b));
                for &(start, end) in &data.pages {
                    for block in start..end {
                        let fold = usize::from(data.fold_of[block]);
                        if fold != a && fold != b {
                            continue;
                        }
                        let sum = data.tokens.sums(block, &table).iter().sum();
                        sums[a + b - fold][block][kind] = sum;
                        if a == b {
                            sums[FOLDS][block][kind] = sum;
                        }
                    }
                }
            }
        }
    }
    for (fold, sums) in sums.iter().enumerate() {
        let pages = data
            .pages
            .iter()
            .flat_map(|&(start, end)| kind_context(&sums[start..end]));
        save(
            out,
            &format!("kinds-{fold}.f32"),
            pages.map(|v| v.to_le_bytes()),
        );
    }
    write_table(out, data, &order);
}

fn write_table(out: &Path, data: &Labelled<'_>, order: &[u32]) {
    let mut entries = Vec::new();
    for kind in 0..KINDS {
        let labels: Vec<f32> = data
            .kinds
            .iter()
            .map(|&k| f32::from(usize::from(k) == kind))
            .collect();
        let table = fit(data, order, &labels, (FOLDS, FOLDS));
        let known = table.iter().enumerate().filter(|(_, w)| **w != 0.0);
        entries.extend(known.map(|(key, &weight)| (key as u32, kind as u32, weight)));
    }
    entries.sort_by_key(|&(key, kind, _)| (key, kind));
    let bytes = entries.iter().map(|(key, kind, weight)| {
        let mut bytes = [0; 12];
        bytes[..4].copy_from_slice(&key.to_le_bytes());
        bytes[4..8].copy_from_slice(&kind.to_le_bytes());
        bytes[8..].copy_from_slice(&weight.to_le_bytes());
        bytes
    });
    save(out, "kind-table.bin", bytes);
}

fn fit(data: &Labelled<'_>, order: &[u32], labels: &[f32], (a, b): (usize, usize)) -> Vec<f32> {
    let usable = |block: &&u32| {
        let at = **block as usize;
        let fold = usize::from(data.fold_of[at]);
        data.kinds[at] != NO_KIND && fold != a && fold != b
    };
    let blocks: Vec<_> = order.iter().filter(usable).copied().collect();
    data.tokens.fit(
        &blocks.repeat(PASSES),
        labels,
        &vec![1.0; labels.len()],
        WEIGHTS,
    )
}
