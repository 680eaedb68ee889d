//! Captions, players and posts of other sites, each on a small page.

use super::tests::extract;
use crate::Page;
use crate::article::{Article, Block, Embed, EmbedKind};

fn read(html: &str) -> Article {
    let page = Page::from_html(&format!("<main>{html}</main>")).with_url("https://example.com/a/b");
    extract(&page.expect("a URL"))
}

fn markdown(html: &str) -> String {
    read(html).to_markdown()
}

fn embed(html: &str) -> Embed {
    let blocks = read(html).body.blocks;
    let embed = blocks.into_iter().find_map(|block| match block {
        Block::Embed(embed) => Some(*embed),
        _ => None,
    });
    embed.expect("an embed")
}

#[test]
fn tables_keep_their_captions_whatever_the_label() {
    let table = "<p>a<figure><table><caption><nav>Fares</nav></caption><tr><th>A<th>B<tr><td>1<td>2\
        </table><figcaption><nav>Source: B</nav></figcaption></figure><p>b";
    let expected = "a\n\nFares\\\nSource: B\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\nb";
    assert_eq!(markdown(table), expected);
}

#[test]
fn players_have_their_caption_and_title() {
    let html = "<p>a<figure><iframe title='Ferry film' src=https://youtube.com/embed/x></iframe>\
        <figcaption><nav>First ride</nav></figcaption></figure><p>b";
    let article = read(html);
    let expected = "a\n\n[Ferry film](https://youtube.com/embed/x)\\\nFirst ride\n\nb";
    assert_eq!(article.to_markdown(), expected);
    assert_eq!(article.to_text(), "a\n\nb");
    let html = "<figure><p><a href=\"https://youtube.com/embed/x\"";
    assert!(article.to_html().contains(html), "{}", article.to_html());
    assert!(article.to_tei().contains("<figure><head>First ride</head>"));
}

#[test]
fn captions_of_pictures_stay_whatever_the_label() {
    let image = "![](https://example.com/p.jpg)";
    for figure in [
        "<figure><img src=/p.jpg><figcaption><nav>The pier</nav></figcaption></figure>",
        "<div class=wp-caption><img src=/p.jpg><div class=wp-caption-text><nav>The pier</nav></div></div>",
        "<table class=tr-caption-container><tr><td><img src=/p.jpg><tr><td class=tr-caption>The pier</table>",
        "<dl class=gallery-item><dt><img src=/p.jpg><dd class=wp-caption-text>The pier</dl>",
    ] {
        let found = markdown(&format!("<p>a{figure}<p>b"));
        assert_eq!(found, format!("a\n\n{image}\\\nThe pier\n\nb"), "{figure}");
    }
}

#[test]
fn captions_outside_of_the_body_are_not_its_own() {
    let figure = "<figure><img src=/p.jpg><figcaption><nav>The pier</nav></figcaption></figure>";
    let related = format!("<p>a<nav>{figure}{figure}</nav><p>b{figure}");
    assert_eq!(read(&related).to_markdown(), "a\n\nb");
}

#[test]
fn posts_between_the_blocks_of_the_body_stay_whatever_their_labels() {
    for post in [
        "<blockquote class=twitter-tweet><nav><a href=https://x.com/a/status/1>May 3</a></nav></blockquote>",
        "<blockquote class=instagram-media data-instgrm-permalink=https://www.instagram.com/p/X/>\
            <nav><a href=/x>View this post</a></nav></blockquote>",
        "<blockquote class=text-post-media data-text-post-permalink=https://www.threads.net/@a/post/C1>\
            <nav>View on Threads</nav></blockquote>",
    ] {
        assert!(embed(&format!("<p>a{post}<p>b")).url.is_some(), "{post}");
        let outside = read(&format!("<p>a<p>b{post}"));
        assert_eq!(outside.to_text(), "a\n\nb", "{post}");
    }
}

