//! Quotations and whom they quote, each on a small page.

use super::tests::extract;
use crate::Page;
use crate::article::{Article, Block};
use crate::render::plain;

fn read(html: &str) -> Article {
    let page = Page::from_html(&format!("<main>{html}</main>")).with_url("https://example.com/a/b");
    extract(&page.expect("a URL"))
}

/// What the first quotation says, and whom it quotes.
fn quoted(article: &Article) -> (String, String) {
    let quote = article.body.blocks.iter().find_map(|block| match block {
        Block::Quote {
            blocks,
            attribution,
            ..
        } => Some((crate::render::text_of(blocks), plain(attribution))),
        _ => None,
    });
    quote.expect("a quotation")
}

#[test]
fn quotations_name_whom_they_quote_however_it_is_marked() {
    for quote in [
        "<blockquote><p>All is well.</p><footer>— <cite>Ann Bo</cite></footer></blockquote>",
        "<blockquote><p>All is well.</p><footer class=blockquote-footer>Ann Bo</footer></blockquote>",
        "<blockquote class=wp-block-quote><p>All is well.</p><cite>Ann Bo</cite></blockquote>",
        "<blockquote><p>All is well.</p><p><cite>– Ann Bo</cite></p></blockquote>",
        "<blockquote><p>All is well.</p>— <cite>Ann Bo</cite></blockquote>",
        "<blockquote><p>All is well.</p><p class=quote-author>Ann Bo</p></blockquote>",
        "<blockquote><p>All is well.</p><p>— Ann Bo</p></blockquote>",
        "<blockquote>All is well.<cite>Ann Bo</cite></blockquote>",
        "<blockquote>All is well.<br>— <cite>Ann Bo</cite></blockquote>",
        "<blockquote>All is well. — <cite>Ann Bo</cite></blockquote>",
        "<blockquote><p><i>All is well.</i> — <cite>Ann Bo</cite></p></blockquote>",
        "<blockquote><p>All is well. - <cite>Ann Bo</cite></p></blockquote>",
        "<blockquote><p>All is well. <span class=quote-author>– Ann Bo</span></p></blockquote>",
        "<blockquote><p>All is well.</p></blockquote><p>— Ann Bo</p>",
        "<blockquote><p>All is well.</p></blockquote><div><p><em>— Ann Bo</em></p></div>",
        "<blockquote><p>All is well.</p></blockquote><p class=quote-author>Ann Bo</p>",
        "<blockquote><p>All is well.</p></blockquote><div class=blockquote__author><nav>Ann Bo</nav></div>",
        "<div><blockquote><p>All is well.</p></blockquote><span class=quote__author>Ann Bo</span></div>",
        "<blockquote><p>All is well.</p><span class=quote__author>— <b>Ann Bo</b></span></blockquote>",
        "<div><div><blockquote>All is well.</blockquote></div><p class=quote__author>Ann Bo</p></div>",
        "<div><blockquote>All is well.</blockquote><div class=quote__source><nav>Ann Bo</nav></div></div>",
        "<blockquote><p>All is well.</p></blockquote><p><cite>Ann Bo</cite></p>",
        "<figure><blockquote>All is well.</blockquote><figcaption>— Ann Bo</figcaption></figure>",
        "<figure class=wp-block-pullquote><blockquote><p>All is well.</p><cite>Ann Bo</cite></blockquote></figure>",
        "<div class=pullquote><p>All is well.</p><footer>Ann Bo</footer></div>",
        "<div class=pullquote><blockquote><p>All is well.</p></blockquote><cite>Ann Bo</cite></div>",
    ] {
        let article = read(&format!("<p>a{quote}<p>b"));
        let expected = ("All is well.".to_owned(), "Ann Bo".to_owned());
        assert_eq!(quoted(&article), expected, "{quote}");
    }
}

#[test]
fn whom_a_quotation_quotes_is_in_every_form() {
    let article = read(
        "<p>a<blockquote><p>All is well.</p><footer>— Ann Bo, <cite>Rivers</cite></footer></blockquote><p>b",
    );
    let markdown = "a\n\n> All is well.\n>\n> — Ann Bo, *Rivers*\n\nb";
    assert_eq!(article.to_markdown(), markdown);
    let text = "a\n\nAll is well.\n\n— Ann Bo, Rivers\n\nb";
    assert_eq!(article.to_text(), text);
    let html = "<footer>— <cite>Ann Bo, <em>Rivers</em></cite></footer>";
    assert!(article.to_html().contains(html));
    let tei = "</quote>\n<bibl>Ann Bo, <hi rend=\"italic\">Rivers</hi></bibl>\n</cit>";
    assert!(article.to_tei().contains(tei), "{}", article.to_tei());
}

