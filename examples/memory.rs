//! Memory of real pages: `cargo run --release --example memory -- DATA`, where the pages are in
//! `DATA/wcxb-dev/html`.
//!
//! What is allocated at most while a page is parsed, labelled and made an article, as a multiple
//! of the page, whose own bytes do not count.
#![allow(clippy::print_stdout, reason = "a command-line tool")]

use std::io::Read;
use std::path::{Path, PathBuf};

use peak_alloc::PeakAlloc;
use unhusk::{Extractor, Page};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fn main() {
    let Some(data) = std::env::args().nth(1) else {
        println!("usage: memory DATA");
        return;
    };
    let extractor = Extractor::default();
    let measured = pages(Path::new(&data)).into_iter().filter_map(|path| {
        let html = read(&path).filter(|html| !html.is_empty())?;
        // What is made once a process is made by the first pass.
        measure(&extractor, &html);
        let name = path.file_name()?.to_string_lossy().into_owned();
        Some((measure(&extractor, &html), name))
    });
    let mut measured: Vec<_> = measured.collect();
    measured.sort_by(|a, b| a.0.total_cmp(&b.0));
    report(&measured);
}

fn report(measured: &[(f64, String)]) {
    println!("{} pages", measured.len());
    let last = measured.len().saturating_sub(1);
    for percent in [10, 50, 90, 95, 99, 100] {
        if let Some((times, name)) = measured.get(last * percent / 100) {
            println!("{percent:>3} % take at most {times:>5.1} times the page ({name})");
        }
    }
    let within = measured.iter().filter(|(times, _)| *times <= 12.0).count();
    println!("{within} take at most 12 times the page");
}

fn measure(extractor: &Extractor, html: &str) -> f64 {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let _ = extractor.extract(&Page::from_html(html));
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
    Some(String::from_utf8_lossy(&html).into_owned())
}
