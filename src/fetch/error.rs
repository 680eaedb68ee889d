//! Everything that can come back instead of a page, each with what a person needs to act on it.

use std::time::Duration;

use serde::Serialize;

use super::Redirect;
use super::guard::Refusal;
use super::outcome::{Gate, Outcome, Vendor};

/// Why there is no page.
///
/// Addresses in the messages never contain user names or passwords. [`FetchError::outcome`] gives
/// the name under which a run counts it.
///
/// ```
/// use unhusk::fetch::{FetchError, Outcome};
///
/// let error = FetchError::interrupted("https://me:secret@example.com/", "reset by peer");
/// assert_eq!(error.outcome(), Outcome::Interrupted);
/// assert_eq!(error.to_string(), "https://example.com/: the answer broke off: reset by peer");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "error", rename_all = "snake_case")]
#[non_exhaustive]
pub enum FetchError {
    /// The text is not an address.
    #[error("`{url}` is not a URL: {message}")]
    #[non_exhaustive]
    Url {
        /// The text as given, without credentials.
        url: String,
        /// What is wrong with it.
        message: String,
    },
    /// The safety policy forbids the address; no connection was made to it.
    #[error("{url}: {refusal}")]
    #[non_exhaustive]
    Refused {
        /// The address that was refused; after a redirect this is not the one asked for.
        url: String,
        /// Which guard refused, and the setting that relaxes it.
        refusal: Refusal,
    },
    /// The site's robots.txt asks programs to stay away.
    #[error("{url}: robots.txt forbids it ({reason})")]
    #[non_exhaustive]
    RobotsDenied {
        /// The address that was not fetched.
        url: String,
        /// A rule, or a robots.txt that could not be read.
        reason: String,
    },
    /// The host name has no address.
    #[error("{url}: cannot resolve the host name: {message}")]
    #[non_exhaustive]
    Dns {
        /// The address that was tried.
        url: String,
        /// What the resolver said.
        message: String,
    },
    /// No connection: refused, unreachable, reset while connecting.
    #[error("{url}: cannot connect: {message}")]
    #[non_exhaustive]
    Connect {
        /// The address that was tried.
        url: String,
        /// What the system said.
        message: String,
    },
    /// The TLS handshake failed: certificate unknown, expired, for another host ...
    #[error("{url}: no secure connection: {message}")]
    #[non_exhaustive]
    Tls {
        /// The address that was tried.
        url: String,
        /// What the TLS library said.
        message: String,
    },
    /// A time limit passed.
    #[error("{url}: timed out ({phase}) after {} ms", after.as_millis())]
    #[non_exhaustive]
    TimedOut {
        /// The address that was tried.
        url: String,
        /// Which part of the exchange took too long.
        phase: Phase,
        /// The limit that passed.
        after: Duration,
    },
    /// The connection broke, or what arrived was not HTTP, or the body ended early.
    #[error("{url}: the answer broke off: {message}")]
    #[non_exhaustive]
    Interrupted {
        /// The address that was tried.
        url: String,
        /// What broke.
        message: String,
    },
    /// The body or the headers are larger than the limit.
    #[error("{url}: {what} larger than {limit} bytes")]
    #[non_exhaustive]
    TooLarge {
        /// The address that was tried.
        url: String,
        /// `body` (after decompression) or `headers`.
        what: &'static str,
        /// The limit, in bytes.
        limit: u64,
    },
    /// The answer is something else than HTML, XHTML or plain text.
    #[error("{url}: not a page but {content_type}")]
    #[non_exhaustive]
    NotHtml {
        /// The address that answered.
        url: String,
        /// The type declared, or recognised from the first bytes.
        content_type: String,
    },
    /// A content encoding that was not asked for.
    #[error("{url}: cannot decode content encoding `{encoding}`")]
    #[non_exhaustive]
    Encoding {
        /// The address that answered.
        url: String,
        /// The header's value.
        encoding: String,
    },
    /// Success, but not one byte.
    #[error("{url}: empty answer (status {status})")]
    #[non_exhaustive]
    Empty {
        /// The address that answered.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// A bot wall answered instead of the site.
    #[error("{url}: blocked by {vendor} (status {status}): {}", evidence.join("; "))]
    #[non_exhaustive]
    Blocked {
        /// The address that answered.
        url: String,
        /// The HTTP status.
        status: u16,
        /// Who blocks.
        vendor: Vendor,
        /// The headers and markers that show it.
        evidence: Vec<String>,
    },
    /// A log-in, payment or consent stands before the page.
    #[error("{url}: gated ({gate}, status {status}): {evidence}")]
    #[non_exhaustive]
    Gated {
        /// The address that answered.
        url: String,
        /// The HTTP status.
        status: u16,
        /// What is asked for.
        gate: Gate,
        /// What shows it.
        evidence: String,
    },
    /// Forbidden (403), and nothing shows that a bot wall did it.
    #[error("{url}: forbidden (403)")]
    #[non_exhaustive]
    Forbidden {
        /// The address that answered.
        url: String,
    },
    /// Not found (404).
    #[error("{url}: not found (404)")]
    #[non_exhaustive]
    NotFound {
        /// The address that answered.
        url: String,
    },
    /// Gone for good (410).
    #[error("{url}: gone for good (410)")]
    #[non_exhaustive]
    Gone {
        /// The address that answered.
        url: String,
    },
    /// Withheld for legal reasons (451).
    #[error("{url}: withheld for legal reasons (451)")]
    #[non_exhaustive]
    Withheld {
        /// The address that answered.
        url: String,
    },
    /// Too many requests (429), also after the retries.
    #[error("{url}: too many requests (429){}", wait(*retry_after))]
    #[non_exhaustive]
    RateLimited {
        /// The address that answered.
        url: String,
        /// How long the site asked to wait.
        retry_after: Option<Duration>,
    },
    /// The server failed (5xx), also after the retries.
    #[error("{url}: the server failed ({status}){}", wait(*retry_after))]
    #[non_exhaustive]
    Server {
        /// The address that answered.
        url: String,
        /// The HTTP status.
        status: u16,
        /// How long the site asked to wait.
        retry_after: Option<Duration>,
    },
    /// Any other status that is no success.
    #[error("{url}: unexpected status {status}")]
    #[non_exhaustive]
    Status {
        /// The address that answered.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// A redirect led back to an address of its own chain.
    #[error("{url}: redirect loop after {} hops", chain.len())]
    #[non_exhaustive]
    RedirectLoop {
        /// The address asked for.
        url: String,
        /// The hops up to the repeated address.
        chain: Vec<Redirect>,
    },
    /// More redirects than allowed.
    #[error("{url}: more than {} redirects", chain.len().saturating_sub(1))]
    #[non_exhaustive]
    TooManyRedirects {
        /// The address asked for.
        url: String,
        /// The hops, the one too many included.
        chain: Vec<Redirect>,
    },
    /// A redirect without a usable `Location`.
    #[error("{url}: redirect ({status}) to nowhere: {message}")]
    #[non_exhaustive]
    BadRedirect {
        /// The address that answered.
        url: String,
        /// The HTTP status.
        status: u16,
        /// What is wrong with `Location`.
        message: String,
    },
    /// Offline, and the cache does not hold the page.
    #[error("{url}: not in the cache, and this run is offline")]
    #[non_exhaustive]
    NotCached {
        /// The address asked for.
        url: String,
    },
    /// [`Fetcher::finish`](super::Fetcher::finish) came first; nothing was decided about the page.
    #[error("{url}: not fetched, because the run was ended")]
    #[non_exhaustive]
    Cancelled {
        /// The address asked for.
        url: String,
    },
    /// The renderer (a browser, say) failed.
    #[error("{url}: cannot render: {message}")]
    #[non_exhaustive]
    Render {
        /// The address asked for.
        url: String,
        /// What the renderer said.
        message: String,
    },
    /// A feed or sitemap that cannot be read.
    #[error("{url}: cannot read the {what}: {message}")]
    #[non_exhaustive]
    Listing {
        /// The address of the feed or sitemap.
        url: String,
        /// `feed` or `sitemap`.
        what: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// A setting that makes no sense; only from builders.
    #[error("{setting}: {message}")]
    #[non_exhaustive]
    Setting {
        /// The name of the setter.
        setting: &'static str,
        /// What is wrong with its value.
        message: String,
    },
}

impl FetchError {
    /// The name under which a run counts this.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        Outcome::of(self)
    }

    /// An error from a caller's own renderer.
    ///
    /// ```
    /// let error = unhusk::fetch::FetchError::render("https://example.com/", "the browser died");
    /// assert_eq!(error.to_string(), "https://example.com/: cannot render: the browser died");
    /// ```
    #[must_use]
    pub fn render(url: &str, message: impl ToString) -> Self {
        Self::Render {
            url: super::address::redact(url),
            message: message.to_string(),
        }
    }

    /// An error from a caller's own [`Fetch`](super::Fetch): the connection or the answer broke.
    #[must_use]
    pub fn interrupted(url: &str, message: impl ToString) -> Self {
        Self::Interrupted {
            url: super::address::redact(url),
            message: message.to_string(),
        }
    }
}

/// The part of an exchange that took too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Phase {
    /// Resolving the host name.
    Dns,
    /// TCP connection and TLS handshake.
    Connect,
    /// From the connection to the first byte of the answer.
    FirstByte,
    /// A pause between two pieces of the body.
    Stall,
    /// The whole exchange, redirects included.
    Total,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Dns => "resolving the name",
            Self::Connect => "connecting",
            Self::FirstByte => "waiting for the first byte",
            Self::Stall => "the body stalled",
            Self::Total => "total time",
        })
    }
}

fn wait(retry_after: Option<Duration>) -> String {
    retry_after.map_or_else(String::new, |d| format!(", asks to wait {} s", d.as_secs()))
}
