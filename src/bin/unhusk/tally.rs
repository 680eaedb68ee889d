//! What a run came to: a progress bar while it lasts, one line at its end.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

#[derive(Debug)]
pub(crate) struct Tally {
    counts: BTreeMap<&'static str, usize>,
    /// Shows only when the error output is a terminal.
    bar: ProgressBar,
    start: Instant,
}

impl Tally {
    /// Of so many pages; `None` when that is not known.
    pub(crate) fn new(total: Option<u64>) -> Self {
        let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        let template = match total {
            Some(_) => "{bar:30} {pos}/{len} pages, {per_sec}, {eta} left; {msg}",
            None => "{spinner} {pos} pages, {per_sec}; {msg}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self {
            counts: BTreeMap::new(),
            bar,
            start: Instant::now(),
        }
    }

    pub(crate) fn count(&mut self, outcome: &'static str) {
        *self.counts.entry(outcome).or_default() += 1;
        self.bar.set_message(self.outcomes());
        self.bar.inc(1);
    }

    /// Writes while the bar is out of the way.
    pub(crate) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }

    /// The line at the end. `more` is said as well, such as what was skipped.
    pub(crate) fn finish(&self, more: impl Display) {
        self.bar.finish_and_clear();
        let pages: usize = self.counts.values().sum();
        let outcomes = if pages == 0 {
            String::new()
        } else {
            format!(": {}", self.outcomes())
        };
        let seconds = self.start.elapsed().as_secs_f64();
        anstream::eprintln!("{pages} pages in {seconds:.1} s{outcomes}{more}");
    }

    /// `12 ok, 2 not_found, 1 blocked`: the good ones first, then the most frequent.
    fn outcomes(&self) -> String {
        let mut counts: Vec<_> = self.counts.iter().collect();
        counts.sort_by_key(|&(outcome, count)| (*outcome != "ok", std::cmp::Reverse(*count)));
        let texts = counts
            .iter()
            .map(|(outcome, count)| format!("{count} {outcome}"));
        texts.collect::<Vec<_>>().join(", ")
    }
}
