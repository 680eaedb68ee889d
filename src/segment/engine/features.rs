//! Dense features of every block, in one pass over the outline. Ancestors hold ranges of blocks,
//! so that everything about a subtree is a difference of two prefix sums.

use std::collections::HashMap;

use html5ever::local_name;

use super::stats::{Stats, words};
use super::tree::{FAR, Level, SECTIONS, Tree, levels};
use crate::page::dom::Dom;
use crate::segment::outline::{Hidden, Outline};

/// Levels of ancestors that have features of their own.
pub(crate) const LEVELS: usize = 6;

/// What is summed over subtrees.
const SUMS: usize = 9;

/// A table with a row for each block.
#[derive(Debug, Default)]
pub(crate) struct Features {
    pub(crate) names: Vec<String>,
    pub(crate) columns: Vec<Vec<f32>>,
}

/// What several columns need.
pub(crate) struct Context<'a> {
    pub(crate) outline: &'a Outline,
    pub(crate) stats: Vec<Stats>,
    pub(crate) tree: Tree,
    pub(crate) levels: Vec<Vec<Level>>,
    /// Heading level of each block, 0 for others.
    pub(crate) headings: Vec<u8>,
    /// Blocks with the same path of tags and classes, by four elements and by one.
    pub(crate) groups: [Vec<u64>; 2],
    sums: Vec<[f32; SUMS]>,
    title: String,
}

impl<'a> Context<'a> {
    pub(crate) fn new(dom: Option<&'a Dom>, outline: &'a Outline, title: &str) -> Self {
        let stats: Vec<_> = outline
            .blocks
            .iter()
            .map(|b| Stats::of(outline, b))
            .collect();
        let headings = outline
            .blocks
            .iter()
            .map(|b| heading(outline, b.element))
            .collect();
        let mut context = Self {
            levels: outline
                .blocks
                .iter()
                .map(|b| levels(outline, b.element))
                .collect(),
            tree: Tree::new(dom, outline),
            sums: Vec::new(),
            groups: [Vec::new(), Vec::new()],
            title: title.to_lowercase(),
            outline,
            stats,
            headings,
        };
        context.sums = context.prefix_sums();
        context.groups = [groups(&context, 4), groups(&context, 1)];
        context
    }

    fn len(&self) -> usize {
        self.outline.blocks.len()
    }

    fn prefix_sums(&self) -> Vec<[f32; SUMS]> {
        let mut sum = [0.0; SUMS];
        let mut sums = vec![sum];
        for index in 0..self.len() {
            let stats = &self.stats[index];
            let is_paragraph = self.is_paragraph(index);
            let values = [
                stats.words,
                stats.chars,
                stats.link_chars,
                stats.commas,
                stats.links,
                flag(is_paragraph),
                if is_paragraph { stats.words } else { 0.0 },
                flag(self.headings[index] > 0),
                stats.sentence_ends,
            ];
            sum.iter_mut()
                .zip(values)
                .for_each(|(sum, value)| *sum += value);
            sums.push(sum);
        }
        sums
    }

    /// Running text: some words, few of them links.
    fn is_paragraph(&self, index: usize) -> bool {
        let stats = &self.stats[index];
        stats.words >= 12.0 && stats.link_density() < 0.4 && self.headings[index] == 0
    }

    fn sum(&self, range: &std::ops::Range<u32>) -> [f32; SUMS] {
        let (start, end) = (
            self.sums[range.start as usize],
            self.sums[range.end as usize],
        );
        std::array::from_fn(|i| end[i] - start[i])
    }
}

fn heading(outline: &Outline, element: u32) -> u8 {
    let mut near = outline.ancestors(element).take(3);
    near.find_map(|a| match outline.element(a).tag {
        local_name!("h1") => Some(1),
        local_name!("h2") => Some(2),
        local_name!("h3") => Some(3),
        local_name!("h4") => Some(4),
        local_name!("h5") => Some(5),
        local_name!("h6") => Some(6),
        _ => None,
    })
    .unwrap_or(0)
}

