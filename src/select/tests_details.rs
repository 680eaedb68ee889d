//! Details of quotations, code, pictures and lists, each on a small page.

use super::tests::extract;
use crate::Page;
use crate::article::{Article, Block};

fn read(html: &str) -> Article {
    let page = Page::from_html(&format!("<main>{html}</main>")).with_url("https://example.com/a/b");
    extract(&page.expect("a URL"))
}

fn markdown(html: &str) -> String {
    read(html).to_markdown()
}

#[test]
fn a_post_keeps_text_attribution_and_link() {
    let article = read(
        "<p>t<blockquote class=twitter-tweet><p>Hello there</p>&mdash; Ann Bo (@annbo) \
        <a href=https://twitter.com/annbo/status/12>March 3, 2024</a></blockquote><p>u",
    );
    let text = "t\n\nHello there\n\n— Ann Bo (@annbo) March 3, 2024\n\nu";
    assert_eq!(article.to_text(), text);
    let Some(Block::Embed(embed)) = article.body.blocks.get(1) else {
        panic!("an embed");
    };
    assert_eq!(embed.provider.as_deref(), Some("x"));
    let url = Some("https://twitter.com/annbo/status/12");
    assert_eq!(embed.url.as_deref(), url);
}

#[test]
fn a_post_is_whole_whatever_the_labels_of_its_lines() {
    let html = "<main><p>t<blockquote class=twitter-tweet><p>Hello there</p><div class=share>— Ann Bo \
        <a href=https://x.com/annbo/status/12>March 3</a></div></blockquote><p>u</main>";
    let text = extract(&Page::from_html(html)).to_text();
    assert_eq!(text, "t\n\nHello there\n\n— Ann Bo March 3\n\nu");
}

#[test]
fn posts_of_mastodon_are_embeds() {
    let article = read(
        "<p>t<blockquote class=mastodon-embed><a href=https://m.example/@ann/1>Post by @ann</a>\
        </blockquote><p>u",
    );
    let Some(Block::Embed(embed)) = article.body.blocks.get(1) else {
        panic!("an embed");
    };
    assert_eq!(embed.url.as_deref(), Some("https://m.example/@ann/1"));
}

#[test]
fn code_names_its_language_wherever_highlighters_write_it() {
    for html in [
        "<pre class='brush: rust; gutter: false'>x</pre>",
        "<div class='highlight-rust notranslate'><div class=highlight><pre>x</pre></div></div>",
        "<div class='highlight highlight-source-rust'><pre>x</pre></div>",
        "<pre lang=rust>x</pre>",
        "<pre><code data-lang=rust>x</code></pre>",
        "<pre class='sourceCode rust'><code class='sourceCode rust'>x</code></pre>",
        "<pre><code class='hljs rust'>x</code></pre>",
        "<pre class='prettyprint lang-rust'>x</pre>",
    ] {
        assert_eq!(
            markdown(&format!("<p>t{html}")),
            "t\n\n```rust\nx\n```",
            "{html}"
        );
    }
    assert_eq!(markdown("<p>t<pre lang=en>x</pre>"), "t\n\n```\nx\n```");
}

#[test]
fn line_numbers_are_left_out_and_the_code_stays() {
    let chroma = "<table class=lntable><tr><td class=lntd><pre><code><span class=lnt>1\n</span>\
        <span class=lnt>2\n</span></code></pre></td><td class=lntd><pre><code>a = 1\n  b = 22\n\
        </code></pre></td></tr></table>";
    let rouge = "<pre><code><table><tr><td class='rouge-gutter gl'><pre class=lineno>1\n2\n</pre></td>\
        <td class=rouge-code><pre>a = 1\n  b = 22\n</pre></td></tr></table></code></pre>";
    let inline = "<pre><span class=ln>1</span>a = 1\n<span class=ln>2</span>  b = 22</pre>";
    let github = "<table class='highlight js-file-line-container'><tr><td class=blob-num \
        data-line-number=1></td><td class=blob-code>a = <b>1</b></td></tr><tr><td class=blob-num \
        data-line-number=2>2</td><td class=blob-code>  b = 22</td></tr></table>";
    let highlighter = "<div class=syntaxhighlighter><table><tr><td class=gutter><div>1</div><div>2</div>\
        </td><td class=code><div class=container><div class=line><code>a =</code> <code>1</code></div>\
        <div class=line><code>&nbsp;&nbsp;</code><code>b = 22</code></div></div></td></tr></table></div>";
    for html in [chroma, rouge, inline, github, highlighter] {
        let expected = "t\n\n```\na = 1\n  b = 22\n```\n\nu";
        assert_eq!(markdown(&format!("<p>t{html}<p>u")), expected, "{html}");
    }
}

