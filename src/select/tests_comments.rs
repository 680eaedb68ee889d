//! Every page `tests/fixtures/pages/comments--*.html` says in its first lines what comments it has.

use super::tests::extract;
use crate::Page;
use crate::article::{Article, Comment, CommentKind, CommentStatus};

fn shown(comment: &Comment) -> String {
    let deleted = if comment.kind == CommentKind::Deleted {
        " (deleted)"
    } else {
        ""
    };
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    format!(
        "{} {} {}{deleted}: {}",
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
    assert!(pages.len() >= 13);
    let mut wrong = Vec::new();
    for (path, expected, article) in &pages {
        let found: Vec<_> = article.comments.iter().map(shown).collect();
        if found.join("\n") != *expected {
            wrong.push(format!("{path}\n{}", found.join("\n")));
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

#[test]
fn comments_that_a_script_loads_are_reported() {
    let pages = pages();
    let (_, _, article) = pages
        .iter()
        .find(|(p, ..)| p.contains("elsewhere"))
        .expect("the page");
    let expected = CommentStatus::Elsewhere {
        system: "disqus".to_owned(),
        count: None,
    };
    assert_eq!(article.comment_status, expected);
}
