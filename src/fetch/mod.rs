//! Fetching: from a URL to the bytes of a page. The only I/O and the only async of the crate.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use unhusk::{Extractor, fetch::Fetcher};
//!
//! let fetched = Fetcher::new()?.get("https://example.com/post").await?;
//! let article = Extractor::default().extract(&fetched.page()?)?;
//! println!("{}", article.to_text());
//! # Ok(())
//! # }
//! ```

use std::time::Duration;

use reqwest::header::CONTENT_TYPE;

use crate::{Error, Page};

/// Bytes read of one page at most, after decompression.
const MAX_BYTES: usize = 64 << 20;

/// Gets pages over HTTP.
#[derive(Debug, Clone)]
pub struct Fetcher {
    client: reqwest::Client,
}

/// A page as it came, not yet parsed.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Fetched {
    /// The body, decompressed.
    pub bytes: Vec<u8>,
    /// The address after redirects.
    pub url: String,
    /// The `Content-Type` header.
    pub content_type: Option<String>,
}

/// Why a page could not be fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The request failed: no such host, no connection, a fault in TLS, a time-out.
    #[error("{url}: {reason}")]
    #[non_exhaustive]
    Request {
        /// The address as given.
        url: String,
        /// What went wrong, with its causes.
        reason: String,
    },
    /// The server answered with an error.
    #[error("{url}: the server answered {status}")]
    #[non_exhaustive]
    Status {
        /// The address after redirects.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// The body is larger than 64 MiB.
    #[error("{url}: the page is larger than {limit} bytes")]
    #[non_exhaustive]
    TooLarge {
        /// The address after redirects.
        url: String,
        /// The limit in bytes.
        limit: usize,
    },
}

impl Fetcher {
    /// A fetcher that names itself, follows at most ten redirects and waits at most 30 seconds.
    ///
    /// # Errors
    ///
    /// [`FetchError::Request`] if TLS cannot be set up.
    pub fn new() -> Result<Self, FetchError> {
        let agent = concat!("unhusk/", env!("CARGO_PKG_VERSION"));
        let client = reqwest::Client::builder()
            .user_agent(agent)
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(30))
            .build();
        client.map(Self::with_client).map_err(|e| failed("", &e))
    }

    /// A fetcher over the caller's own client.
    #[must_use]
    pub fn with_client(client: reqwest::Client) -> Self {
        Self { client }
    }

    /// Gets one page.
    ///
    /// # Errors
    ///
    /// [`FetchError`] if the request fails, the server answers with an error, or the page is too
    /// large.
    pub async fn get(&self, url: &str) -> Result<Fetched, FetchError> {
        let response = self
            .client
            .get(url)
            .send()
            .await
            .map_err(|e| failed(url, &e))?;
        let own = response.url().to_string();
        if !response.status().is_success() {
            let status = response.status().as_u16();
            return Err(FetchError::Status { url: own, status });
        }
        let header = response.headers().get(CONTENT_TYPE);
        let content_type = header.and_then(|v| v.to_str().ok()).map(str::to_owned);
        Ok(Fetched {
            bytes: body(response, &own).await?,
            url: own,
            content_type,
        })
    }
}

async fn body(mut response: reqwest::Response, url: &str) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|e| failed(url, &e))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_BYTES {
            return Err(FetchError::TooLarge {
                url: url.to_owned(),
                limit: MAX_BYTES,
            });
        }
    }
    Ok(bytes)
}

fn failed(url: &str, error: &reqwest::Error) -> FetchError {
    let mut reason = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        reason = format!("{reason}: {inner}");
        cause = inner.source();
    }
    FetchError::Request {
        url: url.to_owned(),
        reason,
    }
}

impl Fetched {
    /// The page, parsed.
    ///
    /// # Errors
    ///
    /// [`Error::Url`] if the address is not that of a web page.
    pub fn page(&self) -> Result<Page, Error> {
        Page::from_bytes(&self.bytes, self.content_type.as_deref()).with_url(&self.url)
    }
}
