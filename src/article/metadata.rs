use std::collections::BTreeMap;
use std::fmt;

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
    /// Names of the people who wrote it; of the desk or the agency if the page names no one.
    pub authors: Vec<String>,
    /// News agencies that supplied it.
    pub agencies: Vec<String>,
    /// Date of publication, as ISO 8601: a month stays a month (`2024-05`) and a day a day, a time
    /// keeps its offset.
    pub published: Option<String>,
    /// Date of the last change, likewise.
    pub modified: Option<String>,
    /// Name of the site.
    pub site_name: Option<String>,
    /// Summary in the page's head.
    pub description: Option<String>,
    /// Language tag (BCP 47): the declared one, or else the detected one.
    pub language: Option<String>,
    /// Language of the text itself, detected from at least some sentences.
    pub detected_language: Option<String>,
    /// Reading direction.
    pub direction: Option<Direction>,
    /// The picture that stands for the article.
    pub image: Option<LeadImage>,
    /// Sections the article stands in.
    pub categories: Vec<String>,
    /// Topics.
    pub tags: Vec<String>,
    /// Licence of the text.
    pub license: Option<String>,
    /// Whether readers must pay or register, as the page's mark-up states it.
    pub access: Option<Access>,
    /// The page's own idea of its address.
    pub canonical_url: Option<String>,
    /// Words of the body; in scripts without spaces, characters.
    pub word_count: usize,
    /// Every value found for each field, best first; the first is the one that won.
    pub candidates: BTreeMap<Field, Vec<Candidate>>,
    /// What put the first candidate of a field before more trusted ones.
    #[serde(skip)]
    pub(crate) decisions: BTreeMap<Field, Decision>,
}

/// What wins over the order of trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    /// The votes of all sources.
    Votes,
    /// A line beside the title that speaks against the page's data.
    LineBesideTitle,
    /// The day in the address, where the data are in universal time.
    DayOfPlace,
    /// The same day or time elsewhere, with its time or offset.
    InFull,
}

impl Decision {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Votes => "says what most votes of all sources are for",
            Self::LineBesideTitle => {
                "shows readers another day than the page's data, which are of a move or a new edition"
            }
            Self::InFull => "gives the month, day or time of a more trusted source in full",
            Self::DayOfPlace => {
                "names the day of the place, and more trusted sources that of universal time"
            }
        }
    }
}

/// The picture that stands for an article.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct LeadImage {
    /// Its address.
    pub url: String,
    /// The text for those who do not see it.
    pub alt: Option<String>,
    /// Its caption, as the page's data or the body has it.
    pub caption: Option<String>,
    /// Width in pixels, if stated.
    pub width: Option<u32>,
    /// Height in pixels, if stated.
    pub height: Option<u32>,
}

/// Whether a text is free to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Access {
    /// For everyone.
    Free,
    /// For subscribers or registered readers only.
    Gated,
}

/// The direction in which a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

impl Direction {
    /// How a letter is read: Hebrew, Arabic, Syriac, Thaana, N'Ko, Adlam and older scripts of the
    /// region, and presentation forms, are read from right to left.
    pub(crate) fn of_letter(letter: char) -> Self {
        match letter {
            '\u{590}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}' => Self::Rtl,
            _ => Self::Ltr,
        }
    }
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
    /// [`Metadata::agencies`].
    Agency,
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
    /// [`Metadata::direction`].
    Direction,
    /// [`Metadata::image`].
    Image,
    /// [`Metadata::categories`].
    Category,
    /// [`Metadata::tags`].
    Tag,
    /// [`Metadata::license`].
    License,
    /// [`Metadata::access`].
    Access,
    /// [`Metadata::canonical_url`].
    CanonicalUrl,
}

