//! Assembly and rendering of small pages whose every block without a landmark is body.

use super::{Labelled, article};
use crate::article::{Article, Provenance};
use crate::segment::{self, RegionKind};
use crate::{Options, Page};

pub(super) fn extract(page: &Page) -> Article {
    let outline = segment::outline(page);
    let mut labels = segment::landmark::label(page.dom(), &outline);
    let main = outline
        .elements
        .iter()
        .find(|e| &*e.tag == "main")
        .map(|e| e.blocks.clone());
    for (i, label) in (0..).zip(&mut labels) {
        let inside = main.as_ref().is_none_or(|blocks| blocks.contains(&i));
        if label.kind == RegionKind::Other && inside {
            label.kind = RegionKind::Body;
        }
    }
    let input = Labelled {
        page,
        outline: &outline,
        labels: &labels,
        page_type: None,
        rule: None,
        options: &Options::new(),
    };
    article(input, Provenance::default()).expect("a body")
}

fn markdown(html: &str) -> String {
    let page = Page::from_html(html)
        .with_url("https://example.com/a/b")
        .expect("a URL");
    extract(&page).to_markdown()
}

#[test]
fn lists_nest_and_keep_their_numbers() {
    let html = "<ul><li>A<ol start=3><li>B<li>C</ol><li>D</ul>";
    assert_eq!(markdown(html), "- A\n\n  3. B\n  4. C\n\n- D");
    assert_eq!(markdown("<ul><li>A<ul><li>B</ul></ul>"), "- A\n  - B");
    assert_eq!(markdown("<ul><li>A</ul><ul><li>B</ul>"), "- A\n\n* B");
}

#[test]
fn tables_keep_spans_on_a_grid() {
    let html =
        "<table><tr><th>A<th>B<th>C<tr><td rowspan=2>1<td colspan=2>2|3<tr><td>4<td>5</table>";
    let expected = "| A | B | C |\n| --- | --- | --- |\n| 1 | 2\\|3 |  |\n|  | 4 | 5 |";
    assert_eq!(markdown(html), expected);
}

#[test]
fn layout_tables_are_transparent() {
    assert_eq!(
        markdown("<table><tr><td><p>One<p>Two</table>"),
        "One\n\nTwo"
    );
}

#[test]
fn code_keeps_its_lines_and_loses_their_numbers() {
    let html = "<pre><code class=language-rust><span class=lineno>1</span>fn a() {\n\
        <span class=lineno>2</span>}\n```\n</code></pre>";
    assert_eq!(markdown(html), "````rust\nfn a() {\n}\n```\n````");
}

#[test]
fn figures_find_their_images_and_captions() {
    let html = "<p>One<figure><img src=data:x data-src=i.jpg alt='A [b]'><noscript><img src=i.jpg></noscript>\
        <figcaption>The <b>caption</b></figcaption></figure><p>Two";
    let expected = "One\n\n![A \\[b\\]](https://example.com/a/i.jpg)\\\nThe **caption**\n\nTwo";
    assert_eq!(markdown(html), expected);
}

#[test]
fn running_text_is_exact() {
    let html = "<p>a <b>bold </b>word<i>s</i>, <a href=/x?a=1&amp;b=2>link</a>! \
        <img src=i.png alt=I> x<sub>2</sub>\u{a0}y<br>1. z <em>\"q\"</em>s</p>";
    let page = Page::from_html(html)
        .with_url("https://example.com/")
        .expect("a URL");
    let article = extract(&page);
    assert_eq!(
        article.to_text(),
        "a bold words, link! x2\u{a0}y\n1. z \"q\"s"
    );
    let expected = "a **bold** word*s*, [link](<https://example.com/x?a=1&amp;b=2>)!\
        ![I](https://example.com/i.png) x<sub>2</sub>\u{a0}y\\\n1\\. z <em>\"q\"</em>s";
    assert_eq!(article.to_markdown(), expected);
}

#[test]
fn posts_and_players_are_embeds() {
    let html = "<p>See</p><blockquote class=twitter-tweet><p>Hi</p>\u{2014} A <a href=https://twitter.com/a/status/1>May 1</a>\
        </blockquote><iframe src=https://www.youtube.com/embed/x></iframe><p>End</p>";
    let expected = "See\n\n> Hi\n>\n> \u{2014} A [May 1](https://twitter.com/a/status/1)\n\n\
        [x](https://twitter.com/a/status/1)\n\n[youtube](https://www.youtube.com/embed/x)\n\nEnd";
    assert_eq!(markdown(html), expected);
}

#[test]
fn dumps_have_lists_too() {
    let article = extract(&Page::from_text("Intro\n\n\u{2022} A\n  \u{2022} B\n\nEnd"));
    assert_eq!(article.to_markdown(), "Intro\n\n- A\n  - B\n\nEnd");
}

#[test]
fn deep_nesting_is_flattened() {
    let html = "<blockquote>".repeat(300) + "x" + &"<b>".repeat(100) + "y";
    assert_eq!(extract(&Page::from_html(&html)).to_text(), "xy");
}
