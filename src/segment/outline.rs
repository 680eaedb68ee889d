//! The common form of every page: its visible text in document order, cut into blocks, over a
//! flat table of elements. HTML and text dumps both become an [`Outline`], so that rules,
//! features, labels and the article are written once.

use std::ops::Range;

use html5ever::{LocalName, local_name};

use crate::page::dom::NodeId;

/// Index into [`Outline::elements`].
pub(crate) type ElementId = u32;

/// "No element": the parent of the root.
pub(crate) const NONE: ElementId = u32::MAX;

#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// Text of all blocks, one after the other, each followed by `\n`. White space is collapsed,
    /// except in `pre`.
    pub(crate) text: String,
    /// In document order; a parent stands before its children. The first one is the root.
    pub(crate) elements: Vec<Element>,
    pub(crate) runs: Vec<Run>,
    pub(crate) blocks: Vec<Block>,
    /// Things without text that stand between blocks: images, players, rules.
    pub(crate) media: Vec<Media>,
}

#[derive(Debug)]
pub(crate) struct Element {
    /// The node in the page's tree; `None` in a text dump.
    pub(crate) node: Option<NodeId>,
    pub(crate) parent: ElementId,
    /// One past the last descendant: the subtree is `own index..end`.
    pub(crate) end: ElementId,
    pub(crate) tag: LocalName,
    /// Blocks with text below this element.
    pub(crate) blocks: Range<u32>,
    pub(crate) hidden: Hidden,
}

/// Whether and why a browser would not show an element. Inherited by descendants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub(crate) enum Hidden {
    #[default]
    No,
    /// `aria-hidden`: shown, but not read out.
    Aria,
    /// `hidden`, `display: none` or `visibility: hidden`.
    Style,
    /// Inside `noscript`.
    Noscript,
}

/// The maximal run of inline content directly under one block-level element.
#[derive(Debug)]
pub(crate) struct Block {
    /// Range of [`Outline::text`].
    pub(crate) text: Range<u32>,
    /// The nearest block-level element.
    pub(crate) element: ElementId,
    /// Range of [`Outline::runs`].
    pub(crate) runs: Range<u32>,
    /// Line in a text dump, from 1; 0 in HTML.
    pub(crate) line: u32,
    /// Blank lines before it in a text dump.
    pub(crate) blank_before: u32,
}

/// A piece of a block under one inline element.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) kind: RunKind,
    /// Range of [`Outline::text`]; empty for breaks and images.
    pub(crate) text: Range<u32>,
    /// The innermost element.
    pub(crate) element: ElementId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunKind {
    Text,
    /// `br`.
    Break,
    /// `img` among text; the run's element is the image.
    Image,
}

#[derive(Debug, Clone)]
pub(crate) struct Media {
    pub(crate) element: ElementId,
    /// The block that follows it.
    pub(crate) before: u32,
}

impl Outline {
    /// Gives back the room that was not needed.
    pub(super) fn trim(&mut self) {
        self.text.shrink_to_fit();
        self.elements.shrink_to_fit();
        self.runs.shrink_to_fit();
        self.blocks.shrink_to_fit();
        self.media.shrink_to_fit();
    }

    pub(crate) fn block_text(&self, index: usize) -> &str {
        self.blocks
            .get(index)
            .map_or("", |block| self.slice(&block.text))
    }

    /// How much of a block's text stands in links.
    pub(crate) fn linked_share(&self, block: &Block) -> f32 {
        let is_linked = |run: &&Run| {
            let mut inside = self
                .ancestors(run.element)
                .take_while(|id| *id != block.element);
            inside.any(|id| self.element(id).tag == local_name!("a"))
        };
        let runs = self
            .runs
            .get(block.runs.start as usize..block.runs.end as usize);
        let linked = runs.into_iter().flatten().filter(is_linked);
        let linked: u32 = linked.map(|run| run.text.end - run.text.start).sum();
        linked as f32 / (block.text.end - block.text.start).max(1) as f32
    }

    pub(crate) fn slice(&self, range: &Range<u32>) -> &str {
        self.text
            .get(range.start as usize..range.end as usize)
            .unwrap_or_default()
    }

    /// The element and its ancestors, innermost first.
    pub(crate) fn ancestors(&self, element: ElementId) -> impl Iterator<Item = ElementId> + '_ {
        let known = |&id: &ElementId| (id as usize) < self.elements.len();
        std::iter::successors(Some(element).filter(known), move |&id| {
            Some(self.elements[id as usize].parent).filter(known)
        })
    }

    pub(crate) fn element(&self, id: ElementId) -> &Element {
        &self.elements[id as usize]
    }
}
