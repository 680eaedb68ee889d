//! Plain text. Captions belong to pictures, which plain text does not show; they are left out.

use super::numerals::numeral;
use crate::article::{Block, Body, Comment, Definition, Footnote, Inline, List, Math, Table};

pub(super) fn body(body: &Body) -> String {
    blocks(&body.blocks)
}

pub(crate) fn blocks(blocks: &[Block]) -> String {
    join(blocks.iter().map(block), "\n\n")
}

fn join(parts: impl Iterator<Item = String>, between: &str) -> String {
    let mut joined = String::new();
    for part in parts.filter(|part| !part.is_empty()) {
        if !joined.is_empty() {
            joined.push_str(between);
        }
        joined.push_str(&part);
    }
    joined
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading { content, .. } | Block::Paragraph { content } => plain(content),
        Block::List(inner) => list(inner),
        Block::Definitions { items } => join(items.iter().map(definition), "\n"),
        Block::Quote {
            blocks: inner,
            attribution,
            ..
        } => join([blocks(inner), named(attribution)].into_iter(), "\n\n"),
        Block::Table(inner) => table(inner),
        Block::Code { text, .. } => text.clone(),
        Block::Embed(embed) => blocks(&embed.blocks),
        Block::Math { math } => formula(math).to_owned(),
        Block::Footnotes { notes } => join(notes.iter().map(note), "\n"),
        Block::Figure(_) | Block::Rule => String::new(),
    }
}

/// Whom a quotation quotes.
fn named(attribution: &[Inline]) -> String {
    match attribution {
        [] => String::new(),
        _ => format!("\u{2014} {}", plain(attribution)),
    }
}

fn note(note: &Footnote) -> String {
    let text = join(note.blocks.iter().map(block), "\n");
    format!("[{}] {text}", note.number)
}

/// TeX says more than the characters in a row.
pub(super) fn formula(math: &Math) -> &str {
    math.tex.as_deref().unwrap_or(&math.text)
}

fn list(list: &List) -> String {
    let item = |(i, blocks): (usize, &Vec<Block>)| {
        let marker = match list.ordered {
            true => format!("{}. ", numeral(list.number(i), list.numerals)),
            false => "- ".to_owned(),
        };
        let tick = match list.is_done(i) {
            Some(true) => "\u{2713} ",
            _ => "",
        };
        let text = join(blocks.iter().map(block), "\n");
        let indented = text.replace('\n', "\n  ");
        format!("{marker}{tick}{indented}")
    };
    join(list.items.iter().enumerate().map(item), "\n")
}

fn definition(definition: &Definition) -> String {
    match definition {
        Definition::Term { content } => plain(content),
        Definition::Detail { blocks } => {
            let text = join(blocks.iter().map(block), "\n");
            format!("  {}", text.replace('\n', "\n  "))
        }
    }
}

fn table(table: &Table) -> String {
    let row = |row: &crate::article::TableRow| {
        let cells = row.cells.iter();
        let cells: Vec<_> = cells
            .map(|c| join(c.blocks.iter().map(block), "\n").replace('\n', " "))
            .collect();
        cells.join(" | ")
    };
    let caption = plain(&table.caption);
    join(
        std::iter::once(caption).chain(table.rows.iter().map(row)),
        "\n",
    )
}

/// Running text without its mark-up.
pub(crate) fn plain(content: &[Inline]) -> String {
    let length = content.iter().map(|inline| match inline {
        Inline::Text { text } | Inline::Code { text } => text.len(),
        _ => 0,
    });
    let mut out = String::with_capacity(length.sum());
    push_plain(&mut out, content);
    out
}

/// Recursion is bounded: running text nests at most as deep as there are kinds of it.
fn push_plain(out: &mut String, content: &[Inline]) {
    for inline in content {
        match inline {
            // Spaces around a picture that is not shown are one.
            Inline::Text { text } if out.ends_with(' ') => {
                out.push_str(text.trim_start_matches(' '))
            }
            Inline::Text { text } | Inline::Code { text } => out.push_str(text),
            Inline::Break => out.push('\n'),
            Inline::Image(_) => {}
            Inline::Math { math } => out.push_str(formula(math)),
            Inline::FootnoteReference { number, .. } => out.push_str(&format!("[{number}]")),
            Inline::Ruby { base, annotation } => {
                out.push_str(&format!("{base}({annotation})"));
            }
            Inline::Link { content, .. }
            | Inline::Emphasis { content }
            | Inline::Strong { content }
            | Inline::Strike { content }
            | Inline::Subscript { content }
            | Inline::Superscript { content } => push_plain(out, content),
        }
    }
}

pub(super) fn comments(out: &mut String, comments: &[Comment]) {
    for comment in comments {
        let names = [comment.author.as_deref(), comment.published.as_deref()];
        let head: Vec<_> = names.into_iter().flatten().collect();
        let text = format!("{}\n{}", head.join(", "), body(&comment.body));
        let indent = "  ".repeat(comment.depth.min(8));
        out.push_str("\n\n");
        out.push_str(&indent);
        out.push_str(&text.trim().replace('\n', &format!("\n{indent}")));
    }
}
