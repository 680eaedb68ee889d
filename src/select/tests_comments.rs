//! Every page `tests/fixtures/pages/comments--*.html` says in its first lines what comments it has.

use super::tests::extract;
use crate::Page;
use crate::article::{Article, Comment, CommentKind, CommentStatus, PageType};

fn shown(comment: &Comment) -> String {
    let flags = [
        (comment.kind == CommentKind::Deleted, " (deleted)"),
        (comment.edited, " (edited)"),
        (comment.pinned, " (pinned)"),
        (comment.by_author, " (by author)"),
    ];
    let flags: String = flags.iter().filter(|f| f.0).map(|f| f.1).collect();
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    format!(
        "{} {} {}{flags}: {}",
        comment.depth,
        or_none(&comment.author),
        or_none(&comment.published),
        comment
            .body
            .to_text()
            .replace("\n\n", " / ")
            .replace('\n', "\\n")
    )
}

fn pages() -> Vec<(String, String, Article)> {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/pages");
    let mut paths: Vec<_> = std::fs::read_dir(dir)
        .expect("fixtures")
        .flatten()
        .map(|e| e.path())
        .collect();
    paths.sort();
    let named = |p: &std::path::PathBuf| {
        p.file_name()
            .is_some_and(|n| n.to_string_lossy().starts_with("comments--"))
    };
    let read = |path: std::path::PathBuf| {
        let html = std::fs::read_to_string(&path).expect("a page");
        let expected = html
            .split("<!-- comments\n")
            .nth(1)
            .and_then(|t| t.split("-->").next());
        let expected = expected.unwrap_or_default().trim().to_owned();
        let page = Page::from_html(&html)
            .with_url("https://news.example/bridge")
            .expect("a URL");
        (path.display().to_string(), expected, extract(&page))
    };
    paths.into_iter().filter(named).map(read).collect()
}

