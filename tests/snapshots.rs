//! What every fixture gives, stage by stage: a difference shows where behaviour changed.
//! Fixtures are found by glob; read a new snapshot before you accept it.
#![allow(missing_docs, clippy::unwrap_used)]

use std::fmt::Write;
use std::path::Path;

use insta::{assert_snapshot, glob};
use unhusk::{Extractor, Page, Reason};

fn page(path: &Path) -> Page {
    let bytes = std::fs::read(path).unwrap();
    match path.extension().is_some_and(|e| e == "txt") {
        true => Page::from_text(&String::from_utf8_lossy(&bytes)),
        false => Page::from_bytes(&bytes, None),
    }
}

/// One line a region: label, reason, beginning and length of the text.
fn regions(page: &Page) -> String {
    let mut out = String::new();
    for region in Extractor::default().segment(page).iter() {
        let text = region.text().replace('\n', " ");
        let start: String = text.chars().take(60).collect();
        let more = if start.len() < text.len() {
            format!(" ... {} bytes", text.len())
        } else {
            String::new()
        };
        // The model's probabilities change with every training.
        let reason = match region.reason() {
            Reason::Model { .. } => "model".to_owned(),
            reason => reason.to_string(),
        };
        let place = region
            .line()
            .map(|line| format!("{line}: "))
            .unwrap_or_default();
        writeln!(out, "{place}{} [{reason}] {start}{more}", region.kind()).unwrap();
    }
    out
}

fn article(page: &Page) -> String {
    let article = match Extractor::default().extract(page) {
        Ok(article) => article,
        Err(error) => return error.to_string(),
    };
    let (metadata, provenance) = (&article.metadata, &article.provenance);
    let mut out = format!(
        "rule: {:?} {:?} by {:?}\ntitle: {:?}\nauthors: {:?}\npublished: {:?}\nmisses: {:?}\n\n{}\n",
        provenance.rule,
        provenance.layout,
        provenance.chosen_by,
        metadata.title,
        metadata.authors,
        metadata.published,
        provenance.misses,
        article.to_markdown()
    );
    for comment in &article.comments {
        let text = comment.body.to_text();
        writeln!(
            out,
            "\ncomment {} {:?} {:?}: {text}",
            comment.depth, comment.author, comment.published
        )
        .unwrap();
    }
    out
}

#[test]
fn regions_of_every_fixture() {
    glob!(
        "fixtures/{sites,pages}/**/*.{html,txt}",
        |path| assert_snapshot!("regions", regions(&page(path)))
    );
}

#[test]
fn article_of_every_fixture() {
    glob!(
        "fixtures/{sites,pages}/**/*.{html,txt}",
        |path| assert_snapshot!("article", article(&page(path)))
    );
}
