//! Feeds: RSS, Atom and JSON Feed, read by `feed-rs`.

use feed_rs::model::{Entry, Link};
use jiff::Timestamp;
use url::Url;

use super::{FoundLink, LinkOrigin};
use crate::fetch::address;

pub(super) fn read(body: &[u8], url: &Url) -> Result<Vec<FoundLink>, String> {
    let parser = feed_rs::parser::Builder::new()
        .base_uri(Some(url.as_str()))
        .build();
    let feed = parser.parse(body).map_err(|error| error.to_string())?;
    Ok(feed
        .entries
        .into_iter()
        .filter_map(|entry| found(entry, url))
        .collect())
}

fn found(entry: Entry, feed: &Url) -> Option<FoundLink> {
    let link = entry.links.iter().find(|link| is_article(link))?;
    let url = address::strip(feed.join(&link.href).ok()?).url;
    let date = entry.published.or(entry.updated);
    let date = date.and_then(|date| Timestamp::from_second(date.timestamp()).ok());
    Some(FoundLink {
        url: matches!(url.scheme(), "http" | "https").then(|| url.into())?,
        title: entry.title.map(|title| title.content.trim().to_owned()),
        published: date.map(|date| date.to_string()),
        origin: LinkOrigin::Feed,
    })
}

/// Not the comments, the enclosure or the entry's own feed.
fn is_article(link: &Link) -> bool {
    link.rel.as_deref().is_none_or(|rel| rel == "alternate")
}
