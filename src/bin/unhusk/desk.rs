//! Where pages become articles: those of addresses by a reader, those at hand at once.

use std::sync::Arc;
use std::thread::available_parallelism;

use anyhow::Result;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use unhusk::fetch::{FetchError, Fetcher, ReadError, Reader, Story};
use unhusk::{Article, Extractor, Page};

use crate::fetch_args::{FetchArgs, PartArgs};

/// Pages that may be begun for each job: more than one, because pages wait for the turn of their
/// host, and finished ones for those before them.
const AHEAD: usize = 16;

#[derive(Debug)]
pub(crate) struct Desk {
    extractor: Extractor,
    reader: Reader,
    /// Without it, and without trusted certificates say, files still work.
    fetcher: Result<Fetcher, FetchError>,
    processors: Arc<Semaphore>,
    window: usize,
}

impl Desk {
    pub(crate) fn new(extractor: Extractor, fetch: &FetchArgs, parts: &PartArgs) -> Result<Self> {
        let fetcher = match fetch.fetcher() {
            // Whatever the flags say wrong is wrong for all pages.
            Err(FetchError::Setting {
                setting, message, ..
            }) if setting != "build" => {
                anyhow::bail!("--{}: {message}", setting.replace('_', "-"));
            }
            fetcher => fetcher,
        };
        let jobs = fetch.jobs.get();
        let processors = available_parallelism().map_or(1, usize::from).min(jobs);
        Ok(Self {
            reader: parts.reader(extractor.clone()).extractions(processors),
            extractor,
            fetcher,
            processors: Arc::new(Semaphore::new(processors)),
            window: jobs.saturating_mul(AHEAD),
        })
    }

    /// Most pages that are begun and not yet written.
    pub(crate) fn window(&self) -> usize {
        self.window
    }

    /// Fetches no further page; what is under way ends as usual.
    pub(crate) fn finish(&self) {
        if let Ok(fetcher) = &self.fetcher {
            fetcher.finish();
        }
    }

    pub(crate) async fn fetched(&self, url: &str) -> Result<Story, ReadError> {
        match &self.fetcher {
            Ok(fetcher) => self.reader.read(fetcher, url).await,
            Err(error) => Err(error.clone().into()),
        }
    }

    /// The article of a page that is at hand; `page` reads and parses it.
    pub(crate) async fn local(
        &self,
        page: impl FnOnce() -> Result<Page> + Send + 'static,
    ) -> Result<Local> {
        let turn = self.processors.clone().acquire_owned().await;
        let extractor = self.extractor.clone();
        let work = spawn_blocking(move || {
            let _turn = turn;
            let page = page()?;
            Ok(Local {
                article: extractor.extract(&page)?,
                is_truncated: page.is_truncated(),
            })
        });
        work.await?
    }
}

/// The article of a page at hand.
pub(crate) struct Local {
    pub(crate) article: Article,
    /// Whether the page was beyond a limit and was cut.
    pub(crate) is_truncated: bool,
}
