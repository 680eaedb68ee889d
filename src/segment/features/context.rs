//! Features made of the token table's own scores: of the block, its neighbours, its ancestors
//! and the blocks at places alike.

use super::{Around, GROUPS, Levels};

const NEIGHBOURS: usize = 3;
const REACHES: [usize; 3] = [3, 8, 20];
const NO_SCORE: f32 = -9.0;
/// Numbers a row.
pub(crate) const CONTEXT: usize = GROUPS + 1 + 2 * NEIGHBOURS + 2 * REACHES.len() + 6 + 2 + 4;

/// Makes rows of [`CONTEXT`] numbers.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    around: &'a Around,
    sums: &'a [[f32; GROUPS]],
    scores: Scores,
    /// Sums of weighted scores and of weights over the blocks at places alike.
    places: [Vec<(f64, f64)>; 2],
}

impl<'a> Context<'a> {
    pub(crate) fn new(around: &'a Around, sums: &'a [[f32; GROUPS]]) -> Self {
        let scores = Scores::new(around, sums);
        Self {
            places: around.places.each_ref().map(|p| scores.by_place(p)),
            around,
            sums,
            scores,
        }
    }

    /// Appends the row of a block, which stands in these ranges.
    pub(crate) fn push(&self, index: usize, levels: &Levels, row: &mut Vec<f32>) {
        let scores = &self.scores;
        row.extend(self.sums[index]);
        row.push(scores.totals[index]);
        scores.push_neighbours(index, row);
        scores.push_windows(index, row);
        for level in levels {
            row.push(scores.others(index, level.start as usize, level.end as usize));
        }
        for (places, ids) in self.places.iter().zip(&self.around.places) {
            row.push(scores.without(index, places[ids[index] as usize]));
        }
        scores.push_page(index, row);
        let heading = self.around.headings[index] as usize;
        row.push(scores.totals.get(heading).copied().unwrap_or(NO_SCORE));
    }
}

#[derive(Debug)]
struct Scores {
    totals: Vec<f32>,
    weights: Vec<f32>,
    /// Sums of weighted scores and of weights before each block.
    prefix: Vec<(f64, f64)>,
}

impl Scores {
    fn new(around: &Around, sums: &[[f32; GROUPS]]) -> Self {
        let totals: Vec<f32> = sums.iter().map(|s| s.iter().sum()).collect();
        let weights: Vec<f32> = around.weights.iter().map(|w| (w + 0.3).sqrt()).collect();
        let mut sum = (0.0, 0.0);
        let mut prefix = Vec::with_capacity(totals.len() + 1);
        prefix.push(sum);
        for (&score, &weight) in totals.iter().zip(&weights) {
            sum.0 += f64::from(score * weight);
            sum.1 += f64::from(weight);
            prefix.push(sum);
        }
        Self {
            totals,
            weights,
            prefix,
        }
    }

    fn between(&self, start: usize, end: usize) -> (f64, f64) {
        let last = self.prefix.len() - 1;
        let (a, b) = (self.prefix[start.min(last)], self.prefix[end.min(last)]);
        (b.0 - a.0, b.1 - a.1)
    }

    fn mean(&self, start: usize, end: usize) -> f32 {
        let (scores, weights) = self.between(start, end);
        (scores / weights.max(1e-9)) as f32
    }

    /// The mean over a range without the block itself.
    fn others(&self, index: usize, start: usize, end: usize) -> f32 {
        self.without(index, self.between(start, end))
    }

    fn without(&self, index: usize, (scores, weights): (f64, f64)) -> f32 {
        let own = f64::from(self.weights[index]);
        let rest = weights - own;
        if rest < 1e-3 {
            return NO_SCORE;
        }
        ((scores - f64::from(self.totals[index]) * own) / rest) as f32
    }

    fn by_place(&self, places: &[u32]) -> Vec<(f64, f64)> {
        let count = places.iter().max().map_or(0, |&m| m as usize + 1);
        let mut sums = vec![(0.0, 0.0); count];
        for (index, &place) in places.iter().enumerate() {
            let sum = &mut sums[place as usize];
            sum.0 += f64::from(self.totals[index] * self.weights[index]);
            sum.1 += f64::from(self.weights[index]);
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

    fn push_windows(&self, index: usize, row: &mut Vec<f32>) {
        for reach in REACHES {
            row.push(self.mean(index.saturating_sub(reach), index));
            row.push(self.mean(index + 1, index + 1 + reach));
        }
    }

    fn push_page(&self, index: usize, row: &mut Vec<f32>) {
        let count = self.totals.len();
        row.push(self.mean(0, count));
        row.push(self.mean(0, index));
        row.push(self.mean(index + 1, count));
    }
}
