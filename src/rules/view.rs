//! A page as rules see it: elements found by selector, as ranges of blocks.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

use regex::Regex;
use scraper::ElementRef;

use super::compile::{Css, Place};
use super::format::RangeOf;
use crate::page::dom::Dom;
use crate::page::facts::collapsed;
use crate::segment::outline::{ElementId, Outline};

/// Words that make a paragraph long enough to count for `holds`.
pub(super) const LONG_PARAGRAPH: usize = 20;

/// Blocks of a biography that a name stands before.
const MAX_BIOGRAPHY: u32 = 3;

/// What a `text` pattern reads of an element.
const MAX_TEXT: usize = 2 << 10;

pub(super) struct View<'a> {
    pub(super) dom: &'a Dom,
    pub(super) outline: &'a Outline,
    /// Elements by class, `#id` and `<tag`: what most selectors end in.
    index: OnceCell<HashMap<String, Vec<ElementId>>>,
    /// How many long paragraphs stand before each block.
    long_before: OnceCell<Vec<u32>>,
}

/// Blocks below one element, and how deep it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) blocks: Range<u32>,
    pub(super) depth: usize,
}

impl<'a> View<'a> {
    pub(super) fn new(dom: &'a Dom, outline: &'a Outline) -> Self {
        Self {
            dom,
            outline,
            index: OnceCell::new(),
            long_before: OnceCell::new(),
        }
    }

    fn index(&self) -> &HashMap<String, Vec<ElementId>> {
        self.index.get_or_init(|| {
            let mut index: HashMap<String, Vec<ElementId>> = HashMap::new();
            for id in 0..self.outline.elements.len() as ElementId {
                let Some(node) = self.node(id).map(|node| node.value()) else {
                    continue;
                };
                let mut add = |key: String| index.entry(key).or_default().push(id);
                add(format!("<{}", node.name()));
                node.classes().for_each(|class| add(format!(".{class}")));
                if let Some(id) = node.id() {
                    add(format!("#{id}"));
                }
            }
            index
        })
    }

