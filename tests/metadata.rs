//! Metadata of small pages, with its sources.
#![allow(missing_docs, clippy::unwrap_used)]

use std::time::{Duration, SystemTime};

use unhusk::article::{Access, Direction, Field, Rejection, Source};
use unhusk::{Extractor, Page};

fn metadata(html: &str) -> unhusk::article::Metadata {
    let page = Page::from_html(html)
        .with_url("https://www.daily.example/2024/05/03/bridge")
        .unwrap();
    Extractor::default().metadata(&page)
}

#[test]
fn losers_are_kept_with_their_sources() {
    let found = metadata(
        "<title>The bridge | The Daily</title><meta property=og:site_name content='The Daily'>\
         <meta name=author content='desk'><script type=application/ld+json>{\"@type\":[\"NewsArticle\"],\
         \"headline\":\"The bridge\",\"author\":[{\"@id\":\"#a\"},{\"name\":\"Bo Wu\"}],\
         \"datePublished\":\"2024-05-03T10:00:00+02:00\",}</script>\
         <script type=application/ld+json>{\"@graph\":[{\"@type\":\"Person\",\"@id\":\"#a\",\"name\":\"Ann Lee\"}]}</script>\
         <h1>The bridge</h1>",
    );
    assert_eq!(found.title.as_deref(), Some("The bridge"));
    assert_eq!(found.authors, ["Ann Lee", "Bo Wu"]);
    assert_eq!(
        found.published.as_deref(),
        Some("2024-05-03T10:00:00+02:00")
    );
    let authors = &found.candidates[&Field::Author];
    assert!(
        authors
            .iter()
            .any(|c| c.value == "desk" && c.source == Source::Meta("author".to_owned()))
    );
    let dates = &found.candidates[&Field::Published];
    assert!(
        dates
            .iter()
            .any(|c| c.value == "2024-05-03" && c.source == Source::Url)
    );
}

#[test]
fn addresses_are_absolute_and_languages_are_tags() {
    let found = metadata(
        "<html lang=de_AT><meta property=og:image content=/lead.jpg><link rel=canonical href=/bridge>\
         <meta property=article:tag content=River><meta property=article:tag content=Steel>",
    );
    assert_eq!(found.language.as_deref(), Some("de-AT"));
    assert_eq!(
        found.image.map(|i| i.url).as_deref(),
        Some("https://www.daily.example/lead.jpg")
    );
    assert_eq!(
        found.canonical_url.as_deref(),
        Some("https://www.daily.example/bridge")
    );
    assert_eq!(found.tags, ["River", "Steel"]);
}

#[test]
fn an_empty_page_has_no_metadata() {
    let found = Extractor::default().metadata(&Page::from_html(""));
    assert!(found.candidates.is_empty());
}

#[test]
fn json_ld_states_values_in_lists_and_with_their_language() {
    let found = metadata(&json_ld(
        r#"{"@type":"Article","headline":[{"@value":"The bridge is open","@language":"en"}],
        "author":[{"@type":"Person","givenName":"Ann","familyName":"Lee"}],
        "datePublished":["2024-05-02"],"license":{"@id":"https://daily.example/license"},
        "mainEntityOfPage":[{"@type":"WebPage","@id":"/open"}]}"#,
    ));
    assert_eq!(found.title.as_deref(), Some("The bridge is open"));
    assert_eq!(found.authors, ["Ann Lee"]);
    assert_eq!(found.published.as_deref(), Some("2024-05-02"));
    assert_eq!(
        found.license.as_deref(),
        Some("https://daily.example/license")
    );
    assert_eq!(
        found.canonical_url.as_deref(),
        Some("https://www.daily.example/open")
    );
}

#[test]
fn broken_json_ld_is_mended() {
    for object in [
        "\u{feff}{\"@type\":\"Article\",\"author\":\"Ann Lee\",}",
        "{\"@type\":\"Article\",,\"author\":\"Ann Lee\"}}",
        "/* news */ {\"@type\":\"Article\", // who\n\"author\":\"Ann Lee\"}",
        "{&quot;@type&quot;:&quot;Article&quot;,&quot;author&quot;:&quot;Ann Lee&quot;}",
        "{\"@type\":\"Article\",\"author\":\"Ann Lee\",\"headline\":\"The bri",
    ] {
        assert_eq!(metadata(&json_ld(object)).authors, ["Ann Lee"], "{object}");
    }
}

