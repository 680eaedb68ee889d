//! What a page says of itself: `meta` and `link` elements, JSON-LD, microdata, `time` elements and
//! the elements whose names speak of authors and dates. One pass over the tree.

use ego_tree::iter::Edge;
use scraper::ElementRef;
use serde_json::Value;

use super::dom::Dom;
use super::json_ld;

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
    Tag,
    License,
}

/// A text longer than this is no name and no date.
const LONGEST: usize = 200;
/// Marks of one page; archives have thousands of dates, and the first ones count.
const MOST_MARKS: usize = 400;

impl Facts {
    pub(crate) fn read(dom: &Dom) -> Self {
        let mut facts = Self::default();
        let mut foreign = 0_usize;
        for edge in dom.html().tree.root().traverse() {
            match edge {
                Edge::Open(node) => {
                    if let Some(element) = ElementRef::wrap(node) {
                        foreign += usize::from(is_foreign(element));
                        facts.element(element, foreign > 0);
                    }
                }
                Edge::Close(node) => {
                    if let Some(element) = ElementRef::wrap(node) {
                        foreign -= usize::from(foreign > 0 && is_foreign(element));
                    }
                }
            }
        }
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

    fn element(&mut self, element: ElementRef<'_>, foreign: bool) {
        match element.value().name() {
            "html" => {
                self.lang = element
                    .attr("lang")
                    .or_else(|| element.attr("xml:lang"))
                    .map(str::to_owned);
                self.dir = element.attr("dir").map(str::to_owned);
            }
            "meta" => self.read_meta(element),
            "link" => self.link(element),
            "title" if self.title.is_none() => self.title = Some(text(element)),
            "script" => self.script(element),
            _ if foreign || self.marks.len() >= MOST_MARKS => {}
            name => self.mark(element, name),
        }
    }

    fn read_meta(&mut self, element: ElementRef<'_>) {
        let Some(content) = element
            .attr("content")
            .map(str::trim)
            .filter(|c| !c.is_empty())
        else {
            return;
        };
        if element.attr("name") == Some("parsely-page") {
            self.parsely(content);
        }
        let names = ["property", "name", "itemprop", "http-equiv"];
        let names = names.iter().filter_map(|a| Some((*a, element.attr(a)?)));
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
        const KEYS: [(&str, &str); 7] = [
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
        if let (Some(rel), Some(href)) = (element.attr("rel"), element.attr("href")) {
            self.links.push((rel.to_ascii_lowercase(), href.to_owned()));
        }
    }

    fn script(&mut self, element: ElementRef<'_>) {
        self.scripts.extend(element.attr("src").map(str::to_owned));
        let kind = element.attr("type").unwrap_or_default();
        if kind.to_ascii_lowercase().contains("ld+json") {
            let text: String = element.text().collect();
            self.objects.extend(json_ld::objects(&text));
        }
    }

    fn mark(&mut self, element: ElementRef<'_>, tag: &str) {
        if let Some(prop) = element.attr("itemprop") {
            prop.split_ascii_whitespace()
                .filter_map(item_role)
                .for_each(|role| {
                    self.push(element, role, format!("itemprop={prop}"));
                });
        }
        // RDFa: `schema:headline`, `http://schema.org/author`, `dc:creator`.
        if let Some(property) = element.attr("property") {
            property
                .split_ascii_whitespace()
                .filter_map(|p| item_role(p.rsplit([':', '/', '#']).next()?))
                .for_each(|role| self.push(element, role, format!("property={property}")));
        }
        let rel = element.attr("rel").unwrap_or_default();
        for rel in rel.split_ascii_whitespace() {
            let role = match rel {
                "author" => MarkRole::RelAuthor,
                "tag" => MarkRole::Tag,
                "license" => MarkRole::License,
                _ => continue,
            };
            self.push(element, role, format!("rel={rel}"));
        }
        if tag == "a" && element.attr("href").is_some_and(is_profile) {
            self.push(element, MarkRole::AuthorLink, "a[href*=author]".to_owned());
        }
        match tag {
            "h1" => self.push(element, MarkRole::Heading, "h1".to_owned()),
            "time" => self.push(element, MarkRole::Time, "time".to_owned()),
            _ => {}
        }
        let names = [
            element.attr("class"),
            element.attr("id"),
            element.attr("data-testid"),
        ];
        let mut tokens = names
            .into_iter()
            .flatten()
            .flat_map(str::split_ascii_whitespace);
        if let Some((role, token)) = tokens.find_map(|t| Some((class_role(t)?, t))) {
            self.push(element, role, format!(".{token}"));
        }
    }

    fn push(&mut self, element: ElementRef<'_>, role: MarkRole, name: String) {
        let value = ["datetime", "content", "data-datetime", "title", "href"];
        let usable = |a: &&&str| match **a as &str {
            "href" => role == MarkRole::License,
            "title" => element.value().name() == "abbr",
            _ => true,
        };
        let value = value.iter().filter(usable).find_map(|a| element.attr(a));
        let inner = || match role {
            MarkRole::ItemAuthor => inner_name(element).attr("content"),
            _ => None,
        };
        let value = value.or_else(inner);
        let value = value.map(str::trim).filter(|v| !v.is_empty());
        let text = match role {
            MarkRole::ItemAuthor => text(inner_name(element)),
            MarkRole::Author | MarkRole::Byline => lines(element),
            _ => text(element),
        };
        if value.is_some() || !text.is_empty() {
            self.marks.push(Mark {
                role,
                name,
                text,
                value: value.map(str::to_owned),
            });
        }
    }
}

/// The element with the name inside one that describes a person.
fn inner_name(element: ElementRef<'_>) -> ElementRef<'_> {
    let inner = element
        .descendants()
        .take(LONGEST)
        .filter_map(ElementRef::wrap);
    let mut named = inner.filter(|e| {
        let names = [e.attr("itemprop"), e.attr("property")];
        names.into_iter().flatten().any(|p| p.contains("name"))
    });
    named.next().unwrap_or(element)
}

/// Whether an address is that of an author's or member's page.
fn is_profile(href: &str) -> bool {
    const PATHS: [&str; 15] = [
        "/author/",
        "/authors/",
        "/autor/",
        "/autoren/",
        "/auteur/",
        "/contributor/",
        "/contributors/",
        "/writers/",
        "/byline/",
        "/profile/",
        "/members/",
        "/u/",
        "/user/",
        "/users/",
        "/journalist/",
    ];
    PATHS.iter().any(|path| href.contains(path))
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

/// What a class name or id says of its element.
fn class_role(token: &str) -> Option<MarkRole> {
    let token = token.to_ascii_lowercase();
    let words: Vec<_> = token.split(['-', '_']).filter(|w| !w.is_empty()).collect();
    let has = |names: &[&str]| words.iter().any(|w| names.contains(w));
    if has(&[
        "bio",
        "box",
        "image",
        "img",
        "avatar",
        "photo",
        "icon",
        "desc",
        "description",
        "social",
        "comment",
        "review",
        "testimonial",
        "related",
        "follow",
    ]) {
        return None;
    }
    if has(&[
        "subtitle",
        "standfirst",
        "dek",
        "deck",
        "subheadline",
        "subhead",
        "chapo",
        "sottotitolo",
    ]) {
        return Some(MarkRole::Subtitle);
    }
    if has(&["byline", "bylines"]) || token.contains("byline") {
        return Some(MarkRole::Byline);
    }
    if has(&[
        "author",
        "authors",
        "autor",
        "auteur",
        "writer",
        "contributor",
    ]) || token.contains("author-name")
        || token.contains("authorname")
        || matches!(token.as_str(), "article__author" | "postauthor")
    {
        return Some(MarkRole::Author);
    }
    if has(&["username", "poster"]) {
        return Some(MarkRole::AuthorLink);
    }
    let is_date = has(&[
        "date",
        "published",
        "pubdate",
        "timestamp",
        "datum",
        "publishdate",
        "publish",
        "posted",
    ]);
    (is_date || token == "time").then_some(MarkRole::Date)
}

/// Parts of a page that name other texts' authors and dates.
fn is_foreign(element: ElementRef<'_>) -> bool {
    const WORDS: [&str; 13] = [
        "reviews",
        "comment",
        "comments",
        "related",
        "sidebar",
        "widget",
        "recommended",
        "recent",
        "popular",
        "trending",
        "latest",
        "more-posts",
        "commentlist",
    ];
    match element.value().name() {
        "nav" | "aside" | "form" => return true,
        "html" | "body" | "main" | "article" => return false,
        _ => {}
    }
    let names = [element.attr("class"), element.attr("id")];
    let mut tokens = names
        .into_iter()
        .flatten()
        .flat_map(str::split_ascii_whitespace);
    tokens.any(|token| {
        let mut words = token.split(['-', '_']);
        words.any(|w| WORDS.iter().any(|known| w.eq_ignore_ascii_case(known)))
    })
}

/// The text of an element, white space collapsed, up to a limit.
fn text(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    // A limit on nodes too: elements that hold the whole page can be named "author".
    let pieces = element
        .descendants()
        .take(LONGEST * 4)
        .filter_map(|n| n.value().as_text());
    for piece in pieces {
        for word in piece.split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        if out.len() > LONGEST * 4 {
            break;
        }
    }
    out
}

/// As [`text`], each block on a line of its own.
fn lines(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    let mut last = None;
    for node in element.descendants().take(LONGEST * 4) {
        let Some(piece) = node.value().as_text() else {
            continue;
        };
        let mut around = node.ancestors().filter_map(ElementRef::wrap).take(8);
        let block = around.find(|e| *e == element || is_block(e.value().name()));
        let block = block.map(|e| e.id());
        for word in piece.split_whitespace() {
            if !out.is_empty() {
                out.push(if last == block { ' ' } else { '\n' });
            }
            last = block;
            out.push_str(word);
        }
        if out.len() > LONGEST * 4 {
            break;
        }
    }
    out
}

fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "div"
            | "p"
            | "li"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "td"
            | "dd"
            | "dt"
            | "section"
    )
}

/// Text with every run of white space as one space.
pub(crate) fn collapsed(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ")
}
