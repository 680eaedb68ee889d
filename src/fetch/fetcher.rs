//! [`Fetcher`]: built once, shared by everything that fetches.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use tokio::time::Instant;
use url::Url;

use super::address::{self, Address};
use super::cache::Cache;
use super::exchange::Appetite;
use super::manners::{Directives, MAX_ROBOTS_BYTES, Pace, Robots, Rules, agent_name};
use super::media::Wanted;
use super::settings::{FetcherBuilder, Settings};
use super::walk::{Arrival, Walk};
use super::{FetchError, Fetched, Phase, client};

/// Fetches pages: politely, safely, and honest about failure.
///
/// Cloning copies a pointer; all clones share connections, limits, robots.txt and cache. A future
/// that is dropped half-way leaves nothing behind: the connection closes and the turn is given
/// back.
///
/// ```no_run
/// # async fn run() -> Result<(), unhusk::fetch::FetchError> {
/// use unhusk::fetch::Fetcher;
///
/// let fetcher = Fetcher::builder().contact("mailto:me@example.com").build()?;
/// let page = fetcher.get("https://example.com/article").await?;
/// println!("{} bytes from {}", page.body().len(), page.final_url());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Fetcher {
    inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) settings: Settings,
    pub(super) client: reqwest::Client,
    pub(super) pace: Pace,
    pub(super) cache: Option<Cache>,
    robots: Robots,
}

/// What [`Fetch::fetch`] returns.
pub type Fetching<'a> = Pin<Box<dyn Future<Output = Result<Fetched, FetchError>> + Send + 'a>>;

/// Anything that turns an address into a page: a [`Fetcher`], a browser, a folder of files, a test.
///
/// ```
/// use unhusk::fetch::{Fetch, FetchError, Fetched, Fetching};
///
/// struct OnePage;
///
/// impl Fetch for OnePage {
///     fn fetch<'a>(&'a self, url: &'a str) -> Fetching<'a> {
///         Box::pin(async move { Ok(Fetched::new(url, 200, b"<p>Text".to_vec())) })
///     }
/// }
/// ```
pub trait Fetch: Send + Sync {
    /// Fetches one page.
    ///
    /// # Errors
    ///
    /// Why there is no page.
    fn fetch<'a>(&'a self, url: &'a str) -> Fetching<'a>;
}

impl Fetch for Fetcher {
    fn fetch<'a>(&'a self, url: &'a str) -> Fetching<'a> {
        Box::pin(self.get(url))
    }
}

impl std::fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fetcher")
            .field("policy", &self.inner.settings.policy)
            .field("user_agent", &self.inner.settings.user_agent)
            .finish_non_exhaustive()
    }
}

impl Fetcher {
    /// Sets up a fetcher.
    pub fn builder() -> FetcherBuilder {
        FetcherBuilder::new()
    }

    /// A fetcher with all defaults.
    ///
    /// # Errors
    ///
    /// [`FetchError::Setting`] if TLS cannot be set up on this machine.
    pub fn new() -> Result<Self, FetchError> {
        Self::builder().build()
    }

    pub(super) fn with_settings(settings: Settings) -> Result<Self, FetchError> {
        let client = client::build(&settings)?;
        Ok(Self {
            inner: Arc::new(Inner::new(settings, client)),
        })
    }

    /// The same settings over a client of your own, with new limits and an empty memory.
    ///
    /// The client's own set-up wins where it differs. So these guards cannot be promised any more:
    /// host names are resolved by the client, so only literal addresses are checked, not what a
    /// name resolves to; redirects that the client follows by itself are checked only when they
    /// have been followed (build it with `redirect::Policy::none()`); proxies, cookies, decoding,
    /// certificates and the connect timeout are the client's. Everything else holds.
    #[must_use]
    pub fn with_client(&self, client: reqwest::Client) -> Self {
        Self {
            inner: Arc::new(Inner::new(self.inner.settings.clone(), client)),
        }
    }

    /// Fetches one page.
    ///
    /// # Errors
    ///
    /// Why there is no page; see [`FetchError`]. Walls, log-ins and error pages are errors too,
    /// whatever status they come with.
    pub async fn get(&self, url: &str) -> Result<Fetched, FetchError> {
        let start = Instant::now();
        let address = address::parse(url)?;
        let notes = self.inner.notes(&address);
        let asked = address.url.to_string();
        let appetite = self.inner.appetite(Wanted::Page);
        let mut walk = Walk::new(&self.inner, address, appetite);
        let arrival = walk.arrive().await?;
        walk.timings.total = start.elapsed();
        Ok(self.inner.fetched(asked, arrival, walk, notes))
    }

    /// Begins no further request, for all clones: what is under way ends as usual, and pages that
    /// wait for their turn, or for another attempt, end with [`FetchError::Cancelled`]. For
    /// programs that were asked to stop.
    pub fn finish(&self) {
        self.inner.pace.finish();
    }

