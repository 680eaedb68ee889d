//! When it was published and changed.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::date_names::{MODIFIED, MODIFIED_WORDS, PUBLISHED, PUBLISHED_WORDS};
use super::linked::{Linked, texts};
use super::{Finder, date, day_order, relative};
use crate::article::{Candidate, Decision, Field, Rejection, Source};
use crate::page::facts::MarkRole;
use crate::segment::RegionKind;

pub(super) fn find(finder: &mut Finder<'_>) {
    let now = fetch_time(finder);
    let reader = Reader {
        day_first: day_order::is_day_first(
            finder.evidence.page,
            finder.evidence.outline,
            finder.found.language.as_deref(),
        ),
        now,
    };
    let read = move |text: &str| reader.read(text).into_iter().collect::<Vec<_>>();
    finder.rule(Field::Published, read);
    finder.rule(Field::Modified, read);
    // Reviews, videos and courses on a page have dates of their own.
    let other = ["Review", "VideoObject", "Course"];
    let article = finder.linked.article();
    let article = article.filter(|a| !other.contains(&Linked::type_of(a).as_str()));
    linked(
        finder,
        Field::Published,
        article,
        &["datePublished", "dateCreated", "uploadDate"],
        reader,
    );
    linked(finder, Field::Modified, article, &["dateModified"], reader);
    finder.metas(Field::Published, PUBLISHED, read);
    named_metas(finder, read);
    finder.metas(Field::Modified, MODIFIED, read);
    marks(finder, Field::Published, MarkRole::ItemPublished, reader);
    marks(finder, Field::Modified, MarkRole::ItemModified, reader);
    if let Some(day) = finder
        .evidence
        .page
        .parsed_url()
        .and_then(|u| date::in_url(u.path()))
    {
        finder.add(Field::Published, day, Source::Url);
    }
    // Lists, products and services show the dates of other things.
    if finder.evidence.is_text() {
        shown(finder, reader);
    }
    if let Some(now) = now {
        not_after(finder, now);
    }
    in_local_time(finder);
    with_offset(finder, Field::Published);
    with_offset(finder, Field::Modified);
    finder.found.published = finder.first(Field::Published);
    finder.found.modified = finder.first(Field::Modified);
}

/// How the dates of one page are read.
#[derive(Debug, Clone, Copy)]
struct Reader {
    day_first: bool,
    /// When the page was fetched, if that is known.
    now: Option<Timestamp>,
}

impl Reader {
    fn read(self, text: &str) -> Option<String> {
        let absolute = date::parse(text, self.day_first);
        absolute.or_else(|| relative::parse(text, self.now?))
    }
}

/// Dates in the page's text, and those that systems give to every page they make.
fn shown(finder: &mut Finder<'_>, reader: Reader) {
    let read = |text: &str| reader.read(text).into_iter().collect();
    beside_title(finder, reader);
    finder.regions(Field::Published, RegionKind::Date, read);
    times(finder, reader);
    marks(finder, Field::Published, MarkRole::Date, reader);
    marks(finder, Field::Published, MarkRole::Byline, reader);
    marks(finder, Field::Published, MarkRole::Author, reader);
    finder.regions(Field::Published, RegionKind::Byline, read);
    announced(finder, reader);
    for page in finder.linked.pages.clone() {
        let page = Some(page);
        linked(finder, Field::Published, page, &["datePublished"], reader);
        linked(finder, Field::Modified, page, &["dateModified"], reader);
    }
    redated(finder);
}

