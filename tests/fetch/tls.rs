//! TLS with a certificate authority of the test's own.

use crate::support::{Reply, Server, article, builder};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use unhusk::fetch::{FetchError, Fetcher, Policy, Refusal};

struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    fn pem(&self) -> String {
        self.0.pem()
    }

    fn config(&self, host: &str, change: impl FnOnce(&mut CertificateParams)) -> ServerConfig {
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder().with_no_client_auth();
        config
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap()
    }

    fn fetcher(&self) -> Fetcher {
        let builder = builder().ignore_robots(true);
        builder
            .root_certificate(self.pem().as_bytes())
            .build()
            .unwrap()
    }
}

fn https(server: &Server, path: &str) -> String {
    server.url(path).replace("http:", "https:")
}

#[tokio::test]
async fn a_trusted_certificate() {
    let authority = Authority::new();
    let config = authority.config("site.test", |_| {});
    let server = Server::start_tls(config, |_| Reply::html(article("Secure"))).await;
    let page = authority.fetcher().get(&https(&server, "/")).await.unwrap();
    assert_eq!(page.body(), article("Secure").as_bytes());
}

async fn refused(authority: &Authority, trusting: &Authority, host: &str, old: bool) -> FetchError {
    let config = authority.config(host, |params| {
        if old {
            params.not_after = rcgen::date_time_ymd(2001, 1, 1);
        }
    });
    let server = Server::start_tls(config, |_| Reply::html("x")).await;
    let error = trusting
        .fetcher()
        .get(&https(&server, "/"))
        .await
        .unwrap_err();
    assert!(server.hits().is_empty());
    error
}

#[tokio::test]
async fn tls() {
    let (ours, theirs) = (Authority::new(), Authority::new());
    for (what, error) in [
        ("unknown", refused(&theirs, &ours, "site.test", false).await),
        (
            "other host",
            refused(&ours, &ours, "other.test", false).await,
        ),
        ("expired", refused(&ours, &ours, "site.test", true).await),
    ] {
        assert!(matches!(error, FetchError::Tls { .. }), "{what}: {error:?}");
    }
}

#[tokio::test]
async fn no_tls_at_all_is_a_tls_error() {
    let server = Server::start(|_| Reply::html("x")).await;
    let fetcher = builder().ignore_robots(true).build().unwrap();
    let error = fetcher.get(&https(&server, "/")).await.unwrap_err();
    assert!(matches!(error, FetchError::Tls { .. }), "{error:?}");
}

#[tokio::test]
async fn a_redirect_from_https_to_http_is_refused_unless_allowed() {
    let plain = Server::start(|_| Reply::html(article("Plain"))).await;
    let to = plain.url("/");
    let authority = Authority::new();
    let config = authority.config("site.test", |_| {});
    let server = Server::start_tls(config, move |_| Reply::redirect(301, &to)).await;
    let error = authority
        .fetcher()
        .get(&https(&server, "/"))
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            FetchError::Refused {
                refusal: Refusal::Downgrade,
                ..
            }
        ),
        "{error}"
    );
    assert!(plain.hits().is_empty());

    let policy = Policy::new().allow_loopback(true).allow_downgrade(true);
    let open = builder().ignore_robots(true).policy(policy);
    let open = open
        .root_certificate(authority.pem().as_bytes())
        .build()
        .unwrap();
    assert_eq!(
        open.get(&https(&server, "/")).await.unwrap().final_url(),
        plain.url("/")
    );
}
