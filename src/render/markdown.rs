//! CommonMark with tables, footnotes, tasks and formulas as on GitHub, and definition lists.

use super::markdown_inline::{Place, inlines};
use super::markdown_table::table;
use super::{RenderOptions, text};
use crate::article::{
    Article, Block, Comment, Definition, Embed, Figure, Footnote, Inline, List, Math,
};

pub(super) fn article(article: &Article, options: &RenderOptions) -> String {
    let mut parts = vec![blocks(&article.body.blocks, options)];
    if options.comments {
        parts.extend(article.comments.iter().map(|c| comment(c, options)));
    }
    parts.retain(|p| !p.is_empty());
    parts.join("\n\n")
}

fn comment(comment: &Comment, options: &RenderOptions) -> String {
    let names = [comment.author.as_deref(), comment.published.as_deref()];
    let head: Vec<_> = names
        .into_iter()
        .flatten()
        .map(super::markdown_inline::escaped)
        .collect();
    let text = blocks(&comment.body.blocks, options);
    let mut out = format!("**{}**\n\n{text}", head.join(", "));
    for _ in 0..=comment.depth.min(8) {
        out = prefixed(&out, "> ", "> ");
    }
    out
}

pub(super) fn blocks(blocks: &[Block], options: &RenderOptions) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut lists = 0;
    for block in blocks {
        // Two lists in a row are told apart by their markers.
        lists = if matches!(block, Block::List(_)) {
            lists + 1
        } else {
            0
        };
        let text = self::block(block, options, lists % 2 == 0);
        if !text.is_empty() {
            parts.push(text);
        }
    }
    parts.join("\n\n")
}

fn block(block: &Block, options: &RenderOptions, alternate: bool) -> String {
    match block {
        Block::Heading { level, content } => {
            let text = inlines(content, options, Place::Line);
            format!("{} {text}", "#".repeat(usize::from(*level)))
        }
        Block::Paragraph { content } => inlines(content, options, Place::Block),
        Block::List(inner) => list(inner, options, alternate),
        Block::Definitions { items } => definitions(items, options),
        Block::Quote {
            blocks,
            attribution,
            ..
        } => quote(blocks, attribution, options),
        Block::Table(inner) => table(inner, options),
        Block::Code { text, language } => code(text, language.as_deref()),
        Block::Figure(inner) => figure(inner, options),
        Block::Embed(inner) => embed(inner, options),
        Block::Math { math } => formula(math),
        Block::Footnotes { notes } => footnotes(notes, options),
        Block::Rule => "___".to_owned(),
    }
}

/// The text with `first` before its first line and `rest` before the others.
fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        let prefix = if i == 0 { first } else { rest };
        let prefix = if line.is_empty() {
            prefix.trim_end()
        } else {
            prefix
        };
        out.push_str(prefix);
        out.push_str(line);
    }
    out
}

fn quote(blocks: &[Block], attribution: &[Inline], options: &RenderOptions) -> String {
    let mut text = self::blocks(blocks, options);
    if !attribution.is_empty() {
        let name = inlines(attribution, options, Place::Block);
        text.push_str(&format!("\n\n\u{2014} {name}"));
    }
    prefixed(&text, "> ", "> ")
}

