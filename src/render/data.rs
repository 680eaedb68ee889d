//! Forms for tables and note-taking programs.

use serde_json::Value;

use super::{RenderOptions, markdown};
use crate::article::{Article, Metadata};

/// One line of values; `columns` are metadata fields as JSON names them, or `url` and `text`.
pub(super) fn row(article: &Article, columns: &[&str], separator: char) -> String {
    let meta = serde_json::to_value(&article.metadata).unwrap_or_default();
    let value = |column: &&str| match *column {
        "text" => article.to_text(),
        "url" => address(article).unwrap_or_default().to_owned(),
        name => printed(&meta[name]),
    };
    let values = columns.iter().map(value);
    let fields: Vec<_> = match separator {
        '\t' => values.map(|v| tsv_field(&v)).collect(),
        _ => values.map(|v| csv_field(&v)).collect(),
    };
    fields.join(&separator.to_string())
}

/// The page's own idea of its address, or else that under which it was read.
fn address(article: &Article) -> Option<&str> {
    let own = article.metadata.canonical_url.as_deref();
    own.or(article.url.as_deref())
}

/// A value on one line: lists are joined, an image is its address.
fn printed(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(printed).collect::<Vec<_>>().join("; "),
        Value::Object(members) => members.get("url").map(printed).unwrap_or_default(),
        other => other.to_string(),
    }
}

/// The metadata fields of these names, or of all; fields without a value are left out.
pub(super) fn fields(meta: &Metadata, names: &[&str]) -> Vec<(String, String)> {
    let value = serde_json::to_value(meta).unwrap_or_default();
    let members = value.as_object().into_iter().flatten();
    let mut found: Vec<_> = members
        .filter(|(name, _)| *name != "candidates")
        .map(|(name, value)| (name.clone(), printed(value)))
        .filter(|(name, value)| {
            !value.is_empty() && (names.is_empty() || names.contains(&name.as_str()))
        })
        .collect();
    let place = |name: &str| names.iter().position(|n| *n == name);
    found.sort_by_key(|(name, _)| place(name));
    found
}

/// Quoted as RFC 4180 says. Spreadsheets run what begins with these signs, so it gets a `'`.
fn csv_field(value: &str) -> String {
    let guard = guard(value);
    let needs_quotes = value.contains(['"', ',', '\n', '\r']);
    match needs_quotes {
        true => format!("\"{guard}{}\"", value.replace('"', "\"\"")),
        false => format!("{guard}{value}"),
    }
}

/// Tabs and line breaks would end the field: they are spaces.
fn tsv_field(value: &str) -> String {
    let line = value.replace(['\t', '\n', '\r'], " ");
    format!("{}{line}", guard(&line))
}

fn guard(value: &str) -> &'static str {
    match value.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => "'",
        false => "",
    }
}

/// The names that note-taking programs know, and ours.
const NOTES: &[(&str, &str)] = &[
    ("title", "title"),
    ("subtitle", "subtitle"),
    ("authors", "authors"),
    ("agencies", "agencies"),
    ("date", "published"),
    ("modified", "modified"),
    ("site", "site_name"),
    ("url", "canonical_url"),
    ("language", "language"),
    ("description", "description"),
    ("image", "image"),
    ("categories", "categories"),
    ("tags", "tags"),
    ("license", "license"),
    ("access", "access"),
    ("words", "word_count"),
];

pub(super) fn front_matter(article: &Article, options: &RenderOptions, names: &[&str]) -> String {
    let meta = serde_json::to_value(&article.metadata).unwrap_or_default();
    let mut out = String::from("---\n");
    let is_wanted = |(note, name): &&(&str, &str)| {
        names.is_empty() || names.contains(name) || names.contains(note)
    };
    for (note, name) in NOTES.iter().filter(is_wanted) {
        let value = match *note {
            "url" => address(article).map_or(Value::Null, Value::from),
            _ => meta[*name].clone(),
        };
        if let Some(value) = scalar(&value) {
            out.push_str(&format!("{note}: {value}\n"));
        }
    }
    out.push_str("---\n\n");
    out.push_str(&markdown::article(article, options));
    out.push('\n');
    out
}

/// JSON strings, numbers and lists of strings are YAML too.
fn scalar(value: &Value) -> Option<String> {
    let value = value.get("url").unwrap_or(value);
    let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    (!is_empty).then(|| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_needed() {
        assert_eq!(csv_field("a"), "a");
        assert_eq!(csv_field("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(csv_field("=1+1"), "'=1+1");
        assert_eq!(tsv_field("a\tb\nc"), "a b c");
        assert_eq!(tsv_field("@x"), "'@x");
    }

    #[test]
    fn front_matter_quotes_what_yaml_would_read_otherwise() {
        assert_eq!(
            scalar(&Value::from("a: b # c")).as_deref(),
            Some("\"a: b # c\"")
        );
        assert_eq!(
            scalar(&Value::from(vec!["x", "y"])).as_deref(),
            Some("[\"x\",\"y\"]")
        );
        assert_eq!(scalar(&Value::Null), None);
    }
}
