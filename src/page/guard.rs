//! A filter between the tokenizer and html5ever's tree builder that keeps the cost linear.
//!
//! The tree builder searches its stack of open elements for most tags, which is quadratic in
//! nesting depth, and rebuilds unclosed formatting elements in every paragraph. Browsers cap
//! the depth; so does this filter, by leaving out start tags that would nest deeper (and the end
//! tags that belong to them). Text is never left out.

use std::cell::{Cell, RefCell};

use html5ever::interface::TreeSink;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, local_name};

use super::dom::Dom;
use super::sink::{Handle, Sink};

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
    /// Makes room for a page of so many bytes.
    pub(super) fn new(limits: Limits, bytes: usize) -> Self {
        let opts = TreeBuilderOpts {
            scripting_enabled: false,
            ..TreeBuilderOpts::default()
        };
        Self {
            builder: TreeBuilder::new(Sink::new(bytes), opts),
            limits,
            closed: Cell::new(0),
            open_formatting: Cell::new(0),
            dropped: RefCell::default(),
            cut: Cell::new(false),
        }
    }

    pub(super) fn is_exhausted(&self) -> bool {
        self.builder.sink.nodes() > self.limits.nodes
    }

    /// An empty list for the attributes of a tag.
    #[inline]
    pub(super) fn spare(&self) -> Vec<Attribute> {
        self.builder.sink.spare()
    }

    /// The document, and whether a limit cut something.
    pub(super) fn finish(self) -> (Dom, bool) {
        let cut = self.cut.get() || self.builder.sink.is_cut() || self.is_exhausted();
        (self.builder.sink.finish(), cut)
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
        if sink.has_moved() {
            self.closed.set(0);
        }
        sink.depth().saturating_sub(self.closed.get())
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
