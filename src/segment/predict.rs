//! From blocks to probabilities, and from probabilities to labels at any cut.

use super::features::Features;
use super::model::Model;
use super::outline::Outline;
use super::{Label, RegionKind, cut, doubt, flow, repeats, stated};
use crate::article::PageType;
use crate::extractor::Focus;
use crate::page::Page;

/// How far the kinds' model lowers and raises the probability of body towards its own. It learned
/// from fewer pages and from no language but English: where a page is an article it may lower
/// only, for it takes teasers for items of a list. In `training/common.py` too.
const LOWER: f32 = 0.6;
const RAISE: f32 = 0.25;
/// What stands for the probability that a dump is an article.
const UNKNOWN: f32 = 0.25;

/// What the model says of every block.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Prediction {
    /// Probability of being body, calibrated.
    pub(crate) body: Vec<f32>,
    /// The most probable kind that is not body, and its probability.
    pub(crate) kinds: Vec<(RegionKind, f32)>,
    /// The most probable type of the page, and the probability that it is an article; not known
    /// for text dumps.
    pub(crate) page_type: Option<(PageType, f32)>,
    /// Words in each block; what the cut counts.
    words: Vec<f32>,
    /// Blocks that repeat one more probable.
    repeats: Vec<bool>,
}

pub(crate) fn predict(page: &Page, outline: &Outline) -> Prediction {
    let Some(model) = Model::get().filter(|_| !outline.blocks.is_empty()) else {
        return Prediction::default();
    };
    let mut features = Features::of(page, outline);
    let scores = match page.dom() {
        Some(_) => model.scores_of_html(&mut features),
        None => model.scores_of_text(&mut features),
    };
    let words = features.around.weights.clone();
    let article = scores.page_type.map_or(UNKNOWN, |(_, article)| article);
    let mut body = joined(scores.body, &scores.kinds.body, article);
    let mut kinds = scores.kinds.other;
    doubt::settle(page, outline, article, &mut body, &mut kinds);
    if let Some(dom) = page.dom() {
        flow::settle(dom, outline, article, &mut body);
    }
    stated::settle(page, outline, &words, &mut body);
    let hashes: Vec<_> = features.hashes().collect();
    let tells_items = matches!(
        scores.page_type,
        Some((
            PageType::Article | PageType::Forum | PageType::Documentation,
            _
        ))
    );
    let known = repeats::Known {
        hashes: &hashes,
        places: tells_items.then_some(features.around.places()),
        words: &words,
        body: &body,
    };
    Prediction {
        repeats: repeats::find(outline, known),
        kinds,
        page_type: scores.page_type,
        body,
        words,
    }
}

/// The version of the model compiled in.
pub(crate) fn version() -> Option<String> {
    Model::get().map(|model| model.version().to_owned())
}

/// Body probability of both models, on a page that is an article with some probability.
fn joined(mut body: Vec<f32>, many: &[f32], article: f32) -> Vec<f32> {
    let raise = RAISE * (1.0 - 2.0 * article).max(0.0);
    for (body, many) in body.iter_mut().zip(many) {
        let share = if many < body { LOWER } else { raise };
        *body += share * (many - *body);
    }
    body
}

impl Prediction {
    /// Which blocks are body where the cut lies by `focus`.
    pub(crate) fn is_body(&self, focus: Focus) -> Vec<bool> {
        let once = |(body, repeat): (&f32, &bool)| if *repeat { 0.0 } else { *body };
        let body: Vec<_> = self.body.iter().zip(&self.repeats).map(once).collect();
        let mut chosen = cut::best(&body, &self.words, focus);
        for (chosen, repeat) in chosen.iter_mut().zip(&self.repeats) {
            *chosen &= !repeat;
        }
        chosen
    }

    /// Labels for every block where the cut lies by `focus`.
    pub(crate) fn labels(&self, focus: Focus) -> Vec<Label> {
        let chosen = self.is_body(focus);
        let blocks = chosen.iter().enumerate();
        blocks
            .map(|(index, &is_body)| self.label(index, is_body))
            .collect()
    }

    /// Labels where something else chose the body already.
    pub(crate) fn labels_besides_body(&self) -> Vec<Label> {
        (0..self.body.len())
            .map(|index| self.label(index, false))
            .collect()
    }

    fn label(&self, index: usize, is_body: bool) -> Label {
        let body = self.body[index];
        let other = (RegionKind::Other, 1.0 - body);
        let (kind, probability) = if is_body {
            (RegionKind::Body, body)
        } else {
            self.kinds.get(index).copied().unwrap_or(other)
        };
        Label::of_model(kind, probability)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kinds_model_raises_no_blocks_of_articles() {
        let of = |article| joined(vec![0.4, 0.4], &[0.8, 0.0], article);
        for article in [0.5, 0.9, 1.0] {
            assert!((of(article)[0] - 0.4).abs() < 1e-6);
            assert!(of(article)[1] < 0.2);
        }
        assert!(of(0.0)[0] > 0.45 && of(0.0)[1] < 0.2);
    }
}
