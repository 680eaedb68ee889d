//! Title, authors, dates and the like, from everything that states them.
//!
//! For each field the candidates are collected in order of trust, and the first usable one wins.
//! The order was measured on development pages: `docs/metadata.md`.

mod above;
mod agencies;
mod author_lines;
mod authors;
mod bylines;
mod clock;
pub(crate) mod date;
mod date_names;
mod dates;
pub(super) mod day_order;
mod entities;
pub(super) mod filing;
mod groups;
mod image;
pub(super) mod language;
mod license;
mod linked;
mod month_dates;
mod months;
mod name_words;
mod names;
mod picture;
mod places;
mod reader;
pub(in crate::select) mod relative;
mod relative_words;
mod roles;
pub(super) mod signature;
pub(super) mod site;
mod site_title;
mod title;
mod topics;
mod votes;

use std::collections::BTreeSet;

use html5ever::local_name;

use crate::article::{Body, Candidate, Decision, Field, FieldHit, Metadata, PageType, Source};
use crate::page::Page;
use crate::page::facts::{Facts, Mark, MarkRole};
use crate::segment::outline::Outline;
use crate::segment::{Label, RegionKind};

use linked::Linked;
use places::Places;

/// What metadata is read from.
pub(super) struct Evidence<'a> {
    pub(super) page: &'a Page,
    pub(super) outline: &'a Outline,
    pub(super) labels: &'a [Label],
    pub(super) fields: &'a [FieldHit],
    pub(super) facts: &'a Facts,
    /// Blocks of comments, which speak of their writers and days.
    pub(super) comments: &'a BTreeSet<usize>,
    /// The most probable type, where the model was asked.
    pub(super) page_type: Option<PageType>,
}

impl Evidence<'_> {
    /// Whether the page is an article, as far as that is known.
    pub(super) fn is_article(&self) -> bool {
        matches!(self.page_type, None | Some(PageType::Article))
    }

    /// Whether the page holds one text or thread; where nothing speaks of the type it does.
    fn is_text(&self) -> bool {
        matches!(
            self.page_type,
            None | Some(PageType::Article | PageType::Forum)
        )
    }
}

pub(super) fn metadata(evidence: &Evidence<'_>, body: &Body) -> Metadata {
    let mut finder = Finder {
        evidence,
        linked: Linked::new(&evidence.facts.objects),
        places: Places::of(evidence),
        found: Metadata::default(),
    };
    language::find(&mut finder, body);
    site::find(&mut finder);
    image::find(&mut finder, body);
    title::find(&mut finder);
    topics::find(&mut finder, body);
    authors::find(&mut finder);
    dates::find(&mut finder);
    finder.found
}

/// Collects the candidates of each field, the most trusted first.
struct Finder<'a> {
    evidence: &'a Evidence<'a>,
    linked: Linked<'a>,
    places: Places,
    found: Metadata,
}

impl<'a> Finder<'a> {
    fn add(&mut self, field: Field, value: impl Into<String>, source: Source) {
        let value = value.into();
        let list = self.found.candidates.entry(field).or_default();
        let is_known = list.iter().any(|c| c.value == value && c.source == source);
        if !value.is_empty() && !is_known && list.len() < 64 {
            list.push(Candidate {
                value,
                source,
                rejected: None,
            });
        }
    }

    fn candidates(&self, field: Field) -> &[Candidate] {
        self.found
            .candidates
            .get(&field)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    fn first(&self, field: Field) -> Option<String> {
        let first = self.candidates(field).first();
        first
            .filter(|c| c.rejected.is_none())
            .map(|c| c.value.clone())
    }

    /// Puts a candidate before all others.
    fn prefer(&mut self, field: Field, at: usize, decision: Decision) {
        let list = self.found.candidates.get_mut(&field);
        let before = list.and_then(|list| list.get_mut(..=at));
        if let Some(before) = before.filter(|_| at > 0) {
            before.rotate_right(1);
            self.found.decisions.insert(field, decision);
        }
    }

    /// The values of the source that won.
    fn first_group(&self, field: Field) -> Vec<String> {
        let list = self.candidates(field);
        let Some(first) = list.first() else {
            return Vec::new();
        };
        let group = list.iter().take_while(|c| c.source == first.source);
        group.map(|c| c.value.clone()).collect()
    }

    fn facts(&self) -> &'a Facts {
        self.evidence.facts
    }

