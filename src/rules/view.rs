//! A page as rules see it: elements found by selector, as ranges of blocks.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use foldhash::HashMap;
use html5ever::LocalName;

use super::compile::{PageLink, Place};
use super::css::{Css, Key};
use super::format::RangeOf;
use super::pattern::Pattern;
use crate::page::dom::{Dom, ElementRef};
use crate::page::mark_text::collapsed;
use crate::page::words;
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
    /// Made when the first selector asks.
    index: OnceCell<Index<'a>>,
    /// How many long paragraphs stand before each block.
    long_before: OnceCell<Vec<u32>>,
}

/// Elements by what most selectors end in.
#[derive(Default)]
struct Index<'a> {
    tags: HashMap<&'a LocalName, Vec<ElementId>>,
    classes: HashMap<&'a str, Vec<ElementId>>,
    ids: HashMap<&'a str, Vec<ElementId>>,
}

/// Blocks below one element, and how deep it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) blocks: Range<u32>,
    pub(super) depth: usize,
}

impl<'a> Index<'a> {
    /// The names of an element; without a number it is one around all others, which is not looked for.
    fn add(&mut self, id: Option<ElementId>, node: ElementRef<'a>) {
        self.tags.entry(node.tag()).or_default().extend(id);
        let classes = node.get("class").unwrap_or_default();
        for class in classes.split_ascii_whitespace() {
            self.classes.entry(class).or_default().extend(id);
        }
        if let Some(name) = node.get("id") {
            self.ids.entry(name).or_default().extend(id);
        }
    }

