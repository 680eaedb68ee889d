//! The stack of open elements, and what each becomes when it closes.

use html5ever::local_name;

use super::plan::{Kind, Plan};
use super::{Pick, inline, media};
use crate::article::{
    Block, Body, Definition, Embed, EmbedKind, Figure, Image, Inline, List, Table, TableCell,
    TableRow,
};
use crate::segment::outline::{ElementId, Media};

/// Rows and columns a cell may span: beyond it is a mistake or an attack.
const MAX_SPAN: u16 = 200;

/// An element whose end has not come yet.
#[derive(Debug, Default)]
struct Frame {
    element: ElementId,
    kind: Option<Kind>,
    blocks: Vec<Block>,
    items: Vec<Vec<Block>>,
    rows: Vec<TableRow>,
    cells: Vec<TableCell>,
    definitions: Vec<Definition>,
    images: Vec<Image>,
    caption: Vec<Inline>,
    code: Vec<String>,
}

pub(super) struct Fold<'p, 'a> {
    plan: &'p Plan<'a>,
    /// The first one stands for the body itself.
    open: Vec<Frame>,
    /// Elements up to this one do not count.
    root: Option<ElementId>,
}

impl<'p, 'a> Fold<'p, 'a> {
    pub(super) fn new(plan: &'p Plan<'a>) -> Self {
        Self {
            plan,
            open: vec![Frame::default()],
            root: None,
        }
    }

    /// For blocks below `root` only: elements are numbered in document order, so what holds it has
    /// a smaller number.
    pub(super) fn within(plan: &'p Plan<'a>, root: ElementId) -> Self {
        Self {
            root: Some(root),
            ..Self::new(plan)
        }
    }

    pub(super) fn finish(mut self) -> Body {
        self.close(1);
        let blocks = self.open.pop().map(|f| f.blocks).unwrap_or_default();
        Body { blocks }
    }

    pub(super) fn block(&mut self, pick: Pick) {
        let outline = self.plan.source.outline;
        let Some(block) = outline.blocks.get(pick.block) else {
            return;
        };
        self.enter(block.element);
        let kind = self.frame().kind;
        match kind {
            Some(Kind::Pre) => {
                let code = inline::preformatted(self.plan, pick.block);
                self.frame().code.push(code);
            }
            _ if self.is_gutter(pick.block) => {}
            _ => {
                let content = inline::content(self.plan, pick.block);
                self.text(content, pick.caption);
            }
        }
    }

