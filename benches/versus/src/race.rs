//! Time and quality, the contenders taking turns.

use std::time::{Duration, Instant};

use crate::contenders::CONTENDERS;
use crate::data::Source;
use crate::measure::f1;

/// What one contender made of one page.
#[derive(Clone, Copy)]
pub(crate) struct Outcome {
    pub(crate) time: Duration,
    /// Against the corrected and the published truth.
    pub(crate) f1: [f64; 2],
}

/// For each contender its outcome on each page.
pub(crate) fn run(pages: &[Source]) -> [Vec<Outcome>; CONTENDERS.len()] {
    let mut results = CONTENDERS.map(|_| Vec::with_capacity(pages.len()));
    // Models, patterns and tables that load on first use are not a page's cost.
    for contender in CONTENDERS {
        contender.run("<p>A page.</p>", "https://example.com/");
        pages.first().map(|p| contender.run(&p.content, &p.url));
    }
    for (turn, page) in pages.iter().enumerate() {
        for place in 0..CONTENDERS.len() {
            let contender = (turn + place) % CONTENDERS.len();
            results[contender].push(outcome(contender, page));
        }
    }
    results
}

fn outcome(contender: usize, page: &Source) -> Outcome {
    let start = Instant::now();
    let found = CONTENDERS[contender].run(&page.content, &page.url);
    let time = start.elapsed();
    let f1 = [&page.truth, &page.truth_v1].map(|truth| f1(&found, truth));
    Outcome { time, f1 }
}
