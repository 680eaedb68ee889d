//! Running text in Markdown: what to escape, and which delimiters work where.

use super::RenderOptions;
use super::tex::{self, Piece};
use crate::article::{Inline, Math};

/// Where running text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a paragraph, which may have several lines.
    Block,
    /// On one line, such as a heading.
    Line,
    /// In a table's cell.
    Cell,
}

pub(super) fn inlines(content: &[Inline], options: &RenderOptions, place: Place) -> String {
    let mut writer = Writer {
        out: String::new(),
        options,
        place,
        in_link: false,
    };
    writer.all(content, None);
    writer.finish()
}

/// Plain text, escaped.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    push_escaped(&mut out, text, Place::Line);
    out
}

pub(super) fn cell_escaped(text: &str) -> String {
    let mut out = String::new();
    push_escaped(&mut out, text.trim(), Place::Cell);
    out
}

/// A link's address as it stands between the parentheses.
pub(super) fn address(url: &str) -> String {
    let is_plain =
        !url.is_empty() && !url.contains([' ', '(', ')', '<', '>', '\\', '|', '\n', '&', '*', '_']);
    if is_plain {
        return url.to_owned();
    }
    let mut out = String::from("<");
    for c in url.chars() {
        match c {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '|' => out.push_str("%7C"),
            '&' => out.push_str("&amp;"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('>');
    out
}

struct Writer<'a> {
    out: String,
    options: &'a RenderOptions,
    place: Place,
    in_link: bool,
}

impl Writer<'_> {
    /// `after` is the character that follows the content, if any.
    fn all(&mut self, content: &[Inline], after: Option<char>) {
        for (i, inline) in content.iter().enumerate() {
            let next = content.get(i + 1).map_or(after, first_char);
            self.one(inline, next);
        }
    }

    fn one(&mut self, inline: &Inline, next: Option<char>) {
        match inline {
            Inline::Text { text } => self.text(text),
            Inline::Link { url, content } => self.link(url, content, next),
            Inline::Emphasis { content } => self.delimited(content, "*", "em", next),
            Inline::Strong { content } => self.delimited(content, "**", "strong", next),
            Inline::Strike { content } => self.delimited(content, "~~", "del", next),
            Inline::Quotation {
                content,
                open,
                close,
            } => {
                self.out.push(*open);
                self.all(content, Some(*close));
                self.out.push(*close);
            }
            Inline::Subscript { content } => self.tagged(content, "sub"),
            Inline::Superscript { content } => self.tagged(content, "sup"),
            Inline::Code { text } => self.code(text),
            Inline::Image(image) => {
                if self.options.images {
                    let alt = escaped(&image.alt);
                    self.out
                        .push_str(&format!("![{alt}]({})", address(&image.url)));
                }
            }
            Inline::Math { math } => self.formula(math),
            Inline::FootnoteReference { number, .. } => {
                self.out.push_str(&format!("[^{number}]"));
            }
            Inline::Ruby { base, annotation } => self.ruby(base, annotation),
            Inline::Break => self.line_break(),
        }
    }

    fn text(&mut self, text: &str) {
        let at_start = self.out.is_empty() || self.out.ends_with('\n');
        // Spaces around a picture that is not shown are one.
        let text = if at_start || self.out.ends_with(' ') {
            text.trim_start_matches(' ')
        } else {
            text
        };
        let from = self.out.len();
        match self.options.formatting {
            true => tex::pieces(text).for_each(|piece| self.piece(piece)),
            false => push_escaped(&mut self.out, text, self.place),
        }
        if at_start && self.place == Place::Block {
            escape_line_start(&mut self.out, from);
        }
    }

    /// What is escaped in a formula is another formula.
    fn piece(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Text(text) => push_escaped(&mut self.out, text, self.place),
            Piece::Tex(tex) => self.tex(tex.trim()),
        }
    }

    fn line_break(&mut self) {
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        match self.place {
            Place::Block if !self.out.is_empty() => self.out.push_str("\\\n"),
            Place::Block => {}
            Place::Line => self.out.push(' '),
            Place::Cell => self.out.push_str("<br>"),
        }
    }

    /// A break at the end would be printed as a backslash.
    fn finish(mut self) -> String {
        while let Some(rest) = self.out.strip_suffix("\\\n") {
            self.out.truncate(rest.len());
        }
        let kept = self.out.trim_end_matches(' ').len();
        self.out.truncate(kept);
        self.out
    }

    fn link(&mut self, url: &str, content: &[Inline], next: Option<char>) {
        if !self.options.links || self.in_link {
            return self.all(content, next);
        }
        if self.out.ends_with('!') {
            self.out.pop();
            self.out.push_str("\\!");
        }
        self.out.push('[');
        self.in_link = true;
        self.all(content, Some(']'));
        self.in_link = false;
        self.out.push_str("](");
        self.out.push_str(&address(url));
        self.out.push(')');
    }

    fn tagged(&mut self, content: &[Inline], tag: &str) {
        if !self.options.formatting {
            return self.all(content, None);
        }
        self.out.push_str(&format!("<{tag}>"));
        self.all(content, Some('<'));
        self.out.push_str(&format!("</{tag}>"));
    }

    /// Delimiters work only between the right characters; elsewhere the element is written out.
    fn delimited(&mut self, content: &[Inline], mark: &str, tag: &str, next: Option<char>) {
        if !self.options.formatting {
            return self.all(content, next);
        }
        let before = self.out.chars().next_back();
        let first = content.first().and_then(first_char);
        let last = content.last().and_then(last_char);
        if !(opens(before, first) && opens(next, last)) {
            return self.tagged(content, tag);
        }
        self.out.push_str(mark);
        self.all(content, mark.chars().next());
        self.out.push_str(mark);
    }

    /// As on GitHub: code between dollars, which is legible everywhere.
    fn tex(&mut self, tex: &str) {
        self.out.push('$');
        self.code(tex);
        self.out.push('$');
    }

    fn formula(&mut self, math: &Math) {
        match &math.tex {
            Some(tex) if self.options.formatting => self.tex(tex),
            _ => self.text(super::text::formula(math)),
        }
    }

    fn ruby(&mut self, base: &str, annotation: &str) {
        let ruby = super::ruby(&escaped(base), &escaped(annotation), self.options);
        self.out.push_str(&ruby);
    }

    /// A fence of backticks longer than any in the code.
    fn code(&mut self, text: &str) {
        if !self.options.formatting || text.trim().is_empty() {
            return self.text(text);
        }
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest + 1);
        let pads = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
        let pad = if pads { " " } else { "" };
        let text = text.replace('\n', " ");
        let text = match self.place {
            Place::Cell => text.replace('|', "\\|"),
            _ => text,
        };
        if self.out.ends_with('`') {
            self.out.push_str("<!-- -->");
        }
        self.out
            .push_str(&format!("{fence}{pad}{text}{pad}{fence}"));
    }
}

