//! How many comments the page says there are.

use html5ever::{LocalName, local_name};
use serde_json::Value;

use super::{names, numbers};
use crate::page::facts::Facts;
use crate::segment::outline::ElementId;
use crate::select::source::Source;

const COUNTS: &[&str] = &[
    "comments-count",
    "comment-count",
    "comments-title",
    "comment-number",
    "commentcount",
    "comments__count",
    "comments-number",
    "comments-link",
    "comment-link-count",
    "disqus-comment-count",
    "wp-block-comments-title",
    "wp-block-post-comments-count",
];

/// All class names that are asked for here.
pub(super) const CLASSES: &[&[&str]] = &[COUNTS];

/// The places on the page to which links with a count lead.
const TARGETS: &[&str] = &[
    "comments",
    "comment",
    "respond",
    "disqus_thread",
    "reply",
    "kommentare",
    "commentaires",
    "comentarios",
    "reacties",
];

/// How words for comments begin, in small letters.
const WORDS: &[&str] = &[
    "comment",
    "kommentar",
    "komentar",
    "comentari",
    "comentári",
    "reactie",
    "reacties",
    "kommentti",
    "yorum",
    "коммента",
    "комента",
    "thought",
    "response",
    "replies",
    "コメント",
    "评论",
    "評論",
    "댓글",
];

/// The number in the page's data, or that all elements show which speak of this page's comments.
pub(super) fn count(source: &Source<'_>, facts: &Facts) -> Option<u64> {
    let linked = facts.objects.iter().filter_map(linked_count);
    let stated = facts.meta("itemprop:commentcount");
    let counted = facts.meta("itemprop:interactioncount");
    let counted = counted.filter_map(|c| c.trim().strip_prefix("UserComments:"));
    let stated = stated.chain(counted).filter_map(|c| c.trim().parse().ok());
    let most = linked.chain(stated).max();
    most.or_else(|| shown_count(source, facts))
        .filter(|c| *c > 0)
}

/// `commentCount`, or the number of interactions that are comments.
fn linked_count(object: &Value) -> Option<u64> {
    let number = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
    let is_comment = |counter: &Value| {
        let kind = counter.get("interactionType");
        let name = kind.and_then(|k| k.as_str().or_else(|| k.get("@type")?.as_str()));
        name.is_some_and(|name| name.ends_with("CommentAction"))
    };
    let own = object.get("commentCount").and_then(number);
    let counted = || {
        number(
            object
                .get("userInteractionCount")
                .filter(|_| is_comment(object))?,
        )
    };
    own.or_else(counted)
}

/// What links to the page's own comments say, or headings, or elements such as
/// `<span class="comments-count">12 Comments</span>`. Teasers have them too: what is shown counts
/// where all that lead to no other page show the same.
fn shown_count(source: &Source<'_>, facts: &Facts) -> Option<u64> {
    let own = Own::new(source, facts);
    let elements = || 0..source.outline.elements.len() as ElementId;
    let linked = elements().find_map(|id| own.linked(id));
    linked.or_else(|| {
        let mut shown = elements().filter_map(|id| own.shown(id));
        let first = shown.next()?;
        shown.all(|other| other == first).then_some(first)
    })
}

/// What of the page speaks of its own comments.
struct Own<'s, 'a> {
    source: &'s Source<'a>,
    /// The page's address as it says itself, without a slash at its end.
    canonical: Option<&'s str>,
}

impl<'s, 'a> Own<'s, 'a> {
    fn new(source: &'s Source<'a>, facts: &'s Facts) -> Self {
        let canonical = facts.canonical().map(|url| url.trim_end_matches('/'));
        Self { source, canonical }
    }

    /// The count in a link to the comments of this page.
    fn linked(&self, id: ElementId) -> Option<u64> {
        let (_, fragment) = self.href(id)?.split_once('#')?;
        let leads_to_them = TARGETS.contains(&fragment.trim()) && self.target(id).is_some();
        leads_to_them.then(|| stated(&self.text(id), true))?
    }

    /// The count in a heading, on a button, or in an element named after counts.
    fn shown(&self, id: ElementId) -> Option<u64> {
        let is_named = self.source.has_class(id, COUNTS);
        let tag = &self.source.outline.element(id).tag;
        let may = is_named || is_heading(tag) || *tag == local_name!("button");
        if !may || self.leads_away(id) {
            return None;
        }
        let text = self.text(id);
        match is_named {
            true => number(&text),
            false => stated(&text, false).filter(|_| is_short(&text) || self.is_held(id)),
        }
    }

    fn is_held(&self, id: ElementId) -> bool {
        let mut around = self.source.outline.ancestors(id).take(5);
        around.any(|id| names::is_holder(self.source, id))
    }

