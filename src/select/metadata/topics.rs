//! What it is about: categories and tags.

use serde_json::Value;

use super::entities::decoded;
use super::filing::Filing;
use super::linked::{Linked, address, strings};
use super::{Finder, line};
use crate::article::{Body, Field, Source};
use crate::page::facts::MarkRole;
use crate::segment::RegionKind;

pub(super) fn find(finder: &mut Finder<'_>, body: &Body) {
    stated(finder);
    trail(finder);
    filed(finder, body);
    finder.found.categories = finder.first_group(Field::Category);
    finder.found.tags = finder.first_group(Field::Tag);
}

fn stated(finder: &mut Finder<'_>) {
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
            finder.add(field, decoded(&value).into_owned(), source.clone());
        }
    }
    finder.items(Field::Category, "articleSection", line);
    marked(finder, Field::Category, MarkRole::Category);
    finder.regions(Field::Category, RegionKind::Category, line);
    finder.rule(Field::Tag, listed);
    finder.metas(
        Field::Tag,
        &[
            "article:tag",
            "parsely-tags",
            "news_keywords",
            "citation_keywords",
            "dc.subject",
            "dcterms.subject",
            "keywords",
            // For letters to readers: short names, where the others have words.
            "sailthru.tags",
        ],
        listed,
    );
    finder.items(Field::Tag, "keywords", listed);
    marked(finder, Field::Tag, MarkRole::Tag);
}

/// What lines at the end of the body say, where nothing else says anything.
fn filed(finder: &mut Finder<'_>, body: &Body) {
    if !finder.evidence.is_article() {
        return;
    }
    let filing = Filing::of(body);
    for (field, names) in [
        (Field::Category, filing.categories),
        (Field::Tag, filing.tags),
    ] {
        let is_known = !finder.candidates(field).is_empty();
        for name in names.into_iter().filter(|_| !is_known) {
            finder.add(field, name, Source::Text);
        }
    }
}

fn marked(finder: &mut Finder<'_>, field: Field, role: MarkRole) {
    for mark in finder.facts().marks(role) {
        finder.add(field, mark.text.clone(), Source::Markup(mark.name.clone()));
    }
}

fn listed(text: &str) -> Vec<String> {
    text.split([',', ';']).flat_map(line).collect()
}

/// The way from the home page to the text, as JSON-LD states it, without its two ends.
fn trail(finder: &mut Finder<'_>) {
    let Some(list) = finder.linked.of_type("BreadcrumbList").next() else {
        return;
    };
    let steps = list.get("itemListElement").and_then(Value::as_array);
    let steps = steps.into_iter().flatten().map(Step::of);
    let mut steps: Vec<_> = steps.filter(|step| !step.name.is_empty()).collect();
    steps.sort_by_key(|step| step.position);
    let title = finder.found.title.clone().unwrap_or_default();
    // The last step often has no address, since it is this page.
    let has_addresses = steps.iter().any(|step| step.url.is_some());
    let is_between = |step: &&Step| {
        let is_page = step.is_page(&title, finder.found.canonical_url.as_deref());
        !step.is_home() && !is_page && (step.url.is_some() || !has_addresses)
    };
    let names: Vec<_> = steps
        .iter()
        .filter(is_between)
        .map(|s| s.name.clone())
        .collect();
    let source = Source::JsonLd("BreadcrumbList".to_owned());
    for name in names {
        finder.add(Field::Category, name, source.clone());
    }
}

/// A step of the way.
struct Step {
    position: i64,
    name: String,
    url: Option<String>,
}

impl Step {
    fn of(step: &Value) -> Self {
        let item = step.get("item").unwrap_or(step);
        let name = |object: &Value| object.get("name").map(strings).unwrap_or_default();
        let names = [name(step), name(item)].concat();
        let name = names.first().map(|name| line(&decoded(name)));
        let position = step.get("position");
        let url = address(step, "item").or_else(|| address(step, "url"));
        Self {
            position: position
                .and_then(|p| p.as_i64().or_else(|| p.as_str()?.trim().parse().ok()))
                .unwrap_or_default(),
            name: name
                .and_then(|lines| lines.into_iter().next())
                .unwrap_or_default(),
            url: url.map(str::to_owned),
        }
    }

    fn is_home(&self) -> bool {
        let url = self
            .url
            .as_deref()
            .and_then(|url| url::Url::parse(url).ok());
        let is_root = url.is_some_and(|url| url.path() == "/");
        is_root || HOME.contains(&self.name.to_lowercase().as_str())
    }

    /// Whether it is the text itself.
    fn is_page(&self, title: &str, url: Option<&str>) -> bool {
        let own = self.url.as_deref().zip(url);
        let is_own =
            own.is_some_and(|(own, url)| own.trim_end_matches('/') == url.trim_end_matches('/'));
        self.name == title || is_own
    }
}

/// What sites call their first page.
const HOME: &[&str] = &[
    "home",
    "homepage",
    "home page",
    "start",
    "startseite",
    "accueil",
    "inicio",
    "início",
    "página inicial",
    "hem",
    "hjem",
    "forside",
    "etusivu",
    "strona główna",
    "главная",
    "головна",
    "ana sayfa",
    "ホーム",
    "トップ",
    "首页",
    "首頁",
    "홈",
];
