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
    /// When, as printed or in machine-readable form if the page gives it.
    pub published: Option<String>,
    /// The text.
    pub body: Body,
    /// A link to the comment.
    pub permalink: Option<String>,
    /// Likes or votes.
    pub score: Option<i64>,
}
