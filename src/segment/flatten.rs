//! HTML to blocks: one walk over the tree, without recursion.
//!
//! A block is the maximal run of inline content directly under one block-level element; custom
//! elements count as block-level, but for those of MathJax, and two line breaks in a row end a block.

use html5ever::{LocalName, local_name};

use super::outline::{Block, Element, ElementId, Hidden, Media, NONE, Outline, Run, RunKind};
use crate::page::dom::{Dom, Edge, ElementRef, NodeId};

/// A guess at how many nodes of the tree there are for each element here, to make room for all at once.
const NODES_AN_ELEMENT: usize = 3;

pub(super) fn outline(dom: &Dom) -> Outline {
    let mut walk = Walk::default();
    walk.outline
        .elements
        .reserve(dom.nodes() / NODES_AN_ELEMENT);
    if let Some(root) = root(dom) {
        walk.run(root);
    }
    walk.outline.trim();
    walk.outline
}

fn root(dom: &Dom) -> Option<ElementRef<'_>> {
    let html = dom.root_element()?;
    let body = html.child_elements().find(|e| &**e.tag() == "body");
    Some(body.unwrap_or(html))
}

/// An element on the path from the root to the place of the walk.
#[derive(Debug, Clone, Copy)]
struct Open {
    id: ElementId,
    /// The nearest block-level element, possibly itself.
    block: ElementId,
    is_block: bool,
    preformatted: bool,
}

#[derive(Debug, Default)]
struct Walk {
    outline: Outline,
    open: Vec<Open>,
    current: Current,
    /// The element whose subtree is being passed over.
    skipping: Option<NodeId>,
}

/// The block under construction.
#[derive(Debug, Default)]
struct Current {
    text_start: usize,
    run_start: usize,
    has_text: bool,
    /// White space was seen that is printed only if text follows in the same block.
    space: bool,
    /// Line breaks since the last text.
    breaks: usize,
    gap: Gap,
}

/// Whether two texts that touch belong to two elements that stand by themselves, such as two
/// links: then they are two words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Gap {
    #[default]
    No,
    Closed,
    Between,
}

impl Walk {
    fn run(&mut self, root: ElementRef<'_>) {
        for edge in root.traverse() {
            match (edge, self.skipping) {
                (Edge::Open(node), None) => match (node.element(), node.text()) {
                    (Some(element), _) => self.open(element),
                    (None, Some(text)) => self.text(text),
                    (None, None) => {}
                },
                (Edge::Close(node), None) if node.element().is_some() => self.close(),
                (Edge::Close(node), Some(id)) if node.id() == id => self.skipping = None,
                _ => {}
            }
        }
    }