impl Field {
    /// Every field, in the order in which [`Metadata`] has them.
    pub const ALL: &'static [Self] = &[
        Self::Title,
        Self::Subtitle,
        Self::Author,
        Self::Agency,
        Self::Published,
        Self::Modified,
        Self::SiteName,
        Self::Description,
        Self::Language,
        Self::Direction,
        Self::Image,
        Self::Category,
        Self::Tag,
        Self::License,
        Self::Access,
        Self::CanonicalUrl,
    ];

    /// The name, as in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Subtitle => "subtitle",
            Self::Author => "author",
            Self::Agency => "agency",
            Self::Published => "published",
            Self::Modified => "modified",
            Self::SiteName => "site_name",
            Self::Description => "description",
            Self::Language => "language",
            Self::Direction => "direction",
            Self::Image => "image",
            Self::Category => "category",
            Self::Tag => "tag",
            Self::License => "license",
            Self::Access => "access",
            Self::CanonicalUrl => "canonical_url",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A value found for a field.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Candidate {
    /// The value as found.
    pub value: String,
    /// Where it was found.
    pub source: Source,
    /// Why it cannot be the value, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejected: Option<Rejection>,
}

/// Why a candidate cannot be the value of its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rejection {
    /// A date later than the day on which the page was fetched.
    AfterFetch,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AfterFetch => f.write_str("later than the page was fetched"),
        }
    }
}

/// The value, its source and why it was rejected, on one line.
impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}  [{}]", self.value, self.source)?;
        match self.rejected {
            Some(why) => write!(f, "  rejected: {why}"),
            None => Ok(()),
        }
    }
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
    /// The text itself.
    Text,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rule(reason) => write!(f, "{reason}"),
            Self::Region(reason) => write!(f, "region ({reason})"),
            Self::JsonLd(path) => write!(f, "json-ld {path}"),
            Self::Meta(name) => write!(f, "meta {name}"),
            Self::Markup(mark) => write!(f, "mark-up {mark}"),
            Self::Url => f.write_str("address"),
            Self::Text => f.write_str("text"),
        }
    }
}

impl Metadata {
    /// Whether this candidate is the value of its field, or one of its values.
    #[must_use]
    pub fn is_winner(&self, field: Field, candidate: &Candidate) -> bool {
        let Some(first) = self.winning_source(field) else {
            return false;
        };
        candidate.source == *first && self.values(field).contains(&candidate.value)
    }

    /// Why the value of a field is what it is, in a sentence.
    #[must_use]
    pub fn reason(&self, field: Field) -> String {
        let Some(source) = self.winning_source(field) else {
            return "no candidate is usable".to_owned();
        };
        let list = self.candidates.get(&field).into_iter().flatten();
        let agree = list.filter(|c| c.source != *source && self.values(field).contains(&c.value));
        let agreed = match agree.count() {
            0 => String::new(),
            n => format!("; {n} more agree"),
        };
        match self.decisions.get(&field) {
            Some(decision) => format!("{source} {}{agreed}", decision.as_str()),
            None if agreed.is_empty() => {
                format!("{source} is the most trusted source that has a usable value")
            }
            None => format!("{source} is the most trusted source{agreed}"),
        }
    }

    /// The first source that has a value of the field.
    fn winning_source(&self, field: Field) -> Option<&Source> {
        let values = self.values(field);
        let list = self.candidates.get(&field)?;
        let winner = list.iter().find(|c| values.contains(&c.value));
        winner.map(|c| &c.source)
    }

    fn values(&self, field: Field) -> Vec<String> {
        let one = |value: &Option<String>| value.iter().cloned().collect();
        match field {
            Field::Title => one(&self.title),
            Field::Subtitle => one(&self.subtitle),
            Field::Author => self.authors.clone(),
            Field::Agency => self.agencies.clone(),
            Field::Published => one(&self.published),
            Field::Modified => one(&self.modified),
            Field::SiteName => one(&self.site_name),
            Field::Description => one(&self.description),
            Field::Language => one(&self.language),
            Field::Direction => match self.direction {
                Some(Direction::Rtl) => vec!["rtl".to_owned()],
                Some(Direction::Ltr) => vec!["ltr".to_owned()],
                None => Vec::new(),
            },
            Field::Image => self.image.iter().map(|i| i.url.clone()).collect(),
            Field::Category => self.categories.clone(),
            Field::Tag => self.tags.clone(),
            Field::License => one(&self.license),
            Field::Access => match self.access {
                Some(Access::Free) => vec!["free".to_owned()],
                Some(Access::Gated) => vec!["gated".to_owned()],
                None => Vec::new(),
            },
            Field::CanonicalUrl => one(&self.canonical_url),
        }
    }
}
