//! Memory of real pages: `cargo run --release --example memory -- DATA`, where the pages are in
//! `DATA/wcxb-dev/html`.
//!
//! What is allocated at most while a page is parsed, and while it is parsed, labelled and made an
//! article, as a multiple of the page, whose own bytes do not count; beside it what `scraper`
//! takes to parse it.
#![allow(clippy::print_stdout, reason = "a command-line tool")]

use std::io::Read;
use std::path::{Path, PathBuf};

use peak_alloc::PeakAlloc;
use scraper::Html;
use unhusk::{Extractor, Page};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fn main() {
    let Some(data) = std::env::args().nth(1) else {
        println!("usage: memory DATA");
        return;
    };
    let extractor = Extractor::default();
    let pages: Vec<_> = pages(Path::new(&data))
        .iter()
        .filter_map(|p| read(p))
        .collect();
    let article = |html: &str| drop(extractor.extract(&Page::from_html(html)));
    report("scraper's tree", &pages, |html| {
        drop(Html::parse_document(html))
    });
    report("our tree", &pages, |html| drop(Page::from_html(html)));
    report("the article", &pages, article);
}

fn report(what: &str, pages: &[String], run: impl Fn(&str)) {
    // What is made once a process is made by the first pass.
    pages.iter().for_each(|html| run(html));
    let measured = pages.iter().map(|html| measure(html, &run));
    let mut measured: Vec<_> = measured.collect();
    measured.sort_by(f64::total_cmp);
    println!("{what}, {} pages, times the page:", measured.len());
    let last = measured.len().saturating_sub(1);
    for percent in [10, 50, 90, 95, 99, 100] {
        if let Some(times) = measured.get(last * percent / 100) {
            println!("{percent:>5} % take at most {times:>5.1}");
        }
    }
    let within = measured.iter().filter(|times| **times <= 12.0).count();
    println!("{within:>5} pages take at most 12");
}

fn measure(html: &str, run: impl Fn(&str)) -> f64 {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    run(html);
    MEMORY.peak_usage().saturating_sub(before) as f64 / html.len() as f64
}

fn pages(data: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(data.join("wcxb-dev/html"));
    let entries = entries.into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

fn read(path: &Path) -> Option<String> {
    let mut html = Vec::new();
    let file = std::fs::File::open(path).ok()?;
    let mut decoder = flate2::read::MultiGzDecoder::new(file);
    decoder.read_to_end(&mut html).ok()?;
    (!html.is_empty()).then(|| String::from_utf8_lossy(&html).into_owned())
}
