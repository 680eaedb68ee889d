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

/// Sums of whole steps. Should one wrap on a page without end, what lies between two of them is right.
type Sums = [i32; KINDS];

/// Makes rows of numbers: a block's own sums, means over the blocks around and
/// over the elements around it, sums of the block before and of the one after.
#[derive(Debug)]
pub(crate) struct KindContext<'a, T> {
    /// What the table says of every block.
    steps: &'a [[T; KINDS]],
    /// What a step is worth.
    scale: f32,
    prefix: Prefix<Sums, 4>,
    /// The sum over the block and those on either side; blocks come in order.
    window: Sums,
    /// The elements around the last block and their means: neighbours stand in the same.
    last: [((u32, u32), [f32; KINDS]); LEVELS],
}

impl<'a, T: Copy + Into<i32>> KindContext<'a, T> {
    /// `steps` are what the table says of each block, and `scale` is what one of them is worth.
    pub(crate) fn new(steps: &'a [[T; KINDS]], scale: f32) -> Self {
        let prefix = Prefix::<_, 4>::of(steps.len(), |sum, index| add(sum, &steps[index]));
        Self {
            // Before the first block comes in.
            window: prefix.before(REACH, |sum, index| add(sum, &steps[index])),
            prefix,
            steps,
            scale,
            last: [((0, 0), [0.0; KINDS]); LEVELS],
        }
    }

    /// What the table says of a block.
    pub(crate) fn own(&self, index: usize) -> [f32; KINDS] {
        self.steps[index].map(|steps| steps.into() as f32 * self.scale)
    }

    /// Appends the row of a block, which stands in these ranges.
    pub(crate) fn push(&mut self, index: usize, levels: &Levels, row: &mut Vec<f32>) {
        row.extend(self.own(index));
        row.extend(self.window(index));
        for (at, level) in levels.iter().take(LEVELS).enumerate() {
            row.extend(self.level((level.start, level.end), at));
        }
        let neighbours = [index.checked_sub(1), Some(index + 1)];
        for at in neighbours {
            let at = at.filter(|at| *at < self.steps.len());
            row.extend(at.map_or([0.0; KINDS], |at| self.own(at)));
        }
    }

    /// The mean over a block, which follows the last one, and those on either side.
    fn window(&mut self, index: usize) -> [f32; KINDS] {
        let (start, end) = (index.saturating_sub(REACH), index + REACH + 1);
        if let Some(steps) = self.steps.get(end - 1) {
            add(&mut self.window, steps);
        }
        if start > 0 {
            take(&mut self.window, self.steps[start - 1].map(T::into));
        }
        self.mean(&self.window, end.min(self.steps.len()) - start)
    }

    /// The mean over an element around the block.
    fn level(&mut self, range: (u32, u32), at: usize) -> [f32; KINDS] {
        if self.last[at].0 != range {
            let (start, end) = (range.0 as usize, (range.1 as usize).min(self.steps.len()));
            let mut sums = self.before(end);
            take(&mut sums, self.before(start.min(end)));
            let mean = self.mean(&sums, end.saturating_sub(start).max(1));
            self.last[at] = (range, mean);
        }
        self.last[at].1
    }

    fn before(&self, index: usize) -> Sums {
        let add = |sum: &mut Sums, at: usize| add(sum, &self.steps[at]);
        self.prefix.before(index, add)
    }

    fn mean(&self, sums: &Sums, count: usize) -> [f32; KINDS] {
        let share = self.scale / count as f32;
        sums.map(|sum| sum as f32 * share)
    }
}

fn add<T: Copy + Into<i32>>(sums: &mut Sums, steps: &[T; KINDS]) {
    for (sum, steps) in sums.iter_mut().zip(steps) {
        *sum = sum.wrapping_add((*steps).into());
    }
}

fn take(sums: &mut Sums, part: Sums) {
    for (sum, part) in sums.iter_mut().zip(part) {
        *sum = sum.wrapping_sub(part);
    }
}
