//! What the training tool needs of the engine; not part of the public interface.

use super::features::{
    Around, CONTEXT, Context, DENSE, Features, GROUPS, KINDS as ALL_KINDS, KindContext, Levels,
    Rows, Table, read_links,
};
use super::outline;
use super::outline::{Block, Hidden, Outline, Run};
use crate::Page;

/// Groups of tokens.
pub const TOKEN_GROUPS: usize = GROUPS;
/// Region kinds.
pub const KINDS: usize = ALL_KINDS;
/// Context features a row.
pub const CONTEXT_WIDTH: usize = CONTEXT;

/// The kinds' table of a fold is not cut to whole steps yet: these are small beside any of its weights.
const STEP: f32 = 1.0 / 4096.0;

/// Everything the model may learn from one page.
#[derive(Debug)]
pub struct PageFeatures {
    /// Text of each block, without the addresses of links in a dump.
    pub texts: Vec<String>,
    /// Dense features, row after row.
    pub rows: Vec<f32>,
    /// Numbers a row.
    pub width: usize,
    /// Keys of each block's tokens by group.
    pub tokens: Vec<[Vec<u32>; GROUPS]>,
    around: Around,
    levels: Vec<Levels>,
}

struct Collect;

impl Table for Collect {
    type Sum = Vec<u32>;

    fn may_know(&self, _: u32) -> bool {
        true
    }

    fn add(&self, sum: &mut Vec<u32>, keys: &[u32]) {
        sum.extend(keys);
    }
}

impl PageFeatures {
    /// Cuts a page into blocks and computes their features.
    #[must_use]
    pub fn of(page: &Page) -> Self {
        let outline = outline(page);
        let features = Features::of(page, &outline);
        let mut maker = Rows::new(&features);
        let mut rows = Vec::new();
        let levels: Vec<_> = (0..outline.blocks.len())
            .map(|index| features.levels(index))
            .collect();
        for (index, levels) in levels.iter().enumerate() {
            maker.push(index, levels, &mut rows);
        }
        let mut tokens = Vec::new();
        features.sums(&Collect, |keys| tokens.push(keys));
        Self {
            texts: block_texts(page, &outline),
            width: DENSE,
            rows,
            tokens,
            around: features.around,
            levels,
        }
    }

    /// Rows of features made of the sums of the kinds' table.
    #[must_use]
    pub fn kind_context(&self, totals: &[[f32; KINDS]]) -> Vec<f32> {
        let steps = |totals: &[f32; KINDS]| totals.map(|total| (total / STEP).round() as i32);
        let steps: Vec<_> = totals.iter().map(steps).collect();
        let mut context = KindContext::new(&steps, STEP);
        let mut rows = Vec::new();
        for (index, levels) in self.levels.iter().enumerate() {
            context.push(index, levels, &mut rows);
        }
        rows
    }

    /// Rows of [`CONTEXT_WIDTH`] features made of token table sums.
    #[must_use]
    pub fn context(&self, sums: &[[f32; GROUPS]]) -> Vec<f32> {
        let mut context = Context::new(&self.around, |index| sums[index]);
        let mut rows = Vec::new();
        for (index, levels) in self.levels.iter().enumerate() {
            context.push(index, levels, &mut rows);
        }
        rows
    }
}

/// Text of each block of a page, as in [`PageFeatures::texts`].
#[must_use]
pub fn texts(page: &Page) -> Vec<String> {
    block_texts(page, &outline(page))
}

fn block_texts(page: &Page, outline: &Outline) -> Vec<String> {
    let text = |i| match outline.block_text(i) {
        line if page.dom().is_none() => read_links(line).text.into_owned(),
        text => text.to_owned(),
    };
    (0..outline.blocks.len()).map(text).collect()
}

/// A block of a page as a flattener sees it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Flat {
    /// Its text.
    pub text: String,
    /// Its text with links and strong words marked.
    pub markdown: String,
    /// Level of the heading, 0 for none.
    pub heading: u8,
    /// In how many lists the item lies that it opens, less one.
    pub item: Option<usize>,
}

/// The blocks of a page that a flattener prints.
#[must_use]
pub fn flat(page: &Page) -> Vec<Flat> {
    let outline = outline(page);
    let shown = |block: &&Block| outline.element(block.element).hidden != Hidden::Noscript;
    let blocks = outline.blocks.iter().filter(shown);
    blocks
        .map(|block| flat_block(page, &outline, block))
        .collect()
}

fn flat_block(page: &Page, outline: &Outline, block: &Block) -> Flat {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let tags = || {
        outline
            .ancestors(block.element)
            .map(|id| &*outline.element(id).tag)
    };
    let heading = tags().find_map(|tag| match tag.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    });
    let in_item = tags().any(|tag| tag == "li");
    let lists = tags().filter(|tag| matches!(*tag, "ul" | "ol")).count();
    let runs = &outline.runs[block.runs.start as usize..block.runs.end as usize];
    let marked: String = runs.iter().map(|run| marked(page, outline, run)).collect();
    Flat {
        text: one_line(outline.slice(&block.text)),
        markdown: one_line(&marked),
        heading: heading.unwrap_or(0),
        item: in_item.then(|| lists.saturating_sub(1)),
    }
}

/// A run with the marks of Markdown; white space between runs is left at least as wide.
fn marked(page: &Page, outline: &Outline, run: &Run) -> String {
    let text = outline.slice(&run.text);
    let has = |names: &[&str]| {
        let mut tags = outline.ancestors(run.element).map(|id| outline.element(id));
        tags.find(|element| names.contains(&&*element.tag))
    };
    if text.trim().is_empty() {
        return " ".to_owned();
    }
    let node = has(&["a"]).and_then(|a| page.dom()?.element(a.node?));
    if let Some(href) = node.and_then(|node| node.get("href")) {
        return format!(
            " [{}]({}) ",
            text.trim(),
            href.replace(char::is_whitespace, "")
        );
    }
    match has(&["b", "strong"]) {
        Some(_) => format!(" **{}** ", text.trim()),
        None => text.to_owned(),
    }
}

/// The words of the measure, lower-case.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    super::features::words(text)
        .map(str::to_lowercase)
        .collect()
}
