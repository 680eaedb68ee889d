//! Blocks that belong to others, whatever their labels: a post is quoted whole, a quotation names
//! whom it quotes, tables, pictures and players have their captions, and a text its formulas and what
//! its author put between the paragraphs.

use std::ops::Range;

use html5ever::local_name;

use super::plan::{Kind, Plan};
use super::{Pick, Standing, inline, open, quote};
use crate::segment::outline::{ElementId, Hidden, NONE};

/// Terms that may share what explains them.
const MOST_TERMS: usize = 4;

/// What a block belongs to.
#[derive(Debug, Clone, Copy)]
enum Part {
    /// A post or an insert.
    Whole(ElementId),
    Attribution(ElementId),
    Caption(ElementId),
    /// It is a term or summary, above what it names.
    Head(ElementId),
    /// It is nothing but a formula in this element.
    Formula(ElementId),
}

/// The blocks of a body with those that belong to them.
pub(super) fn complete(
    plan: &Plan<'_>,
    picks: &[Pick],
    standing: impl Fn(usize) -> Standing,
) -> Vec<Pick> {
    let blocks = plan.source.outline.blocks.len();
    let picked = Picked::new(blocks, picks);
    let mut own = picks.iter().peekable();
    let pick = |block| {
        let own = own.next_if(|pick| pick.block() == block).copied();
        if is_in_card(plan, block) {
            return None;
        }
        match part(plan, block) {
            None => own.or_else(|| {
                let is_part = open::belongs(plan, &picked, block, &standing);
                is_part.then(|| Pick::text(block))
            }),
            Some(part) if own.is_none() && !belongs(plan, &picked, block, part, &standing) => None,
            // A line of these is none of the page's captions.
            Some(Part::Whole(_) | Part::Head(_) | Part::Formula(_)) => Some(Pick::text(block)),
            Some(Part::Caption(_)) => own.or_else(|| Some(Pick::captioning(block))),
            Some(_) => own.or_else(|| Some(Pick::text(block))),
        }
    };
    (0..blocks).filter_map(pick).collect()
}

fn belongs(
    plan: &Plan<'_>,
    picked: &Picked,
    block: usize,
    part: Part,
    standing: &impl Fn(usize) -> Standing,
) -> bool {
    let outline = plan.source.outline;
    let has_picks = |id| picked.any(&outline.element(id).blocks);
    let is_shown = |id| outline.element(id).hidden != Hidden::Style;
    match part {
        Part::Whole(whole) => has_picks(whole) || (is_shown(whole) && picked.is_between(block)),
        Part::Attribution(quote) => {
            has_picks(quote) || open::is_quoted(plan, picked, quote, standing)
        }
        Part::Head(head) => is_shown(head) && is_above_body(plan, picked, head),
        Part::Caption(of) => {
            has_picks(of) || (picked.is_between(block) && is_beside(plan, picked, of))
        }
        Part::Formula(holder) => is_shown(holder) && picked.is_between(block),
    }
}

fn part(plan: &Plan<'_>, block: usize) -> Option<Part> {
    let element = plan.source.outline.blocks.get(block)?.element;
    let mut around = plan.up(element);
    let is_whole = |&id: &ElementId| matches!(plan.kind_of(id), Kind::Post | Kind::Insert);
    if let Some(whole) = around.find(is_whole) {
        return Some(Part::Whole(whole));
    }
    if inline::is_formula(plan, block) {
        return Some(Part::Formula(element));
    }
    let quote_before = || quote_at(plan, block.checked_sub(1)?).map(Part::Attribution);
    if quote::is_speaker(plan.source.outline.block_text(block)) {
        let own = quote_at(plan, block).map(Part::Attribution);
        return own.or_else(quote_before);
    }
    if let Some(head) = head(plan, element) {
        return Some(Part::Head(head));
    }
    let mut around = plan.up(element);
    let inner = around.next().unwrap_or(NONE);
    match (plan.kind_of(inner), around.next()) {
        (Kind::Attribution, around) => match around {
            Some(quote) if plan.kind_of(quote).is_quote() => Some(Part::Attribution(quote)),
            _ => quote_before(),
        },
        (Kind::Caption | Kind::TableCaption, Some(of)) => match plan.kind_of(of) {
            Kind::Figure | Kind::Table => Some(Part::Caption(of)),
            _ => None,
        },
        (Kind::Quote | Kind::PullQuote, _) if inline::is_cited(plan, block) => {
            Some(Part::Attribution(inner))
        }
        _ => quote_before().filter(|_| inline::is_cited(plan, block)),
    }
}

