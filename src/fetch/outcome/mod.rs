//! Honest outcomes: what an answer really is.

mod gate;
mod suspicion;
mod vendor;
mod wall;

pub use gate::Gate;
pub use suspicion::{Suspect, Suspicion};
pub use vendor::Vendor;

use std::time::Duration;

use serde::Serialize;
use url::Url;

use super::FetchError;
use super::glance::Glance;
use super::headers::Headers;

/// An answer as far as judging it goes.
pub(super) struct Answer<'a> {
    pub(super) asked: &'a Url,
    pub(super) answered: &'a Url,
    pub(super) status: u16,
    pub(super) headers: &'a Headers,
    pub(super) body: &'a [u8],
    pub(super) retry_after: Option<Duration>,
}

/// The page is fine (perhaps with a doubt), or the error it really is.
pub(super) fn judge(answer: &Answer<'_>, glance: &Glance) -> Result<Option<Suspicion>, FetchError> {
    let url = answer.answered.to_string();
    let status = answer.status;
    if let Some(wall) = wall::detect(status, answer.headers, glance, answer.body.len()) {
        let (vendor, evidence) = (wall.vendor, wall.evidence);
        return Err(FetchError::Blocked {
            url,
            status,
            vendor,
            evidence,
        });
    }
    let gate = gate::by_status(status, answer.headers, glance)
        .or_else(|| gate::by_redirect(answer.asked, answer.answered).filter(|_| status < 400));
    if let Some((gate, evidence)) = gate {
        return Err(FetchError::Gated {
            url,
            status,
            gate,
            evidence,
        });
    }
    by_status(answer)?;
    Ok(suspicion::suspect(answer.asked, answer.answered, glance))
}

fn by_status(answer: &Answer<'_>) -> Result<(), FetchError> {
    let (url, status) = (answer.answered.to_string(), answer.status);
    let retry_after = answer.retry_after;
    Err(match status {
        200..=299 if answer.body.is_empty() => FetchError::Empty { url, status },
        200..=299 => return Ok(()),
        403 => FetchError::Forbidden { url },
        404 => FetchError::NotFound { url },
        410 => FetchError::Gone { url },
        429 => FetchError::RateLimited { url, retry_after },
        451 => FetchError::Withheld { url },
        500..=599 => FetchError::Server {
            url,
            status,
            retry_after,
        },
        _ => FetchError::Status { url, status },
    })
}

/// The names under which a run counts what came back.
///
/// ```
/// assert_eq!(unhusk::fetch::Outcome::NotFound.name(), "not_found");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[expect(
    missing_docs,
    reason = "the names say it; the errors of the same names are documented"
)]
pub enum Outcome {
    Fetched,
    Url,
    Refused,
    RobotsDenied,
    Dns,
    Connect,
    Tls,
    TimedOut,
    Interrupted,
    TooLarge,
    NotHtml,
    Encoding,
    Empty,
    Blocked,
    Gated,
    Forbidden,
    NotFound,
    Gone,
    Withheld,
    RateLimited,
    Server,
    Status,
    Redirect,
    NotCached,
    Cancelled,
    Render,
    Listing,
    Setting,
}

impl Outcome {
    /// The name in reports, in `snake_case`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fetched => "fetched",
            Self::Url => "url",
            Self::Refused => "refused",
            Self::RobotsDenied => "robots_denied",
            Self::Dns => "dns",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::TimedOut => "timed_out",
            Self::Interrupted => "interrupted",
            Self::TooLarge => "too_large",
            Self::NotHtml => "not_html",
            Self::Encoding => "encoding",
            Self::Empty => "empty",
            Self::Blocked => "blocked",
            Self::Gated => "gated",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Gone => "gone",
            Self::Withheld => "withheld",
            Self::RateLimited => "rate_limited",
            Self::Server => "server",
            Self::Status => "status",
            Self::Redirect => "redirect",
            Self::NotCached => "not_cached",
            Self::Cancelled => "cancelled",
            Self::Render => "render",
            Self::Listing => "listing",
            Self::Setting => "setting",
        }
    }

    pub(super) fn of(error: &FetchError) -> Self {
        match error {
            FetchError::Url { .. } => Self::Url,
            FetchError::Refused { .. } => Self::Refused,
            FetchError::RobotsDenied { .. } => Self::RobotsDenied,
            FetchError::Dns { .. } => Self::Dns,
            FetchError::Connect { .. } => Self::Connect,
            FetchError::Tls { .. } => Self::Tls,
            FetchError::TimedOut { .. } => Self::TimedOut,
            FetchError::Interrupted { .. } => Self::Interrupted,
            FetchError::TooLarge { .. } => Self::TooLarge,
            FetchError::NotHtml { .. } => Self::NotHtml,
            FetchError::Encoding { .. } => Self::Encoding,
            FetchError::Empty { .. } => Self::Empty,
            FetchError::Blocked { .. } => Self::Blocked,
            FetchError::Gated { .. } => Self::Gated,
            FetchError::Forbidden { .. } => Self::Forbidden,
            FetchError::NotFound { .. } => Self::NotFound,
            FetchError::Gone { .. } => Self::Gone,
            FetchError::Withheld { .. } => Self::Withheld,
            FetchError::RateLimited { .. } => Self::RateLimited,
            FetchError::Server { .. } => Self::Server,
            FetchError::Status { .. } => Self::Status,
            FetchError::RedirectLoop { .. }
            | FetchError::TooManyRedirects { .. }
            | FetchError::BadRedirect { .. } => Self::Redirect,
            FetchError::NotCached { .. } => Self::NotCached,
            FetchError::Cancelled { .. } => Self::Cancelled,
            FetchError::Render { .. } => Self::Render,
            FetchError::Listing { .. } => Self::Listing,
            FetchError::Setting { .. } => Self::Setting,
        }
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
