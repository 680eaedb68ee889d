//! Whatever the mark-up and whichever of its blocks are body, no word of these is lost.

use proptest::prelude::*;

use super::body::{self, Pick, Plan, Standing};
use super::source::Source;
use crate::{Page, segment};

const TAGS: [&str; 34] = [
    "p",
    "div",
    "span",
    "a",
    "b",
    "code",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "h2",
    "h5",
    "section",
    "article",
    "aside",
    "blockquote",
    "q",
    "cite",
    "pre",
    "figure",
    "figcaption",
    "details",
    "summary",
    "sup",
    "font",
];

/// A start tag, an end tag or a word; each word is another one.
fn markup() -> impl Strategy<Value = String> {
    let piece = (0..3_u8, 0..TAGS.len());
    prop::collection::vec(piece, 1..60).prop_map(|pieces| {
        let show = |(at, (kind, tag)): (usize, &(u8, usize))| match kind {
            0 => format!("<{}>", TAGS[*tag]),
            1 => format!("</{}>", TAGS[*tag]),
            _ => format!(" word{at} and more "),
        };
        pieces.iter().enumerate().map(show).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_word_of_the_body_is_lost(html in markup(), chosen in any::<u64>()) {
        let page = Page::from_html(&html);
        let outline = segment::outline(&page);
        let source = Source::new(&page, &outline);
        let is_chosen = |block: &usize| chosen >> (block % 64) & 1 == 1;
        let blocks: Vec<usize> = (0..outline.blocks.len()).filter(is_chosen).collect();
        let picks: Vec<Pick> = blocks.iter().copied().map(Pick::text).collect();
        let text = body::assemble(&Plan::new(&source), &picks, |_| Standing::Fixed).to_markdown();
        for block in blocks {
            let words = outline.block_text(block).split_whitespace();
            for word in words.filter(|word| word.starts_with("word")) {
                let is_kept = text.split(|c: char| !c.is_alphanumeric()).any(|w| w == word);
                prop_assert!(is_kept, "{word} of {html}\n{text}");
            }
        }
    }
}
