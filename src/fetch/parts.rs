//! Pages in several parts: from the first one on, each names the next.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use super::glance::{Glance, has_word};
use super::{Fetch, FetchError, Fetched};

/// Follows an article from part to part.
///
/// ```
/// use unhusk::fetch::{Fetch, Fetched, Fetching, Parts, PartsEnd, rel_next};
///
/// struct TwoParts;
///
/// impl Fetch for TwoParts {
///     fn fetch<'a>(&'a self, url: &'a str) -> Fetching<'a> {
///         let html = match url {
///             "https://example.com/story" => "<link rel=next href='/story/2'>One",
///             _ => "Two",
///         };
///         Box::pin(async move { Ok(Fetched::new(url, 200, html.into())) })
///     }
/// }
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # runtime.block_on(async {
/// let first = TwoParts.fetch("https://example.com/story").await?;
/// let parts = Parts::new().max(10).follow(&TwoParts, first, rel_next).await;
/// assert_eq!(parts.pages().len(), 2);
/// assert_eq!(parts.end(), &PartsEnd::Complete);
/// # Ok::<(), unhusk::fetch::FetchError>(())
/// # }).unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct Parts {
    max: usize,
}

impl Default for Parts {
    fn default() -> Self {
        Self { max: 30 }
    }
}

impl Parts {
    /// At most 30 parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// At most this many parts, the first included.
    #[must_use]
    pub fn max(mut self, count: usize) -> Self {
        self.max = count;
        self
    }

    /// Fetches the parts after `first` in order. `next` finds the address of the following part
    /// in a page, absolute or relative: [`rel_next`], or what a site's rule says.
    ///
    /// What went wrong on the way does not lose the parts before; [`PartSet::end`] says why the
    /// following stopped.
    pub async fn follow<F: Fetch + ?Sized>(
        &self,
        fetch: &F,
        first: Fetched,
        mut next: impl FnMut(&Fetched) -> Option<String> + Send,
    ) -> PartSet {
        let mut set = PartSet::starting_with(first);
        while set.end.is_none() {
            let Some(url) = set.next_url(&mut next) else {
                break;
            };
            if set.pages.len() >= self.max {
                set.end = Some(PartsEnd::Cap);
                break;
            }
            match fetch.fetch(&url).await {
                Ok(page) => set.push(page),
                Err(error) => set.end = Some(PartsEnd::Failed(error)),
            }
        }
        set
    }
}

/// The parts of an article, in order and without repeats.
#[derive(Debug, Clone)]
pub struct PartSet {
    pages: Vec<Fetched>,
    seen: BTreeSet<String>,
    end: Option<PartsEnd>,
}

/// Why no further part was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PartsEnd {
    /// The last part names no next one.
    Complete,
    /// A part named, or redirected to, one that was there before.
    Loop,
    /// A part under a new address had the very bytes of an earlier one.
    Repeat,
    /// The limit of [`Parts::max`].
    Cap,
    /// A part could not be fetched.
    Failed(FetchError),
}

impl PartSet {
    fn starting_with(first: Fetched) -> Self {
        let seen = [address(first.url()), address(first.final_url())].into();
        Self {
            pages: vec![first],
            seen,
            end: None,
        }
    }

    /// The parts, the first one first.
    #[must_use]
    pub fn pages(&self) -> &[Fetched] {
        &self.pages
    }

    /// The parts without a copy.
    #[must_use]
    pub fn into_pages(self) -> Vec<Fetched> {
        self.pages
    }

    /// Why there are no more.
    #[must_use]
    pub fn end(&self) -> &PartsEnd {
        self.end.as_ref().unwrap_or(&PartsEnd::Complete)
    }

    fn next_url(&mut self, next: &mut impl FnMut(&Fetched) -> Option<String>) -> Option<String> {
        let page = self.pages.last()?;
        let base = Url::parse(page.final_url()).ok()?;
        let url = address(base.join(&next(page)?).ok()?.as_str());
        if self.seen.insert(url.clone()) {
            return Some(url);
        }
        self.end = Some(PartsEnd::Loop);
        None
    }

    fn push(&mut self, page: Fetched) {
        let answered = address(page.final_url());
        if answered != address(page.url()) && !self.seen.insert(answered) {
            self.end = Some(PartsEnd::Loop);
        } else if self
            .pages
            .iter()
            .any(|earlier| earlier.body() == page.body())
        {
            self.end = Some(PartsEnd::Repeat);
        } else {
            self.pages.push(page);
        }
    }
}

/// Without fragment and credentials, so that one place has one name.
fn address(url: &str) -> String {
    super::address::redact(url)
}

/// The next part a page names by `<link rel=next>` or `<a rel=next>`.
///
/// Many sites name the next *article* that way. So the address must look like a further part of
/// the same one: the same address with a number added or changed.
#[must_use]
pub fn rel_next(page: &Fetched) -> Option<String> {
    let url = Url::parse(page.final_url()).ok()?;
    let glance = Glance::at(page.body(), page.content_type());
    let anchors = glance
        .anchors
        .iter()
        .filter(|a| has_word(&a.rel, "next"))
        .map(|a| &a.href);
    let links = glance
        .links
        .iter()
        .filter(|l| has_word(&l.rel, "next"))
        .map(|l| &l.href);
    let mut named = links
        .chain(anchors)
        .filter_map(|href| glance.resolve(&url, href));
    named
        .find(|next| is_part_of_same(&url, next))
        .map(String::from)
}

fn is_part_of_same(page: &Url, next: &Url) -> bool {
    page.host_str() == next.host_str() && page != next && stem(page) == stem(next)
}

/// An address without what numbers its parts: `/story/2`, `/story/page/2`, `/story-2.html`,
/// `/story?page=2`, `/story,2`.
fn stem(url: &Url) -> String {
    static PART: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?x) ( [/_,;-] (page|seite|p|part|teil)? [/_-]? \d{1,3} )? (\.\w{2,5})? /? $")
            .ok()
    });
    let path = PART
        .as_ref()
        .map_or(url.path().into(), |part| part.replace(url.path(), "$3"));
    let names = |(key, value): (_, std::borrow::Cow<'_, str>)| {
        let is_number = value.len() <= 3 && value.bytes().all(|b| b.is_ascii_digit());
        (!is_number).then(|| format!("{key}={value}"))
    };
    let query: Vec<String> = url.query_pairs().filter_map(names).collect();
    format!("{path}?{}", query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::is_part_of_same;

    #[test]
    fn parts_and_other_articles() {
        let base = "https://example.com/2024/story";
        for (page, next, same) in [
            (base, "https://example.com/2024/story/2", true),
            (base, "https://example.com/2024/story/page/2/", true),
            (base, "https://example.com/2024/story?page=2", true),
            (base, "https://example.com/2024/story-2", true),
            (base, "https://example.com/2024/another-story", false),
            (base, "https://other.example/2024/story/2", false),
            (base, base, false),
            (
                "https://example.com/s.html",
                "https://example.com/s-2.html",
                true,
            ),
            ("https://example.com/s/2", "https://example.com/s/3", true),
            (
                "https://example.com/?p=1&page=2",
                "https://example.com/?p=1&page=3",
                true,
            ),
            (
                "https://example.com/?p=10245",
                "https://example.com/?p=10246",
                false,
            ),
        ] {
            let parse = |url: &str| url.parse().unwrap_or_else(|e| panic!("{url}: {e}"));
            assert_eq!(
                is_part_of_same(&parse(page), &parse(next)),
                same,
                "{page} {next}"
            );
        }
    }
}
