//! Names at the beginning of a comment's text: "**Ann**: At last."

use html5ever::local_name;

use super::{counts, lines, names, repeated};
use crate::article::{Block, Body, Inline};
use crate::render::plain;
use crate::segment::outline::{ElementId, RunKind};
use crate::select::source::Source;

/// Elements around a text that may be the heavy type that it stands in.
const MOST_AROUND: usize = 2;
/// Elements around one that begins with a name that may be named as the holder of comments.
const MOST_HOLDERS: usize = 4;

/// Blocks at the beginning of the comments that may count them.
const MOST_BEFORE: usize = 3;
/// A longer text, in bytes, is no name in a block of its own.
const LONGEST_NAME: usize = 40;

/// What stands in heavy type before a colon and is no name.
const OTHERS: &[&str] = &[
    "a",
    "answer",
    "cons",
    "correction",
    "edit",
    "edited",
    "fact",
    "important",
    "note",
    "p.s",
    "price",
    "pros",
    "ps",
    "q",
    "question",
    "source",
    "spoiler",
    "summary",
    "tip",
    "tl;dr",
    "tldr",
    "update",
    "verdict",
    "warning",
];

/// What a text begins with that says who wrote it: "**Ann**:", "Ann (3 May 2024):", or a line of
/// its own with a name in heavy type and a day.
pub(super) struct Opening<'s> {
    pub(super) name: String,
    /// The time as printed.
    pub(super) time: Option<&'s str>,
    /// All of it.
    pub(super) printed: &'s str,
    /// No more than a name.
    is_bare: bool,
}

/// The opening of a block, if a text follows.
pub(super) fn opening<'s>(source: &Source<'s>, block: usize) -> Option<Opening<'s>> {
    let outline = source.outline;
    let block = outline.blocks.get(block)?;
    let runs = outline
        .runs
        .get(block.runs.start as usize..block.runs.end as usize)?;
    let line_end = runs.iter().find(|run| run.kind == RunKind::Break);
    let line_end = line_end.map_or(block.text.end, |end| end.text.start);
    let line = outline.slice(&(block.text.start..line_end));
    let rest = outline.slice(&(line_end..block.text.end));
    let first = runs.first()?;
    let heavy = Some(outline.slice(&first.text)).filter(|_| is_heavy(source, first.element));
    let opening = heavy.and_then(|heavy| heavy_opening(line, heavy, !rest.is_empty()));
    let is_sure = |opening: &Opening<'_>| !opening.is_bare || may_be_bare(source, block.element);
    let opening = opening
        .filter(is_sure)
        .or_else(|| dated_opening(line, !rest.is_empty()))?;
    let behind = line.get(opening.printed.len()..).unwrap_or_default();
    let is_followed = [behind, rest]
        .iter()
        .any(|text| text.contains(char::is_alphanumeric));
    is_followed.then_some(opening)
}

/// A name in heavy type that a colon follows, or nothing more in its line but a day.
fn heavy_opening<'s>(line: &'s str, heavy: &'s str, is_line: bool) -> Option<Opening<'s>> {
    let behind = line.get(heavy.len()..)?;
    let has_colon = heavy.trim_end().ends_with(':') || behind.trim_start().starts_with(':');
    let name = lines::author(heavy).filter(|name| is_name(name))?;
    if has_colon {
        return Some(Opening {
            name,
            time: None,
            printed: heavy,
            is_bare: false,
        });
    }
    let time = Some(behind.trim_matches(is_mark)).filter(|time| !time.is_empty());
    let is_signature = is_line && is_capitalised(&name) && time.is_none_or(repeated::states_a_day);
    is_signature.then_some(Opening {
        is_bare: time.is_none(),
        name,
        time,
        printed: line,
    })
}

/// A name and a day with a colon behind them, or in a line of their own.
fn dated_opening(line: &str, is_line: bool) -> Option<Opening<'_>> {
    let printed = match line.find(": ") {
        Some(colon) => line.get(..colon)?,
        None if is_line => line,
        None => return None,
    };
    let (name, time) = signature(printed)?;
    Some(Opening {
        name,
        time: Some(time),
        printed,
        is_bare: false,
    })
}

/// The name and the time that a short text consists of.
pub(super) fn signature(text: &str) -> Option<(String, &str)> {
    if !repeated::states_a_day(text) {
        return None;
    }
    let (name, time) = lines::name_and_time(text);
    let name = name.and_then(lines::author).filter(|name| is_name(name))?;
    Some((name, time?.trim_matches(is_mark)))
}

fn is_mark(sign: char) -> bool {
    sign.is_whitespace() || "()[]|·•,–—-:".contains(sign)
}

