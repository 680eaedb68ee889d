//! Comments that no element holds: within what is named after comments, a name stands in an element of
//! its own, mostly with a day, and the text in those after it.

use html5ever::{LocalName, local_name};

use super::{counts, names, speakers, words};
use crate::segment::outline::{ElementId, Outline};
use crate::select::source::Source;

/// Less text than this, in bytes, is no thread.
const LEAST_TEXT: usize = 40;

/// A line that names who speaks, and the elements with the text.
#[derive(Debug)]
pub(super) struct Turn {
    pub(super) head: ElementId,
    /// One past the last element of the text.
    pub(super) end: ElementId,
    pub(super) name: String,
    /// As printed.
    pub(super) time: Option<String>,
}

/// All such comments, in document order.
pub(super) fn turns(source: &Source<'_>) -> Vec<Turn> {
    let outline = source.outline;
    // What each class attribute says: many elements have the same.
    let mut named = vec![None; source.class_count()];
    let mut is_named = |id| {
        let class = named.get_mut(source.class_number(id));
        let says = || source.classes(id).any(words::is_holder);
        class.is_some_and(|class| *class.get_or_insert_with(says))
    };
    let mut id = 0;
    while (id as usize) < outline.elements.len() {
        let is_named = is_named(id) || source.id(id).is_some_and(words::is_holder);
        if !(is_named || names::is_holder(source, id)) || !holds_comments_alone(source, id) {
            id += 1;
            continue;
        }
        let end = outline.element(id).end;
        let mut below = (id..end).map(|parent| below(source, parent));
        if let Some(turns) = below.find(|turns| !turns.is_empty()) {
            return turns;
        }
        id = end;
    }
    Vec::new()
}

/// Whether an element is a part of the page and holds no article.
fn holds_comments_alone(source: &Source<'_>, id: ElementId) -> bool {
    let element = source.outline.element(id);
    let is_page = matches!(element.tag, local_name!("body") | local_name!("html"));
    let is_title = |id| source.outline.element(id).tag == local_name!("h1");
    !is_page && !(id..element.end).any(is_title)
}

/// The comments among the children of an element: two of one sort, or one with a day.
fn below(source: &Source<'_>, parent: ElementId) -> Vec<Turn> {
    let outline = source.outline;
    if outline.element(parent).blocks.len() < 2 {
        return Vec::new();
    }
    let mut turns = read(source, parent);
    turns.retain(|turn| turn.end > outline.element(turn.head).end);
    let is_enough = turns.len() > 1 || turns.iter().any(|turn| turn.time.is_some());
    let length: usize = turns.iter().map(|turn| text_length(outline, turn)).sum();
    if is_enough && length >= LEAST_TEXT {
        turns
    } else {
        Vec::new()
    }
}

/// Every child that is like the first line with a name, with those after it.
fn read(source: &Source<'_>, parent: ElementId) -> Vec<Turn> {
    let outline = source.outline;
    let mut turns: Vec<Turn> = Vec::new();
    let is_like = |turn: &Turn, first: &Turn| {
        let tag = |turn: &Turn| &outline.element(turn.head).tag;
        tag(turn) == tag(first) && turn.time.is_some() == first.time.is_some()
    };
    let mut is_open = false;
    for child in children(outline, parent) {
        let head = head(source, child);
        if let Some(head) = head.filter(|head| turns.first().is_none_or(|f| is_like(head, f))) {
            turns.push(head);
            is_open = true;
            continue;
        }
        is_open = is_open && !is_other(outline, child);
        if let Some(turn) = turns.last_mut().filter(|_| is_open) {
            turn.end = outline.element(child).end;
        }
    }
    turns
}

fn children(outline: &Outline, parent: ElementId) -> impl Iterator<Item = ElementId> {
    let end = outline.element(parent).end;
    let is_child = move |child: &ElementId| *child < end;
    let next = move |child: &ElementId| Some(outline.element(*child).end).filter(is_child);
    std::iter::successors(Some(parent + 1).filter(is_child), next)
}

/// An element that holds a name and a day, or no more than a name in heavy type.
fn head(source: &Source<'_>, id: ElementId) -> Option<Turn> {
    let element = source.outline.element(id);
    if !may_be_head(&element.tag) || element.blocks.len() != 1 {
        return None;
    }
    let block = element.blocks.start as usize;
    let text = source.outline.block_text(block);
    let turn = |(name, time): (String, Option<&str>)| Turn {
        head: id,
        end: element.end,
        name,
        time: time.map(str::to_owned),
    };
    let signed = speakers::signature(text).map(|(name, time)| (name, Some(time)));
    let bare = || Some((speakers::name_alone(source, block)?, None));
    signed.or_else(bare).map(turn)
}

fn may_be_head(tag: &LocalName) -> bool {
    let is_line = matches!(
        *tag,
        local_name!("p") | local_name!("div") | local_name!("header") | local_name!("h6")
    );
    is_line || counts::is_heading(tag)
}

/// Whether no text of a comment goes on in an element.
fn is_other(outline: &Outline, id: ElementId) -> bool {
    let element = outline.element(id);
    let is_apart = |tag: &LocalName| {
        matches!(
            *tag,
            local_name!("form") | local_name!("nav") | local_name!("aside") | local_name!("footer")
        )
    };
    let mut inside = (id..element.end).map(|id| &outline.element(id).tag);
    counts::is_heading(&element.tag) || inside.any(is_apart)
}

fn text_length(outline: &Outline, turn: &Turn) -> usize {
    let start = outline.element(turn.head).blocks.end as usize;
    let last = outline.element(turn.end - 1).blocks.end as usize;
    let blocks = start..last.max(start);
    blocks.map(|block| outline.block_text(block).len()).sum()
}
