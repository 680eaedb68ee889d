//! Metadata of small pages, with its sources.
#![allow(missing_docs, clippy::unwrap_used)]

use unhusk::article::{Field, Source};
use unhusk::{Extractor, Page};

fn metadata(html: &str) -> unhusk::article::Metadata {
    let page = Page::from_html(html)
        .with_url("https://www.daily.example/2024/05/03/bridge")
        .unwrap();
    Extractor::default().metadata(&page)
}

#[test]
fn losers_are_kept_with_their_sources() {
    let found = metadata(
        "<title>The bridge | The Daily</title><meta property=og:site_name content='The Daily'>\
         <meta name=author content='desk'><script type=application/ld+json>{\"@type\":[\"NewsArticle\"],\
         \"headline\":\"The bridge\",\"author\":[{\"@id\":\"#a\"},{\"name\":\"Bo Wu\"}],\
         \"datePublished\":\"2024-05-03T10:00:00+02:00\",}</script>\
         <script type=application/ld+json>{\"@graph\":[{\"@type\":\"Person\",\"@id\":\"#a\",\"name\":\"Ann Lee\"}]}</script>\
         <h1>The bridge</h1>",
    );
    assert_eq!(found.title.as_deref(), Some("The bridge"));
    assert_eq!(found.authors, ["Ann Lee", "Bo Wu"]);
    assert_eq!(
        found.published.as_deref(),
        Some("2024-05-03T10:00:00+02:00")
    );
    let authors = &found.candidates[&Field::Author];
    assert!(
        authors
            .iter()
            .any(|c| c.value == "desk" && c.source == Source::Meta("author".to_owned()))
    );
    let dates = &found.candidates[&Field::Published];
    assert!(
        dates
            .iter()
            .any(|c| c.value == "2024-05-03" && c.source == Source::Url)
    );
}

#[test]
fn addresses_are_absolute_and_languages_are_tags() {
    let found = metadata(
        "<html lang=de_AT><meta property=og:image content=/lead.jpg><link rel=canonical href=/bridge>\
         <meta property=article:tag content=River><meta property=article:tag content=Steel>",
    );
    assert_eq!(found.language.as_deref(), Some("de-AT"));
    assert_eq!(
        found.image.as_deref(),
        Some("https://www.daily.example/lead.jpg")
    );
    assert_eq!(
        found.canonical_url.as_deref(),
        Some("https://www.daily.example/bridge")
    );
    assert_eq!(found.tags, ["River", "Steel"]);
}

#[test]
fn an_empty_page_has_no_metadata() {
    let found = Extractor::default().metadata(&Page::from_html(""));
    assert!(found.candidates.is_empty());
}
