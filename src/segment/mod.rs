//! Segmenting and labelling: page to blocks, blocks to labelled regions.

mod flatten;
mod kind;
mod label;
mod landmark;
mod lines;
pub(crate) mod outline;
mod segmentation;

pub use kind::{RegionKind, UnknownKind};
pub(crate) use label::Label;
pub use label::Reason;
pub use segmentation::{Region, Segmentation};

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

/// Labels every block: what the rule says first, then the page's own landmarks.
pub(crate) fn label(
    page: &Page,
    outline: &Outline,
    rule: Option<&Match>,
    _focus: Focus,
) -> Vec<Label> {
    let rest = landmark::label(page.dom(), outline);
    let ruled = rule.map(|rule| rule.labels.as_slice()).unwrap_or_default();
    let ruled = ruled.iter().cloned().chain(std::iter::repeat(None));
    rest.into_iter()
        .zip(ruled)
        .map(|(landmark, rule)| rule.unwrap_or(landmark))
        .collect()
}
