//! Passes over what the extraction never reads, before the parser sees it: the content of
//! `script` (but not JSON), `style`, `svg` and comments. That is more than half of the bytes of a
//! usual page, and the parser is the slowest stage.
//!
//! The scanner follows the tokenizer of the HTML standard as far as it must to know where such
//! content begins and ends. The tags themselves stay, so the tree is the same but for the content
//! of those elements. Where the standard makes the tokenizer depend on the tree in a way that a
//! scanner cannot follow, it stops skipping and passes the rest of the page on as it is.

use std::ops::Range;

use memchr::{memchr, memchr3};

/// Attributes of one tag beyond this are passed over: the tokenizer compares each attribute with
/// all before it.
const MAX_ATTRIBUTES: usize = 512;

/// Drawings nested deeper than this are passed on.
const MAX_SVG_DEPTH: usize = 100;

/// A tag longer than this has its attributes counted.
const LONG_TAG: usize = 4 << 10;

/// The ranges of `html` to parse, in order.
pub(super) fn kept(html: &str) -> Vec<Range<usize>> {
    let mut scanner = Scanner {
        bytes: html.as_bytes(),
        at: 0,
        kept_to: 0,
        kept: Vec::new(),
        foreign: Foreign::None,
    };
    scanner.run();
    scanner.keep_to(html.len());
    scanner.kept
}

/// Elements inside which the tokenizer does not switch to raw text as usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Foreign {
    None,
    Math,
    Select,
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Everything before this is either in `kept` or skipped.
    kept_to: usize,
    kept: Vec<Range<usize>>,
    foreign: Foreign,
}

/// The scanner cannot follow any further.
struct Lost;

impl<'a> Scanner<'a> {
    fn run(&mut self) {
        while let Some(lt) = memchr(b'<', self.rest()) {
            self.at += lt + 1;
            if self.markup().is_err() {
                return;
            }
        }
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn keep_to(&mut self, end: usize) {
        if end > self.kept_to {
            self.kept.push(self.kept_to..end);
        }
        self.kept_to = end.max(self.kept_to);
    }

    /// Leaves out everything between `from` and `to`.
    fn skip(&mut self, from: usize, to: usize) {
        if to > from {
            self.keep_to(from);
            self.kept_to = to;
        }
        self.at = to;
    }

    /// What follows a `<`.
    fn markup(&mut self) -> Result<(), Lost> {
        match self.rest() {
            [b'!', b'-', b'-', ..] => {
                self.comment();
                Ok(())
            }
            // In MathML this is a CDATA section, in HTML it ends at the first `>`.
            [b'!', b'[', ..] if self.foreign != Foreign::None => Err(Lost),
            [b'!' | b'?', ..] => self.bogus(),
            [b'/', c, ..] if c.is_ascii_alphabetic() => self.end_tag(),
            [b'/', ..] => self.bogus(),
            [c, ..] if c.is_ascii_alphabetic() => self.start_tag(),
            _ => Ok(()),
        }
    }

    fn comment(&mut self) {
        let content = self.comment_content();
        self.skip(content.start, content.end);
    }

    /// A comment ends at `-->` or `--!>`; `<!-->` and `<!--->` are whole comments.
    fn comment_content(&self) -> Range<usize> {
        let start = self.at + 3;
        let rest = self.bytes.get(start..).unwrap_or_default();
        if rest.starts_with(b">") || rest.starts_with(b"->") {
            return start..start;
        }
        let content = |gt: usize| {
            let before = rest.get(..gt)?;
            before
                .strip_suffix(b"--")
                .or_else(|| before.strip_suffix(b"--!"))
        };
        let end = memchr::memchr_iter(b'>', rest).find_map(content);
        start..end.map_or(self.bytes.len(), |content| start + content.len())
    }

    /// Declarations and the like end at the first `>`.
    fn bogus(&mut self) -> Result<(), Lost> {
        let end = memchr(b'>', self.rest()).ok_or(Lost)?;
        self.at += end + 1;
        Ok(())
    }

    fn end_tag(&mut self) -> Result<(), Lost> {
        self.at += 1;
        let name = self.name();
        let closes = |expected: &[u8]| name.eq_ignore_ascii_case(expected);
        if (self.foreign == Foreign::Math && closes(b"math"))
            || (self.foreign == Foreign::Select && closes(b"select"))
        {
            self.foreign = Foreign::None;
        }
        self.tag_end().map(|_| ())
    }

    fn start_tag(&mut self) -> Result<(), Lost> {
        let start = self.at;
        let kind = Kind::of(self.name());
        let self_closing = self.tag_end()?;
        match kind {
            Kind::Plain => Ok(()),
            Kind::Frameset | Kind::Plaintext => Err(Lost),
            Kind::Math if !self_closing => self.enter(Foreign::Math),
            Kind::Select => self.enter(Foreign::Select),
            Kind::Math => Ok(()),
            _ if self.foreign != Foreign::None => Err(Lost),
            Kind::Svg if self_closing => Ok(()),
            Kind::Svg => self.svg(),
            Kind::Script => self.script(start),
            Kind::Raw(name) => {
                let end = self.raw_end(name).unwrap_or(self.bytes.len());
                if name == b"style" {
                    self.skip(self.at, end);
                }
                self.at = end;
                Ok(())
            }
        }
    }

    fn enter(&mut self, foreign: Foreign) -> Result<(), Lost> {
        if self.foreign != Foreign::None {
            return Err(Lost);
        }
        self.foreign = foreign;
        Ok(())
    }

    fn name(&self) -> &'a [u8] {
        let rest = self.rest();
        let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'>');
        let end = rest.iter().position(ends).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// Moves behind the tag's `>`; says whether it is self-closing.
    fn tag_end(&mut self) -> Result<bool, Lost> {
        let name = self.name().len();
        let mut tag = Tag::new(self.rest(), name);
        let end = tag.end().ok_or(Lost)?;
        let start = self.at;
        if end > LONG_TAG
            && let Some(cut) = Tag::new(self.rest(), name).attribute_end(MAX_ATTRIBUTES)
        {
            self.skip(start + cut, start + end);
        }
        self.at = start + end + 1;
        Ok(self.bytes.get(self.at - 2) == Some(&b'/') && tag.unquoted_to != end)
    }

