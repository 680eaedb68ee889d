//! Lines of the text that say who wrote it.

use super::authors::byline;
use super::name_words::{AUTHOR_LABELS, WRITTEN_BY};
use super::{Finder, agencies, bylines, names, places, roles};
use crate::article::{Field, Source};
use crate::segment::RegionKind;

pub(super) const AFTER_TITLE: &str = "line after the title";
/// Lines of their own above authors' names, in lower case, and what may label the name itself.
const LABELS_ALONE: [&str; 4] = ["author", "authors", "written by", "words by"];
const NAME: &str = "name";
/// A longer line, in bytes, below "By" names nobody.
const LONGEST_NAME: usize = 80;
/// Bytes of a line that surely is running text.
const RUNNING: usize = 60;
/// Lines of a body of which one may begin with a dateline: pictures and a summary come before.
const FIRST_LINES: usize = 3;

/// A short line "By ..." among the blocks after the title.
pub(super) fn beside_title(finder: &mut Finder<'_>) {
    let language = finder.found.language.clone();
    let texts = super::after_title(finder);
    let found = texts.iter().position(|(_, text)| {
        let lower = format!("{} ", text.to_lowercase());
        bylines::is_byline(&lower, language.as_deref())
            || bylines::behind_day(text).is_some()
            || LABELS_ALONE.contains(&lower.trim())
    });
    let Some(at) = found else { return };
    let names = |text: &(usize, String)| byline(&text.1, false);
    let line = texts.get(at);
    let own = line.map(names).unwrap_or_default();
    // "By" may stand alone, with the name on the next line.
    let next = || {
        let mut below = texts.iter().skip(at + 1);
        let below = below.find(|(_, text)| !text.eq_ignore_ascii_case(NAME));
        let is_near = |next: &&(usize, String)| {
            line.is_some_and(|line| line.0 < next.0) && next.1.len() < LONGEST_NAME
        };
        below.filter(is_near).map(names).unwrap_or_default()
    };
    let is_alone = own.is_empty() || own.iter().all(|n| n.to_lowercase().ends_with(" by"));
    let names = if is_alone { next() } else { own };
    for name in names.into_iter().filter(|name| !roles::is_phrase(name)) {
        finder.add(Field::Author, name, Source::Markup(AFTER_TITLE.to_owned()));
    }
}

/// A name in full that shares a line beside the title with a day, "Ann Lee | 3 May 2024", or is the
/// line above it, where nothing else names anybody.
pub(super) fn beside_day(finder: &mut Finder<'_>) {
    let is_day = |text: &str| super::date::parse(text, false).is_some();
    let texts = super::after_title(finder);
    let lines = texts
        .iter()
        .map(|(_, text)| text)
        .filter(|text| is_day(text));
    let parts = lines.flat_map(|text| text.split(['|', '•', '·']));
    let is_name = |part: &&str| roles::is_full(part) && !is_day(part);
    let name = parts.map(str::trim).find(is_name);
    // Of more words than two it may be a section or a group.
    let is_short = |name: &&str| is_name(name) && name.split(' ').count() == 2;
    let outline = finder.evidence.outline;
    let is_running = |at: usize| outline.block_text(at).len() >= RUNNING;
    let title = super::title_block(finder).unwrap_or_default();
    // Below the text has begun, those who comment on it are named so.
    let above = texts.windows(2).filter_map(|pair| match pair {
        [(at, name), (next, day)] if *next == at + 1 && is_day(day) => (title + 1..*at)
            .all(|at| !is_running(at))
            .then_some(name.as_str()),
        _ => None,
    });
    let name = name.or_else(|| above.into_iter().find(is_short));
    if let Some(name) = name.and_then(names::clean) {
        let source = Source::Markup("line with a day".to_owned());
        finder.add(Field::Author, name, source);
    }
}

/// A short line anywhere that says who wrote the text, where nothing else does.
pub(super) fn announced(finder: &mut Finder<'_>) {
    let (outline, comments) = (finder.evidence.outline, finder.evidence.comments);
    let own = (0..outline.blocks.len()).filter(|at| !comments.contains(at));
    let lines = own.map(|at| (at, outline.block_text(at)));
    let short = lines.filter(|(_, text)| text.len() < 80);
    let said = short.filter_map(|(at, text)| Some((at, after_announcement(text)?)));
    let mut said: Vec<_> = said.take(12).collect();
    let is_after = |at: &usize| finder.places.is_block_after(*at);
    places::leave_out_others(&mut said, is_after, |first, names| first != names);
    let Some((_, names)) = said.first() else {
        return;
    };
    for name in byline(names, false) {
        let source = Source::Markup("line that announces it".to_owned());
        finder.add(Field::Author, name, source);
    }
}

/// What follows "written by", or "author:" in other languages.
fn after_announcement(line: &str) -> Option<&str> {
    let starts = |word: &&str| {
        let start = line.get(..word.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    if WRITTEN_BY.iter().any(starts) {
        return Some(line);
    }
    let line = line.trim().trim_matches(['(', ')', '（', '）']);
    let (label, names) = line.split_once(['：', ':'])?;
    let label = label.trim().to_lowercase();
    AUTHOR_LABELS.contains(&label.as_str()).then_some(names)
}

/// The agency that the body names before it begins.
pub(super) fn dateline(finder: &mut Finder<'_>) {
    let evidence = finder.evidence;
    let body = evidence.labels.iter().enumerate();
    let body = body.filter(|(_, label)| label.kind == RegionKind::Body);
    let texts = body.map(|(at, _)| evidence.outline.block_text(at));
    let mut first = texts.take(FIRST_LINES);
    if let Some(agency) = first.find_map(agencies::of_dateline) {
        finder.add(Field::Agency, agency, Source::Markup("dateline".to_owned()));
    }
}
