//! What each element becomes when it closes.

use std::ops::Range;

use html5ever::local_name;

use super::fold::{Fold, Frame, join};
use super::plan::Kind;
use super::{code, credit, footnotes, lines, media, quote, standins};
use crate::article::{
    Block, Definition, Embed, EmbedKind, Figure, Footnote, Image, Inline, Table, TableCell,
    TableRow,
};
use crate::segment::outline::ElementId;

/// Rows and columns a cell may span: beyond it is a mistake or an attack.
const MAX_SPAN: u32 = 200;

impl Fold<'_, '_> {
    pub(super) fn end(&mut self, mut frame: Frame) {
        let Some(kind) = frame.kind else { return };
        frame.trim();
        if !self.is_in_place(kind) {
            return self.misplaced(frame);
        }
        match kind {
            Kind::None | Kind::Card | Kind::Insert => self.push_all(frame.blocks),
            Kind::Heading(level) => self.heading(level, frame),
            Kind::List { ordered } => self.list(ordered, frame),
            Kind::Item => self.item(frame),
            Kind::Quote => self.quote(frame),
            Kind::PullQuote => self.pull_quote(frame),
            Kind::Attribution => self.end_attribution(frame),
            Kind::Note(number) => self.end_note(number, frame),
            Kind::Post => self.post(frame),
            Kind::Pre => self.code(frame),
            Kind::Table => self.table(frame),
            Kind::Row => self.row(frame),
            Kind::Cell { header } => self.cell(header, frame),
            Kind::TableCaption => self.table_caption(frame),
            Kind::Figure => self.figure(frame),
            Kind::Caption => self.end_caption(frame),
            Kind::Definitions if frame.definitions.is_empty() => {}
            Kind::Definitions => self.push(Block::Definitions {
                items: frame.definitions,
            }),
            Kind::Term => self.term(frame),
            Kind::Detail => self.detail(frame.blocks),
        }
    }

    /// Whether the innermost open element is one whose part this is. It is not where what holds the
    /// whole body stands between them.
    fn is_in_place(&mut self, kind: Kind) -> bool {
        let holder = self.frame().kind;
        match kind {
            Kind::Item => matches!(holder, Some(Kind::List { .. })),
            Kind::Row | Kind::TableCaption => holder == Some(Kind::Table),
            Kind::Cell { .. } => holder == Some(Kind::Row),
            Kind::Term | Kind::Detail => holder == Some(Kind::Definitions),
            _ => true,
        }
    }

    fn misplaced(&mut self, frame: Frame) {
        self.push_line(frame.caption);
        let cells = frame.cells.into_iter().flat_map(|cell| cell.blocks);
        self.push_all(cells.collect());
        self.push_all(frame.blocks);
    }

    pub(super) fn push_all(&mut self, blocks: Vec<Block>) {
        blocks.into_iter().for_each(|block| self.push(block));
    }

    fn push_line(&mut self, content: Vec<Inline>) {
        if !content.is_empty() {
            self.push(Block::Paragraph { content });
        }
    }

    fn table_caption(&mut self, frame: Frame) {
        join(&mut self.frame().caption, frame.caption);
        self.push_all(frame.blocks);
    }

    /// Terms hold running text only: that of a heading is one, and other blocks are details.
    fn term(&mut self, frame: Frame) {
        let mut content = frame.caption;
        let mut blocks = frame.blocks.into_iter().peekable();
        if content.is_empty()
            && let Some(Block::Heading { content: named, .. }) = blocks.peek_mut()
        {
            content = std::mem::take(named);
            blocks.next();
        }
        if !content.is_empty() {
            let definitions = &mut self.frame().definitions;
            definitions.push(Definition::Term { content });
        }
        self.detail(blocks.collect());
    }

    fn detail(&mut self, blocks: Vec<Block>) {
        if !blocks.is_empty() {
            let definitions = &mut self.frame().definitions;
            definitions.push(Definition::Detail { blocks });
        }
    }

    fn heading(&mut self, level: u8, frame: Frame) {
        let content = frame.caption;
        if !content.is_empty() {
            self.push(Block::Heading { level, content });
        }
        self.push_all(frame.blocks);
    }

    fn end_note(&mut self, number: u32, frame: Frame) {
        let mut blocks = frame.blocks;
        if let Some(mark) = self.plan.notes.mark_of_note(number)
            && let Some(Block::Paragraph { content }) = blocks.first_mut()
        {
            footnotes::without_mark(content, mark);
        }
        footnotes::without_edges(&mut blocks);
        blocks.retain(|block| !matches!(block, Block::Paragraph { content } if content.is_empty()));
        if !blocks.is_empty() {
            self.note(Footnote { number, blocks });
        }
    }

    fn post(&mut self, frame: Frame) {
        let source = self.plan.source;
        let url = standins::post(source, frame.element);
        let url = url.and_then(|url| source.resolve(url));
        let provider = url.as_deref().and_then(|u| media::provider(u).0);
        self.push(Block::Embed(Box::new(Embed {
            kind: EmbedKind::Post,
            provider,
            url,
            blocks: frame.blocks,
            ..Embed::default()
        })));
    }

