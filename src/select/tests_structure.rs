//! Structure that is easily lost, each piece on a small page.

use super::tests::extract;
use crate::Page;
use crate::article::{Article, Block, EmbedKind, Inline};

fn read(html: &str) -> Article {
    let page = Page::from_html(html).with_url("https://example.com/a/b");
    extract(&page.expect("a URL"))
}

fn everything() -> Article {
    read(include_str!(
        "../../tests/fixtures/pages/structure--everything.html"
    ))
}

fn find<T>(article: &Article, pick: impl Fn(&Block) -> Option<T>) -> T {
    article.body.blocks.iter().find_map(pick).expect("a block")
}

const NOTES: &str = "<p>One<sup id=r1><a href='#n1'>1</a></sup> and two<sup><a id=r2 href='#n2'>*</a></sup>.\
    <ol><li id=n1>First. <a href='#r1'>back</a><li id=n2><p>Second. <a href='#r2'>back</a></ol>";

#[test]
fn footnotes_are_linked_both_ways() {
    let article = read(NOTES);
    assert_eq!(
        article.to_markdown(),
        "One[^1] and two[^2].\n\n[^1]: First.\n\n[^2]: Second."
    );
    let html = article.to_html();
    assert!(
        html.contains("<sup id=\"fnref-2\"><a href=\"#fn-2\""),
        "{html}"
    );
    assert!(html.contains("<a href=\"#fnref-2\""), "{html}");
    assert_eq!(
        article.to_text(),
        "One[1] and two[2].\n\n[1] First.\n[2] Second."
    );
}

#[test]
fn a_table_of_contents_is_no_footnote() {
    let html = "<ul id=toc><li><a href='#a'>A</a></ul><h2 id=a>A</h2><p>Text <a href='#toc'>up</a>";
    assert!(!read(html).to_markdown().contains("[^"));
}

#[test]
fn formulas_keep_their_tex() {
    let tex = "<annotation encoding=application/x-tex>x_1</annotation>";
    let article = read(&format!(
        "<p>Let <math><mi>x</mi>{tex}</math> be.<p><math>{tex}</math>"
    ));
    assert_eq!(
        article.to_markdown(),
        "Let $`x_1`$ be.\n\n```math\nx_1\n```"
    );
    assert_eq!(article.to_text(), "Let x_1 be.\n\nx_1");
    assert!(article.to_html().contains("\\(x_1\\)"));
    assert_eq!(read("<p>a <math><mi>y</mi></math> b").to_text(), "a y b");
}

#[test]
fn formulas_on_lines_of_their_own_part_a_paragraph() {
    let annotation = "<annotation encoding=application/x-tex>x_1</annotation>";
    let math = format!("<math display=block>{annotation}</math>");
    for formula in [
        r"\[ x_1 \]",
        "$$x_1$$",
        "<br>$$x_1$$<br>",
        &math,
        &format!("<span class=katex-display><span class=katex>{math}</span></span>"),
        "<script type='math/tex; mode=display'>x_1</script>",
    ] {
        let article = read(&format!("<p>Let <b>it</b> {formula} be 1."));
        let expected = "Let **it**\n\n```math\nx_1\n```\n\nbe 1.";
        assert_eq!(article.to_markdown(), expected, "{formula}");
        assert_eq!(article.to_text(), "Let it\n\nx_1\n\nbe 1.", "{formula}");
    }
}

#[test]
fn a_stop_behind_a_formula_on_lines_of_its_own_goes_with_it() {
    let article = read(r"<p>Let \[x_1\]. <p>Or \[y\], \[z\]");
    assert_eq!(article.to_text(), "Let\n\nx_1.\n\nOr\n\ny,\n\nz");
    let inline = read(r"<p>Let \(x_1\) be. <code>$$a_1$$</code>");
    assert_eq!(inline.body.blocks.len(), 1);
}

