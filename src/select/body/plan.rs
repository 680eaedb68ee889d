//! What every element of the page would be in a body, found in one pass over the element table.

use foldhash::HashMap;
use html5ever::local_name;

use super::classes::{
    ATTRIBUTIONS, CAPTIONS, CODES, CONTROLS, FIGURES, FORMULAS, GUTTERS, INSERTS, POST_BOXES,
    POSTS, PULL_QUOTES,
};
use super::footnotes::Notes;
pub(super) use super::part::{Kind, Mark};
use super::{card, standins, tables};
use crate::article::Embed;
use crate::segment::outline::{Element, ElementId, NONE};
use crate::select::source::Source;

/// Elements nested deeper in each other do not show in the output tree, so that walks over it may
/// recurse.
const MAX_DEPTH: u8 = 24;
const MAX_MARKS: u8 = 8;
/// Elements of an `aside` among which the quotation may be that it holds.
const MOST_AROUND_QUOTE: usize = 4;
/// What microdata calls the likes and replies of a post.
const COUNTS: [&str; 2] = ["interactionStatistic", "interactionCount"];

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
    /// A link or sign that says nothing.
    control: bool,
}

const ROOT: Entry = Entry {
    kind: Kind::None,
    mark: Mark::None,
    block: NONE,
    inline: NONE,
    depth: 0,
    marks: 0,
    gutter: false,
    control: false,
};

