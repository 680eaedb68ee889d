//! The outline together with the page's tree and address: what the assembly reads attributes
//! and resolves links with.

use std::cell::OnceCell;
use std::sync::LazyLock;

use foldhash::{HashMap, HashSet};
use html5ever::{LocalName, local_name};
use url::Url;

use super::metadata::{date, day_order, language, relative};
use super::{body, comments};
use crate::page::Page;
use crate::page::dom::{Dom, ElementRef};
use crate::segment::outline::{ElementId, Outline};

#[derive(Debug)]
pub(crate) struct Source<'a> {
    pub(crate) outline: &'a Outline,
    pub(crate) dom: Option<&'a Dom>,
    page: &'a Page,
    /// Whether the page writes the day before the month, once that is asked.
    day_first: OnceCell<bool>,
    /// The marks around quotations and those in them, once that is asked.
    marks: OnceCell<[(char, char); 2]>,
    base: Option<Url>,
    /// What is asked of elements far more often than there are elements.
    names: Vec<Names>,
    /// The class attributes, each once.
    classes: Vec<&'a str>,
    /// The ids; the first stands for those that have none.
    ids: Vec<Option<&'a str>>,
}

/// The attributes that name an element.
#[derive(Debug, Clone, Copy, Default)]
struct Names {
    /// Number of its class attribute.
    class: u32,
    /// Number of its id.
    id: u32,
    /// One of its class names is [`asked`] for.
    is_asked: bool,
    /// Has an `itemtype` or an `itemprop`.
    is_item: bool,
    /// An element of the page's own: `<hyvor-talk-comments>`.
    is_custom: bool,
}

impl<'a> Source<'a> {
    pub(crate) fn new(page: &'a Page, outline: &'a Outline) -> Self {
        let mut source = Self {
            outline,
            dom: page.dom(),
            page,
            day_first: OnceCell::new(),
            marks: OnceCell::new(),
            base: base(page),
            names: Vec::with_capacity(outline.elements.len()),
            classes: vec![""],
            ids: vec![None],
        };
        source.read_names();
        source
    }