#[test]
fn formulas_on_lines_of_their_own_stay_in_their_heading_item_or_cell() {
    let article = read(r"<h2>On \[x_1\] now</h2><p>a<ul><li>b \[y_1\] c</ul>");
    let expected = "## On $`x_1`$ now\n\na\n\n- b\n\n  ```math\n  y_1\n  ```\n\n  c";
    assert_eq!(article.to_markdown(), expected);
    let table = read(r"<table><tr><th>a<th>b<tr><td>c \[x_1\] d<td>e</table>");
    assert_eq!(table.body.blocks.len(), 1);
    assert!(
        table.to_markdown().contains("x_1"),
        "{}",
        table.to_markdown()
    );
}

#[test]
fn ruby_shows_the_pronunciation_once() {
    let article = read("<p>a <ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby> b");
    assert_eq!(article.to_text(), "a 漢(かん) b");
    assert!(
        article
            .to_html()
            .contains("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>")
    );
}

#[test]
fn break_opportunities_vanish_and_hard_spaces_stay() {
    let article = read("<p>su<wbr>per\u{ad}long 1\u{a0}000");
    assert_eq!(article.to_text(), "superlong 1\u{a0}000");
}

#[test]
fn a_pull_quote_that_repeats_the_text_is_dropped_and_another_kept() {
    let html = |quote: &str| {
        format!("<p>We went over the bridge.</p><div class=pullquote><p>{quote}</p></div><p>End")
    };
    let repeated = read(&html("over the bridge"));
    assert_eq!(repeated.to_text(), "We went over the bridge.\n\nEnd");
    let other = read(&html("never seen before"));
    assert_eq!(
        other.to_markdown(),
        "We went over the bridge.\n\n> never seen before\n\nEnd"
    );
}

#[test]
fn levels_of_headings_have_no_gaps_and_leave_the_first_to_the_title() {
    let article = read("<p>x<h2>A</h2><h4>B</h4><h6>C</h6><h4>D</h4>");
    assert_eq!(
        article.to_markdown(),
        "x\n\n## A\n\n### B\n\n#### C\n\n### D"
    );
}

#[test]
fn quotations_name_their_source() {
    let cite = |html: &str| {
        find(&read(html), |block| match block {
            Block::Quote { cite, .. } => Some(cite.clone()),
            _ => None,
        })
    };
    assert_eq!(
        cite("<blockquote cite=/q><p>a</blockquote>").as_deref(),
        Some("https://example.com/q")
    );
    let inner = "<blockquote><p>a</p><footer><cite><a href=/c>B</a></cite></footer></blockquote>";
    assert_eq!(cite(inner).as_deref(), Some("https://example.com/c"));
}

#[test]
fn figures_have_a_credit_besides_the_caption() {
    let (caption, credit) = find(&everything(), |block| match block {
        Block::Figure(figure) => Some((figure.caption.clone(), figure.credit.clone())),
        _ => None,
    });
    assert_eq!(
        crate::render::plain(&caption),
        "The bridge in 1902. Photo: Bo Wu"
    );
    assert_eq!(credit.as_deref(), Some("Photo: Bo Wu"));
}

#[test]
fn posts_and_videos_are_embeds_with_text_and_address() {
    let embeds: Vec<_> = everything()
        .body
        .blocks
        .into_iter()
        .filter_map(|block| match block {
            Block::Embed(embed) => Some((embed.kind, embed.url, embed.blocks.len())),
            _ => None,
        })
        .collect();
    let url = |url: &str| Some(url.to_owned());
    let expected = [
        (EmbedKind::Post, url("https://twitter.com/ann/status/1"), 2),
        (
            EmbedKind::Video,
            url("https://www.youtube.com/embed/abc"),
            0,
        ),
    ];
    assert_eq!(embeds, expected);
}

