//! What the parts of a comment say.

use html5ever::local_name;

use super::CommentHit;
use super::finder::{Finder, How};
use super::names::{self, Part};
use super::{lines, numbers, words};
use crate::page::dom::{ElementRef, NodeRef};
use crate::segment::outline::ElementId;

/// Elements and texts of a part that are looked at.
const MOST_INSIDE: usize = 60;

impl Finder<'_, '_> {
    /// Reads what a part says into the comment that holds it.
    pub(super) fn read(&mut self, hit: Option<usize>, part: Part, id: ElementId) {
        let source = self.source;
        let text = self.text_of(id);
        let Some(hit) = hit.and_then(|h| self.hits.get_mut(h)) else {
            return;
        };
        // What is named after a name is better than what holds it among other things.
        let is_repeated = matches!(self.how, How::Repeated(..));
        let is_name =
            |hit: &CommentHit| is_repeated && hit.author.is_some() && words::is_name(source, id);
        let node = source.node(id);
        let own = || node.and_then(|n| n.get("href"));
        let below = || {
            node.into_iter()
                .flat_map(|n| n.descendant_elements().take(MOST_INSIDE))
        };
        let links = || {
            own()
                .into_iter()
                .chain(below().filter_map(|e| e.get("href")))
        };
        let link = || links().next();
        hit.by_author |= part == Part::Author && source.has_class(id, names::BY_AUTHOR);
        match part {
            Part::Author
                if !lines::is_furniture(&text, None)
                    && (hit.author.is_none()
                        || source.has_class(id, names::CARD_NAMES)
                        || is_name(hit)) =>
            {
                let (name, day) = lines::without_day(&text, source.date(&text));
                hit.author = lines::author(name).or(hit.author.take());
                hit.time = hit.time.take().or(day);
                hit.author_url = hit.author_url.take().or_else(|| source.resolve(link()?));
            }
            Part::Time | Part::Line => {
                let stated = ["datetime", "content", "data-utime", "title"].into_iter();
                let stated = stated.filter_map(|name| source.attr(id, name));
                let read = stated.chain([&*text]).find_map(|text| source.date(text));
                let is_line = part == Part::Line;
                if is_line {
                    hit.line = hit.line.take().or_else(|| Some(text.clone()));
                }
                if !is_repeated || text.contains(|c: char| c.is_ascii_digit()) {
                    let shown = if is_line { "" } else { &*text };
                    hit.time = lines::better_time(hit.time.take(), read, shown);
                }
                let permalink = links().find(|link| is_permalink(link));
                hit.permalink = hit.permalink.take().or_else(|| source.resolve(permalink?));
            }
            Part::Permalink => {
                hit.permalink = hit.permalink.take().or_else(|| source.resolve(link()?));
            }
            Part::Score => hit.score = hit.score.or_else(|| numbers::read(&text)),
            Part::Edited => hit.edited = true,
            Part::Pinned => hit.pinned = true,
            Part::ByAuthor => hit.by_author = true,
            _ => {}
        }
    }

    /// Reads what an element of the page's own says of its comment in attributes.
    pub(super) fn read_attributes(&mut self, at: usize, id: ElementId) {
        let source = self.source;
        let attr = |names: &[&str]| names.iter().find_map(|name| source.attr(id, name));
        let Some(hit) = self.hits.get_mut(at) else {
            return;
        };
        hit.id = hit
            .id
            .take()
            .or_else(|| attr(&["thingid"]).map(str::to_owned));
        hit.author = attr(&["author"]).and_then(lines::author);
        hit.time = attr(&["created", "created-timestamp"]).and_then(|time| source.date(time));
        hit.score = attr(&["score"]).and_then(|score| score.parse().ok());
        hit.permalink = attr(&["permalink"]).and_then(|link| source.resolve(link));
        self.stated_depth(at, attr(&["depth"]));
    }

    /// Reads what `meta` elements say of a comment in microdata: nobody sees them, so that the table of
    /// elements has none.
    pub(super) fn read_unseen(&mut self, at: usize, id: ElementId) {
        let source = self.source;
        let (Some(hit), Some(node)) = (self.hits.get_mut(at), source.node(id)) else {
            return;
        };
        let is_own = |e: &ElementRef<'_>| {
            let mut around = e.ancestors().filter_map(NodeRef::element);
            let item = around.find(|e| e.get("itemscope").is_some());
            item.is_some_and(|item| item.id() == node.id())
        };
        let inside = node.descendant_elements().take(MOST_INSIDE);
        let unseen = inside
            .filter(|e| *e.tag() == local_name!("meta"))
            .filter(is_own);
        for element in unseen {
            let value = element.get("content").unwrap_or_default();
            match element.get("itemprop").unwrap_or_default() {
                "author" | "creator" => hit.author = lines::author(value),
                "dateCreated" | "datePublished" | "commentTime" => hit.time = source.date(value),
                "upvoteCount" => hit.score = numbers::read(value),
                _ => {}
            }
        }
    }

    /// The text of the blocks and runs of a small element.
    fn text_of(&self, id: ElementId) -> String {
        let Some(node) = self.source.node(id) else {
            return String::new();
        };
        let pieces = node
            .descendants()
            .take(MOST_INSIDE)
            .filter_map(|n| n.text());
        let words = pieces.flat_map(|t| t.split_whitespace());
        words.take(30).collect::<Vec<_>>().join(" ")
    }
}

/// Whether a link in the line above a comment leads to the comment.
fn is_permalink(link: &str) -> bool {
    let place = link.split_once('#').map_or("", |(_, place)| place);
    !place.is_empty() || link.contains("comment")
}
