//! Metadata of small pages, with its sources.
#![allow(missing_docs, clippy::unwrap_used)]

mod authors;
mod dates;
mod image;

use unhusk::article::{Access, Direction, Field, Source};
use unhusk::{Extractor, Page};

fn metadata(html: &str) -> unhusk::article::Metadata {
    let page = Page::from_html(html)
        .with_url("https://www.daily.example/2024/05/03/bridge")
        .unwrap();
    Extractor::default().metadata(&page)
}

fn json_ld(object: &str) -> String {
    format!("<script type=application/ld+json>{object}</script>")
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
fn the_line_above_the_author_of_a_dump_is_its_title() {
    let dump = "Harbour News\n\u{2022} News\n\u{2022} Sport\n\nOld pier closed\nBy Mara Stein | 28 February 2025\n\n\
        The harbour office closed the old pier on Monday after divers had found that two piles were hollow.\n\n\
        Ships of the island line will land at the fish market until further notice, which takes longer.\n\n\
        The pier was built in 1911 and repaired twice, the last time after the storm of that winter.\n";
    let found = Extractor::default().metadata(&Page::from_text(dump));
    assert_eq!(found.title.as_deref(), Some("Old pier closed"));
    assert_eq!(found.authors, ["Mara Stein"]);
    assert_eq!(found.published.as_deref(), Some("2025-02-28"));
    let bare = dump.replace(
        "Old pier closed\nBy Mara Stein | 28 February 2025\n",
        "More news here\n",
    );
    assert_eq!(
        Extractor::default().metadata(&Page::from_text(&bare)).title,
        None
    );
}

#[test]
fn names_and_sentences_above_the_text_of_a_dump_are_not_its_title() {
    let text = "The harbour office closed the old pier on Monday after divers had found that two piles were hollow.\n\
        Ships of the island line will land at the fish market until further notice, which takes longer.\n\
        The pier was built in 1911 and repaired twice, the last time after the storm of that winter.\n";
    for above in [
        "By\nMara Stein\n28 February 2025",
        "By Mara Stein\n28 February 2025",
        "Ships of the line will land elsewhere until the summer.\nBy Mara Stein\n28 February 2025",
    ] {
        for before in ["", "Old pier closed - Harbour News\n", "Old pier closed\n"] {
            let dump =
                format!("{before}Harbour News\nNews\nSport\nOld pier closed\n{above}\n{text}");
            let found = Extractor::default().metadata(&Page::from_text(&dump));
            assert_eq!(found.title.as_deref(), Some("Old pier closed"), "{dump}");
            assert_eq!(found.authors, ["Mara Stein"], "{dump}");
        }
    }
}

#[test]
fn a_short_title_of_a_dump_may_look_like_a_name() {
    let dump = "Harbour News\nOld Pier Closed\nBy Mara Stein\n28 February 2025\n\
        The harbour office closed the old pier on Monday after divers had found that two piles were hollow.\n\
        Ships of the island line will land at the fish market until further notice, which takes longer.\n";
    let found = Extractor::default().metadata(&Page::from_text(dump));
    assert_eq!(found.title.as_deref(), Some("Old Pier Closed"));
    assert_eq!(found.authors, ["Mara Stein"]);
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

#[test]
fn a_link_to_a_category_names_no_tag() {
    let found = metadata(
        "<h1>The bridge</h1><p>It is open.</p><a href=/c rel='category tag'>Local</a>\
         <a href=/t rel=tag>Parks</a>",
    );
    assert_eq!(found.categories, ["Local"]);
    assert_eq!(found.tags, ["Parks"]);
}

#[test]
fn an_article_in_microdata_gives_every_field() {
    let found = metadata(
        "<article itemscope itemtype=https://schema.org/BlogPosting><h1 itemprop=headline>The bridge</h1>\
         <meta itemprop=articleSection content=Local><span itemprop=keywords>parks, rail</span>\
         <meta itemprop=description content='It is open'><meta itemprop=inLanguage content=en>\
         <span itemprop=image itemscope><link itemprop=url href=/i.jpg></span>\
         <a itemprop=license href=/license>CC</a>\
         <div itemprop=publisher itemscope><meta itemprop=name content='The Daily'></div></article>",
    );
    assert_eq!(found.categories, ["Local"]);
    assert_eq!(found.tags, ["parks", "rail"]);
    assert_eq!(found.description.as_deref(), Some("It is open"));
    assert_eq!(found.language.as_deref(), Some("en"));
    assert_eq!(found.site_name.as_deref(), Some("The Daily"));
    let whole = |path: &str| Some(format!("https://www.daily.example/{path}"));
    assert_eq!(found.license, whole("license"));
    assert_eq!(found.image.map(|i| i.url), whole("i.jpg"));
}

#[test]
fn microdata_of_other_items_says_nothing_of_the_article() {
    let found = metadata(
        "<article itemscope itemtype=https://schema.org/Article><h1>The bridge</h1>\
         <div itemprop=author itemscope itemtype=https://schema.org/Person><p itemprop=description>Of Ann</p></div>\
         </article>\
         <div itemscope itemtype=https://schema.org/Product><p itemprop=description>A tool</p></div>",
    );
    assert_eq!(found.description, None);
}

#[test]
fn the_first_article_in_microdata_is_the_page_s() {
    let article = |section: &str| {
        format!(
            "<article itemscope itemtype=https://schema.org/BlogPosting>\
             <meta itemprop=articleSection content={section}></article>"
        )
    };
    let found = metadata(&format!("{}{}", article("Local"), article("Sport")));
    assert_eq!(found.categories, ["Local"]);
}

#[test]
fn journals_and_libraries_name_publishers_and_subjects() {
    let site = |html: &str| metadata(html).site_name.unwrap();
    assert_eq!(
        site(
            "<meta name=citation_journal_title content=Parks><meta name=citation_publisher content=P>"
        ),
        "Parks"
    );
    assert_eq!(
        site("<meta name=DC.publisher content='Example Press'>"),
        "Example Press"
    );
    assert_eq!(
        metadata("<meta name=DC.subject content='Parks; Rail'>").tags,
        ["Parks", "Rail"]
    );
}

#[test]
fn the_page_s_object_has_the_description_and_the_article_s_the_thumbnail() {
    let found = metadata(&json_ld(
        r#"{"@graph":[{"@type":"Article","headline":"A","thumbnailUrl":"/t.jpg"},
        {"@type":"WebPage","description":"It is open"}]}"#,
    ));
    assert_eq!(found.description.as_deref(), Some("It is open"));
    let thumbnail = "https://www.daily.example/t.jpg";
    assert_eq!(found.image.map(|i| i.url).as_deref(), Some(thumbnail));
}

