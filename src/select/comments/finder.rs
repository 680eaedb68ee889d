//! One pass over the element table, and the comments it finds.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use html5ever::local_name;

use super::CommentHit;
use super::names::{self, Part};
use super::turns::Turn;
use super::{speakers, texts, words, words::Sort};
use crate::article::CommentKind;
use crate::segment::outline::ElementId;
use crate::segment::sums;
use crate::select::source::Source;

pub(super) struct Finder<'s, 'a> {
    pub(super) source: &'s Source<'a>,
    pub(super) how: How<'s>,
    pub(super) hits: Vec<CommentHit>,
    /// For each element, the hit that holds it and whether it is in its text, or in what else.
    places: Vec<Place>,
    /// Up to each element, how many are named after authors or lines above a text.
    heads: OnceCell<Vec<u32>>,
    /// The last comment of each depth that an indent stated.
    levels: Vec<usize>,
}

/// What shows that an element is a comment.
#[derive(Debug, Clone, Copy)]
pub(super) enum How<'s> {
    /// Its own name.
    Named,
    /// Being an item of a list in what is named as the holder of comments.
    Held,
    /// Being one of these, in ascending order: what is repeated among comments or reviews.
    Repeated(&'s [ElementId], Sort),
    /// Being one of these, in document order: a line with a name, and what follows it.
    Turns(&'s [Turn]),
    /// Being one of these, in ascending order: what a rule says.
    Ruled(&'s [ElementId]),
}

impl<'s> How<'s> {
    /// The comments' elements, where they are known.
    fn items(self) -> Option<&'s [ElementId]> {
        match self {
            Self::Repeated(items, _) | Self::Ruled(items) => Some(items),
            Self::Named | Self::Held | Self::Turns(_) => None,
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) hit: Option<usize>,
    pub(super) part: Option<Part>,
    /// The comment that those in here answer, which stands before.
    answered: Option<usize>,
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
            heads: OnceCell::new(),
            levels: Vec::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// Several comments or one in what holds comments, nearly all with an author or a date; lists
    /// of votes and buttons in a comment are none. What is repeated was judged before.
    pub(super) fn is_thread(&self) -> bool {
        if let How::Repeated(_, sort) = self.how {
            return sort != Sort::Review;
        }
        if matches!(self.how, How::Turns(_)) {
            return true;
        }
        let is_signed =
            |hit: &&CommentHit| texts::is_signed(hit) || speakers::speaks(self.source, hit.element);
        let is_own = |hit: &&CommentHit| hit.parent.is_none() || is_signed(hit);
        let signed = self.hits.iter().filter(is_signed).count();
        let all = self.hits.iter().filter(is_own).count();
        let is_held = || self.hits.first().is_some_and(|hit| self.is_held(hit));
        signed * 4 >= all * 3 && (signed > 1 || is_held())
    }

    fn is_held(&self, hit: &CommentHit) -> bool {
        let mut around = self.source.outline.ancestors(hit.element).skip(1);
        around.any(|id| names::is_holder(self.source, id))
    }

    /// One pass over the element table.
    pub(super) fn walk(mut self) -> Self {
        let mut ids = 0..self.source.outline.elements.len() as ElementId;
        let Some(first) = ids.find(|id| self.may_begin(*id)) else {
            return self;
        };
        self.places.resize_with(first as usize, Place::default);
        for id in first..ids.end {
            let place = self.place(id);
            self.places.push(place);
        }
        self
    }

    /// Whether an element may be the first that has to do with comments: before it, and on most
    /// pages everywhere, nothing more is asked.
    fn may_begin(&self, id: ElementId) -> bool {
        let source = self.source;
        let is_item = || names::part(source, id, false) == Some(Part::Item);
        if let Some(items) = self.how.items() {
            return items.first() == Some(&id);
        }
        if let How::Turns(turns) = self.how {
            return turns.first().is_some_and(|turn| turn.head == id);
        }
        let is_named = matches!(self.how, How::Named);
        !source.is_nameless(id) && (names::is_holder(source, id) || is_named && is_item())
    }

    fn place(&mut self, id: ElementId) -> Place {
        if let How::Turns(turns) = self.how {
            return self.turn(turns, id).unwrap_or_default();
        }
        let outer = self.at(self.source.outline.element(id).parent);
        if let Some(place) = self.defined(outer, id) {
            return place;
        }
        // Most elements of most pages: nothing is asked of them.
        if outer.hit.is_none() && !outer.held && self.is_nameless(id) {
            return outer;
        }
        let is_held = matches!(self.how, How::Held);
        let held = outer.held || is_held && names::is_holder(self.source, id);
        let outer = Place { held, ..outer };
        match self.part(outer, id) {
            Some(Part::Item) if !self.is_same(outer, id) => Place {
                hit: Some(self.open(id, outer.hit.or(outer.answered))),
                part: None,
                ..outer
            },
            Some(Part::Text) if self.holds_head(outer, id) => outer,
            Some(part) if part != Part::Item && outer.hit.is_some() => self.inside(outer, part, id),
            _ if outer.hit.is_none() && names::holds_answers(self.source, id) => Place {
                answered: self.before(id).or(outer.answered),
                ..outer
            },
            _ => {
                self.indent(outer, id);
                outer
            }
        }
    }

    /// The place of an element in the comment that begins with the last line with a name before it.
    fn turn(&mut self, turns: &[Turn], id: ElementId) -> Option<Place> {
        let at = turns
            .partition_point(|turn| turn.head <= id)
            .checked_sub(1)?;
        let turn = turns.get(at).filter(|turn| id < turn.end)?;
        if id == turn.head {
            self.open_turn(turn);
        }
        let is_head = id < self.source.outline.element(turn.head).end;
        Some(Place {
            hit: Some(at),
            part: is_head.then_some(Part::Line),
            ..Place::default()
        })
    }

    fn open_turn(&mut self, turn: &Turn) {
        let source = self.source;
        let at = self.open(turn.head, None);
        let Some(hit) = self.hits.get_mut(at) else {
            return;
        };
        hit.element = source.outline.element(turn.head).parent;
        hit.author = Some(turn.name.clone());
        let time = turn.time.as_deref();
        hit.time = time.map(|time| source.date(time).unwrap_or_else(|| time.to_owned()));
        let inside = source
            .node(turn.head)
            .map(|head| head.descendant_elements());
        let link = inside.and_then(|mut inside| inside.find_map(|e| e.get("href")));
        hit.author_url = link.and_then(|link| source.resolve(link));
    }

    pub(super) fn at(&self, element: ElementId) -> Place {
        let place = self.places.get(element as usize);
        place.copied().unwrap_or_default()
    }

    /// The place of what an element is within a comment. What is in a text is part of it, but for
    /// votes and buttons; in a form only what is named as a text is none of it. A heading that
    /// links to the comment is its subject.
    fn inside(&mut self, outer: Place, part: Part, id: ElementId) -> Place {
        self.read(outer.hit, part, id);
        let is_apart = matches!(part, Part::Score | Part::Actions);
        if part == Part::Permalink && self.is_in_heading(id) {
            return outer;
        }
        let part = match outer.part {
            Some(Part::Form) if part != Part::Text => Part::Form,
            Some(Part::Text) if !is_apart => Part::Text,
            _ => part,
        };
        Place {
            part: Some(part),
            ..outer
        }
    }

    fn is_in_heading(&self, id: ElementId) -> bool {
        let outline = self.source.outline;
        let parent = outline.elements.get(outline.element(id).parent as usize);
        parent.is_some_and(|parent| {
            matches!(
                parent.tag,
                local_name!("h2") | local_name!("h3") | local_name!("h4") | local_name!("h5")
            )
        })
    }

    /// In a definition list of comments a term is the line above the text, which the definitions
    /// after it hold.
    fn defined(&mut self, outer: Place, id: ElementId) -> Option<Place> {
        let outline = self.source.outline;
        let element = outline.element(id);
        let is_term = element.tag == local_name!("dt");
        if !is_term && element.tag != local_name!("dd") || self.how.items().is_some() {
            return None;
        }
        let list = element.parent;
        let mut around = outline.ancestors(list).take(2);
        let is_list = outer.held || around.any(|id| names::is_holder(self.source, id));
        if !is_list || outline.elements.get(list as usize)?.tag != local_name!("dl") {
            return None;
        }
        if is_term {
            let hit = Some(self.open(id, outer.hit));
            return Some(self.inside(Place { hit, ..outer }, Part::Line, id));
        }
        let hit = self.hits.len().checked_sub(1);
        let last = self.hits.last_mut()?;
        if outline.element(last.element).parent != list {
            return None;
        }
        let named = names::part(self.source, id, true).filter(|part| *part != Part::Item);
        let part = named.unwrap_or(Part::Text);
        if part == Part::Text {
            last.element = id;
        }
        Some(self.inside(Place { hit, ..outer }, part, id))
    }

    /// The comment before an element that holds the answers to it.
    fn before(&self, id: ElementId) -> Option<usize> {
        let outline = self.source.outline;
        let parent = outline.element(id).parent;
        let last = self.hits.len().checked_sub(1);
        let mut open = std::iter::successors(last, |&at| self.hits.get(at)?.parent);
        let is_beside = |at: &usize| {
            let hit = self.hits.get(*at);
            hit.is_some_and(|hit| outline.element(hit.element).parent == parent)
        };
        open.find(is_beside)
    }

    /// Takes the depth of a comment from the indent that it states.
    fn indent(&mut self, outer: Place, id: ElementId) {
        let Some(at) = outer
            .hit
            .filter(|_| self.source.has_class(id, names::INDENTS))
        else {
            return;
        };
        self.stated_depth(at, self.source.attr(id, "indent"));
    }

    /// Gives a comment of a stated depth the parent before it.
    pub(super) fn stated_depth(&mut self, at: usize, stated: Option<&str>) {
        let Some(depth) = stated.and_then(|depth| depth.parse::<usize>().ok()) else {
            return;
        };
        self.levels.truncate(depth);
        if let Some(hit) = self.hits.get_mut(at) {
            hit.parent = self.levels.last().copied();
        }
        self.levels.push(at);
    }

    /// What holds a name is the whole comment, although it is named after a text.
    fn holds_head(&self, outer: Place, id: ElementId) -> bool {
        let hit = outer.hit.and_then(|hit| self.hits.get(hit));
        if hit.is_none_or(|hit| hit.author.is_some()) || outer.part == Some(Part::Text) {
            return false;
        }
        let outline = self.source.outline;
        let heads = self.heads.get_or_init(|| {
            let ids = 0..outline.elements.len() as ElementId;
            sums::running(ids.map(|id| u32::from(names::is_head(self.source, id))))
        });
        sums::within(heads, id + 1, outline.element(id).end) > 0
    }

    fn is_nameless(&self, id: ElementId) -> bool {
        match self.how.items() {
            Some(items) => items.binary_search(&id).is_err(),
            None => self.source.is_nameless(id),
        }
    }

    fn part(&self, outer: Place, id: ElementId) -> Option<Part> {
        if let Some(items) = self.how.items() {
            return self.part_of_one(items, outer, id);
        }
        if let Some(slot) = self.slot(outer, id) {
            return Some(slot);
        }
        let is_inside = outer.held || outer.hit.is_some();
        if let Some(named) = names::part(self.source, id, is_inside) {
            return Some(named);
        }
        let structural = outer.held.then(|| names::structural_part(self.source, id));
        let is_open = outer.hit.is_some() && matches!(outer.part, None | Some(Part::Line));
        let head = || is_open.then(|| words::head(self.source, id)).flatten();
        let part = structural.flatten().or_else(head)?;
        let hit = outer.hit.and_then(|h| self.hits.get(h));
        let is_known = part == Part::Author && hit.is_some_and(|h| h.author.is_some());
        (!is_known).then_some(part)
    }

    fn slot(&self, outer: Place, id: ElementId) -> Option<Part> {
        let hit = outer.hit.and_then(|h| self.hits.get(h))?;
        names::is_element(self.source, hit.element).then(|| names::slot(self.source, id))?
    }

    fn part_of_one(&self, items: &[ElementId], outer: Place, id: ElementId) -> Option<Part> {
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
        let is_theirs = |element: ElementId| self.at(element).hit.is_some();
        let theirs = blocks.filter(|(_, block)| is_theirs(block.element));
        theirs.map(|(index, _)| index).collect()
    }

    /// An item inside an item, before which the outer one has no text, is the same comment.
    fn is_same(&self, outer: Place, id: ElementId) -> bool {
        let hit = outer.hit.and_then(|h| self.hits.get(h));
        let Some(hit) = hit.filter(|_| !matches!(self.how, How::Ruled(_))) else {
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
        let at = self.hits.len() - 1;
        if names::is_element(source, id) {
            self.read_attributes(at, id);
        }
        if !source.item(id).0.is_empty() {
            self.read_unseen(at, id);
        }
        at
    }
}
