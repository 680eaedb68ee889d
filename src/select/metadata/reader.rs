//! How the dates of one page are read: their order in numbers, and what the words beside them say.

use std::sync::LazyLock;

use jiff::Timestamp;

use super::date_names::{MODIFIED_WORDS, PUBLISHED_WORDS};
use super::{Finder, date, day_order, relative};
use crate::page::words::begins_with;

#[derive(Debug, Clone, Copy)]
pub(super) struct Reader {
    day_first: bool,
    /// When the page was fetched, if that is known.
    pub(super) now: Option<Timestamp>,
}

impl Reader {
    pub(super) fn of(finder: &Finder<'_>) -> Self {
        Self {
            day_first: day_order::is_day_first(
                finder.evidence.page,
                finder.evidence.outline,
                finder.found.language.as_deref(),
            ),
            now: fetch_time(finder),
        }
    }

    /// The first date of a text.
    pub(super) fn read(self, text: &str) -> Option<String> {
        let absolute = date::parse(text, self.day_first);
        absolute.or_else(|| relative::parse(text, self.now?))
    }

    /// The first date of a text that it does not call that of a change.
    pub(super) fn published(self, text: &str) -> Option<String> {
        let mut parts = parts(text);
        parts.find_map(|(said, part)| (said != Some(Said::Changed)).then(|| self.read(part))?)
    }

    /// The first date of a text that it calls that of a change.
    pub(super) fn modified(self, text: &str) -> Option<String> {
        let mut parts = parts(text);
        parts.find_map(|(said, part)| (said == Some(Said::Changed)).then(|| self.read(part))?)
    }
}

/// What the words before a date say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Published,
    Changed,
}

/// The words by their first byte: they are asked for at every short line of a page.
static WORDS: LazyLock<Vec<Vec<(&str, Said)>>> = LazyLock::new(|| {
    let changed = MODIFIED_WORDS.iter().map(|word| (*word, Said::Changed));
    let published = PUBLISHED_WORDS.iter().map(|word| (*word, Said::Published));
    let mut by_first = vec![Vec::new(); 256];
    for (word, said) in changed.chain(published) {
        let first = word.bytes().next().unwrap_or_default();
        by_first[usize::from(first)].push((word, said));
    }
    by_first
});

impl Said {
    /// What a text begins with.
    pub(super) fn beginning(text: &str) -> Option<Self> {
        let letter = text.chars().next()?.to_lowercase().next()?;
        let first = letter.encode_utf8(&mut [0; 4]).bytes().next()?;
        let mut words = WORDS.get(usize::from(first))?.iter();
        let word = words.find(|(word, _)| begins_with(text, word));
        word.map(|(_, said)| *said)
    }

    /// What the first words say that say anything.
    pub(super) fn first(text: &str) -> Option<Self> {
        parts(text).find_map(|(said, _)| said)
    }
}

/// The parts of a text, each from a word on that says what the dates after it are: "Published 3 May,
/// updated 4 May".
fn parts(text: &str) -> impl Iterator<Item = (Option<Said>, &str)> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let part = rest?;
        let next = word_starts(part).find(|at| {
            let word = part.get(*at..).unwrap_or_default();
            *at > 0 && Said::beginning(word).is_some()
        });
        let (part, after) = part.split_at_checked(next.unwrap_or(part.len()))?;
        rest = Some(after).filter(|after| !after.is_empty());
        Some((Said::beginning(part), part))
    })
}

fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut is_within = false;
    let starts = text.char_indices().filter(move |(_, c)| {
        let was_within = std::mem::replace(&mut is_within, c.is_alphabetic());
        is_within && !was_within
    });
    starts.map(|(at, _)| at)
}

fn fetch_time(finder: &Finder<'_>) -> Option<Timestamp> {
    let time = finder.evidence.page.fetch_time()?;
    Timestamp::try_from(time).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_before_a_date_say_what_it_is() {
        let reader = Reader {
            day_first: true,
            now: None,
        };
        let (first, later) = (Some("2024-05-01"), Some("2024-05-03"));
        for (text, published, modified) in [
            ("1 May 2024", first, None),
            ("Published 1 May 2024\nUpdated 3 May 2024", first, later),
            ("1 May 2024, last updated on 3 May 2024", first, later),
            (
                "Updated 3 May 2024 (first published 1 May 2024)",
                first,
                later,
            ),
            ("Stand: 3. Mai 2024", None, later),
            (
                "Publié le 1er mai 2024, mis à jour le 3 mai 2024",
                first,
                later,
            ),
            ("By Ann Lee, UPDATED 3 May 2024", None, later),
        ] {
            assert_eq!(reader.published(text).as_deref(), published, "{text}");
            assert_eq!(reader.modified(text).as_deref(), modified, "{text}");
        }
    }
}
