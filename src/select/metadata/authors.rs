//! Who wrote it.

use super::linked::{Linked, decoded};
use super::{Finder, agencies, names};
use crate::article::{Field, Source};
use crate::page::facts::{Mark, MarkRole};
use crate::segment::RegionKind;

pub(super) fn find(finder: &mut Finder<'_>) {
    finder.rule(Field::Author, names::split);
    linked(finder, Sort::Person);
    finder.metas(Field::Author, &["citation_author"], names::catalogued);
    finder.metas(
        Field::Author,
        &["parsely-author", "sailthru.author", "article:author_name"],
        names::split,
    );
    marks(finder, MarkRole::ItemAuthor);
    marks(finder, MarkRole::RelAuthor);
    finder.metas(
        Field::Author,
        &[
            "author",
            "dc.creator",
            "dcterms.creator",
            "byl",
            "article:author",
            "og:article:author",
        ],
        names::split,
    );
    marks(finder, MarkRole::Byline);
    marks(finder, MarkRole::Author);
    finder.regions(Field::Author, RegionKind::Byline, byline);
    linked(finder, Sort::Organization);
    marks(finder, MarkRole::AuthorLink);
    twitter(finder);
    beside_title(finder);
    apart(finder);
    finder.found.authors = winners(finder);
    if finder.found.authors.is_empty() {
        let agencies = finder.found.agencies.clone();
        finder.found.authors = agencies;
    }
}

/// Agencies are named with the authors by most pages.
fn apart(finder: &mut Finder<'_>) {
    let list = finder.found.candidates.remove(&Field::Author);
    for candidate in list.into_iter().flatten() {
        let field = match agencies::is_agency(&candidate.value) {
            true => Field::Agency,
            false => Field::Author,
        };
        finder.add(field, candidate.value, candidate.source);
    }
    finder.found.agencies = finder.first_group(Field::Agency);
}

/// What JSON-LD says that an author is; who is nothing special is taken for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Person,
    Organization,
}

fn linked(finder: &mut Finder<'_>, sort: Sort) {
    let Some(article) = finder.linked.article() else {
        return;
    };
    for key in ["author", "creator"] {
        let Some(value) = article.get(key) else {
            continue;
        };
        let source = Source::JsonLd(format!("{}/{key}", Linked::type_of(article)));
        for item in value
            .as_array()
            .map_or(vec![value], |list| list.iter().collect())
        {
            let item = finder.linked.resolve(item);
            let is_organization = Linked::type_of(item).ends_with("Organization");
            if is_organization != (sort == Sort::Organization) {
                continue;
            }
            for name in finder.linked.names(item) {
                let name = decoded(&name);
                let names = match sort {
                    Sort::Person => names::split(&name),
                    Sort::Organization => names::clean(&name).into_iter().collect(),
                };
                for name in names {
                    finder.add(Field::Author, name, source.clone());
                }
            }
        }
    }
}

/// The names of the most trusted source that names more than the site itself.
fn winners(finder: &Finder<'_>) -> Vec<String> {
    let sites = super::title::site_names(finder);
    let is_site = |name: &String| super::title::names_site(name, &sites);
    let list = finder.candidates(Field::Author);
    let person = list.iter().find(|c| !is_site(&c.value));
    let is_ruled = list
        .first()
        .is_some_and(|c| matches!(c.source, Source::Rule(_)));
    let Some(first) = person.filter(|_| !is_ruled).or(list.first()) else {
        return Vec::new();
    };
    let group = list.iter().filter(|c| c.source == first.source);
    group.map(|c| c.value.clone()).collect()
}

/// A short line "By ..." among the blocks after the title.
fn beside_title(finder: &mut Finder<'_>) {
    let words = [
        "by ",
        "von ",
        "por ",
        "par ",
        "written by",
        "posted by",
        "author:",
        "published by",
        "di ",
    ];
    let texts = super::after_title(finder);
    let found = texts.iter().position(|(_, text)| {
        let lower = format!("{} ", text.to_lowercase());
        words.iter().any(|w| lower.starts_with(w))
    });
    let Some(at) = found else { return };
    // "By" may stand alone, with the name on the next line.
    let own = texts.get(at).map(|(_, t)| byline(t)).unwrap_or_default();
    let next = || {
        texts
            .get(at + 1)
            .map(|(_, t)| byline(t))
            .unwrap_or_default()
    };
    let is_alone = own.is_empty() || own.iter().all(|n| n.to_lowercase().ends_with(" by"));
    for name in if is_alone { next() } else { own } {
        finder.add(
            Field::Author,
            name,
            Source::Markup("line after the title".to_owned()),
        );
    }
}

/// One source that names many people is a list of posts; the first of them counts.
fn marks(finder: &mut Finder<'_>, role: MarkRole) {
    let named = finder
        .facts()
        .marks(role)
        .take(12)
        .map(|m| (m, mark_names(m)));
    let named: Vec<_> = named.filter(|(_, names)| !names.is_empty()).collect();
    let mut distinct: Vec<_> = named.iter().map(|(_, names)| names).collect();
    distinct.dedup();
    let most = if distinct.len() > 4 || role == MarkRole::AuthorLink {
        1
    } else {
        4
    };
    for (mark, names) in named.into_iter().take(most) {
        for name in names {
            finder.add(Field::Author, name, Source::Markup(mark.name.clone()));
        }
    }
}

fn mark_names(mark: &Mark) -> Vec<String> {
    let text = if mark.text.is_empty() {
        mark.value.as_deref().unwrap_or_default()
    } else {
        &mark.text
    };
    if text.chars().count() > 150 {
        return Vec::new();
    }
    byline(text)
}

/// Names in a line that may also have a date; lines without a capital letter name no one.
fn byline(text: &str) -> Vec<String> {
    let is_named = |name: &String| {
        let mut words = name.split_whitespace();
        words
            .next()
            .is_some_and(|w| w.chars().next().is_some_and(|c| !c.is_lowercase()))
            && super::date::parse(name, false).is_none()
    };
    names::split(text).into_iter().filter(is_named).collect()
}

/// Cards for posts: `twitter:label1` is "Written by", `twitter:data1` the name.
fn twitter(finder: &mut Finder<'_>) {
    let label = finder
        .facts()
        .meta("twitter:label1")
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let times = [
        "reading", "time", "lesezeit", "lecture", "lectura", "leitura", "lettura", "price",
    ];
    if !label.is_empty() && !times.iter().any(|t| label.contains(t)) {
        finder.metas(Field::Author, &["twitter:data1"], names::split);
    }
}
