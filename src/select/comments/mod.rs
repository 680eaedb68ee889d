//! Reader comments as data: found by what comment systems call their elements, by the structure
//! of a list of comments, or in JSON-LD.
//!
//! A block is never both body and comment.

mod answers;
mod counts;
mod dumped;
mod finder;
mod lines;
mod linked;
mod names;
mod numbers;
mod offers;
mod parts;
mod repeated;
mod speakers;
mod status;
mod texts;
mod turns;
mod unannounced;
mod words;

use std::collections::BTreeSet;

use html5ever::local_name;

use super::body::{Plan, assemble_text};
use super::source::Source;
use crate::article::{Body, Comment, CommentKind, CommentStatus, PageType};
use crate::page::facts::Facts;
use crate::rules;
use crate::segment::outline::ElementId;
use crate::segment::{Label, RegionKind};

use finder::{Finder, How};
use words::Sort;
pub(super) use words::is_of_comments;

/// Bytes of the body that stand before comments which no element is named to hold: what the model takes
/// for more of it may be their text.
const LEAST_BODY: usize = 200;
/// Bytes of text before a thread that may be an article, however long the thread is.
const ARTICLE: usize = 40;

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
    /// What its text begins with that is the author's name, and maybe the time.
    opening: Option<String>,
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
    /// They are below an article.
    below_article: bool,
    /// There are none, but posts that are the body.
    are_posts: bool,
}

impl Found {
    /// Whether all have a name and a day.
    fn are_signed(&self) -> bool {
        let is_signed = |hit: &CommentHit| hit.author.is_some() && hit.time.is_some();
        self.hits.iter().all(is_signed)
    }

    /// The page's type, given what the model says. Documentation has comments too.
    pub(super) fn page_type(&self, stated: Option<(PageType, f32)>) -> Option<(PageType, f32)> {
        let (sort, article) = stated?;
        Some(
            match self.below_article && sort != PageType::Documentation {
                true => (PageType::Article, article.max(0.5)),
                false => (sort, article),
            },
        )
    }
}

/// Comments as the rule finds them; without one, by the page's names and structure. On a forum's
/// page posts are the body: there what is labelled body stays body.
pub(super) fn find(
    source: &Source<'_>,
    labels: &[Label],
    rule: Option<&[rules::CommentHit]>,
    page_type: PageType,
) -> Found {
    if let Some(hits) = rule {
        return Found {
            hits: of_rule(source, hits),
            ..Found::default()
        };
    }
    if source.dom.is_none() {
        return dumped::find(source, labels);
    }
    let below = Below::of(source, page_type);
    let read = |how: How<'_>| read(source, how, labels, below);
    let named = [How::Named, How::Held].into_iter().filter_map(read);
    let repeated = std::iter::once_with(|| {
        let (items, sort) = repeated::items(source, labels, below != Below::Posts);
        let items = match sort {
            Sort::Review => items,
            _ => answers::with_answers(source, &items),
        };
        let found = (!items.is_empty()).then(|| read(How::Repeated(&items, sort)));
        found.flatten()
    });
    let turns = std::iter::once_with(|| {
        let may_be = below != Below::Posts;
        let turns = if may_be {
            turns::turns(source)
        } else {
            Vec::new()
        };
        let found = (!turns.is_empty()).then(|| read(How::Turns(&turns)));
        found.flatten()
    });
    let unannounced = std::iter::once_with(|| {
        let items = match below {
            Below::Article => {
                answers::with_answers(source, &unannounced::items(source.outline, labels))
            }
            _ => Vec::new(),
        };
        let found = (!items.is_empty()).then(|| read(How::Repeated(&items, Sort::Announced)));
        found.flatten().filter(Found::are_signed)
    });
    let ways = named.chain(repeated.flatten()).chain(turns.flatten());
    let ways = ways.chain(unannounced.flatten());
    first(ways, below)
}

