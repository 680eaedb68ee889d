//! From an address to one article, however many pages it stands on.

use std::future::pending;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread::available_parallelism;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use url::Url;

use super::glance::Glance;
use super::join::join;
use super::{
    Fetch, FetchError, Fetched, PartSet, Parts, PartsEnd, SourceKind, fetch_other_source, rel_next,
};
use crate::{Article, Error, Extractor, PageLinks};

/// Reads articles over any [`Fetch`]: fetches the page, extracts, follows the parts that the site's
/// rule or `rel=next` names, and joins them. A clone is a pointer copy, and shares the limits.
///
/// Extraction keeps a processor busy for some milliseconds a page, so it runs on the blocking
/// threads of tokio, at most one page per processor at a time.
///
/// ```
/// use unhusk::Extractor;
/// use unhusk::fetch::{Fetch, Fetched, Fetching, Reader};
///
/// struct Site;
///
/// impl Fetch for Site {
///     fn fetch<'a>(&'a self, url: &'a str) -> Fetching<'a> {
///         let (link, text) = match url {
///             "https://example.com/story" => ("<link rel=next href='?page=2'>", "first"),
///             _ => ("", "second"),
///         };
///         let text = format!("This is the {text} part of a story about the new bridge. ").repeat(9);
///         let html = format!("{link}<article><h1>The bridge</h1><p>{text}</article>");
///         Box::pin(async move { Ok(Fetched::new(url, 200, html.into())) })
///     }
/// }
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # runtime.block_on(async {
/// let reader = Reader::new(Extractor::default());
/// let story = reader.read(&Site, "https://example.com/story").await?;
/// assert_eq!(story.parts.pages().len(), 2);
/// assert!(story.article.to_text().contains("the second part"));
/// # Ok::<(), unhusk::fetch::ReadError>(())
/// # }).unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct Reader {
    extractor: Extractor,
    parts: Option<Parts>,
    sources: Vec<SourceKind>,
    processors: Arc<Semaphore>,
}

/// An article and the pages that it was read from.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Story {
    /// The article, of all parts.
    pub article: Article,
    /// The pages, the first one first, and why there are no more.
    pub parts: PartSet,
    /// What a person may want to know: another version taken, a part without text ...
    pub notes: Vec<String>,
}

/// Why there is no article.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// There is no page.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// There is a page, but no article on it.
    #[error("{}: {error}", page.final_url())]
    #[non_exhaustive]
    NoArticle {
        /// Why not.
        error: Error,
        /// The page.
        page: Box<Fetched>,
    },
}

impl ReadError {
    /// The name under which a run counts this: that of [`FetchError::outcome`] or
    /// [`Error::outcome`].
    #[must_use]
    pub fn outcome(&self) -> &'static str {
        match self {
            Self::Fetch(error) => error.outcome().name(),
            Self::NoArticle { error, .. } => error.outcome(),
        }
    }
}

/// One page, extracted.
struct Sheet {
    page: Fetched,
    article: Result<Article, Error>,
    /// Absolute addresses.
    next: Option<String>,
    single: Option<String>,
}

impl Reader {
    /// Follows up to 30 parts; takes no other versions of a page.
    #[must_use]
    pub fn new(extractor: Extractor) -> Self {
        let processors = available_parallelism().map_or(1, usize::from);
        Self {
            extractor,
            parts: Some(Parts::new()),
            sources: Vec::new(),
            processors: Arc::new(Semaphore::new(processors)),
        }
    }

    /// How to follow parts; `None` reads only the page asked for.
    #[must_use]
    pub fn parts(mut self, parts: impl Into<Option<Parts>>) -> Self {
        self.parts = parts.into();
        self
    }

    /// Reads the first of these versions that the page names, instead of the page itself. What
    /// was taken is in [`Story::notes`]. Default: none.
    #[must_use]
    pub fn sources(mut self, wanted: impl Into<Vec<SourceKind>>) -> Self {
        self.sources = wanted.into();
        self
    }

    /// Most pages extracted at the same time, at least 1. Default: one per processor.
    #[must_use]
    pub fn extractions(mut self, count: usize) -> Self {
        self.processors = Arc::new(Semaphore::new(count.clamp(1, Semaphore::MAX_PERMITS)));
        self
    }

