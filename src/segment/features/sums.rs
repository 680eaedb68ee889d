//! What is summed over ranges of blocks, and what the sums say.

/// Columns.
pub(super) mod sum {
    /// Sums of fractions.
    pub(crate) const LINKED: usize = 0;
    pub(crate) const STOPS: usize = 1;
    /// Sums of whole numbers.
    pub(crate) const BLOCKS: usize = 2;
    pub(crate) const TOKENS: usize = 3;
    pub(crate) const CHARS: usize = 4;
    pub(crate) const COMMAS: usize = 5;
    pub(crate) const SENTENCES: usize = 6;
    pub(crate) const P: usize = 7;
    pub(crate) const HEADINGS: usize = 8;
    pub(crate) const ITEMS: usize = 9;
    pub(crate) const PARAGRAPHS: usize = 10;
    pub(crate) const PARAGRAPH_TOKENS: usize = 11;
    pub(crate) const LINKS: usize = 12;
    pub(crate) const PRICES: usize = 13;
    pub(crate) const DATES: usize = 14;
    pub(crate) const WIDTH: usize = 15;
}

/// Sums over a range of blocks.
pub(super) type Sums = [f64; sum::WIDTH];

/// What sums say of a range on a page of so many words.
pub(super) fn says(sums: &Sums, total: f32) -> [f32; sum::WIDTH] {
    let value = |i: usize| sums[i] as f32;
    let blocks = value(sum::BLOCKS).max(1.0);
    let tokens = value(sum::TOKENS).max(1.0);
    [
        blocks,
        tokens,
        tokens / total,
        value(sum::LINKED) / value(sum::CHARS).max(1.0),
        tokens / blocks,
        value(sum::COMMAS) / tokens,
        value(sum::SENTENCES) / blocks,
        value(sum::P) / blocks,
        value(sum::PARAGRAPH_TOKENS) / tokens,
        value(sum::PARAGRAPHS),
        value(sum::HEADINGS) / blocks,
        value(sum::LINKS) / blocks,
        value(sum::PRICES) / blocks,
        value(sum::DATES) / blocks,
        value(sum::STOPS) / tokens,
    ]
}
