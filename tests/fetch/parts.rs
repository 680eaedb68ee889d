//! Pages in several parts, other sources and renderers, over a `Fetch` without a network.

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::extras::fetcher;
use crate::support::{Reply, Server, article};
use unhusk::fetch::{
    Fetch, FetchError, Fetched, Fetching, Parts, PartsEnd, Render, Rendered, Rendering, Source,
    SourceKind, WithRenderer, fetch_other_source, other_sources, rel_next,
};

const SITE: &str = "https://example.com";

/// Pages by path; `redirect:` leads elsewhere.
#[derive(Default)]
struct Pages {
    pages: BTreeMap<String, String>,
    asked: Mutex<Vec<String>>,
}

impl Pages {
    fn new(pages: &[(&str, &str)]) -> Self {
        let pages = pages
            .iter()
            .map(|(path, html)| (format!("{SITE}{path}"), (*html).to_owned()));
        Self {
            pages: pages.collect(),
            asked: Mutex::default(),
        }
    }

    fn get(&self, url: &str) -> Result<Fetched, FetchError> {
        self.asked.lock().unwrap().push(url.to_owned());
        let missing = || FetchError::interrupted(url, "no such page");
        let html = self.pages.get(url).ok_or_else(missing)?;
        match html.strip_prefix("redirect:") {
            Some(path) => {
                let to = format!("{SITE}{path}");
                let body = self.pages.get(&to).ok_or_else(missing)?;
                Ok(Fetched::new(url, 200, body.clone().into()).with_final_url(to))
            }
            None => Ok(Fetched::new(url, 200, html.clone().into())),
        }
    }

    async fn parts(&self, parts: Parts) -> (Vec<String>, PartsEnd) {
        let first = self.get(&format!("{SITE}/story")).unwrap();
        let set = parts.follow(self, first, rel_next).await;
        let urls = set
            .pages()
            .iter()
            .map(|page| page.final_url().replace(SITE, ""));
        (urls.collect(), set.end().clone())
    }
}

impl Fetch for Pages {
    fn fetch<'a>(&'a self, url: &'a str) -> Fetching<'a> {
        Box::pin(async move { self.get(url) })
    }
}

#[tokio::test]
async fn parts_in_order() {
    let site = Pages::new(&[
        ("/story", "<link rel=next href=/story/2>One"),
        ("/story/2", "<a rel='nofollow next' href=3>Two</a>"),
        ("/story/3", "<link rel=prev href=/story/2>Three"),
    ]);
    let (urls, end) = site.parts(Parts::new()).await;
    assert_eq!(urls, ["/story", "/story/2", "/story/3"]);
    assert_eq!(end, PartsEnd::Complete);
}

#[tokio::test]
async fn the_next_article_is_no_part() {
    let site = Pages::new(&[
        ("/story", "<link rel=next href=/another-story>One"),
        ("/another-story", "Another"),
    ]);
    let (urls, end) = site.parts(Parts::new()).await;
    assert_eq!((urls.len(), end), (1, PartsEnd::Complete));
    assert_eq!(site.asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn loops_end() {
    let site = Pages::new(&[
        ("/story", "<link rel=next href=/story/2>One"),
        ("/story/2", "<link rel=next href=/story#again>Two"),
    ]);
    let (urls, end) = site.parts(Parts::new()).await;
    assert_eq!((urls.len(), end), (2, PartsEnd::Loop));
}

#[tokio::test]
async fn a_part_behind_the_end_that_leads_back_is_a_loop() {
    let site = Pages::new(&[
        ("/story", "<link rel=next href=/story/2>One"),
        ("/story/2", "redirect:/story"),
    ]);
    let (urls, end) = site.parts(Parts::new()).await;
    assert_eq!((urls.len(), end), (1, PartsEnd::Loop));
}

#[tokio::test]
async fn repeats_are_left_out() {
    let site = Pages::new(&[
        ("/story", "<link rel=next href=/story/2>One"),
        ("/story/2", "<link rel=next href=/story/3>Two"),
        ("/story/3", "<link rel=next href=/story/3>Same"),
    ]);
    let mut site = site;
    let two = site.pages[&format!("{SITE}/story/2")].clone();
    site.pages.insert(format!("{SITE}/story/3"), two);
    let (urls, end) = site.parts(Parts::new()).await;
    assert_eq!((urls.len(), end), (2, PartsEnd::Repeat));
}

#[tokio::test]
async fn the_cap_holds() {
    let pages: Vec<(String, String)> = (1..50)
        .map(|n| {
            (
                format!("/story/{n}"),
                format!("<link rel=next href=/story/{}>{n}", n + 1),
            )
        })
        .chain([(
            "/story".to_owned(),
            "<link rel=next href=/story/1>0".to_owned(),
        )])
        .collect();
    let pages: Vec<(&str, &str)> = pages
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let site = Pages::new(&pages);
    let (urls, end) = site.parts(Parts::new().max(4)).await;
    assert_eq!((urls.len(), end), (4, PartsEnd::Cap));
    assert_eq!(site.asked.lock().unwrap().len(), 4);
}

#[tokio::test]
async fn a_part_that_fails_does_not_lose_the_others() {
    let site = Pages::new(&[("/story", "<link rel=next href=/story/2>One")]);
    let (urls, end) = site.parts(Parts::new()).await;
    assert_eq!(urls, ["/story"]);
    assert!(matches!(
        end,
        PartsEnd::Failed(FetchError::Interrupted { .. })
    ));
}

#[tokio::test]
async fn a_rule_may_name_the_next_part() {
    let site = Pages::new(&[("/story", "One"), ("/b", "Two")]);
    let first = site.get(&format!("{SITE}/story")).unwrap();
    let mut given = vec!["/b".to_owned()];
    let set = Parts::new().follow(&site, first, |_| given.pop()).await;
    assert_eq!(set.into_pages().len(), 2);
}

#[tokio::test]
async fn parts_over_http() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/story" => Reply::html(format!(
            "<link rel=next href=/story?page=2>{}",
            article("One")
        )),
        "/story?page=2" => Reply::html(article("Two")),
        _ => Reply::status(404),
    })
    .await;
    let fetcher = fetcher();
    let first = fetcher.get(&server.url("/story")).await.unwrap();
    let set = Parts::new().follow(&fetcher, first, rel_next).await;
    assert_eq!((set.pages().len(), set.end()), (2, &PartsEnd::Complete));
}

