//! Boosted trees: thresholds and leaves quantised in the file, flat arrays in memory.

use std::ops::Range;

use super::reader::{Bits, Reader};

/// Rows that walk down a tree side by side, so that their memory accesses overlap.
const LANES: usize = 8;
/// Nodes a tree has at most: every number of a node that fits is in reach without a check.
const MOST_NODES: usize = 64;
/// The number that closes every row.
pub(super) const FLOOR: f32 = f32::NEG_INFINITY;

#[derive(Debug)]
pub(super) struct Forest {
    /// Of each class.
    trees: Vec<Vec<Tree>>,
    /// Numbers of a row, without the one that closes it.
    width: usize,
}

#[derive(Debug)]
struct Tree {
    /// The root, then children in pairs, the left one first.
    nodes: [Node; MOST_NODES],
    /// Steps from the root to the farthest leaf.
    depth: u8,
}

/// An inner node, or a leaf: from there the way leads back to itself, for it asks for [`FLOOR`],
/// which is below any value.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// A leaf's value stands here.
    threshold: f32,
    feature: u16,
    /// Number of the left child within the tree; the right one follows.
    left: u8,
}

impl Forest {
    /// Classes, trees, leaf scale, thresholds of every feature, then the trees: nodes in the order
    /// of a walk, left first, as [`Tree::read`] has them.
    ///
    /// The rows that it will read have so many numbers before [`FLOOR`].
    pub(super) fn read(reader: &mut Reader<'_>, width: usize) -> Option<Self> {
        let classes = usize::from(reader.u16()?);
        let count = usize::from(reader.u16()?);
        let scale = reader.f32()?;
        let features = reader.u16()?;
        (usize::from(features) <= width).then_some(())?;
        let mut bits = reader.bits();
        let limits = (0..features).map(|_| thresholds(&mut bits));
        let limits: Vec<_> = limits.collect::<Option<_>>()?;
        let floor = u16::try_from(width).ok()?;
        let mut trees: Vec<_> = (0..classes).map(|_| Vec::new()).collect();
        for index in 0..count {
            // They are dealt to the classes in turn.
            let of_class = trees.get_mut(index.checked_rem(classes)?)?;
            of_class.push(Tree::read(&mut bits, &limits, scale, floor)?);
        }
        Some(Self { trees, width })
    }

    pub(super) fn classes(&self) -> usize {
        self.trees.len()
    }

    /// Trees of each class.
    pub(super) fn rounds(&self) -> usize {
        self.trees.iter().map(Vec::len).min().unwrap_or(0)
    }

    /// Adds the values of some rounds of the trees of one class for some of the rows, each closed by
    /// [`FLOOR`]; `scores` has as many numbers a row as there are classes.
    pub(super) fn add(
        &self,
        (class, rounds): (usize, Range<usize>),
        chosen: &[u32],
        rows: &[f32],
        scores: &mut [f32],
    ) {
        let trees = self.trees.get(class).and_then(|trees| trees.get(rounds));
        let trees = trees.unwrap_or_default();
        for chosen in chosen.chunks(LANES) {
            let sums = match chosen.len() {
                1 => self.sums::<1>(trees, chosen, rows),
                2 => self.sums::<2>(trees, chosen, rows),
                3 => self.sums::<3>(trees, chosen, rows),
                4 => self.sums::<4>(trees, chosen, rows),
                5..=6 => self.sums::<6>(trees, chosen, rows),
                _ => self.sums::<LANES>(trees, chosen, rows),
            };
            for (&row, sum) in chosen.iter().zip(sums) {
                scores[row as usize * self.classes() + class] += sum;
            }
        }
    }

    /// The sums of some trees for no more rows than there are lanes.
    fn sums<const USED: usize>(
        &self,
        trees: &[Tree],
        chosen: &[u32],
        rows: &[f32],
    ) -> [f32; LANES] {
        let stride = self.width + 1;
        // Lanes beyond the last row repeat it; their values go nowhere.
        let lanes: [&[f32]; USED] = std::array::from_fn(|lane| {
            let row = chosen[lane.min(chosen.len() - 1)] as usize;
            &rows[row * stride..(row + 1) * stride]
        });
        let mut sums = [0.0; LANES];
        for tree in trees {
            let values = tree.walk(&lanes);
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += value;
            }
        }
        sums
    }
}

impl Tree {
    /// A bit says whether a node is a leaf, which has a value of 8 bits. Any other has the number of
    /// its feature and of its threshold, then its children. Nothing if the tree is too large.
    fn read(bits: &mut Bits<'_, '_>, limits: &[Vec<f32>], scale: f32, floor: u16) -> Option<Self> {
        let leaf = |own: usize, value| Node {
            threshold: value,
            feature: floor,
            left: own as u8,
        };
        let mut tree = Self {
            nodes: std::array::from_fn(|own| leaf(own, 0.0)),
            depth: 0,
        };
        let mut free = 1;
        // Places to fill in, the next one last, with the steps to them.
        let mut open = vec![(0, 0)];
        while let Some((own, depth)) = open.pop() {
            tree.depth = tree.depth.max(depth);
            let is_leaf = bits.take(1)? == 1;
            *tree.nodes.get_mut(own)? = if is_leaf {
                leaf(own, f32::from(bits.take(8)? as u8 as i8) * scale)
            } else {
                let feature = bits.choose(limits.len())?;
                let limits = limits.get(feature)?;
                open.extend([(free + 1, depth + 1), (free, depth + 1)]);
                free += 2;
                Node {
                    threshold: *limits.get(bits.choose(limits.len())?)?,
                    feature: u16::try_from(feature).ok()?,
                    left: u8::try_from(free - 2).ok()?,
                }
            };
        }
        Some(tree)
    }

    /// The values of the leaves that the lanes arrive at.
    fn walk<const LANES: usize>(&self, lanes: &[&[f32]; LANES]) -> [f32; LANES] {
        // All start from the same node.
        let root = self.nodes[0];
        // Words, lest the compiler packs them into one.
        let mut at: [usize; LANES] = lanes.map(|row| root.next(row));
        for _ in 1..self.depth {
            for (at, row) in at.iter_mut().zip(lanes) {
                *at = self.nodes[*at % MOST_NODES].next(row);
            }
        }
        at.map(|leaf| self.nodes[leaf % MOST_NODES].threshold)
    }
}

impl Node {
    /// Number of the child that a row goes on to.
    #[inline]
    fn next(self, row: &[f32]) -> usize {
        let goes_left = row[usize::from(self.feature)] <= self.threshold;
        usize::from(self.left) + usize::from(!goes_left)
    }
}

/// Their number, then the upper 24 bits of each.
fn thresholds(bits: &mut Bits<'_, '_>) -> Option<Vec<f32>> {
    let count = bits.take(8)?;
    let threshold = |_| Some(f32::from_bits(bits.take(24)? << 8));
    (0..count).map(threshold).collect()
}
