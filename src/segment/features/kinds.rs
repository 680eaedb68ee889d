//! Features made of what the token table says of the kinds: of the block, its neighbours and the
//! elements around it.

use super::Levels;
use super::prefix::Prefix;
use crate::segment::RegionKind;

pub(crate) const KINDS: usize = RegionKind::ALL.len();
/// Blocks taken on either side.
const REACH: usize = 5;
/// Elements around the block.
const LEVELS: usize = 2;
/// Makes rows of numbers: a block's own sums, means over the blocks around and
/// over the elements around it, sums of the block before and of the one after.
#[derive(Debug)]
pub(crate) struct KindContext<T> {
    /// The sums of a block.
    of: T,
    count: usize,
    prefix: Prefix<[f64; KINDS], 4>,
    /// The sum over the block and those on either side; blocks come in order.
    window: [f64; KINDS],
    /// The elements around the last block and their means: neighbours stand in the same.
    last: [((u32, u32), [f32; KINDS]); LEVELS],
}

impl<T: Fn(usize) -> [f32; KINDS]> KindContext<T> {
    /// `of` tells the sums of each of so many blocks.
    pub(crate) fn new(count: usize, of: T) -> Self {
        let prefix = Prefix::<_, 4>::of(count, |sum, index| add(sum, &of(index)));
        Self {
            // Before the first block comes in.
            window: prefix.before(REACH, |sum, index| add(sum, &of(index))),
            prefix,
            of,
            count,
            last: [((0, 0), [0.0; KINDS]); LEVELS],
        }
    }

    /// Appends the row of a block, which stands in these ranges.
    pub(crate) fn push(&mut self, index: usize, levels: &Levels, row: &mut Vec<f32>) {
        row.extend((self.of)(index));
        row.extend(self.window(index));
        for (at, level) in levels.iter().take(LEVELS).enumerate() {
            row.extend(self.level((level.start, level.end), at));
        }
        let neighbours = [index.checked_sub(1), Some(index + 1)];
        for at in neighbours {
            let at = at.filter(|at| *at < self.count);
            row.extend(at.map_or([0.0; KINDS], &self.of));
        }
    }

    /// The mean over a block, which follows the last one, and those on either side.
    fn window(&mut self, index: usize) -> [f32; KINDS] {
        let (start, end) = (index.saturating_sub(REACH), index + REACH + 1);
        if end <= self.count {
            add(&mut self.window, &(self.of)(end - 1));
        }
        if start > 0 {
            let left = (self.of)(start - 1);
            add(&mut self.window, &left.map(|value| -value));
        }
        let count = end.min(self.count) - start;
        self.window.map(|sum| (sum / count as f64) as f32)
    }

    /// The mean over an element around the block.
    fn level(&mut self, range: (u32, u32), at: usize) -> [f32; KINDS] {
        if self.last[at].0 != range {
            self.last[at] = (range, self.mean(range.0 as usize, range.1 as usize));
        }
        self.last[at].1
    }

    fn mean(&self, start: usize, end: usize) -> [f32; KINDS] {
        let end = end.min(self.count);
        let count = end.saturating_sub(start).max(1) as f64;
        let before = |index| {
            self.prefix
                .before(index, |sum, at| add(sum, &(self.of)(at)))
        };
        let (before, all) = (before(start.min(end)), before(end));
        std::array::from_fn(|kind| ((all[kind] - before[kind]) / count) as f32)
    }
}

fn add(sum: &mut [f64; KINDS], values: &[f32; KINDS]) {
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += f64::from(*value);
    }
}