#[test]
fn elements_that_scripts_fill_are_embeds() {
    for (html, url) in [
        (
            "<div class=fb-post data-href=https://www.facebook.com/a/posts/1></div>",
            "https://www.facebook.com/a/posts/1",
        ),
        (
            "<lite-youtube videoid=x></lite-youtube>",
            "https://www.youtube.com/watch?v=x",
        ),
        (
            "<div class=youtube-player data-id=x></div>",
            "https://www.youtube.com/watch?v=x",
        ),
        (
            "<amp-twitter data-tweetid=1></amp-twitter>",
            "https://twitter.com/i/status/1",
        ),
    ] {
        let found = embed(&format!("<p>a{html}<p>b"));
        assert_eq!(found.url.as_deref(), Some(url), "{html}");
        assert!(found.blocks.is_empty(), "{html}");
    }
}

#[test]
fn a_post_in_a_box_is_one_embed_with_its_text() {
    let html = "<p>a<div class=fb-post data-href=https://www.facebook.com/a/posts/1><blockquote \
        cite=https://www.facebook.com/a/posts/1><p>Hello</p></blockquote></div><p>b";
    let expected = "a\n\n> Hello\n\n[facebook](https://www.facebook.com/a/posts/1)\n\nb";
    assert_eq!(markdown(html), expected);
}

#[test]
fn pictures_without_an_img_are_found() {
    for html in [
        "<amp-img src=/p.jpg alt=pier></amp-img>",
        "<div role=img aria-label=pier style='background-image: url(\"/p.jpg\")'></div>",
        "<figure><div aria-label=pier style=background-image:url(/p.jpg)></div></figure>",
    ] {
        let found = markdown(&format!("<p>a{html}<p>b"));
        let expected = "a\n\n![pier](https://example.com/p.jpg)\n\nb";
        assert_eq!(found, expected, "{html}");
    }
    let behind = markdown("<p>a<div style='background-image: url(/p.jpg)'></div><p>b");
    assert_eq!(behind, "a\n\nb");
}

#[test]
fn pictures_of_formulas_are_formulas() {
    let article = read("<p>Let <img class=latex src=/l.php alt=x^2> be.");
    assert_eq!(article.to_markdown(), "Let $`x^2`$ be.");
    assert_eq!(article.to_text(), "Let x^2 be.");
    let wiki = "<img class=mwe-math-fallback-image-inline src=/1 alt='{\\displaystyle x^2}'>";
    assert_eq!(
        read(&format!("<p>Let {wiki} be.")).to_markdown(),
        "Let $`x^2`$ be."
    );
}

#[test]
fn posts_of_which_the_page_has_nothing_but_the_address_are_embeds() {
    let url = "https://x.com/annbo/status/12";
    for html in [
        format!("<blockquote class=twitter-tweet><a href={url}></a></blockquote>"),
        format!("<blockquote class=tiktok-embed cite={url}></blockquote>"),
    ] {
        let found = embed(&format!("<p>a{html}<p>b"));
        assert_eq!(
            (found.kind, found.url.as_deref()),
            (EmbedKind::Post, Some(url)),
            "{html}"
        );
    }
    let nothing = read("<p>a<blockquote class=twitter-tweet></blockquote><p>b");
    assert_eq!(nothing.body.blocks.len(), 2);
}

#[test]
fn players_are_videos_whoever_has_them() {
    for url in [
        "https://player.bilibili.com/player.html?bvid=1",
        "https://www.facebook.com/plugins/video.php?href=x",
        "https://players.brightcove.net/1/x/index.html",
        "https://cdn.jwplayer.com/players/x.html",
        "https://fast.wistia.net/embed/iframe/x",
    ] {
        let found = embed(&format!("<p>a<iframe src='{url}'></iframe><p>b"));
        assert_eq!(found.kind, EmbedKind::Video, "{url}");
    }
}

