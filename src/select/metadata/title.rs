//! The headline, without the site's name.

use super::entities::decoded;
use super::linked::{Linked, text};
use super::site_title::{SEPARATORS, names_site, squeezed, without_site};
use super::{Finder, line, votes};
use crate::article::{Decision, Field, PageType, Source};
use crate::page::facts::MarkRole;
use crate::segment::RegionKind;

/// Labels of less confidence are no better than what the head says.
const SURE: f32 = 0.7;

pub(super) fn find(finder: &mut Finder<'_>) {
    let mut sites = site_names(finder);
    sites.extend(heading_of_site(finder, &sites));
    let clean = |text: &str| line(&without_site(&decoded(text), &sites));
    finder.rule(Field::Title, line);
    // Newsrooms keep the headline there; elsewhere it is what the shop wants to rank for.
    let is_news = finder.is_news();
    let is_agreed = is_news && is_same_in_head(finder, &sites);
    if is_news && !is_agreed {
        linked(finder, &["headline"], &clean);
    }
    heading(finder, &sites);
    match finder.evidence.page_type {
        _ if is_news => {}
        None | Some(PageType::Article | PageType::Forum) => {
            if is_title(finder) || !is_head_of_one_mind(finder, &sites) {
                only_heading(finder, &sites, 3);
            }
            if !has_one_heading(finder) {
                finder.regions_above(SURE, Field::Title, RegionKind::Title, in_full);
            }
        }
        // The head of these says what they want to be found for.
        Some(PageType::Service) => {}
        Some(_) if is_title(finder) => only_heading(finder, &sites, 1),
        Some(_) => {}
    }
    linked(finder, &["headline", "name"], &clean);
    let names = [
        "og:title",
        "twitter:title",
        "citation_title",
        "dc.title",
        "dcterms.title",
        "parsely-title",
        "sailthru.title",
    ];
    finder.metas(Field::Title, &names, clean);
    finder.regions(Field::Title, RegionKind::Title, line);
    marks(finder, MarkRole::ItemTitle);
    only_heading(finder, &sites, 1);
    if let Some(title) = finder.facts().title.clone() {
        for value in clean(&title) {
            finder.add(Field::Title, value, Source::Markup("title".to_owned()));
        }
    }
    marks(finder, MarkRole::Heading);
    if finder.candidates(Field::Title).is_empty() && finder.evidence.page.dom().is_none() {
        above(finder);
    }
    elect(finder, is_news);
    finder.found.title = finder.first(Field::Title);
    subtitle(finder);
}

/// Puts the candidate first that most speaks for. What a rule says holds.
fn elect(finder: &mut Finder<'_>, is_news: bool) {
    let page_type = finder.evidence.page_type;
    let list = finder.candidates(Field::Title);
    if matches!(list.first().map(|c| &c.source), Some(Source::Rule(_))) {
        return;
    }
    if let Some(at) = votes::winner(list, page_type, is_news) {
        finder.prefer(Field::Title, at, Decision::Votes);
    }
}

/// In a dump no mark-up says which line it is.
fn above(finder: &mut Finder<'_>) {
    let (outline, labels) = (finder.evidence.outline, finder.evidence.labels);
    let kind = |block: usize| labels.get(block).map(|label| label.kind);
    if let Some(block) = super::above::title(outline, kind) {
        for text in line(outline.block_text(block)) {
            finder.add(Field::Title, text, Source::Text);
        }
    }
}

fn linked(finder: &mut Finder<'_>, keys: &[&str], clean: &dyn Fn(&str) -> Vec<String>) {
    // Works of other kinds on a page have names of their own.
    let other = ["Review", "VideoObject", "Course", "CreativeWork"];
    let article = finder.linked.article();
    let article = article.filter(|a| !other.contains(&Linked::type_of(a).as_str()));
    let Some(article) = article else { return };
    for key in keys {
        let source = Source::JsonLd(format!("{}/{key}", Linked::type_of(article)));
        let text = text(article, key);
        for value in text.into_iter().flat_map(clean) {
            finder.add(Field::Title, value, source.clone());
        }
    }
}

/// The first standfirst; teasers have some too, but further down.
fn subtitle(finder: &mut Finder<'_>) {
    finder.rule(Field::Subtitle, line);
    if let Some(article) = finder.linked.article() {
        let stated = text(article, "alternativeHeadline");
        for text in stated.into_iter().flat_map(|t| line(&decoded(t))) {
            let source = format!("{}/alternativeHeadline", Linked::type_of(article));
            finder.add(Field::Subtitle, text, Source::JsonLd(source));
        }
    }
    finder.regions(Field::Subtitle, RegionKind::Subtitle, line);
    if let Some(mark) = finder.facts().marks(MarkRole::Subtitle).next() {
        let source = Source::Markup(mark.name.clone());
        for text in line(&mark.text) {
            finder.add(Field::Subtitle, text, source.clone());
        }
    }
    finder.found.subtitle = finder.first(Field::Subtitle);
}

fn marks(finder: &mut Finder<'_>, role: MarkRole) {
    for mark in finder.facts().marks(role) {
        let text = mark
            .value
            .as_deref()
            .filter(|_| mark.text.is_empty())
            .unwrap_or(&mark.text);
        finder.add(Field::Title, text, Source::Markup(mark.name.clone()));
    }
}

