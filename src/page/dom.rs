//! The parsed page. Every other module walks it by node, never by recursion.

use std::ops::Deref;

use html5ever::serialize::{Serialize, SerializeOpts, Serializer, TraversalScope, serialize};
use html5ever::{LocalName, Namespace, QualName, local_name, ns};
use memchr::memmem;

use super::guard::{Guard, Limits};
use super::tokenizer;
use super::tree::{Data, Named, Tree};

pub(crate) use super::tree::NodeId;

#[derive(Debug)]
pub(crate) struct Dom {
    pub(super) tree: Tree,
    /// Elements that say something of the page, in the order of the source.
    pub(super) noted: Vec<NodeId>,
}

/// A node of the tree.
#[derive(Clone, Copy)]
pub(crate) struct NodeRef<'a> {
    tree: &'a Tree,
    id: NodeId,
}

/// A node that is an element.
#[derive(Clone, Copy)]
pub(crate) struct ElementRef<'a> {
    node: NodeRef<'a>,
    named: &'a Named,
}

/// A step of a walk over a part of the tree.
pub(crate) enum Edge<'a> {
    Open(NodeRef<'a>),
    Close(NodeRef<'a>),
}

impl Dom {
    /// Parses with scripting off, so that the content of `noscript` is parsed too. The flag says
    /// whether a limit cut something.
    pub(super) fn parse(text: &str, limits: Limits) -> (Self, bool) {
        let guard = Guard::new(limits, text.len());
        tokenizer::tokenize(text, &guard);
        guard.finish()
    }

    /// The document itself.
    pub(crate) fn root(&self) -> NodeRef<'_> {
        self.node(NodeId::DOCUMENT)
    }

    /// The `html` element.
    pub(crate) fn root_element(&self) -> Option<ElementRef<'_>> {
        self.root().child_elements().next()
    }

    /// Nothing, if the node is no element.
    #[inline]
    pub(crate) fn element(&self, id: NodeId) -> Option<ElementRef<'_>> {
        self.node(id).element()
    }

    /// How many nodes there are.
    pub(crate) fn nodes(&self) -> usize {
        self.tree.nodes.len()
    }

    /// The elements that speak of the page as a whole.
    pub(crate) fn noted(&self) -> impl Iterator<Item = ElementRef<'_>> {
        self.noted.iter().filter_map(|id| self.element(*id))
    }

    /// The elements of a name; quick for those that [`is_noted`].
    pub(crate) fn named(&self, tag: LocalName) -> impl Iterator<Item = ElementRef<'_>> {
        let noted = is_noted(&tag).then(|| self.noted());
        let nodes = noted.is_none().then(|| self.tree.ids());
        let others = nodes.into_iter().flatten();
        let others = others.filter_map(|id| self.element(id));
        let elements = noted.into_iter().flatten().chain(others);
        elements.filter(move |element| *element.tag() == tag)
    }

    /// Whether this stands in the value of an attribute, or in a text.
    pub(crate) fn says(&self, name: &str) -> bool {
        memmem::find(self.tree.text.as_bytes(), name.as_bytes()).is_some()
    }

    #[inline]
    fn node(&self, id: NodeId) -> NodeRef<'_> {
        let tree = &self.tree;
        NodeRef { tree, id }
    }
}

/// Whether an element of this name speaks of the page as a whole, or is a picture that may be its
/// lead image. The parser notes where they are, so that nobody has to look for them.
pub(super) fn is_noted(tag: &LocalName) -> bool {
    matches!(
        *tag,
        local_name!("base")
            | local_name!("body")
            | local_name!("h1")
            | local_name!("html")
            | local_name!("img")
            | local_name!("link")
            | local_name!("main")
            | local_name!("meta")
            | local_name!("script")
            | local_name!("style")
            | local_name!("template")
            | local_name!("title")
    )
}

impl<'a> NodeRef<'a> {
    #[inline]
    pub(crate) fn id(self) -> NodeId {
        self.id
    }

