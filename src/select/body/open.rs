//! Blocks of which no label says what they are, amid or linked from the body: cells of its tables,
//! lines of its definition lists, items amid its numbered lists, its short quotations and its footnotes;
//! and footnotes of other labels, if others of their list are of the body, or if the list is short and they
//! lead back to the body. Items of lists without numbers
//! are not among them: those that the model leaves out are mostly none of the body.

use super::Standing;
use super::complete::Picked;
use super::plan::{Kind, Plan};
use crate::segment::outline::{ElementId, Hidden};

/// Lines of a quotation or listing that the model may have missed.
const MOST_LINES: usize = 6;
/// Blocks of a list of notes that the model may take for something else.
const MOST_NOTES: usize = 12;

pub(super) fn belongs(
    plan: &Plan<'_>,
    picked: &Picked,
    block: usize,
    standing: &impl Fn(usize) -> Standing,
) -> bool {
    let outline = plan.source.outline;
    let Some(own) = outline.blocks.get(block) else {
        return false;
    };
    if outline.element(own.element).hidden == Hidden::Style {
        return false;
    }
    match standing(block) {
        Standing::Fixed => false,
        Standing::Apart => is_noted(plan, picked, own.element, |note| {
            is_among_others(plan, picked, note)
        }),
        Standing::Labelled => is_noted(plan, picked, own.element, |note| {
            is_among_others(plan, picked, note) || is_of_short_list(plan, note, standing)
        }),
        Standing::Open => {
            is_noted(plan, picked, own.element, |_| true)
                || (picked.is_between(block)
                    && (is_amid(plan, picked, own.element, standing)
                        || is_item_amid(plan, picked, block as u32, own.element)))
        }
    }
}

/// Whether a table of the body has hardly any other such blocks, or the element is quoted.
fn is_amid(
    plan: &Plan<'_>,
    picked: &Picked,
    element: ElementId,
    standing: &impl Fn(usize) -> Standing,
) -> bool {
    let is_quote = |id: &ElementId| plan.kind_of(*id).is_quote() || plan.kind_of(*id) == Kind::Pre;
    if let Some(quote) = plan.up(element).filter(is_quote).last() {
        return is_quoted(plan, picked, quote, standing);
    }
    let is_table = |id: &ElementId| matches!(plan.kind_of(*id), Kind::Table | Kind::Definitions);
    let table = plan.up(element).filter(is_table).last();
    table.is_some_and(|table| {
        let blocks = &plan.source.outline.element(table).blocks;
        picked.count(blocks) as usize * 4 >= blocks.len() * 3
    })
}

/// Whether a numbered list has items of the body before and after the block, and hardly any others.
fn is_item_amid(plan: &Plan<'_>, picked: &Picked, block: u32, element: ElementId) -> bool {
    let is_list = |id: &ElementId| matches!(plan.kind_of(*id), Kind::List { .. });
    let list = plan.up(element).find(is_list);
    let is_numbered = |list: &ElementId| plan.kind_of(*list) == Kind::List { ordered: true };
    list.filter(is_numbered).is_some_and(|list| {
        let blocks = &plan.source.outline.element(list).blocks;
        picked.any(&(blocks.start..block))
            && picked.any(&(block + 1..blocks.end))
            && picked.count(blocks) as usize * 4 >= blocks.len() * 3
    })
}

/// Whether a short quotation or listing that begins with such a block stands right between two blocks of the body.
pub(super) fn is_quoted(
    plan: &Plan<'_>,
    picked: &Picked,
    quote: ElementId,
    standing: &impl Fn(usize) -> Standing,
) -> bool {
    let blocks = &plan.source.outline.element(quote).blocks;
    let is_picked = |block: u32| picked.any(&(block..block + 1));
    (1..=MOST_LINES).contains(&blocks.len())
        && (standing(blocks.start as usize) == Standing::Open || is_picked(blocks.start))
        && blocks.start.checked_sub(1).is_some_and(is_picked)
        && is_picked(blocks.end)
}

/// Whether the body refers to the note that the element stands in, if the note is likely to be one.
fn is_noted(
    plan: &Plan<'_>,
    picked: &Picked,
    element: ElementId,
    is_likely: impl Fn(ElementId) -> bool,
) -> bool {
    let mut notes = plan.up(element).filter_map(|id| match plan.kind_of(id) {
        Kind::Note(number) => Some((id, plan.notes.link_to_note(number)?)),
        _ => None,
    });
    let is_picked = |link| picked.any(&plan.source.outline.element(link).blocks);
    notes.any(|(note, link)| is_picked(link) && is_likely(note))
}

/// Whether the body has other notes of a note's list.
fn is_among_others(plan: &Plan<'_>, picked: &Picked, note: ElementId) -> bool {
    let outline = plan.source.outline;
    picked.any(&outline.element(outline.element(note).parent).blocks)
}

/// Whether a note, which is kept whole, leads back to what refers to it and its list is short: long ones
/// are mostly sources.
fn is_of_short_list(
    plan: &Plan<'_>,
    note: ElementId,
    standing: &impl Fn(usize) -> Standing,
) -> bool {
    let outline = plan.source.outline;
    let mut own = outline.element(note).blocks.clone();
    let list = outline.element(outline.element(note).parent);
    let is_kept = |block: u32| {
        let standing = standing(block as usize);
        !matches!(standing, Standing::Fixed | Standing::Apart)
    };
    plan.notes.leads_back(note) && list.blocks.len() <= MOST_NOTES && own.all(is_kept)
}
