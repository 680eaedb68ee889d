//! From labelled blocks to the article: body, metadata, comments.

mod body;
mod comments;
mod embedded;
mod metadata;
mod source;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_comments;
#[cfg(test)]
mod tests_details;
#[cfg(test)]
mod tests_figures;
#[cfg(test)]
mod tests_lost;
#[cfg(test)]
mod tests_markdown;
#[cfg(test)]
mod tests_media;
#[cfg(test)]
mod tests_open;
#[cfg(test)]
mod tests_quotes;
#[cfg(test)]
mod tests_speakers;
#[cfg(test)]
mod tests_structure;
#[cfg(test)]
mod tests_xss;
mod wall;

use std::collections::BTreeSet;

use crate::article::{Article, Body, Metadata, PageType, Provenance};
use crate::extractor::Options;
use crate::page::Page;
use crate::render::words_of;
use crate::rules::Match;
use crate::segment::{Label, RegionKind, outline::Outline};
use crate::{Error, NoBody};
use body::{Pick, Plan, Standing};
use source::Source;

/// All that is known of a page once its blocks are labelled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Labelled<'a> {
    pub(crate) page: &'a Page,
    pub(crate) outline: &'a Outline,
    pub(crate) labels: &'a [Label],
    /// The same where the cut is balanced: what is a comment does not hang on the options.
    pub(crate) balanced: &'a [Label],
    /// The most probable type, and the probability that it is an article.
    pub(crate) page_type: Option<(PageType, f32)>,
    pub(crate) rule: Option<&'a Match>,
    pub(crate) options: &'a Options,
}

/// Assembles the article.
pub(crate) fn article(input: Labelled<'_>, mut provenance: Provenance) -> Result<Article, Error> {
    if let Some(evidence) = input.rule.and_then(|rule| rule.refused.clone()) {
        return Err(Error::no_body(NoBody::NotAnArticle { evidence }));
    }
    let ruled = input.rule.is_some_and(|rule| rule.has_body);
    let wall = if ruled { None } else { wall::find(&input) };
    let source = Source::new(input.page, input.outline);
    let plan = Plan::new(&source);
    let mut found = found_comments(&input, &source);
    let input = typed(&input, &found);
    let picks = picks(&input, &found.blocks);
    let mut body = body::assemble(&plan, &picks, |block| {
        standing(&input, &found.blocks, block)
    });
    let is_poor = !ruled && (wall.is_some() || embedded::is_poor(&input, &picks));
    let better = is_poor.then(|| embedded::better_body(&input, &body));
    let mut sure = confidence(&input);
    if let Some(better) = better.flatten() {
        sure = better.confidence;
        provenance.embedded = Some(better.place.to_owned());
        body = better.body;
    } else if let Some(cause) = wall {
        return Err(Error::no_body(cause));
    }
    if body.is_empty() {
        return Err(Error::no_body(no_body(&input)));
    }
    // What the page carries unseen is stated to be an article.
    let is_stated = provenance.embedded.is_some();
    if !is_stated && let Some(cause) = not_an_article(&input) {
        return Err(Error::no_body(cause));
    }
    let seen = input.page_type.filter(|_| !is_stated);
    let facts = input.page.facts();
    let claimed = std::mem::take(&mut found.claimed);
    let (comments, comment_status) = comments::build(&plan, found, facts);
    // They are large, and metadata need room too.
    drop(picks);
    drop(plan);
    drop(source);
    let metadata = metadata_from(&input, &mut body, &claimed);
    Ok(Article {
        url: input.page.url().map(str::to_owned),
        comment_status,
        metadata,
        body,
        comments,
        page_type: seen.map_or(PageType::Article, |(sort, _)| sort),
        confidence: sure,
        provenance,
    })
}

/// Where only articles are wanted, the page's type decides; a rule that found the body knows better.
fn not_an_article(input: &Labelled<'_>) -> Option<NoBody> {
    let (sort, article) = input.page_type?;
    let ruled = input.rule.is_some_and(|rule| rule.has_body);
    let refused = input.options.is_articles_only() && !ruled && article < 0.5;
    refused.then(|| NoBody::NotAnArticle {
        evidence: format!("the page looks like a {sort:?} ({article:.2} for an article)")
            .to_lowercase(),
    })
}