    /// Nothing, if the node is no element.
    #[inline]
    pub(crate) fn element(self) -> Option<ElementRef<'a>> {
        match &self.tree.entry(self.id).data {
            Data::Element(named) => Some(ElementRef { node: self, named }),
            _ => None,
        }
    }

    /// Nothing, if the node is no text.
    #[inline]
    pub(crate) fn text(self) -> Option<&'a str> {
        match &self.tree.entry(self.id).data {
            Data::Text(span) => Some(self.tree.slice(*span)),
            Data::Grown(number) => Some(self.tree.grown(*number)),
            _ => None,
        }
    }

    #[inline]
    pub(crate) fn parent(self) -> Option<Self> {
        self.at(self.tree.entry(self.id).parent)
    }

    #[inline]
    pub(crate) fn first_child(self) -> Option<Self> {
        self.at(self.tree.entry(self.id).first)
    }

    #[inline]
    pub(crate) fn next_sibling(self) -> Option<Self> {
        self.at(self.tree.entry(self.id).next)
    }

    pub(crate) fn previous_sibling(self) -> Option<Self> {
        self.at(self.tree.entry(self.id).previous)
    }

    /// From the parent up to the document.
    pub(crate) fn ancestors(self) -> impl Iterator<Item = Self> + use<'a> {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    pub(crate) fn children(self) -> impl Iterator<Item = Self> + use<'a> {
        std::iter::successors(self.first_child(), |node| node.next_sibling())
    }

    pub(crate) fn child_elements(self) -> impl Iterator<Item = ElementRef<'a>> {
        self.children().filter_map(Self::element)
    }

    /// From the node after this one on.
    pub(crate) fn next_elements(self) -> impl Iterator<Item = ElementRef<'a>> {
        let next = std::iter::successors(self.next_sibling(), |node| node.next_sibling());
        next.filter_map(Self::element)
    }

    /// From the node before this one back.
    pub(crate) fn previous_elements(self) -> impl Iterator<Item = ElementRef<'a>> {
        let previous =
            std::iter::successors(self.previous_sibling(), |node| node.previous_sibling());
        previous.filter_map(Self::element)
    }

    /// The node itself and all below it, in document order.
    pub(crate) fn descendants(self) -> impl Iterator<Item = Self> + use<'a> {
        std::iter::successors(Some(self), move |node| {
            node.first_child().or_else(|| node.next_within(self))
        })
    }

    /// Those of the [`descendants`](Self::descendants) that are elements.
    pub(crate) fn descendant_elements(self) -> impl Iterator<Item = ElementRef<'a>> {
        self.descendants().filter_map(Self::element)
    }

    /// The texts of the node and of all below it.
    pub(crate) fn texts(self) -> impl Iterator<Item = &'a str> {
        self.descendants().filter_map(Self::text)
    }

    /// The way through the node and all below it.
    pub(crate) fn traverse(self) -> impl Iterator<Item = Edge<'a>> {
        std::iter::successors(Some(Edge::Open(self)), move |edge| match *edge {
            Edge::Open(node) => Some(match node.first_child() {
                Some(child) => Edge::Open(child),
                None => Edge::Close(node),
            }),
            Edge::Close(node) if node == self => None,
            Edge::Close(node) => match node.next_sibling() {
                Some(next) => Some(Edge::Open(next)),
                None => node.parent().map(Edge::Close),
            },
        })
    }

    /// The first node behind this one and all below it, still below `root`.
    fn next_within(self, root: Self) -> Option<Self> {
        let mut ways = std::iter::once(self).chain(self.ancestors());
        let way = ways.find(|node| *node == root || node.next_sibling().is_some())?;
        way.next_sibling().filter(|_| way != root)
    }

    #[inline]
    fn at(self, id: Option<NodeId>) -> Option<Self> {
        let tree = self.tree;
        id.map(|id| Self { tree, id })
    }
}

impl<'a> ElementRef<'a> {
    #[inline]
    pub(crate) fn tag(self) -> &'a LocalName {
        &self.named.name
    }

    pub(crate) fn namespace(self) -> &'static Namespace {
        self.named.namespace()
    }

    /// Names, and what tells the values: most are not asked for.
    #[inline]
    pub(crate) fn attributes(self) -> impl Iterator<Item = (&'a LocalName, impl Fn() -> &'a str)> {
        let tree = self.node.tree;
        let attributes = tree.attributes(self.named).iter();
        attributes.map(|attribute| (&attribute.name, || tree.slice(attribute.value)))
    }

    /// The value of an attribute. Making an atom of the name would take longer than to look at
    /// the few attributes that an element has.
    #[inline]
    pub(crate) fn get(self, name: &str) -> Option<&'a str> {
        let tree = self.node.tree;
        let mut attributes = tree.attributes(self.named).iter();
        let found = attributes.find(|attribute| *attribute.name == *name);
        found.map(|attribute| tree.slice(attribute.value))
    }

    /// What is the same for the same element only.
    pub(crate) fn place(&self) -> &'a impl Sized {
        self.named
    }

    /// What stands between the element's tags.
    pub(crate) fn inner_html(self) -> String {
        let mut out = Vec::new();
        // Writing to memory does not fail.
        let _ = serialize(&mut out, &self, SerializeOpts::default());
        String::from_utf8(out).unwrap_or_default()
    }
}

impl Serialize for ElementRef<'_> {
    fn serialize<S: Serializer>(&self, to: &mut S, _: TraversalScope) -> std::io::Result<()> {
        for edge in self.traverse() {
            let (node, opens) = match edge {
                Edge::Open(node) => (node, true),
                Edge::Close(node) => (node, false),
            };
            match node.element() {
                Some(element) if element == *self => {}
                Some(element) if opens => {
                    let attributes = element.attributes();
                    let attributes = attributes.map(|(name, value)| {
                        let name = QualName::new(None, ns!(), name.clone());
                        (name, value())
                    });
                    let attributes: Vec<_> = attributes.collect();
                    let attributes = attributes.iter().map(|(name, value)| (name, *value));
                    to.start_elem(qualified(element), attributes)?;
                }
                Some(element) => to.end_elem(qualified(element))?,
                None if opens => to.write_text(node.text().unwrap_or_default())?,
                None => {}
            }
        }
        Ok(())
    }
}

fn qualified(element: ElementRef<'_>) -> QualName {
    QualName::new(None, element.namespace().clone(), element.tag().clone())
}

impl PartialEq for NodeRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl PartialEq for ElementRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

impl std::fmt::Debug for NodeRef<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {:?}", self.id, self.tree.entry(self.id).data)
    }
}

impl std::fmt::Debug for ElementRef<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let attributes = self.attributes().map(|(name, value)| (name, value()));
        let attributes: Vec<_> = attributes.collect();
        write!(f, "<{} {attributes:?}>", self.tag())
    }
}

impl<'a> Deref for ElementRef<'a> {
    type Target = NodeRef<'a>;

    fn deref(&self) -> &NodeRef<'a> {
        &self.node
    }
}
