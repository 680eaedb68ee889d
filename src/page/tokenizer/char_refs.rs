//! [Character references](https://html.spec.whatwg.org/multipage/parsing.html#character-reference-state).

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// The longest name, `CounterClockwiseContourIntegral;`, has 32 characters.
const MAX_NAME: usize = 32;

/// Where a reference stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Text,
    Attribute,
}

pub(super) struct Reference {
    pub(super) chars: (char, Option<char>),
    /// How many bytes it takes, with its `&`.
    pub(super) len: usize,
}

/// The reference at the start of `text`, which begins with `&`.
pub(super) fn read(text: &str, place: Place) -> Option<Reference> {
    match text.as_bytes() {
        [_, b'#', b'x' | b'X', digits @ ..] => numeric(digits, 16, 3),
        [_, b'#', digits @ ..] => numeric(digits, 10, 2),
        [_, c, ..] if c.is_ascii_alphanumeric() => named(text.get(1..)?, place),
        _ => None,
    }
}

/// Numeric character reference state; `prefix` bytes stand before the digits.
fn numeric(digits: &[u8], radix: u32, prefix: usize) -> Option<Reference> {
    let mut number: u32 = 0;
    let mut len = 0;
    while let Some(digit) = digits.get(len).and_then(|&b| char::from(b).to_digit(radix)) {
        number = number.saturating_mul(radix).saturating_add(digit);
        len += 1;
    }
    if len == 0 {
        return None;
    }
    let semicolon = usize::from(digits.get(len) == Some(&b';'));
    Some(Reference {
        chars: (character(number), None),
        len: prefix + len + semicolon,
    })
}

/// Numeric character reference end state.
fn character(number: u32) -> char {
    let c1 = number
        .checked_sub(0x80)
        .and_then(|n| usize::try_from(n).ok());
    let replaced = c1.and_then(|n| C1_REPLACEMENTS.get(n)).copied().flatten();
    match number {
        0 => char::REPLACEMENT_CHARACTER,
        _ => replaced.unwrap_or(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER)),
    }
}

/// Named character reference state. `text` begins with the name.
fn named(text: &str, place: Place) -> Option<Reference> {
    if let Some(reference) = common(text) {
        return Some(reference);
    }
    let window = text.as_bytes().get(..MAX_NAME).unwrap_or(text.as_bytes());
    let letters = window.iter().position(|b| !b.is_ascii_alphanumeric());
    let next = letters.and_then(|end| window.get(end));
    // A name with a semicolon is the longest there can be.
    if let Some(end) = letters
        && next == Some(&b';')
        && let Some(chars) = entity(text, end + 1)
    {
        return Some(Reference {
            chars,
            len: end + 2,
        });
    }
    let letters = letters.unwrap_or(window.len());
    let (chars, len) = match place {
        Place::Text => unterminated(text, letters)?,
        // For historical reasons `?a=b&copy=c` and `&copyright` hold no reference there.
        Place::Attribute if next == Some(&b'=') => return None,
        Place::Attribute => (entity(text, letters)?, letters),
    };
    Some(Reference {
        chars,
        len: len + 1,
    })
}

/// The references that most pages have are told without the table.
fn common(text: &str) -> Option<Reference> {
    let (char, len) = match text.as_bytes() {
        [b'a', b'm', b'p', b';', ..] => ('&', 5),
        [b'n', b'b', b's', b'p', b';', ..] => ('\u{a0}', 6),
        [b'q', b'u', b'o', b't', b';', ..] => ('"', 6),
        [b'l', b't', b';', ..] => ('<', 4),
        [b'g', b't', b';', ..] => ('>', 4),
        _ => return None,
    };
    Some(Reference {
        chars: (char, None),
        len,
    })
}

/// The longest name among the first `letters` bytes that needs no semicolon.
fn unterminated(text: &str, letters: usize) -> Option<((char, Option<char>), usize)> {
    // The table holds all beginnings of names too.
    let is_known = |len: &usize| {
        text.get(..*len)
            .is_some_and(|t| NAMED_ENTITIES.contains_key(t))
    };
    (1..=letters)
        .take_while(is_known)
        .filter_map(|len| Some((entity(text, len)?, len)))
        .last()
}

/// The characters of the name in the first `len` bytes.
fn entity(text: &str, len: usize) -> Option<(char, Option<char>)> {
    let &(first, second) = NAMED_ENTITIES.get(text.get(..len)?)?;
    // Beginnings of names stand for nothing.
    let first = char::from_u32(first).filter(|&c| c != '\0')?;
    Some((first, char::from_u32(second).filter(|&c| c != '\0')))
}
