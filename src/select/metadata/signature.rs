//! Lines at the head of a body that only say who wrote it and when: the metadata say so already.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::date_names::{MODIFIED_WORDS, PUBLISHED_WORDS};
use super::months::month;
use super::name_words::{AND, AUTHOR_LABELS, BEFORE};
use crate::article::{Block, Body, Field, Metadata};
use crate::render::text_of;

/// Words of the longest such line.
const MOST_WORDS: usize = 24;

/// What stands around names, days and times, besides the words of the tables.
const AROUND: &[&str] = &[
    "am",
    "at",
    "da",
    "de",
    "del",
    "den",
    "edt",
    "el",
    "est",
    "et",
    "first",
    "gmt",
    "il",
    "last",
    "le",
    "lesezeit",
    "lectura",
    "lecture",
    "lettura",
    "min",
    "mins",
    "minute",
    "minuten",
    "minutes",
    "minuti",
    "minutos",
    "on",
    "originally",
    "pm",
    "read",
    "reading",
    "the",
    "time",
    "um",
    "uhr",
    "utc",
    "à",
];

const WEEKDAYS: &str = "monday mon tuesday tue wednesday wed thursday thu friday fri saturday sat sunday sun \
    montag dienstag mittwoch donnerstag freitag samstag sonntag \
    lundi mardi mercredi jeudi vendredi samedi dimanche \
    lunes martes miércoles jueves viernes sábado domingo \
    lunedì martedì mercoledì giovedì venerdì sabato domenica \
    segunda terça quarta quinta sexta feira";

static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let tables = [
        AROUND,
        BEFORE,
        AND,
        AUTHOR_LABELS,
        PUBLISHED_WORDS,
        MODIFIED_WORDS,
    ];
    let tables = tables
        .into_iter()
        .flatten()
        .flat_map(|phrase| words(phrase));
    tables.chain(WEEKDAYS.split(' ')).collect()
});

/// Leaves such lines out, up to the first line that says anything else. Pictures may stand
/// between them.
pub(in crate::select) fn leave_out(body: &mut Body, metadata: &Metadata) {
    let known = Known::of(metadata);
    let is_signature = |block: &Block| match block {
        Block::Paragraph { .. } | Block::Heading { .. } => {
            says_no_more(&text_of(std::slice::from_ref(block)), &known)
        }
        _ => false,
    };
    let is_text = |block: &&Block| !matches!(block, Block::Figure(_)) && !is_signature(block);
    let Some(text) = body.blocks.iter().position(|block| is_text(&block)) else {
        return;
    };
    let mut index = 0..;
    body.blocks
        .retain(|block| index.next() >= Some(text) || !is_signature(block));
}

/// What the metadata say, which a line may say again.
struct Known {
    /// Words of everybody who may be an author.
    names: HashSet<String>,
    /// Whether there is a day.
    day: bool,
}

impl Known {
    fn of(metadata: &Metadata) -> Self {
        let fields = [Field::Author, Field::Agency];
        let candidates = fields.iter().filter_map(|f| metadata.candidates.get(f));
        let names = candidates.flatten().map(|c| c.value.to_lowercase());
        let names: Vec<_> = names.collect();
        let words = names.iter().flat_map(|name| words(name));
        Self {
            names: words.map(str::to_owned).collect(),
            day: metadata.published.is_some() || metadata.modified.is_some(),
        }
    }
}

/// Whether all words of a line are those of a known name, of a day, a time or what stands around
/// them. Where the metadata have no day, a line with one says more.
fn says_no_more(line: &str, known: &Known) -> bool {
    let line = line.to_lowercase();
    let is_named = |word: &str| known.names.contains(word);
    let is_digits =
        |word: &str| known.day && word.starts_with(|c: char| c.is_ascii_digit()) && word.len() < 6;
    let is_said = |word: &str| is_named(word) || KNOWN.contains(word) || month(word).is_some();
    let all: Vec<_> = words(&line).take(MOST_WORDS + 1).collect();
    all.len() <= MOST_WORDS
        && all.iter().all(|word| is_digits(word) || is_said(word))
        && all.iter().any(|word| is_digits(word) || is_named(word))
        && all.iter().any(|word| word.len() > 1 && is_said(word))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_signature(line: &str) -> bool {
        is_said(line, true)
    }

    fn is_said(line: &str, day: bool) -> bool {
        let names = ["jane", "doe"].map(str::to_owned).into();
        says_no_more(line, &Known { names, day })
    }

    #[test]
    fn days_stay_where_the_metadata_have_none() {
        assert!(is_said("By Jane Doe", false));
        assert!(!is_said("Monday, May 3", false) && is_said("Monday, May 3", true));
    }

    #[test]
    fn lines_of_names_days_and_reading_times_are_signatures() {
        for line in [
            "By Jane Doe",
            "Jane Doe | May 3, 2024",
            "Posted on 3rd May 2024 at 10:20 am",
            "Updated: Friday, 3 May 2024, 10:20 GMT",
            "Von Jane Doe, 3. Mai 2024 um 10:20 Uhr",
            "Publié le 3 mai 2024 à 10h20 par Jane Doe",
            "5 min read",
            "Lesezeit: 5 Minuten",
        ] {
            assert!(is_signature(line), "{line}");
        }
    }

    #[test]
    fn lines_that_say_anything_else_are_text() {
        for line in [
            "Jane Doe opened the bridge",
            "By bridge and by boat",
            "By John Roe",
            "3.14",
            "Part I",
            "Text",
            "May 2024 was warm",
            "",
        ] {
            assert!(!is_signature(line), "{line}");
        }
    }
}
