//! The tests that rules contain.

use std::path::Path;

use super::compile;
use super::format::Test;
use super::set::{RuleInfo, RuleSet};
use crate::{Article, Error, Extractor, NoBody, Page, RegionKind, Segmentation};

/// One test of a rule, run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleTest {
    /// Id of the rule.
    pub rule: String,
    /// The fixture, as the rule names it.
    pub fixture: String,
    /// What is not as the rule says; empty if the test passed.
    pub failures: Vec<String>,
}

impl RuleSet {
    /// Runs the tests of every rule on their fixtures, which are files below `fixtures`.
    ///
    /// # Errors
    ///
    /// [`Error::Rule`] for a rule that cannot be read. A missing fixture is a failed test.
    pub fn test(&self, fixtures: impl AsRef<Path>) -> Result<Vec<RuleTest>, Error> {
        let extractor = Extractor::builder().rules(self.clone()).build();
        let mut results = Vec::new();
        for rule in self.iter() {
            for test in tests(rule)? {
                results.push(RuleTest {
                    rule: rule.id().to_owned(),
                    fixture: test.fixture.get_ref().clone(),
                    failures: run(&extractor, &test, rule.id(), fixtures.as_ref()),
                });
            }
        }
        Ok(results)
    }
}

fn tests(rule: RuleInfo<'_>) -> Result<Vec<Test>, Error> {
    Ok(compile::parse(rule.file(), rule.source())?.test)
}

fn run(extractor: &Extractor, test: &Test, rule: &str, fixtures: &Path) -> Vec<String> {
    let page = match load(test, fixtures) {
        Ok(page) => page,
        Err(reason) => return vec![reason],
    };
    let mut check = Check::default();
    let segmentation = extractor.segment(&page);
    match extractor.extract(&page) {
        Ok(article) => check.article(test, rule, &article),
        Err(error) => check.error(test, &error),
    }
    check.labels(test, &segmentation);
    check.failures
}

fn load(test: &Test, fixtures: &Path) -> Result<Page, String> {
    let path = fixtures.join(test.fixture.get_ref());
    let bytes = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let page = match path.extension() {
        Some(extension) if extension == "txt" => Page::from_text(&String::from_utf8_lossy(&bytes)),
        _ => Page::from_bytes(&bytes, None),
    };
    match &test.url {
        Some(url) => page.with_url(url).map_err(|e| e.to_string()),
        None => Ok(page),
    }
}

#[derive(Debug, Default)]
struct Check {
    failures: Vec<String>,
}

impl Check {
    fn expect(&mut self, holds: bool, failure: impl FnOnce() -> String) {
        if !holds {
            self.failures.push(failure());
        }
    }

    fn equal<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, expected: Option<T>, found: T) {
        if let Some(expected) = expected {
            let holds = expected == found;
            self.expect(holds, || {
                format!("{what}: expected {expected:?}, found {found:?}")
            });
        }
    }

    fn error(&mut self, test: &Test, error: &Error) {
        let refused = matches!(
            error,
            Error::NoBody {
                cause: NoBody::NotAnArticle { .. }
            }
        );
        self.expect(test.refused && refused, || error.to_string());
    }

    fn article(&mut self, test: &Test, rule: &str, article: &Article) {
        self.expect(!test.refused, || "expected to be refused".to_owned());
        let body = article.body.to_text();
        let metadata = &article.metadata;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let provenance = &article.provenance;
        self.equal("rule", Some(rule.to_owned()), text(&provenance.rule));
        self.equal("layout", test.layout.clone(), text(&provenance.layout));
        self.equal("title", test.title.clone(), text(&metadata.title));
        self.equal("author", test.author.clone(), metadata.authors.join(", "));
        self.equal("date", test.date.clone(), text(&metadata.published));
        self.equal("paragraphs", test.paragraphs, article.body.blocks.len());
        self.equal("comments", test.comments, article.comments.len());
        let first = test.first.as_deref().unwrap_or_default();
        self.expect(body.starts_with(first), || {
            format!("the body does not begin with {first:?}")
        });
        let last = test.last.as_deref().unwrap_or_default();
        self.expect(body.trim_end().ends_with(last), || {
            format!("the body does not end with {last:?}")
        });
        for part in &test.contains {
            self.expect(body.contains(part), || format!("the body lacks {part:?}"));
        }
        for part in &test.absent {
            self.expect(!body.contains(part), || {
                format!("the body contains {part:?}")
            });
        }
    }

    fn labels(&mut self, test: &Test, segmentation: &Segmentation) {
        for (name, &expected) in &test.labels {
            let Ok(kind) = name.parse::<RegionKind>() else {
                self.failures.push(format!("`{name}` is not a label"));
                continue;
            };
            let found = segmentation.of_kind(kind).count();
            self.equal(&format!("regions labelled {name}"), Some(expected), found);
        }
    }
}
