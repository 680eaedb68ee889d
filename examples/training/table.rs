//! The token table: logistic regression over hashed tokens by AdaGrad. One pass finds the weights
//! that matter, a second one fits those that are kept.

use std::collections::HashSet;

use unhusk::training::TOKEN_GROUPS;

const KEYS: usize = 1 << 24;
const RATE: f32 = 0.007;
const PASSES: usize = 2;
const MIN_DOMAINS: usize = 3;

/// Blocks of all pages as lists of tokens.
#[derive(Default)]
pub(crate) struct Tokens {
    /// Keys; numbers of `names` once pruned.
    keys: Vec<u32>,
    /// End of each group of each block in `keys`.
    ends: Vec<u32>,
    /// The keys that are left.
    pub(crate) names: Vec<u32>,
}

impl Tokens {
    pub(crate) fn push(&mut self, groups: &[Vec<u32>; TOKEN_GROUPS]) {
        for group in groups {
            self.keys.extend(group);
            self.ends.push(self.keys.len() as u32);
        }
    }

    fn start(&self, at: usize) -> usize {
        at.checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize)
    }

    /// How many tokens all blocks have.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn block(&self, block: usize) -> &[u32] {
        let first = block * TOKEN_GROUPS;
        &self.keys[self.start(first)..self.ends[first + TOKEN_GROUPS - 1] as usize]
    }

    /// The tokens of one group of a block.
    pub(crate) fn group(&self, block: usize, group: usize) -> &[u32] {
        let at = block * TOKEN_GROUPS + group;
        &self.keys[self.start(at)..self.ends[at] as usize]
    }

    /// Leaves out keys of fewer than three sites, and numbers the others. `sites` gives the site
    /// of every block.
    pub(crate) fn prune(&mut self, sites: &[u32]) {
        let mut pairs: HashSet<(u32, u32)> = HashSet::new();
        let mut counts = vec![0u8; KEYS];
        for (block, &site) in sites.iter().enumerate() {
            for &key in self.block(block) {
                if usize::from(counts[key as usize]) < MIN_DOMAINS && pairs.insert((key, site)) {
                    counts[key as usize] += 1;
                }
            }
        }
        let mut numbers = vec![u32::MAX; KEYS];
        for key in (0..KEYS).filter(|&key| usize::from(counts[key]) >= MIN_DOMAINS) {
            numbers[key] = self.names.len() as u32;
            self.names.push(key as u32);
        }
        let mut kept = Vec::with_capacity(self.keys.len());
        let mut start = 0;
        for end in &mut self.ends {
            let keys = &self.keys[start..*end as usize];
            start = *end as usize;
            let known = keys.iter().map(|&key| numbers[key as usize]);
            kept.extend(known.filter(|&number| number != u32::MAX));
            *end = kept.len() as u32;
        }
        self.keys = kept;
    }

    /// Weights learned from some blocks, in the order given; at most `limit` are not zero.
    pub(crate) fn fit(
        &self,
        blocks: &[u32],
        labels: &[f32],
        weights: &[f32],
        limit: usize,
    ) -> Vec<f32> {
        let mut table = vec![0.0f32; self.names.len()];
        let mut squares = vec![1e-2f32; self.names.len()];
        let mut kept = vec![true; self.names.len()];
        for pass in 0..PASSES {
            for &block in blocks {
                let block = block as usize;
                let keys = self.block(block);
                let score: f32 = keys.iter().map(|&k| table[k as usize]).sum();
                let probability = 1.0 / (1.0 + (-score.clamp(-15.0, 15.0)).exp());
                let gradient = (probability - labels[block]) * weights[block];
                for key in keys.iter().map(|&k| k as usize).filter(|&k| kept[k]) {
                    let step = gradient + 1e-6 * table[key];
                    squares[key] += step * step;
                    table[key] -= RATE * step / (squares[key] + 1e-6).sqrt();
                }
            }
            if pass == 0 {
                prune(&mut table, limit);
                kept = table.iter().map(|w| *w != 0.0).collect();
            }
        }
        table
    }

    pub(crate) fn sums(&self, block: usize, table: &[f32]) -> [f32; TOKEN_GROUPS] {
        std::array::from_fn(|group| {
            let keys = self.group(block, group);
            keys.iter().map(|&k| table[k as usize]).sum()
        })
    }
}

/// Keeps the largest weights only.
pub(crate) fn prune(table: &mut [f32], limit: usize) {
    let mut sizes: Vec<f32> = table.iter().map(|w| w.abs()).filter(|w| *w > 0.0).collect();
    if sizes.len() <= limit {
        return;
    }
    let (_, &mut least, _) = sizes.select_nth_unstable_by(limit, |a, b| b.total_cmp(a));
    for weight in table {
        if weight.abs() <= least {
            *weight = 0.0;
        }
    }
}