    pub(crate) fn node(&self, element: ElementId) -> Option<ElementRef<'a>> {
        let id = self.outline.elements.get(element as usize)?.node?;
        self.dom?.element(id)
    }

    pub(crate) fn attr(&self, element: ElementId, name: &str) -> Option<&'a str> {
        self.node(element)?.get(name)
    }

    pub(crate) fn id(&self, element: ElementId) -> Option<&'a str> {
        let names = self.names.get(element as usize)?;
        *self.ids.get(names.id as usize)?
    }

    /// The `itemtype` and `itemprop` of microdata, empty where there are none.
    pub(crate) fn item(&self, element: ElementId) -> (&'a str, &'a str) {
        let names = self.names.get(element as usize);
        if !names.is_some_and(|names| names.is_item) {
            return ("", "");
        }
        let item = |name| self.attr(element, name).unwrap_or_default();
        (item("itemtype"), item("itemprop"))
    }

    /// Whether the element's class names contain one of these, as whole names. They must be among
    /// those that are [`asked`] for.
    #[inline]
    pub(crate) fn has_class(&self, element: ElementId, names: &[&str]) -> bool {
        debug_assert!(names.iter().all(|name| asked().contains(name)));
        self.is_asked(element) && self.is_among(element, names)
    }

    /// Whether nothing names the element but class names that are not [`asked`] for, and an id.
    #[inline]
    pub(crate) fn is_unknown(&self, element: ElementId) -> bool {
        let own = self.names.get(element as usize);
        own.is_none_or(|own| !own.is_asked && !own.is_item)
    }

    /// Whether one of the element's class names is [`asked`] for.
    #[inline]
    pub(crate) fn is_asked(&self, element: ElementId) -> bool {
        let own = self.names.get(element as usize);
        own.is_some_and(|own| own.is_asked)
    }

    fn is_among(&self, element: ElementId, names: &[&str]) -> bool {
        self.classes(element).any(|class| names.contains(&class))
    }

    /// The class attribute, or what speaks of comments in its place; empty where there is none.
    pub(crate) fn class(&self, element: ElementId) -> &'a str {
        let names = self.names.get(element as usize);
        let class = names.and_then(|names| self.classes.get(names.class as usize));
        class.copied().unwrap_or_default()
    }

    /// Number of the element's class attribute: the same for the same attribute.
    pub(crate) fn class_number(&self, element: ElementId) -> usize {
        let names = self.names.get(element as usize);
        names.map_or(0, |names| names.class as usize)
    }

    /// How many [class numbers](Self::class_number) there are.
    pub(crate) fn class_count(&self) -> usize {
        self.classes.len()
    }

    /// Whether the element has no id, no `itemtype` and `itemprop`, no tag of the page's own, and no
    /// class name that is [`asked`] for.
    pub(crate) fn is_nameless(&self, element: ElementId) -> bool {
        let names = self.names.get(element as usize);
        names.is_none_or(|names| {
            names.id == 0 && !names.is_asked && !names.is_item && !names.is_custom
        })
    }

    /// Whether its tag is one of the page's own.
    pub(crate) fn is_custom(&self, element: ElementId) -> bool {
        let names = self.names.get(element as usize);
        names.is_some_and(|names| names.is_custom)
    }

    /// The element's class names.
    pub(crate) fn classes(&self, element: ElementId) -> impl Iterator<Item = &'a str> + use<'a> {
        self.class(element).split_ascii_whitespace()
    }

    /// The marks around a quotation in so many others, as the page's language has them.
    pub(crate) fn quotation_marks(&self, depth: usize) -> (char, char) {
        let find = || quotation_marks(language::stated(self.page.facts()).as_deref());
        let [outer, inner] = *self.marks.get_or_init(find);
        if depth.is_multiple_of(2) {
            outer
        } else {
            inner
        }
    }

    /// The date that a text states, with day and month in the page's order.
    pub(crate) fn date(&self, text: &str) -> Option<String> {
        let find = || {
            let language = language::stated(self.page.facts());
            day_order::is_day_first(self.page, self.outline, language.as_deref())
        };
        date::parse(text, *self.day_first.get_or_init(find))
    }

    /// A time as printed, or the time that "3 hours ago" means where it is known when the page was
    /// fetched.
    pub(crate) fn resolved_time(&self, printed: String) -> String {
        let read = || {
            let now = jiff::Timestamp::try_from(self.page.fetch_time()?).ok()?;
            relative::distance(&printed, now)
        };
        match printed.starts_with(|c: char| c.is_ascii_digit()) && printed.contains('-') {
            true => printed,
            false => read().unwrap_or_else(|| printed.clone()),
        }
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
    fn read_names(&mut self) {
        let Some(dom) = self.dom else { return };
        // Many elements have the same class attribute.
        let mut known = HashMap::default();
        for element in &self.outline.elements {
            let node = element.node.and_then(|node| dom.element(node));
            let names = node.map(|node| self.names_of(node, &mut known));
            self.names.push(names.unwrap_or_default());
        }
    }

    fn names_of(
        &mut self,
        node: ElementRef<'a>,
        known: &mut HashMap<&'a str, (u32, bool)>,
    ) -> Names {
        let tag = node.tag().as_bytes();
        let mut names = Names {
            // Facebook's element has a colon.
            is_custom: tag.contains(&b'-') || tag == b"fb:comments",
            ..Names::default()
        };
        let (mut class, mut hook) = (None, None);
        for (name, value) in node.attributes() {
            match *name {
                local_name!("id") => {
                    names.id = number(self.ids.len());
                    self.ids.push(Some(value()));
                }
                local_name!("class") => class = Some(value()),
                local_name!("itemtype") | local_name!("itemprop") => names.is_item = true,
                _ if HOOKS.contains(name) => {
                    hook = hook.or_else(|| Some(value()).filter(|v| comments::is_of_comments(v)));
                }
                _ => {}
            }
        }
        if let Some(value) = hook.or(class) {
            (names.class, names.is_asked) = *known.entry(value).or_insert_with(|| {
                self.classes.push(value);
                (number(self.classes.len() - 1), has_asked(value))
            });
        }
        names
    }

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

/// Attributes that name an element for tests. Where they speak of comments they say more than class
/// names, which are made up by programs on such pages.
static HOOKS: LazyLock<[LocalName; 2]> =
    LazyLock::new(|| ["data-testid", "data-hook"].map(LocalName::from));

/// All class names that a question may name: most elements have none of them.
fn asked() -> &'static HashSet<&'static str> {
    static ASKED: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let lists = body::CLASSES.iter().chain(comments::classes());
        lists.flat_map(|names| names.iter().copied()).collect()
    });
    &ASKED
}

/// The outer and the inner marks of a language.
fn quotation_marks(language: Option<&str>) -> [(char, char); 2] {
    let language = language.and_then(|tag| tag.split('-').next());
    match language.unwrap_or_default() {
        "cs" | "de" | "sk" | "sl" => [('„', '“'), ('‚', '‘')],
        "es" | "fr" | "it" | "ru" | "uk" => [('«', '»'), ('“', '”')],
        "ja" => [('「', '」'), ('『', '』')],
        _ => [('“', '”'), ('‘', '’')],
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(0)
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
