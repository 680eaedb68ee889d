//! Reader comments as data: found by what comment systems call their elements, or in JSON-LD.
//!
//! One pass over the element table. A block is never both body and comment: what is labelled
//! body is no comment here.

use html5ever::local_name;

use super::body::{Plan, assemble_text};
use super::metadata::date;
use super::source::Source;
use crate::article::{Block, Body, Comment, CommentKind, CommentStatus, Inline};
use crate::page::facts::Facts;
use crate::rules;
use crate::segment::outline::{ElementId, NONE};
use crate::segment::{Label, RegionKind};

/// A comment before its text is assembled.
#[derive(Debug, Default)]
pub(crate) struct CommentHit {
    pub(crate) element: ElementId,
    pub(crate) id: Option<String>,
    pub(crate) parent: Option<usize>,
    pub(crate) depth: usize,
    pub(crate) author: Option<String>,
    pub(crate) author_url: Option<String>,
    pub(crate) time: Option<String>,
    /// Indices of the blocks with its text.
    pub(crate) body: Vec<usize>,
    pub(crate) permalink: Option<String>,
    pub(crate) score: Option<i64>,
    pub(crate) kind: CommentKind,
}

/// Comments as the rule finds them; without one, by the page's structure or JSON-LD.
pub(super) fn comments(
    plan: &Plan<'_>,
    source: &Source<'_>,
    labels: &[Label],
    facts: &Facts,
    rule: Option<&[rules::CommentHit]>,
) -> Vec<Comment> {
    let hits = match rule {
        Some(hits) => hits.iter().map(of_rule).collect(),
        None => Finder::new(source).find(labels),
    };
    match hits.is_empty() {
        false => build(plan, hits),
        true => linked(facts),
    }
}

/// The comments of these hits, which are in document order.
fn of_rule(hit: &rules::CommentHit) -> CommentHit {
    let id = hit.id.as_deref().map(str::to_owned);
    CommentHit {
        element: hit.element,
        parent: hit.parent,
        depth: hit.depth,
        author: hit.author.clone(),
        time: hit.time.clone(),
        body: hit.body.iter().map(|&block| block as usize).collect(),
        id,
        ..CommentHit::default()
    }
}

pub(super) fn build(plan: &Plan<'_>, hits: Vec<CommentHit>) -> Vec<Comment> {
    let comment = |hit: CommentHit| Comment {
        id: hit.id,
        parent: hit.parent,
        depth: hit.depth,
        author: hit.author,
        author_url: hit.author_url,
        kind: hit.kind,
        published: hit.time,
        body: assemble_text(plan, hit.element, &hit.body),
        permalink: hit.permalink,
        score: hit.score,
    };
    hits.into_iter().map(comment).collect()
}

/// What an element is within a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Item,
    Text,
    Author,
    Time,
    Score,
    Form,
}

const ITEMS: &[&str] = &[
    "comment",
    "comment-item",
    "comment_item",
    "comment-container",
    "c-comment",
    "talk-stream-comment",
    "coral-comment",
    "commentlist-item",
    "comment-thread-item",
    "fb-comment",
    "topic-post",
    "crawler-post",
    "pingback",
    "trackback",
    "js-comment",
    "comments__item",
    "comment-list__item",
    "discussion__comment",
    "b-comment",
    "comment__item",
];
const TEXTS: &[&str] = &[
    "comment-content",
    "comment-text",
    "comment_text",
    "comment__text",
    "comment__body",
    "comment__content",
    "comment-message",
    "comment-body-text",
    "post-message",
    "post-body-inner",
    "comment_content",
    "commenttext",
    "commentText",
    "cooked",
    "comment-entry",
    "fb-comment-text",
    "coral-comment-content",
    "talk-comment-content",
    "d-comment__body",
    "postbody",
    "post-content",
];
const AUTHORS: &[&str] = &[
    "fn",
    "comment-author",
    "comment_author",
    "comment__author",
    "comment-author-name",
    "author",
    "username",
    "comment-name",
    "comment-user",
    "commenter",
    "commenter-name",
    "coral-comment-username",
    "creator",
    "talk-comment-author",
    "user-name",
    "post-byline",
];
const TIMES: &[&str] = &[
    "comment-date",
    "comment_date",
    "comment__date",
    "comment-time",
    "comment-metadata",
    "commentmetadata",
    "comment-meta",
    "time-ago",
    "date",
    "timestamp",
    "post-date",
    "post-meta-time",
    "livetimestamp",
    "comment__time",
];
const SCORES: &[&str] = &[
    "vote-count",
    "votes",
    "likes",
    "like-count",
    "score",
    "comment-score",
    "upvotes",
    "updatable",
];

