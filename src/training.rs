//! What the training of the model sees of a page: the very features that labelling uses.
//!
//! Not covered by semantic versioning; `training/README.md` of the repository tells how to use it.

use crate::Page;
use crate::segment;

/// The features of a page's blocks.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Sample {
    /// Names of the dense features.
    pub names: Vec<String>,
    /// Dense features, one row a block.
    pub rows: Vec<Vec<f32>>,
    /// Hashed tokens of each block: group in the upper half, hash in the lower.
    pub tokens: Vec<Vec<u64>>,
    /// The text of each block.
    pub texts: Vec<String>,
    /// For each block what scores are averaged over: start and end of six levels of ancestors,
    /// two groups of alike blocks, and the heading before (-1 for none).
    pub structure: Vec<Vec<i32>>,
}

/// Describes a page's blocks in document order.
#[must_use]
pub fn describe(page: &Page) -> Sample {
    let outline = segment::outline(page);
    let (features, tokens, structure) = segment::engine::describe(page, &outline);
    let blocks = 0..outline.blocks.len();
    let row = |block: usize| {
        features
            .columns
            .iter()
            .map(|column| column[block])
            .collect()
    };
    Sample {
        rows: blocks.clone().map(row).collect(),
        texts: blocks
            .map(|block| outline.block_text(block).to_owned())
            .collect(),
        names: features.names,
        tokens,
        structure,
    }
}
