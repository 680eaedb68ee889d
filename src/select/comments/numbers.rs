//! Numbers as pages show them: `1,234`, `1.2K`, `-3`, `12 likes`.

use std::sync::LazyLock;

use regex::{Captures, Regex};

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\p{L}\d])([-−–]?)(\d{1,3}(?:[.,'’ \u{a0}\u{202f}]\d{3})+|\d+)(?:[.,](\d))?\s?(?:([kKmM])(?:[^\p{L}]|$))?")
        .ok()
});

/// The number that a text begins with, or else the only one in it: titles of years and names of
/// articles stand behind a count.
pub(super) fn read(text: &str) -> Option<i64> {
    let text = text.trim();
    let mut all = NUMBER.as_ref()?.captures_iter(text);
    let first = all.next()?;
    let begins = first.get(2)?.start() <= first.get(1)?.len() + 1;
    if !begins && all.next().is_some() {
        return None;
    }
    value(&first)
}

fn value(found: &Captures<'_>) -> Option<i64> {
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let whole: i64 = digits(found.get(2)?.as_str()).parse().ok()?;
    let tenths: i64 = found.get(3).map_or(Ok(0), |m| m.as_str().parse()).ok()?;
    let unit = match found.get(4).map(|m| m.as_str()) {
        Some("k" | "K") => 1_000,
        Some("m" | "M") => 1_000_000,
        _ => 1,
    };
    let size = whole.checked_mul(unit)? + tenths * unit / 10;
    Some(if found.get(1)?.is_empty() {
        size
    } else {
        -size
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_pages_show_them() {
        let cases = [
            ("12 comments", Some(12)),
            ("Comments (1,234)", Some(1_234)),
            ("1.234 Kommentare", Some(1_234)),
            ("12 345 комментариев", Some(12_345)),
            ("1.2K", Some(1_200)),
            ("3m", Some(3_000_000)),
            ("+5", Some(5)),
            ("−3 points", Some(-3)),
            ("12 thoughts on “The bridges of 1900”", Some(12)),
            ("3 of 5 found this helpful", Some(3)),
            ("Page 2 of 5", None),
            ("Article2", None),
            ("no comments", None),
            ("99999999999999999999", None),
        ];
        for (text, number) in cases {
            assert_eq!(read(text), number, "{text}");
        }
    }
}
