//! The token table: weights for every known key, found by hashing.

use super::reader::Reader;
use crate::segment::features::{GROUPS, KINDS, Table};

/// Words of the filter.
const WORDS: usize = 1 << 12;
/// A body weight of zero is never stored, and no row of kinds but the first is a key's: no slot in
/// use is zero.
const EMPTY: Slot = Slot { key: 0, kinds: 0 };
/// Numbers for the kinds, and as many more as make whole registers; those are zero.
const PADDED: usize = KINDS.next_multiple_of(16);

/// The weights of a key for being body, and for each kind of region, as an open hash table
/// built once when the model is loaded.
#[derive(Debug)]
pub(super) struct TokenTable {
    slots: Vec<Slot>,
    /// A Bloom filter: two bits of one word for each key. Most tokens are unknown, and this is
    /// small enough to say so without waiting for a slot.
    known: Vec<u64>,
    /// For each key that has them, weights for the kinds; the first stands for all others. Most are
    /// zero, but adding them all takes no branch, which a processor would guess wrong.
    kinds: Vec<Row>,
    scale: f32,
    kind_scale: f32,
}

/// The weights of a key for the kinds, none of them in two lines of the cache.
#[derive(Debug, Clone)]
#[repr(align(32))]
struct Row([i8; PADDED]);

/// Small, because most of the time goes into waiting for slots.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Slot {
    /// The key's 24 bits, then the weight for being body.
    key: u32,
    /// The place of its weights for the kinds.
    kinds: u32,
}

/// What a set of tokens says, in whole steps of the table's scales.
#[derive(Debug, Clone, Default)]
pub(super) struct Sum {
    body: i16,
    kinds: [i16; PADDED],
}

/// A table as it stands in the model file.
#[derive(Debug)]
pub(super) struct Weights<'a> {
    scale: f32,
    keys: Vec<u32>,
    weights: &'a [u8],
}

/// The weights for the kinds as they stand in the model file.
#[derive(Debug)]
pub(super) struct KindWeights<'a> {
    scale: f32,
    keys: Vec<u32>,
    /// Of weights of each key.
    counts: Vec<u32>,
    /// The kinds of all weights.
    kinds: Vec<u32>,
    weights: &'a [u8],
}

impl<'a> Weights<'a> {
    /// Scale, keys, a weight for each.
    pub(super) fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let scale = reader.f32()?;
        let keys = keys(reader)?;
        Some(Self {
            scale,
            weights: reader.bytes(keys.len())?,
            keys,
        })
    }
}

impl<'a> KindWeights<'a> {
    /// Scale, keys, number of weights of each, then the kinds of all, then the weights.
    pub(super) fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let scale = reader.f32()?;
        let keys = keys(reader)?;
        let mut bits = reader.bits();
        let mut numbers = |count| (0..count).map(|_| bits.take(5)).collect::<Option<Vec<_>>>();
        let counts = numbers(keys.len())?;
        let kinds = numbers(counts.iter().sum::<u32>() as usize)?;
        Some(Self {
            scale,
            keys,
            counts,
            weights: reader.bytes(kinds.len())?,
            kinds,
        })
    }
}

impl TokenTable {
    pub(super) fn new(body: &Weights<'_>, kinds: Option<&KindWeights<'_>>) -> Self {
        let count = body.weights.len() + kinds.map_or(0, |kinds| kinds.counts.len());
        let mut table = Self {
            slots: vec![EMPTY; (count * 2).next_power_of_two().max(2)],
            known: vec![0; WORDS],
            kinds: vec![Row([0; PADDED])],
            scale: body.scale,
            kind_scale: kinds.map_or(0.0, |kinds| kinds.scale),
        };
        for (&key, &weight) in body.keys.iter().zip(body.weights) {
            let at = table.place(key);
            table.slots[at].key = key << 8 | u32::from(weight);
        }
        if let Some(kinds) = kinds {
            table.add_kinds(kinds);
        }
        table
    }

