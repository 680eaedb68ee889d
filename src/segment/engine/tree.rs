//! The elements of an outline with what the features ask of them: which blocks they hold, which
//! siblings look alike, and the chain of ancestors that differ in their blocks.

use std::collections::HashMap;

use html5ever::{LocalName, local_name};

use crate::page::dom::Dom;
use crate::segment::outline::{ElementId, NONE, Outline};

/// Elements whose nearest occurrence among the ancestors is a feature.
pub(crate) const SECTION_COUNT: usize = 24;

pub(crate) const SECTIONS: [LocalName; SECTION_COUNT] = [
    local_name!("nav"),
    local_name!("header"),
    local_name!("footer"),
    local_name!("aside"),
    local_name!("article"),
    local_name!("main"),
    local_name!("section"),
    local_name!("form"),
    local_name!("table"),
    local_name!("ul"),
    local_name!("ol"),
    local_name!("dl"),
    local_name!("figure"),
    local_name!("noscript"),
    local_name!("button"),
    local_name!("a"),
    local_name!("blockquote"),
    local_name!("pre"),
    local_name!("details"),
    local_name!("label"),
    local_name!("p"),
    local_name!("td"),
    local_name!("li"),
    local_name!("dialog"),
];

/// No such ancestor.
pub(crate) const FAR: u8 = 99;

pub(crate) struct Tree {
    pub(crate) depth: Vec<u16>,
    /// For each element, distance to the nearest ancestor of each of [`SECTIONS`].
    pub(crate) sections: Vec<[u8; SECTION_COUNT]>,
    /// Siblings with the same tag and class, the element itself included.
    pub(crate) alike: Vec<u16>,
    /// Hash of tag and class.
    pub(crate) signature: Vec<u64>,
    pub(crate) images: Vec<u32>,
}

impl Tree {
    pub(crate) fn new(dom: Option<&Dom>, outline: &Outline) -> Self {
        let count = outline.elements.len();
        let mut tree = Self {
            depth: vec![0; count],
            sections: vec![[FAR; SECTION_COUNT]; count],
            alike: vec![1; count],
            signature: vec![0; count],
            images: vec![0; count + 1],
        };
        for (index, element) in outline.elements.iter().enumerate() {
            tree.inherit(index, element.parent, &element.tag);
            let class = element
                .node
                .and_then(|node| dom?.attr(node, "class"))
                .unwrap_or_default();
            tree.signature[index] = hash(&element.tag, class);
            let is_image = element.tag == local_name!("img");
            tree.images[index + 1] = tree.images[index] + u32::from(is_image);
        }
        tree.count_alike(outline);
        tree
    }

    fn inherit(&mut self, index: usize, parent: ElementId, tag: &LocalName) {
        if parent != NONE {
            let parent = parent as usize;
            self.depth[index] = self.depth[parent].saturating_add(1);
            let inherited = self.sections[parent];
            for (own, outer) in self.sections[index].iter_mut().zip(inherited) {
                *own = outer.saturating_add(1).min(FAR);
            }
        }
        if let Some(section) = SECTIONS.iter().position(|section| section == tag) {
            self.sections[index][section] = 0;
        }
    }

    fn count_alike(&mut self, outline: &Outline) {
        let mut counts: HashMap<(ElementId, u64), u16> = HashMap::new();
        let key = |index: usize, signature: u64| (outline.elements[index].parent, signature);
        let holds_text = |index: usize| !outline.elements[index].blocks.is_empty();
        for index in (0..self.signature.len()).filter(|&i| holds_text(i)) {
            let count = counts.entry(key(index, self.signature[index])).or_default();
            *count = count.saturating_add(1);
        }
        for index in (0..self.signature.len()).filter(|&i| holds_text(i)) {
            self.alike[index] = counts[&key(index, self.signature[index])];
        }
    }
}

/// Ancestors of a block, innermost first, joined where they hold the same blocks. The first one
/// is the block itself if its element holds nothing else.
pub(crate) struct Level {
    pub(crate) blocks: std::ops::Range<u32>,
    /// The outermost element with these blocks.
    pub(crate) top: ElementId,
    /// The innermost one.
    pub(crate) bottom: ElementId,
}

pub(crate) fn levels(outline: &Outline, element: ElementId) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::with_capacity(12);
    for id in outline.ancestors(element) {
        let blocks = &outline.element(id).blocks;
        match levels.last_mut() {
            Some(last) if last.blocks == *blocks => last.top = id,
            _ => levels.push(Level {
                blocks: blocks.clone(),
                top: id,
                bottom: id,
            }),
        }
    }
    levels
}

/// FNV-1a over a tag and a class attribute.
fn hash(tag: &str, class: &str) -> u64 {
    let bytes = tag.bytes().chain([b' ']).chain(class.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
