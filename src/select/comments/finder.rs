//! One pass over the element table, and the comments it finds.

use std::collections::BTreeSet;

use super::CommentHit;
use super::names::{self, Part};
use crate::article::CommentKind;
use crate::page::dom::Attributes;
use crate::segment::outline::{ElementId, NONE};
use crate::segment::{Label, RegionKind};
use crate::select::metadata::date;
use crate::select::source::Source;

pub(super) struct Finder<'s, 'a> {
    source: &'s Source<'a>,
    /// Whether items are found by structure, in what is named as a list of comments.
    structural: bool,
    hits: Vec<CommentHit>,
    /// For each element, the hit that holds it and whether it is in its text, or in what else.
    places: Vec<Place>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Place {
    hit: Option<usize>,
    part: Option<Part>,
    /// Inside an element that is named as the holder of comments.
    held: bool,
}

impl<'s, 'a> Finder<'s, 'a> {
    pub(super) fn new(source: &'s Source<'a>, structural: bool) -> Self {
        Self {
            source,
            structural,
            hits: Vec::new(),
            places: Vec::with_capacity(source.outline.elements.len()),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// One pass over the element table.
    pub(super) fn walk(mut self) -> Self {
        for id in 0..self.source.outline.elements.len() {
            let place = self.place(id as ElementId);
            self.places.push(place);
        }
        self
    }

    fn place(&mut self, id: ElementId) -> Place {
        let element = self.source.outline.element(id);
        let outer = match element.parent {
            NONE => Place::default(),
            parent => self
                .places
                .get(parent as usize)
                .copied()
                .unwrap_or_default(),
        };
        let held = outer.held || self.structural && names::is_holder(self.source, id);
        match self.part(outer, id) {
            Some(Part::Item) if !self.is_same(outer, id) => Place {
                hit: Some(self.open(id, outer.hit)),
                part: None,
                held,
            },
            Some(part) if part != Part::Item && outer.hit.is_some() => {
                self.read(outer.hit, part, id);
                let around = outer.part;
                let around = around.filter(|p| matches!(p, Part::Form | Part::Text));
                Place {
                    hit: outer.hit,
                    part: Some(around.unwrap_or(part)),
                    held,
                }
            }
            _ => Place { held, ..outer },
        }
    }

    fn part(&self, outer: Place, id: ElementId) -> Option<Part> {
        let is_inside = outer.held || outer.hit.is_some();
        let named = names::part(self.source, id, is_inside);
        match named {
            None if outer.held => {
                let part = names::structural_part(self.source, id)?;
                let hit = outer.hit.and_then(|h| self.hits.get(h));
                let is_known = part == Part::Author && hit.is_some_and(|h| h.author.is_some());
                (!is_known).then_some(part)
            }
            named => named,
        }
    }

    /// All blocks of the comments, names and dates too.
    pub(super) fn claimed(&self) -> BTreeSet<usize> {
        let blocks = self.source.outline.blocks.iter().enumerate();
        let is_theirs = |element: ElementId| {
            let place = self.places.get(element as usize);
            place.is_some_and(|p| p.hit.is_some())
        };
        let theirs = blocks.filter(|(_, block)| is_theirs(block.element));
        theirs.map(|(index, _)| index).collect()
    }

    /// An item inside an item, before which the outer one has no text, is the same comment.
    fn is_same(&self, outer: Place, id: ElementId) -> bool {
        let Some(hit) = outer.hit.and_then(|h| self.hits.get(h)) else {
            return false;
        };
        let outline = self.source.outline;
        let (above, own) = (outline.element(hit.element), outline.element(id));
        above.blocks.start == own.blocks.start
    }

    fn open(&mut self, id: ElementId, parent: Option<usize>) -> usize {
        let source = self.source;
        let attr = |name| source.attr(id, name).map(str::to_owned);
        let is_ping = source.has_class(id, names::PINGS);
        self.hits.push(CommentHit {
            element: id,
            id: attr("data-comment-id")
                .or_else(|| attr("data-id"))
                .or_else(|| attr("id")),
            parent,
            depth: parent
                .and_then(|p| self.hits.get(p))
                .map_or(0, |p| p.depth + 1),
            kind: match is_ping {
                true => CommentKind::Pingback,
                false => CommentKind::Comment,
            },
            pinned: source.has_class(id, names::PINNED),
            by_author: source.has_class(id, names::BY_AUTHOR),
            ..CommentHit::default()
        });
        self.hits.len() - 1
    }

    fn read(&mut self, hit: Option<usize>, part: Part, id: ElementId) {
        let source = self.source;
        let text = self.text_of(id);
        let Some(hit) = hit.and_then(|h| self.hits.get_mut(h)) else {
            return;
        };
        let link = || {
            source.node(id).and_then(|n| {
                n.get("href")
                    .or_else(|| n.descendent_elements().find_map(|e| e.get("href")))
            })
        };
        match part {
            Part::Author if hit.author.is_none() || source.has_class(id, names::CARD_NAMES) => {
                hit.author = author(&text).or(hit.author.take());
                hit.author_url = hit.author_url.take().or_else(|| source.resolve(link()?));
            }
            Part::Time => {
                let stated = source
                    .attr(id, "datetime")
                    .or_else(|| source.attr(id, "content"));
                let read = stated.or(Some(&text)).and_then(|t| date::parse(t, false));
                hit.time = better_time(hit.time.take(), read, &text);
                let permalink = link().filter(|l| l.contains('#') || l.contains("comment"));
                hit.permalink = hit.permalink.take().or_else(|| source.resolve(permalink?));
            }
            Part::Score if hit.score.is_none() => {
                let digits: String = text
                    .chars()
                    .filter(|c| c.is_ascii_digit() || *c == '-')
                    .collect();
                hit.score = digits.parse().ok();
            }
            Part::Edited => hit.edited = true,
            Part::Pinned => hit.pinned = true,
            Part::ByAuthor => hit.by_author = true,
            _ => {}
        }
    }

    /// The text of the blocks and runs of a small element.
    fn text_of(&self, id: ElementId) -> String {
        let Some(node) = self.source.node(id) else {
            return String::new();
        };
        let pieces = node
            .descendants()
            .take(60)
            .filter_map(|n| n.value().as_text());
        let words = pieces.flat_map(|t| t.split_whitespace());
        words.take(30).collect::<Vec<_>>().join(" ")
    }

    /// Gives each block to the comment that holds it: those in its text, or else all that is no
    /// name, date or button.
    fn texts(&mut self, labels: &[Label], is_sure: bool) {
        let outline = self.source.outline;
        let mut rest: Vec<Vec<usize>> = vec![Vec::new(); self.hits.len()];
        for (index, block) in outline.blocks.iter().enumerate() {
            let is_free = labels.get(index).is_none_or(|l| match l.kind {
                RegionKind::Body => is_sure,
                RegionKind::CommentForm => false,
                _ => true,
            });
            let place = self
                .places
                .get(block.element as usize)
                .copied()
                .unwrap_or_default();
            let Some(hit) = place.hit.filter(|_| is_free) else {
                continue;
            };
            match place.part {
                Some(Part::Text) => self.hits[hit].body.push(index),
                None if !self.is_head(index) && !self.is_furniture(index, hit) => {
                    rest[hit].push(index);
                }
                _ => {}
            }
        }
        for (hit, rest) in self.hits.iter_mut().zip(rest) {
            if hit.body.is_empty() {
                hit.body = rest;
            }
        }
    }

    /// Whether every run of a block is a name, a date or the like: a line above the text.
    fn is_head(&self, block: usize) -> bool {
        let outline = self.source.outline;
        let runs = outline.blocks.get(block).map(|b| b.runs.clone());
        let runs = runs.and_then(|r| outline.runs.get(r.start as usize..r.end as usize));
        let is_named = |element: ElementId| {
            let place = self.places.get(element as usize);
            place.is_some_and(|p| p.part.is_some_and(|part| part != Part::Text))
        };
        let mut runs = runs.into_iter().flatten();
        runs.all(|run| {
            let text = outline.slice(&run.text);
            is_named(run.element) || !text.contains(char::is_alphanumeric)
        })
    }

    fn is_furniture(&self, block: usize, hit: usize) -> bool {
        const BUTTONS: [&str; 16] = [
            "reply",
            "antworten",
            "répondre",
            "responder",
            "rispondi",
            "edit",
            "report",
            "share",
            "like",
            "log in to reply",
            "permalink",
            "says:",
            "flag",
            "quote",
            "link",
            "pingback:",
        ];
        let text = self.source.outline.block_text(block).trim();
        let hit = &self.hits[hit];
        let lower = text.to_lowercase();
        let first = lower.trim_start_matches(|c: char| !c.is_alphabetic());
        BUTTONS.contains(&first)
            || hit
                .author
                .as_deref()
                .is_some_and(|a| text == a || text.trim_end_matches(" says:") == a)
            || text.len() < 60 && date::parse(text, false).is_some()
    }

    /// Without items that turn out to hold nothing; parents are renumbered.
    pub(super) fn finish(mut self, labels: &[Label], is_sure: bool) -> Vec<CommentHit> {
        self.texts(labels, is_sure);
        let mut numbers: Vec<Option<usize>> = Vec::with_capacity(self.hits.len());
        let mut kept: Vec<CommentHit> = Vec::new();
        for mut hit in self.hits.drain(..) {
            hit.parent = hit.parent.and_then(|p| numbers.get(p).copied().flatten());
            hit.depth = hit
                .parent
                .and_then(|p| kept.get(p))
                .map_or(0, |p| p.depth + 1);
            let is_real = !hit.body.is_empty()
                && (hit.author.is_some()
                    || hit.time.is_some()
                    || hit.kind == CommentKind::Pingback);
            let is_deleted = self.source.has_class(hit.element, names::DELETED);
            if is_deleted {
                hit.kind = CommentKind::Deleted;
            }
            numbers.push((is_real || is_deleted).then_some(kept.len()));
            if is_real || is_deleted {
                kept.push(hit);
            }
        }
        kept
    }
}

/// The more precise of two times; the text as it is if neither can be read.
fn better_time(old: Option<String>, new: Option<String>, text: &str) -> Option<String> {
    let has_clock = |time: &String| is_iso(time) && time.contains('T');
    let is_text = !text.is_empty() && text.len() < 60;
    match (old, new) {
        (Some(old), Some(new)) if is_iso(&old) && !has_clock(&new) => Some(old),
        (Some(old), Some(_)) if has_clock(&old) => Some(old),
        (_, Some(new)) => Some(new),
        (Some(old), None) => Some(old),
        (None, None) => is_text.then(|| text.to_owned()),
    }
}

fn is_iso(text: &str) -> bool {
    text.get(..5)
        .is_some_and(|t| t.ends_with('-') && t.starts_with(|c: char| c.is_ascii_digit()))
}

fn author(text: &str) -> Option<String> {
    let text = text
        .trim()
        .trim_end_matches(':')
        .trim_end_matches(" says")
        .trim_end_matches(" sagt");
    let text = text.trim_start_matches("By ").trim();
    (!text.is_empty() && text.chars().count() <= 80).then(|| text.to_owned())
}
