//! Dates in any of the forms that pages have them in, to ISO 8601. Precision is kept: what names
//! a day stays a day, and a time keeps its offset as given.

use std::borrow::Cow;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::clock;
use super::months::month;

/// The date a text states, if it states one. `day_first` decides forms such as 03/04/2024 that
/// nothing else decides.
pub(crate) fn parse(text: &str, day_first: bool) -> Option<String> {
    let text = &*western_digits(text.trim());
    iso(text)
        .or_else(|| epoch(text))
        .or_else(|| compact(text))
        .or_else(|| {
            let day = year_first(text).or_else(|| named(text));
            let day = day
                .or_else(|| numbered(text))
                .or_else(|| numeric(text, day_first));
            day.map(|day| day.with_time(text))
        })
}

/// A day, and the bytes of the text where it stands.
struct Day {
    date: Date,
    start: usize,
    end: usize,
}

impl Day {
    fn new(date: Option<Date>, found: &Captures<'_>, last: usize) -> Option<Self> {
        let date = date?;
        let (start, end) = (found.get(0)?.start(), found.get(last)?.end());
        Some(Self { date, start, end })
    }

    fn with_time(&self, text: &str) -> String {
        let before = text.get(..self.start).unwrap_or_default();
        let after = text.get(self.end..).unwrap_or_default();
        let time = clock::beside(self.date, before, after).unwrap_or_default();
        format!("{}{time}", self.date)
    }
}

/// Arabic, Persian, Devanagari, Bengali, Thai and full-width digits as those that are read here.
pub(super) fn western_digits(text: &str) -> Cow<'_, str> {
    const ZEROS: [char; 6] = ['٠', '۰', '०', '০', '๐', '０'];
    let digit = |c: char| {
        let value = |zero: char| {
            u32::from(c)
                .checked_sub(u32::from(zero))
                .filter(|v| *v < 10)
        };
        let value = ZEROS.into_iter().find_map(value);
        value.and_then(|value| char::from_digit(value, 10))
    };
    if text.is_ascii() || !text.contains(|c: char| digit(c).is_some()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| digit(c).unwrap_or(c)).collect())
}

static ISO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:T\s*([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:[.,][0-9]+)?\s*(Z|UTC|GMT|[+-][0-9]{2}:?(?:[0-9]{2})?)?)?",
    )
    .ok()
});

fn iso(text: &str) -> Option<String> {
    let found = ISO.as_ref()?.captures(text)?;
    let date = date(number(&found, 1)?, number(&found, 2)?, number(&found, 3)?)?;
    let Some((hour, minute)) = number(&found, 4).zip(number(&found, 5)) else {
        return Day::new(Some(date), &found, 3).map(|day| day.with_time(text));
    };
    if hour > 23 || minute > 59 {
        return Some(date.to_string());
    }
    let second = number(&found, 6).unwrap_or(0).min(59);
    let offset = |m: regex::Match<'_>| clock::offset(m.as_str(), date.at(0, 0, 0, 0));
    let offset = found.get(7).and_then(offset).unwrap_or_default();
    Some(format!("{date}T{hour:02}:{minute:02}:{second:02}{offset}"))
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

static COMPACT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:T?([0-9]{2})([0-9]{2})([0-9]{2})?)?(Z)?$",
    )
    .ok()
});

fn compact(text: &str) -> Option<String> {
    let found = COMPACT.as_ref()?.captures(text)?;
    let date = date(number(&found, 1)?, number(&found, 2)?, number(&found, 3)?)?;
    let Some((hour, minute)) = number(&found, 4).zip(number(&found, 5)) else {
        return Some(date.to_string());
    };
    let second = number(&found, 6).unwrap_or(0);
    let zone = found.get(7).map_or("", |m| m.as_str());
    let is_time = hour < 24 && minute < 60 && second < 60;
    let time = || format!("T{hour:02}:{minute:02}:{second:02}{zone}");
    Some(format!(
        "{date}{}",
        if is_time { time() } else { String::new() }
    ))
}

static YEAR_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9])((?:19|20)[0-9]{2})(?:[-/]|\.\s?|\s*年\s*|\s*년\s*)([0-9]{1,2})(?:[-/]|\.\s?|\s*月\s*|\s*월\s*)([0-9]{1,2})(?:[^0-9]|$)").ok()
});

fn year_first(text: &str) -> Option<Day> {
    let found = YEAR_FIRST.as_ref()?.captures(text)?;
    let date = date(number(&found, 1)?, number(&found, 2)?, number(&found, 3)?);
    Day::new(date, &found, 3)
}

/// A letter, or a sign between two. Unicode's own class takes ten times as long to build, and the
/// names of months are looked up afterwards.
pub(super) const LETTER: &str =
    r"[A-Za-z\u{c0}-\u{60b}\u{620}-\u{1fff}\u{3040}-\u{9fff}\u{ac00}-\u{d7af}]";