/// Where the line after the title and the page's data are more than a week apart, the line wins
/// if it is the earlier one (the data has the day of a move), or if structured data is all that
/// speaks against it: texts that are kept up to date are dated anew. News and threads keep the
/// date of their data, and so does a page that shows that one too.
fn redated(finder: &mut Finder<'_>) {
    if finder.is_thread() || finder.is_news() {
        return;
    }
    let list = finder.candidates(Field::Published);
    let is_head = |c: &Candidate| match &c.source {
        Source::Meta(name) => !name.starts_with("itemprop"),
        _ => false,
    };
    let is_data = |c: &Candidate| matches!(c.source, Source::JsonLd(_) | Source::Meta(_));
    let is_line = |c: &Candidate| c.source == Source::Markup(AFTER_TITLE.to_owned());
    let Some(at) = list.iter().position(is_line) else {
        return;
    };
    let stated = list.first().filter(|c| is_data(c)).and_then(day);
    let says_so = |c: &&Candidate| day(c) == stated;
    // Microdata are marks of elements that nobody sees.
    let is_shown = |c: &Candidate| match &c.source {
        Source::Markup(name) => !name.contains('='),
        _ => false,
    };
    if list.iter().filter(says_so).any(is_shown) {
        return;
    }
    let is_in_head = list.iter().filter(says_so).any(is_head);
    let wins = |stated: Date, line: Date| {
        // The data know which of two numbers is the month.
        let is_same = (stated.month(), stated.day()) == (line.day(), line.month());
        let days = line.since(stated).map_or(0, |span| span.get_days());
        !is_same && (days < -7 || days > 7 && !is_in_head)
    };
    let line = list.get(at).and_then(day);
    if stated
        .zip(line)
        .is_some_and(|(stated, line)| wins(stated, line))
    {
        finder.prefer(Field::Published, at, Decision::LineBesideTitle);
    }
}

fn day(candidate: &Candidate) -> Option<Date> {
    candidate.value.get(..10)?.parse().ok()
}

/// Data in universal time may name the day before or after that of the place: the day in the
/// address is what the readers there saw.
fn in_local_time(finder: &mut Finder<'_>) {
    let list = finder.candidates(Field::Published);
    let is_universal = |c: &&Candidate| c.value.ends_with('Z') || c.value.ends_with("+00:00");
    let Some(stated) = list.first().filter(is_universal).and_then(day) else {
        return;
    };
    let is_beside = |c: &Candidate| {
        let days = day(c).and_then(|local| stated.since(local).ok());
        c.source == Source::Url && days.is_some_and(|span| span.get_days().abs() == 1)
    };
    if let Some(at) = list.iter().position(is_beside) {
        finder.prefer(Field::Published, at, Decision::DayOfPlace);
    }
}

/// The same time with its offset from universal time, if another source gives it so. What a rule
/// says holds.
fn with_offset(finder: &mut Finder<'_>, field: Field) {
    const LOCAL: usize = "2024-05-03T10:00:00".len();
    const MINUTE: usize = "2024-05-03T10:00".len();
    let list = finder.candidates(field);
    let Some(first) = list.first().filter(|c| c.value.len() == LOCAL) else {
        return;
    };
    if matches!(first.source, Source::Rule(_)) {
        return;
    }
    let minute = first.value.get(..MINUTE);
    let is_same = |c: &Candidate| c.value.len() > LOCAL && c.value.get(..MINUTE) == minute;
    if let Some(at) = list.iter().position(is_same) {
        finder.prefer(field, at, Decision::Offset);
    }
}

const AFTER_TITLE: &str = "line after the title";

fn fetch_time(finder: &Finder<'_>) -> Option<Timestamp> {
    let time = finder.evidence.page.fetch_time()?;
    Timestamp::try_from(time).ok()
}

/// Dates after the day of fetching are those of events, not of the text. A day is spared, since
/// clocks and time zones differ.
fn not_after(finder: &mut Finder<'_>, now: Timestamp) {
    let last = Offset::UTC.to_datetime(now).date().tomorrow();
    let Ok(last) = last.map(|day| day.to_string()) else {
        return;
    };
    for field in [Field::Published, Field::Modified] {
        if let Some(list) = finder.found.candidates.get_mut(&field) {
            let is_after = |c: &Candidate| c.value.get(..10).is_some_and(|day| day > last.as_str());
            let late = list.iter_mut().filter(|c| is_after(c));
            late.for_each(|c| c.rejected = Some(Rejection::AfterFetch));
            if list.first().is_some_and(|c| c.rejected.is_some()) {
                finder.found.decisions.remove(&field);
            }
            // What cannot be the value stands behind all that can.
            list.sort_by_key(|c| c.rejected.is_some());
        }
    }
}

