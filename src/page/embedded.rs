//! Text that a page carries without showing it: `articleBody` of JSON-LD, the state that a script
//! would build the page from, `template` elements. It counts only where the visible text has nothing.

use html5ever::local_name;
use serde_json::Value;

use super::Page;
use super::dom::Dom;

/// Fewer words are no body.
const LEAST_WORDS: usize = 80;
/// Values of one script's state that are looked at.
const MOST_VALUES: usize = 100_000;
/// Members of a state that hold a body.
const NAMES: [&str; 12] = [
    "articleBody",
    "article_body",
    "body",
    "bodyHtml",
    "body_html",
    "content",
    "contentHtml",
    "content_html",
    "html",
    "markdown",
    "rendered",
    "text",
];

/// A body that was found outside of the visible text.
#[derive(Debug)]
pub(crate) struct Embedded {
    /// Where it stands.
    pub(crate) place: &'static str,
    /// The text by itself, with the address of the page around it.
    pub(crate) page: Page,
}

/// The body that a page says it has, or else the longest text that may be one.
pub(crate) fn body(page: &Page) -> Option<Embedded> {
    let dom = page.dom()?;
    let stated = page.facts().objects.iter().filter_map(|object| {
        let text = object.get("articleBody").or(object.get("text"))?;
        text.as_str().map(str::to_owned)
    });
    let places: [(&'static str, Vec<String>); 3] = [
        ("articleBody of JSON-LD", stated.collect()),
        ("the page's state", states(dom)),
        ("a template", templates(dom)),
    ];
    places.into_iter().find_map(|(place, texts)| {
        let longest = texts.into_iter().max_by_key(|text| words(text))?;
        let inner = (words(&longest) >= LEAST_WORDS).then(|| parse(&longest))?;
        Some(Embedded {
            place,
            page: match page.url() {
                Some(url) => inner.with_url(url).ok()?,
                None => inner,
            },
        })
    })
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// HTML if it has elements, else paragraphs by lines.
pub(crate) fn parse(text: &str) -> Page {
    let has_tags = |text: &str| {
        let tags = ["<p", "<div", "<br", "<h2", "<li", "</"];
        tags.iter().any(|tag| text.contains(tag))
    };
    if has_tags(text) {
        return Page::from_html(text);
    }
    // Some escape their HTML once more.
    let unescaped = text.replace("&lt;", "<").replace("&gt;", ">");
    match has_tags(&unescaped) {
        true => Page::from_html(&unescaped),
        false => Page::from_text(text),
    }
}

fn templates(dom: &Dom) -> Vec<String> {
    dom.named(local_name!("template"))
        .map(|template| template.inner_html())
        .collect()
}

/// Texts under telling names, and lists of objects that each hold a paragraph.
fn states(dom: &Dom) -> Vec<String> {
    let scripts = dom.named(local_name!("script")).filter(|script| {
        let kind = script.get("type").unwrap_or_default();
        kind.contains("json") && !kind.contains("ld+json")
    });
    scripts
        .filter_map(|script| {
            let state = serde_json::from_str(&script.texts().collect::<String>()).ok()?;
            longest(&state)
        })
        .collect()
}

fn longest(state: &Value) -> Option<String> {
    let mut rest = vec![state];
    let mut best: Option<String> = None;
    let mut offer = |text: String| {
        if best.as_ref().is_none_or(|best| best.len() < text.len()) {
            best = Some(text);
        }
    };
    for _ in 0..MOST_VALUES {
        match rest.pop() {
            None => break,
            Some(Value::Array(items)) => {
                offer(paragraphs(items));
                rest.extend(items);
            }
            Some(Value::Object(members)) => {
                NAMES
                    .iter()
                    .filter_map(|name| members.get(*name)?.as_str())
                    .for_each(|text| offer(text.to_owned()));
                rest.extend(members.values());
            }
            Some(_) => {}
        }
    }
    best
}

/// The texts of a list of blocks, as editors keep them.
fn paragraphs(items: &[Value]) -> String {
    let texts = items.iter().filter_map(|item| {
        let named = NAMES.iter().find_map(|name| item.get(*name)?.as_str());
        named.filter(|text| words(text) > 1)
    });
    texts.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(html: &str) -> Option<&'static str> {
        body(&Page::from_html(html)).map(|found| found.place)
    }

    #[test]
    fn bodies_outside_of_the_visible_text_are_found() {
        let text = "A sentence of five words. ".repeat(30);
        let ld = format!(
            r#"<script type="application/ld+json">{{"@type":"Article","articleBody":"{text}"}}</script>"#
        );
        let state = format!(
            r#"<script id="__NEXT_DATA__" type="application/json">{{"props":{{"post":{{"content":"<p>{text}</p>"}}}}}}</script>"#
        );
        let blocks = format!(
            r#"<script type="application/json">[{}]</script>"#,
            vec![r#"{"kind":"p","text":"A sentence of five words."}"#; 30].join(",")
        );
        let template = format!("<div id=app></div><template><p>{text}</p></template>");
        assert_eq!(place(&ld), Some("articleBody of JSON-LD"));
        assert_eq!(place(&state), Some("the page's state"));
        assert_eq!(place(&blocks), Some("the page's state"));
        assert_eq!(place(&template), Some("a template"));
    }

    #[test]
    fn short_and_broken_states_are_no_body() {
        let short = r#"<script type="application/json">{"content":"Just a few words"}</script>"#;
        let broken = r#"<script type="application/json">{"content":"#;
        assert_eq!(place(short), None);
        assert_eq!(place(broken), None);
        assert_eq!(place("<p>Text</p>"), None);
    }
}
