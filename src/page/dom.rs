//! The parsed page. Every other module walks it by node, never by recursion.

use html5ever::{LocalName, local_name, ns};
use scraper::{ElementRef, Html};

use super::guard::{Guard, Limits};
use super::tokenizer;

pub(crate) use ego_tree::NodeId;

/// About as many as pages have on average. Room for nodes that do not come costs next to
/// nothing, for it is never touched; room that is too small is copied to a larger one.
const BYTES_A_NODE: usize = 96;

#[derive(Debug)]
pub(crate) struct Dom {
    pub(super) html: Html,
    /// Elements that say something of the page, in the order of the source.
    pub(super) noted: Vec<NodeId>,
}

impl Dom {
    /// Parses with scripting off, so that the content of `noscript` is parsed too. The flag says
    /// whether a limit cut something.
    pub(super) fn parse(text: &str, limits: Limits) -> (Self, bool) {
        let guard = Guard::new(limits, text.len() / BYTES_A_NODE);
        tokenizer::tokenize(text, &guard);
        guard.finish()
    }

    pub(crate) fn html(&self) -> &Html {
        &self.html
    }

    pub(crate) fn element(&self, id: NodeId) -> Option<ElementRef<'_>> {
        self.html.tree.get(id).and_then(ElementRef::wrap)
    }

    /// The elements that speak of the page as a whole.
    pub(crate) fn noted(&self) -> impl Iterator<Item = ElementRef<'_>> {
        self.noted.iter().filter_map(|id| self.element(*id))
    }

    /// The elements of a name; quick for those that [`is_noted`].
    pub(crate) fn named(&self, tag: LocalName) -> impl Iterator<Item = ElementRef<'_>> {
        let noted = is_noted(&tag).then(|| self.noted());
        let nodes = noted.is_none().then(|| self.html.tree.nodes());
        let others = nodes.into_iter().flatten().filter_map(ElementRef::wrap);
        let elements = noted.into_iter().flatten().chain(others);
        elements.filter(move |element| element.value().name.local == tag)
    }
}

/// Whether an element of this name speaks of the page as a whole. The parser notes where they
/// are, so that nobody has to look for them.
pub(super) fn is_noted(tag: &LocalName) -> bool {
    matches!(
        *tag,
        local_name!("base")
            | local_name!("body")
            | local_name!("h1")
            | local_name!("html")
            | local_name!("link")
            | local_name!("main")
            | local_name!("meta")
            | local_name!("script")
            | local_name!("style")
            | local_name!("template")
            | local_name!("title")
    )
}

/// Attributes read the short way: `scraper` makes an atom of the name first, which takes longer
/// than to look at the few attributes that an element has.
pub(crate) trait Attributes<'a> {
    /// The value of an attribute.
    fn get(&self, name: &str) -> Option<&'a str>;
}

impl<'a> Attributes<'a> for ElementRef<'a> {
    fn get(&self, name: &str) -> Option<&'a str> {
        let mut attributes = self.value().attrs.iter();
        let found = attributes.find(|(own, _)| *own.local == *name && own.ns == ns!());
        found.map(|(_, value)| &**value)
    }
}
