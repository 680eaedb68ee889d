//! The texts of elements that name authors and dates, as they are read.

use html5ever::local_name;

use super::dom::{ElementRef, NodeRef};

/// A text longer than this is no name and no date.
const LONGEST: usize = 200;
/// Marks where a word may break: they belong to the layout, not to the text.
const INVISIBLE: [char; 2] = ['\u{ad}', '\u{200b}'];

/// The element with the name inside one that describes a person.
pub(super) fn inner_name(element: ElementRef<'_>) -> ElementRef<'_> {
    let inner = element
        .descendants()
        .take(LONGEST)
        .filter_map(NodeRef::element);
    let mut named = inner.filter(|e| {
        let names = [e.get("itemprop"), e.get("property")];
        names.into_iter().flatten().any(|p| p.contains("name"))
    });
    named.next().unwrap_or(element)
}

/// The text of an element, white space collapsed, up to a limit.
pub(super) fn text(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    // A limit on nodes too: elements that hold the whole page can be named "author".
    let pieces = element
        .descendants()
        .take(LONGEST * 4)
        .filter_map(|n| n.text());
    for piece in pieces {
        for word in piece.split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.extend(word.split(INVISIBLE));
        }
        if out.len() > LONGEST * 4 {
            break;
        }
    }
    out
}

/// As [`text`], each block on a line of its own. What is raised after a name is the number of a note
/// or the letter of an institute.
pub(super) fn lines(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    let mut last = None;
    for node in element.descendants().take(LONGEST * 4) {
        let Some(piece) = node.text().filter(|_| !is_raised(node)) else {
            continue;
        };
        let mut around = node.ancestors().filter_map(NodeRef::element).take(8);
        let block = around.find(|e| *e == element || is_block(e.tag()) || is_listed(*e));
        let block = block.map(|e| e.id());
        for word in piece.split_whitespace() {
            if !out.is_empty() {
                out.push(if last == block { ' ' } else { '\n' });
            }
            last = block;
            out.extend(word.split(INVISIBLE));
        }
        if out.len() > LONGEST * 4 {
            break;
        }
    }
    out
}

fn is_raised(node: NodeRef<'_>) -> bool {
    let mut around = node.ancestors().filter_map(NodeRef::element).take(2);
    around.any(|element| *element.tag() == local_name!("sup"))
}

/// The words before an element, in what stands before it or before the element around it: no
/// numbers, which are dates of their own.
pub(super) fn label(element: ElementRef<'_>) -> String {
    const LONGEST: usize = 30;
    let mut around = std::iter::once(*element).chain(element.ancestors()).take(3);
    let before = around.find_map(|node| {
        let before = std::iter::successors(node.previous_sibling(), |n| n.previous_sibling());
        before.take(8).find_map(words)
    });
    let label = before.map(collapsed).unwrap_or_default();
    let is_label = label.len() <= LONGEST && !label.contains(|c: char| c.is_ascii_digit());
    if is_label { label } else { String::new() }
}

/// The first text of a node that has a letter or number.
fn words(node: NodeRef<'_>) -> Option<&str> {
    let mut texts = node.descendants().take(8).filter_map(NodeRef::text);
    texts.find(|text| text.contains(char::is_alphanumeric))
}

fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "div"
            | "p"
            | "li"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "td"
            | "dd"
            | "dt"
            | "section"
    )
}

/// One of neighbouring elements of a kind with several words each: names side by side, and not the
/// parts of one name.
fn is_listed(element: ElementRef<'_>) -> bool {
    let has_words = || {
        let mut nodes = element.descendants().take(8).filter_map(|n| n.text());
        nodes.any(|text| text.trim().contains(' '))
    };
    let is_alike = |other: Option<ElementRef<'_>>| {
        other.is_some_and(|other| {
            other.tag() == element.tag() && other.get("class") == element.get("class")
        })
    };
    let is_inline = matches!(&**element.tag(), "span" | "a");
    let before = element.previous_elements().next();
    let after = element.next_elements().next();
    is_inline && (is_alike(before) || is_alike(after)) && has_words()
}

/// Text with every run of white space as one space.
pub(crate) fn collapsed(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ")
}
