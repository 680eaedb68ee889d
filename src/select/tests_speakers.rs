//! Comments that show by who speaks: a name at the beginning of a text, or above it.

use super::tests::extract;
use super::tests_comments::with_body;
use crate::Page;

/// Authors and texts of the comments below an article.
fn said(html: &str) -> Vec<(Option<String>, String)> {
    let article = with_body(html);
    let body = article.body.to_text();
    assert!(body.ends_with("open again."), "{body}");
    let comments = article.comments.into_iter();
    comments.map(|c| (c.author, c.body.to_text())).collect()
}

#[test]
fn who_is_named_at_the_beginning_of_a_comment_is_its_author() {
    let (ann, bo) = (
        "I walked over it on the first evening: it is wide.",
        "The lamps are too bright for those beside it.",
    );
    let expected = [("Ann Lee", ann), ("Bo", bo), ("Cy", "Nice.")];
    let expected = expected.map(|(name, text)| (Some(name.to_owned()), text.to_owned()));
    for html in [
        format!(
            "<div class=comments><p><b>Ann Lee</b>: {ann}</p><p><strong>Bo says:</strong> {bo}</p>\
             <p><b>Cy</b>: Nice.</p></div>"
        ),
        format!(
            "<ul class=commentlist><li><b>Ann Lee:</b> {ann}</li><li><b>Bo</b>: {bo}</li>\
             <li><b>Cy</b>: Nice.</li></ul>"
        ),
        format!(
            "<div class=comment><b><a href=/a>Ann Lee</a></b>: {ann}</div><div class=comment><b>Bo</b>:<br>{bo}</div>\
             <div class=comment><b>Cy</b>: Nice.</div>"
        ),
    ] {
        assert_eq!(said(&html), expected, "{html}");
    }
}

#[test]
fn what_else_stands_in_heavy_type_before_a_colon_is_no_author() {
    let named = "<div class=comment><b class=fn>Ann</b><div class=comment-text><b>Bo</b>: you are late.</div></div>";
    assert_eq!(
        said(named),
        [(Some("Ann".to_owned()), "Bo: you are late.".to_owned())]
    );
    let edit = "<div class=comment><i class=comment-date>3 May 2024</i><div class=comment-text><b>Edit:</b> The lamps are too bright.</div></div>";
    assert_eq!(
        said(edit),
        [(None, "Edit: The lamps are too bright.".to_owned())]
    );
}

#[test]
fn people_who_talk_in_an_article_are_no_commenters() {
    let talk = |name: &str| {
        format!("<p><b>{name}</b>: The bridge has been closed for two years, and we waited.</p>")
    };
    let talk = talk("Ann Lee") + &talk("Bo Wu") + &talk("Ann Lee");
    let html = format!("<h1>A talk</h1><div class=comments-open>{talk}</div>");
    let article = crate::Extractor::default().extract(&Page::from_html(&html));
    let article = article.expect("a body");
    assert!(article.comments.is_empty() && article.to_text().contains("Bo Wu: The"));
}

#[test]
fn how_long_ago_a_comment_was_is_said_without_its_author() {
    let one = "<div><span>Ann Lee</span> <span>2 hours ago</span><p>I walked over it on the first evening.</p></div>";
    let html = format!("<div class=comment-list>{}</div>", one.repeat(2));
    let comments = with_body(&html).comments;
    assert_eq!(comments.len(), 2);
    assert_eq!(comments[0].author.as_deref(), Some("Ann Lee"));
    assert_eq!(comments[0].published.as_deref(), Some("2 hours ago"));
}

#[test]
fn a_button_to_show_respect_is_the_score_of_a_comment() {
    let html = "<div class=coral-comment id=comment-1><span class=coral-comment-username>Ann</span>\
        <div class=coral-comment-content>At last.</div><button>Respect (3)</button><button>Reply</button></div>";
    let comments = with_body(html).comments;
    assert_eq!(comments[0].score, Some(3));
    assert_eq!(comments[0].body.to_text(), "At last.");
}

#[test]
fn a_comment_may_begin_with_a_name_and_a_day_in_one_line() {
    let (ann, bo) = (
        "I walked over it on the first evening: it is wide.",
        "The lamps are too bright for those beside it.",
    );
    for html in [
        format!(
            "<div id=comments><p>Ann Lee (3 May 2024, 10:12): {ann}</p><p>Bo (3 May 2024, 11:40): {bo}</p></div>"
        ),
        format!(
            "<ul class=comments><li>Ann Lee, 3 May 2024, 10:12: {ann}</li><li>Bo, 3 May 2024, 11:40: {bo}</li></ul>"
        ),
        format!(
            "<div class=comments><ul><li><b>Ann Lee</b> <small>3 May 2024, 10:12</small><br>{ann}</li>\
             <li><b>Bo</b> <small>3 May 2024, 11:40</small><br>{bo}</li></ul></div>"
        ),
        format!(
            "<div class=comments><p>Ann Lee, 3 May 2024, 10:12</p><p>{ann}</p>\
             <p>Bo, 3 May 2024, 11:40</p><p>{bo}</p><p><a href=#>Reply</a></p></div>"
        ),
        format!(
            "<section class=bloc-commentaires><div><b>Ann Lee</b> wrote on 3 May 2024, 10:12:</div><div>{ann}</div>\
             <div><b>Bo</b> wrote on 3 May 2024, 11:40:</div><div>{bo}</div><form><p>Your name</p></form></section>"
        ),
        format!(
            "<div class=comments><div class=c><p>{ann}</p><p>— Ann Lee, 3 May 2024, 10:12</p></div>\
             <div class=c><p>{bo}</p><p>— Bo, 3 May 2024, 11:40</p></div></div>"
        ),
        format!(
            "<div class=comments><article><address>Ann Lee</address><time>3 May 2024, 10:12</time><p>{ann}</p></article>\
             <article><address>Bo</address><time>3 May 2024, 11:40</time><p>{bo}</p></article></div>"
        ),
    ] {
        let comments = with_body(&html).comments;
        let days: Vec<_> = comments
            .iter()
            .filter_map(|c| c.published.as_deref())
            .collect();
        assert_eq!(
            days,
            ["2024-05-03T10:12:00", "2024-05-03T11:40:00"],
            "{html}"
        );
        let expected = [("Ann Lee", ann), ("Bo", bo)];
        let expected = expected.map(|(name, text)| (Some(name.to_owned()), text.to_owned()));
        assert_eq!(said(&html), expected, "{html}");
    }
}

