//! Dates such as "3 hours ago", which mean something only with the time of fetching.

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};

use super::date::western_digits;
use super::relative_words::{AGO, NOW, TODAY, UNITS, Unit, YESTERDAY};

/// The time that a text names by its distance from `now`; a day for distances in days and more.
pub(super) fn parse(text: &str, now: Timestamp) -> Option<String> {
    let text = lower(text);
    if text.chars().count() > 60 {
        return None;
    }
    let begins = |words: &[&str]| words.iter().any(|word| begins_with(&text, word));
    let today = Offset::UTC.to_datetime(now).date();
    match () {
        () if begins(NOW) => Some(now.to_string()),
        () if begins(TODAY) => Some(today.to_string()),
        () if begins(YESTERDAY) => today.yesterday().ok().map(|day: Date| day.to_string()),
        () => ago(&text, now),
    }
}

/// The same where the text may also be no more than the distance: "3d".
pub(in crate::select) fn distance(text: &str, now: Timestamp) -> Option<String> {
    match bare(text) {
        Some(bare) => parse(&format!("{bare} ago"), now),
        None => parse(text, now),
    }
}

/// Whether a short text says how long ago something was, behind a name at most: "Ann, vor 2 Std.",
/// "3d".
pub(in crate::select) fn ends_with_distance(text: &str) -> bool {
    /// Words behind the number ("jam yang lalu"), and before it.
    const MOST_BEHIND: usize = 3;
    const MOST_BEFORE: usize = 6;
    let is_number = |word: &str| word.starts_with(|c: char| c.is_numeric());
    let Some(before) = text.split_whitespace().position(is_number) else {
        return false;
    };
    let all = text.split_whitespace().count();
    let is_short = before <= MOST_BEFORE && all - before - 1 <= MOST_BEHIND;
    is_short && (bare(text).is_some() || ago(&lower(text), Timestamp::UNIX_EPOCH).is_some())
}

/// The last word, if it is a number with the letters of a unit: "2h".
fn bare(text: &str) -> Option<&str> {
    const UNITS: [&str; 10] = ["m", "min", "h", "hr", "hrs", "d", "w", "mo", "y", "yr"];
    let last = text.split_whitespace().next_back()?;
    let unit = last.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = last.len() - unit.len();
    ((1..=3).contains(&digits) && UNITS.contains(&unit)).then_some(last)
}

fn lower(text: &str) -> String {
    western_digits(text.trim()).to_lowercase()
}

fn ago(text: &str, now: Timestamp) -> Option<String> {
    let is_ago = AGO.iter().any(|word| match word.is_ascii() {
        true => {
            text.split(|c: char| !c.is_alphanumeric())
                .any(|w| w == *word)
                || word.contains(' ') && text.contains(word)
        }
        false => text.contains(word),
    });
    if !is_ago {
        return None;
    }
    let (count, rest) = count(text)?;
    let unit = rest.trim_start();
    let longest = |unit_: &&Unit| {
        let fits = unit_
            .names
            .iter()
            .filter(|name| begins_with_unit(unit, name));
        fits.map(|name| name.len()).max().unwrap_or(0)
    };
    let found = UNITS
        .iter()
        .max_by_key(longest)
        .filter(|u| longest(u) > 0)?;
    let then = now.checked_sub((count * found.seconds).seconds()).ok()?;
    if found.seconds < 86_400 {
        return Some(then.to_string());
    }
    Some(Offset::UTC.to_datetime(then).date().to_string())
}

/// The first number of a text and what stands after it; "an hour" is one.
fn count(text: &str) -> Option<(i64, &str)> {
    if let Some(at) = text.find(|c: char| c.is_ascii_digit()) {
        let rest = text.get(at..)?;
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let count: i64 = rest.get(..end)?.parse().ok()?;
        return (count < 1_000).then_some((count, rest.get(end..)?));
    }
    const ONE: [&str; 14] = [
        "an ", "a ", "einer ", "einem ", "une ", "un ", "una ", "uma ", "um ", "een ", "en ",
        "et ", "one ", "bir ",
    ];
    let at = ONE.iter().find_map(|one| {
        let at = text.find(one)?;
        (at == 0 || text.get(..at)?.ends_with(' ')).then_some(at + one.len())
    })?;
    Some((1, text.get(at..)?))
}

/// Single letters are a unit only alone: "3h ago".
fn begins_with_unit(text: &str, name: &str) -> bool {
    let rest = text.strip_prefix(name);
    rest.is_some_and(|rest| name.len() > 1 || !rest.starts_with(char::is_alphanumeric))
}