    fn open(&mut self, element: ElementRef<'_>) {
        match role(element) {
            Role::Skip => self.skipping = Some(element.id()),
            Role::Break => {
                self.line_break();
                self.skipping = Some(element.id());
            }
            Role::Media => {
                self.media(element);
                self.skipping = Some(element.id());
            }
            Role::Control => {
                self.enter(element, false);
                self.leave();
                self.current.gap = Gap::Between;
                self.skipping = Some(element.id());
            }
            Role::Block => {
                self.flush();
                self.enter(element, true);
            }
            Role::Inline => {
                self.enter(element, false);
                if self.current.gap == Gap::Closed && self.stands_alone() {
                    self.current.gap = Gap::Between;
                }
            }
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.last() else { return };
        if open.is_block {
            self.flush();
        } else if self.current.gap == Gap::No && self.stands_alone() {
            self.current.gap = Gap::Closed;
        }
        self.leave();
    }

    fn enter(&mut self, element: ElementRef<'_>, is_block: bool) {
        let id = index(self.outline.elements.len());
        let parent = self.open.last();
        let name = element.tag();
        let open = Open {
            id,
            block: if is_block || parent.is_none() {
                id
            } else {
                parent.map_or(id, |p| p.block)
            },
            is_block: is_block || parent.is_none(),
            preformatted: parent.is_some_and(|p| p.preformatted) || is_preformatted(name),
        };
        let inherited = parent.map_or(Hidden::No, |p| self.outline.element(p.id).hidden);
        let start = index(self.outline.blocks.len());
        let entry = Element {
            node: Some(element.id()),
            parent: parent.map_or(NONE, |p| p.id),
            end: id + 1,
            tag: name.clone(),
            blocks: start..start,
            hidden: inherited.max(hidden(element)),
        };
        self.outline.elements.push(entry);
        self.open.push(open);
    }

    fn leave(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let end = index(self.outline.elements.len());
        let pending = !open.is_block && self.current.has_text;
        let blocks = index(self.outline.blocks.len()) + u32::from(pending);
        let element = &mut self.outline.elements[open.id as usize];
        element.end = end;
        element.blocks.end = blocks;
    }

    /// Whether the innermost element's text is a word of its own even when no space surrounds it.
    fn stands_alone(&self) -> bool {
        let Some(open) = self.open.last() else {
            return false;
        };
        let tag = &self.outline.element(open.id).tag;
        match *tag {
            local_name!("a") | local_name!("time") => !open.preformatted,
            local_name!("span") | local_name!("small") | local_name!("cite") => {
                !open.preformatted && !is_prose(&self.outline.element(open.block).tag)
            }
            _ => false,
        }
    }

    fn text(&mut self, text: &str) {
        let Some(&open) = self.open.last() else {
            return;
        };
        if open.preformatted {
            self.preformatted(text, open.id);
            return;
        }
        self.current.space |= text.starts_with(|c: char| c.is_ascii_whitespace());
        let inner = text.trim_ascii();
        if inner.is_empty() {
            return;
        }
        self.begin_run(open.id, inner);
        push_collapsed(&mut self.outline.text, inner);
        self.end_run();
        self.current.space = text.ends_with(|c: char| c.is_ascii_whitespace());
    }

    fn preformatted(&mut self, text: &str, element: ElementId) {
        if text.is_empty() || (!self.current.has_text && text.trim().is_empty()) {
            return;
        }
        self.begin_run(element, text);
        self.outline.text.push_str(text);
        self.end_run();
    }

    fn begin_run(&mut self, element: ElementId, next: &str) {
        if self.current.has_text && (self.current.space || self.is_gap(next)) {
            self.outline.text.push(' ');
            let end = index(self.outline.text.len());
            let last = self.outline.runs.last_mut();
            if let Some(run) = last.filter(|run| run.kind == RunKind::Text) {
                run.text.end = end;
            }
        }
        let start = index(self.outline.text.len());
        self.outline.runs.push(Run {
            kind: RunKind::Text,
            text: start..start,
            element,
        });
        self.current.has_text = true;
        self.current.space = false;
        self.current.breaks = 0;
        self.current.gap = Gap::No;
    }

    fn end_run(&mut self) {
        let end = index(self.outline.text.len());
        if let Some(run) = self.outline.runs.last_mut() {
            run.text.end = end;
        }
    }

    fn is_gap(&self, next: &str) -> bool {
        self.current.gap == Gap::Between
            && next.starts_with(char::is_alphanumeric)
            && self.outline.text.ends_with(char::is_alphanumeric)
    }

    fn line_break(&mut self) {
        let preformatted = self.open.last().is_some_and(|open| open.preformatted);
        if preformatted {
            self.text("\n");
            return;
        }
        self.current.breaks += 1;
        if self.current.breaks >= 2 {
            self.flush();
            return;
        }
        self.current.space = true;
        if self.current.has_text {
            self.push_mark(RunKind::Break, self.open.last().map_or(0, |open| open.id));
        }
    }

    fn media(&mut self, element: ElementRef<'_>) {
        let is_rule = *element.tag() == local_name!("hr");
        if is_rule {
            self.flush();
        }
        self.enter(element, false);
        let id = self.open.last().map_or(0, |open| open.id);
        self.leave();
        self.current.gap = Gap::Between;
        let before = index(self.outline.blocks.len());
        if self.outline.element(id).tag == local_name!("img") && self.current.has_text {
            self.push_mark(RunKind::Image, id);
        } else {
            self.outline.media.push(Media {
                element: id,
                before,
            });
        }
    }

    fn push_mark(&mut self, kind: RunKind, element: ElementId) {
        let at = index(self.outline.text.len());
        self.outline.runs.push(Run {
            kind,
            text: at..at,
            element,
        });
    }

    /// Ends the block under construction, and drops it if it has no visible character.
    fn flush(&mut self) {
        let current = std::mem::take(&mut self.current);
        let outline = &mut self.outline;
        let text = outline.text.get(current.text_start..).unwrap_or_default();
        let trimmed = text.trim();
        if trimmed.is_empty() {
            outline.text.truncate(current.text_start);
            outline.runs.truncate(current.run_start);
        } else {
            let lead = text.len() - text.trim_start().len();
            let (start, end) = (current.text_start, current.text_start + trimmed.len());
            outline.text.replace_range(start..start + lead, "");
            outline.text.truncate(end);
            outline.text.push('\n');
            shift_runs(outline, current.run_start, index(lead));
            let block = self.open.last().map_or(0, |open| open.block);
            push_block(outline, index(start)..index(end), current.run_start, block);
        }
        self.current.text_start = self.outline.text.len();
        self.current.run_start = self.outline.runs.len();
    }
}

/// Appends a text with every run of white space as one space.
fn push_collapsed(out: &mut String, mut text: &str) {
    loop {
        let (words, rest) = text.split_at(single_spaced(text.as_bytes()));
        out.push_str(words);
        text = rest.trim_ascii_start();
        if text.is_empty() {
            return;
        }
        out.push(' ');
    }
}

/// How far a text, which ends in no white space, goes with nothing but single spaces as white space.
fn single_spaced(bytes: &[u8]) -> usize {
    let is_other = |(&own, next): (&u8, &u8)| {
        // Most are told by the first comparison.
        own <= b' ' && own.is_ascii_whitespace() && (own != b' ' || next.is_ascii_whitespace())
    };
    let mut pairs = bytes.iter().zip(bytes.iter().skip(1));
    pairs.position(is_other).unwrap_or(bytes.len())
}

/// Moves the runs of a block after `lead` bytes were taken from its start.
fn shift_runs(outline: &mut Outline, run_start: usize, lead: u32) {
    for run in outline.runs.iter_mut().skip(run_start) {
        run.text.start = run.text.start.saturating_sub(lead);
        run.text.end = run.text.end.saturating_sub(lead);
    }
}

fn push_block(
    outline: &mut Outline,
    text: std::ops::Range<u32>,
    run_start: usize,
    element: ElementId,
) {
    while outline
        .runs
        .last()
        .is_some_and(|r| r.kind == RunKind::Break)
    {
        outline.runs.pop();
    }
    for run in outline.runs.iter_mut().skip(run_start) {
        run.text.start = run.text.start.clamp(text.start, text.end);
        run.text.end = run.text.end.clamp(text.start, text.end);
    }
    outline.blocks.push(Block {
        text,
        element,
        runs: index(run_start)..index(outline.runs.len()),
        line: 0,
        blank_before: 0,
    });
}

/// Pages are at most 64 MiB, unless the caller raises the limit; 4 GiB are out of reach.
fn index(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// What the walk does with an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Block,
    Inline,
    Break,
    /// Has no text, but belongs to the article when it stands there.
    Media,
    /// A form field: no visible text, but it shows what its form is for.
    Control,
    Skip,
}

fn role(element: ElementRef<'_>) -> Role {
    match *element.tag() {
        local_name!("br") => Role::Break,
        local_name!("img")
        | local_name!("hr")
        | local_name!("iframe")
        | local_name!("video")
        | local_name!("audio")
        | local_name!("embed")
        | local_name!("object") => Role::Media,
        local_name!("input") | local_name!("select") | local_name!("textarea") => Role::Control,
        local_name!("script") if is_formula(element) => Role::Inline,
        local_name!("script") if puts_embed(element) => Role::Media,
        local_name!("template") if element.get("shadowrootmode").is_some() => Role::Block,
        local_name!("head")
        | local_name!("script")
        | local_name!("style")
        | local_name!("template")
        | local_name!("svg")
        | local_name!("canvas")
        | local_name!("option")
        | local_name!("datalist")
        | local_name!("title")
        | local_name!("noembed")
        | local_name!("noframes")
        | local_name!("link")
        | local_name!("meta") => Role::Skip,
        ref name if is_block(name) => Role::Block,
        _ => Role::Inline,
    }
}

/// Whether a script puts something in its own place: a gist of GitHub, a post of Telegram.
fn puts_embed(script: ElementRef<'_>) -> bool {
    let src = script.get("src").unwrap_or_default();
    src.contains("//gist.github.com/") || script.get("data-telegram-post").is_some()
}

/// TeX that a reader sees as a formula, unless what was made of it stands before it.
fn is_formula(script: ElementRef<'_>) -> bool {
    let is_tex = script
        .get("type")
        .is_some_and(|t| t.starts_with("math/tex"));
    let rendered = || {
        let before = script.previous_elements().next()?;
        let is_mathjax = before.get("class")?.starts_with("MathJax");
        Some(is_mathjax && before.texts().any(|text| !text.trim().is_empty()))
    };
    is_tex && rendered() != Some(true)
}

fn is_block(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("address")
            | local_name!("article")
            | local_name!("aside")
            | local_name!("blockquote")
            | local_name!("body")
            | local_name!("button")
            | local_name!("caption")
            | local_name!("center")
            | local_name!("dd")
            | local_name!("details")
            | local_name!("dialog")
            | local_name!("dir")
            | local_name!("div")
            | local_name!("dl")
            | local_name!("dt")
            | local_name!("fieldset")
            | local_name!("figcaption")
            | local_name!("figure")
            | local_name!("footer")
            | local_name!("form")
            | local_name!("frameset")
            | local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("h5")
            | local_name!("h6")
            | local_name!("header")
            | local_name!("hgroup")
            | local_name!("html")
            | local_name!("label")
            | local_name!("legend")
            | local_name!("li")
            | local_name!("listing")
            | local_name!("main")
            | local_name!("menu")
            | local_name!("nav")
            | local_name!("ol")
            | local_name!("optgroup")
            | local_name!("p")
            | local_name!("plaintext")
            | local_name!("pre")
            | local_name!("search")
            | local_name!("section")
            | local_name!("summary")
            | local_name!("table")
            | local_name!("tbody")
            | local_name!("td")
            | local_name!("tfoot")
            | local_name!("th")
            | local_name!("thead")
            | local_name!("tr")
            | local_name!("ul")
            | local_name!("xmp")
    ) || (name.contains('-') && !name.starts_with("mjx-"))
}

