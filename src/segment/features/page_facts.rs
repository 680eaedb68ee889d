//! What the page's head says of its title.

use super::text::{hash_word, words};
use crate::page::Page;
use crate::page::dom::ElementRef;

/// The words of the page's titles, sorted: `title` and `og:title`.
pub(super) fn titles(page: &Page) -> Vec<Vec<u32>> {
    let Some(dom) = page.dom() else {
        return Vec::new();
    };
    let root = dom.root_element();
    let heads = root.into_iter().flat_map(|html| html.child_elements());
    let entries = heads
        .filter(|e| &**e.tag() == "head")
        .flat_map(|head| head.child_elements());
    entries.filter_map(title).map(|t| word_set(&t)).collect()
}

fn title(element: ElementRef<'_>) -> Option<String> {
    match &**element.tag() {
        "title" => Some(element.texts().collect()),
        "meta" if element.get("property") == Some("og:title") => {
            element.get("content").map(str::to_owned)
        }
        _ => None,
    }
}

fn word_set(text: &str) -> Vec<u32> {
    let mut set: Vec<_> = words(text).map(|w| hash_word(&w.to_lowercase())).collect();
    set.sort_unstable();
    set.dedup();
    set
}

/// Shared words over all words of two sets.
pub(super) fn overlap(words: &[u32], set: &[u32]) -> f32 {
    if words.is_empty() || set.is_empty() {
        return 0.0;
    }
    let shared = words
        .iter()
        .filter(|w| set.binary_search(w).is_ok())
        .count();
    shared as f32 / (words.len() + set.len() - shared).max(1) as f32
}
