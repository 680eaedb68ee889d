//! What the training tool needs of the engine; not part of the public interface.

use super::features::{
    Around, CONTEXT, Features, GROUPS, KINDS as ALL_KINDS, KindContext, Rows, Table, context,
};
use super::outline;
use crate::Page;

/// Groups of tokens.
pub const TOKEN_GROUPS: usize = GROUPS;
/// Region kinds.
pub const KINDS: usize = ALL_KINDS;
/// Context features a row.
pub const CONTEXT_WIDTH: usize = CONTEXT;

/// Everything the model may learn from one page.
#[derive(Debug)]
pub struct PageFeatures {
    /// Text of each block.
    pub texts: Vec<String>,
    /// Dense features, row after row.
    pub rows: Vec<f32>,
    /// Numbers a row.
    pub width: usize,
    /// Keys of each block's tokens by group.
    pub tokens: Vec<[Vec<u32>; GROUPS]>,
    around: Around,
}

struct Collect;

impl Table for Collect {
    type Sum = Vec<u32>;

    fn may_know(&self, _: u32) -> bool {
        true
    }

    fn add(&self, sum: &mut Vec<u32>, keys: &[u32]) {
        sum.extend(keys);
    }
}

impl PageFeatures {
    /// Cuts a page into blocks and computes their features.
    #[must_use]
    pub fn of(page: &Page) -> Self {
        let outline = outline(page);
        let features = Features::of(page, &outline);
        let maker = Rows::new(&features);
        let mut rows = Vec::new();
        (0..outline.blocks.len()).for_each(|index| maker.push(index, &mut rows));
        let texts = (0..outline.blocks.len()).map(|i| outline.block_text(i).to_owned());
        Self {
            texts: texts.collect(),
            width: rows.len() / outline.blocks.len().max(1),
            rows,
            tokens: features.sums(&Collect, |keys| keys),
            around: features.around,
        }
    }

    /// Rows of features made of the sums of the kinds' table.
    #[must_use]
    pub fn kind_context(&self, totals: &[[f32; KINDS]]) -> Vec<f32> {
        let context = KindContext::new(&self.around, totals);
        let mut rows = Vec::new();
        (0..totals.len()).for_each(|index| context.push(index, &mut rows));
        rows
    }

    /// Rows of [`CONTEXT_WIDTH`] features made of token table sums.
    #[must_use]
    pub fn context(&self, sums: &[[f32; GROUPS]]) -> Vec<f32> {
        context(&self.around, sums)
    }
}

/// The words of the measure, lower-case.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    super::features::words(text)
        .map(str::to_lowercase)
        .collect()
}
