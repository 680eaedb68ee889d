//! Sums over ranges of blocks: differences of sums over all blocks before each.

/// Columns.
pub(super) mod sum {
    /// Sums of fractions.
    pub(crate) const LINKED: usize = 0;
    pub(crate) const STOPS: usize = 1;
    pub(crate) const FRACTIONS: usize = 2;
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

/// Sums over all blocks before one.
#[derive(Debug, Clone, Default)]
struct Before {
    fractions: [f64; sum::FRACTIONS],
    /// As exact as the others, and half as large.
    wholes: [u32; sum::WIDTH - sum::FRACTIONS],
}

/// Sums over the blocks before each, and over all.
#[derive(Debug)]
pub(super) struct Prefix(Vec<Before>);

impl Prefix {
    pub(super) fn of(counted: impl ExactSizeIterator<Item = [f32; sum::WIDTH]>) -> Self {
        let mut sums = Before::default();
        let mut prefix = Vec::with_capacity(counted.len() + 1);
        prefix.push(sums.clone());
        for counted in counted {
            sums.add(&counted);
            prefix.push(sums.clone());
        }
        Self(prefix)
    }

    /// Sums over the blocks from `start` to the one before `end`.
    pub(super) fn between(&self, start: usize, end: usize) -> Sums {
        let last = self.0.len() - 1;
        let (a, b) = (&self.0[start.min(last)], &self.0[end.min(last)]);
        std::array::from_fn(|i| match i.checked_sub(sum::FRACTIONS) {
            None => b.fractions[i] - a.fractions[i],
            Some(i) => f64::from(b.wholes[i]) - f64::from(a.wholes[i]),
        })
    }

    /// Words in all blocks before one.
    pub(super) fn tokens_before(&self, index: usize) -> f32 {
        self.0[index].wholes[sum::TOKENS - sum::FRACTIONS] as f32
    }
}

impl Before {
    fn add(&mut self, counted: &[f32; sum::WIDTH]) {
        let (fractions, wholes) = counted.split_at(sum::FRACTIONS);
        for (sum, value) in self.fractions.iter_mut().zip(fractions) {
            *sum += f64::from(*value);
        }
        for (sum, value) in self.wholes.iter_mut().zip(wholes) {
            *sum = sum.saturating_add(*value as u32);
        }
    }
}

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
