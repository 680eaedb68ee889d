//! What the model sees of a page: for every block a row of numbers and a set of hashed words.
//! Training and serving run this same code. Everything is linear in the page: blocks stand in
//! document order, so statistics of any subtree are differences of prefix sums.

mod ancestors;
mod context;
mod elements;
mod kinds;
mod levels;
mod links;
mod page_facts;
mod prefix;
mod rows;
mod sums;
mod text;
mod tokens;

use foldhash::HashMap;

pub(crate) use context::{CONTEXT, Context};
pub(crate) use kinds::{KINDS, KindContext};
pub(crate) use levels::Levels;
#[cfg(feature = "training")]
pub(crate) use links::read as read_links;
pub(crate) use rows::{DENSE, Rows};
pub(crate) use text::words;
pub(crate) use tokens::GROUPS;

use crate::page::Page;
use crate::segment::outline::{NONE, Outline};
use ancestors::Ancestors;
use elements::Elements;
use levels::Lines;
use text::Texts;
use tokens::{Keys, LastHeading, Tokens};

/// Numbers of a block that the model reads.
pub(crate) const WIDTH: usize = DENSE + CONTEXT + 6 * KINDS;

/// Everything computed from a page before the model's own scores are known.
#[derive(Debug)]
pub(crate) struct Features<'a> {
    outline: &'a Outline,
    elements: Elements,
    texts: Texts,
    pub(crate) around: Around,
    /// Of a text dump.
    lines: Option<Lines>,
    is_dump: bool,
    /// Words that each block shares with a title of the head, as a share of all words of both.
    title_overlaps: Vec<f32>,
}

/// Which blocks belong together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Around {
    /// Words in each block.
    pub(crate) weights: Vec<f32>,
    /// The last heading before each block.
    headings: Vec<u32>,
    /// Blocks at places alike: same tags and classes four levels up, and at the block alone.
    places: [Vec<u32>; 2],
}

impl Around {
    /// A number for each block, the same for blocks with the same tags and classes around them.
    pub(crate) fn places(&self) -> &[u32] {
        &self.places[0]
    }
}

/// Sums of the token table over one block's tokens: `O` outputs a group.
pub(crate) trait Table {
    /// What one token, or a sum of tokens, is worth.
    type Sum: Clone + Default;
    /// Whether the key may have a weight; `false` is certain.
    fn may_know(&self, key: u32) -> bool;
    /// Adds the tokens' weights.
    fn add(&self, sum: &mut Self::Sum, keys: &[u32]);
}

impl<'a> Features<'a> {
    pub(crate) fn of(page: &Page, outline: &'a Outline) -> Self {
        let elements = Elements::of(page, outline);
        let is_dump = page.dom().is_none();
        let mut texts = Texts::with_capacity(outline.blocks.len());
        for index in 0..outline.blocks.len() {
            match outline.block_text(index) {
                line if is_dump => texts.push(&links::read(line).text),
                text => texts.push(text),
            }
        }
        let mut features = Self {
            outline,
            elements,
            texts,
            around: Around::default(),
            lines: None,
            is_dump,
            title_overlaps: Vec::new(),
        };
        features.around.weights = features.texts.iter().map(|t| t.tokens).collect();
        features.around.headings = features.last_headings();
        features.lines = is_dump.then(|| Lines::of(outline, &features.texts));
        features.around.places = features.all_places();
        features.elements.forget_signatures();
        features.title_overlaps = features.overlaps(&page_facts::titles(page));
        features
    }

    fn overlaps(&self, titles: &[Vec<u32>]) -> Vec<f32> {
        let overlap = |index: usize| {
            let words = self.texts.head(index);
            let overlaps = titles.iter().map(|set| page_facts::overlap(words, set));
            overlaps.fold(0.0, f32::max)
        };
        let texts = self.texts.iter().enumerate();
        let short = texts.map(|(index, text)| (index, text.tokens <= 24.0));
        short
            .map(|(index, is_short)| if is_short { overlap(index) } else { 0.0 })
            .collect()
    }

