//! The names in a line: people, agencies, and what belongs to a name.

use super::name_words::{AND, AUTHOR_LABELS, BYLINES, BYLINES_OF, PICTURES, WITH, WITHIN};
use super::names::{clean, is_degree, is_nobody, without_label};
use super::{agencies, date, roles};
use crate::page::words::begins_with;

/// A longer part of a byline is no name, nor two of them.
const LONGEST_PART: usize = 400;
/// A day is no longer, with what is said of it: "Published on Monday, 3 September 2024, 10:00 am".
const LONGEST_DAY: usize = 60;
/// Names of one byline.
const MOST_NAMES: usize = 64;

/// The names in a byline.
pub(super) fn split(text: &str) -> Vec<String> {
    let text = text.trim();
    let text = behind_day(text).unwrap_or(text);
    let text = before_address(written_by(text));
    let parts = text.split([',', ';', '\n', '、', '，', '/', '／']);
    // "Ann Lee, in Paris, business": what follows is where and what about.
    let parts = parts.take_while(|part| !is_place(part));
    let parts = parts.filter(|part| part.len() <= LONGEST_PART);
    let parts = parts.flat_map(joined).map(before_account);
    let parts = parts.flat_map(with_agency);
    let mut found: Vec<String> = Vec::new();
    for part in parts {
        if !found.is_empty() && is_of_pictures(part) {
            continue;
        }
        match clean(part) {
            Some(_) if found.len() >= MOST_NAMES => break,
            Some(name) if is_town(&name, part, &found) => {}
            Some(name) if !found.contains(&name) => found.push(name),
            None if is_degree(part) => {
                let name = found.last_mut();
                name.into_iter()
                    .for_each(|name| name.extend([", ", part.trim()]));
            }
            _ => {}
        }
    }
    without_offices(found)
}

/// What stands behind those who edited a text: "Edited by Bo Wu. Written by Ann Lee".
fn written_by(text: &str) -> &str {
    const WRITTEN: &str = " written by ";
    let at = text.to_ascii_lowercase().find(WRITTEN);
    at.and_then(|at| text.get(at + WRITTEN.len()..))
        .unwrap_or(text)
}

/// What stands before the first address in a byline.
fn before_address(text: &str) -> &str {
    let marks = ["://", "www."].into_iter();
    let Some(mark) = marks.filter_map(|mark| text.find(mark)).min() else {
        return text;
    };
    let before = text.get(..mark).unwrap_or_default();
    let word = before.rfind(char::is_whitespace).unwrap_or(0);
    before.get(..word).unwrap_or_default()
}

/// The name that stands before an account: "Ann Lee @annlee".
fn before_account(part: &str) -> &str {
    let before = part.split_once(" @").map(|(before, _)| before.trim());
    let is_name = |before: &&str| without_label(before).contains(' ');
    before.filter(is_name).unwrap_or(part)
}

/// Whether a part says whose the pictures are.
fn is_of_pictures(part: &str) -> bool {
    let part = part.trim_start().to_lowercase();
    PICTURES.iter().any(|word| part.starts_with(word))
}

/// Whether a single word behind the name of a person in full is where that person was: "Ann Lee, Hull".
fn is_town(name: &str, part: &str, found: &[String]) -> bool {
    let is_word =
        name.starts_with(char::is_uppercase) && name.chars().skip(1).all(char::is_lowercase);
    let is_alone = part.trim() == name;
    let is_person = |last: &String| roles::is_full(last);
    is_word && is_alone && !is_nobody(name) && found.last().is_some_and(is_person)
}

/// Whether a part is where and what about, perhaps behind a year: "in Paris", "2024 in News".
fn is_place(part: &str) -> bool {
    let part = part.trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit());
    part.starts_with("in ")
}

/// What is behind a day from the word on that a byline begins with: "3 May 2024 By Ann Lee".
pub(super) fn behind_day(line: &str) -> Option<&str> {
    let near = line.get(..line.floor_char_boundary(LONGEST_DAY))?;
    if !near.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut spaces = near.match_indices(' ').map(|(at, _)| at);
    spaces.find_map(|at| {
        let (day, byline) = (line.get(..at)?, line.get(at + 1..)?);
        (names_somebody(byline) && date::parse(day, false).is_some()).then_some(byline)
    })
}

