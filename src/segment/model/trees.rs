//! Boosted trees: thresholds and leaves quantised in the file, flat arrays in memory.

use std::ops::Range;

use super::reader::Reader;

/// Rows that walk down a tree side by side, so that their memory accesses overlap.
const LANES: usize = 8;
/// Nodes a tree has at most: every number of a node that fits is in reach without a check.
const MOST_NODES: usize = 64;
/// The number that closes every row.
pub(super) const FLOOR: f32 = f32::NEG_INFINITY;
/// In the number of a node's feature in the file: whether a child is a leaf.
const LEFT_LEAF: u16 = 1 << 15;
const RIGHT_LEAF: u16 = 1 << 14;

#[derive(Debug)]
pub(super) struct Forest {
    trees: Vec<Tree>,
    /// Trees are dealt to the classes in turn.
    pub(super) classes: usize,
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
    /// Classes, trees, leaf scale, thresholds of every feature, then the trees: number of
    /// inner nodes; per node feature with [`LEFT_LEAF`] and [`RIGHT_LEAF`], number of its
    /// threshold; a value per leaf. Nodes and leaves stand in the order of a walk, left first.
    ///
    /// The rows that it will read have so many numbers before [`FLOOR`].
    pub(super) fn read(reader: &mut Reader<'_>, width: usize) -> Option<Self> {
        let classes = usize::from(reader.u16()?);
        let count = usize::from(reader.u16()?);
        let scale = reader.f32()?;
        let thresholds = thresholds(reader)?;
        let mut forest = Self {
            trees: Vec::with_capacity(count),
            classes,
            width,
        };
        for _ in 0..count {
            forest.read_tree(reader, &thresholds, scale)?;
        }
        Some(forest)
    }

    fn read_tree(
        &mut self,
        reader: &mut Reader<'_>,
        thresholds: &[Vec<f32>],
        scale: f32,
    ) -> Option<()> {
        let inner = reader.u8()?;
        let mut splits = Vec::with_capacity(MOST_NODES);
        for _ in 0..inner {
            let feature = reader.u16()?;
            let number = usize::from(reader.u8()?);
            let is_leaf = [feature & LEFT_LEAF != 0, feature & RIGHT_LEAF != 0];
            let feature = feature & !(LEFT_LEAF | RIGHT_LEAF);
            splits.push(Split {
                threshold: *thresholds.get(usize::from(feature))?.get(number)?,
                feature,
                is_leaf,
            });
        }
        let values = (0..=inner).map(|_| Some(f32::from(reader.i16()?) * scale));
        let values: Vec<_> = values.collect::<Option<_>>()?;
        let floor = u16::try_from(self.width).ok()?;
        let is_in = splits.iter().all(|split| split.feature < floor);
        is_in.then_some(())?;
        self.trees.push(Tree::grow(&splits, &values, floor)?);
        Some(())
    }

    /// Trees of each class.
    pub(super) fn rounds(&self) -> usize {
        self.trees.len() / self.classes.max(1)
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
        let stride = self.width + 1;
        let trees = self.trees.iter().skip(class).step_by(self.classes);
        let trees = trees.skip(rounds.start).take(rounds.len());
        for chosen in chosen.chunks(LANES) {
            // Lanes beyond the last row repeat it; their values go nowhere.
            let lanes: [&[f32]; LANES] = std::array::from_fn(|lane| {
                let row = chosen[lane.min(chosen.len() - 1)] as usize;
                &rows[row * stride..(row + 1) * stride]
            });
            let mut sums = [0.0; LANES];
            for tree in trees.clone() {
                let values = tree.walk(&lanes);
                for (sum, value) in sums.iter_mut().zip(values) {
                    *sum += value;
                }
            }
            for (&row, sum) in chosen.iter().zip(sums) {
                scores[row as usize * self.classes + class] += sum;
            }
        }
    }
}

/// An inner node as it stands in the file.
struct Split {
    threshold: f32,
    feature: u16,
    /// Whether the left and the right child is a leaf.
    is_leaf: [bool; 2],
}

impl Tree {
    /// The tree of the nodes and leaves of a walk; nothing if they make none, or too large a one.
    fn grow(splits: &[Split], values: &[f32], floor: u16) -> Option<Self> {
        let leaf = |own: usize, value| Node {
            threshold: value,
            feature: floor,
            left: own as u8,
        };
        let mut tree = Self {
            nodes: std::array::from_fn(|own| leaf(own, 0.0)),
            depth: 0,
        };
        let (mut splits, mut values) = (splits.iter(), values.iter());
        let mut free = 1;
        // Places to fill in, the next one last: number, whether it is a leaf, steps to it.
        let mut open = vec![(0, splits.len() == 0, 0)];
        while let Some((own, is_leaf, depth)) = open.pop() {
            tree.depth = tree.depth.max(depth);
            if is_leaf {
                *tree.nodes.get_mut(own)? = leaf(own, *values.next()?);
                continue;
            }
            let split = splits.next()?;
            *tree.nodes.get_mut(own)? = Node {
                threshold: split.threshold,
                feature: split.feature,
                left: u8::try_from(free).ok()?,
            };
            open.push((free + 1, split.is_leaf[1], depth + 1));
            open.push((free, split.is_leaf[0], depth + 1));
            free += 2;
        }
        (splits.next().is_none() && values.next().is_none()).then_some(tree)
    }

    /// The values of the leaves that the lanes arrive at.
    fn walk(&self, lanes: &[&[f32]; LANES]) -> [f32; LANES] {
        // Words, lest the compiler packs them into one.
        let mut at = [0usize; LANES];
        for _ in 0..self.depth {
            for (at, row) in at.iter_mut().zip(lanes) {
                let node = self.nodes[*at % MOST_NODES];
                let goes_left = row[usize::from(node.feature)] <= node.threshold;
                *at = usize::from(node.left) + usize::from(!goes_left);
            }
        }
        at.map(|leaf| self.nodes[leaf % MOST_NODES].threshold)
    }
}

fn thresholds(reader: &mut Reader<'_>) -> Option<Vec<Vec<f32>>> {
    let features = reader.u16()?;
    (0..features)
        .map(|_| {
            let count = reader.u8()?;
            (0..count).map(|_| reader.f32()).collect()
        })
        .collect()
}
