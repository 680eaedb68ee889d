//! Boosted trees: thresholds and leaves quantised in the file, flat arrays in memory.

use std::ops::Range;

use super::reader::Reader;

/// Rows that walk down a tree side by side, so that their memory accesses overlap.
const LANES: usize = 8;
/// Nodes a tree has at most: every number of a node that fits is in reach without a check.
const MOST_NODES: usize = 64;
/// In the number of a node's feature in the file: whether a child is a leaf.
const LEFT_LEAF: u16 = 1 << 15;
const RIGHT_LEAF: u16 = 1 << 14;

#[derive(Debug)]
pub(super) struct Forest {
    trees: Vec<Tree>,
    /// Trees are dealt to the classes in turn.
    pub(super) classes: usize,
}

#[derive(Debug)]
struct Tree {
    nodes: [Node; MOST_NODES],
    /// Steps from the root to the farthest leaf.
    depth: u8,
}

/// An inner node, or a leaf: then both ways lead back to itself, and the threshold is its value.
#[derive(Debug, Clone, Copy)]
struct Node {
    threshold: f32,
    feature: u16,
    /// Numbers of nodes within the tree.
    left: u8,
    right: u8,
}

impl Forest {
    /// Classes, trees, leaf scale, thresholds of every feature, then the trees: number of
    /// inner nodes; per node feature with [`LEFT_LEAF`] and [`RIGHT_LEAF`], number of its
    /// threshold; a value per leaf. Nodes and leaves stand in the order of a walk, left first.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let classes = usize::from(reader.u16()?);
        let count = usize::from(reader.u16()?);
        let scale = reader.f32()?;
        let thresholds = thresholds(reader)?;
        let mut forest = Self {
            trees: Vec::with_capacity(count),
            classes,
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
        let mut nodes = Vec::with_capacity(MOST_NODES);
        let mut leaves = Vec::with_capacity(MOST_NODES);
        for _ in 0..inner {
            let feature = reader.u16()?;
            let number = usize::from(reader.u8()?);
            leaves.push((feature & LEFT_LEAF != 0, feature & RIGHT_LEAF != 0));
            let feature = feature & !(LEFT_LEAF | RIGHT_LEAF);
            nodes.push(Node {
                threshold: *thresholds.get(usize::from(feature))?.get(number)?,
                feature,
                left: 0,
                right: 0,
            });
        }
        let mut walk = Walk {
            nodes: &mut nodes,
            leaves: &leaves,
            next: 0,
            next_leaf: inner,
        };
        // Every way leads down, so every walk ends.
        let root = walk.child(inner == 0)?;
        if root != 0 || walk.next != inner {
            return None;
        }
        for leaf in 0..=inner {
            let own = inner.checked_add(leaf)?;
            nodes.push(Node {
                threshold: f32::from(reader.i16()?) * scale,
                feature: 0,
                left: own,
                right: own,
            });
        }
        let depth = depth(&nodes);
        let unused = *nodes.last()?;
        nodes.resize(MOST_NODES, unused);
        self.trees.push(Tree {
            nodes: nodes.try_into().ok()?,
            depth,
        });
        Some(())
    }

    /// Trees of each class.
    pub(super) fn rounds(&self) -> usize {
        self.trees.len() / self.classes.max(1)
    }

    /// Adds the values of some rounds of the trees of one class for some of the rows; `scores`
    /// has as many numbers a row as there are classes.
    pub(super) fn add(
        &self,
        (class, rounds): (usize, Range<usize>),
        chosen: &[u32],
        (rows, width): (&[f32], usize),
        scores: &mut [f32],
    ) {
        let trees = self.trees.iter().skip(class).step_by(self.classes);
        let trees = trees.skip(rounds.start).take(rounds.len());
        for chosen in chosen.chunks(LANES) {
            // Lanes beyond the last row repeat it; their values go nowhere.
            let lanes: [&[f32]; LANES] = std::array::from_fn(|lane| {
                let row = chosen[lane.min(chosen.len() - 1)] as usize;
                &rows[row * width..(row + 1) * width]
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

impl Tree {
    /// The values of the leaves that the lanes arrive at.
    fn walk(&self, lanes: &[&[f32]; LANES]) -> [f32; LANES] {
        let mut at = [0u8; LANES];
        for _ in 0..self.depth {
            for (at, row) in at.iter_mut().zip(lanes) {
                let node = self.node(*at);
                let goes_left = row[usize::from(node.feature)] <= node.threshold;
                *at = if goes_left { node.left } else { node.right };
            }
        }
        at.map(|leaf| self.node(leaf).threshold)
    }

    fn node(&self, number: u8) -> Node {
        self.nodes[usize::from(number) % MOST_NODES]
    }
}

/// Steps to the farthest leaf. Children stand after their parents.
fn depth(nodes: &[Node]) -> u8 {
    let mut depths = [0u8; MOST_NODES];
    for (own, node) in nodes.iter().enumerate() {
        for child in [node.left, node.right].map(usize::from) {
            if child != own {
                depths[child % MOST_NODES] = depths[own].saturating_add(1);
            }
        }
    }
    depths.into_iter().max().unwrap_or(0)
}

/// Numbers the children of all nodes in the order of the file.
struct Walk<'a> {
    nodes: &'a mut [Node],
    /// Whether the left and the right child of each node is a leaf.
    leaves: &'a [(bool, bool)],
    next: u8,
    next_leaf: u8,
}

impl Walk<'_> {
    /// The number of the next node, once all below it are numbered.
    fn node(&mut self) -> Option<u8> {
        let own = self.next;
        let &(left, right) = self.leaves.get(usize::from(own))?;
        self.next = own.checked_add(1)?;
        let left = self.child(left)?;
        let right = self.child(right)?;
        let node = self.nodes.get_mut(usize::from(own))?;
        (node.left, node.right) = (left, right);
        Some(own)
    }

    fn child(&mut self, is_leaf: bool) -> Option<u8> {
        if !is_leaf {
            return self.node();
        }
        let own = self.next_leaf;
        self.next_leaf = own.checked_add(1)?;
        Some(own)
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
