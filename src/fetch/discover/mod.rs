//! Where the articles of a site are: addresses from feeds, sitemaps and the page itself.

mod feed;
mod links;
mod sitemap;

use std::collections::{BTreeSet, VecDeque};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use url::Url;

use super::glance::Glance;
use super::walk::Arrival;
use super::{FetchError, Fetcher, media};

/// Sitemaps of one site that are read at most.
const MAX_SITEMAPS: usize = 50;
const MAX_FEEDS: usize = 5;

/// Lists the addresses of articles.
///
/// ```no_run
/// # async fn run() -> Result<(), unhusk::fetch::FetchError> {
/// use unhusk::fetch::{Discovery, Fetcher};
///
/// let fetcher = Fetcher::builder().build()?;
/// let found = Discovery::new().since("2024-01-01")?.max(100).run(&fetcher, "https://example.com/").await?;
/// for link in &found.links {
///     println!("{} {}", link.published.as_deref().unwrap_or("-"), link.url);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Discovery {
    since: Option<Timestamp>,
    max: usize,
    feeds: bool,
    sitemaps: bool,
    page: bool,
}

impl Default for Discovery {
    fn default() -> Self {
        Self {
            since: None,
            max: 10_000,
            feeds: true,
            sitemaps: true,
            page: true,
        }
    }
}

/// What was found, and what could not be read.
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct Discovered {
    /// The addresses, each once: those of feeds first, then sitemaps, then the page's own.
    pub links: Vec<FoundLink>,
    /// Feeds and sitemaps that could not be fetched or read. The rest is complete without them.
    pub problems: Vec<FetchError>,
}

/// The address of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FoundLink {
    /// The absolute address.
    pub url: String,
    /// The title, where the source has one.
    pub title: Option<String>,
    /// When it was published or last changed, RFC 3339 in UTC, where the source says so.
    pub published: Option<String>,
    /// Where the address was found.
    pub origin: LinkOrigin,
}

/// Where an address was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LinkOrigin {
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A sitemap.
    Sitemap,
    /// A link on the page.
    Page,
}

impl Discovery {
    /// Everything: feeds, sitemaps and the page, up to 10,000 addresses.
    pub fn new() -> Self {
        Self::default()
    }

    /// Leaves out what is known to be older: a date (`2024-01-31`, from midnight UTC) or an
    /// RFC 3339 time. Addresses without a date stay.
    ///
    /// # Errors
    ///
    /// [`FetchError::Setting`] for text that is neither.
    pub fn since(mut self, text: &str) -> Result<Self, FetchError> {
        let bad = || FetchError::Setting {
            setting: "since",
            message: format!("`{text}` is neither a date like 2024-01-31 nor an RFC 3339 time"),
        };
        self.since = Some(timestamp(text).ok_or_else(bad)?);
        Ok(self)
    }

    /// At most this many addresses. Default: 10,000.
    pub fn max(mut self, count: usize) -> Self {
        self.max = count;
        self
    }

    /// Whether to read the feeds the page names. Default: yes.
    pub fn feeds(mut self, yes: bool) -> Self {
        self.feeds = yes;
        self
    }

    /// Whether to read the sitemaps that robots.txt names, or `/sitemap.xml`. Default: yes.
    pub fn sitemaps(mut self, yes: bool) -> Self {
        self.sitemaps = yes;
        self
    }

    /// Whether to take links on the page that look like articles. Default: yes.
    pub fn page(mut self, yes: bool) -> Self {
        self.page = yes;
        self
    }

    /// Looks around from a page, or reads one feed or sitemap.
    ///
    /// # Errors
    ///
    /// Why the address itself could not be fetched. Trouble with anything it names is in
    /// [`Discovered::problems`].
    pub async fn run(&self, fetcher: &Fetcher, url: &str) -> Result<Discovered, FetchError> {
        let start = fetcher.listing(url).await?;
        let mut search = Search::new(self, fetcher, start.response.url.clone());
        match kind(&search.text(&start)?) {
            Kind::Feed => search.read_feed(&start),
            Kind::Sitemap => search.read_sitemaps_from(start).await,
            Kind::Page => search.look_around(start).await,
        }
        Ok(search.found)
    }
}

/// What a listing turned out to be.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Feed,
    Sitemap,
    Page,
}

fn kind(text: &str) -> Kind {
    let mut end = text.len().min(4096);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let start = text.split_at(end).0.trim_start().to_ascii_lowercase();
    if start.contains("<urlset") || start.contains("<sitemapindex") {
        return Kind::Sitemap;
    }
    let is_json_feed = start.starts_with('{') && start.contains("jsonfeed.org");
    let is_xml_feed = ["<rss", "<feed", "<rdf:rdf"]
        .iter()
        .any(|root| start.contains(root));
    let is_page = start.contains("<html") || start.contains("<!doctype html");
    if is_json_feed || (is_xml_feed && !is_page) {
        Kind::Feed
    } else {
        Kind::Page
    }
}

