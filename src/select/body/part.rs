//! The parts that elements play.

use html5ever::{LocalName, local_name};

/// The part an element plays in the tree of blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    None,
    Heading(u8),
    List {
        ordered: bool,
    },
    Item,
    Quote,
    PullQuote,
    Attribution,
    Note(u32),
    Post,
    /// Its text only stands for what it shows.
    Card,
    /// The author put it between the paragraphs with an editor.
    Insert,
    Pre,
    Table,
    Row,
    Cell {
        header: bool,
    },
    TableCaption,
    Figure,
    Caption,
    Definitions,
    Term,
    Detail,
}

impl Kind {
    pub(super) fn is_quote(self) -> bool {
        matches!(self, Self::Quote | Self::PullQuote)
    }
}

/// The part an element plays in running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    None,
    Link,
    Emphasis,
    Strong,
    Strike,
    Quotation,
    Code,
    Subscript,
    Superscript,
    Math,
    Ruby,
    NoteRef(u32),
}

impl Mark {
    /// That of elements whose tag says it.
    pub(super) fn of_tag(tag: &LocalName) -> Self {
        match *tag {
            local_name!("a") => Self::Link,
            local_name!("em") | local_name!("i") | local_name!("cite") | local_name!("var") => {
                Self::Emphasis
            }
            local_name!("strong") | local_name!("b") => Self::Strong,
            local_name!("del") | local_name!("s") | local_name!("strike") => Self::Strike,
            local_name!("q") => Self::Quotation,
            local_name!("code") | local_name!("kbd") | local_name!("samp") | local_name!("tt") => {
                Self::Code
            }
            local_name!("sub") => Self::Subscript,
            local_name!("sup") => Self::Superscript,
            // Only those that hold TeX have text.
            local_name!("math") | local_name!("script") => Self::Math,
            local_name!("ruby") => Self::Ruby,
            _ if &**tag == "mjx-container" => Self::Math,
            _ => Self::None,
        }
    }
}
