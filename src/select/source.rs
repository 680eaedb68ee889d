//! The outline together with the page's tree and address: what the assembly reads attributes
//! and resolves links with.

use std::cell::OnceCell;

use html5ever::local_name;
use scraper::ElementRef;
use url::Url;

use crate::page::Page;
use crate::page::dom::{Attributes, Dom};
use crate::segment::outline::{ElementId, Outline};

#[derive(Debug)]
pub(crate) struct Source<'a> {
    pub(crate) outline: &'a Outline,
    pub(crate) dom: Option<&'a Dom>,
    base: Option<Url>,
    /// The class attribute of every element: asked for far more often than there are elements.
    classes: OnceCell<Vec<&'a str>>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(page: &'a Page, outline: &'a Outline) -> Self {
        Self {
            outline,
            dom: page.dom(),
            base: base(page),
            classes: OnceCell::new(),
        }
    }

    pub(crate) fn node(&self, element: ElementId) -> Option<ElementRef<'a>> {
        let id = self.outline.elements.get(element as usize)?.node?;
        self.dom?.element(id)
    }

    pub(crate) fn attr(&self, element: ElementId, name: &str) -> Option<&'a str> {
        self.node(element)?.get(name)
    }

    /// Whether the element's class names contain one of these, as whole names.
    pub(crate) fn has_class(&self, element: ElementId, names: &[&str]) -> bool {
        self.classes(element).any(|class| names.contains(&class))
    }

    /// The element's class names.
    pub(crate) fn classes(&self, element: ElementId) -> impl Iterator<Item = &'a str> + use<'a> {
        let classes = self.classes.get_or_init(|| {
            let elements = 0..self.outline.elements.len() as ElementId;
            let class = |id| self.attr(id, "class").unwrap_or_default();
            elements.map(class).collect()
        });
        let class: &'a str = classes.get(element as usize).copied().unwrap_or_default();
        class.split_ascii_whitespace()
    }

    /// An absolute address where that is possible; `None` for addresses that run code.
    pub(crate) fn resolve(&self, address: &str) -> Option<String> {
        let address = address.trim();
        if address.is_empty() {
            return None;
        }
        let parsed = match &self.base {
            Some(base) => base.join(address),
            None => Url::parse(address),
        };
        match parsed {
            Ok(url) if is_safe(url.scheme()) => Some(url.into()),
            Ok(_) => None,
            Err(url::ParseError::RelativeUrlWithoutBase) => Some(address.to_owned()),
            Err(_) => None,
        }
    }
}

impl<'a> Source<'a> {
    /// The fragment of a link to a place on this very page.
    pub(crate) fn fragment(&self, href: &'a str) -> Option<&'a str> {
        let (page, fragment) = href.trim().split_once('#')?;
        let is_own = || {
            let base = self.base.as_ref().map(Url::as_str).unwrap_or_default();
            base.split('#').next() == Some(page)
        };
        (!fragment.is_empty() && (page.is_empty() || is_own())).then_some(fragment)
    }
}

fn is_safe(scheme: &str) -> bool {
    matches!(scheme, "http" | "https" | "mailto" | "tel" | "ftp")
}

fn base(page: &Page) -> Option<Url> {
    let stated = page.dom().and_then(base_element);
    match (page.parsed_url(), stated) {
        (Some(url), Some(href)) => Some(url.join(href).unwrap_or_else(|_| url.clone())),
        (Some(url), None) => Some(url.clone()),
        (None, Some(href)) => Url::parse(href).ok(),
        (None, None) => None,
    }
}

fn base_element(dom: &Dom) -> Option<&str> {
    dom.named(local_name!("base"))
        .find_map(|base| base.get("href"))
}
