//! Elements without text of their own that stand for a picture, player or post: scripts put it there.

use super::classes::{PLAYER_BOXES, STAND_INS};
use super::plan::{Kind, Plan};
use crate::page::dom::ElementRef;
use crate::segment::outline::{ElementId, Media};
use crate::select::source::Source;

/// The name of the element or of its class, the attribute with an address or the name of the
/// thing, and the address up to that name.
const NAMED: [(&str, &str, &str); 16] = [
    ("fb-post", "data-href", ""),
    ("fb-video", "data-href", ""),
    ("youtube-player", "data-id", YOUTUBE),
    ("lite-youtube", "videoid", YOUTUBE),
    ("lite-vimeo", "videoid", VIMEO),
    ("amp-youtube", "data-videoid", YOUTUBE),
    ("amp-vimeo", "data-videoid", VIMEO),
    (
        "amp-twitter",
        "data-tweetid",
        "https://twitter.com/i/status/",
    ),
    (
        "amp-instagram",
        "data-shortcode",
        "https://www.instagram.com/p/",
    ),
    ("amp-facebook", "data-href", ""),
    ("amp-tiktok", "data-src", ""),
    ("amp-iframe", "src", ""),
    ("amp-video", "src", ""),
    ("amp-audio", "src", ""),
    ("amp-img", "src", ""),
    ("amp-anim", "src", ""),
];
const YOUTUBE: &str = "https://www.youtube.com/watch?v=";
const VIMEO: &str = "https://vimeo.com/";

/// All of a page.
pub(super) fn find(plan: &Plan<'_>) -> Vec<Media> {
    let elements = plan.source.outline.elements.iter().enumerate();
    let media = elements.filter_map(|(id, element)| {
        let id = id as ElementId;
        let is_bare = || {
            element.blocks.is_empty()
                && (address(plan.source, id).is_some() || is_picture(plan, id))
        };
        let is_silent = || element.blocks.is_empty() && post(plan.source, id).is_some();
        let is_one = match plan.kind_of(id) {
            Kind::Card => true,
            Kind::Post => is_silent(),
            _ => is_bare(),
        };
        is_one.then_some(Media {
            element: id,
            before: element.blocks.start,
        })
    });
    media.collect()
}

/// The address of what an element stands for.
pub(super) fn address(source: &Source<'_>, element: ElementId) -> Option<String> {
    if let Some(url) = unloaded(source, element) {
        return Some(url.to_owned());
    }
    if let Some(pin) = pin(source, element) {
        return Some(pin);
    }
    let tag = &*source.outline.element(element).tag;
    let is_asked = tag.contains('-') || source.has_class(element, STAND_INS);
    let names = is_asked.then(|| std::iter::once(tag).chain(source.classes(element)))?;
    let node = source.node(element)?;
    names.into_iter().find_map(|name| {
        let known = NAMED.iter().find(|(known, ..)| *known == name);
        let (_, attribute, before) = known?;
        let value = node.get(attribute)?.trim();
        (!value.is_empty()).then(|| format!("{before}{value}"))
    })
}

/// The address of what a script puts in its own place: a gist of GitHub, a post of Telegram.
pub(super) fn scripted(source: &Source<'_>, element: ElementId) -> Option<String> {
    if &*source.outline.element(element).tag != "script" {
        return None;
    }
    let post = source.attr(element, "data-telegram-post");
    let gist = || {
        let (url, file) = source.attr(element, "src")?.split_once(".js")?;
        // One of its files may be asked for.
        Some(format!("{url}{}", file.trim_start_matches(|c| c != '?')))
    };
    post.map(|post| format!("https://t.me/{post}"))
        .or_else(gist)
}

/// The address of a link that Pinterest's script makes a pin.
fn pin(source: &Source<'_>, link: ElementId) -> Option<String> {
    let is_link = &*source.outline.element(link).tag == "a";
    let is_pin = is_link && source.attr(link, "data-pin-do") == Some("embedPin");
    is_pin.then(|| source.attr(link, "href").map(str::to_owned))?
}

/// The address of a quoted post, as stated, or else its last link.
pub(super) fn post<'a>(source: &Source<'a>, element: ElementId) -> Option<&'a str> {
    const STATED: [&str; 5] = [
        "cite",
        "data-instgrm-permalink",
        "data-text-post-permalink",
        "data-url",
        "data-href",
    ];
    let mut stated = STATED.iter().filter_map(|name| source.attr(element, name));
    stated.next().or_else(|| {
        let links = source.node(element)?.descendant_elements();
        links.filter_map(|e| e.get("href")).last()
    })
}

/// The address that is all the text of a box for a player.
pub(super) fn unloaded<'a>(source: &Source<'a>, element: ElementId) -> Option<&'a str> {
    if !source.has_class(element, PLAYER_BOXES) {
        return None;
    }
    let blocks = &source.outline.element(element).blocks;
    let text = source.outline.block_text(blocks.start as usize).trim();
    let is_address = text.starts_with("http") && !text.contains(char::is_whitespace);
    (blocks.len() == 1 && is_address).then_some(text)
}

/// Whether an element is a picture by its role, or all that a figure shows.
fn is_picture(plan: &Plan<'_>, element: ElementId) -> bool {
    let Some(node) = plan.source.node(element) else {
        return false;
    };
    let is_stated = || {
        let around = plan.up(element).next();
        let in_figure = around.is_some_and(|id| plan.kind_of(id) == Kind::Figure);
        node.get("role") == Some("img") || in_figure
    };
    background(node).is_some() && is_stated()
}

/// The address of the picture behind a box that holds nothing else.
pub(super) fn background(node: ElementRef<'_>) -> Option<&str> {
    let is_box = matches!(&**node.tag(), "a" | "div" | "span");
    if !is_box || node.child_elements().next().is_some() {
        return None;
    }
    let (_, image) = node.get("style")?.split_once("background-image")?;
    let (_, url) = image.split_once("url(")?;
    let (url, _) = url.split_once(')')?;
    let url = url.trim().trim_matches(['"', '\'']);
    (!url.is_empty() && !url.starts_with("data:")).then_some(url)
}
