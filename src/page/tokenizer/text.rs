//! Text on its way to the tree.

use std::borrow::Cow;
use std::mem;

use html5ever::tendril::StrTendril;
use memchr::{memchr, memchr2};

use super::char_refs::{self, Place};

/// [Preprocesses](https://html.spec.whatwg.org/multipage/parsing.html#preprocessing-the-input-stream)
/// the page: a byte order mark goes, and every line ends in a line feed alone.
pub(super) fn preprocessed(html: &str) -> Cow<'_, str> {
    let html = html.strip_prefix('\u{feff}').unwrap_or(html);
    if memchr(b'\r', html.as_bytes()).is_none() {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    // The standard library looks for a character more slowly.
    while let Some(end) = memchr(b'\r', rest.as_bytes()) {
        let (line, after) = rest.split_at_checked(end).unwrap_or_default();
        out.push_str(line);
        out.push('\n');
        let after = after.get(1..).unwrap_or_default();
        rest = after.strip_prefix('\n').unwrap_or(after);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Text put together from pieces.
#[derive(Default)]
pub(super) struct Text(StrTendril);

impl Text {
    pub(super) fn push(&mut self, piece: &str) {
        // Pushing to an empty tendril would allocate twice.
        if self.0.is_empty() {
            self.0 = StrTendril::from_slice(piece);
        } else {
            self.0.push_slice(piece);
        }
    }

    /// Pushes the character reference at the start of `rest`, or the `&` there if it is none;
    /// returns how many bytes that took.
    pub(super) fn push_reference(&mut self, rest: &str, place: Place) -> usize {
        let Some(reference) = char_refs::read(rest, place) else {
            self.push("&");
            return 1;
        };
        let (first, second) = reference.chars;
        self.0.push_char(first);
        if let Some(second) = second {
            self.0.push_char(second);
        }
        reference.len
    }

    /// Pushes text with character references.
    pub(super) fn push_decoded(&mut self, text: &str, place: Place) {
        let mut rest = text;
        while let Some(special) = memchr2(b'&', 0, rest.as_bytes()) {
            let (before, coded) = rest.split_at_checked(special).unwrap_or_default();
            self.push(before);
            let len = if coded.starts_with('&') {
                self.push_reference(coded, place)
            } else {
                self.push("\u{fffd}");
                1
            };
            rest = coded.get(len..).unwrap_or_default();
        }
        self.push(rest);
    }

    /// Pushes text in which NUL is replaced, and nothing else.
    pub(super) fn push_with_nulls(&mut self, text: &str) {
        for (index, piece) in text.split('\0').enumerate() {
            if index > 0 {
                self.push("\u{fffd}");
            }
            self.push(piece);
        }
    }

    /// The text so far, if there is any.
    pub(super) fn take(&mut self) -> Option<StrTendril> {
        (!self.0.is_empty()).then(|| mem::take(&mut self.0))
    }
}