/// The comments that are found first; where something else turned out to be posts, those of an
/// article alone.
fn first(ways: impl Iterator<Item = Found>, below: Below) -> Found {
    let mut posts = None;
    for found in ways {
        match found.are_posts {
            true if below == Below::Posts => return found,
            true => posts = posts.or(Some(found)),
            false if posts.is_none() || found.below_article => return found,
            false => {}
        }
    }
    posts.unwrap_or_default()
}

/// What the comments of a page are below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Below {
    Article,
    /// An article, if they are a thread: with few words before many comments the model takes it for
    /// a page of another type.
    Unsure,
    /// Posts or things that are the body themselves.
    Posts,
}

impl Below {
    fn of(source: &Source<'_>, page_type: PageType) -> Self {
        match page_type {
            PageType::Article => Self::Article,
            PageType::Forum if names::has_article(source) => Self::Article,
            PageType::Forum | PageType::Product => Self::Posts,
            _ => Self::Unsure,
        }
    }
}

/// What is found in this way, if it is something: comments, or that there are none but posts.
fn read(source: &Source<'_>, how: How<'_>, labels: &[Label], below: Below) -> Option<Found> {
    let finder = Finder::new(source, how).walk();
    if finder.is_empty() {
        return None;
    }
    let mut claimed = finder.claimed();
    let is_thread = finder.is_thread();
    if holds_body(source, labels, &claimed, is_thread) {
        claimed.clear();
    }
    let is_article = below == Below::Article || below == Below::Unsure && is_thread;
    let is_sure = is_article && !claimed.is_empty();
    let (mut hits, are_posts) = texts::finish(finder, labels, is_sure);
    if is_sure {
        let first = claimed.first().copied().unwrap_or_default();
        claimed.extend(headings(source, first));
    }
    let blocks = match is_sure {
        true => claimed.clone(),
        false => hits.iter().flat_map(|hit| hit.body.clone()).collect(),
    };
    if are_posts {
        hits.clear();
    }
    (are_posts || !hits.is_empty()).then_some(Found {
        hits,
        blocks,
        claimed,
        below_article: is_sure,
        are_posts,
    })
}

/// The headings right before the comments, or what opens them.
fn headings(source: &Source<'_>, comments: usize) -> impl Iterator<Item = usize> {
    let outline = source.outline;
    let is_heading = |block: &usize| {
        let element = outline
            .blocks
            .get(*block)
            .map(|b| outline.element(b.element));
        element.is_some_and(|e| counts::is_heading(&e.tag) || e.tag == local_name!("summary"))
    };
    (0..comments).rev().take(2).take_while(is_heading)
}

/// Whether most of the body lies in these blocks, and they are no thread below an article: class
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
    let first = claimed.first().copied().unwrap_or_default();
    let above = || (0..first).filter(is_body).map(length).sum::<usize>();
    theirs * 2 >= all && !(is_thread && above() >= ARTICLE)
}

/// The comments found, or else those that only JSON-LD has, and what the page says of others. Posts
/// are none, in JSON-LD neither.
pub(super) fn build(plan: &Plan<'_>, found: Found, facts: &Facts) -> (Vec<Comment>, CommentStatus) {
    if found.are_posts {
        return (Vec::new(), CommentStatus::None);
    }
    let comment = |hit: CommentHit| Comment {
        body: text(plan, &hit),
        id: hit.id,
        parent: hit.parent,
        depth: hit.depth,
        author: hit.author,
        author_url: hit.author_url,
        kind: hit.kind,
        published: hit.time.map(|time| plan.source.resolved_time(time)),
        permalink: hit.permalink,
        score: hit.score,
        edited: hit.edited,
        pinned: hit.pinned,
        by_author: hit.by_author,
    };
    let comments: Vec<_> = match found.hits.is_empty() {
        true => linked::comments(plan.source, facts),
        false => found.hits.into_iter().map(comment).collect(),
    };
    let status = status::status(plan.source, facts, comments.len());
    (comments, status)
}

fn text(plan: &Plan<'_>, hit: &CommentHit) -> Body {
    let mut body = assemble_text(plan, hit.element, &hit.body);
    if let Some(opening) = &hit.opening {
        speakers::leave_out(&mut body, opening);
    }
    body
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
