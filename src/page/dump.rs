//! A page that was flattened to plain text: its lines, with what the flattener left of the
//! structure (bullets, indentation, blank lines).

use std::ops::Range;

use super::wrap::{self, Printed};

/// Bullets that flatteners print for list items. `-`, `*` and `+` count only when a space follows.
const BULLETS: [char; 9] = ['•', '◦', '▪', '‣', '·', '●', '-', '*', '+'];

#[derive(Debug)]
pub(crate) struct Dump {
    /// All lines without indentation and trailing white space, one after the other.
    text: String,
    pub(crate) lines: Vec<Line>,
}

/// One line that is not blank, or several that a flattener made of one. Numbers are small, since
/// there are as many lines as blocks.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Number of the first line in the dump, from 1.
    pub(crate) number: u32,
    /// Range of [`Dump::text`].
    text: Range<u32>,
    /// Bytes of the text taken by the bullet or number and the space after it.
    pub(crate) marker: u32,
    /// Whether the marker is a number.
    pub(crate) ordered: bool,
    /// Columns of white space before the line.
    pub(crate) indent: u32,
    /// Blank lines before it.
    pub(crate) blank_before: u32,
}

impl Dump {
    pub(crate) fn parse(text: &str) -> Self {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let is_line = |raw: &&str| !raw.trim().is_empty();
        let mut dump = Self {
            text: String::with_capacity(text.len()),
            lines: Vec::with_capacity(text.lines().filter(is_line).count()),
        };
        let width = wrap::width(text);
        let mut blank_before = 0;
        let mut last = None;
        for (number, raw) in (1..).zip(text.lines()) {
            if !is_line(&raw) {
                blank_before += 1;
                last = None;
                continue;
            }
            let printed = Printed::new(raw);
            let is_full =
                |last: Printed<'_>| width.is_some_and(|width| last.is_full(&printed, width));
            if !(last.is_some_and(is_full) && dump.goes_on(raw)) {
                dump.push(number, raw, std::mem::take(&mut blank_before));
            }
            last = Some(printed);
        }
        dump
    }

    /// Adds a line to the last one, if it may be more of it.
    fn goes_on(&mut self, raw: &str) -> bool {
        let text = raw.trim();
        let Some(last) = self.lines.last_mut().filter(|_| marker(text).0 == 0) else {
            return false;
        };
        let indent = indent(raw);
        let is_more = match last.marker {
            0 => indent == last.indent,
            _ => indent > last.indent,
        };
        if is_more {
            self.text.push(' ');
            self.text.push_str(text);
            last.text.end = index(self.text.len());
        }
        is_more
    }

    /// The line without its indentation and trailing white space, bullet included.
    pub(crate) fn text(&self, line: &Line) -> &str {
        let Range { start, end } = line.text;
        self.text
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    fn push(&mut self, number: u32, raw: &str, blank_before: u32) {
        let start = index(self.text.len());
        let text = raw.trim();
        self.text.push_str(text);
        let (marker, ordered) = marker(text);
        self.lines.push(Line {
            number,
            text: start..index(self.text.len()),
            marker: index(marker),
            ordered,
            indent: indent(raw),
            blank_before,
        });
    }
}

/// Columns of white space before a line.
fn indent(raw: &str) -> u32 {
    let spaces = raw.chars().take_while(|c| c.is_whitespace());
    spaces.map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

fn index(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// Length of a bullet (`• `) or number (`12. `) at the start of a line, and whether it is a number.
fn marker(line: &str) -> (usize, bool) {
    let rest = line.trim_start_matches(BULLETS);
    let bullet = line.len() - rest.len();
    if bullet > 0 && bullet <= 4 && rest.starts_with(char::is_whitespace) {
        return (line.len() - rest.trim_start().len(), false);
    }
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    match rest.strip_prefix(". ") {
        Some(rest) if (1..=3).contains(&digits) => (line.len() - rest.trim_start().len(), true),
        _ => (0, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_indentation_and_blank_lines_are_kept_as_structure() {
        let dump = Dump::parse("Menu\n  • One\n    • Two\n\n\nBody");
        let shape: Vec<_> = dump
            .lines
            .iter()
            .map(|l| (l.number, l.marker, l.indent, l.blank_before))
            .collect();
        assert_eq!(
            shape,
            [(1, 0, 0, 0), (2, 4, 2, 0), (3, 4, 4, 0), (6, 0, 0, 2)]
        );
    }

    #[test]
    fn lines_that_were_broken_for_a_terminal_are_one_again() {
        let text = "The town council voted on Tuesday night to close the bridge to\n\
            all motor traffic for at least eighteen months, after two\n\
            engineers reported that of its four main girders two had lost\n\
            nearly a third of their thickness to rust, and that both would\n\
            have to be made anew.";
        let item = "  * The upper bridge, which carries the road from the hills,\n    was closed in the first week of the flood, and the lower\n    one is for people on foot, who will have to wait for boats\n    of more than ten feet.";
        let page = format!("{text}\n\nBy Ann Lee\nHull\n\n{item}\n  * More\n");
        let dump = Dump::parse(&page);
        let lines: Vec<_> = dump
            .lines
            .iter()
            .map(|line| (line.number, dump.text(line).to_owned()))
            .collect();
        let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(
            lines,
            [
                (1, joined(text)),
                (7, "By Ann Lee".to_owned()),
                (8, "Hull".to_owned()),
                (10, joined(item)),
                (14, "* More".to_owned()),
            ]
        );
    }

    #[test]
    fn hyphens_inside_text_and_years_are_not_markers() {
        assert_eq!(marker("-3 degrees"), (0, false));
        assert_eq!(marker("2023. A year"), (0, false));
        assert_eq!(marker("1. First"), (3, true));
        assert_eq!(marker("* Support us"), (2, false));
        assert_eq!(marker("*Support us"), (0, false));
    }
}
