//! Chosen blocks to a tree: each block's chain of elements is compared with the chain of the one
//! before it, and what differs is closed and opened. The page is not walked again.

mod card;
mod classes;
mod close;
mod code;
mod complete;
mod credit;
mod display;
mod fold;
mod footnotes;
mod formula;
mod inline;
mod levels;
mod lines;
mod list;
mod mathml;
pub(super) mod media;
mod open;
mod part;
mod pixel;
mod plan;
mod pull;
mod quote;
pub(super) mod srcset;
mod standins;
mod tables;
mod task;

use html5ever::{LocalName, local_name};

use super::source::Source;
use crate::article::Body;
use crate::page::Page;
use crate::segment;
use crate::segment::outline::{ElementId, Media};

pub(crate) use classes::CLASSES;
pub(crate) use plan::Plan;

use fold::Fold;

/// A block that goes into a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pick {
    block: u32,
    /// Whether it is the caption of the picture beside it.
    pub(crate) caption: bool,
}

impl Pick {
    /// Text, by the index of its block.
    pub(crate) fn text(block: usize) -> Self {
        Self {
            // Texts are limited to far fewer bytes.
            block: u32::try_from(block).unwrap_or(u32::MAX),
            caption: false,
        }
    }

    /// The caption of the picture beside it.
    pub(crate) fn captioning(block: usize) -> Self {
        Self {
            caption: true,
            ..Self::text(block)
        }
    }

    /// Index of the block.
    pub(crate) fn block(self) -> usize {
        self.block as usize
    }
}

/// What labels say of a block that is not chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// That it is something else, for sure.
    Fixed,
    /// That it is something else, as far as the model can tell.
    Labelled,
    /// That it is most probably of those parts of a page that have links and numbers of their own.
    Apart,
    /// Nothing.
    Open,
}

/// The body of these blocks, which are in document order, with the pictures between them and those
/// blocks that belong to them as far as their labels allow it.
pub(crate) fn assemble(
    plan: &Plan<'_>,
    picks: &[Pick],
    standing: impl Fn(usize) -> Standing,
) -> Body {
    let picks = &complete::complete(plan, picks, standing);
    let chosen = media::chosen(plan, picks);
    let mut media = chosen.iter().peekable();
    let mut fold = Fold::within(plan, layout_root(plan, picks)).of(picks);
    for pick in picks {
        while let Some(item) = media.next_if(|m: &&Media| m.before as usize <= pick.block()) {
            fold.media(item);
        }
        fold.block(*pick);
    }
    media.for_each(|item| fold.media(item));
    let mut body = fold.finish();
    levels::settle(&mut body);
    body
}

/// All text of a page as a body.
pub(crate) fn whole(page: &Page) -> Body {
    let outline = segment::outline(page);
    let source = Source::new(page, &outline);
    let picks: Vec<_> = (0..outline.blocks.len()).map(Pick::text).collect();
    assemble(&Plan::new(&source), &picks, |_| Standing::Fixed)
}

/// The innermost element that holds the whole body: it and what is around it (a table for
/// layout, a stray list item) is the page's, not the body's. A body that is one list or table is
/// still one.
fn layout_root(plan: &Plan<'_>, picks: &[Pick]) -> ElementId {
    let outline = plan.source.outline;
    let element = |pick: &Pick| outline.blocks.get(pick.block()).map(|block| block.element);
    let first = picks.first().and_then(element).unwrap_or(0);
    let last = picks.last().and_then(element).unwrap_or(0);
    let holds = |&id: &ElementId| (id..outline.element(id).end).contains(&last);
    let is_layout = |&id: &ElementId| {
        let tag = &outline.element(id).tag;
        let is_cell = matches!(*tag, local_name!("td") | local_name!("th"));
        is_cell || id != first && !is_content(tag)
    };
    let mut holders = outline.ancestors(first).filter(holds);
    holders.find(is_layout).unwrap_or(0)
}

fn is_content(tag: &LocalName) -> bool {
    matches!(
        *tag,
        local_name!("ul")
            | local_name!("ol")
            | local_name!("dl")
            | local_name!("table")
            | local_name!("tbody")
            | local_name!("thead")
            | local_name!("tfoot")
            | local_name!("tr")
            | local_name!("blockquote")
            | local_name!("pre")
            | local_name!("figure")
    )
}

/// The same without pictures, for comments, whose avatars and icons are no content. What holds the
/// element `root` is not part of the tree: it is the list of comments.
pub(crate) fn assemble_text(plan: &Plan<'_>, root: ElementId, blocks: &[usize]) -> Body {
    let mut fold = Fold::within(plan, root);
    for &block in blocks {
        fold.block(Pick::text(block));
    }
    fold.finish()
}

/// Adds to a list that mostly holds one thing: `Vec` would make room for four.
fn add<T>(list: &mut Vec<T>, item: T) {
    if list.is_empty() {
        list.reserve_exact(1);
    }
    list.push(item);
}
