//! Who wrote it.

use unhusk::{Extractor, Page};

use super::{json_ld, metadata};

#[test]
fn the_name_of_a_blog_may_be_that_of_its_author() {
    let found = metadata(
        "<meta property=og:site_name content='Ann Lee'><meta name=author content='Ann Lee'><h1>The bridge</h1>\
         <p>by Garden Tools <p><a href=/author/shop>Tool Shop</a>",
    );
    assert_eq!(found.authors, ["Ann Lee"]);
    let found = metadata(
        "<meta property=og:site_name content='The Daily'><script type=application/ld+json>{\"@type\":\"NewsArticle\",\
         \"author\":[{\"name\":\"Ann Lee\"},{\"name\":\"The Daily\"}]}</script><h1>The bridge</h1>",
    );
    assert_eq!(found.authors, ["Ann Lee"]);
}

#[test]
fn each_line_of_a_byline_is_a_name_or_what_its_owner_does() {
    let byline = |html: &str| metadata(&format!("<h1>The bridge</h1>{html}")).authors;
    let bio = "<div class=author-card><div>Ann Lee</div><div>Staff Reporter</div></div>";
    assert_eq!(byline(bio), ["Ann Lee"]);
    let two = "<ul class=authors><li>Ann Lee</li><li>Bo Wu</li></ul>";
    assert_eq!(byline(two), ["Ann Lee", "Bo Wu"]);
    let dated = "<div class=publish-author>May 3, 2024 \u{b7} Ann Lee</div>";
    assert_eq!(byline(dated), ["Ann Lee"]);
    let person = "<span itemprop=author><meta itemprop=name content='Ann Lee'></span>";
    assert_eq!(byline(person), ["Ann Lee"]);
}

#[test]
fn questions_have_authors_and_lists_of_answers_have_none() {
    let linked = |question: &str| {
        let script = "<script type=application/ld+json>";
        metadata(&format!(
            "{script}{question}</script><h1>How old is it?</h1>"
        ))
        .authors
    };
    let asked = r#"{"@type":"Question","name":"How old is it?","author":{"@type":"Person","name":"annlee"}}"#;
    assert_eq!(linked(asked), ["annlee"]);
    let listed = r#"{"@type":"Question","name":"How old is it?"}"#;
    assert!(linked(listed).is_empty());
}

