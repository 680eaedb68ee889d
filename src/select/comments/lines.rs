//! Short lines around the text of a comment: names, times, buttons.

use super::numbers;
use crate::select::metadata::date;

/// What is written on buttons to reply.
const REPLIES: &[&str] = &[
    "reply",
    "antworten",
    "répondre",
    "responder",
    "rispondi",
    "beantwoorden",
    "reageren",
    "svara",
    "odpowiedz",
    "yanıtla",
    "ответить",
];
/// A longer line, in bytes, is no row of buttons.
const LONGEST_BUTTONS: usize = 40;
/// What is written on other buttons, and on what stands in their place.
const BUTTONS: &[&str] = &[
    "cancel",
    "edit",
    "delete",
    "report",
    "share",
    "like",
    "log in to reply",
    "log in to post comments",
    "log in or register to post comments",
    "login or register to post comments",
    "permalink",
    "says:",
    "flag",
    "quote",
    "link",
    "melden",
    "zitieren",
    "gefällt mir",
    "signaler",
    "citer",
    "pingback:",
];

/// Whether a line is a button or the author's name once more.
pub(super) fn is_furniture(text: &str, name: Option<&str>) -> bool {
    let lower = text.to_lowercase();
    let first = lower.trim_start_matches(|c: char| !c.is_alphabetic());
    REPLIES.contains(&first)
        || BUTTONS.contains(&first)
        || name.is_some() && author(text).as_deref() == name
}

/// Whether a line is a button to reply, alone or among others: "Like Reply", "Reply to Ann".
pub(super) fn is_reply(text: &str) -> bool {
    if text.len() > LONGEST_BUTTONS {
        return false;
    }
    let lower = text.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphanumeric());
    let is_reply = |word: &str| REPLIES.contains(&word);
    let is_button = |word: &str| {
        is_reply(word) || BUTTONS.contains(&word) || word.bytes().all(|b| b.is_ascii_digit())
    };
    lower.starts_with("reply to ") || words().any(is_reply) && words().all(is_button)
}

/// The number in a line that says no more than how many like it: "Liked by 3 people".
pub(super) fn score(text: &str) -> Option<i64> {
    const LIKES: [&str; 13] = [
        "like",
        "likes",
        "liked",
        "vote",
        "votes",
        "upvote",
        "upvotes",
        "point",
        "points",
        "respect",
        "respected",
        "recommend",
        "recommended",
    ];
    const OTHERS: [&str; 7] = [
        "by", "people", "person", "this", "others", "users", "readers",
    ];
    if text.len() > 40 || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let lower = text.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphanumeric());
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let is_said = words().any(|word| LIKES.contains(&word));
    let is_button = |word: &str| REPLIES.contains(&word) || BUTTONS.contains(&word);
    let is_known = |word: &str| LIKES.contains(&word) || OTHERS.contains(&word) || is_button(word);
    let is_all = words().all(|word| is_number(word) || is_known(word));
    (is_said && is_all).then(|| numbers::read(text))?
}

/// Whether a line stands where a comment was taken away.
pub(super) fn is_deletion(text: &str) -> bool {
    const SAID: [&str; 12] = [
        "deleted",
        "removed",
        "comment deleted",
        "comment removed",
        "this comment was deleted",
        "this comment was removed",
        "this comment has been deleted",
        "this comment has been removed",
        "dieser kommentar wurde gelöscht",
        "ce commentaire a été supprimé",
        "este comentario ha sido eliminado",
        "comentario eliminado",
    ];
    // A moderator's reason may follow.
    let said = text
        .split(['.', '(', '–', '—', ':'])
        .next()
        .unwrap_or_default();
    let said = said
        .trim_matches(|c: char| !c.is_alphabetic())
        .to_lowercase();
    let said = said.strip_suffix(" by a moderator").unwrap_or(&said);
    let said = said.strip_suffix(" by the author").unwrap_or(said);
    text.len() < 200 && SAID.contains(&said)
}

/// Whether a line is short and has a date.
pub(super) fn is_date(text: &str) -> bool {
    text.len() < 60 && date::parse(text, false).is_some()
}