#[test]
fn line_numbers_that_were_typed_into_code_are_left_out() {
    let code = |text: &str| markdown(&format!("<p>t<pre>{text}</pre>"));
    let fence = |text: &str| format!("t\n\n```\n{text}\n```");
    for text in [
        "1 a = 1\n2   b = 22\n3\n4 c()",
        " 9 a = 1\n10   b = 22\n11 \n12 c()",
        "01: a = 1\n02:   b = 22\n03:\n04: c()",
    ] {
        assert_eq!(code(text), fence("a = 1\n  b = 22\n\nc()"), "{text}");
    }
    for text in [
        "1 a = 1\n2 b = 22",
        "1 a = 1\n2 b = 22\n4 c()",
        "1 a = 1\nb = 22\n2 c()\n3 d()",
        "10 x = 1\n20 y = 22\n30 z()",
        "1 Ann Lee 12\n2 Bo Wu 11\n3 Cy Ng 9",
    ] {
        assert_eq!(code(text), fence(text), "{text}");
    }
}

#[test]
fn the_first_line_of_code_keeps_its_indentation() {
    for html in [
        "<pre>\n  a = 1\nb = 2</pre>",
        "<pre><b>  a</b> = 1\nb = 2</pre>",
        "<pre class=prettyprint><ol class=linenums><li>  a = 1<li>b = 2</ol></pre>",
    ] {
        let found = markdown(&format!("<p>t{html}"));
        assert_eq!(found, "t\n\n```\n  a = 1\nb = 2\n```", "{html}");
    }
}

#[test]
fn listings_of_geshi_are_code_and_tables_of_sphinx_name_their_language() {
    let geshi = "<div class=geshi><ol><li><div>a = 1</div><li><div>  b = 2</div></ol></div>";
    assert_eq!(
        markdown(&format!("<p>t{geshi}")),
        "t\n\n```\na = 1\n  b = 2\n```"
    );
    let sphinx = "<div class=highlight-python><table><tr><td class=linenos><pre>1</pre><td>\
        <div class=highlight><pre>a = 1</pre></div></table></div>";
    assert_eq!(
        markdown(&format!("<p>t{sphinx}")),
        "t\n\n```python\na = 1\n```"
    );
}

#[test]
fn a_pull_quote_with_an_attribution_still_repeats_the_text() {
    let sentence = "We went over the bridge at dawn";
    for quote in [
        "<div class=pq><p>{}</p></div>",
        "<blockquote class=c-pullquote><p>{}</p></blockquote>",
        "<figure class=wp-block-pullquote><blockquote><p>{}</p><cite>Ann Bo</cite></blockquote></figure>",
        "<div class=pullquote><p>“{}”</p><p>— Ann Bo</p></div>",
        "<div class=pull-quote>{} <cite>Ann Bo</cite></div>",
        "<div class=pull-quote>{} — Ann Bo</div>",
    ] {
        let quote = quote.replace("{}", sentence);
        let html = format!("<p>{sentence}, he said.{quote}<p>Mid{quote}<p>End");
        assert_eq!(
            read(&html).to_text(),
            format!("{sentence}, he said.\n\nMid\n\nEnd"),
            "{quote}"
        );
        let html = format!("<p>Start{quote}<p>Mid{quote}<p>End");
        assert_eq!(
            read(&html).to_text().matches(sentence).count(),
            1,
            "{quote}"
        );
    }
}

