//! What html5ever's tree builder builds: our tree, with count kept of the depth of the insertion
//! point and of the elements that speak of the page.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, QualName, local_name};

use super::dom::{Dom, is_noted};
use super::tree::{NodeId, Space, Tree};

/// A page has a node for so many bytes, or fewer. Room for nodes that do not come costs next to
/// nothing, for it is never touched; room that is too small is copied to a larger one.
const BYTES_A_NODE: usize = 64;

pub(super) struct Sink {
    tree: RefCell<Tree>,
    depth: Cell<u32>,
    moved: Cell<bool>,
    noted: RefCell<Vec<NodeId>>,
    /// The list that held the attributes of the last element: the next tag fills it again.
    spare: Cell<Vec<Attribute>>,
}

/// What the tree builder knows a node by. The name goes along: it asks for the names of the open
/// elements at every tag, and the tree need not be borrowed for that.
#[derive(Debug, Clone)]
pub(super) struct Handle {
    id: NodeId,
    space: Space,
    /// Empty if the node is no element.
    name: LocalName,
}

impl Handle {
    fn other(id: NodeId) -> Self {
        Self {
            id,
            space: Space::Html,
            name: local_name!(""),
        }
    }
}

impl Sink {
    /// Makes room for a page of so many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        let nodes = bytes / BYTES_A_NODE;
        Self {
            tree: RefCell::new(Tree::with_capacity(nodes, bytes)),
            depth: Cell::new(0),
            moved: Cell::new(false),
            noted: RefCell::default(),
            spare: Cell::default(),
        }
    }

    pub(super) fn is_cut(&self) -> bool {
        self.tree.borrow().is_cut
    }

    #[inline]
    pub(super) fn nodes(&self) -> usize {
        self.tree.borrow().nodes.len()
    }

    /// An empty list for attributes.
    #[inline]
    pub(super) fn spare(&self) -> Vec<Attribute> {
        self.spare.take()
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

    /// Notes at which depth something was placed.
    #[inline]
    fn moved_to(&self, depth: u32) {
        self.depth.set(depth);
        self.moved.set(true);
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Dom;
    type ElemName<'a> = &'a Handle;

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

    fn get_document(&self) -> Handle {
        Handle::other(NodeId::DOCUMENT)
    }

    #[inline]
    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    #[inline]
    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a Handle {
        target
    }

    #[inline]
    fn create_element(&self, name: QualName, mut attrs: Vec<Attribute>, _: ElementFlags) -> Handle {
        let space = Space::of(&name.ns);
        let name = name.local;
        let mut tree = self.tree.borrow_mut();
        let id = tree.create_element(name.clone(), space, &mut attrs);
        self.spare.set(attrs);
        if is_noted(&name) {
            self.noted.borrow_mut().push(id);
        }
        Handle { id, space, name }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        Handle::other(self.tree.borrow_mut().create_other())
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        Handle::other(self.tree.borrow_mut().create_other())
    }

    #[inline]
    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let mut tree = self.tree.borrow_mut();
        let depth = tree.entry(parent.id).depth;
        match child {
            NodeOrText::AppendNode(child) => {
                tree.append(parent.id, child.id);
                self.moved_to(depth + 1);
            }
            NodeOrText::AppendText(text) => {
                tree.append_text(parent.id, &text);
                self.moved_to(depth);
            }
        }
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let mut tree = self.tree.borrow_mut();
        self.moved_to(tree.entry(sibling.id).depth);
        match child {
            NodeOrText::AppendNode(child) => tree.insert_before(sibling.id, child.id),
            NodeOrText::AppendText(text) => tree.insert_text_before(sibling.id, &text),
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let has_parent = self.tree.borrow().entry(element.id).parent.is_some();
        match has_parent {
            true => self.append_before_sibling(element, child),
            false => self.append(previous, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn remove_from_parent(&self, target: &Handle) {
        self.tree.borrow_mut().detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut tree = self.tree.borrow_mut();
        tree.move_children(node.id, new_parent.id);
    }

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        self.tree.borrow_mut().add_attributes(target.id, attrs);
    }

    /// The contents of a template stand below it like those of any other element.
    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }
}

impl ElemName for &Handle {
    #[inline]
    fn ns(&self) -> &Namespace {
        self.space.name()
    }

    #[inline]
    fn local_name(&self) -> &LocalName {
        &self.name
    }
}
