//! What is summed over ranges of blocks, and what the sums say.

/// What is counted.
pub(super) mod counts {
    pub(crate) const BLOCKS: usize = 0;
    pub(crate) const TOKENS: usize = 1;
    pub(crate) const CHARS: usize = 2;
    pub(crate) const COMMAS: usize = 3;
    pub(crate) const SENTENCES: usize = 4;
    pub(crate) const P: usize = 5;
    pub(crate) const HEADINGS: usize = 6;
    pub(crate) const ITEMS: usize = 7;
    pub(crate) const PARAGRAPHS: usize = 8;
    pub(crate) const PARAGRAPH_TOKENS: usize = 9;
    pub(crate) const LINKS: usize = 10;
    pub(crate) const PRICES: usize = 11;
    pub(crate) const DATES: usize = 12;
    pub(crate) const WIDTH: usize = 13;
}

/// Numbers that [`says`] makes of sums.
pub(super) const SAYS: usize = 15;

/// Sums over a range of blocks.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    /// Characters in links.
    pub(super) linked: f64,
    /// Stop words.
    pub(super) stops: f64,
    pub(super) counts: [u32; counts::WIDTH],
}

impl Sums {
    pub(super) fn add(&mut self, other: &Self) {
        self.linked += other.linked;
        self.stops += other.stops;
        for (sum, other) in self.counts.iter_mut().zip(other.counts) {
            *sum = sum.wrapping_add(other);
        }
    }

    pub(super) fn take(&mut self, part: &Self) {
        self.linked -= part.linked;
        self.stops -= part.stops;
        for (sum, part) in self.counts.iter_mut().zip(part.counts) {
            *sum = sum.wrapping_sub(part);
        }
    }

    /// One of the [`counts`].
    pub(super) fn value(&self, count: usize) -> f64 {
        f64::from(self.counts[count])
    }

    /// How much of the text is linked.
    pub(super) fn link_density(&self) -> f64 {
        self.linked / self.value(counts::CHARS).max(1.0)
    }
}

/// What sums say of a range on a page of so many words.
pub(super) fn says(sums: &Sums, total: f32) -> [f32; SAYS] {
    let value = |i: usize| sums.counts[i] as f32;
    let blocks = value(counts::BLOCKS).max(1.0);
    let tokens = value(counts::TOKENS).max(1.0);
    [
        blocks,
        tokens,
        tokens / total,
        sums.linked as f32 / value(counts::CHARS).max(1.0),
        tokens / blocks,
        value(counts::COMMAS) / tokens,
        value(counts::SENTENCES) / blocks,
        value(counts::P) / blocks,
        value(counts::PARAGRAPH_TOKENS) / tokens,
        value(counts::PARAGRAPHS),
        value(counts::HEADINGS) / blocks,
        value(counts::LINKS) / blocks,
        value(counts::PRICES) / blocks,
        value(counts::DATES) / blocks,
        sums.stops as f32 / tokens,
    ]
}
