//! What concerns the page and its site: name, language, address, lead image, topics, licence.

use super::linked::{Linked, decoded, strings};
use super::{Finder, line};
use crate::article::{Field, Source};
use crate::page::facts::MarkRole;
use crate::segment::RegionKind;

pub(super) fn find(finder: &mut Finder<'_>) {
    site_name(finder);
    language(finder);
    addresses(finder);
    description(finder);
    topics(finder);
    license(finder);
    let found = &mut finder.found;
    let first = |field| {
        found
            .candidates
            .get(&field)
            .and_then(|c| c.first())
            .map(|c| c.value.clone())
    };
    found.site_name = first(Field::SiteName);
    found.language = first(Field::Language);
    found.canonical_url = first(Field::CanonicalUrl);
    found.image = first(Field::Image);
    found.description = first(Field::Description);
    found.license = first(Field::License);
    finder.found.categories = finder.first_group(Field::Category);
    finder.found.tags = finder.first_group(Field::Tag);
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
            decoded(&name),
            Source::JsonLd("publisher/name".to_owned()),
        );
    }
    let sites: Vec<_> = finder
        .linked
        .of_type("WebSite")
        .filter_map(|s| s.get("name"))
        .flat_map(strings)
        .collect();
    for name in sites {
        finder.add(
            Field::SiteName,
            decoded(&name),
            Source::JsonLd("WebSite/name".to_owned()),
        );
    }
}

fn language(finder: &mut Finder<'_>) {
    finder.rule(Field::Language, line);
    if let Some(lang) = finder.facts().lang.as_deref().and_then(tag) {
        finder.add(
            Field::Language,
            lang,
            Source::Markup("html[lang]".to_owned()),
        );
    }
    let read = |text: &str| tag(text).into_iter().collect::<Vec<_>>();
    finder.metas(
        Field::Language,
        &["content-language", "og:locale", "language", "dc.language"],
        read,
    );
    let stated = finder
        .linked
        .article()
        .and_then(|a| a.get("inLanguage"))
        .and_then(|v| v.as_str());
    if let Some(lang) = stated.and_then(tag) {
        finder.add(
            Field::Language,
            lang,
            Source::JsonLd("inLanguage".to_owned()),
        );
    }
}

/// `de_DE` is `de-DE`; words that are no tags are nothing.
fn tag(text: &str) -> Option<String> {
    let tag = text.split([',', ';']).next()?.trim().replace('_', "-");
    let primary = tag.split('-').next()?;
    let is_tag = matches!(primary.len(), 2 | 3)
        && tag.len() <= 12
        && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_tag.then_some(tag)
}

fn addresses(finder: &mut Finder<'_>) {
    let page = finder.evidence.page.parsed_url().cloned();
    let absolute = move |text: &str| {
        let url = match &page {
            Some(base) => base.join(text.trim()).ok(),
            None => url::Url::parse(text.trim()).ok(),
        };
        let url = url.filter(|u| matches!(u.scheme(), "http" | "https"));
        url.map(String::from).into_iter().collect::<Vec<_>>()
    };
    let facts = finder.facts();
    for (rel, href) in facts
        .links
        .iter()
        .filter(|(rel, _)| rel == "canonical" || rel == "image_src")
    {
        let field = if rel == "canonical" {
            Field::CanonicalUrl
        } else {
            Field::Image
        };
        for url in absolute(href) {
            finder.add(field, url, Source::Markup(format!("link[rel={rel}]")));
        }
    }
    finder.metas(Field::CanonicalUrl, &["og:url"], &absolute);
    finder.metas(
        Field::Image,
        &[
            "og:image",
            "og:image:url",
            "og:image:secure_url",
            "twitter:image",
            "twitter:image:src",
        ],
        &absolute,
    );
    let images = finder.linked.article().and_then(|a| a.get("image"));
    for url in images.map(image_urls).unwrap_or_default() {
        for url in absolute(&url) {
            finder.add(Field::Image, url, Source::JsonLd("image".to_owned()));
        }
    }
}

fn image_urls(value: &serde_json::Value) -> Vec<String> {
    let object = value.get("url").map(strings).unwrap_or_default();
    let listed = value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|v| v.get("url"))
        .flat_map(strings);
    strings(value)
        .into_iter()
        .chain(object)
        .chain(listed)
        .collect()
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
    let stated = finder
        .linked
        .article()
        .and_then(|a| a.get("description"))
        .and_then(|v| v.as_str());
    for text in stated.into_iter().flat_map(|t| line(&decoded(t))) {
        finder.add(
            Field::Description,
            text,
            Source::JsonLd("description".to_owned()),
        );
    }
}

fn topics(finder: &mut Finder<'_>) {
    finder.rule(Field::Category, line);
    finder.metas(
        Field::Category,
        &["article:section", "parsely-section"],
        line,
    );
    for (key, field) in [
        ("articleSection", Field::Category),
        ("keywords", Field::Tag),
    ] {
        let Some(article) = finder.linked.article() else {
            break;
        };
        let source = Source::JsonLd(format!("{}/{key}", Linked::type_of(article)));
        let values = article.get(key).map(strings).unwrap_or_default();
        for value in values.iter().flat_map(|v| listed(v)) {
            finder.add(field, decoded(&value), source.clone());
        }
    }
    finder.regions(Field::Category, RegionKind::Category, line);
    finder.rule(Field::Tag, listed);
    finder.metas(
        Field::Tag,
        &[
            "article:tag",
            "parsely-tags",
            "news_keywords",
            "citation_keywords",
            "keywords",
        ],
        listed,
    );
    for mark in finder.facts().marks(MarkRole::Tag) {
        finder.add(
            Field::Tag,
            mark.text.clone(),
            Source::Markup("rel=tag".to_owned()),
        );
    }
}

fn listed(text: &str) -> Vec<String> {
    text.split([',', ';']).flat_map(line).collect()
}

fn license(finder: &mut Finder<'_>) {
    finder.rule(Field::License, line);
    let facts = finder.facts();
    for (rel, href) in facts.links.iter().filter(|(rel, _)| rel == "license") {
        finder.add(
            Field::License,
            href.clone(),
            Source::Markup(format!("link[rel={rel}]")),
        );
    }
    finder.metas(Field::License, &["dc.rights", "dcterms.license"], line);
    let stated = finder
        .linked
        .article()
        .and_then(|a| a.get("license"))
        .and_then(|v| v.as_str());
    if let Some(url) = stated {
        finder.add(Field::License, url, Source::JsonLd("license".to_owned()));
    }
    for mark in finder.facts().marks(MarkRole::License) {
        let value = mark.value.clone().unwrap_or_else(|| mark.text.clone());
        finder.add(
            Field::License,
            value,
            Source::Markup("rel=license".to_owned()),
        );
    }
}