/// The more precise of two times; the text as it is if neither can be read.
pub(super) fn better_time(old: Option<String>, new: Option<String>, text: &str) -> Option<String> {
    let is_text = !text.is_empty() && text.len() < 60;
    match (old, new) {
        (Some(old), Some(new)) if is_iso(&old) && precision(&old) >= precision(&new) => Some(old),
        (_, Some(new)) => Some(new),
        (Some(old), None) => Some(old),
        (None, None) => is_text.then(|| text.to_owned()),
    }
}

/// Of a day, a time, and a time with its offset from universal time the last is the most precise.
fn precision(time: &str) -> usize {
    let clock = time.split_once('T').map(|(_, clock)| clock);
    clock.map_or(0, |clock| 1 + usize::from(clock.contains(['Z', '+', '-'])))
}

fn is_iso(text: &str) -> bool {
    text.get(..5)
        .is_some_and(|t| t.ends_with('-') && t.starts_with(|c: char| c.is_ascii_digit()))
}

/// The name in a line that also has this day: "Ann Lee, reviewed 3 May 2024".
pub(super) fn without_day(text: &str, day: Option<String>) -> (&str, Option<String>) {
    match day {
        Some(_) => (name_and_time(text).0.unwrap_or_default(), day),
        None => (text, None),
    }
}

/// Words before a name in the line above a text.
const BY: &[&str] = &[
    "submitted by",
    "posted by",
    "written by",
    "comment by",
    "by",
    "verfasst von",
    "geschrieben von",
    "publié par",
    "publicado por",
    "enviado por",
    "escrito por",
    "inviato da",
    "scritto da",
    "geplaatst door",
];
/// The same where a time follows: names begin so too.
const BY_AND_ON: &[&str] = &["von", "par", "door"];
/// Words between a name and a time; two others may follow, such as the day of the week.
const ON: &[&str] = &[
    "on", "at", "am", "um", "vor", "le", "el", "hace", "em", "há", "il", "op", "den", "posted",
    "reviewed", "wrote", "replied", "said", "says", "|", "·", "•", "-", "–", "—",
];

/// The name and the time, as printed, of a line such as "Submitted by Ann on Wed, 1 May" or
/// "Otto Jan 16".
pub(super) fn name_and_time(line: &str) -> (Option<&str>, Option<&str>) {
    let by = after(line, BY);
    let named = by.or_else(|| after(line, BY_AND_ON)).unwrap_or(line);
    let start = words(named).find(|(at, _)| begins_time(named.get(*at..).unwrap_or_default()));
    let (name, time) = match start {
        Some((at, _)) => named.split_at_checked(at).unwrap_or((named, "")),
        None => (named, ""),
    };
    let name = name.get(..name_end(name)).unwrap_or(name);
    let name = name.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')');
    let is_said = by.is_some() || !time.is_empty() || without_says(line).is_some();
    let is_name = is_said && !name.is_empty() && words(name).nth(5).is_none();
    let time = Some(time.trim()).filter(|time| !time.is_empty() && time.len() < 60);
    (is_name.then_some(name), time)
}

/// What stands after "Posted by:" and the like.
fn after<'t>(line: &'t str, beginnings: &[&str]) -> Option<&'t str> {
    let mut rests = beginnings.iter().filter_map(|by| {
        let begin = line.get(..by.len())?;
        let rest = line.get(by.len()..)?;
        let rest = rest.strip_prefix(':').unwrap_or(rest);
        (begin.to_lowercase() == **by && rest.starts_with(' ')).then(|| rest.trim_start())
    });
    rests.next()
}

/// Words with the places where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let ends = text.match_indices(' ').map(|(at, _)| at);
    let mut start = 0;
    let words = ends.chain([text.len()]).map(move |end| {
        let at = std::mem::replace(&mut start, end + 1);
        (at, text.get(at..end).unwrap_or_default())
    });
    words.filter(|(_, word)| !word.is_empty())
}

fn begins_time(rest: &str) -> bool {
    let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let rest = rest.trim_start_matches(['(', '[']);
    let has_number = || rest.contains(|c: char| c.is_ascii_digit());
    is_number(rest) || date::starts_with_month(rest) && has_number()
}

/// Where a name ends of which words before the time were taken for a part.
fn name_end(name: &str) -> usize {
    let all: Vec<_> = words(name).collect();
    let near = all.iter().enumerate().rev().take(3);
    let is_on = |word: &str| {
        let small = word.to_lowercase();
        ON.contains(&word) || word.len() > 2 && ON.contains(&&*small)
    };
    let cuts = near.filter(|(_, (_, word))| is_on(word));
    // The first of several: "posted on".
    let cut = cuts.map(|(_, (at, _))| *at).min();
    cut.filter(|at| *at > 0).unwrap_or(name.len())
}

