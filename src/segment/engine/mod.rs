//! The generic engine: labels for pages without a rule, learned from pages.

pub(crate) mod features;
pub(crate) mod scores;
mod stats;
pub(crate) mod tokens;
mod tree;

use crate::page::Page;
use crate::page::facts;

use super::outline::Outline;
use features::{Context, Features};

/// Everything the model is asked with.
pub(crate) fn context<'a>(page: &'a Page, outline: &'a Outline) -> Context<'a> {
    let title = page.dom().and_then(facts::title).unwrap_or_default();
    Context::new(page.dom(), outline, &title)
}

#[cfg(feature = "training")]
pub(crate) fn describe(
    page: &Page,
    outline: &Outline,
) -> (Features, Vec<Vec<tokens::Token>>, Vec<Vec<i32>>) {
    let context = context(page, outline);
    let features = Features::new(&context);
    let structure = scores::structure(&context);
    (features, tokens::tokens(page.dom(), &context), structure)
}
