//! Where text ends in which tags do not count.

use memchr::{memchr, memchr2};

use super::tags::is_space;

/// Where the end tag of a raw text element begins, or the length of `bytes`.
///
/// RCDATA and RAWTEXT states.
pub(super) fn end(bytes: &[u8], name: &[u8]) -> usize {
    let closes = |lt: &usize| is_end_tag(bytes.get(*lt..).unwrap_or_default(), name);
    memchr::memchr_iter(b'<', bytes)
        .find(closes)
        .unwrap_or(bytes.len())
}

/// How a script is hidden from end tags.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escape {
    None,
    /// Inside `<!--`.
    Escaped,
    /// Inside `<!-- <script`: the next end tag belongs to that.
    DoubleEscaped,
}

/// Where the end tag of a script begins, or the length of `bytes`.
///
/// [Script data state](https://html.spec.whatwg.org/multipage/parsing.html#script-data-state)
/// and all its escaped states.
pub(super) fn script_end(bytes: &[u8]) -> usize {
    let mut at = 0;
    let mut escape = Escape::None;
    while let Some(next) = next_of(bytes, at, escape != Escape::None) {
        let rest = bytes.get(next..).unwrap_or_default();
        at = next + 1;
        match escape {
            _ if is_end_tag(rest, b"script") => match escape {
                Escape::DoubleEscaped => escape = Escape::Escaped,
                _ => return next,
            },
            Escape::None if rest.starts_with(b"<!--") => {
                // The hyphens may already belong to the end: `<!-->`.
                (escape, at) = (Escape::Escaped, next + 2);
            }
            Escape::None => {}
            _ if rest.starts_with(b"-->") => escape = Escape::None,
            Escape::Escaped if is_start_tag(rest, b"script") => escape = Escape::DoubleEscaped,
            _ => {}
        }
    }
    bytes.len()
}

fn next_of(bytes: &[u8], at: usize, or_hyphen: bool) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let found = if or_hyphen {
        memchr2(b'<', b'-', rest)
    } else {
        memchr(b'<', rest)
    };
    found.map(|i| at + i)
}

fn is_start_tag(bytes: &[u8], name: &[u8]) -> bool {
    bytes
        .strip_prefix(b"<")
        .is_some_and(|tag| is_named(tag, name))
}

fn is_end_tag(bytes: &[u8], name: &[u8]) -> bool {
    bytes
        .strip_prefix(b"</")
        .is_some_and(|tag| is_named(tag, name))
}

/// Whether a tag of this name stands here. The name must be followed by something.
fn is_named(tag: &[u8], name: &[u8]) -> bool {
    let head = tag.get(..name.len());
    let after = tag.get(name.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(name))
        && after.is_some_and(|&b| is_space(b) || matches!(b, b'/' | b'>'))
}

/// Whether a script's tag says that it holds no code: JSON, TeX of a formula, a template.
pub(super) fn is_data(tag: &str) -> bool {
    let words = ["json", "math/tex", "template", "html"];
    words.iter().any(|word| contains_ignore_case(tag, word))
}

fn contains_ignore_case(haystack: &str, needle: &str) -> bool {
    haystack
        .as_bytes()
        .windows(needle.len())
        .any(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}
