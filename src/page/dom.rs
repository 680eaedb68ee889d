//! The parsed page. Every other module walks it by node, never by recursion.

use std::ops::Range;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};
use scraper::{ElementRef, Html, Selector};

use super::guard::{Guard, Limits};
use super::skip;

pub(crate) use ego_tree::NodeId;

#[derive(Debug)]
pub(crate) struct Dom {
    html: Html,
}

impl Dom {
    /// Parses with scripting off, so that the content of `noscript` is parsed too. The flag says
    /// whether a limit cut something.
    pub(super) fn parse(text: &str, limits: Limits) -> (Self, bool) {
        Self::parse_ranges(text, skip::kept(text), limits)
    }

    fn parse_ranges(text: &str, ranges: Vec<Range<usize>>, limits: Limits) -> (Self, bool) {
        let input = BufferQueue::default();
        for range in ranges {
            input.push_back(StrTendril::from_slice(text.get(range).unwrap_or_default()));
        }
        let tokenizer = Tokenizer::new(Guard::new(limits), TokenizerOpts::default());
        // The tokenizer pauses at scripts and at declarations of an encoding.
        while tokenizer.feed(&input) != TokenizerResult::Done && !tokenizer.sink.is_exhausted() {}
        tokenizer.end();
        let (html, cut) = tokenizer.sink.finish();
        (Self { html }, cut)
    }

    pub(crate) fn html(&self) -> &Html {
        &self.html
    }

    pub(crate) fn element(&self, id: NodeId) -> Option<ElementRef<'_>> {
        self.html.tree.get(id).and_then(ElementRef::wrap)
    }

    pub(crate) fn attr(&self, id: NodeId, name: &str) -> Option<&str> {
        self.element(id).and_then(|e| e.attr(name))
    }

    pub(crate) fn first<'a>(&'a self, selector: &Selector) -> Option<ElementRef<'a>> {
        self.html
            .tree
            .nodes()
            .find_map(|node| ElementRef::wrap(node).filter(|element| selector.matches(element)))
    }
}

#[cfg(test)]
#[allow(clippy::string_slice, clippy::print_stdout, reason = "tests")]
mod tests {
    use super::*;
    use scraper::Node;

    /// The tree as text, without what the skipper passes over.
    fn shape(text: &str, ranges: Vec<Range<usize>>) -> String {
        let limits = Limits {
            nodes: usize::MAX,
            depth: 512,
        };
        let (dom, _) = Dom::parse_ranges(text, ranges, limits);
        let mut out = String::new();
        let mut inside = None;
        for edge in dom.html.tree.root().traverse() {
            match edge {
                ego_tree::iter::Edge::Open(node) if inside.is_none() => {
                    match node.value() {
                        Node::Element(e) => out.push_str(&format!("<{e:?}>")),
                        other => out.push_str(&format!("{other:?}")),
                    }
                    let skipped = node.value().as_element().is_some_and(|e| {
                        matches!(e.name(), "script" | "style" | "svg")
                            && !format!("{e:?}").to_ascii_lowercase().contains("json")
                    });
                    if skipped {
                        inside = Some(node.id());
                    }
                }
                ego_tree::iter::Edge::Close(node) if inside.is_none_or(|id| id == node.id()) => {
                    inside = None;
                    out.push_str("</>");
                }
                _ => {}
            }
        }
        out
    }

    fn assert_same_tree(html: &str, name: &str) {
        let plain = shape(html, std::iter::once(0..html.len()).collect());
        assert!(
            shape(html, skip::kept(html)) == plain,
            "the tree differs: {name}"
        );
    }

    fn kept(html: &str) -> String {
        skip::kept(html)
            .into_iter()
            .map(|range| &html[range])
            .collect()
    }

    #[test]
    fn content_of_scripts_styles_drawings_and_comments_is_passed_over() {
        let html = "<!-- c --><script>var a='<p>';</script><style>p{}</style>\
            <svg viewBox=\"0\"><path d='M'/></svg><p title='>'>x";
        let left = "<!----><script></script><style></style><svg viewBox=\"0\"></svg><p title='>'>x";
        assert_eq!(kept(html), left);
    }

    #[test]
    fn json_in_scripts_is_kept() {
        let html = "<script type=\"application/ld+json\">{\"a\":1}</script>";
        assert_eq!(kept(html), html);
    }