    /// Elements that have what the key asks for; `None` if it may be any.
    fn of(&self, key: &Key) -> Option<Cow<'_, [ElementId]>> {
        let found = match key {
            Key::Tag(tag) => self.tags.get(tag),
            Key::Class(class) => self.classes.get(&**class),
            Key::Id(id) => self.ids.get(&**id),
            Key::ClassPart(part) => {
                let has_part = self
                    .classes
                    .iter()
                    .filter(|(class, _)| class.contains(part));
                let ids = has_part.flat_map(|(_, ids)| ids).copied();
                return Some(Cow::Owned(ids.collect()));
            }
            Key::Anything => return None,
        };
        Some(Cow::Borrowed(found.map(Vec::as_slice).unwrap_or_default()))
    }

    fn has(&self, key: &Key) -> bool {
        match key {
            Key::Class(class) => self.classes.contains_key(&**class),
            Key::Id(id) => self.ids.contains_key(&**id),
            _ => true,
        }
    }
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

    fn index(&self) -> &Index<'a> {
        self.index.get_or_init(|| {
            let mut index = Index::default();
            if let Some(root) = self.dom.root_element() {
                index.add(None, root);
            }
            for id in 0..self.outline.elements.len() as ElementId {
                if let Some(node) = self.node(id) {
                    index.add(Some(id), node);
                }
            }
            index
        })
    }

    /// Those that speak of the page, and those of its body.
    fn elements(&self) -> impl Iterator<Item = ElementRef<'a>> {
        let ids = 0..self.outline.elements.len() as ElementId;
        self.dom.noted().chain(ids.filter_map(|id| self.node(id)))
    }

    pub(super) fn node(&self, id: ElementId) -> Option<ElementRef<'a>> {
        node(self.dom, self.outline, id)
    }

    /// Elements of the page that match, in document order.
    pub(super) fn select(&self, css: &Css) -> Vec<ElementId> {
        let index = self.index();
        let mut found = Vec::new();
        for target in &css.targets {
            if !target.needs.iter().all(|need| index.has(need)) {
                continue;
            }
            let matches = |id: &ElementId| {
                target.is_key || self.node(*id).is_some_and(|node| target.matches(node))
            };
            match index.of(&target.key) {
                Some(known) => found.extend(known.iter().copied().filter(matches)),
                None => found.extend((0..self.outline.elements.len() as u32).filter(matches)),
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Those of the matching elements whose text matches.
    pub(super) fn select_worded(&self, css: &Css, text: Option<&Pattern>) -> Vec<ElementId> {
        let mut found = self.select(css);
        found.retain(|&id| text.is_none_or(|text| self.matches(id, text)));
        found
    }

    /// Whether the whole page, its head included, has an element that matches.
    pub(super) fn has(&self, css: &Css) -> bool {
        css.targets.iter().any(|target| match &target.key {
            Key::Tag(tag) => self.dom.named(tag.clone()).any(|e| target.matches(e)),
            key => self.may_have(key) && self.elements().any(|e| target.matches(e)),
        })
    }

    /// Whether the page says the name anywhere, which is soon told.
    fn may_have(&self, key: &Key) -> bool {
        match key {
            Key::Class(name) | Key::Id(name) => self.dom.says(name),
            Key::ClassPart(part) => self.dom.says(part),
            Key::Tag(_) | Key::Anything => true,
        }
    }

    /// The address in the first element of the whole page that matches.
    pub(super) fn address(&self, link: &PageLink) -> Option<String> {
        let of_page = self.dom.noted().filter(|node| link.css.matches(*node));
        let of_body = self.select(&link.css).into_iter();
        let of_body = of_body.filter_map(|id| self.node(id));
        let mut matching: Vec<_> = of_page.chain(of_body).collect();
        matching.sort_unstable_by_key(|node| node.id());
        let mut found = matching.into_iter().filter(|node| {
            let text = || collapsed(&node.texts().collect::<String>());
            link.text.as_ref().is_none_or(|t| t.is_match(&text()))
        });
        found.find_map(|node| {
            let address = node.get(&link.attr)?.trim();
            (!address.is_empty()).then(|| address.to_owned())
        })
    }

    /// Whether an element of the body matches and has such a text.
    pub(super) fn has_text(&self, css: &Css, pattern: &Pattern) -> bool {
        !self.select_worded(css, Some(pattern)).is_empty()
    }

    pub(super) fn text(&self, id: ElementId) -> String {
        let node = self.node(id);
        node.map(|n| collapsed(&n.texts().collect::<String>()))
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
        words::count(self.block_text(blocks))
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

    fn matches(&self, id: ElementId, pattern: &Pattern) -> bool {
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
            Some(css) => ancestors.find(|&a| self.node(a).is_some_and(|node| css.matches(node)))?,
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
            let text = self.outline.block_text(index);
            u32::from(words::are_at_least(LONG_PARAGRAPH, text))
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
        let css = place
            .until
            .as_ref()
            .is_some_and(|css| self.node(id).is_some_and(|node| css.matches(node)));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Page, segment};

    const PAGE: &str = "<html class=js id=top><body class=page><nav class='menu main'><a>1</a></nav>\
        <div class='post-author-bio x'><p class=b>2</p><p class='b c md:flex'>3</p><p>4</p></div>\
        <script class=s></script><p class=last>5</p></html>";
    const SELECTORS: &str = ".js p|#top > body .b|.x|.menu + div|[class*='author-bio'], nav|.b:not(.c)|\
        .missing p|.missing + p|:is(.c, .last)|nav a|p|.s + p|*|.post-author|.b.c|#top|.md\\:flex|div, .x, .x > p";

    #[test]
    fn selecting_by_names_finds_what_matching_one_by_one_does() {
        let page = Page::from_html(PAGE);
        let outline = segment::outline(&page);
        let view = View::new(page.dom().expect("a tree"), &outline);
        for source in SELECTORS.split('|') {
            let css = Css::parse(source, 1).expect("selectors");
            let matches = |id: &ElementId| view.node(*id).is_some_and(|node| css.matches(node));
            let one_by_one: Vec<_> = (0..outline.elements.len() as ElementId)
                .filter(matches)
                .collect();
            assert_eq!(view.select(&css), one_by_one, "{source}");
            let mut all = view.dom.root().descendant_elements();
            assert_eq!(view.has(&css), all.any(|e| css.matches(e)), "{source}");
        }
    }
}
