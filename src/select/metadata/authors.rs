//! Who wrote it.

use std::collections::HashSet;

use serde_json::Value;

use super::author_lines::{self, AFTER_TITLE};
use super::entities::decoded;
use super::linked::Linked;
use super::site_title::SEPARATORS;
use super::{Finder, agencies, bylines, groups, names, places, roles};
use crate::article::{Candidate, Field, Source};
use crate::page::facts::{Mark, MarkRole};
use crate::segment::RegionKind;

pub(super) fn find(finder: &mut Finder<'_>) {
    finder.rule(Field::Author, bylines::split);
    linked(finder, Sort::Person);
    finder.metas(
        Field::Author,
        &["citation_author", "citation_authors"],
        bylines::catalogue,
    );
    finder.metas(
        Field::Author,
        &["parsely-author", "sailthru.author", "article:author_name"],
        bylines::split,
    );
    if finder.is_thread() {
        first_post(finder);
    }
    marks(finder, MarkRole::ItemAuthor);
    marks(finder, MarkRole::RelAuthor);
    finder.metas(Field::Author, &["author"], bylines::split);
    let names = ["dc.creator", "dcterms.creator"];
    finder.metas(Field::Author, &names, bylines::person);
    let names = ["byl", "article:author", "og:article:author"];
    finder.metas(Field::Author, &names, bylines::split);
    marks(finder, MarkRole::Byline);
    marks(finder, MarkRole::Author);
    let is_thread = finder.is_thread();
    let read = |text: &str| {
        let names = byline(text, is_thread).into_iter();
        names
            .filter(|name| is_thread || !roles::is_phrase(name))
            .collect()
    };
    finder.regions(Field::Author, RegionKind::Byline, read);
    linked(finder, Sort::Organization);
    marks(finder, MarkRole::AuthorLink);
    twitter(finder);
    author_lines::beside_title(finder);
    contributors(finder);
    if finder.candidates(Field::Author).is_empty() {
        author_lines::announced(finder);
    }
    if finder.candidates(Field::Author).is_empty() && finder.evidence.is_text() {
        author_lines::beside_day(finder);
    }
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
    if finder.candidates(Field::Agency).is_empty() {
        author_lines::dateline(finder);
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
        let source = Source::JsonLd(format!("{}/{key}", Linked::type_of(article)));
        for name in linked_names(finder, article, key, sort) {
            finder.add(Field::Author, name, source.clone());
        }
    }
}

fn linked_names(finder: &Finder<'_>, article: &Value, key: &str, sort: Sort) -> Vec<String> {
    let items = match article.get(key) {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(item) => vec![item],
        None => Vec::new(),
    };
    let items = items.into_iter().map(|item| finder.linked.resolve(item));
    let is_asked = |item: &&Value| {
        let is_organization = Linked::type_of(item).ends_with("Organization");
        is_organization == (sort == Sort::Organization)
    };
    let names = items.filter(is_asked).flat_map(|i| finder.linked.names(i));
    let read = |name: String| match sort {
        Sort::Person => bylines::person(&decoded(&name)),
        Sort::Organization => names::clean(&decoded(&name)).into_iter().collect(),
    };
    names.flat_map(read).collect()
}

/// Further authors, as Ghost calls them in its data: those whom the byline names with the first.
fn contributors(finder: &mut Finder<'_>) {
    let (Some(article), Some(first)) = (
        finder.linked.article(),
        finder.candidates(Field::Author).first().cloned(),
    ) else {
        return;
    };
    if !matches!(first.source, Source::JsonLd(_)) {
        return;
    }
    let names = linked_names(finder, article, "contributor", Sort::Person);
    let roles = [MarkRole::Byline, MarkRole::Author];
    let bylines = roles.iter().flat_map(|role| finder.marks(*role));
    let bylines: Vec<_> = bylines.filter(|b| b.text.contains(&first.value)).collect();
    let is_beside = |name: &String| bylines.iter().any(|b| b.text.contains(name.as_str()));
    let beside: Vec<_> = names.into_iter().filter(is_beside).collect();
    for name in beside {
        finder.add(Field::Author, name, first.source.clone());
    }
}

/// The names of the most trusted source that names more than the site itself. Blogs bear their
/// author's name: one weak source does not win over it. Beside people, neither the site's name nor
/// that of a desk is an author.
fn winners(finder: &Finder<'_>) -> Vec<String> {
    let sites = super::title::site_names(finder);
    let is_site = |c: &Candidate| {
        super::site_title::names_site(&c.value, &sites) || groups::names_desk(&c.value)
    };
    let list = without_handles(finder.candidates(Field::Author));
    let Some(first) = list.first().copied() else {
        return Vec::new();
    };
    let is_weak = is_weak(&first.source);
    // Only a person's name in full is better than the site's.
    let is_person = |c: &Candidate| roles::is_full(&c.value) || roles::has_no_case(&c.value);
    let wins = |c: &Candidate| !is_site(c) && (!is_site(first) || is_person(c));
    let mut people = list.iter().copied().filter(|c| wins(c));
    let is_said_twice = |c: &Candidate| {
        let same = list.iter().filter(|o| o.value == c.value);
        same.map(|o| std::mem::discriminant(&o.source))
            .collect::<HashSet<_>>()
            .len()
            > 1
    };
    let person = people.find(|c| is_weak || !self::is_weak(&c.source) || is_said_twice(c));
    let is_ruled = matches!(first.source, Source::Rule(_));
    let first = person.filter(|_| !is_ruled).unwrap_or(first);
    let group = list.iter().filter(|c| c.source == first.source);
    let keeps_site = is_ruled || is_site(first);
    let group = group.filter(|c| keeps_site || !is_site(c));
    // Where the page's title alone says what the site is called: "The bridge is open - River Post".
    let title = finder.facts().title.as_deref().unwrap_or_default();
    let ends_title = |c: &Candidate| {
        SEPARATORS
            .iter()
            .any(|s| title.ends_with(&format!("{s}{}", c.value)))
    };
    let group = group.filter(|c| c.value == first.value || !ends_title(c));
    group.map(|c| c.value.clone()).collect()
}

