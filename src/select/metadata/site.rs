//! What concerns the page and its site: name, address, summary, access.

use serde_json::Value;

use super::entities::decoded;
use super::linked::{address, strings, text, texts};
use super::{Finder, license, line};
use crate::article::{Access, Field, Source};

pub(super) fn find(finder: &mut Finder<'_>) {
    site_name(finder);
    addresses(finder);
    description(finder);
    license::find(finder);
    access(finder);
    let found = &mut finder.found;
    let first = |field| {
        found
            .candidates
            .get(&field)
            .and_then(|c| c.first())
            .map(|c| c.value.clone())
    };
    found.site_name = first(Field::SiteName);
    found.canonical_url = first(Field::CanonicalUrl);
    found.access = first(Field::Access).map(|v| match v.as_str() {
        "free" => Access::Free,
        _ => Access::Gated,
    });
    found.description = first(Field::Description);
    found.license = first(Field::License);
}

fn site_name(finder: &mut Finder<'_>) {
    finder.rule(Field::SiteName, line);
    finder.metas(
        Field::SiteName,
        &[
            "og:site_name",
            "application-name",
            "apple-mobile-web-app-title",
            "publisher",
        ],
        line,
    );
    let publisher = finder.linked.article().and_then(|a| a.get("publisher"));
    let names = publisher
        .map(|p| finder.linked.names(p))
        .unwrap_or_default();
    for name in names {
        finder.add(
            Field::SiteName,
            decoded(&name).into_owned(),
            Source::JsonLd("publisher/name".to_owned()),
        );
    }
    finder.items(Field::SiteName, "publisher", line);
    finder.metas(
        Field::SiteName,
        &[
            "citation_journal_title",
            "dc.publisher",
            "dcterms.publisher",
            "citation_publisher",
        ],
        line,
    );
    let sites: Vec<_> = finder
        .linked
        .of_type("WebSite")
        .filter_map(|s| s.get("name"))
        .flat_map(strings)
        .collect();
    for name in sites {
        finder.add(
            Field::SiteName,
            decoded(&name).into_owned(),
            Source::JsonLd("WebSite/name".to_owned()),
        );
    }
}

fn addresses(finder: &mut Finder<'_>) {
    let absolute = finder.absolute();
    for (rel, href) in &finder.facts().links {
        if rel == "canonical" {
            for url in absolute(href) {
                let source = Source::Markup("link[rel=canonical]".to_owned());
                finder.add(Field::CanonicalUrl, url, source);
            }
        }
    }
    let names = ["og:url", "parsely-link"];
    finder.metas(Field::CanonicalUrl, &names, &absolute);
    let stated = finder.linked.article();
    let keys = ["mainEntityOfPage", "url"];
    let stated = stated.and_then(|a| keys.into_iter().find_map(|key| address(a, key)));
    for url in stated.into_iter().flat_map(&absolute) {
        finder.add(Field::CanonicalUrl, url, Source::JsonLd("url".to_owned()));
    }
}

fn description(finder: &mut Finder<'_>) {
    finder.rule(Field::Description, line);
    finder.metas(
        Field::Description,
        &[
            "og:description",
            "description",
            "twitter:description",
            "dc.description",
        ],
        line,
    );
    let linked = &finder.linked;
    let objects = linked
        .article()
        .into_iter()
        .chain(linked.pages.iter().copied());
    let stated: Vec<_> = objects.filter_map(|o| text(o, "description")).collect();
    for text in stated.into_iter().flat_map(|t| line(&decoded(t))) {
        finder.add(
            Field::Description,
            text,
            Source::JsonLd("description".to_owned()),
        );
    }
    finder.items(Field::Description, "description", line);
}

/// As the mark-up states it for search engines, for Facebook and for Google.
fn access(finder: &mut Finder<'_>) {
    let tier = |text: &str| match text.to_ascii_lowercase().as_str() {
        "free" => vec!["free".to_owned()],
        "locked" | "paid" | "premium" | "subscriber" | "subscribers" => vec!["gated".to_owned()],
        _ => Vec::new(),
    };
    let names = ["article:content_tier", "og:article:content_tier"];
    let stated = finder.linked.article();
    if let Some(is_free) = stated.and_then(is_free) {
        let source = Source::JsonLd("isAccessibleForFree".to_owned());
        finder.add(Field::Access, access_word(is_free), source);
    }
    let item = |text: &str| truth(text).map(access_word).map(str::to_owned);
    finder.metas(Field::Access, &["itemprop:isaccessibleforfree"], |text| {
        item(text).into_iter().collect()
    });
    finder.metas(Field::Access, &names, tier);
}

fn access_word(is_free: bool) -> &'static str {
    if is_free { "free" } else { "gated" }
}

/// Whether an object of JSON-LD says that it is free to read, or not.
pub(in crate::select) fn is_free(object: &Value) -> Option<bool> {
    is_true(object.get("isAccessibleForFree")?)
}

/// A truth value, however it is written.
fn is_true(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(is_true) => Some(*is_true),
        Value::Array(items) => items.iter().find_map(Value::as_bool),
        other => texts(other).into_iter().find_map(truth),
    }
}

/// `True`, `no`, `https://schema.org/False`.
fn truth(text: &str) -> Option<bool> {
    let word = text.rsplit('/').next()?.trim().to_ascii_lowercase();
    match word.as_str() {
        "true" | "yes" | "1" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}
