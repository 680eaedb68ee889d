//! Cards: boxes that show a post or a preview of another page, with pictures, names and counts that
//! are not the article's. What they lead to is an embed.

use html5ever::local_name;
use serde_json::Value;
use url::Url;

use super::classes::{ONEBOXES, SHOWN_CARDS, STATED_CARDS};
use super::media;
use crate::article::{Block, Embed, EmbedKind, Inline};
use crate::page::dom::ElementRef;
use crate::segment::outline::ElementId;
use crate::select::source::Source;

/// Elements of one card that are looked at.
const MOST_PARTS: usize = 200;

const TITLES: &[&str] = &[
    "kg-bookmark-title",
    "kg-file-card-title",
    "markup--mixtapeEmbed-strong",
];
const SUMMARIES: &[&str] = &[
    "kg-bookmark-description",
    "kg-file-card-caption",
    "markup--mixtapeEmbed-em",
];

/// What an element leads to, if it is a card.
pub(super) fn of(source: &Source<'_>, element: ElementId) -> Option<Embed> {
    if source.has_class(element, STATED_CARDS) {
        let attributes = source.attr(element, "data-attrs")?;
        return stated(source, &serde_json::from_str(attributes).ok()?);
    }
    if source.has_class(element, SHOWN_CARDS) || is_onebox(source, element) {
        return shown(source, source.node(element)?);
    }
    preview(source, element)
}

/// One that quotes code stands for no more than itself.
fn is_onebox(source: &Source<'_>, element: ElementId) -> bool {
    let may = source.outline.element(element).tag == local_name!("aside")
        && source.has_class(element, ONEBOXES);
    let has_code = |node| parts(node).any(|e| *e.tag() == local_name!("pre"));
    may && !source.node(element).is_some_and(has_code)
}

/// A link around a heading, perhaps a summary, and the name of the site that it leads to, as
/// Medium has them.
fn preview(source: &Source<'_>, link: ElementId) -> Option<Embed> {
    let outline = source.outline;
    let element = outline.element(link);
    if element.tag != local_name!("a") || !matches!(element.blocks.len(), 2 | 3) {
        return None;
    }
    let first = element.blocks.start as usize;
    let last = element.blocks.end as usize - 1;
    let mut around = outline.ancestors(outline.blocks.get(first)?.element);
    let is_heading = |id| matches!(&*outline.element(id).tag, "h2" | "h3" | "h4");
    if !around.by_ref().take_while(|&id| id != link).any(is_heading) {
        return None;
    }
    let url = source.resolve(source.attr(link, "href")?)?;
    let parsed = Url::parse(&url).ok()?;
    let host = |name: &str| name.trim().trim_start_matches("www.").to_lowercase();
    (host(outline.block_text(last)) == host(parsed.host_str()?)).then(|| Embed {
        title: Some(media::collapsed(outline.block_text(first))),
        caption: (first + 1..last)
            .map(|at| line(outline.block_text(at)))
            .collect(),
        ..to(url)
    })
}

fn stated(source: &Source<'_>, attributes: &Value) -> Option<Embed> {
    let value = |name: &str| attributes.get(name)?.as_str().filter(|v| !v.is_empty());
    let url = source.resolve(value("url")?)?;
    if let Some(text) = value("full_text") {
        let names = [value("name"), value("username"), value("date")];
        return Some(Embed {
            kind: EmbedKind::Post,
            blocks: post(text, names),
            ..to(url)
        });
    }
    let summary = value("caption").or_else(|| value("truncated_body_text"));
    Some(Embed {
        title: Some(media::collapsed(value("title")?)),
        caption: summary.map(line).into_iter().collect(),
        ..to(url)
    })
}

/// The lines of a post, and who wrote it and on which day, as posts in quotations have it.
fn post(text: &str, [name, user, date]: [Option<&str>; 3]) -> Vec<Block> {
    let user = user.map(|user| format!("(@{user})"));
    let day = date.and_then(|date| date.get(..10));
    let signature: Vec<_> = [name, user.as_deref(), day].into_iter().flatten().collect();
    let signature = format!("\u{2014} {}", signature.join(" "));
    let lines = text.lines().chain([signature.as_str()]);
    let paragraph = |text| Block::Paragraph {
        content: vec![line(text)],
    };
    let lines = lines.filter(|line| !line.trim().is_empty());
    lines.map(paragraph).collect()
}

fn shown(source: &Source<'_>, node: ElementRef<'_>) -> Option<Embed> {
    let mut elements = std::iter::once(node).chain(parts(node));
    let link = elements.find(|e| e.get("href").is_some())?;
    let url = source.resolve(link.get("href")?)?;
    let title = named(node, TITLES).or_else(|| tagged(node, &["h2", "h3", "h4"]));
    let title = title.or_else(|| text(link));
    let summary = named(node, SUMMARIES).or_else(|| tagged(node, &["p"]));
    let summary = summary.filter(|summary| Some(summary) != title.as_ref());
    Some(Embed {
        title,
        caption: summary.map(|text| line(&text)).into_iter().collect(),
        ..to(url)
    })
}

fn to(url: String) -> Embed {
    Embed {
        kind: EmbedKind::Link,
        provider: media::provider(&url).0,
        url: Some(url),
        ..Embed::default()
    }
}

fn parts(card: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    card.descendant_elements().take(MOST_PARTS)
}

/// The text of the part with one of these names.
fn named(card: ElementRef<'_>, names: &[&str]) -> Option<String> {
    let is_named = |e: &ElementRef<'_>| {
        let classes = e.get("class").unwrap_or_default();
        classes.split_ascii_whitespace().any(|c| names.contains(&c))
    };
    text(parts(card).find(is_named)?)
}

/// The text of the first part with one of these tags.
fn tagged(card: ElementRef<'_>, tags: &[&str]) -> Option<String> {
    text(parts(card).find(|e| tags.contains(&&**e.tag()))?)
}

fn text(element: ElementRef<'_>) -> Option<String> {
    let text = media::collapsed(&element.texts().collect::<String>());
    (!text.is_empty()).then_some(text)
}

fn line(text: &str) -> Inline {
    let text = media::collapsed(text);
    Inline::Text { text }
}
