//! Which of two numbers in a date is the month.

use super::date;
use crate::page::Page;
use crate::segment::outline::Outline;

/// Whether the page writes the day before the month: as another of its dates shows, or else as the
/// readers of its language and host do.
pub(in crate::select) fn is_day_first(
    page: &Page,
    outline: &Outline,
    language: Option<&str>,
) -> bool {
    shown(outline).unwrap_or_else(|| is_day_first_there(page, language))
}

/// The order of the page's dates in numbers, if those that tell it are at one.
fn shown(outline: &Outline) -> Option<bool> {
    let texts = (0..outline.blocks.len()).map(|at| outline.block_text(at));
    let short = texts.filter(|text| text.len() < 80);
    let mut orders = short.filter_map(date::order).take(20);
    let first = orders.next()?;
    orders.all(|order| order == first).then_some(first)
}

/// Only American pages write the month first.
fn is_day_first_there(page: &Page, language: Option<&str>) -> bool {
    let language = language.unwrap_or("en").to_lowercase();
    let host = page.parsed_url().and_then(|u| u.host_str());
    let host = host.unwrap_or_default();
    let british = [".uk", ".au", ".in", ".ie", ".nz", ".za"]
        .iter()
        .any(|d| host.ends_with(d));
    !language.starts_with("en")
        || british
        || matches!(
            language.as_str(),
            "en-gb" | "en-au" | "en-in" | "en-ie" | "en-nz" | "en-za" | "en-sg" | "en-hk"
        )
}
