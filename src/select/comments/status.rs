//! Whether there are comments that are not in the page.

use html5ever::local_name;

use super::{counts, offers};
use crate::article::CommentStatus;
use crate::page::facts::Facts;
use crate::page::words::begins_with;
use crate::segment::outline::{Block, ElementId};
use crate::select::source::Source;

/// Marks of systems whose comments are loaded by a script.
const LOADERS: [(&str, &str); 47] = [
    ("disqus_thread", "disqus"),
    ("fb-comments", "facebook"),
    ("fb:comments", "facebook"),
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
    ("hyvor-talk-comments", "hyvor"),
    ("commento-root", "commento"),
    ("comentario-comments", "comentario"),
    ("giscus-widget", "giscus"),
    ("remark42__root", "remark42"),
    ("isso-root", "isso"),
    ("vf-conversations", "viafoura"),
    ("viafoura", "viafoura"),
    ("livefyre-comments", "livefyre"),
    ("ghost-comments-root", "ghost"),
    ("talkyard-comments", "talkyard"),
    ("HCB_comment_box", "htmlcommentbox"),
    ("vk_comments", "vk"),
    ("tolstoycomments-feed", "tolstoycomments"),
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
pub(super) const CLASSES: &[&[&str]] = &[PAGERS, &LOADER_NAMES];

pub(super) const LOADER_NAMES: [&str; LOADERS.len()] = {
    let mut names = [""; LOADERS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = LOADERS[at].0;
        at += 1;
    }
    names
};

/// Scripts that load comments, by a part of their address.
const SCRIPTS: [(&str, &str); 23] = [
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
    ("ghost/comments-ui", "ghost"),
    ("/comments-ui.min.js", "ghost"),
    ("remark42", "remark42"),
    ("comentario.js", "comentario"),
    ("js/commento.js", "commento"),
];

/// How lines begin that stand where a script will put the comments, in small letters.
const WAITING: [&str; 9] = [
    "loading comments",
    "comments are loading",
    "comments loading",
    "please enable javascript to view the comments",
    "please enable javascript to view comments",
    "kommentare werden geladen",
    "chargement des commentaires",
    "cargando comentarios",
    "caricamento commenti",
];

/// A longer line, in bytes, says something else.
const LONGEST_LINE: usize = 100;
/// The name of a system that the page does not tell.
const UNKNOWN: &str = "unknown";

/// Where the comments of the page are, given those found in it.
pub(super) fn status(source: &Source<'_>, facts: &Facts, found: usize) -> CommentStatus {
    let count = counts::count(source, facts);
    if found > 0 {
        let pages = further_pages(source);
        return match count.is_some_and(|c| c > found as u64) || !pages.is_empty() {
            true => CommentStatus::Partial { count, pages },
            false => CommentStatus::Present,
        };
    }
    let loader = loader(source, facts).or_else(|| awaits(source).then_some(UNKNOWN));
    match (loader, count) {
        (None, None) => CommentStatus::None,
        (system, count) => CommentStatus::Elsewhere {
            system: system.unwrap_or(UNKNOWN).to_owned(),
            count,
        },
    }
}

/// Whether a line of the page says that the comments are still to come, or a button brings them.
fn awaits(source: &Source<'_>) -> bool {
    let outline = source.outline;
    let mut blocks = outline.blocks.iter();
    blocks.any(|block| {
        let text = outline.slice(&block.text);
        let said = || WAITING.iter().any(|said| begins_with(text, said));
        let awaits = || said() && !is_of_picture(source, block.element);
        text.len() <= LONGEST_LINE && (awaits() || offers(source, block))
    })
}

/// Whether a text of a line, up to the line's end, offers comments.
fn offers(source: &Source<'_>, block: &Block) -> bool {
    let outline = source.outline;
    let runs = block.runs.start as usize..block.runs.end as usize;
    let mut runs = outline.runs.get(runs).into_iter().flatten();
    runs.any(|run| {
        let text = outline.slice(&(run.text.start..block.text.end));
        offers::offers(source, run.element, text.trim_start())
    })
}

/// Whether the comments are those of a picture: Jetpack's gallery has such a line on every page.
fn is_of_picture(source: &Source<'_>, element: ElementId) -> bool {
    let mut around = source.outline.ancestors(element).take(3);
    around.any(|id| {
        source
            .id(id)
            .is_some_and(|id| id.starts_with("jp-carousel"))
    })
}

/// Links to further pages of comments, as WordPress and others build them.
fn further_pages(source: &Source<'_>) -> Vec<String> {
    let mut pages = Vec::new();
    let elements = 0..source.outline.elements.len() as ElementId;
    let links = elements.filter(|id| source.outline.element(*id).tag == local_name!("a"));
    for id in links {
        let href = source.attr(id, "href").unwrap_or_default();
        if names_page(href)
            && is_between_pages(source, id)
            && pages.len() < 100
            && let Some(url) = source.resolve(href)
            && !pages.contains(&url)
        {
            pages.push(url);
        }
    }
    pages
}

/// Whether an address is that of a page of comments; most lack what all of those have.
fn names_page(href: &str) -> bool {
    let parts = ["/comment-page-", "cpage=", "comments-page=", "commentPage="];
    href.contains("age") && parts.iter().any(|part| href.contains(part))
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
    let elements = 0..source.outline.elements.len() as ElementId;
    let mut named = elements.filter(|id| !source.is_nameless(*id));
    named.find_map(|id| {
        let named = source.has_class(id, &LOADER_NAMES);
        let classes = named.then(|| source.classes(id)).into_iter().flatten();
        // Elements of a system's own: `<hyvor-talk-comments>`.
        let tag = &*source.outline.element(id).tag;
        let marks = source.id(id).into_iter().chain(classes);
        let mut marks = marks.chain(source.is_custom(id).then_some(tag));
        marks.find_map(|mark| {
            let known = LOADERS.iter().find(|(name, _)| mark == *name);
            known.map(|(_, system)| *system)
        })
    })
}
