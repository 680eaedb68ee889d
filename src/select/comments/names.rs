//! What comment systems and themes call the parts of a comment.

use html5ever::local_name;

use crate::segment::outline::ElementId;
use crate::select::source::Source;

/// What an element is within a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Item,
    Text,
    Author,
    Time,
    Score,
    Edited,
    Pinned,
    ByAuthor,
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
    "commentItem",
    "comment-box",
    "single-comment",
    "user-comment",
    "wpd-comment",
    "discussion__comment",
    "b-comment",
    "comment__item",
];
const TEXTS: &[&str] = &[
    "comment-content",
    "comment-text",
    "comment_text",
    "wpd-comment-text",
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
    "wp-block-comment-content",
    "comment-entry",
    "fb-comment-text",
    "coral-comment-content",
    "talk-comment-content",
    "d-comment__body",
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
    "wpd-comment-author",
    "wp-block-comment-author-name",
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
    "wpd-comment-date",
    "wp-block-comment-date",
    "comment-timestamp",
    "datetime",
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
    "wpd-vote-result",
];
const EDITED: &[&str] = &[
    "edited",
    "comment-edited",
    "is-edited",
    "comment__edited",
    "coral-comment-edited",
];
/// Class names of an item, or of a badge in it.
pub(super) const PINNED: &[&str] = &[
    "pinned",
    "sticky",
    "is-pinned",
    "comment-pinned",
    "wpd-sticky-comment",
];
pub(super) const BY_AUTHOR: &[&str] = &[
    "bypostauthor",
    "by-author",
    "is-author",
    "comment-by-author",
    "author-badge",
    "wpd-blog-post_author",
    "blog-author",
];
pub(super) const DELETED: &[&str] = &[
    "deleted",
    "comment-deleted",
    "minimized",
    "is-deleted",
    "comment--deleted",
    "removed",
];
pub(super) const PINGS: &[&str] = &["pingback", "trackback"];
/// Names of an element that holds a list of comments.
const HOLDERS: &[&str] = &[
    "comments",
    "comment-list",
    "commentlist",
    "comments-list",
    "comments-area",
    "comment-section",
    "comments-section",
    "discussion",
    "user-comments",
];

/// Posts of a forum.
const POSTS: &[&str] = &["post"];
/// The name in an author's card.
pub(super) const CARD_NAMES: &[&str] = &["fn"];

/// All class names of this table.
pub(super) const CLASSES: &[&[&str]] = &[
    ITEMS, TEXTS, AUTHORS, TIMES, SCORES, EDITED, PINNED, BY_AUTHOR, DELETED, PINGS, HOLDERS,
    POSTS, CARD_NAMES,
];

/// What an element's names say it is. Outside of comments only items count.
pub(super) fn part(source: &Source<'_>, id: ElementId, is_inside: bool) -> Option<Part> {
    let tag = &source.outline.element(id).tag;
    if matches!(
        *tag,
        local_name!("form") | local_name!("body") | local_name!("html")
    ) || source.id(id) == Some("respond")
    {
        return (*tag == local_name!("form") || source.id(id) == Some("respond"))
            .then_some(Part::Form);
    }
    let (itemtype, itemprop) = source.item(id);
    if itemtype.ends_with("schema.org/Comment") || itemtype.ends_with("/UserComments") {
        return Some(Part::Item);
    }
    let has = |names: &[&str]| source.has_class(id, names);
    let is_holder = matches!(
        *tag,
        local_name!("li") | local_name!("div") | local_name!("article") | local_name!("section")
    ) || tag.contains('-');
    if is_holder && (has(ITEMS) || has_comment_id(source.id(id)) || is_forum_post(source, id)) {
        return Some(Part::Item);
    }
    if !is_inside {
        return None;
    }
    match itemprop {
        "text" | "commentText" => return Some(Part::Text),
        "author" | "creator" => return Some(Part::Author),
        "dateCreated" | "datePublished" | "commentTime" => return Some(Part::Time),
        "upvoteCount" => return Some(Part::Score),
        _ => {}
    }
    match () {
        () if has(EDITED) => Some(Part::Edited),
        () if has(PINNED) => Some(Part::Pinned),
        () if has(AUTHORS) || *tag == local_name!("cite") => Some(Part::Author),
        () if has(BY_AUTHOR) => Some(Part::ByAuthor),
        () if has(TEXTS) => Some(Part::Text),
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

/// A post of phpBB: `<div id="p123" class="post ...">`.
fn is_forum_post(source: &Source<'_>, id: ElementId) -> bool {
    let number = source.id(id).and_then(|i| i.strip_prefix('p'));
    let is_number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    number.is_some_and(is_number) && source.has_class(id, POSTS)
}

/// Whether an element is named as the holder of comments.
pub(super) fn is_holder(source: &Source<'_>, id: ElementId) -> bool {
    let named = source.id(id).is_some_and(|i| HOLDERS.contains(&i));
    named || source.has_class(id, HOLDERS)
}

/// What an element of a list without any names is: its items, a date, and the first short text
/// in heavy type or with a link as the author.
pub(super) fn structural_part(source: &Source<'_>, id: ElementId) -> Option<Part> {
    match source.outline.element(id).tag {
        local_name!("form") => Some(Part::Form),
        local_name!("li") | local_name!("article") => Some(Part::Item),
        local_name!("time") => Some(Part::Time),
        local_name!("b")
        | local_name!("strong")
        | local_name!("cite")
        | local_name!("h3")
        | local_name!("h4")
        | local_name!("h5") => Some(Part::Author),
        _ => None,
    }
}