    fn script(&mut self, tag_start: usize) -> Result<(), Lost> {
        let tag = self.bytes.get(tag_start..self.at).unwrap_or_default();
        let end = self.script_end();
        if contains_ignore_case(tag, b"json") {
            self.at = end;
        } else {
            self.skip(self.at, end);
        }
        Ok(())
    }

    /// The end of a script's content. Inside `<!--` a nested `<script>` hides the next end tag.
    fn script_end(&self) -> usize {
        let mut at = self.at;
        // None, inside `<!--`, inside `<!-- <script`.
        let mut escaped = 0;
        while let Some(next) = self.next_of(at, escaped > 0) {
            let rest = self.bytes.get(next..).unwrap_or_default();
            at = next + 1;
            if rest.starts_with(b"-->") {
                escaped = 0;
            } else if escaped == 0 && rest.starts_with(b"<!--") {
                // The hyphens may already belong to the end: `<!-->`.
                (escaped, at) = (1, next + 2);
            } else if is_tag(rest, b"</script") {
                match escaped {
                    2 => escaped = 1,
                    _ => return next,
                }
            } else if escaped == 1 && is_tag(rest, b"<script") {
                escaped = 2;
            }
        }
        self.bytes.len()
    }

    fn next_of(&self, at: usize, or_hyphen: bool) -> Option<usize> {
        let rest = self.bytes.get(at..)?;
        let found = if or_hyphen {
            memchr::memchr2(b'<', b'-', rest)
        } else {
            memchr(b'<', rest)
        };
        found.map(|i| at + i)
    }

