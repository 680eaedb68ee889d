//! JSON-LD as pages have it: lists, graphs, several types, and small faults that are safe to mend.

use serde_json::Value;

/// Objects of one page that are looked at.
const MOST_OBJECTS: usize = 2000;

/// An object that has none of these only holds others.
const KEYS: [&str; 3] = ["@type", "headline", "@id"];

/// Every object in a script, outer ones first.
pub(super) fn objects(text: &str) -> Vec<Value> {
    let Some(root) = parse(text) else {
        return Vec::new();
    };
    let mut queue = std::collections::VecDeque::from([root]);
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

pub(super) fn is_kind(object: &Value, kind: &str) -> bool {
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

/// `serde_json` refuses nesting deeper than 128 levels, so nothing here can run away.
fn parse(text: &str) -> Option<Value> {
    let text = strip_wrapping(text);
    let parsed = serde_json::from_str(text).ok();
    parsed.or_else(|| serde_json::from_str(&mended(text)).ok())
}

fn strip_wrapping(text: &str) -> &str {
    let mut text = text.trim();
    for (open, close) in [
        ("<!--", "-->"),
        ("//<![CDATA[", "//]]>"),
        ("/*<![CDATA[*/", "/*]]>*/"),
        ("<![CDATA[", "]]>"),
    ] {
        if let Some(rest) = text.strip_prefix(open) {
            text = rest.strip_suffix(close).unwrap_or(rest).trim();
        }
    }
    text.trim_end_matches(';').trim()
}

/// Without commas before a closing bracket, with control characters in strings as spaces, and
/// without backslashes before characters that none may stand before.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut chars) = (false, text.chars().peekable());
    while let Some(c) = chars.next() {
        match c {
            '"' => in_string = !in_string,
            '\\' if in_string => {
                match chars.next() {
                    Some(e @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                        out.extend(['\\', e])
                    }
                    Some(e) => out.push(e),
                    None => {}
                }
                continue;
            }
            c if in_string && c.is_control() => {
                out.push(' ');
                continue;
            }
            ']' | '}' if !in_string => {
                let kept = out.trim_end();
                let kept = kept.strip_suffix(',').unwrap_or(kept).len();
                out.truncate(kept);
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graphs_are_opened_and_small_faults_mended() {
        let text = "<!-- {\"@graph\": [{\"@type\": \"A\", \"x\": \"a\nb\",}, {\"@type\": [\"B\"]},],}; -->";
        let types: Vec<_> = objects(text)
            .iter()
            .map(|o| o["@type"].to_string())
            .collect();
        assert_eq!(types, ["\"A\"", "[\"B\"]"]);
        assert!(objects("{ broken").is_empty());
    }
}
