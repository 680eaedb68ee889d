//! Items of lists that are tasks, with a box that is ticked or not.

use html5ever::local_name;

use crate::page::dom::ElementRef;
use crate::segment::outline::ElementId;
use crate::select::source::Source;

/// Nodes before the text of an item that are looked at.
const MOST_NODES: usize = 12;

/// Whether a task is done; nothing for an item that is none.
pub(super) fn is_done(source: &Source<'_>, item: ElementId) -> Option<bool> {
    let item = source.node(item)?;
    stated(item).or_else(|| boxed(item))
}

/// As editors state it of an item: Tiptap, Quill, Confluence.
fn stated(item: ElementRef<'_>) -> Option<bool> {
    match item.get("data-checked").or_else(|| item.get("data-list")) {
        Some("true" | "checked") => return Some(true),
        Some("false" | "unchecked") => return Some(false),
        _ => {}
    }
    item.get("data-inline-task-id")?;
    Some(has_class(item, "checked"))
}

/// As a box before its text shows it.
fn boxed(item: ElementRef<'_>) -> Option<bool> {
    for node in item.descendants().skip(1).take(MOST_NODES) {
        match (node.element(), node.text()) {
            (Some(element), _) if *element.tag() == local_name!("li") => return None,
            (Some(element), _) => match ticked(element) {
                None => {}
                done => return done,
            },
            (None, Some(text)) if !text.trim().is_empty() => return None,
            _ => {}
        }
    }
    None
}

/// A check box, or what Notion and Discourse draw as one.
fn ticked(element: ElementRef<'_>) -> Option<bool> {
    if *element.tag() == local_name!("input") {
        let kind = element.get("type")?;
        let is_box = kind.eq_ignore_ascii_case("checkbox");
        return is_box.then(|| element.get("checked").is_some());
    }
    let mut classes = element.get("class")?.split_ascii_whitespace();
    classes.find_map(|class| match class {
        "checkbox-on" => Some(true),
        "checkbox-off" => Some(false),
        "chcklst-box" => Some(has_class(element, "checked")),
        _ => None,
    })
}

fn has_class(element: ElementRef<'_>, name: &str) -> bool {
    let mut classes = element
        .get("class")
        .unwrap_or_default()
        .split_ascii_whitespace();
    classes.any(|class| class == name)
}
