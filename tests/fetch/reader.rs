//! From an address to one article, over a `Fetch` without a network.

use std::collections::BTreeMap;
use std::sync::Mutex;

use unhusk::fetch::{
    Fetch, FetchError, Fetched, Fetching, Parts, PartsEnd, ReadError, Reader, SourceKind, Story,
};
use unhusk::{Error, Extractor, Page, RuleSet, SiteRule};

use crate::extras::fetcher;
use crate::support::{Reply, Server, article};

const SITE: &str = "https://example.com";

const RULE: &str = r#"
schema = 1
id = "example.com"
[match]
hosts = ["example.com", "site.test"]
[body]
first = [{ css = ".text" }]
on_miss = "fail"
[comments]
item = ".comment"
author = ".author"
body = ".words"
[pages]
next = [{ css = ".pager a", text = "^Next" }]
single = [{ css = "a.all" }]
"#;

/// Pages by path.
struct Site {
    pages: BTreeMap<String, String>,
    asked: Mutex<Vec<String>>,
}

impl Site {
    fn new(pages: &[(&str, &str)]) -> Self {
        let pages = pages
            .iter()
            .map(|(path, html)| (format!("{SITE}{path}"), (*html).to_owned()));
        Self {
            pages: pages.collect(),
            asked: Mutex::default(),
        }
    }

    async fn read(&self, reader: &Reader) -> Result<Story, ReadError> {
        reader.read(self, &format!("{SITE}/story")).await
    }

    fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|url| url.replace(SITE, "")).collect()
    }
}

impl Fetch for Site {
    fn fetch<'a>(&'a self, url: &'a str) -> Fetching<'a> {
        Box::pin(async move {
            self.asked.lock().unwrap().push(url.to_owned());
            let missing = || FetchError::interrupted(url, "no such page");
            let html = self.pages.get(url).ok_or_else(missing)?;
            Ok(Fetched::new(url, 200, html.clone().into()))
        })
    }
}

fn reader() -> Reader {
    let rule = SiteRule::parse("example.toml", RULE).unwrap();
    let rules = RuleSet::builder().rule(rule).build();
    Reader::new(Extractor::builder().rules(rules).build())
}

/// A page with the text of one part between what every part has.
fn part(text: &str, links: &str) -> String {
    format!(
        "<title>The bridge</title><h1>The bridge</h1><div class=text><p>Four hours of talk.</p>\
         <p>{text}</p><p>The author lives by the river.</p></div><p class=pager>{links}</p>\
         <div class=comment><b class=author>Ann</b><p class=words>I like it.</p></div>"
    )
}

fn three_parts() -> Site {
    Site::new(&[
        (
            "/story",
            &part(
                "One.",
                "<a href='/'>Home</a> <a href='?part=b'>Next page</a>",
            ),
        ),
        (
            "/story?part=b",
            &part(
                "Two.",
                "<a href=/story>Back</a> <a href='?part=c'>Next page</a>",
            ),
        ),
        (
            "/story?part=c",
            &part("Three.", "<a href='?part=b'>Back</a>"),
        ),
    ])
}

#[tokio::test]
async fn parts_that_the_rule_names_become_one_article_without_repeats() {
    let site = three_parts();
    let story = site.read(&reader()).await.unwrap();
    assert_eq!(
        story.article.body.to_text(),
        "Four hours of talk.\n\nOne.\n\nTwo.\n\nThree.\n\nThe author lives by the river."
    );
    assert_eq!(story.article.metadata.title.as_deref(), Some("The bridge"));
    assert_eq!(
        story.article.comments.len(),
        1,
        "each part shows the same comment"
    );
    assert_eq!(site.asked(), ["/story", "/story?part=b", "/story?part=c"]);
    assert_eq!(
        (story.parts.end(), story.notes.len()),
        (&PartsEnd::Complete, 0)
    );
}

#[tokio::test]
async fn where_the_rule_knows_the_next_part_rel_next_is_not_asked() {
    let page = part("One.", "").replace("<title>", "<link rel=next href=/story/2><title>");
    let site = Site::new(&[("/story", &page)]);
    site.read(&reader()).await.unwrap();
    assert_eq!(site.asked(), ["/story"]);
}

#[tokio::test]
async fn the_whole_article_on_one_page_is_taken_and_reported() {
    let site = Site::new(&[
        (
            "/story",
            &part(
                "One.",
                "<a class=all href=/whole>All</a> <a href='?part=b'>Next</a>",
            ),
        ),
        (
            "/whole",
            &part("One and all.", "<a href='?part=b'>Next</a>"),
        ),
    ]);
    let story = site.read(&reader()).await.unwrap();
    assert!(story.article.to_text().contains("One and all."));
    assert_eq!(site.asked(), ["/story", "/whole"]);
    assert_eq!(
        story.notes,
        [format!("all parts on one page, of {SITE}/story")]
    );
}

#[tokio::test]
async fn without_the_page_of_all_parts_the_parts_serve() {
    let site = Site::new(&[
        (
            "/story",
            &part(
                "One.",
                "<a class=all href=/whole>All</a> <a href='?part=b'>Next</a>",
            ),
        ),
        ("/story?part=b", &part("Two.", "")),
    ]);
    let story = site.read(&reader()).await.unwrap();
    assert!(story.article.to_text().contains("Two."));
    assert!(
        story.notes[0].starts_with("not all on one page: "),
        "{:?}",
        story.notes
    );
}

