//! The direction in which a piece of text is read, where that is plain: as its first letter and as
//! most of its letters are. A line that begins with a foreign name says nothing.

use crate::article::{Block, Definition, Direction, Inline};

/// What is read of a long text.
const MOST_LETTERS: u32 = 200;

pub(super) fn of_line(content: &[Inline]) -> Option<Direction> {
    let mut letters = Letters::default();
    letters.line(content);
    letters.direction()
}

pub(super) fn of_blocks(blocks: &[Block]) -> Option<Direction> {
    let mut letters = Letters::default();
    letters.blocks(blocks);
    letters.direction()
}

pub(super) fn of_items(items: &[Vec<Block>]) -> Option<Direction> {
    let mut letters = Letters::default();
    items.iter().for_each(|item| letters.blocks(item));
    letters.direction()
}

pub(super) fn of_definitions(items: &[Definition]) -> Option<Direction> {
    let mut letters = Letters::default();
    letters.definitions(items);
    letters.direction()
}

pub(super) fn of_text(text: &str) -> Option<Direction> {
    let mut letters = Letters::default();
    letters.text(text);
    letters.direction()
}

#[derive(Debug, Default)]
struct Letters {
    first: Option<Direction>,
    all: u32,
    from_right: u32,
}

impl Letters {
    fn direction(&self) -> Option<Direction> {
        let most = match self.from_right * 2 > self.all {
            true => Direction::Rtl,
            false => Direction::Ltr,
        };
        self.first.filter(|first| *first == most)
    }

    fn text(&mut self, text: &str) {
        let letters = text.chars().filter(|c| c.is_alphabetic());
        for letter in letters.take((MOST_LETTERS - self.all) as usize) {
            let direction = Direction::of_letter(letter);
            self.first.get_or_insert(direction);
            self.all += 1;
            self.from_right += u32::from(direction == Direction::Rtl);
        }
    }

    /// Recursion is bounded: running text nests at most as deep as there are kinds of it.
    fn line(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Text { text } | Inline::Code { text } => self.text(text),
                Inline::Ruby { base, .. } => self.text(base),
                Inline::Link { content, .. }
                | Inline::Emphasis { content }
                | Inline::Strong { content }
                | Inline::Strike { content }
                | Inline::Quotation { content, .. }
                | Inline::Subscript { content }
                | Inline::Superscript { content } => self.line(content),
                Inline::Math { .. }
                | Inline::FootnoteReference { .. }
                | Inline::Image(_)
                | Inline::Break => {}
            }
        }
    }

    /// The depth of a body is bounded.
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            if self.all >= MOST_LETTERS {
                return;
            }
            match block {
                Block::Heading { content, .. } | Block::Paragraph { content } => self.line(content),
                Block::List(list) => list.items.iter().for_each(|item| self.blocks(item)),
                Block::Definitions { items } => self.definitions(items),
                Block::Quote { blocks, .. } => self.blocks(blocks),
                Block::Table(table) => {
                    let cells = table.rows.iter().flat_map(|row| &row.cells);
                    cells.for_each(|cell| self.blocks(&cell.blocks));
                }
                Block::Embed(embed) => self.blocks(&embed.blocks),
                Block::Figure(figure) => self.line(&figure.caption),
                // Code, formulas and what stands below the text.
                _ => {}
            }
        }
    }

    fn definitions(&mut self, items: &[Definition]) {
        for item in items {
            match item {
                Definition::Term { content } => self.line(content),
                Definition::Detail { blocks } => self.blocks(blocks),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_and_most_letters_have_to_agree() {
        for (text, expected) in [
            ("The bridge", Some(Direction::Ltr)),
            ("(12) הגשר פתוח", Some(Direction::Rtl)),
            ("الجسر مفتوح Bridge", Some(Direction::Rtl)),
            ("IBM הגשר על הנהר פתוח", None),
            ("הגשר: The bridge is open", None),
            ("𞤀𞤣𞤤𞤢𞤥", Some(Direction::Rtl)),
            ("橋は開いた", Some(Direction::Ltr)),
            ("١٢ – 100 %", None),
        ] {
            assert_eq!(of_text(text), expected, "{text}");
        }
    }
}