#[derive(Debug)]
pub(crate) struct Plan<'a> {
    pub(crate) source: &'a Source<'a>,
    entries: Vec<Entry>,
    pub(super) notes: Notes,
    /// What cards lead to.
    cards: HashMap<ElementId, Embed>,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(source: &'a Source<'a>) -> Self {
        let tables = tables::data_tables(source);
        let mut plan = Self {
            source,
            entries: Vec::with_capacity(source.outline.elements.len()),
            notes: Notes::find(source),
            cards: HashMap::default(),
        };
        for (id, element) in source.outline.elements.iter().enumerate() {
            let outer = plan.entry(element.parent);
            let entry = plan.plan(id as ElementId, element, outer, &tables);
            plan.entries.push(entry);
        }
        plan
    }

    fn plan(&mut self, id: ElementId, element: &Element, outer: Entry, tables: &[bool]) -> Entry {
        if self.is_plain(id, element) {
            return Entry {
                kind: Kind::None,
                mark: Mark::None,
                ..outer
            };
        }
        let mut entry = outer;
        let is_data = tables.get(id as usize).copied().unwrap_or_default();
        entry.kind = self.kind(id, element, outer.block, is_data);
        entry.mark = self.mark(id, element);
        entry.gutter |= self.is_gutter(id, element);
        entry.control |= self.notes.is_back(id)
            || self.source.has_class(id, CONTROLS)
            || COUNTS.contains(&self.source.item(id).1)
            || self.is_anchor(id, element, outer);
        if entry.kind != Kind::None && outer.depth < MAX_DEPTH {
            entry.depth += 1;
            entry.block = id;
        } else {
            entry.kind = Kind::None;
        }
        let is_quoted_whole = entry.kind == Kind::PullQuote && entry.mark == Mark::Quotation;
        if entry.mark != Mark::None
            && !is_quoted_whole
            && outer.marks < MAX_MARKS
            && !self.is_marked(entry, outer)
        {
            entry.marks += 1;
            entry.inline = id;
        } else {
            entry.mark = Mark::None;
        }
        entry
    }

    /// Whether an element only holds others: most do, and nothing more is asked of them.
    fn is_plain(&self, id: ElementId, element: &Element) -> bool {
        let is_box = matches!(
            element.tag,
            local_name!("div") | local_name!("p") | local_name!("section") | local_name!("span")
        );
        is_box && self.source.is_unknown(id) && !self.notes.names(id)
    }

    /// Whether an element above has the same mark: bold inside bold is just bold, but a quotation in a
    /// quotation is another one.
    fn is_marked(&self, entry: Entry, outer: Entry) -> bool {
        entry.mark != Mark::Quotation
            && self.marks(outer.inline).any(|(_, mark)| mark == entry.mark)
    }

    fn kind(&mut self, id: ElementId, element: &Element, above: ElementId, is_data: bool) -> Kind {
        let above = self.entry(above).kind;
        if matches!(above, Kind::Pre | Kind::Card) {
            return Kind::None;
        }
        if let Some(number) = self.notes.number_of_note(id) {
            return Kind::Note(number);
        }
        if self.is_card(id) {
            return Kind::Card;
        }
        if self.is_pull_quote(id, element) {
            return Kind::PullQuote;
        }
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
            local_name!("blockquote") if above == Kind::Post => Kind::None,
            local_name!("blockquote") if self.source.has_class(id, POSTS) => Kind::Post,
            local_name!("div") if self.is_post_box(id, element) => Kind::Post,
            local_name!("blockquote") => Kind::Quote,
            _ if self.is_attribution(id, element, above) => Kind::Attribution,
            local_name!("pre") | local_name!("listing") | local_name!("xmp") => Kind::Pre,
            local_name!("table") | local_name!("div") if self.source.has_class(id, CODES) => {
                Kind::Pre
            }
            _ if self.source.has_class(id, INSERTS) => Kind::Insert,
            _ if self.is_figure(id, element) => Kind::Figure,
            _ if self.is_caption(id, element) => Kind::Caption,
            local_name!("table") if is_data => Kind::Table,
            local_name!("tr") if above == Kind::Table => Kind::Row,
            local_name!("td") if above == Kind::Row => Kind::Cell { header: false },
            local_name!("th") if above == Kind::Row => Kind::Cell { header: true },
            local_name!("caption") if above == Kind::Table => Kind::TableCaption,
            local_name!("figure") => Kind::Figure,
            local_name!("figcaption") if above == Kind::Figure => Kind::Caption,
            local_name!("dl") => Kind::Definitions,
            local_name!("dt") if above == Kind::Definitions => Kind::Term,
            local_name!("dd") if above == Kind::Definitions => Kind::Detail,
            _ => Kind::None,
        }
    }

    /// Whether an element shows something instead of its text. What a card leads to is kept.
    fn is_card(&mut self, id: ElementId) -> bool {
        if let Some(card) = card::of(self.source, id) {
            self.cards.insert(id, card);
            return true;
        }
        standins::unloaded(self.source, id).is_some()
    }

    fn is_pull_quote(&self, id: ElementId, element: &Element) -> bool {
        let may = matches!(
            element.tag,
            local_name!("aside")
                | local_name!("blockquote")
                | local_name!("div")
                | local_name!("figure")
                | local_name!("p")
                | local_name!("q")
        );
        may && (self.source.has_class(id, PULL_QUOTES) || self.is_quote_aside(id, element))
    }

    /// Whether an `aside` holds a quotation and nothing else, as pull quotes without a name do.
    fn is_quote_aside(&self, id: ElementId, element: &Element) -> bool {
        let outline = self.source.outline;
        let mut below = (id..element.end).skip(1).take(MOST_AROUND_QUOTE);
        element.tag == local_name!("aside")
            && !element.blocks.is_empty()
            && below.any(|id| {
                let inner = outline.element(id);
                inner.tag == local_name!("blockquote") && inner.blocks == element.blocks
            })
    }

    fn is_post_box(&self, id: ElementId, element: &Element) -> bool {
        !element.blocks.is_empty() && self.source.has_class(id, POST_BOXES)
    }

    fn is_figure(&self, id: ElementId, element: &Element) -> bool {
        let may = matches!(
            element.tag,
            local_name!("div") | local_name!("dl") | local_name!("table")
        );
        may && self.source.has_class(id, FIGURES)
    }

    fn is_caption(&self, id: ElementId, element: &Element) -> bool {
        let may = matches!(
            element.tag,
            local_name!("p") | local_name!("div") | local_name!("dd") | local_name!("td")
        );
        may && self.source.has_class(id, CAPTIONS)
    }

    fn is_attribution(&self, id: ElementId, element: &Element, above: Kind) -> bool {
        let is_named = || {
            let may = matches!(element.tag, local_name!("div") | local_name!("p"));
            may && self.source.has_class(id, ATTRIBUTIONS)
        };
        match above.is_quote() {
            true => element.tag == local_name!("footer") || is_named(),
            false => is_named() && self.is_after_quote(element),
        }
    }

    /// Whether the block before the element is quoted.
    fn is_after_quote(&self, element: &Element) -> bool {
        let before = (element.blocks.start as usize).checked_sub(1);
        let before = before.and_then(|at| self.source.outline.blocks.get(at));
        before.is_some_and(|before| self.is_in(before.element, Kind::Quote))
    }

    fn mark(&self, id: ElementId, element: &Element) -> Mark {
        if let Some(number) = self.notes.number_of_reference(id) {
            return Mark::NoteRef(number);
        }
        match element.tag {
            local_name!("span") | local_name!("div") if self.source.has_class(id, FORMULAS) => {
                Mark::Math
            }
            _ => Mark::of_tag(&element.tag),
        }
    }

    /// Whether a link in a heading is a sign that leads to the heading.
    fn is_anchor(&self, id: ElementId, element: &Element, outer: Entry) -> bool {
        if element.tag != local_name!("a") || !matches!(self.kind_of(outer.block), Kind::Heading(_))
        {
            return false;
        }
        let href = self.source.attr(id, "href");
        let texts = self
            .source
            .node(id)
            .into_iter()
            .flat_map(|node| node.texts());
        let mut texts = texts.take(4);
        href.is_some_and(|href| self.source.fragment(href).is_some())
            && !texts.any(|text| text.contains(char::is_alphanumeric))
    }

    fn is_gutter(&self, id: ElementId, element: &Element) -> bool {
        let may = matches!(
            element.tag,
            local_name!("td")
                | local_name!("span")
                | local_name!("div")
                | local_name!("a")
                | local_name!("pre")
        );
        may && self.source.has_class(id, GUTTERS)
    }

    fn entry(&self, id: ElementId) -> Entry {
        self.entries.get(id as usize).copied().unwrap_or(ROOT)
    }

    pub(super) fn kind_of(&self, id: ElementId) -> Kind {
        self.entry(id).kind
    }

    pub(super) fn card(&self, id: ElementId) -> Option<&Embed> {
        self.cards.get(&id)
    }

    pub(super) fn is_line_number(&self, id: ElementId) -> bool {
        self.entry(id).gutter
    }

    pub(super) fn is_control(&self, id: ElementId) -> bool {
        self.entry(id).control
    }

    pub(super) fn is_in(&self, element: ElementId, kind: Kind) -> bool {
        self.up(element).any(|id| self.kind_of(id) == kind)
    }

    /// The elements with a kind that hold `element`, outermost first.
    pub(super) fn path(&self, element: ElementId) -> Vec<ElementId> {
        let mut path: Vec<_> = self.up(element).collect();
        path.reverse();
        path
    }

    /// The same, innermost first.
    pub(super) fn up(&self, element: ElementId) -> impl Iterator<Item = ElementId> + '_ {
        let up = |id: &ElementId| Some(self.entry(self.parent(*id)).block).filter(|&b| b != NONE);
        let first = Some(self.entry(element).block).filter(|&b| b != NONE);
        std::iter::successors(first, up)
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
