//! The two sites the project began with: exact bodies, every line labelled.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod common;

use std::path::{Path, PathBuf};

use common::{files, fixtures};
use serde_json::Value;
use unhusk::{Extractor, Page, RegionKind, RuleSet};

fn site(domain: &str) -> PathBuf {
    fixtures().join("sites").join(domain)
}

fn page(path: &Path) -> Page {
    let text = std::fs::read_to_string(path).unwrap();
    match path.extension().unwrap().to_str().unwrap() {
        "txt" => Page::from_text(&text),
        _ => Page::from_html(&text),
    }
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The body paragraphs that the region map names.
fn mapped_paragraphs(domain: &str) -> Vec<String> {
    let map: Value = serde_json::from_str(
        &std::fs::read_to_string(site(domain).join("belarus.regions.json")).unwrap(),
    )
    .unwrap();
    let dump = std::fs::read_to_string(site(domain).join("belarus.txt")).unwrap();
    let lines: Vec<_> = dump.lines().collect();
    let numbers = map["body_paragraph_lines"].as_array().unwrap();
    numbers
        .iter()
        .map(|n| collapsed(lines[n.as_u64().unwrap() as usize - 1]))
        .collect()
}

fn body_paragraphs(path: &Path) -> Vec<String> {
    let article = Extractor::default().extract(&page(path)).unwrap();
    article.to_text().split("\n\n").map(collapsed).collect()
}

#[test]
fn the_body_of_every_form_of_the_cdm_page_is_the_mapped_paragraphs() {
    let expected = mapped_paragraphs("creativedestructionmedia.com");
    assert_eq!(expected.len(), 10);
    for file in [
        "belarus.txt",
        "belarus.html",
        "belarus.full.html",
        "belarus.2022.html",
        "belarus.app.html",
    ] {
        let found = body_paragraphs(&site("creativedestructionmedia.com").join(file));
        assert_eq!(found, expected, "{file}");
    }
}

#[test]
fn the_body_of_both_forms_of_the_geopolitics_page_is_the_mapped_paragraphs() {
    let expected = mapped_paragraphs("geopoliticsandempire.com");
    assert_eq!(expected.len(), 11);
    for file in ["belarus.txt", "belarus.html"] {
        let found = body_paragraphs(&site("geopoliticsandempire.com").join(file));
        assert_eq!(found, expected, "{file}");
    }
}

/// How the names of the region maps translate; documented in `docs/rule_format.md`.
fn kind(name: &str) -> RegionKind {
    match name {
        "image-credit" => RegionKind::Caption,
        "follow-prompt" | "social-links" => RegionKind::Follow,
        "ad-prompt" => RegionKind::Advert,
        "comments" => RegionKind::Comment,
        "comment-form" | "comments-closed" => RegionKind::CommentForm,
        "off-canvas" | "logo" | "header-buttons" | "nav-mega-menu" => RegionKind::Nav,
        "whats-hot" | "prev-next" => RegionKind::Related,
        "breadcrumbs" => RegionKind::Breadcrumb,
        "author-box" => RegionKind::AuthorBio,
        "search-modal" => RegionKind::Search,
        "login-modal" => RegionKind::Dialog,
        other => other.parse().unwrap(),
    }
}

#[test]
fn every_line_of_both_dumps_has_the_mapped_label() {
    let mut wrong = Vec::new();
    for domain in ["creativedestructionmedia.com", "geopoliticsandempire.com"] {
        let map = std::fs::read_to_string(site(domain).join("belarus.regions.json")).unwrap();
        let map: Value = serde_json::from_str(&map).unwrap();
        let segmentation = Extractor::default().segment(&page(&site(domain).join("belarus.txt")));
        for region in map["regions"].as_array().unwrap() {
            let expected = kind(region["label"].as_str().unwrap());
            for line in region["lines"].as_array().unwrap() {
                let line = line.as_u64().unwrap() as usize;
                let found = segmentation
                    .iter()
                    .find(|r| r.line() == Some(line))
                    .unwrap();
                if found.kind() != expected {
                    wrong.push(format!(
                        "{domain}:{line} {} is not {expected}: {}",
                        found.kind(),
                        found.text()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_cdm_comment_has_author_date_and_text_in_every_form() {
    for path in files(&site("creativedestructionmedia.com"), "html")
        .into_iter()
        .chain(files(&site("creativedestructionmedia.com"), "txt"))
    {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !name.starts_with("belarus") {
            continue;
        }
        let article = Extractor::default().extract(&page(&path)).unwrap();
        assert_eq!(article.comments.len(), 1, "{name}");
        let comment = &article.comments[0];
        assert_eq!(comment.author.as_deref(), Some("Htos1av"), "{name}");
        assert_eq!(
            comment.published.as_deref(),
            Some("December 22, 2022 at 9:19 am"),
            "{name}"
        );
        assert!(
            comment
                .body
                .to_text()
                .starts_with("I hope the world understands"),
            "{name}"
        );
        assert!(
            comment.body.to_text().ends_with("in the very near future."),
            "{name}"
        );
    }
}

#[test]
fn prompts_and_closed_comments_are_labelled_for_what_they_are() {
    for file in [
        "belarus.txt",
        "belarus.html",
        "belarus.full.html",
        "belarus.2022.html",
        "belarus.app.html",
    ] {
        let s =
            Extractor::default().segment(&page(&site("creativedestructionmedia.com").join(file)));
        let only = |kind| {
            s.of_kind(kind)
                .map(|r| r.text().to_owned())
                .collect::<Vec<_>>()
        };
        let advert = only(RegionKind::Advert);
        assert!(
            advert.len() == 1 && advert[0].starts_with("‘NO AD’"),
            "{file}: {advert:?}"
        );
        let follow = only(RegionKind::Follow);
        assert!(
            follow.len() == 1 && follow[0].starts_with("Please Follow us on"),
            "{file}: {follow:?}"
        );
    }
    for file in ["belarus.txt", "belarus.html"] {
        let s = Extractor::default().segment(&page(&site("geopoliticsandempire.com").join(file)));
        let closed = s
            .iter()
            .find(|r| r.text() == "Comments are closed.")
            .unwrap();
        assert_eq!(closed.kind(), RegionKind::CommentForm, "{file}");
        assert_eq!(s.of_kind(RegionKind::Comment).count(), 0, "{file}");
    }
}

#[test]
fn the_tests_in_the_rules_pass() {
    let results = RuleSet::builtin().test(fixtures()).unwrap();
    assert!(!results.is_empty());
    for test in results {
        assert!(
            test.failures.is_empty(),
            "{} {}: {:#?}",
            test.rule,
            test.fixture,
            test.failures
        );
    }
}
