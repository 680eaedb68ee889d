//! Every outcome by name, from a real server on loopback.

use std::time::Duration;

use crate::extras::fetcher;
use crate::support::{Hit, Reply, Server, Step, article, builder, head};
use unhusk::fetch::{FetchError, Fetched, Gate, HostTable, Media, Outcome, Source, Suspect};

async fn get(reply: Reply) -> Result<Fetched, FetchError> {
    let server = Server::start(move |hit| page_or(hit, &reply)).await;
    fetcher().get(&server.url("/story")).await
}

pub(crate) fn page_or(hit: &Hit, reply: &Reply) -> Reply {
    if hit.path == "/robots.txt" {
        Reply::status(404)
    } else {
        reply.clone()
    }
}

async fn error(reply: Reply) -> FetchError {
    get(reply).await.expect_err("an error")
}

#[tokio::test]
async fn fetched() {
    let page = get(Reply::html(article("Bridge"))).await.unwrap();
    assert_eq!(page.status(), 200);
    assert_eq!(page.media(), Media::Html);
    assert_eq!(page.source(), Source::Network);
    assert_eq!(page.body(), article("Bridge").as_bytes());
    assert_eq!(page.suspicion(), None);
    assert_eq!(page.attempts(), 1);
    assert!(page.timings().total >= page.timings().first_byte);
    assert_eq!(
        page.headers().get("CONTENT-TYPE"),
        Some("text/html; charset=utf-8")
    );
}

#[tokio::test]
async fn redirects_are_reported_with_their_statuses() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/a" => Reply::redirect(301, "/b"),
        "/b" => Reply::redirect(
            302,
            "//other.test:PORT/c".replace("PORT", &port(hit)).as_str(),
        ),
        "/c" => Reply::redirect(308, "?d#fragment"),
        "/c?d" => Reply::html(article("End")),
        _ => Reply::status(404),
    })
    .await;
    let page = fetcher().get(&server.url("/a")).await.unwrap();
    let statuses: Vec<u16> = page.redirects().iter().map(|r| r.status).collect();
    assert_eq!(statuses, [301, 302, 308]);
    assert_eq!(page.final_url(), server.url_at("other.test", "/c?d"));
    assert_eq!(page.attempts(), 4);
    let robots = server
        .hits()
        .iter()
        .filter(|hit| hit.path == "/robots.txt")
        .count();
    assert_eq!(robots, 2, "one robots.txt for each host");
}

pub(crate) fn port(hit: &Hit) -> String {
    hit.header("host")
        .unwrap()
        .rsplit(':')
        .next()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn redirect_loop() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/a" => Reply::redirect(302, "/b"),
        "/b" => Reply::redirect(302, "/a"),
        _ => Reply::status(404),
    })
    .await;
    let error = fetcher().get(&server.url("/a")).await.unwrap_err();
    assert!(
        matches!(&error, FetchError::RedirectLoop { chain, .. } if chain.len() == 2),
        "{error}"
    );
    assert_eq!(error.outcome(), Outcome::Redirect);
}

#[tokio::test]
async fn too_many_redirects() {
    let server = Server::start(|hit| match hit.path.strip_prefix("/n") {
        Some(n) => Reply::redirect(302, &format!("/n{}", n.parse::<u32>().unwrap() + 1)),
        None => Reply::status(404),
    })
    .await;
    let fetcher = builder().max_redirects(3).build().unwrap();
    let error = fetcher.get(&server.url("/n0")).await.unwrap_err();
    assert!(matches!(&error, FetchError::TooManyRedirects { chain, .. } if chain.len() == 4));
    assert_eq!(server.paths(), ["/n0", "/n1", "/n2", "/n3"]);
}

#[tokio::test]
async fn redirect_to_nowhere() {
    let error = error(Reply::new(302, &[], "")).await;
    assert!(
        matches!(error, FetchError::BadRedirect { status: 302, .. }),
        "{error}"
    );
}

#[tokio::test]
async fn not_found() {
    assert!(matches!(
        error(Reply::status(404)).await,
        FetchError::NotFound { .. }
    ));
}

#[tokio::test]
async fn gone() {
    assert!(matches!(
        error(Reply::status(410)).await,
        FetchError::Gone { .. }
    ));
}

#[tokio::test]
async fn withheld() {
    assert!(matches!(
        error(Reply::status(451)).await,
        FetchError::Withheld { .. }
    ));
}

#[tokio::test]
async fn forbidden() {
    assert!(matches!(
        error(Reply::status(403)).await,
        FetchError::Forbidden { .. }
    ));
}

#[tokio::test]
async fn server_error() {
    let error = error(Reply::status(500)).await;
    assert!(
        matches!(error, FetchError::Server { status: 500, .. }),
        "{error}"
    );
}

