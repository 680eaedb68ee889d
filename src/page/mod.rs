//! Input: bytes to text, HTML to a tree, a flattened page to lines.
//!
//! Nothing in here can fail or panic on any input. What had to be left out to keep the cost
//! linear is reported by [`Page::is_truncated`].

mod charset;
pub(crate) mod dom;
pub(crate) mod dump;
pub(crate) mod embedded;
pub(crate) mod facts;
mod guard;
mod item;
pub(crate) mod json_ld;
pub(crate) mod mark_text;
mod names;
mod reddit;
mod sink;
mod tokenizer;
mod tree;
pub(crate) mod words;
mod wrap;

use std::sync::OnceLock;
use std::time::SystemTime;

use url::Url;

use crate::Error;
use dom::Dom;
use dump::Dump;
use facts::Facts;

/// A web page ready for extraction: parsed HTML, or the lines of a page somebody flattened to
/// plain text.
///
/// ```
/// use unhusk::Page;
///
/// let page = Page::from_html("<h1>Title</h1><p>Text").with_url("https://example.com/a")?;
/// assert_eq!(page.url(), Some("https://example.com/a"));
/// assert!(!page.is_truncated());
/// # Ok::<(), unhusk::Error>(())
/// ```
#[derive(Debug)]
pub struct Page {
    source: Source,
    url: Option<Url>,
    fetched: Option<SystemTime>,
    truncated: bool,
    facts: OnceLock<Facts>,
}

#[derive(Debug)]
pub(crate) enum Source {
    Html(Dom),
    Text(Dump),
}

impl Page {
    /// Parses HTML with the default [`PageOptions`].
    #[must_use]
    pub fn from_html(html: &str) -> Self {
        PageOptions::new().from_html(html)
    }

    /// Decodes and parses HTML with the default [`PageOptions`].
    ///
    /// The character encoding is taken from the byte order mark, the `charset` of
    /// `content_type` (the HTTP header's value), the page's own `meta` element, or a detector,
    /// in this order; bytes that contradict a declaration overrule it.
    #[must_use]
    pub fn from_bytes(bytes: &[u8], content_type: Option<&str>) -> Self {
        PageOptions::new().from_bytes(bytes, content_type)
    }

    /// Reads a page that was flattened to plain text: one line per block, with or without
    /// bullets, indentation and blank lines.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        PageOptions::new().from_text(text)
    }

    /// Decodes and reads a page that was flattened to plain text, as [`Page::from_bytes`] does HTML.
    #[must_use]
    pub fn from_text_bytes(bytes: &[u8], content_type: Option<&str>) -> Self {
        Self::from_text(&charset::decode(bytes, content_type))
    }

    /// States the page's address. It selects the site rule and resolves relative links.
    ///
    /// # Errors
    ///
    /// [`Error::Url`] if `url` is not an absolute `http` or `https` URL.
    pub fn with_url(mut self, url: &str) -> Result<Self, Error> {
        let fail = |reason: String| Error::Url {
            url: url.to_owned(),
            reason,
        };
        let parsed = Url::parse(url.trim()).map_err(|e| fail(e.to_string()))?;
        if !matches!(parsed.scheme(), "http" | "https") {
            return Err(fail(format!("the scheme is `{}`", parsed.scheme())));
        }
        self.url = Some(parsed);
        Ok(self)
    }

    /// States when the page was fetched. Dates such as "3 hours ago" are read against it, and
    /// no date of publication is later than a day after it.
    #[must_use]
    pub fn with_fetch_time(mut self, time: SystemTime) -> Self {
        self.fetched = Some(time);
        self
    }

    /// The address given by [`Page::with_url`].
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.url.as_ref().map(Url::as_str)
    }

    /// Whether something was left out to keep a limit of [`PageOptions`]: bytes, nodes or
    /// nesting depth. A cut in depth loses no text.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    /// The parsed HTML; `None` for a text dump.
    pub(crate) fn dom(&self) -> Option<&Dom> {
        match &self.source {
            Source::Html(dom) => Some(dom),
            Source::Text(_) => None,
        }
    }

    /// What the page says of itself; a text dump says nothing. Read when first asked for.
    pub(crate) fn facts(&self) -> &Facts {
        let read = || self.dom().map(Facts::read).unwrap_or_default();
        self.facts.get_or_init(read)
    }

    pub(crate) fn fetch_time(&self) -> Option<SystemTime> {
        self.fetched
    }

    pub(crate) fn parsed_url(&self) -> Option<&Url> {
        self.url.as_ref()
    }
}

/// Limits for reading a page. They are counted in bytes, nodes and levels, never in time.
///
/// ```
/// use unhusk::PageOptions;
///
/// let page = PageOptions::new().max_bytes(8).from_html("<p>one</p><p>two</p>");
/// assert!(page.is_truncated());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageOptions {
    max_bytes: usize,
    max_nodes: usize,
    max_depth: usize,
}

impl Default for PageOptions {
    fn default() -> Self {
        Self {
            max_bytes: 64 << 20,
            max_nodes: 4_000_000,
            max_depth: 512,
        }
    }
}

impl PageOptions {
    /// The defaults: 64 MiB, four million nodes, 512 levels (what browsers use).
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads at most this many bytes of the (decoded) page.
    #[must_use]
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes;
        self
    }

    /// Builds at most about this many nodes.
    #[must_use]
    pub fn max_nodes(mut self, nodes: usize) -> Self {
        self.max_nodes = nodes;
        self
    }

    /// Nests elements at most about this deep; deeper start tags are ignored, their text is kept.
    #[must_use]
    pub fn max_depth(mut self, levels: usize) -> Self {
        self.max_depth = levels.max(8);
        self
    }

    /// [`Page::from_html`] within these limits.
    #[must_use]
    pub fn from_html(&self, html: &str) -> Page {
        let (html, cut) = self.clip(html);
        let limits = guard::Limits {
            nodes: self.max_nodes,
            depth: self.max_depth,
        };
        let (dom, guarded) = Dom::parse(html, limits);
        page(Source::Html(dom), cut || guarded)
    }

    /// [`Page::from_bytes`] within these limits.
    #[must_use]
    pub fn from_bytes(&self, bytes: &[u8], content_type: Option<&str>) -> Page {
        self.from_html(&charset::decode(bytes, content_type))
    }

    /// [`Page::from_text`] within these limits.
    #[must_use]
    pub fn from_text(&self, text: &str) -> Page {
        let (text, cut) = self.clip(text);
        page(Source::Text(Dump::parse(text)), cut)
    }

    fn clip<'a>(&self, text: &'a str) -> (&'a str, bool) {
        let end = text.floor_char_boundary(self.max_bytes);
        (text.get(..end).unwrap_or(text), end < text.len())
    }
}

fn page(source: Source, truncated: bool) -> Page {
    Page {
        source,
        url: None,
        fetched: None,
        truncated,
        facts: OnceLock::new(),
    }
}
