//! Comments that only JSON-LD has.

use serde_json::Value;

use crate::article::Comment;
use crate::page::embedded;
use crate::page::facts::Facts;
use crate::select::body;
use crate::select::source::Source;

/// Every `Comment` object; answers name theirs by nesting or by `parentItem`.
pub(super) fn comments(source: &Source<'_>, facts: &Facts) -> Vec<Comment> {
    let mut found = Vec::new();
    let nested: Vec<&Value> = facts.objects.iter().flat_map(answers).collect();
    for object in facts.objects.iter().filter(|o| is_comment(o)) {
        // Inner objects are in the list of all objects too.
        if !nested.contains(&object) {
            thread(source, object, &mut found);
        }
    }
    for at in 0..found.len() {
        attach(&mut found, at, facts);
    }
    found
}

fn is_comment(object: &Value) -> bool {
    let kind = object
        .get("@type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    kind.ends_with("Comment")
}

/// The answers inside a comment.
fn answers(object: &Value) -> Vec<&Value> {
    if !is_comment(object) {
        return Vec::new();
    }
    match object.get("comment") {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(item @ Value::Object(_)) => vec![item],
        _ => Vec::new(),
    }
}

/// A comment and its answers in order. JSON nests at most 128 deep, and so does this.
fn thread(source: &Source<'_>, object: &Value, found: &mut Vec<Comment>) {
    let mut open = vec![(object, None::<usize>)];
    while let Some((object, parent)) = open.pop() {
        let own = comment(source, object).map(|mut comment| {
            comment.parent = parent;
            comment.depth = parent.map_or(0, |p| found.get(p).map_or(0, |c: &Comment| c.depth + 1));
            found.push(comment);
            found.len() - 1
        });
        let inner = answers(object).into_iter().rev();
        open.extend(inner.map(|answer| (answer, own.or(parent))));
    }
}

/// Sets the parent that `parentItem` names, if it stands before.
fn attach(found: &mut [Comment], at: usize, facts: &Facts) {
    let (before, rest) = found.split_at_mut(at);
    let Some(comment) = rest.first_mut().filter(|c| c.parent.is_none()) else {
        return;
    };
    let is_own = |o: &&Value| o.get("@id").and_then(Value::as_str) == comment.id.as_deref();
    let object = comment
        .id
        .is_some()
        .then(|| facts.objects.iter().find(is_own));
    let parent = object
        .flatten()
        .and_then(|o| o.get("parentItem")?.get("@id")?.as_str());
    let parent = parent.and_then(|id| before.iter().position(|c| c.id.as_deref() == Some(id)));
    if let Some(parent) = parent {
        comment.parent = Some(parent);
        comment.depth = before[parent].depth + 1;
    }
}

fn comment(source: &Source<'_>, object: &Value) -> Option<Comment> {
    let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
    let person = object.get("author").or_else(|| object.get("creator"));
    let person = person.and_then(|p| p.as_array().map_or(Some(p), |all| all.first()));
    let author = person.and_then(|a| a.as_str().or_else(|| a.get("name")?.as_str()));
    let author_url = person.and_then(|a| a.get("url")?.as_str());
    let content = text("text").or_else(|| text("commentText"))?;
    let published = text("dateCreated").or_else(|| text("datePublished"));
    Some(Comment {
        id: text("@id"),
        author: author.map(str::to_owned),
        author_url: author_url.map(str::to_owned),
        published: published.map(|p| source.date(&p).unwrap_or(p)),
        body: body::whole(&embedded::parse(&content)),
        permalink: text("url"),
        score: object.get("upvoteCount").and_then(number),
        edited: object.get("dateModified").is_some(),
        ..Comment::default()
    })
}

/// A number, or the text of one.
fn number(value: &Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_str()?.trim().parse().ok())
}
