//! Which rule and which layout serve for a page.

use std::cell::OnceCell;

use super::compile::{Fingerprint, Layout, Refuse, Rule};
use super::pattern::Pattern;
use super::view::View;
use super::{Match, Parts, RuleSet, dump, html};
use crate::article::ChosenBy;
use crate::page::Page;
use crate::page::mark_text::collapsed;
use crate::segment::outline::Outline;

/// What fingerprints look at. Most pages need only a part of it.
struct Evidence<'a> {
    view: Option<View<'a>>,
    /// Made when the first pattern asks for them: most pages are settled by a selector.
    lines: OnceCell<Vec<String>>,
    page: &'a Page,
    outline: &'a Outline,
}

impl RuleSet {
    /// What the page's rule says of it; `None` if there is no rule for it.
    pub(crate) fn apply(&self, page: &Page, outline: &Outline) -> Option<Match> {
        let evidence = Evidence::new(page, outline);
        let host = page.parsed_url().and_then(|url| url.host_str());
        let (rule, chosen_by) = match host {
            Some(host) => {
                let rule = self.of_host(host).filter(|rule| rule.covers(page));
                (rule, ChosenBy::Host)
            }
            None => (self.recognised(&evidence), ChosenBy::Fingerprint),
        };
        match rule {
            Some(rule) => Some(self.say(rule, chosen_by, &evidence)),
            None => self.platform(&evidence),
        }
    }

    /// The rule of a page without an address: by the address it gives itself, else by what it
    /// contains.
    fn recognised(&self, evidence: &Evidence<'_>) -> Option<&Rule> {
        let host = evidence
            .page
            .facts()
            .canonical()
            .and_then(|own| url::Url::parse(own).ok());
        if let Some(host) = host.as_ref().and_then(|url| url.host_str()) {
            return self.of_host(host);
        }
        self.fingerprinted(false)
            .find(|rule| rule.fingerprint.as_ref().is_some_and(|f| evidence.has(f)))
    }

    /// What a platform rule says of a page of an unknown site.
    fn platform(&self, evidence: &Evidence<'_>) -> Option<Match> {
        evidence.view.as_ref()?;
        let rule = self
            .fingerprinted(true)
            .find(|rule| rule.fingerprint.as_ref().is_some_and(|f| evidence.has(f)))?;
        let mut parts = Parts::default();
        parts.add(rule, &rule.common, &rule.common.id);
        // A platform knows its furniture; where the text is, its themes decide.
        parts.bodies.clear();
        parts.fields.clear();
        parts.comments = None;
        parts.is_furniture = true;
        let mut found = Match {
            rule: rule.id.to_string(),
            chosen_by: Some(ChosenBy::Fingerprint),
            ..Match::default()
        };
        evidence.apply(&parts, &mut found);
        Some(found)
    }

    fn say(&self, rule: &Rule, chosen_by: ChosenBy, evidence: &Evidence<'_>) -> Match {
        let mut parts = Parts::default();
        let layout = rule
            .layouts
            .iter()
            .find(|layout| evidence.is_layout(layout));
        let chosen = layout.map_or(&rule.common.id, |layout| &layout.id);
        for id in &rule.extends {
            if let Some(platform) = self.by_id(id) {
                parts.add(platform, &platform.common, chosen);
            }
        }
        parts.add(rule, &rule.common, chosen);
        if let Some(layout) = layout {
            parts.add(rule, layout, chosen);
        }
        let mut found = Match {
            rule: rule.id.to_string(),
            layout: layout.map(|l| l.id.to_string()).unwrap_or_default(),
            chosen_by: Some(chosen_by),
            refused: self.refusal(rule, evidence),
            ..Match::default()
        };
        evidence.apply(&parts, &mut found);
        found
    }
}

impl RuleSet {
    /// Why the rule, or a platform that it extends, does not take the page for an article.
    fn refusal(&self, rule: &Rule, evidence: &Evidence<'_>) -> Option<String> {
        let platforms = rule.extends.iter().filter_map(|id| self.by_id(id));
        let mut refusals = platforms.chain([rule]).flat_map(|rule| &rule.refuse);
        let refusal = refusals.find(|refuse| evidence.is_refused(refuse))?;
        Some(refusal.because.clone())
    }
}

impl Rule {
    fn covers(&self, page: &Page) -> bool {
        let path = page.parsed_url().map_or("/", |url| url.path());
        let any = |globs: &[Pattern]| globs.iter().any(|glob| glob.is_match(path));
        (self.paths.is_empty() || any(&self.paths)) && !any(&self.not_paths)
    }

    /// A rule that says nothing.
    pub(super) fn nothing(id: &str) -> Self {
        Self {
            id: id.into(),
            extends: Vec::new(),
            paths: Vec::new(),
            not_paths: Vec::new(),
            fingerprint: None,
            refuse: Vec::new(),
            common: Layout::default(),
            layouts: Vec::new(),
        }
    }
}

impl<'a> Evidence<'a> {
    fn new(page: &'a Page, outline: &'a Outline) -> Self {
        Self {
            view: page.dom().map(|dom| View::new(dom, outline)),
            lines: OnceCell::new(),
            page,
            outline,
        }
    }

    fn lines(&self) -> &[String] {
        self.lines.get_or_init(|| match self.view {
            Some(_) => {
                let blocks = 0..self.outline.blocks.len();
                let text = |index| collapsed(self.outline.block_text(index));
                blocks.map(text).collect()
            }
            None => dump::lines(self.outline),
        })
    }

    fn apply(&self, parts: &Parts<'_>, found: &mut Match) {
        match &self.view {
            Some(view) => html::apply(view, self.page.facts(), parts, found),
            None => dump::apply(self.outline, self.lines(), parts, found),
        }
        debug_assert!(found.labels.len() <= self.outline.blocks.len());
    }

    /// A layout with a `text` section is one of dumps, all others are of HTML.
    fn is_layout(&self, layout: &Layout) -> bool {
        layout.text.is_some() == self.view.is_none() && self.has(&layout.fingerprint)
    }

    /// Selectors are asked of HTML only, wording of both.
    fn has(&self, fingerprint: &Fingerprint) -> bool {
        if fingerprint.is_empty() {
            return true;
        }
        let words = |pattern: &Pattern| self.lines().iter().any(|line| pattern.is_match(line));
        let worded = || fingerprint.has_wording() && fingerprint.is_worded(&words);
        let Some(view) = &self.view else {
            return worded();
        };
        let has_sign = fingerprint.any.is_empty() && !fingerprint.has_wording()
            || fingerprint.any.iter().any(|css| view.has(css))
            || worded();
        fingerprint.all.iter().all(|css| view.has(css))
            && !fingerprint.none.iter().any(|css| view.has(css))
            && has_sign
    }

    fn is_refused(&self, refuse: &Refuse) -> bool {
        let path = self.page.parsed_url().map(|url| url.path());
        let elsewhere = path.is_some_and(|path| refuse.paths.iter().any(|p| p.is_match(path)));
        elsewhere
            || match (&self.view, &refuse.css, &refuse.text) {
                (Some(view), Some(css), None) => view.has(css),
                (Some(view), Some(css), Some(text)) => view.has_text(css, text),
                (None, None, Some(text)) => self.lines().iter().any(|line| text.is_match(line)),
                _ => false,
            }
    }
}

impl Fingerprint {
    fn is_worded(&self, words: &dyn Fn(&Pattern) -> bool) -> bool {
        let some = self.wording_any.iter().filter(|p| words(p)).count();
        self.wording.iter().all(&words) && (self.wording_any.is_empty() || some >= self.least)
    }
}
