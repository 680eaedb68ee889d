//! The tree in memory: all nodes in one list, all attributes in another, all text in one string.
//! Less than half the size of `scraper`'s, and nothing to allocate for a node.

use std::num::NonZeroU32;

use html5ever::{LocalName, Namespace, QualName, ns};

/// More attributes than this are left out: `body` and `html` gather those of all their tags.
const MAX_ATTRIBUTES: usize = 512;

/// What an attribute takes of the room for attributes besides its value.
const ATTRIBUTE_COST: usize = 2;
/// Room for attributes that every page has, however small.
const LEAST_ROOM: usize = 1 << 16;

/// The place of a node in its tree, from one, in the order of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(NonZeroU32);

#[derive(Debug)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Entry>,
    attributes: Vec<Attribute>,
    /// Texts and values of attributes, in the order of the source.
    pub(super) text: String,
    /// Texts that others had been written behind when they grew.
    grown: Vec<String>,
    /// Bytes left for attributes. Those of the page itself never need as many, but formatting
    /// elements left open are made anew in every paragraph, with all their attributes.
    room: usize,
    /// Attributes were left out for want of room.
    pub(super) is_cut: bool,
}

/// A node and its neighbours.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) parent: Option<NodeId>,
    pub(super) previous: Option<NodeId>,
    pub(super) next: Option<NodeId>,
    pub(super) first: Option<NodeId>,
    pub(super) last: Option<NodeId>,
    /// How many nodes were around it when it was placed.
    pub(super) depth: u32,
    pub(super) data: Data,
}

#[derive(Debug)]
pub(super) enum Data {
    /// The document, or something without text.
    Other,
    Element(Named),
    Text(Span),
    /// Number of a text that grew where there was no room.
    Grown(u32),
}

/// The name of an element, and where its attributes are.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) name: LocalName,
    start: u32,
    count: u16,
    space: Space,
}

/// The namespaces that the tree builder knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    Html,
    MathMl,
    Svg,
}

/// Attributes with a prefix have it in their name: `xlink:href`.
#[derive(Debug, Clone)]
pub(super) struct Attribute {
    pub(super) name: LocalName,
    pub(super) value: Span,
}

/// Bytes of [`Tree::text`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

impl NodeId {
    pub(super) const DOCUMENT: Self = Self(NonZeroU32::MIN);

    #[inline]
    pub(super) fn index(self) -> usize {
        self.0.get() as usize - 1
    }

    #[inline]
    fn at(index: usize) -> Self {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        Self(NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN))
    }
}

impl Space {
    #[inline]
    pub(super) fn name(self) -> &'static Namespace {
        static HTML: Namespace = ns!(html);
        static MATHML: Namespace = ns!(mathml);
        static SVG: Namespace = ns!(svg);
        match self {
            Self::Html => &HTML,
            Self::MathMl => &MATHML,
            Self::Svg => &SVG,
        }
    }

    pub(super) fn of(name: &Namespace) -> Self {
        match *name {
            ns!(mathml) => Self::MathMl,
            ns!(svg) => Self::Svg,
            _ => Self::Html,
        }
    }
}

impl Named {
    pub(super) fn namespace(&self) -> &'static Namespace {
        self.space.name()
    }
}

impl Tree {
    /// A document without content, with room for so many nodes, of a page of so many bytes.
    pub(super) fn with_capacity(nodes: usize, text: usize) -> Self {
        let mut tree = Self {
            nodes: Vec::with_capacity(nodes.saturating_add(1)),
            attributes: Vec::with_capacity(nodes),
            text: String::with_capacity(text),
            grown: Vec::new(),
            room: text.saturating_mul(2).saturating_add(LEAST_ROOM),
            is_cut: false,
        };
        tree.create_other();
        tree
    }

    #[inline]
    pub(super) fn entry(&self, id: NodeId) -> &Entry {
        &self.nodes[id.index()]
    }

