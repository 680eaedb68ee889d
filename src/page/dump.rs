//! A page that was flattened to plain text: its lines, with what the flattener left of the
//! structure (bullets, indentation, blank lines).

/// Bullets that flatteners print for list items. `-`, `*` and `+` count only when a space follows.
const BULLETS: [char; 9] = ['•', '◦', '▪', '‣', '·', '●', '-', '*', '+'];

#[derive(Debug)]
pub(crate) struct Dump {
    pub(crate) lines: Vec<Line>,
}

/// One line that is not blank.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Line number in the dump, from 1.
    pub(crate) number: usize,
    /// The line without its indentation and trailing white space, bullet included.
    pub(crate) text: String,
    /// Bytes of `text` taken by the bullet or number and the space after it.
    pub(crate) marker: usize,
    /// Whether the marker is a number.
    pub(crate) ordered: bool,
    /// Columns of white space before the line.
    pub(crate) indent: usize,
    /// Blank lines before it.
    pub(crate) blank_before: usize,
}

impl Dump {
    pub(crate) fn parse(text: &str) -> Self {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let mut lines = Vec::new();
        let mut blank_before = 0;
        for (index, raw) in text.lines().enumerate() {
            let trimmed = raw.trim();
            if trimmed.is_empty() {
                blank_before += 1;
                continue;
            }
            lines.push(line(index + 1, raw, trimmed, blank_before));
            blank_before = 0;
        }
        Self { lines }
    }
}

fn line(number: usize, raw: &str, trimmed: &str, blank_before: usize) -> Line {
    let (marker, ordered) = marker(trimmed);
    let indent = raw
        .chars()
        .take_while(|c| c.is_whitespace())
        .map(|c| if c == '\t' { 4 } else { 1 })
        .sum();
    Line {
        number,
        text: trimmed.to_owned(),
        marker,
        ordered,
        indent,
        blank_before,
    }
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
    fn hyphens_inside_text_and_years_are_not_markers() {
        assert_eq!(marker("-3 degrees"), (0, false));
        assert_eq!(marker("2023. A year"), (0, false));
        assert_eq!(marker("1. First"), (3, true));
        assert_eq!(marker("* Support us"), (2, false));
        assert_eq!(marker("*Support us"), (0, false));
    }
}
