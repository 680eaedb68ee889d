//! `X-Robots-Tag` and `meta robots`: what a page asks programs to do with it. Reported; what
//! follows from it is the caller's decision.

use serde::Serialize;

use super::super::headers::Headers;

/// The directives of a page, header and `meta` together.
///
/// ```
/// use unhusk::fetch::Fetched;
///
/// let page = Fetched::new("https://example.com/", 200, Vec::new());
/// assert!(!page.robots().noindex());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Directives {
    words: Vec<String>,
}

impl Directives {
    pub(in super::super) fn of(headers: &Headers, meta: &[String], agent: &str) -> Self {
        let header = headers
            .get_all("x-robots-tag")
            .filter_map(|value| for_agent(value, agent));
        let all = header.chain(meta.iter().map(String::as_str));
        let mut words: Vec<String> = Vec::new();
        for word in all.flat_map(|value| value.split(',')) {
            let word = word.trim().to_ascii_lowercase();
            if !word.is_empty() && !words.contains(&word) {
                words.push(word);
            }
        }
        Self { words }
    }

    /// All directives in lower case, such as `noindex` or `max-snippet:20`.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Whether the page asks not to be in an index (`noindex`, `none`).
    #[must_use]
    pub fn noindex(&self) -> bool {
        self.has("noindex")
    }

    /// Whether the page asks not to follow its links (`nofollow`, `none`).
    #[must_use]
    pub fn nofollow(&self) -> bool {
        self.has("nofollow")
    }

    /// Whether the page asks not to be kept (`noarchive`).
    #[must_use]
    pub fn noarchive(&self) -> bool {
        self.has("noarchive")
    }

    fn has(&self, wanted: &str) -> bool {
        self.iter()
            .any(|word| word == wanted || (word == "none" && wanted != "noarchive"))
    }
}

/// The directives of a header value unless it names another agent: `otherbot: noindex`.
fn for_agent<'a>(value: &'a str, agent: &str) -> Option<&'a str> {
    const WITH_VALUE: &[&str] = &[
        "max-snippet",
        "max-image-preview",
        "max-video-preview",
        "unavailable_after",
    ];
    let Some((name, rest)) = value.split_once(':') else {
        return Some(value);
    };
    let name = name.trim();
    if name.contains(',') || WITH_VALUE.iter().any(|w| name.eq_ignore_ascii_case(w)) {
        return Some(value);
    }
    name.eq_ignore_ascii_case(agent).then_some(rest)
}
