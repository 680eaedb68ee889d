//! The ranges of blocks around a block: its ancestors in HTML; paragraphs, lists and runs of
//! lines in a text dump. All statistics of the surroundings are sums over these ranges.

use super::elements::Elements;
use super::text::TextStats;
use super::tokens::Tokens;
use crate::segment::outline::{Block, ElementId, Outline};

pub(super) const LEVELS: usize = 6;

/// The ranges around one block, from the smallest on.
pub(crate) type Levels = [Level; LEVELS];

/// Start and end of a range of blocks, and the element it belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Level {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) element: ElementId,
}

pub(super) fn of_html(tokens: &Tokens<'_>, block: &Block) -> Levels {
    let mut id = tokens.level_one(block);
    let mut last = Level::default();
    let mut known = false;
    std::array::from_fn(|_| {
        if let Some(facts) = tokens.elements.facts.get(id as usize) {
            let blocks = &tokens.outline.element(id).blocks;
            last = Level {
                start: blocks.start,
                end: blocks.end,
                element: facts.top,
            };
            known = true;
            id = facts.up;
        } else if !known {
            // The page is a single block.
            let blocks = &tokens.outline.element(block.element).blocks;
            last = Level {
                start: blocks.start,
                end: blocks.end,
                element: block.element,
            };
        }
        last
    })
}

/// How many levels up `from` holds the blocks `start..=end`, and the range found.
pub(super) fn common(
    outline: &Outline,
    elements: &Elements,
    from: ElementId,
    (start, end): (u32, u32),
) -> (u32, u32, u32) {
    let mut id = from;
    let mut depth = 0;
    loop {
        let blocks = &outline.element(id).blocks;
        let up = elements.facts[id as usize].up;
        let holds = blocks.start <= start && blocks.end > end;
        if holds || up as usize >= outline.elements.len() || depth == 30 {
            return (depth, blocks.start, blocks.end);
        }
        id = up;
        depth += 1;
    }
}

/// The ranges around every line of a text dump that its neighbours decide.
#[derive(Debug)]
pub(super) struct Lines(Vec<[(u32, u32); 4]>);

impl Lines {
    pub(super) fn of(outline: &Outline, texts: &[TextStats]) -> Self {
        let count = outline.blocks.len();
        let blank = |i: usize| outline.blocks[i].blank_before;
        let long = |i: usize| texts[i].tokens >= 8.0;
        let paragraphs = split(count, |i| blank(i) > 0);
        let sections = split(count, |i| blank(i) > 1);
        let runs = split(count, |i| long(i) != long(i - 1));
        let lists = split(count, |i| {
            let tag = |i: usize| outline.element(outline.blocks[i].element).tag == *"li";
            tag(i) != tag(i - 1) || (!tag(i) && blank(i) > 0)
        });
        let ranges = |i: usize| [paragraphs[i], lists[i], runs[i], sections[i]];
        Self((0..count).map(ranges).collect())
    }

    pub(super) fn levels(&self, outline: &Outline, line: usize) -> Levels {
        let [paragraph, list, run, section] = self.0[line];
        let (at, last) = (index(line), index(self.0.len()));
        let window = (at.saturating_sub(10), (at + 11).min(last));
        [paragraph, list, run, section, window, (0, last)].map(|(start, end)| Level {
            start,
            end,
            element: outline.blocks[line].element,
        })
    }
}

fn split(count: usize, starts: impl Fn(usize) -> bool) -> Vec<(u32, u32)> {
    let mut ranges = Vec::with_capacity(count);
    let mut start = 0;
    for i in 1..=count {
        if i == count || starts(i) {
            ranges.resize(i, (index(start), index(i)));
            start = i;
        }
    }
    ranges
}

fn index(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