    fn is_gutter(&self, block: usize) -> bool {
        let outline = self.plan.source.outline;
        let digits = outline
            .block_text(block)
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_whitespace());
        digits && self.plan.is_line_number(outline.blocks[block].element)
    }

    fn text(&mut self, content: Vec<Inline>, caption: bool) {
        let frame = self.frame();
        match frame.kind {
            Some(Kind::Heading(_) | Kind::Caption | Kind::TableCaption | Kind::Term) => {
                join(&mut frame.caption, content);
            }
            Some(Kind::Figure) if caption => join(&mut frame.caption, content),
            _ if caption => self.caption(content),
            _ => self.push(Block::Paragraph { content }),
        }
    }

    /// The caption of the picture before it, or of none.
    fn caption(&mut self, content: Vec<Inline>) {
        if let Some(Block::Figure(figure)) = self.frame().blocks.last_mut() {
            join(&mut figure.caption, content);
            return;
        }
        let images = Vec::new();
        self.push(Block::Figure(Figure {
            images,
            caption: content,
        }));
    }

    pub(super) fn media(&mut self, item: &Media) {
        self.enter(item.element);
        let source = self.plan.source;
        match source.outline.element(item.element).tag {
            local_name!("img") => {
                if let Some(image) = media::image(source, item.element) {
                    self.image(image);
                }
            }
            local_name!("hr") => self.rule(),
            _ => {
                if let Some(embed) = media::embed(source, item.element) {
                    self.push(Block::Embed(embed));
                }
            }
        }
    }

    fn rule(&mut self) {
        let is_first = self.frame().blocks.last().is_none_or(|b| *b == Block::Rule);
        if !is_first && matches!(self.frame().kind, None | Some(Kind::Quote)) {
            self.push(Block::Rule);
        }
    }

    /// Lazy images come twice: as a stand-in for scripts and inside `noscript`.
    fn image(&mut self, image: Image) {
        let frame = self.frame();
        let is_twin = |other: &Image| stem(&other.url) == stem(&image.url);
        match frame.kind {
            Some(Kind::Figure | Kind::Caption) if frame.images.iter().any(is_twin) => {}
            Some(Kind::Figure) => frame.images.push(image),
            Some(
                Kind::Heading(_) | Kind::Term | Kind::Caption | Kind::TableCaption | Kind::Pre,
            ) => {}
            _ => {
                let last = frame.blocks.last();
                let is_repeat =
                    matches!(last, Some(Block::Figure(f)) if f.images.iter().any(is_twin));
                if !is_repeat {
                    let (images, caption) = (vec![image], Vec::new());
                    self.push(Block::Figure(Figure { images, caption }));
                }
            }
        }
    }

    fn frame(&mut self) -> &mut Frame {
        if self.open.is_empty() {
            self.open.push(Frame::default());
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    fn enter(&mut self, element: ElementId) {
        let mut path = self.plan.path(element);
        path.retain(|&id| self.root.is_none_or(|root| id > root));
        let open = self.open.iter().skip(1).map(|f| f.element);
        let common = path.iter().zip(open).take_while(|(a, b)| **a == *b).count();
        self.close(common + 1);
        for &element in path.iter().skip(common) {
            self.open.push(Frame {
                element,
                kind: Some(self.plan.kind_of(element)),
                ..Frame::default()
            });
        }
    }

    fn close(&mut self, keep: usize) {
        while self.open.len() > keep {
            let Some(frame) = self.open.pop() else { return };
            self.end(frame);
        }
    }

    fn end(&mut self, frame: Frame) {
        let Some(kind) = frame.kind else { return };
        match kind {
            Kind::None => frame.blocks.into_iter().for_each(|b| self.push(b)),
            Kind::Heading(level) => self.heading(level, frame),
            Kind::List { ordered } => self.list(ordered, frame),
            Kind::Item => self.frame().items.extend(some(frame.blocks)),
            Kind::Quote => self.quote(frame),
            Kind::Post => self.post(frame),
            Kind::Pre => self.code(frame),
            Kind::Table => self.table(frame),
            Kind::Row => self.frame().rows.push(TableRow { cells: frame.cells }),
            Kind::Cell { header } => self.cell(header, frame),
            Kind::TableCaption => self.frame().caption = frame.caption,
            Kind::Figure => self.figure(frame),
            Kind::Caption => self.end_caption(frame),
            Kind::Definitions if frame.definitions.is_empty() => {}
            Kind::Definitions => self.push(Block::Definitions {
                items: frame.definitions,
            }),
            Kind::Term => {
                let term = Definition::Term {
                    content: frame.caption,
                };
                self.frame().definitions.push(term);
            }
            Kind::Detail => {
                let detail = Definition::Detail {
                    blocks: frame.blocks,
                };
                self.frame().definitions.push(detail);
            }
        }
    }

    /// Adds a block to the innermost open element, in the form that this one holds.
    fn push(&mut self, block: Block) {
        let frame = self.frame();
        match frame.kind {
            Some(Kind::List { .. }) => match (block, frame.items.last_mut()) {
                // A list directly in a list belongs to the item before it.
                (block @ Block::List(_), Some(item)) => item.push(block),
                (block, _) => frame.items.push(vec![block]),
            },
            Some(Kind::Table) => frame.rows.push(TableRow {
                cells: vec![cell_of(vec![block])],
            }),
            Some(Kind::Row) => frame.cells.push(cell_of(vec![block])),
            Some(Kind::Definitions) => frame.definitions.push(Definition::Detail {
                blocks: vec![block],
            }),
            _ => frame.blocks.push(block),
        }
    }

    fn heading(&mut self, level: u8, frame: Frame) {
        let content = frame.caption;
        if !content.is_empty() {
            self.push(Block::Heading { level, content });
        }
        frame.blocks.into_iter().for_each(|b| self.push(b));
    }

    fn list(&mut self, ordered: bool, frame: Frame) {
        if frame.items.is_empty() {
            return;
        }
        let start = self.plan.source.attr(frame.element, "start");
        let start = start
            .and_then(|s| s.trim().parse().ok())
            .filter(|&n| n < 1_000_000);
        self.push(Block::List(List {
            ordered,
            start: start.unwrap_or(1),
            items: frame.items,
        }));
    }

    fn quote(&mut self, frame: Frame) {
        if frame.blocks.is_empty() {
            return;
        }
        let source = self.plan.source;
        let cite = source
            .attr(frame.element, "cite")
            .and_then(|c| source.resolve(c));
        self.push(Block::Quote {
            blocks: frame.blocks,
            cite,
        });
    }

    fn post(&mut self, frame: Frame) {
        let source = self.plan.source;
        let stated = ["cite", "data-instgrm-permalink", "data-url"];
        let stated = stated
            .iter()
            .find_map(|name| source.attr(frame.element, name));
        // The last link of a quoted post is its own address.
        let last = || {
            let links = source.node(frame.element)?.descendent_elements();
            links.filter_map(|e| e.attr("href")).last()
        };
        let url = stated.or_else(last).and_then(|u| source.resolve(u));
        let provider = url.as_deref().and_then(|u| media::provider(u).0);
        self.push(Block::Embed(Embed {
            kind: EmbedKind::Post,
            provider,
            url,
            blocks: frame.blocks,
        }));
    }

    fn code(&mut self, frame: Frame) {
        let text = frame.code.join("\n");
        let text = text.trim_matches('\n');
        if text.trim().is_empty() {
            return;
        }
        let block = Block::Code {
            text: text.to_owned(),
            language: language(self.plan, frame.element),
        };
        self.push(block);
    }

    fn table(&mut self, mut frame: Frame) {
        frame
            .rows
            .retain(|row| row.cells.iter().any(|c| !c.blocks.is_empty()));
        if !frame.rows.is_empty() {
            self.push(Block::Table(Table {
                caption: frame.caption,
                rows: frame.rows,
            }));
        }
    }

    fn cell(&mut self, header: bool, frame: Frame) {
        let span = |name| {
            let value = self.plan.source.attr(frame.element, name)?;
            value.trim().parse::<u16>().ok()
        };
        let cell = TableCell {
            header,
            colspan: span("colspan").unwrap_or(1).clamp(1, MAX_SPAN),
            rowspan: span("rowspan").unwrap_or(1).clamp(1, MAX_SPAN),
            blocks: frame.blocks,
        };
        self.frame().cells.push(cell);
    }

    /// A figure may hold a table, code or quotation instead of pictures.
    fn figure(&mut self, frame: Frame) {
        let mut blocks = frame.blocks;
        let mut caption = frame.caption;
        if let [Block::Table(table)] = blocks.as_mut_slice()
            && table.caption.is_empty()
            && frame.images.is_empty()
        {
            table.caption = std::mem::take(&mut caption);
        }
        blocks.into_iter().for_each(|b| self.push(b));
        if !frame.images.is_empty() || !caption.is_empty() {
            let images = frame.images;
            self.push(Block::Figure(Figure { images, caption }));
        }
    }

    fn end_caption(&mut self, frame: Frame) {
        if frame.caption.is_empty() {
            return;
        }
        match self.frame().kind {
            Some(Kind::Figure) => join(&mut self.frame().caption, frame.caption),
            _ => self.caption(frame.caption),
        }
    }
}

fn some(blocks: Vec<Block>) -> Option<Vec<Block>> {
    (!blocks.is_empty()).then_some(blocks)
}

fn cell_of(blocks: Vec<Block>) -> TableCell {
    TableCell {
        header: false,
        colspan: 1,
        rowspan: 1,
        blocks,
    }
}

/// A second block inside a heading or caption goes on a line of its own.
fn join(target: &mut Vec<Inline>, content: Vec<Inline>) {
    if !target.is_empty() {
        target.push(Inline::Break);
    }
    target.extend(content);
}

/// An image's address without its query, which states sizes.
fn stem(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}

/// The language that class names of a `pre` or of the `code` in it state.
fn language(plan: &Plan<'_>, element: ElementId) -> Option<String> {
    let node = plan.source.node(element)?;
    let inner = node.child_elements().filter(|e| e.value().name() == "code");
    let outer = node
        .ancestors()
        .filter_map(scraper::ElementRef::wrap)
        .take(2);
    let mut nodes = std::iter::once(node).chain(inner).chain(outer);
    nodes.find_map(|node| {
        let stated = node
            .attr("data-lang")
            .or_else(|| node.attr("data-language"));
        stated
            .map(str::to_owned)
            .or_else(|| class_language(node.attr("class")?))
    })
}

fn class_language(class: &str) -> Option<String> {
    const PREFIXES: [&str; 4] = ["language-", "lang-", "highlight-source-", "brush:"];
    let strip = |name: &str| {
        let rest = PREFIXES.iter().find_map(|p| name.strip_prefix(p))?;
        let rest = rest.trim_end_matches(';');
        let is_name = !rest.is_empty() && !matches!(rest, "none" | "plaintext" | "text");
        is_name.then(|| rest.to_ascii_lowercase())
    };
    class.split_ascii_whitespace().find_map(strip)
}
