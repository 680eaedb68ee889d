//! Site and platform rules: their format, how a page's rule is found, and what it says of a page.

mod choose;
mod compile;
mod css;
mod dump;
mod embedded;
mod format;
mod html;
mod pattern;
mod plain;
mod selector;
mod set;
mod test;
mod view;

use std::sync::Arc;

use crate::article::{ChosenBy, Field, FieldHit};
use crate::segment::{Label, Reason};
use compile::{Body, Candidate, Comments, Layout, Pages, Region, Rule, Text};

pub use set::{RuleInfo, RuleSet, RuleSetBuilder, SiteRule};
pub use test::RuleTest;

/// What a rule says of a page.
#[derive(Debug, Default)]
pub(crate) struct Match {
    pub(crate) rule: String,
    pub(crate) layout: String,
    pub(crate) chosen_by: Option<ChosenBy>,
    /// For each block of the outline, what the rule says; empty means nothing.
    pub(crate) labels: Vec<Option<Label>>,
    /// Values of fields, best first.
    pub(crate) fields: Vec<FieldHit>,
    /// Comments, if the rule describes them.
    pub(crate) comments: Option<Vec<CommentHit>>,
    /// Why the rule refuses the page as not an article.
    pub(crate) refused: Option<String>,
    /// Whether the rule found the body.
    pub(crate) has_body: bool,
    /// On a missing body: whether to fail instead of asking the generic engine.
    pub(crate) fail_on_miss: bool,
    /// What the rule describes and the page does not have.
    pub(crate) misses: Vec<String>,
    /// Where the rest of the article is.
    pub(crate) pages: PageLinks,
}

/// What a rule says of an article in several parts; see `[pages]` in the rule format.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct PageLinks {
    /// Address of the following part as the page has it, absolute or relative.
    pub next: Option<String>,
    /// Address of the whole article on one page, likewise.
    pub single: Option<String>,
    /// Whether the rule describes the link to the following part. Then a page without one is the
    /// last, whatever its `rel=next` says.
    pub knows_next: bool,
}

/// A comment as the rule finds it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct CommentHit {
    /// The element that holds the comment; the root in a dump.
    pub(crate) element: u32,
    pub(crate) id: Option<Arc<str>>,
    /// Position in the list of the comment that it answers.
    pub(crate) parent: Option<usize>,
    pub(crate) depth: usize,
    pub(crate) author: Option<String>,
    pub(crate) time: Option<String>,
    /// The blocks of its text.
    pub(crate) body: Vec<u32>,
}

/// The file and layout that a part of a rule comes from.
#[derive(Debug, Clone)]
struct Origin {
    rule: Arc<str>,
    layout: Arc<str>,
    is_platform: bool,
}

impl Origin {
    fn reason(&self, line: usize) -> Arc<Reason> {
        let rule = Arc::clone(&self.rule);
        Arc::new(match self.is_platform {
            true => Reason::Platform { name: rule, line },
            false => Reason::Rule {
                site: rule,
                layout: Arc::clone(&self.layout),
                line,
            },
        })
    }
}

/// A rule with what it extends, put together for one page: platforms first, then what is common
/// to the site, then the layout; later ones win, earlier ones are asked where those find nothing.
#[derive(Default)]
struct Parts<'a> {
    /// The first that finds a body serves.
    bodies: Vec<(&'a Body, Origin)>,
    regions: Vec<(&'a Region, Origin)>,
    fields: Vec<(Field, Vec<(&'a Candidate, Origin)>)>,
    comments: Option<&'a Comments>,
    text: Option<(&'a Text, Origin)>,
    pages: Option<&'a Pages>,
    /// The rule knows the furniture of pages of unknown sites only.
    is_furniture: bool,
}

impl<'a> Parts<'a> {
    /// Adds a part of a rule; `chosen` is the layout it serves in.
    fn add(&mut self, rule: &'a Rule, layout: &'a Layout, chosen: &Arc<str>) {
        let origin = Origin {
            rule: Arc::clone(&rule.id),
            layout: Arc::clone(chosen),
            is_platform: rule.id.starts_with("platform/"),
        };
        if let Some(body) = &layout.body {
            self.bodies.insert(0, (body, origin.clone()));
        }
        if let Some(text) = &layout.text {
            self.text = Some((text, origin.clone()));
        }
        self.comments = layout.comments.as_ref().or(self.comments);
        self.pages = layout.pages.as_ref().or(self.pages);
        self.regions
            .extend(layout.regions.iter().map(|r| (r, origin.clone())));
        for (field, candidates) in &layout.fields {
            self.add_candidates(*field, candidates, &origin);
        }
    }

    /// The candidates of a later part are asked first.
    fn add_candidates(&mut self, field: Field, candidates: &'a [Candidate], origin: &Origin) {
        let new = candidates.iter().map(|c| (c, origin.clone()));
        match self.fields.iter_mut().find(|(known, _)| *known == field) {
            Some((_, known)) => {
                known.splice(0..0, new);
            }
            None => self.fields.push((field, new.collect())),
        }
    }
}

/// The n-th of some items, from 0; a negative number counts from the end; all without one.
fn nth<T>(mut items: Vec<T>, nth: Option<i32>) -> Vec<T> {
    let Some(nth) = nth else { return items };
    let length = i32::try_from(items.len()).unwrap_or(i32::MAX);
    let index = if nth < 0 { length + nth } else { nth };
    match usize::try_from(index) {
        Ok(index) if index < items.len() => vec![items.swap_remove(index)],
        _ => Vec::new(),
    }
}
