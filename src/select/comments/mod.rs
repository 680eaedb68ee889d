//! Reader comments as data: found by what comment systems call their elements, by the structure
//! of a list of comments, or in JSON-LD.
//!
//! A block is never both body and comment.

mod counts;
mod finder;
mod lines;
mod linked;
mod names;
mod numbers;
mod parts;
mod repeated;
mod status;
mod texts;
mod words;

use std::collections::BTreeSet;

use super::body::{Plan, assemble_text};
use super::source::Source;
use crate::article::{Comment, CommentKind};
use crate::page::facts::Facts;
use crate::rules;
use crate::segment::outline::ElementId;
use crate::segment::{Label, RegionKind};

use finder::{Finder, How};
pub(super) use status::status;

/// Bytes of text that may be an article beside a thread that is longer than it.
const ARTICLE: usize = 200;

/// All class names that are asked for here.
pub(super) fn classes() -> impl Iterator<Item = &'static &'static [&'static str]> {
    let own = names::CLASSES.iter().chain(status::CLASSES);
    own.chain(counts::CLASSES)
}

/// A comment before its text is assembled.
#[derive(Debug, Default)]
pub(crate) struct CommentHit {
    element: ElementId,
    id: Option<String>,
    parent: Option<usize>,
    depth: usize,
    author: Option<String>,
    author_url: Option<String>,
    time: Option<String>,
    /// The line above the text that has both.
    line: Option<String>,
    /// Indices of the blocks with its text.
    body: Vec<usize>,
    permalink: Option<String>,
    score: Option<i64>,
    kind: CommentKind,
    edited: bool,
    pinned: bool,
    by_author: bool,
}

/// The comments of a page, and the blocks that are theirs.
#[derive(Debug, Default)]
pub(super) struct Found {
    hits: Vec<CommentHit>,
    /// What is not the body's.
    pub(super) blocks: BTreeSet<usize>,
    /// What names no author and no day of the page.
    pub(super) claimed: BTreeSet<usize>,
}

/// Comments as the rule finds them; without one, by the page's names and structure. On a forum's
/// page posts are the body: there `is_article` is false, and what is labelled body stays body.
pub(super) fn find(
    source: &Source<'_>,
    labels: &[Label],
    rule: Option<&[rules::CommentHit]>,
    is_article: bool,
) -> Found {
    if let Some(hits) = rule {
        return Found {
            hits: of_rule(source, hits),
            ..Found::default()
        };
    }
    let read = |how| read(source, how, labels, is_article);
    if let Some(found) = read(How::Named).or_else(|| read(How::Held)) {
        return found;
    }
    let items = repeated::items(source, labels, is_article);
    if items.is_empty() {
        return Found::default();
    }
    self::read(source, How::Repeated(&items), labels, is_article).unwrap_or_default()
}

/// What is found in this way, if it is something.
fn read(source: &Source<'_>, how: How<'_>, labels: &[Label], is_article: bool) -> Option<Found> {
    let finder = Finder::new(source, how).walk();
    if finder.is_empty() {
        return None;
    }
    let mut claimed = finder.claimed();
    if holds_body(source, labels, &claimed, finder.is_thread()) {
        claimed.clear();
    }
    let is_sure = is_article && !claimed.is_empty();
    let hits = texts::finish(finder, labels, is_sure);
    let blocks = match is_sure {
        true => claimed.clone(),
        false => hits.iter().flat_map(|hit| hit.body.clone()).collect(),
    };
    (!hits.is_empty()).then_some(Found {
        hits,
        blocks,
        claimed,
    })
}

/// Whether most of the body lies in these blocks, and they are no thread beside an article: class
/// names such as `comment` now and then stand around a whole article.
fn holds_body(
    source: &Source<'_>,
    labels: &[Label],
    claimed: &BTreeSet<usize>,
    is_thread: bool,
) -> bool {
    let is_body = |i: &usize| labels.get(*i).is_some_and(|l| l.kind == RegionKind::Body);
    let length = |i: usize| source.outline.block_text(i).len();
    let all: usize = (0..labels.len()).filter(is_body).map(length).sum();
    let theirs: usize = claimed.iter().copied().filter(is_body).map(length).sum();
    let is_more = theirs * 2 >= all;
    is_more && !(is_thread && all - theirs >= ARTICLE)
}

/// The comments found, or else those that only JSON-LD has.
pub(super) fn build(plan: &Plan<'_>, found: Found, facts: &Facts) -> Vec<Comment> {
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
        edited: hit.edited,
        pinned: hit.pinned,
        by_author: hit.by_author,
    };
    match found.hits.is_empty() {
        true => linked::comments(plan.source, facts),
        false => found.hits.into_iter().map(comment).collect(),
    }
}

/// The comments of these hits, which are in document order, with what the page's names say of
/// them besides.
fn of_rule(source: &Source<'_>, hits: &[rules::CommentHit]) -> Vec<CommentHit> {
    let items: Vec<ElementId> = hits.iter().map(|hit| hit.element).collect();
    // In a dump no element holds a comment.
    let read = match items.is_sorted_by(|a, b| a < b) {
        true => Finder::new(source, How::Ruled(&items)).walk().hits,
        false => Vec::new(),
    };
    let read = read
        .into_iter()
        .chain(std::iter::repeat_with(CommentHit::default));
    let comment = |(hit, read): (&rules::CommentHit, CommentHit)| CommentHit {
        element: hit.element,
        id: hit.id.as_deref().map(str::to_owned).or(read.id),
        parent: hit.parent,
        depth: hit.depth,
        author: hit.author.clone(),
        time: hit.time.clone(),
        body: hit.body.iter().map(|&block| block as usize).collect(),
        ..read
    };
    hits.iter().zip(read).map(comment).collect()
}
