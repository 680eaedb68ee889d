//! Forms for tables and note-taking programs.

use super::{RenderOptions, markdown};
use crate::article::Article;

pub(super) fn csv(article: &Article) -> String {
    let meta = &article.metadata;
    let fields = [
        meta.canonical_url.clone().unwrap_or_default(),
        meta.title.clone().unwrap_or_default(),
        meta.authors.join("; "),
        meta.published.clone().unwrap_or_default(),
        meta.language.clone().unwrap_or_default(),
        article.to_text(),
    ];
    let fields: Vec<_> = fields.iter().map(|f| csv_field(f)).collect();
    fields.join(",")
}

/// Quoted as RFC 4180 says. Spreadsheets run what begins with these signs, so it gets a `'`.
fn csv_field(value: &str) -> String {
    let guard = if value.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        "'"
    } else {
        ""
    };
    let needs_quotes = value.contains(['"', ',', '\n', '\r']);
    match needs_quotes {
        true => format!("\"{guard}{}\"", value.replace('"', "\"\"")),
        false => format!("{guard}{value}"),
    }
}

pub(super) fn front_matter(article: &Article, options: &RenderOptions) -> String {
    let meta = &article.metadata;
    let mut out = String::from("---\n");
    let fields = [
        ("title", &meta.title),
        ("subtitle", &meta.subtitle),
        ("date", &meta.published),
        ("modified", &meta.modified),
        ("site", &meta.site_name),
        ("url", &meta.canonical_url),
        ("language", &meta.language),
        ("description", &meta.description),
        ("image", &meta.image),
        ("license", &meta.license),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            out.push_str(&format!("{name}: {}\n", scalar(value)));
        }
    }
    let lists = [
        ("authors", &meta.authors),
        ("categories", &meta.categories),
        ("tags", &meta.tags),
    ];
    for (name, values) in lists {
        if !values.is_empty() {
            let values: Vec<_> = values.iter().map(|v| scalar(v)).collect();
            out.push_str(&format!("{name}: [{}]\n", values.join(", ")));
        }
    }
    out.push_str("---\n\n");
    out.push_str(&markdown::article(article, options));
    out.push('\n');
    out
}

/// A JSON string is a YAML scalar.
fn scalar(value: &str) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_needed() {
        assert_eq!(csv_field("a"), "a");
        assert_eq!(csv_field("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(csv_field("=1+1"), "'=1+1");
    }
}
