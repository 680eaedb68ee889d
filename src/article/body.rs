use serde::Serialize;

/// The text of an article as a tree.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Body {
    /// Blocks in document order.
    pub blocks: Vec<Block>,
}

impl Body {
    /// Whether there is no text and no picture.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

/// A block of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
#[non_exhaustive]
pub enum Block {
    /// A heading.
    #[non_exhaustive]
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A paragraph.
    #[non_exhaustive]
    Paragraph {
        /// Its text.
        content: Vec<Inline>,
    },
    /// A list.
    List(List),
    /// Terms with their explanations.
    #[non_exhaustive]
    Definitions {
        /// In document order.
        items: Vec<Definition>,
    },
    /// A quotation.
    #[non_exhaustive]
    Quote {
        /// What is quoted.
        blocks: Vec<Block>,
        /// Whom or what is quoted, if the page names it apart; without the dash before it.
        attribution: Vec<Inline>,
        /// Address of the source, if the page names it.
        cite: Option<String>,
    },
    /// A table.
    Table(Table),
    /// Preformatted text, usually code.
    #[non_exhaustive]
    Code {
        /// The text with its line breaks.
        text: String,
        /// The programming language, if the page names it.
        language: Option<String>,
    },
    /// Images with a caption.
    Figure(Figure),
    /// A post, video or other thing of another site; in a box, since other blocks are half as large.
    Embed(Box<Embed>),
    /// A formula on lines of its own.
    #[non_exhaustive]
    Math {
        /// The formula.
        math: Math,
    },
    /// Footnotes; the text refers to them by [`Inline::FootnoteReference`].
    #[non_exhaustive]
    Footnotes {
        /// In document order.
        notes: Vec<Footnote>,
    },
    /// A thematic break (`hr`).
    Rule,
}

/// A footnote or endnote.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Footnote {
    /// Its number in this article, from 1.
    pub number: u32,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A formula.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Math {
    /// The formula as TeX, if the page has it so.
    pub tex: Option<String>,
    /// The formula as characters in a row.
    pub text: String,
}

/// A list; nested lists are blocks of an item.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct List {
    /// Numbered or not.
    pub ordered: bool,
    /// Number of the first item; it may be below zero.
    pub start: i32,
    /// The number of each item, where they do not just count up from the first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<i32>,
    /// How the numbers are written.
    #[serde(skip_serializing_if = "Numerals::is_decimal")]
    pub numerals: Numerals,
    /// For each item whether it is done, or nothing for an item that is no task; empty where none is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checked: Vec<Option<bool>>,
    /// The blocks of each item.
    pub items: Vec<Vec<Block>>,
}

/// How the numbers of a [`List`] are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Numerals {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// a, b, c.
    LowerAlpha,
    /// A, B, C.
    UpperAlpha,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
}

impl Numerals {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
    fn is_decimal(&self) -> bool {
        *self == Self::Decimal
    }
}

impl List {
    /// The number of the item at this index.
    #[must_use]
    pub fn number(&self, index: usize) -> i64 {
        let stated = self.numbers.get(index).copied().map(i64::from);
        stated.unwrap_or(i64::from(self.start) + index as i64)
    }

    /// Whether the task at this index is done; nothing for an item that is none.
    #[must_use]
    pub fn is_done(&self, index: usize) -> Option<bool> {
        self.checked.get(index).copied().flatten()
    }
}

/// A term of a definition list, or an explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
#[non_exhaustive]
pub enum Definition {
    /// What is explained.
    #[non_exhaustive]
    Term {
        /// Its text.
        content: Vec<Inline>,
    },
    /// The explanation of the terms before it.
    #[non_exhaustive]
    Detail {
        /// Its blocks.
        blocks: Vec<Block>,
    },
}

