//! The time of day beside a date: "at 5:04 pm EST", "17.04 Uhr", "下午5:04".

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use regex::{Captures, Regex};

use super::date::LETTER;

/// The time that follows a day, after what may stand between them.
static AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let year = r"(?:\s?[rгр]\.)?";
    let week = r"(?:pazartesi|salı|çarşamba|perşembe|cumartesi|cuma|pazar|hétfő|kedd|szerda|csütörtök|péntek|szombat|vasárnap|(?:星期|周|週)[一二三四五六日天])";
    let gap = r"[\s,;،|·•–—/@-]*(?:(?P<word>at|um|à|a las|às|alle ore|alle|ore|kl|klo|om|o godz|godz|o|u|v|ve|в|о|saat|pukul|jam|lúc|στις|de|T)\b[.:]?\s*)?";
    let day = format!(r"^[日일T.]?{year}\s*(?:\([^()0-9]{{1,9}}\)|[,.]?\s*{week})?");
    Regex::new(&format!("(?i){day}{gap}{TIME}")).ok()
});
/// The time that stands before a day: "17:04, 3 May 2024", "5:04 PM EST, Fri May 3, 2024".
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let on = r"[\s,|·•–—)-]*(?:(?:on|am|le|den|el|em|di|del|il|w)\s+)?";
    let gap = format!(r"{on}(?:{LETTER}{{2,12}}\.?,?\s+)?$");
    Regex::new(&format!(r"(?i)(?:^|[^0-9:.])(?P<word>){TIME}{gap}")).ok()
});

const TIME: &str = concat!(
    r"(?P<half>上午|下午|午前|午後|오전|오후)?\s?(?P<hour>[0-9]{1,2})",
    r"(?:\s?(?P<sign>[:：.h時时点點시])\s?(?P<minute>[0-9]{2})[分분]?(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?)?",
    r"\s*(?P<noon>[ap]\.?\s?m\b\.?)?\s*(?:(?P<unit>Uhr|h)\b)?",
    r"(?:[\s(]*(?P<zone>Z\b|(?:GMT|UTC)\s?[+-][0-9]{1,2}(?::?[0-9]{2})?|[+-][0-9]{2}:?[0-9]{2}|(?-i:[A-Z]{2,5})\b)|\b|$)",
);

/// The time in ISO 8601, from the text after its day, or else from the text before it.
pub(super) fn beside(day: Date, before: &str, after: &str) -> Option<String> {
    let found = AFTER.as_ref()?.captures(after);
    let following = found.and_then(|found| time(day, &found));
    following.or_else(|| time(day, &BEFORE.as_ref()?.captures(before)?))
}

fn time(day: Date, found: &Captures<'_>) -> Option<String> {
    if !is_time(found) {
        return None;
    }
    let number = |name| found.name(name)?.as_str().parse::<i8>().ok();
    let text = |name| found.name(name).map_or("", |m| m.as_str());
    let half = Half::of(text("half")).or_else(|| Half::of(text("noon")));
    let hour = number("hour")?;
    let hour = half.map_or(hour, |half| half.hour(hour));
    let (minute, second) = (number("minute").unwrap_or(0), number("second").unwrap_or(0));
    let time = day.at(0, 0, 0, 0).with().hour(hour).minute(minute);
    let time = time.second(second.min(59)).build().ok()?;
    let zone = text("zone");
    // "10:15-11:30" is a span.
    let is_span = zone.starts_with('-') && found.name("second").is_none() && zone.contains(':');
    let offset = offset(zone, time).filter(|_| !is_span).unwrap_or_default();
    Some(format!("T{}{offset}", time.time().strftime("%H:%M:%S")))
}

/// Whether a number is written as a time: with minutes after a colon, or with a word that says so.
fn is_time(found: &Captures<'_>) -> bool {
    let says = |name| found.name(name).is_some_and(|m| !m.as_str().is_empty());
    match found.name("sign").map(|m| m.as_str()) {
        Some(".") => says("unit") || says("word") || says("noon") || has_zone(found),
        Some(_) => true,
        None => says("noon") || says("unit"),
    }
}

/// Whether what stands after a time is the name of a zone, and no currency.
fn has_zone(found: &Captures<'_>) -> bool {
    let zone = found.name("zone").map_or("", |m| m.as_str());
    matches!(zone, "GMT" | "UTC") || ZONES.iter().any(|(name, _)| *name == zone)
}

/// The half of the day.
#[derive(Debug, Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

impl Half {
    fn of(text: &str) -> Option<Self> {
        let is_morning = text.starts_with(['a', 'A']) || ["上午", "午前", "오전"].contains(&text);
        match (text.is_empty(), is_morning) {
            (true, _) => None,
            (_, true) => Some(Self::Morning),
            (_, false) => Some(Self::Afternoon),
        }
    }

    /// The hour of 24 for one of twelve; one beyond twelve is of 24 already.
    fn hour(self, hour: i8) -> i8 {
        match (self, hour) {
            (Self::Morning, 12) => 0,
            (Self::Afternoon, ..12) => hour + 12,
            _ => hour,
        }
    }
}

