//! Shows that time and memory grow in step with the page: `cargo run --release --example growth`.
//!
//! Each cell is measured in a process of its own: the time to parse, label and extract, and what
//! is allocated at most meanwhile (the page's own bytes included) as a multiple of the page. The last
//! column is what scraper's plain parse alone takes.
#![allow(clippy::print_stdout, reason = "a command-line tool")]

use std::process::Command;
use std::time::Instant;

use peak_alloc::PeakAlloc;
use scraper::Html;
use unhusk::{Extractor, Page};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const SIZES: [usize; 5] = [10_000, 100_000, 1_000_000, 10_000_000, 50_000_000];
/// Bytes of the page that scraper parses.
const PARSED: usize = 1_000_000;
/// Dumps have no tree, and of formatting left open scraper would make one without end.
const NOT_PARSED: [&str; 3] = ["dump", "short lines", "open formatting"];
/// Bytes of the page before.
const WARMING: usize = 1000;

/// A shape of page: what is repeated until the page is as large as asked for.
type Shape = (&'static str, fn(usize) -> String);

const SHAPES: [Shape; 13] = [
    ("article", article),
    ("dense article", dense_article),
    ("dump", |i| {
        format!("Line {i} of a page that somebody flattened to plain text.\n")
    }),
    ("short lines", |i| format!("a {i}\n")),
    ("tiny blocks", |i| format!("<p>{i}")),
    ("one block", |i| format!("word{i} ")),
    ("nested", |i| format!("<div>{i}")),
    ("attributes", |i| {
        format!("<p a{i}=1 b{i}=2 c{i}=3 d{i}=4>text {i}</p>")
    }),
    ("classes", |i| {
        format!("<p class='c{i} d{} e{i}'>text</p>", i / 7)
    }),
    ("table", |i| {
        format!("<table><tr><td>{i}<td>x</table><tr><td>{i}<td>x")
    }),
    ("images", |i| {
        format!("<img src='/{i}.jpg' alt='image {i}'>")
    }),
    ("comments", |i| {
        format!("<div class=comment id=comment-{i}><b>Name {i}</b><p>Text of the comment.</p>")
    }),
    ("open formatting", |i| format!("<p><b id={i}>x</p>")),
];

/// Paragraphs, links, a list and class names, as sites build them.
fn article(i: usize) -> String {
    format!(
        "<section class='article-part article-part-{}' id='part-{i}'>\n  <h2 class='heading'>Part {i}: \
         what the river carries</h2>\n  <p>The river carries what the hills give it, and in spring \
         that is more than the bridges of {i} towns can bear. <a href='/towns/{i}/bridges'>Two of \
         them</a> were built when nobody <em>had seen</em> such a flood, and stand on piers of wood \
         that the ice has worn thin.</p>\n  <ul class='plain-list'>\n    <li>The upper bridge, which \
         carries the road, was closed in the first week</li>\n    <li>The lower one is for people on \
         foot, and will stay open for now</li>\n  </ul>\n</section>\n",
        i % 9
    )
}

/// The same with hardly any text between the tags.
fn dense_article(i: usize) -> String {
    format!(
        "<section class='part part-{}'><h2>Part {i}</h2><p>A sentence with <a href='/page/{i}'>a \
         link</a> and <em>stress</em>, as running text has them, and long enough to be read. \
         </p><ul><li>One</li><li>Two</li></ul></section>\n",
        i % 9
    )
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [shape, size] => child(shape, size.parse().unwrap_or(0), false),
        [shape, size, _scraper] => child(shape, size.parse().unwrap_or(0), true),
        _ => table(),
    }
}

fn table() {
    let heads = SIZES.map(|size| format!(" {} kB |", size / 1000));
    println!(
        "| shape |{} scraper, {} kB |\n|---|{}---|",
        heads.concat(),
        PARSED / 1000,
        "---|".repeat(SIZES.len())
    );
    for (name, _) in SHAPES {
        let cells = SIZES.map(|size| format!(" {} |", measured(&[name, &size.to_string()])));
        let parsed = match NOT_PARSED.contains(&name) {
            true => "-".to_owned(),
            false => measured(&[name, &PARSED.to_string(), "scraper"]),
        };
        println!("| {name} |{} {parsed} |", cells.concat());
    }
}

fn measured(arguments: &[&str]) -> String {
    let output =
        std::env::current_exe().and_then(|program| Command::new(program).args(arguments).output());
    match output {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).trim().to_owned()
        }
        _ => "failed".to_owned(),
    }
}

fn child(shape: &str, size: usize, by_scraper: bool) {
    let extractor = Extractor::default();
    let read = |text: &str| match by_scraper {
        true => drop(Html::parse_document(text)),
        false => extract(&extractor, shape, text),
    };
    // What is made once a process, as the model and the patterns are, is made by a small page.
    read(&page(shape, WARMING));
    let before = MEMORY.current_usage();
    let text = page(shape, size);
    MEMORY.reset_peak_usage();
    let start = Instant::now();
    read(&text);
    let milliseconds = start.elapsed().as_secs_f64() * 1e3;
    let memory = MEMORY.peak_usage().saturating_sub(before) as f64 / text.len() as f64;
    println!("{milliseconds:.1} ms, {memory:.1}x");
}

fn extract(extractor: &Extractor, shape: &str, text: &str) {
    let page = match shape {
        "dump" | "short lines" => Page::from_text(text),
        _ => Page::from_html(text),
    };
    let _ = extractor.extract(&page);
}

fn page(shape: &str, size: usize) -> String {
    let mut text = String::with_capacity(size + 1000);
    let part = SHAPES.iter().find(|(name, _)| *name == shape);
    for i in 0.. {
        match part {
            Some((_, part)) if text.len() < size => text.push_str(&part(i)),
            _ => break,
        }
    }
    text
}
