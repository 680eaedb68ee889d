//! What comes back: the bytes of a page and how they were come by.

use std::time::{Duration, SystemTime};

use jiff::fmt::rfc2822;
use serde::Serialize;

use crate::{Error, Page};

use super::headers::Headers;
use super::manners::Directives;
use super::media::Media;
use super::outcome::Suspicion;

/// A page as it was sent. [`page`](Self::page) parses it.
///
/// ```
/// use unhusk::fetch::Fetched;
///
/// let page = Fetched::new("https://example.com/", 200, b"<p>Text".to_vec())
///     .with_header("Content-Type", "text/html; charset=utf-8");
/// assert_eq!(page.content_type(), Some("text/html; charset=utf-8"));
/// assert_eq!(page.final_url(), "https://example.com/");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Fetched {
    pub(super) url: String,
    pub(super) final_url: String,
    pub(super) status: u16,
    pub(super) headers: Headers,
    #[serde(skip)]
    pub(super) body: Vec<u8>,
    pub(super) media: Media,
    pub(super) redirects: Vec<Redirect>,
    pub(super) source: Source,
    pub(super) timings: Timings,
    pub(super) attempts: u32,
    pub(super) robots: Directives,
    pub(super) suspicion: Option<Suspicion>,
    pub(super) notes: Vec<String>,
}

impl Fetched {
    /// A page from elsewhere, for implementations of [`Fetch`](super::Fetch).
    #[must_use]
    pub fn new(url: impl Into<String>, status: u16, body: Vec<u8>) -> Self {
        let url = url.into();
        Self {
            final_url: url.clone(),
            url,
            status,
            headers: Headers::default(),
            body,
            media: Media::Html,
            redirects: Vec::new(),
            source: Source::Other,
            timings: Timings::default(),
            attempts: 1,
            robots: Directives::default(),
            suspicion: None,
            notes: Vec::new(),
        }
    }

    /// Adds a header, for implementations of [`Fetch`](super::Fetch).
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        let more = std::iter::once((name, value));
        self.headers = self.headers.iter().chain(more).collect();
        self
    }

    /// Sets where the page was found, for implementations of [`Fetch`](super::Fetch).
    #[must_use]
    pub fn with_final_url(mut self, url: impl Into<String>) -> Self {
        self.final_url = url.into();
        self
    }

    /// The address asked for, without credentials.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address that answered, after redirects.
    #[must_use]
    pub fn final_url(&self) -> &str {
        &self.final_url
    }

    /// The HTTP status, 200 to 299.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The response headers.
    #[must_use]
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The `Content-Type` as sent.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get("content-type")
    }

    /// The body, decompressed but in the page's own character encoding.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body without a copy.
    #[must_use]
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }

    /// The page, parsed.
    ///
    /// # Errors
    ///
    /// [`Error::Url`](crate::Error::Url) if the address is not that of a web page, which happens
    /// only with a [`Fetch`](super::Fetch) of the caller's own.
    pub fn page(&self) -> Result<Page, Error> {
        let page = match self.media {
            Media::PlainText => Page::from_text_bytes(&self.body, self.content_type()),
            _ => Page::from_bytes(&self.body, self.content_type()),
        };
        let page = match self.fetch_time() {
            Some(time) => page.with_fetch_time(time),
            None => page,
        };
        page.with_url(&self.final_url)
    }

    /// When the page was sent, by its `Date` header; without one, now if the site sent it just
    /// now. What "3 hours ago" counts from.
    fn fetch_time(&self) -> Option<SystemTime> {
        let sent = self.headers.get("date");
        let sent = sent.and_then(|date| rfc2822::parse(date).ok());
        let sent = sent.and_then(|date| date.timestamp().try_into().ok());
        match (sent, self.source) {
            (Some(sent), _) => Some(sent),
            (None, Source::Network | Source::Revalidated) => Some(SystemTime::now()),
            (None, Source::Cache | Source::Other) => None,
        }
    }

    /// HTML, XHTML or plain text.
    #[must_use]
    pub fn media(&self) -> Media {
        self.media
    }

    /// The redirects that were followed, in order.
    #[must_use]
    pub fn redirects(&self) -> &[Redirect] {
        &self.redirects
    }

    /// Network or cache.
    #[must_use]
    pub fn source(&self) -> Source {
        self.source
    }

    /// Where the time went.
    #[must_use]
    pub fn timings(&self) -> Timings {
        self.timings
    }

    /// Requests made for the page, retries and redirects included; 0 when the cache answered.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// What `X-Robots-Tag` and `meta robots` ask for.
    #[must_use]
    pub fn robots(&self) -> &Directives {
        &self.robots
    }

    /// A doubt that this is the page that was asked for.
    #[must_use]
    pub fn suspicion(&self) -> Option<&Suspicion> {
        self.suspicion.as_ref()
    }

    /// What else a person may want to know: credentials dropped, another source taken ...
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}

/// One redirect that was followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Redirect {
    /// The address that answered with a redirect.
    pub from: String,
    /// The HTTP status, 301 to 308; 0 when a caller's own client followed it by itself.
    pub status: u16,
    /// Where it led to.
    pub to: String,
}

/// Where a page came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Source {
    /// The site.
    Network,
    /// The cache; the site confirmed that the page has not changed (304).
    Revalidated,
    /// The cache, without asking the site.
    Cache,
    /// A renderer, or a caller's own [`Fetch`](super::Fetch).
    Other,
}

/// Where the time went, over all redirects and retries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Timings {
    /// Waiting for the turn of the host: delays, limits, back-off.
    pub waited: Duration,
    /// From sending to the first byte of the answer, connecting included.
    pub first_byte: Duration,
    /// Reading bodies.
    pub body: Duration,
    /// Everything, robots.txt included.
    pub total: Duration,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_dates_count_from_the_date_header() {
        let html = b"<h1>The bridge</h1><time>2 days ago</time><p>It is open again.".to_vec();
        let sent = Fetched::new("https://news.example/", 200, html);
        assert_eq!(sent.fetch_time(), None);
        let sent = sent.with_header("Date", "Fri, 03 May 2024 10:00:00 GMT");
        let page = sent.page().expect("a page");
        let metadata = crate::Extractor::builder().build().metadata(&page);
        assert_eq!(metadata.published.as_deref(), Some("2024-05-01"));
    }
}
