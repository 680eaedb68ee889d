//! The text in the state of a page: under a telling name, or as a list of paragraphs.

use serde_json::Value;

use crate::page::words;

/// Values of one state that are looked at.
const MOST_VALUES: usize = 100_000;
/// Levels of one paragraph of rich text that are looked at.
const DEEPEST: usize = 6;
/// Members of a state that hold a text.
const TEXTS: [&str; 13] = [
    "articleBody",
    "article_body",
    "body",
    "bodyHtml",
    "body_html",
    "content",
    "contentHtml",
    "content_html",
    "html",
    "markdown",
    "rendered",
    "text",
    "value",
];
/// Members in which editors keep the pieces of a paragraph.
const PIECES: [&str; 6] = ["children", "content", "nodes", "data", "attributes", "root"];

/// The longest text that may be a body.
pub(super) fn longest(state: &Value) -> Option<String> {
    let mut rest = vec![state];
    let mut best: Option<String> = None;
    let mut offer = |text: String| {
        if best.as_ref().is_none_or(|best| best.len() < text.len()) {
            best = Some(text);
        }
    };
    for _ in 0..MOST_VALUES {
        match rest.pop() {
            None => break,
            Some(Value::Array(items)) => {
                offer(paragraphs(items));
                rest.extend(items);
            }
            Some(Value::Object(members)) => {
                let texts = TEXTS.iter().filter_map(|name| members.get(*name)?.as_str());
                texts.for_each(|text| offer(text.to_owned()));
                rest.extend(members.values());
            }
            Some(_) => {}
        }
    }
    best
}

/// The texts of a list of blocks, as editors keep them: a string, or a tree of pieces.
fn paragraphs(items: &[Value]) -> String {
    let texts = items.iter().map(|item| text(item, 0));
    let texts = texts.filter(|text| words::are_at_least(2, text));
    texts.collect::<Vec<_>>().join("\n\n")
}

/// The text of one block.
fn text(block: &Value, depth: usize) -> String {
    let Value::Object(members) = block else {
        return String::new();
    };
    let own = TEXTS.iter().find_map(|name| members.get(*name)?.as_str());
    if let Some(own) = own {
        return own.to_owned();
    }
    let pieces = PIECES.iter().find_map(|name| members.get(*name));
    match pieces.filter(|_| depth < DEEPEST) {
        Some(Value::Array(pieces)) => pieces.iter().map(|p| text(p, depth + 1)).collect(),
        Some(piece) => text(piece, depth + 1),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rich_text_is_a_list_of_paragraphs() {
        let paragraph = json!({"nodeType": "paragraph", "content": [
            {"nodeType": "text", "value": "The bridge is "},
            {"nodeType": "hyperlink", "content": [{"nodeType": "text", "value": "open"}]},
        ]});
        let blocks = json!({"post": {"story": [paragraph, paragraph]}});
        let text = "The bridge is open\n\nThe bridge is open";
        assert_eq!(longest(&blocks).as_deref(), Some(text));
        let editor = json!([{"type": "paragraph", "data": {"text": "The bridge is open"}}]);
        assert_eq!(longest(&editor).as_deref(), Some("The bridge is open"));
    }
}
