//! Pictures, players and frames: which belong to a body, and where they are.

use std::ops::Range;

use html5ever::local_name;
use url::Url;

use super::classes::SHOWN_CARDS;
use super::plan::{Kind, Plan};
use super::{Pick, pixel, srcset, standins};
use crate::article::{Embed, EmbedKind, Image};
use crate::page::dom::{ElementRef, NodeRef};
use crate::segment::outline::{ElementId, Hidden, Media};
use crate::select::source::Source;

/// How much wider a picture is than another that it is taken instead.
const CLEARLY: f64 = 1.2;
/// How wide an `img` is taken to be that does not state it: it may well be the original.
const USUAL: f64 = 800.0;

/// The media between or beside the chosen blocks, in document order.
pub(super) fn chosen(plan: &Plan<'_>, picks: &[Pick]) -> Vec<Media> {
    let outline = plan.source.outline;
    let mut picked = vec![false; outline.blocks.len()];
    for pick in picks {
        if let Some(flag) = picked.get_mut(pick.block()) {
            *flag = true;
        }
    }
    let mut media = outline.media.clone();
    media.extend(standins::find(plan));
    let block = |pick: Option<&Pick>| pick.map_or(0, |pick| pick.block());
    let between = block(picks.first())..block(picks.last());
    media.retain(|media| belongs(plan, media, &picked, &between));
    media.sort_by_key(|media| media.element);
    media
}

/// Between two chosen blocks, or beside one and in the innermost element with text around it. Cards
/// have text of their own, so that any two blocks will do.
fn belongs(plan: &Plan<'_>, media: &Media, picked: &[bool], between: &Range<usize>) -> bool {
    let outline = plan.source.outline;
    if outline.element(media.element).hidden == Hidden::Style {
        return false;
    }
    let next = media.before as usize;
    let is_picked = |at: Option<usize>| at.and_then(|i| picked.get(i)).copied().unwrap_or(false);
    let (before, after) = (is_picked(next.checked_sub(1)), is_picked(Some(next)));
    match plan
        .up(media.element)
        .find(|&id| plan.kind_of(id) == Kind::Card)
    {
        Some(card) if card != media.element => return false,
        Some(_) if between.contains(&next) => return true,
        _ => {}
    }
    if (before && after) || is_in_figure_between(plan, media, is_picked) {
        return true;
    }
    if outline.element(media.element).tag == local_name!("hr") || !(before || after) {
        return false;
    }
    let beside = if after { next } else { next - 1 };
    let own = &outline.element(media.element).blocks;
    let holder = outline
        .ancestors(media.element)
        .map(|id| &outline.element(id).blocks)
        .find(|blocks| !blocks.is_empty() && *blocks != own);
    holder.is_some_and(|blocks| blocks.contains(&(beside as u32)))
}

/// Whether a figure shows it that stands between two chosen blocks, whatever buttons it has.
fn is_in_figure_between(
    plan: &Plan<'_>,
    media: &Media,
    is_picked: impl Fn(Option<usize>) -> bool,
) -> bool {
    let around = plan.up(media.element).next();
    let figure = around.filter(|&id| plan.kind_of(id) == Kind::Figure);
    figure.is_some_and(|id| {
        let blocks = &plan.source.outline.element(id).blocks;
        let before = (blocks.start as usize).checked_sub(1);
        is_picked(before) && is_picked(Some(blocks.end as usize))
    })
}

pub(super) fn is_image(source: &Source<'_>, element: ElementId) -> bool {
    let tag = &*source.outline.element(element).tag;
    let is_drawn = || {
        source
            .node(element)
            .and_then(standins::background)
            .is_some()
    };
    matches!(tag, "img" | "amp-img") || is_drawn()
}

/// The picture of an `img`, unless it has no address or only counts visitors.
pub(super) fn image(source: &Source<'_>, element: ElementId) -> Option<Image> {
    let node = source.node(element)?;
    let url = source.resolve(shown(node)?)?;
    if pixel::is_tracker(&url) {
        return None;
    }
    let alt = node.get("alt").or_else(|| node.get("aria-label"));
    let alt = alt.unwrap_or_default();
    Some(Image {
        url,
        alt: collapsed(alt),
    })
}

/// The address of the picture that an element shows, unless nobody sees it.
pub(in crate::select) fn shown(node: ElementRef<'_>) -> Option<&str> {
    if pixel::is_unseen(node) {
        return None;
    }
    address(node).or_else(|| standins::background(node))
}

pub(super) fn collapsed(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ")
}