const JSON_LD: &str = r#"<script type=application/ld+json>{"@type":"NewsArticle","headline":"The bridge",
    "author":[{"@type":"Person","name":"By Ann Lee"},{"@type":"Organization","name":"Reuters"}],
    "datePublished":"2024-05-03T10:00+02:00","dateModified":"2024-05-04","isAccessibleForFree":"False",
    "articleSection":["River"],"keywords":"steel, stone","license":"https://creativecommons.org/licenses/by/4.0/",
    "image":{"@type":"ImageObject","url":"https://www.daily.example/a.jpg","width":1200,"height":800,
    "caption":"The bridge in May"}}</script>"#;

#[test]
fn json_ld_gives_every_field() {
    let found = metadata(&format!("{JSON_LD}<h1>The bridge</h1>"));
    assert_eq!(found.authors, ["Ann Lee"]);
    assert_eq!(found.agencies, ["Reuters"]);
    assert_eq!(
        found.published.as_deref(),
        Some("2024-05-03T10:00:00+02:00")
    );
    assert_eq!(found.modified.as_deref(), Some("2024-05-04"));
    assert_eq!(found.access, Some(Access::Gated));
    assert_eq!(found.categories, ["River"]);
    assert_eq!(found.tags, ["steel", "stone"]);
    assert!(found.license.unwrap().contains("creativecommons.org"));
    let image = found.image.unwrap();
    assert_eq!((image.width, image.height), (Some(1200), Some(800)));
    assert_eq!(image.caption.as_deref(), Some("The bridge in May"));
}

#[test]
fn open_graph_gives_the_size_and_the_text_of_the_lead_image() {
    let found = metadata(
        "<meta property=og:image content=/a.jpg><meta property=og:image:width content=640>\
         <meta property=og:image:height content=480><meta property=og:image:alt content='A bridge'>\
         <meta property=article:content_tier content=free>",
    );
    let image = found.image.unwrap();
    assert_eq!((image.width, image.height), (Some(640), Some(480)));
    assert_eq!(image.alt.as_deref(), Some("A bridge"));
    assert_eq!(found.access, Some(Access::Free));
}

#[test]
fn other_vocabularies_are_read() {
    let cases = [
        "<article itemscope itemtype=https://schema.org/Article><h1 itemprop=headline>The bridge</h1>\
         <span itemprop=author itemscope><b itemprop=name>Ann Lee</b></span>\
         <time itemprop=datePublished datetime=2024-05-02>2 May</time></article>",
        "<article typeof=schema:Article><h1 property=schema:headline>The bridge</h1>\
         <span property=schema:author><b property=schema:name>Ann Lee</b></span>\
         <time property=schema:datePublished datetime=2024-05-02>2 May</time></article>",
        "<meta name=DC.title content='The bridge'><meta name=DC.creator content='Ann Lee'>\
         <meta name=DC.date content=2024-05-02>",
        "<meta property=dc:title content='The bridge'><meta property=dc:creator content='Ann Lee'>\
         <meta property=dc:date content=2024-05-02>",
        "<meta name=citation_title content='The bridge'><meta name=citation_author content='Lee, Ann'>\
         <meta name=citation_publication_date content=2024/05/02>",
        "<meta name=parsely-title content='The bridge'><meta name=parsely-author content='Ann Lee'>\
         <meta name=parsely-pub-date content=2024-05-02>",
        "<meta name=parsely-page content='{\"title\":\"The bridge\",\"author\":\"Ann Lee\",\"pub_date\":\"2024-05-02\"}'>",
    ];
    for html in cases {
        let found = metadata(html);
        assert_eq!(found.title.as_deref(), Some("The bridge"), "{html}");
        assert_eq!(found.authors, ["Ann Lee"], "{html}");
        assert_eq!(found.published.as_deref(), Some("2024-05-02"), "{html}");
    }
}

#[test]
fn names_of_libraries_and_of_parsely_are_read() {
    let found = metadata(
        "<meta name=dcterms.title content='The bridge'><meta name=dcterms.issued content=2024-05-02>\
         <meta name=citation_authors content='Lee, Ann; Wu, Bo'><meta name=dcterms.rights content='CC BY'>",
    );
    assert_eq!(found.title.as_deref(), Some("The bridge"));
    assert_eq!(found.published.as_deref(), Some("2024-05-02"));
    assert_eq!(found.authors, ["Ann Lee", "Bo Wu"]);
    assert_eq!(found.license.as_deref(), Some("CC BY"));
    let found = metadata("<meta name=citation_online_date content=2024/05/02>");
    assert_eq!(found.published.as_deref(), Some("2024-05-02"));
    for html in [
        "<meta name=parsely-link content=/open>",
        "<meta name=parsely-page content='{\"link\":\"/open\"}'>",
    ] {
        let address = Some("https://www.daily.example/open");
        assert_eq!(metadata(html).canonical_url.as_deref(), address, "{html}");
    }
}

