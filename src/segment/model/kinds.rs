//! The many-class half: of which kind a block is.

use super::reader::Reader;
use super::table::KindWeights;
use super::trees::Forest;
use crate::segment::RegionKind;
use crate::segment::features::KINDS;

/// How much the table's own scores count before any tree.
const TABLE_SHARE: f32 = 0.8;
/// The trees are asked only of kinds that the table gives so much of a chance.
const CHANCE: f32 = 0.02;

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

    /// Appends the scores of some blocks: `totals` are those of the token table.
    pub(super) fn add(
        &self,
        rows: (&[f32], usize),
        totals: impl Iterator<Item = [f32; KINDS]>,
        out: &mut KindScores,
    ) {
        let totals = totals.flatten();
        let mut scores: Vec<_> = totals.map(|total| total * TABLE_SHARE).collect();
        for (kind, blocks) in in_question(&scores).iter().enumerate() {
            let trees = (kind, 0..self.forest.rounds());
            self.forest.add(trees, blocks, rows, &mut scores);
        }
        for scores in scores.chunks_exact_mut(KINDS) {
            softmax(scores);
            let body = RegionKind::Body as usize;
            out.body.push(scores[body]);
            scores[body] = 0.0;
            let best = (0..KINDS).max_by(|&a, &b| scores[a].total_cmp(&scores[b]));
            let best = best.unwrap_or(KINDS - 1);
            out.other.push((RegionKind::ALL[best], scores[best]));
        }
    }
}

/// For each kind the blocks that may be of it.
fn in_question(scores: &[f32]) -> [Vec<u32>; KINDS] {
    let mut blocks = [const { Vec::new() }; KINDS];
    for (block, scores) in (0..).zip(scores.chunks_exact(KINDS)) {
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        for (kind, score) in scores.iter().enumerate() {
            if *score >= most + CHANCE.ln() {
                blocks[kind].push(block);
            }
        }
    }
    blocks
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
