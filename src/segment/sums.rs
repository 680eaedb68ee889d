//! Running sums: what lies between two places is the difference of two of them.

/// The sum of all values before each, and of all.
pub(crate) fn running(values: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut sum = 0;
    let running = values.map(|value| {
        sum += value;
        sum
    });
    std::iter::once(0).chain(running).collect()
}

/// The sum of the values from `start` on, before `end`.
pub(crate) fn within(sums: &[u32], start: u32, end: u32) -> u32 {
    let at = |index: u32| sums.get(index as usize).copied().unwrap_or_default();
    at(end).saturating_sub(at(start))
}
