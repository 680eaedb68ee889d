//! Sums over ranges of blocks: differences of the sums over all blocks before each.

/// Sums over the blocks before each. They are kept before every so many blocks, and added up
/// again from there: a page has many blocks, and a sum many numbers.
#[derive(Debug)]
pub(super) struct Prefix<S, const STEP: usize> {
    kept: Vec<S>,
    count: usize,
}

impl<S: Clone + Default, const STEP: usize> Prefix<S, STEP> {
    /// Of so many blocks, each of which is added by `add`.
    pub(super) fn of(count: usize, add: impl Fn(&mut S, usize)) -> Self {
        let mut sum = S::default();
        let mut kept = Vec::with_capacity(count / STEP + 1);
        for index in 0..count {
            if index.is_multiple_of(STEP) {
                kept.push(sum.clone());
            }
            add(&mut sum, index);
        }
        if count.is_multiple_of(STEP) {
            kept.push(sum);
        }
        Self { kept, count }
    }

    /// The sum over the blocks before one; over all where there is no such block.
    pub(super) fn before(&self, index: usize, add: impl Fn(&mut S, usize)) -> S {
        let index = index.min(self.count);
        let mut sum = self.kept[index / STEP].clone();
        (index / STEP * STEP..index).for_each(|at| add(&mut sum, at));
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_all_blocks_before() {
        for count in [0, 1, 7, 8, 9, 16, 33] {
            let add = |sum: &mut usize, index: usize| *sum += index * index;
            let prefix = Prefix::<_, 8>::of(count, add);
            for index in 0..count + 3 {
                let expected: usize = (0..index.min(count)).map(|i| i * i).sum();
                assert_eq!(prefix.before(index, add), expected, "{index} of {count}");
            }
        }
    }
}