/// Whether a delimiter between `outer` and `inner` is flanked as it must be.
fn opens(outer: Option<char>, inner: Option<char>) -> bool {
    let Some(inner) = inner else { return false };
    if inner.is_whitespace() || matches!(inner, '*' | '~') {
        return false;
    }
    match outer {
        None => true,
        Some('*' | '~' | '\\') => false,
        Some(outer) if inner.is_alphanumeric() => !is_mark(outer) || outer.is_ascii_punctuation(),
        Some(outer) => outer.is_whitespace() || outer.is_ascii_punctuation(),
    }
}

/// Characters of which neither Unicode nor Markdown's own list says clearly what they are.
fn is_mark(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace() && !c.is_ascii()
}

fn first_char(inline: &Inline) -> Option<char> {
    match inline {
        Inline::Text { text } => text.chars().next(),
        Inline::Code { .. } => Some('`'),
        Inline::Link { .. } => Some('['),
        Inline::Image(_) => Some('!'),
        Inline::Break => Some('\n'),
        Inline::Math { .. } => Some('$'),
        Inline::FootnoteReference { .. } => Some('['),
        Inline::Ruby { .. } => Some('<'),
        Inline::Emphasis { .. } | Inline::Strong { .. } => Some('*'),
        Inline::Strike { .. } => Some('~'),
        Inline::Quotation { open, .. } => Some(*open),
        Inline::Subscript { .. } | Inline::Superscript { .. } => Some('<'),
    }
}

fn last_char(inline: &Inline) -> Option<char> {
    match inline {
        Inline::Text { text } => text.chars().next_back(),
        Inline::Link { .. } | Inline::Image(_) => Some(')'),
        Inline::FootnoteReference { .. } => Some(']'),
        Inline::Quotation { close, .. } => Some(*close),
        Inline::Ruby { .. } | Inline::Subscript { .. } | Inline::Superscript { .. } => Some('>'),
        other => first_char(other),
    }
}

fn push_escaped(out: &mut String, text: &str, place: Place) {
    let mut chars = text.chars().peekable();
    let mut before = out.chars().next_back();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let is_special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            '|' => {
                place == Place::Cell || before.is_none() || next.is_none() || before == Some(' ')
            }
            '_' => !(is_word(before) && is_word(next)),
            '&' => next.is_some_and(|n| n.is_ascii_alphanumeric() || n == '#'),
            '#' => place == Place::Line && chars.clone().all(|c| c == '#' || c == ' '),
            '\n' | '\r' => {
                out.push(' ');
                before = Some(' ');
                continue;
            }
            _ => false,
        };
        if is_special {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Escapes what would make a line a heading, list item, quotation, rule or definition.
fn escape_line_start(out: &mut String, from: usize) {
    let line = out.get(from..).unwrap_or_default();
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = line.get(digits..).unwrap_or_default();
    if digits > 0 && digits < 10 && rest.starts_with(['.', ')']) {
        out.insert(from + digits, '\\');
    } else if line.starts_with(['#', '+', '-', '>', '=', ':', '|']) {
        out.insert(from, '\\');
    }
}
