//! Names of tags and attributes.

use std::borrow::Cow;

use html5ever::LocalName;

const SLOTS: usize = 256;

/// The names of a page as they are written in it. Looking one up in here is faster than making it
/// anew, and keeps long names from being registered and forgotten for every tag.
pub(super) struct Names<'a> {
    slots: Vec<(&'a str, LocalName)>,
}

impl Default for Names<'_> {
    fn default() -> Self {
        Self {
            slots: vec![("", LocalName::default()); SLOTS],
        }
    }
}

impl<'a> Names<'a> {
    /// The name of a tag or attribute in lower case.
    pub(super) fn local(&mut self, name: &'a str) -> LocalName {
        let Some(slot) = self.slots.get_mut(slot(name.as_bytes())) else {
            return made(name);
        };
        if slot.0 != name {
            *slot = (name, made(name));
        }
        slot.1.clone()
    }
}

fn slot(name: &[u8]) -> usize {
    let at = |index: usize| usize::from(name.get(index).copied().unwrap_or_default());
    let len = name.len();
    let mixed = at(0) + at(len / 2) * 5 + at(len.wrapping_sub(1)) * 17 + len * 53;
    mixed % SLOTS
}

fn made(name: &str) -> LocalName {
    let changes = |b: u8| b.is_ascii_uppercase() || b == 0;
    let name = if name.bytes().any(changes) {
        Cow::Owned(name.to_ascii_lowercase().replace('\0', "\u{fffd}"))
    } else {
        Cow::Borrowed(name)
    };
    LocalName::from(name)
}
