//! Mends JSON that templates broke, where it is plain what was meant.
//!
//! One pass over the text, which copies strings and literals and writes the punctuation anew: from
//! commas and brackets only those are kept that fit.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

/// The values of a text as JSON, one after the other. What is cut off at the end is closed after the
/// last value that is complete. Unquoted names and the like are left as they are.
pub(super) fn mended(text: &str) -> String {
    let text = unescaped(text);
    let mut mender = Mender {
        rest: text.chars().peekable(),
        out: String::with_capacity(text.len()),
        open: Vec::new(),
        before: Before::Start,
        complete: 0,
    };
    mender.read();
    mender.close_all();
    mender.out
}

/// Without the entities of a text that was escaped as HTML as a whole.
fn unescaped(text: &str) -> Cow<'_, str> {
    let is_escaped = !text.contains('"') && (text.contains("&quot;") || text.contains("&#34;"));
    if !is_escaped {
        return Cow::Borrowed(text);
    }
    let text = text.replace("&quot;", "\"").replace("&#34;", "\"");
    Cow::Owned(text.replace("&amp;", "&"))
}

/// What was written last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing, or a bracket that opens.
    Start,
    /// A value or a name.
    Value,
    Colon,
    /// A value, and a comma that is not written yet: it may have nothing after it.
    Comma,
}

struct Mender<'a> {
    rest: Peekable<Chars<'a>>,
    out: String,
    /// The brackets that will close what is open.
    open: Vec<char>,
    before: Before,
    /// How much of what is written could be closed as it is.
    complete: usize,
}

