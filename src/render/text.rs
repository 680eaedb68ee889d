//! Plain text.

use crate::article::{Block, Inline, List, Table};

pub(super) fn blocks(out: &mut String, blocks: &[Block]) {
    let mut first = true;
    for block in blocks {
        let mut text = String::new();
        self::block(&mut text, block);
        if text.is_empty() {
            continue;
        }
        if !first {
            out.push_str("\n\n");
        }
        first = false;
        out.push_str(&text);
    }
}

fn block(out: &mut String, block: &Block) {
    match block {
        Block::Heading { content, .. } | Block::Paragraph { content } => inlines(out, content),
        Block::List(list) => self::list(out, list),
        Block::Quote { blocks } => self::blocks(out, blocks),
        Block::Table(table) => self::table(out, table),
        Block::Code { text, .. } => out.push_str(text),
        // An image has no text of its own, and captions are not the body.
        Block::Figure(_) => {}
    }
}

fn list(out: &mut String, list: &List) {
    for (index, item) in list.items.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let marker = match list.ordered {
            true => format!("{}. ", list.start as usize + index),
            false => "- ".to_owned(),
        };
        let mut text = String::new();
        blocks(&mut text, item);
        out.push_str(&marker);
        let indent = format!("\n{}", " ".repeat(marker.len()));
        out.push_str(&text.replace("\n\n", "\n").replace('\n', &indent));
    }
}

/// One line a row, cells separated by tabs.
fn table(out: &mut String, table: &Table) {
    for (index, row) in table.rows.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        for (index, cell) in row.cells.iter().enumerate() {
            if index > 0 {
                out.push('\t');
            }
            let mut text = String::new();
            blocks(&mut text, &cell.blocks);
            out.push_str(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}

fn inlines(out: &mut String, content: &[Inline]) {
    for inline in content {
        match inline {
            Inline::Text { text } | Inline::Code { text } => out.push_str(text),
            Inline::Link { content, .. }
            | Inline::Emphasis { content }
            | Inline::Strong { content } => inlines(out, content),
            Inline::Image(_) => {}
            Inline::Break => {
                out.truncate(out.trim_end_matches(' ').len());
                out.push('\n');
            }
        }
    }
}

/// Running text without its formatting.
pub(crate) fn plain(content: &[Inline]) -> String {
    let mut out = String::new();
    inlines(&mut out, content);
    out
}