/// Accounts name their owners poorly: they count where nobody has a name in full.
fn without_handles(list: &[Candidate]) -> Vec<&Candidate> {
    let is_handle = |c: &Candidate| names::is_handle(&c.value);
    let is_named = |c: &Candidate| !is_handle(c) && roles::is_full(&c.value);
    let has_names = list.iter().any(is_named);
    list.iter()
        .filter(|c| !has_names || !is_handle(c))
        .collect()
}

/// Sources that name other things and people too.
fn is_weak(source: &Source) -> bool {
    match source {
        Source::Region(_) => true,
        // Pictures before videos are posters too.
        Source::Markup(name) => name == PROFILE || name == AFTER_TITLE || name.ends_with("poster"),
        _ => false,
    }
}

/// What the page's facts call a link to somebody's page.
const PROFILE: &str = "a[href*=author]";

/// Who wrote the first post of a thread: the first whom any element names. Forums leave microdata
/// out of the first post, or give them to answers alone.
fn first_post(finder: &mut Finder<'_>) {
    const ROLES: [MarkRole; 5] = [
        MarkRole::ItemAuthor,
        MarkRole::RelAuthor,
        MarkRole::Byline,
        MarkRole::Author,
        MarkRole::AuthorLink,
    ];
    let marks = finder.facts().marks.iter();
    let marks = marks.filter(|mark| ROLES.contains(&mark.role)).take(12);
    let named = marks.filter_map(|mark| Some((mark, mark_names(mark, true).into_iter().next()?)));
    let named: Vec<_> = named.collect();
    let is_item = |(mark, _): &(&Mark, String)| mark.role == MarkRole::ItemAuthor;
    let item = named.iter().position(is_item);
    // Who edited a post is linked once; its author's picture and name both are links.
    let is_linked_twice = |name: &String| {
        let before = named.iter().take(item.unwrap_or_default());
        before.filter(|(_, other)| other == name).count() > 1
    };
    let is_author = |(mark, name): &&(&Mark, String)| {
        item.is_none() || mark.role != MarkRole::AuthorLink || is_linked_twice(name)
    };
    if let Some((mark, name)) = named.iter().find(is_author) {
        finder.add(Field::Author, name, Source::Markup(mark.name.clone()));
    }
}

/// One source that names many people is a list of posts; the first of them counts.
fn marks(finder: &mut Finder<'_>, role: MarkRole) {
    let is_thread = finder.is_thread();
    let marks = finder.marks(role).take(12);
    let named = marks.map(|m| (m, mark_names(m, is_thread)));
    let mut named: Vec<_> = named.filter(|(_, names)| !names.is_empty()).collect();
    let is_after = |mark: &&Mark| finder.places.is_after(mark);
    places::leave_out_others(&mut named, is_after, |first, names| {
        is_somebody_else(first, names)
    });
    let mut distinct: Vec<_> = named.iter().map(|(_, names)| names).collect();
    distinct.dedup();
    // Those of a thread are the authors of its posts.
    let most = if distinct.len() > 4 || role == MarkRole::AuthorLink || is_thread {
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

/// Whether names begin with that of another person; what the first one does stands in elements of
/// its own too.
pub(super) fn is_somebody_else(first: &[String], names: &[String]) -> bool {
    first.first() != names.first() && names.first().is_some_and(|name| roles::is_full(name))
}

/// A longer text is the whole article, which some systems name after its author.
const LONGEST: usize = 700;

fn mark_names(mark: &Mark, is_thread: bool) -> Vec<String> {
    let byline = |line: &str| byline(line, is_thread);
    let text = if mark.text.is_empty() {
        mark.value.as_deref().unwrap_or_default()
    } else {
        &mark.text
    };
    if text.len() > LONGEST {
        return Vec::new();
    }
    let mut lines = text.split('\n').filter(|line| line.chars().count() <= 150);
    let first = lines.by_ref().map(byline).find(|names| !names.is_empty());
    let mut names = first.unwrap_or_default();
    // What follows the first name is another one, or what its owner does.
    let more = lines.flat_map(byline).filter(|name| roles::is_full(name));
    let more: Vec<_> = more.filter(|name| !names.contains(name)).collect();
    names.extend(more);
    names
}

/// Names in a line that may also have a date. Lines without a capital letter name no one, but in
/// threads people call themselves what they like.
pub(super) fn byline(text: &str, is_thread: bool) -> Vec<String> {
    let is_named = |name: &String| {
        let is_free = is_thread && !name.contains(' ');
        let letters = name.trim_start_matches('@');
        (is_free || !letters.starts_with(char::is_lowercase))
            && super::date::parse(name, false).is_none()
    };
    bylines::split(text).into_iter().filter(is_named).collect()
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
        finder.metas(Field::Author, &["twitter:data1"], bylines::split);
    }
}
