//! Chosen blocks to a body tree: each block brings the lists, quotes, tables and figures that it
//! stands in, and neighbours share them.

use std::collections::BTreeMap;

use html5ever::local_name;

use super::inline;
use crate::article::{Block, Body, Figure, List, Table, TableCell, TableRow};
use crate::page::Page;
use crate::segment::outline::{ElementId, Outline};

/// Containers nested deeper than this are left out; their text is kept.
const MAX_DEPTH: usize = 24;

/// The body made of these blocks, which are in document order. Images between them are part of it.
pub(crate) fn assemble(page: &Page, outline: &Outline, blocks: &[u32]) -> Body {
    let top = common_ancestor(outline, blocks);
    let mut builder = Builder {
        page,
        outline,
        top,
        frames: vec![Frame::new(top, Container::Root)],
        data_tables: BTreeMap::new(),
    };
    let mut media = outline.media.iter().peekable();
    let mut previous = None;
    for &block in blocks {
        while let Some(next) = media.next_if(|m| m.before <= block) {
            // Only what stands directly between two chosen blocks.
            if previous.is_some_and(|p| next.before > p && next.before == block && p + 1 == block) {
                builder.figure(next.element);
            }
        }
        builder.block(block);
        previous = Some(block);
    }
    builder.finish()
}

/// The innermost element that holds all blocks: containers around the whole body are layout.
fn common_ancestor(outline: &Outline, blocks: &[u32]) -> ElementId {
    let element = |&block: &u32| outline.blocks.get(block as usize).map_or(0, |b| b.element);
    let (Some(first), Some(last)) = (blocks.first().map(element), blocks.last().map(element))
    else {
        return 0;
    };
    let mut ancestors = outline.ancestors(first);
    let common = ancestors
        .find(|&a| (a..outline.element(a).end).contains(&last))
        .unwrap_or(0);
    // A single block keeps the list or quote it stands in out of the body.
    common
}

#[derive(Debug)]
struct Frame {
    element: ElementId,
    container: Container,
    blocks: Vec<Block>,
    items: Vec<Vec<Block>>,
    rows: Vec<TableRow>,
    cells: Vec<TableCell>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Container {
    Root,
    List { ordered: bool },
    Item,
    Quote,
    Table,
    Row,
    Cell { header: bool },
}

impl Frame {
    fn new(element: ElementId, container: Container) -> Self {
        Self {
            element,
            container,
            blocks: Vec::new(),
            items: Vec::new(),
            rows: Vec::new(),
            cells: Vec::new(),
        }
    }
}

struct Builder<'a> {
    page: &'a Page,
    outline: &'a Outline,
    top: ElementId,
    frames: Vec<Frame>,
    /// Whether a table holds data, and not the layout of the page.
    data_tables: BTreeMap<ElementId, bool>,
}