    #[test]
    fn attributes_beyond_the_limit_are_left_out() {
        let attributes: String = (0..5_000).map(|i| format!(" a{i}=\"1\"")).collect();
        let left = kept(&format!("<p{attributes}>x</p>"));
        assert!(left.contains("a511=") && !left.contains("a512="), "{left}");
        assert!(left.ends_with(">x</p>"));
    }

    #[test]
    fn the_tree_is_the_same_on_tricky_markup() {
        let cases = [
            "<script><!-- <script> </script> --> </script><p>x",
            "<script><!--<script></script><p>x</script><p>y",
            "<script><!--></script><p>x",
            "<script>x</scriptx></script ><p>y",
            "<script/>x</script><p>y",
            "<script>never closed <p>x",
            "<!--><p>x--><p>y",
            "<!---><p>x",
            "<!-- a --!><p>x",
            "<!-- a --->x",
            "<!-- never closed <p>x",
            "a&am<!-- c -->p;b <<!-- c -->p>x",
            "<!x '><p>y'>z<?php echo '>' ?>x</ x><p></>y",
            "<p title=\"a>b\" alt='c>d' x=e\">f<p \"a>b\">c<p =\"a>b\">c<p a = \">\">x",
            "<p a=b=\"c>d\">x<p a='1'b=\">\"c>x",
            "<svg/><p>x<svg a=b/><p>y</svg><p>z",
            "<svg><p>x</svg>y",
            "<div><svg><path></div>x</svg>y",
            "<a><svg><g></a>x</svg>y",
            "<svg><title>t</title><desc><b>x</b></desc></svg>y",
            "<svg><style>a{}</style><g/></svg>y",
            "<svg><svg a=b/></svg></svg>y",
            "<svg><![CDATA[</svg>]]></svg>y",
            "<svg><!-- </svg> --><g></svg>y",
            "<svg><foreignObject><p>x</p><script></svg></script></foreignObject></svg>y",
            "<svg><script></svg><p>x",
            "<math><style><p>x</style></math>y",
            "<math><mi>x</mi></math><style>a</style>y",
            "<select><style><option>x</style></select>y",
            "<select><option>x</select><style>a</style>y",
            "<textarea><script></textarea><p>x</script>",
            "<title><!-- </title><p>x-->",
            "<iframe><p></iframe><p>x<noscript><style>a</style>b</noscript>",
            "<plaintext><script>x</script>",
            "<frameset><style>x</style></frameset>",
            "<table><style>a</style><tr><svg><g/></svg><td><script>b</script>c",
            "<SCRIPT TYPE=x>a</SCRIPT ><STYLE>b</STYLE><SVG><PATH/></SVG>c",
            "<noscript><style>a</style></noscript><head><noscript><p>x",
            "<",
            "<p",
            "<p a",
            "<p a=",
            "<p a=\"",
            "</",
            "<!",
            "<!-",
            "<svg",
            "<svg><g",
            "<script",
            "<script>",
        ];
        for html in cases {
            assert_same_tree(html, html);
        }
    }

    #[test]
    fn the_tree_is_the_same_on_the_development_pages() {
        let folder =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/wcxb-dev/html");
        let Ok(entries) = std::fs::read_dir(&folder) else {
            println!("skipped: {} is not there", folder.display());
            return;
        };
        let mut pages: Vec<_> = entries.flatten().map(|e| e.path()).collect();
        pages.sort();
        for path in pages.iter().step_by(10) {
            let Ok(bytes) = std::fs::read(path) else {
                continue;
            };
            let mut html = Vec::new();
            let mut decoder = flate2::read::MultiGzDecoder::new(bytes.as_slice());
            std::io::Read::read_to_end(&mut decoder, &mut html).expect("gzip");
            let html = String::from_utf8_lossy(&html);
            assert_same_tree(&html, &path.display().to_string());
        }
    }

    proptest::proptest! {
        #[test]
        fn the_tree_is_the_same_on_any_markup(html in r#"(<(/?(p|a|b|svg|g|path|title|style|script|math|mi|select|table|td|div|textarea)|!--)( [a-c]=?["']?)*/?>?|-->|<|>|["'=&;a-c ]|<!\[CDATA\[|\]\]>){0,30}"#) {
            assert_same_tree(&html, &html);
        }
    }
}
