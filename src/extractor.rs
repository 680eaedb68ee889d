#[cfg(feature = "training")]
pub mod stages;

use std::sync::Arc;

use crate::article::{Article, Metadata, Provenance};
use crate::rules::{Match, PageLinks, RuleSet};
use crate::segment::outline::Outline;
use crate::segment::{self, Label, Reading, Segmentation};
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

/// What the stages up to labelling made of a page.
#[derive(Debug)]
struct Stages {
    outline: Outline,
    rule: Option<Match>,
    reading: Reading,
    labels: Vec<Label>,
    /// The labels of the balanced cut, where the options move it.
    balanced: Option<Vec<Label>>,
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
        let stages = self.label(page);
        Segmentation::new(stages.outline, stages.labels, stages.reading)
    }

    /// Returns the article of a page.
    ///
    /// # Errors
    ///
    /// [`Error::NoBody`] if the page has none: it is blocked, gated, empty or not an article.
    pub fn extract(&self, page: &Page) -> Result<Article, Error> {
        self.article(page, &self.label(page))
    }

    /// Where the page's rule finds the rest of an article in several parts. For programs that
    /// fetch by themselves; `fetch::Reader` does all of it.
    ///
    /// ```
    /// use unhusk::{Extractor, Page, RuleSet, SiteRule};
    ///
    /// let rule = SiteRule::parse("example.toml", r#"
    ///     schema = 1
    ///     id = "example.com"
    ///     [match]
    ///     hosts = ["example.com"]
    ///     [pages]
    ///     next = [{ css = ".pager a", text = "^Next" }]
    /// "#)?;
    /// let rules = RuleSet::builder().rule(rule).build();
    /// let page = Page::from_html("<p>Text</p><p class=pager><a href='?page=2'>Next page</a>");
    /// let page = page.with_url("https://example.com/story")?;
    /// let links = Extractor::builder().rules(rules).build().page_links(&page);
    /// assert_eq!(links.next.as_deref(), Some("?page=2"));
    /// # Ok::<(), unhusk::Error>(())
    /// ```
    #[must_use]
    pub fn page_links(&self, page: &Page) -> PageLinks {
        let outline = segment::outline(page);
        let rule = self.inner.rules.apply(page, &outline);
        rule.map(|rule| rule.pages).unwrap_or_default()
    }

    /// [`extract`](Self::extract) and [`page_links`](Self::page_links) in one go.
    #[cfg(feature = "fetch")]
    pub(crate) fn extract_part(&self, page: &Page) -> (Result<Article, Error>, PageLinks) {
        let mut stages = self.label(page);
        let links = stages
            .rule
            .as_mut()
            .map(|rule| std::mem::take(&mut rule.pages));
        (self.article(page, &stages), links.unwrap_or_default())
    }

    /// The metadata of a page, also of one without a body.
    #[must_use]
    pub fn metadata(&self, page: &Page) -> Metadata {
        let stages = self.label(page);
        select::metadata(&self.labelled(page, &stages))
    }

    fn label(&self, page: &Page) -> Stages {
        let outline = segment::outline(page);
        let mut rule = self.inner.rules.apply(page, &outline);
        let reading = segment::read(page, &outline, rule.as_mut());
        let focus = self.inner.options.focus;
        Stages {
            labels: reading.labels(focus),
            balanced: (focus != Focus::Balanced).then(|| reading.labels(Focus::Balanced)),
            outline,
            rule,
            reading,
        }
    }

    fn article(&self, page: &Page, stages: &Stages) -> Result<Article, Error> {
        let provenance = self.provenance(stages.rule.as_ref());
        select::article(self.labelled(page, stages), provenance)
    }

    fn labelled<'a>(&'a self, page: &'a Page, stages: &'a Stages) -> Labelled<'a> {
        Labelled {
            page,
            outline: &stages.outline,
            labels: &stages.labels,
            balanced: stages.balanced.as_ref().unwrap_or(&stages.labels),
            page_type: stages.reading.page_type(),
            rule: stages.rule.as_ref(),
            options: &self.inner.options,
        }
    }

    fn provenance(&self, rule: Option<&Match>) -> Provenance {
        Provenance {
            rule: rule.map(|r| r.rule.clone()),
            layout: rule.map(|r| r.layout.clone()),
            chosen_by: rule.and_then(|r| r.chosen_by),
            rule_set: self.inner.rules.hash().to_owned(),
            model: segment::predict::version(),
            misses: rule.map(|r| r.misses.clone()).unwrap_or_default(),
            embedded: None,
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

    pub(crate) fn is_articles_only(&self) -> bool {
        self.articles_only
    }

    /// Refuses pages of other types (forums, listings, products ...) as not an article.
    #[must_use]
    pub fn articles_only(mut self, yes: bool) -> Self {
        self.articles_only = yes;
        self
    }
}
