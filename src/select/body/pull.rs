//! What a pull quote says, apart from the one who said it.

use crate::article::{Block, Inline};
use crate::render::{plain, text_of};

/// What is longer names no speaker.
const LONGEST_NAME: usize = 80;

/// The whole text, and the same without a speaker in or behind it.
pub(super) fn said(blocks: &[Block]) -> Vec<String> {
    let whole = text_of(blocks);
    let content = longest(blocks).unwrap_or_default();
    let quote = plain(content);
    let behind_dash = quote.rsplit_once(['\u{2014}', '\u{2013}', '\n']);
    let before_cite = match content {
        [said @ .., Inline::Emphasis { .. }] => plain(said),
        _ => String::new(),
    };
    let shorter = [
        before_cite,
        behind_dash
            .map(|(said, _)| said.to_owned())
            .unwrap_or_default(),
        quote,
    ];
    let names_only = |said: &String| whole.len() <= (said.len() + LONGEST_NAME).min(2 * said.len());
    let mut all: Vec<_> = shorter.into_iter().filter(names_only).collect();
    all.insert(0, whole);
    all.dedup();
    all
}

/// Recursion is bounded by the depth of the tree.
fn longest(blocks: &[Block]) -> Option<&[Inline]> {
    let contents = blocks.iter().filter_map(|block| match block {
        Block::Paragraph { content } | Block::Heading { content, .. } => Some(content.as_slice()),
        Block::Quote { blocks, .. } => longest(blocks),
        _ => None,
    });
    contents.max_by_key(|content| plain(content).len())
}
