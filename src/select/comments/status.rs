//! Whether there are comments that are not in the page.

use serde_json::Value;

use super::numbers;
use crate::article::CommentStatus;
use crate::page::facts::Facts;
use crate::segment::outline::ElementId;
use crate::select::source::Source;

/// Marks of systems whose comments are loaded by a script.
const LOADERS: [(&str, &str); 32] = [
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
    ("spot-im-conversation", "openweb"),
    ("fbcomments", "facebook"),
    ("cusdis_thread", "cusdis"),
    ("fastcomments-widget", "fastcomments"),
    ("graphcomment", "graphcomment"),
    ("hypercomments_widget", "hypercomments"),
    ("mc-container", "cackle"),
    ("vuukle-comments", "vuukle"),
    ("insticator-commenting", "insticator"),
    ("idc-container", "intensedebate"),
    ("idc-commentform-sub", "intensedebate"),
    ("waline", "waline"),
    ("twikoo", "twikoo"),
    ("gitalk-container", "gitalk"),
    ("vcomments", "valine"),
    ("artalk", "artalk"),
    ("mastodon-comments-list", "mastodon"),
    ("bluesky-comments", "bluesky"),
];

const COUNTS: &[&str] = &[
    "comments-count",
    "comment-count",
    "comments-title",
    "comment-number",
    "commentcount",
    "comments__count",
    "comments-number",
    "disqus-comment-count",
];
const PAGERS: &[&str] = &[
    "comment-navigation",
    "comments-pagination",
    "comment-pagination",
    "comments-nav",
    "nav-links",
    "page-numbers",
    "pagination",
    "nav-previous",
    "nav-next",
];

/// All class names that are asked for here.
pub(super) const CLASSES: &[&[&str]] = &[COUNTS, PAGERS, &LOADER_NAMES];

const LOADER_NAMES: [&str; LOADERS.len()] = {
    let mut names = [""; LOADERS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = LOADERS[at].0;
        at += 1;
    }
    names
};

/// Scripts that load comments, by a part of their address.
const SCRIPTS: [(&str, &str); 18] = [
    (".disqus.com/embed.js", "disqus"),
    (".disqus.com/count.js", "disqus"),
    ("giscus.app/client.js", "giscus"),
    ("utteranc.es/client.js", "utterances"),
    ("coral.coralproject.net", "coral"),
    ("static/embed.js?coral", "coral"),
    ("cdn.viafoura.net", "viafoura"),
    ("launcher.spot.im", "openweb"),
    ("cdn.commento.io", "commento"),
    ("talk.hyvor.com", "hyvor"),
    ("cusdis.com/js", "cusdis"),
    ("cdn.fastcomments.com", "fastcomments"),
    ("integration.graphcomment.com", "graphcomment"),
    ("cdn.vuukle.com", "vuukle"),
    ("intensedebate.com/js", "intensedebate"),
    ("embed/isso", "isso"),
    ("js/isso", "isso"),
    ("cackle.me/widget.js", "cackle"),
];

/// Where the comments of the page are, given those found in it.
pub(in crate::select) fn status(source: &Source<'_>, facts: &Facts, found: usize) -> CommentStatus {
    let count = count(source, facts);
    if found > 0 {
        let pages = further_pages(source);
        return match count.is_some_and(|c| c > found as u64) || !pages.is_empty() {
            true => CommentStatus::Partial { count, pages },
            false => CommentStatus::Present,
        };
    }
    match (loader(source, facts), count) {
        (None, None) => CommentStatus::None,
        (system, count) => CommentStatus::Elsewhere {
            system: system.unwrap_or("unknown").to_owned(),
            count,
        },
    }
}

/// How many comments the page says there are, in its data or in an element named so.
fn count(source: &Source<'_>, facts: &Facts) -> Option<u64> {
    let linked = facts.objects.iter().filter_map(linked_count);
    let stated = facts.meta("itemprop:commentcount");
    let stated = stated.filter_map(|c| c.trim().parse().ok());
    let most = linked.chain(stated).max();
    most.or_else(|| shown_count(source)).filter(|c| *c > 0)
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

/// The number in elements such as `<span class="comments-count">12 Comments</span>`. Teasers have
/// them too: what is shown counts where all of them show the same.
fn shown_count(source: &Source<'_>) -> Option<u64> {
    let elements = 0..source.outline.elements.len() as ElementId;
    let named = elements.filter(|&id| source.has_class(id, COUNTS));
    let mut shown = named.filter_map(|id| {
        let text: String = source.node(id)?.texts().take(20).collect();
        number(&text)
    });
    let first = shown.next()?;
    shown.all(|other| other == first).then_some(first)
}

fn number(text: &str) -> Option<u64> {
    let is_one = text.trim().to_lowercase().starts_with("one ");
    let number = numbers::read(text).or(is_one.then_some(1));
    number.and_then(|n| u64::try_from(n).ok())
}

/// Links to further pages of comments, as WordPress and others build them.
fn further_pages(source: &Source<'_>) -> Vec<String> {
    let mut pages = Vec::new();
    for id in 0..source.outline.elements.len() as ElementId {
        let Some(href) = source.attr(id, "href") else {
            continue;
        };
        let is_page = ["/comment-page-", "cpage=", "comments-page=", "commentPage="];
        let is_page = is_page.iter().any(|p| href.contains(p)) && is_between_pages(source, id);
        if let Some(url) = source.resolve(href).filter(|_| is_page)
            && !pages.contains(&url)
            && pages.len() < 100
        {
            pages.push(url);
        }
    }
    pages
}

/// Permalinks of comments name a page too, but they stand in a comment.
fn is_between_pages(source: &Source<'_>, link: ElementId) -> bool {
    let mut around = source.outline.ancestors(link).take(4);
    around.any(|id| source.has_class(id, PAGERS))
}

fn loader(source: &Source<'_>, facts: &Facts) -> Option<&'static str> {
    let scripts = facts.scripts.iter();
    let mut known = scripts.filter_map(|src| SCRIPTS.iter().find(|(part, _)| src.contains(part)));
    element_loader(source).or_else(|| known.next().map(|(_, system)| *system))
}

fn element_loader(source: &Source<'_>) -> Option<&'static str> {
    let elements = 0..source.outline.elements.len();
    elements.into_iter().find_map(|id| {
        let id = id as ElementId;
        let named = source.has_class(id, &LOADER_NAMES);
        let classes = named.then(|| source.classes(id)).into_iter().flatten();
        let mut marks = source.id(id).into_iter().chain(classes);
        marks.find_map(|mark| {
            let known = LOADERS.iter().find(|(name, _)| mark == *name);
            known.map(|(_, system)| *system)
        })
    })
}
