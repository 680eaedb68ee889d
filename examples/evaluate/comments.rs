//! Comments against the blocks that readers labelled `comment`.
//!
//! The labels do not say which of these blocks is a name and which is a text. So text is measured
//! in words over the blocks of six words and more, and a name is true if one of the blocks begins
//! with it; names that are to be found are those of blocks whose element is named after authors.

use std::collections::HashMap;
use std::path::Path;

use serde_json::Value;
use unhusk::Extractor;
use unhusk::article::{Article, Comment, CommentStatus};

use super::metadata;

/// Parts of a whole.
#[derive(Default)]
struct Share {
    part: usize,
    whole: usize,
}

impl Share {
    fn add(&mut self, part: usize, whole: usize) {
        self.part += part;
        self.whole += whole;
    }

    fn join(&mut self, other: &Self) {
        self.add(other.part, other.whole);
    }

    fn value(&self) -> f64 {
        self.part as f64 / self.whole.max(1) as f64
    }
}

#[derive(Default)]
struct Counts {
    pages: usize,
    answered: usize,
    elsewhere: usize,
    comments: usize,
    text_precision: Share,
    text_recall: Share,
    name_precision: Share,
    name_recall: Share,
}

/// Prints precision and recall over the pages on which readers saw comments. With `show`, also a
/// line for each page (its number of comments, words given, right ones among them, true words
/// found, and all true words) and one for each comment.
pub(crate) fn report(root: &Path, extractor: &Extractor, show: bool) {
    let wcxb = root.join("wcxb-dev");
    let mut counts = Counts::default();
    let mut others = Counts::default();
    for row in metadata::lines(&root.join("regions-dev/pages.jsonl.gz")) {
        let blocks = labelled(&row);
        let html = format!("html/{}.html.gz", row["id"].as_str().unwrap_or_default());
        let line = serde_json::json!({"html": html, "url": row["url"]});
        let mut own = Counts::default();
        let article = extractor.extract(&metadata::page(&wcxb, &line)).ok();
        own.add(article.as_ref(), &blocks);
        if show {
            own.show(&row, article.map(|a| a.comments).unwrap_or_default());
        }
        match blocks.is_empty() {
            true => others.join(&own),
            false => counts.join(&own),
        }
    }
    counts.print();
    println!(
        "on {} of the {} pages without comments {} words are given",
        others.answered, others.pages, others.text_precision.whole
    );
}

/// Text and innermost element of the blocks labelled `comment`.
fn labelled(row: &Value) -> Vec<(String, String)> {
    let blocks = row["blocks"].as_array().into_iter().flatten();
    let comments = blocks.filter(|b| b["label"] == "comment");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    comments
        .map(|b| (text(&b["text"]), text(&b["path"][0])))
        .collect()
}

impl Counts {
    fn add(&mut self, article: Option<&Article>, blocks: &[(String, String)]) {
        self.pages += 1;
        let found = article.map_or(&[][..], |a| &a.comments);
        self.comments += found.len();
        self.answered += usize::from(!found.is_empty());
        let status = article.map(|a| &a.comment_status);
        self.elsewhere += usize::from(matches!(status, Some(CommentStatus::Elsewhere { .. })));
        self.texts(found, blocks);
        self.names(found, blocks);
    }

    fn join(&mut self, other: &Self) {
        self.pages += other.pages;
        self.answered += other.answered;
        self.elsewhere += other.elsewhere;
        self.comments += other.comments;
        self.text_precision.join(&other.text_precision);
        self.text_recall.join(&other.text_recall);
        self.name_precision.join(&other.name_precision);
        self.name_recall.join(&other.name_recall);
    }

    fn show(&self, row: &Value, comments: Vec<Comment>) {
        let (given, true_words) = (&self.text_precision, &self.text_recall);
        println!(
            "{}\t{}\t{}\t{}\t{}\t{}\t{}",
            row["id"].as_str().unwrap_or_default(),
            self.comments,
            given.whole,
            given.part,
            true_words.part,
            true_words.whole,
            row["url"].as_str().unwrap_or_default(),
        );
        for comment in comments {
            let text: String = comment.body.to_text().chars().take(80).collect();
            println!(
                "\t{}\t{}\t{}",
                comment.author.unwrap_or_default(),
                comment.published.unwrap_or_default(),
                text.replace('\n', " / ")
            );
        }
    }

    fn texts(&mut self, found: &[Comment], blocks: &[(String, String)]) {
        let given = bag(found.iter().map(|c| c.body.to_text()));
        let all = bag(blocks.iter().map(|(text, _)| text.clone()));
        let texts = blocks.iter().map(|(text, _)| text);
        let long = bag(texts.filter(|t| t.split_whitespace().count() >= 6).cloned());
        self.text_precision.add(shared(&given, &all), size(&given));
        self.text_recall.add(shared(&given, &long), size(&long));
    }

    fn names(&mut self, found: &[Comment], blocks: &[(String, String)]) {
        let given: Vec<_> = found.iter().filter_map(|c| c.author.as_deref()).collect();
        let begins = |name: &&&str| {
            blocks
                .iter()
                .any(|(text, _)| text.trim().starts_with(**name))
        };
        self.name_precision
            .add(given.iter().filter(begins).count(), given.len());
        let named: Vec<_> = blocks
            .iter()
            .filter(|(_, element)| is_of_author(element))
            .collect();
        let is_given = |text: &str| given.iter().any(|name| text.trim().starts_with(name));
        self.name_recall.add(
            named.iter().filter(|(text, _)| is_given(text)).count(),
            named.len(),
        );
    }

    fn print(&self) {
        println!(
            "\ncomments: {} pages have some; on {} of them {} were found, {} say \"elsewhere\"\n\
             text:    precision {:.3}, recall {:.3} (of {} words)\n\
             authors: precision {:.3}, recall {:.3} (of {} names)",
            self.pages,
            self.answered,
            self.comments,
            self.elsewhere,
            self.text_precision.value(),
            self.text_recall.value(),
            self.text_recall.whole,
            self.name_precision.value(),
            self.name_recall.value(),
            self.name_recall.whole,
        );
    }
}

/// Whether an element is named after an author.
fn is_of_author(element: &str) -> bool {
    let element = element.to_lowercase();
    ["author", ".fn", "username", "user-name", "commenter"]
        .iter()
        .any(|word| element.contains(word))
}

fn bag(texts: impl Iterator<Item = String>) -> HashMap<String, usize> {
    let mut bag = HashMap::new();
    for text in texts {
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            if !word.is_empty() {
                *bag.entry(word.to_lowercase()).or_default() += 1;
            }
        }
    }
    bag
}

fn size(bag: &HashMap<String, usize>) -> usize {
    bag.values().sum()
}

fn shared(a: &HashMap<String, usize>, b: &HashMap<String, usize>) -> usize {
    let least = |(word, count): (&String, &usize)| b.get(word).map_or(0, |n| *n.min(count));
    a.iter().map(least).sum()
}
