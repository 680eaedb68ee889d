//! Sums over the set of the tokens of all ancestors: what holds more inherits from what it stands
//! in, so that every token is read once.

use foldhash::HashSet;

use super::Table;
use super::tokens::{Keys, Tokens};
use crate::segment::outline::ElementId;

/// The elements around the last block asked for. Blocks come in document order: an element that
/// was left is never asked for again.
pub(super) struct Far<'t, T: Table> {
    tokens: Tokens<'t>,
    /// Outermost first.
    path: Vec<Step<T::Sum>>,
    /// Keys of all elements of the path, each once, where it stands first.
    keys: Vec<u32>,
    present: HashSet<u32>,
}

struct Step<S> {
    id: ElementId,
    /// Keys of the path with those of this element.
    keys: usize,
    sum: S,
}

impl<'t, T: Table> Far<'t, T> {
    pub(super) fn new(tokens: Tokens<'t>) -> Self {
        Self {
            tokens,
            path: Vec::new(),
            keys: Vec::new(),
            present: HashSet::default(),
        }
    }

    pub(super) fn sum(&mut self, id: ElementId, keys: &mut Keys<'_, T>) -> T::Sum {
        let mut inner = Vec::new();
        let mut next = id;
        // Outer elements have smaller numbers.
        let mut known = self.path.binary_search_by_key(&next, |step| step.id);
        while known.is_err() && self.tokens.is_element(next) {
            inner.push(next);
            next = self.tokens.up(next);
            known = self.path.binary_search_by_key(&next, |step| step.id);
        }
        self.leave(known.map_or(0, |at| at + 1));
        inner.into_iter().rev().for_each(|id| self.enter(id, keys));
        self.last()
    }

    /// Keeps so many elements of the path.
    fn leave(&mut self, count: usize) {
        self.path.truncate(count);
        let kept = self.path.last().map_or(0, |step| step.keys);
        for key in self.keys.drain(kept..) {
            self.present.remove(&key);
        }
    }

    fn enter(&mut self, id: ElementId, keys: &mut Keys<'_, T>) {
        let mut sum = self.last();
        let before = self.keys.len();
        self.tokens.far(id, keys);
        self.keys.extend(keys.take_new(&mut self.present));
        keys.table().add(&mut sum, &self.keys[before..]);
        self.path.push(Step {
            id,
            keys: self.keys.len(),
            sum,
        });
    }

    fn last(&self) -> T::Sum {
        let last = self.path.last();
        last.map_or_else(T::Sum::default, |step| step.sum.clone())
    }
}
