//! Lists: their items, numbers and ticks.

use super::fold::{Fold, Frame};
use super::task;
use crate::article::{Block, List, Numerals};
use crate::segment::outline::ElementId;

impl Fold<'_, '_> {
    pub(super) fn list(&mut self, ordered: bool, mut frame: Frame) {
        let notes = std::mem::take(&mut frame.blocks);
        if frame.items.is_empty() {
            return self.push_all(notes);
        }
        let counts_down = self.plan.source.attr(frame.element, "reversed").is_some();
        let first = if counts_down {
            frame.items.len() as i32
        } else {
            1
        };
        let start = self.number(frame.element, "start").unwrap_or(first);
        let numbers = match counts_down || !frame.numbers.is_empty() {
            true => numbers(start, counts_down, &frame),
            false => Vec::new(),
        };
        self.push(Block::List(List {
            ordered,
            start: numbers.first().copied().unwrap_or(start),
            numbers,
            numerals: numerals(self.plan.source.attr(frame.element, "type")),
            checked: checked(&frame),
            items: frame.items,
        }));
        self.push_all(notes);
    }

    pub(super) fn item(&mut self, frame: Frame) {
        if frame.blocks.is_empty() {
            return;
        }
        let number = self.number(frame.element, "value");
        let done = task::is_done(self.plan.source, frame.element);
        let list = self.frame();
        let index = list.items.len();
        list.items.push(frame.blocks);
        list.numbers.extend(number.map(|number| (index, number)));
        list.tasks.extend(done.map(|done| (index, done)));
    }

    /// Markdown has no numbers beyond nine digits.
    fn number(&self, element: ElementId, name: &str) -> Option<i32> {
        let value = self.plan.source.attr(element, name)?;
        let number = value.trim().parse::<i32>().ok();
        number.filter(|n| n.unsigned_abs() < 1_000_000)
    }
}

fn numerals(kind: Option<&str>) -> Numerals {
    match kind {
        Some("a") => Numerals::LowerAlpha,
        Some("A") => Numerals::UpperAlpha,
        Some("i") => Numerals::LowerRoman,
        Some("I") => Numerals::UpperRoman,
        _ => Numerals::Decimal,
    }
}

/// The numbers of a list's items: each counts on from the one before, unless it states its own.
fn numbers(start: i32, counts_down: bool, list: &Frame) -> Vec<i32> {
    let mut stated = list.numbers.iter().peekable();
    let mut next = start;
    let number = |index| {
        let own = stated.next_if(|(at, _)| *at == index);
        let number = own.map_or(next, |(_, number)| *number);
        next = match counts_down {
            true => number - 1,
            false => number + 1,
        };
        number
    };
    (0..list.items.len()).map(number).collect()
}

/// Which tasks of a list are done; nothing where none is a task.
fn checked(list: &Frame) -> Vec<Option<bool>> {
    let mut checked = Vec::new();
    if !list.tasks.is_empty() {
        checked.resize(list.items.len(), None);
    }
    for (index, done) in &list.tasks {
        if let Some(item) = checked.get_mut(*index) {
            *item = Some(*done);
        }
    }
    checked
}