    /// A feed or sitemap, or a page in its place.
    pub(super) async fn listing(&self, url: &str) -> Result<Arrival, FetchError> {
        let address = address::parse(url)?;
        let appetite = self.inner.appetite(Wanted::Listing);
        Walk::new(&self.inner, address, appetite).arrive().await
    }

    /// The sitemaps that robots.txt names.
    pub(super) async fn named_sitemaps(&self, url: &Url) -> Vec<String> {
        let rules = self.inner.fetch_rules(url).await;
        rules
            .map(|rules| rules.sitemaps().collect())
            .unwrap_or_default()
    }

    pub(super) fn max_bytes(&self) -> u64 {
        self.inner.settings.max_bytes
    }
}

impl Inner {
    fn new(settings: Settings, client: reqwest::Client) -> Self {
        Self {
            client,
            pace: Pace::new(settings.jobs, settings.per_host),
            cache: settings.cache.as_deref().map(Cache::new),
            robots: Robots::default(),
            settings,
        }
    }

    fn appetite(&self, wanted: Wanted) -> Appetite {
        Appetite {
            wanted,
            max_bytes: self.settings.max_bytes,
            truncate: false,
        }
    }

    fn agent(&self) -> &str {
        agent_name(self.settings.user_agent.to_str().unwrap_or_default())
    }

    fn notes(&self, address: &Address) -> Vec<String> {
        let dropped = address.credentials.is_some() && !self.settings.policy.sends_credentials();
        let note = "user name and password of the address were not sent";
        dropped.then(|| note.to_owned()).into_iter().collect()
    }

    fn fetched(
        &self,
        url: String,
        arrival: Arrival,
        walk: Walk<'_>,
        notes: Vec<String>,
    ) -> Fetched {
        let Arrival {
            response,
            source,
            media,
            glance,
            suspicion,
        } = arrival;
        Fetched {
            url,
            final_url: response.url.into(),
            status: response.status,
            robots: Directives::of(&response.headers, &glance.robots, self.agent()),
            headers: response.headers,
            body: response.body,
            media,
            redirects: walk.redirects,
            source,
            timings: walk.timings,
            attempts: walk.attempts,
            suspicion,
            notes,
        }
    }

    /// The robots.txt of the origin of an address.
    pub(super) async fn rules(&self, url: &Url) -> Result<Arc<Rules>, FetchError> {
        if self.settings.ignore_robots {
            return Ok(Arc::new(Rules::allow_all()));
        }
        self.fetch_rules(url).await
    }

    async fn fetch_rules(&self, url: &Url) -> Result<Arc<Rules>, FetchError> {
        let origin = url.origin().ascii_serialization();
        let expiry = self.settings.robots_expiry;
        self.robots
            .rules(&origin, expiry, || self.read_rules(url))
            .await
    }

    async fn read_rules(&self, page: &Url) -> Result<Rules, FetchError> {
        let Ok(url) = page.join("/robots.txt") else {
            return Ok(Rules::allow_all());
        };
        let appetite = Appetite {
            wanted: Wanted::Listing,
            max_bytes: MAX_ROBOTS_BYTES,
            truncate: true,
        };
        let address = Address {
            url,
            credentials: None,
        };
        let mut walk = Walk::new(self, address, appetite).for_robots();
        match walk.arrive().await {
            Ok(arrival) => Ok(Rules::parse(self.agent(), &arrival.response.body)),
            Err(error) => absent(error, page),
        }
    }
}

/// RFC 9309: a robots.txt that is not there allows everything, one that cannot be had forbids
/// everything. A host that cannot be reached at all is that error, for the page too.
fn absent(error: FetchError, page: &Url) -> Result<Rules, FetchError> {
    match error {
        FetchError::RateLimited { .. }
        | FetchError::Server { .. }
        | FetchError::Interrupted { .. }
        | FetchError::TimedOut {
            phase: Phase::FirstByte | Phase::Stall | Phase::Total,
            ..
        } => Ok(Rules::deny_all(format!("it cannot be read: {error}"))),
        error => unreachable_host(error, page.to_string()).map_or(Ok(Rules::allow_all()), Err),
    }
}

/// The same error, for the page that was asked for.
fn unreachable_host(error: FetchError, url: String) -> Option<FetchError> {
    Some(match error {
        FetchError::Dns { message, .. } => FetchError::Dns { url, message },
        FetchError::Connect { message, .. } => FetchError::Connect { url, message },
        FetchError::Tls { message, .. } => FetchError::Tls { url, message },
        FetchError::Refused { refusal, .. } => FetchError::Refused { url, refusal },
        FetchError::Cancelled { .. } => FetchError::Cancelled { url },
        FetchError::TimedOut { phase, after, .. } => FetchError::TimedOut { url, phase, after },
        _ => return None,
    })
}