#[test]
fn an_aside_with_nothing_but_a_quotation_is_a_pull_quote() {
    let whole = |html: &str| super::body::whole(&Page::from_html(html)).to_text();
    let aside = |said: &str| {
        format!(
            "<p>“We went over it at dawn,” he said.<aside><div><blockquote><p>{said}</p></blockquote></div></aside><p>End"
        )
    };
    assert_eq!(
        whole(&aside("We went over it at dawn")),
        "“We went over it at dawn,” he said.\n\nEnd"
    );
    assert!(whole(&aside("We swam through it")).contains("swam"));
    let more =
        aside("We went over it at dawn</blockquote><p>Ann Bo has walked all bridges of the town");
    assert!(whole(&more).contains("Ann Bo"));
}

#[test]
fn a_pull_quote_that_says_more_than_the_text_is_kept() {
    let more = "<p>The bridge is open.<div class=pullquote>The bridge is open — and it will stay so \
        for years</div><p>End";
    assert!(read(more).to_text().contains("stay so"));
    let nested = "<p>Text<figure class=pullquote><blockquote class=pullquote-text>Never seen before\
        </blockquote></figure><p>End";
    assert_eq!(markdown(nested), "Text\n\n> Never seen before\n\nEnd");
}

#[test]
fn lazy_pictures_have_the_address_their_loader_loads() {
    for attributes in [
        "data-lazy=/p.jpg src=data:x",
        "data-echo=/p.jpg src=/blank.gif",
        "data-hi-res-src=/p.jpg src=/low.jpg",
        "data-original=/p.jpg",
        "data-lazy-src=/p.jpg",
        "data-src=true src=/p.jpg",
        "data-srcset='/s.jpg 300w,/p.jpg 600w' src=data:x",
        "srcset='/s.jpg 1x,/p.jpg 2x'",
    ] {
        let found = markdown(&format!("<p>a<p><img {attributes}><p>b"));
        assert_eq!(
            found, "a\n\n![](https://example.com/p.jpg)\n\nb",
            "{attributes}"
        );
    }
}

#[test]
fn spaces_around_a_picture_in_text_are_kept_and_are_one_without_it() {
    let article = read("<p>a <img src=/p.png> <b>c <img src=/q.png> d</b>.");
    let [p, q] = ["p", "q"].map(|name| format!("![](https://example.com/{name}.png)"));
    assert_eq!(article.to_markdown(), format!("a {p} **c {q} d**."));
    assert_eq!(article.to_text(), "a c d.");
}

#[test]
fn headings_in_cells_and_explanations_have_no_gaps_either() {
    let html = "<h3>A</h3><dl><dt>T<dd><h5>B</h5><p>b</dl>";
    assert_eq!(markdown(html), "## A\n\nT\n: ### B\n\n  b");
}

#[test]
fn every_base_of_ruby_has_its_own_reading() {
    let pairs = "<p>a <ruby>東<rp>(</rp><rt>とう</rt><rp>)</rp>京<rt>きょう</rt></ruby>";
    assert_eq!(read(pairs).to_text(), "a 東(とう)京(きょう)");
    let groups = "<p>a <ruby><rb>旧<rb>金<rt>jiù<rt>jīn</ruby>";
    assert_eq!(read(groups).to_text(), "a 旧(jiù)金(jīn)");
    let two = "<p>a <ruby><rb>旧<rb>金<rt>jiù<rt>jīn<rtc><rt>old gold</rtc></ruby>";
    assert_eq!(read(two).to_text(), "a 旧金(jiù jīn old gold)");
}

#[test]
fn characters_that_only_steer_line_breaks_are_left_out() {
    assert_eq!(
        read("<p>a&#xfeff;b&#x2060;c&shy;d&#x200b;e").to_text(),
        "abcde"
    );
}