static DAY_MONTH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let day = r"(?:^|[^0-9])([0-9]{1,2})(?i:st|nd|rd|th|er|º|ª)?\.?[\s\-,/]*(?i:de |of |d['’])?\s*";
    let year = r"\.?[,،]?[\s\-,/]*(?i:de |del |of |พ\.ศ\.)?\s*((?:19|20|25)[0-9]{2})";
    // Thai months are short in two parts: "มี.ค."
    let short = r"[\u{e01}-\u{e4e}]{1,3}\.[\u{e01}-\u{e2e}]\.";
    Regex::new(&format!("{day}({LETTER}{{2,}}|{short}){year}")).ok()
});
static MONTH_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let rest = r"\.?[\s\-]+([0-9]{1,2})(?i:st|nd|rd|th)?[\s,.\-]+((?:19|20)[0-9]{2})";
    Regex::new(&format!("({LETTER}{{2,}}){rest}")).ok()
});
static YEAR_MONTH_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let year = r"((?:19|20)[0-9]{2})[.,]?\s+";
    Regex::new(&format!(r"{year}({LETTER}{{2,}})\.?\s+([0-9]{{1,2}})")).ok()
});

/// A date with the name of its month.
fn named(text: &str) -> Option<Day> {
    let forms = [
        (&DAY_MONTH, 3, 2, 1),
        (&MONTH_DAY, 3, 1, 2),
        (&YEAR_MONTH_DAY, 1, 2, 3),
    ];
    forms.into_iter().find_map(|(regex, y, m, d)| {
        let mut all = regex.as_ref()?.captures_iter(text).take(20);
        all.find_map(|found| {
            let name = found.get(m)?.as_str();
            let year = of_era(number(&found, y)?, name);
            let date = date(year, i32::from(month(name)?), number(&found, d)?);
            Day::new(date, &found, 3)
        })
    })
}

/// The year of our era: beside the Thai name of a month stands that of the Buddhist era.
fn of_era(year: i32, month: &str) -> i32 {
    const ERA: i32 = 543;
    let is_thai = month.starts_with(|c: char| ('\u{e00}'..'\u{e80}').contains(&c));
    match is_thai && plausible_year(year - ERA) {
        true => year - ERA,
        false => year,
    }
}

static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:^|[^0-9])([0-9]{1,2})\s+tháng\s*([0-9]{1,2})[,\s]+(?:năm\s+)?((?:19|20)[0-9]{2})",
    )
    .ok()
});

/// A date whose month has its number for a name, as in Vietnamese.
fn numbered(text: &str) -> Option<Day> {
    if text.is_ascii() {
        return None;
    }
    let found = NUMBERED.as_ref()?.captures(text)?;
    let date = date(number(&found, 3)?, number(&found, 2)?, number(&found, 1)?);
    Day::new(date, &found, 3)
}

static NUMERIC: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[^0-9.])([0-9]{1,2})([./-])\s?([0-9]{1,2})[./-]\s?((?:19|20)?[0-9]{2})(?:[^0-9]|$)",
    )
    .ok()
});

/// Day and month in the order that is possible; with points the day is always first.
fn numeric(text: &str, day_first: bool) -> Option<Day> {
    let found = NUMERIC.as_ref()?.captures(text)?;
    let (a, b) = (number(&found, 1)?, number(&found, 3)?);
    let year = in_full(number(&found, 4)?)?;
    let points = found.get(2).is_some_and(|m| m.as_str() == ".");
    let order = is_day_first(&found);
    let date = match order.unwrap_or(day_first || points) {
        true => date(year, b, a),
        false => date(year, a, b),
    };
    Day::new(date, &found, 4)
}

/// Whether a date in numbers tells its order: one of them is above twelve.
fn is_day_first(found: &Captures<'_>) -> Option<bool> {
    let (a, b) = (number(found, 1)?, number(found, 3)?);
    match (a > 12, b > 12) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// As [`is_day_first`], for a date with slashes or hyphens in a text.
pub(super) fn order(text: &str) -> Option<bool> {
    if !text.contains(['/', '-']) {
        return None;
    }
    let found = NUMERIC.as_ref()?.captures(text)?;
    is_day_first(&found).filter(|_| found.get(2).is_some_and(|m| m.as_str() != "."))
}

/// The year that two digits stand for. Between those of this century and those of the last one lie
/// the years of other calendars.
fn in_full(year: i32) -> Option<i32> {
    match year {
        0..40 => Some(2000 + year),
        40..70 => None,
        70..100 => Some(1900 + year),
        _ => Some(year),
    }
}

fn number(found: &Captures<'_>, group: usize) -> Option<i32> {
    found.get(group)?.as_str().parse().ok()
}

fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    let date = Date::new(
        year.try_into().ok()?,
        month.try_into().ok()?,
        day.try_into().ok()?,
    );
    date.ok().filter(|_| plausible_year(year))
}

