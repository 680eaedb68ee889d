//! The token table: a weight for every known key, found by hashing.

use crate::segment::features::Table;

const EMPTY: u32 = u32::MAX;

/// Keys and weights, as an open hash table built once when the model is loaded.
#[derive(Debug)]
pub(super) struct TokenTable {
    slots: Vec<(u32, i8)>,
    scale: f32,
}

impl TokenTable {
    pub(super) fn new(keys: &[u8], weights: &[u8], scale: f32) -> Self {
        let size = (weights.len() * 2).next_power_of_two().max(2);
        let mut slots = vec![(EMPTY, 0); size];
        for (key, &weight) in keys.chunks_exact(3).zip(weights) {
            let key = u32::from_le_bytes([key[0], key[1], key[2], 0]);
            let mut at = spread(key) & (size - 1);
            while slots[at].0 != EMPTY {
                at = (at + 1) & (size - 1);
            }
            slots[at] = (key, i8::from_le_bytes([weight]));
        }
        Self { slots, scale }
    }

    fn weight(&self, key: u32) -> i32 {
        let mask = self.slots.len() - 1;
        let mut at = spread(key) & mask;
        loop {
            let (found, weight) = self.slots[at];
            if found == key {
                return i32::from(weight);
            }
            if found == EMPTY {
                return 0;
            }
            at = (at + 1) & mask;
        }
    }
}

fn spread(key: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b1) >> 8) as usize
}

impl Table for TokenTable {
    type Sum = f32;

    fn sum(&self, keys: &[u32]) -> f32 {
        let sum: i32 = keys.iter().map(|&key| self.weight(key)).sum();
        sum as f32 * self.scale
    }
}
