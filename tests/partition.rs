//! Every run of visible text is in exactly one region: the regions' texts, in document order,
//! are the page's visible text.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::{files, fixtures, visible, without_space};
use proptest::prelude::*;
use unhusk::{Extractor, Focus, Options, Page};

fn joined_regions(page: &Page) -> String {
    let segmentation = Extractor::default().segment(page);
    let texts: Vec<_> = segmentation.iter().map(|r| r.text()).collect();
    assert_eq!(texts.join("\n"), segmentation.text());
    assert!(
        texts.iter().all(|text| !text.trim().is_empty()),
        "an empty region"
    );
    without_space(segmentation.text())
}

const TAGS: [&str; 60] = [
    "p",
    "div",
    "span",
    "a",
    "b",
    "em",
    "ul",
    "li",
    "ol",
    "table",
    "tr",
    "td",
    "th",
    "h1",
    "h3",
    "article",
    "nav",
    "section",
    "footer",
    "blockquote",
    "pre",
    "code",
    "figure",
    "figcaption",
    "noscript",
    "template",
    "script",
    "style",
    "svg",
    "button",
    "form",
    "label",
    "select",
    "option",
    "textarea",
    "x-card",
    "details",
    "summary",
    "title",
    "iframe",
    "plaintext",
    "frameset",
    "noframes",
    "noembed",
    "math",
    "mi",
    "foreignObject",
    "desc",
    "object",
    "video",
    "canvas",
    "dialog",
    "slot",
    "optgroup",
    "datalist",
    "ruby",
    "rt",
    "xmp",
    "nobr",
    "body",
];

fn html() -> impl Strategy<Value = String> {
    let tag = || prop::sample::select(TAGS.as_slice());
    let piece = prop_oneof![
        5 => "[a-z<&;\u{a0}é日 \n]{1,8}",
        3 => tag().prop_map(|t| format!("<{t}>")),
        3 => tag().prop_map(|t| format!("</{t}>")),
        1 => tag().prop_map(|t| format!("<{t} class=comments hidden style='display: none'>")),
        1 => Just("<br>".to_owned()),
        1 => Just("<br><br>".to_owned()),
        1 => Just("<img alt=x><hr>".to_owned()),
        1 => Just("<!-- c -->".to_owned()),
        1 => Just("<template shadowrootmode=open>".to_owned()),
        1 => Just("<iframe srcdoc='<p>x</p>'>".to_owned()),
        1 => Just("\u{a0}\u{200b}\u{feff}".to_owned()),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn regions_of_any_html_are_its_visible_text(html in html()) {
        prop_assert_eq!(joined_regions(&Page::from_html(&html)), visible(&html));
    }

    #[test]
    fn regions_of_any_dump_are_its_lines(dump in "([ \t]{0,6}(• |- |1\\. )?[a-zé\u{a0} ]{0,12}\r?\n){0,20}") {
        let dump = dump.trim_start_matches('\u{feff}');
        prop_assert_eq!(joined_regions(&Page::from_text(dump)), without_space(dump));
    }
}

#[test]
fn regions_of_every_html_fixture_are_its_visible_text() {
    let pages = files(&fixtures(), "html");
    assert!(!pages.is_empty(), "no fixtures found");
    for path in pages {
        let html = std::fs::read_to_string(&path).unwrap();
        let page = Page::from_html(&html);
        assert_eq!(joined_regions(&page), visible(&html), "{}", path.display());
    }
}

#[test]
fn regions_of_every_dump_fixture_are_its_lines() {
    let dumps = files(&fixtures(), "txt");
    assert!(!dumps.is_empty(), "no fixtures found");
    for path in dumps {
        let text = std::fs::read_to_string(&path).unwrap();
        let page = Page::from_text(&text);
        assert_eq!(
            joined_regions(&page),
            without_space(&text),
            "{}",
            path.display()
        );
    }
}

#[test]
fn a_segmentation_read_at_another_cut_is_that_of_an_extractor_with_this_cut() {
    for file in files(&fixtures(), "html") {
        let page = Page::from_html(&std::fs::read_to_string(&file).unwrap());
        let read = Extractor::default().segment(&page);
        for focus in [Focus::Precision, Focus::Balanced, Focus::Recall] {
            let options = Options::new().focus(focus);
            let labelled = Extractor::builder().options(options).build().segment(&page);
            let read = read.clone().with_focus(focus);
            assert_eq!(read, labelled, "{} {focus:?}", file.display());
        }
    }
}
