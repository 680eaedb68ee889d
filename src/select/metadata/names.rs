//! Authors' names, cleaned of what stands around them.

use super::name_words::{AFTER, BEFORE, DEGREES, NAME_LIKE, NO_NAMES, REPORTER};
use super::{agencies, groups, roles};

/// One name, or `None` if this is none: an address, a date, a sentence.
pub(super) fn clean(text: &str) -> Option<String> {
    let words = text.split_whitespace().filter(|word| !is_mail(word));
    let name = words.collect::<Vec<_>>().join(" ");
    let mut name = without_label(&name).to_owned();
    for cut in AFTER {
        if let Some((first, rest)) = name.split_once(cut) {
            // "3 May | Ann Lee"
            let is_day =
                !first.contains(char::is_alphabetic) || super::date::parse(first, false).is_some();
            name = if is_day { rest } else { first }.to_owned();
        }
    }
    if let Some((first, _)) = name
        .split_once(" (")
        .filter(|(first, _)| first.contains(' '))
    {
        name = first.to_owned();
    }
    let name = without_clock(without_date(without_next_label(without_employer(&name))));
    let name = roles::without_role(name);
    let name = without_reporter(trimmed(name));
    let is_usable = is_name(name.strip_prefix('@').unwrap_or(name)) && !is_degree(name);
    is_usable.then(|| name.to_owned())
}

/// A name without the signs around it. The point of an initial at its end stays: "Lena K."
fn trimmed(name: &str) -> &str {
    let is_sign = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ':' | '|' | '-' | '–' | '—' | '(' | ')' | '"' | '.' | '*' | '•' | '·'
            )
    };
    let name = name.trim_start_matches(is_sign);
    let bare = name.trim_end_matches(is_sign);
    let with_point = name.get(..=bare.len()).filter(|n| n.ends_with('.'));
    with_point.filter(|_| ends_in_initial(bare)).unwrap_or(bare)
}

/// Whether the last word is an initial or several: "Lena K", "Lena J.K".
fn ends_in_initial(name: &str) -> bool {
    let is_initial = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    };
    let last = name.rsplit_once(' ').map(|(_, last)| last);
    last.is_some_and(|last| last.split('.').all(is_initial))
}

/// Whether a name is that of an account: `@annlee`.
pub(super) fn is_handle(name: &str) -> bool {
    name.starts_with('@')
}

fn is_mail(word: &str) -> bool {
    let host = word.split_once('@').filter(|(name, _)| !name.is_empty());
    host.is_some_and(|(_, host)| host.contains('.'))
}

/// A name without what it is that the person does, which Koreans write after it.
fn without_reporter(name: &str) -> &str {
    let shorter = REPORTER.iter().find_map(|word| name.strip_suffix(word));
    shorter.unwrap_or(name).trim_end()
}

/// A name without all that stands before it: "By: Text by Ann Lee".
pub(super) fn without_label(name: &str) -> &str {
    let mut name = name;
    loop {
        let shorter = strip_before(name);
        if shorter.len() == name.len() {
            return name;
        }
        name = shorter;
    }
}

/// A name without the one for whom its owner writes: "Ann Lee for the River Post".
fn without_employer(name: &str) -> &str {
    let cut = name.split_once(" for ").map(|(person, _)| person);
    cut.filter(|person| roles::is_full(person)).unwrap_or(name)
}

/// A name without what the line says besides: "Ann Lee Category: News".
fn without_next_label(name: &str) -> &str {
    let before = name
        .split_once(": ")
        .and_then(|(before, _)| before.rsplit_once(' '));
    let before = before.map(|(person, _)| person);
    before
        .filter(|person| roles::is_full(person))
        .unwrap_or(name)
}

/// A name without the time of day after it: "Ann Lee at 7:12 AM".
fn without_clock(name: &str) -> &str {
    let cut = name.split_once(" at ");
    let is_clock = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    cut.filter(|(_, rest)| is_clock(rest))
        .map_or(name, |(person, _)| person)
}

/// A name without the day after it: "Ann Lee 3 May 2024".
fn without_date(name: &str) -> &str {
    let mut spaces = name.match_indices(' ').map(|(at, _)| at);
    let begins_day = |at: &usize| {
        let rest = name.get(at + 1..).unwrap_or_default();
        let is_day = rest.starts_with(|c: char| c.is_ascii_digit());
        (is_day || super::date::starts_with_month(rest))
            && super::date::parse(rest, false).is_some()
    };
    let end = spaces.find(begins_day);
    end.and_then(|end| name.get(..end)).unwrap_or(name)
}

