//! From blocks to probabilities, and from probabilities to labels at any cut.

use foldhash::HashMap;
use html5ever::local_name;

use super::features::Features;
use super::model::Model;
use super::outline::Outline;
use super::{Label, RegionKind, cut};
use crate::article::PageType;
use crate::extractor::Focus;
use crate::page::Page;

/// Exact repeats of at least this many words count once.
const REPEAT: f32 = 6.0;
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
    let body = joined(scores.body, &scores.kinds.body, article);
    let hashes: Vec<_> = features.hashes().collect();
    Prediction {
        repeats: repeats(outline, &hashes, &words, &body),
        kinds: scores.kinds.other,
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

/// Marks all but the most probable of the blocks with the same text. Code, tables and lists
/// repeat themselves for good reasons.
fn repeats(outline: &Outline, hashes: &[u64], words: &[f32], body: &[f32]) -> Vec<bool> {
    let mut best: HashMap<u64, usize> = HashMap::default();
    let is_code = fenced(outline);
    let counts = |index: &usize| {
        words[*index] >= REPEAT && !is_code[*index] && may_be_repeated(outline, *index)
    };
    for index in (0..hashes.len()).filter(counts) {
        let first = best.entry(hashes[index]).or_insert(index);
        if body[index] > body[*first] {
            *first = index;
        }
    }
    (0..hashes.len())
        .map(|i| counts(&i) && best.get(&hashes[i]).is_some_and(|&b| b != i))
        .collect()
}

/// Which lines of a text dump stand between fences of code.
fn fenced(outline: &Outline) -> Vec<bool> {
    let mut is_inside = false;
    let blocks = outline.blocks.iter().enumerate();
    let lines = blocks.map(|(index, block)| {
        let text = outline.block_text(index);
        let is_fence = block.line > 0 && (text.starts_with("```") || text.starts_with("~~~"));
        is_inside ^= is_fence;
        is_inside || is_fence
    });
    lines.collect()
}

fn may_be_repeated(outline: &Outline, index: usize) -> bool {
    let tag = &outline.element(outline.blocks[index].element).tag;
    !matches!(
        *tag,
        local_name!("pre") | local_name!("td") | local_name!("th") | local_name!("li")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_between_the_fences_of_a_dump_repeats_itself() {
        let line = "let mut next of all the rows = rows;";
        let dump = format!("{line}\n```\n{line}\n{line}\n```\n{line}\n");
        let outline = super::super::outline(&Page::from_text(&dump));
        let count = outline.blocks.len();
        let found = repeats(
            &outline,
            &vec![1; count],
            &vec![9.0; count],
            &vec![0.5; count],
        );
        assert_eq!(found, [false, false, false, false, false, true]);
    }

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
