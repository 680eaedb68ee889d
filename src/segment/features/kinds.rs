//! Features made of what the token table says of the kinds: of the block, its neighbours and the
//! elements around it.

use super::Around;
use crate::segment::RegionKind;

pub(crate) const KINDS: usize = RegionKind::ALL.len();
/// Blocks taken on either side.
const REACH: usize = 5;
/// Elements around the block.
const LEVELS: usize = 2;
/// Makes rows of numbers: a block's own sums, means over the blocks around and
/// over the elements around it, sums of the block before and of the one after.
#[derive(Debug)]
pub(crate) struct KindContext<'a> {
    around: &'a Around,
    totals: &'a [[f32; KINDS]],
    prefix: Vec<[f64; KINDS]>,
}

impl<'a> KindContext<'a> {
    pub(crate) fn new(around: &'a Around, totals: &'a [[f32; KINDS]]) -> Self {
        Self {
            around,
            totals,
            prefix: prefix(totals),
        }
    }

    /// Appends the row of a block.
    pub(crate) fn push(&self, index: usize, row: &mut Vec<f32>) {
        const NOTHING: &[f32; KINDS] = &[0.0; KINDS];
        row.extend(&self.totals[index]);
        row.extend(self.mean(index.saturating_sub(REACH), index + REACH + 1));
        for level in &self.around.levels[index][..LEVELS] {
            row.extend(self.mean(level.start as usize, level.end as usize));
        }
        let before = index.checked_sub(1).and_then(|at| self.totals.get(at));
        row.extend(before.unwrap_or(NOTHING));
        row.extend(self.totals.get(index + 1).unwrap_or(NOTHING));
    }

    fn mean(&self, start: usize, end: usize) -> [f32; KINDS] {
        let end = end.min(self.totals.len());
        let count = end.saturating_sub(start).max(1) as f64;
        let (before, all) = (&self.prefix[start.min(end)], &self.prefix[end]);
        std::array::from_fn(|kind| ((all[kind] - before[kind]) / count) as f32)
    }
}

/// Sums over all blocks before each, and over all.
fn prefix(totals: &[[f32; KINDS]]) -> Vec<[f64; KINDS]> {
    let mut sum = [0.0; KINDS];
    let mut prefix = vec![sum];
    for total in totals {
        for (sum, value) in sum.iter_mut().zip(total) {
            *sum += f64::from(*value);
        }
        prefix.push(sum);
    }
    prefix
}
