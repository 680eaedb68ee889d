//! The tokenizer of the [HTML standard], for a whole page in one string.
//!
//! html5ever's own tokenizer reads character by character from a queue of buffers, which costs
//! twice as much as building the tree. This one looks for the few bytes at which the standard's
//! states change and hands everything between them on in one piece. The tree builder behind it
//! is html5ever's, and the tree is the same but for what the extraction never reads and what is
//! left out here: the content of `script` (but not JSON, TeX, templates and states) and `style`, comments, the inside of
//! plain drawings in `svg`, and attributes beyond a limit.
//!
//! Every byte is read a fixed number of times: nothing is read again from the same start.
//!
//! [HTML standard]: https://html.spec.whatwg.org/multipage/parsing.html#tokenization

mod char_refs;
mod doctype;
mod names;
mod raw;
mod svg;
mod tags;
#[cfg(test)]
mod tests;
mod text;

use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::{Attribute, QualName, ns};
use memchr::{memchr, memchr3};

use super::embedded;
use super::guard::Guard;
use char_refs::Place;
use names::Names;
use tags::{Cursor, Part, Source};
use text::Text;

/// Attributes of one tag beyond this are left out: each is compared with all before it.
const MAX_ATTRIBUTES: usize = 512;

/// The line numbers of tokens are not used.
const LINE: u64 = 1;

/// Sends all of `html` to `sink`, or as much as its limits allow.
pub(super) fn tokenize(html: &str, sink: &Guard) {
    let html = text::preprocessed(html);
    let mut tokenizer = Tokenizer {
        html: &html,
        at: 0,
        sink,
        text: Text::default(),
        names: Names::default(),
        drawings_from: 0,
    };
    tokenizer.run();
}

struct Tokenizer<'a> {
    html: &'a str,
    at: usize,
    sink: &'a Guard,
    /// Text that is not sent yet.
    text: Text,
    names: Names<'a>,
    /// Drawings that begin before this are not plain.
    drawings_from: usize,
}

impl<'a> Tokenizer<'a> {
    fn run(&mut self) {
        while self.at < self.html.len() && !self.sink.is_exhausted() {
            self.data();
        }
        self.send_text();
        self.send(Token::EOFToken);
        self.sink.end();
    }

    /// [Data state](https://html.spec.whatwg.org/multipage/parsing.html#data-state)
    fn data(&mut self) {
        let rest = self.rest();
        let special = memchr3(b'<', b'&', 0, rest.as_bytes()).unwrap_or(rest.len());
        self.text.push(rest.get(..special).unwrap_or_default());
        self.at += special;
        match rest.as_bytes().get(special) {
            Some(b'<') => self.tag_open(),
            Some(b'&') => self.at += self.text.push_reference(self.rest(), Place::Text),
            Some(_) => {
                self.send_text();
                self.send(Token::NullCharacterToken);
                self.at += 1;
            }
            None => {}
        }
    }

    /// Tag open state and end tag open state, at a `<`.
    fn tag_open(&mut self) {
        match self.rest().as_bytes() {
            [_, c, ..] if c.is_ascii_alphabetic() => self.tag(TagKind::StartTag, self.at + 1),
            [_, b'/', c, ..] if c.is_ascii_alphabetic() => self.tag(TagKind::EndTag, self.at + 2),
            [_, b'/', b'>', ..] => self.at += 3,
            [_, b'/', _, ..] => self.bogus_comment(),
            [_, b'!', ..] => self.markup_declaration(),
            [_, b'?', ..] => self.bogus_comment(),
            _ => {
                self.text.push("<");
                self.at += 1;
            }
        }
    }

    /// Tag name state and what follows up to the tag's `>`. A tag that does not end is left out.
    fn tag(&mut self, kind: TagKind, name: usize) {
        let mut cursor = Cursor::new(self.html, name);
        let source_name = cursor.tag_name();
        let Some(tag) = self.read_tag(kind, source_name, &mut cursor) else {
            self.at = self.html.len();
            return;
        };
        self.at = cursor.at();
        self.send_text();
        let is_svg = source_name.eq_ignore_ascii_case("svg");
        let was_foreign = is_svg && self.is_foreign();
        match self.sink.process_token(Token::TagToken(tag), LINE) {
            TokenSinkResult::RawData(raw) => self.raw(raw, source_name, name),
            TokenSinkResult::Plaintext => self.plaintext(),
            _ if is_svg && !was_foreign => self.drawing(),
            _ => {}
        }
    }

    fn read_tag(&mut self, kind: TagKind, name: &'a str, cursor: &mut Cursor<'a>) -> Option<Tag> {
        let name = self.names.local(name);
        let mut attrs = match kind {
            TagKind::StartTag => self.sink.spare(),
            TagKind::EndTag => Vec::new(),
        };
        let mut count = 0;
        let mut had_duplicate_attributes = false;
        let self_closing = loop {
            match cursor.next()? {
                Part::End { self_closing } => break self_closing,
                // The tree builder does not read attributes of end tags.
                Part::Attribute(_) if kind == TagKind::EndTag || count == MAX_ATTRIBUTES => {}
                Part::Attribute(attribute) => {
                    count += 1;
                    had_duplicate_attributes |= !self.add(&attribute, &mut attrs);
                }
            }
        };
        Some(Tag {
            kind,
            name,
            self_closing,
            attrs,
            had_duplicate_attributes,
        })
    }