    /// Of all nodes, in the order in which they were made.
    pub(super) fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len()).map(NodeId::at)
    }

    #[inline]
    pub(super) fn attributes(&self, element: &Named) -> &[Attribute] {
        let start = element.start as usize;
        let range = start..start + usize::from(element.count);
        self.attributes.get(range).unwrap_or_default()
    }

    #[inline]
    pub(super) fn grown(&self, number: u32) -> &str {
        self.grown.get(number as usize).map_or("", String::as_str)
    }

    #[inline]
    pub(super) fn slice(&self, span: Span) -> &str {
        let range = span.start as usize..span.end as usize;
        self.text.get(range).unwrap_or_default()
    }

    /// An element that stands nowhere yet. The list of its attributes is emptied.
    pub(super) fn create_element(
        &mut self,
        name: LocalName,
        space: Space,
        attributes: &mut Vec<html5ever::Attribute>,
    ) -> NodeId {
        let start = self.attributes.len();
        attributes.truncate(MAX_ATTRIBUTES);
        for attribute in attributes.drain(..) {
            self.push_attribute(attribute);
        }
        self.create(Data::Element(Named {
            name,
            space,
            start: number(start),
            count: u16::try_from(self.attributes.len() - start).unwrap_or(0),
        }))
    }

    /// Adds those attributes that the element does not have.
    pub(super) fn add_attributes(&mut self, id: NodeId, attributes: Vec<html5ever::Attribute>) {
        let start = self.attributes.len();
        let Data::Element(element) = &self.entry(id).data else {
            return;
        };
        let own = self.attributes(element);
        let has = |name: &QualName| own.iter().any(|own| own.name == name.local);
        let missing = attributes.into_iter().filter(|a| !has(&a.name));
        let room = MAX_ATTRIBUTES.saturating_sub(own.len());
        let missing: Vec<_> = missing.take(room).collect();
        if missing.is_empty() {
            return;
        }
        let own = own.to_vec();
        self.attributes.extend(own);
        for attribute in missing {
            self.push_attribute(attribute);
        }
        let count = u16::try_from(self.attributes.len() - start).unwrap_or(0);
        if let Data::Element(element) = &mut self.nodes[id.index()].data {
            (element.start, element.count) = (number(start), count);
        }
    }

    pub(super) fn create_other(&mut self) -> NodeId {
        self.create(Data::Other)
    }

    /// Gives back the room that was not needed.
    pub(super) fn trim(&mut self) {
        self.nodes.shrink_to_fit();
        self.attributes.shrink_to_fit();
        self.text.shrink_to_fit();
    }

    pub(super) fn append(&mut self, parent: NodeId, child: NodeId) {
        self.detach(child);
        let last = self.entry(parent).last;
        self.link(child, parent, (last, None));
    }

    pub(super) fn append_text(&mut self, parent: NodeId, text: &str) {
        let last = self.entry(parent).last;
        if !self.grow(last, text) {
            let child = self.create_text(text);
            self.link(child, parent, (last, None));
        }
    }

    /// Nothing, if the sibling has no parent.
    pub(super) fn insert_before(&mut self, sibling: NodeId, child: NodeId) {
        self.detach(child);
        let (Some(parent), previous) = self.before(sibling) else {
            return;
        };
        self.link(child, parent, (previous, Some(sibling)));
    }

    /// As [`insert_before`](Self::insert_before).
    pub(super) fn insert_text_before(&mut self, sibling: NodeId, text: &str) {
        let (Some(parent), previous) = self.before(sibling) else {
            return;
        };
        if !self.grow(previous, text) {
            let child = self.create_text(text);
            self.link(child, parent, (previous, Some(sibling)));
        }
    }

    pub(super) fn detach(&mut self, id: NodeId) {
        let entry = &mut self.nodes[id.index()];
        let Some(parent) = entry.parent.take() else {
            return;
        };
        let (previous, next) = (entry.previous.take(), entry.next.take());
        self.join(parent, previous, next);
    }

    pub(super) fn move_children(&mut self, from: NodeId, to: NodeId) {
        while let Some(child) = self.entry(from).first {
            self.append(to, child);
        }
    }

    fn before(&self, sibling: NodeId) -> (Option<NodeId>, Option<NodeId>) {
        let entry = self.entry(sibling);
        (entry.parent, entry.previous)
    }

    fn create(&mut self, data: Data) -> NodeId {
        self.nodes.push(Entry {
            parent: None,
            previous: None,
            next: None,
            first: None,
            last: None,
            depth: 0,
            data,
        });
        NodeId::at(self.nodes.len() - 1)
    }

    fn create_text(&mut self, text: &str) -> NodeId {
        let span = self.push_text(text);
        self.create(Data::Text(span))
    }

    fn push_text(&mut self, text: &str) -> Span {
        let start = number(self.text.len());
        self.text.push_str(text);
        let end = number(self.text.len());
        Span { start, end }
    }

    fn push_attribute(&mut self, attribute: html5ever::Attribute) {
        let cost = attribute.value.len() + ATTRIBUTE_COST;
        let Some(room) = self.room.checked_sub(cost) else {
            self.is_cut = true;
            return;
        };
        self.room = room;
        let name = match attribute.name.prefix {
            Some(prefix) if !prefix.is_empty() => {
                format!("{prefix}:{}", attribute.name.local).into()
            }
            _ => attribute.name.local,
        };
        let value = self.push_text(&attribute.value);
        self.attributes.push(Attribute { name, value });
    }

    /// Adds to a text; whether the node is one.
    fn grow(&mut self, node: Option<NodeId>, text: &str) -> bool {
        let Some(id) = node else { return false };
        let end = number(self.text.len());
        let grown = match &mut self.nodes[id.index()].data {
            Data::Text(span) if span.end == end => {
                self.text.push_str(text);
                span.end = number(self.text.len());
                return true;
            }
            Data::Grown(grown) => *grown,
            Data::Text(span) => {
                let span = *span;
                self.grown.push(self.slice(span).to_owned());
                number(self.grown.len() - 1)
            }
            _ => return false,
        };
        self.nodes[id.index()].data = Data::Grown(grown);
        if let Some(own) = self.grown.get_mut(grown as usize) {
            own.push_str(text);
        }
        true
    }

    /// Puts a node between two neighbours.
    fn link(
        &mut self,
        child: NodeId,
        parent: NodeId,
        (previous, next): (Option<NodeId>, Option<NodeId>),
    ) {
        let depth = self.entry(parent).depth + 1;
        let entry = &mut self.nodes[child.index()];
        (entry.parent, entry.previous, entry.next) = (Some(parent), previous, next);
        entry.depth = depth;
        self.join(parent, previous, Some(child));
        self.join(parent, Some(child), next);
    }

    /// Makes two nodes neighbours below a parent; "none" is its end.
    fn join(&mut self, parent: NodeId, previous: Option<NodeId>, next: Option<NodeId>) {
        match previous {
            Some(previous) => self.nodes[previous.index()].next = next,
            None => self.nodes[parent.index()].first = next,
        }
        match next {
            Some(next) => self.nodes[next.index()].previous = previous,
            None => self.nodes[parent.index()].last = previous,
        }
    }
}

/// Four gigabytes are out of reach: pages are limited to far less.
fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
