//! What a page's own data state as the text of its article, `articleBody` of JSON-LD: a block that
//! the model is not sure is body is none if the stated text does not have it. Some state a summary
//! or another text, so it counts only where it is on the page and is most of what seems to be body.

use std::hash::BuildHasher;

use foldhash::{HashSet, fast::FixedState};
use html5ever::local_name;

use super::doubt::{LEAST, LEFT, SURE};
use super::features::words;
use super::outline::Outline;
use crate::page::{Page, embedded};

/// Words in a row that tell whether two texts are the same.
const ROW: usize = 3;
/// Least rows of a stated text, and the share of them that the page shows.
const LEAST_ROWS: usize = 30;
const SHOWN: f32 = 0.85;
/// The share of the words that seem to be body which the stated text has.
const COVERED: f32 = 0.7;
/// A block with a lower share of its rows in the stated text is not of it.
const FOREIGN: f32 = 0.2;

/// Lowers the probability of doubtful blocks that are not in the stated text. `counts` are the
/// words of each block.
pub(super) fn settle(page: &Page, outline: &Outline, counts: &[f32], body: &mut [f32]) {
    let Some(stated) = stated_rows(page) else {
        return;
    };
    let mut shown = Rows::default();
    let blocks = 0..outline.blocks.len();
    let shares = blocks.map(|block| share(outline.block_text(block), &stated, &mut shown));
    let shares: Vec<Option<f32>> = shares.collect();
    let is_shown = shown.len() as f32 >= stated.len() as f32 * SHOWN;
    if !is_shown || covered(&shares, counts, body) < COVERED {
        return;
    }
    for (block, (body, share)) in body.iter_mut().zip(shares).enumerate() {
        let is_foreign = share.is_some_and(|share| share < FOREIGN);
        if is_foreign && (LEAST..SURE).contains(body) && !is_left_out(outline, block) {
            *body *= LEFT;
        }
    }
}

type Rows = HashSet<u64>;

/// The rows of the longest text that the page states, if it is long enough to tell.
fn stated_rows(page: &Page) -> Option<Rows> {
    let texts = page.facts().objects.iter();
    let texts = texts.filter_map(|object| object.get("articleBody")?.as_str());
    let inner = embedded::parse(texts.max_by_key(|text| text.len())?);
    let outline = super::outline(&inner);
    let stated: Rows = rows(&outline.text).collect();
    (stated.len() >= LEAST_ROWS).then_some(stated)
}

/// The share of a text's rows that are stated, which are put to those shown; nothing of shorter texts.
fn share(text: &str, stated: &Rows, shown: &mut Rows) -> Option<f32> {
    let (mut all, mut known) = (0u32, 0u32);
    for row in rows(text) {
        all += 1;
        if stated.contains(&row) {
            known += 1;
            shown.insert(row);
        }
    }
    (all > 0).then(|| known as f32 / all as f32)
}

fn rows(text: &str) -> impl Iterator<Item = u64> {
    let hasher = FixedState::default();
    let mut last = [0u64; ROW];
    let rows = words(text).map(move |word| {
        last.rotate_left(1);
        last[ROW - 1] = hasher.hash_one(word.to_lowercase());
        hasher.hash_one(last)
    });
    rows.skip(ROW - 1)
}

/// How much of what seems to be body is in the stated text.
fn covered(shares: &[Option<f32>], counts: &[f32], body: &[f32]) -> f32 {
    let (mut all, mut covered) = (0.0, 0.0);
    for (share, (count, body)) in shares.iter().zip(counts.iter().zip(body)) {
        if let Some(share) = share {
            all += count * body;
            covered += count * body * share;
        }
    }
    covered / f32::max(all, 1.0)
}

/// Whether those who state a text leave such blocks out: headings, tables, captions.
fn is_left_out(outline: &Outline, block: usize) -> bool {
    let Some(block) = outline.blocks.get(block) else {
        return false;
    };
    let mut tags = outline
        .ancestors(block.element)
        .map(|id| &outline.element(id).tag);
    tags.any(|tag| {
        matches!(
            *tag,
            local_name!("h1")
                | local_name!("h2")
                | local_name!("h3")
                | local_name!("h4")
                | local_name!("h5")
                | local_name!("h6")
                | local_name!("table")
                | local_name!("figure")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment;

    const TEXT: &str = "The town council opened the new bridge over the river on Monday after two \
        years of work. About three hundred people walked across it in the first hour, and many more \
        followed in the evening when the lamps were lit.";
    const FOREIGN: &str = "Readers who support us with five euros a month get a cup";

    /// The probabilities of body, each .6 before, of a page that states a text and shows others.
    fn settled(stated: &str, blocks: &str) -> Vec<f32> {
        let page = Page::from_html(&format!(
            "<script type=application/ld+json>{{\"@type\":\"Article\",\"articleBody\":\"{stated}\"}}</script>{blocks}"
        ));
        let outline = segment::outline(&page);
        let mut body = vec![0.6; outline.blocks.len()];
        let counts: Vec<_> = (0..body.len())
            .map(|block| words(outline.block_text(block)).count() as f32)
            .collect();
        settle(&page, &outline, &counts, &mut body);
        body
    }

    #[test]
    fn doubtful_blocks_that_the_stated_text_lacks_are_no_body() {
        let blocks =
            format!("<p>{TEXT}</p><p>{FOREIGN}</p><h2>What comes next</h2><p>Two words</p>");
        let body = settled(TEXT, &blocks);
        let is_low: Vec<_> = body.iter().map(|p| *p < LEAST).collect();
        assert_eq!(is_low, [false, true, false, false], "{body:?}");
    }

    #[test]
    fn a_stated_text_that_the_page_does_not_show_or_that_is_a_part_says_nothing() {
        let other = format!("<p>{FOREIGN}</p><p>{TEXT}</p>");
        let long = format!("{TEXT} {}", TEXT.replace("bridge", "ferry to the isles"));
        assert!(settled(&long, &other).iter().all(|p| *p > LEAST));
        let more = format!(
            "<p>{TEXT}</p>{}",
            "<p>Here the text goes on for long and is not stated.</p>".repeat(5)
        );
        assert!(settled(TEXT, &more).iter().all(|p| *p > LEAST));
    }
}
