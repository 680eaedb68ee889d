//! Sums over the tokens of the elements around a block. Blocks under one element share them, and
//! those over the set of all ancestors build on what stands above: every token is read once.

use foldhash::HashSet;

use super::Table;
use super::tokens::{Keys, Tokens};
use crate::segment::outline::ElementId;

/// The elements around the last block asked for. Blocks come in document order: an element that
/// was left is never asked for again.
pub(super) struct Ancestors<'t, T: Table> {
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
    /// As the first and as the second level around a block.
    levels: [Option<S>; 2],
}

impl<'t, T: Table> Ancestors<'t, T> {
    pub(super) fn new(tokens: Tokens<'t>) -> Self {
        Self {
            tokens,
            path: Vec::new(),
            keys: Vec::new(),
            present: HashSet::default(),
        }
    }

    /// The sums of an element as the first level around a block, of what holds more as the second
    /// one, and of all that is around.
    pub(super) fn sums(&mut self, id: ElementId, keys: &mut Keys<'_, T>) -> [T::Sum; 3] {
        self.go(id, keys);
        let depth = self.path.len();
        let mut of = |at: Option<usize>, level| {
            let step = at.and_then(|at| self.path.get_mut(at));
            step.map_or_else(T::Sum::default, |step| {
                step.level(level, &self.tokens, keys)
            })
        };
        let one = of(depth.checked_sub(1), 0);
        let two = of(depth.checked_sub(2), 1);
        [one, two, self.last()]
    }

    /// Makes the path end at an element.
    fn go(&mut self, id: ElementId, keys: &mut Keys<'_, T>) {
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
            levels: [None, None],
        });
    }

    fn last(&self) -> T::Sum {
        let last = self.path.last();
        last.map_or_else(T::Sum::default, |step| step.sum.clone())
    }
}

impl<S: Clone> Step<S> {
    fn level<T: Table<Sum = S>>(
        &mut self,
        level: usize,
        tokens: &Tokens<'_>,
        keys: &mut Keys<'_, T>,
    ) -> S {
        let id = self.id;
        let salt = 12 + level as u32;
        let sum = || keys.sum_of(|out| tokens.level(id, salt, out));
        self.levels[level].get_or_insert_with(sum).clone()
    }
}