#[test]
fn comments_come_out_as_written_down() {
    let pages = pages();
    assert!(pages.len() >= 25);
    let mut wrong = Vec::new();
    for (path, expected, article) in &pages {
        let found: Vec<_> = article.comments.iter().map(shown).collect();
        if found.join("\n") != *expected {
            wrong.push(format!("{path}\n{}", found.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Pages whose article is longer than the sentence of the others.
const LONGER: [&str; 5] = [
    "german-names",
    "indented-table",
    "medium-responses",
    "reddit-elements",
    "wix",
];

#[test]
fn the_body_of_a_short_article_is_all_but_its_comments() {
    let mut wrong = Vec::new();
    for (path, _, article) in pages() {
        let body = article.body.to_text();
        let leaked = article.comments.iter().any(|comment| {
            let text = comment.body.to_text();
            text.len() > 12 && body.contains(&text)
        });
        let is_all = body == "After two years of work the bridge over the river is open again.";
        let is_longer = LONGER.iter().any(|name| path.contains(name));
        if leaked || !is_all && !is_longer {
            wrong.push(format!("{path}\n{body}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn parents_stand_before_their_answers() {
    for (path, _, article) in pages() {
        for (i, comment) in article.comments.iter().enumerate() {
            assert!(comment.parent.is_none_or(|p| p < i), "{path}");
            assert_eq!(comment.parent.is_some(), comment.depth > 0, "{path}");
        }
    }
}

fn status(name: &str) -> CommentStatus {
    let pages = pages();
    let page = pages.into_iter().find(|(path, ..)| path.contains(name));
    page.expect("the page").2.comment_status
}

#[test]
fn comments_that_are_not_in_the_page_are_reported() {
    let elsewhere = |system: &str, count| CommentStatus::Elsewhere {
        system: system.to_owned(),
        count,
    };
    assert_eq!(status("elsewhere-disqus"), elsewhere("disqus", None));
    assert_eq!(status("elsewhere-script"), elsewhere("disqus", None));
    assert_eq!(status("elsewhere-coral"), elsewhere("coral", None));
    assert_eq!(status("elsewhere-facebook"), elsewhere("facebook", None));
    assert_eq!(status("elsewhere-count"), elsewhere("unknown", Some(12)));
}

#[test]
fn systems_are_known_by_their_elements_and_scripts() {
    let system = |html: &str| match with_body(html).comment_status {
        CommentStatus::Elsewhere { system, .. } => system,
        other => panic!("{html}: {other:?}"),
    };
    for (html, name) in [
        (
            "<hyvor-talk-comments page-id=1></hyvor-talk-comments>",
            "hyvor",
        ),
        ("<vf-conversations></vf-conversations>", "viafoura"),
        ("<div id=remark42></div>", "remark42"),
        (
            "<fb:comments href=https://a.example/b></fb:comments>",
            "facebook",
        ),
        ("<div id=comments><p>Loading comments…</p></div>", "unknown"),
        ("<p>Kommentare werden geladen</p>", "unknown"),
        (
            "<div data-spot-im-module class=spot-im-conversation></div>",
            "openweb",
        ),
        (
            "<script src=https://cdn.example/ghost/comments-ui@1/umd/comments-ui.min.js></script>",
            "ghost",
        ),
        (
            "<script src=https://utteranc.es/client.js></script>",
            "utterances",
        ),
    ] {
        assert_eq!(system(html), name);
    }
}

#[test]
fn a_gallery_that_would_load_comments_of_pictures_says_nothing_of_the_page() {
    let waits = "<span>Loading Comments...</span>";
    let of_picture = format!("<div id=jp-carousel-comments-loading>{waits}</div>");
    assert_eq!(with_body(&of_picture).comment_status, CommentStatus::None);
    let of_page = format!("<div id=comments-loading>{waits}</div>");
    assert_ne!(with_body(&of_page).comment_status, CommentStatus::None);
}

#[test]
fn further_pages_of_comments_are_reported() {
    let pages = vec!["https://news.example/bridge/comment-page-2/#comments".to_owned()];
    let count = Some(31);
    assert_eq!(status("paginated"), CommentStatus::Partial { count, pages });
    assert_eq!(status("drupal"), CommentStatus::Present);
}

#[test]
fn comments_labelled_body_are_no_part_of_it() {
    // Without landmarks everything is labelled body, as a model in doubt would.
    let html = "<p>After two years of work the bridge over the river is open again, and it is wide \
        enough for two carts, a tram and everyone who likes to walk.</p><div><div><ol>\
        <li class=comment id=comment-1><b class=fn>Ann</b><time datetime=2024-05-01>1 May</time>\
        <div class=comment-content><p>At last.</p></div></li></ol></div></div>";
    let article = extract(&Page::from_html(html));
    assert!(!article.to_text().contains("At last."));
    assert_eq!(article.comments[0].body.to_text(), "At last.");
}

pub(super) fn with_body(html: &str) -> Article {
    let text =
        "<main><p>After two years of work the bridge over the river is open again.</p></main>";
    extract(&Page::from_html(&format!("{text}{html}")))
}

#[test]
fn counts_are_read_in_all_their_forms() {
    let count = |html: &str| match with_body(html).comment_status {
        CommentStatus::Elsewhere { count, .. } => count,
        other => panic!("{other:?}"),
    };
    let shown = |text: &str| count(&format!("<div class=comments-title>{text}</div>"));
    assert_eq!(shown("12 thoughts on “The bridges of 1900”"), Some(12));
    assert_eq!(shown("One thought on “Bridges”"), Some(1));
    assert_eq!(shown("1,234 Comments"), Some(1_234));
    let twice = "<b class=comments-count>12 comments</b><i class=comment-count>12</i>";
    assert_eq!(count(twice), Some(12));
    let counter = r#"<script type="application/ld+json">{"@type":"NewsArticle","interactionStatistic":
        {"@type":"InteractionCounter","interactionType":{"@type":"CommentAction"},
        "userInteractionCount":7}}</script>"#;
    assert_eq!(count(counter), Some(7));
    let old = "<div itemscope><meta itemprop=interactionCount content=UserComments:7></div>";
    assert_eq!(count(old), Some(7));
    assert_eq!(count("<button>View comments (7)</button>"), Some(7));
}

#[test]
fn counts_in_links_and_headings_of_the_page_are_read() {
    let count = |html: &str| match with_body(html).comment_status {
        CommentStatus::Elsewhere { count, .. } => count,
        other => panic!("{html}: {other:?}"),
    };
    assert_eq!(count("<a href=#comments>12 Comments</a>"), Some(12));
    assert_eq!(count("<a href=#disqus_thread>12</a>"), Some(12));
    let link = "<link rel=canonical href=https://a.example/b/>\
        <span class=comments-link><a href=https://a.example/b/#comments>3 comments</a></span>";
    assert_eq!(count(link), Some(3));
    assert_eq!(count("<section><h3>Kommentare (7)</h3></section>"), Some(7));
    let held = "<div id=comments><h3>5 responses to “The bridges of 1900”</h3></div>";
    assert_eq!(count(held), Some(5));
    // What leads to another page counts the comments there.
    let teasers = "<h3>Comments (4)</h3><b class=comments-count><a href=/c#comments>9</a></b>";
    assert_eq!(count(teasers), Some(4));
}

#[test]
fn headings_and_links_without_a_count_of_comments_say_nothing() {
    for html in [
        "<h2>3 responses to the flood</h2><p>They are these.</p>",
        "<a href=#respond>Leave a comment</a>",
        "<a href=#comments>0 Comments</a>",
        "<a href=/other#comments>12 Comments</a>",
        "<h3>Recent comments</h3>",
    ] {
        let status = with_body(html).comment_status;
        assert_eq!(status, CommentStatus::None, "{html}");
    }
}

#[test]
fn a_button_that_opens_comments_tells_that_there_may_be_some() {
    let unknown = CommentStatus::Elsewhere {
        system: "unknown".to_owned(),
        count: None,
    };
    for html in [
        "<button>View comments</button>",
        "<p><a href=#comments>Show all comments</a></p>",
        "<a href=#>Voir les commentaires</a>",
        "<span role=button>Kommentare einblenden</span>",
        "<p>Share <a href=#article-comments>Read the comments</a></p>",
        "<a href=#comments>Join the conversation</a>",
        "<button aria-controls=comments-drawer>Join the discussion</button>",
        "<button data-open=conversation>Start the conversation</button>",
        "<div class=article-comments><div><button>Join the debate</button></div></div>",
    ] {
        assert_eq!(with_body(html).comment_status, unknown, "{html}");
    }
}

#[test]
fn a_button_that_leads_elsewhere_or_to_a_form_tells_of_no_comments() {
    for html in [
        "<a href=https://chat.example/join>Join the conversation</a>",
        "<a class=comments href=https://social.example/town>Join the conversation</a>",
        "<form class=conversation><button>Join the conversation</button></form>",
        "<h2>Join the conversation</h2>",
        "<button>Join the discussion</button>",
        "<a href=#comments>Join the discussion</a><div id=comments><form id=commentform>\
         <textarea></textarea></form></div>",
        "<a href=/other#comments>View comments</a>",
        "<button>View comments (0)</button>",
        "<button data-comments-count=0>Join the discussion</button>",
        "<button>View comments policy</button>",
        "<a href=#respond>Be the first to comment</a>",
    ] {
        let status = with_body(html).comment_status;
        assert_eq!(status, CommentStatus::None, "{html}");
    }
}

#[test]
fn what_microdata_say_unseen_of_a_comment_is_read() {
    let inner = "<div itemprop=comment itemscope itemtype=https://schema.org/Comment>\
        <span itemprop=author>Bo</span><meta itemprop=dateCreated content=2024-05-02>\
        <p itemprop=text>Too late.</p></div>";
    let html = format!(
        "<div itemscope itemtype=https://schema.org/Comment><span itemprop=author itemscope>\
        <meta itemprop=dateCreated content=1980-01-01><b itemprop=name>Ann</b></span>\
        <p itemprop=text>At last.</p>{inner}<meta itemprop=datePublished content=2024-05-01>\
        <meta itemprop=upvoteCount content=4></div>"
    );
    let comments = with_body(&html).comments;
    let read: Vec<_> = comments
        .iter()
        .map(|c| (c.published.as_deref(), c.score))
        .collect();
    assert_eq!(
        read,
        [(Some("2024-05-01"), Some(4)), (Some("2024-05-02"), None)]
    );
}

#[test]
fn answers_within_comments_without_names_are_comments() {
    let comment = |name: &str, text: &str, answers: &str| {
        format!(
            "<li><div class=who>{name} <i>3 May 2024</i></div><div class=what><p>{text} of the old \
            bridge.</p></div><ul>{answers}</ul></li>"
        )
    };
    let thread = comment("Cy", "Nor I", "");
    let thread = comment(
        "Ann",
        "I like it",
        &comment("Bo", "I do not think much", &thread),
    );
    let single = format!("<section><h3>Comments (3)</h3><ul>{thread}</ul></section>");
    let more = comment("Di", "The piles", "");
    let several = format!("<section><h3>Comments (4)</h3><ul>{thread}{more}</ul></section>");
    for (html, depths) in [(single, &[0, 1, 2][..]), (several, &[0, 1, 2, 0])] {
        let article = with_body(&html);
        let found: Vec<_> = article.comments.iter().map(|c| c.depth).collect();
        assert_eq!(found, depths, "{html}");
        assert_eq!(article.comments[0].author.as_deref(), Some("Ann"));
        assert_eq!(
            article.comments[0].body.to_text(),
            "I like it of the old bridge."
        );
    }
}

#[test]
fn counts_of_several_texts_say_nothing() {
    let teasers = "<b class=comments-count>12 comments</b><b class=comments-count>3 comments</b>";
    assert_eq!(with_body(teasers).comment_status, CommentStatus::None);
}

#[test]
fn a_comment_that_says_it_is_gone_is_deleted() {
    let html = "<ol><li class=comment id=comment-1><b class=fn>Ann</b>\
        <div class=comment-content><p>[removed]</p></div></li></ol>";
    assert_eq!(with_body(html).comments[0].kind, CommentKind::Deleted);
}

#[test]
fn mark_up_of_comments_in_json_ld_is_read() {
    let html = r#"<script type="application/ld+json">{"@type":"Comment","author":"Ann",
        "text":"<p>At <b>last</b>.</p><p>And it is wide &amp; dry.</p>"}</script>"#;
    let article = with_body(html);
    assert_eq!(
        article.comments[0].body.to_text(),
        "At last.\n\nAnd it is wide & dry."
    );
}

#[test]
fn days_in_numbers_are_read_in_the_order_of_the_page() {
    let day = |lang: &str, note: &str| {
        let html = format!(
            "<html lang={lang}><main><p>After two years of work the bridge is open.</p></main>\
            <p>{note}</p><ol><li class=comment><b class=fn>Ann</b>\
            <span class=comment-date>03/04/2024</span><div class=comment-content>At last.</div></ol>"
        );
        extract(&Page::from_html(&html)).comments[0]
            .published
            .clone()
    };
    assert_eq!(day("en-US", "").as_deref(), Some("2024-03-04"));
    assert_eq!(day("fr", "").as_deref(), Some("2024-04-03"));
    assert_eq!(day("en-GB", "").as_deref(), Some("2024-04-03"));
    // Another date of the page shows it.
    assert_eq!(day("en-US", "25/03/2024").as_deref(), Some("2024-04-03"));
}

#[test]
fn reviews_of_several_things_are_no_comments_of_the_page() {
    let review = |thing: &str, name: &str, text: &str| {
        format!(
            "<div class=review itemscope itemtype=https://schema.org/Review><div itemprop=itemReviewed itemscope>\
             <h3 itemprop=name>{thing}</h3></div><span class=author>{name}</span><p>{text}</p></div>"
        )
    };
    let text = "The ferries cross the river every morning, and forty people take them. ".repeat(9);
    let count = |second: &str| {
        let reviews = review(
            "Red Ferries",
            "Ann Lee",
            "A fast boat with clean seats and a friendly crew.",
        ) + &review(
            second,
            "Bo Wu",
            "An old boat, but the price is right and the coffee good.",
        );
        let html = format!("<h1>Ferries</h1><p>{text}</p><div class=reviews>{reviews}</div>");
        let page = Page::from_html(&html);
        extract(&page).comments.len()
    };
    assert_eq!(count("Blue Ferries"), 0);
    assert_eq!(count("Red Ferries"), 2);
}

#[test]
fn what_is_left_of_the_posts_of_a_thread_besides_the_body_is_no_comment() {
    let post = |n: u32| {
        format!(
            "<div class=post id=p{n}><span class=username>Ann {n}</span><div class=post-content><p>The ferry of \
             week {n} was late, and everybody on it knew why.<p>It was written from boat {n}.</div></div>"
        )
    };
    let posts: String = (1..6).map(post).collect();
    let stated =
        r#"{"@type":"DiscussionForumPosting","comment":[{"@type":"Comment","text":"The ferry"}]}"#;
    let html = format!(
        "<script type=application/ld+json>{stated}</script><h1>The ferry</h1><p>12 comments</p>{posts}"
    );
    let page = Page::from_html(&html);
    let is_post = |text: &str| text.starts_with("The ferry of");
    let (comments, status) = where_all_seems_body(&page, PageType::Forum, is_post);
    assert!(comments.is_empty(), "{comments:?}");
    assert_eq!(status, CommentStatus::None);
}

#[test]
fn comments_that_seemed_to_be_posts_are_found_below_the_heading_of_an_article() {
    let comment = |(name, text): (&str, &str)| {
        format!("<tr class=comment><td><b>{name}</b> wrote on 3 March 2025:<br>{text}</td></tr>")
    };
    let comments = [
        (
            "Hanna W.",
            "I saw my first film there, and I am glad that something is done at last.",
        ),
        (
            "Karl-Heinz",
            "Two million? And in the school the rain comes through the roof every winter.",
        ),
        (
            "mottek77",
            "One has nothing to do with the other, the county pays for all of the schools.",
        ),
    ];
    let html = format!(
        "<title>Town buys old cinema | Market Post</title><div id=menu><a href=/a>News</a> <a href=/b>Sport</a></div>\
         <div id=content><h1>Town buys old cinema</h1><p>The council decided on Tuesday to buy the old cinema on the \
         market and to make a house for clubs of it.</p><h3>Comments</h3><table class=comments>{}</table></div>",
        comments.map(comment).concat()
    );
    let page = Page::from_html(&html);
    let (comments, status) = where_all_seems_body(&page, PageType::Listing, |_| true);
    assert_eq!(comments.len(), 3);
    assert_eq!(status, CommentStatus::Present);
}

/// The comments of a page of this type where the model takes such blocks for body.
fn where_all_seems_body(
    page: &Page,
    page_type: PageType,
    seems_body: impl Fn(&str) -> bool,
) -> (Vec<Comment>, CommentStatus) {
    let outline = crate::segment::outline(page);
    let mut labels = crate::segment::landmark::label(page.dom(), &outline);
    for (block, label) in labels.iter_mut().enumerate() {
        if seems_body(outline.block_text(block)) {
            label.kind = crate::RegionKind::Body;
        }
    }
    let source = super::source::Source::new(page, &outline);
    let found = super::comments::find(&source, &labels, None, page_type);
    let plan = super::body::Plan::new(&source);
    super::comments::build(&plan, found, page.facts())
}