#[test]
fn spans_of_cells_are_bounded() {
    let html = "<table><tr><th colspan=65000 rowspan=65000>a<th>b<tr><td>c<td>d</table>";
    let span = find(&read(html), |block| match block {
        Block::Table(table) => Some(table.rows[0].cells[0].colspan),
        _ => None,
    });
    assert_eq!(span, 200);
}

#[test]
fn text_from_right_to_left_is_marked_so() {
    let html = include_str!("../../tests/fixtures/pages/structure--right-to-left.html");
    let article = read(html);
    assert!(article.to_html().starts_with("<div dir=\"rtl\">"));
    assert!(!read("<p>x").to_html().contains("dir="));
}

#[test]
fn blocks_that_are_read_in_another_direction_are_marked_so() {
    let (latin, hebrew) = ("It is open.", "הגשר פתוח.");
    let blocks = |a: &str, b: &str| {
        format!(
            "<p>{a}{a}{a}<h2>{b}</h2><ul><li>{b}<li>{b}<li>{a}</ul><blockquote><p>{b}<p>{b}<p>{a}</blockquote>\
             <table><tr><th>{a}<th>{a}<tr><td>{a}<td>{b}</table><pre>{b}</pre><dl><dt>{a}<dd>{b}</dl>"
        )
    };
    let expected = |a: &str, b: &str, own: &str, other: &str| {
        format!(
            "<p>{a}{a}{a}</p>\n<h2 dir=\"{other}\">{b}</h2>\n\
             <ul dir=\"{other}\">\n<li>{b}</li>\n<li>{b}</li>\n<li dir=\"{own}\">{a}</li>\n</ul>\n\
             <blockquote dir=\"{other}\">\n<p>{b}</p>\n<p>{b}</p>\n<p dir=\"{own}\">{a}</p>\n</blockquote>\n\
             <table>\n<tbody><tr><th>{a}</th><th>{a}</th></tr>\n<tr><td>{a}</td><td dir=\"{other}\">{b}</td></tr>\n\
             </tbody></table>\n<pre dir=\"{other}\"><code>{b}</code></pre>\n"
        )
    };
    let html = read(&blocks(latin, hebrew)).to_html();
    assert!(
        html.starts_with(&expected(latin, hebrew, "ltr", "rtl")),
        "{html}"
    );
    assert!(
        html.contains("<dt>It is open.</dt>\n<dd dir=\"rtl\">"),
        "{html}"
    );
    let html = read(&blocks(hebrew, latin)).to_html();
    let inside = html
        .strip_prefix("<div dir=\"rtl\">\n")
        .expect("a direction");
    assert!(
        inside.starts_with(&expected(hebrew, latin, "rtl", "ltr")),
        "{html}"
    );
    // Code is read from left to right, whatever it says first.
    let code = "<p>It is open.<pre><code class=language-c>// הגשר</code></pre>";
    assert!(!read(code).to_html().contains("dir="));
}

#[test]
fn tex_that_stands_alone_between_delimiters_is_a_formula_on_lines_of_its_own() {
    for tex in ["\\[ c_1 = d \\]", "$$c_1 = d$$"] {
        let article = read(&format!("<p>a<p>{tex}<p>b"));
        assert_eq!(article.to_markdown(), "a\n\n```math\nc_1 = d\n```\n\nb");
        assert_eq!(article.to_text(), "a\n\nc_1 = d\n\nb");
        assert!(article.to_html().contains("\\[c_1 = d\\]"), "{tex}");
    }
    assert_eq!(
        read("<p>a<p>$$a$$ and $$b$$").to_text(),
        "a\n\n$$a$$ and $$b$$"
    );
}

#[test]
fn a_formula_of_a_library_is_there_once() {
    let html = "<p>F is <span class=katex><span class=katex-mathml><math><mi>F</mi>\
        <annotation encoding=application/x-tex>F=ma</annotation></math></span>\
        <span class=katex-html aria-hidden=true>F=ma</span></span>.";
    let article = read(html);
    let Some(Block::Paragraph { content }) = article.body.blocks.first() else {
        panic!("a paragraph");
    };
    let formulas = content.iter().filter(|i| matches!(i, Inline::Math { .. }));
    assert_eq!(formulas.count(), 1);
    assert_eq!(article.to_text(), "F is F=ma.");
}