    fn tokens(&self) -> Tokens<'_> {
        Tokens {
            outline: self.outline,
            elements: &self.elements,
            texts: &self.texts,
            headings: &self.around.headings,
        }
    }

    /// The ranges around a block.
    pub(crate) fn levels(&self, index: usize) -> Levels {
        match &self.lines {
            Some(lines) => lines.levels(self.outline, index),
            None => levels::of_html(&self.tokens(), &self.outline.blocks[index]),
        }
    }

    /// Heading level of a block, 0 for none; lines of a dump are judged by their looks.
    fn heading_level(&self, index: usize) -> u8 {
        let block = &self.outline.blocks[index];
        if !self.is_dump {
            return self.elements.facts[block.element as usize].heading;
        }
        let text = self.outline.block_text(index);
        let hashes = text.bytes().take_while(|&b| b == b'#').count();
        if (1..=6).contains(&hashes) {
            return hashes as u8;
        }
        let stats = &self.texts[index];
        let alone = block.blank_before > 0 || index == 0;
        let short = stats.tokens <= 10.0 && stats.end < 2;
        if alone && short && self.is_plain(index) {
            7
        } else {
            0
        }
    }

    fn is_plain(&self, index: usize) -> bool {
        let element = self.outline.blocks[index].element;
        self.outline.element(element).tag == *"p"
    }

    fn last_headings(&self) -> Vec<u32> {
        let mut last = NONE;
        (0..self.texts.len())
            .map(|i| {
                let before = last;
                if self.heading_level(i) > 0 {
                    last = i as u32;
                }
                before
            })
            .collect()
    }

    fn all_places(&self) -> [Vec<u32>; 2] {
        let mut known: [HashMap<u32, u32>; 2] = [HashMap::default(), HashMap::default()];
        let mut places = [Vec::new(), Vec::new()];
        for (index, block) in self.outline.blocks.iter().enumerate() {
            let near = self.signature(block.element, 1) ^ self.look(index);
            let far = self.signature(block.element, 4) ^ self.look(index);
            for (at, hash) in [far, near].into_iter().enumerate() {
                let next = known[at].len() as u32;
                places[at].push(*known[at].entry(hash).or_insert(next));
            }
        }
        places
    }

    fn signature(&self, element: u32, depth: usize) -> u32 {
        let ids = self.outline.ancestors(element).take(depth);
        ids.fold(0, |hash, id| {
            text::salted(hash ^ self.elements.signatures[id as usize], 50)
        })
    }

    /// In a dump the looks of a line stand for its place.
    fn look(&self, index: usize) -> u32 {
        if !self.is_dump {
            return 0;
        }
        let stats = &self.texts[index];
        let size = (stats.tokens + 1.0).log2() as u32;
        let blank = self.outline.blocks[index].blank_before.min(3);
        text::salted(size * 64 + blank * 8 + u32::from(stats.end), 51)
    }

    /// Hands the sums of a token table over every block to `take`, by group.
    pub(crate) fn sums<T: Table>(&self, table: &T, take: impl FnMut([T::Sum; GROUPS])) {
        match self.is_dump {
            true => self.line_sums(table, take),
            false => self.block_sums(table, take),
        }
    }

    /// Leaves tokens and words behind: only the sums need them.
    pub(crate) fn forget_tokens(&mut self) {
        self.elements.forget_tokens();
        self.texts.forget_words();
    }

    fn block_sums<T: Table>(&self, table: &T, mut take: impl FnMut([T::Sum; GROUPS])) {
        let tokens = self.tokens();
        let mut ancestors = Ancestors::new(tokens);
        let mut keys = Keys::new(table);
        let mut headings = LastHeading::default();
        for (index, block) in self.outline.blocks.iter().enumerate() {
            let heading = headings.sum(&tokens, index, &mut keys);
            let one = tokens.level_one(block);
            let [level_one, level_two, far] = ancestors.sums(one, &mut keys);
            take([
                keys.sum_of(|out| tokens.own(block, out)),
                level_one,
                level_two,
                far,
                keys.sum_of(|out| tokens.path(block, out)),
                keys.sum_of(|out| tokens.text(index, out)),
                heading,
                keys.sum_of(|out| tokens.links(block, out)),
            ]);
        }
    }

    fn line_sums<T: Table>(&self, table: &T, mut take: impl FnMut([T::Sum; GROUPS])) {
        let tokens = self.tokens();
        let mut keys = Keys::new(table);
        let mut headings = LastHeading::default();
        for (index, block) in self.outline.blocks.iter().enumerate() {
            let heading = headings.sum(&tokens, index, &mut keys);
            take([
                keys.sum_of(|out| tokens.shape(index, out)),
                keys.sum_of(|out| tokens.line_before(index, out)),
                keys.sum_of(|out| tokens.line_after(index, out)),
                keys.sum_of(|out| tokens.shapes_around(index, out)),
                keys.sum_of(|out| tokens.path(block, out)),
                keys.sum_of(|out| tokens.text(index, out)),
                heading,
                keys.sum_of(|out| tokens.parents(block, out)),
            ]);
        }
    }

    /// Hashes of the blocks' texts.
    pub(crate) fn hashes(&self) -> impl Iterator<Item = u64> + '_ {
        self.texts.iter().map(|t| t.hash)
    }
}
