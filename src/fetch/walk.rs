//! The way of one page: from hop to hop, each checked, asked for politely, and retried when that
//! may help.

use base64::prelude::{BASE64_STANDARD, Engine};
use http::header::{ACCEPT, AUTHORIZATION, COOKIE, LOCATION, PROXY_AUTHORIZATION, USER_AGENT};
use http::{HeaderMap, HeaderValue};
use tokio::time::{Instant, timeout};
use url::Url;

use super::address::{self, Address, Credentials};
use super::cache::{Entry, Plan};
use super::exchange::{Appetite, Budget, Response, exchange};
use super::fetcher::Inner;
use super::glance::Glance;
use super::manners::{Retries, Turn, retry_after};
use super::media::{self, Wanted};
use super::outcome::{Answer, judge};
use super::{FetchError, Media, Redirect, Source, Suspicion, Timings};

const ACCEPT_PAGE: HeaderValue =
    HeaderValue::from_static("text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.1");

/// One page on its way.
pub(super) struct Walk<'a> {
    fetcher: &'a Inner,
    asked: Url,
    credentials: Option<Credentials>,
    appetite: Appetite,
    /// robots.txt itself needs no permission, and has no delay.
    is_robots: bool,
    budget: Budget,
    retries: Retries,
    pub(super) redirects: Vec<Redirect>,
    pub(super) timings: Timings,
    pub(super) attempts: u32,
}

/// Where the way ended, judged.
pub(super) struct Arrival {
    pub(super) response: Response,
    pub(super) source: Source,
    pub(super) media: Media,
    pub(super) glance: Glance,
    pub(super) suspicion: Option<Suspicion>,
}

/// A hop that was answered, and the judgement when it was no redirect.
enum Hop {
    Redirect(Box<Response>),
    Arrived(Box<Arrival>),
}

impl<'a> Walk<'a> {
    pub(super) fn new(fetcher: &'a Inner, address: Address, appetite: Appetite) -> Self {
        let settings = &fetcher.settings;
        Self {
            fetcher,
            credentials: address
                .credentials
                .filter(|_| settings.policy.sends_credentials()),
            appetite,
            is_robots: false,
            budget: Budget::new(settings.total),
            retries: Retries::new(settings, address.url.as_str()),
            asked: address.url,
            redirects: Vec::new(),
            timings: Timings::default(),
            attempts: 0,
        }
    }

    pub(super) fn for_robots(mut self) -> Self {
        self.is_robots = true;
        self
    }

    /// Follows redirects to the end.
    pub(super) async fn arrive(&mut self) -> Result<Arrival, FetchError> {
        let mut url = self.asked.clone();
        self.check(&url, None)?;
        loop {
            match self.hop(&url).await? {
                Hop::Arrived(arrival) => return Ok(*arrival),
                Hop::Redirect(response) => url = self.follow(&url, &response)?,
            }
        }
    }

    fn check(&self, url: &Url, from: Option<&Url>) -> Result<(), FetchError> {
        let policy = &self.fetcher.settings.policy;
        let checked = match from {
            Some(from) => policy.check_hop(from, url),
            None => policy.check_url(url),
        };
        checked.map_err(|refusal| FetchError::Refused {
            url: address::redact(url.as_str()),
            refusal,
        })
    }

    /// The next address, noted and checked.
    fn follow(&mut self, from: &Url, response: &Response) -> Result<Url, FetchError> {
        let to = location(from, response)?;
        self.note(from, response.status, &to);
        let seen = |redirect: &Redirect| redirect.from == to.as_str();
        let (url, chain) = (self.asked.to_string(), self.redirects.clone());
        // A site that sets a cookie first may lead back to the same address with it.
        if self.redirects.iter().any(seen) && !self.fetcher.settings.policy.keeps_cookies() {
            return Err(FetchError::RedirectLoop { url, chain });
        }
        if self.redirects.len() > self.fetcher.settings.max_redirects {
            return Err(FetchError::TooManyRedirects { url, chain });
        }
        self.check(&to, Some(from))?;
        Ok(to)
    }

