//! A regular expression of a rule.

use std::sync::OnceLock;

use regex::{Captures, Regex};

/// Built when it is first asked, where the rule is one of the crate's own: to build all of theirs
/// is most of what the first page costs, and most pages need none.
#[derive(Debug)]
pub(super) struct Pattern {
    source: String,
    /// Nothing, if it is no pattern.
    built: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Builds it at once.
    pub(super) fn parse(source: String) -> Result<Self, regex::Error> {
        let built = OnceLock::from(Some(Regex::new(&source)?));
        Ok(Self { source, built })
    }

    /// One that is known to be a pattern.
    pub(super) fn lazy(source: String) -> Self {
        let built = OnceLock::new();
        Self { source, built }
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }

    pub(super) fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.regex()?.captures(text)
    }

    fn regex(&self) -> Option<&Regex> {
        let built = self.built.get_or_init(|| Regex::new(&self.source).ok());
        built.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lazy_pattern_matches_as_one_that_was_built_at_once() {
        let source = || "^Posted by (?<author>.+)$".to_owned();
        let lazy = Pattern::lazy(source());
        assert!(lazy.built.get().is_none());
        for pattern in [lazy, Pattern::parse(source()).expect("a pattern")] {
            let author = pattern
                .captures("Posted by Ann")
                .map(|c| c["author"].to_owned());
            assert_eq!(author.as_deref(), Some("Ann"));
            assert!(!pattern.is_match("Posted on Monday"));
        }
    }
}
