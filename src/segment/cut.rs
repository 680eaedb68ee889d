//! From probabilities to a body: the cut that promises the best F1.

use crate::extractor::Focus;

/// Below this expected F1 a page is taken to have no body.
const WORTH: f32 = 0.2;
/// What counts as no text at all: keeps blocks without words from being free.
const LEAST: f32 = 1e-3;

/// Which blocks are body: those of highest probability, as many as promise the best F-measure.
/// `words` are the numbers of words of the blocks; a block of weight zero is never body.
pub(super) fn best(body: &[f32], words: &[f32], focus: Focus) -> Vec<bool> {
    let mut order: Vec<_> = (0..body.len()).filter(|&i| words[i] >= 0.0).collect();
    order.sort_unstable_by(|&a, &b| body[b].total_cmp(&body[a]).then(a.cmp(&b)));
    let expected = |i: usize| body[i] * (words[i] + LEAST);
    let total: f32 = order.iter().map(|&i| expected(i)).sum();
    let (mut right, mut taken) = (0.0, 0.0);
    let (mut best, mut count) = (0.0, 0);
    let recall_counts = weight(focus);
    for (at, &block) in order.iter().enumerate() {
        right += expected(block);
        taken += words[block] + LEAST;
        let value = (1.0 + recall_counts) * right / (taken + recall_counts * total + 1e-9);
        if value > best {
            (best, count) = (value, at + 1);
        }
    }
    let mut chosen = vec![false; body.len()];
    if best >= WORTH {
        for &block in &order[..count] {
            chosen[block] = true;
        }
    }
    chosen
}

/// The square of beta in F-beta: how much more recall counts than precision.
fn weight(focus: Focus) -> f32 {
    match focus {
        Focus::Precision => 0.25,
        Focus::Balanced => 1.0,
        Focus::Recall => 4.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn focus_moves_the_cut() {
        let (body, words) = ([0.95, 0.6, 0.35, 0.02], [50.0, 30.0, 30.0, 40.0]);
        let count = |focus| best(&body, &words, focus).iter().filter(|b| **b).count();
        assert!(count(Focus::Precision) < count(Focus::Recall));
        assert_eq!(count(Focus::Balanced), 2);
    }

    #[test]
    fn a_page_that_promises_nothing_has_no_body() {
        assert_eq!(best(&[0.01; 3], &[9.0; 3], Focus::Recall), [false; 3]);
        assert!(best(&[], &[], Focus::Balanced).is_empty());
    }
}