fn strip_before(name: &str) -> &str {
    let name = name.trim_start_matches([' ', ':', '|', '-', '–', '—', '•', '·']);
    // "Guide by Ann Lee"
    if let Some((kind, rest)) = name.split_once(" by ")
        && !kind.contains(' ')
        && rest.starts_with(char::is_uppercase)
    {
        return rest;
    }
    let lower = name.to_lowercase();
    if lower.len() != name.len() {
        return name;
    }
    let rest = BEFORE.iter().find_map(|word| {
        let rest = name.get(word.len()..).filter(|_| lower.starts_with(word))?;
        let is_whole = rest.starts_with(AFTER_LABEL) || roles::has_no_case(word);
        (is_whole && !is_name_like(word, name, rest)).then_some(rest)
    });
    rest.map_or(name, |rest| rest.trim_start_matches(AFTER_LABEL))
}

const AFTER_LABEL: [char; 4] = [' ', ':', '：', '\u{a0}'];

/// Whether what may stand before a name is part of it: one word follows that can be a surname.
fn is_name_like(word: &str, name: &str, rest: &str) -> bool {
    let surname = rest.trim_start();
    NAME_LIKE.contains(&word)
        && name.starts_with(char::is_uppercase)
        && surname.len() < rest.len()
        && surname.starts_with(char::is_uppercase)
        && !surname.contains(char::is_whitespace)
        && !is_nobody(surname)
}

fn is_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words = name.split_whitespace().count();
    let digits = name.chars().filter(char::is_ascii_digit).count();
    name.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && words <= 7
        && name.chars().count() <= 60
        && (digits <= 3 || is_pen_name(name))
        && !name
            .split_whitespace()
            .any(|w| w.chars().all(|c| c.is_ascii_digit()))
        && !(digits > 0 && name.contains(' '))
        && !super::date::starts_with_month(name)
        && !lower.contains("http")
        && !lower.contains(": ")
        && !is_host(&lower)
        && !name.contains(['@', '{', '}', '<', '>', '=', '?', '!'])
        && !NO_NAMES.contains(&lower.as_str())
        && !groups::is_group(&lower)
}

/// `annlee1987`: one word that begins with letters.
fn is_pen_name(name: &str) -> bool {
    let letters = name.chars().take_while(|c| c.is_alphabetic()).count();
    letters >= 3 && !name.contains(' ')
}

/// `facebook.com` and the like; `hessenschau.de` in running text is a name.
fn is_host(name: &str) -> bool {
    const ENDS: [&str; 4] = [".com", ".net", ".org", ".io"];
    !name.contains(' ') && ENDS.iter().any(|end| name.ends_with(end))
}

/// Whether a part of a byline is a degree or a suffix, or several of them: "PhD", "MS RD".
pub(super) fn is_degree(part: &str) -> bool {
    let plain = |text: &str| text.replace(|c: char| !c.is_alphanumeric(), "");
    let is_one = |word: &str| DEGREES.contains(&plain(word).as_str());
    is_one(part) || part.split_whitespace().all(is_one) && !part.trim().is_empty()
}

/// Whether a word is an agency or a desk, which have no surname.
pub(super) fn is_nobody(word: &str) -> bool {
    agencies::is_agency(word) || groups::is_desk(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cleaned_of_days_and_labels() {
        for (text, name) in [
            ("Ann Lee 3 May 2024", "Ann Lee"),
            ("Ann Lee May 3, 2024", "Ann Lee"),
            ("Ann May Lee", "Ann May Lee"),
            ("View all posts by Ann Lee", "Ann Lee"),
            ("Byron Katz", "Byron Katz"),
        ] {
            assert_eq!(clean(text).as_deref(), Some(name), "{text}");
        }
    }

    #[test]
    fn the_point_of_an_initial_stays_with_the_name() {
        for (text, name) in [
            ("By Lena K.", "Lena K."),
            ("Lena J.K., ", "Lena J.K."),
            ("Ann Lee.", "Ann Lee"),
            ("Lena K", "Lena K"),
        ] {
            assert_eq!(clean(text).as_deref(), Some(name), "{text}");
        }
    }

    #[test]
    fn groups_that_are_called_after_what_they_do_are_no_names() {
        for text in [
            "Political correspondents",
            "Staff Writers",
            "By our reporters",
            "Unsere Reporter",
            "Nos correspondants",
            "Nuestros corresponsales",
            "I nostri inviati",
            "Onze verslaggevers",
            "Наши корреспонденты",
        ] {
            assert_eq!(clean(text), None, "{text}");
        }
        for text in ["Taste of Home Editors", "Guardian writers", "Ann Reporter"] {
            assert!(clean(text).is_some(), "{text}");
        }
    }
}
