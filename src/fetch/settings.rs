//! The settings of a [`Fetcher`](super::Fetcher) and the builder that checks them.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};

use super::guard::{Policy, Resolve, SystemResolver};
use super::{FetchError, Fetcher};

/// Everything a fetch needs to know, checked.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) policy: Arc<Policy>,
    pub(super) resolver: Arc<dyn Resolve>,
    pub(super) user_agent: HeaderValue,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) root_certificates: Vec<Vec<u8>>,
    pub(super) connect: Duration,
    pub(super) first_byte: Duration,
    pub(super) stall: Duration,
    pub(super) total: Duration,
    pub(super) max_bytes: u64,
    pub(super) max_header_bytes: u64,
    pub(super) max_redirects: usize,
    pub(super) jobs: usize,
    pub(super) per_host: usize,
    pub(super) delay: Duration,
    pub(super) max_crawl_delay: Duration,
    pub(super) retries: usize,
    pub(super) backoff: Duration,
    pub(super) max_retry_after: Duration,
    pub(super) ignore_robots: bool,
    pub(super) robots_expiry: Duration,
    pub(super) cache: Option<PathBuf>,
    pub(super) offline: bool,
}

/// Builds a [`Fetcher`]. Every setter has a default that is polite and safe.
///
/// ```
/// use std::time::Duration;
/// use unhusk::fetch::Fetcher;
///
/// let fetcher = Fetcher::builder()
///     .contact("mailto:crawler@example.com")
///     .jobs(8)
///     .delay(Duration::from_secs(1))
///     .max_bytes(5_000_000)
///     .build()?;
/// # Ok::<(), unhusk::fetch::FetchError>(())
/// ```
#[must_use]
pub struct FetcherBuilder {
    settings: Settings,
    user_agent: String,
    contact: Option<String>,
    headers: Vec<(String, String)>,
}

impl std::fmt::Debug for FetcherBuilder {
    /// Header values may be secrets and do not show.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FetcherBuilder")
            .field("user_agent", &self.user_agent)
            .field("policy", &self.settings.policy)
            .finish_non_exhaustive()
    }
}

impl FetcherBuilder {
    pub(super) fn new() -> Self {
        Self {
            settings: defaults(),
            user_agent: concat!("unhusk/", env!("CARGO_PKG_VERSION")).to_owned(),
            contact: None,
            headers: Vec::new(),
        }
    }

    /// Which addresses may be connected to. Default: public ones, [`Policy::new`].
    pub fn policy(mut self, policy: Policy) -> Self {
        self.settings.policy = Arc::new(policy);
        self
    }

    /// Turns host names into addresses. Default: the operating system.
    pub fn resolver(mut self, resolver: impl Resolve) -> Self {
        self.settings.resolver = Arc::new(resolver);
        self
    }

    /// The whole `User-Agent`. The part before the first `/` is the name looked up in robots.txt.
    /// Default: `unhusk/` and the version.
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = text.into();
        self
    }

    /// An address or e-mail at which a site's owner reaches you; appended to the user agent as
    /// `(+contact)`. Default: none.
    pub fn contact(mut self, text: impl Into<String>) -> Self {
        self.contact = Some(text.into());
        self
    }

    /// A header for every request. `Authorization` and `Cookie` are not sent to another origin
    /// than that of the address asked for.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// A further certificate authority to trust, PEM. Default: those of the operating system.
    pub fn root_certificate(mut self, pem: &[u8]) -> Self {
        self.settings.root_certificates.push(pem.to_vec());
        self
    }

    /// Time limit for resolving the name, and again for connecting with TLS. Default: 10 s.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.settings.connect = limit;
        self
    }

    /// Time limit from the connection to the first byte of the answer. Default: 20 s.
    pub fn first_byte_timeout(mut self, limit: Duration) -> Self {
        self.settings.first_byte = limit;
        self
    }

    /// Time limit for a pause between two pieces of the body. Default: 15 s.
    pub fn stall_timeout(mut self, limit: Duration) -> Self {
        self.settings.stall = limit;
        self
    }

    /// Time limit for one page, redirects and retries included, waiting for its turn and robots.txt
    /// not. Default: 60 s.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.settings.total = limit;
        self
    }

    /// Largest body, in bytes after decompression. Default: 20 MB.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.settings.max_bytes = bytes;
        self
    }

    /// Largest response header, in bytes. Default: 64 kB.
    pub fn max_header_bytes(mut self, bytes: u64) -> Self {
        self.settings.max_header_bytes = bytes;
        self
    }

    /// Most redirects in a row. Default: 10.
    pub fn max_redirects(mut self, count: usize) -> Self {
        self.settings.max_redirects = count;
        self
    }

    /// Most requests at the same time, all hosts together. Default: 8.
    pub fn jobs(mut self, count: usize) -> Self {
        self.settings.jobs = count;
        self
    }

    /// Most requests at the same time to one host. Default: 1.
    pub fn per_host(mut self, count: usize) -> Self {
        self.settings.per_host = count;
        self
    }

    /// Least time between the starts of two requests to one host; a longer `Crawl-delay` of its
    /// robots.txt wins. Default: 1 s.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.settings.delay = delay;
        self
    }

    /// Longest `Crawl-delay` that is honoured; a longer one counts as this. Default: 60 s.
    pub fn max_crawl_delay(mut self, delay: Duration) -> Self {
        self.settings.max_crawl_delay = delay;
        self
    }

    /// Most retries for one page, after connect errors, 429, 502, 503 and 504. Default: 2.
    pub fn retry(mut self, count: usize) -> Self {
        self.settings.retries = count;
        self
    }

    /// The pause before the first retry; doubles each time, with jitter. Default: 1 s.
    pub fn backoff(mut self, first: Duration) -> Self {
        self.settings.backoff = first;
        self
    }

    /// Longest `Retry-After` that is waited for; with a longer one the page is given up. Default:
    /// 60 s.
    pub fn max_retry_after(mut self, limit: Duration) -> Self {
        self.settings.max_retry_after = limit;
        self
    }

    /// Does not ask for robots.txt. Default: robots.txt is obeyed.
    pub fn ignore_robots(mut self, yes: bool) -> Self {
        self.settings.ignore_robots = yes;
        self
    }

    /// How long a robots.txt is good for. Default: 24 h, the most RFC 9309 allows.
    pub fn robots_expiry(mut self, expiry: Duration) -> Self {
        self.settings.robots_expiry = expiry;
        self
    }

    /// Allows or forbids private networks and the machine itself, for programs that have one
    /// switch for both. Finer: [`policy`](Self::policy).
    pub fn allow_private(mut self, yes: bool) -> Self {
        let policy = (*self.settings.policy).clone();
        self.settings.policy = Arc::new(policy.allow_private(yes).allow_loopback(yes));
        self
    }

    /// Keeps responses in this folder and asks with `If-None-Match` and `If-Modified-Since` when
    /// they are stale. The folder is made when it is first written to. Default: no cache.
    pub fn cache(mut self, folder: impl Into<PathBuf>) -> Self {
        self.settings.cache = Some(folder.into());
        self
    }

    /// Answers from the cache only, however old, and never from the network. Needs
    /// [`cache`](Self::cache). Default: no.
    pub fn offline(mut self, yes: bool) -> Self {
        self.settings.offline = yes;
        self
    }

    /// Checks the settings.
    ///
    /// # Errors
    ///
    /// [`FetchError::Setting`] names the setter and what is wrong with its value.
    pub fn build(mut self) -> Result<Fetcher, FetchError> {
        self.settings.user_agent = user_agent(&self.user_agent, self.contact.as_deref())?;
        for (name, value) in &self.headers {
            self.settings.headers.push(header(name, value)?);
        }
        check(&self.settings)?;
        Fetcher::with_settings(self.settings)
    }
}

