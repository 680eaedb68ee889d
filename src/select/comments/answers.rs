//! Answers in comments that were found by what is repeated: elements like the comment that holds
//! them, which begin with a day too.

use std::collections::BTreeSet;

use html5ever::local_name;

use super::repeated::{name, states_a_day};
use crate::segment::outline::ElementId;
use crate::select::source::Source;

/// A name and a day stand in the first blocks of a comment.
const HEAD: usize = 2;
/// Elements around a comment that are looked at.
const MOST_AROUND: usize = 32;

/// The comments with those around and in them, in ascending order.
pub(super) fn with_answers(source: &Source<'_>, comments: &[ElementId]) -> Vec<ElementId> {
    let mut all: BTreeSet<ElementId> = comments.iter().copied().collect();
    let mut done = 0;
    for &comment in comments {
        if comment < done {
            continue;
        }
        let thread = thread(source, comment);
        done = source.outline.element(thread).end;
        let name = name(source, comment);
        let inside = (thread..done).filter(|&id| is_answer(source, id, comment, name));
        all.extend(inside);
    }
    all.into_iter().collect()
}

/// What holds a comment with its answers: itself, or the outermost list around it. Where each comment
/// has but one answer, the last of them was found.
fn thread(source: &Source<'_>, comment: ElementId) -> ElementId {
    let outline = source.outline;
    if outline.element(comment).tag != local_name!("li") {
        return comment;
    }
    let around = outline.ancestors(comment).take(MOST_AROUND);
    let name = name(source, comment);
    let items = around.filter(|&id| is_answer(source, id, comment, name));
    items
        .last()
        .map_or(comment, |item| outline.element(item).parent)
}

/// Whether an element is like a comment of this name, and begins with a day.
fn is_answer(source: &Source<'_>, id: ElementId, comment: ElementId, comment_name: &str) -> bool {
    let tag = |id| &source.outline.element(id).tag;
    tag(id) == tag(comment) && name(source, id) == comment_name && begins_with_day(source, id)
}

fn begins_with_day(source: &Source<'_>, id: ElementId) -> bool {
    let blocks = &source.outline.element(id).blocks;
    let mut head = blocks.clone().take(HEAD);
    head.any(|block| states_a_day(source.outline.block_text(block as usize)))
}
