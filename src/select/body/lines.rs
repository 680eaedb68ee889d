//! The lines of code that highlighters put into elements: a row of a table, a box, an item. Blank ones
//! have no text, so that no block of the page is theirs, and only the tree has them all.

use super::classes::GUTTERS;
use super::plan::Plan;
use crate::page::dom::{Edge, ElementRef, NodeRef};
use crate::segment::outline::ElementId;

/// Numbers in one gutter that are looked at.
const MOST_NUMBERS: usize = 20_000;

/// The text of a listing, without line numbers; nothing where it is preformatted text of another
/// sort, which may go on to the end of the page.
pub(super) fn of(plan: &Plan<'_>, element: ElementId) -> Option<String> {
    let node = plan.source.node(element)?;
    let is_pre = &**node.tag() == "pre";
    let has_code = || {
        let first = node.child_elements().next();
        first.is_some_and(|e| matches!(&**e.tag(), "code" | "ol"))
    };
    if is_pre && !has_code() {
        return None;
    }
    let text = text(node);
    Some(match is_pre {
        true => text,
        // Outside of `pre`, hard spaces keep the indentation.
        false => {
            let text = text.replace('\u{a0}', " ");
            let lines: Vec<_> = text.split('\n').map(str::trim_end).collect();
            lines.join("\n")
        }
    })
}

/// The white space that the first line of preformatted text begins with.
pub(super) fn indent<'a>(plan: &Plan<'a>, element: ElementId) -> &'a str {
    let node = plan.source.node(element);
    let first = node.and_then(|node| node.texts().next());
    let first = first.unwrap_or_default().trim_start_matches(['\n', '\r']);
    let line = first.trim_start_matches([' ', '\t']);
    first.strip_suffix(line).unwrap_or_default()
}

fn text(listing: ElementRef<'_>) -> String {
    let mut out = String::new();
    // Where the lines that are open began.
    let mut starts: Vec<usize> = Vec::new();
    let mut skipped = None;
    for edge in listing.traverse() {
        match edge {
            Edge::Close(node) if skipped == Some(node) => skipped = None,
            _ if skipped.is_some() => {}
            Edge::Open(node) if is_skipped(node) => skipped = Some(node),
            Edge::Open(node) if is_line(node) => starts.push(out.len()),
            Edge::Open(node) if is_tag(node, &["br"]) => out.push('\n'),
            Edge::Open(node) if !is_between_lines(node) => {
                out.push_str(node.text().unwrap_or_default());
            }
            Edge::Open(_) => {}
            Edge::Close(node) if is_line(node) => {
                let start = starts.pop().unwrap_or(0);
                if !out.get(start..).is_some_and(|line| line.ends_with('\n')) {
                    out.push('\n');
                }
            }
            Edge::Close(_) => {}
        }
    }
    out
}

fn is_tag(node: NodeRef<'_>, tags: &[&str]) -> bool {
    node.element().is_some_and(|e| tags.contains(&&**e.tag()))
}

fn is_line(node: NodeRef<'_>) -> bool {
    is_tag(node, &["tr", "div", "li", "p"])
}

/// Line numbers, buttons, and what no one sees.
fn is_skipped(node: NodeRef<'_>) -> bool {
    let Some(element) = node.element() else {
        return false;
    };
    let mut classes = element
        .get("class")
        .unwrap_or_default()
        .split_ascii_whitespace();
    let is_number = |text: &str| {
        text.chars()
            .all(|c| c.is_ascii_digit() || c.is_whitespace())
    };
    is_tag(node, &["button", "script", "style", "template", "svg"])
        || (classes.any(|class| GUTTERS.contains(&class))
            && element.texts().take(MOST_NUMBERS).all(is_number))
}

/// White space between the elements that are lines.
fn is_between_lines(node: NodeRef<'_>) -> bool {
    let is_part =
        |node: NodeRef<'_>| is_line(node) || is_tag(node, &["td", "tbody", "table", "ul", "ol"]);
    let beside = [node.previous_sibling(), node.next_sibling()];
    node.text().is_some_and(|text| text.trim().is_empty())
        && beside.into_iter().flatten().any(is_part)
}