    /// Where the end tag of a raw text element begins.
    fn raw_end(&self, name: &[u8]) -> Option<usize> {
        let mut at = self.at;
        while let Some(lt) = memchr(b'<', self.bytes.get(at..)?) {
            at += lt;
            let rest = self.bytes.get(at..)?;
            if rest.get(1) == Some(&b'/') && is_tag(rest.get(2..)?, name) {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    /// Leaves out what is inside an `svg`, if that is a plain drawing. Anything by which the
    /// parser could get back to HTML inside it ends the skipping for good.
    fn svg(&mut self) -> Result<(), Lost> {
        let start = self.at;
        let mut open: Vec<&[u8]> = Vec::new();
        while let Some(lt) = memchr(b'<', self.rest()) {
            let tag = self.at + lt;
            self.at = tag + 1;
            match self.rest() {
                [b'/', c, ..] if c.is_ascii_alphabetic() => {
                    self.at += 1;
                    let name = self.name();
                    let opened = open.iter().rposition(|o| o.eq_ignore_ascii_case(name));
                    match opened {
                        Some(index) => open.truncate(index),
                        None if name.eq_ignore_ascii_case(b"svg") => {
                            self.skip(start, tag);
                            self.at = tag + 1;
                            return self.end_tag();
                        }
                        None => return Err(Lost),
                    }
                    self.tag_end()?;
                }
                [c, ..] if c.is_ascii_alphabetic() => {
                    let name = self.name();
                    if is_html_in_svg(name) || open.last().is_some_and(|o| holds_html(o)) {
                        return Err(Lost);
                    }
                    if !self.tag_end()? {
                        open.push(name);
                    }
                }
                [b'!', b'-', b'-', ..] => self.at = self.comment_content().end,
                [b'!' | b'?' | b'/', ..] => return Err(Lost),
                _ => {}
            }
            if open.len() > MAX_SVG_DEPTH {
                return Err(Lost);
            }
        }
        Err(Lost)
    }
}

/// What a start tag does to the tokenizer.
enum Kind {
    Plain,
    Script,
    /// Raw or escapable raw text, by lower-case name.
    Raw(&'static [u8]),
    Svg,
    Math,
    Select,
    Frameset,
    Plaintext,
}

impl Kind {
    fn of(name: &[u8]) -> Self {
        const RAW: [&[u8]; 7] = [
            b"style",
            b"title",
            b"textarea",
            b"iframe",
            b"noembed",
            b"noframes",
            b"xmp",
        ];
        let first = name.first().map_or(0, u8::to_ascii_lowercase);
        if !matches!(first, b's' | b't' | b'i' | b'n' | b'x' | b'm' | b'f' | b'p') {
            return Self::Plain;
        }
        let is = |expected: &[u8]| name.eq_ignore_ascii_case(expected);
        match first {
            b's' if is(b"script") => Self::Script,
            b's' if is(b"svg") => Self::Svg,
            b's' if is(b"select") => Self::Select,
            b'm' if is(b"math") => Self::Math,
            b'f' if is(b"frameset") => Self::Frameset,
            b'p' if is(b"plaintext") => Self::Plaintext,
            _ => RAW
                .iter()
                .find(|raw| is(raw))
                .map_or(Self::Plain, |raw| Self::Raw(raw)),
        }
    }
}

/// Tags that lead from SVG back to HTML (the standard's break-out list and integration points
/// with element content), and those whose content the tokenizer reads differently there.
fn is_html_in_svg(name: &[u8]) -> bool {
    const NAMES: [&[u8]; 50] = [
        b"b",
        b"big",
        b"blockquote",
        b"body",
        b"br",
        b"center",
        b"code",
        b"dd",
        b"div",
        b"dl",
        b"dt",
        b"em",
        b"embed",
        b"font",
        b"foreignobject",
        b"h1",
        b"h2",
        b"h3",
        b"h4",
        b"h5",
        b"h6",
        b"head",
        b"hr",
        b"html",
        b"i",
        b"img",
        b"li",
        b"listing",
        b"menu",
        b"meta",
        b"nobr",
        b"ol",
        b"p",
        b"pre",
        b"ruby",
        b"s",
        b"script",
        b"small",
        b"span",
        b"strike",
        b"strong",
        b"sub",
        b"sup",
        b"table",
        b"template",
        b"tt",
        b"u",
        b"ul",
        b"var",
        b"math",
    ];
    NAMES.iter().any(|html| name.eq_ignore_ascii_case(html))
}

/// SVG elements whose content is parsed as HTML.
fn holds_html(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"title") || name.eq_ignore_ascii_case(b"desc")
}

/// Finds the end of a tag by the attribute states of the standard's tokenizer.
struct Tag<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where the last value without quotes ends; it may end in a `/` that closes nothing.
    unquoted_to: usize,
}

impl<'a> Tag<'a> {
    /// `bytes` begin with the tag's name.
    fn new(bytes: &'a [u8], name: usize) -> Self {
        Self {
            bytes,
            at: name,
            unquoted_to: 0,
        }
    }

    /// The position of the tag's `>`.
    fn end(&mut self) -> Option<usize> {
        // Quotes matter only at the start of a value. Nearly always a quote stands right behind
        // a name and `=`; everything else goes the long way.
        loop {
            let rest = self.bytes.get(self.at..)?;
            let next = memchr3(b'>', b'"', b'\'', rest)?;
            match rest.get(next) {
                Some(b'>') if memchr(b'=', rest.get(..next)?).is_none() => {
                    return Some(self.at + next);
                }
                Some(&quote) if quote != b'>' && is_simple_attribute(rest.get(..next)?) => {
                    let value = rest.get(next + 1..)?;
                    self.at += next + 1 + memchr(quote, value)? + 1;
                }
                _ => return self.attribute_states(usize::MAX),
            }
        }
    }

    /// The position behind the `count`th attribute from here, if there are more.
    fn attribute_end(&mut self, count: usize) -> Option<usize> {
        let end = self.attribute_states(count)?;
        (self.bytes.get(end) != Some(&b'>')).then_some(end)
    }

    /// Walks over attributes until `>` or until `count` of them are passed.
    fn attribute_states(&mut self, count: usize) -> Option<usize> {
        let mut passed = 0;
        loop {
            self.skip_while(|b| b.is_ascii_whitespace() || b == b'/');
            if *self.bytes.get(self.at)? == b'>' || passed == count {
                return Some(self.at);
            }
            passed += 1;
            // A name may begin with `=`.
            self.at += 1;
            self.skip_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'='));
            let name_end = self.at;
            self.skip_while(|b| b.is_ascii_whitespace());
            if *self.bytes.get(self.at)? != b'=' {
                self.at = name_end;
                continue;
            }
            self.at += 1;
            self.value()?;
        }
    }