#[test]
fn a_frame_around_a_frame_is_what_it_shows() {
    let html = "<p>a<iframe src='/media/oembed?url=https%3A//youtu.be/x&max_width=0'></iframe><p>b";
    let found = embed(html);
    assert_eq!(found.url.as_deref(), Some("https://youtu.be/x"));
    assert_eq!(found.provider.as_deref(), Some("youtube"));
    let runs = "<p>a<iframe src='/media/oembed?url=javascript:x'></iframe><p>b";
    assert!(!markdown(runs).contains("](javascript"));
}

#[test]
fn pictures_and_players_of_figures_stay_whatever_buttons_they_have() {
    let html = "<p>a<figure><div><video src=/v.mp4></video><nav>0:00</nav></div></figure><p>b";
    assert_eq!(
        embed(html).url.as_deref(),
        Some("https://example.com/v.mp4")
    );
    let image =
        "<p>a<figure><div><nav>Zoom</nav><img src=/p.jpg><nav>Next</nav></div></figure><p>b";
    let expected = "a\n\n![](https://example.com/p.jpg)\n\nb";
    assert_eq!(markdown(image), expected);
    let outside = format!(
        "<p>a<p>b{}",
        image.trim_start_matches("<p>a").trim_end_matches("<p>b")
    );
    assert_eq!(markdown(&outside), "a\n\nb");
}

#[test]
fn formulas_between_the_blocks_of_the_body_stay_whatever_their_labels() {
    let tex = "<annotation encoding=application/x-tex>x_1</annotation>";
    let formula = format!("<nav><math>{tex}</math></nav>");
    let expected = "a\n\n```math\nx_1\n```\n\nb";
    assert_eq!(markdown(&format!("<p>a{formula}<p>b")), expected);
    assert_eq!(markdown(&format!("<p>a<p>b{formula}")), "a\n\nb");
    let display = markdown(r"<p>a<nav>\[ y = 1 \]</nav><p>b");
    assert!(display.contains("y = 1"), "{display}");
    assert_eq!(markdown("<p>a<nav>$$$$</nav><p>b"), "a\n\nb");
}

#[test]
fn an_address_in_a_box_for_a_player_is_an_embed() {
    let html = "<figure class=wp-block-embed><div class=wp-block-embed__wrapper>\nhttps://youtu.be/a1\n\
        </div><figcaption>The film</figcaption></figure>";
    for (before, after) in [("", ""), ("<nav>", "</nav>")] {
        let page = format!("<p>a{before}{html}{after}<p>b");
        let embed = embed(&page);
        assert_eq!(embed.url.as_deref(), Some("https://youtu.be/a1"));
        assert_eq!(embed.provider.as_deref(), Some("youtube"));
        assert_eq!(crate::render::plain(&embed.caption), "The film");
        assert!(!read(&page).to_text().contains("youtu.be"));
    }
}

/// A page with this between paragraphs, whatever the labels of its lines.
fn between(html: &str) -> Article {
    read(&format!("<p>a<div><nav>{html}</nav></div><p>b"))
}

#[test]
fn posts_of_substack_are_what_their_attribute_states() {
    let attributes = r#"{"url":"https://x.com/ann/status/1","full_text":"It is open!\nCome.",
        "name":"Ann","username":"ann","date":"2024-05-03T10:00:00.000Z"}"#;
    let expected = "a\n\n> It is open!\n>\n> Come.\n>\n> \u{2014} Ann (@ann) 2024-05-03\n\n\
        [x](https://x.com/ann/status/1)\n\nb";
    let shown = "<img src=/ann.jpg>Ann <p>It is open! Come.</p>12 Likes";
    for (class, text) in [("tweet", shown), ("twitter-embed", "")] {
        let article = between(&format!(
            "<div class={class} data-attrs='{attributes}'>{text}</div>"
        ));
        assert_eq!(article.to_markdown(), expected, "{class}");
    }
    let other = read("<p>a<div class=tweet data-attrs='{}'>The bird said so.</div><p>b");
    assert_eq!(other.to_text(), "a\n\nThe bird said so.\n\nb");
}