/// Names of time zones as they stand after times, in the form of POSIX. Names of several zones on
/// different continents are left out.
const ZONES: &[(&str, &str)] = &[
    ("ET", "EST5EDT,M3.2.0,M11.1.0"),
    ("CT", "CST6CDT,M3.2.0,M11.1.0"),
    ("MT", "MST7MDT,M3.2.0,M11.1.0"),
    ("PT", "PST8PDT,M3.2.0,M11.1.0"),
    ("EST", "EST5"),
    ("EDT", "EDT4"),
    ("CDT", "CDT5"),
    ("MST", "MST7"),
    ("MDT", "MDT6"),
    ("PST", "PST8"),
    ("PDT", "PDT7"),
    ("BST", "BST-1"),
    ("CET", "CET-1"),
    ("CEST", "CEST-2"),
    ("MEZ", "MEZ-1"),
    ("MESZ", "MESZ-2"),
    ("EET", "EET-2"),
    ("EEST", "EEST-3"),
    ("MSK", "MSK-3"),
    ("SAST", "SAST-2"),
    ("PKT", "PKT-5"),
    ("WIB", "WIB-7"),
    ("HKT", "HKT-8"),
    ("SGT", "SGT-8"),
    ("JST", "JST-9"),
    ("KST", "KST-9"),
    ("AEST", "AEST-10"),
    ("AEDT", "AEDT-11"),
    ("NZST", "NZST-12"),
    ("NZDT", "NZDT-13"),
];

/// `+02:00` or `Z` from a zone's name or from any form of an offset.
pub(super) fn offset(zone: &str, time: DateTime) -> Option<String> {
    if matches!(zone, "Z" | "z" | "UTC" | "GMT") {
        return Some("Z".to_owned());
    }
    if let Some((_, posix)) = ZONES.iter().find(|(name, _)| *name == zone) {
        let zoned = TimeZone::posix(posix).ok()?.to_zoned_datetime(time).ok()?;
        return Some(in_full(&zoned.offset().to_string()));
    }
    let digits = zone.find(['+', '-']).and_then(|at| zone.get(at..))?;
    Some(in_full(digits))
}

/// `+02:00` from `+2`, `+02` and `+0200`.
fn in_full(offset: &str) -> String {
    let (sign, digits) = offset.split_at_checked(1).unwrap_or(("+", offset));
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() > 2 => digits
            .split_at_checked(digits.len() - 2)
            .unwrap_or_default(),
        None => (digits, "00"),
    };
    format!("{sign}{hours:0>2}:{minutes:0>2}")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn after(text: &str) -> Option<String> {
        beside(date(2024, 3, 3), "", text)
    }

    #[test]
    fn a_time_after_its_day_keeps_its_zone() {
        for (text, time) in [
            (" at 5:04 pm EST", "T17:04:00-05:00"),
            (" | 5:04 PM ET", "T17:04:00-05:00"),
            (", 17:04 Uhr", "T17:04:00"),
            (", 17.04 Uhr", "T17:04:00"),
            (" um 17 Uhr MEZ", "T17:00:00+01:00"),
            (" à 17h04", "T17:04:00"),
            (" a las 5:04 p. m.", "T17:04:00"),
            (" 17:04 +0100", "T17:04:00+01:00"),
            (" 17:04:05 GMT", "T17:04:05Z"),
            (" 17:04:05Z", "T17:04:05Z"),
            (" 17:04 (GMT+8)", "T17:04:00+08:00"),
            (" kl. 17.04", "T17:04:00"),
            (" в 17:04", "T17:04:00"),
            ("日 17時04分", "T17:04:00"),
            ("日 下午5:04", "T17:04:00"),
            ("일 오전 12:04", "T00:04:00"),
            (", 12:04 a.m.", "T00:04:00"),
            (" 10:15-11:30", "T10:15:00"),
        ] {
            assert_eq!(after(text).as_deref(), Some(time), "{text}");
        }
    }

    #[test]
    fn summer_has_an_offset_of_its_own() {
        let found = beside(date(2024, 7, 3), "", " 5:04 PM ET");
        assert_eq!(found.as_deref(), Some("T17:04:00-04:00"));
    }

    #[test]
    fn a_time_may_stand_before_its_day() {
        for (text, time) in [
            ("17:04, ", "T17:04:00"),
            ("Published 5:04 PM EST, Fri ", "T17:04:00-05:00"),
            ("17:04 | ", "T17:04:00"),
        ] {
            let found = beside(date(2024, 3, 3), text, "");
            assert_eq!(found.as_deref(), Some(time), "{text}");
        }
    }

    #[test]
    fn other_numbers_beside_a_day_are_no_time() {
        for text in [
            "",
            " 5 min read",
            " · 12 comments",
            " 5.04",
            " 25:70",
            " 1:234",
        ] {
            assert_eq!(after(text), None, "{text}");
        }
    }
}
