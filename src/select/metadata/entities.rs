//! Character references where nobody decodes them: in JSON-LD, and in text that was escaped twice.

use std::borrow::Cow;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// The longest name has 32 bytes, with its semicolon.
const LONGEST: usize = 32;
/// How often a text may have been escaped.
const ROUNDS: usize = 2;

/// A text with its character references as characters.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..ROUNDS {
        if !text.contains('&') {
            break;
        }
        text = Cow::Owned(once(&text));
    }
    text
}

fn once(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pieces = text.split('&');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let name = piece.bytes().take(LONGEST).position(|b| b == b';');
        let name = name.and_then(|end| Some((piece.get(..end)?, piece.get(end + 1..)?)));
        match name.and_then(|(name, rest)| Some((character(name)?, rest))) {
            Some(((first, second), rest)) => {
                out.push(first);
                out.extend(second);
                out.push_str(rest);
            }
            None => {
                out.push('&');
                out.push_str(piece);
            }
        }
    }
    out
}

/// What a name without `&` and `;` stands for.
fn character(name: &str) -> Option<(char, Option<char>)> {
    if let Some(number) = name.strip_prefix('#') {
        let hexadecimal = number.strip_prefix(['x', 'X']);
        let number = match hexadecimal {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return Some((numbered(number.ok()?)?, None));
    }
    let (first, second) = NAMED_ENTITIES.get(&format!("{name};")).copied()?;
    let character = |number| char::from_u32(number).filter(|c| *c != '\0');
    Some((character(first)?, character(second)))
}

/// As browsers read it: 128 to 159 are those of Windows.
fn numbered(number: u32) -> Option<char> {
    let of_windows = number
        .checked_sub(0x80)
        .and_then(|n| usize::try_from(n).ok());
    let replaced = of_windows
        .and_then(|n| C1_REPLACEMENTS.get(n))
        .copied()
        .flatten();
    replaced
        .or_else(|| char::from_u32(number))
        .filter(|c| *c != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_as_often_as_they_were_written() {
        for (text, expected) in [
            ("Tom &amp; Ann", "Tom & Ann"),
            ("Tom &amp;amp; Ann", "Tom & Ann"),
            ("Ann&#039;s &amp;#8220;moss&amp;#x201D;", "Ann's “moss”"),
            ("&eacute;t&eacute; &#146;24", "été ’24"),
            ("a &lt; b", "a < b"),
        ] {
            assert_eq!(decoded(text), expected, "{text}");
        }
    }

    #[test]
    fn other_ampersands_stay() {
        for text in [
            "Tom & Ann; Bo",
            "?a=1&copy=2",
            "&nosuchname;",
            "&#xZZ;",
            "&;",
            "&",
            "AT&T",
        ] {
            assert_eq!(decoded(text), text);
        }
    }
}
