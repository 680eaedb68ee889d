//! A filter between the tokenizer and html5ever's tree builder that keeps the cost linear.
//!
//! The tree builder searches its stack of open elements for most tags, which is quadratic in
//! nesting depth, and rebuilds unclosed formatting elements in every paragraph. Browsers cap
//! the depth; so does this filter, by leaving out start tags that would nest deeper (and the end
//! tags that belong to them). Text is never left out.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use ego_tree::{NodeId, Tree};
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, local_name};
use scraper::{Html, HtmlTreeSink, Node};

use super::dom::{Dom, is_noted};

/// More unclosed formatting elements than this are left out: they carry no structure, and each
/// is rebuilt in every following paragraph.
const MAX_OPEN_FORMATTING: usize = 64;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Limits {
    pub(super) nodes: usize,
    pub(super) depth: usize,
}

/// The token filter.
pub(super) struct Guard {
    builder: TreeBuilder<Handle, Sink>,
    limits: Limits,
    /// End tags since the depth was last known exactly.
    closed: Cell<usize>,
    open_formatting: Cell<usize>,
    /// Start tags left out whose end tags are still to come.
    dropped: RefCell<Vec<LocalName>>,
    cut: Cell<bool>,
}

impl Guard {
    /// Makes room for so many nodes.
    pub(super) fn new(limits: Limits, nodes: usize) -> Self {
        let opts = TreeBuilderOpts {
            scripting_enabled: false,
            ..TreeBuilderOpts::default()
        };
        Self {
            builder: TreeBuilder::new(Sink::new(nodes), opts),
            limits,
            closed: Cell::new(0),
            open_formatting: Cell::new(0),
            dropped: RefCell::default(),
            cut: Cell::new(false),
        }
    }

    pub(super) fn is_exhausted(&self) -> bool {
        self.builder.sink.nodes.get() > self.limits.nodes
    }

    /// The document, and whether a limit cut something.
    pub(super) fn finish(self) -> (Dom, bool) {
        let cut = self.cut.get() || self.is_exhausted();
        let (html, noted) = self.builder.sink.finish();
        (Dom { html, noted }, cut)
    }

    fn admits(&self, tag: &Tag) -> bool {
        match tag.kind {
            TagKind::StartTag => self.admits_start(tag),
            TagKind::EndTag => self.admits_end(tag),
        }
    }

    fn admits_start(&self, tag: &Tag) -> bool {
        if is_leaf(&tag.name) {
            return true;
        }
        let formatting = is_formatting(&tag.name);
        let too_deep = self.depth() >= self.limits.depth;
        if too_deep || (formatting && self.open_formatting.get() >= MAX_OPEN_FORMATTING) {
            self.cut.set(true);
            self.dropped.borrow_mut().push(tag.name.clone());
            return false;
        }
        if formatting {
            self.open_formatting.set(self.open_formatting.get() + 1);
        }
        true
    }

    fn admits_end(&self, tag: &Tag) -> bool {
        let mut dropped = self.dropped.borrow_mut();
        if dropped.last() == Some(&tag.name) {
            dropped.pop();
            return false;
        }
        if is_formatting(&tag.name) {
            let open = self.open_formatting.get();
            self.open_formatting.set(open.saturating_sub(1));
        }
        self.closed.set(self.closed.get() + 1);
        true
    }

    /// Depth of the insertion point: exact after an insertion, less one for each end tag since.
    fn depth(&self) -> usize {
        let sink = &self.builder.sink;
        if sink.moved.take() {
            self.closed.set(0);
        }
        sink.depth.get().saturating_sub(self.closed.get())
    }
}