/// The first `h1` that shares most of its words with what the head calls the page.
fn heading(finder: &mut Finder<'_>, sites: &[String]) {
    let facts = finder.facts();
    let stated: Vec<String> = ["og:title", "twitter:title"]
        .into_iter()
        .flat_map(|n| facts.meta(n))
        .chain(facts.title.as_deref())
        .map(|t| without_site(&decoded(t), sites).to_lowercase())
        .collect();
    let agrees = |text: &str| {
        let text = text.to_lowercase();
        let words: Vec<_> = text.split_whitespace().collect();
        let is_like = |s: &String| {
            let shared = words.iter().filter(|w| s.contains(**w)).count();
            text.len() * 5 >= s.len() * 2 && shared * 10 >= words.len() * 7
        };
        // "Flexbox - Learn web development": what follows the heading is the site's.
        let begins = |s: &String| {
            let rest = s.strip_prefix(text.trim_end_matches(['¶', '#', ' ']));
            rest.is_some_and(|rest| SEPARATORS.iter().any(|sep| rest.starts_with(sep)))
        };
        let is_site = names_site(&text, sites);
        !words.is_empty() && !is_site && stated.iter().any(|s| is_like(s) || begins(s))
    };
    let headings = facts.marks(MarkRole::Heading);
    if let Some(mark) = headings.into_iter().find(|m| agrees(&m.text)) {
        let text = mark.text.trim_end_matches(['¶', '#', ' ']);
        finder.add(Field::Title, text, Source::Markup("h1".to_owned()));
    }
}

/// The first `h1` where it is the last part of the head's title: "Traits - The Book of Moss", on a
/// page with the heading "The Book of Moss".
fn heading_of_site(finder: &Finder<'_>, sites: &[String]) -> Option<String> {
    let facts = finder.facts();
    let heading = facts.marks(MarkRole::Heading).next()?.text.trim();
    let rest = facts.title.as_deref()?.trim().strip_suffix(heading)?;
    let rest = SEPARATORS.iter().find_map(|sep| rest.strip_suffix(sep))?;
    // "The Daily - The bridge is open" begins with the site.
    let is_site = heading.split(' ').count() >= 2 && !names_site(rest, sites);
    is_site.then(|| heading.to_owned())
}

fn has_one_heading(finder: &Finder<'_>) -> bool {
    finder.facts().marks(MarkRole::Heading).count() == 1
}

/// A line of three words and more.
fn in_full(text: &str) -> Vec<String> {
    let is_full = |text: &String| text.split(' ').count() >= 3;
    line(text).into_iter().filter(is_full).collect()
}

/// Whether the head calls the page just what the first `h1` does.
fn is_same_in_head(finder: &Finder<'_>, sites: &[String]) -> bool {
    let facts = finder.facts();
    let heading = facts.marks(MarkRole::Heading).next();
    let heading = heading.map(|m| squeezed(&m.text));
    let stated = facts.meta("og:title").next();
    heading.is_some() && heading == stated.map(|t| squeezed(&without_site(&decoded(t), sites)))
}

/// Whether both names that the head has for the page are the same.
fn is_head_of_one_mind(finder: &Finder<'_>, sites: &[String]) -> bool {
    let name = |text: &str| squeezed(&without_site(&decoded(text), sites));
    let facts = finder.facts();
    let title = facts.title.as_deref().map(name);
    title.is_some() && title == facts.meta("og:title").next().map(name)
}

/// Whether the first `h1` is labelled title.
fn is_title(finder: &Finder<'_>) -> bool {
    let evidence = finder.evidence;
    let Some(mark) = finder.facts().marks(MarkRole::Heading).next() else {
        return false;
    };
    let labels = evidence.labels.iter().enumerate();
    let mut titles = labels.filter(|(_, label)| label.kind == RegionKind::Title);
    titles.any(|(block, _)| squeezed(evidence.outline.block_text(block)) == squeezed(&mark.text))
}

/// The only `h1` of the page, if it has so many words and does not name the site. On pages with one
/// text it is the headline, whatever the head was written for.
fn only_heading(finder: &mut Finder<'_>, sites: &[String], least_words: usize) {
    let mut headings = finder.facts().marks(MarkRole::Heading);
    let (Some(mark), None) = (headings.next(), headings.next()) else {
        return;
    };
    let text = mark.text.trim_end_matches(['¶', '#', ' ']);
    if text.split_whitespace().count() >= least_words && !names_site(text, sites) {
        finder.add(Field::Title, text, Source::Markup("h1".to_owned()));
    }
}

pub(super) fn site_names(finder: &Finder<'_>) -> Vec<String> {
    let stated = finder
        .candidates(Field::SiteName)
        .iter()
        .map(|c| c.value.clone());
    let host = finder.evidence.page.parsed_url().and_then(|u| u.host_str());
    let host = host.map(|h| h.strip_prefix("www.").unwrap_or(h));
    let label = host.and_then(|h| h.split('.').rev().nth(1));
    stated
        .chain(host.map(str::to_owned))
        .chain(label.map(str::to_owned))
        .collect()
}
