//! When it was published and changed.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::date_names::{MODIFIED, PUBLISHED};
use super::linked::{Linked, texts};
use super::reader::{Reader, Said};
use super::{Finder, date, month_dates, places};
use crate::article::{Candidate, Decision, Field, Metadata, Rejection, Source};
use crate::page::facts::{Mark, MarkRole};
use crate::segment::RegionKind;

pub(super) fn find(finder: &mut Finder<'_>) {
    let reader = Reader::of(finder);
    let read = move |text: &str| reader.read(text).into_iter().collect::<Vec<_>>();
    let ruled = |text: &str| {
        let day = reader.read(text);
        day.or_else(|| month_dates::parse(text))
            .into_iter()
            .collect()
    };
    finder.rule(Field::Published, ruled);
    finder.rule(Field::Modified, ruled);
    // Reviews, videos and courses on a page have dates of their own.
    let other = ["Review", "VideoObject", "Course"];
    let article = finder.linked.article();
    let article = article.filter(|a| !other.contains(&Linked::type_of(a).as_str()));
    let day = |text: &str| reader.read(text);
    linked(finder, Field::Published, article, PUBLISHED_KEYS, day);
    linked(finder, Field::Modified, article, MODIFIED_KEYS, day);
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
    month_dates::find(finder, article);
    // Lists, products and services show the dates of other things, but not in a line below the
    // title that names the author too.
    if finder.evidence.is_text() {
        shown(finder, reader);
    } else {
        beside_title(finder, reader, names_author);
    }
    if let Some(now) = reader.now {
        not_after(finder, now);
    }
    in_local_time(finder);
    in_full(finder, Field::Published);
    in_full(finder, Field::Modified);
    finder.found.published = finder.first(Field::Published);
    finder.found.modified = finder.first(Field::Modified);
}

/// Dates in the page's text, and those that systems give to every page they make.
fn shown(finder: &mut Finder<'_>, reader: Reader) {
    let published = |text: &str| reader.published(text).into_iter().collect();
    let modified = |text: &str| reader.modified(text).into_iter().collect();
    beside_title(finder, reader, |_, _| true);
    finder.regions(Field::Published, RegionKind::Date, published);
    finder.regions(Field::Modified, RegionKind::Date, modified);
    times(finder, reader);
    for role in [MarkRole::Date, MarkRole::Byline, MarkRole::Author] {
        marks(finder, Field::Published, role, reader);
        marks(finder, Field::Modified, role, reader);
    }
    marks(finder, Field::Modified, MarkRole::Change, reader);
    finder.regions(Field::Published, RegionKind::Byline, published);
    announced(finder, reader);
    for page in finder.linked.pages.clone() {
        let page = Some(page);
        let day = |text: &str| reader.read(text);
        linked(finder, Field::Published, page, &["datePublished"], day);
        linked(finder, Field::Modified, page, MODIFIED_KEYS, day);
    }
    changed_only(finder);
    redated(finder);
    month_dates::shown(finder);
}

/// Where no other day is shown, that of the last change is what readers know of the text's age.
/// Lines that announce it stand anywhere, and may speak of the site.
fn changed_only(finder: &mut Finder<'_>) {
    if finder.candidates(Field::Published).iter().any(is_shown) {
        return;
    }
    let is_beside =
        |c: &&Candidate| is_shown(c) && c.source != Source::Markup(ANNOUNCED.to_owned());
    let changed = finder.candidates(Field::Modified).iter().find(is_beside);
    if let Some(changed) = changed.cloned() {
        finder.add(Field::Published, changed.value, changed.source);
    }
}