    /// The marks that are no comment's.
    fn marks(&self, role: MarkRole) -> impl Iterator<Item = &'a Mark> {
        let marks = self.facts().marks(role);
        marks.filter(|mark| !self.places.is_of_comment(mark, self.evidence.page))
    }

    /// Whether the page is a thread, or says so.
    fn is_thread(&self) -> bool {
        let kind = self.linked.article().map(Linked::type_of);
        self.evidence.page_type == Some(PageType::Forum)
            || self.facts().is_thread
            || kind.is_some_and(|kind| matches!(&*kind, "DiscussionForumPosting" | "Question"))
    }

    /// Whether the page says that it is a newsroom's article.
    fn is_news(&self) -> bool {
        let kind = self.linked.article().map(Linked::type_of);
        kind.is_some_and(|kind| kind.ends_with("NewsArticle"))
    }

    /// Reads an address against that of the page; only those of the web count.
    fn absolute(&self) -> impl Fn(&str) -> Vec<String> + use<> {
        let page = self.evidence.page.parsed_url().cloned();
        move |text| {
            let url = match &page {
                Some(base) => base.join(text.trim()).ok(),
                None => url::Url::parse(text.trim()).ok(),
            };
            let url = url.filter(|u| matches!(u.scheme(), "http" | "https"));
            url.map(String::from).into_iter().collect()
        }
    }

    /// Values of a field that the rule found.
    fn rule(&mut self, field: Field, read: impl Fn(&str) -> Vec<String>) {
        for hit in self.evidence.fields.iter().filter(|h| h.field == field) {
            for value in read(&hit.value) {
                self.add(field, value, Source::Rule((*hit.reason).clone()));
            }
        }
    }

    /// Values in the regions of a kind; landmarks and doubtful labels are too weak to be listed
    /// among them.
    fn regions(&mut self, field: Field, kind: RegionKind, read: impl Fn(&str) -> Vec<String>) {
        self.regions_above(LEAST_CONFIDENCE, field, kind, read);
    }

    fn regions_above(
        &mut self,
        least: f32,
        field: Field,
        kind: RegionKind,
        read: impl Fn(&str) -> Vec<String>,
    ) {
        let evidence = self.evidence;
        let mut found = Vec::new();
        for (block, label) in evidence.labels.iter().enumerate() {
            let is_weak = label.is_guess() || label.confidence < least;
            if label.kind != kind || is_weak || evidence.comments.contains(&block) {
                continue;
            }
            let values = read(evidence.outline.block_text(block));
            if !values.is_empty() {
                found.push(((block, label), values));
            }
        }
        let is_after = |(block, _): &(usize, &Label)| self.places.is_block_after(*block);
        match field {
            Field::Author => places::leave_out_others(&mut found, is_after, |first, names| {
                authors::is_somebody_else(first, names)
            }),
            // Where dates stand alone, the first may be that of publishing, and the second of a review.
            Field::Published | Field::Modified if kind == RegionKind::Byline => {
                places::leave_out_others(&mut found, is_after, places::is_later);
            }
            _ => {}
        }
        for ((_, label), values) in found {
            for value in values {
                self.add(field, value, Source::Region(label.reason()));
            }
        }
    }

    /// Values of the article in microdata.
    fn items(&mut self, field: Field, name: &str, read: impl Fn(&str) -> Vec<String>) {
        for value in self.facts().item.values(name).flat_map(read) {
            self.add(field, value, Source::Markup(format!("itemprop={name}")));
        }
    }

    fn metas(&mut self, field: Field, names: &[&str], read: impl Fn(&str) -> Vec<String>) {
        for name in names {
            for content in self.facts().meta(name) {
                for value in read(&entities::decoded(content)) {
                    self.add(field, value, Source::Meta((*name).to_owned()));
                }
            }
        }
    }
}

/// Labels of less confidence name nobody and no day.
const LEAST_CONFIDENCE: f32 = 0.5;

/// The short blocks that follow the block with the title, then the two before it, and their
/// indices. What a thread says of its members is left out: the days when they joined, and the like.
fn after_title(finder: &Finder<'_>) -> Vec<(usize, String)> {
    let evidence = finder.evidence;
    let outline = evidence.outline;
    let Some(at) = title_block(finder) else {
        return Vec::new();
    };
    let kind = |i: usize| evidence.labels.get(i).map(|label| label.kind);
    let is_thread = finder.is_thread();
    let is_of_member = |i: usize| is_thread && kind(i) == Some(RegionKind::Meta);
    let after = at + 1..outline.blocks.len().min(at + 12);
    let around = after.chain(at.saturating_sub(2)..at);
    let texts = around
        .filter(|i| !is_of_member(*i) && !evidence.comments.contains(i))
        .map(|i| (i, outline.block_text(i).to_owned()));
    texts.filter(|(_, t)| t.chars().count() < 120).collect()
}

/// The block with the title, or else the first `h1`: the title may come from the head, and be
/// written otherwise.
fn title_block(finder: &Finder<'_>) -> Option<usize> {
    let outline = finder.evidence.outline;
    let title = finder.found.title.as_deref()?;
    let mut all = 0..outline.blocks.len();
    let is_title = |i: &usize| outline.block_text(*i) == title;
    let is_heading = |i: &usize| {
        let block = outline.blocks.get(*i);
        block.is_some_and(|b| outline.element(b.element).tag == local_name!("h1"))
    };
    let first = all.clone().find(is_title);
    if finder.evidence.page.dom().is_none() {
        // A dump may begin with the page's name: the title itself is the last one before the body.
        let labels = &finder.evidence.labels;
        let body = labels
            .iter()
            .position(|label| label.kind == RegionKind::Body);
        let above = 0..body.unwrap_or_default();
        return above.rev().find(is_title).or(first);
    }
    first.or_else(|| all.find(is_heading))
}

/// White space collapsed, without soft hyphens; nothing for an empty text.
fn line(text: &str) -> Vec<String> {
    let text = text.replace(['\u{ad}', '\u{200b}'], "");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        Vec::new()
    } else {
        vec![text]
    }
}
