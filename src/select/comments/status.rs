//! Whether there are comments that are not in the page.

use crate::article::CommentStatus;
use crate::page::facts::Facts;
use crate::segment::outline::ElementId;
use crate::select::source::Source;

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
const SCRIPTS: [(&str, &str); 10] = [
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
    let linked = facts.objects.iter().filter_map(|o| o.get("commentCount"));
    let linked = linked.filter_map(|c| c.as_u64().or_else(|| c.as_str()?.parse().ok()));
    let stated = facts.meta("itemprop:commentcount");
    let stated = stated.filter_map(|c| c.trim().parse().ok());
    let most = linked.chain(stated).max();
    most.or_else(|| shown_count(source)).filter(|c| *c > 0)
}

/// The number in an element such as `<span class="comments-count">12 Comments</span>`. Teasers have
/// them too: the first one that stands alone counts.
fn shown_count(source: &Source<'_>) -> Option<u64> {
    let elements = 0..source.outline.elements.len() as ElementId;
    let named: Vec<_> = elements
        .filter(|&id| source.has_class(id, COUNTS))
        .collect();
    let [only] = named.as_slice() else {
        return None;
    };
    let node = source.node(*only)?;
    let text: String = node.texts().take(20).collect();
    let digits: Vec<_> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|d| !d.is_empty())
        .collect();
    match digits.as_slice() {
        [number] => number.parse().ok(),
        _ => None,
    }
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