fn flag(value: bool) -> f32 {
    f32::from(u8::from(value))
}

impl Features {
    pub(crate) fn new(context: &Context<'_>) -> Self {
        let mut features = Self::default();
        features.text(context);
        features.place(context);
        features.ancestors(context);
        features.position(context);
        features.title(context);
        features.headings(context);
        features.groups(context);
        features
    }

    fn add(&mut self, name: &str, column: Vec<f32>) {
        self.names.push(name.to_owned());
        self.columns.push(column);
    }

    fn of_stats(&mut self, context: &Context<'_>, name: &str, value: impl Fn(&Stats) -> f32) {
        self.add(name, context.stats.iter().map(value).collect());
    }

    fn text(&mut self, c: &Context<'_>) {
        self.of_stats(c, "words", |s| s.words);
        self.of_stats(c, "chars", |s| s.chars);
        self.of_stats(c, "link_density", Stats::link_density);
        self.of_stats(c, "links", |s| s.links);
        self.of_stats(c, "word_length", |s| s.word_chars / s.words.max(1.0));
        self.of_stats(c, "capitalised", |s| s.capitalised / s.words.max(1.0));
        self.of_stats(c, "upper", |s| s.upper / s.words.max(1.0));
        self.of_stats(c, "short", |s| s.short / s.words.max(1.0));
        self.of_stats(c, "digits", |s| s.digits / s.chars.max(1.0));
        self.of_stats(c, "stops", |s| s.stops);
        self.of_stats(c, "commas", |s| s.commas);
        self.of_stats(c, "sentence_ends", |s| s.sentence_ends);
        self.of_stats(c, "separators", |s| s.separators);
        self.of_stats(c, "breaks", |s| s.breaks);
        self.of_stats(c, "inlines", |s| s.inlines);
        self.of_stats(c, "ends_sentence", |s| flag(s.ends_sentence));
        self.of_stats(c, "ends_colon", |s| flag(s.ends_colon));
        self.of_stats(c, "ends_ellipsis", |s| flag(s.ends_ellipsis));
        self.of_stats(c, "question", |s| flag(s.question));
        self.of_stats(c, "price", |s| flag(s.price));
        self.of_stats(c, "year", |s| flag(s.year));
        self.of_stats(c, "at", |s| flag(s.at));
        self.of_stats(c, "copyright", |s| flag(s.copyright));
        self.of_stats(c, "starts_lower", |s| flag(s.starts_lower));
        self.of_stats(c, "starts_digit", |s| flag(s.starts_digit));
    }

    fn place(&mut self, c: &Context<'_>) {
        let blocks = || c.outline.blocks.iter().map(|b| b.element as usize);
        for (index, section) in SECTIONS.iter().enumerate() {
            let distance = |element: usize| f32::from(c.tree.sections[element][index]);
            self.add(&format!("in_{section}"), blocks().map(distance).collect());
        }
        let hidden = |element: usize| match c.outline.elements[element].hidden {
            Hidden::No => 0.0,
            Hidden::Aria => 1.0,
            Hidden::Style => 2.0,
            Hidden::Noscript => 3.0,
        };
        self.add("hidden", blocks().map(hidden).collect());
        self.add(
            "depth",
            blocks().map(|e| f32::from(c.tree.depth[e])).collect(),
        );
        self.add(
            "heading",
            c.headings.iter().map(|&h| f32::from(h)).collect(),
        );
        let line = |value: fn(&crate::segment::outline::Block) -> u32| {
            c.outline
                .blocks
                .iter()
                .map(|b| value(b).min(9) as f32)
                .collect()
        };
        self.add("blank_before", line(|b| b.blank_before));
        let marker = |b: &crate::segment::outline::Block| {
            let run = c.outline.runs.get(b.runs.start as usize);
            run.map_or(0.0, |run| {
                (run.text.start.saturating_sub(b.text.start)).min(9) as f32
            })
        };
        self.add("marker", c.outline.blocks.iter().map(marker).collect());
    }

