//! The sparse features of a block: hashed words of its place, its text and its links. The token
//! table of the model gives every one of them a weight.

use foldhash::HashSet;

use super::Table;
use super::elements::Elements;
use super::text::{Texts, salted};
use crate::segment::outline::{Block, ElementId, NONE, Outline};

/// Groups of tokens whose sums are features by themselves.
pub(crate) const GROUPS: usize = 8;
/// Elements taken for one level of ancestors that hold the same blocks: for the level itself, and
/// for the set of all levels.
const LEVEL: usize = 6;
const FAR: usize = 40;
/// Longer blocks give their first and last words only.
const SHORT: usize = 12;

/// The set of those tokens of a group that the table knows; most are strangers.
pub(super) struct Keys<'t, T> {
    table: &'t T,
    keys: Vec<u32>,
    /// Tokens offered so far.
    offered: usize,
}

impl<'t, T: Table> Keys<'t, T> {
    pub(super) fn new(table: &'t T) -> Self {
        Self {
            table,
            keys: Vec::new(),
            offered: 0,
        }
    }

    fn push(&mut self, key: u32) {
        self.offered += 1;
        if self.table.may_know(key) {
            self.keys.push(key);
        }
    }

    fn extend(&mut self, keys: impl Iterator<Item = u32>) {
        keys.for_each(|key| self.push(key));
    }

    /// What the set is worth that is filled in.
    pub(super) fn sum_of(&mut self, fill: impl FnOnce(&mut Self)) -> T::Sum {
        fill(self);
        self.sum()
    }

    fn sum(&mut self) -> T::Sum {
        self.keys.sort_unstable();
        self.keys.dedup();
        let mut sum = T::Sum::default();
        self.table.add(&mut sum, &self.keys);
        self.keys.clear();
        self.offered = 0;
        sum
    }

    /// What is in the set and not yet present, and is from now on; the set is empty afterwards.
    pub(super) fn take_new<'k>(
        &'k mut self,
        present: &'k mut HashSet<u32>,
    ) -> impl Iterator<Item = u32> + 'k {
        self.offered = 0;
        self.keys.drain(..).filter(|key| present.insert(*key))
    }

    pub(super) fn table(&self) -> &'t T {
        self.table
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Tokens<'a> {
    pub(super) outline: &'a Outline,
    pub(super) elements: &'a Elements,
    pub(super) texts: &'a Texts,
    /// For each block the last heading before it.
    pub(super) headings: &'a [u32],
}

