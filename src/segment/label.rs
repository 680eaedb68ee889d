use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::RegionKind;

/// Why a region has its kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "by")]
#[non_exhaustive]
pub enum Reason {
    /// A site rule: the selector or anchor at `line` of the rule's file.
    #[non_exhaustive]
    Rule {
        /// The rule's id.
        site: Arc<str>,
        /// The layout within the rule.
        layout: Arc<str>,
        /// Line in the rule's file, from 1.
        line: usize,
    },
    /// A platform rule (WordPress, a theme) that a site rule extends or that recognised the page.
    #[non_exhaustive]
    Platform {
        /// The platform rule's id.
        name: Arc<str>,
        /// Line in the rule's file, from 1.
        line: usize,
    },
    /// The learned model.
    #[non_exhaustive]
    Model {
        /// The model's probability that the kind is right, 0 to 1.
        probability: f32,
    },
    /// The page's own mark-up: an element, role or class name that says what it holds.
    #[non_exhaustive]
    Landmark {
        /// The element, role or word.
        mark: &'static str,
    },
    /// Nothing on the page says what this is.
    Default,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rule { site, layout, line } => write!(f, "rule {site} {layout}:{line}"),
            Self::Platform { name, line } => write!(f, "platform {name}:{line}"),
            Self::Model { probability } => write!(f, "model {probability:.2}"),
            Self::Landmark { mark } => write!(f, "landmark {mark}"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// The kind given to one block, and why. Small, since a page has as many as blocks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Label {
    pub(crate) kind: RegionKind,
    /// Probability that the kind is right, 0 to 1. Rules are certain.
    pub(crate) confidence: f32,
    cause: Cause,
}

/// A [`Reason`] that a label shares with others, or that its confidence completes.
#[derive(Debug, Clone, PartialEq)]
enum Cause {
    Rule(Arc<Reason>),
    Model,
    Landmark(&'static str),
    Nothing,
}

impl Label {
    pub(crate) fn of_rule(kind: RegionKind, reason: &Arc<Reason>) -> Self {
        Self::new(kind, 1.0, Cause::Rule(Arc::clone(reason)))
    }

    pub(crate) fn of_model(kind: RegionKind, probability: f32) -> Self {
        Self::new(kind, probability, Cause::Model)
    }

    pub(crate) fn of_landmark(kind: RegionKind, mark: &'static str) -> Self {
        Self::new(kind, 0.5, Cause::Landmark(mark))
    }

    pub(crate) fn other() -> Self {
        Self::new(RegionKind::Other, 0.0, Cause::Nothing)
    }

    fn new(kind: RegionKind, confidence: f32, cause: Cause) -> Self {
        Self {
            kind,
            confidence,
            cause,
        }
    }

    pub(crate) fn reason(&self) -> Reason {
        match &self.cause {
            Cause::Rule(reason) => (**reason).clone(),
            Cause::Landmark(mark) => Reason::Landmark { mark },
            Cause::Nothing => Reason::Default,
            Cause::Model => Reason::Model {
                probability: self.confidence,
            },
        }
    }

    /// Neither rule nor model knows the kind.
    pub(crate) fn is_guess(&self) -> bool {
        matches!(self.cause, Cause::Landmark(_) | Cause::Nothing)
    }
}