    fn ancestors(&mut self, c: &Context<'_>) {
        let all = c.sum(&(0..c.len() as u32))[0].max(1.0);
        for level in 0..LEVELS {
            let mut rows: Vec<[f32; 17]> = Vec::with_capacity(c.len());
            for (index, levels) in c.levels.iter().enumerate() {
                rows.push(level_row(c, index, level, levels, all));
            }
            for (column, name) in LEVEL_NAMES.iter().enumerate() {
                let values = rows.iter().map(|row| row[column]).collect();
                self.add(&format!("a{level}_{name}"), values);
            }
        }
        let depth = |levels: &Vec<Level>| levels.len() as f32;
        self.add("levels", c.levels.iter().map(depth).collect());
        let repeated = c.levels.iter().map(|levels| {
            let counts = levels
                .iter()
                .take(10)
                .map(|level| c.tree.alike[level.top as usize]);
            f32::from(counts.max().unwrap_or(1))
        });
        self.add("repeated", repeated.collect());
    }

    fn position(&mut self, c: &Context<'_>) {
        let n = c.len() as f32;
        let all = c.sums.last().map_or(0.0, |sum| sum[0]).max(1.0);
        let before = |i: usize| c.sums[i][0];
        let each = |value: &dyn Fn(usize) -> f32| (0..c.len()).map(value).collect::<Vec<_>>();
        self.add("position", each(&|i| before(i) / all));
        self.add("block_position", each(&|i| i as f32 / n));
        self.add("words_before", each(&before));
        self.add("words_after", each(&|i| all - before(i + 1)));
        self.add("blocks_after", each(&|i| n - i as f32));
        let long = |i: &usize| c.is_paragraph(*i) && c.stats[*i].words >= 20.0;
        let first = (0..c.len()).find(long).map_or(-9999.0, |i| i as f32);
        let last = (0..c.len()).rfind(long).map_or(-9999.0, |i| i as f32);
        self.add("from_first_paragraph", each(&|i| i as f32 - first));
        self.add("from_last_paragraph", each(&|i| i as f32 - last));
        let core = core(c);
        let (start, end) = (core.start as f32, core.end as f32);
        self.add(
            "in_core",
            each(&|i| flag(i as f32 >= start && (i as f32) < end)),
        );
        let outside = |i: f32| {
            if i < start {
                i - start
            } else {
                (i + 1.0 - end).max(0.0)
            }
        };
        self.add("from_core", each(&|i| outside(i as f32)));
        self.add(
            "core_position",
            each(&|i| (i as f32 - start) / (end - start).max(1.0)),
        );
        let share = c.sum(&core)[0] / all;
        self.add("core_share", each(&|_| share));
        let common = |i: usize| {
            let holds = |l: &Level| l.blocks.start <= core.start && l.blocks.end >= core.end;
            let at = c.levels[i].iter().position(holds);
            at.map_or((20.0, 1.0), |at| {
                (at as f32, c.sum(&c.levels[i][at].blocks)[0] / all)
            })
        };
        self.add("core_level", each(&|i| common(i).0));
        self.add("core_level_share", each(&|i| common(i).1));
        let page = c.sum(&(0..c.len() as u32));
        self.add("page_words", each(&|_| all));
        self.add("page_link_density", each(&|_| page[2] / page[1].max(1.0)));
        self.add("page_paragraph_share", each(&|_| page[6] / all));
    }

