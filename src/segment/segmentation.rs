use std::ops::Range;

use serde::Serialize;

use super::{Label, Reading, Reason, RegionKind, outline::Outline};
use crate::extractor::Focus;

/// Every piece of visible text of a page, labelled.
///
/// The regions partition the page: their texts, in order, are the page's visible text.
///
/// ```
/// use unhusk::{Extractor, Page, RegionKind};
///
/// let page = Page::from_html(
///     "<nav><ul><li><a href=/>Home</a><li><a href=/news>News</a></ul></nav>
///      <main><h1>The bridge is open</h1>
///      <p>After two years of work the bridge over the river opened today, said the mayor.</p>
///      <p>It will be used by ten thousand cars a day, and by cyclists, who waited long.</p></main>",
/// );
/// let segmentation = Extractor::default().segment(&page);
/// assert_eq!(segmentation.of_kind(RegionKind::Nav).next().unwrap().text(), "Home");
/// let mut body = segmentation.of_kind(RegionKind::Body);
/// assert!(body.any(|region| region.text().starts_with("After two years")));
/// assert!(segmentation.text().starts_with("Home\nNews\nThe bridge is open\nAfter two years"));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Segmentation {
    text: String,
    entries: Vec<Entry>,
    reading: Reading,
}

#[derive(Debug, Clone, PartialEq)]
struct Entry {
    text: Range<u32>,
    kind: RegionKind,
    reason: Reason,
    confidence: f32,
    line: u32,
}

impl Entry {
    fn label(&mut self, label: &Label) {
        self.kind = label.kind;
        self.reason = label.reason();
        self.confidence = label.confidence;
    }
}

impl Segmentation {
    pub(crate) fn new(outline: Outline, labels: Vec<Label>, reading: Reading) -> Self {
        let entries = outline
            .blocks
            .iter()
            .zip(labels)
            .map(|(block, label)| Entry {
                text: block.text.clone(),
                kind: label.kind,
                reason: label.reason(),
                confidence: label.confidence,
                line: block.line,
            });
        Self {
            entries: entries.collect(),
            text: outline.text,
            reading,
        }
    }

    /// The same page cut by another focus: more or less of the text is body. Nothing is labelled
    /// again; only the cut moves, and what a rule says stays.
    ///
    /// ```
    /// use unhusk::{Extractor, Focus, Page, RegionKind};
    ///
    /// let page = Page::from_html("<h1>Open</h1><p>The bridge over the river opened today.</p>");
    /// let balanced = Extractor::default().segment(&page);
    /// let recall = balanced.clone().with_focus(Focus::Recall);
    /// let body = |s: &unhusk::Segmentation| s.of_kind(RegionKind::Body).count();
    /// assert!(body(&recall) >= body(&balanced));
    /// ```
    #[must_use]
    pub fn with_focus(mut self, focus: Focus) -> Self {
        let labels = self.reading.labels(focus);
        for (entry, label) in self.entries.iter_mut().zip(labels) {
            entry.label(&label);
        }
        self
    }

    /// The regions in document order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Region<'_>> {
        self.entries.iter().map(|entry| Region {
            text: &self.text,
            entry,
        })
    }

    /// The regions of one kind, in document order.
    pub fn of_kind(&self, kind: RegionKind) -> impl Iterator<Item = Region<'_>> {
        self.iter().filter(move |region| region.kind() == kind)
    }

    /// All visible text, one region a line.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.trim_end_matches('\n')
    }
}

/// A labelled piece of a page: one block of text.
#[derive(Debug, Clone, Copy)]
pub struct Region<'a> {
    text: &'a str,
    entry: &'a Entry,
}

impl<'a> Region<'a> {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> RegionKind {
        self.entry.kind
    }

    /// Why it is taken for that.
    #[must_use]
    pub fn reason(&self) -> &'a Reason {
        &self.entry.reason
    }

    /// Probability that the kind is right, 0 to 1.
    #[must_use]
    pub fn confidence(&self) -> f32 {
        self.entry.confidence
    }

    /// The text, white space collapsed (except in preformatted text).
    #[must_use]
    pub fn text(&self) -> &'a str {
        let range = &self.entry.text;
        self.text
            .get(range.start as usize..range.end as usize)
            .unwrap_or_default()
    }

    /// The line it stands on in a text dump, from 1; `None` in HTML.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        (self.entry.line > 0).then_some(self.entry.line as usize)
    }
}

impl Serialize for Region<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("Region", 4)?;
        out.serialize_field("label", &self.kind())?;
        out.serialize_field("reason", &self.reason().to_string())?;
        out.serialize_field("confidence", &self.confidence())?;
        out.serialize_field("text", self.text())?;
        out.end()
    }
}

impl Serialize for Segmentation {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
