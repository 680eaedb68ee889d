//! Cards: boxes that show a post or a preview of another page, with pictures, names and counts that
//! are not the article's. What they lead to is an embed.

use serde_json::Value;

use super::classes::{SHOWN_CARDS, STATED_CARDS};
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
    let is_shown = source.has_class(element, SHOWN_CARDS);
    is_shown.then(|| shown(source, source.node(element)?))?
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
    let summary = named(node, SUMMARIES).map(|text| line(&text));
    Some(Embed {
        title: named(node, TITLES).or_else(|| text(link)),
        caption: summary.into_iter().collect(),
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

fn text(element: ElementRef<'_>) -> Option<String> {
    let text = media::collapsed(&element.texts().collect::<String>());
    (!text.is_empty()).then_some(text)
}

fn line(text: &str) -> Inline {
    let text = media::collapsed(text);
    Inline::Text { text }
}
