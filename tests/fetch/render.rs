//! A page that is built by scripts, in a real browser. Runs where Chromium is installed
//! (`apt-get install chromium`, or the environment variable `CHROMIUM`).

use crate::chromium::Chromium;
use crate::extras::fetcher;
use crate::support::{Reply, Server, article};
use unhusk::fetch::{Fetch, Source, WithRenderer};

/// Nothing but the test's own server exists for the browser.
const ARGUMENTS: &[&str] = &[
    "--host-resolver-rules=MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-proxy-server",
    // It opens only the pages below, and tests may run as root, where the sandbox cannot start.
    "--no-sandbox",
];

const SHELL: &str =
    "<!DOCTYPE html><title>App</title><div id=root></div><script src=/app.js></script>";
const SCRIPT: &str = "setTimeout(() => { document.getElementById('root').innerHTML = \
    '<h1>Built</h1><p>Schön gebaut by ' + navigator.userAgent.length + ' letters</p>' }, 200)";

#[tokio::test]
async fn a_page_of_scripts_is_rendered_by_chromium() {
    let program = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
    let browser = match Chromium::start(&program, ARGUMENTS).await {
        Ok(browser) => browser,
        Err(error) => return println!("skipped: cannot start `{program}`: {error}"),
    };
    let server = Server::start(|hit| match hit.path.as_str() {
        "/app" => Reply::html(SHELL),
        "/app.js" => Reply::new(
            200,
            &[("Content-Type", "text/javascript; charset=utf-8")],
            SCRIPT,
        ),
        "/article" => Reply::html(article("Plain")),
        _ => Reply::status(404),
    })
    .await;
    let both = WithRenderer::new(fetcher(), browser);
    for _ in 0..2 {
        let page = both.fetch(&server.url("/app")).await.unwrap();
        let html = String::from_utf8(page.body().to_vec()).unwrap();
        assert!(html.contains("<h1>Built</h1><p>Schön gebaut by"), "{html}");
        assert_eq!(
            (page.source(), page.final_url()),
            (Source::Other, &*server.url("/app"))
        );
    }
    let plain = both.fetch(&server.url("/article")).await.unwrap();
    assert_eq!(
        plain.source(),
        Source::Network,
        "what needs no browser is not rendered"
    );
}
