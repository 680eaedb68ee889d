//! States that scripts assign: `window.__INITIAL_STATE__ = {...}`, `JSON.parse("...")`, and the
//! stream of React's server components. The code is not run; only what is JSON in it is read.

use memchr::{memchr, memchr2, memmem};
use serde_json::{Deserializer, Value};

/// The first bytes of a script, where the name of a state stands.
const HEAD: usize = 120;
const NAMES: [&str; 9] = [
    "__next_f",
    "__NUXT__",
    "__INITIAL",
    "__PRELOADED",
    "_STATE__",
    "__DATA__",
    "__remixContext",
    "initialState",
    "INITIAL_STATE",
];
/// Before a piece of the stream of React's server components.
const STREAM: &str = "__next_f.push(";
/// A string literal of fewer bytes holds no body.
const SHORTEST: usize = 400;

/// Whether a script assigns the state of a page.
pub(in crate::page) fn holds_state(code: &str) -> bool {
    if code.len() < SHORTEST {
        // A piece of a stream may be short.
        return code.contains(STREAM);
    }
    let head = code.as_bytes().get(..HEAD.min(code.len()));
    let head = head.unwrap_or_default();
    let mut names = NAMES.iter();
    names.any(|name| memmem::find(head, name.as_bytes()).is_some())
}

/// What is JSON in the scripts of a page.
pub(super) fn values(scripts: &[String]) -> Vec<Value> {
    let (streamed, assigned): (Vec<_>, Vec<_>) =
        scripts.iter().partition(|code| code.contains(STREAM));
    let stream: String = streamed.iter().filter_map(|code| piece(code)).collect();
    let mut values: Vec<_> = assigned.iter().flat_map(|code| assignment(code)).collect();
    values.extend(rows(&stream));
    values
}

/// What is assigned first, or else the long strings of the code.
fn assignment(code: &str) -> Vec<Value> {
    let value = memchr(b'=', code.as_bytes()).and_then(|at| first_value(code.get(at + 1..)?));
    match value {
        Some(value) if value.is_object() || value.is_array() => vec![value],
        _ => long_strings(code),
    }
}

/// The value that a text begins with.
fn first_value(text: &str) -> Option<Value> {
    let mut values = Deserializer::from_str(text).into_iter();
    values.next()?.ok()
}

/// Long string literals: those that are JSON themselves, as the argument of `JSON.parse` is, as
/// what they say, the others as the text of a state.
fn long_strings(code: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(quote) = memchr(b'"', rest.as_bytes()) {
        let literal = rest.get(quote..).unwrap_or_default();
        let len = literal_len(literal);
        rest = literal.get(len..).unwrap_or_default();
        let literal = literal.get(..len).filter(|l| l.len() >= SHORTEST);
        let text: Option<String> = literal.and_then(|l| serde_json::from_str(l).ok());
        found.extend(text.map(|text| {
            let inner = first_value(&text).filter(|v| v.is_object() || v.is_array());
            inner.unwrap_or_else(|| as_text(&text))
        }));
    }
    found
}

/// Length of the string literal that begins here, with its quotes.
fn literal_len(code: &str) -> usize {
    let bytes = code.as_bytes();
    let mut at = 1;
    while let Some(next) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        match bytes.get(at + next) {
            Some(b'"') => return at + next + 1,
            _ => at += next + 2,
        }
    }
    bytes.len()
}

fn as_text(text: &str) -> Value {
    serde_json::json!({ "text": text })
}

/// The string in `self.__next_f.push([1,"..."])`.
fn piece(code: &str) -> Option<String> {
    let at = memmem::find(code.as_bytes(), STREAM.as_bytes())?;
    match first_value(code.get(at + STREAM.len()..)?)? {
        Value::Array(mut items) => match items.pop() {
            Some(Value::String(text)) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// The rows of a stream: `1a:{...}` and a line break, or `1b:T2f,` and so many bytes of text
/// ([React Flight](https://github.com/facebook/react/blob/main/packages/react-client/src/ReactFlightClient.js)).
fn rows(stream: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let mut rest = stream;
    while let Some(colon) = memchr(b':', rest.as_bytes()) {
        let row = rest.get(colon + 1..).unwrap_or_default();
        if let Some((text, after)) = text_row(row) {
            found.push(as_text(text));
            rest = after;
            continue;
        }
        let (line, after) = row.split_once('\n').unwrap_or((row, ""));
        found.extend(first_value(line));
        rest = after;
    }
    found
}

/// The text of a row of text, and what follows it.
fn text_row(row: &str) -> Option<(&str, &str)> {
    let (len, rest) = row.strip_prefix('T')?.split_once(',')?;
    let len = usize::from_str_radix(len, 16).ok()?;
    Some((rest.get(..len)?, rest.get(len..)?))
}

#[cfg(test)]
mod tests {
    use super::super::state;
    use super::*;

    fn texts(scripts: &[&str]) -> Vec<String> {
        let scripts: Vec<_> = scripts.iter().map(|s| (*s).to_owned()).collect();
        let values = values(&scripts);
        values
            .iter()
            .filter_map(state::longest)
            .filter(|t| !t.is_empty())
            .collect()
    }

    #[test]
    fn states_are_read_however_they_are_written() {
        let text = "The bridge is \u{201c}open\u{201d}. ".repeat(20);
        let json = serde_json::json!({"post": {"body": text}}).to_string();
        let quoted = serde_json::to_string(&json).expect("a string");
        let string = serde_json::to_string(&text).expect("a string");
        for code in [
            format!("window.__INITIAL_STATE__={json};(function(){{}})()"),
            format!("window.__PRELOADED_STATE__ = JSON.parse({quoted});"),
            format!(
                "window.__NUXT__=(function(a,b){{return {{post:{{title:a,body:{string}}}}}}})(1)"
            ),
        ] {
            assert!(holds_state(&code), "{code}");
            assert_eq!(texts(&[&code]), [text.as_str()], "{code}");
        }
    }

    #[test]
    fn the_stream_of_server_components_is_put_together() {
        let scripts = [
            r#"self.__next_f.push([1,"1:[\"$\",\"p\",null,{\"children\":\"x\"}]\n2:T1c,<p>The bridge "])"#,
            r#"self.__next_f.push([1,"is \u003cb>open</p>3:{\"text\":\"Tolls\"}\n"])"#,
        ];
        assert!(scripts.iter().all(|code| holds_state(code)));
        assert_eq!(texts(&scripts), ["<p>The bridge is <b>open</p>", "Tolls"]);
    }

    #[test]
    fn other_code_is_no_state() {
        assert!(!holds_state(&"var a = {};".repeat(100)));
        assert!(texts(&["window.__DATA__=", "a=\"b", "self.__next_f.push([0])", ""]).is_empty());
    }
}
