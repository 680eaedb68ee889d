//! Site and platform rules: their format, how a page's rule is found, and what it says of a page.

use crate::article::{ChosenBy, Comment, FieldHit};
use crate::page::Page;
use crate::segment::{Label, outline::Outline};

/// A set of rules.
#[derive(Debug, Clone, Default)]
pub struct RuleSet {}

/// What a rule says of a page.
#[derive(Debug, Default)]
pub(crate) struct Match {
    pub(crate) rule: String,
    pub(crate) layout: String,
    pub(crate) chosen_by: Option<ChosenBy>,
    /// For each block of the outline, what the rule says; empty or shorter means nothing.
    pub(crate) labels: Vec<Option<Label>>,
    /// Values of fields in the order of the rule's candidates, best first.
    pub(crate) fields: Vec<FieldHit>,
    /// Comments, if the rule describes them.
    pub(crate) comments: Option<Vec<Comment>>,
    /// Why the rule refuses the page as not an article.
    pub(crate) refused: Option<String>,
    /// Whether the rule found the body.
    pub(crate) has_body: bool,
    /// On a missing body: whether to fail instead of asking the generic engine.
    pub(crate) fail_on_miss: bool,
    /// What the rule describes and the page does not have.
    pub(crate) misses: Vec<String>,
}

impl RuleSet {
    /// The rules that come with the crate.
    #[must_use]
    pub fn builtin() -> Self {
        Self {}
    }

    /// No rules at all.
    #[must_use]
    pub fn empty() -> Self {
        Self {}
    }

    /// A stable hash of all rules, 16 hexadecimal digits.
    #[must_use]
    pub fn hash(&self) -> String {
        String::new()
    }

    pub(crate) fn apply(&self, _page: &Page, _outline: &Outline) -> Option<Match> {
        None
    }
}
