//! From labelled blocks to the article: body, metadata, comments.

use crate::article::{Article, Body, Metadata, PageType, Provenance};
use crate::extractor::Options;
use crate::page::Page;
use crate::rules::Match;
use crate::segment::{Label, outline::Outline};
use crate::{Error, NoBody};

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
    Ok(Article {
        metadata: Metadata::default(),
        body: Body::default(),
        comments: Vec::new(),
        page_type: PageType::Article,
        confidence: 0.0,
        provenance,
    })
}