#[test]
fn previews_of_other_pages_are_embeds_and_no_text() {
    let stated = r#"{"url":"https://e.org/c","title":"The pier","caption":"How it was built"}"#;
    for card in [
        "<figure><a class=kg-bookmark-container href=https://e.org/c><div class=kg-bookmark-title>The pier</div>\
            <div class=kg-bookmark-description>How it was built</div><img src=/icon.png>E</a></figure>",
        "<div class='graf graf--mixtapeEmbed'><a href=https://e.org/c><strong class=markup--mixtapeEmbed-strong>\
            The pier</strong><br><em class=markup--mixtapeEmbed-em>How it was built</em>e.org</a></div>",
        "<aside class='onebox allowlistedgeneric'><header><img src=/icon.png><a href=https://e.org/c>E</a></header>\
            <article><h3><a href=https://e.org/c>The pier</a></h3><p>How it was built</p></article></aside>",
        "<div><a href=https://e.org/c><div><h2>The pier</h2><div><h3>How it was built</h3></div><p>e.org</p></div>\
            <img src=/pier.jpg></a></div>",
        &format!("<div class=digest-post-embed data-attrs='{stated}'></div>"),
        &format!("<div class=embedded-post-wrap data-attrs='{stated}'>Read more</div>"),
    ] {
        let article = between(card);
        let expected = "a\n\n[The pier](https://e.org/c)\\\nHow it was built\n\nb";
        assert_eq!(article.to_markdown(), expected, "{card}");
        assert_eq!(article.to_text(), "a\n\nb", "{card}");
    }
}

#[test]
fn links_with_a_heading_are_previews_only_if_they_name_the_site_they_lead_to() {
    for line in ["f.org", "How it was built"] {
        let html = format!("<div><a href=https://e.org/c><h2>The pier</h2><p>{line}</p></a></div>");
        let article = read(&format!("<p>a{html}<p>b"));
        assert_eq!(article.to_text(), format!("a\n\nThe pier\n\n{line}\n\nb"));
    }
}

#[test]
fn code_that_discourse_shows_of_another_page_is_text() {
    let html = "<aside class=onebox><h4><a href=https://e.org/c>a.rs</a></h4><pre class=onebox>x = 1</pre></aside>";
    assert!(between(html).to_text().contains("x = 1"));
}

#[test]
fn a_card_keeps_the_caption_of_its_figure() {
    let html = "<figure><a class=kg-bookmark-container href=https://e.org/c><div \
        class=kg-bookmark-title>The pier</div><img src=/icon.png></a><figcaption>An old story</figcaption></figure>";
    let expected = "a\n\n[The pier](https://e.org/c)\\\nAn old story\n\nb";
    assert_eq!(between(html).to_markdown(), expected);
}

#[test]
fn cards_after_the_body_are_none_of_it() {
    let card = "<a class=kg-bookmark-container href=https://e.org/c><div>The pier</div></a>";
    assert_eq!(
        markdown(&format!("<p>a<p>b<nav><p>More</p>{card}</nav>")),
        "a\n\nb"
    );
}

#[test]
fn pages_that_wordpress_embeds_are_shown_once() {
    let html = "<blockquote class=wp-embedded-content><a href=https://e.org/c>The pier</a></blockquote>\
        <iframe class=wp-embedded-content src=https://e.org/c/embed/></iframe>";
    assert_eq!(
        between(html).to_markdown(),
        "a\n\n[The pier](https://e.org/c)\n\nb"
    );
}

