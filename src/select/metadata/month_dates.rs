//! Months without a day, where the page's data or the attribute of a `time` element state one and
//! nothing states a day. They stay months.

use serde_json::Value;

use super::Finder;
use super::date::{self, plausible_year};
use super::date_names::{MODIFIED, PUBLISHED};
use super::dates::{MODIFIED_KEYS, PUBLISHED_KEYS, linked};
use super::months::month;
use crate::article::{Field, Source};
use crate::page::facts::MarkRole;

/// The months that data state.
pub(super) fn find(finder: &mut Finder<'_>, article: Option<&Value>) {
    let fields = [
        (
            Field::Published,
            PUBLISHED_KEYS,
            PUBLISHED,
            MarkRole::ItemPublished,
        ),
        (
            Field::Modified,
            MODIFIED_KEYS,
            MODIFIED,
            MarkRole::ItemModified,
        ),
    ];
    for (field, keys, names, role) in fields {
        if finder.candidates(field).is_empty() {
            linked(finder, field, article, keys, parse);
            finder.metas(field, names, |text| parse(text).into_iter().collect());
            values(finder, field, role);
        }
    }
}

/// The months that `time` elements state.
pub(super) fn shown(finder: &mut Finder<'_>) {
    if finder.candidates(Field::Published).is_empty() {
        values(finder, Field::Published, MarkRole::Time);
    }
}

fn values(finder: &mut Finder<'_>, field: Field, role: MarkRole) {
    let marks = finder.marks(role).take(20);
    let stated = marks.filter_map(|mark| Some((parse(mark.value.as_deref()?)?, mark)));
    for (month, mark) in stated.collect::<Vec<_>>() {
        finder.add(field, month, Source::Markup(mark.name.clone()));
    }
}

/// The month that a text states and nothing else: "2024-05", "05/2024", "May 2024".
pub(super) fn parse(text: &str) -> Option<String> {
    const LONGEST: usize = 40;
    let text = Some(text.trim()).filter(|text| text.len() <= LONGEST)?;
    let text = date::western_digits(text);
    let parts = text.split([' ', '-', '/', '.', ',', '\u{a0}', '年', '月']);
    let parts = parts.filter(|part| !matches!(*part, "" | "de" | "del" | "of"));
    let parts: Vec<_> = parts.take(3).collect();
    let [first, last] = parts.as_slice() else {
        return None;
    };
    let is_year_first = first.starts_with(|c: char| c.is_ascii_digit()) && first.len() == 4;
    let (year, name) = if is_year_first {
        (first, last)
    } else {
        (last, first)
    };
    let year = Some(year).filter(|year| year.len() == 4)?.parse().ok()?;
    let number = || name.parse().ok().filter(|number| (1..=12).contains(number));
    let month: u8 = month(name).or_else(number)?;
    plausible_year(year).then(|| format!("{year}-{month:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_and_its_year_are_read_in_many_forms_and_nothing_else_is() {
        for text in [
            "2024-05",
            "2024/5",
            "05/2024",
            "May 2024",
            "Mai 2024",
            "mayo de 2024",
            "May, 2024",
            "2024 May",
            "2024年5月",
            "мая 2024",
        ] {
            assert_eq!(parse(text).as_deref(), Some("2024-05"), "{text}");
        }
        for text in [
            "2024",
            "2024-13",
            "2024-00",
            "since May 2024",
            "May",
            "5 May",
            "1403/05",
            "202405",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