#[tokio::test]
async fn other_sources_are_named_fetched_on_request_and_reported() {
    let site = Pages::new(&[
        (
            "/story",
            "<link rel=amphtml href=/amp/story><link rel=canonical href=/story>\
             <a class='tool print-link' href='/print/story'>Print</a>",
        ),
        ("/print/story", "The text to print"),
    ]);
    let page = site.get(&format!("{SITE}/story")).unwrap();
    let named = other_sources(&page);
    let kinds: Vec<SourceKind> = named.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(
        kinds,
        [SourceKind::Amp, SourceKind::Print],
        "canonical is the page itself"
    );
    assert_eq!(
        site.asked.lock().unwrap().len(),
        1,
        "nothing is fetched unasked"
    );
    let wanted = [SourceKind::Print, SourceKind::Amp];
    let print = fetch_other_source(&site, &page, &wanted)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(print.body(), b"The text to print");
    assert_eq!(print.notes(), [format!("print version of {SITE}/story")]);
    assert!(
        fetch_other_source(&site, &page, &[SourceKind::Amp])
            .await
            .is_err()
    );
    assert_eq!(
        fetch_other_source(&site, &print, &wanted).await.unwrap(),
        None
    );
}

struct Browser;

impl Render for Browser {
    fn render<'a>(&'a self, url: &'a str) -> Rendering<'a> {
        Box::pin(async move {
            if url.ends_with("/broken") {
                return Err(FetchError::render(url, "the tab crashed"));
            }
            Ok(Rendered::new("<p>Rendered").with_final_url(format!("{url}#done")))
        })
    }
}

#[tokio::test]
async fn only_pages_that_need_it_are_rendered() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/article" => Reply::html(article("Plain")),
        "/gone" => Reply::status(410),
        _ => Reply::html("<div id=root></div><script src=/app.js></script>"),
    })
    .await;
    let both = WithRenderer::new(fetcher(), Browser);
    let plain = both.fetch(&server.url("/article")).await.unwrap();
    assert_eq!(plain.source(), Source::Network);
    let app = both.fetch(&server.url("/app")).await.unwrap();
    assert_eq!(
        (app.source(), app.body()),
        (Source::Other, &b"<p>Rendered"[..])
    );
    assert_eq!(app.content_type(), Some("text/html; charset=utf-8"));
    assert_eq!(app.final_url(), server.url("/app#done"));
    assert_eq!(app.notes(), ["rendered by a browser"]);
    let gone = both.fetch(&server.url("/gone")).await.unwrap_err();
    assert!(
        matches!(gone, FetchError::Gone { .. }),
        "an outcome stays what it is"
    );
    let broken = both.fetch(&server.url("/broken")).await.unwrap_err();
    assert!(matches!(broken, FetchError::Render { .. }), "{broken}");
}