#[tokio::test]
async fn a_missing_part_and_the_cap_are_reported() {
    let mut site = three_parts();
    let story = site
        .read(&reader().parts(Parts::new().max(2)))
        .await
        .unwrap();
    assert_eq!(story.parts.end(), &PartsEnd::Cap);
    assert_eq!(story.notes, ["there are more parts than allowed"]);
    site.pages.remove(&format!("{SITE}/story?part=c"));
    let story = site.read(&reader()).await.unwrap();
    assert!(story.article.to_text().contains("Two."));
    assert!(story.notes[0].contains("no such page"), "{:?}", story.notes);
}

#[tokio::test]
async fn a_part_that_leads_back_ends_the_reading() {
    let mut site = three_parts();
    let back = part("Three.", "<a href='/story#top'>Next page</a>");
    site.pages.insert(format!("{SITE}/story?part=c"), back);
    let story = site.read(&reader()).await.unwrap();
    assert_eq!(
        (story.parts.pages().len(), story.parts.end()),
        (3, &PartsEnd::Loop)
    );
}

#[tokio::test]
async fn a_part_without_text_is_left_out_and_reported() {
    let mut site = three_parts();
    let empty = "<p class=pager><a href='?part=c'>Next page</a></p>".to_owned();
    site.pages.insert(format!("{SITE}/story?part=b"), empty);
    let story = site.read(&reader()).await.unwrap();
    assert!(
        story.article.to_text().contains("Three."),
        "{}",
        story.article.to_text()
    );
    assert!(story.notes[0].contains("part=b"), "{:?}", story.notes);
}

#[tokio::test]
async fn parts_are_not_followed_when_not_wanted() {
    let site = three_parts();
    let story = site.read(&reader().parts(None)).await.unwrap();
    assert_eq!((story.parts.pages().len(), site.asked().len()), (1, 1));
}

#[tokio::test]
async fn wordpress_names_its_parts() {
    let page = |text: &str, links: &str| {
        let text = format!("{text} part of the talk about the bridge. ").repeat(20);
        format!(
            "<meta name=generator content='WordPress 6.7'><article><h1>Bridge</h1>\
             <div class=entry-content><p>{text}</p><div class=page-links>Pages: {links}</div></div>"
        )
    };
    let links = "<span class='post-page-numbers current'>1</span> \
                 <a href='/story/2/' class=post-page-numbers>2</a>";
    let site = Site::new(&[
        ("/story", &page("First", links)),
        (
            "/story/2/",
            &page(
                "Second",
                "<a href='/story/'>1</a> <span class=current>2</span>",
            ),
        ),
    ]);
    let story = site.read(&Reader::new(Extractor::default())).await.unwrap();
    assert!(
        story.article.to_text().contains("Second part"),
        "{:?}",
        site.asked()
    );
}

#[tokio::test]
async fn another_version_is_read_only_when_wanted() {
    let print = "<a class=print-link href=/print>Print</a>";
    let site = Site::new(&[
        ("/story", &part("One.", print)),
        ("/print", &part("All.", "")),
    ]);
    let story = site.read(&reader()).await.unwrap();
    assert!(story.article.to_text().contains("One."));
    assert_eq!(site.asked(), ["/story"]);
    let wanted = reader().sources([SourceKind::Amp, SourceKind::Print]);
    let story = site.read(&wanted).await.unwrap();
    assert!(story.article.to_text().contains("All."));
    assert_eq!(story.notes, [format!("print version of {SITE}/story")]);
}

#[tokio::test]
async fn no_page_and_no_article_have_their_outcomes() {
    let site = Site::new(&[("/story", "")]);
    let error = site.read(&reader()).await.unwrap_err();
    assert_eq!(error.outcome(), "empty");
    assert!(
        error.to_string().starts_with("https://example.com/story: "),
        "{error}"
    );
    let error = reader()
        .read(&site, "https://example.com/other")
        .await
        .unwrap_err();
    assert_eq!(error.outcome(), "interrupted");
}

#[tokio::test]
async fn parts_over_http() {
    let server = Server::start(|hit| match hit.path.as_str() {
        "/story" => Reply::html(part("One.", "<a href='?part=b'>Next page</a>")),
        "/story?part=b" => Reply::html(part("Two.", "")),
        _ => Reply::status(404),
    })
    .await;
    let story = reader()
        .read(&fetcher(), &server.url("/story"))
        .await
        .unwrap();
    assert!(story.article.to_text().contains("Two."));
    let plain = Server::start(|_| Reply::html(article("Plain"))).await;
    let reader = Reader::new(Extractor::default());
    let story = reader.read(&fetcher(), &plain.url("/")).await.unwrap();
    assert_eq!(story.parts.pages().len(), 1);
}

#[test]
fn links_of_a_page_are_read_without_fetching() {
    let rule = SiteRule::parse("example.toml", RULE).unwrap();
    let rules = RuleSet::builder().rule(rule).build();
    let html = part(
        "One.",
        "<a class=all href=/whole>All</a> <a href='?part=b'>Next</a>",
    );
    let page = Page::from_html(&html)
        .with_url("https://example.com/story")
        .unwrap();
    let links = Extractor::builder().rules(rules).build().page_links(&page);
    assert_eq!(links.next.as_deref(), Some("?part=b"));
    assert_eq!(links.single.as_deref(), Some("/whole"));
    assert!(links.knows_next);
}

#[test]
fn a_bad_selector_names_its_line() {
    let error = SiteRule::parse("example.toml", &RULE.replace("a.all", "a..all")).unwrap_err();
    let Error::Rule { line, message, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(*line, 15);
    assert!(message.contains("a..all"), "{message}");
}