/// A thing of another site that the page shows in a frame or as a quotation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Embed {
    /// What it is.
    pub kind: EmbedKind,
    /// The site it comes from: `youtube`, `x`, or a host.
    pub provider: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// What its frame is called.
    pub title: Option<String>,
    /// Its text, if the page has it.
    pub blocks: Vec<Block>,
    /// The caption, which is the page's.
    pub caption: Vec<Inline>,
}

impl Embed {
    /// What its address is shown as.
    pub(crate) fn name(&self) -> &str {
        let named = self.title.as_deref().or(self.provider.as_deref());
        named.unwrap_or("embed")
    }
}

/// The sort of an [`Embed`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EmbedKind {
    /// A moving picture.
    Video,
    /// Sound only.
    Audio,
    /// A post of a social network.
    Post,
    /// A map.
    Map,
    /// A preview of another page, with its title, or of a file.
    Link,
    /// Anything else in a frame.
    #[default]
    Frame,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Table {
    /// The caption.
    pub caption: Vec<Inline>,
    /// The rows.
    pub rows: Vec<TableRow>,
}

/// A row of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct TableRow {
    /// The cells.
    pub cells: Vec<TableCell>,
}

/// A cell of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct TableCell {
    /// Whether it is a header cell.
    pub header: bool,
    /// Columns it spans, at least 1.
    pub colspan: u16,
    /// Rows it spans, at least 1.
    pub rowspan: u16,
    /// What is in it.
    pub blocks: Vec<Block>,
}

/// Images with a caption.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Figure {
    /// The images.
    pub images: Vec<Image>,
    /// Caption, with the credit where the page has it in there.
    pub caption: Vec<Inline>,
    /// Whether the page has the caption above the images.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub caption_above: bool,
    /// Who made the picture, if the page marks it.
    pub credit: Option<String>,
}

/// An image.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Image {
    /// Its address, absolute if the page's address is known.
    pub url: String,
    /// The text for those who do not see it.
    pub alt: String,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
#[non_exhaustive]
pub enum Inline {
    /// Plain text.
    #[non_exhaustive]
    Text {
        /// The text; white space is collapsed.
        text: String,
    },
    /// A link.
    #[non_exhaustive]
    Link {
        /// Its address, absolute if the page's address is known.
        url: String,
        /// Its text.
        content: Vec<Inline>,
    },
    /// Stressed text (`em`, `i`).
    #[non_exhaustive]
    Emphasis {
        /// The text.
        content: Vec<Inline>,
    },
    /// Strong text (`strong`, `b`).
    #[non_exhaustive]
    Strong {
        /// The text.
        content: Vec<Inline>,
    },
    /// Text that was struck out (`del`, `s`).
    #[non_exhaustive]
    Strike {
        /// The text.
        content: Vec<Inline>,
    },
    /// Text that is quoted within a paragraph (`q`).
    #[non_exhaustive]
    Quotation {
        /// The text, without marks.
        content: Vec<Inline>,
        /// The mark before it, as the page's language has it.
        open: char,
        /// The mark behind it.
        close: char,
    },
    /// Lowered text.
    #[non_exhaustive]
    Subscript {
        /// The text.
        content: Vec<Inline>,
    },
    /// Raised text.
    #[non_exhaustive]
    Superscript {
        /// The text.
        content: Vec<Inline>,
    },
    /// Code in running text.
    #[non_exhaustive]
    Code {
        /// The code.
        text: String,
    },
    /// A formula.
    #[non_exhaustive]
    Math {
        /// The formula.
        math: Math,
    },
    /// The mark in the text that refers to a footnote.
    #[non_exhaustive]
    FootnoteReference {
        /// [`Footnote::number`].
        number: u32,
        /// The mark as the page has it, such as `[1]` or `*`.
        mark: String,
    },
    /// Text with small characters above it that give its pronunciation (`ruby`).
    #[non_exhaustive]
    Ruby {
        /// The text.
        base: String,
        /// The characters above it.
        annotation: String,
    },
    /// An image in running text.
    Image(Image),
    /// A line break.
    Break,
}