impl Tokens<'_> {
    /// The block's own level, and the element at which its ancestors start.
    pub(super) fn level_one(&self, block: &Block) -> ElementId {
        let own = self.outline.element(block.element);
        if own.blocks.len() == 1 {
            self.elements.facts[block.element as usize].up
        } else {
            block.element
        }
    }

    pub(super) fn is_element(&self, id: ElementId) -> bool {
        (id as usize) < self.elements.facts.len()
    }

    pub(super) fn up(&self, id: ElementId) -> ElementId {
        self.elements.facts.get(id as usize).map_or(NONE, |f| f.up)
    }

    pub(super) fn own(&self, block: &Block, out: &mut Keys<'_, impl Table>) {
        let single = self.outline.element(block.element).blocks.len() == 1;
        self.same_level(block.element, if single { LEVEL } else { 1 }, 10, out);
        let mut last = block.element;
        let limit = out.offered + 25;
        for run in &self.outline.runs[block.runs.start as usize..block.runs.end as usize] {
            if run.element != last && run.element != block.element && out.offered < limit {
                let tokens = self.elements.tokens_of(run.element);
                out.extend(tokens.iter().map(|&t| key(t, 11)));
            }
            last = run.element;
        }
    }

    pub(super) fn level(&self, id: ElementId, salt: u32, out: &mut Keys<'_, impl Table>) {
        self.same_level(id, LEVEL, salt, out);
    }

    fn same_level(&self, id: ElementId, limit: usize, salt: u32, out: &mut Keys<'_, impl Table>) {
        let Some(end) = self.elements.facts.get(id as usize).map(|f| f.up) else {
            return;
        };
        let ids = self.outline.ancestors(id).take_while(|&e| e != end);
        for id in ids.take(limit) {
            out.extend(self.elements.tokens_of(id).iter().map(|&t| key(t, salt)));
        }
    }

    /// The tokens that an element adds to those of the elements that hold more.
    pub(super) fn far(&self, id: ElementId, out: &mut Keys<'_, impl Table>) {
        self.same_level(id, FAR, 14, out);
    }

    pub(super) fn path(&self, block: &Block, out: &mut Keys<'_, impl Table>) {
        let mut hash = 0;
        for (depth, id) in self.outline.ancestors(block.element).take(4).enumerate() {
            let tag = self
                .elements
                .tokens_of(id)
                .first()
                .copied()
                .unwrap_or_default();
            hash = salted(hash ^ tag, 15);
            if depth % 2 == 1 {
                out.push(key(hash, 16));
            }
        }
    }

    pub(super) fn text(&self, index: usize, out: &mut Keys<'_, impl Table>) {
        self.words(index, 0, out);
    }

    /// Words of a block in the role that `salt` stands for.
    fn words(&self, index: usize, salt: u32, out: &mut Keys<'_, impl Table>) {
        let Some(stats) = self.texts.get(index) else {
            out.push(key(salt, 27));
            return;
        };
        let words = self.texts.head(index);
        let key = |word, role| key(word ^ salt, role);
        if stats.tokens as usize <= SHORT {
            out.extend(words.iter().map(|&w| key(w, 20)));
            out.extend(pairs(words).map(|p| key(p, 21)));
            let whole = words.iter().fold(0, |hash, &w| salted(hash ^ w, 22));
            out.push(key(whole, 23));
        } else {
            out.extend(words.iter().take(5).map(|&w| key(w, 24)));
            out.extend(pairs(words).take(1).map(|p| key(p, 25)));
            out.extend(stats.last.iter().map(|&w| key(w, 26)));
        }
    }

    /// In a dump a line's shape, and the lines around it, stand for its place.
    pub(super) fn shape(&self, index: usize, out: &mut Keys<'_, impl Table>) {
        out.extend(self.shapes(index));
    }

    fn shapes(&self, index: usize) -> impl Iterator<Item = u32> + use<> {
        let block = self.outline.blocks.get(index);
        let keys = block.map(|block| {
            let stats = &self.texts[index];
            let size = (stats.tokens + 1.0).log2() as u32;
            let marker = u32::from(self.elements.facts[block.element as usize].depth.min(7));
            let blank = block.blank_before.min(3);
            [
                key(size, 60),
                key(marker, 61),
                key(size << 8 | marker << 4 | blank, 62),
                key(size << 8 | u32::from(stats.end), 63),
            ]
        });
        keys.into_iter().flatten()
    }

    pub(super) fn line_before(&self, index: usize, out: &mut Keys<'_, impl Table>) {
        self.words(index.wrapping_sub(1), 0x5151, out);
    }

    pub(super) fn line_after(&self, index: usize, out: &mut Keys<'_, impl Table>) {
        self.words(index + 1, 0x6161, out);
    }

    /// The items that a line of a nested list belongs to.
    pub(super) fn parents(&self, block: &Block, out: &mut Keys<'_, impl Table>) {
        let items = self.outline.ancestors(block.element).skip(1).step_by(2);
        for item in items.take(3) {
            let first = self.outline.element(item).blocks.start as usize;
            if item != 0 {
                self.words(first, 0x7171, out);
            }
        }
    }

    /// The shapes of the lines before and after.
    pub(super) fn shapes_around(&self, index: usize, out: &mut Keys<'_, impl Table>) {
        out.extend(self.shapes(index.wrapping_sub(1)).map(|k| key(k, 64)));
        out.extend(self.shapes(index + 1).map(|k| key(k, 65)));
    }

    /// Of the heading that is block `at`.
    fn heading(&self, at: usize, out: &mut Keys<'_, impl Table>) {
        if at >= self.texts.len() {
            return;
        }
        let words = self.texts.head(at);
        let words = words.get(..10).unwrap_or(words);
        out.extend(words.iter().map(|&w| key(w, 30)));
        out.extend(pairs(words).map(|p| key(p, 31)));
        if words.len() <= 3 {
            out.push(key(
                words.iter().fold(0, |hash, &w| salted(hash ^ w, 32)),
                33,
            ));
        }
        let element = self.outline.blocks[at].element;
        out.extend(self.elements.tokens_of(element).iter().map(|&t| key(t, 34)));
    }

    pub(super) fn links(&self, block: &Block, out: &mut Keys<'_, impl Table>) {
        let mut seen = NONE;
        let mut count = 0;
        for run in &self.outline.runs[block.runs.start as usize..block.runs.end as usize] {
            let link = self.elements.facts[run.element as usize].link;
            if link == seen || link == NONE || count == 3 {
                continue;
            }
            seen = link;
            count += 1;
            if let Some(target) = self.elements.target(link) {
                out.extend(self.elements.words_of(target).iter().map(|&w| key(w, 40)));
            }
        }
    }
}

/// What the heading before a block is worth: most blocks have that of the block before.
#[derive(Debug, Default)]
pub(super) struct LastHeading<S> {
    last: Option<(u32, S)>,
}

impl<S: Clone> LastHeading<S> {
    pub(super) fn sum<T: Table<Sum = S>>(
        &mut self,
        tokens: &Tokens<'_>,
        index: usize,
        keys: &mut Keys<'_, T>,
    ) -> S {
        let heading = tokens.headings[index];
        match &self.last {
            Some((last, sum)) if *last == heading => sum.clone(),
            _ => {
                let sum = keys.sum_of(|out| tokens.heading(heading as usize, out));
                self.last = Some((heading, sum.clone()));
                sum
            }
        }
    }
}

fn pairs(words: &[u32]) -> impl Iterator<Item = u32> + '_ {
    words.windows(2).map(|pair| salted(pair[0], 41) ^ pair[1])
}

/// Keys have 24 bits: few enough to be stored in three bytes, enough to keep strangers apart.
fn key(token: u32, salt: u32) -> u32 {
    salted(token, salt) >> 8
}
