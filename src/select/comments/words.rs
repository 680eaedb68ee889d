//! The words that class names are made of, and what they say of comments and reviews.

use std::sync::LazyLock;

use html5ever::local_name;
use memchr::memmem::Finder;

use super::names::Part;
use crate::page::words::letters;
use crate::segment::outline::ElementId;
use crate::select::source::Source;

/// Parts of words for comments and reviews, and their [`letters`].
static STEMS: LazyLock<[(Finder<'_>, u32); 6]> = LazyLock::new(|| {
    let stems = ["omment", "omentari", "eview", "eedback", "eactie", "yorum"];
    stems.map(|stem| (Finder::new(stem), letters(stem)))
});

/// One comment, in the languages that class names are written in.
const COMMENT: &[&str] = &[
    "comment",
    "kommentar",
    "commentaire",
    "comentario",
    "commento",
    "reactie",
    "yorum",
];
/// Several of them.
const COMMENTS: &[&str] = &[
    "comments",
    "commentlist",
    "commentslist",
    "kommentare",
    "kommentarer",
    "kommentarliste",
    "commentaires",
    "comentarios",
    "commenti",
    "reacties",
    "yorumlar",
];

/// Of what an element holds some or many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Comment,
    /// Comments by the heading above them, not by a name.
    Announced,
    Review,
}

/// Whether some names may speak of comments or reviews: most do not, and no word of theirs is
/// looked at.
pub(super) fn may_speak(names: &str) -> bool {
    let own = letters(names);
    let mut likely = STEMS.iter().filter(|(_, letters)| letters & !own == 0);
    likely.any(|(stem, _)| stem.find(names.as_bytes()).is_some())
}

/// Of what a class name or id speaks, if it is comments or reviews; those of teasers of them in
/// a side column do not count.
pub(super) fn sort(name: &str) -> Option<Sort> {
    if !may_speak(name) {
        return None;
    }
    let mut found = None;
    for word in words(name) {
        match () {
            () if is(
                word,
                &["recent", "latest", "recentcomments", "no", "preview"],
            ) =>
            {
                return None;
            }
            () if found.is_some() => {}
            () if is(word, COMMENT) || is(word, COMMENTS) => found = Some(Sort::Comment),
            () if is(word, &["review", "reviews", "feedback", "feedbacks"]) => {
                found = Some(Sort::Review);
            }
            () => {}
        }
    }
    found
}

/// Whether a name speaks of comments, not of reviews.
pub(in crate::select) fn is_of_comments(name: &str) -> bool {
    sort(name) == Some(Sort::Comment)
}

/// Whether a name speaks of comments and of the article above them: `article-comments`. Forums
/// have English names.
pub(super) fn is_below_article(name: &str) -> bool {
    let is_foreign = |word| is(word, COMMENTS) && !is(word, &["comments"]);
    let is_said = |word| is_foreign(word) || is(word, &["article", "blog", "section", "area"]);
    is_of_comments(name) && words(name).any(is_said)
}

/// Whether a name is that of what holds comments and no more: `bloc-commentaires`.
pub(super) fn is_holder(name: &str) -> bool {
    let is_many = |word| is(word, COMMENTS) || is(word, &["section", "list", "area"]);
    let is_state = |word| {
        is(
            word,
            &["open", "closed", "has", "with", "link", "count", "form"],
        )
    };
    is_of_comments(name) && words(name).any(is_many) && !words(name).any(is_state)
}

/// Whether a name is that of one comment or review: `user-review`, `CommentsItem-root`.
pub(super) fn is_item(name: &str) -> bool {
    let words: Vec<_> = words(name).collect();
    let is_wrapped = |word: &&str| is(word, &["item", "card", "node", "entry", "root", "single"]);
    let wraps = words.iter().rev().take_while(|w| is_wrapped(w)).count();
    let Some(last) = words.len().checked_sub(wraps + 1) else {
        return false;
    };
    let last = words.get(last).copied().unwrap_or_default();
    let is_one = is(last, COMMENT) || is(last, &["review"]);
    let wraps = words
        .iter()
        .rev()
        .take(wraps)
        .filter(|word| !is(word, &["root"]))
        .count();
    // What is called the root of several holds them all.
    is_one || wraps > 0 && (is(last, COMMENTS) || is(last, &["reviews"]))
}

/// The author or the time of a comment, or what else stands around its text, by words of names.
pub(super) fn head(source: &Source<'_>, id: ElementId) -> Option<Part> {
    let tag = &source.outline.element(id).tag;
    if *tag == local_name!("address") {
        return Some(Part::Author);
    }
    if *tag == local_name!("a") {
        let href = source.attr(id, "href").unwrap_or_default();
        let is_profile = PROFILES.iter().any(|path| href.contains(path)) || is_account(href);
        return is_profile.then_some(Part::Author);
    }
    let hooks = [source.attr(id, "data-hook"), source.attr(id, "data-testid")];
    let mut names = source.classes(id).chain(hooks.into_iter().flatten());
    names.find_map(head_named)
}

