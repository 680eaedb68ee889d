//! Other sources of the same page: the AMP or print version a page names itself. Nothing is
//! fetched unless a caller asks for it.

use serde::Serialize;
use url::Url;

use super::glance::{Anchor, Glance, has_word};
use super::{Fetch, FetchError, Fetched};

/// Another version of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SourceKind {
    /// `<link rel=amphtml>`.
    Amp,
    /// `<link rel=alternate media=print>`, or a link of class or relation `print`.
    Print,
    /// `<link rel=canonical>`, when it is another address.
    Canonical,
}

impl std::fmt::Display for SourceKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Amp => "AMP version",
            Self::Print => "print version",
            Self::Canonical => "canonical version",
        })
    }
}

/// The other versions a page names, each with its absolute address. Fetches nothing.
///
/// ```
/// use unhusk::fetch::{Fetched, SourceKind, other_sources};
///
/// let html = b"<link rel=amphtml href='/amp/story'>".to_vec();
/// let page = Fetched::new("https://example.com/story", 200, html);
/// let found = other_sources(&page);
/// assert_eq!(found, [(SourceKind::Amp, "https://example.com/amp/story".to_string())]);
/// ```
#[must_use]
pub fn other_sources(page: &Fetched) -> Vec<(SourceKind, String)> {
    let Ok(url) = Url::parse(page.final_url()) else {
        return Vec::new();
    };
    let glance = Glance::at(page.body(), page.content_type());
    let found = [
        (SourceKind::Amp, glance.link(&url, "amphtml")),
        (SourceKind::Print, print(&glance, &url)),
        (SourceKind::Canonical, glance.link(&url, "canonical")),
    ];
    let named = found
        .into_iter()
        .filter_map(|(kind, found)| Some((kind, found?)));
    named
        .filter(|(_, found)| *found != url)
        .map(|(kind, found)| (kind, found.into()))
        .collect()
}

/// Fetches the first of the wanted versions that the page names. The result's
/// [`notes`](Fetched::notes) say which version it is and of what.
///
/// `None` when the page names none of them.
///
/// # Errors
///
/// Why the named version could not be fetched; the page at hand is as good as before.
pub async fn fetch_other_source<F: Fetch + ?Sized>(
    fetch: &F,
    page: &Fetched,
    wanted: &[SourceKind],
) -> Result<Option<Fetched>, FetchError> {
    let named = other_sources(page);
    let first = wanted
        .iter()
        .find_map(|kind| named.iter().find(|(found, _)| found == kind));
    let Some((kind, url)) = first else {
        return Ok(None);
    };
    let mut other = fetch.fetch(url).await?;
    other.notes.push(format!("{kind} of {}", page.final_url()));
    Ok(Some(other))
}

fn print(glance: &Glance, url: &Url) -> Option<Url> {
    let link = glance
        .links
        .iter()
        .find(|l| has_word(&l.rel, "alternate") && has_word(&l.rel, "print"));
    let anchor = || glance.anchors.iter().find(|a| is_print(a)).map(|a| &a.href);
    glance.resolve(url, link.map(|l| &l.href).or_else(anchor)?)
}

fn is_print(anchor: &Anchor) -> bool {
    let marks = [
        "print",
        "print-link",
        "printlink",
        "print-version",
        "printer-friendly",
    ];
    marks
        .iter()
        .any(|mark| has_word(&anchor.rel, mark) || has_word(&anchor.class, mark))
}