/// Attributes of lazy loaders first: `src` then holds a stand-in.
fn address(node: ElementRef<'_>) -> Option<&str> {
    const LAZY: [&str; 10] = [
        "data-src",
        "data-lazy-src",
        "data-lazy",
        "data-original",
        "data-original-src",
        "data-echo",
        "data-hi-res-src",
        "data-hires",
        "data-full-src",
        "data-url",
    ];
    let sets = ["data-srcset", "data-lazy-srcset", "srcset"];
    let lazy = || {
        LAZY.iter()
            .filter_map(|name| node.get(name))
            .find(|v| is_lazy(v))
    };
    let set = || {
        sets.iter()
            .filter_map(|name| node.get(name))
            .find_map(srcset::largest)
    };
    let src = || node.get("src").filter(|v| is_address(v));
    let own = || lazy().or_else(set).or_else(src);
    larger(node).or_else(own).or_else(|| picture(node))
}

/// The address in a `source` beside an `img` that is clearly larger than what the `img` states.
fn larger(node: ElementRef<'_>) -> Option<&str> {
    let sources = sources(node)?.filter(|e| is_shown_everywhere(*e));
    let sets = sources.filter_map(set_of);
    let widest = sets.filter_map(srcset::widest);
    let (url, width) = widest.reduce(|best, other| if other.1 > best.1 { other } else { best })?;
    let own = set_of(node).and_then(srcset::widest);
    let stated = || node.get("width")?.trim().parse::<f64>().ok();
    let own = own.map(|(_, width)| width).or_else(stated);
    let own = own.or_else(|| width_in(node.get("src")?));
    (width > own.unwrap_or(USUAL) * CLEARLY).then_some(url)
}

/// The width that an address states: `?w=720`, `w_720`, `width=720`, `-720x405.jpg`.
fn width_in(url: &str) -> Option<f64> {
    let digits = |text: &str| {
        let end = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        text.get(..end)?.parse::<f64>().ok()
    };
    let named = ["width=", "w=", "w_"]
        .iter()
        .find_map(|name| digits(url.rsplit_once(name)?.1));
    named.or_else(|| {
        let mut signs = url.match_indices('x').map(|(at, _)| url.split_at(at));
        signs.find_map(|(before, after)| {
            digits(after.get(1..)?)?;
            let start = before.rfind(|c: char| !c.is_ascii_digit())? + 1;
            digits(before.get(start..)?)
        })
    })
}

/// Formats that many readers do not show are not asked for.
fn is_shown_everywhere(source: ElementRef<'_>) -> bool {
    let sort = source.get("type").unwrap_or_default();
    let is_known = [
        "image/jpeg",
        "image/jpg",
        "image/png",
        "image/webp",
        "image/gif",
    ]
    .contains(&sort);
    let is_new = |set: &str| {
        [".avif", ".jxl", ".heic"]
            .iter()
            .any(|end| set.contains(end))
    };
    is_known || sort.is_empty() && !set_of(source).is_some_and(is_new)
}

fn set_of(node: ElementRef<'_>) -> Option<&str> {
    let sets = ["data-srcset", "data-lazy-srcset", "srcset"];
    sets.iter().find_map(|name| node.get(name))
}

/// Loaders also write `true` or a number of pixels there.
fn is_lazy(value: &str) -> bool {
    is_address(value) && value.contains(['/', '.'])
}

/// The address in a `source` beside an `img` that has none.
fn picture(node: ElementRef<'_>) -> Option<&str> {
    let mut sets = sources(node)?.filter_map(|e| e.get("srcset").or_else(|| e.get("data-srcset")));
    sets.find_map(srcset::largest)
}