/// Whether all words of a name have a capital letter: others may be the subject of a comment.
/// Names of accounts are one word.
pub(super) fn is_capitalised(name: &str) -> bool {
    let is_small = |word: &str| word.starts_with(char::is_lowercase);
    !name.contains(' ') || !name.split(' ').any(is_small)
}

/// Whether the text of a comment begins with a name.
pub(super) fn speaks(source: &Source<'_>, element: ElementId) -> bool {
    let first = source.outline.element(element).blocks.clone().next();
    first.is_some_and(|block| {
        let block = block as usize;
        opening(source, block).is_some() || heading(source, element, block).is_some()
    })
}

/// The name in heavy type that is all of the first block of an element.
pub(super) fn heading(source: &Source<'_>, element: ElementId, block: usize) -> Option<String> {
    let outline = source.outline;
    let is_first = outline.element(element).blocks.start as usize == block;
    let is_alone = outline.element(element).blocks.len() == 1;
    if !is_first || is_alone {
        return None;
    }
    name_alone(source, block)
}

/// The name in heavy type that is all of a block.
pub(super) fn name_alone(source: &Source<'_>, block: usize) -> Option<String> {
    let outline = source.outline;
    let block = outline.blocks.get(block)?;
    let first = outline.runs.get(block.runs.start as usize)?;
    let text = outline.slice(&block.text);
    let is_all = first.text.end >= block.text.start + text.trim_end_matches(':').len() as u32;
    if text.len() > LONGEST_NAME || !is_all || !is_heavy(source, first.element) {
        return None;
    }
    let name = lines::author(text).filter(|name| is_name(name) && is_capitalised(name));
    name.filter(|_| may_be_bare(source, block.element))
}

/// Whether a line in heavy type without a day may be a name: where comments are counted. The rules
/// for those who write some, and what they are offered, have such headings too.
fn may_be_bare(source: &Source<'_>, element: ElementId) -> bool {
    let outline = source.outline;
    let mut around = outline.ancestors(element).take(MOST_HOLDERS + 1);
    let Some(holder) = around.find(|id| names::is_holder(source, *id)) else {
        return false;
    };
    let start = outline.element(holder).blocks.start as usize;
    let mut near = start.saturating_sub(1)..start + MOST_BEFORE;
    near.any(|block| counts::states_some(outline.block_text(block)))
}

/// The same where the name is all that shows a comment: people talk in articles too.
pub(super) fn speaks_among_comments(source: &Source<'_>, element: ElementId) -> bool {
    let mut around = source.outline.ancestors(element).skip(1).take(MOST_HOLDERS);
    speaks(source, element) && around.any(|id| names::is_holder(source, id))
}

pub(super) fn is_heavy(source: &Source<'_>, element: ElementId) -> bool {
    let outline = source.outline;
    let mut around = outline.ancestors(element).take(MOST_AROUND);
    around.any(|id| {
        matches!(
            outline.element(id).tag,
            local_name!("b") | local_name!("strong")
        )
    })
}

pub(super) fn is_name(name: &str) -> bool {
    let is_sentence = name.ends_with(['.', '!', '?']) && name.contains(' ');
    let is_other = OTHERS.contains(&&*name.to_lowercase());
    lines::is_name(name) && !is_sentence && !is_other
}

/// Leaves out what a text begins with, and the colon behind it.
pub(super) fn leave_out(body: &mut Body, printed: &str) {
    let Some(Block::Paragraph { content }) = body.blocks.first_mut() else {
        return;
    };
    let mut left = letters(printed);
    while left > 0 {
        let Some(first) = content.first_mut() else {
            break;
        };
        let length = letters(&plain(std::slice::from_ref(first)));
        if length > left {
            leave_out_letters(first, left);
            break;
        }
        left -= length;
        content.remove(0);
    }
    leave_out_colon(content);
    if content.is_empty() {
        body.blocks.remove(0);
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

fn leave_out_letters(inline: &mut Inline, count: usize) {
    let Inline::Text { text } = inline else {
        return;
    };
    let letters = text.char_indices().filter(|(_, c)| !c.is_whitespace());
    let cut = letters.map(|(at, _)| at).nth(count);
    text.drain(..cut.unwrap_or(text.len()));
}

fn leave_out_colon(content: &mut Vec<Inline>) {
    if let Some(Inline::Text { text }) = content.first_mut() {
        let rest = text.trim_start();
        *text = rest
            .strip_prefix(':')
            .unwrap_or(rest)
            .trim_start()
            .to_owned();
    }
    let is_blank = |inline: &Inline| match inline {
        Inline::Text { text } => text.is_empty(),
        other => *other == Inline::Break,
    };
    while content.first().is_some_and(is_blank) {
        content.remove(0);
    }
}