    fn value(&mut self) -> Option<()> {
        self.skip_while(|b| b.is_ascii_whitespace());
        match *self.bytes.get(self.at)? {
            quote @ (b'"' | b'\'') => {
                let value = self.bytes.get(self.at + 1..)?;
                self.at += 1 + memchr(quote, value)? + 1;
            }
            _ => {
                self.skip_while(|b| !b.is_ascii_whitespace() && b != b'>');
                self.unquoted_to = self.at;
            }
        }
        Some(())
    }

    fn skip_while(&mut self, passes: impl Fn(u8) -> bool) {
        while self.bytes.get(self.at).is_some_and(|&b| passes(b)) {
            self.at += 1;
        }
    }
}

/// Whether the bytes between two values, up to a quote, end in a name and `=`, so that the quote
/// begins a value.
fn is_simple_attribute(before: &[u8]) -> bool {
    let Some((b'=', before)) = before.split_last() else {
        return false;
    };
    let is_separator = |b: &u8| b.is_ascii_whitespace() || *b == b'/';
    let name = before.rsplit(is_separator).next().unwrap_or_default();
    !name.is_empty() && !before.contains(&b'=')
}

/// Whether a tag of this name begins here (`<script`, `</script`), as raw text end tags do.
fn is_tag(bytes: &[u8], tag: &[u8]) -> bool {
    let head = bytes.get(..tag.len());
    let after = bytes.get(tag.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(tag))
        && after.is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
}

fn contains_ignore_case(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|w| w.eq_ignore_ascii_case(needle))
}