#[test]
fn tei_has_no_characters_that_xml_forbids() {
    let tei = read("<p>a&#xFFFE;b&#xFFFF;c&#1;d").to_tei();
    assert!(tei.contains("<p>abcd</p>"), "{tei}");
}

#[test]
fn items_keep_the_numbers_they_state() {
    let article = read("<ol><li value=5>a<li>b<li value=9>c</ol>");
    assert_eq!(article.to_markdown(), "5. a\n6. b\n9. c");
    assert_eq!(article.to_text(), "5. a\n6. b\n9. c");
    assert!(article.to_html().contains("<li value=\"9\">c"));
    assert_eq!(
        markdown("<ol reversed><li>a<li>b<li>c</ol>"),
        "3. a\n2. b\n1. c"
    );
    assert_eq!(markdown("<ol start=3><li>a<li>b</ol>"), "3. a\n4. b");
}

#[test]
fn notes_without_a_link_back_are_known_by_mark_and_name() {
    let html = "<p>One<sup><a href='#fn1'>1</a></sup>.<ol><li id=fn1>First.</ol>";
    assert_eq!(markdown(html), "One[^1].\n\n[^1]: First.");
    let chapters = "<p>See <a href='#note-on-rivers'>rivers</a><p id=note-on-rivers>Rivers";
    assert!(!markdown(chapters).contains("[^"));
}

#[test]
fn letters_and_roman_numerals_of_lists_are_kept() {
    let article = read("<ol type=a start=3><li>x<li>y</ol><ol type=I><li>z</ol>");
    assert_eq!(article.to_text(), "c. x\nd. y\n\nI. z");
    let html = article.to_html();
    assert!(html.contains("<ol start=\"3\" type=\"a\">"), "{html}");
    assert_eq!(article.to_markdown(), "3. x\n4. y\n\n1) z");
}

#[test]
fn numbers_of_items_may_be_below_zero() {
    let article = read("<p>t<ol start=-1><li>a<li>b</ol><ol><li value=-3>c<li>d</ol>");
    assert_eq!(article.to_text(), "t\n\n-1. a\n0. b\n\n-3. c\n-2. d");
    assert_eq!(
        article.to_markdown(),
        "t\n\n- -1. a\n- 0. b\n\n* -3. c\n* -2. d"
    );
    let html = article.to_html();
    assert!(html.contains("<ol start=\"-1\">"), "{html}");
}

#[test]
fn a_note_does_not_repeat_the_mark_that_refers_to_it() {
    for note in [
        "<p id=fn2>[2] Second.",
        "<p id=fn2>2. Second.",
        "<p id=fn2><sup>2</sup> Second.",
        "<p><a name=fn2></a>(2) Second.",
        "<ol><li id=fn2>Second.</ol>",
    ] {
        let found = markdown(&format!("<p>One<a href='#fn2'>[2]</a>.{note}"));
        assert_eq!(found, "One[^1].\n\n[^1]: Second.", "{note}");
    }
}

#[test]
fn a_part_of_the_page_that_links_back_is_no_note() {
    let text = "<p>More of it.".repeat(40);
    let html =
        format!("<p>One<a id=r1 href='#part'>1</a>.<div id=part><a href='#r1'>up</a>{text}</div>");
    assert!(!markdown(&html).contains("[^"));
}

