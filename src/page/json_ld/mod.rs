//! JSON-LD as pages have it: lists, graphs, several types, and small faults that are safe to mend.

mod mend;

use std::borrow::Cow;
use std::collections::VecDeque;

use serde_json::Value;

const BYTE_ORDER_MARK: char = '\u{feff}';
/// Objects of one page that are looked at.
const MOST_OBJECTS: usize = 2000;

/// An object that has none of these only holds others.
const KEYS: [&str; 3] = ["@type", "headline", "@id"];

/// Every object in a script, outer ones first.
pub(super) fn objects(text: &str) -> Vec<Value> {
    let mut queue = parse(text);
    let mut found = Vec::new();
    let is_nested = |value: &Value| value.is_array() || value.is_object();
    while let Some(value) = queue.pop_front() {
        match value {
            Value::Array(items) => queue.extend(items),
            Value::Object(members) if KEYS.iter().any(|key| members.contains_key(*key)) => {
                let nested = members.values().filter(|value| is_nested(value));
                queue.extend(nested.cloned());
                found.push(Value::Object(members));
            }
            Value::Object(members) => queue.extend(members.into_values().filter(is_nested)),
            _ => {}
        }
        if found.len() >= MOST_OBJECTS {
            break;
        }
    }
    found
}

pub(crate) fn is_kind(object: &Value, kind: &str) -> bool {
    let matches = |name: &Value| {
        let name = name.as_str().unwrap_or_default();
        name == kind || (kind == "Article" && (name.ends_with("Article") || name == "BlogPosting"))
    };
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(matches),
        Some(name) => matches(name),
        None => false,
    }
}

/// A property's value as texts: strings, names of objects, and names of objects referred to.
pub(super) fn texts(value: Option<&Value>, objects: &[Value]) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => items.iter().flat_map(|i| texts(Some(i), objects)).collect(),
        Some(Value::Object(members)) => {
            let name = members
                .get("name")
                .or(members.get("@value"))
                .or(members.get("url"))
                .and_then(Value::as_str);
            let referred = || {
                let id = members.get("@id")?;
                let target = objects.iter().find(|o| o.get("@id") == Some(id))?;
                target.get("name")?.as_str()
            };
            name.or_else(referred)
                .map(str::to_owned)
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The values of a script: one, unless it is broken. `serde_json` refuses nesting deeper than 128
/// levels, so nothing here can run away.
fn parse(text: &str) -> VecDeque<Value> {
    let text = text.trim_start_matches(BYTE_ORDER_MARK).trim();
    let text = &*without_prefix(text);
    if let Ok(value) = serde_json::from_str(text) {
        return VecDeque::from([value]);
    }
    let mended = mend::mended(text);
    let values = serde_json::Deserializer::from_str(&mended).into_iter();
    values.map_while(Result::ok).collect()
}

/// Some contexts give names and types a prefix: `schema:headline`. A text may begin with the word.
fn without_prefix(text: &str) -> Cow<'_, str> {
    let mut pieces = text.split("\"schema:");
    let first = pieces.next().unwrap_or_default();
    if first.len() == text.len() {
        return Cow::Borrowed(text);
    }
    let mut out = first.to_owned();
    for piece in pieces {
        let is_name = piece.starts_with(|c: char| c.is_ascii_alphabetic());
        out.push_str(if is_name { "\"" } else { "\"schema:" });
        out.push_str(piece);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graphs_are_opened_outer_objects_first() {
        let text = r#"{"@graph": [{"@type": "A", "x": {"@type": "C"}}, {"@type": ["B"]}]}"#;
        let found = objects(text);
        let types: Vec<_> = found.iter().map(|o| o["@type"].to_string()).collect();
        assert_eq!(types, ["\"A\"", "[\"B\"]", "\"C\""]);
    }

    #[test]
    fn names_and_types_may_have_the_prefix_of_their_vocabulary() {
        let found = objects(r#"{"@type": "schema:NewsArticle", "schema:headline": "x"}"#);
        assert!(is_kind(&found[0], "NewsArticle"));
        assert_eq!(texts(found[0].get("headline"), &found), ["x"]);
        let text = r#"{"@type": "schema:Article", "headline": "schema: how to begin"}"#;
        let found = objects(text);
        let headline = texts(found[0].get("headline"), &found);
        assert_eq!(headline, ["schema: how to begin"]);
    }

    #[test]
    fn a_value_with_its_language_is_a_text() {
        let found = objects(r#"{"@type": "A", "headline": [{"@value": "x", "@language": "en"}]}"#);
        assert_eq!(texts(found[0].get("headline"), &found), ["x"]);
    }
}
