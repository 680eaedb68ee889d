//! What a page says of itself: `meta` and `link` elements, JSON-LD, microdata, `time` elements and
//! the elements whose names speak of authors and dates. One pass over the tree.

use foldhash::HashSet;
use html5ever::local_name;
use serde_json::Value;

use super::dom::{Dom, ElementRef, NodeId, NodeRef};
use super::item::Item;
use super::json_ld;
use super::mark_text::{collapsed, inner_name, label, lines, text};
use super::names::{Classes, Says};
use super::reddit;

/// Embedded facts in document order, as found.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// Lower-case name or property, and content.
    pub(crate) metas: Vec<(String, String)>,
    /// Lower-case relation and address of `link` elements.
    pub(crate) links: Vec<(String, String)>,
    /// Every object of JSON-LD, outer ones first.
    pub(crate) objects: Vec<Value>,
    /// The `title` element.
    pub(crate) title: Option<String>,
    pub(crate) lang: Option<String>,
    pub(crate) dir: Option<String>,
    pub(crate) marks: Vec<Mark>,
    /// An element for a post says that the page is a thread.
    pub(crate) is_thread: bool,
    /// The article in microdata.
    pub(crate) item: Item,
    /// Addresses of scripts.
    pub(crate) scripts: Vec<String>,
}

/// An element of the content that may name a title, an author or a date.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    pub(crate) role: MarkRole,
    /// What showed it, such as `rel=author`.
    pub(crate) name: String,
    pub(crate) text: String,
    /// A machine-readable value (`datetime`, `content`).
    pub(crate) value: Option<String>,
    /// The words before a date: "Updated:".
    pub(crate) label: String,
    pub(crate) node: NodeId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkRole {
    Heading,
    ItemTitle,
    Subtitle,
    ItemAuthor,
    ItemPublished,
    ItemModified,
    RelAuthor,
    AuthorLink,
    Byline,
    Author,
    Time,
    Date,
    /// Named after the day of a change.
    Change,
    Category,
    Tag,
    License,
    /// A link to a licence of Creative Commons that does not say that it is the page's.
    LicenseLink,
}

/// Marks of one page; archives have thousands of dates, and the first ones count.
const MOST_MARKS: usize = 400;

impl Facts {
    pub(crate) fn read(dom: &Dom) -> Self {
        let mut facts = Self::default();
        for element in dom.noted() {
            facts.declaration(element);
        }
        facts.marks = reddit::marks(dom, &facts);
        facts.is_thread = !facts.marks.is_empty();
        facts.content(dom);
        facts
    }

    pub(crate) fn meta(&self, name: &str) -> impl Iterator<Item = &str> {
        let same = move |(n, _): &&(String, String)| n == name;
        self.metas
            .iter()
            .filter(same)
            .map(|(_, content)| content.as_str())
    }

    /// The page's own idea of its address.
    pub(crate) fn canonical(&self) -> Option<&str> {
        let link = self.links.iter().find(|(rel, _)| rel == "canonical");
        let link = link.map(|(_, href)| href.as_str());
        link.or_else(|| self.meta("og:url").next())
    }

    /// Values of JSON-LD at `Type/property`; `Article` stands for its subtypes too.
    pub(crate) fn json_ld(&self, path: &str) -> Vec<String> {
        let Some((kind, property)) = path.split_once('/') else {
            return Vec::new();
        };
        let of_kind = self
            .objects
            .iter()
            .filter(|object| json_ld::is_kind(object, kind));
        let values = of_kind.flat_map(|object| json_ld::texts(object.get(property), &self.objects));
        values.map(|value| collapsed(&value)).collect()
    }

    pub(crate) fn marks(&self, role: MarkRole) -> impl Iterator<Item = &Mark> {
        self.marks.iter().filter(move |m| m.role == role)
    }

    fn declaration(&mut self, element: ElementRef<'_>) {
        match *element.tag() {
            local_name!("html") => {
                let lang = element.get("lang").or_else(|| element.get("xml:lang"));
                self.lang = lang.map(str::to_owned);
                self.dir = element.get("dir").map(str::to_owned);
            }
            local_name!("meta") if is_of_page(element) => self.read_meta(element),
            local_name!("link") => self.link(element),
            local_name!("title") if self.title.is_none() => self.title = Some(text(element)),
            local_name!("script") => self.script(element),
            _ => {}
        }
    }

    /// Marks in document order, leaving out what speaks of other texts.
    fn content(&mut self, dom: &Dom) {
        let mut classes = Classes::default();
        let holders = Holders::of(dom);
        let mut next = Some(dom.root());
        while let Some(node) = next.filter(|_| self.marks.len() < MOST_MARKS) {
            let enters = node
                .element()
                .is_none_or(|element| self.enters(element, &holders, &mut classes));
            let below = node.first_child().filter(|_| enters);
            next = below.or_else(|| {
                let mut ways = std::iter::once(node).chain(node.ancestors());
                ways.find_map(|node| node.next_sibling())
            });
        }
    }

