//! The sort of a page, from means of its blocks' dense features.

use super::reader::Reader;
use super::trees::Forest;
use crate::article::PageType;
use crate::segment::features::Rows;

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
        let forest = Forest::read(reader)?;
        (forest.classes == TYPES.len()).then_some(Self { forest })
    }

    /// The most probable type, and the probability that the page is an article.
    pub(super) fn page_type(&self, rows: &Rows, words: &[f32], body: &[f32]) -> (PageType, f32) {
        let words = words.iter().map(|w| w + 0.01);
        let mut means = mean(rows, words.clone());
        means.extend(mean(rows, words.zip(body).map(|(w, b)| w * b)));
        let mut scores = [0.0; TYPES.len()];
        for class in 0..TYPES.len() {
            self.forest
                .add(class, &[0], (&means, means.len()), &mut scores);
        }
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let sum: f32 = scores.iter().map(|s| (s - most).exp()).sum();
        let best = (0..TYPES.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]));
        let article = (scores[0] - most).exp() / sum;
        (TYPES[best.unwrap_or(0)], article)
    }
}

/// The weighted mean of what the rows say of the page alone.
fn mean(rows: &Rows, weights: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut sums = vec![0.0; rows.dense];
    let mut total = 0.0;
    for (row, weight) in rows.values.chunks_exact(rows.width).zip(weights) {
        total += weight;
        for (sum, value) in sums.iter_mut().zip(row) {
            *sum += weight * value;
        }
    }
    for sum in &mut sums {
        *sum /= total.max(1e-9);
    }
    sums
}
