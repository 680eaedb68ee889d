//! When it was published and changed.

use std::time::{Duration, SystemTime};

use unhusk::article::{Field, Rejection};
use unhusk::{Extractor, Page};

use super::{json_ld, metadata};

#[test]
fn relative_dates_need_the_time_of_fetching() {
    let html = "<h1>The bridge</h1><time itemprop=datePublished>3 hours ago</time>";
    let read = |page: Page| Extractor::default().metadata(&page).published;
    assert_eq!(read(Page::from_html(html)), None);
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_714_730_400);
    let page = Page::from_html(html).with_fetch_time(time);
    assert_eq!(read(page).as_deref(), Some("2024-05-03T07:00:00Z"));
}

/// With so few words the model takes the page for that of a service.
#[test]
fn the_day_beside_the_author_below_the_title_is_read_on_pages_of_any_type() {
    let html = "<title>Old pier closed - Harbour News</title><div class=h><a href=/>Harbour News</a>\
        <ul><li><a href=/a>News</a><li><a href=/b>Sport</a></ul></div><div class=c><h1>Old pier closed</h1>\
        <div class=m>By Mara Stein, 28 February 2025</div><div class=t><p>The harbour office closed the old \
        pier on Monday after divers had found that two of its oak piles were hollow.</div></div>\
        <div class=r><h3>Most read</h3><ol><li><a href=/1>Ferry tickets to cost more</a>\
        <li><a href=/2>School choir wins</a></ol></div><div class=f>Harbour News 2025</div>";
    let page = Page::from_html(html);
    let article = Extractor::default().extract(&page).unwrap();
    assert_ne!(article.page_type, unhusk::article::PageType::Article);
    assert_eq!(article.metadata.published.as_deref(), Some("2025-02-28"));
    let product = html.replace("By Mara Stein, 28", "In stock since 28");
    let other = Extractor::default().metadata(&Page::from_html(&product));
    assert_eq!(other.published, None);
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
fn the_day_of_a_comment_is_not_that_of_the_text() {
    let comment = "<ol class=commentlist><li class=comment id=comment-1><b class=fn>Otto</b>\
        <time datetime=2024-03-06T10:00:00+01:00>6 March 2024</time><p>At last.</p></li></ol>";
    let paragraph = |i: usize| TEXT.replace("two years", &format!("{i} years"));
    let text: String = (2..6).map(paragraph).collect();
    let html = format!("<main><article><h1>The bridge</h1>{text}</article>{comment}");
    assert_eq!(published(&html), None);
}

#[test]
fn a_day_takes_its_time_from_who_knows_it() {
    let page = |time: &str| {
        published(&format!(
            "<h1>The bridge</h1><p>3 May 2024<p><time datetime={time}>3 May</time>{TEXT}"
        ))
    };
    let time = "2024-05-03T10:20:00+02:00";
    assert_eq!(page(time).as_deref(), Some(time));
    for other in ["2024-05-03T00:00:00Z", "2024-05-04T10:20:00+02:00"] {
        assert_eq!(page(other).as_deref(), Some("2024-05-03"), "{other}");
    }
}

#[test]
fn elements_and_words_tell_the_day_of_a_change_from_that_of_publishing() {
    let first = "<time datetime=2024-05-01>1 May 2024</time>";
    for later in [
        "<time class=updated datetime=2024-05-03>3 May 2024</time>",
        "<time itemprop=dateModified datetime=2024-05-03>3 May 2024</time>",
        "<span class=last-modified>3 May 2024</span>",
        "Aktualisiert: <time datetime=2024-05-03>3. Mai</time>",
        "<span>Updated</span> <span><time datetime=2024-05-03>3 May</time></span>",
        "<br>Updated 3 May 2024",
    ] {
        for html in [
            format!("<p>{first} {later}</p>"),
            format!("<p>{first}</p><p>{later}</p>"),
        ] {
            let page = Page::from_html(&format!("<h1>The bridge</h1>{html}{TEXT}"));
            let found = Extractor::default().metadata(&page);
            assert_eq!(found.published.as_deref(), Some("2024-05-01"), "{html}");
            assert_eq!(found.modified.as_deref(), Some("2024-05-03"), "{html}");
        }
    }
}

#[test]
fn a_day_that_never_changed_is_that_of_publishing() {
    for name in ["entry-date published updated", "updated entry-date"] {
        let html = format!("<time class='{name}' datetime=2024-05-01>1 May 2024</time>");
        let found = published(&format!("<h1>The bridge</h1>{html}{TEXT}"));
        assert_eq!(found.as_deref(), Some("2024-05-01"), "{name}");
    }
}

#[test]
fn the_day_of_a_change_counts_where_no_other_is_shown() {
    let found = published(&format!("<h1>The bridge</h1><p>Updated 3 May 2024{TEXT}"));
    assert_eq!(found.as_deref(), Some("2024-05-03"));
}

#[test]
fn a_month_that_data_or_an_attribute_state_stays_a_month() {
    let published = |html: &str| {
        Extractor::default()
            .metadata(&Page::from_html(html))
            .published
    };
    let linked =
        json_ld(r#"{"@type":"Article","headline":"The bridge","datePublished":"2024-05"}"#);
    for html in [
        "<meta name=citation_date content=2024-05>",
        "<meta name=citation_publication_date content=2024/05>",
        "<meta name=dc.date content='May 2024'>",
        "<h1>The bridge</h1><time datetime=2024-05>May 2024</time>",
        &linked,
    ] {
        assert_eq!(published(html).as_deref(), Some("2024-05"), "{html}");
    }
    let day =
        "<meta name=citation_date content=2024-05><h1>The bridge</h1><p class=date>3 May 2024";
    assert_eq!(published(day).as_deref(), Some("2024-05-03"));
    let other =
        "<meta name=citation_date content=2024-05><h1>The bridge</h1><p class=date>3 June 2023";
    assert_eq!(published(other).as_deref(), Some("2024-05"));
}

#[test]
fn months_in_running_text_are_no_dates() {
    for text in [
        "<p>Closed since May 2024",
        "<p class=date>May 2024",
        "<p>May 2024",
    ] {
        let found = metadata(&format!("<h1>The bridge</h1>{text}"));
        assert_eq!(found.candidates[&Field::Published].len(), 1, "{text}");
    }
}

#[test]
fn a_month_after_the_time_of_fetching_is_rejected_and_that_of_fetching_is_not() {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_714_730_400);
    let published = |month: &str| {
        let html = format!("<meta name=citation_date content={month}>");
        let page = Page::from_html(&html).with_fetch_time(time);
        Extractor::default().metadata(&page).published
    };
    assert_eq!(published("2024-05").as_deref(), Some("2024-05"));
    assert_eq!(published("2024-06"), None);
}
