//! The stack of open elements.

use html5ever::local_name;

use super::plan::{Kind, Plan};
use super::{Pick, add, display, footnotes, formula, inline, media, quote};
use crate::article::{
    Block, Body, Definition, Figure, Footnote, Image, Inline, TableCell, TableRow,
};
use crate::segment::outline::{ElementId, Media};

/// An element whose end has not come yet.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub(super) element: ElementId,
    pub(super) kind: Option<Kind>,
    pub(super) blocks: Vec<Block>,
    pub(super) items: Vec<Vec<Block>>,
    /// In a list, items that state their number.
    pub(super) numbers: Vec<(usize, i32)>,
    /// In a list, items that are tasks, and whether these are done.
    pub(super) tasks: Vec<(usize, bool)>,
    pub(super) rows: Vec<TableRow>,
    pub(super) cells: Vec<TableCell>,
    /// In a row, cells before this element are done.
    pub(super) next_cell: ElementId,
    pub(super) definitions: Vec<Definition>,
    pub(super) images: Vec<Image>,
    pub(super) caption: Vec<Inline>,
    /// In a figure, the caption came before what it shows.
    pub(super) caption_above: bool,
    pub(super) code: Vec<String>,
}

impl Frame {
    /// Gives back the room that was not needed.
    pub(super) fn trim(&mut self) {
        self.blocks.shrink_to_fit();
        self.items.shrink_to_fit();
        self.rows.shrink_to_fit();
        self.cells.shrink_to_fit();
    }

    /// Gives a figure its caption.
    pub(super) fn entitle(&mut self, caption: Vec<Inline>) {
        self.caption_above |= self.images.is_empty() && self.blocks.is_empty();
        join(&mut self.caption, caption);
    }
}

/// Each search reads the whole text: a page with more pull quotes keeps the others.
const MOST_SEARCHES: usize = 64;

pub(super) struct Fold<'p, 'a> {
    pub(super) plan: &'p Plan<'a>,
    picks: &'p [Pick],
    /// Their text outside of pull quotes, and pull quotes that were kept, letters only; made for the
    /// first pull quote.
    letters: Option<String>,
    /// Pull quotes that were looked for in it.
    searches: usize,
    /// The first one stands for the body itself.
    open: Vec<Frame>,
    /// Elements up to this one do not count.
    root: Option<ElementId>,
}