    /// The place on this page that a link leads to.
    fn target(&self, link: ElementId) -> Option<&'a str> {
        let href = self.href(link)?;
        let (page, fragment) = href.split_once('#')?;
        let is_own = || self.canonical == Some(page.trim_end_matches('/'));
        let own = self.source.fragment(href);
        own.or_else(|| is_own().then_some(fragment))
    }

    fn href(&self, link: ElementId) -> Option<&'a str> {
        let is_link = self.source.outline.element(link).tag == local_name!("a");
        is_link.then(|| self.source.attr(link, "href"))?
    }

    /// Whether the element is, holds or lies in a link to another page.
    fn leads_away(&self, id: ElementId) -> bool {
        let outline = self.source.outline;
        let around = outline.ancestors(id).take(4);
        let inside = (id..outline.element(id).end).skip(1).take(4);
        let is_away = |id: ElementId| self.href(id).is_some() && self.target(id).is_none();
        around.chain(inside).any(is_away)
    }

    fn text(&self, id: ElementId) -> String {
        let node = self.source.node(id);
        node.into_iter().flat_map(|n| n.texts().take(20)).collect()
    }
}

/// Whether an element of this tag may be the heading of comments.
pub(super) fn is_heading(tag: &LocalName) -> bool {
    matches!(
        *tag,
        local_name!("h2") | local_name!("h3") | local_name!("h4") | local_name!("h5")
    )
}

/// Whether a heading says that comments follow, and no more: "Comments", "3 replies".
pub(super) fn announces(heading: &str) -> bool {
    let only = |word: &str| is_word(&word.to_lowercase());
    let words = heading.split(|c: char| !c.is_alphanumeric());
    let mut words = words.filter(|word| !word.is_empty());
    let is_only = words.next().is_some_and(only) && words.next().is_none();
    is_only || is_short(heading) && stated(heading, false).is_some()
}

/// Whether a text says that there are comments, and how many.
pub(super) fn states_some(text: &str) -> bool {
    stated(text, false).is_some_and(|count| count > 0)
}

/// Whether a word in small letters begins like one for comments.
fn is_word(word: &str) -> bool {
    WORDS.iter().any(|begin| word.starts_with(begin))
}

/// No more than the count: "3 responses to the flood" is a heading of the text.
fn is_short(heading: &str) -> bool {
    heading.split_whitespace().nth(3).is_none()
}

/// The number in "12 Comments", "Kommentare (12)" or "12 thoughts on ..."; alone only where a
/// link says what it counts.
fn stated(text: &str, may_be_bare: bool) -> Option<u64> {
    let text = text.trim().to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.by_ref().filter(|w| !w.is_empty()).take(8).collect();
    let is_word = |word: &&str| is_word(word);
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let speaks = match words.as_slice() {
        [only] if may_be_bare && is_number(only) => true,
        // "One thought on ...", "12 responses to ...", "12 reader comments".
        [_, second, ..] if is_word(second) => true,
        [_, _, third] if is_word(third) => true,
        [first, ..] if is_word(first) => words.len() <= 3,
        _ => false,
    };
    speaks.then(|| number(&text))?
}

fn number(text: &str) -> Option<u64> {
    let is_one = text.trim().to_lowercase().starts_with("one ");
    let number = is_one.then_some(1).or_else(|| numbers::read(text));
    number.and_then(|n| u64::try_from(n).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_comments_say_nothing_else() {
        for heading in [
            "Comments",
            "Kommentare",
            "3 replies",
            "Comments (12)",
            "コメント",
        ] {
            assert!(announces(heading), "{heading}");
        }
        for heading in [
            "Recent comments",
            "Comments and notes",
            "The response of 1900",
            "Notes",
        ] {
            assert!(!announces(heading), "{heading}");
        }
    }

    #[test]
    fn counts_of_comments_are_told_from_other_headings() {
        let cases = [
            ("12 Comments", Some(12)),
            ("Comments (12)", Some(12)),
            ("12 Kommentare", Some(12)),
            ("Kommentare (1.234)", Some(1_234)),
            ("Commentaires : 3", Some(3)),
            ("3 reader comments", Some(3)),
            ("One Response to “The bridges of 1900”", Some(1)),
            ("12 thoughts on “The bridges of 1900”", Some(12)),
            ("5 comentários", Some(5)),
            ("댓글 7", Some(7)),
            ("View comments (12)", Some(12)),
            ("0 Comments", Some(0)),
            ("No comments", None),
            ("Leave a comment", None),
            ("Comments", None),
            ("12 bridges", None),
            ("What the 12 ministers have to comment", None),
            ("12", None),
        ];
        for (text, count) in cases {
            assert_eq!(stated(text, false), count, "{text}");
        }
        assert_eq!(stated("12", true), Some(12));
    }
}
