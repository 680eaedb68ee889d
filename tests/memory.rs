//! What a page takes in memory: bytes allocated at most while it is parsed, labelled and made an
//! article, as a multiple of the page. One test, for the allocator counts what all threads take.

use peak_alloc::PeakAlloc;
use unhusk::{Extractor, Page};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const MOST: f64 = 12.0;

/// A page with a menu, an article of so many sections, and a list of other articles.
fn page(sections: usize) -> String {
    let links = |count: usize| -> String {
        let link = |i| {
            format!("<li class=item><a href='/other/{i}'>Another article, number {i}</a></li>\n")
        };
        (0..count).map(link).collect()
    };
    let sentence = |i: usize| {
        format!(
            "In meeting {i} the council spoke of the bridge, and after a long evening it put off the vote. "
        )
    };
    let section = |i: usize| {
        let text = |from: usize| (from..from + 4).map(sentence).collect::<String>();
        format!(
            "<section class='part part-{i}'>\n<h2>Part {i}</h2>\n<p>{}<a href='/notes/{i}'>As noted</a>, \
             nobody <em>was</em> surprised.</p>\n<p>{}</p>\n</section>\n",
            text(i * 8),
            text(i * 8 + 4)
        )
    };
    let body: String = (0..sections).map(section).collect();
    format!(
        "<!doctype html><html lang=en><head><title>The bridge</title></head><body>\n<nav><ul>{}</ul></nav>\n\
         <main><article><h1>The bridge</h1>\n{body}</article></main>\n<aside><ul>{}</ul></aside></body></html>",
        links(20),
        links(20 + sections / 4),
    )
}

#[test]
fn a_page_with_an_article_takes_at_most_twelve_times_its_size() {
    let extractor = Extractor::default();
    let words = |html: &str| {
        let article = extractor
            .extract(&Page::from_html(html))
            .expect("an article");
        article.to_text().split_whitespace().count()
    };
    // The first page pays for what is made once.
    words(&page(20));
    for sections in [20, 200, 2000] {
        let html = page(sections);
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        assert!(words(&html) > sections * 80);
        let taken = MEMORY.peak_usage().saturating_sub(before) as f64;
        let times = taken / html.len() as f64;
        assert!(
            times <= MOST,
            "{times:.1} times a page of {} bytes",
            html.len()
        );
    }
}