#[test]
fn language_is_declared_and_detected_and_words_are_counted() {
    let german = "Nach zwei Jahren Arbeit ist die Brücke über den Fluss wieder offen, und viele \
        Menschen kamen am Morgen, um als Erste zu Fuß auf die andere Seite zu gehen. Es hatte in der \
        Nacht stark geregnet, doch das störte niemanden von ihnen.";
    let found = read(&format!("<html lang=en><p>{german}</p>")).metadata;
    assert_eq!(found.language.as_deref(), Some("en"));
    assert_eq!(found.detected_language.as_deref(), Some("de"));
    assert_eq!(found.word_count, 42);
    let found = read(&format!("<p>{german}</p>")).metadata;
    assert_eq!(found.language.as_deref(), Some("de"));
    assert_eq!(read("<p>橋は 開いた two").metadata.word_count, 6);
}

#[test]
fn pictures_that_count_visitors_are_told_by_size_and_address() {
    let article = read(
        "<p>a<p><img src=/pixel-9-review.jpg alt=phone><p><img src=/x.gif width=1>\
        <p>b<p><img src=/y.gif style='width:1px; height: 1px'><p><img src=/z.gif style=display:none>\
        <p>c <img src=/i.gif style=display:none>d<p><img src=https://www.facebook.com/tr?id=1><p>e",
    );
    let picture = "![phone](https://example.com/pixel-9-review.jpg)";
    let expected = format!("a\n\n{picture}\n\nb\n\nc d\n\ne");
    assert_eq!(article.to_markdown(), expected);
}

#[test]
fn tex_for_scripts_is_a_formula_once() {
    let html = "<p>So <script type=math/tex>a_1 < b</script> holds.\
        <p><script type='math/tex; mode=display'>c_1*d</script>";
    let expected = "So $`a_1 < b`$ holds.\n\n```math\nc_1*d\n```";
    assert_eq!(read(html).to_markdown(), expected);
    let rendered = "<p>So <span class=MathJax_Preview></span><span class=MathJax><b>a</b><b>1</b></span>\
        <script type=math/tex>a_1</script> holds.";
    assert_eq!(read(rendered).to_markdown(), "So $`a_1`$ holds.");
}

#[test]
fn a_formula_of_mathjax_3_stays_in_its_paragraph_once_and_a_displayed_one_parts_it() {
    let formula = |display: &str| {
        format!(
            "<mjx-container class=MathJax {display}><mjx-math aria-hidden=true><mjx-msup><mjx-mi>\
            <mjx-c>x</mjx-c></mjx-mi><mjx-script><mjx-mn><mjx-c>2</mjx-c></mjx-mn></mjx-script>\
            </mjx-msup></mjx-math><mjx-assistive-mml><math><msup><mi>x</mi><mn>2</mn></msup></math>\
            </mjx-assistive-mml></mjx-container>"
        )
    };
    let inline = read(&format!("<h2>On {0}</h2><p>Let {0} be 1.", formula("")));
    assert_eq!(inline.to_markdown(), "## On x^2\n\nLet x^2 be 1.");
    let displayed = read(&format!("<p>Let {} be 1.", formula("display=true")));
    assert_eq!(displayed.to_text(), "Let\n\nx^2\n\nbe 1.");
    assert!(matches!(
        displayed.body.blocks.get(1),
        Some(Block::Math { .. })
    ));
}

