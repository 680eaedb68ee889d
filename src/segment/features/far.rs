//! Sums over the set of the tokens of all ancestors: what holds more inherits from what it stands
//! in, so that every token is read once.

use foldhash::HashMap;

use super::Table;
use super::tokens::{Keys, Tokens};
use crate::segment::outline::ElementId;

/// A set of so many keys does not grow: pages nested without end stay linear.
const MOST_KEYS: usize = 1_000;

pub(super) struct Far<'t, T: Table> {
    tokens: Tokens<'t>,
    known: HashMap<ElementId, Set<T::Sum>>,
}

#[derive(Clone, Default)]
struct Set<S> {
    /// Sorted.
    keys: Vec<u32>,
    sum: S,
}

impl<'t, T: Table> Far<'t, T> {
    pub(super) fn new(tokens: Tokens<'t>) -> Self {
        Self {
            tokens,
            known: HashMap::default(),
        }
    }

    pub(super) fn sum(&mut self, id: ElementId, keys: &mut Keys<'_, T>) -> T::Sum {
        let mut unknown = Vec::new();
        let mut next = id;
        while self.tokens.is_element(next) && !self.known.contains_key(&next) {
            unknown.push(next);
            next = self.tokens.up(next);
        }
        for id in unknown.into_iter().rev() {
            let above = self.known.get(&self.tokens.up(id));
            let mut set = above.cloned().unwrap_or_default();
            if set.keys.len() < MOST_KEYS {
                self.tokens.far(id, keys);
                set.add(keys);
            }
            self.known.insert(id, set);
        }
        let set = self.known.get(&id);
        set.map_or_else(T::Sum::default, |set| set.sum.clone())
    }
}

impl<S> Set<S> {
    fn add<T: Table<Sum = S>>(&mut self, keys: &mut Keys<'_, T>) {
        let new = keys.take_without(&self.keys);
        keys.table().add(&mut self.sum, &new);
        self.keys.extend(new);
        self.keys.sort_unstable();
    }
}
