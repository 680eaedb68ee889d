//! Articles as text, Markdown, HTML, JSON and other formats. Nothing in here sees the page.

mod data;
mod html;
mod markdown;
mod markdown_inline;
mod options;
mod tei;
mod text;

use std::fmt::{self, Write};

pub use options::RenderOptions;
pub(crate) use text::plain;

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
        tei::article(self)
    }

    /// One line of comma-separated values: URL, title, authors, published, language, text.
    ///
    /// The first line of such a table is [`Article::CSV_HEADER`].
    #[must_use]
    pub fn to_csv(&self) -> String {
        data::csv(self)
    }

    /// The names of the columns of [`Article::to_csv`].
    pub const CSV_HEADER: &'static str = "url,title,authors,published,language,text";

    /// Markdown after a YAML block with the metadata, as note-taking programs read it.
    #[must_use]
    pub fn to_front_matter(&self) -> String {
        data::front_matter(self, &RenderOptions::new())
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
