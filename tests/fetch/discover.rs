//! Where the articles are: feeds, sitemaps, the page itself.

use std::io::Write;

use crate::extras::fetcher;
use crate::support::{Hit, Reply, Server, builder};
use unhusk::fetch::{Discovered, Discovery, FetchError, LinkOrigin};

const RSS: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><title>Bridge &amp; river</title><link>/2024/bridge?a=1&amp;b=2</link><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate></item>
<item><title>Old</title><link>https://site.test/old-story</link><pubDate>Sun, 05 Mar 2023 10:00:00 GMT</pubDate></item>
</channel></rss>"#;

const ATOM: &str = r#"<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><id>a</id><updated>2024-03-05T10:00:00Z</updated>
<entry><id>1</id><title>Atom story</title><link rel="replies" href="/replies"/><link rel="alternate" href="/atom-story"/><updated>2024-03-06T10:00:00+02:00</updated></entry></feed>"#;

const JSON: &str = r#"{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","url":"http://site.test/json-story","title":"JSON story","content_text":"x","date_published":"2024-03-07T10:00:00Z"}]}"#;

const PAGE: &str = r#"<!DOCTYPE html><html><head>
<link rel=alternate type=application/rss+xml href=/rss><link rel=alternate type=application/atom+xml href=/atom>
<link rel=alternate type=application/rss+xml href=/comments/feed></head><body>
<a href="/tag/bridges">Bridges</a><a href="/about">About us</a><a href="/logo.png">A picture of the bridge</a>
<a href="/2024/03/08/page-story">A story only the page knows</a><a href="/rates-rise-again-in-march">Rates</a>
<a href="https://elsewhere.example/2024/03/08/not-ours-at-all">Elsewhere there is a story</a>
<a href="/rates-rise-again-in-march#comments">12 comments</a></body></html>"#;

fn xml(text: impl AsRef<[u8]>) -> Reply {
    Reply::new(200, &[("Content-Type", "application/xml")], text)
}

fn site(hit: &Hit) -> Reply {
    let port = hit.header("host").unwrap().rsplit(':').next().unwrap();
    let here = format!("http://site.test:{port}");
    match hit.path.as_str() {
        "/" => Reply::html(PAGE),
        "/rss" => Reply::new(200, &[("Content-Type", "application/rss+xml")], RSS),
        "/atom" => Reply::new(200, &[("Content-Type", "application/atom+xml")], ATOM),
        "/json" => Reply::new(200, &[("Content-Type", "application/feed+json")], JSON),
        "/robots.txt" => Reply::new(200, &[], format!("Sitemap: {here}/index.xml\n")),
        "/index.xml" => xml(format!(
            "<sitemapindex><sitemap><loc>{here}/map.xml.gz</loc><lastmod>2024-03-09</lastmod></sitemap>\
             <sitemap><loc>{here}/index.xml</loc></sitemap><sitemap><loc>{here}/list.txt</loc></sitemap>\
             <sitemap><loc>{here}/ancient.xml</loc><lastmod>2001-01-01</lastmod></sitemap></sitemapindex>"
        )),
        "/map.xml.gz" => {
            let text = format!(
                "<?xml version='1.0'?><urlset xmlns:image='i' xmlns:news='n'><url><loc> {here}/map-story?a=1&amp;b=2 </loc>\
                 <image:image><image:loc>{here}/picture.jpg</image:loc></image:image><lastmod>2024-03-09</lastmod>\
                 <news:news><news:title><![CDATA[From the map]]></news:title><news:publication_date>2024-03-08T01:00:00+01:00</news:publication_date></news:news></url>\
                 <url><loc>{here}/atom-story</loc></url></urlset>"
            );
            let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            gz.write_all(text.as_bytes()).unwrap();
            Reply::new(
                200,
                &[("Content-Type", "application/gzip")],
                gz.finish().unwrap(),
            )
        }
        "/list.txt" => Reply::new(
            200,
            &[("Content-Type", "text/plain")],
            format!("{here}/listed\n\n# no\n"),
        ),
        _ => Reply::status(404),
    }
}

async fn run(discovery: Discovery, path: &str) -> (Discovered, Server) {
    let server = Server::start(site).await;
    (
        discovery.run(&fetcher(), &server.url(path)).await.unwrap(),
        server,
    )
}

