//! Several parts to one article, without what every part repeats.

use std::collections::{BTreeMap, BTreeSet};

use crate::Article;
use crate::article::{Block, Body, Comment, CommentStatus};

/// A paragraph of this many bytes is not written twice by chance.
const LONG: usize = 80;

/// The first part with the text and the comments of the others. What is known about the article
/// comes from the first part.
pub(super) fn join(mut whole: Article, parts: Vec<Article>) -> Article {
    let mut bodies = vec![std::mem::take(&mut whole.body.blocks)];
    for part in parts {
        bodies.push(part.body.blocks);
        join_comments(&mut whole.comments, part.comments);
        whole.confidence = whole.confidence.min(part.confidence);
        if part.comment_status == CommentStatus::Present
            || whole.comment_status == CommentStatus::None
        {
            whole.comment_status = part.comment_status;
        }
    }
    whole.body.blocks = join_blocks(bodies);
    whole
}

fn join_blocks(mut parts: Vec<Vec<Block>>) -> Vec<Block> {
    for index in 1..parts.len() {
        let (earlier, later) = parts.split_at_mut(index);
        if let (Some(earlier), Some(later)) = (earlier.last_mut(), later.first_mut()) {
            cut_common_end(earlier, later);
        }
    }
    let mut seen = BTreeSet::new();
    let mut whole = Vec::new();
    for part in parts {
        append(&mut whole, part, &mut seen);
    }
    whole
}

/// What stands below every part, the author's biography say, stays below the last one only.
fn cut_common_end(earlier: &mut Vec<Block>, later: &mut Vec<Block>) {
    let pairs = earlier.iter().rev().zip(later.iter().rev());
    let common = pairs.take_while(|(one, other)| one == other).count();
    if common == later.len() {
        later.clear();
    } else {
        earlier.truncate(earlier.len() - common);
    }
}

/// Leaves out what earlier parts have: any block at the beginning of the part, where headings and
/// pictures are repeated, and long ones anywhere.
fn append(whole: &mut Vec<Block>, part: Vec<Block>, seen: &mut BTreeSet<String>) {
    let mut fresh = Vec::new();
    let mut at_start = true;
    for block in part {
        // Equality by text form, because comparing each with each takes quadratic time.
        let key = format!("{block:?}");
        let repeated = seen.contains(&key) && (at_start || is_long(&block));
        at_start &= repeated;
        if !repeated {
            whole.push(block);
            fresh.push(key);
        }
    }
    // A repetition within one part is the author's own.
    seen.extend(fresh);
}

fn is_long(block: &Block) -> bool {
    let blocks = vec![block.clone()];
    let is_media = matches!(block, Block::Figure(_) | Block::Embed(_));
    is_media || Body { blocks }.to_text().len() >= LONG
}

/// Comments stand below each part, or go on from part to part.
fn join_comments(whole: &mut Vec<Comment>, part: Vec<Comment>) {
    let known: BTreeMap<String, usize> = (0..).zip(&*whole).map(|(at, c)| (key(c), at)).collect();
    // Where each comment of the part stands in the whole.
    let mut places: Vec<usize> = Vec::with_capacity(part.len());
    for mut comment in part {
        if let Some(&place) = known.get(&key(&comment)) {
            places.push(place);
            continue;
        }
        comment.parent = comment
            .parent
            .and_then(|parent| places.get(parent).copied());
        places.push(whole.len());
        whole.push(comment);
    }
}

fn key(comment: &Comment) -> String {
    match &comment.id {
        Some(id) => format!("id {id}"),
        None => format!(
            "{:?} {:?} {:?}",
            comment.author, comment.published, comment.body
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Inline;

    fn paragraph(text: &str) -> Block {
        let text = text.to_owned();
        Block::Paragraph {
            content: vec![Inline::Text { text }],
        }
    }

    fn joined(parts: &[&[&str]]) -> Vec<String> {
        let part = |texts: &&[&str]| texts.iter().map(|text| paragraph(text)).collect();
        let blocks = join_blocks(parts.iter().map(part).collect());
        let text = |block: Block| {
            Body {
                blocks: vec![block],
            }
            .to_text()
        };
        blocks.into_iter().map(text).collect()
    }

    #[test]
    fn what_stands_above_and_below_every_part_stands_once() {
        let parts: &[&[&str]] = &[
            &["Lead", "One", "Bio"],
            &["Lead", "Two", "Bio"],
            &["Lead", "Three", "Bio"],
        ];
        assert_eq!(joined(parts), ["Lead", "One", "Two", "Three", "Bio"]);
    }

    #[test]
    fn short_words_may_come_again_and_long_paragraphs_not() {
        let long = "The council met on Tuesday and talked about the bridge. ".repeat(2);
        let parts: &[&[&str]] = &[&["“No.”", &long, "One"], &["Two", "“No.”", &long, "End"]];
        assert_eq!(joined(parts).len(), 6);
        let within: &[&[&str]] = &[&["Refrain", "One", "Refrain"], &["Two"]];
        assert_eq!(joined(within), ["Refrain", "One", "Refrain", "Two"]);
    }

    #[test]
    fn a_part_that_is_the_end_of_the_one_before_adds_nothing() {
        assert_eq!(joined(&[&["One", "Two"], &["Two"]]), ["One", "Two"]);
        assert_eq!(joined(&[&["One"], &["One", "Two"]]), ["One", "Two"]);
    }

    #[test]
    fn answers_find_their_comments_again() {
        let comment = |id: &str, parent| Comment {
            id: Some(id.to_owned()),
            parent,
            ..Comment::default()
        };
        let mut whole = vec![comment("a", None), comment("b", Some(0))];
        let part = vec![
            comment("b", None),
            comment("c", Some(0)),
            comment("d", Some(1)),
        ];
        join_comments(&mut whole, part);
        let found: Vec<_> = whole.iter().map(|c| (c.id.as_deref(), c.parent)).collect();
        let expected = [("a", None), ("b", Some(0)), ("c", Some(1)), ("d", Some(2))];
        assert_eq!(found, expected.map(|(id, parent)| (Some(id), parent)));
    }
}
