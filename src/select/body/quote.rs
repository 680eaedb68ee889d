//! Quotations: what is quoted, and whom.

use super::fold::{Fold, Frame, join};
use super::plan::{Kind, Plan};
use super::{inline, pull};
use crate::article::{Block, Inline};
use crate::page::dom::{ElementRef, NodeRef};
use crate::render::plain;
use crate::segment::outline::{Run, RunKind};

/// What is longer names no speaker.
const LONGEST_NAME: usize = 100;
/// What a sentence that is quoted ends with.
const ENDS: [char; 8] = [
    '.', '!', '?', '\u{2026}', '"', '\u{201d}', '\u{bb}', '\u{2019}',
];
const DASHES: [char; 5] = ['\u{2014}', '\u{2013}', '\u{2015}', '-', '~'];
/// Those that are no part of a word.
const LONG_DASHES: [char; 3] = ['\u{2014}', '\u{2013}', '\u{2015}'];

impl Fold<'_, '_> {
    /// What a pull quote repeats from the text is shown once, in the text; whom it names as the
    /// speaker does not matter.
    pub(super) fn pull_quote(&mut self, frame: Frame) {
        let said = match self.is_in(Kind::PullQuote) {
            true => Vec::new(),
            false => pull::said(&frame.blocks),
        };
        if said.iter().any(|text| self.is_repeated(text)) {
            return;
        }
        if let Some(whole) = said.first() {
            self.remember(whole);
        }
        match frame.blocks.as_slice() {
            [Block::Quote { .. }] => self.quoted_inside(frame),
            _ => self.quote(frame),
        }
    }

    /// A box around a quotation: whom it names is whom the quotation quotes.
    fn quoted_inside(&mut self, frame: Frame) {
        let mut named = frame.caption;
        for mut block in frame.blocks {
            if let Block::Quote { attribution, .. } = &mut block
                && !named.is_empty()
            {
                join(attribution, std::mem::take(&mut named));
            }
            self.push(block);
        }
    }

    pub(super) fn quote(&mut self, frame: Frame) {
        let mut blocks = frame.blocks;
        let mut attribution = frame.caption;
        if attribution.is_empty() {
            attribution = behind_dash(&mut blocks).unwrap_or_default();
        }
        if blocks.is_empty() && !attribution.is_empty() {
            let content = std::mem::take(&mut attribution);
            blocks.push(Block::Paragraph { content });
        }
        if blocks.is_empty() {
            return;
        }
        let source = self.plan.source;
        let stated = source.attr(frame.element, "cite");
        let cite = stated.or_else(|| source_link(source.node(frame.element)?));
        let cite = cite.and_then(|c| source.resolve(c));
        self.push(Block::Quote {
            blocks,
            attribution,
            cite,
        });
    }

    pub(super) fn end_attribution(&mut self, frame: Frame) {
        frame.blocks.into_iter().for_each(|b| self.push(b));
        self.attribution(frame.caption);
    }

    /// Whom the innermost open element quotes, or the quotation right before this line.
    pub(super) fn attribution(&mut self, content: Vec<Inline>) {
        let name = named(content);
        if name.is_empty() {
            return;
        }
        let frame = self.frame();
        match (frame.kind, frame.blocks.last_mut()) {
            (Some(Kind::Quote | Kind::PullQuote | Kind::Attribution), _) => {
                join(&mut frame.caption, name);
            }
            (_, Some(Block::Quote { attribution, .. })) => join(attribution, name),
            _ => self.push(Block::Paragraph { content: name }),
        }
    }

    /// How many runs of a block come before those that say whom it or what comes before it quotes.
    pub(super) fn said(&mut self, block: usize, runs: &[Run]) -> usize {
        if self.is_attribution(block) {
            return 0;
        }
        match self.frame().kind {
            Some(Kind::Quote | Kind::PullQuote) => before_speaker(self.plan, runs),
            _ => runs.len(),
        }
    }

    /// Whether a block only says whom what comes before it quotes.
    fn is_attribution(&mut self, block: usize) -> bool {
        let plan = self.plan;
        let frame = self.frame();
        match (frame.kind, frame.blocks.last()) {
            (Some(Kind::Quote | Kind::PullQuote), Some(_)) => inline::is_cited(plan, block),
            (_, Some(Block::Quote { attribution, .. })) if attribution.is_empty() => {
                is_speaker(plan.source.outline.block_text(block)) || inline::is_cited(plan, block)
            }
            _ => false,
        }
    }
}

