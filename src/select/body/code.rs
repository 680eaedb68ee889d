//! What preformatted text is written in.

use super::plan::Plan;
use crate::page::dom::NodeRef;
use crate::segment::outline::ElementId;

/// The language that class names of a `pre` or of the `code` in it state.
pub(super) fn language(plan: &Plan<'_>, element: ElementId) -> Option<String> {
    let node = plan.source.node(element)?;
    let inner = node.child_elements().filter(|e| &**e.tag() == "code");
    let outer = node.ancestors().filter_map(NodeRef::element).take(2);
    let mut nodes = std::iter::once(node).chain(inner).chain(outer);
    nodes.find_map(|node| {
        let stated = node.get("data-lang").or_else(|| node.get("data-language"));
        stated
            .map(str::to_owned)
            .or_else(|| class_language(node.get("class")?))
    })
}

fn class_language(class: &str) -> Option<String> {
    const PREFIXES: [&str; 4] = ["language-", "lang-", "highlight-source-", "brush:"];
    let strip = |name: &str| {
        let rest = PREFIXES.iter().find_map(|p| name.strip_prefix(p))?;
        let rest = rest.trim_end_matches(';');
        let is_name = !rest.is_empty() && !matches!(rest, "none" | "plaintext" | "text");
        is_name.then(|| rest.to_ascii_lowercase())
    };
    class.split_ascii_whitespace().find_map(strip)
}