#[test]
fn a_name_in_a_line_of_its_own_is_the_author_of_what_follows() {
    let (ann, bo) = (
        "I walked over it on the first evening: it is wide.",
        "The lamps are too bright for those beside it.",
    );
    let expected = [("Ann Lee", ann), ("bo_12", bo)];
    let expected = expected.map(|(name, text)| (Some(name.to_owned()), text.to_owned()));
    for (open, close) in [("<p><b>", "</b></p><p>"), ("<p><b>", "</b><br>")] {
        let html = format!(
            "<div class=comments><h3>2 comments</h3>{open}Ann Lee{close}{ann}</p>{open}bo_12{close}{bo}</p></div>"
        );
        assert_eq!(said(&html), expected, "{html}");
    }
    let html = format!(
        "<h3>Comments (2)</h3><div class=comments><div><strong>Ann Lee</strong><p>{ann}</p></div><div><strong>bo_12</strong><p>{bo}</p></div></div>"
    );
    assert_eq!(said(&html), expected);
}

#[test]
fn rules_for_commenters_are_no_comments() {
    let rules = "<h3>Join the Conversation</h3><p><b>Community Guidelines</b></p><p>Please keep your comments civil.</p>\
        <p><b>Sign Up</b></p><p>Create an account to leave a comment below.</p>";
    let html = format!("<section class=comments-section>{rules}</section>");
    assert!(with_body(&html).comments.is_empty());
}

#[test]
fn how_long_something_took_is_the_text_of_a_comment_that_has_a_time() {
    let one = "<div class=row><span class=user-name>Ann</span> <span class=date>3 May 2024</span>\
        <p>Walked it in 2h</p><p>The lamps are too bright for those beside it.</p></div>";
    let comments = with_body(&format!("<div class=comments>{}</div>", one.repeat(2))).comments;
    assert!(comments[0].body.to_text().starts_with("Walked it in 2h"));
}

#[test]
fn headings_of_an_article_are_no_commenters() {
    let part = |name: &str| {
        format!("<h3>{name}</h3><p>The bridge has been closed for two years, and we waited.</p>")
    };
    let parts = part("Ann Lee") + &part("Bo Wu") + "<p>Cy, 3 May 2024</p><p>It is open again.</p>";
    for html in [
        format!("<h1>A talk</h1><div class=comments-open>{parts}</div>"),
        format!("<div class=comments-area><h1>A talk</h1>{parts}</div>"),
        format!("<h1>A talk</h1><div class=text>{parts}</div>"),
    ] {
        let article = crate::Extractor::default().extract(&Page::from_html(&html));
        let article = article.expect("a body");
        assert!(article.comments.is_empty(), "{html}");
        assert!(article.to_text().contains("we waited"), "{html}");
    }
}

#[test]
fn how_long_ago_a_comment_was_is_counted_from_when_the_page_was_fetched() {
    // 2024-05-03T10:00:00Z
    let fetched = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_714_730_400);
    for (head, time, printed) in [
        (
            "<span>Ann Lee</span> <span>2h</span>",
            "2024-05-03T08:00:00Z",
            "2h",
        ),
        ("<a href=/u/ann>Ann Lee</a> · 3d", "2024-04-30", "3d"),
        (
            "<b>Ann Lee</b> <i>vor 2 Std.</i>",
            "2024-05-03T08:00:00Z",
            "vor 2 Std.",
        ),
        (
            "<b>Ann Lee</b> <i>il y a 2 jours</i>",
            "2024-05-01",
            "il y a 2 jours",
        ),
    ] {
        let one = format!(
            "<div class=row><div>{head}</div><p>I walked over it on the first evening.</p></div>"
        );
        let html = format!(
            "<main><p>After two years of work the bridge over the river is open again.</p></main>\
             <div class=comment-list>{}</div>",
            one.repeat(2)
        );
        let page = Page::from_html(&html);
        let of = |page: &Page| extract(page).comments.into_iter().next();
        let comment = of(&page).expect("a comment");
        assert_eq!(comment.author.as_deref(), Some("Ann Lee"), "{head}");
        assert_eq!(comment.published.as_deref(), Some(printed), "{head}");
        let comment = of(&page.with_fetch_time(fetched)).expect("a comment");
        assert_eq!(comment.published.as_deref(), Some(time), "{head}");
        assert_eq!(
            comment.body.to_text(),
            "I walked over it on the first evening."
        );
    }
}
