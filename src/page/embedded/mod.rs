//! Text that a page carries without showing it: `articleBody` of JSON-LD, the state that a script
//! would build the page from, `template` elements. It counts only where the visible text has nothing.

mod script;
mod state;

use html5ever::local_name;

use super::dom::{Dom, ElementRef};
use super::{Page, words};

pub(super) use script::holds_state;

/// Fewer words are no body.
const LEAST_WORDS: usize = 80;
/// Shorter words of a title say nothing of what a text is about.
const SHORT_WORD: usize = 4;

/// A body that was found outside of the visible text.
#[derive(Debug)]
pub(crate) struct Embedded {
    /// Where it stands.
    pub(crate) place: &'static str,
    /// How well such texts agree with what readers took for the body: the mean F1 over the pages of
    /// WCXB (development) and fundus that have one, whether or not they show their text.
    pub(crate) confidence: f32,
    /// The text by itself, with the address of the page around it.
    pub(crate) page: Page,
}

/// A place, the confidence of what stands there, and how to read it.
type Place<'a> = (&'static str, f32, &'a dyn Fn() -> Vec<String>);

/// The body that a page says it has, or else the longest text that may be one.
pub(crate) fn body(page: &Page) -> Option<Embedded> {
    let dom = page.dom()?;
    let title = title_words(page);
    let on_topic = |mut texts: Vec<String>| {
        texts.retain(|text| is_about(text, &title));
        texts
    };
    let places: [Place<'_>; 3] = [
        ("articleBody of JSON-LD", 0.60, &|| stated(page)),
        ("the page's state", 0.54, &|| on_topic(states(dom))),
        ("a template", 0.03, &|| on_topic(templates(dom))),
    ];
    places.into_iter().find_map(|(place, confidence, texts)| {
        let longest = texts().into_iter().max_by_key(|text| words::count(text))?;
        let inner = words::are_at_least(LEAST_WORDS, &longest).then(|| parse(&longest))?;
        Some(Embedded {
            place,
            confidence,
            page: match page.url() {
                Some(url) => inner.with_url(url).ok()?,
                None => inner,
            },
        })
    })
}

fn stated(page: &Page) -> Vec<String> {
    let texts = page.facts().objects.iter().filter_map(|object| {
        let text = object.get("articleBody").or(object.get("text"))?;
        text.as_str().map(str::to_owned)
    });
    texts.collect()
}

/// The longer words of the page's title.
fn title_words(page: &Page) -> Vec<String> {
    let facts = page.facts();
    let title = facts.meta("og:title").next().or(facts.title.as_deref());
    let words = title
        .unwrap_or_default()
        .split(|c: char| !c.is_alphanumeric());
    let long = words.filter(|word| word.chars().count() >= SHORT_WORD);
    long.map(str::to_lowercase).collect()
}

/// Whether a text has one of three words of the title: states hold terms of delivery and notices
/// on cookies, too. A title of few words says nothing.
fn is_about(text: &str, title: &[String]) -> bool {
    let text = text.to_lowercase();
    let shared = title.iter().filter(|word| text.contains(*word)).count();
    title.len() < 2 || shared * 3 >= title.len()
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
    let elements = dom.named(local_name!("template"));
    let elements = elements.map(|template| template.inner_html());
    let scripts = scripts(dom).filter(|(kind, _)| is_template(kind));
    elements.chain(scripts.map(|(_, text)| text)).collect()
}

/// Whether a script of this type holds HTML: `text/x-template`, `text/html`.
pub(super) fn is_template(kind: &str) -> bool {
    kind.contains("template") || kind.contains("html")
}

/// The longest text of each state that a script would build the page from.
fn states(dom: &Dom) -> Vec<String> {
    let is_state = |kind: &str| !kind.contains("ld+json") && !is_template(kind);
    let scripts = scripts(dom).filter(|(kind, _)| is_state(kind));
    let (json, code): (Vec<_>, Vec<_>) = scripts.partition(|(kind, _)| kind.contains("json"));
    let json = json
        .iter()
        .filter_map(|(_, text)| serde_json::from_str(text).ok());
    let code: Vec<_> = code.into_iter().map(|(_, text)| text).collect();
    let values = json.chain(script::values(&code));
    values.filter_map(|value| state::longest(&value)).collect()
}

/// Type and text of the scripts that have any: of code only what holds a state was kept.
fn scripts(dom: &Dom) -> impl Iterator<Item = (String, String)> {
    let read = |script: ElementRef<'_>| {
        let kind = script.get("type").unwrap_or_default().to_ascii_lowercase();
        (kind, script.texts().collect::<String>())
    };
    let scripts = dom.named(local_name!("script")).map(read);
    scripts.filter(|(_, text)| !text.is_empty())
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
        let script = format!("<script type=text/x-template><p>{text}</p></script>");
        let assigned = format!(
            r#"<script>window.__INITIAL_STATE__ = {{"post":{{"body":"{text}"}}}};</script>"#
        );
        assert_eq!(place(&ld), Some("articleBody of JSON-LD"));
        assert_eq!(place(&state), Some("the page's state"));
        assert_eq!(place(&blocks), Some("the page's state"));
        assert_eq!(place(&template), Some("a template"));
        assert_eq!(place(&script), Some("a template"));
        assert_eq!(place(&assigned), Some("the page's state"));
    }

    #[test]
    fn a_state_that_speaks_of_something_else_is_no_body() {
        let terms = "We deliver within three days to every country. ".repeat(20);
        let state = |title: &str| {
            format!(
                r#"<title>{title}</title><script type="application/json">{{"text":"{terms}"}}</script>"#
            )
        };
        assert_eq!(place(&state("Bridge over river opened")), None);
        assert_eq!(
            place(&state("Delivery within days")),
            Some("the page's state")
        );
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
