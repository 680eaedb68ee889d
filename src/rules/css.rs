//! A list of selectors, and what elements must have to match: most are refused by their name alone.

use html5ever::{LocalName, local_name};
use scraper::error::SelectorErrorKind;
use scraper::selector::Simple;
use selectors::attr::{AttrSelectorOperator, ParsedCaseSensitivity};
use selectors::parser::Component;

use super::selector::Selector;
use crate::page::dom::ElementRef;

/// A list of selectors and the line it stands on.
#[derive(Debug)]
pub(super) struct Css {
    pub(super) targets: Vec<Target>,
    pub(super) line: usize,
}

/// What one selector of a list looks for.
#[derive(Debug)]
pub(super) struct Target {
    selector: Selector,
    /// What every element that matches has.
    pub(super) key: Key,
    /// The key is all that is asked for.
    pub(super) is_key: bool,
    /// What it, or elements around it, must have besides.
    pub(super) needs: Vec<Key>,
}

/// What a part of a selector asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    Id(LocalName),
    Class(LocalName),
    /// A class with this in its name.
    ClassPart(String),
    Tag(LocalName),
    Anything,
}

impl Css {
    pub(super) fn parse(source: &str, line: usize) -> Result<Self, SelectorErrorKind> {
        let selectors = Selector::parse(source)?;
        let targets = selectors.into_iter().map(Target::new).collect();
        Ok(Self { targets, line })
    }

    pub(super) fn matches(&self, element: ElementRef<'_>) -> bool {
        self.targets.iter().any(|target| target.matches(element))
    }
}

impl Target {
    fn new(selector: Selector) -> Self {
        let around = selector.around();
        let own = around.first().map(Vec::as_slice).unwrap_or_default();
        let key = own
            .iter()
            .filter_map(|part| Key::of(part))
            .min_by_key(Key::rank);
        let key = key.unwrap_or(Key::Anything);
        let names = around.iter().flatten().filter_map(|part| Key::of(part));
        let is_name = |key: &Key| matches!(key, Key::Id(_) | Key::Class(_));
        let needs = names.filter(|name| is_name(name) && *name != key).collect();
        let is_part = matches!(key, Key::ClassPart(_) | Key::Anything);
        let is_key = !is_part && selector.is_one();
        Self {
            key,
            is_key,
            needs,
            selector,
        }
    }

    pub(super) fn matches(&self, element: ElementRef<'_>) -> bool {
        self.key.may_fit(element) && self.selector.matches(element)
    }
}

impl Key {
    /// Nothing for what most elements have.
    fn of(part: &Component<Simple>) -> Option<Self> {
        match part {
            Component::ID(id) => Some(Self::Id(id.0.clone())),
            Component::Class(class) => Some(Self::Class(class.0.clone())),
            Component::LocalName(tag) => Some(Self::Tag(tag.lower_name.0.clone())),
            Component::AttributeInNoNamespace {
                local_name,
                operator,
                value,
                case_sensitivity: ParsedCaseSensitivity::CaseSensitive,
            } if local_name.0 == local_name!("class") && is_within(*operator) => {
                let is_one = !value.0.is_empty() && !value.0.contains(char::is_whitespace);
                is_one.then(|| Self::ClassPart(value.0.clone()))
            }
            _ => None,
        }
    }

    /// How few elements have it.
    fn rank(&self) -> u8 {
        match self {
            Self::Id(_) => 0,
            Self::Class(_) => 1,
            Self::ClassPart(_) => 2,
            Self::Tag(_) => 3,
            Self::Anything => 4,
        }
    }

    fn may_fit(&self, element: ElementRef<'_>) -> bool {
        let has_class = |class: &str| element.get("class").is_some_and(|own| own.contains(class));
        match self {
            Self::Id(id) => element.get("id") == Some(id),
            Self::Class(class) => has_class(class),
            Self::ClassPart(part) => has_class(part),
            Self::Tag(tag) => element.tag() == tag,
            Self::Anything => true,
        }
    }
}

/// Whether the attribute has the operand in it.
fn is_within(operator: AttrSelectorOperator) -> bool {
    !matches!(operator, AttrSelectorOperator::DashMatch)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(source: &str) -> Vec<Target> {
        Css::parse(source, 1).expect("selectors").targets
    }

    fn keys(source: &str) -> Vec<Key> {
        targets(source)
            .into_iter()
            .map(|target| target.key)
            .collect()
    }

    #[test]
    fn the_key_of_a_selector_is_what_its_last_part_asks_for() {
        let tag = |name: &str| Key::Tag(LocalName::from(name));
        let class = |name: &str| Key::Class(LocalName::from(name));
        assert_eq!(keys("div.a > p.b:not(.c)"), [class("b")]);
        assert_eq!(keys("h1, #x y[href*='a, b']"), [tag("h1"), tag("y")]);
        assert_eq!(keys(r".md\:flex"), [class("md:flex")]);
        assert_eq!(keys("[data-x='.y']"), [Key::Anything]);
        assert_eq!(
            keys("a.b c > *, :is(h1, h2)"),
            [Key::Anything, Key::Anything]
        );
        let part = |name: &str| Key::ClassPart(name.to_owned());
        assert_eq!(keys("[class*='-bio']"), [part("-bio")]);
        assert_eq!(
            keys("[class='a b'], [class*='A' i]"),
            [Key::Anything, Key::Anything]
        );
    }

    #[test]
    fn a_selector_needs_the_names_of_what_surely_holds_its_matches() {
        let class = |name: &str| Key::Class(LocalName::from(name));
        let needs = |source| targets(source).remove(0).needs;
        assert_eq!(needs(".a .b + .c.d"), [class("d"), class("a")]);
        assert_eq!(needs(".a > :not(.b) ~ p"), [class("a")]);
        assert_eq!(needs("p:has(.a)"), []);
    }
}
