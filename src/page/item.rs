//! Microdata of the article: what the first item of such a type says of itself. Properties of the
//! items within it, such as its author's picture, are theirs.

use super::dom::{ElementRef, NodeId, NodeRef};
use super::mark_text::collapsed;

/// Properties that no [`Mark`](super::facts::Mark) stands for.
const READ: [&str; 7] = [
    "articleSection",
    "description",
    "image",
    "inLanguage",
    "keywords",
    "license",
    "publisher",
];
const MOST_PROPERTIES: usize = 64;

#[derive(Debug, Default)]
pub(crate) struct Item {
    scope: Option<NodeId>,
    properties: Vec<(String, String)>,
}

impl Item {
    /// Notes what an element says, if it is a property of the article.
    pub(super) fn read(&mut self, element: ElementRef<'_>, names: &str) {
        let names = names.split_ascii_whitespace();
        for name in names.filter(|name| READ.contains(name)) {
            let is_own = scope(element).is_some_and(|scope| self.is_article(scope));
            if is_own && self.properties.len() < MOST_PROPERTIES {
                let value = collapsed(&value(element));
                self.properties.push((name.to_owned(), value));
            }
        }
    }

    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = self.properties.iter().filter(move |(n, _)| n == name);
        named.map(|(_, value)| value.as_str())
    }

    /// Whether this is the first article; it is from now on, if there was none.
    fn is_article(&mut self, scope: ElementRef<'_>) -> bool {
        let kind = scope.get("itemtype").unwrap_or_default().trim();
        let is_text = kind.ends_with("Article") || kind.ends_with("Posting");
        is_text && *self.scope.get_or_insert(scope.id()) == scope.id()
    }
}

/// The item that an element is a property of.
fn scope(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let mut around = element.ancestors().filter_map(NodeRef::element);
    around.find(|e| e.get("itemscope").is_some())
}

/// The value of a property; of an item its name or address.
fn value(element: ElementRef<'_>) -> String {
    let own = || {
        ["content", "href", "src"]
            .into_iter()
            .find_map(|a| element.get(a))
    };
    let found = match element.get("itemscope") {
        Some(_) => inner(element),
        None => own().map(str::to_owned),
    };
    found.unwrap_or_else(|| element.texts().collect())
}

fn inner(item: ElementRef<'_>) -> Option<String> {
    let is_named = |e: &ElementRef<'_>| {
        let name = e.get("itemprop").unwrap_or_default();
        matches!(name, "name" | "url" | "contentUrl")
    };
    let mut inner = item.descendant_elements().skip(1);
    inner.find(is_named).map(value)
}
