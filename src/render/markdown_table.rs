//! Tables in Markdown: a grid of one-line cells.

use super::markdown_inline::{Place, inlines};
use super::{RenderOptions, simple};
use crate::article::{Block, Definition, Inline, Table, TableCell};

pub(super) fn table(table: &Table, options: &RenderOptions) -> String {
    let rows: Vec<Vec<String>> = grid(table, options);
    let mut out = String::new();
    if !table.caption.is_empty() {
        out.push_str(&inlines(&table.caption, options, Place::Block));
        out.push_str("\n\n");
    }
    if !options.tables {
        let rows: Vec<_> = rows.iter().map(|r| r.join(" ").trim().to_owned()).collect();
        out.push_str(&rows.join("\n\n"));
        return out;
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    for (i, row) in rows.iter().enumerate() {
        push_row(&mut out, row, width);
        if i == 0 {
            out.push('\n');
            out.push_str(&"| --- ".repeat(width));
            out.push('|');
        }
        if i + 1 < rows.len() {
            out.push('\n');
        }
    }
    out
}

fn push_row(out: &mut String, row: &[String], width: usize) {
    for column in 0..width {
        out.push_str("| ");
        out.push_str(row.get(column).map_or("", String::as_str));
        out.push(' ');
    }
    out.push('|');
}

/// The most columns that a span may fill up: a table is as wide as its cells, within reason.
const MAX_COLUMNS: usize = 256;

/// The cells' texts on a grid: what a cell spans besides its own place is empty.
fn grid(table: &Table, options: &RenderOptions) -> Vec<Vec<String>> {
    // For each column, how many further rows the cell above covers.
    let mut covered: Vec<u16> = Vec::new();
    let mut rows = Vec::new();
    for row in &table.rows {
        let mut line = Vec::new();
        for cell in &row.cells {
            skip_covered(&mut covered, &mut line);
            place(cell, &mut covered, &mut line, options);
        }
        skip_covered(&mut covered, &mut line);
        rows.push(line);
    }
    rows
}

fn skip_covered(covered: &mut [u16], line: &mut Vec<String>) {
    while let Some(left) = covered.get_mut(line.len()).filter(|left| **left > 0) {
        *left -= 1;
        line.push(String::new());
    }
}

fn place(
    cell: &TableCell,
    covered: &mut Vec<u16>,
    line: &mut Vec<String>,
    options: &RenderOptions,
) {
    let mut text = cell_text(cell, options);
    for _ in 0..cell.colspan {
        let column = line.len();
        if column > MAX_COLUMNS && text.is_empty() {
            break;
        }
        line.push(std::mem::take(&mut text));
        if covered.len() <= column {
            covered.resize(column + 1, 0);
        }
        covered[column] = cell.rowspan.saturating_sub(1);
    }
}

/// A cell is one line: its blocks are separated by `<br>`.
fn cell_text(cell: &TableCell, options: &RenderOptions) -> String {
    let mut parts = Vec::new();
    cell_lines(&cell.blocks, options, &mut parts);
    parts.retain(|p| !p.is_empty());
    parts.join("<br>")
}

/// Recursion is bounded by the depth of the tree of blocks.
fn cell_lines(blocks: &[Block], options: &RenderOptions, out: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::List(list) => list
                .items
                .iter()
                .for_each(|item| cell_lines(item, options, out)),
            Block::Quote { blocks, .. } => cell_lines(blocks, options, out),
            Block::Embed(embed) => cell_lines(&embed.blocks, options, out),
            Block::Definitions { items } => items.iter().for_each(|item| match item {
                Definition::Term { content } => out.push(inlines(content, options, Place::Cell)),
                Definition::Detail { blocks } => cell_lines(blocks, options, out),
            }),
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|r| &r.cells);
                cells.for_each(|cell| cell_lines(&cell.blocks, options, out));
            }
            Block::Code { text, .. } => {
                out.extend(text.lines().map(super::markdown_inline::cell_escaped));
            }
            Block::Figure(figure) => {
                if options.images {
                    let images = figure.images.iter().cloned().map(Inline::Image);
                    out.extend(images.map(|image| inlines(&[image], options, Place::Cell)));
                }
                out.push(inlines(&figure.caption, options, Place::Cell));
            }
            Block::Math { math } => {
                let math = math.clone();
                out.push(inlines(&[Inline::Math { math }], options, Place::Cell));
            }
            Block::Footnotes { notes } => notes
                .iter()
                .for_each(|note| cell_lines(&note.blocks, options, out)),
            Block::Rule => {}
            _ => out.extend(simple(block).map(|content| inlines(content, options, Place::Cell))),
        }
    }
}
