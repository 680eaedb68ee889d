//! Metadata: every source is asked, in a fixed order of trust.

use jiff::civil::Date;

use crate::RegionKind;
use crate::article::{Candidate, Field, Metadata, Source};
use crate::page::facts::{Facts, collapsed};
use crate::select::Labelled;

pub(super) fn metadata(input: Labelled<'_>) -> Metadata {
    let facts = input.page.dom().map(Facts::read).unwrap_or_default();
    let mut metadata = Metadata::default();
    gather(&mut metadata, input, &facts);
    let best = |field: Field| {
        let candidates = metadata.candidates.get(&field);
        candidates.and_then(|c| c.first()).map(|c| c.value.clone())
    };
    let site = best(Field::SiteName);
    let title = best(Field::Title).map(|title| without_site(&title, site.as_deref()));
    let (subtitle, authors) = (best(Field::Subtitle), authors(&metadata));
    let published = best(Field::Published).map(|date| iso(&date));
    let modified = best(Field::Modified).map(|date| iso(&date));
    let (description, image) = (best(Field::Description), best(Field::Image));
    let (license, canonical_url) = (best(Field::License), best(Field::CanonicalUrl));
    let language = best(Field::Language);
    let all = |field: Field| values(&metadata, field);
    let (categories, tags) = (all(Field::Category), all(Field::Tag));
    Metadata {
        title,
        subtitle,
        authors,
        published,
        modified,
        site_name: site,
        description,
        language,
        image,
        categories,
        tags,
        license,
        canonical_url,
        candidates: metadata.candidates,
    }
}

/// Where a field may stand besides a rule, best first.
const META: &[(Field, &[&str])] = &[
    (
        Field::Title,
        &["og:title", "twitter:title", "dc.title", "citation_title"],
    ),
    (
        Field::Author,
        &[
            "author",
            "article:author",
            "parsely-author",
            "dc.creator",
            "citation_author",
        ],
    ),
    (
        Field::Published,
        &[
            "article:published_time",
            "datepublished",
            "parsely-pub-date",
            "dc.date",
            "date",
            "citation_publication_date",
        ],
    ),
    (
        Field::Modified,
        &["article:modified_time", "og:updated_time", "datemodified"],
    ),
    (Field::SiteName, &["og:site_name", "application-name"]),
    (
        Field::Description,
        &["og:description", "description", "twitter:description"],
    ),
    (Field::Image, &["og:image", "twitter:image"]),
    (Field::Category, &["article:section"]),
    (Field::Tag, &["article:tag"]),
    (Field::Language, &["og:locale", "content-language"]),
    (Field::CanonicalUrl, &["og:url"]),
];

const JSON_LD: &[(Field, &str)] = &[
    (Field::Title, "Article/headline"),
    (Field::Author, "Article/author"),
    (Field::Published, "Article/datePublished"),
    (Field::Modified, "Article/dateModified"),
    (Field::Category, "Article/articleSection"),
    (Field::Tag, "Article/keywords"),
];

const REGIONS: &[(Field, RegionKind)] = &[
    (Field::Title, RegionKind::Title),
    (Field::Subtitle, RegionKind::Subtitle),
    (Field::Author, RegionKind::Byline),
    (Field::Published, RegionKind::Date),
];

fn gather(metadata: &mut Metadata, input: Labelled<'_>, facts: &Facts) {
    let mut add = |field: Field, value: &str, source: Source| {
        let value = collapsed(value);
        if !value.is_empty() {
            let found = metadata.candidates.entry(field).or_default();
            found.push(Candidate { value, source });
        }
    };
    for hit in input.rule.iter().flat_map(|rule| &rule.fields) {
        add(hit.field, &hit.value, Source::Rule(hit.reason.clone()));
    }
    for (field, path) in JSON_LD {
        for value in facts.json_ld(path) {
            add(*field, &value, Source::JsonLd((*path).to_owned()));
        }
    }
    for (field, kind) in REGIONS {
        for (index, label) in input
            .labels
            .iter()
            .enumerate()
            .filter(|(_, l)| l.kind == *kind)
        {
            let text = input.outline.block_text(index);
            if is_value(*field, text) {
                add(*field, text, Source::Region(label.reason.clone()));
            }
        }
    }
    for (field, names) in META {
        for name in *names {
            for value in facts.meta(name).filter(|v| is_value(*field, v)) {
                add(*field, value, Source::Meta((*name).to_owned()));
            }
        }
    }
    let own = |value: &Option<String>| value.clone().unwrap_or_default();
    add(
        Field::Title,
        &own(&facts.title),
        Source::Markup("title".to_owned()),
    );
    add(
        Field::CanonicalUrl,
        &own(&facts.canonical),
        Source::Markup("link[rel=canonical]".to_owned()),
    );
    add(
        Field::License,
        &own(&facts.license),
        Source::Markup("link[rel=license]".to_owned()),
    );
    add(
        Field::Language,
        &own(&facts.language),
        Source::Markup("html[lang]".to_owned()),
    );
}

/// Addresses are no names; regions hold more than their value.
fn is_value(field: Field, value: &str) -> bool {
    match field {
        Field::Author => !value.starts_with("http") && value.split_whitespace().count() <= 6,
        Field::Published => iso(value).starts_with(|c: char| c.is_ascii_digit()),
        _ => true,
    }
}

/// Authors of the source that won, each once.
fn authors(metadata: &Metadata) -> Vec<String> {
    let candidates = metadata
        .candidates
        .get(&Field::Author)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let Some(first) = candidates.first() else {
        return Vec::new();
    };
    let same = candidates.iter().filter(|c| c.source == first.source);
    let mut authors = Vec::new();
    for name in same.map(|c| author(&c.value)) {
        if !name.is_empty() && !authors.contains(&name) {
            authors.push(name);
        }
    }
    authors
}

fn author(name: &str) -> String {
    let prefix = ["By ", "by ", "BY ", "Von ", "Par ", "Por "];
    let name = prefix
        .iter()
        .find_map(|p| name.strip_prefix(p))
        .unwrap_or(name);
    name.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '·'))
        .to_owned()
}

fn values(metadata: &Metadata, field: Field) -> Vec<String> {
    let mut values = Vec::new();
    for candidate in metadata.candidates.get(&field).into_iter().flatten() {
        if !values.contains(&candidate.value) {
            values.push(candidate.value.clone());
        }
    }
    values
}

/// Cuts ` - Site name` off, if that is what stands there.
fn without_site(title: &str, site: Option<&str>) -> String {
    for separator in [" | ", " - ", " – ", " — ", " :: ", " » "] {
        if let Some((head, tail)) = title.rsplit_once(separator)
            && site.is_some_and(|site| site.eq_ignore_ascii_case(tail.trim()))
        {
            return head.trim().to_owned();
        }
    }
    title.to_owned()
}

/// A date as ISO 8601 if it can be read, else as it stands. A day stays a day.
fn iso(date: &str) -> String {
    let date = date.trim();
    let is_iso = date
        .get(..10)
        .is_some_and(|day| day.parse::<Date>().is_ok());
    if is_iso {
        return date.to_owned();
    }
    let formats = [
        "%B %d, %Y",
        "%b %d, %Y",
        "%d %B %Y",
        "%d %b %Y",
        "%A, %B %d, %Y",
    ];
    let day = formats
        .iter()
        .find_map(|format| Date::strptime(format, date).ok());
    day.map_or_else(|| date.to_owned(), |day| day.to_string())
}