#[test]
fn microdata_of_other_texts_names_no_author_and_no_day_of_the_page() {
    let by = "<span itemprop=author>Otto Brand</span><meta itemprop=datePublished content=2024-01-16>\
        <time itemprop=dateCreated datetime=2024-01-16>16 Jan</time>";
    let head = "<main itemscope itemtype=https://schema.org/NewsArticle><article itemscope \
        itemtype=https://schema.org/NewsArticle><h1>The bridge is open</h1>";
    for other in [
        "itemscope itemtype=https://schema.org/Comment",
        "itemscope itemtype=https://schema.org/UserComments",
        "itemscope itemtype=https://schema.org/Review",
        "itemscope itemtype=https://schema.org/Answer",
        "itemscope itemtype=https://schema.org/BlogPosting",
        "typeof='sioc:Post schema:Comment'",
        "id=disqus_thread",
        "class=kommentare",
        "class=liste-commentaires",
    ] {
        let found = metadata(&format!(
            "{head}<p>x</article><section {other}>{by}</section>"
        ));
        assert!(found.authors.is_empty(), "{other}");
        assert_eq!(found.published.as_deref(), Some("2024-05-03"), "{other}");
    }
    let found = metadata(&format!("{head}{by}</article>"));
    assert_eq!(found.authors, ["Otto Brand"]);
    assert_eq!(found.published.as_deref(), Some("2024-01-16"));
}