/// Whether readers see the date; microdata are marks of elements that nobody sees.
fn is_shown(candidate: &Candidate) -> bool {
    match &candidate.source {
        Source::Region(_) => true,
        Source::Markup(name) => !name.contains('='),
        _ => false,
    }
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

/// A month takes its day from another source that states it, a day its time, and a time its offset
/// from universal time.
fn in_full(finder: &mut Finder<'_>, field: Field) {
    const MONTH: usize = "2024-05".len();
    const DAY: usize = "2024-05-03".len();
    const MINUTE: usize = "2024-05-03T10:00".len();
    const LOCAL: usize = "2024-05-03T10:00:00".len();
    extended(finder, field, MONTH, MONTH);
    extended(finder, field, DAY, DAY);
    extended(finder, field, LOCAL, MINUTE);
}

/// Prefers what begins as the first candidate of this length does and says more. Midnight is what
/// systems write that know no time; what a rule says holds.
fn extended(finder: &mut Finder<'_>, field: Field, length: usize, shared: usize) {
    let list = finder.candidates(field);
    let Some(first) = list.first().filter(|c| c.value.len() == length) else {
        return;
    };
    if matches!(first.source, Source::Rule(_)) {
        return;
    }
    let begin = first.value.get(..shared);
    let is_fuller = |c: &Candidate| {
        let rest = c.value.get(length..).unwrap_or_default();
        c.value.get(..shared) == begin && !rest.is_empty() && !rest.starts_with("T00:00")
    };
    if let Some(at) = list.iter().position(is_fuller) {
        finder.prefer(field, at, Decision::InFull);
    }
}

const AFTER_TITLE: &str = "line after the title";
const ANNOUNCED: &str = "line that announces it";

/// Dates after the day of fetching are those of events, not of the text. A day is spared, since
/// clocks and time zones differ.
fn not_after(finder: &mut Finder<'_>, now: Timestamp) {
    let last = Offset::UTC.to_datetime(now).date().tomorrow();
    let Ok(last) = last.map(|day| day.to_string()) else {
        return;
    };
    for field in [Field::Published, Field::Modified] {
        if let Some(list) = finder.found.candidates.get_mut(&field) {
            let is_after = |c: &Candidate| c.value.get(..10).unwrap_or(&c.value) > last.as_str();
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

fn names_author(found: &Metadata, line: &str) -> bool {
    found.authors.iter().any(|name| line.contains(&**name))
}

/// The dates among the short lines after the title of which this is true.
fn beside_title(finder: &mut Finder<'_>, reader: Reader, is_meant: fn(&Metadata, &str) -> bool) {
    let mut texts = super::after_title(finder);
    texts.retain(|(_, text)| is_meant(&finder.found, text));
    let source = Source::Markup(AFTER_TITLE.to_owned());
    if let Some(day) = texts.iter().find_map(|(_, t)| reader.published(t)) {
        finder.add(Field::Published, day, source.clone());
    }
    if let Some(day) = texts.iter().find_map(|(_, t)| reader.modified(t)) {
        finder.add(Field::Modified, day, source);
    }
}

/// A short line that says what its date is: "Published: May 3, 2024"; the date may stand in the
/// next line.
fn announced(finder: &mut Finder<'_>, reader: Reader) {
    let outline = finder.evidence.outline;
    let source = Source::Markup(ANNOUNCED.to_owned());
    let own = |at: &usize| !finder.evidence.comments.contains(at);
    let mut found = Vec::new();
    for at in (0..outline.blocks.len()).filter(own) {
        let text = outline.block_text(at).trim();
        let Some(said) = Some(text)
            .filter(|t| t.len() <= 80)
            .and_then(Said::beginning)
        else {
            continue;
        };
        let (mut published, mut modified) = (reader.published(text), reader.modified(text));
        let next = outline.block_text(at + 1);
        let is_label = published.is_none() && modified.is_none() && text.chars().count() < 20;
        if is_label && next.len() < 40 {
            match said {
                Said::Published => published = reader.read(next),
                Said::Changed => modified = reader.read(next),
            }
        }
        if published.is_some() || modified.is_some() {
            found.push((at, [published, modified]));
        }
    }
    let is_after = |at: &usize| finder.places.is_block_after(*at);
    places::leave_out_others(&mut found, is_after, |[first, _], [day, _]| {
        first.is_some() && places::is_later(first, day)
    });
    for (_, [published, modified]) in found {
        finder.add(
            Field::Published,
            published.unwrap_or_default(),
            source.clone(),
        );
        finder.add(
            Field::Modified,
            modified.unwrap_or_default(),
            source.clone(),
        );
    }
}

/// What JSON-LD calls the day of publishing, and that of a change.
pub(super) const PUBLISHED_KEYS: &[&str] = &["datePublished", "dateCreated", "uploadDate"];
pub(super) const MODIFIED_KEYS: &[&str] = &["dateModified"];

pub(super) fn linked(
    finder: &mut Finder<'_>,
    field: Field,
    object: Option<&serde_json::Value>,
    keys: &[&str],
    read: impl Fn(&str) -> Option<String>,
) {
    let Some(object) = object else { return };
    for key in keys {
        let stated = object.get(*key).map(texts).unwrap_or_default();
        if let Some(value) = stated.into_iter().find_map(&read) {
            let source = Source::JsonLd(format!("{}/{key}", Linked::type_of(object)));
            finder.add(field, value, source);
        }
    }
}

fn marks(finder: &mut Finder<'_>, field: Field, role: MarkRole, reader: Reader) {
    let is_list = role == MarkRole::Date && finder.marks(role).count() > 6;
    if is_list {
        return;
    }
    let is_short = |mark: &&Mark| mark.value.is_some() || mark.text.chars().count() <= 120;
    let marks = finder.marks(role).take(20).filter(is_short);
    let dated = marks.filter_map(|mark| Some((mark, mark_day(mark, field, reader)?)));
    let mut dated: Vec<_> = dated.collect();
    let is_after = |mark: &&Mark| finder.places.is_after(mark);
    places::leave_out_others(&mut dated, is_after, places::is_later);
    for (mark, value) in dated {
        finder.add(field, value, Source::Markup(mark.name.clone()));
    }
}

/// The day that an element states for a field. What its name or property says of its day holds;
/// otherwise the words before it and in it do.
fn mark_day(mark: &Mark, field: Field, reader: Reader) -> Option<String> {
    let value = mark.value.as_deref().and_then(|v| reader.read(v));
    if matches!(
        mark.role,
        MarkRole::ItemPublished | MarkRole::ItemModified | MarkRole::Change
    ) {
        return value.or_else(|| reader.read(&mark.text));
    }
    let shown = format!("{} {}", mark.label, mark.text);
    let is_changed = Said::first(&shown) == Some(Said::Changed);
    let is_changed_asked = field == Field::Modified;
    value
        .filter(|_| is_changed == is_changed_asked)
        .or_else(|| match is_changed_asked {
            true => reader.modified(&shown),
            false => reader.published(&shown),
        })
}

/// `time` elements.
fn times(finder: &mut Finder<'_>, reader: Reader) {
    let mut days: Vec<_> = finder
        .marks(MarkRole::Time)
        .filter_map(|m| m.value.as_deref()?.get(..10))
        .collect();
    days.sort_unstable();
    days.dedup();
    if days.len() <= 5 || has_posts(finder) {
        marks(finder, Field::Published, MarkRole::Time, reader);
        marks(finder, Field::Modified, MarkRole::Time, reader);
    }
}

/// Whether the page is an article or a thread: its first date is its own.
fn has_posts(finder: &Finder<'_>) -> bool {
    finder.linked.article().is_some() || finder.facts().meta("og:type").any(|t| t == "article")
}