    fn title(&mut self, c: &Context<'_>) {
        let title: Vec<&str> = words(&c.title).collect();
        let similarity: Vec<f32> = (0..c.len()).map(|i| similarity(c, i, &title)).collect();
        let score = |&i: &usize| match c.headings[i] {
            1 => (similarity[i] + 0.5).max(0.3),
            2 => similarity[i] + 0.25,
            _ => similarity[i],
        };
        let mut best: Option<usize> = None;
        for i in (0..c.len()).filter(|i| score(i) > 0.0) {
            if best.is_none_or(|b| score(&i) > score(&b) + 1e-6) {
                best = Some(i);
            }
        }
        let from = |i: usize| best.map_or(-9999.0, |b| i as f32 - b as f32);
        let words_from = |i: usize| best.map_or(-9999.0, |b| c.sums[i][0] - c.sums[b][0]);
        let level = |i: usize| {
            let best = best.map(|b| b as u32);
            let holds = |l: &Level| best.is_some_and(|b| l.blocks.contains(&b));
            c.levels[i]
                .iter()
                .position(holds)
                .map_or(-1.0, |l| l as f32)
        };
        self.add("from_title", (0..c.len()).map(from).collect());
        self.add("words_from_title", (0..c.len()).map(words_from).collect());
        self.add("title_level", (0..c.len()).map(level).collect());
        self.add(
            "title_score",
            vec![best.map_or(0.0, |b| score(&b)); c.len()],
        );
        self.add("title_similarity", similarity);
    }

    fn headings(&mut self, c: &Context<'_>) {
        let (mut since, mut level) = (Vec::new(), Vec::new());
        let mut last = None;
        for i in 0..c.len() {
            last = if c.headings[i] > 0 { Some(i) } else { last };
            since.push(last.map_or(999.0, |l| (i - l) as f32));
            level.push(last.map_or(0.0, |l| f32::from(c.headings[l])));
        }
        let (mut to, mut next_level) = (vec![999.0; c.len()], vec![0.0; c.len()]);
        let mut next = None;
        for i in (0..c.len()).rev() {
            to[i] = next.map_or(999.0, |n: usize| (n - i) as f32);
            next_level[i] = next.map_or(0.0, |n: usize| f32::from(c.headings[n]));
            next = if c.headings[i] > 0 { Some(i) } else { next };
        }
        self.add("since_heading", since);
        self.add("heading_level", level);
        self.add("to_heading", to);
        self.add("next_heading_level", next_level);
    }

    /// Blocks with the same path of tags and classes.
    fn groups(&mut self, c: &Context<'_>) {
        let all = c.sums.last().map_or(0.0, |sum| sum[0]).max(1.0);
        for (name, groups) in [("group", &c.groups[0]), ("tag_group", &c.groups[1])] {
            let mut totals: HashMap<u64, [f32; 4]> = HashMap::new();
            for (stats, group) in c.stats.iter().zip(groups) {
                let total = totals.entry(*group).or_default();
                let values = [1.0, stats.words, stats.link_density(), stats.sentence_ends];
                total.iter_mut().zip(values).for_each(|(t, v)| *t += v);
            }
            let column = |value: &dyn Fn([f32; 4]) -> f32| {
                groups.iter().map(|g| value(totals[g])).collect::<Vec<_>>()
            };
            self.add(&format!("{name}_size"), column(&|t| t[0]));
            self.add(&format!("{name}_words"), column(&|t| t[1] / t[0]));
            self.add(&format!("{name}_share"), column(&|t| t[1] / all));
            self.add(&format!("{name}_link_density"), column(&|t| t[2] / t[0]));
            self.add(&format!("{name}_sentences"), column(&|t| t[3] / t[0]));
        }
        let mut repeats: HashMap<&str, f32> = HashMap::new();
        for i in 0..c.len() {
            *repeats.entry(c.outline.block_text(i)).or_default() += 1.0;
        }
        let count = |i: usize| repeats[c.outline.block_text(i)];
        self.add("repeats", (0..c.len()).map(count).collect());
    }
}

const LEVEL_NAMES: [&str; 17] = [
    "blocks",
    "words",
    "share",
    "link_density",
    "words_a_block",
    "commas",
    "paragraphs",
    "paragraph_share",
    "paragraph_count",
    "headings",
    "links",
    "images",
    "alike",
    "position",
    "start",
    "end",
    "index",
];

