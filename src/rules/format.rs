//! The rule file as it is written: what `docs/rule_format.md` describes, key by key.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::RegionKind;

/// A file of `sites/` or `platforms/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) schema: Spanned<u32>,
    pub(super) id: Spanned<String>,
    #[serde(default)]
    pub(super) extends: Vec<Spanned<String>>,
    /// Parts of patterns, written `%name%` where they are used.
    #[serde(default)]
    pub(super) patterns: BTreeMap<String, String>,
    #[serde(default, rename = "match")]
    pub(super) matches: Match,
    #[serde(default)]
    pub(super) refuse: Vec<Refuse>,
    /// Parts common to all layouts.
    #[serde(default)]
    pub(super) fields: Fields,
    pub(super) body: Option<Body>,
    #[serde(default)]
    pub(super) region: Vec<Region>,
    pub(super) comments: Option<Comments>,
    pub(super) text: Option<Text>,
    pub(super) pages: Option<Pages>,
    #[serde(default)]
    pub(super) layout: Vec<Layout>,
    #[serde(default)]
    pub(super) test: Vec<Test>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Match {
    /// Read by the rule set, from the lines of the file.
    #[serde(default, rename = "hosts")]
    pub(super) _hosts: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) paths: Vec<String>,
    #[serde(default)]
    pub(super) not_paths: Vec<String>,
    pub(super) fingerprint: Option<Fingerprint>,
}

/// What a page must contain.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fingerprint {
    #[serde(default)]
    pub(super) all: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) any: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) none: Vec<Spanned<String>>,
    /// Patterns of lines, for pages and dumps alike: all of them must match somewhere.
    #[serde(default)]
    pub(super) wording: Vec<Spanned<String>>,
    /// Enough of these patterns must match, see `least`.
    #[serde(default)]
    pub(super) wording_any: Vec<Spanned<String>>,
    /// How many of `wording_any`.
    #[serde(default = "one")]
    pub(super) least: usize,
}

fn one() -> usize {
    1
}

