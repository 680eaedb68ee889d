//! The parsed page. Every other module walks it by node, never by recursion.

use scraper::{ElementRef, Html, Selector};

use super::guard::{Guard, Limits};
use super::tokenizer;

pub(crate) use ego_tree::NodeId;

#[derive(Debug)]
pub(crate) struct Dom {
    html: Html,
}

impl Dom {
    /// Parses with scripting off, so that the content of `noscript` is parsed too. The flag says
    /// whether a limit cut something.
    pub(super) fn parse(text: &str, limits: Limits) -> (Self, bool) {
        let guard = Guard::new(limits);
        tokenizer::tokenize(text, &guard);
        let (html, cut) = guard.finish();
        (Self { html }, cut)
    }

    pub(crate) fn html(&self) -> &Html {
        &self.html
    }

    pub(crate) fn element(&self, id: NodeId) -> Option<ElementRef<'_>> {
        self.html.tree.get(id).and_then(ElementRef::wrap)
    }

    pub(crate) fn first<'a>(&'a self, selector: &Selector) -> Option<ElementRef<'a>> {
        self.html
            .tree
            .nodes()
            .find_map(|node| ElementRef::wrap(node).filter(|element| selector.matches(element)))
    }
}
