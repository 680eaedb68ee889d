//! robots.txt after RFC 9309: read by `robotxt`, kept per origin until it expires.

use std::collections::BTreeMap;
use std::future::Future;
use std::ops::Index;
use std::sync::{Arc, Mutex as SyncMutex, PoisonError};
use std::time::Duration;

use robotxt::{Robots as Parsed, Rule};
use tokio::sync::Mutex;
use tokio::time::Instant;
use url::{Position, Url};

use super::super::FetchError;

/// A robots.txt that could not be had is asked for again after this time.
const FAILURE_EXPIRY: Duration = Duration::from_secs(60);
/// Above this many origins the expired ones are forgotten.
const MAX_ORIGINS: usize = 4096;
/// RFC 9309 asks to read at least 500 KiB; the rest is not read.
pub(in super::super) const MAX_BYTES: u64 = 512 << 10;

/// What an origin allows.
pub(in super::super) struct Rules {
    parsed: Parsed,
    /// Why nothing is known, which forbids everything.
    unknown: Option<String>,
}

impl Rules {
    pub(in super::super) fn parse(agent: &str, text: &[u8]) -> Self {
        let parsed = Parsed::parse(text, agent);
        Self {
            parsed,
            unknown: None,
        }
    }

    pub(in super::super) fn allow_all() -> Self {
        let parsed = Parsed::allow_all();
        Self {
            parsed,
            unknown: None,
        }
    }

    /// RFC 9309: when the server fails, everything is forbidden.
    pub(in super::super) fn deny_all(reason: String) -> Self {
        let parsed = Parsed::disallow_all();
        Self {
            parsed,
            unknown: Some(reason),
        }
    }

    pub(in super::super) fn check(&self, url: &Url) -> Result<(), FetchError> {
        if self.parsed.is_url_allowed(url) {
            return Ok(());
        }
        let reason = self.unknown.clone().unwrap_or_else(|| self.rule(url));
        Err(FetchError::RobotsDenied {
            url: url.to_string(),
            reason,
        })
    }

    /// The rule that forbids, as the file has it.
    fn rule(&self, url: &Url) -> String {
        let rule = self
            .parsed
            .matching_rule(url.index(Position::BeforePath..Position::AfterQuery));
        let pattern = rule.map_or("/", Rule::pattern);
        format!("`Disallow: {pattern}` for `{}`", self.parsed.user_agent())
    }

    pub(in super::super) fn delay(&self) -> Option<Duration> {
        self.parsed.crawl_delay()
    }

    pub(in super::super) fn sitemaps(&self) -> impl Iterator<Item = String> {
        self.parsed.sitemaps().iter().map(Url::to_string)
    }
}

/// Per origin: the rules and until when they hold. The lock is held while robots.txt is fetched,
/// so it is fetched once, however many pages wait for it.
type Slot = Arc<Mutex<Option<(Instant, Arc<Rules>)>>>;

#[derive(Default)]
pub(in super::super) struct Robots {
    origins: SyncMutex<BTreeMap<String, Slot>>,
}

impl Robots {
    /// The rules of an origin, fetched when they are not known or expired. An error of `fetch`
    /// says that the host cannot be reached at all; it is not kept.
    pub(in super::super) async fn rules<F>(
        &self,
        origin: &str,
        expiry: Duration,
        fetch: impl FnOnce() -> F,
    ) -> Result<Arc<Rules>, FetchError>
    where
        F: Future<Output = Result<Rules, FetchError>>,
    {
        let slot = self.slot(origin);
        let mut known = slot.lock().await;
        if let Some((_, rules)) = known.as_ref().filter(|(until, _)| *until > Instant::now()) {
            return Ok(rules.clone());
        }
        let rules = Arc::new(fetch().await?);
        let expiry = if rules.unknown.is_some() {
            expiry.min(FAILURE_EXPIRY)
        } else {
            expiry
        };
        *known = Some((Instant::now() + expiry, rules.clone()));
        Ok(rules)
    }

    fn slot(&self, origin: &str) -> Slot {
        let mut origins = self.origins.lock().unwrap_or_else(PoisonError::into_inner);
        if origins.len() > MAX_ORIGINS {
            origins.retain(|_, slot| Arc::strong_count(slot) > 1 || !is_expired(slot));
        }
        origins.entry(origin.to_owned()).or_default().clone()
    }
}

fn is_expired(slot: &Slot) -> bool {
    let Ok(known) = slot.try_lock() else {
        return false;
    };
    known
        .as_ref()
        .is_none_or(|(until, _)| *until <= Instant::now())
}

/// The product name that robots.txt knows a program by: `unhusk` of `unhusk/0.1 (+contact)`.
pub(in super::super) fn agent_name(user_agent: &str) -> &str {
    let end = user_agent.find(['/', ' ', '(']).unwrap_or(user_agent.len());
    user_agent.split_at(end).0
}

#[cfg(test)]
mod tests {
    use super::{Rules, agent_name};
    use std::time::Duration;

    #[test]
    fn the_group_of_our_name_wins() {
        let text = b"User-agent: *\nDisallow: /\n\nUser-agent: Unhusk\nDisallow: /private\n\
            Crawl-delay: 1.5\nSitemap: https://example.com/map.xml\n";
        let rules = Rules::parse(agent_name("unhusk/0.1 (+x)"), text);
        let check = |url: &str| url.parse().map(|url| rules.check(&url).is_ok());
        assert_eq!(check("https://example.com/open"), Ok(true));
        assert_eq!(check("https://example.com/private/x"), Ok(false));
        assert_eq!(rules.delay(), Some(Duration::from_millis(1500)));
        assert!(rules.sitemaps().eq(["https://example.com/map.xml"]));
    }

    #[test]
    fn garbage_is_no_rule() {
        let url = "https://example.com/x"
            .parse()
            .unwrap_or_else(|e| panic!("{e}"));
        for text in [&b"<html>404</html>"[..], b"\xff\xfe\x00", b"Disallow", b""] {
            assert!(Rules::parse("unhusk", text).check(&url).is_ok());
        }
    }
}