fn begins_with(text: &str, word: &str) -> bool {
    let rest = text.strip_prefix(word);
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) || !word.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_counted_from_the_time_of_fetching() {
        let now: Timestamp = "2024-05-03T10:00:00Z".parse().expect("a time");
        let cases = [
            ("vor 3 Stunden", "2024-05-03T07:00:00Z"),
            ("3 hours ago", "2024-05-03T07:00:00Z"),
            ("il y a 20 minutes", "2024-05-03T09:40:00Z"),
            ("hace una hora", "2024-05-03T09:00:00Z"),
            ("an hour ago", "2024-05-03T09:00:00Z"),
            ("2 giorni fa", "2024-05-01"),
            ("há 2 dias", "2024-05-01"),
            ("5 дней назад", "2024-04-28"),
            ("2 gün önce", "2024-05-01"),
            ("3 uur geleden", "2024-05-03T07:00:00Z"),
            ("3時間前", "2024-05-03T07:00:00Z"),
            ("3 天前", "2024-04-30"),
            ("vor einer Woche", "2024-04-26"),
            ("gestern, 10:00", "2024-05-02"),
            ("Today", "2024-05-03"),
            ("il y a 3 heures", "2024-05-03T07:00:00Z"),
            ("hace 3 horas", "2024-05-03T07:00:00Z"),
            ("há 3 horas", "2024-05-03T07:00:00Z"),
            ("3 часа назад", "2024-05-03T07:00:00Z"),
            ("3 години тому", "2024-05-03T07:00:00Z"),
            ("3 godziny temu", "2024-05-03T07:00:00Z"),
            ("3 ore fa", "2024-05-03T07:00:00Z"),
            ("acum 3 ore", "2024-05-03T07:00:00Z"),
            ("3 timmar sedan", "2024-05-03T07:00:00Z"),
            ("for 3 timer siden", "2024-05-03T07:00:00Z"),
            ("3 tuntia sitten", "2024-05-03T07:00:00Z"),
            ("před 3 hodinami", "2024-05-03T07:00:00Z"),
            ("3 órával ezelőtt", "2024-05-03T07:00:00Z"),
            ("3 saat önce", "2024-05-03T07:00:00Z"),
            ("πριν από 3 ώρες", "2024-05-03T07:00:00Z"),
            ("3 jam yang lalu", "2024-05-03T07:00:00Z"),
            ("3 giờ trước", "2024-05-03T07:00:00Z"),
            ("منذ ٣ ساعات", "2024-05-03T07:00:00Z"),
            ("3 ساعت پیش", "2024-05-03T07:00:00Z"),
            ("3小时前", "2024-05-03T07:00:00Z"),
            ("3시간 전", "2024-05-03T07:00:00Z"),
            ("3h ago", "2024-05-03T07:00:00Z"),
            ("20 m ago", "2024-05-03T09:40:00Z"),
            ("2d ago", "2024-05-01"),
            ("3 órája", "2024-05-03T07:00:00Z"),
            ("לפני 3 שעות", "2024-05-03T07:00:00Z"),
            ("3 ชั่วโมงที่แล้ว", "2024-05-03T07:00:00Z"),
            ("3 घंटे पहले", "2024-05-03T07:00:00Z"),
            ("৩ ঘণ্টা আগে", "2024-05-03T07:00:00Z"),
            ("3 گھنٹے پہلے", "2024-05-03T07:00:00Z"),
            ("3 months ago", "2024-02-03"),
            ("wczoraj", "2024-05-02"),
            ("včera 10:00", "2024-05-02"),
            ("вчера", "2024-05-02"),
            ("昨天", "2024-05-02"),
            ("kemarin", "2024-05-02"),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text, now).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(
            distance("Ann 2h", now).as_deref(),
            Some("2024-05-03T08:00:00Z")
        );
        assert_eq!(distance("3d", now).as_deref(), Some("2024-04-30"));
        for text in [
            "3 hours",
            "3 happy ago",
            "in 3 Stunden",
            "Todayish",
            "years ago",
            "ago",
        ] {
            assert_eq!(parse(text, now), None, "{text}");
        }
    }

    #[test]
    fn a_distance_may_have_a_name_before_it_but_no_sentence_around_it() {
        for text in [
            "2h",
            "Ann Lee · 3d",
            "Ann Lee vor 2 Std.",
            "Ann, il y a 3 heures",
            "3小时前",
        ] {
            assert!(ends_with_distance(text), "{text}");
        }
        for text in [
            "Das war vor 3 Jahren auch schon mal so",
            "all of 200 people",
            "2 hours",
        ] {
            assert!(!ends_with_distance(text), "{text}");
        }
    }
}
