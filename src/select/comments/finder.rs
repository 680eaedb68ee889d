//! One pass over the element table, and the comments it finds.

use std::collections::BTreeSet;

use super::CommentHit;
use super::names::{self, Part};
use super::{lines, numbers, repeated, words};
use crate::article::CommentKind;
use crate::segment::outline::{ElementId, NONE};
use crate::segment::{Label, RegionKind};
use crate::select::source::Source;

pub(super) struct Finder<'s, 'a> {
    source: &'s Source<'a>,
    how: How<'s>,
    hits: Vec<CommentHit>,
    /// For each element, the hit that holds it and whether it is in its text, or in what else.
    places: Vec<Place>,
}

/// What shows that an element is a comment.
#[derive(Debug, Clone, Copy)]
pub(super) enum How<'s> {
    /// Its own name.
    Named,
    /// Being an item of a list in what is named as the holder of comments.
    Held,
    /// Being one of these, in ascending order: what is repeated among comments or reviews.
    Repeated(&'s [ElementId]),
}

#[derive(Debug, Clone, Copy, Default)]
struct Place {
    hit: Option<usize>,
    part: Option<Part>,
    /// Inside an element that is named as the holder of comments.
    held: bool,
}

impl<'s, 'a> Finder<'s, 'a> {
    pub(super) fn new(source: &'s Source<'a>, how: How<'s>) -> Self {
        Self {
            source,
            how,
            hits: Vec::new(),
            places: Vec::with_capacity(source.outline.elements.len()),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// Several comments by name, nearly all with an author or a date.
    pub(super) fn is_thread(&self) -> bool {
        let is_signed = |hit: &&CommentHit| hit.author.is_some() || hit.time.is_some();
        let signed = self.hits.iter().filter(is_signed).count();
        let is_named = !matches!(self.how, How::Repeated(_));
        is_named && signed > 1 && signed * 4 >= self.hits.len() * 3
    }

    /// One pass over the element table.
    pub(super) fn walk(mut self) -> Self {
        if matches!(self.how, How::Repeated([])) {
            return self;
        }
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
        // Most elements of most pages: nothing is asked of them.
        if outer.hit.is_none() && !outer.held && self.is_nameless(id) {
            return outer;
        }
        let is_held = matches!(self.how, How::Held);
        let held = outer.held || is_held && names::is_holder(self.source, id);
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

    fn is_nameless(&self, id: ElementId) -> bool {
        match self.how {
            How::Named | How::Held => self.source.is_nameless(id),
            How::Repeated(items) => items.binary_search(&id).is_err(),
        }
    }

    fn part(&self, outer: Place, id: ElementId) -> Option<Part> {
        if let How::Repeated(items) = self.how {
            return self.part_of_repeated(items, outer, id);
        }
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

    fn part_of_repeated(&self, items: &[ElementId], outer: Place, id: ElementId) -> Option<Part> {
        if items.binary_search(&id).is_ok() {
            return Some(Part::Item);
        }
        outer.hit?;
        let named = names::part(self.source, id, true).filter(|part| *part != Part::Item);
        named.or_else(|| words::head(self.source, id))
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
        // What is named after a name is better than what holds it among other things.
        let is_repeated = matches!(self.how, How::Repeated(_));
        let is_name =
            |hit: &CommentHit| is_repeated && hit.author.is_some() && words::is_name(source, id);
        let link = || {
            source.node(id).and_then(|n| {
                n.get("href")
                    .or_else(|| n.descendant_elements().find_map(|e| e.get("href")))
            })
        };
        hit.by_author |= part == Part::Author && source.has_class(id, names::BY_AUTHOR);
        match part {
            Part::Author
                if hit.author.is_none()
                    || source.has_class(id, names::CARD_NAMES)
                    || is_name(hit) =>
            {
                let (name, day) = lines::without_day(&text, source.date(&text));
                hit.author = lines::author(name).or(hit.author.take());
                hit.time = hit.time.take().or(day);
                hit.author_url = hit.author_url.take().or_else(|| source.resolve(link()?));
            }
            Part::Time => {
                let stated = source
                    .attr(id, "datetime")
                    .or_else(|| source.attr(id, "content"));
                let read = stated.or(Some(&text)).and_then(|t| source.date(t));
                if !is_repeated || text.contains(|c: char| c.is_ascii_digit()) {
                    hit.time = lines::better_time(hit.time.take(), read, &text);
                }
                let permalink = link().filter(|l| l.contains('#') || l.contains("comment"));
                hit.permalink = hit.permalink.take().or_else(|| source.resolve(permalink?));
            }
            Part::Score => hit.score = hit.score.or_else(|| numbers::read(&text)),
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
        let pieces = node.descendants().take(60).filter_map(|n| n.text());
        let words = pieces.flat_map(|t| t.split_whitespace());
        words.take(30).collect::<Vec<_>>().join(" ")
    }

    /// Gives each block to the comment that holds it: those in its text, or else all that is no
    /// name, date or button.
    fn texts(&mut self, labels: &[Label], is_sure: bool) {
        let outline = self.source.outline;
        let mut rest: Vec<Vec<usize>> = vec![Vec::new(); self.hits.len()];
        let mut kept_as_body = vec![0; self.hits.len()];
        for (index, block) in outline.blocks.iter().enumerate() {
            let place = self
                .places
                .get(block.element as usize)
                .copied()
                .unwrap_or_default();
            let Some(hit) = place.hit else {
                continue;
            };
            match labels.get(index).map(|l| l.kind) {
                Some(RegionKind::Body | RegionKind::Caption) if !is_sure => {
                    kept_as_body[hit] += block.text.len();
                    continue;
                }
                Some(RegionKind::CommentForm) => continue,
                _ => {}
            }
            match place.part {
                Some(Part::Text) => self.hits[hit].body.push(index),
                None if !self.is_head(index) && !self.is_furniture(index, hit) => {
                    rest[hit].push(index);
                }
                _ => {}
            }
        }
        for ((hit, rest), kept) in self.hits.iter_mut().zip(rest).zip(kept_as_body) {
            if hit.body.is_empty() {
                hit.body = rest;
            }
            // A post of a thread: what is left of it besides the body is no comment.
            let length = |i: &usize| outline.block_text(*i).len();
            if kept > hit.body.iter().map(length).sum() {
                hit.body.clear();
            }
        }
    }

    /// Where names and days are in blocks without names: the first short block is the author if a
    /// day follows it. Both are no part of the text.
    fn unnamed_heads(&mut self) {
        let outline = self.source.outline;
        for hit in &mut self.hits {
            let texts = hit.body.iter().take(5).map(|&b| outline.block_text(b));
            let Some(day) = { texts }.position(repeated::states_a_day) else {
                continue;
            };
            let text = outline.block_text(hit.body.remove(day));
            let read = self.source.date(text);
            hit.time = lines::better_time(hit.time.take(), read, text);
            let is_name = |text: &str| text.len() < 40 && text.split(' ').count() <= 4;
            let first = hit.body.first().map(|&b| outline.block_text(b));
            let first = first.filter(|text| day > 0 && hit.author.is_none() && is_name(text));
            if let Some(name) = first.and_then(lines::author) {
                hit.author = Some(name);
                hit.body.remove(0);
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
        let text = self.source.outline.block_text(block).trim();
        let hit = &self.hits[hit];
        // A date may be all that says when it was written.
        let is_read = !matches!(self.how, How::Repeated(_)) || hit.time.is_some();
        lines::is_furniture(text, hit.author.as_deref()) || is_read && lines::is_date(text)
    }

    /// Without items that turn out to hold nothing; parents are renumbered.
    pub(super) fn finish(mut self, labels: &[Label], is_sure: bool) -> Vec<CommentHit> {
        self.texts(labels, is_sure);
        let is_repeated = matches!(self.how, How::Repeated(_));
        if is_repeated {
            self.unnamed_heads();
        }
        let mut numbers: Vec<Option<usize>> = Vec::with_capacity(self.hits.len());
        let mut kept: Vec<CommentHit> = Vec::new();
        for mut hit in self.hits.drain(..) {
            hit.parent = hit.parent.and_then(|p| numbers.get(p).copied().flatten());
            hit.depth = hit
                .parent
                .and_then(|p| kept.get(p))
                .map_or(0, |p| p.depth + 1);
            let is_real = !hit.body.is_empty()
                && (is_repeated
                    || hit.author.is_some()
                    || hit.time.is_some()
                    || hit.kind == CommentKind::Pingback);
            let is_deleted = self.source.has_class(hit.element, names::DELETED)
                || says_deleted(self.source, &hit.body);
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

/// Whether the text of a comment is only that it is gone.
fn says_deleted(source: &Source<'_>, body: &[usize]) -> bool {
    let [only] = body else { return false };
    lines::is_deletion(source.outline.block_text(*only))
}
