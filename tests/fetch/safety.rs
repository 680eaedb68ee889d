//! The guards: what may be connected to, before and after names are resolved.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::{Reply, Server, article, builder};
use unhusk::fetch::{FetchError, Fetcher, HostTable, Lookup, Policy, Refusal, Resolve};

/// Each with a part of the message that a person sees.
const HOSTILE: &[(&str, &str)] = &[
    // The machine itself, in every notation a browser understands.
    ("http://127.0.0.1/", "loopback"),
    ("http://127.1/", "loopback"),
    ("http://127.0.1/", "loopback"),
    ("http://2130706433/", "loopback"),
    ("http://0x7f000001/", "loopback"),
    ("http://0x7f.0.0.1/", "loopback"),
    ("http://0177.0.0.1/", "loopback"),
    ("http://017700000001/", "loopback"),
    ("http://127.0.0.1./", "loopback"),
    ("http://127.255.255.254/", "loopback"),
    ("http://１２７.０.０.１/", "loopback"),
    ("http://127。0。0。1/", "loopback"),
    ("http://0/", "reserved"),
    ("http://0.0.0.0/", "reserved"),
    ("http://localhost/", "is this machine"),
    ("http://localhost./", "is this machine"),
    ("http://LOCALHOST/", "is this machine"),
    ("http://admin.localhost/", "is this machine"),
    ("http://[::1]/", "loopback"),
    ("http://[::]/", "reserved"),
    ("http://[0:0:0:0:0:0:0:1]/", "loopback"),
    // IPv4 in IPv6.
    ("http://[::ffff:127.0.0.1]/", "loopback"),
    ("http://[::ffff:7f00:1]/", "loopback"),
    ("http://[::ffff:169.254.169.254]/", "metadata"),
    ("http://[::127.0.0.1]/", "loopback"),
    ("http://[::ffff:0:10.0.0.1]/", "private"),
    ("http://[64:ff9b::10.0.0.1]/", "private"),
    ("http://[64:ff9b:1::1]/", "reserved"),
    ("http://[2002:7f00:1::]/", "loopback"),
    ("http://[2002:c0a8:101::1]/", "private"),
    ("http://[2001:0:53aa:64c::1]/", "reserved"),
    // Private and link-local networks, clouds.
    ("http://10.0.0.1/", "private"),
    ("http://172.16.0.1/", "private"),
    ("http://192.168.1.1/", "private"),
    ("http://3232235777/", "private"),
    ("http://100.64.0.1/", "shared"),
    ("http://169.254.1.1/", "link-local"),
    ("http://169.254.169.254/latest/meta-data/", "metadata"),
    ("http://0xa9fea9fe/", "metadata"),
    ("http://2852039166/", "metadata"),
    ("http://100.100.100.200/", "metadata"),
    ("http://168.63.129.16/", "metadata"),
    ("http://[fd00:ec2::254]/", "metadata"),
    ("http://[fc00::1]/", "private"),
    ("http://[fd12:3456::1]/", "private"),
    ("http://[fe80::1]/", "link-local"),
    ("http://[fec0::1]/", "private"),
    ("http://[ff02::1]/", "multicast"),
    // Ranges that lead nowhere good.
    ("http://192.0.2.1/", "reserved"),
    ("http://198.18.0.1/", "reserved"),
    ("http://203.0.113.9/", "reserved"),
    ("http://224.0.0.1/", "multicast"),
    ("http://255.255.255.255/", "multicast"),
    ("http://240.0.0.1/", "reserved"),
    ("http://[2001:db8::1]/", "reserved"),
    ("http://[100::1]/", "reserved"),
    // Who is the user and who is the host?
    ("http://example.com@127.0.0.1/", "loopback"),
    ("http://example.com:80@127.0.0.1/", "loopback"),
    ("http://example.com%2f@127.0.0.1/", "loopback"),
    ("http://127.0.0.1\\@example.com/", "loopback"),
    ("http:127.0.0.1/", "loopback"),
    ("http:///127.0.0.1/", "loopback"),
    ("http:\\\\127.0.0.1\\", "loopback"),
    ("  http://127.0.0.1/  ", "loopback"),
    ("ht\ttp://127.0.\n0.1/", "loopback"),
    ("http://127.0.0.1#@example.com/", "loopback"),
    ("http://127.0.0.1?@example.com/", "loopback"),
    // Other schemes and other protocols' ports.
    ("file:///etc/passwd", "scheme `file`"),
    ("ftp://example.com/", "scheme `ftp`"),
    ("gopher://127.0.0.1:6379/_INFO", "scheme `gopher`"),
    ("data:text/html,<p>x", "scheme `data`"),
    ("javascript:alert(1)", "scheme `javascript`"),
    ("ws://example.com/", "scheme `ws`"),
    ("blob:http://example.com/x", "scheme `blob`"),
    ("http://example.com:25/", "port 25"),
    ("http://example.com:6379/", "port 6379"),
    ("https://example.com:22/", "port 22"),
    // No addresses at all.
    ("http://", "is not a URL"),
    ("//127.0.0.1/", "is not a URL"),
    ("http://[::1", "is not a URL"),
    ("http://1.2.3.4.5/", "is not a URL"),
    ("http://256.256.256.256/", "is not a URL"),
    ("http://exa mple.com/", "is not a URL"),
    ("http://example.com:99999/", "is not a URL"),
];

