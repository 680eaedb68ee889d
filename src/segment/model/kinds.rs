//! The many-class half: a sparse token table with a few weights per key, and trees.

use super::reader::Reader;
use super::trees::Forest;
use crate::segment::RegionKind;
use crate::segment::features::{Features, GROUPS, Table};

const KINDS: usize = RegionKind::ALL.len();
const EMPTY: u32 = u32::MAX;

#[derive(Debug)]
pub(super) struct KindModel {
    table: Option<(SparseTable, Forest)>,
}

/// The most probable kind of each block, the most probable one but body, and their
/// probabilities; empty if the model knows no kinds.
#[derive(Debug, Default)]
pub(crate) struct KindScores {
    pub(crate) body: Vec<f32>,
    pub(crate) other: Vec<(RegionKind, f32)>,
}

/// Keys with ranges of weights, by hash.
#[derive(Debug)]
struct SparseTable {
    slots: Vec<(u32, u32, u32)>,
    pairs: Vec<(u8, i8)>,
    scale: f32,
}

impl KindModel {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let table = match reader.u8()? {
            0 => None,
            _ => Some((SparseTable::read(reader)?, Forest::read(reader)?)),
        };
        Some(Self { table })
    }

    pub(super) fn scores(&self, features: &Features<'_>, rows: &[f32], width: usize) -> KindScores {
        let Some((table, forest)) = &self.table else {
            return KindScores::default();
        };
        let totals = totals(features, table);
        let around = around(&totals);
        let mut wide = Vec::with_capacity(rows.len() + totals.len() * KINDS * 2);
        for ((row, own), near) in rows.chunks_exact(width).zip(&totals).zip(&around) {
            wide.extend_from_slice(row);
            wide.extend_from_slice(own);
            wide.extend_from_slice(near);
        }
        let mut scores = vec![0.0; totals.len() * KINDS];
        forest.add(&wide, width + 2 * KINDS, &mut scores);
        let mut out = KindScores::default();
        for scores in scores.chunks_exact_mut(KINDS) {
            softmax(scores);
            let body = RegionKind::Body as usize;
            out.body.push(scores[body]);
            scores[body] = 0.0;
            let best = (0..KINDS).max_by(|&a, &b| scores[a].total_cmp(&scores[b]));
            let best = best.unwrap_or(KINDS - 1);
            out.other.push((RegionKind::ALL[best], scores[best]));
        }
        out
    }
}

fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - most).exp();
        sum += *score;
    }
    for score in scores {
        *score /= sum;
    }
}

fn totals(features: &Features<'_>, table: &SparseTable) -> Vec<[f32; KINDS]> {
    let sums: Vec<[[f32; KINDS]; GROUPS]> = features.sums(table);
    let add = |groups: &[[f32; KINDS]; GROUPS]| {
        std::array::from_fn(|kind| groups.iter().map(|group| group[kind]).sum())
    };
    sums.iter().map(add).collect()
}

/// Means over the blocks from five before to five after.
pub(crate) fn around(totals: &[[f32; KINDS]]) -> Vec<[f32; KINDS]> {
    const REACH: usize = 5;
    let mean = |at: usize| {
        let near = &totals[at.saturating_sub(REACH)..(at + REACH + 1).min(totals.len())];
        std::array::from_fn(|kind| near.iter().map(|t| t[kind]).sum::<f32>() / near.len() as f32)
    };
    (0..totals.len()).map(mean).collect()
}

impl SparseTable {
    /// Scale, keys, number of weights per key, then kind and weight of each.
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let scale = reader.f32()?;
        let count = reader.u32()? as usize;
        let keys = reader.bytes(count.checked_mul(3)?)?;
        let sizes = reader.bytes(count)?;
        let total: usize = sizes.iter().map(|&s| usize::from(s)).sum();
        let pairs = reader.bytes(total * 2)?;
        let pair = |pair: &[u8]| (pair[0].min(KINDS as u8 - 1), i8::from_le_bytes([pair[1]]));
        let mut table = Self {
            slots: vec![(EMPTY, 0, 0); (count * 2).next_power_of_two().max(2)],
            pairs: pairs.chunks_exact(2).map(pair).collect(),
            scale,
        };
        let mut start = 0;
        for (key, &size) in keys.chunks_exact(3).zip(sizes) {
            let end = start + u32::from(size);
            table.insert(u32::from_le_bytes([key[0], key[1], key[2], 0]), start, end);
            start = end;
        }
        Some(table)
    }

    fn insert(&mut self, key: u32, start: u32, end: u32) {
        let at = self.find(key);
        self.slots[at] = (key, start, end);
    }

    /// The slot of a key, or the empty one where it would be.
    fn find(&self, key: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (key.wrapping_mul(0x9e37_79b1) >> 8) as usize & mask;
        while self.slots[at].0 != key && self.slots[at].0 != EMPTY {
            at = (at + 1) & mask;
        }
        at
    }
}

impl Table for SparseTable {
    type Sum = [f32; KINDS];

    fn sum(&self, keys: &[u32]) -> Self::Sum {
        let mut sums = [0i32; KINDS];
        for &key in keys {
            let (_, start, end) = self.slots[self.find(key)];
            for &(kind, weight) in &self.pairs[start as usize..end as usize] {
                sums[usize::from(kind)] += i32::from(weight);
            }
        }
        sums.map(|sum| sum as f32 * self.scale)
    }
}