/// Parts of the addresses of members' pages.
const PROFILES: &[&str] = &[
    "/user/",
    "/users/",
    "/u/",
    "/profile/",
    "/profiles/",
    "/member/",
    "/members/",
    "/author/",
    "/people/",
];

/// Whether an address is that of an account, as on Medium, and not of what it wrote: `/@ann`.
fn is_account(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit_once("/@").map(|(_, name)| name);
    name.is_some_and(|name| !name.is_empty() && !name.contains('/'))
}

/// Whether an element is named after a name, and not after the person with all that is theirs.
pub(super) fn is_name(source: &Source<'_>, id: ElementId) -> bool {
    let is = |class| {
        words(class)
            .last()
            .is_some_and(|w| is(w, &["name", "username", "fn"]))
    };
    source.classes(id).any(is)
}

fn head_named(name: &str) -> Option<Part> {
    let (mut person, mut named, mut found) = (false, false, None);
    for word in words(name) {
        match () {
            () if is(word, NEVER) => return None,
            () if is(
                word,
                &[
                    "author",
                    "username",
                    "reviewer",
                    "nickname",
                    "commenter",
                    "autor",
                    "auteur",
                    "autore",
                    "verfasser",
                ],
            ) =>
            {
                found = found.or(Some(Part::Author));
            }
            () if is(
                word,
                &[
                    "date",
                    "timestamp",
                    "ago",
                    "datetime",
                    "posted",
                    "datum",
                    "fecha",
                ],
            ) =>
            {
                found = found.or(Some(Part::Time));
            }
            () if is(word, &["name"]) => named = true,
            () if is(word, &["user", "profile", "display", "customer", "screen"]) => person = true,
            () if is(word, &["review"]) || is(word, COMMENT) || is(word, COMMENTS) => person = true,
            () => {}
        }
    }
    found.or((person && named).then_some(Part::Author))
}

/// What is about authors and dates, but names none.
const NEVER: &[&str] = &[
    "avatar", "image", "img", "photo", "icon", "initials", "badge", "product", "form", "filter",
    "sort",
];

fn is(word: &str, known: &[&str]) -> bool {
    known.iter().any(|k| word.eq_ignore_ascii_case(k))
}

/// The words of a name: parted by signs and by capital letters.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let parts = name.split(|c: char| !c.is_ascii_alphanumeric());
    parts.flat_map(humps).filter(|word| !word.is_empty())
}

/// `okeReviews` is `oke` and `Reviews`.
fn humps(part: &str) -> impl Iterator<Item = &str> {
    let mut rest = part;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let small = |(a, b): (&u8, &u8)| a.is_ascii_lowercase() && b.is_ascii_uppercase();
        let bytes = rest.as_bytes();
        let pairs = bytes.iter().zip(bytes.iter().skip(1));
        let end = pairs
            .map(small)
            .position(|s| s)
            .map_or(rest.len(), |at| at + 1);
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_told_from_their_lists_and_parts() {
        let items = [
            "user-review",
            "okeReviews-review",
            "CommentsItem-root",
            "group/comment",
            "kommentar",
            "lista-comentario",
        ];
        assert!(items.iter().all(|name| is_item(name)));
        let others = [
            "reviews",
            "comment-list",
            "review-body",
            "comments-section",
            "comments-root",
            "item",
        ];
        assert!(!others.iter().any(|name| is_item(name)));
        assert_eq!(sort("customerReviews"), Some(Sort::Review));
        assert_eq!(sort("widget_recent_comments"), None);
        assert_eq!(sort("preview-pane"), None);
        assert_eq!(sort("bloc-commentaires"), Some(Sort::Comment));
        let below = ["bloc-commentaires", "article-comments", "commentSection"];
        assert!(below.iter().all(|name| is_below_article(name)));
        assert!(below.iter().all(|name| is_holder(name)));
        assert!(!is_holder("comments-open") && !is_holder("comment-body"));
        assert!(!is_below_article("comments-list") && !is_below_article("article"));
        assert_eq!(head_named("jdgm-rev__author"), Some(Part::Author));
        assert_eq!(head_named("a-profile-name"), Some(Part::Author));
        assert_eq!(head_named("product-name"), None);
        assert!(is_account("https://medium.com/@ann?source=x") && is_account("/@ann"));
        assert!(!is_account("/@ann/the-bridge-12") && !is_account("/about"));
    }
}
