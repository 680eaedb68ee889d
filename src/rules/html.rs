//! What a rule says of an HTML page.

use std::sync::Arc;

use super::compile::{Body, Candidate, Css, From, PageLink, Pages, Region};
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
    reason: Reason,
}

pub(super) fn apply(view: &View<'_>, facts: &Facts, parts: &Parts<'_>, found: &mut Match) {
    let mut marks = Vec::new();
    if let Some((body, origin)) = &parts.body {
        body_marks(view, body, origin, found, &mut marks);
    }
    for (field, candidates) in &parts.fields {
        field_marks(view, facts, *field, candidates, found, &mut marks);
    }
    for (region, origin) in &parts.regions {
        marks.extend(region_marks(view, region, origin));
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

fn body_marks(
    view: &View<'_>,
    body: &Body,
    origin: &Origin,
    found: &mut Match,
    marks: &mut Vec<Mark>,
) {
    let mut places = body.first.iter().flat_map(|place| {
        let spans = view.places(place).into_iter();
        spans.map(move |span| (span, place.css.line))
    });
    let chosen = places.find(|(span, _)| view.words(&span.blocks) >= body.min_words);
    match chosen {
        Some((span, line)) => {
            found.has_body = true;
            marks.push(Mark {
                span,
                kind: RegionKind::Body,
                reason: origin.reason(line),
            });
        }
        None => {
            found.misses.push("body".to_owned());
            found.fail_on_miss = body.on_miss == OnMiss::Fail;
        }
    }
}

fn region_marks(view: &View<'_>, region: &Region, origin: &Origin) -> impl Iterator<Item = Mark> {
    let reason = origin.reason(region.place.css.line);
    let kind = region.label;
    view.places(&region.place)
        .into_iter()
        .map(move |span| Mark {
            span,
            kind,
            reason: reason.clone(),
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
                reason: reason.clone(),
            }));
        }
        let values = values.into_iter().filter(|value| !value.is_empty());
        found.fields.extend(values.map(|value| FieldHit {
            field,
            value,
            reason: reason.clone(),
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
        From::Css { css, attr } => {
            let elements = nth(view.select(css), candidate.nth);
            let text = |&id: &ElementId| match attr {
                Some(attr) => view
                    .node(id)
                    .and_then(|n| n.attr(attr))
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

/// Paints the marks from the outermost to the innermost.
fn paint(mut marks: Vec<Mark>, blocks: usize) -> Vec<Option<Label>> {
    let mut labels = vec![None; blocks];
    marks.sort_by_key(|mark| mark.span.depth);
    for mark in marks {
        for index in mark.span.blocks {
            if let Some(label) = labels.get_mut(index as usize) {
                *label = Some(Label::certain(mark.kind, mark.reason.clone()));
            }
        }
    }
    labels
}

fn comment_hits(view: &View<'_>, comments: &super::compile::Comments) -> Vec<CommentHit> {
    let items = view.select(&comments.item);
    let mut hits: Vec<CommentHit> = Vec::new();
    let mut open: Vec<(ElementId, usize)> = Vec::new();
    for (index, &item) in items.iter().enumerate() {
        while open
            .last()
            .is_some_and(|&(outer, _)| view.outline.element(outer).end <= item)
        {
            open.pop();
        }
        let nested_from = items.get(index + 1).copied().unwrap_or(ElementId::MAX);
        let own = Own {
            view,
            item,
            nested_from,
            items: &items,
        };
        hits.push(CommentHit {
            element: item,
            id: view.node(item).and_then(|n| n.attr("id")).map(Arc::from),
            parent: open.last().map(|&(_, hit)| hit),
            depth: open.len(),
            author: comments.author.as_ref().and_then(|css| own.text(css)),
            time: comments
                .time
                .as_ref()
                .and_then(|css| own.time(css, comments.time_attr.as_deref())),
            body: own.blocks(&comments.body),
        });
        open.push((item, hits.len() - 1));
    }
    hits
}

/// The part of a comment that is not in the answers nested in it.
struct Own<'a> {
    view: &'a View<'a>,
    item: ElementId,
    nested_from: ElementId,
    items: &'a [ElementId],
}

impl Own<'_> {
    fn elements(&self, css: &Css) -> Vec<ElementId> {
        let end = self.view.outline.element(self.item).end;
        let mut found = self.view.select(css);
        found.retain(|&id| id > self.item && id < end && !self.in_answer(id));
        found
    }

    fn in_answer(&self, id: ElementId) -> bool {
        let answers = self
            .items
            .iter()
            .filter(|&&other| other >= self.nested_from);
        let mut inner = answers.take_while(|&&other| other <= id);
        inner.any(|&other| id < self.view.outline.element(other).end)
    }

    fn text(&self, css: &Css) -> Option<String> {
        let id = *self.elements(css).first()?;
        Some(self.view.text(id)).filter(|text| !text.is_empty())
    }

    fn time(&self, css: &Css, attr: Option<&str>) -> Option<String> {
        let id = *self.elements(css).first()?;
        let value = attr.and_then(|attr| self.view.node(id)?.attr(attr));
        let text = value.map_or_else(|| self.view.text(id), str::to_owned);
        Some(text).filter(|text| !text.is_empty())
    }

    fn blocks(&self, css: &Css) -> Vec<u32> {
        let elements = self.elements(css);
        let mut blocks: Vec<u32> = Vec::new();
        for id in elements {
            blocks.extend(self.view.outline.element(id).blocks.clone());
        }
        blocks.sort_unstable();
        blocks.dedup();
        blocks.retain(|&block| {
            let element = self
                .view
                .outline
                .blocks
                .get(block as usize)
                .map(|b| b.element);
            element.is_some_and(|element| !self.in_answer(element))
        });
        blocks
    }
}
