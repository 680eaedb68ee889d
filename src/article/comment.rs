use serde::Serialize;

use super::Body;

/// A reader's comment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Comment {
    /// The page's own id of the comment, if it has one.
    pub id: Option<String>,
    /// Position in the list of the comment that this one answers.
    pub parent: Option<usize>,
    /// 0 for a comment on the article itself, 1 for an answer to it, and so on.
    pub depth: usize,
    /// Who wrote it.
    pub author: Option<String>,
    /// Address of the author's page.
    pub author_url: Option<String>,
    /// What it is.
    pub kind: CommentKind,
    /// When, as printed or in machine-readable form if the page gives it; of "3 hours ago" the time
    /// that it means if it is known when the page was fetched.
    pub published: Option<String>,
    /// The text.
    pub body: Body,
    /// A link to the comment.
    pub permalink: Option<String>,
    /// Likes or votes.
    pub score: Option<i64>,
    /// Whether the author changed it afterwards.
    pub edited: bool,
    /// Whether the site holds it on top of the others.
    pub pinned: bool,
    /// Whether it is by the author of the article.
    pub by_author: bool,
}

/// The sort of a [`Comment`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CommentKind {
    /// Written by a reader.
    #[default]
    Comment,
    /// A notice that another page links here.
    Pingback,
    /// Withdrawn; answers to it may be left.
    Deleted,
}

/// Whether an article has comments, and where they are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
#[non_exhaustive]
pub enum CommentStatus {
    /// Nothing on the page speaks of comments.
    #[default]
    None,
    /// They are in [`Article::comments`](crate::Article::comments).
    Present,
    /// Some are in [`Article::comments`](crate::Article::comments); there are further pages or
    /// the page counts more.
    #[non_exhaustive]
    Partial {
        /// How many there are in all, if the page says so.
        count: Option<u64>,
        /// Addresses of pages with more of them.
        pages: Vec<String>,
    },
    /// A script of this system would load them: they are not in the page.
    #[non_exhaustive]
    Elsewhere {
        /// The system, such as `disqus`, or `unknown`.
        system: String,
        /// How many there are, if the page says so.
        count: Option<u64>,
    },
}
