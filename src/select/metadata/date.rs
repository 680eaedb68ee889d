//! Dates in any of the forms that pages have them in, to ISO 8601. Precision is kept: what names
//! a day stays a day, and a time keeps its offset as given.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::months::month;

/// The date a text states, if it states one. `day_first` decides forms such as 03/04/2024 that
/// nothing else decides.
pub(crate) fn parse(text: &str, day_first: bool) -> Option<String> {
    let text = text.trim();
    iso(text)
        .or_else(|| epoch(text))
        .or_else(|| year_first(text))
        .or_else(|| named(text))
        .or_else(|| numeric(text, day_first))
}

static ISO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?)?",
    )
    .ok()
});

fn iso(text: &str) -> Option<String> {
    let found = ISO.as_ref()?.captures(text)?;
    let day = day(number(&found, 1)?, number(&found, 2)?, number(&found, 3)?)?;
    let Some((hour, minute)) = number(&found, 4).zip(number(&found, 5)) else {
        return Some(day);
    };
    if hour > 23 || minute > 59 {
        return Some(day);
    }
    let second = number(&found, 6).unwrap_or(0).min(59);
    let offset = found.get(7).map_or(String::new(), |m| offset(m.as_str()));
    Some(format!("{day}T{hour:02}:{minute:02}:{second:02}{offset}"))
}

/// `+02:00` from all its short forms.
fn offset(text: &str) -> String {
    match text {
        "Z" | "UTC" | "GMT" => "Z".to_owned(),
        _ => {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            let sign = text.chars().next().unwrap_or('+');
            let hours = digits.get(..2).unwrap_or("00");
            let minutes = digits.get(2..4).unwrap_or("00");
            format!("{sign}{hours}:{minutes}")
        }
    }
}

/// Seconds or milliseconds since 1970.
fn epoch(text: &str) -> Option<String> {
    if !matches!(text.len(), 10 | 13) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    let seconds = if text.len() == 13 {
        number / 1000
    } else {
        number
    };
    let stamp = jiff::Timestamp::from_second(seconds).ok()?.to_string();
    plausible_year(stamp.get(..4)?.parse().ok()?).then_some(stamp)
}

static YEAR_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\d])((?:19|20)\d{2})(?:[-/.]|\s*年\s*|\s*년\s*)(\d{1,2})(?:[-/.]|\s*月\s*|\s*월\s*)(\d{1,2})(?:[^\d]|$)").ok()
});
static COMPACT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^((?:19|20)\d{2})(\d{2})(\d{2})(?:T?\d{4,6})?Z?$").ok());

fn year_first(text: &str) -> Option<String> {
    let found = COMPACT.as_ref()?.captures(text);
    let found = found.or_else(|| YEAR_FIRST.as_ref()?.captures(text))?;
    day(number(&found, 1)?, number(&found, 2)?, number(&found, 3)?)
}

static DAY_MONTH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|[^\d])(\d{1,2})(?:st|nd|rd|th|er|º|ª)?\.?[\s\-,/]*(?:de |of |d')?\s*(\p{L}[\p{M}\p{L}]+)\.?,?[\s\-,/]*(?:de |del |of )?\s*((?:19|20)\d{2})").ok()
});
static MONTH_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(\p{L}[\p{M}\p{L}]+)\.?[\s\-]+(\d{1,2})(?:st|nd|rd|th)?[\s,.\-]+((?:19|20)\d{2})",
    )
    .ok()
});
static YEAR_MONTH_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)((?:19|20)\d{2})[.,]?\s+(\p{L}[\p{M}\p{L}]+)\.?\s+(\d{1,2})").ok()
});

/// A date with the name of its month.
fn named(text: &str) -> Option<String> {
    let forms = [
        (&DAY_MONTH, 3, 2, 1),
        (&MONTH_DAY, 3, 1, 2),
        (&YEAR_MONTH_DAY, 1, 2, 3),
    ];
    forms.into_iter().find_map(|(regex, y, m, d)| {
        let mut all = regex.as_ref()?.captures_iter(text).take(20);
        all.find_map(|found| {
            let month = month(found.get(m)?.as_str())?;
            day(number(&found, y)?, i32::from(month), number(&found, d)?)
        })
    })
}

