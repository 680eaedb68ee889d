//! Many pages, a bounded number at a time.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use tokio::task::{Id, JoinError, JoinSet};

use super::{Fetch, FetchError, Fetched};

/// Fetches every address and hands over each result as it comes, with the position and the text
/// of its address; exactly once for every address that was begun. Returns how many that were.
///
/// `window` pages are on their way at a time, so memory holds at most that many bodies. It should
/// be larger than the fetcher's [`jobs`](super::FetcherBuilder::jobs), because pages that wait for
/// the turn of their host are in it too: 16 times as many is a good choice. When `done` breaks, no
/// further address is begun, and those on their way are finished and handed over.
///
/// Dropping the future ends all requests.
///
/// ```no_run
/// # async fn run() -> Result<(), unhusk::fetch::FetchError> {
/// use std::ops::ControlFlow;
/// use unhusk::fetch::{Fetcher, fetch_many};
///
/// let fetcher = Fetcher::builder().jobs(8).build()?;
/// let urls = ["https://example.com/a", "https://example.com/b"].map(String::from);
/// fetch_many(&fetcher, urls, 128, |position, url, result| {
///     match result {
///         Ok(page) => println!("{position} {url}: {} bytes", page.body().len()),
///         Err(error) => println!("{position} {error}"),
///     }
///     ControlFlow::Continue(())
/// })
/// .await;
/// # Ok(())
/// # }
/// ```
pub async fn fetch_many<F: Fetch + Clone + 'static>(
    fetch: &F,
    urls: impl IntoIterator<Item = String>,
    window: usize,
    mut done: impl FnMut(usize, &str, Result<Fetched, FetchError>) -> ControlFlow<()>,
) -> usize {
    let mut urls = urls.into_iter().enumerate();
    let mut batch = Batch::default();
    let mut begun = 0;
    let mut open = true;
    loop {
        while open && batch.under_way.len() < window.max(1) {
            match urls.next() {
                Some((position, url)) => batch.begin(fetch.clone(), position, url),
                None => open = false,
            }
            begun += usize::from(open);
        }
        let Some((position, url, result)) = batch.next().await else {
            return begun;
        };
        open &= done(position, &url, result).is_continue();
    }
}

#[derive(Default)]
struct Batch {
    tasks: JoinSet<Result<Fetched, FetchError>>,
    under_way: BTreeMap<Id, (usize, String)>,
}

impl Batch {
    fn begin<F: Fetch + 'static>(&mut self, fetch: F, position: usize, url: String) {
        let asked = url.clone();
        let task = self.tasks.spawn(async move { fetch.fetch(&asked).await });
        self.under_way.insert(task.id(), (position, url));
    }

    async fn next(&mut self) -> Option<(usize, String, Result<Fetched, FetchError>)> {
        let (id, result) = match self.tasks.join_next_with_id().await? {
            Ok((id, result)) => (id, Ok(result)),
            Err(error) => (error.id(), Err(error)),
        };
        let (position, url) = self.under_way.remove(&id)?;
        let result = result.unwrap_or_else(|error| Err(broken(&url, &error)));
        Some((position, url, result))
    }
}

/// A caller's own `Fetch` may panic; that is one lost page, not a lost run.
fn broken(url: &str, error: &JoinError) -> FetchError {
    FetchError::interrupted(url, format!("the task ended early: {error}"))
}
