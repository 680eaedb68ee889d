//! Lines that a flattener broke to fit a terminal, as `lynx -dump` and `html2text` do.

use std::ops::RangeInclusive;

/// The letters of lines that flatteners break: others are wider, or no text.
const WIDTHS: RangeInclusive<usize> = 50..=100;
/// Lines of fewer words are no text.
const WORDS: usize = 4;
/// Fewest broken lines that tell, and of how many lines one may be longer.
const BROKEN: usize = 6;
const LONGER: usize = 20;

/// A line as it stands in the dump, and its letters with those before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Printed<'a> {
    text: &'a str,
    width: usize,
}

impl<'a> Printed<'a> {
    pub(super) fn new(raw: &'a str) -> Self {
        let width = raw.trim_end().chars().count();
        Self {
            text: raw.trim(),
            width,
        }
    }

    fn is_text(&self) -> bool {
        self.text.split_whitespace().nth(WORDS - 1).is_some()
    }

    /// Whether the next line's first word had no room in this one.
    pub(super) fn is_full(&self, next: &Self, width: usize) -> bool {
        let word = next.text.split_whitespace().next().unwrap_or_default();
        self.width + 1 + word.chars().count() > width
    }
}

/// The letters of the widest line of a dump whose lines were broken. In others a line ends where a block
/// of the page does, and has mostly room for the next word.
pub(super) fn width(dump: &str) -> Option<usize> {
    let lines = || dump.lines().map(Printed::new);
    let (mut texts, mut longer, mut width) = (0, 0, 0);
    for line in lines().filter(Printed::is_text) {
        texts += 1;
        match line.width > *WIDTHS.end() {
            true => longer += 1,
            false => width = width.max(line.width),
        }
    }
    if !WIDTHS.contains(&width) || longer * LONGER > texts {
        return None;
    }
    let pairs = lines().zip(lines().skip(1));
    let followed = pairs.filter(|(line, next)| line.is_text() && !next.text.is_empty());
    let (mut all, mut full) = (0, 0);
    followed.for_each(|(line, next)| {
        all += 1;
        full += usize::from(line.is_full(&next, width));
    });
    (full >= BROKEN && full * 2 >= all).then_some(width)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BROKEN_TEXT: &str = "   The town council voted on Tuesday night to close the Harlow Street\n   \
        bridge to all motor traffic for at least eighteen months, after\n   engineers reported that two of \
        its four main girders had lost nearly a\n   third of their thickness to rust.\n\n   The decision means \
        that roughly 11,000 vehicles a day will have to use\n   the ring road or the older crossing at Mill Lane, \
        which is already\n   congested at rush hour. Residents on the eastern bank said they had\n   learned of \
        the closure only from a notice taped to a lamp post.\n";

    #[test]
    fn broken_lines_are_told_by_having_no_room_for_the_next_word() {
        assert_eq!(width(BROKEN_TEXT), Some(73));
        let lines = BROKEN_TEXT.replace("\n   ", " ");
        assert_eq!(width(&lines), None);
        let menu = "Home and away from it all\nNews of the town today\nOpinion and letters to us\n"
            .repeat(9);
        assert_eq!(width(&menu), None);
    }
}
