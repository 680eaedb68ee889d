//! The outline together with the page's tree and address: what the assembly reads attributes
//! and resolves links with.

use std::sync::LazyLock;

use foldhash::{HashMap, HashSet};
use html5ever::local_name;
use scraper::ElementRef;
use url::Url;

use super::{body, comments};
use crate::page::Page;
use crate::page::dom::{Attributes, Dom};
use crate::segment::outline::{Element, ElementId, Outline};

#[derive(Debug)]
pub(crate) struct Source<'a> {
    pub(crate) outline: &'a Outline,
    pub(crate) dom: Option<&'a Dom>,
    base: Option<Url>,
    /// What is asked of elements far more often than there are elements.
    names: Vec<Names<'a>>,
}

/// The attributes that name an element.
#[derive(Debug, Clone, Copy, Default)]
struct Names<'a> {
    id: Option<&'a str>,
    class: &'a str,
    /// One of its class names is [`asked`] for.
    is_asked: bool,
    itemtype: &'a str,
    itemprop: &'a str,
}

impl<'a> Source<'a> {
    pub(crate) fn new(page: &'a Page, outline: &'a Outline) -> Self {
        Self {
            outline,
            dom: page.dom(),
            base: base(page),
            names: names(page, outline),
        }
    }

    pub(crate) fn node(&self, element: ElementId) -> Option<ElementRef<'a>> {
        let id = self.outline.elements.get(element as usize)?.node?;
        self.dom?.element(id)
    }

    pub(crate) fn attr(&self, element: ElementId, name: &str) -> Option<&'a str> {
        self.node(element)?.get(name)
    }

    pub(crate) fn id(&self, element: ElementId) -> Option<&'a str> {
        self.names.get(element as usize)?.id
    }

    /// The `itemtype` and `itemprop` of microdata, empty where there are none.
    pub(crate) fn item(&self, element: ElementId) -> (&'a str, &'a str) {
        let names = self.names.get(element as usize);
        names.map_or(("", ""), |names| (names.itemtype, names.itemprop))
    }

    /// Whether the element's class names contain one of these, as whole names. They must be among
    /// those that are [`asked`] for.
    pub(crate) fn has_class(&self, element: ElementId, names: &[&str]) -> bool {
        debug_assert!(names.iter().all(|name| asked().contains(name)));
        let own = self.names.get(element as usize);
        own.is_some_and(|own| own.is_asked)
            && self.classes(element).any(|class| names.contains(&class))
    }

    /// The class attribute; empty where there is none.
    pub(crate) fn class(&self, element: ElementId) -> &'a str {
        let names = self.names.get(element as usize);
        names.map_or("", |names| names.class)
    }

    /// The element's class names.
    pub(crate) fn classes(&self, element: ElementId) -> impl Iterator<Item = &'a str> + use<'a> {
        self.class(element).split_ascii_whitespace()
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

/// All class names that a question may name: most elements have none of them.
fn asked() -> &'static HashSet<&'static str> {
    static ASKED: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let lists = body::CLASSES.iter().chain(comments::classes());
        lists.flat_map(|names| names.iter().copied()).collect()
    });
    &ASKED
}

fn names<'a>(page: &'a Page, outline: &Outline) -> Vec<Names<'a>> {
    let Some(dom) = page.dom() else {
        return Vec::new();
    };
    // Many elements have the same class attribute.
    let mut known: HashMap<&str, bool> = HashMap::default();
    let mut of = |element: &Element| {
        let mut names = Names::of(dom.element(element.node?)?);
        let is_asked = known.entry(names.class);
        names.is_asked = *is_asked.or_insert_with(|| has_asked(names.class));
        Some(names)
    };
    let elements = outline.elements.iter();
    elements
        .map(|element| of(element).unwrap_or_default())
        .collect()
}

impl<'a> Names<'a> {
    fn of(node: ElementRef<'a>) -> Self {
        let mut names = Self::default();
        for (name, value) in &node.value().attrs {
            match name.local {
                local_name!("id") => names.id = Some(value),
                local_name!("class") => names.class = value,
                local_name!("itemtype") => names.itemtype = value,
                local_name!("itemprop") => names.itemprop = value,
                _ => {}
            }
        }
        names
    }
}

fn has_asked(class: &str) -> bool {
    let mut names = class.split_ascii_whitespace();
    names.any(|name| asked().contains(name))
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
