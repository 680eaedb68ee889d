//! The sort of a page, from means of its blocks' dense features.

use super::reader::Reader;
use super::trees::{FLOOR, Forest};
use crate::article::PageType;
use crate::segment::features::DENSE;

/// In the order of the model's classes.
const TYPES: [PageType; 7] = [
    PageType::Article,
    PageType::Forum,
    PageType::Product,
    PageType::Listing,
    PageType::Collection,
    PageType::Documentation,
    PageType::Service,
];

#[derive(Debug)]
pub(super) struct TypeModel {
    forest: Forest,
}

impl TypeModel {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let forest = Forest::read(reader, 2 * DENSE)?;
        (forest.classes() == TYPES.len()).then_some(Self { forest })
    }

    /// The most probable type, and the probability that the page is an article.
    pub(super) fn page_type(&self, means: &Means) -> (PageType, f32) {
        let mut row = means.row();
        row.push(FLOOR);
        let mut scores = [0.0; TYPES.len()];
        for class in 0..TYPES.len() {
            let trees = (class, 0..self.forest.rounds());
            self.forest.add(trees, &[0], &row, &mut scores);
        }
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let sum: f32 = scores.iter().map(|s| (s - most).exp()).sum();
        let best = (0..TYPES.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]));
        let article = (scores[0] - most).exp() / sum;
        (TYPES[best.unwrap_or(0)], article)
    }
}

/// Means over the blocks of what their rows say of the page alone: weighted by words, and by
/// words that are probably body.
#[derive(Debug)]
pub(super) struct Means {
    sums: [[f32; DENSE]; 2],
    weights: [f32; 2],
}

impl Means {
    pub(super) fn new() -> Self {
        Self {
            sums: [[0.0; DENSE]; 2],
            weights: [0.0; 2],
        }
    }

    pub(super) fn add(&mut self, dense: &[f32], words: f32, body: f32) {
        let words = words + 0.01;
        let weights = [words, words * body];
        for (half, weight) in weights.into_iter().enumerate() {
            self.weights[half] += weight;
            for (sum, value) in self.sums[half].iter_mut().zip(dense) {
                *sum += weight * value;
            }
        }
    }

    fn row(&self) -> Vec<f32> {
        let halves = self.sums.iter().zip(self.weights);
        halves
            .flat_map(|(sums, weight)| sums.iter().map(move |sum| sum / weight.max(1e-9)))
            .collect()
    }
}