    pub(super) fn node(&self, id: ElementId) -> Option<ElementRef<'a>> {
        node(self.dom, self.outline, id)
    }

    /// Elements of the page that match, in document order.
    pub(super) fn select(&self, css: &Css) -> Vec<ElementId> {
        let mut found = Vec::new();
        for key in keys(&css.source) {
            match key {
                Some(key) => found.extend(self.index().get(&key).into_iter().flatten()),
                None => found.extend(0..self.outline.elements.len() as ElementId),
            }
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|&id| {
            self.node(id)
                .is_some_and(|node| css.selector.matches(&node))
        });
        found
    }

    /// Those of the matching elements whose text matches.
    pub(super) fn select_worded(&self, css: &Css, text: Option<&Regex>) -> Vec<ElementId> {
        let mut found = self.select(css);
        found.retain(|&id| text.is_none_or(|text| self.matches(id, text)));
        found
    }

    /// Whether the whole page, its head included, has an element that matches.
    pub(super) fn has(&self, css: &Css) -> bool {
        self.dom.first(&css.selector).is_some()
    }

    /// Whether an element of the body matches and has such a text.
    pub(super) fn has_text(&self, css: &Css, pattern: &Regex) -> bool {
        !self.select_worded(css, Some(pattern)).is_empty()
    }

    pub(super) fn text(&self, id: ElementId) -> String {
        let node = self.node(id);
        node.map(|n| collapsed(&n.text().collect::<String>()))
            .unwrap_or_default()
    }

    /// The text of the blocks below an element.
    fn block_text(&self, blocks: &Range<u32>) -> &'a str {
        let all = &self.outline.blocks;
        let first = all.get(blocks.start as usize);
        let last = all.get((blocks.end as usize).wrapping_sub(1));
        match (first, last) {
            (Some(first), Some(last)) if blocks.start < blocks.end => {
                self.outline.slice(&(first.text.start..last.text.end))
            }
            _ => "",
        }
    }

    pub(super) fn words(&self, blocks: &Range<u32>) -> usize {
        self.block_text(blocks).split_whitespace().count()
    }

    /// The places a rule describes, in document order.
    pub(super) fn places(&self, place: &Place) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        let mut tested = (0..0, false);
        for id in self.select(&place.css) {
            // Wrappers around the same text need not be read again.
            let blocks = &self.outline.element(id).blocks;
            if tested.0 != *blocks {
                tested = (blocks.clone(), self.is_worded(id, place));
            }
            if !tested.1 {
                continue;
            }
            let Some(id) = self.climb(id, place) else {
                continue;
            };
            // What stands inside the last range adds nothing, and its siblings are many.
            let inside = |last: &Span| last.blocks.contains(&self.outline.element(id).blocks.start);
            if place.range == RangeOf::Element || !spans.last().is_some_and(inside) {
                spans.push(self.span(id, place));
            }
        }
        spans.dedup();
        spans
    }

    fn is_worded(&self, id: ElementId, place: &Place) -> bool {
        let text = place.text.as_ref();
        text.is_none_or(|text| self.matches(id, text)) && (!place.repeated || self.is_repeated(id))
    }

    fn matches(&self, id: ElementId, pattern: &Regex) -> bool {
        let text = self.block_text(&self.outline.element(id).blocks);
        let start = text
            .get(..text.floor_char_boundary(MAX_TEXT))
            .unwrap_or(text);
        pattern.is_match(&collapsed(start))
    }

    fn is_repeated(&self, id: ElementId) -> bool {
        let element = self.outline.element(id);
        let name = &element.blocks;
        let parent = self.outline.elements.get(element.parent as usize);
        let rest = parent.map_or(0, |parent| parent.blocks.end.saturating_sub(name.end));
        let next = self.outline.block_text(name.end as usize);
        (1..=MAX_BIOGRAPHY).contains(&rest) && is_repeated(self.block_text(name), next)
    }

    fn climb(&self, id: ElementId, place: &Place) -> Option<ElementId> {
        let mut ancestors = self.outline.ancestors(id);
        let id = match &place.closest {
            None => id,
            Some(css) => {
                ancestors.find(|&a| self.node(a).is_some_and(|node| css.selector.matches(&node)))?
            }
        };
        match place.holds {
            None => Some(id),
            Some(count) => self
                .outline
                .ancestors(id)
                .find(|&a| self.long_paragraphs(a) >= count),
        }
    }

    fn long_paragraphs(&self, id: ElementId) -> usize {
        let before = self.long_before.get_or_init(|| self.count_long());
        let blocks = &self.outline.element(id).blocks;
        let at = |index: u32| before.get(index as usize).copied().unwrap_or(0);
        at(blocks.end).saturating_sub(at(blocks.start)) as usize
    }

    fn count_long(&self) -> Vec<u32> {
        let blocks = 0..self.outline.blocks.len();
        let long = blocks.map(|index| {
            let words = self.outline.block_text(index).split_whitespace();
            u32::from(words.take(LONG_PARAGRAPH).count() == LONG_PARAGRAPH)
        });
        let sums = long.scan(0, |sum, long| {
            *sum += long;
            Some(*sum)
        });
        std::iter::once(0).chain(sums).collect()
    }

    fn span(&self, id: ElementId, place: &Place) -> Span {
        let element = self.outline.element(id);
        let depth = self.outline.ancestors(id).count();
        let blocks = match place.range {
            RangeOf::Element => return self.whole(id),
            RangeOf::After => element.blocks.end..self.end_of_siblings(id, place),
            RangeOf::From => element.blocks.start..self.end_of_siblings(id, place),
        };
        Span { blocks, depth }
    }

    /// Where the siblings after an element end: at the first that matches `until`.
    fn end_of_siblings(&self, id: ElementId, place: &Place) -> u32 {
        let parent = self.outline.element(id).parent;
        let Some(parent_element) = self.outline.elements.get(parent as usize) else {
            return self.outline.element(id).blocks.end;
        };
        let mut sibling = self.outline.element(id).end;
        while sibling < parent_element.end {
            if self.ends(sibling, place) {
                return self.outline.element(sibling).blocks.start;
            }
            sibling = self.outline.element(sibling).end;
        }
        parent_element.blocks.end
    }

    fn ends(&self, id: ElementId, place: &Place) -> bool {
        let css = place.until.as_ref().is_some_and(|css| {
            self.node(id)
                .is_some_and(|node| css.selector.matches(&node))
        });
        css || place
            .until_text
            .as_ref()
            .is_some_and(|text| self.matches(id, text))
    }

    /// All of an element. An inline element that makes up a block stands as deep as the block.
    pub(super) fn whole(&self, id: ElementId) -> Span {
        let blocks = self.covered(id);
        let block = self.outline.blocks.get(blocks.start as usize);
        let inline = block.filter(|block| blocks.len() == 1 && block.element < id);
        let outermost = inline.map_or(id, |block| block.element);
        Span {
            depth: self.outline.ancestors(outermost).count(),
            blocks,
        }
    }

    /// The blocks of an element; none, if it is only a small part of one block.
    pub(super) fn covered(&self, id: ElementId) -> Range<u32> {
        let element = self.outline.element(id);
        let blocks = element.blocks.clone();
        let Some(block) = self.outline.blocks.get(blocks.start as usize) else {
            return blocks;
        };
        if blocks.len() != 1 || block.element >= id {
            return blocks;
        }
        let length = |run: &crate::segment::outline::Run| run.text.len();
        let runs = self
            .outline
            .runs
            .get(block.runs.start as usize..block.runs.end as usize);
        let runs = runs.unwrap_or_default();
        let inside = runs
            .iter()
            .filter(|run| (id..element.end).contains(&run.element));
        let (inside, all): (usize, usize) =
            (inside.map(length).sum(), runs.iter().map(length).sum());
        if inside * 2 > all {
            blocks
        } else {
            blocks.start..blocks.start
        }
    }
}