/// What a name is followed by where its holder is about to speak.
const SAYS: &[&str] = &[
    " says",
    " said",
    " wrote",
    " writes",
    " sagt",
    " schrieb",
    " schreibt",
    " a dit",
    " dit",
    " dice",
    " dijo",
    " ha detto",
    " zegt",
];

fn without_says(text: &str) -> Option<&str> {
    let text = text.trim_end_matches(['.', '…', ':', ' ']);
    SAYS.iter().find_map(|says| text.strip_suffix(says))
}

/// Whether a text may be a name: few words, and not the beginning of a line about the day.
pub(super) fn is_name(text: &str) -> bool {
    let is_on = |(_, word): (usize, &str)| ON.contains(&&*word.to_lowercase());
    let is_said = text.contains(char::is_alphabetic) && !words(text).all(is_on);
    is_said && words(text).nth(4).is_none() && !is_date(text)
}

/// The name that a short text names.
pub(super) fn author(text: &str) -> Option<String> {
    let text = text.trim();
    let text = after(text, BY).unwrap_or(text).trim_end_matches(':').trim();
    let text = without_says(text).unwrap_or(text).trim();
    (!text.is_empty() && text.chars().count() <= 80).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_in_place_of_a_comment_is_told_from_one() {
        for text in [
            "[deleted]",
            "This comment has been removed by a moderator.",
            "Comment removed: off topic",
        ] {
            assert!(is_deletion(text), "{text}");
        }
        assert!(!is_deletion(
            "This comment was deleted last week, and I wrote it anew"
        ));
        assert!(!is_deletion("Removed mine too"));
    }

    #[test]
    fn a_day_beside_a_name_is_no_part_of_it() {
        let read = |text| without_day(text, date::parse(text, false));
        let day = |day: &str| Some(day.to_owned());
        assert_eq!(read("Ann Lee Reviewed 13/05/2024").0.trim(), "Ann Lee");
        assert_eq!(read("bo_12 5/10 May 3, 2024"), ("bo_12", day("2024-05-03")));
        assert_eq!(read("Ann Lee"), ("Ann Lee", None));
    }

    #[test]
    fn a_line_above_a_text_has_a_name_and_a_time() {
        let cases = [
            ("Otto Jan 16", Some("Otto"), Some("Jan 16")),
            (
                "Submitted by Ann on Wed, 05/01/2024 - 10:00",
                Some("Ann"),
                Some("05/01/2024 - 10:00"),
            ),
            (
                "Posted by: Ann Lee | May 03, 2004 at 10:00 AM",
                Some("Ann Lee"),
                Some("May 03, 2004 at 10:00 AM"),
            ),
            ("von Ann am 3. Mai 2024", Some("Ann"), Some("3. Mai 2024")),
            ("Ann El Amrani 3h", Some("Ann El Amrani"), Some("3h")),
            (
                "Ann Lee (3 May 2024)",
                Some("Ann Lee"),
                Some("(3 May 2024)"),
            ),
            ("Anonymous said...", Some("Anonymous said..."), None),
            ("By April", Some("April"), None),
            ("Reply Share", None, None),
        ];
        for (line, name, time) in cases {
            assert_eq!(name_and_time(line), (name, time), "{line}");
        }
    }

    #[test]
    fn names_are_freed_of_what_announces_a_text() {
        for text in [
            "Ann",
            "Ann:",
            "Ann says:",
            "Ann said...",
            "Posted by: Ann",
            "Ann a dit :",
        ] {
            assert_eq!(author(text).as_deref(), Some("Ann"), "{text}");
        }
    }

    #[test]
    fn lines_of_likes_are_told_from_texts() {
        assert_eq!(score("Liked by 3 people"), Some(3));
        assert_eq!(score("Like (3)"), Some(3));
        assert_eq!(score("1,234 likes"), Some(1_234));
        assert_eq!(score("Respect (1)"), Some(1));
        assert_eq!(score("Respect (1) Reply Share"), Some(1));
        assert_eq!(score("I like 3 of them"), None);
        assert_eq!(score("like"), None);
    }
}