fn defaults() -> Settings {
    let seconds = Duration::from_secs;
    Settings {
        policy: Arc::new(Policy::new()),
        resolver: Arc::new(SystemResolver),
        user_agent: HeaderValue::from_static("unhusk"),
        headers: Vec::new(),
        root_certificates: Vec::new(),
        connect: seconds(10),
        first_byte: seconds(20),
        stall: seconds(15),
        total: seconds(60),
        max_bytes: 20_000_000,
        max_header_bytes: 65_536,
        max_redirects: 10,
        jobs: 8,
        per_host: 1,
        delay: seconds(1),
        max_crawl_delay: seconds(60),
        retries: 2,
        backoff: seconds(1),
        max_retry_after: seconds(60),
        ignore_robots: false,
        robots_expiry: seconds(24 * 60 * 60),
        cache: None,
        offline: false,
    }
}

fn check(settings: &Settings) -> Result<(), FetchError> {
    let zero = |setting| FetchError::Setting {
        setting,
        message: "must not be 0".to_owned(),
    };
    if settings.jobs == 0 {
        return Err(zero("jobs"));
    }
    if settings.per_host == 0 {
        return Err(zero("per_host"));
    }
    if settings.offline && settings.cache.is_none() {
        let message = "needs a cache folder".to_owned();
        return Err(FetchError::Setting {
            setting: "offline",
            message,
        });
    }
    Ok(())
}

fn user_agent(text: &str, contact: Option<&str>) -> Result<HeaderValue, FetchError> {
    let whole = contact.map_or_else(|| text.to_owned(), |c| format!("{text} (+{c})"));
    let message = "only visible ASCII characters, and at least one".to_owned();
    let bad = FetchError::Setting {
        setting: "user_agent",
        message,
    };
    if whole.trim().is_empty() {
        return Err(bad);
    }
    HeaderValue::from_str(&whole).map_err(|_| bad)
}

/// `User-Agent` has a setter, because robots.txt goes by it; the others belong to the connection,
/// or would be answered in a form that is not decoded.
const RESERVED: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "transfer-encoding",
    "user-agent",
];

fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), FetchError> {
    let bad = |message: String| FetchError::Setting {
        setting: "header",
        message,
    };
    let parsed = HeaderName::from_bytes(name.as_bytes());
    let parsed = parsed.map_err(|_| bad(format!("`{name}` is not a header name")))?;
    if RESERVED.contains(&parsed.as_str()) {
        return Err(bad(format!("`{parsed}` is set by the fetcher itself")));
    }
    // The value may be a secret, so the message does not quote it.
    let value = HeaderValue::from_str(value);
    let mut value = value.map_err(|_| bad(format!("the value of `{name}` is not allowed")))?;
    value.set_sensitive(true);
    Ok((parsed, value))
}
