//! Host names to addresses, with the guard between the answer and the connection.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolving};

use super::policy::{Policy, Refusal};

/// What [`Resolve::resolve`] returns.
pub type Lookup<'a> = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send + 'a>>;

/// Turns host names into addresses; bring your own for a name service of your own, or for tests.
///
/// The answer is checked by the [`Policy`] at the moment of connecting, and the connection is made
/// to the very addresses that were checked, so an answer that changes later changes nothing.
pub trait Resolve: Send + Sync + 'static {
    /// The addresses of `host`, most wanted first.
    ///
    /// # Errors
    ///
    /// When the name does not exist or the name service cannot be asked.
    fn resolve<'a>(&'a self, host: &'a str) -> Lookup<'a>;
}

/// The resolver of the operating system.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve<'a>(&'a self, host: &'a str) -> Lookup<'a> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// A fixed table of host names. `*.` at the front stands for any subdomain.
///
/// ```
/// use unhusk::fetch::{Fetcher, HostTable, Policy};
///
/// let hosts = HostTable::new().host("news.example", ["127.0.0.1"])?;
/// let fetcher = Fetcher::builder()
///     .resolver(hosts)
///     .policy(Policy::new().allow_loopback(true))
///     .build()?;
/// # Ok::<(), unhusk::fetch::FetchError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct HostTable {
    hosts: BTreeMap<String, Vec<IpAddr>>,
}

impl HostTable {
    /// An empty table: no name exists.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a name with its addresses.
    ///
    /// # Errors
    ///
    /// [`FetchError::Setting`](super::super::FetchError::Setting) for text that is no IP address.
    pub fn host<'a>(
        mut self,
        name: &str,
        addresses: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, super::super::FetchError> {
        for text in addresses {
            let address = text
                .parse()
                .map_err(|_| super::super::FetchError::Setting {
                    setting: "HostTable::host",
                    message: format!("`{text}` is not an IP address"),
                })?;
            self.hosts
                .entry(name.to_ascii_lowercase())
                .or_default()
                .push(address);
        }
        Ok(self)
    }

    fn find(&self, host: &str) -> Option<&Vec<IpAddr>> {
        self.hosts.get(host).or_else(|| {
            let (_, parent) = host.split_once('.')?;
            self.hosts.get(&format!("*.{parent}"))
        })
    }
}

impl Resolve for HostTable {
    fn resolve<'a>(&'a self, host: &'a str) -> Lookup<'a> {
        let found = self.find(host.trim_end_matches('.')).cloned();
        let missing = || io::Error::new(io::ErrorKind::NotFound, "no such host in the table");
        Box::pin(std::future::ready(found.ok_or_else(missing)))
    }
}

/// A name service failure, recognised again in the client's error.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LookupError {
    #[error("{0}")]
    Failed(String),
    #[error("no answer within {} ms", .0.as_millis())]
    TimedOut(Duration),
    #[error(transparent)]
    Refused(Refusal),
}

/// What the HTTP client asks: resolves, then lets only checked addresses through.
pub(crate) struct Guarded {
    pub(crate) inner: Arc<dyn Resolve>,
    pub(crate) policy: Arc<Policy>,
    pub(crate) limit: Duration,
}

impl fmt::Debug for Guarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

impl reqwest::dns::Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let (inner, policy, limit) = (self.inner.clone(), self.policy.clone(), self.limit);
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let answer = tokio::time::timeout(limit, inner.resolve(&host)).await;
            let found = answer
                .map_err(|_| LookupError::TimedOut(limit))?
                .map_err(|e| LookupError::Failed(e.to_string()))?;
            Ok(Box::new(admit(&policy, &host, found)?.into_iter()) as Addrs)
        })
    }
}

/// The allowed ones of the addresses. None left is a refusal, naming the first that was refused.
fn admit(policy: &Policy, host: &str, found: Vec<IpAddr>) -> Result<Vec<SocketAddr>, LookupError> {
    let mut refusal = None;
    let mut admitted = Vec::new();
    for address in found {
        match policy.check_address(host, address) {
            Ok(()) => admitted.push(SocketAddr::new(address, 0)),
            Err(refused) => refusal = refusal.or(Some(refused)),
        }
    }
    match (admitted.is_empty(), refusal) {
        (false, _) => Ok(admitted),
        (true, Some(refused)) => Err(LookupError::Refused(refused)),
        (true, None) => Err(LookupError::Failed("the name has no address".to_owned())),
    }
}
