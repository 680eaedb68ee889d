//! Dumps as other flatteners write them: one more of each page, in turn.

use unhusk::Page;
use unhusk::training::{Flat, flat};

use crate::data::Source;

/// Writes a page anew, of its crawled dump or its HTML.
type Write = fn(&Source, &Page) -> String;

/// The styles a page may be written in besides the crawled one.
const STYLES: [(&str, Write); 3] = [
    ("unmarked", |crawled, _| unmarked(&crawled.content)),
    ("markdown", |_, page| join(page, markdown)),
    ("lines", |_, page| {
        join(page, |block, _| block.text.clone() + "\n")
    }),
];

/// Adds each page in one other style, made of its HTML or of the crawled dump.
pub(crate) fn add(crawled: &mut Vec<Source>, html: &[Source]) {
    let more = crawled
        .iter()
        .zip(html)
        .enumerate()
        .map(|(index, (dump, html))| {
            let (style, write) = STYLES[index % STYLES.len()];
            Source {
                content: write(dump, &html.page()),
                style,
                ..dump.clone()
            }
        });
    let more: Vec<_> = more.collect();
    crawled.extend(more);
}

/// A crawled dump without bullets and indentation.
fn unmarked(dump: &str) -> String {
    let bare = |line: &str| {
        line.trim_start_matches([' ', '\t', '•', '\u{a0}'])
            .to_owned()
            + "\n"
    };
    dump.lines().map(bare).collect()
}

fn join(page: &Page, write: fn(&Flat, bool) -> String) -> String {
    let mut before = false;
    let blocks = flat(page);
    let lines = blocks.iter().map(|block| {
        let line = write(block, before);
        before = block.item.is_some();
        line
    });
    lines.collect()
}

fn markdown(block: &Flat, after_item: bool) -> String {
    let text = &block.markdown;
    match (block.heading, block.item) {
        (0, Some(depth)) => {
            let bullet = if depth % 2 == 0 { "- " } else { "* " };
            let gap = if after_item { "" } else { "\n" };
            format!("{gap}{}{bullet}{text}\n", "  ".repeat(depth))
        }
        (0, None) => format!("\n{text}\n"),
        (level, _) => format!("\n{} {text}\n", "#".repeat(usize::from(level))),
    }
}