static NUMERIC: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\d.])(\d{1,2})([./-])\s?(\d{1,2})[./-]\s?((?:19|20)?\d{2})(?:[^\d]|$)").ok()
});

/// Day and month in the order that is possible; with points the day is always first.
fn numeric(text: &str, day_first: bool) -> Option<String> {
    let found = NUMERIC.as_ref()?.captures(text)?;
    let (a, b) = (number(&found, 1)?, number(&found, 3)?);
    let year = number(&found, 4)?;
    let year = if year < 100 { 2000 + year } else { year };
    let points = found.get(2).is_some_and(|m| m.as_str() == ".");
    let day_first = if a > 12 {
        true
    } else if b > 12 {
        false
    } else {
        day_first || points
    };
    if day_first {
        day(year, b, a)
    } else {
        day(year, a, b)
    }
}

fn number(found: &Captures<'_>, group: usize) -> Option<i32> {
    found.get(group)?.as_str().parse().ok()
}

fn day(year: i32, month: i32, day: i32) -> Option<String> {
    let date = Date::new(
        year.try_into().ok()?,
        month.try_into().ok()?,
        day.try_into().ok()?,
    )
    .ok()?;
    plausible_year(year).then(|| date.to_string())
}

fn plausible_year(year: i32) -> bool {
    (1900..2100).contains(&year)
}

/// Whether a text is like "Dec 17", which is no name.
pub(crate) fn starts_with_month(text: &str) -> bool {
    let mut words = text.split([' ', '.']);
    let first = words.next().and_then(month).is_some();
    first
        && words
            .next()
            .is_none_or(|w| w.starts_with(|c: char| c.is_ascii_digit()))
}

static IN_URL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"/((?:19|20)\d{2})[/-]?(\d{2}|\p{L}{3,12})[/-]?(\d{2})(?:[/_.-]|$)").ok()
});

/// The day in the path of an address: `/2024/05/03/`, `/2024/may/03/`.
pub(crate) fn in_url(path: &str) -> Option<String> {
    let found = IN_URL.as_ref()?.captures(path)?;
    let named = || month(found.get(2)?.as_str()).map(i32::from);
    let month = number(&found, 2).or_else(named)?;
    day(number(&found, 1)?, month, number(&found, 3)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_and_offset_are_kept() {
        let iso = |text| parse(text, false);
        assert_eq!(iso("2024-05-03").as_deref(), Some("2024-05-03"));
        assert_eq!(
            iso("2024-05-03T15:47:42.389+0200").as_deref(),
            Some("2024-05-03T15:47:42+02:00")
        );
        assert_eq!(
            iso("2024-05-03 15:47").as_deref(),
            Some("2024-05-03T15:47:00")
        );
        assert_eq!(iso("2024-13-03"), None);
    }

    #[test]
    fn the_day_in_an_address() {
        for path in [
            "/2024/05/03/a",
            "/news/2024-05-03-a",
            "/2024/may/03/a",
            "/20240503/",
        ] {
            assert_eq!(in_url(path).as_deref(), Some("2024-05-03"), "{path}");
        }
        assert_eq!(in_url("/2024/item/03/a"), None);
    }

    #[test]
    fn dates_in_words_of_many_languages() {
        let cases = [
            ("Published on May 3rd, 2024 by A", "2024-05-03"),
            ("3. Mai 2024, 12:00 Uhr", "2024-05-03"),
            ("3 de mayo de 2024", "2024-05-03"),
            ("le 1er février 2024", "2024-02-01"),
            ("Fri, 03 May 2024 10:00:00 GMT", "2024-05-03"),
            ("3 мая 2024", "2024-05-03"),
            ("2024年5月3日", "2024-05-03"),
            ("3 Mayıs 2024", "2024-05-03"),
            ("03.05.2024 - 10:15", "2024-05-03"),
            ("13/05/2024", "2024-05-13"),
            ("05/13/2024", "2024-05-13"),
        ];
        for (text, day) in cases {
            assert_eq!(parse(text, false).as_deref(), Some(day), "{text}");
        }
        assert_eq!(parse("03/04/2024", true).as_deref(), Some("2024-04-03"));
        assert_eq!(parse("Version 3.05.20245", false), None);
    }
}
