//! What stands in a tag.

use html5ever::tendril::StrTendril;
use memchr::{memchr, memchr3};

use super::char_refs::Place;
use super::text::Text;

/// Walks over a tag from its name to its `>`.
pub(super) struct Cursor<'a> {
    html: &'a str,
    at: usize,
}

pub(super) enum Part<'a> {
    Attribute(Source<'a>),
    /// The tag's `>`; the cursor stands behind it.
    End {
        self_closing: bool,
    },
}

/// An attribute as it is written.
pub(super) struct Source<'a> {
    pub(super) name: &'a str,
    value: &'a str,
    /// Whether the value may hold references or NUL.
    is_coded: bool,
}

impl Source<'_> {
    #[inline]
    pub(super) fn value(&self) -> StrTendril {
        if !self.is_coded {
            return StrTendril::from_slice(self.value);
        }
        let mut text = Text::default();
        text.push_decoded(self.value, Place::Attribute);
        text.take().unwrap_or_default()
    }
}

impl<'a> Cursor<'a> {
    pub(super) fn new(html: &'a str, at: usize) -> Self {
        Self { html, at }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Tag name state.
    pub(super) fn tag_name(&mut self) -> &'a str {
        let start = self.at;
        self.skip_while(|b| !is_space(b) && !matches!(b, b'/' | b'>'));
        self.from(start)
    }

    /// The next attribute or the tag's end; nothing if the page ends before.
    ///
    /// Before attribute name state, after attribute name state, after attribute value (quoted)
    /// state and self-closing start tag state: they differ in errors alone.
    pub(super) fn next(&mut self) -> Option<Part<'a>> {
        let mut self_closing = false;
        loop {
            match self.byte()? {
                b'>' => {
                    self.at += 1;
                    return Some(Part::End { self_closing });
                }
                b'/' => self_closing = true,
                b if is_space(b) => self_closing = false,
                _ => return self.attribute().map(Part::Attribute),
            }
            self.at += 1;
        }
    }

    /// Attribute name state. The first character may be `=`.
    fn attribute(&mut self) -> Option<Source<'a>> {
        let start = self.at;
        self.at += 1;
        self.skip_while(|b| !is_space(b) && !matches!(b, b'/' | b'>' | b'='));
        let name = self.from(start);
        self.skip_while(is_space);
        let (value, is_coded) = match self.byte()? {
            b'=' => {
                self.at += 1;
                self.value()?
            }
            _ => ("", false),
        };
        Some(Source {
            name,
            value,
            is_coded,
        })
    }

    /// Before attribute value state.
    #[inline]
    fn value(&mut self) -> Option<(&'a str, bool)> {
        self.skip_while(is_space);
        match self.byte()? {
            b'>' => Some(("", false)),
            quote @ (b'"' | b'\'') => {
                self.at += 1;
                self.quoted(quote)
            }
            _ => Some(self.unquoted()),
        }
    }

    /// Attribute value (double-quoted) and (single-quoted) state.
    fn quoted(&mut self, quote: u8) -> Option<(&'a str, bool)> {
        let rest = self.html.get(self.at..)?;
        let bytes = rest.as_bytes();
        let first = memchr3(quote, b'&', 0, bytes)?;
        let is_coded = bytes.get(first) != Some(&quote);
        let end = match is_coded {
            true => first + memchr(quote, bytes.get(first..)?)?,
            false => first,
        };
        self.at += end + 1;
        Some((rest.get(..end)?, is_coded))
    }

    /// Attribute value (unquoted) state.
    fn unquoted(&mut self) -> (&'a str, bool) {
        let start = self.at;
        self.skip_while(|b| !is_space(b) && b != b'>');
        let value = self.from(start);
        (value, value.bytes().any(|b| matches!(b, b'&' | 0)))
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.html.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn from(&self, start: usize) -> &'a str {
        self.html.get(start..self.at).unwrap_or_default()
    }

    #[inline]
    fn skip_while(&mut self, passes: impl Fn(u8) -> bool) {
        let rest = self.html.as_bytes().get(self.at..).unwrap_or_default();
        let passed = rest.iter().position(|&b| !passes(b));
        self.at += passed.unwrap_or(rest.len());
    }
}

/// White space of the standard. Carriage returns were replaced before.
pub(super) fn is_space(b: u8) -> bool {
    matches!(b, b'\t' | b'\n' | b'\x0c' | b' ')
}