/// `meta` elements of any name that speaks of a day of publishing.
fn named_metas(finder: &mut Finder<'_>, read: impl Fn(&str) -> Vec<String>) {
    for (name, content) in &finder.facts().metas {
        let says = |word| name.contains(word);
        let is_known = PUBLISHED.contains(&name.as_str());
        if !is_known && says("publi") && (says("date") || says("time")) {
            for value in read(content) {
                finder.add(Field::Published, value, Source::Meta(name.clone()));
            }
        }
    }
}

/// A date among the short lines after the title.
fn beside_title(finder: &mut Finder<'_>, reader: Reader) {
    let texts = super::after_title(finder);
    if let Some(day) = texts.iter().find_map(|(_, t)| reader.read(t)) {
        finder.add(
            Field::Published,
            day,
            Source::Markup(AFTER_TITLE.to_owned()),
        );
    }
}

/// A short line that says what its date is: "Published: May 3, 2024"; the date may stand in the
/// next line.
fn announced(finder: &mut Finder<'_>, reader: Reader) {
    let outline = finder.evidence.outline;
    for at in 0..outline.blocks.len() {
        let text = outline.block_text(at).trim();
        if text.len() > 80 {
            continue;
        }
        let lower = text.to_lowercase();
        let begins = |words: &[&str]| words.iter().any(|w| lower.starts_with(w));
        let field = match () {
            () if begins(PUBLISHED_WORDS) => Field::Published,
            () if begins(MODIFIED_WORDS) => Field::Modified,
            () => continue,
        };
        let next = || {
            let text = outline.block_text(at + 1);
            (lower.chars().count() < 20 && text.len() < 40).then(|| reader.read(text))?
        };
        if let Some(value) = reader.read(text).or_else(next) {
            finder.add(
                field,
                value,
                Source::Markup("line that announces it".to_owned()),
            );
        }
    }
}

fn linked(
    finder: &mut Finder<'_>,
    field: Field,
    object: Option<&serde_json::Value>,
    keys: &[&str],
    reader: Reader,
) {
    let Some(object) = object else { return };
    for key in keys {
        let stated = object.get(*key).map(texts).unwrap_or_default();
        if let Some(value) = stated.into_iter().find_map(|text| reader.read(text)) {
            let source = Source::JsonLd(format!("{}/{key}", Linked::type_of(object)));
            finder.add(field, value, source);
        }
    }
}

fn marks(finder: &mut Finder<'_>, field: Field, role: MarkRole, reader: Reader) {
    let is_list = finder.facts().marks(role).count() > 6;
    for mark in finder.facts().marks(role).take(20) {
        if is_list && role == MarkRole::Date
            || mark.text.chars().count() > 120 && mark.value.is_none()
        {
            continue;
        }
        let value = mark.value.as_deref().and_then(|v| reader.read(v));
        if let Some(value) = value.or_else(|| reader.read(&mark.text)) {
            finder.add(field, value, Source::Markup(mark.name.clone()));
        }
    }
}

/// `time` elements; one that speaks of an update is a change.
fn times(finder: &mut Finder<'_>, reader: Reader) {
    let is_change = |text: &str| {
        let text = text.to_lowercase();
        [
            "update",
            "aktualis",
            "modifi",
            "mis à jour",
            "aggiorna",
            "actualiz",
        ]
        .iter()
        .any(|w| text.contains(w))
    };
    let mut days: Vec<_> = finder
        .facts()
        .marks(MarkRole::Time)
        .filter_map(|m| m.value.as_deref()?.get(..10))
        .collect();
    days.sort_unstable();
    days.dedup();
    if days.len() > 5 && !has_posts(finder) {
        return;
    }
    for mark in finder.facts().marks(MarkRole::Time).take(20) {
        let value = mark.value.as_deref().and_then(|v| reader.read(v));
        if let Some(value) = value.or_else(|| reader.read(&mark.text)) {
            let field = if is_change(&mark.text) {
                Field::Modified
            } else {
                Field::Published
            };
            finder.add(field, value, Source::Markup("time".to_owned()));
        }
    }
}

/// Whether the page is an article or a thread: its first date is its own.
fn has_posts(finder: &Finder<'_>) -> bool {
    finder.linked.article().is_some() || finder.facts().meta("og:type").any(|t| t == "article")
}