impl TokenSink for Guard {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        let passes = match &token {
            // The tree builder would take an error for the token after a `pre`.
            Token::CommentToken(_) | Token::ParseError(_) => false,
            Token::TagToken(tag) => self.admits(tag),
            _ => true,
        };
        if passes {
            self.builder.process_token(token, line)
        } else {
            TokenSinkResult::Continue
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Elements that nothing nests in. Raw text elements must always pass: without them the
/// tokenizer would read scripts as text.
fn is_leaf(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("area")
            | local_name!("base")
            | local_name!("br")
            | local_name!("col")
            | local_name!("embed")
            | local_name!("hr")
            | local_name!("img")
            | local_name!("input")
            | local_name!("link")
            | local_name!("meta")
            | local_name!("param")
            | local_name!("source")
            | local_name!("track")
            | local_name!("wbr")
            | local_name!("html")
            | local_name!("head")
            | local_name!("body")
            | local_name!("script")
            | local_name!("style")
            | local_name!("title")
            | local_name!("textarea")
            | local_name!("iframe")
            | local_name!("noembed")
            | local_name!("noframes")
            | local_name!("xmp")
            | local_name!("plaintext")
    )
}

/// Formatting elements of the HTML standard, without `a` and `nobr`, which close themselves.
fn is_formatting(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}

/// A node and its number in order of creation, under which its depth is kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Handle {
    id: NodeId,
    serial: u32,
}

/// scraper's tree sink, which also keeps count of elements and of the depth of the insertion point.
struct Sink {
    inner: HtmlTreeSink,
    depths: RefCell<Vec<u32>>,
    nodes: Cell<usize>,
    depth: Cell<usize>,
    moved: Cell<bool>,
    noted: RefCell<Vec<NodeId>>,
}

impl Sink {
    fn new(nodes: usize) -> Self {
        let mut html = Html::new_document();
        html.tree = Tree::with_capacity(Node::Document, nodes);
        let mut depths = Vec::with_capacity(nodes);
        // The document is number 0.
        depths.push(0);
        Self {
            inner: HtmlTreeSink::new(html),
            depths: RefCell::new(depths),
            nodes: Cell::new(0),
            depth: Cell::new(0),
            moved: Cell::new(false),
            noted: RefCell::default(),
        }
    }

    fn register(&self, id: NodeId) -> Handle {
        let mut depths = self.depths.borrow_mut();
        let serial = u32::try_from(depths.len()).unwrap_or(u32::MAX);
        depths.push(0);
        self.nodes.set(self.nodes.get() + 1);
        Handle { id, serial }
    }

    fn depth_of(&self, handle: &Handle) -> u32 {
        let depths = self.depths.borrow();
        depths.get(handle.serial as usize).copied().unwrap_or(0)
    }

    /// Notes that `child` stands below a node of depth `parent`, and unwraps the handle.
    fn place(&self, parent: u32, child: NodeOrText<Handle>) -> NodeOrText<NodeId> {
        let (depth, child) = match child {
            NodeOrText::AppendNode(handle) => {
                if let Some(depth) = self.depths.borrow_mut().get_mut(handle.serial as usize) {
                    *depth = parent + 1;
                }
                (parent + 1, NodeOrText::AppendNode(handle.id))
            }
            NodeOrText::AppendText(text) => (parent, NodeOrText::AppendText(text)),
        };
        self.depth.set(depth as usize);
        self.moved.set(true);
        child
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = (Html, Vec<NodeId>);
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Self::Output {
        (self.inner.finish(), self.noted.into_inner())
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }

    fn get_document(&self) -> Handle {
        let id = self.inner.get_document();
        Handle { id, serial: 0 }
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> Ref<'a, QualName> {
        self.inner.elem_name(&target.id)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Handle {
        let is_noted = is_noted(&name.local);
        let id = self.inner.create_element(name, attrs, flags);
        if is_noted {
            self.noted.borrow_mut().push(id);
        }
        self.register(id)
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        self.register(self.inner.create_comment(text))
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        self.register(self.inner.create_pi(target, data))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let child = self.place(self.depth_of(parent), child);
        self.inner.append(&parent.id, child);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let child = self.place(self.depth_of(sibling), child);
        self.inner.append_before_sibling(&sibling.id, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let child = self.place(self.depth_of(element), child);
        self.inner
            .append_based_on_parent_node(&element.id, &previous.id, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.inner.append_doctype_to_document(name, public, system);
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.inner.remove_from_parent(&target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        self.inner.reparent_children(&node.id, &new_parent.id);
    }

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        self.inner.add_attrs_if_missing(&target.id, attrs);
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        // The contents stand as deep as the template itself.
        Handle {
            id: self.inner.get_template_contents(&target.id),
            serial: target.serial,
        }
    }

    fn mark_script_already_started(&self, node: &Handle) {
        self.inner.mark_script_already_started(&node.id);
    }
}
