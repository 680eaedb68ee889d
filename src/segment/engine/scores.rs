//! Features made of the token scores of a block's surroundings: neighbours, windows, ancestors,
//! alike blocks. `training/context.py` computes the same for training; a test compares the two.

use std::collections::HashMap;

use super::features::{Context, LEVELS, at_level};

/// Stands for "nothing there".
const NOTHING: f32 = -9.0;

/// What scores are averaged over, as numbers: see [`crate::training::Sample`].
pub(crate) fn structure(context: &Context<'_>) -> Vec<Vec<i32>> {
    let mut numbers: [HashMap<u64, i32>; 2] = [HashMap::new(), HashMap::new()];
    let mut rows = Vec::with_capacity(context.headings.len());
    let mut heading = -1;
    for index in 0..context.headings.len() {
        let mut row = Vec::with_capacity(LEVELS * 2 + 3);
        for level in 0..LEVELS {
            let blocks = at_level(&context.levels[index], level).map(|l| l.blocks.clone());
            let blocks = blocks.unwrap_or(0..0);
            row.extend([blocks.start as i32, blocks.end as i32]);
        }
        for (numbers, groups) in numbers.iter_mut().zip(&context.groups) {
            let next = numbers.len() as i32;
            row.push(*numbers.entry(groups[index]).or_insert(next));
        }
        if context.headings[index] > 0 {
            heading = index as i32;
        }
        row.push(heading);
        rows.push(row);
    }
    rows
}

/// Columns of one score: 3 before, 3 after, windows of 3, 8 and 20 before and after, the levels
/// of ancestors, two groups, the page, all before, all after, the heading.
pub(crate) fn columns(scores: &[f32], weights: &[f32], structure: &[Vec<i32>]) -> Vec<Vec<f32>> {
    let n = scores.len();
    let mut columns = Vec::new();
    for distance in 1..=3_usize {
        columns.push(
            (0..n)
                .map(|i| i.checked_sub(distance).map_or(NOTHING, |j| scores[j]))
                .collect(),
        );
        columns.push(
            (0..n)
                .map(|i| scores.get(i + distance).copied().unwrap_or(NOTHING))
                .collect(),
        );
    }
    let sums = Sums::new(scores, weights);
    for window in [3_usize, 8, 20] {
        columns.push(
            (0..n)
                .map(|i| sums.mean(i.saturating_sub(window), i))
                .collect(),
        );
        columns.push(
            (0..n)
                .map(|i| sums.mean(i + 1, (i + 1 + window).min(n)))
                .collect(),
        );
    }
    for level in 0..LEVELS {
        let others = |i: usize| {
            let (start, end) = (
                structure[i][level * 2] as usize,
                structure[i][level * 2 + 1] as usize,
            );
            sums.mean_without(start, end, i)
        };
        columns.push((0..n).map(others).collect());
    }
    for group in [LEVELS * 2, LEVELS * 2 + 1] {
        columns.push(group_means(scores, weights, structure, group));
    }
    columns.push((0..n).map(|_| sums.mean(0, n)).collect());
    columns.push((0..n).map(|i| sums.mean(0, i)).collect());
    columns.push((0..n).map(|i| sums.mean(i + 1, n)).collect());
    let heading = |i: usize| usize::try_from(structure[i][LEVELS * 2 + 2]).ok();
    columns.push(
        (0..n)
            .map(|i| heading(i).map_or(NOTHING, |h| scores[h]))
            .collect(),
    );
    columns
}

fn group_means(scores: &[f32], weights: &[f32], structure: &[Vec<i32>], column: usize) -> Vec<f32> {
    let mut totals: Vec<(f64, f64)> = Vec::new();
    for (i, row) in structure.iter().enumerate() {
        let group = row[column] as usize;
        totals.resize(totals.len().max(group + 1), (0.0, 0.0));
        totals[group].0 += f64::from(scores[i]) * f64::from(weights[i]);
        totals[group].1 += f64::from(weights[i]);
    }
    let mean = |(i, row): (usize, &Vec<i32>)| {
        let (sum, weight) = totals[row[column] as usize];
        let own = f64::from(weights[i]);
        without(sum - f64::from(scores[i]) * own, weight - own)
    };
    structure.iter().enumerate().map(mean).collect()
}

fn without(sum: f64, weight: f64) -> f32 {
    if weight > 1e-6 {
        (sum / weight) as f32
    } else {
        NOTHING
    }
}

/// Prefix sums of weighted scores.
struct Sums<'a> {
    scores: &'a [f32],
    weights: &'a [f32],
    sums: Vec<(f64, f64)>,
}

impl<'a> Sums<'a> {
    fn new(scores: &'a [f32], weights: &'a [f32]) -> Self {
        let mut sums = vec![(0.0, 0.0)];
        let (mut score, mut weight) = (0.0, 0.0);
        for (s, w) in scores.iter().zip(weights) {
            score += f64::from(*s) * f64::from(*w);
            weight += f64::from(*w);
            sums.push((score, weight));
        }
        Self {
            scores,
            weights,
            sums,
        }
    }

    /// The mean of `start..end`, 0 if there is nothing.
    fn mean(&self, start: usize, end: usize) -> f32 {
        let (from, to) = (self.sums[start.min(end)], self.sums[end]);
        ((to.0 - from.0) / (to.1 - from.1).max(1e-9)) as f32
    }

    /// The mean of `start..end` without `index`.
    fn mean_without(&self, start: usize, end: usize, index: usize) -> f32 {
        let (from, to) = (self.sums[start], self.sums[end]);
        let own = f64::from(self.weights[index]);
        without(
            to.0 - from.0 - f64::from(self.scores[index]) * own,
            to.1 - from.1 - own,
        )
    }
}
