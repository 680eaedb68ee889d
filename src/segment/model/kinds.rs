//! The many-class half: of which kind a block is.

use std::ops::Range;

use super::CHUNK;
use super::reader::Reader;
use super::table::KindWeights;
use super::trees::Forest;
use crate::segment::RegionKind;
use crate::segment::features::{KINDS, WIDTH};

/// How much the table's own scores count before any tree.
const TABLE_SHARE: f32 = 0.8;
/// The first rounds of trees are asked only of kinds that the table gives so much of a chance
/// against the best one, the rest of them only where several kinds still have so much of one. The
/// same numbers stand in `training/kinds.py`.
const CHANCE: f32 = 0.02;
const FIRST_ROUNDS: usize = 4;
const LATER_CHANCE: f32 = 0.05;

/// So far behind the best one a kind's probability is nil: less than one in a thousand.
const NIL: f32 = -7.0;

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
        let forest = Forest::read(reader, WIDTH)?;
        (forest.classes() == KINDS).then_some(Some((weights, Self { forest })))
    }

    /// Appends the scores of some blocks: `totals` are those of the token table. What `scores` held
    /// is lost; it is room to work in.
    pub(super) fn add(
        &self,
        rows: &[f32],
        totals: impl Iterator<Item = [f32; KINDS]>,
        scores: &mut Vec<f32>,
        out: &mut KindScores,
    ) {
        scores.clear();
        scores.extend(totals.flatten().map(|total| total * TABLE_SHARE));
        self.refine(rows, scores);
        for scores in scores.chunks_exact(KINDS) {
            let (body, other) = probabilities(scores);
            out.body.push(body);
            out.other.push(other);
        }
    }

    /// Adds what the trees say of kinds that are in question.
    fn refine(&self, rows: &[f32], scores: &mut [f32]) {
        let rounds = self.forest.rounds();
        let first = FIRST_ROUNDS.min(rounds);
        let mut asked = in_question(scores, CHANCE);
        self.ask(&asked, 0..first, rows, scores);
        for (asked, later) in asked.iter_mut().zip(in_question(scores, LATER_CHANCE)) {
            *asked &= later;
            if asked.is_power_of_two() {
                *asked = 0;
            }
        }
        self.ask(&asked, first..rounds, rows, scores);
    }

    fn ask(&self, asked: &[u32], rounds: Range<usize>, rows: &[f32], scores: &mut [f32]) {
        let mut by_kind = [0u64; KINDS];
        for (block, kinds) in asked.iter().enumerate() {
            ones(u64::from(*kinds)).for_each(|kind| by_kind[kind as usize] |= 1 << block);
        }
        let mut blocks: Vec<u32> = Vec::with_capacity(asked.len());
        for (kind, asking) in by_kind.into_iter().enumerate() {
            blocks.clear();
            blocks.extend(ones(asking));
            self.forest
                .add((kind, rounds.clone()), &blocks, rows, scores);
        }
    }
}

/// Blocks come in chunks: a bit each.
const _: () = assert!(CHUNK <= u64::BITS as usize);

/// Numbers of the bits that are set.
fn ones(bits: u64) -> impl Iterator<Item = u32> {
    let left = std::iter::successors(Some(bits), |bits| Some(bits & bits.wrapping_sub(1)));
    left.take_while(|bits| *bits != 0).map(u64::trailing_zeros)
}

/// For each block the kinds that it may be of, a bit each.
fn in_question(scores: &[f32], chance: f32) -> Vec<u32> {
    let behind = chance.ln();
    let blocks = scores.chunks_exact(KINDS).map(|scores| {
        let least = most(scores) + behind;
        let kinds = scores.iter().enumerate();
        kinds.fold(0, |bits, (kind, score)| {
            bits | u32::from(*score >= least) << kind
        })
    });
    blocks.collect()
}

/// Of being body, and of the most probable other kind.
fn probabilities(scores: &[f32]) -> (f32, (RegionKind, f32)) {
    let most = most(scores);
    let power = |score: f32| match score - most {
        behind if behind < NIL => 0.0,
        behind => behind.exp(),
    };
    let sum: f32 = scores.iter().map(|score| power(*score)).sum();
    let (mut body, mut best) = (f32::MIN, (RegionKind::Other, f32::MIN));
    for (&kind, &score) in RegionKind::ALL.iter().zip(scores) {
        if kind == RegionKind::Body {
            body = score;
        } else if score >= best.1 {
            best = (kind, score);
        }
    }
    let other = match power(best.1) / sum {
        // Sure body is of no other kind.
        0.0 => (RegionKind::Other, 0.0),
        probability => (best.0, probability),
    };
    (power(body) / sum, other)
}

/// The highest of some scores. Side by side, and without asking whether they are numbers, which
/// they are: that is quicker.
fn most(scores: &[f32]) -> f32 {
    let higher = |a: f32, b: f32| if b > a { b } else { a };
    let mut lanes = [f32::MIN; 4];
    let (chunks, rest) = scores.as_chunks::<4>();
    for chunk in chunks {
        lanes = std::array::from_fn(|lane| higher(lanes[lane], chunk[lane]));
    }
    lanes.iter().chain(rest).copied().fold(f32::MIN, higher)
}
