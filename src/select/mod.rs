//! From labelled blocks to the article: body, metadata, comments.

mod body;
mod inline;
mod metadata;

use crate::article::{Article, Comment, PageType, Provenance};
use crate::extractor::Options;
use crate::page::Page;
use crate::rules::{CommentHit, Match};
use crate::segment::{Label, outline::Outline};
use crate::{Error, NoBody, RegionKind};

/// All that is known of a page once its blocks are labelled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Labelled<'a> {
    pub(crate) page: &'a Page,
    pub(crate) outline: &'a Outline,
    pub(crate) labels: &'a [Label],
    pub(crate) rule: Option<&'a Match>,
    pub(crate) options: &'a Options,
}

/// Assembles the article.
pub(crate) fn article(input: Labelled<'_>, provenance: Provenance) -> Result<Article, Error> {
    if input.outline.blocks.is_empty() {
        return Err(Error::no_body(NoBody::Empty));
    }
    if let Some(evidence) = input.rule.and_then(|rule| rule.refused.clone()) {
        return Err(Error::no_body(NoBody::NotAnArticle { evidence }));
    }
    let blocks = body_blocks(input.labels);
    if blocks.is_empty() {
        return Err(Error::no_body(no_body(input)));
    }
    Ok(Article {
        metadata: metadata::metadata(input),
        confidence: confidence(input.labels, &blocks),
        body: body::assemble(input.page, input.outline, &blocks),
        comments: comments(input),
        page_type: PageType::Article,
        provenance,
    })
}

fn body_blocks(labels: &[Label]) -> Vec<u32> {
    let body = (0..)
        .zip(labels)
        .filter(|(_, label)| label.kind == RegionKind::Body);
    body.map(|(index, _)| index).collect()
}

fn no_body(input: Labelled<'_>) -> NoBody {
    let evidence = match input.rule {
        Some(rule) => format!("the rule {} found no body on this page", rule.rule),
        None => "no block of the page reads like a body".to_owned(),
    };
    NoBody::NotAnArticle { evidence }
}

/// The mean over the body's blocks.
fn confidence(labels: &[Label], blocks: &[u32]) -> f32 {
    let sum: f32 = blocks
        .iter()
        .filter_map(|&b| labels.get(b as usize))
        .map(|l| l.confidence)
        .sum();
    sum / blocks.len().max(1) as f32
}

fn comments(input: Labelled<'_>) -> Vec<Comment> {
    let hits = input.rule.and_then(|rule| rule.comments.as_ref());
    let own = input.page.url().or(None);
    let comment = |hit: &CommentHit| Comment {
        id: hit.id.as_deref().map(str::to_owned),
        parent: hit.parent,
        depth: hit.depth,
        author: hit.author.clone(),
        published: hit.time.clone(),
        body: body::assemble(input.page, input.outline, &hit.body),
        permalink: own
            .zip(hit.id.as_deref())
            .map(|(url, id)| format!("{url}#{id}")),
        score: None,
    };
    hits.into_iter().flatten().map(comment).collect()
}
