//! Many jobs at the same time, their results in the order of the jobs, and Ctrl-C.

use std::collections::VecDeque;
use std::future::pending;

use anyhow::Result;
use tokio::runtime::Runtime;
use tokio::select;
use tokio::sync::mpsc::Receiver;
use tokio::task::{JoinError, JoinHandle};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Every job is done.
    Complete,
    /// By Ctrl-C; the jobs that were under way are done.
    Interrupted,
}

pub(crate) fn runtime() -> Result<Runtime> {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    Ok(builder.enable_all().build()?)
}

/// Begins a job for each item, as many at a time as the window holds, and hands over the results
/// in the order of the items. A slow job holds back the results of those after it, but not their
/// work, as long as the window has room.
///
/// On Ctrl-C no further item is taken, `finish` tells the jobs under way to come to an end, and
/// their results are handed over. A second Ctrl-C does not wait for them.
pub(crate) async fn in_order<I, K, F>(
    mut items: Receiver<I>,
    window: usize,
    mut begin: impl FnMut(I) -> (K, F),
    mut done: impl FnMut(K, Result<F::Output, JoinError>) -> Result<()>,
    finish: impl Fn(),
) -> Result<Ended>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let mut under_way = VecDeque::new();
    let mut open = true;
    let mut ended = Ended::Complete;
    let mut interrupt = Box::pin(interrupt());
    while open || !under_way.is_empty() {
        let room = under_way.len() < window;
        select! {
            () = &mut interrupt => {
                if ended == Ended::Interrupted {
                    break;
                }
                (ended, open) = (Ended::Interrupted, false);
                interrupt.set(self::interrupt());
                finish();
            }
            item = items.recv(), if open && room => match item {
                Some(item) => {
                    let (key, job) = begin(item);
                    under_way.push_back((key, tokio::spawn(job)));
                }
                None => open = false,
            },
            result = first(&mut under_way) => {
                if let Some((key, _)) = under_way.pop_front() {
                    done(key, result)?;
                }
            }
        }
    }
    Ok(ended)
}

async fn interrupt() {
    if tokio::signal::ctrl_c().await.is_err() {
        // The system does not tell, so the program ends as the system ends it.
        pending().await
    }
}

async fn first<K, T>(under_way: &mut VecDeque<(K, JoinHandle<T>)>) -> Result<T, JoinError> {
    match under_way.front_mut() {
        Some((_, job)) => job.await,
        None => pending().await,
    }
}