    /// Reads one article.
    ///
    /// # Errors
    ///
    /// Why there is no page, or no article on it. A later part that cannot be had or has no text
    /// is no error: it is in [`Story::notes`].
    pub async fn read<F: Fetch + ?Sized>(&self, fetch: &F, url: &str) -> Result<Story, ReadError> {
        let page = fetch.fetch(url).await?;
        let page = self.version(fetch, page).await;
        let first = self.sheet(page).await;
        let first = self.single(fetch, first).await;
        let (error, page) = match first.article {
            Ok(article) => return Ok(self.rest(fetch, first.page, article, first.next).await),
            Err(error) => (error, Box::new(first.page)),
        };
        Err(ReadError::NoArticle { error, page })
    }

    /// The version that is wanted, if the page names it.
    async fn version<F: Fetch + ?Sized>(&self, fetch: &F, mut page: Fetched) -> Fetched {
        if self.sources.is_empty() {
            return page;
        }
        match fetch_other_source(fetch, &page, &self.sources).await {
            Ok(other) => other.unwrap_or(page),
            Err(error) => {
                page.notes.push(format!("no other version: {error}"));
                page
            }
        }
    }

    /// The whole article on one page, if the rule finds a link to it.
    async fn single<F: Fetch + ?Sized>(&self, fetch: &F, mut sheet: Sheet) -> Sheet {
        let Some(url) = sheet.single.take().filter(|_| self.parts.is_some()) else {
            return sheet;
        };
        let trouble = match fetch.fetch(&url).await {
            Ok(page) => {
                let mut single = self.sheet(page).await;
                match &single.article {
                    Ok(_) => {
                        let note = format!("all parts on one page, of {}", sheet.page.final_url());
                        single.page.notes.push(note);
                        single.next = None;
                        return single;
                    }
                    Err(error) => error.to_string(),
                }
            }
            Err(error) => error.to_string(),
        };
        sheet
            .page
            .notes
            .push(format!("not all on one page: {trouble}"));
        sheet
    }

    /// The parts after the first one, joined to it.
    async fn rest<F: Fetch + ?Sized>(
        &self,
        fetch: &F,
        first: Fetched,
        article: Article,
        mut next: Option<String>,
    ) -> Story {
        let mut articles = Vec::new();
        let mut notes = first.notes.clone();
        let mut set = PartSet::starting_with(first);
        while let (Some(parts), Some(url)) = (&self.parts, next.take()) {
            let Some(page) = parts.next(fetch, &mut set, &url).await else {
                break;
            };
            let sheet = self.sheet(page).await;
            notes.extend_from_slice(&sheet.page.notes);
            match sheet.article {
                Ok(article) => articles.push(article),
                Err(error) => notes.push(format!("nothing of {url}: {error}")),
            }
            set.pages.push(sheet.page);
            next = sheet.next;
        }
        if *set.end() != PartsEnd::Complete {
            notes.push(set.end().to_string());
        }
        Story {
            article: join(article, articles),
            parts: set,
            notes,
        }
    }

    async fn sheet(&self, page: Fetched) -> Sheet {
        let (extractor, follow) = (self.extractor.clone(), self.parts.is_some());
        let turn = self.processors.clone().acquire_owned().await;
        let work = spawn_blocking(move || {
            let _turn = turn;
            Sheet::of(page, &extractor, follow)
        });
        match work.await.map_err(tokio::task::JoinError::try_into_panic) {
            Ok(sheet) => sheet,
            Err(Ok(panic)) => resume_unwind(panic),
            // The runtime ends, and this future with it.
            Err(Err(_)) => pending().await,
        }
    }
}

impl Sheet {
    fn of(page: Fetched, extractor: &Extractor, follow: bool) -> Self {
        let (article, links) = match page.page() {
            Ok(parsed) => extractor.extract_part(&parsed),
            Err(error) => (Err(error), PageLinks::default()),
        };
        let next = match links.next {
            Some(next) => absolute(&page, &next),
            None if follow && !links.knows_next => rel_next(&page),
            None => None,
        };
        let single = links.single.and_then(|single| absolute(&page, &single));
        Self {
            single: single.filter(|url| url != page.final_url()),
            article,
            next,
            page,
        }
    }
}

fn absolute(page: &Fetched, address: &str) -> Option<String> {
    let url = Url::parse(page.final_url()).ok()?;
    let glance = Glance::at(page.body(), page.content_type());
    glance.resolve(&url, address).map(String::from)
}
