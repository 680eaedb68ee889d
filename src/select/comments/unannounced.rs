//! Comments that stand below an article without a heading and without names: each begins with a name
//! and a day, and ends with a button to reply.

use std::ops::Range;

use super::{LEAST_BODY, lines, repeated};
use crate::segment::outline::{ElementId, Outline};
use crate::segment::{Label, RegionKind};

/// Blocks behind the body that are looked at.
const MOST_BLOCKS: usize = 60;
/// Blocks that name and day take.
const HEAD: usize = 3;
/// Elements around a button to reply that are looked at.
const MOST_AROUND: usize = 12;
/// A shorter text, in bytes, is none of a comment.
const LEAST_TEXT: usize = 16;

/// The elements that may each hold such a comment, in ascending order.
pub(super) fn items(outline: &Outline, labels: &[Label]) -> Vec<ElementId> {
    let Some(blocks) = blocks(outline, labels) else {
        return Vec::new();
    };
    let (mut items, mut free) = (Vec::new(), blocks.start);
    for block in blocks {
        if block < free || !lines::is_reply(outline.block_text(block)) {
            continue;
        }
        if let Some(item) = item(outline, free, block) {
            free = outline.element(item).blocks.end as usize;
            items.push(item);
        }
    }
    items
}

/// Where such comments may be: from where the body has begun to some way behind its end.
fn blocks(outline: &Outline, labels: &[Label]) -> Option<Range<usize>> {
    let count = outline.blocks.len();
    let is_body = |block: &usize| labels[*block].kind == RegionKind::Body;
    let body = (0..count.min(labels.len())).filter(is_body);
    let mut length = 0;
    let mut rest = body.skip_while(|block| {
        length += outline.block_text(*block).len();
        length < LEAST_BODY
    });
    let begun = rest.next()?;
    let last = rest.last().unwrap_or(begun);
    Some(begun + 1..count.min(last + 1 + MOST_BLOCKS))
}

/// The innermost element around a button to reply that holds a comment and nothing before it.
fn item(outline: &Outline, from: usize, reply: usize) -> Option<ElementId> {
    let own = outline.blocks.get(reply)?.element;
    let start = |id: &ElementId| outline.element(*id).blocks.start as usize;
    let around = outline.ancestors(own).take(MOST_AROUND);
    let mut around = around.take_while(|id| start(id) >= from);
    around.find(|id| is_comment(outline, start(id), reply))
}

/// Whether these blocks are a day, near their beginning, and a text.
fn is_comment(outline: &Outline, start: usize, end: usize) -> bool {
    let mut head = start..end.min(start + HEAD);
    let day = head.find(|block| repeated::states_a_day(outline.block_text(*block)));
    let text = |block: usize| outline.block_text(block).len();
    day.is_some_and(|day| (day + 1..end).any(|block| text(block) >= LEAST_TEXT))
}

#[cfg(test)]
mod tests {
    use crate::{Extractor, Page};

    /// Authors and days of the comments below an article.
    fn comments(below: &str) -> Vec<(Option<String>, Option<String>)> {
        let beam = |n: u32| {
            format!(
                "<p>Beam {n} was lifted from the bed of the river by a crane in week {n}, and a crew of {} \
                 people painted it in the colour of rust before the boats of the afternoon came by.</p>",
                n * 3
            )
        };
        let text: String = (1..9).map(beam).collect();
        let html = format!(
            "<title>The bridge is open</title><main><article><h1>The bridge is open</h1>{text}</article>{below}</main>"
        );
        let article = Extractor::default().extract(&Page::from_html(&html));
        let comments = article.expect("a body").comments.into_iter();
        comments.map(|c| (c.author, c.published)).collect()
    }

    fn comment(head: &str, reply: &str) -> String {
        format!(
            "<div class=k><div>{head}</div><p>I walked over it on the first evening, and half the town was \
             there.</p>{reply}</div>"
        )
    }

    #[test]
    fn a_comment_without_a_heading_begins_with_name_and_day_and_ends_with_a_reply() {
        let found = (Some("Bo Wu".to_owned()), Some("2024-05-03".to_owned()));
        for head in [
            "<b>Bo Wu</b> <span>May 3, 2024</span>",
            "<p>Bo Wu</p><p>May 3, 2024</p>",
        ] {
            for reply in [
                "<a href=?to=1>Reply</a>",
                "<div><button>Antworten</button></div>",
            ] {
                let one = comment(head, reply);
                assert_eq!(
                    comments(&one),
                    std::slice::from_ref(&found),
                    "{head} {reply}"
                );
            }
        }
        let two = comment(
            "<b>Bo Wu</b> <span>May 3, 2024</span>",
            "<a href=?to=1>Reply</a>",
        )
        .repeat(2);
        assert_eq!(comments(&two).len(), 2);
    }

    #[test]
    fn comments_below_a_short_article_are_found_though_the_model_takes_them_for_its_text() {
        let head = "<b>Bo Wu</b> <span>May 3, 2024</span>";
        let below = comment(head, "<span>Like</span> <span>Reply</span>").repeat(2);
        let html = format!(
            "<title>The bridge is open</title><main><h1>The bridge is open</h1><p>After two years of work \
             the old bridge over the river is open again, and on the first morning people walked over it \
             before the ribbon was cut.</p><p>The town paid four million for it, more than had been \
             planned, since the piers had to be rebuilt down to the rock.</p><p>Buses will use it from \
             Monday on, and cars from June.</p>{below}</main>"
        );
        let article = Extractor::default().extract(&Page::from_html(&html));
        let article = article.expect("a body");
        assert_eq!(article.comments.len(), 2);
        let text = article.to_text();
        assert!(
            text.ends_with("cars from June.") && text.starts_with("After two years"),
            "{text}"
        );
    }

    #[test]
    fn what_is_far_around_a_reply_is_not_searched() {
        let reply = |depth: usize| {
            let (open, close) = ("<div>".repeat(depth), "</div>".repeat(depth));
            let head = "<b>Bo Wu</b> <span>May 3, 2024</span>";
            comments(&comment(head, &format!("{open}Reply{close}"))).len()
        };
        assert_eq!((reply(4), reply(2 * super::MOST_AROUND)), (1, 0));
    }

    #[test]
    fn what_lacks_name_day_or_reply_is_none() {
        let reply = "<a href=?to=1>Reply</a>";
        assert!(comments(&comment("<b>Bo Wu</b>", reply)).is_empty());
        assert!(comments(&comment("<span>May 3, 2024</span>", reply)).is_empty());
        assert!(
            comments(&comment(
                "<b>Bo Wu</b> <span>May 3, 2024</span>",
                "<a href=/x>More</a>"
            ))
            .is_empty()
        );
    }
}