/// Whether a text begins with the word of a byline and goes on with a name.
fn names_somebody(text: &str) -> bool {
    let words = BYLINES
        .iter()
        .chain(BYLINES_OF.iter().map(|(word, _)| word));
    let mut words = words.filter(|word| begins_with(text, word));
    words.any(|word| {
        let rest = text.chars().skip(word.chars().count());
        let mut letters = rest.skip_while(|c| c.is_whitespace());
        letters
            .next()
            .is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
    })
}

/// The people in a part of a byline that has no comma: "Ann Lee and Bo Wu".
fn joined(part: &str) -> Vec<&str> {
    let mut people = Vec::new();
    let mut rest = part;
    let mut from = 0;
    while let Some((left, word, right)) = next_and(rest, from) {
        if is_within_name(left, word, right) {
            from = left.len() + word.len() + 1;
        } else {
            people.push(left);
            (rest, from) = (right, 0);
        }
    }
    people.push(rest);
    people
}

/// The first word after `from` that joins people, and what stands on both sides.
fn next_and(text: &str, from: usize) -> Option<(&str, &str, &str)> {
    let spaces = text.match_indices(' ').map(|(at, _)| at);
    spaces.filter(|at| *at >= from).find_map(|at| {
        let (left, rest) = (text.get(..at)?, text.get(at + 1..)?);
        let (word, right) = rest.split_once(' ')?;
        AND.contains(&word).then_some((left, word, right))
    })
}

/// Whether a word is part of one surname: where one word follows a name in full.
fn is_within_name(left: &str, word: &str, right: &str) -> bool {
    let next = next_and(right, 0).map_or(right, |(next, ..)| next).trim();
    let is_surname = next.starts_with(char::is_uppercase) && !next.contains(' ');
    WITHIN.contains(&word)
        && is_surname
        && !is_nobody(next)
        && without_label(left).split_whitespace().count() > 1
}

/// A name, and the agency whose text its owner used: "Ann Lee avec AFP", "Ann Lee (dpa)".
fn with_agency(part: &str) -> Vec<&str> {
    let part = part.trim();
    if let Some(agency) = agency(part) {
        return vec![agency];
    }
    let mut spaces = part.match_indices(' ').map(|(at, _)| at);
    let cut = spaces.find_map(|at| {
        let (name, rest) = (part.get(..at)?, part.get(at + 1..)?);
        let begins = rest.starts_with(['(', '|', '·', '–', '—'])
            || WITH.iter().any(|word| rest.starts_with(word));
        Some((name, begins.then(|| agency(rest))??))
    });
    cut.map_or(vec![part], |(name, agency)| vec![name, agency])
}

/// The agency that a text names, and nothing else: "(avec AFP)".
fn agency(text: &str) -> Option<&str> {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let name = WITH.iter().find_map(|word| text.strip_prefix(word));
    Some(name.unwrap_or(text)).filter(|name| agencies::is_agency(name))
}

/// Whether a line in lower case begins as a byline does.
pub(super) fn is_byline(line: &str, language: Option<&str>) -> bool {
    let has_label = || {
        let label = line.split_once([':', '：']).map(|(label, _)| label.trim());
        label.is_some_and(|label| AUTHOR_LABELS.contains(&label))
    };
    let language = language.map(|tag| tag.split('-').next().unwrap_or(tag));
    let mut of_language = BYLINES_OF.iter().filter(|(_, of)| language == Some(of));
    BYLINES.iter().any(|word| line.starts_with(word))
        || of_language.any(|(word, _)| line.starts_with(word))
        || has_label()
}

/// Without what people are: "Ann Lee, Head of Parks and Garden Educator". The first name stays, it
/// may be a team's; a single word before an office belongs to it.
fn without_offices(names: Vec<String>) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    for name in names {
        if people.is_empty() || !(roles::is_office_alone(&name) || is_staff(&name)) {
            people.push(name);
        } else if people.len() > 1 && people.last().is_some_and(|last| !last.contains(' ')) {
            people.pop();
        }
    }
    people
}

/// Whether a part says whose staff a person is of, and names no agency: "River Post staff".
fn is_staff(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or_default();
    last.eq_ignore_ascii_case("staff") && !agencies::is_agency(name)
}

/// The name of one person, who may be written as catalogues do, or the names of several.
pub(super) fn person(text: &str) -> Vec<String> {
    let is_catalogued = text.split_once(',').is_some_and(|(last, first)| {
        let is_word = |part: &str| part.starts_with(char::is_uppercase) && !part.contains(' ');
        let first = first.trim();
        is_word(last.trim())
            && is_word(first)
            && !is_degree(first)
            && ![last.trim(), first].into_iter().any(is_nobody)
            && !roles::is_office_alone(first)
    });
    if is_catalogued {
        self::catalogued(text)
    } else {
        split(text)
    }
}