    fn note(&mut self, from: &Url, status: u16, to: &Url) {
        self.redirects.push(Redirect {
            from: from.to_string(),
            status,
            to: to.to_string(),
        });
    }

    async fn hop(&mut self, url: &Url) -> Result<Hop, FetchError> {
        let headers = self.headers(url);
        let mut entry = match &self.fetcher.cache {
            Some(cache) => cache.find(url).await,
            None => None,
        };
        if self.fetcher.settings.offline {
            let missing = || FetchError::NotCached {
                url: url.to_string(),
            };
            let response = entry.ok_or_else(missing)?.into_response();
            return self.judge(response, Source::Cache);
        }
        let delay = self.permission(url).await?;
        loop {
            let error = match self.attempt(url, &headers, &mut entry, delay).await {
                Ok(hop) => return Ok(hop),
                Err(error) => error,
            };
            self.pause(url, error).await?;
        }
    }

    /// What robots.txt says: an error, or the delay between requests.
    async fn permission(&self, url: &Url) -> Result<Option<std::time::Duration>, FetchError> {
        if self.is_robots {
            return Ok(None);
        }
        let settings = &self.fetcher.settings;
        let rules = Box::pin(self.fetcher.rules(url)).await?;
        rules.check(url)?;
        let asked = rules
            .delay()
            .unwrap_or_default()
            .min(settings.max_crawl_delay);
        Ok(Some(asked.max(settings.delay)))
    }

    async fn attempt(
        &mut self,
        url: &Url,
        headers: &HeaderMap,
        entry: &mut Option<Entry>,
        delay: Option<std::time::Duration>,
    ) -> Result<Hop, FetchError> {
        let ask = match entry.as_ref().map(|entry| entry.plan(headers)) {
            Some(Plan::Fresh(response)) => return self.judge(response, Source::Cache),
            Some(Plan::Ask(conditional)) => conditional,
            None => headers.clone(),
        };
        let cancelled = || FetchError::Cancelled {
            url: url.to_string(),
        };
        let turn = self.turn(url, delay).await.ok_or_else(cancelled)?;
        let response = self.send(url, ask).await?;
        drop(turn);
        if response.url != *url {
            // A caller's own client went on by itself: checked after the fact, at least.
            self.note(url, 0, &response.url);
            self.check(&response.url, Some(url))?;
        }
        self.settle(headers, entry, response).await
    }

    async fn turn(&mut self, url: &Url, delay: Option<std::time::Duration>) -> Option<Turn> {
        let start = Instant::now();
        let turn = self
            .fetcher
            .pace
            .turn(url.host_str().unwrap_or_default(), delay)
            .await;
        self.timings.waited += start.elapsed();
        turn
    }

    async fn send(&mut self, url: &Url, headers: HeaderMap) -> Result<Response, FetchError> {
        self.attempts += 1;
        let (settings, client) = (&self.fetcher.settings, &self.fetcher.client);
        let work = exchange(
            client,
            url,
            headers,
            self.appetite,
            settings,
            &mut self.timings,
        );
        self.budget.spend(url, work).await
    }

    /// Brings the cache up to date and judges.
    async fn settle(
        &mut self,
        headers: &HeaderMap,
        entry: &mut Option<Entry>,
        response: Response,
    ) -> Result<Hop, FetchError> {
        let Some(cache) = &self.fetcher.cache else {
            return self.judge(response, Source::Network);
        };
        if response.status == 304
            && let Some(entry) = entry.take()
            && let Some(renewed) = cache.renew(entry, headers, &response).await
        {
            return self.judge(renewed, Source::Revalidated);
        }
        let hop = self.judge(response.clone(), Source::Network);
        if worth_keeping(&hop) {
            cache.store(headers, &response).await;
        }
        hop
    }

