//! The dense features: one row a block.

use std::ops::Range;

use foldhash::HashMap;
use html5ever::{LocalName, local_name};

use super::Features;
use super::elements::SECTIONS;
use super::levels::{LEVELS, Level, Levels, common};
use super::links;
use super::prefix::Prefix;
use super::sums::{SAYS, Sums, counts, says};
use super::text::count;
use crate::segment::outline::{Block, NONE, RunKind};

/// Numbers a row.
pub(crate) const DENSE: usize = 319;

/// Facts of one block that rows of its neighbours use too.
#[derive(Debug, Clone, Default)]
struct Near {
    linked: f32,
    /// Blocks with the same text.
    repeats: f32,
    links: u16,
    external: u16,
    anchors: u16,
    breaks: u16,
    heading: u8,
    paragraph: bool,
    tag: u8,
}

/// What the whole page adds to every row.
#[derive(Debug)]
struct Whole {
    prefix: Prefix<Sums, 2>,
    /// Words in all blocks before each, and in all.
    words: Vec<u32>,
    /// The sums over the page, and its tokens.
    all: Sums,
    total: f64,
    core: (usize, usize),
    title: Option<usize>,
    best_title: f32,
    paragraphs: Option<(usize, usize)>,
    next_heading: Vec<u32>,
    places: [Vec<[f32; 4]>; 2],
    /// Of each block, what its neighbours take means of.
    looks: Vec<[f32; 4]>,
}

/// Makes the dense row of any block.
#[derive(Debug)]
pub(crate) struct Rows<'a> {
    features: &'a Features<'a>,
    near: Vec<Near>,
    whole: Whole,
    known: Known,
}

/// The ranges around a block, and what their sums say.
type Known = [(Level, [f32; SAYS]); LEVELS];

impl<'a> Rows<'a> {
    pub(crate) fn new(features: &'a Features<'a>) -> Self {
        let blocks = 0..features.texts.len();
        let near = blocks.map(|index| features.near(index)).collect();
        let near = features.count_repeats(near);
        Self {
            whole: features.whole(&near),
            near,
            features,
            known: Known::default(),
        }
    }

    /// Appends the row of a block, which stands in these ranges.
    pub(crate) fn push(&mut self, index: usize, levels: &Levels, row: &mut Vec<f32>) {
        self.know(levels);
        self.features
            .row((index, &self.known), &self.near, &self.whole, row);
    }

    /// Neighbours stand in the same ranges: only what changed is worked out again.
    fn know(&mut self, levels: &Levels) {
        for (level, known) in levels.iter().zip(&mut self.known) {
            if known.0 != *level {
                let (start, end) = (level.start as usize, level.end as usize);
                let sums = self.features.sums_of(start..end, &self.near, &self.whole);
                *known = (*level, says(&sums, self.whole.total as f32));
            }
        }
    }
}

impl Whole {
    fn words_between(&self, start: usize, end: usize) -> f64 {
        let last = self.words.len() - 1;
        let at = |index: usize| f64::from(self.words[index.min(last)]);
        at(end) - at(start)
    }
}

