//! Comments in a text dump, where no element holds them: below a line that announces or counts them, a
//! name and a day stand above the text of each.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{CommentHit, Found, LEAST_BODY, counts, holds_body, lines, repeated, speakers};
use crate::segment::{Label, RegionKind, openings};
use crate::select::source::Source;

/// A longer line, in bytes, is no name.
const LONGEST_NAME: usize = 40;
/// The same for what announces comments; the title of the text may be in it.
const LONGEST_HEADING: usize = 200;
/// Lines below the heading, or between two comments, that order them or ask to take part.
const MOST_BETWEEN: usize = 6;
/// Lines of one comment.
const MOST_LINES: usize = 60;
/// What stands above a day in lists of threads and below posts, in small letters.
const NO_NAMES: [&str; 8] = [
    "started by",
    "last post",
    "latest",
    "asked",
    "answered",
    "edited",
    "modified",
    "active",
];

/// The comments of a dump. Where each has a count of comments below it they are teasers, and where
/// they are most of the body, posts.
pub(super) fn find(source: &Source<'_>, labels: &[Label]) -> Found {
    let dump = Dump { source };
    let Some(heading) = dump.heading(labels) else {
        return Found::default();
    };
    let (hits, end) = dump.hits(heading + 1);
    let blocks: BTreeSet<usize> = (heading..end).collect();
    let mut below = blocks.iter().skip(1);
    let are_teasers = below.any(|line| dump.announces(*line));
    if hits.is_empty() || are_teasers || holds_body(source, labels, &blocks, false) {
        return Found::default();
    }
    Found {
        hits,
        claimed: blocks.clone(),
        blocks,
        below_article: true,
        ..Found::default()
    }
}

struct Dump<'s, 'a> {
    source: &'s Source<'a>,
}

/// A name and a time, and the lines that they take.
struct Head {
    name: String,
    time: String,
    lines: Range<usize>,
}

impl Dump<'_, '_> {
    fn len(&self) -> usize {
        self.source.outline.blocks.len()
    }

    /// A line without its bullet or number.
    fn text(&self, line: usize) -> &str {
        let outline = self.source.outline;
        let block = outline.blocks.get(line);
        let run = block.and_then(|block| outline.runs.get(block.runs.start as usize));
        run.map_or("", |run| outline.slice(&run.text).trim())
    }

    /// The first line below the text that announces comments and that a comment follows.
    fn heading(&self, labels: &[Label]) -> Option<usize> {
        let is_body = |line: usize| labels.get(line).is_some_and(|l| l.kind == RegionKind::Body);
        let mut above = 0;
        (0..self.len()).find(|&line| {
            let near = line + 1..=line + MOST_BETWEEN;
            let is_found = above >= LEAST_BODY
                && self.announces(line)
                && near.into_iter().any(|line| self.head(line).is_some());
            if is_body(line) {
                above += self.text(line).len();
            }
            is_found
        })
    }

    /// Whether a line says that comments follow, and how many; what forums count are posts.
    fn announces(&self, line: usize) -> bool {
        let text = self.text(line);
        if text.len() > LONGEST_HEADING {
            return false;
        }
        let is_of_forum = || {
            let lower = text.to_lowercase();
            lower.contains("replies") && !lower.contains("replies to ")
        };
        (counts::states_some(text) || counts::announces(text)) && !is_of_forum()
    }

    /// The comments from a line on, and where the last one ends.
    fn hits(&self, start: usize) -> (Vec<CommentHit>, usize) {
        let (mut hits, mut end) = (Vec::new(), start);
        let mut line = start;
        while line < self.len().min(end + MOST_BETWEEN) {
            let Some(head) = self.head(line) else {
                line += 1;
                continue;
            };
            let text = head.lines.end..self.text_end(head.lines.end);
            line = text.end;
            let hit = self.hit(head, text);
            if !hit.body.is_empty() {
                end = line;
                hits.push(hit);
            }
        }
        (hits, end)
    }

    /// A line with a name and a day, or one with a name above one with a day.
    fn head(&self, line: usize) -> Option<Head> {
        let head = |name: String, time: &str, end| Head {
            name,
            time: time.to_owned(),
            lines: line..end,
        };
        let text = self.text(line);
        if let Some((name, time)) = speakers::signature(text) {
            return is_name(&name).then(|| head(name, time, line + 1));
        }
        // "Reply to Ann" may stand between.
        let day = line + 1 + usize::from(lines::is_reply(self.text(line + 1)));
        let is_day =
            |text: &str| repeated::states_a_day(text) && speakers::signature(text).is_none();
        if text.len() > LONGEST_NAME || !is_day(self.text(day)) {
            return None;
        }
        let text = text.strip_suffix(" on").unwrap_or(text);
        let name = lines::author(text).filter(|name| is_name(name) && speakers::is_name(name))?;
        Some(head(name, self.text(day), day + 1))
    }

