//! What a rule says of a text dump: lines between anchors, and lines that match.

use std::ops::Range;
use std::sync::Arc;

use super::compile::{Candidate, From, LineLabel, Text};
use super::format::Zone;
use super::pattern::Pattern;
use super::view::{LONG_PARAGRAPH, is_repeated};
use super::{CommentHit, Match, Origin, Parts, nth, plain};
use crate::RegionKind;
use crate::article::{Field, FieldHit};
use crate::segment::outline::{Block, Outline};
use crate::segment::{Label, Reason};

/// How far below the beginning of the body a line may move it further down.
const NEAR: usize = 4;

/// What patterns are matched against: the lines without bullets, indentation and Markdown.
pub(super) fn lines(outline: &Outline) -> Vec<String> {
    let content = |block: &Block| {
        let run = outline.runs.get(block.runs.start as usize);
        plain::line(run.map_or("", |run| outline.slice(&run.text)))
    };
    outline.blocks.iter().map(content).collect()
}

pub(super) fn apply(outline: &Outline, lines: &[String], parts: &Parts<'_>, found: &mut Match) {
    let Some((text, origin)) = &parts.text else {
        return;
    };
    let body = body_range(lines, text);
    found.labels = vec![None; lines.len()];
    match &body {
        Some((range, line)) => {
            found.has_body = true;
            fill(
                found,
                range.clone(),
                RegionKind::Body,
                &origin.reason(*line),
            );
        }
        None => found.misses.push("body".to_owned()),
    }
    let body = body.map_or(lines.len()..lines.len(), |(range, _)| range);
    for label in &text.lines {
        let mut zone = zone(label.zone, &body, lines.len());
        if let Some(last) = label.last {
            zone.start = zone.start.max(zone.end.saturating_sub(last));
        }
        apply_label(lines, label, zone, &origin.reason(label.at), found);
    }
    let headed = headed(outline, lines);
    for (field, candidates) in &parts.fields {
        let values = candidates
            .iter()
            .flat_map(|(c, origin)| field_lines(&headed, *field, c, origin));
        found.fields.extend(values);
    }
    title_line(&lines[..body.start.min(lines.len())], found);
    found.comments = text
        .comment
        .as_ref()
        .map(|head| comment_hits(lines, head, found));
}

/// The body's lines, and the line of the rule that says where it begins.
fn body_range(lines: &[String], text: &Text) -> Option<(Range<usize>, usize)> {
    let mut anchors = text.after.iter();
    let (start, line) = anchors.find_map(|(anchor, line)| {
        let at = lines.iter().position(|l| anchor.is_match(l))?;
        Some((at + 1, *line))
    })?;
    let rest = lines.get(start..)?;
    let ends = |l: &String| text.before.iter().any(|end| end.is_match(l));
    let end = start + rest.iter().position(ends).unwrap_or(rest.len());
    let start = start + head_length(lines.get(start..end)?, &text.then);
    (start < end).then_some((start..end, line))
}

/// How many lines before the first paragraph belong to the head still.
fn head_length(lines: &[String], then: &[Pattern]) -> usize {
    let is_short = |line: &&String| line.split(' ').count() < LONG_PARAGRAPH;
    let mut length = 0;
    loop {
        let near = lines.iter().skip(length).take(NEAR).take_while(is_short);
        let more = |line: &String| then.iter().any(|pattern| pattern.is_match(line));
        match near.map(more).position(|is_more| is_more) {
            Some(at) => length += at + 1,
            None => return length,
        }
    }
}

/// The lines with the mark of a first heading, for fields.
fn headed(outline: &Outline, lines: &[String]) -> Vec<String> {
    let blocks = 0..outline.blocks.len();
    let is_heading = blocks.map(|index| outline.block_text(index).starts_with("# "));
    let marked = |(line, is_heading): (&String, bool)| match is_heading {
        true => format!("# {line}"),
        false => line.clone(),
    };
    lines.iter().zip(is_heading).map(marked).collect()
}

/// Labels the last line above the body that is the title.
fn title_line(head: &[String], found: &mut Match) {
    let title = found.fields.iter().find(|hit| hit.field == Field::Title);
    let Some(FieldHit { value, reason, .. }) = title.cloned() else {
        return;
    };
    if let Some(at) = head.iter().rposition(|line| *line == value) {
        fill(found, at..at + 1, RegionKind::Title, &reason);
    }
}