#[test]
fn whom_a_quotation_quotes_stays_whatever_its_label() {
    for quote in [
        "<blockquote><p>Well.</p><footer class=share><div class=share>Ann Bo</div></footer></blockquote>",
        "<figure><blockquote>Well.</blockquote><figcaption><nav>Ann Bo</nav></figcaption></figure>",
        "<blockquote><p>Well.</p><nav><cite>Ann Bo</cite></nav></blockquote>",
        "<blockquote><p>Well.</p><nav>— Ann Bo</nav></blockquote>",
        "<blockquote><p>Well.</p></blockquote><nav>— Ann Bo</nav>",
        "<blockquote><p>Well.</p></blockquote><nav><cite>Ann Bo</cite></nav>",
        "<blockquote><p>Well.</p></blockquote><nav><span class=quote__author>Ann Bo</span></nav>",
    ] {
        let article = read(&format!("<p>a{quote}<p>b"));
        let expected = ("Well.".to_owned(), "Ann Bo".to_owned());
        assert_eq!(quoted(&article), expected, "{quote}");
    }
}

#[test]
fn people_who_talk_behind_dashes_are_not_quoted() {
    let talk = read("<p>a<blockquote><p>— Is it well?</p><p>— It is.</p></blockquote><p>b");
    assert_eq!(quoted(&talk).1, "");
    let after = read("<p>a<blockquote><p>All is well.</p></blockquote><p>— It is.</p><p>b");
    assert_eq!(quoted(&after).1, "");
}

#[test]
fn a_title_that_ends_a_quoted_sentence_is_a_part_of_it() {
    let html = "<p>a<blockquote><p>I read it in <cite>Rivers</cite>.</p></blockquote><p>b";
    assert_eq!(quoted(&read(html)).0, "I read it in Rivers.");
}

#[test]
fn a_quotation_that_is_all_cited_is_text() {
    let all = read("<p>a<blockquote><cite>All is well.</cite></blockquote><p>b");
    assert_eq!(quoted(&all), ("All is well.".to_owned(), String::new()));
}

#[test]
fn names_that_follow_no_quotation_are_text() {
    let article = read("<p>All is well.<p class=quote-author>Ann Bo<p><cite>Rivers</cite>");
    assert_eq!(article.to_text(), "All is well.\n\nAnn Bo\n\nRivers");
}

#[test]
fn a_title_in_a_quoted_sentence_is_none_that_it_quotes() {
    for said in ["I read <cite>Rivers</cite>", "I read - <cite>Rivers</cite>"] {
        let article = read(&format!("<p>a<blockquote>{said}</blockquote><p>b"));
        assert_eq!(quoted(&article).1, "", "{said}");
    }
}

#[test]
fn quotations_in_a_sentence_get_the_marks_of_the_language() {
    let html = "<p>She said <q>he called <q>stop</q> twice </q>and ran.";
    let article = read(html);
    let text = "She said “he called ‘stop’ twice” and ran.";
    assert_eq!(article.to_text(), text);
    assert_eq!(article.to_markdown(), text);
    let quoted = "She said <q>he called <q>stop</q> twice</q> and ran.";
    assert!(article.to_html().contains(quoted));
    assert!(article.to_tei().contains(quoted));
    let german = format!("<html lang=de-AT>{html}");
    let german = extract(&Page::from_html(&german)).to_text();
    assert_eq!(german, "She said „he called ‚stop‘ twice“ and ran.");
}

#[test]
fn quotations_that_have_their_marks_get_no_others() {
    for text in [
        "She said <q>“stop”</q> twice.",
        "She said “<q>stop</q>” twice.",
        "She said \"<q><b>stop</b></q>\" twice.",
    ] {
        let plain = text.replace("<q>", "").replace("</q>", "");
        let plain = plain.replace("<b>", "").replace("</b>", "");
        assert_eq!(read(&format!("<p>{text}")).to_text(), plain, "{text}");
    }
}
