//! What every element of the page would be in a body, found in one pass over the element table.

use html5ever::local_name;

use crate::segment::outline::{Element, ElementId, NONE};
use crate::select::source::Source;

/// Elements nested deeper in each other do not show in the output tree, so that walks over it may
/// recurse.
const MAX_DEPTH: u8 = 24;
const MAX_MARKS: u8 = 8;

/// The part an element plays in the tree of blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    None,
    Heading(u8),
    List { ordered: bool },
    Item,
    Quote,
    Post,
    Pre,
    Table,
    Row,
    Cell { header: bool },
    TableCaption,
    Figure,
    Caption,
    Definitions,
    Term,
    Detail,
}

/// The part an element plays in running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    None,
    Link,
    Emphasis,
    Strong,
    Strike,
    Code,
    Subscript,
    Superscript,
}

/// An element's parts, and where the next element above it with a part is.
#[derive(Debug, Clone, Copy)]
struct Entry {
    kind: Kind,
    mark: Mark,
    /// Nearest element with a kind, itself included.
    block: ElementId,
    /// Nearest element with a mark, itself included.
    inline: ElementId,
    depth: u8,
    marks: u8,
    /// Holds nothing but line numbers.
    gutter: bool,
}

const ROOT: Entry = Entry {
    kind: Kind::None,
    mark: Mark::None,
    block: NONE,
    inline: NONE,
    depth: 0,
    marks: 0,
    gutter: false,
};

#[derive(Debug)]
pub(crate) struct Plan<'a> {
    pub(super) source: &'a Source<'a>,
    entries: Vec<Entry>,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(source: &'a Source<'a>) -> Self {
        let tables = data_tables(source);
        let mut plan = Self {
            source,
            entries: Vec::with_capacity(source.outline.elements.len()),
        };
        for (id, element) in source.outline.elements.iter().enumerate() {
            let outer = plan.entry(element.parent);
            let entry = plan.plan(id as ElementId, element, outer, &tables);
            plan.entries.push(entry);
        }
        plan
    }

    fn plan(&self, id: ElementId, element: &Element, outer: Entry, tables: &[bool]) -> Entry {
        let mut entry = outer;
        let is_data = tables.get(id as usize).copied().unwrap_or_default();
        entry.kind = self.kind(id, element, outer.block, is_data);
        entry.mark = mark(element);
        entry.gutter |= self.is_gutter(id, element);
        if entry.kind != Kind::None && outer.depth < MAX_DEPTH {
            entry.depth += 1;
            entry.block = id;
        } else {
            entry.kind = Kind::None;
        }
        if entry.mark != Mark::None && outer.marks < MAX_MARKS && !self.is_marked(entry, outer) {
            entry.marks += 1;
            entry.inline = id;
        } else {
            entry.mark = Mark::None;
        }
        entry
    }

    /// Whether an element above has the same mark: bold inside bold is just bold.
    fn is_marked(&self, entry: Entry, outer: Entry) -> bool {
        self.marks(outer.inline).any(|(_, mark)| mark == entry.mark)
    }

    fn kind(&self, id: ElementId, element: &Element, above: ElementId, is_data: bool) -> Kind {
        let above = self.entry(above).kind;
        match element.tag {
            local_name!("h1") => Kind::Heading(1),
            local_name!("h2") => Kind::Heading(2),
            local_name!("h3") => Kind::Heading(3),
            local_name!("h4") => Kind::Heading(4),
            local_name!("h5") => Kind::Heading(5),
            local_name!("h6") => Kind::Heading(6),
            local_name!("ul") | local_name!("menu") | local_name!("dir") => {
                Kind::List { ordered: false }
            }
            local_name!("ol") => Kind::List { ordered: true },
            local_name!("li") if matches!(above, Kind::List { .. }) => Kind::Item,
            local_name!("blockquote") if self.is_post(id) => Kind::Post,
            local_name!("blockquote") => Kind::Quote,
            local_name!("pre") | local_name!("listing") | local_name!("xmp") => Kind::Pre,
            local_name!("table") if is_data => Kind::Table,
            local_name!("tr") if above == Kind::Table => Kind::Row,
            local_name!("td") if above == Kind::Row => Kind::Cell { header: false },
            local_name!("th") if above == Kind::Row => Kind::Cell { header: true },
            local_name!("caption") if above == Kind::Table => Kind::TableCaption,
            local_name!("figure") => Kind::Figure,
            local_name!("figcaption") if above == Kind::Figure => Kind::Caption,
            local_name!("div") if self.source.has_class(id, &["wp-caption"]) => Kind::Figure,
            local_name!("p") if self.source.has_class(id, &["wp-caption-text"]) => Kind::Caption,
            local_name!("dl") => Kind::Definitions,
            local_name!("dt") if above == Kind::Definitions => Kind::Term,
            local_name!("dd") if above == Kind::Definitions => Kind::Detail,
            _ => Kind::None,
        }
    }

    fn is_post(&self, id: ElementId) -> bool {
        const POSTS: [&str; 6] = [
            "twitter-tweet",
            "twitter-video",
            "instagram-media",
            "tiktok-embed",
            "bluesky-embed",
            "text-post-media",
        ];
        self.source.has_class(id, &POSTS)
    }

    fn is_gutter(&self, id: ElementId, element: &Element) -> bool {
        const GUTTERS: [&str; 9] = [
            "gutter",
            "lineno",
            "linenos",
            "line-number",
            "line-numbers",
            "linenumber",
            "blob-num",
            "hljs-ln-numbers",
            "rouge-gutter",
        ];
        let may = matches!(
            element.tag,
            local_name!("td") | local_name!("span") | local_name!("div") | local_name!("a")
        );
        may && self.source.has_class(id, &GUTTERS)
    }

    fn entry(&self, id: ElementId) -> Entry {
        self.entries.get(id as usize).copied().unwrap_or(ROOT)
    }

    pub(super) fn kind_of(&self, id: ElementId) -> Kind {
        self.entry(id).kind
    }

    pub(super) fn is_line_number(&self, id: ElementId) -> bool {
        self.entry(id).gutter
    }

    /// The elements with a kind that hold `element`, outermost first.
    pub(super) fn path(&self, element: ElementId) -> Vec<ElementId> {
        let up = |id: &ElementId| Some(self.entry(self.parent(*id)).block).filter(|&b| b != NONE);
        let first = Some(self.entry(element).block).filter(|&b| b != NONE);
        let mut path: Vec<_> = std::iter::successors(first, up).collect();
        path.reverse();
        path
    }

    /// The marks that hold `element`, innermost first.
    pub(super) fn marks(&self, element: ElementId) -> impl Iterator<Item = (ElementId, Mark)> + '_ {
        let up = |id: &ElementId| Some(self.entry(self.parent(*id)).inline).filter(|&m| m != NONE);
        let first = Some(self.entry(element).inline).filter(|&m| m != NONE);
        std::iter::successors(first, up).map(|id| (id, self.entry(id).mark))
    }

    fn parent(&self, id: ElementId) -> ElementId {
        let element = self.source.outline.elements.get(id as usize);
        element.map_or(NONE, |e| e.parent)
    }
}

