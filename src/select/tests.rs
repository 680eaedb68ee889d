//! Assembly and rendering of small pages whose every block without a landmark is body.

use super::{Labelled, article};
use crate::article::{Article, Provenance};
use crate::segment::{self, RegionKind};
use crate::{Options, Page};

pub(super) fn extract(page: &Page) -> Article {
    extract_without(page, |_| false)
}

/// The same where the model does not know blocks with such a text, and takes those that begin with a
/// tilde for a sidebar.
pub(super) fn extract_without(page: &Page, is_unknown: impl Fn(&str) -> bool) -> Article {
    let outline = segment::outline(page);
    let mut labels = segment::landmark::label(page.dom(), &outline);
    let main = outline
        .elements
        .iter()
        .find(|e| &*e.tag == "main")
        .map(|e| e.blocks.clone());
    for (i, label) in (0..).zip(&mut labels) {
        let inside = main.as_ref().is_none_or(|blocks| blocks.contains(&i));
        let text = outline.block_text(i as usize);
        let is_known = !is_unknown(text);
        if text.starts_with('~') {
            label.kind = RegionKind::Sidebar;
        } else if label.kind == RegionKind::Other && inside && is_known {
            label.kind = RegionKind::Body;
        }
    }
    let input = Labelled {
        page,
        outline: &outline,
        labels: &labels,
        balanced: &labels,
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
fn cells_without_text_keep_the_others_in_their_columns() {
    let html = "<table><tr><th>Year<th>Cars<th>Bikes<tr><td>1990<td><td>120<tr><td>&nbsp;<td>7<td>\
        <tr><td>1992<td>8<td>9</table>";
    let expected = "| Year | Cars | Bikes |\n| --- | --- | --- |\n| 1990 |  | 120 |\n|  | 7 |  |\n\
        | 1992 | 8 | 9 |";
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
fn text_right_in_the_cell_that_holds_the_body_is_kept() {
    let html = "<table><tr><td>Menu<td>Place<tr><td>By Ann<p>One<p>Two<td>Side</table>";
    let article = extract_without(&Page::from_html(html), |text| {
        ["Menu", "Place", "Side"].contains(&text)
    });
    assert_eq!(article.to_markdown(), "By Ann\n\nOne\n\nTwo");
}

#[test]
fn a_body_in_two_cells_of_a_row_is_kept() {
    let html = "<table><tr><td>Menu<td>Place<tr><td>One<td>Two</table>";
    let article = extract_without(&Page::from_html(html), |text| {
        ["Menu", "Place"].contains(&text)
    });
    let text = article.to_text();
    assert!(text.contains("One") && text.contains("Two"), "{text}");
}

#[test]
fn tables_with_parts_of_a_page_are_no_data() {
    let html = "<table><tr><td colspan=2>Site<tr><td><h1>Title</h1><p>One<p>Two<td>Three</table>";
    assert!(!markdown(html).contains('|'), "{}", markdown(html));
}

#[test]
fn headings_and_blocks_in_terms_are_kept() {
    let html = "<dl><dt><h3>Where?</h3><dd>Here.<dt>When<ul><li>Now</ul><dd>Soon.</dl>";
    let found = markdown(html);
    for word in ["Where?", "Here.", "When", "Now", "Soon."] {
        assert!(found.contains(word), "{word}: {found}");
    }
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
    let expected = "a **bold** word*s*, [link](<https://example.com/x?a=1&amp;b=2>)! \
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

mod outcomes {
    use crate::article::PageType;
    use crate::{Article, Error, Extractor, NoBody, Options, Page};

    const TEXT: &str = "<p>The city council voted on Tuesday to close the old bridge for repairs that will \
        take about two years.</p><p>Engineers found cracks in three of the seven pillars during an \
        inspection in March, the mayor told reporters.</p><p>Residents of the northern districts will have \
        to drive an extra twelve kilometres to reach the hospital.</p>";

    fn extract(html: &str) -> Result<Article, Error> {
        Extractor::default().extract(&Page::from_html(html))
    }

    fn story(around: &str) -> String {
        format!("<main><article><h1>Bridge closed</h1>{TEXT}</article></main>{around}")
    }

    #[test]
    fn what_stands_around_a_short_article_makes_it_no_wall() {
        let around = [
            "<noscript>Please enable JavaScript to continue.</noscript>",
            "<aside><p>Already a subscriber? Log in</p></aside>",
            "<section id=comments><p>You must be logged in to view and post comments.</p></section>",
            "<div hidden>Please verify you are human</div>",
        ];
        for around in around {
            let article = extract(&story(around)).expect(around);
            assert!(article.to_text().contains("seven pillars"), "{around}");
        }
        let asking = story("").replace("Bridge closed", "New game asks: are you a robot?");
        assert!(extract(&asking).is_ok());
    }

    #[test]
    fn walls_are_no_articles() {
        let blocked = [
            "<title>Just a moment...</title><p>One second.</p>",
            "<p>You need to enable JavaScript to run this app.</p><div id=root></div>",
            "<h1>Access Denied</h1><p>You don\u{2019}t have permission to access this on this server.</p>",
            "<noscript>Please enable JS and disable any ad blocker</noscript>",
            "<p>Bitte aktivieren Sie JavaScript, um fortzufahren.</p>",
            "<iframe src='/_Incapsula_Resource?CWUDNSAI=9&incident_id=1'></iframe>",
            "<p>One moment</p><script src=https://ct.captcha-delivery.com/c.js></script>",
        ];
        for html in blocked {
            let error = extract(html).expect_err(html);
            let is_blocked = matches!(&error, Error::NoBody { cause, .. } if matches!(cause, NoBody::Blocked { .. }));
            assert!(is_blocked, "{html}: {error}");
        }
        let ask = |text: &str| story("").replace("</article>", &format!("<p>{text}</p></article>"));
        let stated = "<title>The bridge is closed</title><h1>The bridge is closed</h1>\
            <script type=application/ld+json>{\"@type\": \"NewsArticle\", \
            \"isAccessibleForFree\": \"False\"}</script><p>The city council voted on Tuesday.</p>";
        for gated in [
            ask("Subscribe to continue reading"),
            ask("Cet article est réservé aux abonnés."),
            stated.to_owned(),
        ] {
            let error = extract(&gated).expect_err("a wall");
            let is_gated = matches!(&error, Error::NoBody { cause, .. } if matches!(cause, NoBody::Gated { .. }));
            assert!(is_gated, "{gated}: {error}");
        }
    }

    #[test]
    fn a_text_without_spaces_is_no_wall_for_having_few_of_them() {
        let text = "市議会は火曜日に古い橋の修理を全会一致で決めた。".repeat(8);
        let html = format!(
            "<script type=application/ld+json>{{\"@type\": \"NewsArticle\", \
             \"isAccessibleForFree\": false}}</script><h1>橋を修理へ</h1><article><p>{text}</p></article>"
        );
        assert_eq!(
            extract(&html).expect("an article").to_text(),
            format!("橋を修理へ\n\n{text}")
        );
    }

    #[test]
    fn a_body_that_the_page_carries_stands_in_for_a_wall_and_is_an_article() {
        let text = TEXT.replace("<p>", "").replace("</p>", "\\n\\n").repeat(2);
        let html = format!(
            "<script type=application/ld+json>{{\"@type\": \"NewsArticle\", \"articleBody\": \"{text}\"}}</script>\
             <p>The city council voted on Tuesday.</p><p>Subscribe to continue reading</p>"
        );
        let options = Options::new().articles_only(true);
        let extractor = Extractor::builder().options(options).build();
        let article = extractor
            .extract(&Page::from_html(&html))
            .expect("an article");
        assert!(article.to_text().contains("seven pillars"));
        assert_eq!(article.page_type, PageType::Article);
        assert!(article.provenance.embedded.is_some());
        assert!(article.confidence > 0.5, "{}", article.confidence);
    }

    #[test]
    fn a_name_of_furniture_on_the_whole_page_leaves_the_body() {
        let generator = "<meta name=generator content='WordPress 6.4'>";
        let pages = [
            format!("{generator}<body class='single no-comments'>{}", story("")),
            format!(
                "{generator}<body><div class='author-info'>{}</div>",
                story("")
            ),
            format!(
                "{generator}<body><div class='post author-bob'>{}</div>",
                story("")
            ),
        ];
        for html in pages {
            let article = extract(&html).expect("a body");
            assert!(article.to_text().contains("seven pillars"), "{html}");
        }
    }
}