/// The `source` elements beside an `img`.
fn sources(node: ElementRef<'_>) -> Option<impl Iterator<Item = ElementRef<'_>>> {
    let parent = node.parent().and_then(NodeRef::element)?;
    let is_picture = &**parent.tag() == "picture";
    let sources = parent.child_elements().filter(|e| &**e.tag() == "source");
    is_picture.then_some(sources)
}

pub(super) fn is_address(value: &str) -> bool {
    const STAND_INS: [&str; 6] = [
        "placeholder",
        "blank.gif",
        "spacer",
        "transparent.",
        "grey.gif",
        "lazyload.",
    ];
    let value = value.trim();
    !value.is_empty()
        && !["data:", "about:", "{{"]
            .iter()
            .any(|s| value.starts_with(s))
        && !STAND_INS.iter().any(|s| value.contains(s))
}

/// The thing of another site in a frame, or a player of the page's own.
pub(super) fn embed(plan: &Plan<'_>, element: ElementId) -> Option<Embed> {
    let source = plan.source;
    // WordPress has a frame with the same page beside its card.
    let card = plan.card(element);
    if card.is_some() || source.has_class(element, SHOWN_CARDS) {
        return card.cloned();
    }
    let node = source.node(element)?;
    let own = ["src", "data-src", "data-lazy-src", "data", "data-url"];
    let inner = || node.descendant_elements().find_map(|e| e.get("src"));
    let found = own
        .iter()
        .filter_map(|name| node.get(name))
        .find(|v| is_address(v));
    let named = standins::scripted(source, element);
    let named = named.or_else(|| standins::address(source, element));
    let named = named.as_deref().or(found).or_else(inner);
    let url = source.resolve(named?)?;
    let url = framed(&url).unwrap_or(url);
    if pixel::is_unseen(node) || pixel::is_tracker(&url) || url.contains("recaptcha") {
        return None;
    }
    let (provider, kind) = provider(&url);
    let kind = match source.outline.element(element).tag {
        local_name!("video") => EmbedKind::Video,
        local_name!("audio") => EmbedKind::Audio,
        _ => kind,
    };
    let title = node.get("title").or_else(|| node.get("playlabel"));
    let title = title.unwrap_or_default();
    Some(Embed {
        kind,
        provider,
        url: Some(url),
        title: (!title.trim().is_empty()).then(|| collapsed(title)),
        ..Embed::default()
    })
}

/// What Drupal frames in a frame of its own.
fn framed(url: &str) -> Option<String> {
    let own = Url::parse(url).ok()?;
    let is_frame = own.path().ends_with("/media/oembed");
    let mut values = own.query_pairs().filter(|_| is_frame);
    let (_, framed) = values.find(|(name, _)| name == "url")?;
    let framed = Url::parse(&framed).ok()?;
    matches!(framed.scheme(), "http" | "https").then(|| framed.into())
}

/// The site behind an address, and what it shows.
pub(super) fn provider(url: &str) -> (Option<String>, EmbedKind) {
    const KNOWN: [(&str, &str, EmbedKind); 27] = [
        ("youtube.com", "youtube", EmbedKind::Video),
        ("youtube-nocookie.com", "youtube", EmbedKind::Video),
        ("youtu.be", "youtube", EmbedKind::Video),
        ("vimeo.com", "vimeo", EmbedKind::Video),
        ("dailymotion.com", "dailymotion", EmbedKind::Video),
        ("rumble.com", "rumble", EmbedKind::Video),
        ("twitch.tv", "twitch", EmbedKind::Video),
        ("odysee.com", "odysee", EmbedKind::Video),
        ("bilibili.com", "bilibili", EmbedKind::Video),
        ("brightcove.net", "brightcove", EmbedKind::Video),
        ("jwplayer.com", "jwplayer", EmbedKind::Video),
        ("streamable.com", "streamable", EmbedKind::Video),
        ("wistia.net", "wistia", EmbedKind::Video),
        ("tiktok.com", "tiktok", EmbedKind::Post),
        ("twitter.com", "x", EmbedKind::Post),
        ("x.com", "x", EmbedKind::Post),
        ("instagram.com", "instagram", EmbedKind::Post),
        ("facebook.com", "facebook", EmbedKind::Post),
        ("bsky.app", "bluesky", EmbedKind::Post),
        ("threads.net", "threads", EmbedKind::Post),
        ("reddit.com", "reddit", EmbedKind::Post),
        ("linkedin.com", "linkedin", EmbedKind::Post),
        ("t.me", "telegram", EmbedKind::Post),
        ("pinterest.com", "pinterest", EmbedKind::Post),
        ("gist.github.com", "github", EmbedKind::Frame),
        ("spotify.com", "spotify", EmbedKind::Audio),
        ("soundcloud.com", "soundcloud", EmbedKind::Audio),
    ];
    let parsed = Url::parse(url).ok();
    let Some(host) = parsed.as_ref().and_then(Url::host_str) else {
        return (None, EmbedKind::Frame);
    };
    if url.contains("/maps") {
        return (Some(host.to_owned()), EmbedKind::Map);
    }
    match KNOWN.iter().find(|(domain, ..)| pixel::is_of(host, domain)) {
        // Facebook's plugins show posts and videos.
        Some((_, name, _)) if url.contains("/plugins/video.php") => {
            (Some((*name).to_owned()), EmbedKind::Video)
        }
        Some((_, name, kind)) => (Some((*name).to_owned()), *kind),
        None => (Some(host.to_owned()), EmbedKind::Frame),
    }
}
