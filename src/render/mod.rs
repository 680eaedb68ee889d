//! Articles as text, Markdown, HTML, JSON and other formats. Nothing in here sees the page.

mod data;
mod direction;
mod html;
mod markdown;
mod markdown_inline;
mod markdown_table;
mod numerals;
mod options;
mod tei;
pub(crate) mod tex;
mod text;

use std::fmt::{self, Write};

pub use options::RenderOptions;
pub(crate) use text::{blocks as text_of, plain, start as start_of, words as words_of};

use crate::article::{Article, Block, Body, Inline};

impl Article {
    /// The body as plain text: blocks separated by blank lines.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.to_text_with(&RenderOptions::new())
    }

    /// [`Article::to_text`] with options.
    #[must_use]
    pub fn to_text_with(&self, options: &RenderOptions) -> String {
        let mut out = text::body(&self.body);
        if options.comments {
            text::comments(&mut out, &self.comments);
        }
        out
    }

    /// The body as Markdown (CommonMark with tables as on GitHub).
    #[must_use]
    pub fn to_markdown(&self) -> String {
        self.to_markdown_with(&RenderOptions::new())
    }

    /// [`Article::to_markdown`] with options.
    #[must_use]
    pub fn to_markdown_with(&self, options: &RenderOptions) -> String {
        markdown::article(self, options)
    }

    /// The body as HTML that is safe to show: no scripts, no styles, only known elements.
    #[must_use]
    pub fn to_html(&self) -> String {
        self.to_html_with(&RenderOptions::new())
    }

    /// [`Article::to_html`] with options.
    #[must_use]
    pub fn to_html_with(&self, options: &RenderOptions) -> String {
        html::article(self, options)
    }

    /// Everything as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The article as a TEI document.
    #[must_use]
    pub fn to_tei(&self) -> String {
        self.to_tei_with(&RenderOptions::new())
    }

    /// [`Article::to_tei`] with options; of these, only comments matter there.
    #[must_use]
    pub fn to_tei_with(&self, options: &RenderOptions) -> String {
        tei::article(self, options)
    }

    /// One line of comma-separated values with the columns of [`Article::COLUMNS`].
    #[must_use]
    pub fn to_csv(&self) -> String {
        self.to_csv_with(Self::COLUMNS)
    }

    /// One line of comma-separated values. A column is `text`, `url`, or a field of
    /// [`Metadata`](crate::article::Metadata) as JSON names it; the first line of such a table
    /// is these names.
    #[must_use]
    pub fn to_csv_with(&self, columns: &[&str]) -> String {
        data::row(self, columns, ',')
    }

    /// As [`Article::to_csv`], separated by tabs; tabs and line breaks in values are spaces.
    #[must_use]
    pub fn to_tsv(&self) -> String {
        self.to_tsv_with(Self::COLUMNS)
    }

    /// As [`Article::to_csv_with`], separated by tabs.
    #[must_use]
    pub fn to_tsv_with(&self, columns: &[&str]) -> String {
        data::row(self, columns, '\t')
    }

    /// The columns of [`Article::to_csv`] and [`Article::to_tsv`].
    pub const COLUMNS: &'static [&'static str] =
        &["url", "title", "authors", "published", "language", "text"];

    /// Markdown after a YAML block with the metadata, as note-taking programs read it.
    #[must_use]
    pub fn to_front_matter(&self) -> String {
        self.to_front_matter_with(&RenderOptions::new(), &[])
    }

    /// [`Article::to_front_matter`] with options and these metadata fields only; none means all.
    #[must_use]
    pub fn to_front_matter_with(&self, options: &RenderOptions, fields: &[&str]) -> String {
        data::front_matter(self, options, fields)
    }

    /// Writes [`Article::to_text`].
    ///
    /// # Errors
    ///
    /// Only what `out` returns.
    pub fn write_text(&self, out: &mut impl Write) -> fmt::Result {
        out.write_str(&self.to_text())
    }

    /// Writes [`Article::to_markdown`].
    ///
    /// # Errors
    ///
    /// Only what `out` returns.
    pub fn write_markdown(&self, out: &mut impl Write) -> fmt::Result {
        out.write_str(&self.to_markdown())
    }

    /// Writes [`Article::to_html`].
    ///
    /// # Errors
    ///
    /// Only what `out` returns.
    pub fn write_html(&self, out: &mut impl Write) -> fmt::Result {
        out.write_str(&self.to_html())
    }

    /// Writes [`Article::to_json`].
    ///
    /// # Errors
    ///
    /// Only what `out` returns.
    pub fn write_json(&self, out: &mut impl Write) -> fmt::Result {
        out.write_str(&self.to_json())
    }
}

impl crate::article::Metadata {
    /// Names and printed values of the fields that have one; only of these names, in their
    /// order, unless `names` is empty. Lists are joined by `; `.
    #[must_use]
    pub fn to_fields(&self, names: &[&str]) -> Vec<(String, String)> {
        data::fields(self, names)
    }
}

impl Body {
    /// The text, as [`Article::to_text`] prints it.
    #[must_use]
    pub fn to_text(&self) -> String {
        text::body(self)
    }

    /// The body as Markdown.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        markdown::blocks(&self.blocks, &RenderOptions::new())
    }
}

/// The paragraph's or heading's content of a block that is nothing else.
fn simple(block: &Block) -> Option<&[Inline]> {
    match block {
        Block::Paragraph { content } | Block::Heading { content, .. } => Some(content),
        _ => None,
    }
}

/// Text with its reading, both escaped already: as HTML, which Markdown takes too.
fn ruby(base: &str, annotation: &str, options: &RenderOptions) -> String {
    match options.formatting {
        true => format!("<ruby>{base}<rp>(</rp><rt>{annotation}</rt><rp>)</rp></ruby>"),
        false => format!("{base}({annotation})"),
    }
}