fn list(list: &List, options: &RenderOptions, alternate: bool) -> String {
    let is_tight = list.items.iter().all(|item| is_tight(item));
    // Numbers below zero are none in Markdown: they stand in the text.
    let is_below = list.ordered && (0..list.items.len()).any(|i| list.number(i) < 0);
    // A reader sees the numbers as they are; programs count on from the first.
    let item = |(i, item): (usize, &Vec<Block>)| {
        let marker = match (list.ordered && !is_below, alternate) {
            (false, false) => "- ".to_owned(),
            (false, true) => "* ".to_owned(),
            (true, false) => format!("{}. ", list.number(i)),
            (true, true) => format!("{}) ", list.number(i)),
        };
        let text = blocks(item, options);
        let text = match is_below {
            true => format!("{}. {text}", list.number(i)),
            false => text,
        };
        // GitHub's Markdown has a box only before a paragraph.
        let text = match (list.is_done(i), item.first()) {
            (Some(true), Some(Block::Paragraph { .. })) => format!("[x] {text}"),
            (Some(false), Some(Block::Paragraph { .. })) => format!("[ ] {text}"),
            _ => text,
        };
        let text = if is_tight {
            text.replace("\n\n", "\n")
        } else {
            text
        };
        prefixed(&text, &marker, &" ".repeat(marker.len()))
    };
    let items: Vec<_> = list.items.iter().enumerate().map(item).collect();
    items.join(if is_tight { "\n" } else { "\n\n" })
}

/// An item without blank lines: one paragraph, and perhaps a list that may follow it directly.
fn is_tight(item: &[Block]) -> bool {
    match item {
        [Block::Paragraph { .. }] => true,
        [Block::Paragraph { .. }, Block::List(list)] => {
            (!list.ordered || list.start == 1) && list.items.iter().all(|i| is_tight(i))
        }
        _ => false,
    }
}

/// Terms in a row share a line: a term must be one line, right before its explanation.
fn definitions(items: &[Definition], options: &RenderOptions) -> String {
    let mut out = String::new();
    let mut after_term = false;
    for item in items {
        let (text, is_term) = match item {
            Definition::Term { content } => (inlines(content, options, Place::Line), true),
            Definition::Detail { blocks: inner } => {
                (prefixed(&blocks(inner, options), ": ", "  "), false)
            }
        };
        out.push_str(match (after_term, is_term) {
            _ if out.is_empty() => "",
            (true, true) => "<br>",
            (true, false) => "\n",
            (false, _) => "\n\n",
        });
        out.push_str(&text);
        after_term = is_term;
    }
    out
}

/// A fence longer than any row of backticks in the code.
fn code(text: &str, language: Option<&str>) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let language: String = language
        .unwrap_or_default()
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '`')
        .collect();
    format!("{fence}{language}\n{text}\n{fence}")
}

/// A fence shows the formula also where no one knows formulas.
fn formula(math: &Math) -> String {
    match &math.tex {
        Some(tex) => code(tex, Some("math")),
        None => super::markdown_inline::escaped(text::formula(math)),
    }
}

fn footnotes(notes: &[Footnote], options: &RenderOptions) -> String {
    let note = |note: &Footnote| {
        let mark = format!("[^{}]: ", note.number);
        prefixed(&blocks(&note.blocks, options), &mark, "    ")
    };
    let notes: Vec<_> = notes.iter().map(note).collect();
    notes.join("\n\n")
}

fn figure(figure: &Figure, options: &RenderOptions) -> String {
    let mut lines = Vec::new();
    if options.images {
        let images = figure.images.iter().cloned().map(Inline::Image);
        lines.extend(images.map(|image| inlines(&[image], options, Place::Block)));
    }
    if !figure.caption.is_empty() {
        let at = if figure.caption_above { 0 } else { lines.len() };
        lines.insert(at, inlines(&figure.caption, options, Place::Block));
    }
    lines.join("\\\n")
}

fn embed(embed: &Embed, options: &RenderOptions) -> String {
    let mut parts = Vec::new();
    let mut lines = Vec::new();
    if !embed.blocks.is_empty() {
        parts.push(quote(&embed.blocks, &[], options));
    }
    if let Some(url) = embed.url.as_ref().filter(|_| options.images) {
        let name = super::markdown_inline::escaped(embed.name());
        lines.push(format!(
            "[{name}]({})",
            super::markdown_inline::address(url)
        ));
    }
    if !embed.caption.is_empty() {
        lines.push(inlines(&embed.caption, options, Place::Block));
    }
    parts.push(lines.join("\\\n"));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}