/// One search under way.
struct Search<'a> {
    options: &'a Discovery,
    fetcher: &'a Fetcher,
    site: Url,
    seen: BTreeSet<String>,
    found: Discovered,
}

impl<'a> Search<'a> {
    fn new(options: &'a Discovery, fetcher: &'a Fetcher, site: Url) -> Self {
        let seen = BTreeSet::new();
        Self {
            options,
            fetcher,
            site,
            seen,
            found: Discovered::default(),
        }
    }

    /// The text of a listing, unpacked when it is a gzip file.
    fn text(&self, arrival: &Arrival) -> Result<String, FetchError> {
        let body = &arrival.response.body;
        if !media::is_gzip(body) {
            return Ok(String::from_utf8_lossy(body).into_owned());
        }
        let unpacked = sitemap::unpack(body, self.fetcher.max_bytes());
        unpacked.map_err(|message| FetchError::Listing {
            url: arrival.response.url.to_string(),
            what: "sitemap",
            message,
        })
    }

    async fn look_around(&mut self, start: Arrival) {
        if self.options.feeds {
            for url in links::feeds(&start.glance, &self.site)
                .into_iter()
                .take(MAX_FEEDS)
            {
                match self.fetcher.listing(url.as_str()).await {
                    Ok(arrival) => self.read_feed(&arrival),
                    Err(error) => self.found.problems.push(error),
                }
            }
        }
        if self.options.sitemaps {
            self.read_sitemaps().await;
        }
        if self.options.page {
            self.read_page(&start.glance);
        }
    }

    fn read_page(&mut self, glance: &Glance) {
        for link in links::articles(glance, &self.site) {
            self.add(link);
        }
    }

    fn read_feed(&mut self, arrival: &Arrival) {
        let url = &arrival.response.url;
        match feed::read(&arrival.response.body, url) {
            Ok(links) => links.into_iter().for_each(|link| self.add(link)),
            Err(message) => {
                let (url, what) = (url.to_string(), "feed");
                self.found
                    .problems
                    .push(FetchError::Listing { url, what, message });
            }
        }
    }

    async fn read_sitemaps(&mut self) {
        let named = self.fetcher.named_sitemaps(&self.site).await;
        let guess = self.site.join("/sitemap.xml").map(String::from);
        let is_guess = named.is_empty();
        let mut queue: VecDeque<String> = if is_guess {
            guess.into_iter().collect()
        } else {
            named.into()
        };
        self.read_queue(&mut queue, is_guess).await;
    }

    async fn read_sitemaps_from(&mut self, start: Arrival) {
        let mut queue = self.read_sitemap(&start).into();
        self.read_queue(&mut queue, false).await;
    }

    /// Sitemaps name sitemaps; each is read once, and only so many.
    async fn read_queue(&mut self, queue: &mut VecDeque<String>, is_guess: bool) {
        let mut read = BTreeSet::new();
        while let Some(url) = queue.pop_front() {
            if self.is_full() || read.len() >= MAX_SITEMAPS || !read.insert(url.clone()) {
                continue;
            }
            match self.fetcher.listing(&url).await {
                Ok(arrival) => queue.extend(self.read_sitemap(&arrival)),
                // Nobody promised that there is a /sitemap.xml.
                Err(FetchError::NotFound { .. } | FetchError::Gone { .. }) if is_guess => {}
                Err(error) => self.found.problems.push(error),
            }
        }
    }

    /// Takes the addresses; returns the sitemaps that an index names.
    fn read_sitemap(&mut self, arrival: &Arrival) -> Vec<String> {
        let url = arrival.response.url.clone();
        let text = match self.text(arrival) {
            Ok(text) => text,
            Err(error) => {
                self.found.problems.push(error);
                return Vec::new();
            }
        };
        let map = sitemap::read(&text, &url);
        map.links.into_iter().for_each(|link| self.add(link));
        if let Some(message) = map.problem {
            let (url, what) = (url.to_string(), "sitemap");
            self.found
                .problems
                .push(FetchError::Listing { url, what, message });
        }
        let fresh = map
            .sitemaps
            .into_iter()
            .filter(|(_, changed)| !self.is_old(changed.as_deref()));
        fresh.map(|(url, _)| url).collect()
    }

    fn add(&mut self, link: FoundLink) {
        if !self.is_full()
            && !self.is_old(link.published.as_deref())
            && self.seen.insert(link.url.clone())
        {
            self.found.links.push(link);
        }
    }

    fn is_full(&self) -> bool {
        self.found.links.len() >= self.options.max
    }

    fn is_old(&self, published: Option<&str>) -> bool {
        let (Some(since), Some(at)) = (self.options.since, published.and_then(timestamp)) else {
            return false;
        };
        at < since
    }
}

/// An RFC 3339 time, or a date as midnight UTC.
fn timestamp(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(at) = text.parse() {
        return Some(at);
    }
    let date: Date = text.parse().ok()?;
    jiff::tz::TimeZone::UTC
        .to_timestamp(date.at(0, 0, 0, 0))
        .ok()
}