#[test]
fn access_is_stated_in_many_words() {
    let linked = |value: &str| {
        let object = format!(r#"{{"@type":"Article","isAccessibleForFree":{value}}}"#);
        metadata(&json_ld(&object)).access
    };
    for value in [
        "false",
        "\"False\"",
        "\"no\"",
        "\"http://schema.org/False\"",
        "[false]",
    ] {
        assert_eq!(linked(value), Some(Access::Gated), "{value}");
    }
    assert_eq!(linked("\"True\""), Some(Access::Free));
    for html in [
        "<meta itemprop=isAccessibleForFree content=false>",
        "<meta property=og:article:content_tier content=locked>",
    ] {
        assert_eq!(metadata(html).access, Some(Access::Gated), "{html}");
    }
}

#[test]
fn licences_are_whole_addresses_or_names() {
    let license = |html: &str| metadata(html).license.unwrap();
    let whole = "https://www.daily.example/license";
    assert_eq!(license("<link rel=license href=/license>"), whole);
    assert_eq!(license("<p><a rel=license href=/license>CC</a>"), whole);
    let named = json_ld(r#"{"@type":"Article","license":"CC BY 4.0"}"#);
    assert_eq!(license(&named), "CC BY 4.0");
}

#[test]
fn entities_that_were_escaped_twice_are_decoded() {
    let found = metadata(
        "<title>Moss &amp;amp; stone</title><meta name=description content='Ann&amp;#039;s bridge'>\
         <meta name=author content='Bo O&amp;#039;Hara'>",
    );
    assert_eq!(found.title.as_deref(), Some("Moss & stone"));
    assert_eq!(found.description.as_deref(), Some("Ann's bridge"));
    assert_eq!(found.authors, ["Bo O'Hara"]);
}

#[test]
fn subtitles_stand_in_classes_and_properties() {
    for html in [
        "<h1>The bridge</h1><p class=subtitle>It is open</p>",
        "<h1>The bridge</h1><h2 itemprop=alternativeHeadline>It is open</h2>",
        "<h1>The bridge</h1><p class=article__standfirst>It is open</p>",
    ] {
        assert_eq!(
            metadata(html).subtitle.as_deref(),
            Some("It is open"),
            "{html}"
        );
    }
}

#[test]
fn relative_dates_need_the_time_of_fetching() {
    let html = "<h1>The bridge</h1><time itemprop=datePublished>3 hours ago</time>";
    let read = |page: Page| Extractor::default().metadata(&page).published;
    assert_eq!(read(Page::from_html(html)), None);
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_714_730_400);
    let page = Page::from_html(html).with_fetch_time(time);
    assert_eq!(read(page).as_deref(), Some("2024-05-03T07:00:00Z"));
}

#[test]
fn no_date_lies_after_the_time_of_fetching() {
    let html = "<meta property=article:published_time content=2031-01-01><time itemprop=datePublished datetime=2024-05-01>1 May</time>";
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_714_730_400);
    let page = Page::from_html(html).with_fetch_time(time);
    let found = Extractor::default().metadata(&page);
    assert_eq!(found.published.as_deref(), Some("2024-05-01"));
    let loser = found.candidates[&Field::Published].last().unwrap();
    assert_eq!(loser.value, "2031-01-01");
    assert_eq!(loser.rejected, Some(Rejection::AfterFetch));
    assert!(
        loser
            .to_string()
            .contains("later than the page was fetched")
    );
    let only = "<meta property=article:published_time content=2031-01-01>";
    let found = Extractor::default().metadata(&Page::from_html(only).with_fetch_time(time));
    assert_eq!(found.published, None);
    assert_eq!(found.reason(Field::Published), "no candidate is usable");
}

#[test]
fn what_wins_over_the_order_of_trust_is_the_reason() {
    let found = metadata(
        "<title>The bridge is open</title><meta property=og:title content='The bridge is open'>\
         <script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"Open\"}</script>",
    );
    assert_eq!(found.title.as_deref(), Some("The bridge is open"));
    assert!(found.reason(Field::Title).contains("votes"));
    let found = metadata("<meta property=article:published_time content=2024-05-04T02:00:00Z>");
    assert!(found.reason(Field::Published).contains("universal time"));
}

