//! Drawings: nothing inside them is read by the extraction.

use memchr::memchr;

use super::comment_len;
use super::tags::{Cursor, Part};

/// Drawings nested deeper than this are not left out.
const MAX_DEPTH: usize = 100;

/// Where the end tag of the drawing begins whose start tag ends at `from`.
///
/// Anything by which the parser could get back to HTML inside it is an error, which says how far
/// the search came.
pub(super) fn drawing_end(html: &str, from: usize) -> Result<usize, usize> {
    let mut drawing = Drawing {
        html,
        at: from,
        open: Vec::new(),
    };
    while let Some(lt) = memchr(b'<', drawing.rest().as_bytes()) {
        let tag = drawing.at + lt;
        drawing.at = tag;
        match drawing.markup() {
            Some(Step::Inside) => {}
            Some(Step::End) => return Ok(tag),
            None => return Err(drawing.at.max(tag + 1)),
        }
    }
    Err(html.len())
}

struct Drawing<'a> {
    html: &'a str,
    at: usize,
    /// Names of open elements below the drawing.
    open: Vec<&'a str>,
}

enum Step {
    Inside,
    End,
}

impl<'a> Drawing<'a> {
    fn rest(&self) -> &'a str {
        self.html.get(self.at..).unwrap_or_default()
    }

    /// Passes over what begins with the `<` here; nothing if it may lead back to HTML.
    fn markup(&mut self) -> Option<Step> {
        match self.rest().as_bytes() {
            [_, b'/', c, ..] if c.is_ascii_alphabetic() => self.end_tag(),
            [_, c, ..] if c.is_ascii_alphabetic() => self.start_tag(),
            [_, b'!', b'-', b'-', comment @ ..] => {
                self.at += 4 + comment_len(comment);
                Some(Step::Inside)
            }
            [_, b'!' | b'?' | b'/', ..] => None,
            _ => {
                self.at += 1;
                Some(Step::Inside)
            }
        }
    }

    fn start_tag(&mut self) -> Option<Step> {
        let mut cursor = Cursor::new(self.html, self.at + 1);
        let name = cursor.tag_name();
        if leads_to_html(name) || self.open.last().is_some_and(|open| holds_html(open)) {
            return None;
        }
        if !self.pass(cursor)? {
            self.open.push(name);
        }
        (self.open.len() <= MAX_DEPTH).then_some(Step::Inside)
    }

    fn end_tag(&mut self) -> Option<Step> {
        let mut cursor = Cursor::new(self.html, self.at + 2);
        let name = cursor.tag_name();
        let is_this = |open: &&str| open.eq_ignore_ascii_case(name);
        match self.open.iter().rposition(is_this) {
            Some(index) => self.open.truncate(index),
            None => return name.eq_ignore_ascii_case("svg").then_some(Step::End),
        }
        self.pass(cursor)?;
        Some(Step::Inside)
    }

    /// Moves behind a tag; says whether it is self-closing.
    fn pass(&mut self, mut cursor: Cursor<'a>) -> Option<bool> {
        // A tag that does not end takes the rest of the page.
        self.at = self.html.len();
        loop {
            if let Part::End { self_closing } = cursor.next()? {
                self.at = cursor.at();
                return Some(self_closing);
            }
        }
    }
}

/// Whether a start tag leads from SVG back to HTML (the standard's break-out list and the
/// integration point with element content), or has content that is read differently there.
fn leads_to_html(name: &str) -> bool {
    const NAMES: [&str; 50] = [
        "b",
        "big",
        "blockquote",
        "body",
        "br",
        "center",
        "code",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "embed",
        "font",
        "foreignobject",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "hr",
        "html",
        "i",
        "img",
        "li",
        "listing",
        "menu",
        "meta",
        "nobr",
        "ol",
        "p",
        "pre",
        "ruby",
        "s",
        "script",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "table",
        "template",
        "tt",
        "u",
        "ul",
        "var",
        "math",
    ];
    NAMES.iter().any(|html| name.eq_ignore_ascii_case(html))
}

/// SVG elements whose content is parsed as HTML.
fn holds_html(name: &str) -> bool {
    name.eq_ignore_ascii_case("title") || name.eq_ignore_ascii_case("desc")
}