impl Features<'_> {
    fn row(
        &self,
        (index, levels): (usize, &Known),
        near: &[Near],
        whole: &Whole,
        row: &mut Vec<f32>,
    ) {
        self.texts[index].push(row);
        self.push_self(index, &near[index], row);
        self.push_levels(index, levels, row);
        self.push_repetition(index, whole, row);
        self.push_position(index, whole, row);
        self.push_core(index, whole, row);
        self.push_title(index, whole, row);
        self.push_headings(index, near, whole, row);
        self.push_places(index, whole, row);
        self.push_neighbours(index, near, row);
        push_windows(index, &whole.looks, row);
    }

    fn near(&self, index: usize) -> Near {
        let block = &self.outline.blocks[index];
        let mut near = Near {
            heading: self.heading_level(index),
            tag: self.tag(block) as u8,
            ..Near::default()
        };
        let mut last = NONE;
        let (mut linked, mut total) = (0, 0);
        for run in &self.outline.runs[block.runs.start as usize..block.runs.end as usize] {
            count(&mut near.breaks, run.kind == RunKind::Break);
            let link = self.elements.facts[run.element as usize].link;
            total += run.text.len();
            if link == NONE {
                continue;
            }
            linked += run.text.len();
            if link != last {
                count(&mut near.links, true);
                let target = self.elements.target(link);
                count(&mut near.external, target.is_some_and(|t| t.external));
                count(&mut near.anchors, target.is_some_and(|t| t.anchor));
            }
            last = link;
        }
        if self.is_dump {
            let line = links::read(self.outline.block_text(index));
            near.links = u16::try_from(line.links).unwrap_or(u16::MAX);
            (linked, total) = (line.linked, line.text.len());
        }
        near.linked = linked as f32 / total.max(1) as f32;
        near.paragraph = self.texts[index].tokens >= 12.0 && near.linked < 0.4;
        near
    }

    fn tag(&self, block: &Block) -> usize {
        tag_number(&self.outline.element(block.element).tag)
    }

    fn count_repeats(&self, mut near: Vec<Near>) -> Vec<Near> {
        let mut counts: HashMap<u64, f32> = HashMap::default();
        for text in self.texts.iter() {
            *counts.entry(text.hash).or_default() += 1.0;
        }
        for (near, text) in near.iter_mut().zip(self.texts.iter()) {
            near.repeats = counts.get(&text.hash).copied().unwrap_or(1.0);
        }
        near
    }

    fn push_self(&self, index: usize, near: &Near, row: &mut Vec<f32>) {
        let block = &self.outline.blocks[index];
        let facts = &self.elements.facts[block.element as usize];
        let marker = self.outline.runs.get(block.runs.start as usize);
        let marker = marker.map_or(0, |r| r.text.start.saturating_sub(block.text.start));
        row.extend([
            near.linked,
            f32::from(near.links),
            f32::from(near.external),
            f32::from(near.anchors),
            f32::from(near.breaks),
            near.repeats,
            f32::from(near.heading),
            block.runs.len() as f32,
            block.blank_before as f32,
            marker as f32,
            self.outline.element(block.element).hidden as u8 as f32,
            f32::from(facts.depth),
        ]);
        let sections = self.elements.sections(self.outline, block.element);
        row.extend(sections.map(f32::from));
        row.extend((0..15).map(|bit| f32::from(facts.roles >> bit & 1)));
        row.extend((0..TAGS).map(|t| f32::from(t == usize::from(near.tag))));
    }

    fn push_levels(&self, index: usize, levels: &Known, row: &mut Vec<f32>) {
        let count = self.texts.len() as f32;
        for (level, sums) in levels {
            let (start, end) = (level.start as usize, level.end as usize);
            row.extend(sums);
            let inside = (index - start.min(index)) as f32;
            row.extend([
                self.images(level),
                self.siblings(level),
                inside / ((end - start).max(2) - 1) as f32,
                inside,
                start as f32 / count,
                end as f32 / count,
            ]);
        }
    }

    fn images(&self, level: &Level) -> f32 {
        let element = self.outline.element(level.element);
        let facts = &self.elements.facts;
        let last = facts[(element.end.max(1) - 1) as usize].images;
        let images = last.saturating_sub(facts[level.element as usize].images);
        images as f32 / (level.end - level.start).max(1) as f32
    }

    fn siblings(&self, level: &Level) -> f32 {
        self.elements.facts[level.element as usize].siblings as f32
    }

    fn push_repetition(&self, index: usize, whole: &Whole, row: &mut Vec<f32>) {
        let block = &self.outline.blocks[index];
        let facts = &self.elements.facts[block.element as usize];
        let above = &self.elements.facts[facts.repeated as usize];
        let blocks = &self.outline.element(facts.repeated).blocks;
        row.extend([
            above.siblings as f32,
            f32::from(facts.depth.saturating_sub(above.depth)),
            whole.words_between(blocks.start as usize, blocks.end as usize) as f32,
        ]);
    }

    fn push_position(&self, index: usize, whole: &Whole, row: &mut Vec<f32>) {
        let count = self.texts.len();
        let all = &whole.all;
        let before = whole.words[index] as f32;
        let total = whole.total as f32;
        row.extend([
            before / total,
            index as f32 / count as f32,
            before,
            total - before - self.texts[index].tokens,
            index as f32,
            (count - index) as f32,
            total,
            all.link_density() as f32,
            (all.value(counts::PARAGRAPH_TOKENS) / whole.total) as f32,
            all.value(counts::HEADINGS) as f32,
            (all.value(counts::ITEMS) / all.value(counts::BLOCKS)) as f32,
            all.value(counts::PRICES) as f32,
            all.value(counts::DATES) as f32,
        ]);
    }

    fn push_core(&self, index: usize, whole: &Whole, row: &mut Vec<f32>) {
        let (start, end) = whole.core;
        let at = index as f32;
        let outside = if index < start {
            at - start as f32
        } else {
            at - (end as f32).min(at)
        };
        let total = whole.total;
        let share = whole.words_between(start, end + 1) / total;
        let (depth, common_share) = self.common(index, whole, (start, end));
        row.extend([
            f32::from(index >= start && index <= end),
            outside,
            share as f32,
            (at - start as f32) / (end - start).max(1) as f32,
            depth,
            common_share,
        ]);
    }

    fn common(&self, index: usize, whole: &Whole, range: (usize, usize)) -> (f32, f32) {
        let element = self.outline.blocks[index].element;
        let range = (range.0 as u32, range.1 as u32);
        let (depth, start, end) = common(self.outline, &self.elements, element, range);
        let total = whole.total;
        let share = whole.words_between(start as usize, end as usize) / total;
        (depth as f32, share as f32)
    }

    fn push_title(&self, index: usize, whole: &Whole, row: &mut Vec<f32>) {
        row.extend([self.title_overlaps[index], whole.best_title]);
        let Some(title) = whole.title else {
            row.extend([-9999.0, -9999.0, -1.0, -1.0]);
            return;
        };
        let tokens = |i: usize| whole.words[i] as f32;
        let (depth, share) = self.common(index, whole, (title, title));
        row.extend([
            index as f32 - title as f32,
            tokens(index) - tokens(title),
            depth,
            share,
        ]);
    }

    fn push_headings(&self, index: usize, near: &[Near], whole: &Whole, row: &mut Vec<f32>) {
        let at = index as f32;
        let (first, last) = whole
            .paragraphs
            .map_or((-9999.0, -9999.0), |(first, last)| {
                (at - first as f32, at - last as f32)
            });
        let level = |i: usize| near.get(i).map_or(0.0, |n| f32::from(n.heading));
        let before = self.around.headings[index] as usize;
        let after = whole.next_heading[index] as usize;
        row.extend([
            first,
            last,
            if before < near.len() {
                at - before as f32
            } else {
                999.0
            },
            level(before),
            after as f32 - at,
            level(after),
        ]);
    }

    fn push_places(&self, index: usize, whole: &Whole, row: &mut Vec<f32>) {
        let total = whole.total as f32;
        for (places, sums) in self.around.places.iter().zip(&whole.places) {
            let [count, tokens, linked, sentences] = sums[places[index] as usize];
            row.extend([
                count,
                tokens / count,
                tokens / total,
                linked / count,
                sentences / count,
            ]);
        }
    }

    fn push_neighbours(&self, index: usize, near: &[Near], row: &mut Vec<f32>) {
        for step in [-2isize, -1, 1, 2] {
            let at = index.checked_add_signed(step).filter(|&i| i < near.len());
            let Some(at) = at else {
                row.extend([-1.0; 12]);
                continue;
            };
            let (text, near) = (&self.texts[at], &near[at]);
            row.extend([
                text.tokens,
                near.linked,
                f32::from(text.sentences),
                f32::from(text.end),
                text.stop_rate(),
                f32::from(text.price),
                f32::from(text.date),
                f32::from(near.heading),
                f32::from(near.tag),
                near.repeats,
                text.capital_rate(),
                self.outline.blocks[at].blank_before as f32,
            ]);
        }
    }

    fn whole(&self, near: &[Near]) -> Whole {
        let (title, best_title) = find_title(near, &self.title_overlaps);
        let is_long = |i: &usize| near[*i].paragraph && self.texts[*i].tokens >= 20.0;
        let first = (0..near.len()).find(is_long);
        let last = (0..near.len()).rev().find(is_long);
        let mut whole = Whole {
            prefix: Prefix::of(near.len(), self.adding(near)),
            words: self.words_before(),
            all: Sums::default(),
            total: 1.0,
            core: (0, near.len().max(1) - 1),
            title,
            best_title,
            paragraphs: first.zip(last),
            next_heading: next_headings(near),
            places: self
                .around
                .places
                .each_ref()
                .map(|places| self.place_sums(places, near)),
            looks: self.looks(near),
        };
        whole.all = self.sums_of(0..near.len(), near, &whole);
        whole.total = whole.all.value(counts::TOKENS).max(1.0);
        if let Some(core) = self.core(near, &whole) {
            whole.core = core;
        }
        whole
    }

    fn looks(&self, near: &[Near]) -> Vec<[f32; 4]> {
        let blocks = self.texts.iter().zip(near);
        let look = blocks.map(|(text, near)| {
            let sentences = f32::from(text.sentences);
            let heading = f32::from(near.heading > 0);
            [text.tokens, near.linked, sentences, heading]
        });
        look.collect()
    }

    /// Words in all blocks before each, and in all.
    fn words_before(&self) -> Vec<u32> {
        let mut before = Vec::with_capacity(self.texts.len() + 1);
        let mut words = 0u32;
        before.push(words);
        before.extend(self.texts.iter().map(|text| {
            words = words.saturating_add(text.tokens as u32);
            words
        }));
        before
    }

    fn sums_of(&self, blocks: Range<usize>, near: &[Near], whole: &Whole) -> Sums {
        let mut sums = whole.prefix.before(blocks.end, self.adding(near));
        sums.take(&whole.prefix.before(blocks.start, self.adding(near)));
        sums
    }

    /// Adds a block to sums.
    fn adding(&self, near: &[Near]) -> impl Fn(&mut Sums, usize) {
        |sums, index| sums.add(&self.summed(index, &near[index]))
    }

    fn summed(&self, index: usize, near: &Near) -> Sums {
        let text = &self.texts[index];
        let tag = |name| u32::from(usize::from(near.tag) == tag_number(&name));
        let paragraph = u32::from(near.paragraph);
        let tokens = text.tokens as u32;
        Sums {
            linked: f64::from(near.linked * text.chars),
            stops: f64::from(text.stop_rate() * text.tokens),
            counts: [
                1,
                tokens,
                text.chars as u32,
                u32::from(text.commas),
                u32::from(text.sentences),
                tag(local_name!("p")),
                u32::from(near.heading > 0),
                tag(local_name!("li")),
                paragraph,
                paragraph * tokens,
                u32::from(near.links),
                u32::from(text.price),
                u32::from(text.date),
            ],
        }
    }

    fn place_sums(&self, places: &[u32], near: &[Near]) -> Vec<[f32; 4]> {
        let count = places.iter().max().map_or(0, |&m| m as usize + 1);
        let mut sums = vec![[0.0; 4]; count];
        for (index, (&place, near)) in places.iter().zip(near).enumerate() {
            let text = &self.texts[index];
            let values = [1.0, text.tokens, near.linked, f32::from(text.sentences)];
            for (sum, value) in sums[place as usize].iter_mut().zip(values) {
                *sum += value;
            }
        }
        sums
    }

    /// The element that holds most paragraphs near by, as readers' modes find it.
    fn core(&self, near: &[Near], whole: &Whole) -> Option<(usize, usize)> {
        if self.is_dump {
            return whole.paragraphs;
        }
        let mut scores: HashMap<u32, f32> = HashMap::default();
        let tokens = self.tokens();
        for index in (0..near.len()).filter(|&i| near[i].paragraph) {
            let text = &self.texts[index];
            let score = 1.0 + f32::from(text.commas) + (text.tokens / 20.0).min(3.0);
            let mut id = tokens.level_one(&self.outline.blocks[index]);
            for share in [1.0, 1.2, 2.0, 3.0, 4.0] {
                if id != NONE {
                    *scores.entry(id).or_default() += score / share;
                    id = tokens.up(id);
                }
            }
        }
        let mut best = scores
            .into_iter()
            .map(|(id, score)| {
                let blocks = &self.outline.element(id).blocks;
                let blocks = blocks.start as usize..blocks.end as usize;
                let sums = self.sums_of(blocks, near, whole);
                (score * (1.0 - sums.link_density() as f32), id)
            })
            .collect::<Vec<_>>();
        best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let blocks = &self.outline.element(best.first()?.1).blocks;
        Some((blocks.start as usize, blocks.end.max(1) as usize - 1))
    }
}

