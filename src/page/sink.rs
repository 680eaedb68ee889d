//! What html5ever's tree builder builds: our tree, with count kept of the depth of the insertion
//! point and of the elements that speak of the page.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, QualName, local_name, ns};

use super::dom::{Dom, is_noted};
use super::tree::{Data, Entry, NodeId, Tree};

/// A page has a node for so many bytes, or fewer. Room for nodes that do not come costs next to
/// nothing, for it is never touched; room that is too small is copied to a larger one.
const BYTES_A_NODE: usize = 64;

pub(super) struct Sink {
    tree: RefCell<Tree>,
    /// Of each node.
    depths: RefCell<Vec<u32>>,
    depth: Cell<u32>,
    moved: Cell<bool>,
    noted: RefCell<Vec<NodeId>>,
}

impl Sink {
    /// Makes room for a page of so many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        let nodes = bytes / BYTES_A_NODE;
        let mut depths = Vec::with_capacity(nodes);
        // That of the document.
        depths.push(0);
        Self {
            tree: RefCell::new(Tree::with_capacity(nodes, bytes)),
            depths: RefCell::new(depths),
            depth: Cell::new(0),
            moved: Cell::new(false),
            noted: RefCell::default(),
        }
    }

    pub(super) fn is_cut(&self) -> bool {
        self.tree.borrow().is_cut
    }

    #[inline]
    pub(super) fn nodes(&self) -> usize {
        self.tree.borrow().nodes.len()
    }

    /// Depth of the node that was placed last, or of the one that text went to.
    #[inline]
    pub(super) fn depth(&self) -> usize {
        self.depth.get() as usize
    }

    /// Whether something was placed since this was last asked.
    #[inline]
    pub(super) fn has_moved(&self) -> bool {
        self.moved.take()
    }

    #[inline]
    fn depth_of(&self, id: NodeId) -> u32 {
        let depths = self.depths.borrow();
        depths.get(id.index()).copied().unwrap_or(0)
    }

    /// Notes that `child` stands below a node of this depth.
    #[inline]
    fn place(&self, parent: u32, child: &NodeOrText<NodeId>) {
        let depth = match child {
            NodeOrText::AppendNode(id) => {
                let mut depths = self.depths.borrow_mut();
                if depths.len() <= id.index() {
                    depths.resize(id.index() + 1, 0);
                }
                depths[id.index()] = parent + 1;
                parent + 1
            }
            NodeOrText::AppendText(_) => parent,
        };
        self.depth.set(depth);
        self.moved.set(true);
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Dom;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> Dom {
        let mut tree = self.tree.into_inner();
        tree.trim();
        Dom {
            tree,
            noted: self.noted.into_inner(),
        }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn get_document(&self) -> NodeId {
        NodeId::DOCUMENT
    }

    #[inline]
    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    #[inline]
    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Name<'a> {
        Name(Ref::map(self.tree.borrow(), |tree| tree.entry(*target)))
    }

    #[inline]
    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> NodeId {
        let is_noted = is_noted(&name.local);
        let id = self.tree.borrow_mut().create_element(name, attrs);
        if is_noted {
            self.noted.borrow_mut().push(id);
        }
        id
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.tree.borrow_mut().create_other()
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.tree.borrow_mut().create_other()
    }

    #[inline]
    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.place(self.depth_of(*parent), &child);
        let mut tree = self.tree.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => tree.append(*parent, child),
            NodeOrText::AppendText(text) => tree.append_text(*parent, &text),
        }
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        self.place(self.depth_of(*sibling), &child);
        let mut tree = self.tree.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => tree.insert_before(*sibling, child),
            NodeOrText::AppendText(text) => tree.insert_text_before(*sibling, &text),
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        let has_parent = self.tree.borrow().entry(*element).parent.is_some();
        match has_parent {
            true => self.append_before_sibling(element, child),
            false => self.append(previous, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn remove_from_parent(&self, target: &NodeId) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.tree.borrow_mut().move_children(*node, *new_parent);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        self.tree.borrow_mut().add_attributes(*target, attrs);
    }

    /// The contents of a template stand below it like those of any other element.
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }
}

/// The name of an element while the tree is under construction.
#[derive(Debug)]
pub(super) struct Name<'a>(Ref<'a, Entry>);

impl ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        static NONE: Namespace = ns!();
        match &self.0.data {
            Data::Element(named) => named.namespace(),
            _ => &NONE,
        }
    }

    fn local_name(&self) -> &LocalName {
        static NONE: LocalName = local_name!("");
        match &self.0.data {
            Data::Element(named) => &named.name,
            _ => &NONE,
        }
    }
}
