//! Garbage in: a result or a typed outcome, never a panic, never a hang.
//!
//! Cost is checked by what the page says of itself (it was cut), not by the clock: each of these
//! inputs took minutes before the limits were there.
#![allow(missing_docs, clippy::unwrap_used, clippy::string_slice)]

use unhusk::{Error, Extractor, NoBody, Page, PageOptions};

const DEEP: usize = 100_000;

/// Runs a page through everything; the result does not matter, only that there is one.
fn survives(page: &Page) {
    let extractor = Extractor::default();
    let _ = extractor.segment(page);
    let _ = extractor.extract(page);
}

fn is_cut(html: &str) -> bool {
    let page = Page::from_html(html);
    survives(&page);
    page.is_truncated()
}

#[test]
fn a_hundred_thousand_nested_elements_are_cut_in_depth() {
    for open in [
        "<div>",
        "<ul><li>",
        "<table><tr><td>",
        "<svg>",
        "<b>",
        "<span>",
        "<x-y>",
    ] {
        assert!(is_cut(&open.repeat(DEEP)), "{open}");
    }
}

#[test]
fn a_hundred_thousand_unclosed_elements_that_do_not_nest_are_not_cut() {
    for open in ["<a>x", "<p>x", "<table>", "<li>x"] {
        assert!(!is_cut(&open.repeat(DEEP)), "{open}");
    }
}

#[test]
fn distinct_unclosed_formatting_elements_are_bounded() {
    let html: String = (0..DEEP).map(|i| format!("<p><b id={i}>x</p>")).collect();
    assert!(is_cut(&html));
}

#[test]
fn a_cut_in_depth_loses_no_text() {
    let html: String = (0..2_000).map(|i| format!("<div>w{i} ")).collect();
    let page = Page::from_html(&html);
    assert!(page.is_truncated());
    let text = Extractor::default().segment(&page).text().to_owned();
    assert!((0..2_000).all(|i| text.contains(&format!("w{i}"))));
}

#[test]
fn content_after_a_deep_branch_is_not_affected() {
    let deep = format!("{}x{}", "<div>".repeat(600), "</div>".repeat(600));
    let page = Page::from_html(&format!("{deep}<article><p>after</article>"));
    let segmentation = Extractor::default().segment(&page);
    assert_eq!(segmentation.text(), "x\nafter");
}

#[test]
fn fifty_megabytes_of_less_than_signs_return() {
    survives(&Page::from_html(&"<".repeat(50 << 20)));
}

#[test]
fn empty_input_is_a_typed_outcome() {
    for page in [
        Page::from_html(""),
        Page::from_bytes(b"", None),
        Page::from_text(""),
        Page::from_text("\n \n"),
        Page::from_html("<html><body><script>var a</script></body>"),
    ] {
        let error = Extractor::default().extract(&page).unwrap_err();
        assert!(
            matches!(
                error,
                Error::NoBody {
                    cause: NoBody::Empty,
                    ..
                }
            ),
            "{error}"
        );
    }
}

#[test]
fn binary_and_invalid_bytes_survive() {
    let noise: Vec<u8> = (0..200_000_u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    for content_type in [
        None,
        Some("text/html; charset=utf-8"),
        Some("text/html; charset=utf-16"),
        Some("nonsense"),
    ] {
        survives(&Page::from_bytes(&noise, content_type));
        survives(&Page::from_bytes(
            b"\xff\xfe<p>\xc3\x28</p>\0\0",
            content_type,
        ));
        survives(&Page::from_bytes(b"<meta charset=gbk>\x81", content_type));
    }
    survives(&Page::from_text(&String::from_utf8_lossy(&noise)));
}

#[test]
fn html_truncated_anywhere_survives() {
    let html = "<!doctype html><div class=\"a\"><p>Text &amp; <a href='x'>link</a><script>x</script><!-- c --></div>";
    for end in 0..html.len() {
        survives(&Page::from_html(&html[..end]));
    }
}

#[test]
fn dumps_of_one_line_survive() {
    for line in ["x", "• ", "1. ", "-", "\u{feff}", "Leave a Comment"] {
        survives(&Page::from_text(line));
    }
    survives(&Page::from_text(&"word ".repeat(200_000)));
    survives(&Page::from_text(&"• x\n  • y\n".repeat(50_000)));
    let stairs: String = (0..3_000)
        .map(|i| format!("{}• x\n", " ".repeat(i % 500)))
        .collect();
    survives(&Page::from_text(&stairs));
}

#[test]
fn limits_are_options_and_reported() {
    let html = "<p>one two three</p>".repeat(100);
    assert!(
        PageOptions::new()
            .max_bytes(50)
            .from_html(&html)
            .is_truncated()
    );
    assert!(
        PageOptions::new()
            .max_nodes(20)
            .from_html(&html)
            .is_truncated()
    );
    assert!(
        PageOptions::new()
            .max_depth(16)
            .from_html(&"<div>".repeat(40))
            .is_truncated()
    );
    assert!(!Page::from_html(&html).is_truncated());
}
