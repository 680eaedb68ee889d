//! The cache on disk: what is kept, what is asked again, and offline.

use std::path::PathBuf;

use crate::support::{Reply, Server, article, builder};
use unhusk::fetch::{FetchError, Fetcher, Source};

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("unhusk-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn fetcher(&self) -> Fetcher {
        builder().cache(&self.0).build().unwrap()
    }

    fn offline(&self) -> Fetcher {
        builder().cache(&self.0).offline(true).build().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn serving(headers: &'static [(&'static str, &'static str)]) -> Server {
    Server::start(move |hit| {
        if hit.path == "/robots.txt" {
            return Reply::status(404);
        }
        let known = hit
            .header("if-none-match")
            .or(hit.header("if-modified-since"));
        if known.is_some() {
            return Reply::new(304, headers, "");
        }
        let mut all = vec![("Content-Type", "text/html; charset=utf-8")];
        all.extend(headers);
        Reply::new(200, &all, article("Kept"))
    })
    .await
}

#[tokio::test]
async fn fresh_pages_are_not_asked_for_again() {
    let folder = Folder::new("fresh");
    let server = serving(&[("Cache-Control", "max-age=3600")]).await;
    let first = folder.fetcher().get(&server.url("/")).await.unwrap();
    let second = folder.fetcher().get(&server.url("/")).await.unwrap();
    assert_eq!(
        (first.source(), second.source()),
        (Source::Network, Source::Cache)
    );
    assert_eq!(first.body(), second.body());
    assert_eq!(second.content_type(), Some("text/html; charset=utf-8"));
    assert_eq!(second.attempts(), 0);
    assert_eq!(server.paths().len(), 1);
}

#[tokio::test]
async fn stale_pages_are_asked_for_with_a_condition() {
    for (name, header) in [
        ("etag", &[("Cache-Control", "no-cache"), ("ETag", "\"v1\"")]),
        (
            "date",
            &[
                ("Cache-Control", "no-cache"),
                ("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT"),
            ],
        ),
    ] {
        let folder = Folder::new(name);
        let server = serving(header).await;
        let first = folder.fetcher().get(&server.url("/")).await.unwrap();
        let second = folder.fetcher().get(&server.url("/")).await.unwrap();
        assert_eq!(second.source(), Source::Revalidated, "{name}");
        assert_eq!(first.body(), second.body());
        assert_eq!((second.status(), second.attempts()), (200, 1));
        assert_eq!(server.paths().len(), 2);
    }
}

#[tokio::test]
async fn a_page_that_changed_replaces_the_old_one() {
    let folder = Folder::new("changed");
    let count = std::sync::atomic::AtomicUsize::new(0);
    let server = Server::start(move |hit| match hit.path.as_str() {
        "/robots.txt" => Reply::status(404),
        _ => {
            let n = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            let tag = format!("\"v{n}\"");
            let headers = [
                ("Content-Type", "text/html"),
                ("Cache-Control", "no-cache"),
                ("ETag", &tag),
            ];
            Reply::new(200, &headers, article(&format!("Version {n}")))
        }
    })
    .await;
    for n in 0..2 {
        let page = folder.fetcher().get(&server.url("/")).await.unwrap();
        assert_eq!(page.body(), article(&format!("Version {n}")).as_bytes());
        let offline = folder.offline().get(&server.url("/")).await.unwrap();
        assert_eq!(offline.body(), page.body());
    }
}

#[tokio::test]
async fn offline_follows_redirects_and_never_connects() {
    let folder = Folder::new("offline");
    let server = Server::start(|hit| match hit.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/old" => Reply::redirect(301, "/new"),
        _ => Reply::new(
            200,
            &[
                ("Content-Type", "text/html"),
                ("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT"),
            ],
            article("New"),
        ),
    })
    .await;
    let online = folder.fetcher().get(&server.url("/old")).await.unwrap();
    let hits = server.hits().len();
    let offline = folder.offline().get(&server.url("/old")).await.unwrap();
    assert_eq!(offline.source(), Source::Cache);
    assert_eq!(offline.body(), online.body());
    assert_eq!(offline.redirects(), online.redirects());
    assert_eq!(server.hits().len(), hits);
    let error = folder
        .offline()
        .get(&server.url("/other"))
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::NotCached { .. }), "{error}");
    assert_eq!(server.hits().len(), hits);
}

#[tokio::test]
async fn what_must_not_be_kept_is_not() {
    for (name, reply) in [
        (
            "no-store",
            Reply::new(
                200,
                &[("Content-Type", "text/html"), ("Cache-Control", "no-store")],
                article("x"),
            ),
        ),
        (
            "wall",
            Reply::new(
                200,
                &[
                    ("Content-Type", "text/html"),
                    ("Cache-Control", "max-age=3600"),
                    ("cf-mitigated", "challenge"),
                ],
                "x",
            ),
        ),
        (
            "failure",
            Reply::new(500, &[("Cache-Control", "max-age=3600")], "x"),
        ),
    ] {
        let folder = Folder::new(name);
        let server = Server::start(move |_| reply.clone()).await;
        let fetcher = builder()
            .cache(&folder.0)
            .ignore_robots(true)
            .build()
            .unwrap();
        let _ = fetcher.get(&server.url("/")).await;
        let error = folder.offline().get(&server.url("/")).await.unwrap_err();
        assert!(
            matches!(error, FetchError::NotCached { .. }),
            "{name}: {error}"
        );
    }
}

#[tokio::test]
async fn a_damaged_cache_is_no_reason_to_fail() {
    let folder = Folder::new("damaged");
    let server = serving(&[("Cache-Control", "max-age=3600")]).await;
    folder.fetcher().get(&server.url("/")).await.unwrap();
    damage(&folder.0);
    let page = folder.fetcher().get(&server.url("/")).await.unwrap();
    assert_eq!(page.source(), Source::Network);

    std::fs::remove_dir_all(&folder.0).unwrap();
    std::fs::write(&folder.0, "a file where the folder should be").unwrap();
    assert!(folder.fetcher().get(&server.url("/")).await.is_ok());
    std::fs::remove_file(&folder.0).unwrap();
}

fn damage(folder: &std::path::Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            damage(&path);
        } else {
            std::fs::write(&path, "damaged").unwrap();
        }
    }
}
