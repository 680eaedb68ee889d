//! Features made of the token table's own scores: of the block, its neighbours, its ancestors
//! and the blocks at places alike.

use super::levels::{LEVELS, Level};
use super::prefix::Prefix;
use super::{Around, GROUPS, Levels};

const NEIGHBOURS: usize = 3;
const REACHES: [usize; 3] = [3, 8, 20];
const NO_SCORE: f32 = -9.0;
/// Numbers a row.
pub(crate) const CONTEXT: usize = GROUPS + 1 + 2 * NEIGHBOURS + 2 * REACHES.len() + 6 + 2 + 4;

/// Sums of weighted scores and of weights.
type Weighted = (f64, f64);

/// Makes rows of [`CONTEXT`] numbers.
#[derive(Debug)]
pub(crate) struct Context<'a, T> {
    around: &'a Around,
    /// The sums of a block.
    of: T,
    scores: Scores,
    /// Over the blocks at places alike.
    places: [Vec<Weighted>; 2],
    /// The ranges around the last block and their sums: neighbours stand in the same.
    levels: [(Level, Weighted); LEVELS],
}

impl<'a, T: Fn(usize) -> [f32; GROUPS]> Context<'a, T> {
    /// `of` tells the sums of each block.
    pub(crate) fn new(around: &'a Around, of: T) -> Self {
        let scores = Scores::new(&around.weights, &of);
        Self {
            places: around.places.each_ref().map(|p| scores.by_place(p)),
            around,
            of,
            scores,
            levels: Default::default(),
        }
    }

    /// Appends the row of a block, which stands in these ranges.
    pub(crate) fn push(&mut self, index: usize, levels: &Levels, row: &mut Vec<f32>) {
        let scores = &self.scores;
        row.extend((self.of)(index));
        row.push(scores.totals[index]);
        scores.push_neighbours(index, row);
        let (before, after) = (scores.before(index), scores.before(index + 1));
        scores.push_windows(index, (before, after), row);
        for (level, known) in levels.iter().zip(&mut self.levels) {
            if known.0 != *level {
                let range = (level.start as usize, level.end as usize);
                *known = (*level, scores.between(range.0, range.1));
            }
            row.push(scores.without(index, known.1));
        }
        for (places, ids) in self.places.iter().zip(&self.around.places) {
            row.push(scores.without(index, places[ids[index] as usize]));
        }
        row.push(mean(scores.all));
        row.push(mean(before));
        row.push(mean(less(scores.all, after)));
        let heading = self.around.headings[index] as usize;
        row.push(scores.totals.get(heading).copied().unwrap_or(NO_SCORE));
    }
}

#[derive(Debug)]
struct Scores {
    totals: Vec<f32>,
    weights: Vec<f32>,
    prefix: Prefix<Weighted, 1>,
    all: Weighted,
}

impl Scores {
    fn new(words: &[f32], of: impl Fn(usize) -> [f32; GROUPS]) -> Self {
        let totals = (0..words.len()).map(|index| of(index).iter().sum());
        let totals: Vec<f32> = totals.collect();
        let weights: Vec<f32> = words.iter().map(|w| (w + 0.3).sqrt()).collect();
        let add = |sum: &mut Weighted, at: usize| add(sum, totals[at], weights[at]);
        let prefix = Prefix::of(totals.len(), add);
        Self {
            all: prefix.before(totals.len(), add),
            prefix,
            totals,
            weights,
        }
    }

    fn before(&self, index: usize) -> Weighted {
        let add = |sum: &mut Weighted, at: usize| add(sum, self.totals[at], self.weights[at]);
        self.prefix.before(index, add)
    }

    fn between(&self, start: usize, end: usize) -> Weighted {
        less(self.before(end), self.before(start))
    }

    /// The mean over a range without the block itself.
    fn without(&self, index: usize, (scores, weights): Weighted) -> f32 {
        let own = f64::from(self.weights[index]);
        let rest = weights - own;
        if rest < 1e-3 {
            return NO_SCORE;
        }
        ((scores - f64::from(self.totals[index]) * own) / rest) as f32
    }

    fn by_place(&self, places: &[u32]) -> Vec<Weighted> {
        let count = places.iter().max().map_or(0, |&m| m as usize + 1);
        let mut sums = vec![(0.0, 0.0); count];
        for (index, &place) in places.iter().enumerate() {
            let sum = &mut sums[place as usize];
            add(sum, self.totals[index], self.weights[index]);
        }
        sums
    }

    fn push_neighbours(&self, index: usize, row: &mut Vec<f32>) {
        for step in 1..=NEIGHBOURS {
            let at = |i: Option<usize>| i.and_then(|i| self.totals.get(i)).copied();
            row.push(at(index.checked_sub(step)).unwrap_or(NO_SCORE));
            row.push(at(index.checked_add(step)).unwrap_or(NO_SCORE));
        }
    }

    /// The sums before and up to a block are known.
    fn push_windows(&self, index: usize, known: (Weighted, Weighted), row: &mut Vec<f32>) {
        for reach in REACHES {
            let start = self.before(index.saturating_sub(reach));
            row.push(mean(less(known.0, start)));
            row.push(mean(less(self.before(index + 1 + reach), known.1)));
        }
    }
}

fn add(sum: &mut Weighted, score: f32, weight: f32) {
    sum.0 += f64::from(score * weight);
    sum.1 += f64::from(weight);
}

fn less(all: Weighted, part: Weighted) -> Weighted {
    (all.0 - part.0, all.1 - part.1)
}

fn mean((scores, weights): Weighted) -> f32 {
    (scores / weights.max(1e-9)) as f32
}