    /// Reads the marks of an element; whether to go on below it.
    fn enters<'a>(
        &mut self,
        element: ElementRef<'a>,
        holders: &Holders,
        classes: &mut Classes<'a>,
    ) -> bool {
        match *element.tag() {
            local_name!("head") | local_name!("script") | local_name!("style") => return false,
            local_name!("nav") | local_name!("aside") | local_name!("form") => return false,
            _ => {}
        }
        let says = Says::of(element, classes);
        let is_foreign = holders.is_foreign(element, &says);
        if !is_foreign {
            if *element.tag() == local_name!("meta") && !is_of_page(element) {
                self.read_meta(element);
            }
            self.mark(element, &says);
        }
        !is_foreign
    }

    fn read_meta(&mut self, element: ElementRef<'_>) {
        let Some(content) = element
            .get("content")
            .map(str::trim)
            .filter(|c| !c.is_empty())
        else {
            return;
        };
        if element.get("name") == Some("parsely-page") {
            self.parsely(content);
        }
        let names = ["property", "name", "itemprop", "http-equiv"];
        let names = names.iter().filter_map(|a| Some((*a, element.get(a)?)));
        for (attribute, name) in names {
            let name = name.trim().to_ascii_lowercase();
            let name = match attribute {
                "itemprop" => format!("itemprop:{name}"),
                // Dublin Core is written with a point in `name` and with a colon in `property`.
                _ if name.starts_with("dc:") || name.starts_with("dcterms:") => {
                    name.replacen(':', ".", 1)
                }
                _ => name,
            };
            self.metas.push((name, content.to_owned()));
        }
    }

    /// Parsely's older form: all its tags in one object.
    fn parsely(&mut self, content: &str) {
        const KEYS: [(&str, &str); 8] = [
            ("link", "parsely-link"),
            ("title", "parsely-title"),
            ("pub_date", "parsely-pub-date"),
            ("section", "parsely-section"),
            ("author", "parsely-author"),
            ("authors", "parsely-author"),
            ("tags", "parsely-tags"),
            ("image_url", "parsely-image-url"),
        ];
        let Ok(object) = serde_json::from_str::<Value>(content) else {
            return;
        };
        for (key, name) in KEYS {
            let value = object.get(key).map(|v| json_ld::texts(Some(v), &[]));
            let values = value.into_iter().flatten();
            self.metas.extend(values.map(|v| (name.to_owned(), v)));
        }
    }

    fn link(&mut self, element: ElementRef<'_>) {
        if let (Some(rel), Some(href)) = (element.get("rel"), element.get("href")) {
            self.links.push((rel.to_ascii_lowercase(), href.to_owned()));
        }
    }

    fn script(&mut self, element: ElementRef<'_>) {
        self.scripts.extend(element.get("src").map(str::to_owned));
        let kind = element.get("type").unwrap_or_default();
        if kind.to_ascii_lowercase().contains("ld+json") {
            let text: String = element.texts().collect();
            self.objects.extend(json_ld::objects(&text));
        }
    }

    fn mark(&mut self, element: ElementRef<'_>, says: &Says<'_>) {
        if !says.itemprop.is_empty() || !says.property.is_empty() || !says.rel.is_empty() {
            self.mark_stated(element, says);
        }
        let mut push = |role, name: &dyn Fn() -> String| self.push(element, role, name());
        match *element.tag() {
            local_name!("a") if is_profile(says.href) => {
                push(MarkRole::AuthorLink, &|| "a[href*=author]".to_owned());
            }
            local_name!("a") if is_public_license(says.href) && !says.rel.contains("license") => {
                push(MarkRole::LicenseLink, &|| {
                    "a[href*=creativecommons]".to_owned()
                });
            }
            local_name!("h1") => push(MarkRole::Heading, &|| "h1".to_owned()),
            local_name!("time") if !says.is_change() => {
                push(MarkRole::Time, &|| "time".to_owned());
            }
            _ => {}
        }
        if let Some((role, token)) = says.named {
            push(role, &|| format!(".{token}"));
        }
    }

    /// The marks that microdata, RDFa and relations state: most elements have none of them.
    fn mark_stated(&mut self, element: ElementRef<'_>, says: &Says<'_>) {
        self.item.read(element, says.itemprop);
        let mut push = |role, name: &dyn Fn() -> String| self.push(element, role, name());
        let items = says.itemprop.split_ascii_whitespace().filter_map(item_role);
        items.for_each(|role| push(role, &|| format!("itemprop={}", says.itemprop)));
        // RDFa: `schema:headline`, `http://schema.org/author`, `dc:creator`.
        let names = says.property.split_ascii_whitespace();
        let items = names.filter_map(|p| item_role(p.rsplit([':', '/', '#']).next()?));
        items.for_each(|role| push(role, &|| format!("property={}", says.property)));
        let mut rels = says.rel.split_ascii_whitespace();
        // WordPress: `rel="category tag"`.
        if rels.clone().any(|rel| rel == "category") {
            push(MarkRole::Category, &|| "rel=category".to_owned());
        } else if let Some((rel, role)) = rels.find_map(|rel| Some((rel, rel_role(rel)?))) {
            push(role, &|| format!("rel={rel}"));
        }
    }

    fn push(&mut self, element: ElementRef<'_>, role: MarkRole, name: String) {
        let value = ["datetime", "content", "data-datetime", "title", "href"];
        let usable = |a: &&&str| match **a as &str {
            "href" => matches!(role, MarkRole::License | MarkRole::LicenseLink),
            "title" => &**element.tag() == "abbr",
            _ => true,
        };
        let value = value.iter().filter(usable).find_map(|a| element.get(a));
        let inner = || match role {
            MarkRole::ItemAuthor => inner_name(element).get("content"),
            _ => None,
        };
        let value = value.or_else(inner);
        let value = value.map(str::trim).filter(|v| !v.is_empty());
        let text = match role {
            MarkRole::ItemAuthor => text(inner_name(element)),
            MarkRole::Author | MarkRole::Byline => lines(element),
            _ => text(element),
        };
        let label = match role {
            MarkRole::Time | MarkRole::Date => label(element),
            _ => String::new(),
        };
        if value.is_some() || !text.is_empty() {
            self.marks.push(Mark {
                role,
                name,
                text,
                value: value.map(str::to_owned),
                label,
                node: element.id(),
            });
        }
    }
}