impl<'p, 'a> Fold<'p, 'a> {
    pub(super) fn new(plan: &'p Plan<'a>) -> Self {
        Self {
            plan,
            picks: &[],
            letters: None,
            searches: 0,
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

    /// With the text of these blocks, in which pull quotes are looked for.
    pub(super) fn of(mut self, picks: &'p [Pick]) -> Self {
        self.picks = picks;
        self
    }

    fn letters(&mut self) -> &mut String {
        let (plan, picks) = (self.plan, self.picks);
        self.letters.get_or_insert_with(|| {
            let outline = plan.source.outline;
            let is_text = |pick: &&Pick| {
                let block = outline.blocks.get(pick.block());
                block.is_some_and(|block| !plan.is_in(block.element, Kind::PullQuote))
            };
            let texts = picks.iter().filter(is_text);
            texts
                .map(|pick| letters(outline.block_text(pick.block())))
                .collect()
        })
    }

    /// Whether the text outside of pull quotes says this too, or a pull quote before did.
    pub(super) fn is_repeated(&mut self, text: &str) -> bool {
        let text = letters(text);
        self.searches += 1;
        self.searches <= MOST_SEARCHES && text.len() > 8 && self.letters().contains(&text)
    }

    /// A second pull quote that says the same repeats it.
    pub(super) fn remember(&mut self, text: &str) {
        let text = letters(text);
        self.letters().push_str(&text);
    }

    pub(super) fn finish(mut self) -> Body {
        self.close(1);
        let blocks = self.open.pop().map(|f| f.blocks).unwrap_or_default();
        let mut body = Body { blocks };
        footnotes::settle(&mut body);
        body
    }

    pub(super) fn block(&mut self, pick: Pick) {
        let outline = self.plan.source.outline;
        let Some(block) = outline.blocks.get(pick.block()) else {
            return;
        };
        self.enter(block.element);
        let kind = self.frame().kind;
        match kind {
            Some(Kind::Pre) => {
                let code = inline::preformatted(self.plan, pick.block());
                self.frame().code.extend(code);
            }
            _ if self.is_gutter(pick.block()) => {}
            _ => {
                let runs = inline::runs(self.plan, pick.block());
                let (said, speaker) = runs.split_at(self.said(pick.block(), runs));
                let mut lines = display::lines(self.plan, said);
                if !speaker.is_empty() {
                    quote::leave_dash(&mut lines);
                }
                for content in lines {
                    self.text(content, pick.caption);
                }
                self.attribution(inline::content(self.plan, speaker));
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
        if content.is_empty() {
            return;
        }
        let frame = self.frame();
        match frame.kind {
            Some(
                Kind::Heading(_)
                | Kind::Caption
                | Kind::TableCaption
                | Kind::Attribution
                | Kind::Term,
            ) => {
                join(&mut frame.caption, content);
            }
            Some(Kind::Figure) if caption => frame.entitle(content),
            _ if caption => self.caption(content),
            _ => self.push(paragraph(content)),
        }
    }

    /// The caption of the picture before it, or of none.
    pub(super) fn caption(&mut self, content: Vec<Inline>) {
        if let Some(Block::Figure(figure)) = self.frame().blocks.last_mut() {
            join(&mut figure.caption, content);
            return;
        }
        self.push(Block::Figure(Figure {
            caption: content,
            ..Figure::default()
        }));
    }

    pub(super) fn media(&mut self, item: &Media) {
        self.enter(item.element);
        let source = self.plan.source;
        match source.outline.element(item.element).tag {
            local_name!("hr") => self.rule(),
            // A post without text: it is complete where it ends.
            _ if self.frame().kind == Some(Kind::Post) && self.frame().element == item.element => {}
            _ if media::is_image(source, item.element) => {
                if let Some(math) = formula::of_image(source, item.element) {
                    self.push(Block::Math { math });
                } else if let Some(image) = media::image(source, item.element) {
                    self.image(image);
                }
            }
            _ => {
                if let Some(embed) = media::embed(self.plan, item.element) {
                    self.push(Block::Embed(Box::new(embed)));
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
                Kind::Heading(_)
                | Kind::Term
                | Kind::Caption
                | Kind::TableCaption
                | Kind::Attribution
                | Kind::Pre,
            ) => {}
            _ => {
                let last = frame.blocks.last();
                let is_repeat =
                    matches!(last, Some(Block::Figure(f)) if f.images.iter().any(is_twin));
                if !is_repeat {
                    self.push(Block::Figure(Figure {
                        images: vec![image],
                        ..Figure::default()
                    }));
                }
            }
        }
    }

    pub(super) fn frame(&mut self) -> &mut Frame {
        if self.open.is_empty() {
            self.open.push(Frame::default());
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    pub(super) fn is_in(&self, kind: Kind) -> bool {
        self.open.iter().any(|frame| frame.kind == Some(kind))
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
                next_cell: element + 1,
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

    /// Adds a block to the innermost open element, in the form that this one holds.
    pub(super) fn push(&mut self, block: Block) {
        let frame = self.frame();
        match frame.kind {
            Some(Kind::List { .. }) if matches!(block, Block::Footnotes { .. }) => {
                add(&mut frame.blocks, block);
            }
            Some(Kind::List { .. }) => match (block, frame.items.last_mut()) {
                // A list directly in a list belongs to the item before it.
                (block @ Block::List(_), Some(item)) => add(item, block),
                (block, _) => frame.items.push(vec![block]),
            },
            Some(Kind::Table) => frame.rows.push(TableRow {
                cells: vec![cell_of(vec![block])],
            }),
            Some(Kind::Row) => add(&mut frame.cells, cell_of(vec![block])),
            Some(Kind::Definitions) => frame.definitions.push(Definition::Detail {
                blocks: vec![block],
            }),
            _ => add(&mut frame.blocks, block),
        }
    }

    /// Notes in a row are one block, also where each is a paragraph of its own.
    pub(super) fn note(&mut self, note: Footnote) {
        if let Some(Block::Footnotes { notes }) = self.frame().blocks.last_mut() {
            return notes.push(note);
        }
        let notes = vec![note];
        self.push(Block::Footnotes { notes });
    }
}

/// A formula that stands alone is a block.
fn paragraph(mut content: Vec<Inline>) -> Block {
    let math = match content.as_mut_slice() {
        [Inline::Math { math }] => Some(std::mem::take(math)),
        [Inline::Text { text }] => formula::displayed(text).map(formula::of_tex),
        _ => None,
    };
    if let Some(math) = math {
        return Block::Math { math };
    }
    Block::Paragraph { content }
}

fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
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
pub(super) fn join(target: &mut Vec<Inline>, content: Vec<Inline>) {
    if target.is_empty() {
        *target = content;
        return;
    }
    target.push(Inline::Break);
    target.extend(content);
}

/// An image's address without its query, which states sizes.
fn stem(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}
