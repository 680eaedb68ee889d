//! `extract`, `regions` and `links` with addresses.

use serde_json::json;

use super::{lines, local, site, stderr, stdout, url};
use crate::support::{Reply, Server, article};

#[tokio::test]
async fn extract_takes_several_addresses_and_keeps_their_order() {
    let server = Server::start(site).await;
    let urls = [
        url(&server, "/slow"),
        url(&server, "/missing"),
        url(&server, "/quick"),
    ];
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let output = local(
        "extract",
        &[&["--format", "markdown", "--per-host", "3"], &urls[..]].concat(),
        "",
    )
    .await;
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_eq!(stdout(&output).matches("The council met").count(), 80);
    let errors = stderr(&output);
    assert!(errors.contains("not found (404)"), "{errors}");
    assert!(
        errors.contains("3 pages in ") && errors.contains("2 ok, 1 not_found"),
        "{errors}"
    );
    assert_eq!(
        errors.lines().count(),
        2,
        "no progress bar without a terminal: {errors}"
    );
}

#[tokio::test]
async fn extract_joins_parts_unless_told_not_to() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/story" => Reply::html(format!("<link rel=next href='?page=2'>{}", article("One"))),
        "/story?page=2" => Reply::html(article("Two").replace("council", "parliament")),
        _ => Reply::status(404),
    })
    .await;
    let story = url(&server, "/story");
    let whole = local("extract", &[&story], "").await;
    assert!(stdout(&whole).contains("council") && stdout(&whole).contains("parliament"));
    let page = local("extract", &["--no-parts", &story], "").await;
    assert!(stdout(&page).contains("council") && !stdout(&page).contains("parliament"));
}

#[tokio::test]
async fn another_version_is_read_on_request_and_reported() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/print" => Reply::html(article("Print").replace("council", "parliament")),
        _ => Reply::html(format!(
            "{}<a class=print-link href=/print>Print</a>",
            article("Story")
        )),
    })
    .await;
    let story = url(&server, "/story");
    let plain = local("extract", &["--ignore-robots", &story], "").await;
    assert!(stdout(&plain).contains("council"));
    assert_eq!(server.paths(), ["/story"], "nothing is fetched unasked");
    let print = local(
        "extract",
        &["--ignore-robots", "--prefer", "print", &story],
        "",
    )
    .await;
    assert!(stdout(&print).contains("parliament"));
    let note = format!("warning: {story}: print version of {story}");
    assert!(stderr(&print).contains(&note), "{}", stderr(&print));
}

#[tokio::test]
async fn regions_takes_an_address() {
    let server = Server::start(site).await;
    let output = local("regions", &[&url(&server, "/story")], "").await;
    assert!(
        stdout(&output).contains("The council met"),
        "{}",
        stderr(&output)
    );
}

#[tokio::test]
async fn links_lists_feeds_sitemaps_and_the_page() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/sitemap.xml" => Reply::new(
            200,
            &[("Content-Type", "application/xml")],
            "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>\
             <url><loc>/new</loc><lastmod>2024-03-05</lastmod></url>\
             <url><loc>/old</loc><lastmod>2020-03-05</lastmod></url></urlset>"
                .replace(
                    "<loc>/",
                    &format!("<loc>http://{}/", hit.header("host").unwrap()),
                ),
        ),
        "/feed" => Reply::status(500),
        _ => Reply::html(
            "<!DOCTYPE html><link rel=alternate type=application/rss+xml href=/feed>\
             <p><a href=/2024/05/the-bridge-is-open-again>The bridge is open again</a>",
        ),
    })
    .await;
    let home = url(&server, "/");
    let output = local("links", &[&home, "--since", "2024-01-01"], "").await;
    let page = url(&server, "/2024/05/the-bridge-is-open-again");
    let expected = [url(&server, "/new"), page];
    assert_eq!(stdout(&output).lines().collect::<Vec<_>>(), expected);
    assert_eq!(output.status.code(), Some(1), "the feed could not be read");
    assert!(
        stderr(&output).contains("/feed: the server failed"),
        "{}",
        stderr(&output)
    );
    let output = local("links", &[&home, "--max", "1", "--format", "jsonl"], "").await;
    let found = lines(&stdout(&output));
    assert_eq!((found.len(), &found[0]["origin"]), (1, &json!("sitemap")));
    let missing = local("links", &["http://127.0.0.1:1/"], "").await;
    assert_eq!(
        (missing.status.code(), stdout(&missing).len()),
        (Some(1), 0)
    );
    let wrong = local("links", &[&home, "--since", "yesterday"], "").await;
    assert_eq!(wrong.status.code(), Some(2));
}