impl Builder<'_> {
    fn block(&mut self, index: u32) {
        let Some(block) = self.outline.blocks.get(index as usize) else {
            return;
        };
        self.open(block.element);
        let leaf = self.leaf(index);
        self.push(leaf);
    }

    fn leaf(&self, index: u32) -> Block {
        let element = self.outline.blocks[index as usize].element;
        let content = || inline::content(self.page, self.outline, index);
        if let Some(level) = self.heading_level(element) {
            return Block::Heading {
                level,
                content: content(),
            };
        }
        let mut own = self
            .outline
            .ancestors(element)
            .take_while(|&a| a != self.top);
        match own.find(|&a| self.outline.element(a).tag == local_name!("pre")) {
            Some(pre) => Block::Code {
                text: self.outline.block_text(index as usize).to_owned(),
                language: self.language(pre, index),
            },
            None => Block::Paragraph { content: content() },
        }
    }

    fn heading_level(&self, element: ElementId) -> Option<u8> {
        match self.outline.element(element).tag {
            local_name!("h1") => Some(1),
            local_name!("h2") => Some(2),
            local_name!("h3") => Some(3),
            local_name!("h4") => Some(4),
            local_name!("h5") => Some(5),
            local_name!("h6") => Some(6),
            _ => None,
        }
    }

    /// `language-x` or `lang-x` among the classes of `pre` or of the `code` in it.
    fn language(&self, pre: ElementId, block: u32) -> Option<String> {
        let dom = self.page.dom()?;
        let block = self.outline.blocks.get(block as usize)?;
        let runs = self
            .outline
            .runs
            .get(block.runs.start as usize..block.runs.end as usize)?;
        let inner = runs
            .iter()
            .flat_map(|run| self.outline.ancestors(run.element));
        let nodes = inner
            .take(8)
            .chain([pre])
            .filter_map(|e| self.outline.element(e).node);
        let classes = nodes.filter_map(|node| dom.attr(node, "class"));
        let mut names = classes
            .flat_map(str::split_ascii_whitespace)
            .filter_map(|class| {
                class
                    .strip_prefix("language-")
                    .or_else(|| class.strip_prefix("lang-"))
            });
        names.next().map(str::to_owned)
    }

    fn figure(&mut self, element: ElementId) {
        if self.outline.element(element).tag != local_name!("img") {
            return;
        }
        let Some(image) = inline::image(self.page, self.outline, element) else {
            return;
        };
        self.open(self.outline.element(element).parent);
        self.push(Block::Figure(Figure {
            images: vec![image],
            caption: Vec::new(),
        }));
    }

    fn push(&mut self, block: Block) {
        if let Some(frame) = self.frames.last_mut() {
            frame.blocks.push(block);
        }
    }

    /// Closes the containers that do not hold `element` and opens those that do.
    fn open(&mut self, element: ElementId) {
        let path = self.containers(element);
        let shared = self.frames.iter().skip(1).zip(&path);
        let shared = shared
            .take_while(|(frame, (id, _))| frame.element == *id)
            .count();
        while self.frames.len() > shared + 1 {
            self.close();
        }
        let new = path.into_iter().skip(shared);
        self.frames
            .extend(new.map(|(id, container)| Frame::new(id, container)));
    }

    /// The containers around an element, outermost first.
    fn containers(&mut self, element: ElementId) -> Vec<(ElementId, Container)> {
        let outline = self.outline;
        let mut path: Vec<_> = outline
            .ancestors(element)
            .take_while(|&a| a != self.top)
            .collect();
        path.reverse();
        let mut containers: Vec<(ElementId, Container)> = Vec::new();
        for id in path {
            let parent = containers.last().map_or(Container::Root, |&(_, c)| c);
            if let Some(container) = self
                .container(id, parent)
                .filter(|_| containers.len() < MAX_DEPTH)
            {
                containers.push((id, container));
            }
        }
        while matches!(
            containers.last(),
            Some((
                _,
                Container::List { .. } | Container::Table | Container::Row
            ))
        ) {
            containers.pop();
        }
        containers
    }

    fn container(&mut self, id: ElementId, parent: Container) -> Option<Container> {
        let in_list = matches!(parent, Container::List { .. });
        match self.outline.element(id).tag {
            local_name!("ul") | local_name!("menu") if !in_list => {
                Some(Container::List { ordered: false })
            }
            local_name!("ol") if !in_list => Some(Container::List { ordered: true }),
            local_name!("li") if in_list => Some(Container::Item),
            local_name!("blockquote") if !in_list => Some(Container::Quote),
            local_name!("table") if self.is_data(id) => Some(Container::Table),
            local_name!("tr") if parent == Container::Table => Some(Container::Row),
            local_name!("td") if parent == Container::Row => {
                Some(Container::Cell { header: false })
            }
            local_name!("th") if parent == Container::Row => Some(Container::Cell { header: true }),
            _ => None,
        }
    }

    /// A table of at least two rows and two columns, without tables in it.
    fn is_data(&mut self, table: ElementId) -> bool {
        let outline = self.outline;
        *self.data_tables.entry(table).or_insert_with(|| {
            let (mut rows, mut cells, mut nested) = (0, 0, false);
            for id in table + 1..outline.element(table).end {
                match outline.element(id).tag {
                    local_name!("tr") => rows += 1,
                    local_name!("td") | local_name!("th") => cells += 1,
                    local_name!("table") => nested = true,
                    _ => {}
                }
            }
            !nested && rows >= 2 && cells > rows
        })
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let Some(outer) = self.frames.last_mut() else {
            return;
        };
        match frame.container {
            Container::Root => outer.blocks.extend(frame.blocks),
            Container::List { ordered } => outer.blocks.push(Block::List(List {
                ordered,
                start: 1,
                items: frame.items,
            })),
            Container::Item => outer.items.push(frame.blocks),
            Container::Quote => outer.blocks.push(Block::Quote {
                blocks: frame.blocks,
            }),
            Container::Table => outer.blocks.push(Block::Table(Table {
                caption: Vec::new(),
                rows: frame.rows,
            })),
            Container::Row => outer.rows.push(TableRow { cells: frame.cells }),
            Container::Cell { header } => {
                let span = |name| {
                    self.page.dom().and_then(|dom| {
                        let node = self.outline.element(frame.element).node?;
                        dom.attr(node, name)?.trim().parse::<u16>().ok()
                    })
                };
                outer.cells.push(TableCell {
                    header,
                    colspan: span("colspan").unwrap_or(1).clamp(1, 100),
                    rowspan: span("rowspan").unwrap_or(1).clamp(1, 1000),
                    blocks: frame.blocks,
                });
            }
        }
    }

    fn finish(mut self) -> Body {
        while self.frames.len() > 1 {
            self.close();
        }
        let root = self.frames.pop();
        Body {
            blocks: root.map(|frame| frame.blocks).unwrap_or_default(),
        }
    }
}
