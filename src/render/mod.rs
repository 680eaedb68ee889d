//! Articles as text, Markdown and JSON. Nothing in here sees the page.

mod markdown;
mod text;

use std::fmt::{self, Write};

pub(crate) use text::plain;

use crate::article::{Article, Body};

impl Body {
    /// The text alone: blocks separated by a blank line, list items with `-` or a number.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        text::blocks(&mut out, &self.blocks);
        out
    }

    /// The body as CommonMark with the tables of GitHub Flavored Markdown.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut out = String::new();
        markdown::blocks(&mut out, &self.blocks);
        out
    }
}

impl Article {
    /// The body as plain text.
    ///
    /// ```
    /// use unhusk::{Extractor, Page};
    ///
    /// # fn main() -> Result<(), unhusk::Error> {
    /// let html = include_str!(concat!(env!("CARGO_MANIFEST_DIR"),
    ///     "/tests/fixtures/sites/creativedestructionmedia.com/belarus.html"));
    /// let article = Extractor::default().extract(&Page::from_html(html))?;
    /// assert!(article.to_text().starts_with("Concerns are rising in Ukraine"));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn to_text(&self) -> String {
        self.body.to_text()
    }

    /// The article as Markdown: the title as a first-level heading, then the body.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut out = String::new();
        if let Some(title) = &self.metadata.title {
            out.push_str("# ");
            markdown::escaped(&mut out, title);
            out.push_str("\n\n");
        }
        out.push_str(&self.body.to_markdown());
        out
    }

    /// The whole article, metadata and comments included, as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Only maps with keys that are no strings could fail, and there are none.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Writes [`Article::to_text`].
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn write_text(&self, out: &mut impl Write) -> fmt::Result {
        out.write_str(&self.to_text())
    }

    /// Writes [`Article::to_markdown`].
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn write_markdown(&self, out: &mut impl Write) -> fmt::Result {
        out.write_str(&self.to_markdown())
    }

    /// Writes [`Article::to_json`].
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn write_json(&self, out: &mut impl Write) -> fmt::Result {
        out.write_str(&self.to_json())
    }
}
