//! What a rule says of a text dump: lines between anchors, and lines that match.

use std::ops::Range;

use regex::Regex;

use super::compile::{Candidate, From, LineLabel, Text};
use super::format::Zone;
use super::{CommentHit, Match, Origin, Parts, nth};
use crate::RegionKind;
use crate::article::{Field, FieldHit};
use crate::page::facts::collapsed;
use crate::segment::outline::Outline;
use crate::segment::{Label, Reason};

/// The lines without markers, white space collapsed: what patterns are matched against.
pub(super) fn lines(outline: &Outline) -> Vec<String> {
    let content = |block: &crate::segment::outline::Block| {
        let run = outline.runs.get(block.runs.start as usize);
        let text = run.map_or("", |run| outline.slice(&run.text));
        // Some flatteners mark headings and emphasis as Markdown does.
        let text = text.trim_start_matches('#').trim();
        collapsed(text.trim_matches('*').trim_matches('_'))
    };
    outline.blocks.iter().map(content).collect()
}

pub(super) fn apply(lines: &[String], parts: &Parts<'_>, found: &mut Match) {
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
    for (field, candidates) in &parts.fields {
        let values = candidates
            .iter()
            .flat_map(|(c, origin)| field_lines(lines, *field, c, origin));
        found.fields.extend(values);
    }
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
    let length = rest.iter().position(ends).unwrap_or(rest.len());
    (length > 0).then_some((start..start + length, line))
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
    reason: &Reason,
    found: &mut Match,
) {
    if let Some(from) = &label.from {
        for range in ranges(lines, zone, from, label.to.as_ref()) {
            fill(found, range, label.label, reason);
        }
        return;
    }
    let matches = |&index: &usize| {
        let line = lines.get(index).map_or("", String::as_str);
        label
            .line
            .as_ref()
            .is_none_or(|pattern| pattern.is_match(line))
    };
    for index in nth(zone.filter(matches).collect(), label.nth) {
        fill(found, index..index + 1, label.label, reason);
    }
}

/// From each line that matches `from` to before the next one that matches `to`.
fn ranges(
    lines: &[String],
    zone: Range<usize>,
    from: &Regex,
    to: Option<&Regex>,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for index in zone.clone() {
        let line = lines.get(index).map_or("", String::as_str);
        match start {
            None if from.is_match(line) => start = Some(index),
            Some(begin) if to.is_some_and(|to| to.is_match(line)) => {
                found.push(begin..index);
                start = from.is_match(line).then_some(index);
            }
            _ => {}
        }
    }
    found.extend(start.map(|begin| begin..zone.end));
    found
}

fn fill(found: &mut Match, range: Range<usize>, kind: RegionKind, reason: &Reason) {
    for label in found.labels.get_mut(range).into_iter().flatten() {
        *label = Some(Label::certain(kind, reason.clone()));
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
        Some(group.as_str().to_owned())
    });
    let values = candidate.cut(captured.take(1).collect());
    let hit = |value| FieldHit {
        field,
        value,
        reason: origin.reason(candidate.line),
    };
    values.into_iter().map(hit).collect()
}

/// Comments begin at a line with author and date and go on to the next one.
fn comment_hits(lines: &[String], head: &Regex, found: &Match) -> Vec<CommentHit> {
    let mut hits: Vec<CommentHit> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let label = found.labels.get(index).and_then(Option::as_ref);
        if label.is_none_or(|label| label.kind != RegionKind::Comment) {
            continue;
        }
        if let Some(captures) = head.captures(line) {
            let group = |name| captures.name(name).map(|m| m.as_str().trim().to_owned());
            hits.push(CommentHit {
                author: group("author"),
                time: group("date"),
                ..CommentHit::default()
            });
        } else if let Some(hit) = hits.last_mut() {
            hit.body.push(index as u32);
        }
    }
    hits
}