/// Fails the test if anything is ever resolved.
struct NoLookups;

impl Resolve for NoLookups {
    fn resolve<'a>(&'a self, host: &'a str) -> Lookup<'a> {
        panic!("{host} was looked up")
    }
}

#[tokio::test]
async fn hostile_urls_are_refused_before_a_lookup() {
    let fetcher = Fetcher::builder().resolver(NoLookups).build().unwrap();
    for (url, part) in HOSTILE {
        let error = fetcher.get(url).await.expect_err(url);
        let typed = matches!(error, FetchError::Refused { .. } | FetchError::Url { .. });
        assert!(typed, "{url}: {error:?}");
        assert!(error.to_string().contains(part), "{url}: {error}");
    }
    assert!(HOSTILE.len() >= 80);
}

#[tokio::test]
async fn hostile_redirects_are_refused_and_not_followed() {
    for (to, part) in HOSTILE.iter().filter(|(_, part)| *part != "is not a URL") {
        // Line ends cannot stand in a header, and `http:127...` is relative to an http page.
        if to.contains(['\n', '\t']) || to.starts_with("http:127") || !to.is_ascii() {
            continue;
        }
        let location = (*to).to_owned();
        let server = Server::start(move |_| Reply::redirect(302, &location)).await;
        let policy = Policy::new().allow_host("site.test");
        let fetcher = builder()
            .ignore_robots(true)
            .policy(policy)
            .build()
            .unwrap();
        let error = fetcher.get(&server.url("/")).await.expect_err(to);
        assert!(
            matches!(error, FetchError::Refused { .. }),
            "{to}: {error:?}"
        );
        assert!(error.to_string().contains(part), "{to}: {error}");
        assert_eq!(server.hits().len(), 1);
    }
}

#[tokio::test]
async fn names_that_resolve_to_special_addresses_are_refused() {
    let addresses = [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.9",
        "169.254.169.254",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "0.0.0.0",
    ];
    for address in addresses {
        let hosts = HostTable::new()
            .host("innocent.example", [address])
            .unwrap();
        let fetcher = Fetcher::builder().resolver(hosts).retry(0).build().unwrap();
        let error = fetcher
            .get("http://innocent.example/")
            .await
            .expect_err(address);
        let FetchError::Refused {
            refusal: Refusal::Address {
                host, address: at, ..
            },
            ..
        } = &error
        else {
            panic!("{address}: {error:?}")
        };
        assert_eq!(
            (host.as_str(), *at),
            ("innocent.example", address.parse().unwrap())
        );
        assert!(error.to_string().contains("Policy::allow_"), "{error}");
    }
}

