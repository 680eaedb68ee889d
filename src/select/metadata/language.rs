//! Language, declared and detected, and the reading direction.

use html5ever::local_name;
use whatlang::{Info, Lang};

use super::linked::text as text_of;
use super::{Finder, line};
use crate::article::{Body, Direction, Field, Source};
use crate::page::facts::Facts;
use crate::render::start_of;

/// Characters of the text from which its language is detected: more only where fewer do not tell.
const SAMPLES: [usize; 2] = [250, 600];
/// Bytes of a character at most.
const MOST_BYTES: usize = 4;
/// Shorter texts are guesses.
const LEAST: usize = 150;
/// Words that English has more of than any other language has of them. Most pages are English, and
/// are told by these sooner than by comparing them with all languages.
const ENGLISH: [&str; 20] = [
    "the", "of", "and", "that", "with", "this", "from", "which", "have", "their", "you", "your",
    "what", "how", "about", "these", "they", "when", "were", "our",
];
/// One word in so many is one of them.
const ONE_IN: usize = 12;

const METAS: &[&str] = &["content-language", "og:locale", "language", "dc.language"];

/// What the page's head says, before its text is known.
pub(in crate::select) fn stated(facts: &Facts) -> Option<String> {
    let metas = METAS.iter().flat_map(|name| facts.meta(name));
    facts.lang.as_deref().into_iter().chain(metas).find_map(tag)
}

pub(super) fn find(finder: &mut Finder<'_>, body: &Body) {
    let text = &start_of(&body.blocks, SAMPLES[1] * MOST_BYTES);
    finder.rule(Field::Language, line);
    if let Some(lang) = finder.facts().lang.as_deref().and_then(tag) {
        finder.add(
            Field::Language,
            lang,
            Source::Markup("html[lang]".to_owned()),
        );
    }
    let read = |text: &str| tag(text).into_iter().collect::<Vec<_>>();
    finder.metas(Field::Language, METAS, read);
    let stated = finder
        .linked
        .article()
        .and_then(|a| text_of(a, "inLanguage"));
    if let Some(lang) = stated.and_then(tag) {
        finder.add(
            Field::Language,
            lang,
            Source::JsonLd("inLanguage".to_owned()),
        );
    }
    finder.items(Field::Language, "inLanguage", read);
    let detected = detected(text);
    if let Some(lang) = &detected {
        finder.add(Field::Language, lang.clone(), Source::Text);
    }
    finder.found.language = finder.first(Field::Language);
    finder.found.detected_language = detected;
    direction(finder, text);
}

/// `de_DE` is `de-DE`; words that are no tags are nothing.
fn tag(text: &str) -> Option<String> {
    let tag = text.split([',', ';']).next()?.trim().replace('_', "-");
    let primary = tag.split('-').next()?;
    let is_tag = matches!(primary.len(), 2 | 3)
        && tag.len() <= 12
        && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_tag.then_some(tag)
}

/// The language of a text that is long enough to tell.
fn detected(text: &str) -> Option<String> {
    let samples = SAMPLES.into_iter().filter_map(|characters| {
        let end = text.char_indices().nth(characters).map(|(at, _)| at);
        let sample = text.get(..end.unwrap_or(text.len()))?;
        let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
        (letters >= LEAST || is_dense(sample)).then_some(sample)
    });
    let mut found = samples.filter_map(|sample| match is_english(sample) {
        true => Some(Lang::Eng),
        false => {
            let found = whatlang::detect(sample).filter(Info::is_reliable);
            found.map(|found| found.lang())
        }
    });
    Some(short(found.next()?.code()).to_owned())
}

/// Whether so many of the words are those of English.
fn is_english(text: &str) -> bool {
    let words = || text.split_ascii_whitespace();
    let known = words().filter(|word| ENGLISH.contains(word)).count();
    known > 0 && known * ONE_IN >= words().count()
}

/// Whether some sentences of a script without spaces are enough.
fn is_dense(text: &str) -> bool {
    text.chars()
        .filter(|c| ('\u{3040}'..='\u{d7af}').contains(c))
        .count()
        > LEAST / 4
}

