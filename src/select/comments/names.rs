//! What comment systems and themes call the parts of a comment.

use html5ever::local_name;

use super::{status, words};
use crate::segment::outline::ElementId;
use crate::select::source::Source;

/// What an element is within a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Item,
    Text,
    Author,
    Time,
    /// A line with the name and the time.
    Line,
    Score,
    Edited,
    Pinned,
    ByAuthor,
    Permalink,
    /// Buttons.
    Actions,
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
    "comtr",
    "ItemComment",
    "idc-c",
    "isso-comment",
    "commento-card",
    "fyre-comment-article",
    "kmt-item",
    "tx-comments-comment-wrapper",
    "UFIComment",
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
    "comment-body",
    "commtext",
    "usertext-body",
    "Message",
    "dsq-comment-message",
    "idc-c-t",
    "isso-text",
    "commento-body",
    "fyre-comment",
    "kmt-text",
    "tx-comments-comment-text",
    "UFICommentBody",
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
    "hnuser",
    "idc-author",
    "Username",
    "commentAuthorName",
    "commentMetaName",
    "isso-author",
    "commento-name",
    "fyre-comment-username",
    "kmt-author",
    "comment-footer-author",
    "UFICommentActorName",
];
const TIMES: &[&str] = &[
    "comment-date",
    "comment_date",
    "comment__date",
    "comment-time",
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
    "age",
    "idc-time",
    "commentDate",
    "commento-timeago",
    "fyre-comment-date",
    "kmt-time",
    "comment-footer-date",
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
    "comment-likes",
    "comments-vote",
    "commento-score",
];
const LINES: &[&str] = &[
    "comment-meta",
    "comment-metadata",
    "commentmetadata",
    "comment_meta",
    "comment__meta",
    "comment-header",
    "comment-head",
    "comment_header",
    "comment__header",
    "comment-footer",
    "comment-byline",
    "dsq-comment-header",
    "isso-comment-header",
    "idc-c-h",
    "comhead",
    "tagline",
    "submitted",
    "comments-post",
];
const PERMALINKS: &[&str] = &[
    "permalink",
    "comment-permalink",
    "comment__permalink",
    "comment-anchor",
    "commentLink",
];
const ACTIONS: &[&str] = &[
    "comment-reply",
    "comment-reply-link",
    "comment-actions",
    "comment__actions",
    "comment-links",
    "comment__links",
    "comments-buttons",
    "dsq-comment-footer",
    "idc-c-m",
    "isso-comment-footer",
    "commento-options",
    "flat-list",
    "navs",
    "comment-awaiting-moderation",
    "postprofile",
];
/// Lists of what can be done with a comment, where the element is a list.
const LINKS: &[&str] = &["links", "inline"];
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
    "comments-block",
    "dsq-comments",
    "itemCommentsList",
    "comment-tree",
    "disqus_thread",
];
/// What WordPress, its plugins, Blogger and JComments put around comments: no forum has it.
const BELOW_ARTICLE: &[&str] = &[
    "comments-area",
    "comment-respond",
    "comment-list",
    "commentlist",
    "wp-block-comments",
    "wpdcom",
    "jc",
    "comments-content",
];
/// Names of what follows a comment and holds the answers to it.
const ANSWERS: &[&str] = &[
    "indented",
    "replies",
    "comment-replies",
    "comment-children",
    "comments-replies",
    "comment__replies",
];
/// The empty cell before a comment whose `indent` is its depth.
pub(super) const INDENTS: &[&str] = &["ind"];

/// Posts of a forum.
const POSTS: &[&str] = &["post"];
/// The name in an author's card.
pub(super) const CARD_NAMES: &[&str] = &["fn"];

/// All class names of this table.
pub(super) const CLASSES: &[&[&str]] = &[
    ITEMS, TEXTS, AUTHORS, TIMES, LINES, SCORES, EDITED, PINNED, BY_AUTHOR, DELETED, PINGS,
    PERMALINKS, ACTIONS, LINKS, HOLDERS, ANSWERS, INDENTS, POSTS, CARD_NAMES,
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
        local_name!("li")
            | local_name!("div")
            | local_name!("article")
            | local_name!("section")
            | local_name!("dl")
            | local_name!("table")
            | local_name!("tr")
    ) || source.is_custom(id);
    if is_holder
        && (has(ITEMS)
            || has_comment_id(source.id(id))
            || is_forum_post(source, id)
            || is_element(source, id))
    {
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
        () if has(LINES) => Some(Part::Line),
        () if has(ACTIONS) || has(LINKS) && *tag == local_name!("ul") => Some(Part::Actions),
        () if has(TEXTS) => Some(Part::Text),
        () if *tag == local_name!("time") || has(TIMES) => Some(Part::Time),
        () if has(SCORES) => Some(Part::Score),
        () if has(PERMALINKS) => Some(Part::Permalink),
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
            Some("comment-" | "div-comment-" | "li-comment-" | "comment-id-" | "comment-item-")
        )
}

/// An element of the page's own that is a comment: Reddit's `<shreddit-comment>`.
pub(super) fn is_element(source: &Source<'_>, id: ElementId) -> bool {
    source.is_custom(id) && source.outline.element(id).tag.ends_with("-comment")
}

/// What stands in a slot of such an element.
pub(super) fn slot(source: &Source<'_>, id: ElementId) -> Option<Part> {
    match source.attr(id, "slot")? {
        "comment" => Some(Part::Text),
        "commentMeta" => Some(Part::Line),
        "actionRow" => Some(Part::Actions),
        _ => None,
    }
}

/// A post of phpBB: `<div id="p123" class="post ...">`.
fn is_forum_post(source: &Source<'_>, id: ElementId) -> bool {
    let number = source.id(id).and_then(|i| i.strip_prefix('p'));
    let is_number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    number.is_some_and(is_number) && source.has_class(id, POSTS)
}

/// Whether a forum's page is an article with comments by the names around them.
pub(super) fn has_article(source: &Source<'_>) -> bool {
    let is_system = |name| BELOW_ARTICLE.contains(&name) || status::LOADER_NAMES.contains(&name);
    let mut elements = 0..source.outline.elements.len() as ElementId;
    elements.any(|id| {
        let mut names = source.classes(id).chain(source.id(id));
        names.any(|name| is_system(name) || words::is_below_article(name))
    })
}

/// Whether an element is named as the holder of comments.
pub(super) fn is_holder(source: &Source<'_>, id: ElementId) -> bool {
    let named = source.id(id).is_some_and(|i| HOLDERS.contains(&i));
    named || source.has_class(id, HOLDERS)
}

/// Whether an element that follows a comment holds the answers to it.
pub(super) fn holds_answers(source: &Source<'_>, id: ElementId) -> bool {
    source.has_class(id, ANSWERS)
}

/// Whether an element's name says who wrote a comment, or when.
pub(super) fn is_head(source: &Source<'_>, id: ElementId) -> bool {
    let is_cite = source.outline.element(id).tag == local_name!("cite");
    is_cite || source.has_class(id, LINES) || source.has_class(id, AUTHORS)
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