/// Means of the blocks before and after.
fn push_windows(index: usize, looks: &[[f32; 4]], row: &mut Vec<f32>) {
    let count = looks.len();
    for reach in [4, 12] {
        let before = index.saturating_sub(reach)..index;
        let after = (index + 1).min(count)..(index + 1 + reach).min(count);
        for range in [before, after] {
            let size = range.len().max(1) as f32;
            let mut sums = [0.0f32; 4];
            for values in &looks[range] {
                for (sum, value) in sums.iter_mut().zip(values) {
                    *sum += value;
                }
            }
            row.extend(sums.map(|s| s / size));
        }
    }
}

fn find_title(near: &[Near], overlaps: &[f32]) -> (Option<usize>, f32) {
    let mut best = (None, 0.0);
    for (index, (near, &overlap)) in near.iter().zip(overlaps).enumerate() {
        let bonus = match near.heading {
            1 if overlap <= 0.0 => 0.3,
            1 => 0.5,
            2 => 0.25,
            _ => 0.0,
        };
        if overlap + bonus > best.1 + 1e-6 {
            best = (Some(index), overlap + bonus);
        }
    }
    best
}

fn next_headings(near: &[Near]) -> Vec<u32> {
    let mut next = u32::try_from(near.len()).unwrap_or(u32::MAX);
    let mut all = vec![next; near.len()];
    for (index, near) in near.iter().enumerate().rev() {
        all[index] = next;
        if near.heading > 0 {
            next = index as u32;
        }
    }
    all
}

/// Elements that hold blocks most often.
const TAGS: usize = 12;

fn tag_number(tag: &LocalName) -> usize {
    match *tag {
        local_name!("p") => 0,
        local_name!("li") => 1,
        local_name!("td") => 2,
        local_name!("div") => 3,
        local_name!("span") => 4,
        local_name!("a") => 5,
        local_name!("button") => 6,
        local_name!("label") => 7,
        local_name!("dt") => 8,
        local_name!("dd") => 9,
        local_name!("pre") => 10,
        local_name!("section") => 11,
        _ => TAGS,
    }
}

const _: () = assert!(SECTIONS == 27);
