//! The title of a text dump in which the model is sure of none: a line above the body.

use super::{date, roles};
use crate::segment::RegionKind;
use crate::segment::outline::Outline;

/// Lines above the body that are looked at.
const LINES: usize = 10;
/// Letters of a line that surely is running text.
const RUNNING: usize = 60;
/// Words of a sentence that is no title.
const STANDFIRST: usize = 8;
/// Fewest and most letters of a title.
const LETTERS: std::ops::RangeInclusive<usize> = 8..=200;

/// The nearest line above the body that another line before it has too, as a page's name or the
/// end of a path do, or below which a line says who wrote the text, or when.
pub(super) fn title(
    outline: &Outline,
    kind: impl Fn(usize) -> Option<RegionKind>,
) -> Option<usize> {
    let text = |block: usize| outline.block_text(block).trim();
    let is_running =
        |block: &usize| kind(*block) == Some(RegionKind::Body) && text(*block).len() >= RUNNING;
    let body = (0..outline.blocks.len()).find(is_running)?;
    let is_title = |block: &usize| is_title(text(*block)) && !is_item(outline, *block);
    let is_said = |block: usize| (0..block).any(|before| text(before).contains(text(block)));
    let is_signed = |block: usize| {
        let is_named = (block + 1..body).any(|below| is_signature(text(below)));
        is_named && !is_standfirst(text(block))
    };
    let is_behind_by = |block: usize| block.checked_sub(1).is_some_and(|by| is_by(text(by)));
    let above = || (body.saturating_sub(LINES)..body).rev().filter(is_title);
    let is_sure =
        |block: &usize| is_said(*block) || is_signed(*block) && !is_of_author(text(*block));
    // A short title may look like a name.
    let may_be = |block: &usize| is_signed(*block) && !is_behind_by(*block);
    above().find(is_sure).or_else(|| above().find(may_be))
}

/// Whether a line names the author or the day.
fn is_signature(text: &str) -> bool {
    text.chars().count() <= RUNNING && (is_by(text) || date::parse(text, false).is_some())
}

fn is_by(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or_default();
    BY.contains(&&*first.to_lowercase())
}

/// Whether a line may be an author's name, or goes on with what one is.
fn is_of_author(text: &str) -> bool {
    roles::is_full(text) && text.split(' ').count() < 4 || text.starts_with(char::is_lowercase)
}

/// Whether a line is a sentence: below the title some say in one what the text is about.
fn is_standfirst(text: &str) -> bool {
    text.ends_with('.') && text.split_whitespace().count() >= STANDFIRST
}

fn is_title(text: &str) -> bool {
    LETTERS.contains(&text.chars().count())
        && text.split_whitespace().nth(1).is_some()
        && text.starts_with(|c: char| c.is_alphanumeric() || "\"'“„«¿¡".contains(c))
        && !text.ends_with([':', ',', '-', '–', '—', '|', '•', '·'])
        && !is_signature(text)
}

/// Words that a line on author or day begins with.
const BY: &[&str] = &[
    "by",
    "von",
    "par",
    "por",
    "di",
    "door",
    "av",
    "af",
    "written",
    "published",
    "posted",
    "updated",
];

/// Items of lists are menus there.
fn is_item(outline: &Outline, block: usize) -> bool {
    let element = outline.blocks.get(block).map(|b| b.element);
    let mut around = element.into_iter().flat_map(|id| outline.ancestors(id));
    around.any(|id| outline.element(id).tag == html5ever::local_name!("li"))
}