fn part(source: &Source<'_>, id: ElementId) -> Option<Part> {
    let node = source.node(id)?;
    let tag = &source.outline.element(id).tag;
    if matches!(
        *tag,
        local_name!("form") | local_name!("body") | local_name!("html")
    ) || node.attr("id") == Some("respond")
    {
        return (*tag == local_name!("form") || node.attr("id") == Some("respond"))
            .then_some(Part::Form);
    }
    if node
        .attr("itemtype")
        .is_some_and(|t| t.ends_with("schema.org/Comment") || t.ends_with("/UserComments"))
    {
        return Some(Part::Item);
    }
    let has = |names: &[&str]| source.has_class(id, names);
    let is_holder = matches!(
        *tag,
        local_name!("li") | local_name!("div") | local_name!("article") | local_name!("section")
    ) || tag.contains('-');
    if is_holder && (has(ITEMS) || has_comment_id(node.attr("id"))) {
        return Some(Part::Item);
    }
    match node.attr("itemprop").unwrap_or_default() {
        "text" | "commentText" => return Some(Part::Text),
        "author" | "creator" => return Some(Part::Author),
        "dateCreated" | "datePublished" | "commentTime" => return Some(Part::Time),
        "upvoteCount" => return Some(Part::Score),
        _ => {}
    }
    match () {
        () if has(TEXTS) => Some(Part::Text),
        () if has(AUTHORS) => Some(Part::Author),
        () if *tag == local_name!("time") || has(TIMES) => Some(Part::Time),
        () if has(SCORES) => Some(Part::Score),
        () => None,
    }
}

/// `comment-12`, `div-comment-12`, `li-comment-12`, `c12`.
fn has_comment_id(id: Option<&str>) -> bool {
    let id = id.unwrap_or_default();
    let digits = id.rsplit('-').next().unwrap_or_default();
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    is_number
        && matches!(
            id.strip_suffix(digits),
            Some("comment-" | "div-comment-" | "li-comment-" | "comment-id-")
        )
}

struct Finder<'s, 'a> {
    source: &'s Source<'a>,
    hits: Vec<CommentHit>,
    /// For each element, the hit that holds it and whether it is in its text, or in what else.
    places: Vec<Place>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Place {
    hit: Option<usize>,
    part: Option<Part>,
}

impl<'s, 'a> Finder<'s, 'a> {
    fn new(source: &'s Source<'a>) -> Self {
        Self {
            source,
            hits: Vec::new(),
            places: Vec::with_capacity(source.outline.elements.len()),
        }
    }

