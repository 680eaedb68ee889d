//! From the places of the blocks to the texts of the comments.

use super::CommentHit;
use super::finder::{Finder, How};
use super::names::{self, Part};
use super::words::Sort;
use super::{lines, repeated, speakers};
use crate::article::CommentKind;
use crate::segment::{Label, RegionKind};
use crate::select::source::Source;

/// The comments with their texts, without items that turn out to hold nothing, and whether they are
/// what is left of the posts of a thread besides the body.
pub(super) fn finish(
    mut finder: Finder<'_, '_>,
    labels: &[Label],
    is_sure: bool,
) -> (Vec<CommentHit>, bool) {
    let (rests, are_posts) = share(&mut finder, labels, is_sure);
    let is_repeated = matches!(finder.how, How::Repeated(..));
    let is_review = matches!(finder.how, How::Repeated(_, Sort::Review));
    for (hit, mut rest) in finder.hits.iter_mut().zip(rests) {
        read_line(hit);
        let is_all = hit.body.is_empty();
        unnamed_head(finder.source, hit, &mut rest, is_repeated);
        if is_all {
            hit.body = rest;
        }
        if !is_review {
            speaker(finder.source, hit);
        }
    }
    join(&mut finder.hits);
    let hits = kept(finder.source, finder.hits, is_repeated);
    (hits, are_posts)
}

/// Gives each block to the comment that holds it: those in its text, or else all that is no
/// name, date or button, which is given back. Whether they are posts, most of whose text is body.
fn share(finder: &mut Finder<'_, '_>, labels: &[Label], is_sure: bool) -> (Vec<Vec<usize>>, bool) {
    let outline = finder.source.outline;
    let mut rests: Vec<Vec<usize>> = vec![Vec::new(); finder.hits.len()];
    let mut kept_as_body = vec![0; finder.hits.len()];
    for (index, block) in outline.blocks.iter().enumerate() {
        let place = finder.at(block.element);
        let Some(at) = place.hit else { continue };
        let label = labels.get(index);
        match label.map(|l| l.kind) {
            Some(RegionKind::Body | RegionKind::Caption) if !is_sure => {
                kept_as_body[at] += block.text.len();
                continue;
            }
            Some(RegionKind::CommentForm) if !is_sure || is_certain(label) => continue,
            _ => {}
        }
        let is_rest = place.part.is_none() && !is_head(finder, index);
        let hit = &mut finder.hits[at];
        match place.part {
            Some(Part::Text) => hit.body.push(index),
            None if is_rest => {
                name_by_day(finder.source, index, hit);
                if !is_furniture(outline.block_text(index), hit) {
                    rests[at].push(index);
                }
            }
            _ => {}
        }
    }
    let length = |i: &usize| outline.block_text(*i).len();
    let (mut all, mut all_kept) = (0, 0);
    let posts = kept_as_body.iter().filter(|kept| **kept > 0).count();
    for ((hit, rest), kept) in finder.hits.iter_mut().zip(&mut rests).zip(kept_as_body) {
        let own = if hit.body.is_empty() {
            &*rest
        } else {
            &hit.body
        };
        let own = own.iter().map(length).sum();
        (all, all_kept) = (all + own, all_kept + kept);
        // What is left of a post besides the body is no comment.
        if kept > own {
            hit.body.clear();
            rest.clear();
        }
    }
    let is_review = matches!(finder.how, How::Repeated(_, Sort::Review));
    (rests, posts > 1 && all_kept > all && !is_review)
}

fn is_certain(label: Option<&Label>) -> bool {
    label.is_some_and(|label| label.confidence >= 0.5)
}

/// Whether every run of a block is a name, a date or the like: a line above the text.
fn is_head(finder: &Finder<'_, '_>, block: usize) -> bool {
    let outline = finder.source.outline;
    let runs = outline.blocks.get(block).map(|b| b.runs.clone());
    let runs = runs.and_then(|r| outline.runs.get(r.start as usize..r.end as usize));
    let is_named = |element| finder.at(element).part.is_some_and(|p| p != Part::Text);
    let mut runs = runs.into_iter().flatten();
    runs.all(|run| {
        let text = outline.slice(&run.text);
        is_named(run.element) || !text.contains(char::is_alphanumeric)
    })
}

/// What comes first in a line with the day is a name, if an element of its own holds it and none
/// has named the author.
fn name_by_day(source: &Source<'_>, block: usize, hit: &mut CommentHit) {
    let outline = source.outline;
    if hit.author.is_some() || !repeated::states_a_day(outline.block_text(block)) {
        return;
    }
    let runs = outline.blocks.get(block).map(|b| b.runs.clone());
    let runs = runs.and_then(|r| outline.runs.get(r.start as usize..r.end as usize));
    let Some([first, _, ..]) = runs else { return };
    let name = outline.slice(&first.text).trim();
    let is_own = outline
        .blocks
        .get(block)
        .is_some_and(|b| b.element != first.element);
    if is_own && lines::is_name(name) {
        hit.author = lines::author(name);
    }
}

/// A date may be all that says when it was written, and so may a line of likes.
fn is_furniture(text: &str, hit: &mut CommentHit) -> bool {
    let text = text.trim();
    let score = lines::score(text);
    hit.score = hit.score.or(score);
    score.is_some()
        || lines::is_furniture(text, hit.author.as_deref())
        || hit.time.is_some() && lines::is_date(text)
}