#[test]
fn day_and_month_are_told_apart_by_evidence_and_language() {
    let date = |lang: &str, text: &str| {
        let html = format!(
            "<html lang={lang}><h1>The bridge</h1><time itemprop=datePublished>{text}</time>"
        );
        let page = Page::from_html(&html);
        Extractor::default().metadata(&page).published.unwrap()
    };
    assert_eq!(date("de", "03/04/2024"), "2024-04-03");
    assert_eq!(date("en-US", "03/04/2024"), "2024-03-04");
    assert_eq!(date("en-GB", "03/04/2024"), "2024-04-03");
    assert_eq!(date("en-US", "23/04/2024"), "2024-04-23");
    assert_eq!(date("en-ZA", "03/04/2024"), "2024-04-03");
    assert_eq!(date("en-CA", "03/04/2024"), "2024-03-04");
    let other = "</time><p>The pool<p>23/05/2024<p>x";
    assert_eq!(date("en-CA", &format!("03/04/2024{other}")), "2024-04-03");
    assert_eq!(date("en-US", &format!("03/04/2024{other}")), "2024-04-03");
}

#[test]
fn months_have_names_in_twenty_languages() {
    let dates = [
        "3 May 2024",
        "3. Mai 2024",
        "3 mai 2024",
        "3 de mayo de 2024",
        "3 maggio 2024",
        "3 de maio de 2024",
        "3 mei 2024",
        "3 maja 2024",
        "3. května 2024",
        "3. toukokuuta 2024",
        "3 Mayıs 2024",
        "3 мая 2024",
        "3 травня 2024",
        "2024. május 3.",
        "3 Μαΐου 2024",
        "3 maj 2024",
        "3. svibnja 2024",
        "3 मई 2024",
        "2024年5月3日",
        "2024년 5월 3일",
        "3 mai 2024",
        "3 mayo 2024",
    ];
    for text in dates {
        let page = Page::from_html(&format!(
            "<h1>A</h1><time itemprop=datePublished>{text}</time>"
        ));
        let found = Extractor::default().metadata(&page).published;
        assert_eq!(found.as_deref(), Some("2024-05-03"), "{text}");
    }
}

#[test]
fn the_direction_is_declared_or_that_of_the_text() {
    for html in [
        "<html dir=rtl><p>x",
        "<body dir=RTL><p>x",
        "<html lang=ar-EG>",
        "<p>\u{5d2}\u{5e9}\u{5e8}",
    ] {
        assert_eq!(metadata(html).direction, Some(Direction::Rtl), "{html}");
    }
}

#[test]
fn a_winner_knows_its_source_and_why() {
    let found = metadata(JSON_LD);
    let first = &found.candidates[&Field::Published][0];
    assert!(found.is_winner(Field::Published, first));
    assert!(
        found
            .reason(Field::Published)
            .contains("json-ld NewsArticle/datePublished")
    );
    let loser = found.candidates[&Field::Published].last().unwrap();
    assert_eq!(loser.source, Source::Url);
    assert!(!found.is_winner(Field::Published, loser));
    assert_eq!(found.reason(Field::SiteName), "no candidate is usable");
}

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

#[test]
fn the_address_knows_the_day_of_the_place() {
    let found = metadata("<meta property=article:published_time content=2024-05-04T02:00:00Z>");
    assert_eq!(found.published.as_deref(), Some("2024-05-03"));
}

/// What makes a page an article.
const TEXT: &str = "<p>After two years of work the bridge over the river is open again. Buses and \
    cars crossed it in the morning, and the mayor thanked everybody who had built it.";

fn published(html: &str) -> Option<String> {
    let page = Page::from_html(html);
    Extractor::default().metadata(&page).published
}

fn json_ld(object: &str) -> String {
    format!("<script type=application/ld+json>{object}</script>")
}

