//! Facts that a page states about itself in machine-readable form: `meta` elements, JSON-LD,
//! links, the language attribute.

use html5ever::local_name;
use scraper::ElementRef;
use serde_json::Value;

use super::dom::Dom;

/// JSON-LD is searched only to this depth.
const MAX_DEPTH: usize = 16;

#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// Lower-case name, property or itemprop, and content.
    pub(crate) meta: Vec<(String, String)>,
    pub(crate) json_ld: Vec<Value>,
    pub(crate) title: Option<String>,
    pub(crate) canonical: Option<String>,
    pub(crate) license: Option<String>,
    pub(crate) language: Option<String>,
}

impl Facts {
    pub(crate) fn read(dom: &Dom) -> Self {
        let mut facts = Self::default();
        for node in dom.html().tree.root().descendants() {
            if let Some(element) = ElementRef::wrap(node) {
                facts.element(element);
            }
        }
        facts
    }

    fn element(&mut self, element: ElementRef<'_>) {
        let attr = |name| element.attr(name).map(str::trim).filter(|v| !v.is_empty());
        match element.value().name.local {
            local_name!("html") => self.language = attr("lang").map(str::to_owned),
            local_name!("meta") => {
                let name = attr("property").or(attr("name")).or(attr("itemprop"));
                if let (Some(name), Some(content)) = (name, attr("content")) {
                    self.meta
                        .push((name.to_ascii_lowercase(), content.to_owned()));
                }
            }
            local_name!("title") if self.title.is_none() => {
                self.title = Some(collapsed(&element.text().collect::<String>()));
            }
            local_name!("link") => match attr("rel") {
                Some("canonical") if self.canonical.is_none() => {
                    self.canonical = attr("href").map(str::to_owned);
                }
                Some("license") => self.license = attr("href").map(str::to_owned),
                _ => {}
            },
            local_name!("script") if attr("type").is_some_and(|t| t.contains("ld+json")) => {
                self.script(&element.text().collect::<String>());
            }
            _ => {}
        }
    }

    fn script(&mut self, source: &str) {
        // Line breaks inside strings are the usual fault of hand-made JSON-LD.
        let parsed = serde_json::from_str(source)
            .or_else(|_| serde_json::from_str(&source.replace(['\n', '\r', '\t'], " ")));
        self.json_ld.extend(parsed.ok());
    }

    pub(crate) fn meta(&self, name: &str) -> impl Iterator<Item = &str> {
        let name = name.to_owned();
        self.meta
            .iter()
            .filter(move |(key, _)| *key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Values at `Type/property` in any object of that type; `Article` stands for its subtypes.
    pub(crate) fn json_ld(&self, path: &str) -> Vec<String> {
        let Some((kind, property)) = path.split_once('/') else {
            return Vec::new();
        };
        let mut objects = Vec::new();
        for value in &self.json_ld {
            collect(value, 0, &mut objects);
        }
        let of_kind = objects.into_iter().filter(|object| is_kind(object, kind));
        of_kind
            .flat_map(|object| texts(object.get(property), &self.json_ld))
            .collect()
    }
}

/// The page's title as its head gives it, without reading anything else.
pub(crate) fn title(dom: &Dom) -> Option<String> {
    let html = dom
        .html()
        .tree
        .root()
        .children()
        .find_map(ElementRef::wrap)?;
    let head = html.child_elements().find(|e| e.value().name() == "head")?;
    let mut title = None;
    for element in head.child_elements() {
        match element.value().name.local {
            local_name!("meta") if element.attr("property") == Some("og:title") => {
                return element.attr("content").map(collapsed);
            }
            local_name!("title") => {
                title = Some(collapsed(&element.text().collect::<String>()));
            }
            _ => {}
        }
    }
    title
}

/// All objects below a value, in order.
fn collect<'a>(value: &'a Value, depth: usize, objects: &mut Vec<&'a Value>) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect(item, depth + 1, objects)),
        Value::Object(members) => {
            objects.push(value);
            members
                .values()
                .for_each(|member| collect(member, depth + 1, objects));
        }
        _ => {}
    }
}

fn is_kind(object: &Value, kind: &str) -> bool {
    let matches = |name: &Value| {
        let name = name.as_str().unwrap_or_default();
        name == kind || (kind == "Article" && (name.ends_with("Article") || name == "BlogPosting"))
    };
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(matches),
        Some(name) => matches(name),
        None => false,
    }
}

/// A property's value as texts: strings, names of objects, and names of objects referred to.
fn texts(value: Option<&Value>, graph: &[Value]) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![collapsed(text)],
        Some(Value::Array(items)) => items.iter().flat_map(|i| texts(Some(i), graph)).collect(),
        Some(Value::Object(members)) => match members.get("name").or(members.get("url")) {
            Some(name) => texts(Some(name), graph),
            None => referred(members.get("@id"), graph),
        },
        _ => Vec::new(),
    }
}

fn referred(id: Option<&Value>, graph: &[Value]) -> Vec<String> {
    let Some(id) = id else { return Vec::new() };
    let mut objects = Vec::new();
    graph
        .iter()
        .for_each(|value| collect(value, 0, &mut objects));
    let mut targets = objects.into_iter().filter(|o| o.get("@id") == Some(id));
    let name = targets.find_map(|o| o.get("name")).and_then(Value::as_str);
    name.map(collapsed).into_iter().collect()
}

/// Text with every run of white space as one space.
pub(crate) fn collapsed(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ")
}