#[test]
fn tex_in_running_text_is_not_escaped_in_markdown() {
    let article = read(r"<p>So \(a_1*b_2*c\) and $d_1 * e$, for $5 * 2.");
    let expected = r"So $`a_1*b_2*c`$ and $`d_1 * e`$, for $5 \* 2.";
    assert_eq!(article.to_markdown(), expected);
    assert_eq!(
        article.to_text(),
        r"So \(a_1*b_2*c\) and $d_1 * e$, for $5 * 2."
    );
}

#[test]
fn formulas_without_tex_are_written_in_a_row() {
    let html = "<p>is <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> of it";
    assert_eq!(read(html).to_text(), "is 1/2 of it");
}

#[test]
fn signs_that_link_to_a_heading_are_none_of_it() {
    for sign in [
        "<a href=#costs aria-hidden=true>#</a>",
        "<a class=headerlink href='#costs'>\u{b6}</a>",
        "<a href=https://example.com/a/b#costs><span>\u{1f517}</span></a>",
        "<span class=mw-editsection>[<a href=/edit>edit</a>]</span>",
    ] {
        let html = format!("<p>a<h2 id=costs>Costs {sign}</h2><p>b");
        assert_eq!(read(&html).to_markdown(), "a\n\n## Costs\n\nb", "{sign}");
    }
    let html = "<p>a<h2><a href=/c#>C#</a> and <a href=#d>D</a></h2><p>b";
    assert!(
        read(html)
            .to_markdown()
            .contains("[C\\#](https://example.com/c#) and [D]"),
        "{}",
        read(html).to_markdown()
    );
}

#[test]
fn a_note_has_neither_the_stop_behind_its_mark_nor_the_space_before_its_link_back() {
    let html = "<p>a<a href=#n id=r>2</a><p id=n><a href=#r>2</a>. Of oak.<p>b";
    assert_eq!(read(html).to_markdown(), "a[^1]\n\n[^1]: Of oak.\n\nb");
    let html = "<p>a<a href=#n id=r>2</a><p id=n>Of oak.&nbsp;<a href=#r>\u{21a9}</a><p>b";
    assert_eq!(read(html).to_markdown(), "a[^1]\n\n[^1]: Of oak.\n\nb");
}

#[test]
fn what_defines_a_term_is_indented_as_a_whole() {
    let article = read("<p>a<dl><dt>b<dd><p>c<ul><li>d<li>e</ul></dl><p>f");
    assert_eq!(article.to_text(), "a\n\nb\n  c\n  - d\n  - e\n\nf");
}

#[test]
fn counts_of_likes_and_replies_are_no_text() {
    let article = read(
        "<p>The boat takes no water since it was tarred.</p>\
         <div itemprop=interactionStatistic itemscope itemtype=http://schema.org/InteractionCounter>\
         <meta itemprop=userInteractionCount content=3><span>3 Likes</span></div>\
         <p>Pine tar was best, thinned and put on warm.</p>",
    );
    assert_eq!(
        article.to_text(),
        "The boat takes no water since it was tarred.\n\nPine tar was best, thinned and put on warm."
    );
}

#[test]
fn posts_that_say_the_same_are_all_kept() {
    let post = |(who, says): (&str, &str)| {
        format!(
            "<div class=post><div class=author><a href=/u/{who}>{who}</a></div>\
             <div class=content><p>{says}</p></div></div>"
        )
    };
    let advice = "Check whether the cable housing is seated in its ferrule, please.";
    let posts = [
        (
            "ann",
            "My bike will not shift to the smallest sprocket since I changed the cable last week. \
             I have tried the barrel adjuster and the limit screw, without any success so far.",
        ),
        ("bo", advice),
        ("cy", advice),
        (
            "ann",
            "That was it, thank you both! The housing had slipped out of the ferrule at the frame.",
        ),
    ];
    let html = format!(
        "<title>Bike will not shift - Forum</title><h1>Bike will not shift</h1>{}",
        posts.map(post).concat()
    );
    assert_eq!(read(&html).to_text().matches(advice).count(), 2);
}
