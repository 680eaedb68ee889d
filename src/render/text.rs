//! Plain text. Captions belong to pictures, which plain text does not show; they are left out.

use memchr::memchr;

use super::numerals::numeral;
use crate::article::{
    Block, Body, Comment, Definition, Footnote, Inline, List, Math, Table, TableRow,
};
use crate::page::words;

pub(super) fn body(body: &Body) -> String {
    blocks(&body.blocks)
}

pub(crate) fn blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    push_blocks(&mut out, blocks, "\n\n");
    out
}

/// The text of the first blocks, as many as are needed for so many bytes.
pub(crate) fn start(blocks: &[Block], bytes: usize) -> String {
    let mut out = String::new();
    join(&mut out, blocks, "\n\n", |out, part| {
        if out.len() < bytes {
            block(out, part);
        }
    });
    out
}

/// The words of blocks, without a copy of all their text.
pub(crate) fn words(blocks: &[Block]) -> usize {
    let mut text = String::new();
    let words = blocks.iter().map(|part| {
        text.clear();
        block(&mut text, part);
        words::count(&text)
    });
    words.sum()
}

/// Writes parts with something between them; those that write nothing leave nothing.
fn join<T>(
    out: &mut String,
    parts: impl IntoIterator<Item = T>,
    between: &str,
    write: impl Fn(&mut String, T),
) {
    let start = out.len();
    for part in parts {
        let end = out.len();
        if end > start {
            out.push_str(between);
        }
        let part_start = out.len();
        write(out, part);
        if out.len() == part_start {
            out.truncate(end);
        }
    }
}

fn push_blocks(out: &mut String, blocks: &[Block], between: &str) {
    join(out, blocks, between, block);
}

fn block(out: &mut String, block: &Block) {
    match block {
        Block::Heading { content, .. } | Block::Paragraph { content } => push_plain(out, content),
        Block::List(inner) => list(out, inner),
        Block::Definitions { items } => join(out, items, "\n", definition),
        Block::Quote {
            blocks,
            attribution,
            ..
        } => quote(out, blocks, attribution),
        Block::Table(inner) => table(out, inner),
        Block::Code { text, .. } => out.push_str(text),
        Block::Embed(embed) => push_blocks(out, &embed.blocks, "\n\n"),
        Block::Math { math } => out.push_str(formula(math)),
        Block::Footnotes { notes } => join(out, notes, "\n", note),
        Block::Figure(_) | Block::Rule => {}
    }
}

/// A quotation, then whom it quotes.
fn quote(out: &mut String, blocks: &[Block], attribution: &[Inline]) {
    let parts = [Some(blocks), None];
    join(out, parts, "\n\n", |out, part| match part {
        Some(blocks) => push_blocks(out, blocks, "\n\n"),
        None if attribution.is_empty() => {}
        None => {
            out.push_str("\u{2014} ");
            push_plain(out, attribution);
        }
    });
}

fn note(out: &mut String, note: &Footnote) {
    out.push_str(&format!("[{}] ", note.number));
    push_blocks(out, &note.blocks, "\n");
}

/// TeX says more than the characters in a row.
pub(super) fn formula(math: &Math) -> &str {
    math.tex.as_deref().unwrap_or(&math.text)
}

fn list(out: &mut String, list: &List) {
    join(
        out,
        list.items.iter().enumerate(),
        "\n",
        |out, (i, blocks)| {
            match list.ordered {
                true => out.push_str(&format!("{}. ", numeral(list.number(i), list.numerals))),
                false => out.push_str("- "),
            }
            if list.is_done(i) == Some(true) {
                out.push_str("\u{2713} ");
            }
            push_with_lines(out, blocks, "\n  ");
        },
    );
}

fn definition(out: &mut String, definition: &Definition) {
    match definition {
        Definition::Term { content } => push_plain(out, content),
        Definition::Detail { blocks } => {
            out.push_str("  ");
            push_with_lines(out, blocks, "\n  ");
        }
    }
}

fn table(out: &mut String, table: &Table) {
    let rows = table.rows.iter().map(Some);
    let lines = std::iter::once(None).chain(rows);
    join(out, lines, "\n", |out, row| match row {
        None => push_plain(out, &table.caption),
        Some(row) => cells(out, row),
    });
}

fn cells(out: &mut String, row: &TableRow) {
    for (i, cell) in row.cells.iter().enumerate() {
        if i > 0 {
            out.push_str(" | ");
        }
        push_with_lines(out, &cell.blocks, " ");
    }
}

/// Writes blocks, with something else where lines end.
fn push_with_lines(out: &mut String, blocks: &[Block], end: &str) {
    let start = out.len();
    push_blocks(out, blocks, "\n");
    if memchr(b'\n', &out.as_bytes()[start..]).is_some() {
        let lines = out.split_off(start);
        out.push_str(&lines.replace('\n', end));
    }
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
            Inline::Quotation {
                content,
                open,
                close,
            } => {
                out.push(*open);
                push_plain(out, content);
                out.push(*close);
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
