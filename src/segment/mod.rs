//! Segmenting and labelling: page to blocks, blocks to labelled regions.

mod cut;
mod features;
mod flatten;
mod kind;
mod label;
pub(crate) mod landmark;
mod lines;
mod model;
pub(crate) mod outline;
pub(crate) mod predict;
mod segmentation;
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

/// Cuts a page into blocks.
pub(crate) fn outline(page: &Page) -> Outline {
    match page.source() {
        Source::Html(dom) => flatten::outline(dom),
        Source::Text(dump) => lines::outline(dump),
    }
}

/// What every block is, and of which sort the page.
#[derive(Debug, Default)]
pub(crate) struct Labelling {
    pub(crate) labels: Vec<Label>,
    /// The most probable type, and the probability that it is an article.
    pub(crate) page_type: Option<(PageType, f32)>,
}

/// Labels every block: what the rule says first, then the model. Where the rule chose the body,
/// the model adds none.
pub(crate) fn label(
    page: &Page,
    outline: &Outline,
    rule: Option<&Match>,
    focus: Focus,
) -> Labelling {
    let prediction = predict::predict(page, outline);
    let has_body = rule.is_some_and(|rule| rule.has_body || rule.fail_on_miss);
    let rest = match (prediction.body.is_empty(), has_body) {
        (true, _) => landmark::label(page.dom(), outline),
        (false, true) => prediction.labels_besides_body(),
        (false, false) => prediction.labels(focus),
    };
    let ruled = rule.map(|rule| rule.labels.as_slice()).unwrap_or_default();
    let ruled = ruled.iter().cloned().chain(std::iter::repeat(None));
    let labels = rest.into_iter().zip(ruled);
    Labelling {
        labels: labels.map(|(model, rule)| rule.unwrap_or(model)).collect(),
        page_type: prediction.page_type,
    }
}