    fn judge(&self, response: Response, source: Source) -> Result<Hop, FetchError> {
        if response.is_redirect() {
            return Ok(Hop::Redirect(Box::new(response)));
        }
        let media = self.media(&response)?;
        let glance = Glance::at(&response.body, response.headers.get("content-type"));
        let suspicion = judge(&self.answer(&response), &glance)?;
        let arrival = Arrival {
            response,
            source,
            media,
            glance,
            suspicion,
        };
        Ok(Hop::Arrived(Box::new(arrival)))
    }

    fn answer<'b>(&'b self, response: &'b Response) -> Answer<'b> {
        Answer {
            asked: &self.asked,
            answered: &response.url,
            status: response.status,
            headers: &response.headers,
            body: &response.body,
            retry_after: response.retry_after(),
        }
    }

    /// The kind of a success; the pages of errors may be anything.
    fn media(&self, response: &Response) -> Result<Media, FetchError> {
        let content_type = response.headers.get("content-type");
        if !response.is_success() || self.is_robots || response.body.is_empty() {
            return Ok(Media::PlainText);
        }
        let found = media::recognise(content_type, &response.body, self.appetite.wanted);
        let url = response.url.to_string();
        found.map_err(|content_type| FetchError::NotHtml { url, content_type })
    }

    /// Waits before the next attempt, or gives the error back.
    async fn pause(&mut self, url: &Url, error: FetchError) -> Result<(), FetchError> {
        let pause = self.retries.pause(&error);
        if let Some(wait) = retry_after(&error) {
            let wait = wait.min(self.fetcher.settings.max_retry_after);
            self.fetcher
                .pace
                .close(url.host_str().unwrap_or_default(), wait);
        }
        let pause = pause.ok_or(error)?;
        let start = Instant::now();
        let waited = timeout(pause, self.fetcher.pace.finished()).await;
        self.timings.waited += start.elapsed();
        let cancelled = |()| FetchError::Cancelled {
            url: url.to_string(),
        };
        waited.map_or(Ok(()), |finished| Err(cancelled(finished)))
    }

    fn headers(&self, url: &Url) -> HeaderMap {
        let settings = &self.fetcher.settings;
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, settings.user_agent.clone());
        let everything = HeaderValue::from_static("*/*");
        let is_page = self.appetite.wanted == Wanted::Page && !self.is_robots;
        headers.insert(ACCEPT, if is_page { ACCEPT_PAGE } else { everything });
        let at_home = url.origin() == self.asked.origin();
        for (name, value) in &settings.headers {
            let is_secret = matches!(*name, AUTHORIZATION | COOKIE | PROXY_AUTHORIZATION);
            if at_home || !is_secret {
                headers.insert(name, value.clone());
            }
        }
        if let Some(value) = self
            .credentials
            .as_ref()
            .filter(|_| at_home)
            .and_then(basic)
        {
            headers.insert(AUTHORIZATION, value);
        }
        headers
    }
}

/// Walls, log-ins and errors are not kept; pages and redirects are.
fn worth_keeping(hop: &Result<Hop, FetchError>) -> bool {
    matches!(
        hop,
        Ok(_) | Err(FetchError::NotFound { .. } | FetchError::Gone { .. })
    )
}

fn location(from: &Url, response: &Response) -> Result<Url, FetchError> {
    let bad = |message: String| FetchError::BadRedirect {
        url: from.to_string(),
        status: response.status,
        message,
    };
    let value = response
        .map
        .get(LOCATION)
        .ok_or_else(|| bad("no Location".to_owned()))?;
    let text = String::from_utf8_lossy(value.as_bytes());
    let to = from
        .join(&text)
        .map_err(|e| bad(format!("`{}`: {e}", address::redact(&text))))?;
    // Credentials in a Location come from the site, not from the caller.
    Ok(address::strip(to).url)
}

fn basic(credentials: &Credentials) -> Option<HeaderValue> {
    let Credentials { user, password } = credentials;
    let encoded = BASE64_STANDARD.encode(format!("{user}:{password}"));
    let mut value = HeaderValue::from_str(&format!("Basic {encoded}")).ok()?;
    value.set_sensitive(true);
    Some(value)
}