#[test]
fn blank_lines_and_indentation_of_highlighted_code_stay() {
    let github = "<table class='highlight js-file-line-container'><tr><td class=blob-num></td><td>a\
        <tr><td class=blob-num><td>\n<tr><td class=blob-num><td>  b</table>";
    let highlighter = "<div class=syntaxhighlighter><table><tr><td class=gutter><div>1</div><div>2</div>\
        <div>3</div><td class=code><div class=container>\n<div class=line><code>a</code></div>\
        <div class=line>&nbsp;</div>\n<div class=line><code>&nbsp;&nbsp;</code><code>b</code></div></table></div>";
    let numbers = "<pre><code class=hljs><table class=hljs-ln><tr><td class=hljs-ln-numbers>1<td>a\
        <tr><td class=hljs-ln-numbers>2<td><tr><td class=hljs-ln-numbers>3<td>  b</table></code></pre>";
    let spans = "<pre><code><span class=line>a</span>\n<span class=line></span>\n<span class=line>  b\
        </span></code></pre>";
    let breaks = "<pre><code><span>a<br></span><span><br></span><span>  b<br></span></code></pre>";
    let boxes = "<pre><code><div><div class=ln>1</div><div>a</div></div><div><div class=ln>2</div>\
        <div>\n</div></div><div><div class=ln>3</div><div>  b</div></div></code></pre>";
    let crayon = "<table class=crayon-table><tr><td class=crayon-nums><div>1</div><div>2</div><div>3</div>\
        <td><div><div>a</div><div>&nbsp;</div><div>&nbsp; b</div></div></table>";
    let listings = [github, highlighter, numbers, spans, breaks, boxes, crayon];
    for html in listings {
        let expected = "t\n\n```\na\n\n  b\n```\n\nu";
        assert_eq!(markdown(&format!("<p>t{html}<p>u")), expected, "{html}");
    }
}

#[test]
fn signatures_at_the_head_are_left_to_the_metadata_and_those_below_stay() {
    let article = read(
        "<h1>The bridge</h1><p>By Jane Doe<figure><img src=a.jpg></figure><p>Published on <b>May 3, 2024</b>\
         <p>The bridge is open.<p>Updated May 4, 2024",
    );
    assert_eq!(article.metadata.authors, ["Jane Doe"]);
    assert_eq!(article.metadata.published.as_deref(), Some("2024-05-03"));
    assert_eq!(article.metadata.word_count, 8);
    assert_eq!(
        article.to_text(),
        "The bridge is open.\n\nUpdated May 4, 2024"
    );
}

#[test]
fn tasks_are_done_or_not_in_every_output() {
    let article = read(
        "<ul class=contains-task-list><li class=task-list-item><input type=checkbox checked disabled> Bread\
        <li class=task-list-item><p><input type=checkbox disabled> Milk<ul><li>two</ul><li>Salt</ul>",
    );
    let expected = "- [x] Bread\n- [ ] Milk\n  - two\n- Salt";
    assert_eq!(article.to_markdown(), expected);
    let expected = "- \u{2713} Bread\n- Milk\n  - two\n- Salt";
    assert_eq!(article.to_text(), expected);
    let html = article.to_html();
    let boxed = "<li><input type=\"checkbox\" checked=\"\" disabled=\"\"> Bread</li>";
    assert!(html.contains(boxed), "{html}");
    assert!(article.to_tei().contains("<item rend=\"unchecked\">"));
    let Some(Block::List(list)) = article.body.blocks.first() else {
        panic!("a list");
    };
    assert_eq!(list.checked, [Some(true), Some(false), None]);
}

#[test]
fn tasks_of_editors_are_told_by_what_they_state_and_draw() {
    for (done, open) in [
        (
            "<li><label><input type=checkbox checked></label><p>",
            "<li data-checked=false><p>",
        ),
        ("<li data-list=checked>", "<li data-list=unchecked>"),
        (
            "<li data-inline-task-id=1 class=checked>",
            "<li data-inline-task-id=2>",
        ),
        (
            "<li><div class='checkbox checkbox-on'></div> ",
            "<li><div class='checkbox checkbox-off'></div> ",
        ),
        (
            "<li><span class='chcklst-box checked'></span>",
            "<li><span class=chcklst-box></span>",
        ),
    ] {
        let list = markdown(&format!(
            "<ul>{done}a</li>{open}b</li><li>c <input type=checkbox></ul>"
        ));
        assert_eq!(list, "- [x] a\n- [ ] b\n- c", "{done}");
    }
}
