//! Formulas on lines of their own amid the text of a paragraph: they part it.

use super::plan::{Mark, Plan};
use super::{formula, inline};
use crate::article::{Inline, Math};
use crate::render::tex;
use crate::segment::outline::{ElementId, Run};

/// The running text of these runs, in one piece where no formula parts it.
pub(super) fn lines(plan: &Plan<'_>, runs: &[Run]) -> Vec<Vec<Inline>> {
    let mut lines = Vec::new();
    let (mut start, mut end) = (0, 0);
    for chunk in runs.chunk_by(|a, b| formula_of(plan, a) == formula_of(plan, b)) {
        if chunk.first().is_some_and(|run| is_displayed(plan, run)) {
            part(
                inline::content(plan, runs.get(start..end).unwrap_or_default()),
                &mut lines,
            );
            lines.push(inline::content(plan, chunk));
            start = end + chunk.len();
        }
        end += chunk.len();
    }
    part(
        inline::content(plan, runs.get(start..).unwrap_or_default()),
        &mut lines,
    );
    match lines.len() {
        1 => lines,
        _ => settled(lines),
    }
}

fn formula_of(plan: &Plan<'_>, run: &Run) -> Option<ElementId> {
    let mut marks = plan.marks(run.element);
    marks
        .find(|(_, mark)| *mark == Mark::Math)
        .map(|(id, _)| id)
}

fn is_displayed(plan: &Plan<'_>, run: &Run) -> bool {
    let node = formula_of(plan, run).and_then(|id| plan.source.node(id));
    node.is_some_and(formula::is_displayed)
}

/// Parts a line at TeX between delimiters.
fn part(content: Vec<Inline>, lines: &mut Vec<Vec<Inline>>) {
    if content.iter().all(|inline| parted(inline).is_none()) {
        lines.push(content);
        return;
    }
    let mut line = Vec::new();
    for inline in content {
        let Some(mut rest) = parted(&inline) else {
            line.push(inline);
            continue;
        };
        while let Some((before, tex, after)) = tex::displayed(rest) {
            line.extend(some_text(before));
            let math = formula::of_tex(tex.trim());
            lines.extend([std::mem::take(&mut line), vec![Inline::Math { math }]]);
            rest = after;
        }
        line.extend(some_text(rest));
    }
    lines.push(line);
}

/// Text that holds a formula.
fn parted(inline: &Inline) -> Option<&str> {
    match inline {
        Inline::Text { text } if tex::displayed(text).is_some() => Some(text),
        _ => None,
    }
}

fn some_text(text: &str) -> Option<Inline> {
    let text = text.to_owned();
    (!text.is_empty()).then_some(Inline::Text { text })
}

/// Without space around the lines; a comma or full stop behind a formula goes with it.
fn settled(lines: Vec<Vec<Inline>>) -> Vec<Vec<Inline>> {
    let mut settled: Vec<Vec<Inline>> = Vec::with_capacity(lines.len());
    for mut line in lines {
        trim(&mut line);
        if let Some([Inline::Math { math }]) = settled.last_mut().map(Vec::as_mut_slice) {
            punctuate(math, &stop(&mut line));
            trim(&mut line);
        }
        if !line.is_empty() {
            settled.push(line);
        }
    }
    settled
}

/// Takes the stop away that a line begins with.
fn stop(line: &mut [Inline]) -> String {
    let Some(Inline::Text { text }) = line.first_mut() else {
        return String::new();
    };
    let rest = text.trim_start_matches(['.', ',', ';', ':']);
    let is_one = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let length = if is_one { text.len() - rest.len() } else { 0 };
    text.drain(..length).collect()
}

fn punctuate(math: &mut Math, stop: &str) {
    math.text.push_str(stop);
    if let Some(tex) = &mut math.tex {
        tex.push_str(stop);
    }
}

fn trim(line: &mut Vec<Inline>) {
    let is_blank = |inline: &Inline| match inline {
        Inline::Break => true,
        Inline::Text { text } => text.trim().is_empty(),
        _ => false,
    };
    line.truncate(line.iter().rposition(|i| !is_blank(i)).map_or(0, |i| i + 1));
    line.drain(..line.iter().take_while(|i| is_blank(i)).count());
    if let Some(Inline::Text { text }) = line.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Inline::Text { text }) = line.last_mut() {
        text.truncate(text.trim_end().len());
    }
}