impl Mender<'_> {
    fn read(&mut self) {
        while let Some(c) = self.rest.next() {
            match c {
                '{' => self.open('{', '}'),
                '[' => self.open('[', ']'),
                '}' | ']' => self.close(c),
                ',' => self.comma(),
                ':' => self.colon(),
                '"' => self.string(),
                '/' => self.skip_comment(),
                // Of the wrappers `<!-- -->` and `<![CDATA[ ]]>`, and what ends a statement.
                '<' => self.skip_wrapper(),
                '!' | '>' | ';' => {}
                c if c.is_whitespace() || c.is_control() => {}
                c => self.literal(c),
            }
        }
    }

    fn open(&mut self, bracket: char, closing: char) {
        self.begin_value();
        self.out.push(bracket);
        self.open.push(closing);
        self.before = Before::Start;
        self.complete = self.out.len();
    }

    /// A bracket that closes nothing is left out.
    fn close(&mut self, bracket: char) {
        if self.open.last() != Some(&bracket) {
            return;
        }
        self.fill_in();
        self.open.pop();
        self.out.push(bracket);
        self.end_value();
    }

    /// Of several commas one is kept, and none before a bracket that closes or between documents.
    fn comma(&mut self) {
        self.fill_in();
        if self.before == Before::Value && !self.open.is_empty() {
            self.before = Before::Comma;
        }
    }

    fn colon(&mut self) {
        if self.before == Before::Value {
            self.out.push(':');
            self.before = Before::Colon;
        }
    }

    /// A template had no value for a name.
    fn fill_in(&mut self) {
        if self.before == Before::Colon {
            self.out.push_str("null");
            self.end_value();
        }
    }

    fn begin_value(&mut self) {
        match self.before {
            Before::Comma => self.out.push(','),
            _ if self.open.is_empty() && !self.out.is_empty() => self.out.push(' '),
            // The comma between two values is missing.
            Before::Value if !self.open.is_empty() => self.out.push(','),
            _ => {}
        }
    }

    /// The names of an object are no values: they are not complete.
    fn end_value(&mut self) {
        let is_name = self.open.last() == Some(&'}') && self.before != Before::Colon;
        let is_closed = self.out.ends_with(['}', ']']);
        if !is_name || is_closed {
            self.complete = self.out.len();
        }
        self.before = Before::Value;
    }

    /// Copies a string, with control characters as spaces and without backslashes before characters
    /// that none may stand before.
    fn string(&mut self) {
        self.begin_value();
        let is_name = self.open.last() == Some(&'}') && self.before != Before::Colon;
        self.out.push('"');
        while let Some(c) = self.rest.next() {
            match c {
                '"' if is_name || self.ends_string() => {
                    self.out.push('"');
                    return self.end_value();
                }
                '"' => self.out.push_str("\\\""),
                '\\' => match self.rest.next() {
                    Some(e @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                        self.out.extend(['\\', e]);
                    }
                    other => self.out.extend(other),
                },
                c if c.is_control() => self.out.push(' '),
                c => self.out.push(c),
            }
        }
    }

    /// Whether a quotation mark ends a value and is not one of its own, which words follow.
    fn ends_string(&self) -> bool {
        let mut rest = self.rest.clone();
        let mut next = || rest.by_ref().find(|c| !c.is_whitespace());
        match next() {
            // After a comma there is a value or a name.
            Some(',') => next().is_none_or(|c| "\"{}[],-/0123456789".contains(c)),
            Some('"') => self.rest.clone().next() != Some('"'),
            other => other.is_none_or(|c| "}]/<;".contains(c)),
        }
    }

    /// Copies a number, `true` and the like; at the end of the text it may be cut off.
    fn literal(&mut self, first: char) {
        self.begin_value();
        self.out.push(first);
        let is_inner = |c: &char| !c.is_whitespace() && !matches!(c, ',' | ':' | '}' | ']' | '"');
        while let Some(c) = self.rest.next_if(is_inner) {
            self.out.push(c);
        }
        if self.rest.peek().is_some() {
            self.end_value();
        }
    }

    fn skip_comment(&mut self) {
        match self.rest.next_if(|c| matches!(c, '/' | '*')) {
            Some('/') => while self.rest.next_if(|c| *c != '\n' && *c != '<').is_some() {},
            Some(_) => {
                let mut last = ' ';
                while let Some(c) = self.rest.next().filter(|c| (last, *c) != ('*', '/')) {
                    last = c;
                }
            }
            None => {}
        }
    }

    fn skip_wrapper(&mut self) {
        while self.rest.next_if(|c| !matches!(c, '{' | '"')).is_some() {}
    }

    fn close_all(&mut self) {
        if self.open.is_empty() {
            return;
        }
        self.out.truncate(self.complete);
        self.out.extend(self.open.drain(..).rev());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn values(text: &str) -> Vec<Value> {
        let mended = mended(text);
        let values = serde_json::Deserializer::from_str(&mended).into_iter();
        values.map_while(Result::ok).collect()
    }

    #[test]
    fn commas_that_separate_nothing_are_left_out() {
        for text in [
            r#"{"a": [1, "b",,], "c": "d",,}"#,
            r#"{, "a": [, 1, , "b"],, "c": "d",}"#,
        ] {
            assert_eq!(values(text), [json!({"a": [1, "b"], "c": "d"})], "{text}");
        }
    }

    #[test]
    fn comments_and_wrappers_are_left_out_and_kept_in_strings() {
        for text in [
            "<!-- {\"a\": \"// b\"} -->",
            "//<![CDATA[\n{\"a\": \"// b\"}\n//]]>",
            "/*<![CDATA[*/{\"a\": \"// b\"}/*]]>*/",
            "<![CDATA[{\"a\": \"// b\"};]]>",
            "// one line\n{ /* ** } */ \"a\": \"// b\" // }\n}",
        ] {
            assert_eq!(values(text), [json!({"a": "// b"})], "{text}");
        }
    }

    #[test]
    fn brackets_that_close_nothing_are_left_out() {
        assert_eq!(values(r#"{"a": {"b": 1}}}"#), [json!({"a": {"b": 1}})]);
        assert_eq!(
            values(r#"[{"a": 1}}, {"b": 2}]]"#),
            [json!([{"a": 1}, {"b": 2}])]
        );
    }

    #[test]
    fn documents_side_by_side_are_all_read() {
        let both = [json!({"a": 1}), json!({"b": 2})];
        assert_eq!(values(r#"{"a": 1}{"b": 2}"#), both);
        assert_eq!(values(r#"{"a": 1}, {"b": 2}"#), both);
    }

    #[test]
    fn escaped_documents_are_unescaped() {
        let text = "{&quot;a&quot;: &quot;b &amp; c&quot;}";
        assert_eq!(values(text), [json!({"a": "b & c"})]);
    }

    #[test]
    fn strings_keep_their_line_breaks_as_spaces_and_lose_stray_backslashes() {
        assert_eq!(
            values("{\"a\": \"b\nc\\'d\\\"\"}"),
            [json!({"a": "b c'd\""})]
        );
    }

    #[test]
    fn a_name_without_a_value_has_none() {
        assert_eq!(
            values(r#"{"a": , "b": 1, "c": }"#),
            [json!({"a": null, "b": 1, "c": null})]
        );
    }

    #[test]
    fn of_a_truncated_document_what_was_complete_is_kept() {
        let text = r#"{"a": "b", "c": [{"d": 1}, {"e": "f", "g": 23"#;
        let cuts = [
            (text.len(), json!({"a": "b", "c": [{"d": 1}, {"e": "f"}]})),
            (
                text.len() - 8,
                json!({"a": "b", "c": [{"d": 1}, {"e": "f"}]}),
            ),
            (text.len() - 11, json!({"a": "b", "c": [{"d": 1}, {}]})),
            (18, json!({"a": "b", "c": [{}]})),
            (14, json!({"a": "b"})),
            (8, json!({})),
        ];
        for (end, expected) in cuts {
            let cut: String = text.chars().take(end).collect();
            assert_eq!(values(&cut), [expected], "{cut}");
        }
    }

    #[test]
    fn quotation_marks_amid_a_text_are_its_own() {
        for text in [
            r#"{"a": "b said "no" to it", "c": 1}"#,
            r#"{"a": "b said "no" to it" , "c": 1 // d
            }"#,
            r#"["x", {"a": "b said "no" to it",, "c": 1}]"#,
        ] {
            let found = json!({"a": "b said \"no\" to it", "c": 1});
            let read = values(text).remove(0);
            assert!(
                read == found || read == json!(["x", found]),
                "{text}: {read}"
            );
        }
        let quoted = r#"{"a": ""No", she said, "and left"", "c": "d"}"#;
        let found = json!({"a": "\"No\", she said, \"and left\"", "c": "d"});
        assert_eq!(values(quoted), [found]);
    }

    #[test]
    fn commas_that_are_missing_are_put_in() {
        let text = "{\"a\": \"b\"\n\"c\": [1 2 \"d\"] \"e\": {} \"f\": true}";
        let found = json!({"a": "b", "c": [1, 2, "d"], "e": {}, "f": true});
        assert_eq!(values(text), [found]);
    }

    #[test]
    fn what_is_no_json_has_no_values() {
        for text in [
            "",
            "{ broken",
            "window.x = 1",
            "{a: 'b'}",
            "]]]",
            "/*",
            "<!--",
        ] {
            let found = values(text);
            let is_empty = |value: &Value| value == &json!({}) || value.is_null();
            assert!(found.iter().all(is_empty), "{text}: {found:?}");
        }
    }

    #[test]
    fn hostile_documents_take_linear_time() {
        for piece in [
            "{", "[", "\"", "/*", "/", "<", "{\"a\":", ",", "\\", "&quot;", "\" , ", "[\"\" x",
        ] {
            let text = piece.repeat(1_000_000 / piece.len());
            assert!(mended(&text).len() <= 3 * text.len(), "{piece}");
        }
    }
}