    /// Where the text of a comment ends that begins here.
    fn text_end(&self, start: usize) -> usize {
        let last = self.len().min(start + MOST_LINES);
        let is_other = |line: &usize| {
            let text = self.text(*line);
            text.starts_with('©') || openings::read(text).is_some() || self.head(*line).is_some()
        };
        (start..last).find(is_other).unwrap_or(last)
    }

    fn hit(&self, head: Head, text: Range<usize>) -> CommentHit {
        let is_text = |line: &usize| {
            let text = self.text(*line);
            !lines::is_furniture(text, Some(&head.name))
                && !lines::is_reply(text)
                && lines::score(text).is_none()
        };
        CommentHit {
            element: self.source.outline.blocks[head.lines.start].element,
            score: text.clone().find_map(|line| lines::score(self.text(line))),
            body: text.filter(is_text).collect(),
            time: Some(self.source.date(&head.time).unwrap_or(head.time)),
            author: Some(head.name),
            ..CommentHit::default()
        }
    }
}

fn is_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    name.starts_with(char::is_alphanumeric)
        && letters >= 2
        && !lines::is_reply(name)
        && !lines::is_furniture(name, None)
        && !NO_NAMES.iter().any(|begin| lower.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use crate::{Extractor, Page};

    const TEXT: &str = "Home\nNews\nThe bridge is open\nBy Ann Lee\n3 May 2024\n\
        The old bridge over the river was closed for two years, and on Monday it was opened again by the mayor of the town.\n\
        Beams of steel were lifted from the bed of the river by a crane, and a crew painted them in the colour of rust.\n\
        Boats may pass below it in the afternoon, and the road above it is free for bicycles and for people on foot.\n";

    fn comments(below: &str) -> Vec<(Option<String>, Option<String>, String)> {
        let page = Page::from_text(&format!("{TEXT}{below}\n"));
        let article = Extractor::default().extract(&page).expect("a body");
        assert!(!article.to_text().contains("At last"), "{below}");
        let comments = article.comments.into_iter();
        comments
            .map(|c| {
                (
                    c.author,
                    c.published,
                    c.body.to_text().replace("\n\n", "\n"),
                )
            })
            .collect()
    }

    #[test]
    fn a_name_and_a_day_below_a_count_begin_comments() {
        let found = |name: &str, day: &str, text: &str| {
            (Some(name.to_owned()), Some(day.to_owned()), text.to_owned())
        };
        let expected = [
            found(
                "Bo Wu",
                "2024-05-04",
                "At last it is open.\nI walked over it at once.",
            ),
            found("marsh_hen", "2024-05-05", "So did I."),
        ];
        for below in [
            "2 Comments\nBo Wu\nMay 4, 2024\nAt last it is open.\nI walked over it at once.\nReply\nmarsh_hen\nMay 5, 2024\nSo did I.\nReply\nLeave a Reply\nName",
            "Comments (2)\nBo Wu, 4 May 2024\nAt last it is open.\nI walked over it at once.\nmarsh_hen, 5 May 2024\nSo did I.\nRelated articles\nOld news",
            "Comments\nBo Wu says:\nMay 4, 2024\nAt last it is open.\nI walked over it at once.\nReply\nmarsh_hen says:\nMay 5, 2024\nSo did I.\nReply\n© 2024 River Post",
        ] {
            assert_eq!(comments(below), expected, "{below}");
        }
    }

    #[test]
    fn teasers_and_posts_of_a_thread_are_no_comments() {
        for below in [
            "14 comments\nBo Wu\nMay 4, 2024\nAt another bridge\n0 comments\nAnn Lee\nMay 5, 2024\nOn boats",
            "76 Replies\nBo Wu\nMay 4, 2024\nI have a bridge too.",
            "12 comments\nLatest: Bo Wu\nMay 4, 2024\nI have a bridge too.",
        ] {
            assert_eq!(comments(below), [], "{below}");
        }
    }

    #[test]
    fn names_and_days_without_a_heading_of_comments_are_none() {
        assert_eq!(
            comments("Bo Wu\nMay 4, 2024\nThe next bridge will be built."),
            []
        );
    }
}
