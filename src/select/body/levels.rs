//! Levels of headings: pages choose them by their looks, a reader needs them without gaps.

use crate::article::{Block, Body, Definition};

/// The levels that are used become 2, 3, 4 ... in their order; 1 is the title's.
pub(super) fn settle(body: &mut Body) {
    let mut used = [false; 7];
    each(&mut body.blocks, &mut |level| {
        used[usize::from(*level).min(6)] = true
    });
    let mut next = 1;
    let ranks = used.map(|is_used| {
        next += u8::from(is_used);
        next.min(6)
    });
    each(&mut body.blocks, &mut |level| {
        *level = ranks[usize::from(*level).min(6)]
    });
}

/// Recursion is bounded by the depth of the tree.
fn each(blocks: &mut [Block], change: &mut impl FnMut(&mut u8)) {
    for block in blocks {
        match block {
            Block::Heading { level, .. } => change(level),
            Block::Quote { blocks, .. } => each(blocks, change),
            Block::List(list) => list.items.iter_mut().for_each(|item| each(item, change)),
            Block::Definitions { items } => items.iter_mut().for_each(|item| {
                if let Definition::Detail { blocks } = item {
                    each(blocks, change);
                }
            }),
            Block::Table(table) => {
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                cells.for_each(|cell| each(&mut cell.blocks, change));
            }
            _ => {}
        }
    }
}
