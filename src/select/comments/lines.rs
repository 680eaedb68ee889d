//! Short lines around the text of a comment: names, times, buttons.

use crate::select::metadata::date;

/// Whether a line is a button or the author's name once more.
pub(super) fn is_furniture(text: &str, author: Option<&str>) -> bool {
    const BUTTONS: [&str; 16] = [
        "reply",
        "antworten",
        "répondre",
        "responder",
        "rispondi",
        "edit",
        "report",
        "share",
        "like",
        "log in to reply",
        "permalink",
        "says:",
        "flag",
        "quote",
        "link",
        "pingback:",
    ];
    let lower = text.to_lowercase();
    let first = lower.trim_start_matches(|c: char| !c.is_alphabetic());
    BUTTONS.contains(&first)
        || author.is_some_and(|a| text == a || text.trim_end_matches(" says:") == a)
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

/// The name in a line that also has a day, and the day: "Ann Lee, reviewed 3 May 2024".
pub(super) fn without_day(text: &str, day: Option<String>) -> (&str, Option<String>) {
    let Some(day) = day else {
        return (text, None);
    };
    let starts = |(at, _): &(usize, &str)| {
        let rest = text.get(at + 1..).unwrap_or_default();
        rest.starts_with(|c: char| c.is_ascii_digit())
    };
    let number = text.match_indices(' ').find(starts);
    let name = number.and_then(|(at, _)| text.get(..at));
    let name = name.unwrap_or_default();
    let lower = name.to_lowercase();
    let said = [
        "reviewed",
        "reviewed on",
        "posted",
        "posted on",
        "on",
        "wrote on",
    ];
    let said = said.iter().find(|s| lower.ends_with(&format!(" {s}")));
    let end = lower.len() - said.map_or(0, |s| s.len());
    (name.get(..end).unwrap_or(name), Some(day))
}

pub(super) fn author(text: &str) -> Option<String> {
    let text = text
        .trim()
        .trim_end_matches(':')
        .trim_end_matches(" says")
        .trim_end_matches(" sagt");
    let text = text.trim_start_matches("By ").trim();
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
}
