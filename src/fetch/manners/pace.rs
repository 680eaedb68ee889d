//! Whose turn it is: requests at the same time, all together and per host, and the pause between
//! two requests to one host.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex as SyncMutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Instant, sleep_until};

/// Above this many hosts those that are not in use and need no pause any more are forgotten.
const MAX_IDLE_HOSTS: usize = 4096;

pub(in super::super) struct Pace {
    all: Arc<Semaphore>,
    per_host: usize,
    hosts: SyncMutex<BTreeMap<String, Arc<Host>>>,
    finished: watch::Sender<bool>,
}

struct Host {
    slots: Arc<Semaphore>,
    /// Held while waiting, so that requests start one after the other, first come first served.
    gate: Mutex<Option<Instant>>,
    /// Set by `Retry-After`.
    closed_until: SyncMutex<Option<Instant>>,
}

/// The right to make one request; given back when dropped.
pub(in super::super) struct Turn {
    _host: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

impl Pace {
    pub(in super::super) fn new(jobs: usize, per_host: usize) -> Self {
        Self {
            all: Arc::new(Semaphore::new(jobs.min(Semaphore::MAX_PERMITS))),
            per_host: per_host.min(Semaphore::MAX_PERMITS),
            hosts: SyncMutex::default(),
            finished: watch::Sender::new(false),
        }
    }

    /// Gives no further turn.
    pub(in super::super) fn finish(&self) {
        self.finished.send_replace(true);
    }

    /// Waits until no further turn is given.
    pub(in super::super) async fn finished(&self) {
        // The sender lives as long as `self`, so this cannot fail.
        let _ = self.finished.subscribe().wait_for(|yes| *yes).await;
    }

    /// Waits until a request to the host may start; `None` when no further one may.
    pub(in super::super) async fn turn(&self, name: &str, delay: Option<Duration>) -> Option<Turn> {
        tokio::select! {
            biased;
            () = self.finished() => None,
            turn = self.wait(name, delay) => turn,
        }
    }

    /// The host's own limits come first, so that a slow host does not occupy a place of the
    /// others. Without a delay (robots.txt) only the numbers are limited.
    async fn wait(&self, name: &str, delay: Option<Duration>) -> Option<Turn> {
        let host = self.host(name);
        let slot = host.slots.clone().acquire_owned().await.ok()?;
        let Some(delay) = delay else {
            let all = self.all.clone().acquire_owned().await.ok()?;
            return Some(Turn {
                _host: slot,
                _all: all,
            });
        };
        let mut last = host.gate.lock().await;
        while let Some(until) = host.opens(*last, delay) {
            sleep_until(until).await;
        }
        let all = self.all.clone().acquire_owned().await.ok()?;
        *last = Some(Instant::now());
        Some(Turn {
            _host: slot,
            _all: all,
        })
    }

    /// No request to the host starts before this has passed.
    pub(in super::super) fn close(&self, name: &str, wait: Duration) {
        let until = Instant::now() + wait;
        let host = self.host(name);
        let mut closed = lock(&host.closed_until);
        *closed = Some(closed.map_or(until, |old| old.max(until)));
    }

    fn host(&self, name: &str) -> Arc<Host> {
        let mut hosts = lock(&self.hosts);
        if hosts.len() > MAX_IDLE_HOSTS {
            hosts.retain(|_, host| !host.is_idle());
        }
        hosts
            .entry(name.to_owned())
            .or_insert_with(|| Arc::new(Host::new(self.per_host)))
            .clone()
    }
}

impl Host {
    fn new(per_host: usize) -> Self {
        Self {
            slots: Arc::new(Semaphore::new(per_host)),
            gate: Mutex::default(),
            closed_until: SyncMutex::default(),
        }
    }

    /// When the next request may start, if that is not now.
    fn opens(&self, last: Option<Instant>, delay: Duration) -> Option<Instant> {
        let now = Instant::now();
        let closed = *lock(&self.closed_until);
        let next = last.map(|last| last + delay).max(closed)?;
        (next > now).then_some(next)
    }

    /// Nobody waits, nobody works, and the last request is longer ago than any usual pause.
    fn is_idle(self: &Arc<Self>) -> bool {
        let long_ago = |at: Instant| at.elapsed() > Duration::from_secs(120);
        Arc::strong_count(self) == 1
            && self
                .gate
                .try_lock()
                .is_ok_and(|last| last.is_none_or(long_ago))
            && lock(&self.closed_until).is_none_or(|until| until <= Instant::now())
    }
}

fn lock<T>(mutex: &SyncMutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
