//! What several test files need.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::path::PathBuf;

use html5ever::driver::{ParseOpts, parse_document};
use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use scraper::{ElementRef, Html, HtmlTreeSink};

/// The folder of fixtures.
pub(crate) fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// Every file below `dir` with this extension, sorted.
pub(crate) fn files(dir: &std::path::Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

const INVISIBLE: [&str; 22] = [
    "head", "script", "style", "template", "svg", "canvas", "iframe", "object", "embed", "video",
    "audio", "select", "option", "textarea", "datalist", "title", "noembed", "noframes", "input",
    "img", "link", "meta",
];

/// All visible characters of a page without white space, read from the plain tree: what the
/// regions must add up to.
pub(crate) fn visible(html: &str) -> String {
    let opts = ParseOpts {
        tree_builder: TreeBuilderOpts {
            scripting_enabled: false,
            ..TreeBuilderOpts::default()
        },
        ..ParseOpts::default()
    };
    let tree = parse_document(HtmlTreeSink::new(Html::new_document()), opts).one(html);
    let mut text = String::new();
    for node in tree.tree.root().descendants() {
        let Some(run) = node.value().as_text() else {
            continue;
        };
        let mut ancestors = node.ancestors().filter_map(ElementRef::wrap);
        let hides = |e: ElementRef<'_>| {
            let shadow = e.value().name() == "template" && e.attr("shadowrootmode").is_some();
            INVISIBLE.contains(&e.value().name()) && !shadow
        };
        if !ancestors.any(hides) {
            text.push_str(run);
        }
    }
    without_space(&text)
}

pub(crate) fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
