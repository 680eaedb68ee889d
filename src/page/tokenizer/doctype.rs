//! [Document types](https://html.spec.whatwg.org/multipage/parsing.html#doctype-state): they
//! decide the quirks mode, and with it whether a table stands in a paragraph.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::Doctype;
use memchr::{memchr, memchr2};

use super::tags::is_space;
use super::text::Text;

/// What follows the keyword, if `declaration` begins with it.
pub(super) fn rest(declaration: &str) -> Option<&str> {
    after_keyword(declaration, "doctype")
}

/// Reads what follows the keyword; returns the length up to behind the `>` too.
pub(super) fn read(text: &str) -> (Doctype, usize) {
    let mut reader = Reader {
        rest: text,
        doctype: Doctype::default(),
    };
    // Where the reader gives up, the document is in quirks mode.
    if reader.name().is_none() {
        reader.doctype.force_quirks = true;
    }
    // Bogus DOCTYPE state.
    let end = memchr(b'>', reader.rest.as_bytes()).map_or(reader.rest.len(), |gt| gt + 1);
    (reader.doctype, text.len() - reader.rest.len() + end)
}

struct Reader<'a> {
    rest: &'a str,
    doctype: Doctype,
}

type Identifier = fn(&mut Doctype) -> &mut Option<StrTendril>;

impl Reader<'_> {
    /// Before DOCTYPE name state and DOCTYPE name state.
    fn name(&mut self) -> Option<()> {
        if self.first()? == b'>' {
            return None;
        }
        let ends = |b: u8| is_space(b) || b == b'>';
        let end = self.rest.bytes().position(ends);
        let (name, rest) = self.rest.split_at_checked(end.unwrap_or(self.rest.len()))?;
        self.doctype.name = Some(without_nulls(&name.to_ascii_lowercase()));
        self.rest = rest;
        self.after_name()
    }

    /// After DOCTYPE name state.
    fn after_name(&mut self) -> Option<()> {
        if self.first()? == b'>' {
            return Some(());
        }
        if let Some(rest) = after_keyword(self.rest, "public") {
            self.rest = rest;
            self.identifier(|doctype| &mut doctype.public_id)?;
            if self.first()? == b'>' {
                return Some(());
            }
        } else {
            self.rest = after_keyword(self.rest, "system")?;
        }
        self.identifier(|doctype| &mut doctype.system_id)?;
        self.first().map(|_| ())
    }

    /// Before DOCTYPE public (system) identifier state up to its closing quote. What stands
    /// before a `>` counts too.
    fn identifier(&mut self, identifier: Identifier) -> Option<()> {
        let quote = self.first().filter(|b| matches!(b, b'"' | b'\''))?;
        self.rest = self.rest.get(1..)?;
        let end = memchr2(quote, b'>', self.rest.as_bytes());
        let (text, rest) = self.rest.split_at_checked(end.unwrap_or(self.rest.len()))?;
        *identifier(&mut self.doctype) = Some(without_nulls(text));
        self.rest = rest;
        self.rest = rest.strip_prefix(char::from(quote))?;
        Some(())
    }

    /// The next byte that is no white space.
    fn first(&mut self) -> Option<u8> {
        self.rest = self.rest.trim_start_matches(['\t', '\n', '\x0c', ' ']);
        self.rest.bytes().next()
    }
}

fn after_keyword<'a>(text: &'a str, keyword: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(keyword.len())?;
    head.eq_ignore_ascii_case(keyword).then_some(rest)
}

fn without_nulls(text: &str) -> StrTendril {
    let mut out = Text::default();
    out.push_with_nulls(text);
    out.take().unwrap_or_default()
}