    fn find(mut self, labels: &[Label]) -> Vec<CommentHit> {
        for id in 0..self.source.outline.elements.len() {
            let place = self.place(id as ElementId);
            self.places.push(place);
        }
        self.texts(labels);
        self.finish()
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
        match part(self.source, id) {
            Some(Part::Item) if !self.is_same(outer, id) => Place {
                hit: Some(self.open(id, outer.hit)),
                part: None,
            },
            Some(part) if part != Part::Item && outer.hit.is_some() => {
                self.read(outer.hit, part, id);
                Place {
                    hit: outer.hit,
                    part: Some(
                        outer
                            .part
                            .filter(|p| matches!(p, Part::Form | Part::Text))
                            .unwrap_or(part),
                    ),
                }
            }
            _ => outer,
        }
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
        let is_ping = source.has_class(id, &["pingback", "trackback"]);
        self.hits.push(CommentHit {
            element: id,
            id: attr("data-comment-id")
                .or_else(|| attr("data-id"))
                .or_else(|| attr("id")),
            parent,
            depth: parent
                .and_then(|p| self.hits.get(p))
                .map_or(0, |p| p.depth + 1),
            kind: if is_ping {
                CommentKind::Pingback
            } else {
                CommentKind::Comment
            },
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
                n.attr("href")
                    .or_else(|| n.descendent_elements().find_map(|e| e.attr("href")))
            })
        };
        match part {
            Part::Author if hit.author.is_none() || source.has_class(id, &["fn"]) => {
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
    fn texts(&mut self, labels: &[Label]) {
        let outline = self.source.outline;
        let mut rest: Vec<Vec<usize>> = vec![Vec::new(); self.hits.len()];
        for (index, block) in outline.blocks.iter().enumerate() {
            let is_free = labels
                .get(index)
                .is_none_or(|l| !matches!(l.kind, RegionKind::Body | RegionKind::CommentForm));
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
                None if !self.is_furniture(index, hit) => rest[hit].push(index),
                _ => {}
            }
        }
        for (hit, rest) in self.hits.iter_mut().zip(rest) {
            if hit.body.is_empty() {
                hit.body = rest;
            }
        }
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
    fn finish(mut self) -> Vec<CommentHit> {
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
            let is_deleted = self
                .source
                .has_class(hit.element, &["deleted", "comment-deleted", "minimized"]);
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

/// Comments that only JSON-LD has.
fn linked(facts: &Facts) -> Vec<Comment> {
    let is_comment = |o: &&serde_json::Value| o.get("@type").is_some_and(|t| t == "Comment");
    let objects = facts.objects.iter().filter(is_comment);
    objects.filter_map(linked_comment).collect()
}

fn linked_comment(object: &serde_json::Value) -> Option<Comment> {
    let text = |key: &str| object.get(key).and_then(|v| v.as_str()).map(str::to_owned);
    let author = object.get("author");
    let author = author.and_then(|a| a.as_str().or_else(|| a.get("name")?.as_str()));
    let content = vec![Inline::Text {
        text: text("text").or_else(|| text("commentText"))?,
    }];
    let published = text("dateCreated").or_else(|| text("datePublished"));
    Some(Comment {
        id: text("@id"),
        author: author.map(str::to_owned),
        published: published.map(|p| date::parse(&p, false).unwrap_or(p)),
        body: Body {
            blocks: vec![Block::Paragraph { content }],
        },
        permalink: text("url"),
        score: object
            .get("upvoteCount")
            .and_then(serde_json::Value::as_i64),
        ..Comment::default()
    })
}

/// Marks of systems whose comments are loaded by a script.
const LOADERS: [(&str, &str); 14] = [
    ("disqus_thread", "disqus"),
    ("fb-comments", "facebook"),
    ("coral_thread", "coral"),
    ("coral_talk_stream", "coral"),
    ("hyvor-talk-view", "hyvor"),
    ("commento", "commento"),
    ("giscus", "giscus"),
    ("utterances", "utterances"),
    ("remark42", "remark42"),
    ("isso-thread", "isso"),
    ("vf-comments", "viafoura"),
    ("livefyre", "livefyre"),
    ("discourse-comments", "discourse"),
    ("spotim-conversation", "openweb"),
];

/// Whether there are comments that are not in the page.
pub(super) fn status(source: &Source<'_>, facts: &Facts, found: usize) -> CommentStatus {
    if found > 0 {
        return CommentStatus::Present;
    }
    let count = facts.objects.iter().filter_map(|o| o.get("commentCount"));
    let count = count
        .filter_map(|c| c.as_u64().or_else(|| c.as_str()?.parse().ok()))
        .max();
    let count = count.filter(|c| *c > 0);
    match (loader(source), count) {
        (None, None) => CommentStatus::None,
        (system, count) => CommentStatus::Elsewhere {
            system: system.unwrap_or("unknown").to_owned(),
            count,
        },
    }
}

fn loader(source: &Source<'_>) -> Option<&'static str> {
    let elements = 0..source.outline.elements.len();
    elements.into_iter().find_map(|id| {
        let id = id as ElementId;
        let mark = source.attr(id, "id").unwrap_or_default();
        let known = LOADERS
            .iter()
            .find(|(name, _)| mark == *name || source.has_class(id, &[*name]));
        known.map(|(_, system)| *system)
    })
}