#[test]
fn what_authors_put_between_paragraphs_stays_whatever_its_labels() {
    for (html, expected) in [
        (
            "<div class=kg-callout-card><div class=kg-callout-emoji>💡</div><div>Mind the <b>gap</b>.</div></div>",
            "Mind the **gap**.",
        ),
        (
            "<div class=kg-toggle-card><div><h4>Fares</h4></div><div><p>Two pence.</p></div></div>",
            "## Fares\n\nTwo pence.",
        ),
        (
            "<details class=wp-block-details><summary>Fares</summary><p>Two pence.</p></details>",
            "Fares\n\nTwo pence.",
        ),
        (
            "<div class=wp-block-file><object data=/f.pdf hidden></object><a href=https://e.org/f.pdf>Fares</a>\
                <a class=wp-block-file__button href=https://e.org/f.pdf>Download</a></div>",
            "[Fares](https://e.org/f.pdf)",
        ),
    ] {
        assert_eq!(
            between(html).to_markdown(),
            format!("a\n\n{expected}\n\nb"),
            "{html}"
        );
        let behind = format!("<p>a<p>b<nav><p>More</p>{html}</nav>");
        assert_eq!(markdown(&behind), "a\n\nb", "{html}");
    }
}

#[test]
fn a_player_that_a_script_loads_is_at_the_address_it_will_load() {
    let html =
        "<p>a<iframe src=about:blank data-src=https://player.vimeo.com/video/1></iframe><p>b";
    let url = embed(html).url;
    assert_eq!(url.as_deref(), Some("https://player.vimeo.com/video/1"));
}

#[test]
fn what_a_script_puts_in_its_own_place_is_an_embed() {
    for (html, url, provider) in [
        (
            "<script src=https://gist.github.com/ann/12ab.js></script>",
            "https://gist.github.com/ann/12ab",
            "github",
        ),
        (
            "<script src='https://gist.github.com/ann/12ab.js?file=a.rs'></script>",
            "https://gist.github.com/ann/12ab?file=a.rs",
            "github",
        ),
        (
            "<script async src=https://telegram.org/js/telegram-widget.js?22 data-telegram-post=town/12></script>",
            "https://t.me/town/12",
            "telegram",
        ),
        (
            "<a data-pin-do=embedPin href=https://www.pinterest.com/pin/12/></a>",
            "https://www.pinterest.com/pin/12/",
            "pinterest",
        ),
    ] {
        let embed = embed(&format!("<p>a</p>{html}<p>b"));
        assert_eq!(embed.url.as_deref(), Some(url), "{html}");
        assert_eq!(embed.provider.as_deref(), Some(provider), "{html}");
        let linked = format!("a\n\n[{provider}]({url})\n\nb");
        assert_eq!(between(html).to_markdown(), linked, "{html}");
    }
    let other = "<script src=https://cdn.example/a.js></script><a href=https://e.org/></a>";
    assert_eq!(between(other).to_markdown(), "a\n\nb");
}

#[test]
fn a_picture_is_the_largest_that_every_reader_shows() {
    let shown = |inside: &str| between(&format!("<picture>{inside}</picture>")).to_markdown();
    let sources = "<source srcset='/l.jpg 1600w, /m.jpg 800w'><source type=image/avif srcset='/x.avif 3000w'>\
        <source srcset='/y.avif 3000w'>";
    for (img, expected) in [
        ("<img src=/s.jpg>", "l.jpg"),
        ("<img src=/s.jpg width=640>", "l.jpg"),
        ("<img src=/s.jpg srcset='/t.jpg 640w'>", "l.jpg"),
        ("<img src=/s.jpg srcset='/t.jpg 1500w'>", "t.jpg"),
        ("<img src=/s.jpg width=2000>", "s.jpg"),
        ("<img src='/s.jpg?w=2000'>", "s.jpg?w=2000"),
        ("<img src='/s-2000x1000.jpg'>", "s-2000x1000.jpg"),
        ("<img src='/s-400x200.jpg'>", "l.jpg"),
    ] {
        let expected = format!("a\n\n![](https://example.com/{expected})\n\nb");
        assert_eq!(shown(&format!("{sources}{img}")), expected, "{img}");
    }
    // What states no width may be the original.
    for small in ["2x", "900w"] {
        let shown = shown(&format!("<source srcset='/l.jpg {small}'><img src=/s.jpg>"));
        assert!(shown.contains("s.jpg"), "{small}");
    }
}
