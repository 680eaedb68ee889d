//! Bytes per second of each stage over a page of both sites: `cargo bench --bench extract`.
#![allow(missing_docs, clippy::unwrap_used)]

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use unhusk::stages::Steps;
use unhusk::{Extractor, Page};

const PAGES: [(&str, &str); 2] = [
    (
        "creativedestructionmedia.com",
        include_str!("../tests/fixtures/sites/creativedestructionmedia.com/belarus.full.html"),
    ),
    (
        "geopoliticsandempire.com",
        include_str!("../tests/fixtures/sites/geopoliticsandempire.com/belarus.html"),
    ),
];

fn main() {
    divan::main();
}

/// Site names; the pages themselves would be printed.
fn sites() -> impl Iterator<Item = &'static str> {
    PAGES.into_iter().map(|(site, _)| site)
}

fn html(site: &str) -> &'static str {
    let page = PAGES.into_iter().find(|(name, _)| *name == site);
    page.unwrap().1
}

/// Runs a stage on a page that all stages before it have seen.
fn stage<T>(bencher: Bencher, site: &str, run: impl Fn(&Steps<'_>) -> T + Sync) {
    let html = html(site);
    let (extractor, page) = (Extractor::default(), Page::from_html(html));
    let steps = Steps::new(&extractor, &page);
    bencher
        .counter(BytesCount::of_str(html))
        .bench_local(|| run(black_box(&steps)));
}

#[divan::bench(args = sites())]
fn a_parse(bencher: Bencher, site: &str) {
    let html = html(site);
    bencher
        .counter(BytesCount::of_str(html))
        .bench_local(|| Page::from_html(black_box(html)));
}

#[divan::bench(args = sites())]
fn b_segment(bencher: Bencher, site: &str) {
    stage(bencher, site, |steps| steps.segment());
}

#[divan::bench(args = sites())]
fn c_label(bencher: Bencher, site: &str) {
    stage(bencher, site, |steps| steps.label());
}

#[divan::bench(args = sites())]
fn d_select(bencher: Bencher, site: &str) {
    stage(bencher, site, |steps| steps.select());
}

#[divan::bench(args = sites())]
fn e_render(bencher: Bencher, site: &str) {
    let html = html(site);
    let article = Extractor::default()
        .extract(&Page::from_html(html))
        .unwrap();
    bencher
        .counter(BytesCount::of_str(html))
        .bench_local(|| black_box(&article).to_markdown());
}

#[divan::bench(args = sites())]
fn f_end_to_end(bencher: Bencher, site: &str) {
    let html = html(site);
    let extractor = Extractor::default();
    let run = || {
        let article = extractor.extract(&Page::from_html(black_box(html)));
        article.unwrap().to_markdown()
    };
    bencher.counter(BytesCount::of_str(html)).bench_local(run);
}
