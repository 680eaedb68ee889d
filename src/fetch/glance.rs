//! One quick pass over a page's tags, for what fetching has to know about it: is this the site or
//! a wall in front of it, what do its `meta robots` say, which other addresses does it name.
//!
//! Tags only, no tree: the cost is linear and the input bounded.

use std::cell::RefCell;

use encoding_rs::{Encoding, UTF_8};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use url::Url;

/// Pages are judged by this much of their beginning, in bytes.
const LIMIT: usize = 2 << 20;
const CHUNK: usize = 4096;
/// The tokenizer compares every attribute of a tag with all before it; after this many possible
/// attributes in one tag the pass ends.
const MAX_SEPARATORS: usize = 4096;

/// What the pass saw.
#[derive(Debug, Default)]
pub(super) struct Glance {
    pub(super) title: String,
    pub(super) heading: String,
    /// Visible text, in bytes without white space.
    pub(super) text_len: usize,
    /// The visible text of short pages, up to [`KEPT_TEXT`] bytes.
    pub(super) text: String,
    /// Script sources and attribute values: what a page does, not what it says.
    pub(super) machinery: String,
    pub(super) robots: Vec<String>,
    pub(super) links: Vec<Link>,
    pub(super) anchors: Vec<Anchor>,
    pub(super) has_password_field: bool,
    pub(super) scripts: usize,
    pub(super) base: Option<String>,
    open: Open,
}

/// `<link rel href>`.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) rel: String,
    pub(super) href: String,
    pub(super) kind: String,
}

/// `<a href>`.
#[derive(Debug)]
pub(super) struct Anchor {
    pub(super) rel: String,
    pub(super) href: String,
    pub(super) class: String,
    pub(super) text: String,
}

/// The element whose text is being read.
#[derive(Debug, Default)]
struct Open {
    title: bool,
    heading: bool,
    anchor: bool,
    script: bool,
    style: bool,
}

const KEPT_TEXT: usize = 4096;
const KEPT_MACHINERY: usize = 512 << 10;
const KEPT_ANCHOR_TEXT: usize = 512;

impl Glance {
    pub(super) fn at(body: &[u8], content_type: Option<&str>) -> Self {
        let start = body.get(..LIMIT).unwrap_or(body);
        let (text, _, _) = declared_encoding(content_type).decode(start);
        let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
        feed(&tokenizer, &text);
        tokenizer.sink.into_glance()
    }

    /// An address on the page, made absolute as a browser does.
    pub(super) fn resolve(&self, page: &Url, href: &str) -> Option<Url> {
        let base = self.base.as_deref().and_then(|b| page.join(b).ok());
        let url = base.as_ref().unwrap_or(page).join(href.trim()).ok()?;
        matches!(url.scheme(), "http" | "https").then(|| super::address::strip(url).url)
    }

    pub(super) fn link(&self, page: &Url, rel: &str) -> Option<Url> {
        let found = self.links.iter().find(|link| has_word(&link.rel, rel))?;
        self.resolve(page, &found.href)
    }
}

/// Whether a space-separated attribute contains a word, case ignored.
pub(super) fn has_word(attribute: &str, word: &str) -> bool {
    attribute
        .split_ascii_whitespace()
        .any(|w| w.eq_ignore_ascii_case(word))
}

/// A byte order mark overrules this in `decode`; without a label UTF-8 keeps all ASCII markers.
fn declared_encoding(content_type: Option<&str>) -> &'static Encoding {
    let label = content_type.and_then(|t| super::media::parameter(t, "charset"));
    label
        .and_then(|l| Encoding::for_label(l.as_bytes()))
        .unwrap_or(UTF_8)
}

fn feed(tokenizer: &Tokenizer<Sink>, text: &str) {
    let queue = BufferQueue::default();
    let mut rest = text;
    while !rest.is_empty() {
        let (chunk, tail) = split(rest);
        tokenizer.sink.begin(chunk);
        queue.push_back(StrTendril::from(chunk));
        // Only an encoding indication or a script pauses the tokenizer; feeding again resumes it.
        while !queue.is_empty() {
            let _ = tokenizer.feed(&queue);
        }
        if tokenizer.sink.is_stuck() {
            return;
        }
        rest = tail;
    }
    tokenizer.end();
}

fn split(text: &str) -> (&str, &str) {
    let mut at = CHUNK.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    text.split_at(at)
}

#[derive(Default)]
struct Sink {
    glance: RefCell<Glance>,
    /// Possible attributes since the last token.
    separators: RefCell<usize>,
}

