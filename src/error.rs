use std::fmt;

/// What went wrong, as a type a program can act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The page has no body to return, and `cause` says why.
    #[error("no body: {cause}")]
    #[non_exhaustive]
    NoBody {
        /// Why there is no body.
        cause: NoBody,
    },
    /// A site rule could not be read.
    #[error("{file}:{line}:{column}: {message}")]
    #[non_exhaustive]
    Rule {
        /// The rule file, or the name given to an in-memory rule.
        file: String,
        /// Line of the fault, from 1.
        line: usize,
        /// Column of the fault in characters, from 1.
        column: usize,
        /// What is wrong and how to mend it.
        message: String,
    },
    /// The string given as the page's address is not an absolute http(s) URL.
    #[error("`{url}` is not a URL of a web page: {reason}")]
    #[non_exhaustive]
    Url {
        /// The string as given.
        url: String,
        /// What the URL parser said.
        reason: String,
    },
    /// A file or folder could not be read.
    #[error("{path}: {reason}")]
    #[non_exhaustive]
    Io {
        /// The path as given.
        path: String,
        /// What the system said.
        reason: String,
    },
}

/// Why a page has no body.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoBody {
    /// A bot wall or JavaScript challenge stands in the page's place.
    Blocked {
        /// The words or mark-up that show it.
        evidence: String,
    },
    /// A paywall, log-in or registration wall hides the text.
    Gated {
        /// The words or mark-up that show it.
        evidence: String,
    },
    /// The page has no visible text.
    Empty,
    /// The page has text but is not an article: an archive, a home page, an error page.
    NotAnArticle {
        /// What shows it.
        evidence: String,
    },
}

impl fmt::Display for NoBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blocked { evidence } => write!(f, "blocked by a bot wall ({evidence})"),
            Self::Gated { evidence } => write!(f, "behind a wall ({evidence})"),
            Self::Empty => write!(f, "the page has no visible text"),
            Self::NotAnArticle { evidence } => write!(f, "not an article ({evidence})"),
        }
    }
}

impl Error {
    pub(crate) fn no_body(cause: NoBody) -> Self {
        Self::NoBody { cause }
    }

    /// One lower-case word for the kind of failure, stable across versions:
    /// `blocked`, `gated`, `empty`, `not_an_article`, `bad_rule`, `bad_url`, `io`.
    #[must_use]
    pub fn outcome(&self) -> &'static str {
        match self {
            Self::NoBody { cause } => match cause {
                NoBody::Blocked { .. } => "blocked",
                NoBody::Gated { .. } => "gated",
                NoBody::Empty => "empty",
                NoBody::NotAnArticle { .. } => "not_an_article",
            },
            Self::Rule { .. } => "bad_rule",
            Self::Url { .. } => "bad_url",
            Self::Io { .. } => "io",
        }
    }
}
