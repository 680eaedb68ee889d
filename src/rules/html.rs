//! What a rule says of an HTML page.

use std::sync::Arc;

use super::compile::{Body, Candidate, Comments, From, PageLink, Pages, Region};
use super::css::Css;
use super::format::OnMiss;
use super::view::{Span, View};
use super::{CommentHit, Match, Origin, PageLinks, Parts, nth};
use crate::RegionKind;
use crate::article::{Field, FieldHit};
use crate::page::facts::Facts;
use crate::segment::outline::ElementId;
use crate::segment::{Label, Reason};

/// A labelled range of blocks. Of several over the same block the innermost wins, then the one
/// that stands later in the rule; regions stand after fields.
struct Mark {
    span: Span,
    kind: RegionKind,
    reason: Arc<Reason>,
}

pub(super) fn apply(view: &View<'_>, facts: &Facts, parts: &Parts<'_>, found: &mut Match) {
    let mut marks = Vec::new();
    marks.extend(body_mark(view, &parts.bodies, found));
    for (field, candidates) in &parts.fields {
        field_marks(view, facts, *field, candidates, found, &mut marks);
    }
    for (region, origin) in &parts.regions {
        marks.extend(region_marks(view, region, origin));
    }
    if parts.is_furniture {
        marks.retain(|mark| mark.kind == RegionKind::Comment || !is_most(view, mark));
    }
    found.labels = paint(marks, view.outline.blocks.len());
    found.comments = parts.comments.map(|comments| comment_hits(view, comments));
    if let Some(pages) = parts.pages {
        found.pages = page_links(view, pages);
    }
}

fn page_links(view: &View<'_>, pages: &Pages) -> PageLinks {
    let first = |links: &[PageLink]| links.iter().find_map(|link| view.address(link));
    PageLinks {
        next: first(&pages.next),
        single: first(&pages.single),
        knows_next: !pages.next.is_empty(),
    }
}

fn body_mark(view: &View<'_>, bodies: &[(&Body, Origin)], found: &mut Match) -> Option<Mark> {
    let (newest, _) = bodies.first()?;
    let mark = bodies.iter().find_map(|(body, origin)| {
        let mut places = body.first.iter().flat_map(|place| {
            let spans = view.places(place).into_iter();
            spans.map(move |span| (span, place.css.line))
        });
        let (span, line) = places.find(|(span, _)| view.words(&span.blocks) >= body.min_words)?;
        Some(Mark {
            span,
            kind: RegionKind::Body,
            reason: origin.reason(line),
        })
    });
    found.has_body = mark.is_some();
    if mark.is_none() {
        found.misses.push("body".to_owned());
        found.fail_on_miss = newest.on_miss == OnMiss::Fail;
    }
    mark
}

fn region_marks(view: &View<'_>, region: &Region, origin: &Origin) -> impl Iterator<Item = Mark> {
    let reason = origin.reason(region.place.css.line);
    let kind = region.label;
    view.places(&region.place)
        .into_iter()
        .map(move |span| Mark {
            span,
            kind,
            reason: Arc::clone(&reason),
        })
}

/// Collects a field's values, best candidate first, and labels where the best one stands.
fn field_marks(
    view: &View<'_>,
    facts: &Facts,
    field: Field,
    candidates: &[(&Candidate, Origin)],
    found: &mut Match,
    marks: &mut Vec<Mark>,
) {
    let before = found.fields.len();
    for (candidate, origin) in candidates {
        let reason = origin.reason(candidate.line);
        let (values, elements) = values(view, facts, candidate);
        let first = found.fields.len() == before;
        if let Some(kind) = region_of(field).filter(|_| first) {
            marks.extend(elements.iter().map(|&id| Mark {
                span: view.whole(id),
                kind,
                reason: Arc::clone(&reason),
            }));
        }
        let values = values.into_iter().filter(|value| !value.is_empty());
        found.fields.extend(values.map(|value| FieldHit {
            field,
            value,
            reason: Arc::clone(&reason),
        }));
    }
    if found.fields.len() == before && !candidates.is_empty() {
        found.misses.push(format!("{field:?}").to_lowercase());
    }
}

fn region_of(field: Field) -> Option<RegionKind> {
    match field {
        Field::Title => Some(RegionKind::Title),
        Field::Subtitle => Some(RegionKind::Subtitle),
        Field::Author => Some(RegionKind::Byline),
        Field::Published => Some(RegionKind::Date),
        Field::Category => Some(RegionKind::Category),
        Field::Tag => Some(RegionKind::Tags),
        _ => None,
    }
}

fn values(view: &View<'_>, facts: &Facts, candidate: &Candidate) -> (Vec<String>, Vec<ElementId>) {
    match &candidate.from {
        From::Css { css, attr, text } => {
            let elements = view.select_worded(css, text.as_ref());
            let elements = nth(elements, candidate.nth);
            let text = |&id: &ElementId| match attr {
                Some(attr) => view
                    .node(id)
                    .and_then(|n| n.get(attr))
                    .unwrap_or_default()
                    .to_owned(),
                None => view.text(id),
            };
            let values = elements.iter().map(text).collect();
            (candidate.cut(values), elements)
        }
        From::Meta(name) => {
            let values = facts.meta(name).map(str::to_owned).collect();
            (candidate.cut(nth(values, candidate.nth)), Vec::new())
        }
        From::JsonLd(path) => (
            candidate.cut(nth(facts.json_ld(path), candidate.nth)),
            Vec::new(),
        ),
        From::Line(_) => (Vec::new(), Vec::new()),
    }
}