    /// For being body, by group, in whole steps of the table's scale.
    pub(super) fn groups(sums: &[Sum; GROUPS]) -> [i16; GROUPS] {
        sums.each_ref().map(|sum| sum.body)
    }

    /// What the steps are worth.
    pub(super) fn body(&self, groups: &[i16; GROUPS]) -> [f32; GROUPS] {
        groups.map(|sum| f32::from(sum) * self.scale)
    }

    /// For each kind, over all groups, in whole steps of the table's scale.
    pub(super) fn kinds(sums: &[Sum; GROUPS]) -> [i16; KINDS] {
        let mut totals = [0i16; PADDED];
        for sum in sums {
            for (total, kind) in totals.iter_mut().zip(&sum.kinds) {
                *total = total.saturating_add(*kind);
            }
        }
        std::array::from_fn(|kind| totals[kind])
    }

    /// What a step for a kind is worth.
    pub(super) fn kind_scale(&self) -> f32 {
        self.kind_scale
    }

    fn add_kinds(&mut self, weights: &KindWeights<'_>) {
        let mut pairs = weights.kinds.iter().zip(weights.weights);
        for (&key, &count) in weights.keys.iter().zip(&weights.counts) {
            let mut row = [0; PADDED];
            for (&kind, &weight) in pairs.by_ref().take(count as usize) {
                row[(kind as usize).min(KINDS - 1)] = weight as i8;
            }
            let at = self.place(key);
            let body = self.slots[at].key & 0xff;
            self.slots[at] = Slot {
                key: key << 8 | body,
                kinds: self.kinds.len() as u32,
            };
            self.kinds.push(Row(row));
        }
    }

    /// The slot of a key that is known from now on.
    fn place(&mut self, key: u32) -> usize {
        let (word, bits) = bits(key);
        self.known[word] |= bits;
        self.find(key)
    }

    /// The slot of a key, or the empty one where it would be.
    fn find(&self, key: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash(key) & mask;
        while self.slots[at] != EMPTY && self.slots[at].key >> 8 != key {
            at = (at + 1) & mask;
        }
        at
    }
}

fn hash(key: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b1) >> 8) as usize
}

/// The word of the filter and the bits in it that stand for a key.
fn bits(key: u32) -> (usize, u64) {
    let hash = key.wrapping_mul(0x85eb_ca6b);
    let word = (hash >> 20) as usize % WORDS;
    (word, 1 << (hash >> 14 & 63) | 1 << (hash >> 8 & 63))
}

/// Their count, the low bits of Rice's code, then each less the one before in that code.
fn keys(reader: &mut Reader<'_>) -> Option<Vec<u32>> {
    let count = reader.u32()?;
    let low = u32::from(reader.u8()?);
    (low < 24).then_some(())?;
    let mut bits = reader.bits();
    let mut keys = Vec::new();
    let mut key = 0u32;
    for _ in 0..count {
        key = key.checked_add(bits.rice(low)?)?;
        (key < 1 << 24).then_some(())?;
        keys.push(key);
    }
    Some(keys)
}

impl Table for TokenTable {
    type Sum = Sum;

    fn may_know(&self, key: u32) -> bool {
        let (word, bits) = bits(key);
        self.known[word] & bits == bits
    }

    fn add(&self, sum: &mut Sum, keys: &[u32]) {
        for &key in keys {
            let slot = self.slots[self.find(key)];
            sum.body = sum.body.saturating_add(i16::from(slot.key as u8 as i8));
            let Row(weights) = &self.kinds[slot.kinds as usize];
            for (total, weight) in sum.kinds.iter_mut().zip(weights) {
                *total = total.saturating_add(i16::from(*weight));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_differences() {
        // 5, 128 and 0, with four low bits.
        let bytes = [3, 0, 0, 0, 4, 0x05, 0xfe, 0x01];
        assert_eq!(keys(&mut Reader::new(&bytes)), Some(vec![5, 133, 133]));
        assert_eq!(keys(&mut Reader::new(&bytes[..6])), None);
        assert_eq!(keys(&mut Reader::new(&[1, 0, 0, 0, 32, 1])), None);
    }
}
