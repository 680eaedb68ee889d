//! TLS with a certificate authority of the test's own.

use crate::support::{Reply, Server, article, builder};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use unhusk::fetch::{FetchError, Fetcher, Phase, Policy, Refusal};

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

#[tokio::test]
async fn timed_out_connecting() {
    // Connections are made, but nobody answers the handshake.
    let silent = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    let url = format!("https://site.test:{}/", silent.local_addr().unwrap().port());
    let fetcher = builder().ignore_robots(true);
    let fetcher = fetcher
        .connect_timeout(std::time::Duration::from_millis(300))
        .build()
        .unwrap();
    let error = fetcher.get(&url).await.unwrap_err();
    let phase = Phase::Connect;
    assert!(
        matches!(error, FetchError::TimedOut { phase: found, .. } if found == phase),
        "{error}"
    );
}

#[tokio::test]
async fn http2_is_spoken_where_the_server_offers_it() {
    let authority = Authority::new();
    let mut config = authority.config("site.test", |_| {});
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = tokio_rustls::TlsAcceptor::from(std::sync::Arc::new(config));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    let url = format!(
        "https://site.test:{}/",
        listener.local_addr().unwrap().port()
    );
    let server = async {
        let (stream, _) = listener.accept().await.unwrap();
        let tls = acceptor.accept(stream).await.unwrap();
        let mut connection = h2::server::handshake(tls).await.unwrap();
        while let Some(Ok((_, mut respond))) = connection.accept().await {
            let head = http::Response::builder().header("content-type", "text/html");
            let mut body = respond
                .send_response(head.body(()).unwrap(), false)
                .unwrap();
            body.send_data(article("Two").into(), true).unwrap();
        }
    };
    let fetcher = authority.fetcher();
    let page = tokio::select! {
        page = fetcher.get(&url) => page.unwrap(),
        () = server => panic!("the connection ended early"),
    };
    assert_eq!(page.body(), article("Two").as_bytes());
}