/// How many runs come before a `cite` at the end, behind a dash, line or sentence: one that ends a
/// sentence is a part of it.
fn before_speaker(plan: &Plan<'_>, runs: &[Run]) -> usize {
    let outline = plan.source.outline;
    let text = |run: &Run| outline.slice(&run.text);
    let is_said =
        |run: &Run| text(run).contains(char::is_alphanumeric) && !inline::is_cite(plan, run);
    let said = runs.iter().rposition(is_said).map_or(0, |last| last + 1);
    let (before, after) = runs.split_at(said);
    let ends = |run: &Run| {
        let text = text(run).trim_end();
        text.ends_with(LONG_DASHES) || without_dash(text).ends_with(ENDS)
    };
    let is_between = |run: &&Run| !inline::is_cite(plan, run);
    let is_line = |run: &Run| run.kind == RunKind::Break;
    let is_parted =
        || before.last().is_some_and(ends) || after.iter().take_while(is_between).any(is_line);
    let has_speaker = after
        .iter()
        .any(|run| text(run).contains(char::is_alphanumeric));
    match said > 0 && has_speaker && is_parted() {
        true => said,
        false => runs.len(),
    }
}

/// What a quotation says, without the dash before the one it quotes.
pub(super) fn leave_dash(said: &mut [Vec<Inline>]) {
    let last = said.last_mut().and_then(|line| line.last_mut());
    if let Some(Inline::Text { text }) = last {
        text.truncate(without_dash(text).len());
    }
}

fn without_dash(text: &str) -> &str {
    text.trim_end_matches(|c: char| c.is_whitespace() || DASHES.contains(&c))
}

/// Whether a line names somebody behind a dash, and does not speak.
pub(super) fn is_speaker(line: &str) -> bool {
    let line = line.trim();
    let name = line.strip_prefix(LONG_DASHES);
    let name = name.unwrap_or_default().trim_start();
    line.len() <= LONGEST_NAME
        && name.starts_with(char::is_uppercase)
        && !line.ends_with(['.', '?', '!', ':', '\u{2026}'])
}

/// A last paragraph behind a dash. Where the one before has a dash too, people are talking.
fn behind_dash(blocks: &mut Vec<Block>) -> Option<Vec<Inline>> {
    let is_behind = |block: &Block, longest: usize| {
        let Block::Paragraph { content } = block else {
            return false;
        };
        let text = plain(content);
        text.len() <= longest && text.starts_with(DASHES)
    };
    let [.., before, last] = blocks.as_slice() else {
        return None;
    };
    if !is_behind(last, LONGEST_NAME) || is_behind(before, usize::MAX) {
        return None;
    }
    match blocks.pop() {
        Some(Block::Paragraph { content }) => Some(named(content)),
        _ => None,
    }
}

/// A name without the dash before it, its looks and a portrait.
pub(super) fn named(mut content: Vec<Inline>) -> Vec<Inline> {
    content.retain(|inline| !matches!(inline, Inline::Image(_)));
    strip_dash(&mut content);
    match <[Inline; 1]>::try_from(content) {
        Ok([Inline::Emphasis { content }]) => content,
        Ok(single) => single.into(),
        Err(content) => content,
    }
}

/// Recursion is bounded: running text nests at most as deep as there are kinds of it.
fn strip_dash(content: &mut Vec<Inline>) {
    let blank = content.iter().take_while(|i| **i == Inline::Break).count();
    content.drain(..blank);
    let is_empty = match content.first_mut() {
        Some(Inline::Text { text }) => {
            let kept = text.trim_start_matches(|c: char| c.is_whitespace() || DASHES.contains(&c));
            *text = kept.to_owned();
            text.is_empty()
        }
        Some(
            Inline::Link { content, .. }
            | Inline::Emphasis { content }
            | Inline::Strong { content },
        ) => {
            strip_dash(content);
            content.is_empty()
        }
        _ => false,
    };
    if is_empty {
        content.remove(0);
    }
}

/// The address of the source in a quotation's own `cite` or `footer`.
fn source_link(quote: ElementRef<'_>) -> Option<&str> {
    let mut inside = quote.descendant_elements();
    let cite = inside.find(|e| matches!(&**e.tag(), "cite" | "footer"))?;
    let around = cite.ancestors().take(2).filter_map(NodeRef::element);
    let mut links = cite.descendant_elements().chain(around);
    links.find_map(|e| e.get("href"))
}