fn no_body(input: &Labelled<'_>) -> NoBody {
    if input.outline.blocks.is_empty() {
        return NoBody::Empty;
    }
    let evidence = match input.rule {
        Some(rule) => format!("the rule {} finds no body on this page", rule.rule),
        None => "nothing on the page reads like a body".to_owned(),
    };
    NoBody::NotAnArticle { evidence }
}

/// What the page says of itself and what its labels show, also where there is no body.
pub(crate) fn metadata(input: &Labelled<'_>) -> Metadata {
    let source = Source::new(input.page, input.outline);
    let found = found_comments(input, &source);
    let input = &typed(input, &found);
    let picks = picks(input, &found.blocks);
    let standing = |block| standing(input, &found.blocks, block);
    let mut body = body::assemble(&Plan::new(&source), &picks, standing);
    metadata_from(input, &mut body, &found.claimed)
}

/// The metadata of a body, from whose head the lines go that say the same.
fn metadata_from(input: &Labelled<'_>, body: &mut Body, comments: &BTreeSet<usize>) -> Metadata {
    let evidence = metadata::Evidence {
        page: input.page,
        outline: input.outline,
        labels: input.labels,
        fields: input.rule.map(|r| r.fields.as_slice()).unwrap_or_default(),
        facts: input.page.facts(),
        comments,
        page_type: input.page_type.map(|(sort, _)| sort),
    };
    let mut metadata = metadata::metadata(&evidence, body);
    let is_ruled = input.rule.is_some_and(|rule| rule.has_body);
    if evidence.is_article() && !is_ruled {
        leave_out_metadata(body, &metadata);
    }
    metadata.word_count = words_of(&body.blocks);
    metadata
}

/// Leaves out the lines of a body that only say what the metadata say.
fn leave_out_metadata(body: &mut Body, metadata: &Metadata) {
    metadata::signature::leave_out(body, metadata);
    metadata::filing::Filing::of(body).leave_out(body);
}

/// With the type that the comments show.
fn typed<'a>(input: &Labelled<'a>, found: &comments::Found) -> Labelled<'a> {
    Labelled {
        page_type: found.page_type(input.page_type),
        ..*input
    }
}

fn found_comments(input: &Labelled<'_>, source: &Source<'_>) -> comments::Found {
    let hits = input.rule.and_then(|rule| rule.comments.as_deref());
    let sort = input.page_type.map_or(PageType::Article, |(sort, _)| sort);
    comments::find(source, input.balanced, hits, sort)
}

/// The blocks of the body, and the captions beside them; none that is a comment's.
fn picks(input: &Labelled<'_>, comments: &BTreeSet<usize>) -> Vec<Pick> {
    let labels = input.labels.iter().enumerate();
    let labels = labels.filter(|(block, _)| !comments.contains(block));
    let picks = labels.filter_map(|(block, label)| match label.kind {
        RegionKind::Body => Some(Pick::text(block)),
        RegionKind::Caption => Some(Pick::captioning(block)),
        _ => None,
    });
    within_body(picks.collect())
}

/// What the model knows of a block. A rule that found the body knows better.
fn standing(input: &Labelled<'_>, comments: &BTreeSet<usize>, block: usize) -> Standing {
    let is_ruled = input.rule.is_some_and(|rule| rule.has_body);
    match input.labels.get(block) {
        _ if is_ruled || comments.contains(&block) => Standing::Fixed,
        Some(label) if label.confidence < 1.0 => match label.kind {
            RegionKind::Other => Standing::Open,
            RegionKind::Comment | RegionKind::CommentForm | RegionKind::Nav
                if label.confidence >= 0.5 =>
            {
                Standing::Apart
            }
            _ => Standing::Labelled,
        },
        _ => Standing::Fixed,
    }
}

/// Captions before the first and after the last body block are not the body's.
fn within_body(mut picks: Vec<Pick>) -> Vec<Pick> {
    let is_body = |p: &Pick| !p.caption;
    let first = picks.iter().position(is_body).unwrap_or(picks.len());
    let last = picks.iter().rposition(is_body).map_or(0, |last| last + 1);
    picks.truncate(last);
    picks.drain(..first.min(last));
    picks
}

/// The mean confidence of the body's blocks, weighted by their length.
fn confidence(input: &Labelled<'_>) -> f32 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for (block, label) in input.outline.blocks.iter().zip(input.labels) {
        if label.kind == RegionKind::Body {
            let length = (block.text.end - block.text.start) as f32;
            sum += label.confidence * length;
            weight += length;
        }
    }
    if weight > 0.0 { sum / weight } else { 0.0 }
}
