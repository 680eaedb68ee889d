//! Who made a picture.

use crate::article::Inline;
use crate::page::dom::ElementRef;
use crate::render::plain;

/// Parts of class names.
const CLASSES: [&str; 6] = [
    "credit",
    "copyright",
    "photographer",
    "attribution",
    "photo-by",
    "byline",
];
const ATTRIBUTES: [&str; 3] = ["data-credit", "data-image-credit", "data-photographer"];
/// What stands before the name, in front of a colon or `by`.
const SIGNS: [&str; 16] = [
    "photo",
    "photos",
    "photograph",
    "photographs",
    "picture",
    "pictures",
    "image",
    "images",
    "credit",
    "photo credit",
    "image credit",
    "photo courtesy",
    "foto",
    "bild",
    "cr\u{e9}dit photo",
    "cr\u{e9}dit",
];
const LONGEST: usize = 300;

/// As the mark-up of a figure names them, or else its caption.
pub(super) fn of(figure: ElementRef<'_>, caption: &[Inline]) -> Option<String> {
    marked(figure).or_else(|| stated(&plain(caption)))
}

fn marked(figure: ElementRef<'_>) -> Option<String> {
    let element = figure.descendant_elements().skip(1).find(is_credit);
    let text = element.map(|e| e.texts().collect::<String>());
    let attribute = || {
        let mut inside = figure.descendant_elements();
        let attribute = inside.find_map(|e| ATTRIBUTES.iter().find_map(|name| e.get(name)));
        attribute.map(str::to_owned)
    };
    let credit = collapsed(&text.or_else(attribute)?);
    (!credit.is_empty() && credit.len() < LONGEST).then_some(credit)
}

fn is_credit(element: &ElementRef<'_>) -> bool {
    let class = element.get("class").unwrap_or_default().to_lowercase();
    let is_holder = matches!(element.get("itemprop"), Some("copyrightHolder" | "creator"));
    is_holder || CLASSES.iter().any(|name| class.contains(name))
}

/// `(Name / Agency)`, `Photo: Name` or `\u{a9} Name` at the end of a caption.
fn stated(caption: &str) -> Option<String> {
    let caption = caption.trim();
    let inner = caption
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('))
        .map(|(_, inner)| inner.trim());
    let found = match inner {
        Some(inner) if inner.contains(['/', '\u{a9}']) || signed(inner).is_some() => inner,
        _ => signed(caption)?,
    };
    let found = found.trim_end_matches('.');
    (found.len() < LONGEST).then(|| collapsed(found))
}

/// The end of a text from the sign of a credit on.
fn signed(text: &str) -> Option<&str> {
    let mut starts =
        std::iter::once(0).chain(text.match_indices([' ', '\n']).map(|(at, _)| at + 1));
    starts.find_map(|at| text.get(at..).filter(|rest| is_signed(rest)))
}

fn is_signed(text: &str) -> bool {
    let behind = |sign: &&str| {
        let head = text.get(..sign.len())?;
        let rest = text.get(sign.len()..)?;
        (head.to_lowercase() == **sign).then_some(rest)
    };
    let names = |rest: &str| {
        let by = rest.strip_prefix(" by ");
        let by = by.filter(|name| name.starts_with(char::is_uppercase));
        let name = rest.strip_prefix(':').or(by);
        name.is_some_and(|name| !name.trim().is_empty())
    };
    text.starts_with('\u{a9}') || SIGNS.iter().filter_map(behind).any(names)
}

fn collapsed(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_state_credits_in_brackets_and_behind_signs() {
        for (caption, expected) in [
            ("The pier (Tom Ray / Reuters)", "Tom Ray / Reuters"),
            ("The pier. (Photo by Tom Ray)", "Photo by Tom Ray"),
            ("The pier. Photo: Tom Ray.", "Photo: Tom Ray"),
            ("The pier\nPhoto credit: Tom Ray", "Photo credit: Tom Ray"),
            (
                "Photo by Tom Ray on Unsplash",
                "Photo by Tom Ray on Unsplash",
            ),
            ("Der Steg. Foto: Tom Ray/dpa", "Foto: Tom Ray/dpa"),
            ("The pier \u{a9} Tom Ray", "\u{a9} Tom Ray"),
        ] {
            assert_eq!(stated(caption).as_deref(), Some(expected), "{caption}");
        }
    }

    #[test]
    fn other_words_of_captions_are_no_credits() {
        for caption in [
            "The pier (in 1902)",
            "The photo was taken by night",
            "A picture by the sea: it is old",
            "Photo:",
            "",
        ] {
            assert_eq!(stated(caption), None, "{caption}");
        }
    }
}
