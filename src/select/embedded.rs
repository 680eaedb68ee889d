//! The body from outside of the visible text, where that has nothing.

use super::Labelled;
use super::body::{self, Pick};
use crate::article::Body;
use crate::page::{embedded, words};

/// A visible body of so few words may be what stands there until scripts have run.
const FEW_WORDS: usize = 30;

/// A body and where it was found.
#[derive(Debug)]
pub(super) struct Better {
    pub(super) body: Body,
    pub(super) place: &'static str,
    pub(super) confidence: f32,
}

/// Whether what a page shows is next to nothing.
pub(super) fn is_poor(input: &Labelled<'_>, picks: &[Pick]) -> bool {
    let mut shown = 0;
    for pick in picks {
        shown += words::count(input.outline.block_text(pick.block()));
        if shown > FEW_WORDS {
            return false;
        }
    }
    true
}

/// The body that the page carries without showing it, if it is more than what it shows.
pub(super) fn better_body(input: &Labelled<'_>, visible: &Body) -> Option<Better> {
    if input.rule.is_some_and(|rule| rule.fail_on_miss) {
        return None;
    }
    let found = embedded::body(input.page)?;
    let body = body::whole(&found.page);
    let length = |body: &Body| body.to_text().len();
    (length(&body) > length(visible)).then_some(Better {
        body,
        place: found.place,
        confidence: found.confidence,
    })
}