#[test]
fn the_way_to_the_article_names_its_categories_without_both_ends() {
    let categories = |last: &str| {
        metadata(&format!(
            "<h1>The bridge is open</h1>{}",
            json_ld(&format!(
                r#"{{"@type":"BreadcrumbList","itemListElement":[
                {{"position":3,{last}}},
                {{"position":2,"name":"Local &amp; Region","item":"https://www.daily.example/local"}},
                {{"position":1,"item":{{"@id":"https://www.daily.example/","name":"The Daily"}}}}]}}"#
            ))
        ))
        .categories
    };
    assert_eq!(
        categories(r#""name":"The bridge is open""#),
        ["Local & Region"]
    );
    assert_eq!(categories(r#""name":"The bridge""#), ["Local & Region"]);
    let parks = r#""name":"Parks","item":"https://www.daily.example/parks""#;
    assert_eq!(categories(parks), ["Local & Region", "Parks"]);
}

const TEXT: &str = "<p>The bridge over the river is open again after two years of work, and the first cars crossed it on \
    Monday morning in bright sunshine.</p><p>Engineers replaced every beam of it, one after the other, while ferries carried \
    people from one bank to the other all day long.</p><p>The town council expects that ten thousand people will cross it \
    every day, most of them on their way to work.</p>";

fn with_text(before: &str, after: &str) -> unhusk::article::Metadata {
    metadata(&format!(
        "<main><article><h1>The bridge is open</h1>{before}{TEXT}</article></main>{after}"
    ))
}

#[test]
fn a_link_to_a_public_licence_in_the_foot_is_that_of_the_page() {
    let by = "https://creativecommons.org/licenses/by/4.0/";
    let link = format!("<a href='{by}'>CC BY 4.0</a>");
    let licence = |html: &str| with_text("", html).license;
    let said = format!("<footer><p>Content is licensed under {link}.</p></footer>");
    assert_eq!(licence(&said).as_deref(), Some(by));
    let badge = format!("<footer><p><a href='{by}'><img src=/by.png></a> The Daily</p></footer>");
    assert_eq!(licence(&badge).as_deref(), Some(by));
    let pictures = format!("<footer><p>Photo by Bo Wu, {link}</p></footer>");
    assert_eq!(licence(&pictures), None);
    let other = link.replace("by/4.0", "by-sa/2.0");
    let several = format!("<footer><p>Texts: {link}, {other}</p></footer>");
    assert_eq!(licence(&several), None);
}

#[test]
fn a_public_licence_that_the_text_only_cites_is_not_that_of_the_page() {
    let cited = "<p>Works under <a href=https://creativecommons.org/licenses/by/4.0/>the licence that asks for names</a> may be \
        used by everyone, and many libraries of the country have chosen it for their catalogues of books.</p>";
    assert_eq!(with_text(cited, "").license, None);
    let stated = format!("<link rel=license href=/terms>{cited}");
    let found = with_text(&stated, "");
    assert_eq!(
        found.license.as_deref(),
        Some("https://www.daily.example/terms")
    );
}

#[test]
fn lines_at_the_end_that_say_where_a_text_is_filed_are_its_topics_and_not_its_body() {
    let html = format!(
        "<main><article><h1>The bridge is open</h1><div>{TEXT}<p>Posted in <a href=/c/n>News</a>, <a href=/c/r>Rivers</a></p>\
         <p>Tagged <a href=/t/b>bridge</a></p><p>Share this:</p></div></article></main>"
    );
    let page = Page::from_html(&html);
    let article = Extractor::default().extract(&page).unwrap();
    assert_eq!(article.metadata.categories, ["News", "Rivers"]);
    assert_eq!(article.metadata.tags, ["bridge"]);
    assert!(article.to_text().ends_with("on their way to work."));
    let known = format!("<meta property=article:tag content=Steel>{html}");
    assert_eq!(metadata(&known).tags, ["Steel"]);
}