/// The two letters that a language tag prefers to three.
fn short(code: &str) -> &str {
    const SHORT: &[(&str, &str)] = &[
        ("afr", "af"),
        ("aka", "ak"),
        ("amh", "am"),
        ("ara", "ar"),
        ("aze", "az"),
        ("bel", "be"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("cym", "cy"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("epo", "eo"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("guj", "gu"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("ind", "id"),
        ("ita", "it"),
        ("jav", "jv"),
        ("jpn", "ja"),
        ("kan", "kn"),
        ("kat", "ka"),
        ("khm", "km"),
        ("kor", "ko"),
        ("lat", "la"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("mal", "ml"),
        ("mar", "mr"),
        ("mkd", "mk"),
        ("mya", "my"),
        ("nep", "ne"),
        ("nld", "nl"),
        ("nob", "nb"),
        ("ori", "or"),
        ("pan", "pa"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("sin", "si"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("sna", "sn"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tam", "ta"),
        ("tel", "te"),
        ("tgl", "tl"),
        ("tha", "th"),
        ("tuk", "tk"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("uzb", "uz"),
        ("vie", "vi"),
        ("yid", "yi"),
        ("zul", "zu"),
    ];
    SHORT
        .iter()
        .find(|(long, _)| *long == code)
        .map_or(code, |(_, short)| short)
}

/// As declared, or as most letters of the text are read, or as its language is.
fn direction(finder: &mut Finder<'_>, text: &str) {
    let declared = finder.facts().dir.as_deref().map(str::to_ascii_lowercase);
    if let Some(dir) = declared.filter(|dir| is_direction(dir)) {
        finder.add(
            Field::Direction,
            dir,
            Source::Markup("html[dir]".to_owned()),
        );
    }
    let body = finder.evidence.page.dom();
    let body = body.and_then(|dom| dom.named(local_name!("body")).next());
    let declared = body
        .and_then(|body| body.get("dir"))
        .map(str::to_ascii_lowercase);
    if let Some(dir) = declared.filter(|dir| is_direction(dir)) {
        let source = Source::Markup("body[dir]".to_owned());
        finder.add(Field::Direction, dir, source);
    }
    let letters = || text.chars().take(SAMPLES[1]).filter(|c| c.is_alphabetic());
    let is_rtl = |c: &char| Direction::of_letter(*c) == Direction::Rtl;
    let right = letters().filter(is_rtl).count();
    if letters().count() > 0 {
        let dir = if right * 2 > letters().count() {
            "rtl"
        } else {
            "ltr"
        };
        finder.add(Field::Direction, dir, Source::Text);
    }
    let language = finder.candidates(Field::Language).first().cloned();
    if let Some(language) = language {
        let dir = direction_of(&language.value);
        finder.add(Field::Direction, dir, language.source);
    }
    finder.found.direction = finder
        .first(Field::Direction)
        .map(|dir| match dir.as_str() {
            "rtl" => Direction::Rtl,
            _ => Direction::Ltr,
        });
}

fn is_direction(dir: &str) -> bool {
    matches!(dir, "rtl" | "ltr")
}

/// The direction in which a language is written by most.
fn direction_of(language: &str) -> &'static str {
    const RIGHT_TO_LEFT: [&str; 12] = [
        "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi",
    ];
    let primary = language.split('-').next().unwrap_or_default();
    let is_rtl = RIGHT_TO_LEFT
        .iter()
        .any(|tag| primary.eq_ignore_ascii_case(tag));
    if is_rtl { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_detected_from_sentences_only() {
        let german = "Nach zwei Jahren Arbeit ist die Brücke über den Fluss wieder offen. \
            Viele Menschen kamen am Morgen, um als Erste zu Fuß auf die andere Seite zu gehen, \
            obwohl es in der Nacht stark geregnet hatte und die Straßen noch nass waren.";
        assert_eq!(detected(german).as_deref(), Some("de"));
        assert_eq!(detected("Bridge"), None);
        assert_eq!(tag("de_AT").as_deref(), Some("de-AT"));
        assert_eq!(tag("German language"), None);
    }

    #[test]
    fn english_is_told_by_its_words_and_not_by_some_quoted_ones() {
        let english = "After two years of work the bridge over the river is open again. Many \
            people came in the morning to walk to the other side first, though it had rained \
            all night and the roads from the hills were wet.";
        assert!(is_english(english));
        assert_eq!(detected(english).as_deref(), Some("en"));
        let dutch = "De brug over de rivier is na twee jaar weer open, en velen kwamen kijken of \
            hun weg korter was. The river and the bridge heette het lied dat zij zongen, met alle \
            kinderen uit de buurt en een fanfare voorop.";
        assert!(!is_english(dutch));
        assert_eq!(detected(dutch).as_deref(), Some("nl"));
        assert!(!is_english(""));
    }
}
