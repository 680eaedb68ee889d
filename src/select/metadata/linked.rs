//! The JSON-LD objects of a page: which one is the article, and what its references point at.

use std::collections::HashMap;

use serde_json::{Map, Value};

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

    /// The first article with a headline; a recipe, video or review that stands before it is part of
    /// what it tells.
    pub(super) fn article(&self) -> Option<&'a Value> {
        let has_headline = |a: &&&Value| a.get("headline").is_some() || a.get("name").is_some();
        let tells = |a: &&&Value| has_headline(a) && types(a).any(is_article);
        let mut articles = self.articles.iter();
        let found = articles.clone().find(tells);
        let found = found.or_else(|| articles.clone().find(has_headline));
        found.or_else(|| articles.next()).copied()
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
            Value::Object(object) if !object.contains_key("@value") => person_name(object),
            text => strings(text),
        };
        items.into_iter().flat_map(name).collect()
    }
}

/// The name of an object; of a person that states only its parts, these.
fn person_name(person: &Map<String, Value>) -> Vec<String> {
    let stated = |key| person.get(key).map(strings).unwrap_or_default();
    let name = stated("name");
    if name.iter().any(|name| !name.trim().is_empty()) {
        return name;
    }
    let parts = ["givenName", "additionalName", "familyName"];
    let parts: Vec<_> = parts.into_iter().flat_map(stated).collect();
    let is_named = person.contains_key("givenName") || person.contains_key("familyName");
    is_named.then(|| parts.join(" ")).into_iter().collect()
}

/// Articles and the like, and questions that somebody asked; those of lists of answers have no author.
fn is_text(object: &Value) -> bool {
    let is_asked = || object.get("author").is_some();
    types(object).any(|t| is_article(t) || is_work(t) || t == "Question" && is_asked())
}

fn is_article(name: &str) -> bool {
    let is_posting = name.ends_with("Posting") && name != "JobPosting";
    name.ends_with("Article") || name == "Report" || is_posting
}

/// Pages are about these too, and articles contain them.
fn is_work(name: &str) -> bool {
    matches!(
        name,
        "Review" | "Recipe" | "CreativeWork" | "PodcastEpisode" | "VideoObject" | "Course"
    )
}

fn types(object: &Value) -> impl Iterator<Item = &str> {
    let stated = object.get("@type");
    let list = stated.and_then(Value::as_array).into_iter().flatten();
    let one = stated.filter(|t| t.is_string()).into_iter();
    let names = list.chain(one).filter_map(Value::as_str);
    names.map(|t| t.rsplit(['/', ':', '#']).next().unwrap_or(t))
}

/// The texts of a value: itself, those of a list, and those with a language or type of their own
/// (`{"@value": ...}`).
pub(super) fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().filter_map(own_text).collect(),
        other => own_text(other).into_iter().collect(),
    }
}

fn own_text(value: &Value) -> Option<&str> {
    value.get("@value").unwrap_or(value).as_str()
}

/// As [`texts`], owned.
pub(super) fn strings(value: &Value) -> Vec<String> {
    texts(value).into_iter().map(str::to_owned).collect()
}

/// The first text of a property.
pub(super) fn text<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    texts(object.get(key)?).first().copied()
}

/// The address that a property names: as a text, or as the object that has it.
pub(super) fn address<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    let value = object.get(key)?;
    let value = value
        .as_array()
        .and_then(|list| list.first())
        .unwrap_or(value);
    let of_object = || text(value, "@id").or_else(|| text(value, "url"));
    texts(value).first().copied().or_else(of_object)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_are_values_of_their_own_and_stand_in_lists() {
        for value in [
            json!("x"),
            json!(["x"]),
            json!({"@value": "x", "@language": "en"}),
            json!([{"@value": "x"}]),
        ] {
            let object = json!({"headline": value});
            assert_eq!(text(&object, "headline"), Some("x"), "{value}");
        }
        assert_eq!(text(&json!({"headline": {"name": "x"}}), "headline"), None);
    }

    #[test]
    fn an_article_comes_before_the_works_it_contains() {
        let recipe = json!({"@type": "Recipe", "name": "Soup", "author": "Bo Wu"});
        let article = json!({"@type": "NewsArticle", "headline": "Soups", "author": "Ann Lee"});
        let job = json!({"@type": "JobPosting", "name": "Cook"});
        let both = [job, recipe, article];
        assert_eq!(Linked::new(&both).article(), Some(&both[2]));
        assert_eq!(Linked::new(&both[..2]).article(), Some(&both[1]));
        assert_eq!(Linked::new(&both[..1]).article(), None);
        let untold = [json!({"@type": "VideoObject"}), json!({"@type": "Article"})];
        assert_eq!(Linked::new(&untold).article(), Some(&untold[0]));
    }

    #[test]
    fn addresses_are_texts_or_objects() {
        for value in [
            json!("/a"),
            json!(["/a"]),
            json!({"@type": "WebPage", "@id": "/a"}),
            json!([{"@type": "CreativeWork", "url": "/a"}]),
        ] {
            let object = json!({"license": value});
            assert_eq!(address(&object, "license"), Some("/a"), "{value}");
        }
    }

    #[test]
    fn people_may_state_the_parts_of_their_names() {
        let linked = Linked::new(&[]);
        let person = json!({"@type": "Person", "givenName": "Ann", "familyName": "Lee"});
        assert_eq!(linked.names(&person), ["Ann Lee"]);
        let named = json!([{"name": "Bo Wu", "givenName": "Robert"}, {"@value": "Cy"}]);
        assert_eq!(linked.names(&named), ["Bo Wu", "Cy"]);
        assert!(linked.names(&json!({"url": "/ann"})).is_empty());
    }
}
