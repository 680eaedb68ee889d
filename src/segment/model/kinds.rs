//! The many-class half: of which kind a block is.

use super::reader::Reader;
use super::table::{KindWeights, Sum};
use super::trees::Forest;
use crate::segment::RegionKind;
use crate::segment::features::{Around, GROUPS, KIND_CONTEXT, KINDS, Rows, kind_context};

/// How much the table's own scores count before any tree.
const TABLE_SHARE: f32 = 0.8;

#[derive(Debug)]
pub(super) struct KindModel {
    forest: Forest,
}

/// For each block the probability of being body, and the most probable other kind with its
/// probability; empty if the model knows no kinds.
#[derive(Debug, Default)]
pub(crate) struct KindScores {
    pub(crate) body: Vec<f32>,
    pub(crate) other: Vec<(RegionKind, f32)>,
}

impl KindModel {
    /// The weights of the token table, and the model; `None` within if the file has none.
    pub(super) fn read<'a>(reader: &mut Reader<'a>) -> Option<Option<(KindWeights<'a>, Self)>> {
        if reader.u8()? == 0 {
            return Some(None);
        }
        let weights = KindWeights::read(reader)?;
        let forest = Forest::read(reader)?;
        (forest.classes == KINDS).then_some(Some((weights, Self { forest })))
    }

    /// The last [`KIND_CONTEXT`] columns of the rows are still to be filled in.
    pub(super) fn scores(
        &self,
        around: &Around,
        rows: &mut Rows,
        sums: &[[Sum; GROUPS]],
    ) -> KindScores {
        let totals: Vec<_> = sums.iter().map(total).collect();
        rows.fill(rows.width - KIND_CONTEXT, &kind_context(around, &totals));
        let totals = totals.as_flattened().iter();
        let mut scores: Vec<_> = totals.map(|total| total * TABLE_SHARE).collect();
        self.forest.add(&rows.values, rows.width, &mut scores);
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

fn total(groups: &[Sum; GROUPS]) -> [f32; KINDS] {
    std::array::from_fn(|kind| groups.iter().map(|group| group.kinds[kind]).sum())
}