/// The ancestor at a level; level 0 is the block itself, even where its element holds more.
pub(crate) fn at_level(levels: &[Level], level: usize) -> Option<&Level> {
    let own = levels.first().is_some_and(|l| l.blocks.len() == 1);
    let at = if own { level } else { level.saturating_sub(1) };
    levels.get(at.min(levels.len().saturating_sub(1)))
}

fn level_row(c: &Context<'_>, index: usize, level: usize, levels: &[Level], all: f32) -> [f32; 17] {
    let Some(found) = at_level(levels, level) else {
        return [0.0; 17];
    };
    let sum = c.sum(&found.blocks);
    let blocks = found.blocks.len().max(1) as f32;
    let element = c.outline.element(found.top);
    let images = c.tree.images[element.end as usize] - c.tree.images[found.top as usize];
    let n = c.len() as f32;
    let from_start = index as f32 - found.blocks.start as f32;
    [
        blocks,
        sum[0],
        sum[0] / all,
        sum[2] / sum[1].max(1.0),
        sum[0] / blocks,
        sum[3] / sum[0].max(1.0),
        sum[5] / blocks,
        sum[6] / sum[0].max(1.0),
        sum[5],
        sum[7] / blocks,
        sum[4] / blocks,
        images as f32 / blocks,
        f32::from(c.tree.alike[found.top as usize]),
        from_start / (blocks - 1.0).max(1.0),
        found.blocks.start as f32 / n,
        found.blocks.end as f32 / n,
        from_start,
    ]
}

/// The part of the page with most paragraphs, found as Readability does: each paragraph votes
/// for its ancestors, less for farther ones, and links count against them.
fn core(c: &Context<'_>) -> std::ops::Range<u32> {
    let mut votes: HashMap<u32, f32> = HashMap::new();
    for i in (0..c.len()).filter(|&i| c.is_paragraph(i)) {
        let vote = 1.0 + c.stats[i].commas + (c.stats[i].words / 20.0).min(3.0);
        let own = c.levels[i].first().is_some_and(|l| l.blocks.len() == 1);
        let outer = c.levels[i].iter().skip(usize::from(own));
        for (level, divisor) in outer.zip([1.0, 1.2, 2.0, 3.0, 4.0]) {
            *votes.entry(level.bottom).or_default() += vote / divisor;
        }
    }
    let score = |element: u32, votes: f32| {
        let sum = c.sum(&c.outline.element(element).blocks);
        votes * (1.0 - sum[2] / sum[1].max(1.0))
    };
    let scored = votes
        .iter()
        .map(|(&element, &votes)| (element, score(element, votes)));
    let best = scored.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    best.map_or(0..c.len() as u32, |(element, _)| {
        c.outline.element(element).blocks.clone()
    })
}

/// Jaccard similarity of a short block's words and the title's.
fn similarity(c: &Context<'_>, index: usize, title: &[&str]) -> f32 {
    if title.is_empty() || c.stats[index].words > 40.0 || c.stats[index].words == 0.0 {
        return 0.0;
    }
    let text = c.outline.block_text(index).to_lowercase();
    let own: Vec<&str> = words(&text).collect();
    let shared = own.iter().filter(|word| title.contains(word)).count() as f32;
    shared / (own.len() + title.len()).max(1) as f32 * 2.0
}

fn groups(c: &Context<'_>, depth: usize) -> Vec<u64> {
    let group = |block: &crate::segment::outline::Block| {
        let path = c.outline.ancestors(block.element).take(depth);
        path.fold(0_u64, |hash, element| {
            hash.rotate_left(7) ^ c.tree.signature[element as usize].wrapping_mul(0x9e37_79b9)
        })
    };
    c.outline.blocks.iter().map(group).collect()
}

/// Distance that stands for "no such ancestor", for readers of the columns.
#[expect(dead_code, reason = "documents the columns `in_*`")]
const NO_ANCESTOR: u8 = FAR;