/// Pages of the site that are not articles: what `css` (with `text`) finds, or one of `paths`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Refuse {
    pub(super) css: Option<Spanned<String>>,
    /// Only elements whose text matches; without `css`: a line of a text dump.
    pub(super) text: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) paths: Vec<String>,
    pub(super) because: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Layout {
    pub(super) id: String,
    /// First day of the layout, for readers; the fingerprint decides.
    #[serde(rename = "valid_from")]
    pub(super) _valid_from: Option<String>,
    #[serde(default)]
    pub(super) fingerprint: Fingerprint,
    #[serde(default)]
    pub(super) fields: Fields,
    pub(super) body: Option<Body>,
    #[serde(default)]
    pub(super) region: Vec<Region>,
    pub(super) comments: Option<Comments>,
    pub(super) text: Option<Text>,
    pub(super) pages: Option<Pages>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fields {
    #[serde(default)]
    pub(super) title: Vec<Candidate>,
    #[serde(default)]
    pub(super) subtitle: Vec<Candidate>,
    #[serde(default)]
    pub(super) author: Vec<Candidate>,
    #[serde(default)]
    pub(super) date: Vec<Candidate>,
    #[serde(default)]
    pub(super) category: Vec<Candidate>,
    #[serde(default)]
    pub(super) tags: Vec<Candidate>,
}

/// One place where a value may stand, and what to take of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Candidate {
    pub(super) css: Option<Spanned<String>>,
    pub(super) attr: Option<String>,
    /// Only elements whose text matches.
    pub(super) text: Option<Spanned<String>>,
    pub(super) meta: Option<Spanned<String>>,
    pub(super) jsonld: Option<Spanned<String>>,
    /// A pattern of a line of a text dump.
    pub(super) line: Option<Spanned<String>>,
    /// Only the n-th match, from 0; -1 is the last.
    pub(super) nth: Option<i32>,
    /// Take what stands after this string.
    pub(super) after: Option<String>,
    /// Take what stands before this string.
    pub(super) before: Option<String>,
    /// Cut into several values at this string.
    pub(super) split: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    /// The first place that yields `min_words`.
    pub(super) first: Vec<Place>,
    #[serde(default = "one")]
    pub(super) min_words: usize,
    #[serde(default)]
    pub(super) on_miss: OnMiss,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OnMiss {
    #[default]
    Generic,
    Fail,
}

/// A set of elements.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    pub(super) css: Spanned<String>,
    /// Only elements whose text matches.
    pub(super) text: Option<Spanned<String>>,
    /// Go up to the nearest ancestor (or the element itself) that matches.
    pub(super) closest: Option<Spanned<String>>,
    /// Go up to the nearest ancestor that holds at least so many paragraphs of 20 words.
    pub(super) holds: Option<usize>,
    #[serde(default)]
    pub(super) range: RangeOf,
    /// For `range = "after"`: stop before the first sibling that matches ...
    pub(super) until: Option<Spanned<String>>,
    /// ... or whose text matches.
    pub(super) until_text: Option<Spanned<String>>,
    /// Only if at most three blocks follow below the same parent and the next one repeats the
    /// last word: a name before its biography.
    #[serde(default)]
    pub(super) repeated: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RangeOf {
    /// The element itself.
    #[default]
    Element,
    /// The siblings that follow it.
    After,
    /// The element and the siblings that follow it.
    From,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Region {
    pub(super) label: Spanned<RegionKind>,
    pub(super) css: Spanned<String>,
    pub(super) text: Option<Spanned<String>>,
    pub(super) closest: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) range: RangeOf,
    pub(super) until: Option<Spanned<String>>,
    pub(super) until_text: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) repeated: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Comments {
    pub(super) item: Spanned<String>,
    pub(super) author: Option<Spanned<String>>,
    pub(super) time: Option<Spanned<String>>,
    /// Attribute of the time element to read instead of its text.
    pub(super) time_attr: Option<String>,
    pub(super) body: Spanned<String>,
    /// What stands in the body and is not of it, such as a reply button.
    pub(super) without: Option<Spanned<String>>,
}

/// Where the rest of an article in several parts is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pages {
    /// Links to the following part; the first that is there counts.
    #[serde(default)]
    pub(super) next: Vec<PageLink>,
    /// Links to the whole article on one page.
    #[serde(default)]
    pub(super) single: Vec<PageLink>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageLink {
    pub(super) css: Spanned<String>,
    /// Only elements whose text matches.
    pub(super) text: Option<Spanned<String>>,
    /// The attribute with the address.
    #[serde(default = "href")]
    pub(super) attr: String,
}

fn href() -> String {
    "href".to_owned()
}

/// The same page as a flattened dump. Patterns match single lines; the first line between the
/// anchors is the body's first.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    /// The body begins after the line that matches the first of these patterns that occurs.
    #[serde(default)]
    pub(super) after: Vec<Spanned<String>>,
    /// ... and after every line soon below it that matches one of these.
    #[serde(default)]
    pub(super) then: Vec<Spanned<String>>,
    /// The body ends before the first line that matches any of these.
    #[serde(default)]
    pub(super) before: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) line: Vec<LineLabel>,
    pub(super) comment: Option<Spanned<String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LineLabel {
    pub(super) label: Spanned<RegionKind>,
    /// Lines that match; without it every line of the zone or range.
    pub(super) line: Option<Spanned<String>>,
    /// From a line that matches ...
    pub(super) from: Option<Spanned<String>>,
    /// ... to before the next line that matches this; without it to the end of the zone.
    pub(super) to: Option<Spanned<String>>,
    /// With `from`: only if the line after it repeats its last word.
    #[serde(default)]
    pub(super) repeated: bool,
    /// Only the n-th line that matches `line`, from 0; -1 is the last.
    pub(super) nth: Option<i32>,
    /// Only so many lines at the end of the zone.
    pub(super) last: Option<usize>,
    #[serde(default, rename = "in")]
    pub(super) zone: Zone,
}

/// A part of a dump relative to its body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Zone {
    #[default]
    All,
    Head,
    Body,
    Tail,
}

/// What a fixture must give.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Test {
    pub(super) fixture: Spanned<String>,
    pub(super) url: Option<String>,
    pub(super) layout: Option<String>,
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) date: Option<String>,
    /// Start of the body.
    pub(super) first: Option<String>,
    /// End of the body.
    pub(super) last: Option<String>,
    #[serde(default)]
    pub(super) contains: Vec<String>,
    #[serde(default)]
    pub(super) absent: Vec<String>,
    pub(super) paragraphs: Option<usize>,
    pub(super) comments: Option<usize>,
    #[serde(default)]
    pub(super) labels: BTreeMap<String, usize>,
    /// The page must be refused as not an article.
    #[serde(default)]
    pub(super) refused: bool,
}