fn mark(element: &Element) -> Mark {
    match element.tag {
        local_name!("a") => Mark::Link,
        local_name!("em") | local_name!("i") | local_name!("cite") | local_name!("var") => {
            Mark::Emphasis
        }
        local_name!("strong") | local_name!("b") => Mark::Strong,
        local_name!("del") | local_name!("s") | local_name!("strike") => Mark::Strike,
        local_name!("code") | local_name!("kbd") | local_name!("samp") | local_name!("tt") => {
            Mark::Code
        }
        local_name!("sub") => Mark::Subscript,
        local_name!("sup") => Mark::Superscript,
        _ => Mark::None,
    }
}

/// What speaks for and against a table being a table, not a layout.
#[derive(Debug, Clone, Copy, Default)]
struct Shape {
    rows: u32,
    cells: u32,
    columns: u32,
    header: bool,
    layout: bool,
}

/// Which elements are tables of data.
fn data_tables(source: &Source<'_>) -> Vec<bool> {
    let elements = &source.outline.elements;
    let mut table_of: Vec<ElementId> = Vec::with_capacity(elements.len());
    let mut shapes = vec![Shape::default(); elements.len()];
    for (id, element) in elements.iter().enumerate() {
        let outer = table_of
            .get(element.parent as usize)
            .copied()
            .unwrap_or(NONE);
        let is_table = element.tag == local_name!("table");
        table_of.push(if is_table { id as ElementId } else { outer });
        if is_table {
            let role = source.attr(id as ElementId, "role").unwrap_or_default();
            shapes[id].layout = matches!(role, "presentation" | "none");
        }
        if let Some(shape) = shapes.get_mut(outer as usize) {
            count(shape, element);
        }
    }
    shapes.iter().map(Shape::is_data).collect()
}

fn count(shape: &mut Shape, element: &Element) {
    match element.tag {
        local_name!("table") => shape.layout = true,
        local_name!("caption") => shape.header = true,
        local_name!("tr") => {
            shape.rows += 1;
            shape.cells = 0;
        }
        local_name!("td") | local_name!("th") => {
            shape.header |= element.tag == local_name!("th");
            shape.cells += 1;
            shape.columns = shape.columns.max(shape.cells);
        }
        _ => {}
    }
}

impl Shape {
    fn is_data(&self) -> bool {
        !self.layout && self.columns >= 2 && (self.rows >= 2 || self.header)
    }
}
