//! The output line of `batch`.

use serde::Serialize;
use serde_json::Value;
use unhusk::Article;
use unhusk::article::{Comment, CommentStatus, Metadata};
use unhusk::fetch::{Directives, Suspicion};
use unhusk::fetch::{FetchError, Fetched, Outcome, PartsEnd, ReadError, Redirect, Source, Story};

#[derive(Debug, Default, Serialize)]
pub(crate) struct Answer {
    id: Value,
    /// Number of the input line, from 1.
    line: u64,
    url: Option<String>,
    pub(crate) outcome: &'static str,
    text: Option<String>,
    markdown: Option<String>,
    title: Option<String>,
    authors: Vec<String>,
    date: Option<String>,
    comments: Vec<CommentLine>,
    comment_status: Option<CommentStatus>,
    rule: Option<String>,
    error: Option<String>,
    metadata: Option<Metadata>,
    /// Only of pages that were fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    fetched: Option<FetchedLine>,
}

#[derive(Debug, Serialize)]
struct CommentLine {
    text: String,
    date: Option<String>,
    /// Everything else, as in the JSON of an article.
    #[serde(flatten)]
    comment: Comment,
}

/// How a page was come by.
#[derive(Debug, Serialize)]
struct FetchedLine {
    final_url: String,
    status: u16,
    content_type: Option<String>,
    redirects: Vec<Redirect>,
    source: Source,
    attempts: u32,
    milliseconds: u128,
    robots: Directives,
    suspicion: Option<Suspicion>,
    notes: Vec<String>,
    /// Addresses of the parts after the first one.
    further_parts: Vec<String>,
}

/// Which line is answered.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    pub(crate) id: Value,
    pub(crate) line: u64,
    pub(crate) url: Option<String>,
}

impl Answer {
    pub(crate) fn found(asked: Asked, article: Article) -> Self {
        let metadata = article.metadata;
        Self {
            outcome: "ok",
            text: Some(article.body.to_text()),
            markdown: Some(article.body.to_markdown()),
            title: metadata.title.clone(),
            authors: metadata.authors.clone(),
            date: metadata.published.clone(),
            comments: article.comments.into_iter().map(CommentLine::of).collect(),
            comment_status: Some(article.comment_status),
            rule: article.provenance.rule,
            metadata: Some(metadata),
            ..Self::to(asked)
        }
    }

    pub(crate) fn failed(asked: Asked, outcome: &'static str, error: String) -> Self {
        Self {
            outcome,
            error: Some(error),
            ..Self::to(asked)
        }
    }

    /// `None` when the run was ended before the page was whole.
    pub(crate) fn read(asked: Asked, read: Result<Story, ReadError>) -> Option<Self> {
        match read {
            Ok(story) => {
                if matches!(story.parts.end(), PartsEnd::Failed(error) if is_cancelled(error)) {
                    return None;
                }
                let fetched = FetchedLine::of_story(&story);
                Some(Self {
                    fetched,
                    ..Self::found(asked, story.article)
                })
            }
            Err(ReadError::Fetch(error)) if is_cancelled(&error) => None,
            Err(error) => {
                let fetched = match &error {
                    ReadError::NoArticle { page, .. } => Some(FetchedLine::of(page)),
                    _ => None,
                };
                Some(Self {
                    fetched,
                    ..Self::failed(asked, error.outcome(), error.to_string())
                })
            }
        }
    }

    fn to(asked: Asked) -> Self {
        Self {
            id: asked.id,
            line: asked.line,
            url: asked.url,
            ..Self::default()
        }
    }

    /// The whole line, so that one write puts all of it out.
    pub(crate) fn to_line(&self) -> anyhow::Result<Vec<u8>> {
        let mut line = serde_json::to_vec(self)?;
        line.push(b'\n');
        Ok(line)
    }
}

pub(crate) fn is_cancelled(error: &FetchError) -> bool {
    error.outcome() == Outcome::Cancelled
}

impl FetchedLine {
    fn of_story(story: &Story) -> Option<Self> {
        let (first, further) = story.parts.pages().split_first()?;
        Some(Self {
            notes: story.notes.clone(),
            further_parts: further.iter().map(|p| p.final_url().to_owned()).collect(),
            ..Self::of(first)
        })
    }

    fn of(page: &Fetched) -> Self {
        Self {
            final_url: page.final_url().to_owned(),
            status: page.status(),
            content_type: page.content_type().map(str::to_owned),
            redirects: page.redirects().to_vec(),
            source: page.source(),
            attempts: page.attempts(),
            milliseconds: page.timings().total.as_millis(),
            robots: page.robots().clone(),
            suspicion: page.suspicion().cloned(),
            notes: page.notes().to_vec(),
            further_parts: Vec::new(),
        }
    }
}

impl CommentLine {
    fn of(comment: Comment) -> Self {
        Self {
            text: comment.body.to_text(),
            date: comment.published.clone(),
            comment,
        }
    }
}