fn zone(zone: Zone, body: &Range<usize>, lines: usize) -> Range<usize> {
    match zone {
        Zone::All => 0..lines,
        Zone::Head => 0..body.start,
        Zone::Body => body.clone(),
        Zone::Tail => body.end..lines,
    }
}

fn apply_label(
    lines: &[String],
    label: &LineLabel,
    zone: Range<usize>,
    reason: &Arc<Reason>,
    found: &mut Match,
) {
    let matches = |&index: &usize| {
        let line = lines.get(index).map_or("", String::as_str);
        let pattern = label.line.as_ref();
        pattern.is_none_or(|pattern| pattern.is_match(line))
    };
    let ranges = match &label.from {
        Some(from) => ranges(lines, zone, from, label),
        None => vec![zone],
    };
    let matching = ranges.into_iter().flatten().filter(matches).collect();
    for index in nth(matching, label.nth) {
        fill(found, index..index + 1, label.label, reason);
    }
}

/// From each line that matches `from` to before the next one that matches `to`.
fn ranges(
    lines: &[String],
    zone: Range<usize>,
    from: &Pattern,
    label: &LineLabel,
) -> Vec<Range<usize>> {
    let line = |index: usize| lines.get(index).map_or("", String::as_str);
    let begins = |index: usize| {
        let repeated = || !label.repeated || is_repeated(line(index), line(index + 1));
        from.is_match(line(index)) && repeated()
    };
    let ends = |index: usize| label.to.as_ref().is_some_and(|to| to.is_match(line(index)));
    let mut found = Vec::new();
    let mut start = None;
    for index in zone.clone() {
        match start {
            None if begins(index) => start = Some(index),
            Some(begin) if ends(index) => {
                found.push(begin..index);
                start = begins(index).then_some(index);
            }
            _ => {}
        }
    }
    found.extend(start.map(|begin| begin..zone.end));
    found
}

fn fill(found: &mut Match, range: Range<usize>, kind: RegionKind, reason: &Arc<Reason>) {
    for label in found.labels.get_mut(range).into_iter().flatten() {
        *label = Some(Label::of_rule(kind, reason));
    }
}

fn field_lines(
    lines: &[String],
    field: Field,
    candidate: &Candidate,
    origin: &Origin,
) -> Vec<FieldHit> {
    let From::Line(pattern) = &candidate.from else {
        return Vec::new();
    };
    let captured = lines.iter().filter_map(|line| {
        let captures = pattern.captures(line)?;
        let group = captures.get(1).or(captures.get(0))?;
        Some(group.as_str().trim_start_matches("# ").to_owned())
    });
    let values = candidate.cut(captured.take(1).collect());
    let hit = |value| FieldHit {
        field,
        value,
        reason: origin.reason(candidate.line),
    };
    values.into_iter().map(hit).collect()
}

/// Comments begin at a line with author and date, or at a date below an author, and go on to the
/// next one.
fn comment_hits(lines: &[String], head: &Pattern, found: &Match) -> Vec<CommentHit> {
    let mut hits: Vec<CommentHit> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let label = found.labels.get(index).and_then(Option::as_ref);
        if label.is_none_or(|label| label.kind != RegionKind::Comment) {
            continue;
        }
        if let Some(captures) = head.captures(line) {
            let group = |name| captures.name(name).map(|m| m.as_str().trim().to_owned());
            let author = group("author").or_else(|| author_above(lines, index, hits.last_mut()));
            hits.push(CommentHit {
                author,
                time: group("date"),
                ..CommentHit::default()
            });
        } else if let Some(hit) = hits.last_mut() {
            hit.body.push(index as u32);
        }
    }
    hits
}

/// The name on the line above a date, which the comment before has taken for its own.
fn author_above(lines: &[String], date: usize, before: Option<&mut CommentHit>) -> Option<String> {
    let mut names = (0..date).rev().take(2).map(|index| {
        let name = lines
            .get(index)
            .map_or("", |line| line.trim_end_matches("says:").trim());
        (index, name)
    });
    let (at, name) = names.find(|(_, name)| !name.is_empty())?;
    if let Some(before) = before {
        before.body.retain(|&line| (line as usize) < at);
    }
    Some(name.to_owned())
}
