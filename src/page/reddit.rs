//! Reddit's own element for a post, whose attributes state the author and the time.

use html5ever::LocalName;

use super::dom::Dom;
use super::facts::{Facts, Mark, MarkRole};

const POST: &str = "shreddit-post";
const STATED: [(&str, MarkRole); 2] = [
    ("author", MarkRole::ItemAuthor),
    ("created-timestamp", MarkRole::ItemPublished),
];

/// The marks of the page's post. The element is looked for on Reddit's own pages alone.
pub(super) fn marks(dom: &Dom, facts: &Facts) -> Vec<Mark> {
    let is_reddit = facts
        .canonical()
        .is_some_and(|url| url.contains("reddit.com/"));
    let posts = is_reddit.then(|| dom.named(LocalName::from(POST)));
    let Some(post) = posts.and_then(|mut posts| posts.next()) else {
        return Vec::new();
    };
    let mark = |(attribute, role): (&str, MarkRole)| {
        let value = post.get(attribute)?.trim();
        Some(Mark {
            role,
            name: format!("{POST} {attribute}="),
            text: value.to_owned(),
            value: None,
            label: String::new(),
            node: post.id(),
        })
    };
    STATED.into_iter().filter_map(mark).collect()
}
