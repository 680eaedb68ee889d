//! Where marks stand: in the comments, or behind the body.

use foldhash::HashSet;

use super::Evidence;
use crate::page::Page;
use crate::page::dom::NodeId;
use crate::page::facts::Mark;
use crate::segment::{Label, RegionKind};

#[derive(Debug, Default)]
pub(super) struct Places {
    /// The elements that hold nothing but comments.
    comments: HashSet<NodeId>,
    /// The last block that is surely body, and its element.
    last: Option<usize>,
    end: Option<NodeId>,
}

impl Places {
    pub(super) fn of(evidence: &Evidence<'_>) -> Self {
        let outline = evidence.outline;
        let is_body = |(at, label): (usize, &Label)| {
            let is_sure = label.kind == RegionKind::Body && label.confidence >= SURE;
            is_sure && !evidence.comments.contains(&at)
        };
        let last = evidence.labels.iter().enumerate().rposition(is_body);
        let last = last.filter(|_| evidence.is_article());
        let block = last.and_then(|at| outline.blocks.get(at));
        Self {
            comments: comments(evidence),
            last,
            end: block.and_then(|block| outline.element(block.element).node),
        }
    }

    /// Whether a mark stands behind the body of an article.
    pub(super) fn is_after(&self, mark: &Mark) -> bool {
        self.end.is_some_and(|end| mark.node > end)
    }

    /// Whether a block does.
    pub(super) fn is_block_after(&self, block: usize) -> bool {
        self.last.is_some_and(|last| block > last)
    }

    /// Whether a mark stands in a comment, or around some.
    pub(super) fn is_of_comment(&self, mark: &Mark, page: &Page) -> bool {
        if self.comments.is_empty() {
            return false;
        }
        let node = page.dom().and_then(|dom| dom.element(mark.node));
        let around = node.into_iter().flat_map(|node| node.ancestors());
        let mut ids = around.map(|node| node.id()).chain([mark.node]);
        ids.any(|id| self.comments.contains(&id))
    }
}

/// Leaves out what is said behind an article's body if it is several things: people and days of
/// answers, or of other articles.
pub(super) fn leave_out_others<P, T>(
    found: &mut Vec<(P, T)>,
    is_after: impl Fn(&P) -> bool,
    is_other: impl Fn(&T, &T) -> bool,
) {
    let mut after = found.iter().filter(|(place, _)| is_after(place));
    let first = after.next().map(|(_, said)| said);
    if after.any(|(_, said)| first.is_some_and(|first| is_other(first, said))) {
        found.retain(|(place, _)| !is_after(place));
    }
}

/// Answers stand in the order of their days.
pub(super) fn is_later<T: PartialOrd>(first: &T, day: &T) -> bool {
    first < day
}

/// A label of less confidence may be that of an answer.
const SURE: f32 = 0.7;

fn comments(evidence: &Evidence<'_>) -> HashSet<NodeId> {
    let (outline, claimed) = (evidence.outline, evidence.comments);
    let mut found = HashSet::default();
    if claimed.is_empty() {
        return found;
    }
    // Up to each block, how many are of comments.
    let mut sums = vec![0];
    sums.extend((0..outline.blocks.len()).scan(0, |sum, at| {
        *sum += u32::from(claimed.contains(&at));
        Some(*sum)
    }));
    for element in &outline.elements {
        let (start, end) = (element.blocks.start, element.blocks.end);
        let sum = |at: u32| sums.get(at as usize).copied().unwrap_or_default();
        if start < end && sum(end) - sum(start) == end - start {
            found.extend(element.node);
        }
    }
    found
}