    fn code(&mut self, frame: Frame) {
        let lines = lines::of(self.plan, frame.element);
        let text = lines.unwrap_or_else(|| {
            let indent = lines::indent(self.plan, frame.element);
            format!("{indent}{}", frame.code.join("\n"))
        });
        let text = text.trim_matches('\n');
        if text.trim().is_empty() {
            return;
        }
        let language = code::language(self.plan, frame.element);
        let unnumbered = code::unnumbered(text, language.is_some());
        let text = unnumbered.unwrap_or_else(|| text.to_owned());
        let block = Block::Code { text, language };
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
        } else {
            self.push_line(frame.caption);
        }
    }

    fn cell(&mut self, header: bool, frame: Frame) {
        let element = frame.element;
        let cell = self.table_cell(element, header, frame.blocks);
        let row = self.frame();
        let (id, next) = (row.element, row.next_cell);
        row.next_cell = element + 1;
        let empty = self.empty_cells(id, next..element);
        let row = self.frame();
        row.cells.extend(empty);
        row.cells.push(cell);
    }

    fn row(&mut self, mut frame: Frame) {
        let end = self.plan.source.outline.element(frame.element).end;
        let empty = self.empty_cells(frame.element, frame.next_cell..end);
        frame.cells.extend(empty);
        self.frame().rows.push(TableRow { cells: frame.cells });
    }

    /// The cells of a row among these elements, which have no text: without them the others would
    /// stand in wrong columns.
    fn empty_cells(&self, row: ElementId, ids: Range<ElementId>) -> Vec<TableCell> {
        let outline = self.plan.source.outline;
        let cells = ids.filter_map(|id| {
            let element = outline.element(id);
            let header = match element.tag {
                local_name!("td") => false,
                local_name!("th") => true,
                _ => return None,
            };
            (element.parent == row).then(|| self.table_cell(id, header, Vec::new()))
        });
        cells.collect()
    }

    fn table_cell(&self, element: ElementId, header: bool, blocks: Vec<Block>) -> TableCell {
        let span = |name| {
            let value = self.plan.source.attr(element, name)?;
            value.trim().parse::<u32>().ok()
        };
        let bounded = |span: Option<u32>| span.unwrap_or(1).clamp(1, MAX_SPAN) as u16;
        TableCell {
            header,
            colspan: bounded(span("colspan")),
            rowspan: bounded(span("rowspan")),
            blocks,
        }
    }

    /// A figure may hold a table, code, quotation or player instead of pictures.
    fn figure(&mut self, frame: Frame) {
        let mut blocks = frame.blocks;
        let mut images = frame.images;
        let mut caption = frame.caption;
        if !caption.is_empty()
            && let Some(mut all) = gallery(&blocks)
        {
            images.append(&mut all);
            blocks.clear();
        }
        if let [block] = blocks.as_mut_slice()
            && !caption.is_empty()
        {
            caption = captioned(block, caption, !images.is_empty());
        }
        let is_above = frame.caption_above && !caption.is_empty();
        let pictures = match images.is_empty() && is_gallery(&blocks) {
            // Its pictures have captions of their own.
            true => Vec::from_iter(
                (!caption.is_empty()).then_some(Block::Paragraph { content: caption }),
            ),
            false => self.pictures(frame.element, images, caption, is_above),
        };
        let (before, after) = match is_above {
            true => (pictures, blocks),
            false => (blocks, pictures),
        };
        self.push_all(before);
        self.push_all(after);
    }

    /// The pictures of a figure, or its caption alone.
    fn pictures(
        &self,
        figure: ElementId,
        images: Vec<Image>,
        caption: Vec<Inline>,
        is_above: bool,
    ) -> Vec<Block> {
        if images.is_empty() && caption.is_empty() {
            return Vec::new();
        }
        let node = self.plan.source.node(figure);
        vec![Block::Figure(Figure {
            caption_above: is_above && !images.is_empty(),
            credit: node.and_then(|figure| credit::of(figure, &caption)),
            images,
            caption,
        })]
    }

    fn end_caption(&mut self, frame: Frame) {
        match self.frame().kind {
            _ if frame.caption.is_empty() => {}
            Some(Kind::Figure) => self.frame().entitle(frame.caption),
            _ => self.caption(frame.caption),
        }
        self.push_all(frame.blocks);
    }
}

/// Whether there are pictures among blocks, also in a list.
fn is_gallery(blocks: &[Block]) -> bool {
    let shows = |block: &Block| match block {
        Block::Figure(figure) => !figure.images.is_empty(),
        // The depth of lists is bounded.
        Block::List(list) => list.items.iter().any(|item| is_gallery(item)),
        _ => false,
    };
    blocks.iter().any(shows)
}

/// The images of figures, also in a list, that are nothing but images: one caption is that of them all.
fn gallery(blocks: &[Block]) -> Option<Vec<Image>> {
    let mut images = Vec::new();
    for block in blocks {
        match block {
            Block::Figure(figure) if figure.caption.is_empty() && figure.credit.is_none() => {
                images.extend_from_slice(&figure.images)
            }
            // The depth of lists is bounded.
            Block::List(list) => {
                for item in &list.items {
                    images.append(&mut gallery(item)?);
                }
            }
            _ => return None,
        }
    }
    (!images.is_empty()).then_some(images)
}

/// Gives a block its caption; what is left is that of pictures.
fn captioned(block: &mut Block, caption: Vec<Inline>, has_images: bool) -> Vec<Inline> {
    match block {
        // Whom it quotes is as much text as the quotation.
        Block::Quote { attribution, .. } => join(attribution, quote::named(caption)),
        Block::Table(table) if !has_images => join(&mut table.caption, caption),
        Block::Embed(embed) if !has_images => join(&mut embed.caption, caption),
        _ => return caption,
    }
    Vec::new()
}
