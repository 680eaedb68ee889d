//! The steps of an extraction one by one, for benchmarks; not part of the public interface.

use super::{Extractor, Stages};
use crate::page::Page;
use crate::segment;
use crate::{Article, Error};

/// A page on its way, with what the steps so far made of it.
#[derive(Debug)]
pub struct Steps<'a> {
    extractor: &'a Extractor,
    page: &'a Page,
    stages: Stages,
}

impl<'a> Steps<'a> {
    /// Takes the page through all steps up to labelling.
    #[must_use]
    pub fn new(extractor: &'a Extractor, page: &'a Page) -> Self {
        let stages = extractor.label(page);
        Self {
            extractor,
            page,
            stages,
        }
    }

    /// Cuts the page into blocks; says how many.
    #[must_use]
    pub fn segment(&self) -> usize {
        segment::outline(self.page).blocks.len()
    }

    /// Labels the blocks by rule and model; says how many.
    #[must_use]
    pub fn label(&self) -> usize {
        let outline = &self.stages.outline;
        let mut rule = self.extractor.inner.rules.apply(self.page, outline);
        let reading = segment::read(self.page, outline, rule.as_mut());
        reading.labels(self.extractor.inner.options.focus).len()
    }

    /// Selects body, metadata and comments.
    ///
    /// # Errors
    ///
    /// As [`Extractor::extract`].
    pub fn select(&self) -> Result<Article, Error> {
        self.extractor.article(self.page, &self.stages)
    }
}
