//! Other posts of the two sites than the seeds, in every layout that is known of: what a rule
//! keys on must hold for them too.
#![allow(missing_docs, clippy::unwrap_used)]

use unhusk::{Article, Error, Extractor, NoBody, Page, RegionKind};

const CDM: &str = "https://creativedestructionmedia.com/news/2023/05/04/a-post/";
const GE: &str = "https://geopoliticsandempire.com/2022/05/04/a-post/";

const FIRST: &str = "The first paragraph of the post has quite enough words to be taken for running text, as real ones do.";
const SECOND: &str = "A second paragraph goes on with the story, names a few places, and ends like any other paragraph.";
const THIRD: &str = "The third one says what might happen next, and that nobody can know it for certain at this point.";
const BIO: &str = "Jane Doe, a graduate of a military academy and a former pilot, has written four novels, hundreds of articles \
    for newspapers all over the world, and appears on television as a commentator on national security, aviation and finance.";

fn extract(page: &Page) -> Article {
    Extractor::default().extract(page).unwrap()
}

fn html(url: &str, html: &str) -> Page {
    Page::from_html(html).with_url(url).unwrap()
}

fn paragraphs(page: &Page) -> Vec<String> {
    let text = extract(page).to_text();
    text.split("\n\n")
        .map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

fn kind_of(page: &Page, text: &str) -> RegionKind {
    let segmentation = Extractor::default().segment(page);
    let found = segmentation
        .iter()
        .find(|r| r.text().contains(text))
        .map(|r| r.kind());
    found.unwrap()
}

fn cdm(content: &str, after: &str) -> String {
    format!(
        "<html><head><title>A Post - CDM</title><meta property='og:site_name' content='CDM'></head>\
         <body class='single single-post postid-7'><header class='site-header'><nav>Home News Opinion</nav></header>\
         <main><article class='post-7 post type-post'><h1 class='entry-title'>A Post About Something</h1>\
         <div class='entry-content'>{content}</div></article>{after}</main>\
         <footer class='site-footer'>© 2023 Creative Destruction Media</footer></body></html>"
    )
}

const FOLLOW_2023: &str = "<p><b>Please Follow us on</b>\u{a0} <a>Gab</a>,\u{a0}<a>Minds</a>, <a>Telegram</a>, <a>Rumble</a>, <a>Truth SocialP</a>, <a>Gettr</a>, <a>Twitter</a>\u{a0}</p>";

#[test]
fn cdm_prompts_in_other_wording_and_at_the_end_are_no_body() {
    let prompt = "<p>‘NO AD’ subscription for CDM!\u{a0}  Sign up here and support real investigative journalism and help save the republic!  </p>";
    let page = html(
        CDM,
        &cdm(
            &format!("{FOLLOW_2023}<p>{FIRST}</p><p>{SECOND}</p>{prompt}"),
            "",
        ),
    );
    assert_eq!(paragraphs(&page), [FIRST, SECOND]);
    assert_eq!(kind_of(&page, "NO AD"), RegionKind::Advert);
    assert_eq!(kind_of(&page, "Truth SocialP"), RegionKind::Follow);
}

#[test]
fn cdm_video_posts_of_one_line_are_not_rejected() {
    let page = html(
        CDM,
        &cdm(
            &format!(
                "{FOLLOW_2023}<iframe src='https://rumble.com/embed/x'></iframe><p>Watch it here.</p>"
            ),
            "",
        ),
    );
    assert_eq!(paragraphs(&page), ["Watch it here."]);
}

#[test]
fn cdm_posts_without_a_follow_line_have_their_body() {
    let page = html(
        CDM,
        &cdm(
            &format!("<p>{FIRST}</p><ul><li>One point</li><li>Another point</li></ul>"),
            "",
        ),
    );
    assert_eq!(paragraphs(&page), [FIRST, "- One point - Another point"]);
}

#[test]
fn cdm_nested_comments_have_depth_and_parent() {
    let comments = "<div id='comments'><h2>3 comments</h2><div class='comment-list'>\
        <div id='comment-1' class='comment depth-1'><div class='comment-body'><b class='fn'>Ann</b> <span class='comment-date'>May 5, 2023 at 9:19 am</span><div class='comment-content'><p>I agree.</p></div></div>\
        <div class='children'><div id='comment-2' class='comment depth-2'><div class='comment-body'><b class='fn'>Bob</b> <span class='comment-date'>May 5, 2023 at 9:30 am</span><div class='comment-content'><p>I do not.</p><p>Not at all.</p></div></div></div></div></div>\
        <div id='comment-3' class='comment depth-1'><div class='comment-body'><b class='fn'>Eve</b> <span class='comment-date'>May 6, 2023 at 1:00 pm</span><div class='comment-content'><p>Who knows.</p></div></div></div>\
        </div></div><div id='respond' class='comment-respond'><h3>Leave a Comment</h3></div>";
    let article = extract(&html(
        CDM,
        &cdm(&format!("{FOLLOW_2023}<p>{FIRST}</p>"), comments),
    ));
    assert_eq!(article.to_text(), FIRST);
    let found: Vec<_> = article
        .comments
        .iter()
        .map(|c| {
            (
                c.author.as_deref().unwrap(),
                c.depth,
                c.parent,
                c.body.to_text(),
            )
        })
        .collect();
    let expected = [
        ("Ann", 0, None, "I agree."),
        ("Bob", 1, Some(0), "I do not.\n\nNot at all."),
        ("Eve", 0, None, "Who knows."),
    ];
    assert_eq!(found, expected.map(|(a, d, p, t)| (a, d, p, t.to_owned())));
}

#[test]
fn cdm_biography_after_the_text_of_the_2022_layout_is_no_body() {
    let head = "<div class='header-widgets'><ul><li class='widget'><p>[stock-market-ticker symbols=x]</p><div class='single-wrap'><h1 class='single-title'>An Older Post</h1><div class='single-date'>May 4, 2022</div><div class='single-comments'>No Comments</div>";
    for text in [
        format!(
            "{FOLLOW_2023}<p>{FIRST}</p><p>{SECOND}</p></div><div class='author-block'><h4><a href='/author/jane/'>Jane Doe</a></h4><p>{BIO}</p></div>"
        ),
        format!(
            "{FOLLOW_2023}<p>{FIRST}</p><p>{SECOND}</p><h4><a href='/author/jane/'>Jane Doe</a></h4><p>{BIO}</p></div>"
        ),
    ] {
        let page = html(
            CDM,
            &format!(
                "<body class='single-post'>{head}<div class='single-text'>{text}</div></li></ul></div></body>"
            ),
        );
        assert_eq!(paragraphs(&page), [FIRST, SECOND]);
        assert_eq!(kind_of(&page, "former pilot"), RegionKind::AuthorBio);
        assert_eq!(kind_of(&page, "stock-market-ticker"), RegionKind::Other);
    }
}

#[test]
fn archives_and_home_pages_of_both_sites_are_refused() {
    let teasers = format!(
        "<h1>Category: News</h1><article class='l-post post'><h2>A post</h2><p>{FIRST}</p></article><article class='l-post post'><p>{SECOND}</p></article>"
    );
    let pages = [
        html(
            "https://cdm.press/category/news/",
            &format!("<body class='archive category'>{teasers}"),
        ),
        html(
            "https://geopoliticsandempire.com/author/someone/page/4/",
            &format!("<body>{teasers}"),
        ),
        html(
            "https://geopoliticsandempire.com/",
            &format!("<body class='home blog'>{teasers}"),
        ),
    ];
    for page in pages {
        let error = Extractor::default().extract(&page).unwrap_err();
        assert!(
            matches!(
                error,
                Error::NoBody {
                    cause: NoBody::NotAnArticle { .. },
                    ..
                }
            ),
            "{error}"
        );
    }
}

#[test]
fn a_rule_serves_its_sister_hosts_and_no_other() {
    let source = cdm(&format!("{FOLLOW_2023}<p>{FIRST}</p>"), "");
    let rule = |url: Option<&str>| {
        let page = Page::from_html(&source);
        let page = match url {
            Some(url) => page.with_url(url).unwrap(),
            None => page,
        };
        Extractor::default()
            .extract(&page)
            .ok()
            .and_then(|a| a.provenance.rule)
    };
    for url in [
        "https://www.cdm.press/a/",
        "https://georgiarecord.com/a/2023/05/04/b/",
        "https://CreativeDestructionMedia.com/x",
    ] {
        assert_eq!(
            rule(Some(url)).as_deref(),
            Some("creativedestructionmedia.com"),
            "{url}"
        );
    }
    assert_eq!(rule(None).as_deref(), Some("creativedestructionmedia.com"));
    assert_ne!(
        rule(Some("https://example.com/a")).as_deref(),
        Some("creativedestructionmedia.com")
    );
}

fn smartmag(header_outside: bool, content: &str, after: &str) -> String {
    let header = "<div class='the-post-header s-head-large'><div class='post-meta post-meta-single'><div class='post-meta-items meta-above'><span class='cat-labels'><a rel='category'>Podcast</a></span></div><h1 class='is-title post-title'>Guest: Topic</h1><div class='sub-title'>A line under it</div><div class='post-meta-items meta-below'><span class='meta-item post-author'><span class='by'>By</span> <a rel='author' href='/author/x/'>Host Name</a></span><span class='meta-item date'><time class='post-date' datetime='2022-05-04T10:00:00+00:00'>May 4, 2022</time></span><span class='meta-item read-time'>5 Mins Read</span></div></div></div><div class='single-featured'><div class='wp-caption-text'>A photo of something</div></div>";
    let (outside, inside) = if header_outside {
        (header, "")
    } else {
        ("", header)
    };
    format!(
        "<html><head><meta property='og:site_name' content='Geopolitics &amp; Empire'></head><body class='single single-post'><div class='main-wrap'>\
         <div class='mobile-menu-container off-canvas' id='off-canvas'><div class='off-canvas-widgets'><div class='widget'><h5>What's Hot</h5><article class='l-post'><p>{SECOND}</p></article></div></div></div>\
         <div class='smart-head'><nav class='navigation-main'><ul><li>ABOUT</li></ul></nav></div>{outside}\
         <div class='main ts-contain'><div class='ts-row'><div class='col-8 main-content s-post-contain'>{inside}<div class='the-post s-post-large'><article id='post-9' class='post-9 post type-post'><div class='post-content-wrap'>\
         <div class='post-share-float'><a>Twitter</a></div><div class='post-content cf entry-content content-spacious'>{content}</div></div><div class='the-post-tags'><a rel='tag'>Topic</a></div></article>\
         <div class='author-box'><section class='author-info'><a rel='author'>Host Name</a><p class='bio'>{BIO}</p></section></div>\
         <section class='related-posts'><h4 class='heading'>Related <span class='color'>Posts</span></h4><article class='l-post'><p>{THIRD}</p></article></section>{after}</div></div>\
         <aside class='main-sidebar'><div class='widget'><p>{SECOND}</p></div></aside></div></div><footer class='main-footer'><div class='about-text'><p>{BIO}</p></div></footer></div></body></html>"
    )
}

#[test]
fn geopolitics_headers_outside_the_content_column_are_found() {
    for outside in [false, true] {
        let article = extract(&html(
            GE,
            &smartmag(outside, &format!("<p>{FIRST}</p><p>{THIRD}</p>"), ""),
        ));
        assert_eq!(article.to_text(), format!("{FIRST}\n\n{THIRD}"));
        assert_eq!(article.metadata.title.as_deref(), Some("Guest: Topic"));
        assert_eq!(article.metadata.authors, ["Host Name"]);
        assert_eq!(
            article.metadata.published.as_deref(),
            Some("2022-05-04T10:00:00+00:00")
        );
    }
}

#[test]
fn geopolitics_podcast_posts_keep_their_notes_and_lose_their_prompts() {
    let content = format!(
        "<iframe src='https://w.soundcloud.com/player/'></iframe><div style='font-size:10px'><a>Geopolitics &amp; Empire</a> · <a>Guest: Topic #148</a></div><p>{FIRST}</p>\
         <p>*Support Geopolitics &amp; Empire!</p><p>Become a Member</p><p>Donate</p><p>**Visit Our Affiliates &amp; Sponsors!</p><ul><li>A shop</li></ul>\
         <p>Show Notes</p><ul><li><a>A book</a></li></ul><p>About Guest</p><p>{SECOND}</p><p>*Podcast intro music is from the song \"The Queens Jig\"</p>"
    );
    let page = html(GE, &smartmag(false, &content, ""));
    assert_eq!(
        paragraphs(&page),
        [FIRST, "Show Notes", "- A book", "About Guest", SECOND]
    );
    assert_eq!(kind_of(&page, "Become a Member"), RegionKind::Advert);
    assert_eq!(kind_of(&page, "A shop"), RegionKind::Advert);
}

#[test]
fn geopolitics_open_comments_are_comments_with_their_nesting() {
    let after = "<div class='comments'><div id='comments'><div class='comments-area'><h4>2 Comments</h4><ol class='comments-list'>\
        <li class='comment depth-1' id='comment-1'><article class='comment-body'><div class='comment-meta'><span class='comment-author'><a class='fn'>Ann</a></span> <a class='comment-time'><time datetime='2022-05-05T08:00:00+00:00'>May 5, 2022</time></a></div><div class='comment-content'><p>Good talk.</p></div></article>\
        <ul class='children'><li class='comment depth-2' id='comment-2'><article class='comment-body'><span class='fn'>Bob</span> <time datetime='2022-05-06T08:00:00+00:00'>May 6, 2022</time><div class='comment-content'><p>Indeed.</p></div></article></li></ul></li></ol>\
        <div id='respond' class='comment-respond'><h3 id='reply-title'>Leave A Reply</h3></div></div></div></div>";
    let page = html(GE, &smartmag(false, &format!("<p>{FIRST}</p>"), after));
    let article = extract(&page);
    assert_eq!(article.to_text(), FIRST);
    let found: Vec<_> = article
        .comments
        .iter()
        .map(|c| (c.author.as_deref().unwrap(), c.depth, c.body.to_text()))
        .collect();
    assert_eq!(
        found,
        [
            ("Ann", 0, "Good talk.".to_owned()),
            ("Bob", 1, "Indeed.".to_owned())
        ]
    );
    assert_eq!(kind_of(&page, "Leave A Reply"), RegionKind::CommentForm);
}

#[test]
fn a_short_geopolitics_post_is_not_beaten_by_longer_furniture() {
    let page = html(GE, &smartmag(false, "<p>A short note.</p>", ""));
    assert_eq!(paragraphs(&page), ["A short note."]);
    assert_eq!(kind_of(&page, "former pilot"), RegionKind::AuthorBio);
}

#[test]
fn older_smartmag_markup_is_understood() {
    let page = html(
        "https://guadalajarageopolitics.com/2021/06/23/a-post/",
        &format!(
            "<body class='single-post'><div class='main-wrap'><header class='post-header'><h1 class='post-title'>An Old Post</h1><div class='post-meta'><a rel='author'>Host Name</a> <time datetime='2021-06-23T00:00:00+00:00'>Jun 23, 2021</time></div></header><article class='post'><div class='post-content description' itemprop='articleBody'><p>{FIRST}</p><p>{SECOND}</p></div><div class='tagcloud'><a rel='tag'>Topic</a></div></article><section class='author-info'><p>{BIO}</p></section><p class='nocomments'>Comments are closed.</p></div></body>"
        ),
    );
    assert_eq!(paragraphs(&page), [FIRST, SECOND]);
    assert_eq!(
        extract(&page).metadata.title.as_deref(),
        Some("An Old Post")
    );
    assert_eq!(
        kind_of(&page, "Comments are closed"),
        RegionKind::CommentForm
    );
}

#[test]
fn cdm_dumps_of_other_posts_and_flatteners_come_out() {
    let tail = "Related articles\n\nAnother Post\n\nSome Author\n\n2 comments\n\nAnn May 5, 2023 at 9:19 am\n\nI agree.\n\nBob May 6, 2023 at 10:00 pm\n\nI do not.\n\nLeave a Comment\n\nSubscribe to our evening newsletter to stay informed during these challenging times!!";
    let follow = "Please Follow us on\u{a0} GabMinds, TelegramRumble, Truth Social, Gettr, Twitter";
    let prompt = "‘NO AD’ subscription for CDM!  Sign up here and support real investigative journalism and help save the republic!";
    let dumps = [
        format!(
            "A Post About Something New\n\nImage by Somebody\n\n{follow}\n\n{FIRST}\n\n{SECOND}\n\n{prompt}\n\n{tail}"
        ),
        format!(
            "# A Post About Something New\nImage by Somebody\n{follow}\n{FIRST}\n{prompt}\n{SECOND}\n## {tail}"
        ),
        format!(
            "- Home\n- News\nA Post About Something New\nBy Jane Doe\nMay 4, 2023\nNo Comments\n{follow}\n{FIRST}\n{SECOND}\n{prompt}\n{tail}"
        ),
        format!(
            "A Post About Something New\n\n{follow}\n\n{FIRST}\n\n{SECOND}\n\n{prompt}\n\nJane Doe\n\n{BIO}\n\n{tail}"
        ),
    ];
    for dump in dumps {
        let page = Page::from_text(&dump);
        let article = extract(&page);
        assert_eq!(paragraphs(&page), [FIRST, SECOND], "{dump}");
        assert_eq!(
            article.metadata.title.as_deref(),
            Some("A Post About Something New"),
            "{dump}"
        );
        let authors: Vec<_> = article
            .comments
            .iter()
            .filter_map(|c| c.author.as_deref())
            .collect();
        assert_eq!(authors, ["Ann", "Bob"], "{dump}");
        assert_eq!(
            article.provenance.rule.as_deref(),
            Some("creativedestructionmedia.com")
        );
    }
}

#[test]
fn geopolitics_dumps_of_other_posts_and_flatteners_come_out() {
    let end = format!(
        "Share. Twitter Telegram Email\nPrevious ArticleAn Older One\nNext Article A Newer One\nHost Name\n\n{BIO}\n\nRelated Posts\n\nAnother\n\nMay 1, 2022\n\nComments are closed.\n\nAbout\n\n{BIO}\n\n© 2015 - 2025 Geopolitics & Empire."
    );
    let dumps = [
        format!(
            "Close Menu\n  • BECOME A MEMBER\nGeopolitics & Empire\nHome»Podcast»Guest: Topic\nPodcast\n\nGuest: Topic\n\nBy Host NameMay 4, 2022No Comments5 Mins Read\nTwitter Telegram Email\nShare\nTwitter Telegram Email\n\n{FIRST}\n\n{SECOND}\n\nTopic Place\n{end}"
        ),
        format!(
            "BECOME A MEMBER\nHome»Podcast»Guest: Topic\nGuest: Topic\nBy Host Name\nMay 4, 2022\n5 Mins Read\nTwitter\nTelegram\n{FIRST}\n{SECOND}\nTopic Place\n{end}"
        ),
    ];
    for dump in dumps {
        let page = Page::from_text(&dump);
        assert_eq!(paragraphs(&page), [FIRST, SECOND], "{dump}");
        let article = extract(&page);
        assert_eq!(
            article.metadata.title.as_deref(),
            Some("Guest: Topic"),
            "{dump}"
        );
        assert_eq!(article.metadata.authors, ["Host Name"], "{dump}");
        assert_eq!(
            kind_of(&page, "former pilot"),
            RegionKind::AuthorBio,
            "{dump}"
        );
    }
}

#[test]
fn a_dump_of_another_site_is_not_taken_for_one_of_these() {
    for dump in [
        format!("Some Title Of A Page\n\n{FIRST}\n\nRelated Posts\n\nLeave a Comment"),
        "Please follow us on Facebook\n\nText".to_owned(),
    ] {
        let rule = Extractor::default()
            .extract(&Page::from_text(&dump))
            .ok()
            .and_then(|a| a.provenance.rule);
        assert_eq!(rule, None, "{dump}");
    }
}

/// The content of a CDM post with both prompts, each in this element.
fn prompted(tag: &str) -> String {
    format!(
        "<{tag}>Please Follow us on Gab, Minds, Telegram, Rumble, Gettr, Twitter</{tag}><p>{FIRST}</p>\
         <{tag}>‘NO AD’ subscription for CDM! Sign up here and help save the republic!</{tag}><p>{SECOND}</p>"
    )
}

#[test]
fn cdm_prompts_are_found_in_any_element() {
    for tag in ["div", "h4", "h5", "center", "blockquote"] {
        let page = html(CDM, &cdm(&prompted(tag), ""));
        assert_eq!(paragraphs(&page), [FIRST, SECOND], "{tag}");
        assert_eq!(kind_of(&page, "NO AD"), RegionKind::Advert, "{tag}");
        assert_eq!(kind_of(&page, "Follow us"), RegionKind::Follow, "{tag}");
    }
}

#[test]
fn cdm_biographies_inside_the_content_are_no_body_with_or_without_a_link() {
    for biography in [
        format!("<div><h4>Jane Doe</h4><p>{BIO}</p></div>"),
        format!("<div><div>Jane Doe</div><div>{BIO}</div></div>"),
        format!("<p><a href='/author/jane/'>Jane Doe</a></p><p>{BIO}</p>"),
        format!("<h3>About the Author</h3><p>{BIO}</p>"),
    ] {
        let page = html(CDM, &cdm(&format!("{}{biography}", prompted("p")), ""));
        assert_eq!(paragraphs(&page), [FIRST, SECOND], "{biography}");
        assert_eq!(kind_of(&page, "former pilot"), RegionKind::AuthorBio);
    }
}

#[test]
fn a_heading_that_is_a_name_inside_the_text_is_body() {
    let content = format!(
        "{FOLLOW_2023}<h3>Jane Doe</h3><p>Doe said it. {FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>{FIRST}</p>"
    );
    let page = html(CDM, &cdm(&content, ""));
    assert_eq!(paragraphs(&page).len(), 5);
}

#[test]
fn cdm_titles_are_not_taken_from_the_logo() {
    for logo in [
        "<h1 class='site-title'>CDM</h1>",
        "<h1><a href='/'>CDM</a></h1>",
    ] {
        let source = cdm(&prompted("p"), "").replace("<nav>", &format!("{logo}<nav>"));
        let page = html(CDM, &source);
        let title = extract(&page).metadata.title;
        assert_eq!(title.as_deref(), Some("A Post About Something"), "{logo}");
        assert_eq!(kind_of(&page, "A Post About"), RegionKind::Title, "{logo}");
    }
}

#[test]
fn wordpress_containers_of_builders_hold_the_body_where_no_prompt_does() {
    for class in [
        "elementor-widget-theme-post-content",
        "td-post-content",
        "brxe-post-content",
    ] {
        let source = cdm(
            &format!("<p>{FIRST}</p><p>{SECOND}</p>"),
            "<h3>Related articles</h3><p>Another</p>",
        );
        let page = html(CDM, &source.replace("entry-content", class));
        assert_eq!(paragraphs(&page), [FIRST, SECOND], "{class}");
    }
}

#[test]
fn geopolitics_players_and_embedded_posts_are_no_body() {
    let content = format!(
        "<div class='castos-player'>Play Episode 00:00</div><p class='powerpress_links'>Podcast: Play in new window</p>\
         <p>{FIRST}</p><blockquote class='wp-embedded-content'><a>Another Post</a></blockquote><p>{THIRD}</p>"
    );
    let page = html(GE, &smartmag(false, &content, ""));
    assert_eq!(paragraphs(&page), [FIRST, THIRD]);
    assert_eq!(kind_of(&page, "Another Post"), RegionKind::Related);
}

#[test]
fn front_pages_and_archives_are_refused_by_their_path_alone() {
    let teasers = format!(
        "<body><h1>Latest</h1><article><p>{FIRST}</p></article><article><p>{SECOND}</p></article>"
    );
    for url in [
        "https://cdm.press/",
        "https://cdm.press/page/2/",
        "https://geopoliticsandempire.com/tag/war/",
        "https://www.geopoliticsandempire.com/category/podcast/page/4",
    ] {
        let refused = Extractor::default().extract(&html(url, &teasers));
        let told = refused.unwrap_err().to_string();
        assert!(
            told.contains("an archive, home or error page"),
            "{url}: {told}"
        );
    }
}

#[test]
fn a_category_named_on_a_post_does_not_refuse_it() {
    let source = cdm(
        &format!("{FOLLOW_2023}<p>{FIRST}</p>"),
        "<p>Category: News</p>",
    );
    assert_eq!(paragraphs(&html(CDM, &source)), [FIRST]);
}

#[test]
fn dumps_in_markdown_come_out_as_plain_ones_do() {
    let cdm = format!(
        "[ Home ](https://cdm.press/)\n\n# A Post About Something New\n\n![A picture](a.jpg)\n\nImage by Somebody\n\n\
         **Please Follow us on** [Gab](https://gab.com/x), [Minds](https://minds.com/y)\n\n{FIRST}\n\n\
         **‘NO AD’ subscription for CDM! [Sign up here](https://x.y/z) and help save the republic!**\n\n{SECOND}\n\n\
         ## Related articles\n\n### [Another](https://cdm.press/b)\n\n## 2 comments\n\n  1. **Ann** says:\n\nMay 5, 2023 at 9:19 am\n\nI agree.\n\n\
         Reply\n\n    1. **Bob** says:\n\nMay 6, 2023 at 9:30 am\n\nI do not.\n\n### Leave a Comment"
    );
    let page = Page::from_text(&cdm);
    assert_eq!(paragraphs(&page), [FIRST, SECOND]);
    let article = extract(&page);
    assert_eq!(
        article.metadata.title.as_deref(),
        Some("A Post About Something New")
    );
    let comments: Vec<_> = article
        .comments
        .iter()
        .map(|c| (c.author.as_deref().unwrap(), c.body.to_text()))
        .collect();
    assert_eq!(
        comments,
        [
            ("Ann", "I agree.".to_owned()),
            ("Bob", "I do not.".to_owned())
        ]
    );
}

#[test]
fn lines_between_byline_and_share_bar_of_a_geopolitics_dump_are_no_body() {
    let dump = format!(
        "Geopolitics & Empire\nHome»Podcast»Guest: Topic\nPodcast\n\nGuest: Topic\n\nA line under it\n\n\
         By Host NameMay 4, 2022No Comments5 Mins Read\nTwitter Telegram Email\nA photo of something\nShare\nTwitter Telegram Email\n\n\
         {FIRST}\n\n*Support Geopolitics & Empire!\n\nBecome a Member\n\nAbout Guest\n\n{SECOND}\n\n*Podcast intro music is from a song\n\n\
         Topic Place\nShare. Twitter Email\nRelated Posts\n\nAnother\n\nComments are closed.\n"
    );
    let page = Page::from_text(&dump);
    assert_eq!(paragraphs(&page), [FIRST, "About Guest", SECOND]);
    assert_eq!(kind_of(&page, "A photo of something"), RegionKind::Caption);
    assert_eq!(kind_of(&page, "Become a Member"), RegionKind::Advert);
    let title = extract(&page).metadata.title;
    assert_eq!(title.as_deref(), Some("Guest: Topic"));
}

#[test]
fn prompts_that_a_flattener_broke_into_lines_are_no_body() {
    let dump = format!(
        "A Post About Something New\nPlease Follow us on\nGab\n,\nMinds\nTruth Social\n{FIRST}\n‘NO AD’ subscription for CDM!\n\
         Sign up here\nand support real investigative journalism and help save the republic!‘\n{SECOND}\nLeave a Comment\n"
    );
    assert_eq!(paragraphs(&Page::from_text(&dump)), [FIRST, SECOND]);
}