/// Authors of a page that says that it is a thread.
fn thread(html: &str) -> Vec<String> {
    let stated = json_ld(r#"{"@type":"DiscussionForumPosting","headline":"A"}"#);
    metadata(&format!("{stated}<h1>Which moss?</h1>{html}")).authors
}

#[test]
fn the_author_of_a_thread_is_the_first_whom_the_page_names() {
    let link = |name: &str| format!("<a href=/members/{name}/>{name}</a>");
    let item = |name: &str| format!("<p><span itemprop=author>{name}</span> writes");
    assert_eq!(
        thread(&format!("{}{}", item("annlee1987"), item("Bo"))),
        ["annlee1987"]
    );
    // Microdata of the answers alone.
    let starter = link("annlee");
    assert_eq!(
        thread(&format!("{starter}{starter}{}", item("Bo"))),
        ["annlee"]
    );
    // Somebody else edited the question.
    assert_eq!(
        thread(&format!("{}{}", link("Cy"), item("annlee"))),
        ["annlee"]
    );
    assert_eq!(thread(&format!("<p>{}", link("annlee"))), ["annlee"]);
}

#[test]
fn an_article_that_is_named_after_its_author_names_nobody_else() {
    let text = "The Garden is green. ".repeat(60);
    let found = metadata(&format!(
        "<article class='post author-ann-lee'><p>Green, Cheap, Tidy<p>{text}<span class=author-name>Ann Lee</span></article>"
    ));
    assert_eq!(found.authors, ["Ann Lee"]);
}

#[test]
fn neighbouring_elements_with_several_words_are_names_of_their_own() {
    let authors = |html: &str| metadata(&format!("<h1>The bridge</h1>{html}")).authors;
    let two = "<div class=byline><span>Ann Mae Lee</span> <span>Bo Wu</span></div>";
    assert_eq!(authors(two), ["Ann Mae Lee", "Bo Wu"]);
    let one = "<div class=byline><span>Ann</span> <span>Lee</span></div>";
    assert_eq!(authors(one), ["Ann Lee"]);
}

#[test]
fn lines_beside_the_title_name_authors_in_several_ways() {
    let authors = |line: &str| {
        let page = Page::from_html(&format!("<h1>The bridge is open</h1><p>{line}<p>x"));
        Extractor::default().metadata(&page).authors
    };
    assert_eq!(authors("Von: Ann LEE, Bo WU"), ["Ann LEE", "Bo WU"]);
    assert_eq!(authors("3 May 2024 by Ann Lee"), ["Ann Lee"]);
    assert_eq!(authors("28 February 2025 By Ann Lee"), ["Ann Lee"]);
    assert_eq!(
        authors("March 3, 2025 by Ann Lee and Bo Wu"),
        ["Ann Lee", "Bo Wu"]
    );
    assert_eq!(authors("Ann Lee | Senior Writer | 3 May 2024"), ["Ann Lee"]);
    assert!(authors("By what is in this article").is_empty());
}

#[test]
fn only_a_name_in_full_is_better_than_the_name_of_the_site() {
    let authors = |other: &str| {
        metadata(&format!(
            "<meta property=og:site_name content='Ann Lee'><meta name=author content='Ann Lee'>\
             <h1>The bridge</h1><p><span class=author>{other}</span>"
        ))
        .authors
    };
    assert_eq!(authors("Engineer by day"), ["Ann Lee"]);
    assert_eq!(authors("Bo Wu"), ["Bo Wu"]);
}

#[test]
fn lines_beside_the_title_name_authors_in_many_languages() {
    for (language, line) in [
        ("ru", "Автор: Ann Lee"),
        ("ru", "Текст: Ann Lee"),
        ("pl", "Opracował Ann Lee"),
        ("pl", "Tekst: Ann Lee"),
        ("sv", "Av Ann Lee"),
        ("sv", "Författare: Ann Lee"),
        ("nl", "Door Ann Lee"),
        ("it", "Di Ann Lee"),
        ("tr", "Yazan: Ann Lee"),
        ("id", "Oleh Ann Lee"),
    ] {
        let html = format!("<html lang={language}><h1>A bridge of moss</h1><p>{line}<p>x");
        assert_eq!(metadata(&html).authors, ["Ann Lee"], "{line}");
    }
    assert!(
        metadata("<html lang=en><h1>Made of oak</h1><p>Door Handles<p>x")
            .authors
            .is_empty()
    );
}

#[test]
fn one_person_may_be_written_as_in_a_catalogue() {
    let of = |name: &str| {
        let person =
            format!(r#"{{"@type":"Article","author":{{"@type":"Person","name":"{name}"}}}}"#);
        metadata(&json_ld(&person)).authors
    };
    assert_eq!(of("Lee, Ann"), ["Ann Lee"]);
    assert_eq!(of("Ann Lee, Bo Wu"), ["Ann Lee", "Bo Wu"]);
    assert_eq!(of("Lee, PhD"), ["Lee, PhD"]);
}

#[test]
fn an_account_is_an_author_where_nobody_has_a_name() {
    let account = "<meta name=author content=@annlee><h1>The bridge</h1>";
    assert_eq!(metadata(account).authors, ["@annlee"]);
    let named = format!("{account}<p class=byline>Ann Lee");
    assert_eq!(metadata(&named).authors, ["Ann Lee"]);
}

#[test]
fn agencies_that_an_author_used_are_kept_apart() {
    let found = metadata("<h1>Le pont</h1><p class=byline>Par Ann Lee avec AFP");
    assert_eq!(found.authors, ["Ann Lee"]);
    assert_eq!(found.agencies, ["AFP"]);
}

#[test]
fn the_editor_in_charge_signs_where_nobody_else_does() {
    let page = |line: &str| {
        metadata(&format!(
            "<h1>大桥</h1><p>大桥今天重新开放。</p><div>{line}</div>"
        ))
    };
    assert_eq!(page("（责编：王小明、李华）").authors, ["王小明", "李华"]);
    assert_eq!(page("记者: 王小明").authors, ["王小明"]);
    assert_eq!(page("编号：王小明").authors, [""; 0]);
}

#[test]
fn contributors_are_authors_if_the_byline_names_them_too() {
    let data = json_ld(
        r#"{"@type":"Article","author":{"@type":"Person","name":"Ann Lee"},
        "contributor":[{"@type":"Person","name":"Bo Wu"},{"@type":"Person","name":"Cy Fox"}]}"#,
    );
    let authors = |byline: &str| metadata(&format!("{data}<h1>The bridge</h1>{byline}")).authors;
    let two = "<p class=post-author>Ann Lee, Bo Wu</p>";
    assert_eq!(authors(two), ["Ann Lee", "Bo Wu"]);
    assert_eq!(authors("<p class=post-author>Ann Lee</p>"), ["Ann Lee"]);
}

#[test]
fn a_desk_is_an_author_only_where_nobody_is_named() {
    let author = |names: &str| {
        let object =
            format!(r#"{{"@type":"NewsArticle","headline":"The bridge","author":{names}}}"#);
        metadata(&format!("{}<h1>The bridge</h1>", json_ld(&object))).authors
    };
    assert_eq!(author(r#"{"name":"News Desk"}"#), ["News Desk"]);
    assert_eq!(
        author(r#"[{"name":"Ann Lee"},{"name":"News Desk"}]"#),
        ["Ann Lee"]
    );
    let byline = metadata(
        "<meta name=author content='La rédaction'><h1>The bridge</h1><div class=byline>By Ann Lee</div>",
    );
    assert_eq!(byline.authors, ["Ann Lee"]);
}

#[test]
fn letters_of_institutes_are_no_part_of_a_name() {
    let found = metadata(
        "<h1>The bridge</h1><div class=authors><span>Ann Lee<sup>a</sup></span>, <span>Bo Wu<sup><a href=#b>b</a></sup></span></div>",
    );
    assert_eq!(found.authors, ["Ann Lee", "Bo Wu"]);
}

#[test]
fn arabic_words_for_writing_are_no_part_of_a_name() {
    for line in ["كتبت: مريم خليل", "كتب مريم خليل", "بقلم مريم خليل"]
    {
        let found = metadata(&format!("<h1>الجسر</h1><div class=author>{line}</div>"));
        assert_eq!(found.authors, ["مريم خليل"], "{line}");
    }
}

/// The paragraphs of an article, none like the other.
fn text() -> String {
    let beam = |n: u32| {
        format!(
            "<p>Beam {n} was lifted from the bed of the river by a crane in week {n}, and a crew of {} people \
             painted it in the colour of rust before the boats of the afternoon came by.</p>",
            n * 3
        )
    };
    (1..14).map(beam).collect()
}

/// The authors and the day of an article with something behind it.
fn behind(thread: &str) -> (Vec<String>, Option<String>) {
    let html = format!(
        "<title>The bridge is open</title><main><article><h1>The bridge is open</h1>{}</article>{thread}</main>",
        text()
    );
    let found = Extractor::default().metadata(&Page::from_html(&html));
    (found.authors, found.published)
}

#[test]
fn people_who_answer_are_no_authors_whatever_their_elements_are_called() {
    let one = "I took the ferry to school every single day for eight years.";
    let two = "The buses will never be on time, mark my words about it.";
    for item in [
        "<div class=msg><a class=username href=/user/NAME>NAME</a> <time datetime=DAY>DAY</time><p>TEXT</p></div>",
        "<div class=entry><div class=entry-author>NAME</div><p>TEXT</p></div>",
        "<li><a href=/members/NAME rel=author>NAME</a><p>TEXT</p></li>",
        "<div><span class=byline>By NAME</span><span class=date>DAY</span><p>TEXT</p></div>",
        "<div class=c-item><p>Posted by NAME on DAY</p><p>TEXT</p></div>",
    ] {
        let item = |name: &str, day: &str, text: &str| {
            let item = item.replace("NAME", name).replace("DAY", day);
            item.replace("TEXT", text)
        };
        let items = [
            item("Tom Bly", "2024-05-04", one),
            item("Ida Roe", "2024-05-05", two),
        ]
        .concat();
        for (open, close) in [
            ("<div class=thread>", "</div>"),
            ("<div class=feedback>", "</div>"),
        ] {
            let thread = format!("{open}{items}{close}");
            assert_eq!(behind(&thread).0, [""; 0], "{thread}");
        }
    }
}

#[test]
fn an_author_and_a_day_behind_the_text_are_those_of_the_article() {
    let foot = "<div class=post-footer><span class=author><a rel=author href=/p/1>Ann Lee</a></span> \
        <time datetime=2024-05-02>2 May</time></div>";
    let expected = (vec!["Ann Lee".to_owned()], Some("2024-05-02".to_owned()));
    assert_eq!(behind(foot), expected);
}

#[test]
fn what_an_author_does_is_no_other_person() {
    let foot = "<div class=author-card><h2 class=author-name>Ann Lee</h2><div class=author-role>Head Winemaker, Gardener</div></div>";
    assert_eq!(behind(foot).0, ["Ann Lee"]);
}

#[test]
fn whom_a_preview_of_another_page_names_is_no_author() {
    for card in ["kg-bookmark-card", "embedded-post-wrap", "onebox"] {
        let card = format!(
            "<div class={card}><a href=https://e.org/a>Wheels</a><span class=card-author>Bo Reed</span></div>"
        );
        assert_eq!(behind(&card).0, [""; 0], "{card}");
    }
}

#[test]
fn an_agency_in_the_dateline_is_kept_apart_from_people() {
    let found = |byline: &str, dateline: &str| {
        let html = format!(
            "<main><h1>The bridge</h1><p>{byline}<p>{dateline} {}</main>",
            text()
        );
        let found = metadata(&html);
        (found.authors, found.agencies)
    };
    let (people, agencies) = found("By Ann Lee", "LONDON (Reuters) —");
    assert_eq!(
        (people, agencies),
        (vec!["Ann Lee".to_owned()], vec!["Reuters".to_owned()])
    );
    let (people, agencies) = found("By Ann Lee, AP", "LONDON (Reuters) —");
    assert_eq!(
        (people, agencies),
        (vec!["Ann Lee".to_owned()], vec!["AP".to_owned()])
    );
}

#[test]
fn a_line_with_day_and_author_names_both_in_html_and_in_text_dumps() {
    for line in [
        "28 February 2025 By Ann Lee",
        "February 28, 2025 by Ann Lee",
    ] {
        let html = format!(
            "<p>Home<h1>The bridge is open again</h1><p>{line}{}",
            text()
        );
        let dump = format!(
            "Home\n\nThe bridge is open again\n\n{line}\n\n{}",
            text().replace("<p>", "\n\n")
        );
        for page in [Page::from_html(&html), Page::from_text(&dump)] {
            let found = Extractor::default().metadata(&page);
            assert_eq!(found.authors, ["Ann Lee"], "{line}");
            assert_eq!(found.published.as_deref(), Some("2025-02-28"), "{line}");
        }
    }
}

#[test]
fn a_name_above_the_day_is_the_author_in_html_and_in_text_dumps() {
    let html = format!(
        "<h1>The bridge is open again</h1><p>Ann Lee<p>3 May 2024{}",
        text()
    );
    let dump = html
        .replace("<h1>", "")
        .replace("</h1>", "")
        .replace("<p>", "\n");
    for page in [
        Page::from_html(&html),
        Page::from_text(&format!("Home\nNews\n{dump}")),
    ] {
        let found = Extractor::default().metadata(&page);
        assert_eq!(found.authors, ["Ann Lee"]);
        assert_eq!(found.title.as_deref(), Some("The bridge is open again"));
    }
    let group = html.replace("Ann Lee", "River Parks Board");
    assert!(metadata(&group).authors.is_empty());
}

#[test]
fn a_label_in_a_line_of_its_own_names_no_author_and_the_next_line_does() {
    let below = |label: &str| {
        metadata(&format!(
            "<h1>The bridge is open again</h1>{label}{}",
            text()
        ))
        .authors
    };
    assert_eq!(below("<p>Authors<p>Name<p>Ann Lee"), ["Ann Lee"]);
    assert_eq!(below("<p>By<p>Ann Lee"), ["Ann Lee"]);
    assert!(
        !below("<p>By<p>The River Team<p>Facts About Bridges")
            .contains(&"Facts About Bridges".to_owned())
    );
}

#[test]
fn the_name_of_the_site_that_ends_the_title_is_no_second_author() {
    let byline = "<h1>The bridge is open</h1><p class=byline>By Ann Lee, Ember News</p>";
    let found = metadata(&format!(
        "<title>The bridge is open - Ember News</title>{byline}"
    ));
    assert_eq!(found.authors, ["Ann Lee"]);
}

#[test]
fn widgets_that_hold_the_post_name_its_author_and_lists_of_posts_do_not() {
    let author = |class: &str| {
        let html = format!(
            "<h1>The bridge is open</h1><div class='{class}'><span itemprop=author>Ann Lee</span></div>"
        );
        metadata(&html).authors
    };
    assert_eq!(
        author("elementor-widget elementor-widget-post-info"),
        ["Ann Lee"]
    );
    assert_eq!(author("widget Blog"), ["Ann Lee"]);
    assert!(author("elementor-widget elementor-widget-posts").is_empty());
    assert!(author("widget").is_empty());
}

#[test]
fn posts_of_reddit_state_author_and_time_in_attributes() {
    let html = |host: &str| {
        format!(
            "<link rel=canonical href=https://{host}/r/rivers/comments/abc/><main>\
             <shreddit-post author=tomtom created-timestamp='2024-05-03T11:00:00.000000+0000'>\
             <h1>The ferry stops</h1><div slot=text-body>{}</div></shreddit-post></main>",
            text()
        )
    };
    let found = metadata(&html("www.reddit.com"));
    assert_eq!(found.authors, ["tomtom"]);
    assert_eq!(
        found.published.as_deref(),
        Some("2024-05-03T11:00:00+00:00")
    );
    assert!(metadata(&html("other.example")).authors.is_empty());
}
