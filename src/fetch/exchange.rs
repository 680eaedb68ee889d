//! One request and its answer: limits of time and size, nothing else.

use std::time::Duration;

use http::HeaderMap;
use tokio::time::{Instant, timeout};
use url::Url;

use super::headers::Headers;
use super::manners::parse_retry_after;
use super::media::{self, Wanted};
use super::settings::Settings;
use super::{FetchError, Phase, Timings, failure};

/// Of an error page this much is read, to see whose it is.
const MAX_ERROR_BYTES: u64 = 512 << 10;

/// An answer, body included.
#[derive(Debug, Clone)]
pub(super) struct Response {
    /// Differs from the request's only when a caller's own client follows redirects by itself.
    pub(super) url: Url,
    pub(super) status: u16,
    pub(super) map: HeaderMap,
    pub(super) headers: Headers,
    pub(super) body: Vec<u8>,
}

impl Response {
    pub(super) fn new(url: Url, status: u16, map: HeaderMap, body: Vec<u8>) -> Self {
        let headers = Headers::from_map(&map);
        Self {
            url,
            status,
            map,
            headers,
            body,
        }
    }

    pub(super) fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }

    pub(super) fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    pub(super) fn retry_after(&self) -> Option<Duration> {
        self.headers.get("retry-after").and_then(parse_retry_after)
    }
}

/// What may be read of an answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Appetite {
    pub(super) wanted: Wanted,
    pub(super) max_bytes: u64,
    /// Take the beginning of what is too large, as for robots.txt.
    pub(super) truncate: bool,
}

/// The time one page may take, spent by each of its exchanges. Waiting for a turn costs nothing.
pub(super) struct Budget {
    left: Duration,
    total: Duration,
}

impl Budget {
    pub(super) fn new(total: Duration) -> Self {
        Self { left: total, total }
    }

    pub(super) async fn spend<T>(
        &mut self,
        url: &Url,
        work: impl Future<Output = Result<T, FetchError>>,
    ) -> Result<T, FetchError> {
        let start = Instant::now();
        let done = timeout(self.left, work).await;
        self.left = self.left.saturating_sub(start.elapsed());
        done.unwrap_or_else(|_| Err(timed_out(url, Phase::Total, self.total)))
    }
}

fn timed_out(url: &Url, phase: Phase, after: Duration) -> FetchError {
    FetchError::TimedOut {
        url: url.to_string(),
        phase,
        after,
    }
}

/// Sends one GET request and reads the answer.
pub(super) async fn exchange(
    client: &reqwest::Client,
    url: &Url,
    headers: HeaderMap,
    appetite: Appetite,
    settings: &Settings,
    timings: &mut Timings,
) -> Result<Response, FetchError> {
    let start = Instant::now();
    let answer = send(client, url, headers, settings).await;
    timings.first_byte += start.elapsed();
    let mut answer = answer?;
    let mut response = head(&answer, settings)?;
    let start = Instant::now();
    if !response.is_redirect() {
        let appetite = for_status(appetite, response.status);
        refuse_early(&response, &answer, appetite)?;
        let body = read(&mut answer, &response.url, appetite, settings).await;
        response.body = if response.is_success() {
            body?
        } else {
            body.unwrap_or_default()
        };
    }
    timings.body += start.elapsed();
    Ok(response)
}

async fn send(
    client: &reqwest::Client,
    url: &Url,
    headers: HeaderMap,
    settings: &Settings,
) -> Result<reqwest::Response, FetchError> {
    // The client's own limit ends the connecting; what is left of this one is the waiting.
    let limit = settings.connect.saturating_add(settings.first_byte);
    let sent = timeout(limit, client.get(url.clone()).headers(headers).send()).await;
    let sent = sent.map_err(|_| timed_out(url, Phase::FirstByte, settings.first_byte))?;
    sent.map_err(|error| failure::sending(error, url, settings))
}

fn head(answer: &reqwest::Response, settings: &Settings) -> Result<Response, FetchError> {
    let url = super::address::strip(answer.url().clone()).url;
    let (status, map) = (answer.status().as_u16(), answer.headers().clone());
    let response = Response::new(url, status, map, Vec::new());
    let limit = settings.max_header_bytes;
    if response.headers.size() as u64 > limit {
        return Err(FetchError::TooLarge {
            url: response.url.into(),
            what: "headers",
            limit,
        });
    }
    Ok(response)
}

fn for_status(appetite: Appetite, status: u16) -> Appetite {
    if matches!(status, 200..=299) {
        return appetite;
    }
    let max_bytes = appetite.max_bytes.min(MAX_ERROR_BYTES);
    Appetite {
        max_bytes,
        truncate: true,
        ..appetite
    }
}

/// Says no from the headers alone, before a large file is read for nothing.
fn refuse_early(
    response: &Response,
    answer: &reqwest::Response,
    appetite: Appetite,
) -> Result<(), FetchError> {
    let url = response.url.to_string();
    if let Some(encoding) = response.headers.get("content-encoding") {
        // The client removes the header when it decodes, so this is one it does not know.
        if !encoding.eq_ignore_ascii_case("identity") && response.is_success() {
            return Err(FetchError::Encoding {
                url,
                encoding: encoding.to_owned(),
            });
        }
    }
    let declared = response.headers.get("content-type");
    if response.is_success() && appetite.wanted == Wanted::Page && declared.is_some() {
        // XML may still turn out to be XHTML, so only what no body could change is refused.
        let kind = media::recognise(declared, b"<html", Wanted::Page);
        if let Err(content_type) = kind {
            return Err(FetchError::NotHtml { url, content_type });
        }
    }
    let limit = appetite.max_bytes;
    if !appetite.truncate && answer.content_length().is_some_and(|length| length > limit) {
        return Err(FetchError::TooLarge {
            url,
            what: "body",
            limit,
        });
    }
    Ok(())
}

/// Reads piece by piece, so that a bomb is noticed when it passes the limit: the pieces are those
/// of the decoder, and small.
async fn read(
    answer: &mut reqwest::Response,
    url: &Url,
    appetite: Appetite,
    settings: &Settings,
) -> Result<Vec<u8>, FetchError> {
    let limit = usize::try_from(appetite.max_bytes).unwrap_or(usize::MAX);
    let mut body = Vec::new();
    loop {
        let piece = timeout(settings.stall, answer.chunk()).await;
        let piece = piece.map_err(|_| timed_out(url, Phase::Stall, settings.stall))?;
        let Some(piece) = piece.map_err(|error| failure::reading(error, url))? else {
            return Ok(body);
        };
        let room = limit - body.len();
        if piece.len() > room && !appetite.truncate {
            let limit = appetite.max_bytes;
            return Err(FetchError::TooLarge {
                url: url.to_string(),
                what: "body",
                limit,
            });
        }
        body.extend_from_slice(piece.get(..room).unwrap_or(&piece));
        if body.len() == limit && appetite.truncate {
            return Ok(body);
        }
    }
}
