//! The HTTP cache on disk.
//!
//! `http-cache-semantics` decides what may be stored, what is fresh and how to ask again;
//! `cacache` stores: writes are atomic, and a damaged entry is noticed by its checksum. (The crate
//! that joins the two, `http-cache-reqwest`, has no release beyond alpha and hides the hops that
//! the guards have to see.)
//!
//! One entry is one hop, a redirect as well as a page, so that offline runs follow the same way. A
//! cache that cannot be read or written is no reason to fail: the page comes from the network.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use http::{HeaderMap, Method, Request};
use http_cache_semantics::{AfterResponse, BeforeRequest, CacheOptions, CachePolicy};
use serde::{Deserialize, Serialize};
use url::Url;

use super::exchange::Response;

/// Raised when the format of the entries changes; older ones are then not found.
const FORMAT: &str = "unhusk-1";

pub(super) struct Cache {
    folder: PathBuf,
}

/// What is known of an address.
pub(super) struct Entry {
    policy: CachePolicy,
    response: Response,
}

/// What to do with an entry.
pub(super) enum Plan {
    /// Use it.
    Fresh(Response),
    /// Ask the site with these headers.
    Ask(HeaderMap),
}

#[derive(Serialize, Deserialize)]
struct Stored {
    status: u16,
    headers: Vec<(String, String)>,
    policy: CachePolicy,
}

impl Cache {
    pub(super) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    pub(super) async fn find(&self, url: &Url) -> Option<Entry> {
        let found = cacache::metadata(&self.folder, key(url)).await.ok()??;
        let stored: Stored = serde_json::from_value(found.metadata).ok()?;
        let body = cacache::read_hash(&self.folder, &found.integrity)
            .await
            .ok()?;
        let map = to_map(&stored.headers);
        let response = Response::new(url.clone(), stored.status, map, body);
        Some(Entry {
            policy: stored.policy,
            response,
        })
    }

    /// Stores an answer if HTTP allows it.
    pub(super) async fn store(&self, request: &HeaderMap, response: &Response) {
        let request = parts(&response.url, request);
        let (Some(request), Some(answer)) = (request, answer(response)) else {
            return;
        };
        let policy = CachePolicy::new_options(&request, &answer, SystemTime::now(), options());
        if policy.is_storable() {
            self.write(policy, response).await;
        }
    }

    async fn write(&self, policy: CachePolicy, response: &Response) {
        let headers = response.headers.iter();
        let headers = headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let stored = Stored {
            status: response.status,
            headers,
            policy,
        };
        let Ok(metadata) = serde_json::to_value(stored) else {
            return;
        };
        let options = cacache::WriteOpts::new()
            .metadata(metadata)
            .size(response.body.len());
        let Ok(mut writer) = options.open(&self.folder, key(&response.url)).await else {
            return;
        };
        if tokio::io::AsyncWriteExt::write_all(&mut writer, &response.body)
            .await
            .is_ok()
        {
            // A failed write leaves the old entry, and the page itself is at hand.
            let _ = writer.commit().await;
        }
    }

    /// The site says that the entry is still good (304): its headers are renewed.
    pub(super) async fn renew(
        &self,
        entry: Entry,
        request: &HeaderMap,
        response: &Response,
    ) -> Option<Response> {
        let request = parts(&response.url, request)?;
        let answer = answer(response)?;
        match entry
            .policy
            .after_response(&request, &answer, SystemTime::now())
        {
            AfterResponse::NotModified(policy, head) => {
                let (url, status) = (response.url.clone(), entry.response.status);
                let renewed = Response::new(url, status, head.headers, entry.response.body);
                self.write(policy, &renewed).await;
                Some(renewed)
            }
            AfterResponse::Modified(..) => None,
        }
    }
}

impl Entry {
    /// Offline: however old.
    pub(super) fn into_response(self) -> Response {
        self.response
    }

    pub(super) fn plan(&self, request: &HeaderMap) -> Plan {
        let Some(wanted) = parts(&self.response.url, request) else {
            return Plan::Ask(request.clone());
        };
        match self.policy.before_request(&wanted, SystemTime::now()) {
            BeforeRequest::Fresh(_) => Plan::Fresh(self.response.clone()),
            BeforeRequest::Stale { request, .. } => Plan::Ask(request.headers),
        }
    }
}

fn key(url: &Url) -> String {
    format!("{FORMAT} GET {url}")
}

/// A cache of one user: `private` may be stored.
fn options() -> CacheOptions {
    CacheOptions {
        shared: false,
        ..CacheOptions::default()
    }
}

fn parts(url: &Url, headers: &HeaderMap) -> Option<http::request::Parts> {
    let request = Request::builder()
        .method(Method::GET)
        .uri(url.as_str())
        .body(())
        .ok()?;
    let (mut parts, ()) = request.into_parts();
    parts.headers = headers.clone();
    Some(parts)
}

fn answer(response: &Response) -> Option<http::response::Parts> {
    let answer = http::Response::builder()
        .status(response.status)
        .body(())
        .ok()?;
    let (mut parts, ()) = answer.into_parts();
    parts.headers = response.map.clone();
    Some(parts)
}

fn to_map(fields: &[(String, String)]) -> HeaderMap {
    let parsed = fields.iter().filter_map(|(name, value)| {
        let name = http::HeaderName::from_bytes(name.as_bytes()).ok()?;
        Some((name, http::HeaderValue::from_str(value).ok()?))
    });
    parsed.collect()
}
