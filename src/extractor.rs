use std::sync::Arc;

use crate::article::{Article, Metadata, Provenance};
use crate::rules::{Match, RuleSet};
use crate::segment::{self, Segmentation};
use crate::select::{self, Labelled};
use crate::{Error, Page};

/// Turns pages into articles. Built once, shared between threads; a clone is a pointer copy.
///
/// ```
/// use unhusk::{Extractor, Options, RuleSet};
///
/// let extractor = Extractor::builder()
///     .rules(RuleSet::builtin())
///     .options(Options::new())
///     .build();
/// # let _ = extractor;
/// ```
#[derive(Debug, Clone, Default)]
pub struct Extractor {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    rules: RuleSet,
    options: Options,
}

impl Extractor {
    /// A builder with the built-in rules and default options.
    #[must_use]
    pub fn builder() -> ExtractorBuilder {
        ExtractorBuilder::default()
    }

    /// Labels every piece of a page. This never fails; a page without text has no regions.
    #[must_use]
    pub fn segment(&self, page: &Page) -> Segmentation {
        let outline = segment::outline(page);
        let rule = self.inner.rules.apply(page, &outline);
        let labels = segment::label(page, &outline, rule.as_ref(), self.inner.options.focus);
        Segmentation::new(outline, labels)
    }

    /// Returns the article of a page.
    ///
    /// # Errors
    ///
    /// [`Error::NoBody`] if the page has none: it is blocked, gated, empty or not an article.
    pub fn extract(&self, page: &Page) -> Result<Article, Error> {
        let outline = segment::outline(page);
        let rule = self.inner.rules.apply(page, &outline);
        let labels = segment::label(page, &outline, rule.as_ref(), self.inner.options.focus);
        let input = Labelled {
            page,
            outline: &outline,
            labels: &labels,
            rule: rule.as_ref(),
            options: &self.inner.options,
        };
        select::article(input, self.provenance(rule.as_ref()))
    }

    /// The metadata of a page, also of one without a body.
    #[must_use]
    pub fn metadata(&self, page: &Page) -> Metadata {
        let outline = segment::outline(page);
        let rule = self.inner.rules.apply(page, &outline);
        let labels = segment::label(page, &outline, rule.as_ref(), self.inner.options.focus);
        select::metadata(&Labelled {
            page,
            outline: &outline,
            labels: &labels,
            rule: rule.as_ref(),
            options: &self.inner.options,
        })
    }

    fn provenance(&self, rule: Option<&Match>) -> Provenance {
        Provenance {
            rule: rule.map(|r| r.rule.clone()),
            layout: rule.map(|r| r.layout.clone()),
            chosen_by: rule.and_then(|r| r.chosen_by),
            rule_set: self.inner.rules.hash().to_owned(),
            model: None,
            misses: rule.map(|r| r.misses.clone()).unwrap_or_default(),
        }
    }
}

/// Extracts the article of an HTML page with the default [`Extractor`].
///
/// # Errors
///
/// [`Error::Url`] if `url` is not an absolute http(s) address, else as [`Extractor::extract`].
pub fn extract(html: &str, url: &str) -> Result<Article, Error> {
    let page = Page::from_html(html).with_url(url)?;
    Extractor::default().extract(&page)
}

/// Collects what an [`Extractor`] is made of.
#[derive(Debug, Default)]
pub struct ExtractorBuilder {
    inner: Inner,
}

impl ExtractorBuilder {
    /// Uses these rules instead of the built-in ones.
    #[must_use]
    pub fn rules(mut self, rules: RuleSet) -> Self {
        self.inner.rules = rules;
        self
    }

    /// Uses these options instead of the defaults.
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.inner.options = options;
        self
    }

    /// The extractor.
    #[must_use]
    pub fn build(self) -> Extractor {
        Extractor {
            inner: Arc::new(self.inner),
        }
    }
}

/// What to extract and how carefully.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    focus: Focus,
    articles_only: bool,
}

/// Where to cut between body and the rest when the learned model decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Focus {
    /// Rather leave out some text than take boilerplate.
    Precision,
    /// The best balance (highest expected F1).
    #[default]
    Balanced,
    /// Rather take some boilerplate than leave out text.
    Recall,
}

impl Options {
    /// The defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets where to cut.
    #[must_use]
    pub fn focus(mut self, focus: Focus) -> Self {
        self.focus = focus;
        self
    }

    /// Refuses pages of other types (forums, listings, products ...) as not an article.
    #[must_use]
    pub fn articles_only(mut self, yes: bool) -> Self {
        self.articles_only = yes;
        self
    }
}