/// Names as catalogues of papers write them, one or several: `Lee, Ann; Wu, Bo`.
pub(super) fn catalogue(text: &str) -> Vec<String> {
    text.split(';').flat_map(catalogued).collect()
}

/// A name as catalogues of papers write it: `Lee, Ann`.
fn catalogued(text: &str) -> Vec<String> {
    let parts: Vec<_> = text.split(',').map(str::trim).collect();
    let name = match parts.as_slice() {
        [last, first] => format!("{first} {last}"),
        _ => text.to_owned(),
    };
    clean(&name).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_become_names() {
        assert_eq!(split("By Ann Lee and Bo Wu, staff"), ["Ann Lee", "Bo Wu"]);
        assert_eq!(split("By Ann Lee, River Post staff"), ["Ann Lee"]);
        assert_eq!(
            split("Ann Lee, Reuters Staff"),
            ["Ann Lee", "Reuters Staff"]
        );
        assert_eq!(
            split("By ANN LEE of The Associated Press"),
            ["ANN LEE", "The Associated Press"]
        );
        assert_eq!(split("By Ann Lee for Reuters"), ["Ann Lee", "Reuters"]);
        assert_eq!(split("By Ann Lee of the Lakes"), ["Ann Lee of the Lakes"]);
        assert_eq!(split("By Ann Lee @annlee"), ["Ann Lee"]);
        assert_eq!(split("By Ann Lee Follow @annlee"), ["Ann Lee"]);
        assert_eq!(split("@annlee"), ["@annlee"]);
        assert_eq!(split("Von  Jörg Müller | 3. Mai"), ["Jörg Müller"]);
        assert_eq!(split("https://www.facebook.com/x"), [""; 0]);
        assert_eq!(split("Articles by Juliette"), ["Juliette"]);
        assert_eq!(catalogued("Lee, Ann"), ["Ann Lee"]);
        assert_eq!(split("Ann Lee, Home and Garden Educator"), ["Ann Lee"]);
        assert_eq!(
            split("Ann Lee and Bo Wu, Head of Parks"),
            ["Ann Lee", "Bo Wu"]
        );
        assert_eq!(split("Cher and Bo Wu"), ["Cher", "Bo Wu"]);
        assert_eq!(split("annlee1987"), ["annlee1987"]);
        assert_eq!(split("1234567a"), [""; 0]);
    }

    #[test]
    fn what_a_byline_says_besides_the_author_is_no_name() {
        for line in [
            "By Ann Lee, Hull",
            "By Ann Lee Staff Writer",
            "By Ann Lee\nPhotographs by Bo Wu",
            "Posted by Ann Lee at 7:12 AM",
            "Author: Ann Lee Category: News",
            "By Ann Lee is a writer based in Hull.",
            "Ann Lee Reporting from Hull",
            "Guest post by Ann Lee",
            "By Ann Lee for River Post",
            "Edited by Bo Wu. Written by Ann Lee",
        ] {
            assert_eq!(split(line), ["Ann Lee"], "{line}");
        }
        assert_eq!(split("Ann Lee, AFP"), ["Ann Lee", "AFP"]);
        assert_eq!(split("Ann, Bo"), ["Ann", "Bo"]);
        assert_eq!(split("Photos by Ann Lee"), ["Ann Lee"]);
    }

    #[test]
    fn a_day_before_a_byline_is_no_part_of_it() {
        for line in [
            "28 February 2025 By Ann Lee",
            "March 3, 2025 by Ann Lee",
            "MARCH 3, 2025 BY Ann Lee",
            "Posted on March 3, 2025 10:30 am by Ann Lee in News",
            "Published March 3, 2025 | By Ann Lee",
            "3 Mar 2025 · By Ann Lee · 4 min read",
            "March 3, 2025 by Ann Lee Leave a Comment",
            "Posted by Ann Lee on March 3, 2025 in News",
            "3. März 2025 von Ann Lee",
            "3 mars 2025 par Ann Lee",
            "3 maart 2025 Door Ann Lee",
        ] {
            assert_eq!(split(line), ["Ann Lee"], "{line}");
        }
        assert_eq!(split("March 3, 2025 by the sea"), [""; 0]);
        assert_eq!(behind_day("It stood by 3 By Ann Lee"), None);
    }

    #[test]
    fn surnames_of_two_words_stay_whole_and_two_people_do_not() {
        for name in [
            "José Ortega y Gasset",
            "Ana da Costa e Silva",
            "Enric Prat i Roca",
        ] {
            assert_eq!(split(&format!("Por {name}")), [name]);
        }
        let two = ["Juan Pérez", "María López"];
        assert_eq!(split("Juan Pérez y María López"), two);
        assert_eq!(split("Por Juan y María"), ["Juan", "María"]);
        assert_eq!(split("Juan Pérez y EFE"), ["Juan Pérez", "EFE"]);
        assert_eq!(
            split("Ana Ortega y Gasset y Bo Wu"),
            ["Ana Ortega y Gasset", "Bo Wu"]
        );
    }

    #[test]
    fn names_that_begin_like_a_label_or_end_like_an_office_stay_whole() {
        for name in ["Di Wu", "Von Miller", "Mary Ann Head"] {
            assert_eq!(split(name), [name]);
        }
        assert_eq!(split("Von Redaktion"), ["Redaktion"]);
        assert_eq!(split("Par AFP"), ["AFP"]);
        assert_eq!(split("By Di Wu and Ann Lee"), ["Di Wu", "Ann Lee"]);
    }

    #[test]
    fn degrees_belong_to_the_name_before_them() {
        for name in [
            "Ann Lee, PhD",
            "Ann Lee, Ph.D., MBA",
            "Ann Lee, Jr.",
            "Ann Lee, MS RD",
        ] {
            assert_eq!(split(name), [name]);
        }
        assert_eq!(split("Ann Lee, MD and Bo Ma"), ["Ann Lee, MD", "Bo Ma"]);
        assert_eq!(split("RN"), [""; 0]);
    }

    #[test]
    fn agencies_that_somebody_used_are_names_of_their_own() {
        for (line, agency) in [
            ("Ann Lee avec AFP", "AFP"),
            ("Ann Lee (mit dpa)", "dpa"),
            ("Ann Lee con EFE", "EFE"),
            ("Ann Lee, with Reuters", "Reuters"),
            ("Ann Lee (Reuters)", "Reuters"),
            ("By Ann Lee | Reuters", "Reuters"),
            ("Ann Lee — AP", "AP"),
        ] {
            assert_eq!(split(line), ["Ann Lee", agency], "{line}");
        }
    }

    #[test]
    fn labels_of_many_languages_are_no_part_of_a_name() {
        for line in [
            "Автор: Ann Lee",
            "Текст: Ann Lee",
            "Автор Ann Lee",
            "Autor: Ann Lee",
            "Tekst: Ann Lee",
            "Opracował Ann Lee",
            "Författare: Ann Lee",
            "Av Ann Lee",
            "Door Ann Lee",
            "Di Ann Lee",
            "Par Ann Lee",
            "Por Ann Lee",
            "Von Ann Lee",
            "Yazan: Ann Lee",
            "Penulis: Ann Lee",
        ] {
            assert_eq!(split(line), ["Ann Lee"], "{line}");
        }
        for line in [
            "作者：王小明",
            "文／王小明",
            "文/王小明",
            "記者王小明",
            "記者 王小明",
        ] {
            assert_eq!(split(line), ["王小明"], "{line}");
        }
        for line in ["글 홍길동", "홍길동 기자", "홍길동 기자 hong@daily.example"] {
            assert_eq!(split(line), ["홍길동"], "{line}");
        }
    }

    #[test]
    fn accounts_are_names_and_mail_addresses_are_none() {
        assert_eq!(split("@annlee"), ["@annlee"]);
        assert_eq!(split("ann@daily.example"), [""; 0]);
        assert_eq!(split("Ann Lee ann@daily.example"), ["Ann Lee"]);
        assert_eq!(split("By Ann Lee https://x.example/ann"), ["Ann Lee"]);
        assert_eq!(split("By Ann Lee, www.x.example"), ["Ann Lee"]);
        assert_eq!(split("www.x.example"), [""; 0]);
    }

    #[test]
    fn long_texts_name_nobody_in_next_to_no_time() {
        for piece in [
            "Ann y Lee ",
            "(dpa ",
            "by ",
            "Ann, ",
            "Ann, MD, ",
            "Ann Lee and ",
        ] {
            let text = piece.repeat(100_000);
            assert!(split(&text).len() <= MOST_NAMES, "{piece}");
        }
    }
}
