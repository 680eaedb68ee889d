//! The quality floor: measured by the code of the `evaluate` example on every n-th page of the
//! data folders beside the repository, where they exist. Floors only rise.
//!
//! The shipped model learned from these pages, so this guards the engine against regressions;
//! held-out figures are in `training/REPORT.md`.

#[path = "../examples/evaluate/data.rs"]
mod data;
#[path = "../examples/evaluate/measure.rs"]
mod measure;
#[path = "../examples/evaluate/metadata.rs"]
#[expect(
    dead_code,
    clippy::print_stdout,
    reason = "the example prints a report"
)]
mod metadata;

use std::path::{Path, PathBuf};

use unhusk::{Extractor, RuleSet};

/// Every n-th page is enough to notice, and quick.
const STEP: usize = 25;
const HTML_FLOOR: f64 = 0.96;
const DUMP_FLOOR: f64 = 0.905;
/// Of any article of a newsroom.
const ARTICLE_FLOOR: f64 = 0.75;
/// Titles, any author, all authors and days of newsrooms.
const METADATA_FLOORS: [f64; 4] = [0.95, 0.90, 0.88, 0.98];

fn root() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let found = beside.join("wcxb-dev/manifest.jsonl").exists();
    if !found {
        eprintln!("skipped: no data in {}", beside.display());
    }
    found.then_some(beside)
}

/// Of what is labelled body, and of the body that is returned.
fn mean(dumps: bool) -> Option<[f64; 2]> {
    let sources = data::load_some(&root()?, dumps, STEP);
    let extractor = Extractor::builder().rules(RuleSet::empty()).build();
    let scores = sources.iter().map(|s| measure::measure(&extractor, s));
    let sums = scores.fold([0.0; 2], |[labelled, extracted], score| {
        [labelled + score.f1[0], extracted + score.extracted]
    });
    Some(sums.map(|sum| sum / sources.len().max(1) as f64))
}

#[test]
fn bodies_of_pages_stay_above_the_floor() {
    if let Some(means) = mean(false) {
        let is_above = means.iter().all(|mean| *mean >= HTML_FLOOR);
        assert!(is_above, "F1 fell to {means:.4?}");
    }
}

#[test]
fn bodies_of_dumps_stay_above_the_floor() {
    if let Some(means) = mean(true) {
        let is_above = means.iter().all(|mean| *mean >= DUMP_FLOOR);
        assert!(is_above, "F1 fell to {means:.4?}");
    }
}

/// A page that is taken for none of an article is lost wholly, and few of them do not show in a
/// mean.
#[test]
fn no_article_of_a_newsroom_is_lost() {
    let Some(root) = root() else { return };
    let extractor = Extractor::builder().rules(RuleSet::empty()).build();
    let sources = data::load_newsrooms(&root);
    let scores = sources
        .iter()
        .map(|s| (measure::measure(&extractor, s).extracted, &s.id));
    let poor: Vec<_> = scores.filter(|(score, _)| *score < ARTICLE_FLOOR).collect();
    assert!(poor.is_empty(), "{poor:.4?}");
}

#[test]
fn metadata_of_newsrooms_stay_above_the_floors() {
    let Some(root) = root() else { return };
    let extractor = Extractor::builder().rules(RuleSet::empty()).build();
    let shares = metadata::shares(&root.join("fundus-dev"), &extractor, None);
    for (share, floor) in shares.into_iter().zip(METADATA_FLOORS) {
        assert!(
            share >= floor,
            "{shares:.3?} fell below {METADATA_FLOORS:?}"
        );
    }
}
