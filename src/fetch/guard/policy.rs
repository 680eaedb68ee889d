//! What may be connected to. Strict by default; each guard is relaxed by name.

use std::net::IpAddr;

use serde::Serialize;
use url::{Host, Url};

use super::ranges::{AddressClass, classify};

/// The ports of other protocols, refused because an HTTP request can be made to look like a
/// command there. From the WHATWG Fetch standard.
const BAD_PORTS: &[u16] = &[
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
    103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
    512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
    995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6379, 6566, 6665, 6666, 6667,
    6668, 6669, 6679, 6697, 10080,
];

/// Which addresses a [`Fetcher`](super::super::Fetcher) may connect to.
///
/// The default refuses everything but `http` and `https` to public addresses, before a connection
/// is made and again for every redirect. Every setter relaxes one guard.
///
/// ```
/// use unhusk::fetch::Policy;
///
/// let policy = Policy::new().allow_private(true).allow_host("wiki.example");
/// assert!(policy.check("http://192.168.0.10/").is_ok());
/// assert!(policy.check("http://127.0.0.1/").is_err());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Policy {
    loopback: bool,
    private: bool,
    shared: bool,
    link_local: bool,
    metadata: bool,
    reserved: bool,
    any_port: bool,
    downgrade: bool,
    credentials: bool,
    cookies: bool,
    hosts: Vec<String>,
}

impl Policy {
    /// The strict policy.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Allows the machine itself: `127.0.0.0/8`, `::1`, `localhost`.
    #[must_use]
    pub fn allow_loopback(mut self, yes: bool) -> Self {
        self.loopback = yes;
        self
    }

    /// Allows private networks: RFC 1918, unique local and site-local IPv6.
    #[must_use]
    pub fn allow_private(mut self, yes: bool) -> Self {
        self.private = yes;
        self
    }

    /// Allows carrier-grade NAT, `100.64.0.0/10`.
    #[must_use]
    pub fn allow_shared(mut self, yes: bool) -> Self {
        self.shared = yes;
        self
    }

    /// Allows link-local addresses; the metadata addresses among them stay refused.
    #[must_use]
    pub fn allow_link_local(mut self, yes: bool) -> Self {
        self.link_local = yes;
        self
    }

    /// Allows the addresses at which clouds hand out credentials.
    #[must_use]
    pub fn allow_metadata(mut self, yes: bool) -> Self {
        self.metadata = yes;
        self
    }

    /// Allows multicast, documentation, benchmarking and unassigned ranges.
    #[must_use]
    pub fn allow_reserved(mut self, yes: bool) -> Self {
        self.reserved = yes;
        self
    }

    /// Allows the ports of mail, FTP, SSH and other protocols.
    #[must_use]
    pub fn allow_any_port(mut self, yes: bool) -> Self {
        self.any_port = yes;
        self
    }

    /// Allows a redirect from `https` to `http`.
    #[must_use]
    pub fn allow_downgrade(mut self, yes: bool) -> Self {
        self.downgrade = yes;
        self
    }

    /// Sends `user:password` of an address as basic authentication, to that origin only.
    /// Otherwise they are dropped.
    #[must_use]
    pub fn allow_url_credentials(mut self, yes: bool) -> Self {
        self.credentials = yes;
        self
    }

    /// Keeps cookies between requests, in memory.
    #[must_use]
    pub fn allow_cookies(mut self, yes: bool) -> Self {
        self.cookies = yes;
        self
    }

    /// Allows one host name (exact, no wildcards) whatever it resolves to.
    #[must_use]
    pub fn allow_host(mut self, host: impl Into<String>) -> Self {
        self.hosts.push(plain_host(&host.into()));
        self
    }

    /// Checks what an address says by itself: scheme, port, host name, literal IP address.
    ///
    /// # Errors
    ///
    /// The guard that refuses it; also for text that is not an address.
    pub fn check(&self, url: &str) -> Result<(), Refusal> {
        let url = Url::parse(url).map_err(|_| Refusal::NoHost)?;
        self.check_url(&url)
    }