impl Sink {
    fn begin(&self, chunk: &str) {
        let separator = |b: &&u8| matches!(b, b' ' | b'\n' | b'\t' | b'\r' | b'/' | b'"' | b'\'');
        *self.separators.borrow_mut() += chunk.as_bytes().iter().filter(separator).count();
    }

    fn is_stuck(&self) -> bool {
        *self.separators.borrow() > MAX_SEPARATORS
    }

    fn into_glance(self) -> Glance {
        self.glance.into_inner()
    }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        *self.separators.borrow_mut() = 0;
        let mut glance = self.glance.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => glance.start(&tag),
            Token::TagToken(tag) => {
                glance.end(&tag.name);
                TokenSinkResult::Continue
            }
            Token::CharacterTokens(text) => {
                glance.text(&text);
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

impl Glance {
    fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        self.note_machinery(tag);
        match tag.name.as_ref() {
            "title" => {
                self.open.title = true;
                return TokenSinkResult::RawData(RawKind::Rcdata);
            }
            "textarea" => return TokenSinkResult::RawData(RawKind::Rcdata),
            "script" => {
                self.open.script = true;
                self.scripts += 1;
                return TokenSinkResult::RawData(RawKind::ScriptData);
            }
            "style" | "iframe" | "noframes" | "xmp" => {
                self.open.style = true;
                return TokenSinkResult::RawData(RawKind::Rawtext);
            }
            "h1" | "h2" => self.open.heading = true,
            "a" => self.anchor(tag),
            "link" => self.link_tag(tag),
            "meta" => self.meta(tag),
            "base" => self.base = self.base.take().or_else(|| attribute(tag, "href")),
            "input" => self.has_password_field |= is_password(tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }

    fn end(&mut self, name: &str) {
        match name {
            "title" => self.open.title = false,
            "script" => self.open.script = false,
            "style" | "iframe" | "noframes" | "xmp" => self.open.style = false,
            "h1" | "h2" => self.open.heading = false,
            "a" => self.open.anchor = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.open.style {
            return;
        }
        if self.open.script {
            return append(&mut self.machinery, text, KEPT_MACHINERY);
        }
        if self.open.title {
            return append(&mut self.title, text, KEPT_TEXT);
        }
        self.text_len += text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
        append(&mut self.text, text, KEPT_TEXT);
        if self.open.heading {
            append(&mut self.heading, text, KEPT_TEXT);
        }
        if let Some(anchor) = self.anchors.last_mut().filter(|_| self.open.anchor) {
            append(&mut anchor.text, text, KEPT_ANCHOR_TEXT);
        }
    }

    fn note_machinery(&mut self, tag: &Tag) {
        for attribute in &tag.attrs {
            if matches!(
                &*attribute.name.local,
                "src" | "href" | "id" | "class" | "action"
            ) {
                append(&mut self.machinery, &attribute.value, KEPT_MACHINERY);
                append(&mut self.machinery, "\n", KEPT_MACHINERY);
            }
        }
    }

    fn anchor(&mut self, tag: &Tag) {
        let Some(href) = attribute(tag, "href") else {
            return;
        };
        self.open.anchor = true;
        self.anchors.push(Anchor {
            rel: attribute(tag, "rel").unwrap_or_default(),
            href,
            class: attribute(tag, "class").unwrap_or_default(),
            text: String::new(),
        });
    }

    fn link_tag(&mut self, tag: &Tag) {
        if let (Some(rel), Some(href)) = (attribute(tag, "rel"), attribute(tag, "href")) {
            let kind = attribute(tag, "type").unwrap_or_default();
            let media = attribute(tag, "media").unwrap_or_default();
            self.links.push(Link {
                rel: format!("{rel} {media}"),
                href,
                kind,
            });
        }
    }

    fn meta(&mut self, tag: &Tag) {
        let name = attribute(tag, "name")
            .unwrap_or_default()
            .to_ascii_lowercase();
        if matches!(name.as_str(), "robots" | "unhusk") {
            self.robots.extend(attribute(tag, "content"));
        }
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    let found = tag.attrs.iter().find(|a| &*a.name.local == name)?;
    Some(found.value.to_string())
}

fn is_password(tag: &Tag) -> bool {
    attribute(tag, "type").is_some_and(|t| t.eq_ignore_ascii_case("password"))
}

fn append(to: &mut String, text: &str, limit: usize) {
    if to.len() < limit {
        to.push_str(text);
    }
}
