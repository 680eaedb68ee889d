//! Text dump to blocks: one block a line, under elements made from bullets and indentation.

use html5ever::{LocalName, local_name};

use super::outline::{Block, Element, ElementId, Hidden, NONE, Outline, Run, RunKind};
use crate::page::dump::{Dump, Line};

pub(super) fn outline(dump: &Dump) -> Outline {
    let mut builder = Builder::with_capacity(dump);
    builder.open(local_name!("body"), NONE);
    for line in &dump.lines {
        builder.line(line, dump.text(line));
    }
    builder.close_lists(0);
    builder.close(0);
    builder.outline.trim();
    builder.outline
}

/// A list that is still open, and its last item.
#[derive(Debug, Clone, Copy)]
struct List {
    indent: u32,
    list: ElementId,
    item: ElementId,
}

#[derive(Debug)]
struct Builder {
    outline: Outline,
    lists: Vec<List>,
}

impl Builder {
    fn with_capacity(dump: &Dump) -> Self {
        let count = dump.lines.len();
        let text = dump.lines.iter().map(|line| dump.text(line).len() + 1);
        let outline = Outline {
            text: String::with_capacity(text.sum()),
            elements: Vec::with_capacity(count + 1),
            runs: Vec::with_capacity(count),
            blocks: Vec::with_capacity(count),
            media: Vec::new(),
        };
        Self {
            outline,
            lists: Vec::new(),
        }
    }

    fn line(&mut self, line: &Line, text: &str) {
        let element = if line.marker == 0 {
            self.close_lists(0);
            self.open(local_name!("p"), 0)
        } else {
            self.item(line)
        };
        self.block(line, text, element);
        if line.marker == 0 {
            self.close(element);
        }
    }

    /// Opens a list item, in a new list if the line is indented deeper than the last item.
    fn item(&mut self, line: &Line) -> ElementId {
        let keep = self.lists.partition_point(|l| l.indent <= line.indent);
        self.close_lists(keep);
        if let Some(last) = self.lists.last().copied()
            && last.indent == line.indent
        {
            self.close(last.item);
            let item = self.open(local_name!("li"), last.list);
            if let Some(last) = self.lists.last_mut() {
                last.item = item;
            }
            return item;
        }
        let parent = self.lists.last().map_or(0, |l| l.item);
        let tag = if line.ordered {
            local_name!("ol")
        } else {
            local_name!("ul")
        };
        let list = self.open(tag, parent);
        let item = self.open(local_name!("li"), list);
        self.lists.push(List {
            indent: line.indent,
            list,
            item,
        });
        item
    }

    fn close_lists(&mut self, keep: usize) {
        while self.lists.len() > keep {
            if let Some(list) = self.lists.pop() {
                self.close(list.item);
                self.close(list.list);
            }
        }
    }

    fn open(&mut self, tag: LocalName, parent: ElementId) -> ElementId {
        let id = index(self.outline.elements.len());
        let start = index(self.outline.blocks.len());
        self.outline.elements.push(Element {
            node: None,
            parent,
            end: id + 1,
            tag,
            blocks: start..start,
            hidden: Hidden::No,
        });
        id
    }

    fn close(&mut self, id: ElementId) {
        let end = index(self.outline.elements.len());
        let blocks = index(self.outline.blocks.len());
        let element = &mut self.outline.elements[id as usize];
        element.end = end;
        element.blocks.end = blocks;
    }

    fn block(&mut self, line: &Line, text: &str, element: ElementId) {
        let outline = &mut self.outline;
        let start = index(outline.text.len());
        outline.text.push_str(text);
        let end = index(outline.text.len());
        outline.text.push('\n');
        let run = index(outline.runs.len());
        outline.runs.push(Run {
            kind: RunKind::Text,
            text: start.saturating_add(line.marker).min(end)..end,
            element,
        });
        outline.blocks.push(Block {
            text: start..end,
            element,
            runs: run..run + 1,
            line: line.number,
            blank_before: line.blank_before,
        });
    }
}

fn index(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indented_bullets_become_nested_lists() {
        let dump = Dump::parse("• A\n  • B\n  • C\n• D\nText");
        let outline = outline(&dump);
        let parents: Vec<_> = outline
            .blocks
            .iter()
            .map(|b| {
                let path = outline
                    .ancestors(b.element)
                    .map(|e| outline.element(e).tag.to_string());
                path.collect::<Vec<_>>().join("<")
            })
            .collect();
        assert_eq!(
            parents,
            [
                "li<ul<body",
                "li<ul<li<ul<body",
                "li<ul<li<ul<body",
                "li<ul<body",
                "p<body"
            ]
        );
        assert_eq!(outline.elements[1].blocks, 0..4);
    }
}