/// Whether the mark lies on more than half of the page's text: one theme's name for its furniture
/// may be another theme's name for the whole page.
fn is_most(view: &View<'_>, mark: &Mark) -> bool {
    let blocks = &view.outline.blocks;
    let end = |count: u32| {
        let last = (count as usize).checked_sub(1);
        let last = last.and_then(|last| blocks.get(last));
        last.map_or(0, |block| block.text.end)
    };
    let (start, stop) = (end(mark.span.blocks.start), end(mark.span.blocks.end));
    stop.saturating_sub(start) > end(blocks.len() as u32) / 2
}

/// Paints the marks from the outermost to the innermost.
fn paint(mut marks: Vec<Mark>, blocks: usize) -> Vec<Option<Label>> {
    let mut labels = vec![None; blocks];
    marks.sort_by_key(|mark| mark.span.depth);
    for mark in marks {
        for index in mark.span.blocks {
            if let Some(label) = labels.get_mut(index as usize) {
                *label = Some(Label::of_rule(mark.kind, &mark.reason));
            }
        }
    }
    labels
}

fn comment_hits(view: &View<'_>, comments: &Comments) -> Vec<CommentHit> {
    let thread = Thread::new(view, view.select(&comments.item));
    let elements = |css: Option<&Css>| thread.elements(css);
    let authors = elements(comments.author.as_ref());
    let times = elements(comments.time.as_ref());
    let bodies = elements(Some(&comments.body));
    let without = elements(comments.without.as_ref());
    let hit = |(index, &item): (usize, &ElementId)| CommentHit {
        element: item,
        id: view.node(item).and_then(|n| n.get("id")).map(Arc::from),
        parent: thread.parents[index],
        depth: thread.depth(index),
        author: authors[index].first().and_then(|&id| text(view, id, None)),
        time: times[index]
            .first()
            .and_then(|&id| text(view, id, comments.time_attr.as_deref())),
        body: thread.blocks(index, &bodies[index], &without[index]),
    };
    thread.items.iter().enumerate().map(hit).collect()
}

/// The text of an element, or the value of the attribute if it has it.
fn text(view: &View<'_>, id: ElementId, attr: Option<&str>) -> Option<String> {
    let value = attr.and_then(|attr| view.node(id)?.get(attr));
    let text = value.map_or_else(|| view.text(id), str::to_owned);
    Some(text).filter(|text| !text.is_empty())
}

/// Comments and the answers nested in them.
struct Thread<'v, 'a> {
    view: &'v View<'a>,
    /// In document order.
    items: Vec<ElementId>,
    /// The comment that each one is nested in.
    parents: Vec<Option<usize>>,
}

impl<'v, 'a> Thread<'v, 'a> {
    fn new(view: &'v View<'a>, items: Vec<ElementId>) -> Self {
        let mut thread = Self {
            view,
            parents: Vec::with_capacity(items.len()),
            items,
        };
        for index in 0..thread.items.len() {
            let parent = index
                .checked_sub(1)
                .and_then(|last| thread.around(last, thread.items[index]));
            thread.parents.push(parent);
        }
        thread
    }

    /// The innermost of a comment and those it is nested in that holds an element.
    fn around(&self, index: usize, id: ElementId) -> Option<usize> {
        let holds = |&index: &usize| id < self.view.outline.element(self.items[index]).end;
        std::iter::successors(Some(index), |&index| self.parents[index]).find(holds)
    }

    /// The comment that an element belongs to.
    fn owner(&self, id: ElementId) -> Option<usize> {
        let begun = self.items.partition_point(|&item| item <= id);
        self.around(begun.checked_sub(1)?, id)
    }

    fn depth(&self, index: usize) -> usize {
        std::iter::successors(self.parents[index], |&index| self.parents[index]).count()
    }

    /// For each comment the elements that match in it, but not in an answer to it.
    fn elements(&self, css: Option<&Css>) -> Vec<Vec<ElementId>> {
        let mut own = vec![Vec::new(); self.items.len()];
        for id in css.map(|css| self.view.select(css)).unwrap_or_default() {
            if let Some(owner) = self.owner(id).filter(|&owner| self.items[owner] != id) {
                own[owner].push(id);
            }
        }
        own
    }

    fn blocks(&self, index: usize, bodies: &[ElementId], without: &[ElementId]) -> Vec<u32> {
        let outline = self.view.outline;
        let below = |&id: &ElementId| outline.element(id).blocks.clone();
        let mut blocks: Vec<u32> = bodies.iter().flat_map(below).collect();
        blocks.sort_unstable();
        blocks.dedup();
        blocks.retain(|block| {
            let element = outline.blocks.get(*block as usize).map(|b| b.element);
            let is_own = element.is_some_and(|element| self.owner(element) == Some(index));
            is_own
                && !without
                    .iter()
                    .any(|&id| self.view.covered(id).contains(block))
        });
        blocks
    }
}