fn paths(found: &Discovered, server: &Server) -> Vec<String> {
    found
        .links
        .iter()
        .map(|link| link.url.replace(&server.url(""), ""))
        .collect()
}

#[tokio::test]
async fn everything_a_site_names() {
    let (found, server) = run(Discovery::new(), "/").await;
    assert_eq!(
        paths(&found, &server),
        [
            "/2024/bridge?a=1&b=2",
            "https://site.test/old-story",
            "/atom-story",
            "/map-story?a=1&b=2",
            "/listed",
            "/2024/03/08/page-story",
            "/rates-rise-again-in-march",
        ]
    );
    assert_eq!(found.links[0].title.as_deref(), Some("Bridge & river"));
    assert_eq!(
        found.links[0].published.as_deref(),
        Some("2024-03-05T10:00:00Z")
    );
    assert_eq!(
        found.links[2].published.as_deref(),
        Some("2024-03-06T08:00:00Z")
    );
    assert_eq!(found.links[3].title.as_deref(), Some("From the map"));
    assert_eq!(
        found.links[3].published.as_deref(),
        Some("2024-03-08T00:00:00Z")
    );
    assert_eq!(found.links[5].origin, LinkOrigin::Page);
    // The sitemap that is not there is reported; what else there is, is complete.
    assert_eq!(found.problems.len(), 1, "{:?}", found.problems);
    assert!(!server.paths().contains(&"/comments/feed".to_owned()));
}

#[tokio::test]
async fn since_and_max() {
    let since = Discovery::new().since("2024-03-06").unwrap();
    let (found, server) = run(since, "/").await;
    let paths = paths(&found, &server);
    assert!(
        !paths
            .iter()
            .any(|path| path.contains("old-story") || path.contains("bridge"))
    );
    assert!(paths.contains(&"/atom-story".to_owned()));
    assert!(
        found.problems.is_empty(),
        "a sitemap that is too old is not read"
    );
    assert!(Discovery::new().since("yesterday").is_err());
    let (found, _) = run(Discovery::new().max(2), "/").await;
    assert_eq!(found.links.len(), 2);
}

#[tokio::test]
async fn parts_can_be_switched_off() {
    let only = Discovery::new().feeds(false).sitemaps(false);
    let (found, server) = run(only, "/").await;
    assert!(
        found
            .links
            .iter()
            .all(|link| link.origin == LinkOrigin::Page)
    );
    assert_eq!(server.paths(), ["/"]);
}

#[tokio::test]
async fn one_feed_or_sitemap_by_its_own_address() {
    for (path, first) in [
        ("/rss", "/2024/bridge?a=1&b=2"),
        ("/atom", "/atom-story"),
        ("/json", "http://site.test/json-story"),
        ("/index.xml", "/map-story?a=1&b=2"),
        ("/map.xml.gz", "/map-story?a=1&b=2"),
    ] {
        let (found, server) = run(Discovery::new(), path).await;
        assert_eq!(
            paths(&found, &server).first().map(String::as_str),
            Some(first),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_sitemap_that_breaks_off_keeps_what_stands_before() {
    let text = "<urlset><url><loc>http://site.test/a</loc></url><url><loc>http://site.test/b</";
    let server = Server::start(move |_| xml(text)).await;
    let fetcher = builder().ignore_robots(true).build().unwrap();
    let found = Discovery::new()
        .run(&fetcher, &server.url("/map.xml"))
        .await
        .unwrap();
    assert_eq!(found.links.len(), 1);
    assert!(matches!(
        found.problems[0],
        FetchError::Listing {
            what: "sitemap",
            ..
        }
    ));
}

#[tokio::test]
async fn a_gzip_bomb_of_a_sitemap_stops_at_the_cap() {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(&vec![b' '; 50 << 20]).unwrap();
    let bomb = gz.finish().unwrap();
    let server =
        Server::start(move |_| Reply::new(200, &[("Content-Type", "application/gzip")], &bomb))
            .await;
    let fetcher = builder()
        .ignore_robots(true)
        .max_bytes(1_000_000)
        .build()
        .unwrap();
    let error = Discovery::new()
        .run(&fetcher, &server.url("/map.xml.gz"))
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("larger than 1000000 bytes unpacked"),
        "{error}"
    );
}
