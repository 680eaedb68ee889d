//! What preformatted text is written in, as the mark-up of highlighters and editors states it.

use super::plan::Plan;
use crate::page::dom::{ElementRef, NodeRef};
use crate::segment::outline::ElementId;

const ATTRIBUTES: [&str; 5] = [
    "data-lang",
    "data-language",
    "data-enlighter-language",
    "data-tagsearch-lang",
    "data-programming-language",
];

/// What stands before the language's name in a class name. Longer ones come first.
const PREFIXES: [&str; 7] = [
    "language-",
    "lang-",
    "lang:",
    "highlight-source-",
    "highlight-text-",
    "highlight-",
    "src-",
];

/// Class names that the language's name follows as a class name of its own.
const BEFORE: [&str; 3] = ["sourceCode", "hljs", "syntaxhighlighter"];

/// Fewer lines that begin with numbers are no numbered code.
const LEAST_NUMBERED: usize = 3;

/// Words in the place of a language's name that name none.
const OTHERS: [&str; 11] = [
    "none",
    "plain",
    "plaintext",
    "text",
    "default",
    "nohighlight",
    "wrapper",
    "box",
    "block",
    "notranslate",
    "nogutter",
];

/// The language that a `pre`, the `code` in it or what is around it states.
pub(super) fn language(plan: &Plan<'_>, element: ElementId) -> Option<String> {
    let node = plan.source.node(element)?;
    let inner = node.child_elements().filter(|e| &**e.tag() == "code");
    let outer = node.ancestors().filter_map(NodeRef::element);
    let outer = outer.filter(|e| !is_of_table(*e)).take(2);
    let mut nodes = std::iter::once(node).chain(inner).chain(outer);
    let name = nodes.find_map(stated)?;
    Some(name.to_ascii_lowercase())
}

/// Code without the numbers that were typed before its lines, if every line has the next one. Other
/// preformatted text may be a list that counts.
pub(super) fn unnumbered(text: &str, is_code: bool) -> Option<String> {
    let begins = text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let is_code =
        || is_code || text.contains(['{', '}', ';', '=', '<', '[']) || text.contains("()");
    if !begins || !is_code() {
        return None;
    }
    let (mut next, mut lines) = (None, Vec::new());
    for line in text.split('\n') {
        let (number, rest) = numbered(line)?;
        if next.is_some_and(|next| next != number) {
            return None;
        }
        next = Some(number.checked_add(1)?);
        lines.push(rest);
    }
    let is_spaced = |line: &&str| line.is_empty() || line.starts_with(' ');
    // One space parts the number from the line.
    if lines.iter().all(is_spaced) {
        lines
            .iter_mut()
            .for_each(|line| *line = line.get(1..).unwrap_or_default());
    }
    (lines.len() >= LEAST_NUMBERED).then(|| lines.join("\n"))
}

/// The number that a line begins with, and the rest of the line.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let line = line.trim_start();
    let end = line
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(line.len());
    let (number, rest) = line.split_at(end);
    let rest = rest.strip_prefix([':', '|', '\t']).unwrap_or(rest);
    let is_parted = rest.len() + end < line.len() || rest.is_empty() || rest.starts_with(' ');
    is_parted.then(|| Some((number.parse().ok()?, rest)))?
}

/// Whether an element is part of a table, in which line numbers stand beside the code.
fn is_of_table(node: ElementRef<'_>) -> bool {
    matches!(&**node.tag(), "td" | "tr" | "tbody" | "table")
}

fn stated(node: ElementRef<'_>) -> Option<&str> {
    let mut attributes = ATTRIBUTES.iter().filter_map(|name| node.get(name));
    attributes
        .find(|value| is_name(value))
        .or_else(|| class_language(node.get("class")?))
        .or_else(|| lang(node))
}

fn class_language(class: &str) -> Option<&str> {
    brush(class).or_else(|| {
        let mut before = "";
        class.split_ascii_whitespace().find_map(|name| {
            let follows = BEFORE.contains(&std::mem::replace(&mut before, name));
            let prefixed = PREFIXES.iter().find_map(|p| name.strip_prefix(p));
            prefixed
                .or(Some(name).filter(|_| follows))
                .filter(|name| is_name(name))
        })
    })
}

/// `brush: js; gutter: false` of SyntaxHighlighter.
fn brush(class: &str) -> Option<&str> {
    let (_, rest) = class.split_once("brush:")?;
    let name = rest.trim_start().split([';', ' ']).next()?;
    is_name(name).then_some(name)
}

/// Of old, `lang` of a `pre` names the language of the code; it may also name that of the words.
fn lang(node: ElementRef<'_>) -> Option<&str> {
    const SHORT: [&str; 12] = [
        "c", "cs", "go", "hs", "js", "kt", "py", "r", "rb", "rs", "sh", "ts",
    ];
    let is_code = matches!(&**node.tag(), "pre" | "code");
    let name = node.get("lang").filter(|_| is_code)?.trim();
    let is_long = name.split('-').next().is_some_and(|part| part.len() > 2);
    ((is_long || SHORT.contains(&name)) && is_name(name)).then_some(name)
}

fn is_name(name: &str) -> bool {
    let is_letter =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'#' | b'-' | b'_' | b'.');
    !name.is_empty() && name.bytes().all(is_letter) && !OTHERS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_names_of_highlighters_name_the_language() {
        for (class, expected) in [
            ("brush: js; gutter: false", "js"),
            ("brush:php", "php"),
            ("prettyprint lang-py", "py"),
            ("highlight-python3 notranslate", "python3"),
            ("highlight highlight-source-rust", "rust"),
            ("sourceCode python", "python"),
            ("hljs language-x", "x"),
            ("hljs css", "css"),
            ("src src-emacs-lisp", "emacs-lisp"),
            ("syntaxhighlighter  c#", "c#"),
        ] {
            assert_eq!(class_language(class), Some(expected), "{class}");
        }
        for class in [
            "language-none",
            "highlight",
            "highlight-default notranslate",
            "wp-block-code",
        ] {
            assert_eq!(class_language(class), None, "{class}");
        }
    }
}
