//! The contenders, each with the settings that its documentation recommends for best results.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use unhusk::{Extractor, Page, RuleSet};

/// From a page's HTML and address to its main content; empty if there is none.
#[derive(Clone, Copy)]
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    /// What was set, for readers of the table.
    pub(crate) settings: &'static str,
    /// Whether it extracts; one only parses, as a yardstick.
    pub(crate) extracts: bool,
    run: fn(&str, &str) -> Option<String>,
}

pub(crate) const CONTENDERS: [Contender; 6] = [
    Contender {
        name: "unhusk",
        settings: "no site rules, with the URL; metadata and comments included",
        extracts: true,
        run: unhusk,
    },
    Contender {
        name: "rs-trafilatura",
        settings: "with the URL",
        extracts: true,
        run: rs_trafilatura,
    },
    Contender {
        name: "trafilatura",
        settings: "with the URL and the fallback",
        extracts: true,
        run: trafilatura,
    },
    Contender {
        name: "dom_smoothie",
        settings: "with the URL, formatted text",
        extracts: true,
        run: dom_smoothie,
    },
    Contender {
        name: "libreadability",
        settings: "with the URL",
        extracts: true,
        run: libreadability,
    },
    Contender {
        name: "scraper",
        settings: "`Html::parse_document` alone",
        extracts: false,
        run: scraper,
    },
];

impl Contender {
    /// The main content; a panic counts as none.
    pub(crate) fn run(&self, html: &str, url: &str) -> String {
        let result = catch_unwind(AssertUnwindSafe(|| (self.run)(html, url)));
        result.ok().flatten().unwrap_or_default()
    }
}

fn unhusk(html: &str, url: &str) -> Option<String> {
    static EXTRACTOR: LazyLock<Extractor> =
        LazyLock::new(|| Extractor::builder().rules(RuleSet::empty()).build());
    let page = Page::from_html(html);
    let page = match url::Url::parse(url) {
        Ok(_) => page.with_url(url).ok()?,
        Err(_) => page,
    };
    EXTRACTOR
        .extract(&page)
        .ok()
        .map(|article| article.to_text())
}

fn rs_trafilatura(html: &str, url: &str) -> Option<String> {
    let options = rs_trafilatura::Options {
        url: Some(url.to_owned()),
        ..rs_trafilatura::Options::default()
    };
    let result = rs_trafilatura::extract_with_options(html, &options);
    result.ok().map(|result| result.content_text)
}

fn trafilatura(html: &str, url: &str) -> Option<String> {
    let mut options = trafilatura::Options::default().with_fallback(true);
    if let Ok(url) = url::Url::parse(url) {
        options = options.with_url(url);
    }
    let result = trafilatura::extract(html, &options);
    result.ok().map(|result| result.content_text)
}

fn dom_smoothie(html: &str, url: &str) -> Option<String> {
    let config = dom_smoothie::Config {
        text_mode: dom_smoothie::TextMode::Formatted,
        ..dom_smoothie::Config::default()
    };
    let url = url::Url::parse(url).is_ok().then_some(url);
    let mut readability = dom_smoothie::Readability::new(html, url, Some(config)).ok()?;
    let article = readability.parse().ok()?;
    Some(article.text_content.to_string())
}

fn libreadability(html: &str, url: &str) -> Option<String> {
    let url = url::Url::parse(url).is_ok().then_some(url);
    let article = libreadability::extract(html, url).ok()?;
    Some(article.text_content)
}

fn scraper(html: &str, _: &str) -> Option<String> {
    std::hint::black_box(scraper::Html::parse_document(html));
    None
}
