//! Text that a page has several times: a copy for narrow screens, a carousel that begins anew. It
//! counts once. A run of blocks is taken from one copy only, so that it keeps its order.

use std::ops::Range;

use foldhash::HashMap;
use html5ever::local_name;

use super::outline::{ElementId, Outline};

/// Blocks of fewer words are repeated by chance.
const LEAST_WORDS: f32 = 6.0;

/// A run with this share of the text that may be body is the body for another screen, and not the
/// cards or the slogan of a page that repeats them: its short blocks are repeats too.
const BODY: f32 = 0.25;

/// What is known of every block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    /// Tells the texts.
    pub(super) hashes: &'a [u64],
    /// Tells the places: tags and classes around the block. None where cards repeat each other, as
    /// on pages that list others.
    pub(super) places: Option<&'a [u32]>,
    /// Numbers of words.
    pub(super) words: &'a [f32],
    /// Probabilities that they are body.
    pub(super) body: &'a [f32],
}

/// Marks the blocks of every run that repeats a more probable one.
pub(super) fn find(outline: &Outline, known: Known<'_>) -> Vec<bool> {
    let Known {
        hashes,
        words,
        body,
        ..
    } = known;
    let is_code = fenced(outline);
    let counts = |block: usize| words[block] >= LEAST_WORDS && may_not_repeat(outline, block);
    let same = |a: usize, b: usize| hashes[a] == hashes[b] && !is_code[b];
    let weight = |run: Range<usize>| run.map(|i| words[i] * body[i]).sum::<f32>();
    let all = weight(0..hashes.len());
    let mut is_repeat = vec![false; hashes.len()];
    // Where the best copy of each text stands.
    let mut best: HashMap<u64, usize> = HashMap::default();
    let (mut at, mut settled) = (0, 0);
    while at < hashes.len() {
        let Some(&first) = best.get(&hashes[at]).filter(|&&first| same(first, at)) else {
            best.entry(hashes[at]).or_insert(at);
            at += 1;
            continue;
        };
        let copy = Repetition::at(same, first, at, settled..hashes.len());
        at = copy.second().end;
        let are_items = |places| are_items(outline, &copy, places);
        if !copy.second().any(counts) || known.places.is_some_and(are_items) {
            continue;
        }
        let (first, second) = (weight(copy.first()), weight(copy.second()));
        let is_better = second > first;
        let is_body = first.max(second) >= all * BODY;
        for (one, other) in copy.first().zip(copy.second()) {
            let loser = if is_better { one } else { other };
            is_repeat[loser] |= is_body || counts(loser);
        }
        if is_better {
            best.extend(copy.second().map(|i| (hashes[i], i)));
        }
        settled = at;
    }
    is_repeat
}

/// Two runs of blocks with the same texts, one after the other.
#[derive(Debug, Clone, Copy)]
struct Repetition {
    first: usize,
    second: usize,
    len: usize,
}

impl Repetition {
    /// The longest one within `open` that has `second` repeat `first`.
    fn at(
        same: impl Fn(usize, usize) -> bool,
        first: usize,
        second: usize,
        open: Range<usize>,
    ) -> Self {
        let most = (second - first).min(open.end - second);
        let after = (0..most).take_while(|i| same(first + i, second + i));
        let after = after.count();
        let room = first.min(second - open.start).min(second - first - after);
        let before = (1..=room).take_while(|i| same(first - i, second - i));
        let before = before.count();
        Self {
            first: first - before,
            second: second - before,
            len: before + after,
        }
    }

    fn first(&self) -> Range<usize> {
        self.first..self.first + self.len
    }

    fn second(&self) -> Range<usize> {
        self.second..self.second + self.len
    }
}

/// Whether two runs are parts of two items of a list, each of which says something else too: two
/// readers may answer the same.
fn are_items(outline: &Outline, copy: &Repetition, places: &[u32]) -> bool {
    let [first, second] = [copy.first(), copy.second()];
    let element = |block: usize| outline.blocks[block].element;
    let within = |id: ElementId, run: &Range<usize>| {
        let blocks = &outline.element(id).blocks;
        blocks.start as usize <= run.start && run.end <= blocks.end as usize
    };
    // The outermost element around a run that does not hold the other one.
    let item = |own: &Range<usize>, other: &Range<usize>| {
        let around = outline.ancestors(element(own.start));
        around.take_while(|&id| !within(id, other)).last()
    };
    let (Some(one), Some(other)) = (item(&first, &second), item(&second, &first)) else {
        return false;
    };
    let holds_more = |id: ElementId, run: &Range<usize>| {
        within(id, run) && outline.element(id).blocks.len() > run.len()
    };
    places[first.start] == places[second.start]
        && outline.element(one).tag == outline.element(other).tag
        && holds_more(one, &first)
        && holds_more(other, &second)
}

