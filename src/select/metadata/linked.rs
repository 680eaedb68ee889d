//! The JSON-LD objects of a page: which one is the article, and what its references point at.

use std::collections::HashMap;

use serde_json::Value;

pub(super) struct Linked<'a> {
    by_id: HashMap<&'a str, &'a Value>,
    /// The article; the page's own object comes after it.
    articles: Vec<&'a Value>,
    pub(super) pages: Vec<&'a Value>,
    objects: &'a [Value],
}

impl<'a> Linked<'a> {
    pub(super) fn new(objects: &'a [Value]) -> Self {
        let mut by_id: HashMap<&str, &Value> = HashMap::new();
        for object in objects {
            if let Some(id) = object.get("@id").and_then(Value::as_str)
                && object.as_object().is_some_and(|o| o.len() > 1)
            {
                by_id.entry(id).or_insert(object);
            }
        }
        let of = |test: fn(&str) -> bool| {
            let fits = |o: &&Value| types(o).any(test);
            objects.iter().filter(fits).collect::<Vec<_>>()
        };
        Self {
            by_id,
            articles: objects.iter().filter(|o| is_text(o)).collect(),
            pages: of(|t| t.ends_with("WebPage")),
            objects,
        }
    }

    pub(super) fn article(&self) -> Option<&'a Value> {
        let has_headline = |a: &&&Value| a.get("headline").is_some() || a.get("name").is_some();
        self.articles
            .iter()
            .find(has_headline)
            .or(self.articles.first())
            .copied()
    }

    pub(super) fn type_of(object: &Value) -> String {
        types(object).next().unwrap_or("Thing").to_owned()
    }

    pub(super) fn of_type(&self, name: &'static str) -> impl Iterator<Item = &'a Value> {
        self.objects
            .iter()
            .filter(move |o| types(o).any(|t| t == name))
    }

    /// The object that a reference (`{"@id": ...}`) stands for, or the value itself.
    pub(super) fn resolve(&self, value: &'a Value) -> &'a Value {
        let id = value.get("@id").and_then(Value::as_str);
        let is_bare = value.as_object().is_some_and(|o| !o.contains_key("name"));
        let target = id.filter(|_| is_bare).and_then(|id| self.by_id.get(id));
        target.copied().unwrap_or(value)
    }

    /// The names that a value holds: a string, an object's name, or a list of these.
    pub(super) fn names(&self, value: &'a Value) -> Vec<String> {
        let items = match value {
            Value::Array(items) => items.iter().collect(),
            other => vec![other],
        };
        let name = |item: &'a Value| match self.resolve(item) {
            Value::String(text) => vec![text.clone()],
            object => strings(object.get("name").unwrap_or(&Value::Null)),
        };
        items.into_iter().flat_map(name).collect()
    }
}

/// Articles and the like, and questions that somebody asked; those of lists of answers have no author.
fn is_text(object: &Value) -> bool {
    let is_asked = || object.get("author").is_some();
    types(object).any(|t| is_article(t) || t == "Question" && is_asked())
}

fn is_article(name: &str) -> bool {
    name.ends_with("Article")
        || name.ends_with("Posting")
        || matches!(
            name,
            "Report"
                | "Review"
                | "Recipe"
                | "CreativeWork"
                | "PodcastEpisode"
                | "VideoObject"
                | "Course"
        ) && name != "JobPosting"
}

fn types(object: &Value) -> impl Iterator<Item = &str> {
    let stated = object.get("@type");
    let list = stated.and_then(Value::as_array).into_iter().flatten();
    let one = stated.filter(|t| t.is_string()).into_iter();
    let names = list.chain(one).filter_map(Value::as_str);
    names.map(|t| t.rsplit(['/', ':', '#']).next().unwrap_or(t))
}

/// The strings in a value: itself or the items of a list.
pub(super) fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items
            .iter()
            .filter_map(|i| i.as_str().map(str::to_owned))
            .collect(),
        _ => Vec::new(),
    }
}

/// Text of JSON-LD often has entities, which no one decodes there.
pub(super) fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let known = [
        ("&quot;", "\""),
        ("&#039;", "'"),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&#8217;", "’"),
        ("&#8216;", "‘"),
        ("&#8220;", "“"),
        ("&#8221;", "”"),
        ("&#8211;", "–"),
        ("&#8212;", "—"),
        ("&#8230;", "…"),
        ("&nbsp;", " "),
        ("&#038;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&rsquo;", "’"),
        ("&ndash;", "–"),
        ("&amp;", "&"),
    ];
    known
        .iter()
        .fold(text.to_owned(), |text, (entity, c)| text.replace(entity, c))
}
