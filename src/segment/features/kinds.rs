//! Features made of what the token table says of the kinds: of the block, its neighbours and the
//! elements around it.

use super::Around;
use crate::segment::RegionKind;

pub(crate) const KINDS: usize = RegionKind::ALL.len();
/// Blocks taken on either side.
const REACH: usize = 5;
/// Elements around the block.
const LEVELS: usize = 2;
/// Numbers a row.
pub(crate) const KIND_CONTEXT: usize = KINDS * (2 + LEVELS + 2);

/// One row of [`KIND_CONTEXT`] numbers for each block: its own sums, means over the blocks around
/// and over the elements around it, sums of the block before and of the one after.
pub(crate) fn kind_context(around: &Around, totals: &[[f32; KINDS]]) -> Vec<f32> {
    let prefix = prefix(totals);
    let mean = |start: usize, end: usize| {
        let end = end.min(totals.len());
        let count = end.saturating_sub(start).max(1) as f64;
        let (before, all) = (&prefix[start.min(end)], &prefix[end]);
        std::array::from_fn::<_, KINDS, _>(|kind| ((all[kind] - before[kind]) / count) as f32)
    };
    let mut rows = Vec::with_capacity(totals.len() * KIND_CONTEXT);
    for (index, own) in totals.iter().enumerate() {
        rows.extend(own);
        rows.extend(mean(index.saturating_sub(REACH), index + REACH + 1));
        for level in &around.levels[index][..LEVELS] {
            rows.extend(mean(level.start as usize, level.end as usize));
        }
        let before = index.checked_sub(1).and_then(|before| totals.get(before));
        rows.extend(before.unwrap_or(&[0.0; KINDS]));
        rows.extend(totals.get(index + 1).unwrap_or(&[0.0; KINDS]));
    }
    rows
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
