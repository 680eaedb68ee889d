//! Names at the beginning of a comment's text: "**Ann**: At last."

use html5ever::local_name;

use super::{lines, names};
use crate::article::{Block, Body, Inline};
use crate::render::plain;
use crate::segment::outline::ElementId;
use crate::select::source::Source;

/// Elements around a text that may be the heavy type that it stands in.
const MOST_AROUND: usize = 2;
/// Elements around one that begins with a name that may be named as the holder of comments.
const MOST_HOLDERS: usize = 4;

/// What stands in heavy type before a colon and is no name.
const OTHERS: &[&str] = &[
    "a",
    "answer",
    "cons",
    "correction",
    "edit",
    "edited",
    "fact",
    "important",
    "note",
    "p.s",
    "price",
    "pros",
    "ps",
    "q",
    "question",
    "source",
    "spoiler",
    "summary",
    "tip",
    "tl;dr",
    "tldr",
    "update",
    "verdict",
    "warning",
];

/// The name in heavy type that a block begins with, if a colon and a text follow.
pub(super) fn speaker(source: &Source<'_>, block: usize) -> Option<String> {
    let outline = source.outline;
    let block = outline.blocks.get(block)?;
    let runs = block.runs.start as usize..block.runs.end as usize;
    let first = outline.runs.get(runs)?.first()?;
    let text = outline.slice(&first.text).trim();
    let rest = outline.slice(&(first.text.end..block.text.end));
    let is_followed = text.ends_with(':') || rest.trim_start().starts_with(':');
    if !is_followed || !rest.contains(char::is_alphanumeric) || !is_heavy(source, first.element) {
        return None;
    }
    lines::author(text).filter(|name| is_name(name))
}

/// Whether the text of a comment begins with a name.
pub(super) fn speaks(source: &Source<'_>, element: ElementId) -> bool {
    let first = source.outline.element(element).blocks.clone().next();
    first.is_some_and(|block| speaker(source, block as usize).is_some())
}

/// The same where the name is all that shows a comment: people talk in articles too.
pub(super) fn speaks_among_comments(source: &Source<'_>, element: ElementId) -> bool {
    let mut around = source.outline.ancestors(element).skip(1).take(MOST_HOLDERS);
    speaks(source, element) && around.any(|id| names::is_holder(source, id))
}

fn is_heavy(source: &Source<'_>, element: ElementId) -> bool {
    let outline = source.outline;
    let mut around = outline.ancestors(element).take(MOST_AROUND);
    around.any(|id| {
        matches!(
            outline.element(id).tag,
            local_name!("b") | local_name!("strong")
        )
    })
}

fn is_name(name: &str) -> bool {
    let is_sentence = name.ends_with(['.', '!', '?']) && name.contains(' ');
    let is_other = OTHERS.contains(&&*name.to_lowercase());
    lines::is_name(name) && !is_sentence && !is_other
}

/// Leaves out the name that a text begins with, and the colon behind it.
pub(super) fn leave_out(body: &mut Body, name: &str) {
    let Some(Block::Paragraph { content }) = body.blocks.first_mut() else {
        return;
    };
    let first = content.first().map(std::slice::from_ref).map(plain);
    if first.and_then(|first| lines::author(&first)).as_deref() != Some(name) {
        return;
    }
    content.remove(0);
    if let Some(Inline::Text { text }) = content.first_mut() {
        let rest = text.trim_start();
        *text = rest
            .strip_prefix(':')
            .unwrap_or(rest)
            .trim_start()
            .to_owned();
    }
    let is_blank = |inline: &Inline| match inline {
        Inline::Text { text } => text.is_empty(),
        other => *other == Inline::Break,
    };
    while content.first().is_some_and(is_blank) {
        content.remove(0);
    }
}