#[tokio::test]
async fn rate_limited() {
    let error = error(Reply::new(429, &[("Retry-After", "7")], "slow down")).await;
    let wait = Some(Duration::from_secs(7));
    assert!(matches!(error, FetchError::RateLimited { retry_after, .. } if retry_after == wait));
}

#[tokio::test]
async fn unexpected_status() {
    assert!(matches!(
        error(Reply::status(418)).await,
        FetchError::Status { status: 418, .. }
    ));
}

#[tokio::test]
async fn empty() {
    let error = error(Reply::new(200, &[("Content-Type", "text/html")], "")).await;
    assert!(
        matches!(error, FetchError::Empty { status: 200, .. }),
        "{error}"
    );
}

#[tokio::test]
async fn gated_by_authentication() {
    let error = error(Reply::new(
        401,
        &[("WWW-Authenticate", "Basic realm=x")],
        "",
    ))
    .await;
    assert!(
        matches!(&error, FetchError::Gated { gate: Gate::Authentication, evidence, .. }
        if evidence.contains("Basic")),
        "{error}"
    );
}

#[tokio::test]
async fn gated_by_payment() {
    let error = error(Reply::status(402)).await;
    assert!(
        matches!(
            error,
            FetchError::Gated {
                gate: Gate::Payment,
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn gated_by_the_network() {
    let error = error(Reply::status(511)).await;
    assert!(
        matches!(
            error,
            FetchError::Gated {
                gate: Gate::Network,
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn gated_by_log_in() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/story" => Reply::redirect(302, "/account/login?next=/story"),
        "/robots.txt" => Reply::status(404),
        _ => Reply::html("<form><input type=password></form>"),
    })
    .await;
    let error = fetcher().get(&server.url("/story")).await.unwrap_err();
    assert!(
        matches!(&error, FetchError::Gated { gate: Gate::LogIn, evidence, .. }
        if evidence.contains("/account/login")),
        "{error}"
    );
}

#[tokio::test]
async fn gated_by_consent() {
    let server = Server::start(|hit| match hit.host.as_str() {
        "site.test" if hit.path == "/story" => {
            Reply::redirect(302, &format!("http://consent.test:{}/", port(hit)))
        }
        _ => Reply::html("<p>We value your privacy"),
    })
    .await;
    let fetcher = builder().ignore_robots(true).build().unwrap();
    let error = fetcher.get(&server.url("/story")).await.unwrap_err();
    assert!(
        matches!(
            error,
            FetchError::Gated {
                gate: Gate::Consent,
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn an_article_about_logging_in_is_not_gated() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/story" => Reply::redirect(301, "/login-systems-compared"),
        _ => Reply::html(article("Login systems compared")),
    })
    .await;
    assert!(fetcher().get(&server.url("/story")).await.is_ok());
}

#[tokio::test]
async fn soft_not_found_is_a_suspicion_with_evidence() {
    let page = get(Reply::html("<title>Page not found</title><h1>Oops</h1>"))
        .await
        .unwrap();
    let doubt = page.suspicion().unwrap();
    assert_eq!(doubt.suspect, Suspect::SoftNotFound);
    assert_eq!(doubt.evidence, ["the title says `Page not found`"]);
}

#[tokio::test]
async fn redirect_to_the_front_page_is_a_suspicion() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/story" => Reply::redirect(302, "/"),
        _ => Reply::html(article("Front page")),
    })
    .await;
    let page = fetcher().get(&server.url("/story")).await.unwrap();
    assert_eq!(page.suspicion().unwrap().suspect, Suspect::SoftNotFound);
}

#[tokio::test]
async fn a_page_of_scripts_is_a_suspicion() {
    let page = get(Reply::html(
        "<div id=root></div><script src=/app.js></script>",
    ))
    .await
    .unwrap();
    assert_eq!(page.suspicion().unwrap().suspect, Suspect::NeedsJavaScript);
}

#[tokio::test]
async fn a_log_in_page_is_a_suspicion() {
    let page = get(Reply::html("<h1>Welcome</h1><input type=password>"))
        .await
        .unwrap();
    assert_eq!(page.suspicion().unwrap().suspect, Suspect::LogInPage);
}

#[tokio::test]
async fn not_html() {
    for (kind, body) in [
        ("application/pdf", &b"%PDF-1.7"[..]),
        ("text/html", b"%PDF-1.7"),
        ("image/png", b"\x89PNG\r\n\x1a\n"),
        ("application/json", b"{}"),
        ("application/octet-stream", b"\x00\x01\x02"),
    ] {
        let error = error(Reply::new(200, &[("Content-Type", kind)], body)).await;
        assert!(
            matches!(error, FetchError::NotHtml { .. }),
            "{kind}: {error}"
        );
    }
}

#[tokio::test]
async fn a_large_download_is_refused_from_its_header() {
    let headers = [
        ("Content-Type", "video/mp4"),
        ("Content-Length", "1000000000"),
    ];
    let mut bytes = head(200, &headers);
    bytes.extend(b"\r\n");
    let error = error(Reply::script([Step::Send(bytes), Step::Hang])).await;
    assert!(matches!(error, FetchError::NotHtml { .. }), "{error}");
}

#[tokio::test]
async fn the_type_is_recognised_without_a_header() {
    let page = get(Reply::new(200, &[], article("No type"))).await.unwrap();
    assert_eq!(page.media(), Media::Html);
    let text = get(Reply::new(200, &[("Content-Type", "text/plain")], "words"))
        .await
        .unwrap();
    assert_eq!(text.media(), Media::PlainText);
    let kind = [("Content-Type", "application/xhtml+xml")];
    let xhtml = get(Reply::new(200, &kind, article("X"))).await.unwrap();
    assert_eq!(xhtml.media(), Media::Xhtml);
}

#[tokio::test]
async fn too_large_by_its_length() {
    let server = Server::start(|_| Reply::html(vec![b'x'; 50_000])).await;
    let fetcher = builder()
        .max_bytes(10_000)
        .ignore_robots(true)
        .build()
        .unwrap();
    let error = fetcher.get(&server.url("/")).await.unwrap_err();
    assert!(
        matches!(
            error,
            FetchError::TooLarge {
                what: "body",
                limit: 10_000,
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_passes() {
    let server = Server::start(|_| Reply::html(vec![b'x'; 10_000])).await;
    let fetcher = builder()
        .max_bytes(10_000)
        .ignore_robots(true)
        .build()
        .unwrap();
    assert_eq!(
        fetcher.get(&server.url("/")).await.unwrap().body().len(),
        10_000
    );
}

#[tokio::test]
async fn too_large_headers() {
    let long = "x".repeat(100_000);
    let error = error(Reply::new(200, &[("X-Long", &long)], "text")).await;
    assert!(
        matches!(
            error,
            FetchError::TooLarge {
                what: "headers",
                ..
            }
        ),
        "{error}"
    );
    let longer = "x".repeat(2_000_000);
    let error = self::error(Reply::new(200, &[("X-Long", &longer)], "text")).await;
    assert!(
        matches!(
            error,
            FetchError::TooLarge {
                what: "headers",
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn dns() {
    let fetcher = builder().resolver(HostTable::new()).build().unwrap();
    let error = fetcher.get("http://nowhere.example/").await.unwrap_err();
    assert!(matches!(error, FetchError::Dns { .. }), "{error}");
    assert_eq!(
        error.to_string(),
        "http://nowhere.example/: cannot resolve the host name: no such host in the table"
    );
}

#[tokio::test]
async fn connect() {
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let error = fetcher()
        .get(&format!("http://site.test:{port}/"))
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::Connect { .. }), "{error}");
}

#[tokio::test]
async fn interrupted_by_a_reset() {
    let error = error(Reply::script([Step::Reset])).await;
    assert!(matches!(error, FetchError::Interrupted { .. }), "{error}");
}

#[tokio::test]
async fn interrupted_by_a_truncated_body() {
    let mut start = head(
        200,
        &[("Content-Type", "text/html"), ("Content-Length", "1000")],
    );
    start.extend(b"\r\n<p>Half");
    let error = error(Reply::script([Step::Send(start)])).await;
    assert!(matches!(error, FetchError::Interrupted { .. }), "{error}");
}

#[tokio::test]
async fn interrupted_by_what_is_not_http() {
    let error = error(Reply::script([Step::Send(
        b"220 mail.test ESMTP\r\n".to_vec(),
    )]))
    .await;
    assert!(matches!(error, FetchError::Interrupted { .. }), "{error}");
}

#[tokio::test]
async fn encoding() {
    let headers = [
        ("Content-Type", "text/html"),
        ("Content-Encoding", "compress"),
    ];
    let error = error(Reply::new(200, &headers, "x")).await;
    assert!(matches!(&error, FetchError::Encoding { encoding, .. } if encoding == "compress"));
}

#[tokio::test]
async fn no_url() {
    let error = fetcher().get("not a url").await.unwrap_err();
    assert!(matches!(error, FetchError::Url { .. }), "{error}");
}

#[tokio::test]
async fn settings_that_make_no_sense() {
    for (name, builder) in [
        ("jobs", builder().jobs(0)),
        ("per_host", builder().per_host(0)),
        ("offline", builder().offline(true)),
        ("user_agent", builder().user_agent("")),
        ("user_agent", builder().contact("a\nb")),
        ("header", builder().header("bad name", "x")),
        ("header", builder().header("x", "bad\nvalue")),
        ("header", builder().header("User-Agent", "x")),
        ("root_certificate", builder().root_certificate(b"nonsense")),
    ] {
        let error = builder.build().unwrap_err();
        assert!(
            matches!(error, FetchError::Setting { setting, .. } if setting == name),
            "{error}"
        );
    }
}