#[test]
fn the_line_after_the_title_wins_over_data_of_a_move_or_of_an_older_text() {
    let stated = json_ld(r#"{"@type":"Article","headline":"A","datePublished":"2023-05-06"}"#);
    let line = |day: &str| published(&format!("{stated}<h1>The bridge</h1><p>{day}{TEXT}"));
    assert_eq!(line("May 3, 2021").as_deref(), Some("2021-05-03"));
    assert_eq!(line("May 3, 2024").as_deref(), Some("2024-05-03"));
    assert_eq!(line("May 8, 2023").as_deref(), Some("2023-05-06"));
    // 6 May, written with the day first.
    assert_eq!(line("06.05.2023").as_deref(), Some("2023-05-06"));
    assert_eq!(line("05.06.2023").as_deref(), Some("2023-05-06"));
    let head = format!("{stated}<meta property=article:published_time content=2023-05-06>");
    let found = published(&format!("{head}<h1>The bridge</h1><p>May 3, 2024{TEXT}"));
    assert_eq!(found.as_deref(), Some("2023-05-06"));
    let news = stated.replace("Article", "NewsArticle");
    let found = published(&format!("{news}<h1>The bridge</h1><p>May 3, 2024{TEXT}"));
    assert_eq!(found.as_deref(), Some("2023-05-06"));
}

#[test]
fn a_line_after_the_title_wins_over_one_before_it_and_over_names_of_elements() {
    let found = published(&format!(
        "<p>Pool reopens<p>1 May 2024<h1>The bridge</h1><p>3 May 2024{TEXT}"
    ));
    assert_eq!(found.as_deref(), Some("2024-05-03"));
    let found = published(&format!(
        "<div class=todays-date>9 May 2024</div><h1>The bridge</h1><p>3 May 2024{TEXT}"
    ));
    assert_eq!(found.as_deref(), Some("2024-05-03"));
}

#[test]
fn a_time_takes_its_offset_from_who_knows_it() {
    let time = "<time datetime=2024-05-03T10:00:12+02:00>3 May</time>";
    let found = published(&format!(
        "<h1>The bridge</h1><p>3 May 2024, 10:00<p>{time}{TEXT}"
    ));
    assert_eq!(found.as_deref(), Some("2024-05-03T10:00:12+02:00"));
    let found = published(&format!(
        "<h1>The bridge</h1><p>3 May 2024, 11:00<p>{time}{TEXT}"
    ));
    assert_eq!(found.as_deref(), Some("2024-05-03T11:00:00"));
}

#[test]
fn names_that_speak_of_publishing_are_read() {
    let found =
        published("<meta name=date content=2020-01-01><meta name=published content=2024-05-02>");
    assert_eq!(found.as_deref(), Some("2024-05-02"));
    let found = metadata("<meta name=x-publish-date content=2024-05-02>");
    assert_eq!(found.published.as_deref(), Some("2024-05-02"));
}

#[test]
fn news_has_the_headline_that_the_page_and_its_head_agree_on() {
    let found = metadata(
        "<meta property=og:title content='The bridge is open'><script type=application/ld+json>\
         {\"@type\":\"NewsArticle\",\"headline\":\"Bridge\"}</script><h1>The bridge is open</h1>",
    );
    assert_eq!(found.title.as_deref(), Some("The bridge is open"));
}

#[test]
fn a_heading_that_ends_the_title_is_the_name_of_the_site() {
    let found = metadata(
        "<title>Traits of ferns - The Book of Moss</title><h1>The Book of Moss</h1><h2>Traits of ferns</h2><p>x",
    );
    assert_eq!(found.title.as_deref(), Some("Traits of ferns"));
}

#[test]
fn marks_where_a_word_may_break_are_no_part_of_title_and_authors() {
    let found = metadata(
        "<title>The river bridge is open</title><h1>The ri\u{ad}ver bridge is open</h1>\
         <span class=author>Ann Mil\u{ad}ler</span><p>x",
    );
    assert_eq!(found.title.as_deref(), Some("The river bridge is open"));
    assert_eq!(found.authors, ["Ann Miller"]);
}

#[test]
fn what_holds_the_main_part_is_no_sidebar_however_it_is_named() {
    for open in [
        "<div class='grid with-sidebar'><main>",
        "<div class='[--sidebar-width:18rem] block'><div>",
        "<div id=content-sidebar-wrap><div>",
    ] {
        let found = metadata(&format!(
            "{open}<h1>The bridge is open</h1><a class=author-name href=/user/annlee/>AnnLee</a><p>x"
        ));
        assert_eq!(found.title.as_deref(), Some("The bridge is open"), "{open}");
        assert_eq!(found.authors, ["AnnLee"], "{open}");
    }
    let beside =
        "<h1>The bridge is open</h1><div class=sidebar><span class=author>Bo Wu</span></div>";
    assert!(metadata(beside).authors.is_empty());
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