/// Takes from a line with name and time what no element of its own has said.
fn read_line(hit: &mut CommentHit) {
    let Some(line) = hit.line.take() else { return };
    let (name, time) = lines::name_and_time(&line);
    hit.author = hit.author.take().or_else(|| lines::author(name?));
    hit.time = hit.time.take().or_else(|| time.map(str::to_owned));
}

/// Where names and days are in blocks without names: the first short block is the author if a
/// day follows it. Both are no part of the text.
fn unnamed_head(
    source: &Source<'_>,
    hit: &mut CommentHit,
    rest: &mut Vec<usize>,
    is_repeated: bool,
) {
    let outline = source.outline;
    let is_text = hit.body.is_empty() && rest.len() < 2;
    if !is_repeated && (hit.time.is_some() || is_text) {
        return;
    }
    let within = if is_repeated { 5 } else { usize::MAX };
    let mut texts = rest.iter().take(within).map(|&b| outline.block_text(b));
    // Where the time is known, "it took 2h" is text.
    let is_timed = hit.time.is_some();
    let is_day = |text: &str| repeated::states_a_day(text) && (!is_timed || lines::is_date(text));
    let Some(day) = texts.position(is_day) else {
        return;
    };
    let text = outline.block_text(rest.remove(day));
    let read = source.date(text);
    let is_end = day == 0 || day == rest.len();
    if hit.author.is_none() && is_end {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let (name, _) = lines::name_and_time(text);
        let name = name.and_then(lines::author);
        hit.author = name.filter(|name| name.len() < text.trim().len());
    }
    let named = hit.author.as_deref();
    let shown = named
        .and_then(|name| text.strip_prefix(name))
        .unwrap_or(text);
    let shown = shown
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .trim_end();
    hit.time = lines::better_time(hit.time.take(), read, shown);
    let is_near = day == 1 || is_repeated && day > 0;
    let is_name = |text: &str| text.len() < 40 && text.split(' ').count() <= 4;
    let first = rest.first().map(|&b| outline.block_text(b));
    let first = first.filter(|text| is_near && hit.author.is_none() && is_name(text));
    if let Some(name) = first.and_then(lines::author) {
        hit.author = Some(name);
        rest.remove(0);
    }
}

/// Who has not been named may be at the beginning of the text, and with the name the time.
fn speaker(source: &Source<'_>, hit: &mut CommentHit) {
    if hit.author.is_none() {
        let first = hit.body.first();
        hit.author = first.and_then(|block| speakers::heading(source, hit.element, *block));
        if hit.author.is_some() {
            hit.body.remove(0);
            return;
        }
    }
    let first = hit.body.first();
    let Some(opening) = first.and_then(|block| speakers::opening(source, *block)) else {
        return;
    };
    let author = hit.author.get_or_insert_with(|| opening.name.clone());
    if *author != opening.name {
        return;
    }
    if let Some(time) = opening.time {
        hit.time = lines::better_time(hit.time.take(), source.date(time), time);
    }
    hit.opening = Some(opening.printed.to_owned());
}

/// An item without name and time in one that has them but no text is the same comment.
fn join(hits: &mut [CommentHit]) {
    for at in 0..hits.len() {
        let (before, rest) = hits.split_at_mut(at);
        let Some(inner) = rest.first_mut() else {
            return;
        };
        let Some(outer) = inner.parent.and_then(|p| before.get_mut(p)) else {
            continue;
        };
        if outer.body.is_empty() && is_signed(outer) && !is_signed(inner) {
            outer.body = std::mem::take(&mut inner.body);
        }
    }
}

pub(super) fn is_signed(hit: &CommentHit) -> bool {
    hit.author.is_some() || hit.time.is_some()
}

/// Without those that hold nothing; what answers them answers what they answer.
fn kept(source: &Source<'_>, hits: Vec<CommentHit>, is_repeated: bool) -> Vec<CommentHit> {
    let mut numbers: Vec<Option<usize>> = Vec::with_capacity(hits.len());
    let mut kept: Vec<CommentHit> = Vec::new();
    for mut hit in hits {
        hit.parent = hit.parent.and_then(|p| numbers.get(p).copied().flatten());
        let parent = hit.parent.and_then(|p| kept.get(p));
        hit.depth = parent.map_or(0, |p| p.depth + 1);
        let is_said = is_repeated || is_signed(&hit) || hit.kind == CommentKind::Pingback;
        let is_real = !hit.body.is_empty() && is_said;
        let is_deleted =
            source.has_class(hit.element, names::DELETED) || says_deleted(source, &hit.body);
        if is_deleted {
            hit.kind = CommentKind::Deleted;
        }
        if is_real || is_deleted {
            numbers.push(Some(kept.len()));
            kept.push(hit);
        } else {
            numbers.push(hit.parent);
        }
    }
    kept
}

/// Whether the text of a comment is only that it is gone.
fn says_deleted(source: &Source<'_>, body: &[usize]) -> bool {
    let [only] = body else { return false };
    lines::is_deletion(source.outline.block_text(*only))
}
