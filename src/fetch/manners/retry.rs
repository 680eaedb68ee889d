//! When to try again, and after which pause.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

use super::super::settings::Settings;
use super::super::{FetchError, Phase};

/// The retries one page has, redirects included.
pub(in super::super) struct Retries {
    pauses: ExponentialBackoff,
    max_retry_after: Duration,
}

impl Retries {
    /// The jitter comes from the address: different pages do not come back together, and the same
    /// page behaves the same every time.
    pub(in super::super) fn new(settings: &Settings, url: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        url.hash(&mut hasher);
        let pauses = ExponentialBuilder::default()
            .with_min_delay(settings.backoff)
            .with_max_delay(settings.max_retry_after.max(settings.backoff))
            .with_max_times(settings.retries)
            .with_jitter()
            .with_jitter_seed(hasher.finish())
            .build();
        Self {
            pauses,
            max_retry_after: settings.max_retry_after,
        }
    }

    /// The pause before the next attempt, or `None` to give up.
    pub(in super::super) fn pause(&mut self, error: &FetchError) -> Option<Duration> {
        if !is_transient(error) {
            return None;
        }
        let asked = retry_after(error).unwrap_or_default();
        if asked > self.max_retry_after {
            return None;
        }
        Some(self.pauses.next()?.max(asked))
    }
}

fn is_transient(error: &FetchError) -> bool {
    matches!(
        error,
        FetchError::Connect { .. }
            | FetchError::TimedOut {
                phase: Phase::Connect,
                ..
            }
            | FetchError::RateLimited { .. }
            | FetchError::Server {
                status: 502..=504,
                ..
            }
    )
}

pub(in super::super) fn retry_after(error: &FetchError) -> Option<Duration> {
    match error {
        FetchError::RateLimited { retry_after, .. } | FetchError::Server { retry_after, .. } => {
            *retry_after
        }
        _ => None,
    }
}

/// `Retry-After`: seconds, or a date.
pub(in super::super) fn parse_retry_after(value: &str) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = jiff::fmt::rfc2822::parse(value.trim()).ok()?.timestamp();
    let wait = at.duration_since(jiff::Timestamp::now());
    Some(Duration::try_from(wait).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::parse_retry_after;

    #[test]
    fn seconds_and_dates() {
        assert_eq!(parse_retry_after(" 120 "), Some(Duration::from_secs(120)));
        assert_eq!(
            parse_retry_after("Wed, 21 Oct 2015 07:28:00 GMT"),
            Some(Duration::ZERO)
        );
        assert!(parse_retry_after("Fri, 01 Jan 2100 00:00:00 GMT").is_some_and(|d| !d.is_zero()));
        assert_eq!(parse_retry_after("soon"), None);
    }
}
