//! CommonMark with GFM tables.

use crate::article::{Block, Image, Inline, List, Table, TableRow};

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
        Block::Heading { level, content } => {
            out.push_str(&"#".repeat(usize::from(*level)));
            out.push(' ');
            out.push_str(&line(content));
        }
        Block::Paragraph { content } => paragraph(out, content),
        Block::List(list) => self::list(out, list),
        Block::Quote { blocks } => {
            let mut text = String::new();
            self::blocks(&mut text, blocks);
            out.push_str("> ");
            out.push_str(&text.replace('\n', "\n> "));
        }
        Block::Table(table) => self::table(out, table),
        Block::Code { text, language } => code(out, text, language.as_deref()),
        Block::Figure(figure) => {
            for image in &figure.images {
                self::image(out, image);
            }
        }
    }
}

fn paragraph(out: &mut String, content: &[Inline]) {
    let mut text = String::new();
    inlines(&mut text, content);
    let lines: Vec<_> = text.split('\n').map(block_start_escaped).collect();
    out.push_str(&lines.join("\n"));
}

/// Escapes what would start another kind of block at the beginning of a line.
fn block_start_escaped(line: &str) -> String {
    let line = line.trim_start_matches(' ');
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = line.split_at(digits);
    if (1..=9).contains(&digits) && rest.starts_with(['.', ')']) {
        return format!("{number}\\{rest}");
    }
    if line.starts_with(['#', '>', '+', '-', '=', '~', '|']) {
        return format!("\\{line}");
    }
    line.to_owned()
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
        out.push_str(
            &text
                .replace('\n', &indent)
                .replace(&format!("{indent}\n"), "\n\n"),
        );
    }
}

fn table(out: &mut String, table: &Table) {
    let width = |row: &TableRow| {
        row.cells
            .iter()
            .map(|c| usize::from(c.colspan))
            .sum::<usize>()
    };
    let columns = table.rows.iter().map(width).max().unwrap_or(0);
    for (index, row) in table.rows.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        table_row(out, row, columns);
        if index == 0 {
            out.push_str("\n|");
            out.push_str(&" --- |".repeat(columns));
        }
    }
}

fn table_row(out: &mut String, row: &TableRow, columns: usize) {
    out.push('|');
    let mut filled = 0;
    for cell in &row.cells {
        let mut text = String::new();
        blocks(&mut text, &cell.blocks);
        let text: Vec<_> = text.split_whitespace().collect();
        let text = text.join(" ").replace('|', "\\|");
        out.push_str(&format!(" {text} |"));
        let extra = usize::from(cell.colspan).saturating_sub(1);
        out.push_str(&"  |".repeat(extra));
        filled += 1 + extra;
    }
    out.push_str(&"  |".repeat(columns.saturating_sub(filled)));
}

/// The fence is longer than any run of backticks in the code.
fn code(out: &mut String, text: &str, language: Option<&str>) {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let text = text.trim_end_matches('\n');
    out.push_str(&format!(
        "{fence}{}\n{text}\n{fence}",
        language.unwrap_or_default()
    ));
}

fn line(content: &[Inline]) -> String {
    let mut text = String::new();
    inlines(&mut text, content);
    text.replace("\\\n", " ").replace('\n', " ")
}

fn inlines(out: &mut String, content: &[Inline]) {
    for inline in content {
        match inline {
            Inline::Text { text } => escaped(out, text),
            Inline::Link { url, content } => link(out, url, content),
            Inline::Emphasis { content } => wrapped(out, "*", content),
            Inline::Strong { content } => wrapped(out, "**", content),
            Inline::Code { text } => inline_code(out, text),
            Inline::Image(image) => self::image(out, image),
            Inline::Break => {
                out.truncate(out.trim_end_matches(' ').len());
                out.push_str("\\\n");
            }
        }
    }
}

fn wrapped(out: &mut String, mark: &str, content: &[Inline]) {
    let mut text = String::new();
    inlines(&mut text, content);
    let inner = text.trim();
    if inner.is_empty() {
        out.push_str(&text);
        return;
    }
    let lead = text.len() - text.trim_start().len();
    out.push_str(text.get(..lead).unwrap_or_default());
    out.push_str(mark);
    out.push_str(inner);
    out.push_str(mark);
    out.push_str(text.get(lead + inner.len()..).unwrap_or_default());
}

fn link(out: &mut String, url: &str, content: &[Inline]) {
    let mut text = String::new();
    inlines(&mut text, content);
    out.push_str(&format!(
        "[{}](<{}>)",
        text.replace('\n', " "),
        address(url)
    ));
}

fn image(out: &mut String, image: &Image) {
    out.push_str("![");
    escaped(out, &image.alt);
    out.push_str(&format!("](<{}>)", address(&image.url)));
}

fn address(url: &str) -> String {
    url.replace('<', "%3C")
        .replace('>', "%3E")
        .replace(['\n', '\r'], "")
}

fn inline_code(out: &mut String, text: &str) {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    out.push_str(&format!("{fence}{pad}{text}{pad}{fence}"));
}

/// Escapes what Markdown would read as mark-up.
pub(super) fn escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
}
