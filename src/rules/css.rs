//! A selector, and what an element must have for it to match: most elements are refused by their
//! name alone.

use html5ever::LocalName;

use super::selector::Selector;
use crate::page::dom::ElementRef;

/// A selector and the line it stands on.
#[derive(Debug)]
pub(super) struct Css {
    pub(super) selector: Selector,
    /// One for each selector of the list.
    pub(super) keys: Vec<Key>,
    pub(super) line: usize,
}

/// What the last compound of a selector surely asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Key {
    Tag(LocalName),
    Class(String),
    Id(String),
    Anything,
}

impl Css {
    pub(super) fn new(source: &str, selector: Selector, line: usize) -> Self {
        Self {
            selector,
            keys: keys(source),
            line,
        }
    }

    pub(super) fn matches(&self, element: &ElementRef<'_>) -> bool {
        self.keys.iter().any(|key| key.may_fit(element)) && self.selector.matches(*element)
    }
}

impl Key {
    fn may_fit(&self, element: &ElementRef<'_>) -> bool {
        match self {
            Self::Tag(tag) => element.tag() == tag,
            Self::Class(class) => element.get("class").is_some_and(|own| own.contains(class)),
            Self::Id(id) => element.get("id") == Some(id),
            Self::Anything => true,
        }
    }
}

fn keys(source: &str) -> Vec<Key> {
    let mut depth = 0_usize;
    let mut compounds = vec![String::new()];
    for c in source.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => compounds.push(String::new()),
            ' ' | '>' | '+' | '~' if depth == 0 => {
                if let Some(last) = compounds.last_mut().filter(|l| !l.is_empty()) {
                    last.push(' ');
                }
            }
            _ if depth == 0 => {
                if let Some(last) = compounds.last_mut() {
                    last.push(c);
                }
            }
            _ => {}
        }
    }
    let last = |selector: &String| selector.split(' ').rfind(|c| !c.is_empty()).map(key);
    compounds
        .iter()
        .map(|selector| last(selector).unwrap_or(Key::Anything))
        .collect()
}

fn key(compound: &str) -> Key {
    let name = |from: usize| -> String {
        let rest = compound.get(from + 1..).unwrap_or_default();
        rest.chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
            .collect()
    };
    let (plain, _) = compound.split_once(':').unwrap_or((compound, ""));
    if let Some(at) = plain.find('#') {
        return Key::Id(name(at));
    }
    if let Some(at) = plain.find('.') {
        return Key::Class(name(at));
    }
    if plain.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Key::Tag(LocalName::from(plain.to_ascii_lowercase()));
    }
    Key::Anything
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_selector_is_what_its_last_part_asks_for() {
        let tag = |name: &str| Key::Tag(LocalName::from(name));
        assert_eq!(keys("div.a > p.b:not(.c)"), [Key::Class("b".to_owned())]);
        assert_eq!(keys("h1, #x y[href*='a, b']"), [tag("h1"), tag("y")]);
        assert_eq!(keys("[data-x='.y']"), [Key::Anything]);
        assert_eq!(keys("a.b c > *"), [Key::Anything]);
    }
}
