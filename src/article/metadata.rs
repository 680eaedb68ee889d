use std::collections::BTreeMap;

use serde::Serialize;

use crate::segment::Reason;

/// What is known about an article besides its text.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Metadata {
    /// Headline, without the site's name.
    pub title: Option<String>,
    /// Standfirst.
    pub subtitle: Option<String>,
    /// Authors' names.
    pub authors: Vec<String>,
    /// Date of publication, as ISO 8601 where it could be read: a day stays a day.
    pub published: Option<String>,
    /// Date of the last change, likewise.
    pub modified: Option<String>,
    /// Name of the site.
    pub site_name: Option<String>,
    /// Summary in the page's head.
    pub description: Option<String>,
    /// Language tag (BCP 47).
    pub language: Option<String>,
    /// Address of the lead image.
    pub image: Option<String>,
    /// Sections the article stands in.
    pub categories: Vec<String>,
    /// Topics.
    pub tags: Vec<String>,
    /// Licence of the text.
    pub license: Option<String>,
    /// The page's own idea of its address.
    pub canonical_url: Option<String>,
    /// Every value found for each field, best first; the first is the one that won.
    pub candidates: BTreeMap<Field, Vec<Candidate>>,
}

/// A field of [`Metadata`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Field {
    /// [`Metadata::title`].
    Title,
    /// [`Metadata::subtitle`].
    Subtitle,
    /// [`Metadata::authors`].
    Author,
    /// [`Metadata::published`].
    Published,
    /// [`Metadata::modified`].
    Modified,
    /// [`Metadata::site_name`].
    SiteName,
    /// [`Metadata::description`].
    Description,
    /// [`Metadata::language`].
    Language,
    /// [`Metadata::image`].
    Image,
    /// [`Metadata::categories`].
    Category,
    /// [`Metadata::tags`].
    Tag,
    /// [`Metadata::license`].
    License,
    /// [`Metadata::canonical_url`].
    CanonicalUrl,
}

/// A value found for a field.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Candidate {
    /// The value as found.
    pub value: String,
    /// Where it was found.
    pub source: Source,
}

/// Where a value was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Source {
    /// A rule's selector.
    Rule(Reason),
    /// A region of the page with that label.
    Region(Reason),
    /// JSON-LD, by path (`Article/headline`).
    JsonLd(String),
    /// A `meta` element, by name or property.
    Meta(String),
    /// An element or attribute of the mark-up.
    Markup(String),
    /// The page's address.
    Url,
}