/// Which lines of a text dump stand between fences of code.
fn fenced(outline: &Outline) -> Vec<bool> {
    let mut is_inside = false;
    let blocks = outline.blocks.iter().enumerate();
    let lines = blocks.map(|(index, block)| {
        let text = outline.block_text(index);
        let is_fence = block.line > 0 && (text.starts_with("```") || text.starts_with("~~~"));
        is_inside ^= is_fence;
        is_inside || is_fence
    });
    lines.collect()
}

/// Code, tables and lists repeat themselves for good reasons.
fn may_not_repeat(outline: &Outline, index: usize) -> bool {
    let tag = &outline.element(outline.blocks[index].element).tag;
    !matches!(
        *tag,
        local_name!("pre") | local_name!("td") | local_name!("th") | local_name!("li")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Page;

    fn found(page: &Page, body: impl Fn(usize) -> f32) -> Vec<bool> {
        let outline = super::super::outline(page);
        let texts: Vec<_> = (0..outline.blocks.len())
            .map(|i| outline.block_text(i).to_owned())
            .collect();
        let hash = |text: &String| texts.iter().position(|t| t == text).unwrap_or(0) as u64;
        let hashes: Vec<_> = texts.iter().map(hash).collect();
        let words = texts.iter().map(|t| t.split(' ').count() as f32);
        let body: Vec<_> = (0..texts.len()).map(body).collect();
        let known = Known {
            hashes: &hashes,
            places: Some(&vec![0; texts.len()]),
            words: &words.collect::<Vec<_>>(),
            body: &body,
        };
        find(&outline, known)
    }

    const COPY: &str = "<h2>Tolls</h2><p>The tolls do not rise before the end of the decade.</p>\
        <ul><li>Cars</li><li>Carts</li></ul><p>Whoever walks over the bridge pays nothing.</p>";

    #[test]
    fn a_copy_is_left_out_as_a_whole() {
        let page = Page::from_html(&format!("<h1>Bridge</h1>{COPY}<hr>{COPY}"));
        let first = found(&page, |_| 0.5);
        assert_eq!(first, [vec![false; 6], vec![true; 5]].concat());
        // One better block does not make the order another one.
        let second = found(&page, |i| if i == 2 { 0.55 } else { i as f32 / 20.0 });
        assert_eq!(
            second,
            [vec![false], vec![true; 5], vec![false; 5]].concat()
        );
    }

    #[test]
    fn of_three_copies_one_is_left() {
        let page = Page::from_html(&format!("{COPY}<hr>{COPY}<hr>{COPY}"));
        for best in 0..3 {
            let found = found(&page, |i| if i / 5 == best { 0.9 } else { 0.5 });
            let expected: Vec<_> = (0..15).map(|i| i / 5 != best).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn items_that_say_the_same_among_other_things_are_no_copies() {
        let post = |name: &str| {
            format!("<div><b>{name}</b><p>Look whether the cable sits in its ferrule.</p></div>")
        };
        let of = |names: [&str; 2]| Page::from_html(&names.map(post).concat());
        assert_eq!(found(&of(["Ann", "Bo"]), |_| 0.5), [false; 4]);
        let same = found(&of(["Ann", "Ann"]), |_| 0.5);
        assert_eq!(same, [false, false, true, true]);
    }

    #[test]
    fn short_blocks_of_a_small_part_of_the_page_are_no_copy() {
        let text = |i| format!("<p>Something else is told in paragraph {i} of these many.</p>");
        let around: String = (0..20).map(text).collect();
        let page = Page::from_html(&format!("{around}{COPY}<hr>{COPY}"));
        let mut expected = vec![false; 30];
        (expected[26], expected[29]) = (true, true);
        assert_eq!(found(&page, |_| 0.5), expected);
    }

    #[test]
    fn short_blocks_and_those_of_lists_repeat_themselves() {
        let rows = "<ul><li>The first of all the many rows</li></ul><p>Read more</p>".repeat(3);
        assert!(!found(&Page::from_html(&rows), |_| 0.5).contains(&true));
    }

    #[test]
    fn code_between_the_fences_of_a_dump_repeats_itself() {
        let line = "let mut next of all the rows = rows;";
        let dump = format!("{line}\n```\n{line}\n{line}\n```\n{line}\n");
        let found = found(&Page::from_text(&dump), |_| 0.5);
        assert_eq!(found, [false, false, false, false, false, true]);
    }
}