/// The elements around the page's main part and its first heading. They are no other text, however
/// they are named: `with-sidebar` is all that stands beside one.
struct Holders {
    ids: HashSet<NodeId>,
    /// Whether one of them is an article: all others are other texts then.
    has_article: bool,
}

impl Holders {
    fn of(dom: &Dom) -> Self {
        let first = |tag| dom.named(tag).next();
        let held = [local_name!("main"), local_name!("h1")];
        let held = held.into_iter().filter_map(first);
        let around = held.flat_map(|element| element.ancestors());
        let around: Vec<_> = around.collect();
        let mut classes = Classes::default();
        let mut elements = around.iter().filter_map(|node| node.element());
        Self {
            ids: around.iter().map(|node| node.id()).collect(),
            has_article: elements.any(|e| Says::of(e, &mut classes).is_article),
        }
    }

    /// Whether an element holds another text than that of the page.
    fn is_foreign(&self, element: ElementRef<'_>, says: &Says<'_>) -> bool {
        let is_other = says.is_foreign || says.is_article && self.has_article;
        is_other && !self.ids.contains(&element.id())
    }
}

/// Whether a `meta` element speaks of the page wherever it stands; microdata in the content speaks
/// of what is around it.
fn is_of_page(meta: ElementRef<'_>) -> bool {
    let is_head = |node: NodeRef<'_>| {
        let element = node.element();
        element.is_some_and(|e| *e.tag() == local_name!("head"))
    };
    meta.get("itemprop").is_none() || meta.parent().is_some_and(is_head)
}

/// Whether an address is that of an author's or member's page.
fn is_profile(href: &str) -> bool {
    // What stands before the first slash or after the last one is no folder.
    let folders = href
        .split_once('/')
        .and_then(|(_, rest)| rest.rsplit_once('/'));
    let mut folders = folders
        .into_iter()
        .flat_map(|(folders, _)| folders.split('/'));
    folders.any(|folder| {
        matches!(
            folder,
            "author"
                | "authors"
                | "autor"
                | "autoren"
                | "auteur"
                | "contributor"
                | "contributors"
                | "writers"
                | "byline"
                | "profile"
                | "members"
                | "u"
                | "user"
                | "users"
                | "journalist"
        )
    })
}

/// Whether an address is that of a licence of Creative Commons, or of its mark of public works.
fn is_public_license(href: &str) -> bool {
    let place = href.strip_prefix("http");
    let place = place.map(|place| place.trim_start_matches(['s', ':', '/']));
    let place = place.map(|place| place.strip_prefix("www.").unwrap_or(place));
    let path = place.and_then(|place| place.strip_prefix("creativecommons.org/"));
    path.is_some_and(|path| path.starts_with("licenses/") || path.starts_with("publicdomain/"))
}

fn rel_role(rel: &str) -> Option<MarkRole> {
    match rel {
        "author" => Some(MarkRole::RelAuthor),
        "tag" => Some(MarkRole::Tag),
        "license" => Some(MarkRole::License),
        _ => None,
    }
}

fn item_role(prop: &str) -> Option<MarkRole> {
    match prop {
        "headline" => Some(MarkRole::ItemTitle),
        "alternativeHeadline" => Some(MarkRole::Subtitle),
        "author" | "creator" => Some(MarkRole::ItemAuthor),
        "datePublished" | "dateCreated" => Some(MarkRole::ItemPublished),
        "dateModified" => Some(MarkRole::ItemModified),
        _ => None,
    }
}
