//! Segmenting and labelling: page to blocks, blocks to labelled regions.

mod cut;
mod doubt;
mod features;
mod flatten;
mod flow;
mod kind;
mod label;
pub(crate) mod landmark;
mod lines;
mod model;
pub(crate) mod openings;
pub(crate) mod outline;
pub(crate) mod predict;
mod repeats;
mod segmentation;
mod stated;
pub(crate) mod sums;
#[cfg(feature = "training")]
pub mod training;

pub use kind::{RegionKind, UnknownKind};
pub(crate) use label::Label;
pub use label::Reason;
pub use segmentation::{Region, Segmentation};

use crate::article::PageType;
use crate::extractor::Focus;
use crate::page::{Page, Source};
use crate::rules::Match;
use outline::Outline;
use predict::Prediction;

/// Cuts a page into blocks.
pub(crate) fn outline(page: &Page) -> Outline {
    match page.source() {
        Source::Html(dom) => flatten::outline(dom),
        Source::Text(dump) => lines::outline(dump),
    }
}

/// What rule and model say of every block; the cut decides what of it is body.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reading {
    prediction: Prediction,
    /// What the rule says, block by block, as far as it goes.
    ruled: Vec<Option<Label>>,
    /// The rule chose the body: the model adds none.
    has_body: bool,
    /// Labels by mark-up, where there is no model.
    landmarks: Vec<Label>,
}

/// Reads every block: what the rule says, whose labels are taken, and the model.
pub(crate) fn read(page: &Page, outline: &Outline, mut rule: Option<&mut Match>) -> Reading {
    let prediction = predict::predict(page, outline);
    let landmarks = match prediction.body.is_empty() {
        true => landmark::label(page.dom(), outline),
        false => Vec::new(),
    };
    Reading {
        prediction,
        ruled: rule
            .as_mut()
            .map(|rule| std::mem::take(&mut rule.labels))
            .unwrap_or_default(),
        has_body: rule.is_some_and(|rule| rule.has_body || rule.fail_on_miss),
        landmarks,
    }
}

impl Reading {
    /// What every block is where the cut lies by `focus`: the rule's word first, then the model's.
    pub(crate) fn labels(&self, focus: Focus) -> Vec<Label> {
        let rest = match (self.prediction.body.is_empty(), self.has_body) {
            (true, _) => self.landmarks.clone(),
            (false, true) => self.prediction.labels_besides_body(),
            (false, false) => self.prediction.labels(focus),
        };
        let ruled = self.ruled.iter().cloned().chain(std::iter::repeat(None));
        let labels = rest.into_iter().zip(ruled);
        labels.map(|(model, rule)| rule.unwrap_or(model)).collect()
    }

    /// The most probable type of the page, and the probability that it is an article.
    pub(crate) fn page_type(&self) -> Option<(PageType, f32)> {
        self.prediction.page_type
    }
}