/// Whether what a term or summary names is of the body.
fn is_above_body(plan: &Plan<'_>, picked: &Picked, head: ElementId) -> bool {
    let outline = plan.source.outline;
    let own = outline.element(head);
    let mut below = (own.blocks.end..outline.element(own.parent).blocks.end).take(MOST_TERMS);
    let is_head = |block: u32| {
        let block = outline.blocks.get(block as usize);
        block.is_some_and(|block| self::head(plan, block.element).is_some())
    };
    let named = below.find(|&block| !is_head(block));
    named.is_some_and(|block| picked.any(&(block..block + 1)))
}

/// The term or summary that an element is, or is in.
fn head(plan: &Plan<'_>, element: ElementId) -> Option<ElementId> {
    let mut around = plan.source.outline.ancestors(element).take(2);
    around.find(|&id| {
        let tag = &plan.source.outline.element(id).tag;
        matches!(*tag, local_name!("dt") | local_name!("summary"))
    })
}

fn is_in_card(plan: &Plan<'_>, block: usize) -> bool {
    let block = plan.source.outline.blocks.get(block);
    block.is_some_and(|block| plan.is_in(block.element, Kind::Card))
}

/// The quotation that a block stands in.
fn quote_at(plan: &Plan<'_>, block: usize) -> Option<ElementId> {
    let element = plan.source.outline.blocks.get(block)?.element;
    plan.up(element).find(|&id| plan.kind_of(id) == Kind::Quote)
}

/// Whether a figure shows something, and the text that it stands in is of the body.
fn is_beside(plan: &Plan<'_>, picked: &Picked, figure: ElementId) -> bool {
    let outline = plan.source.outline;
    let own = outline.element(figure);
    let first = outline.media.partition_point(|m| m.element < figure);
    let media = outline.media.get(first);
    let mut around = outline.ancestors(figure).map(|id| outline.element(id));
    let holder = around.find(|e| e.blocks != own.blocks);
    media.is_some_and(|m| m.element < own.end) && holder.is_some_and(|e| picked.any(&e.blocks))
}

/// Which blocks are the body's.
pub(super) struct Picked {
    /// How many there are before each block.
    before: Vec<u32>,
    between: Range<usize>,
}

impl Picked {
    fn new(blocks: usize, picks: &[Pick]) -> Self {
        let mut before = Vec::with_capacity(blocks + 1);
        let mut rest = picks.iter().peekable();
        let mut count = 0;
        for block in 0..=blocks {
            before.push(count);
            count += u32::from(rest.next_if(|pick| pick.block() == block).is_some());
        }
        let first = picks.first().map_or(0, |pick| pick.block());
        let last = picks.last().map_or(0, |pick| pick.block());
        Self {
            before,
            between: first..last,
        }
    }

    pub(super) fn any(&self, blocks: &Range<u32>) -> bool {
        self.count(blocks) > 0
    }

    pub(super) fn count(&self, blocks: &Range<u32>) -> u32 {
        let before = |block: u32| self.before.get(block as usize).copied().unwrap_or(0);
        before(blocks.end).saturating_sub(before(blocks.start))
    }

    pub(super) fn is_between(&self, block: usize) -> bool {
        self.between.contains(&block)
    }
}