/// Whether the last word of a name stands in the text that follows it.
pub(super) fn is_repeated(name: &str, next: &str) -> bool {
    let letters = |c: char| !c.is_alphanumeric();
    let last = name
        .split_whitespace()
        .last()
        .map(|w| w.trim_matches(letters));
    last.is_some_and(|last| {
        !last.is_empty()
            && next
                .split(letters)
                .any(|word| word.eq_ignore_ascii_case(last))
    })
}

fn node<'a>(dom: &'a Dom, outline: &Outline, id: ElementId) -> Option<ElementRef<'a>> {
    dom.element(outline.elements.get(id as usize)?.node?)
}

/// For each selector of a list, what its last compound surely asks for: a class, an id or a tag.
fn keys(source: &str) -> Vec<Option<String>> {
    let mut depth = 0_usize;
    let mut compounds = vec![String::new()];
    for c in source.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => compounds.push(String::new()),
            ' ' | '>' | '+' | '~' if depth == 0 => {
                if let Some(last) = compounds.last_mut().filter(|l| !l.is_empty()) {
                    last.push(' ');
                }
            }
            _ if depth == 0 => {
                if let Some(last) = compounds.last_mut() {
                    last.push(c);
                }
            }
            _ => {}
        }
    }
    let last = |selector: &String| {
        selector
            .split(' ')
            .rfind(|c| !c.is_empty())
            .map(str::to_owned)
    };
    compounds
        .iter()
        .map(|s| last(s).and_then(|c| key(&c)))
        .collect()
}

fn key(compound: &str) -> Option<String> {
    let name = |from: usize| -> String {
        let rest = compound.get(from + 1..).unwrap_or_default();
        rest.chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
            .collect()
    };
    let (plain, _) = compound.split_once(':').unwrap_or((compound, ""));
    for mark in ['#', '.'] {
        if let Some(at) = plain.find(mark) {
            return Some(format!("{mark}{}", name(at)));
        }
    }
    let is_tag = plain.starts_with(|c: char| c.is_ascii_alphabetic());
    is_tag.then(|| format!("<{}", plain.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_selector_is_what_its_last_part_asks_for() {
        let some = |key: &str| Some(key.to_owned());
        assert_eq!(keys("div.a > p.b:not(.c)"), [some(".b")]);
        assert_eq!(keys("h1, #x y[href*='a, b']"), [some("<h1"), some("<y")]);
        assert_eq!(keys("[data-x='.y']"), [None]);
        assert_eq!(keys("a.b c > *"), [None]);
    }
}
