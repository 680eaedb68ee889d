//! The output model: what an article is, free of any page's mark-up.

mod body;
mod comment;
mod metadata;

use std::sync::Arc;

use serde::Serialize;

pub use body::{
    Block, Body, Definition, Embed, EmbedKind, Figure, Footnote, Image, Inline, List, Math,
    Numerals, Table, TableCell, TableRow,
};
pub use comment::{Comment, CommentKind, CommentStatus};
pub(crate) use metadata::Decision;
pub use metadata::{Access, Candidate, Direction, Field, LeadImage, Metadata, Rejection, Source};

use crate::segment::Reason;

/// An extracted article.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Article {
    /// The address under which the page was read, if it came with one.
    pub url: Option<String>,
    /// Title, authors, dates and the like.
    pub metadata: Metadata,
    /// The text itself, with its structure.
    pub body: Body,
    /// Reader comments in document order.
    pub comments: Vec<Comment>,
    /// Whether there are comments that are not in the page.
    pub comment_status: CommentStatus,
    /// What sort of page this is.
    pub page_type: PageType,
    /// How much of the body is expected to be right, 0 to 1: the mean probability of its blocks,
    /// weighted by length; 1 when a site rule chose it. Where the body is not in the visible text,
    /// how well such texts agreed with the readers of the development pages.
    pub confidence: f32,
    /// What made this article.
    pub provenance: Provenance,
}

/// What made an article: the same provenance and the same page give the same article.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Provenance {
    /// Id of the site or platform rule, if one matched.
    pub rule: Option<String>,
    /// The layout of that rule.
    pub layout: Option<String>,
    /// How the rule was chosen.
    pub chosen_by: Option<ChosenBy>,
    /// Hash of the rule set, 16 hexadecimal digits.
    pub rule_set: String,
    /// Version of the learned model, if it was asked.
    pub model: Option<String>,
    /// What the rule describes and the page does not have.
    pub misses: Vec<String>,
    /// Where the body stands if it is not in the visible text, such as `articleBody of JSON-LD`.
    pub embedded: Option<String>,
}

/// How a site rule was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChosenBy {
    /// By the host of the page's address.
    Host,
    /// By what the page contains; it came without an address.
    Fingerprint,
}

/// The sort of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PageType {
    /// News, blog post, essay.
    #[default]
    Article,
    /// Forum thread or question with answers.
    Forum,
    /// One product.
    Product,
    /// A list of things, each with a teaser.
    Listing,
    /// A category or archive of products or posts.
    Collection,
    /// Reference or manual.
    Documentation,
    /// A company's or service's own page.
    Service,
}

/// A value that a rule found for a field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FieldHit {
    pub(crate) field: Field,
    pub(crate) value: String,
    pub(crate) reason: Arc<Reason>,
}
