//! What stands after a name: the office of the person, or a button.

/// Whether a line is a person's name in full and nothing else: two to four words with capitals,
/// none of them of an office or of a button.
pub(super) fn is_full(name: &str) -> bool {
    // "Ann Lee, MD"
    let name = name.split(',').next().unwrap_or_default();
    let mut words = name.split_whitespace();
    let count = words.clone().count();
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let is_plain = |word: &str| !word.contains('&') && !is_office(word) && !is_button(word);
    (2..=4).contains(&count) && words.all(|word| is_capital(word) && is_plain(word))
}

/// Whether a line is written without capitals, as in the scripts that have none.
pub(super) fn has_no_case(text: &str) -> bool {
    !text.contains(|c: char| c.is_uppercase() || c.is_lowercase())
}

/// Whether a line has words in small letters that are in no name: "In this article".
pub(super) fn is_phrase(line: &str) -> bool {
    const IN_NAMES: &[&str] = &[
        "af", "al", "av", "bin", "bint", "da", "de", "del", "della", "den", "der", "di", "do",
        "dos", "du", "e", "el", "ibn", "la", "le", "of", "op", "ten", "ter", "the", "und", "van",
        "von", "y", "zu", "zum", "zur",
    ];
    let words = line.split_whitespace().skip(1);
    let mut small = words.filter(|word| word.starts_with(char::is_lowercase));
    small.any(|word| !IN_NAMES.contains(&word))
}

/// Whether a part of a byline is an office and no name: "Lead Reviewer", "Head of Parks".
pub(super) fn is_office_alone(part: &str) -> bool {
    let last = part.rsplit(' ').next().unwrap_or_default();
    let begins = part
        .split(" of ")
        .next()
        .filter(|head| head.len() < part.len());
    let head = begins.and_then(|head| head.rsplit(' ').next());
    is_role(last) || head.is_some_and(is_role)
}

/// A name without the office after it: "Ann Lee Senior Reporter".
pub(super) fn without_role(name: &str) -> &str {
    let mut starts = name.match_indices(' ').map(|(at, _)| at);
    // A name has two words, and a role at its end.
    let last = name.rsplit(' ').next().unwrap_or_default();
    if !is_role(last) && !is_button(last) || last == SURNAME {
        return name;
    }
    let ends = starts.by_ref().skip(1).find(|at| {
        let word = name.get(at + 1..).and_then(|rest| rest.split(' ').next());
        word.is_some_and(|word| is_office(word) || is_button(word))
    });
    let person = ends.and_then(|at| name.get(..at));
    // "Daily staff reporter" is nobody's name.
    let is_named = |person: &&str| person.split(' ').all(|w| !is_office(&w.to_lowercase()));
    person.filter(is_named).unwrap_or(name)
}

/// "Mary Ann Head": of all roles this one is a common surname.
const SURNAME: &str = "Head";

/// What a person is; what an editorial team is called may end with other words of the kind.
fn is_role(word: &str) -> bool {
    const ROLES: &[&str] = &[
        "writer",
        "reporter",
        "editor",
        "correspondent",
        "contributor",
        "senior",
        "former",
        "chief",
        "managing",
        "deputy",
        "associate",
        "contributing",
        "freelance",
        "director",
        "manager",
        "founder",
        "ceo",
        "officer",
        "president",
        "specialist",
        "consultant",
        "analyst",
        "strategist",
        "producer",
        "columnist",
        "professor",
        "author",
        "head",
        "owner",
        "reviewer",
        "advisor",
        "educator",
        "educators",
        "journalist",
        "blogger",
        "photographer",
        "horticulturist",
        "horticulturalist",
        "dietitian",
        "nutritionist",
        "physician",
        "attorney",
        "technician",
        "coordinator",
    ];
    ROLES.iter().any(|role| word.eq_ignore_ascii_case(role))
}

fn is_office(word: &str) -> bool {
    const OFFICES: &[&str] = &[
        "marketing",
        "content",
        "lead",
        "team",
        "expert",
        "coach",
        "md",
        "phd",
        "member",
        "engineer",
        "developer",
        "marketer",
        "executive",
        "staff",
        "editorial",
        "development",
        "research",
    ];
    is_role(word)
        || OFFICES
            .iter()
            .any(|office| word.eq_ignore_ascii_case(office))
}

fn is_button(word: &str) -> bool {
    const BUTTONS: &[&str] = &[
        "updated",
        "update",
        "published",
        "posted",
        "last",
        "read",
        "min",
        "minutes",
        "follow",
        "share",
        "offline",
        "online",
        "more",
        "view",
        "about",
        "posts",
        "date",
        "reviewed",
        "by",
        "profile",
    ];
    BUTTONS
        .iter()
        .any(|button| word.eq_ignore_ascii_case(button))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_and_phrases_are_no_names() {
        assert!(is_office_alone("Lead Reviewer") && is_office_alone("Head of Parks"));
        assert!(!is_office_alone("Ann Lee") && !is_office_alone("Garden Team"));
        assert!(is_phrase("In this article") && !is_phrase("Bo van Dam"));
        assert!(has_no_case("李安") && !has_no_case("Ann"));
    }

    #[test]
    fn offices_are_cut_off_and_teams_keep_their_names() {
        assert_eq!(without_role("Ann Lee Senior Reporter"), "Ann Lee");
        assert_eq!(without_role("Bo van Dam Last updated"), "Bo van Dam");
        assert_eq!(without_role("Daily Garden Team"), "Daily Garden Team");
        assert_eq!(without_role("Daily staff reporter"), "Daily staff reporter");
        assert!(is_full("Ann Lee") && is_full("Bo C. Wu"));
        assert!(!is_full("Growth Marketer") && !is_full("Food and drink"));
    }
}