    pub(crate) fn check_url(&self, url: &Url) -> Result<(), Refusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refusal::Scheme {
                scheme: url.scheme().to_owned(),
            });
        }
        match url.host() {
            None => return Err(Refusal::NoHost),
            Some(Host::Ipv4(ip)) => self.check_address(&ip.to_string(), ip.into())?,
            Some(Host::Ipv6(ip)) => self.check_address(&ip.to_string(), ip.into())?,
            Some(Host::Domain(name)) => self.check_name(name)?,
        }
        self.check_port(url)
    }

    fn check_port(&self, url: &Url) -> Result<(), Refusal> {
        match url.port() {
            Some(port) if !self.any_port && BAD_PORTS.contains(&port) => {
                Err(Refusal::Port { port })
            }
            _ => Ok(()),
        }
    }

    /// `localhost` is refused before a resolver is asked (RFC 6761).
    fn check_name(&self, name: &str) -> Result<(), Refusal> {
        let host = plain_host(name);
        let local = host == "localhost" || host.ends_with(".localhost");
        if local && !self.loopback && !self.hosts.contains(&host) {
            return Err(Refusal::LocalName { host });
        }
        Ok(())
    }

    /// Checks one address a host name resolved to, or a literal one.
    pub(crate) fn check_address(&self, host: &str, address: IpAddr) -> Result<(), Refusal> {
        let class = classify(address);
        if self.allows(class) || self.hosts.contains(&plain_host(host)) {
            return Ok(());
        }
        Err(Refusal::Address {
            host: host.to_owned(),
            address,
            class,
        })
    }

    pub(crate) fn check_hop(&self, from: &Url, to: &Url) -> Result<(), Refusal> {
        if from.scheme() == "https" && to.scheme() == "http" && !self.downgrade {
            return Err(Refusal::Downgrade);
        }
        self.check_url(to)
    }

    pub(crate) fn keeps_cookies(&self) -> bool {
        self.cookies
    }

    pub(crate) fn sends_credentials(&self) -> bool {
        self.credentials
    }

    fn allows(&self, class: AddressClass) -> bool {
        match class {
            AddressClass::Public => true,
            AddressClass::Loopback => self.loopback,
            AddressClass::Private => self.private,
            AddressClass::Shared => self.shared,
            AddressClass::LinkLocal => self.link_local,
            AddressClass::Metadata => self.metadata,
            AddressClass::Multicast | AddressClass::Reserved => self.reserved,
        }
    }
}

/// Host names compare without the root's dot and without case.
fn plain_host(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}

/// The guard that refused an address, and how to relax it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "guard", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Refusal {
    /// Neither `http` nor `https`.
    #[error("refused: scheme `{scheme}` is neither http nor https")]
    #[non_exhaustive]
    Scheme {
        /// The scheme.
        scheme: String,
    },
    /// No host.
    #[error("refused: the address has no host")]
    NoHost,
    /// A name of the machine itself.
    #[error(
        "refused: `{host}` is this machine (Policy::allow_loopback or the flag --allow-private allows it)"
    )]
    #[non_exhaustive]
    LocalName {
        /// The host name.
        host: String,
    },
    /// The host is, or resolves to, an address that is not public.
    #[error("refused: `{host}` is at {address}, a {class} address ({})", cure(*class))]
    #[non_exhaustive]
    Address {
        /// The host as in the address.
        host: String,
        /// The IP address.
        address: IpAddr,
        /// What kind of address that is.
        class: AddressClass,
    },
    /// A port of another protocol.
    #[error("refused: port {port} belongs to another protocol (Policy::allow_any_port allows it)")]
    #[non_exhaustive]
    Port {
        /// The port.
        port: u16,
    },
    /// A redirect from `https` to `http`.
    #[error("refused: redirect from https to http (Policy::allow_downgrade allows it)")]
    Downgrade,
}

fn cure(class: AddressClass) -> &'static str {
    match class {
        AddressClass::Public => "allowed",
        AddressClass::Loopback => "Policy::allow_loopback or the flag --allow-private allows it",
        AddressClass::Private => "Policy::allow_private or the flag --allow-private allows it",
        AddressClass::Shared => "Policy::allow_shared allows it",
        AddressClass::LinkLocal => "Policy::allow_link_local allows it",
        AddressClass::Metadata => "Policy::allow_metadata allows it",
        AddressClass::Multicast | AddressClass::Reserved => "Policy::allow_reserved allows it",
    }
}