#[tokio::test]
async fn of_mixed_addresses_only_the_allowed_are_connected_to() {
    let server = Server::start(|_| Reply::html(article("Mixed"))).await;
    let hosts = HostTable::new()
        .host("mixed.test", ["10.9.9.9", "127.0.0.1"])
        .unwrap();
    let fetcher = builder()
        .resolver(hosts)
        .ignore_robots(true)
        .build()
        .unwrap();
    assert!(fetcher.get(&server.url_at("mixed.test", "/")).await.is_ok());
}

/// Answers with an allowed address first and with another one from then on.
#[derive(Clone)]
struct Rebinding {
    lookups: Arc<AtomicUsize>,
    then: IpAddr,
}

impl Resolve for Rebinding {
    fn resolve<'a>(&'a self, _host: &'a str) -> Lookup<'a> {
        let first = self.lookups.fetch_add(1, Ordering::SeqCst) == 0;
        let address = if first {
            [127, 0, 0, 1].into()
        } else {
            self.then
        };
        Box::pin(std::future::ready(Ok(vec![address])))
    }
}

#[tokio::test]
async fn a_name_that_changes_its_address_is_refused_when_it_does() {
    let server = Server::start(|_| Reply::html(article("First")).closing()).await;
    let lookups = Arc::new(AtomicUsize::new(0));
    let resolver = Rebinding {
        lookups: lookups.clone(),
        then: [10, 0, 0, 1].into(),
    };
    let fetcher = builder()
        .resolver(resolver)
        .ignore_robots(true)
        .build()
        .unwrap();
    let url = server.url("/");
    assert!(fetcher.get(&url).await.is_ok());
    assert_eq!(
        lookups.load(Ordering::SeqCst),
        1,
        "checked and connected to the same answer"
    );
    let error = fetcher.get(&url).await.unwrap_err();
    assert!(matches!(error, FetchError::Refused { .. }), "{error}");
    assert_eq!(server.hits().len(), 1);
}

#[tokio::test]
async fn each_guard_is_relaxed_by_name() {
    let strict = Policy::new;
    for (url, policy) in [
        ("http://127.0.0.1/", strict().allow_loopback(true)),
        ("http://localhost/", strict().allow_loopback(true)),
        ("http://10.0.0.1/", strict().allow_private(true)),
        ("http://[fc00::1]/", strict().allow_private(true)),
        ("http://100.64.0.1/", strict().allow_shared(true)),
        ("http://169.254.1.1/", strict().allow_link_local(true)),
        ("http://169.254.169.254/", strict().allow_metadata(true)),
        ("http://192.0.2.1/", strict().allow_reserved(true)),
        ("http://example.com:25/", strict().allow_any_port(true)),
        ("http://10.0.0.1/", strict().allow_host("10.0.0.1")),
        ("http://localhost/", strict().allow_host("LOCALHOST.")),
    ] {
        assert!(strict().check(url).is_err(), "{url}");
        assert!(policy.check(url).is_ok(), "{url}");
        assert!(policy.check("ftp://example.com/").is_err());
    }
    let link_local = strict()
        .allow_link_local(true)
        .allow_private(true)
        .allow_loopback(true);
    assert!(
        link_local.check("http://169.254.169.254/").is_err(),
        "metadata has its own name"
    );
}

#[tokio::test]
async fn robots_txt_is_guarded_too() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/robots.txt" => Reply::redirect(302, "http://169.254.169.254/robots.txt"),
        _ => Reply::html(article("Page")),
    })
    .await;
    let error = builder()
        .build()
        .unwrap()
        .get(&server.url("/"))
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::Refused { .. }), "{error}");
    assert!(server.paths().is_empty());
}
