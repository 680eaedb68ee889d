//! What the page itself names: its feeds, and links that look like articles.

use url::Url;

use super::{FoundLink, LinkOrigin};
use crate::fetch::glance::{Anchor, Glance, has_word};

/// `<link rel=alternate>` of a feed type.
pub(super) fn feeds(glance: &Glance, page: &Url) -> Vec<Url> {
    let named = glance.links.iter().filter(|link| {
        has_word(&link.rel, "alternate") && is_feed_type(&link.kind) && !is_comments(&link.href)
    });
    named
        .filter_map(|link| glance.resolve(page, &link.href))
        .collect()
}

fn is_feed_type(kind: &str) -> bool {
    matches!(
        kind.to_ascii_lowercase().as_str(),
        "application/rss+xml"
            | "application/atom+xml"
            | "application/feed+json"
            | "application/rdf+xml"
    )
}

/// `WordPress` names the feed of the comments beside that of the articles.
fn is_comments(href: &str) -> bool {
    href.contains("/comments/")
}

pub(super) fn articles(glance: &Glance, page: &Url) -> Vec<FoundLink> {
    let site = site(page);
    let links = glance.anchors.iter().filter_map(|anchor| {
        let url = glance.resolve(page, &anchor.href)?;
        (self::site(&url) == site && url != *page && is_article(&url, anchor)).then(|| FoundLink {
            url: url.into(),
            title: title(&anchor.text),
            published: None,
            origin: LinkOrigin::Page,
        })
    });
    links.collect()
}

fn site(url: &Url) -> &str {
    let host = url.host_str().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

fn title(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Addresses of articles carry a date, a number or the words of a headline in their last segment;
/// those of lists carry a word or two.
fn is_article(url: &Url, anchor: &Anchor) -> bool {
    let segments: Vec<&str> = url
        .path_segments()
        .into_iter()
        .flatten()
        .filter(|s| !s.is_empty())
        .collect();
    let Some(last) = segments.last() else {
        return false;
    };
    if segments.iter().any(|segment| is_list(segment)) || is_file(last) {
        return false;
    }
    let words = last
        .split(['-', '_'])
        .filter(|word| !word.is_empty())
        .count();
    let dated = segments
        .iter()
        .any(|s| s.len() == 4 && s.starts_with(['1', '2']) && is_number(s));
    let numbered = last.bytes().filter(u8::is_ascii_digit).count() >= 5;
    let has_headline = anchor.text.split_whitespace().count() >= 4;
    words >= 4
        || (dated && segments.len() >= 3)
        || (numbered && has_headline)
        || (has_headline && words >= 2 && segments.len() >= 2)
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn is_list(segment: &str) -> bool {
    matches!(
        segment.to_ascii_lowercase().as_str(),
        "tag"
            | "tags"
            | "category"
            | "categories"
            | "author"
            | "authors"
            | "page"
            | "search"
            | "login"
            | "register"
            | "account"
            | "privacy-policy"
            | "terms-of-service"
            | "topics"
            | "wp-login.php"
            | "feed"
            | "rss"
            | "share"
            | "cart"
            | "checkout"
    )
}

fn is_file(name: &str) -> bool {
    let Some((_, extension)) = name.rsplit_once('.') else {
        return false;
    };
    matches!(
        extension.to_ascii_lowercase().as_str(),
        "pdf"
            | "jpg"
            | "jpeg"
            | "png"
            | "gif"
            | "webp"
            | "svg"
            | "mp3"
            | "mp4"
            | "zip"
            | "xml"
            | "css"
            | "js"
    )
}