    /// Of attributes of the same name the first counts.
    fn add(&mut self, attribute: &Source<'a>, attrs: &mut Vec<Attribute>) -> bool {
        let name = self.names.local(attribute.name);
        let is_new = attrs.iter().all(|a| a.name.local != name);
        if is_new {
            attrs.push(Attribute {
                // The tree builder gives names in foreign elements a namespace.
                name: QualName::new(None, ns!(), name),
                value: attribute.value(),
            });
        }
        is_new
    }

    /// RCDATA, RAWTEXT and script data states, behind the start tag whose name is at `name`. The
    /// end tag is read like any other.
    fn raw(&mut self, kind: RawKind, tag_name: &str, name: usize) {
        let tag = self.html.get(name..self.at).unwrap_or_default();
        let rest = self.rest();
        let end = match kind {
            RawKind::ScriptData => raw::script_end(rest.as_bytes()),
            _ => raw::end(rest.as_bytes(), tag_name.as_bytes()),
        };
        let content = rest.get(..end).unwrap_or_default();
        match kind {
            RawKind::Rcdata => self.text.push_decoded(content, Place::Text),
            RawKind::Rawtext if tag_name.eq_ignore_ascii_case("style") => {}
            RawKind::ScriptData if !raw::is_data(tag) && !embedded::holds_state(content) => {}
            _ => self.text.push_with_nulls(content),
        }
        self.at += end;
    }

    /// PLAINTEXT state.
    fn plaintext(&mut self) {
        self.text.push_with_nulls(self.rest());
        self.at = self.html.len();
    }

    /// Leaves out the inside of a plain drawing, behind an `svg` tag in HTML.
    fn drawing(&mut self) {
        if self.at < self.drawings_from || !self.is_foreign() {
            return;
        }
        match svg::drawing_end(self.html, self.at) {
            Ok(end) => self.at = end,
            Err(lost) => self.drawings_from = lost,
        }
    }

    /// Markup declaration open state, at `<!`.
    fn markup_declaration(&mut self) {
        let rest = self.rest();
        let declaration = rest.get(2..).unwrap_or_default();
        if let Some(comment) = declaration.strip_prefix("--") {
            self.at += 4 + comment_len(comment.as_bytes());
        } else if let Some(rest) = doctype::rest(declaration) {
            let (doctype, len) = doctype::read(rest);
            self.at = self.html.len() - rest.len() + len;
            self.send_text();
            self.send(Token::DoctypeToken(doctype));
        } else if let Some(section) = declaration.strip_prefix("[CDATA[") {
            self.send_text();
            if self.is_foreign() {
                self.cdata(section);
            } else {
                self.bogus_comment();
            }
        } else {
            self.bogus_comment();
        }
    }

    /// Bogus comment state.
    fn bogus_comment(&mut self) {
        let rest = self.rest();
        self.at += memchr(b'>', rest.as_bytes()).map_or(rest.len(), |gt| gt + 1);
    }

    /// CDATA section state; `section` is what follows `<![CDATA[`.
    fn cdata(&mut self, section: &str) {
        let end = memchr::memmem::find(section.as_bytes(), b"]]>");
        let content = section.get(..end.unwrap_or(section.len()));
        for (index, text) in content.unwrap_or_default().split('\0').enumerate() {
            if index > 0 {
                self.send_text();
                self.send(Token::NullCharacterToken);
            }
            self.text.push(text);
        }
        let after = end.map_or(section.len(), |end| end + 3);
        self.at = self.html.len() - section.len() + after;
    }

    fn rest(&self) -> &'a str {
        self.html.get(self.at..).unwrap_or_default()
    }

    /// Whether the adjusted current node is there and not an HTML element.
    fn is_foreign(&self) -> bool {
        self.sink
            .adjusted_current_node_present_but_not_in_html_namespace()
    }

    fn send_text(&mut self) {
        if let Some(text) = self.text.take() {
            self.send(Token::CharacterTokens(text));
        }
    }

    /// Sends a token that cannot switch the state.
    fn send(&self, token: Token) {
        let _ = self.sink.process_token(token, LINE);
    }
}

/// The length of a comment and its end, behind `<!--`: it ends at `-->` or `--!>`; `<!-->` and
/// `<!--->` are whole comments.
fn comment_len(comment: &[u8]) -> usize {
    if comment.starts_with(b">") {
        return 1;
    }
    if comment.starts_with(b"->") {
        return 2;
    }
    let closes = |gt: &usize| {
        let before = comment.get(..*gt).unwrap_or_default();
        before.ends_with(b"--") || before.ends_with(b"--!")
    };
    let end = memchr::memchr_iter(b'>', comment).find(closes);
    end.map_or(comment.len(), |gt| gt + 1)
}
