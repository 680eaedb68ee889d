//! Boosted trees: thresholds and leaves quantised in the file, flat arrays in memory.

use super::reader::Reader;

#[derive(Debug)]
pub(super) struct Forest {
    nodes: Vec<Node>,
    leaves: Vec<f32>,
    /// Where each tree's nodes and leaves start.
    trees: Vec<(u32, u32)>,
    /// Trees are dealt to the classes in turn.
    pub(super) classes: usize,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    threshold: f32,
    feature: u16,
    /// An inner node, or the complement of a leaf; both within the tree.
    left: i8,
    right: i8,
}

impl Forest {
    /// Classes, trees, leaf scale, thresholds of every feature, then the trees: number of
    /// inner nodes; per node feature, number of its threshold, children; a value per leaf.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let classes = usize::from(reader.u16()?);
        let count = usize::from(reader.u16()?);
        let scale = reader.f32()?;
        let thresholds = thresholds(reader)?;
        let mut forest = Self {
            nodes: Vec::new(),
            leaves: Vec::new(),
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
        let start = (self.nodes.len() as u32, self.leaves.len() as u32);
        self.trees.push(start);
        let inner = reader.u8()?;
        for _ in 0..inner {
            let feature = reader.u16()?;
            let number = usize::from(reader.u8()?);
            self.nodes.push(Node {
                threshold: *thresholds.get(usize::from(feature))?.get(number)?,
                feature,
                left: i8::from_le_bytes([reader.u8()?]),
                right: i8::from_le_bytes([reader.u8()?]),
            });
        }
        for _ in 0..=inner {
            self.leaves.push(f32::from(reader.i16()?) * scale);
        }
        Some(())
    }

    /// Adds the trees' values for every row; `scores` has `classes` numbers a row.
    pub(super) fn add(&self, rows: &[f32], width: usize, scores: &mut [f32]) {
        for (number, &(nodes, leaves)) in self.trees.iter().enumerate() {
            let class = number % self.classes;
            let nodes = &self.nodes[nodes as usize..];
            let leaves = &self.leaves[leaves as usize..];
            let is_stump = self.is_leaf(number);
            for (row, scores) in rows
                .chunks_exact(width)
                .zip(scores.chunks_exact_mut(self.classes))
            {
                let leaf = if is_stump { 0 } else { walk(nodes, row) };
                scores[class] += leaves[leaf];
            }
        }
    }

    fn is_leaf(&self, number: usize) -> bool {
        let start = self.trees[number].0;
        let next = self
            .trees
            .get(number + 1)
            .map_or(self.nodes.len(), |t| t.0 as usize);
        start as usize == next
    }
}

fn walk(nodes: &[Node], row: &[f32]) -> usize {
    let mut at = 0i8;
    while at >= 0 {
        let node = &nodes[at as usize];
        let goes_left = row[usize::from(node.feature)] <= node.threshold;
        at = if goes_left { node.left } else { node.right };
    }
    !at as usize
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