fn is_preformatted(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("pre") | local_name!("listing") | local_name!("xmp") | local_name!("plaintext")
    )
}

/// Elements that hold running text, where a `span` may be any part of a word.
fn is_prose(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("p")
            | local_name!("blockquote")
            | local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("h5")
            | local_name!("h6")
    )
}

fn hidden(element: ElementRef<'_>) -> Hidden {
    if *element.tag() == local_name!("noscript") {
        return Hidden::Noscript;
    }
    let mut found = Hidden::No;
    for (name, value) in element.attributes() {
        found = found.max(match *name {
            local_name!("hidden") if *value() != *"until-found" => Hidden::Style,
            local_name!("style") if style_hides(value()) => Hidden::Style,
            local_name!("aria-hidden") if *value() == *"true" => Hidden::Aria,
            _ => Hidden::No,
        });
    }
    found
}

fn style_hides(style: &str) -> bool {
    style
        .split(';')
        .filter_map(|d| d.split_once(':'))
        .any(|(name, value)| {
            let is = |expected: &str, hiding: &str| {
                name.trim().eq_ignore_ascii_case(expected)
                    && value
                        .split_ascii_whitespace()
                        .next()
                        .is_some_and(|v| v.eq_ignore_ascii_case(hiding))
            };
            is("display", "none") || is("visibility", "hidden")
        })
}
