//! Authors' names, cleaned of what stands around them.

use super::roles;

/// Words before a name, in lower case.
const BEFORE: &[&str] = &[
    "view all posts by",
    "view all articles by",
    "read more about",
    "read the latest from",
    "learn more about",
    "researched by",
    "started by",
    "thread starter",
    "topic author",
    "via",
    "this post was written by",
    "written by",
    "posted by",
    "post by",
    "recipe by",
    "edited by",
    "published by",
    "reviewed by",
    "story by",
    "text by",
    "words by",
    "article by",
    "by",
    "von",
    "par",
    "por",
    "di",
    "af",
    "av",
    "door",
    "przez",
    "autor",
    "autorin",
    "author",
    "authors",
    "auteur",
    "autore",
    "text",
    "texte",
    "redaktion:",
    "post author",
    "articles by",
    "more about",
    "all posts by",
    "posts by",
    "quelle:",
    "source:",
    "reporting by",
    "reported by",
    "medically reviewed by",
    "fact checked by",
    "editor :",
    "editor:",
    "content:",
    "design:",
    "foto:",
    "photo:",
    "texto:",
    "publié par",
    "publicado por",
    "escrito por",
    "geschrieben von",
    "ein beitrag von",
    "scritto da",
];

/// What separates a name from a role or from something else.
const AFTER: &[&str] = &[
    " | ",
    " • ",
    " · ",
    " – ",
    " — ",
    " - ",
    " / ",
    "\u{2022}",
    " on ",
    " in ",
    " published ",
    " updated ",
    " posted ",
    " last updated",
    " updated:",
    " follow",
    " reviewed by ",
    " view all",
    " »",
];

/// The names in a byline.
pub(super) fn split(text: &str) -> Vec<String> {
    let text = text.trim();
    if text.contains("://") || text.contains("www.") {
        return Vec::new();
    }
    let spaced = [
        " and ", " & ", " und ", " et ", " y ", " i ", " e ", " og ", " och ", " en ", " with ",
        " ve ",
    ];
    let mut unified = text.replace([';', '\n', '、', '，', '/'], ",");
    for word in spaced {
        unified = unified.replace(word, ",");
    }
    // "Ann Lee, in Paris, business": what follows is where and what about.
    let named = unified
        .split(',')
        .take_while(|part| !part.trim_start().starts_with("in "));
    let names = named.filter_map(clean);
    let mut found: Vec<String> = Vec::new();
    for name in names {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    without_offices(found)
}

/// Without what people are: "Ann Lee, Head of Parks and Garden Educator". The first name stays, it
/// may be a team's; a single word before an office belongs to it.
fn without_offices(names: Vec<String>) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    for name in names {
        if people.is_empty() || !roles::is_office_alone(&name) {
            people.push(name);
        } else if people.len() > 1 && people.last().is_some_and(|last| !last.contains(' ')) {
            people.pop();
        }
    }
    people
}

/// A name as catalogues of papers write it: `Lee, Ann`.
pub(super) fn catalogued(text: &str) -> Vec<String> {
    let parts: Vec<_> = text.split(',').map(str::trim).collect();
    let name = match parts.as_slice() {
        [last, first] => format!("{first} {last}"),
        _ => text.to_owned(),
    };
    clean(&name).into_iter().collect()
}

/// One name, or `None` if this is none: an address, a date, a sentence.
pub(super) fn clean(text: &str) -> Option<String> {
    let mut name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    loop {
        let shorter = strip_before(&name);
        if shorter.len() == name.len() {
            break;
        }
        name = shorter.to_owned();
    }
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
    let name = roles::without_role(without_date(&name));
    let name = name.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ':' | '|' | '-' | '–' | '—' | '(' | ')' | '"' | '@' | '.' | '•' | '·'
            )
    });
    is_name(name).then(|| name.to_owned())
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
    // "Guide by Ann Lee", "3 May 2024 by Ann Lee"
    if let Some((kind, rest)) = name.split_once(" by ")
        && (!kind.contains(' ') || super::date::parse(kind, false).is_some())
        && rest.starts_with(char::is_uppercase)
    {
        return rest;
    }
    let lower = name.to_lowercase();
    for word in BEFORE {
        let Some(rest) = lower.strip_prefix(word) else {
            continue;
        };
        let is_whole = rest.starts_with([' ', ':', '\u{a0}']);
        if is_whole && lower.len() == name.len() {
            return name
                .get(word.len()..)
                .unwrap_or(name)
                .trim_start_matches([' ', ':', '\u{a0}']);
        }
    }
    name
}

/// What stands where a name belongs, in lower case.
const NO_NAMES: &[&str] = &[
    "admin",
    "administrator",
    "null",
    "undefined",
    "none",
    "n/a",
    "share",
    "author",
    "staff",
    "guest",
    "the author",
    "written by",
    "posted by",
    "member login",
    "youtube",
    "bluesky",
    "facebook",
    "instagram",
    "linkedin",
    "mastodon",
    "threads",
    "tiktok",
    "twitter",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "community",
    "unknown",
    "anonymous",
    "editor",
    "by",
    "sponsored",
    "read more",
    "follow",
    "comments",
    "updated",
    "published",
    "about the author",
    "about the writer",
    "create account",
    "insights from",
    "view all posts",
    "true",
    "false",
    "user",
    "users",
    "view all",
    "view more",
    "more",
    "full bio",
    "gmail",
    "follow us",
    "log in",
    "login",
    "sign in",
    "register",
    "会員登録",
    "guest author",
    "guest contributor",
    "contributor",
    "contributors",
    "editorial staff",
    "staff writer",
    "staff reporter",
    "super user",
    "webmaster",
    "advertisement",
    "last",
    "last update",
    "last updated",
    "members",
    "member",
    "posts",
    "find",
    "sign up",
    "offline",
    "online",
    "public",
    "ログイン",
    "登录",
    "登入",
    "root",
];

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_become_names() {
        assert_eq!(split("By Ann Lee and Bo Wu, staff"), ["Ann Lee", "Bo Wu"]);
        assert_eq!(split("Von  Jörg Müller | 3. Mai"), ["Jörg Müller"]);
        assert_eq!(split("https://www.facebook.com/x"), [""; 0]);
        assert_eq!(split("Articles by Juliette"), ["Juliette"]);
        assert_eq!(catalogued("Lee, Ann"), ["Ann Lee"]);
        assert_eq!(clean("Ann Lee 3 May 2024").as_deref(), Some("Ann Lee"));
        assert_eq!(clean("Ann Lee May 3, 2024").as_deref(), Some("Ann Lee"));
        assert_eq!(clean("Ann May Lee").as_deref(), Some("Ann May Lee"));
        assert_eq!(
            clean("View all posts by Ann Lee").as_deref(),
            Some("Ann Lee")
        );
        assert_eq!(split("Ann Lee, Home and Garden Educator"), ["Ann Lee"]);
        assert_eq!(
            split("Ann Lee and Bo Wu, Head of Parks"),
            ["Ann Lee", "Bo Wu"]
        );
        assert_eq!(split("Cher and Bo Wu"), ["Cher", "Bo Wu"]);
        assert_eq!(split("annlee1987"), ["annlee1987"]);
        assert_eq!(split("1234567a"), [""; 0]);
        assert_eq!(clean("Byron Katz").as_deref(), Some("Byron Katz"));
    }
}
