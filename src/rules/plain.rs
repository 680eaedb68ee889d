//! A line of a dump as patterns see it: without what flatteners that print Markdown add.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::page::mark_text::collapsed;

/// `![alternative](source)` and `[text](target)`.
static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?: [^()]*)?\)").ok()
});

/// `text (https://target)`.
static TARGET: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r" \((?:(?:https?:|mailto:|[/#])[^\s)]*)?\)").ok());

/// The line without heading marks, quote marks, links, emphasis and escapes, white space collapsed.
pub(super) fn line(text: &str) -> String {
    let text = text.trim_start_matches(['#', '>', '|', ' ']);
    let text = unlinked(text);
    let text = unescaped(&paired(&paired(&text, "**"), "__"));
    let text = text.trim();
    let inner = ['*', '_'].iter().find_map(|&mark| {
        let inner = text.strip_prefix(mark)?.strip_suffix(mark)?;
        Some(inner).filter(|inner| !inner.contains(mark))
    });
    // An empty element in italics leaves a mark of its own.
    collapsed(&inner.unwrap_or(text).replace("__ ", " "))
}

/// A linked image is a link around a link.
fn unlinked(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..2 {
        if text.contains("](") {
            text = Cow::Owned(replaced(&LINK, &text));
        }
    }
    match text.contains(" (") {
        true => Cow::Owned(replaced(&TARGET, &text)),
        false => text,
    }
}

/// What matches is replaced by its first group.
fn replaced(pattern: &Option<Regex>, text: &str) -> String {
    let Some(pattern) = pattern else {
        return text.to_owned();
    };
    let first = |captures: &Captures<'_>| captures.get(1).map_or("", |m| m.as_str()).to_owned();
    pattern.replace_all(text, first).into_owned()
}

/// Without a mark that occurs in pairs. One mark alone is text, as in `**Visit Our Sponsors`.
fn paired<'a>(text: &'a str, mark: &str) -> Cow<'a, str> {
    match text.matches(mark).count() {
        0 => Cow::Borrowed(text),
        count if count % 2 == 0 => Cow::Owned(text.replace(mark, "")),
        _ => Cow::Borrowed(text),
    }
}

fn unescaped(text: &str) -> String {
    let mut characters = text.chars().peekable();
    let mut plain = String::with_capacity(text.len());
    while let Some(c) = characters.next() {
        let escapes = c == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        plain.extend(if escapes { characters.next() } else { Some(c) });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_headings_and_emphasis_of_markdown_are_taken_off() {
        assert_eq!(line("## [A title](https://a.b/c_(d))"), "A title");
        assert_eq!(line("[![Logo](/l.png)](https://a.b/) Home"), "Logo Home");
        assert_eq!(line("**By** _Jane Doe_"), "By _Jane Doe_");
        assert_eq!(line("_So called_"), "So called");
        assert_eq!(line("Twitter (https://t.co/x) Email ()"), "Twitter Email");
    }

    #[test]
    fn asterisks_that_are_text_stay() {
        assert_eq!(line("*Support us!"), "*Support us!");
        assert_eq!(line(r"\*\*Visit Our Sponsors"), "**Visit Our Sponsors");
        assert_eq!(line("**Visit Our Sponsors"), "**Visit Our Sponsors");
        assert_eq!(line("A claim (see below) [1]"), "A claim (see below) [1]");
    }
}