pub(super) fn plausible_year(year: i32) -> bool {
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
    let month = format!("[0-9]{{2}}|{LETTER}{{3,12}}");
    Regex::new(&format!(
        "/((?:19|20)[0-9]{{2}})[/-]?({month})[/-]?([0-9]{{2}})(?:[/_.-]|$)"
    ))
    .ok()
});

/// The day in the path of an address: `/2024/05/03/`, `/2024/may/03/`.
pub(crate) fn in_url(path: &str) -> Option<String> {
    let found = IN_URL.as_ref()?.captures(path)?;
    let named = || month(found.get(2)?.as_str()).map(i32::from);
    let month = number(&found, 2).or_else(named)?;
    let date = date(number(&found, 1)?, month, number(&found, 3)?);
    date.map(|date| date.to_string())
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
            ("3. Mai 2024, 12:00 Uhr", "2024-05-03T12:00:00"),
            ("3 de mayo de 2024", "2024-05-03"),
            ("le 1er février 2024", "2024-02-01"),
            ("Fri, 03 May 2024 10:00:00 GMT", "2024-05-03T10:00:00Z"),
            ("3 мая 2024", "2024-05-03"),
            ("2024年5月3日", "2024-05-03"),
            ("3 Mayıs 2024", "2024-05-03"),
            ("03.05.2024 - 10:15", "2024-05-03T10:15:00"),
            ("13/05/2024", "2024-05-13"),
            ("05/13/2024", "2024-05-13"),
        ];
        for (text, day) in cases {
            assert_eq!(parse(text, false).as_deref(), Some(day), "{text}");
        }
        assert_eq!(parse("03/04/2024", true).as_deref(), Some("2024-04-03"));
        assert_eq!(parse("Version 3.05.20245", false), None);
    }

    #[test]
    fn times_are_kept_in_all_forms() {
        for (text, time) in [
            ("March 3, 2024 at 5:04 pm EST", "2024-03-03T17:04:00-05:00"),
            ("3. März 2024, 17:04 Uhr", "2024-03-03T17:04:00"),
            ("2024-03-03 17:04 +0100", "2024-03-03T17:04:00+01:00"),
            ("2024-03-03 5:04 PM", "2024-03-03T17:04:00"),
            ("Mar 3, 2024 | 5:04 PM ET", "2024-03-03T17:04:00-05:00"),
            (
                "Sun, 03 Mar 2024 17:04:05 +0100",
                "2024-03-03T17:04:05+01:00",
            ),
            (
                "5:04 PM EST, Sun March 3, 2024",
                "2024-03-03T17:04:00-05:00",
            ),
            ("2024年3月3日(日) 17:04", "2024-03-03T17:04:00"),
            ("2024. 3. 3. 오후 5:04", "2024-03-03T17:04:00"),
            ("03/03/2024 17h04", "2024-03-03T17:04:00"),
            ("20240303T170405Z", "2024-03-03T17:04:05Z"),
            ("3 marca 2024 r., godz. 17:04", "2024-03-03T17:04:00"),
            ("3 марта 2024 г., 17:04", "2024-03-03T17:04:00"),
            ("3 березня 2024 р. о 17:04", "2024-03-03T17:04:00"),
            ("3 Mart 2024 Pazar 17:04", "2024-03-03T17:04:00"),
            ("2024. március 3., vasárnap 17:04", "2024-03-03T17:04:00"),
            ("2024年3月3日 星期日 17:04", "2024-03-03T17:04:00"),
            ("Sun 3 Mar 2024 17.04 GMT", "2024-03-03T17:04:00Z"),
            ("3 March 2024, 5.04pm", "2024-03-03T17:04:00"),
            ("3 March 2024, 5.04 USD", "2024-03-03"),
            ("March 3, 2024 · 5 min read", "2024-03-03"),
        ] {
            assert_eq!(parse(text, false).as_deref(), Some(time), "{text}");
        }
    }

    #[test]
    fn digits_of_other_scripts_are_read_and_years_of_other_calendars_beside_thai_months_only() {
        for text in [
            "٣ مايو ٢٠٢٤",
            "३ मई २०२४",
            "3 tháng 5, 2024",
            "３ May ２０２４",
            "৩ মে ২০২৪",
            "3 במאי 2024",
            "3 พฤษภาคม 2024",
            "๓ พฤษภาคม ๒๕๖๗",
            "3 พ.ค. 2567",
            "3 พฤษภาคม พ.ศ. 2567",
        ] {
            assert_eq!(parse(text, false).as_deref(), Some("2024-05-03"), "{text}");
        }
        for text in [
            "۱۴۰۳/۰۲/۱۴",
            "14/02/1403",
            "3 May 2567",
            "03/05/2567",
            "03/05/67",
        ] {
            assert_eq!(parse(text, true), None, "{text}");
        }
        assert_eq!(parse("03/05/24", true).as_deref(), Some("2024-05-03"));
        assert_eq!(parse("03/05/98", true).as_deref(), Some("1998-05-03"));
    }
}
