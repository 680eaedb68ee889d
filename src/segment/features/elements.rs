//! Facts about every element that its blocks inherit: one pass, parents before children.

use foldhash::HashMap;
use html5ever::{LocalName, local_name};
use memchr::memchr2;

use super::text::{EMPTY_HASH, hash_byte, hash_word, salted};
use crate::page::Page;
use crate::page::dom::ElementRef;
use crate::segment::outline::{ElementId, NONE, Outline};

/// Elements whose distance above a block is a feature.
pub(super) const SECTIONS: usize = 27;
const ROLES: [&str; 15] = [
    "navigation",
    "banner",
    "contentinfo",
    "complementary",
    "main",
    "dialog",
    "menu",
    "tab",
    "tabpanel",
    "search",
    "listitem",
    "list",
    "button",
    "article",
    "region",
];
const FAR: u8 = 99;
/// Attribute words kept per element.
const MAX_TOKENS: usize = 24;
/// A guess at how many siblings share a name, to make room for all at once.
const ELEMENTS_A_GROUP: usize = 3;

#[derive(Debug)]
pub(super) struct Facts {
    /// Its place among the sections; [`SECTIONS`] if it is none.
    section: u8,
    pub(super) roles: u16,
    pub(super) depth: u16,
    /// The innermost link around it.
    pub(super) link: ElementId,
    /// Where its [`Elements::tokens`] start, and their number.
    tokens: u32,
    token_count: u8,
    /// The nearest ancestor that holds more blocks.
    pub(super) up: ElementId,
    /// The topmost element that holds just the same blocks.
    pub(super) top: ElementId,
    /// Siblings with the same tag and class.
    pub(super) siblings: u32,
    /// The most repeated element on the way up.
    pub(super) repeated: ElementId,
    pub(super) heading: u8,
    /// Images up to here, in document order.
    pub(super) images: u32,
}

#[derive(Debug, Default)]
pub(super) struct Elements {
    pub(super) facts: Vec<Facts>,
    /// Tag and class of each.
    pub(super) signatures: Vec<u32>,
    /// Of attributes and of addresses.
    tokens: Vec<u32>,
    /// For links, in their order: whether they lead out, inside, or to a place on the page.
    targets: Vec<(ElementId, Target)>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Target {
    pub(super) external: bool,
    pub(super) anchor: bool,
    /// Range of [`Elements::tokens`].
    words: (u32, u32),
}

/// What is kept while the attributes of all elements are read.
#[derive(Default)]
struct Read<'a> {
    /// What a class attribute says: many elements have the same. The hash of all of it, and the
    /// range of its tokens.
    classes: HashMap<&'a str, (u32, (u32, u32))>,
    /// Those of the element at hand that tell something, in the order of their names: where they
    /// are too many, the same ones count wherever they stand.
    telling: Vec<(&'a LocalName, &'a str)>,
}

impl<'a> Read<'a> {
    fn sort(&mut self, node: ElementRef<'a>) {
        let telling = node.attributes().filter(|(name, _)| is_telling(name));
        self.telling.clear();
        self.telling
            .extend(telling.map(|(name, value)| (name, value())));
        self.telling.sort_unstable_by_key(|(name, _)| *name);
    }
}

impl Elements {
    pub(super) fn of(page: &Page, outline: &Outline) -> Self {
        let host = page.parsed_url().and_then(|url| url.host_str());
        let host = host.map(|h| h.trim_start_matches("www."));
        let mut elements = Self::default();
        let mut read = Read::default();
        elements.facts.reserve_exact(outline.elements.len());
        elements.signatures.reserve_exact(outline.elements.len());
        for id in 0..outline.elements.len() {
            let node = outline.elements[id].node;
            let node = node.and_then(|node| page.dom()?.element(node));
            let facts = elements.facts_of(node, outline, (id, host), &mut read);
            elements.facts.push(facts);
        }
        elements.count_siblings(outline);
        elements
    }

    pub(super) fn tokens_of(&self, id: ElementId) -> &[u32] {
        let facts = &self.facts[id as usize];
        let start = facts.tokens as usize;
        let range = start..start + usize::from(facts.token_count);
        self.tokens.get(range).unwrap_or_default()
    }

    /// Leaves the tokens behind once they are read.
    pub(super) fn forget_tokens(&mut self) {
        self.tokens = Vec::new();
    }

    /// Leaves the signatures behind once they are read.
    pub(super) fn forget_signatures(&mut self) {
        self.signatures = Vec::new();
    }

    /// How far each section is above an element.
    pub(super) fn sections(&self, outline: &Outline, id: ElementId) -> [u8; SECTIONS] {
        let mut sections = [FAR; SECTIONS];
        for (distance, id) in (0..FAR).zip(outline.ancestors(id)) {
            let section = self.facts[id as usize].section;
            if let Some(nearest) = sections.get_mut(usize::from(section)) {
                *nearest = distance.min(*nearest);
            }
        }
        sections
    }

    /// Where a link leads that has text.
    pub(super) fn target(&self, link: ElementId) -> Option<&Target> {
        let at = self
            .targets
            .binary_search_by_key(&link, |(id, _)| *id)
            .ok()?;
        self.targets.get(at).map(|(_, target)| target)
    }

    pub(super) fn words_of(&self, target: &Target) -> &[u32] {
        &self.tokens[target.words.0 as usize..target.words.1 as usize]
    }

    fn facts_of<'a>(
        &mut self,
        node: Option<ElementRef<'a>>,
        outline: &Outline,
        (id, host): (usize, Option<&str>),
        read: &mut Read<'a>,
    ) -> Facts {
        let element = &outline.elements[id];
        let own_id = u32::try_from(id).unwrap_or(NONE);
        let tag: &str = &element.tag;
        let first_token = self.tokens.len();
        let (mut signature, mut role) = (hash_word(tag), 0);
        self.tokens.push(salted(signature, 1));
        if let Some(node) = node.filter(|_| !element.blocks.is_empty()) {
            (signature, role) = self.attributes(node, signature, read);
        }
        let count = self.tokens.len() - first_token;
        let tokens = (index(first_token), u8::try_from(count).unwrap_or(u8::MAX));
        if let Some(node) = node.filter(|_| tag == "a" && !element.blocks.is_empty()) {
            let target = self.read_target(node, host);
            self.targets.push((own_id, target));
        }
        let parent = self.facts.get(element.parent as usize);
        let mut facts = inherit(parent, tokens);
        self.signatures.push(signature);
        facts.images = self.facts.last().map_or(0, |f| f.images) + u32::from(tag == "img");
        facts.section = section(&element.tag);
        if tag == "a" {
            facts.link = own_id;
        }
        facts.heading = heading(tag).unwrap_or(facts.heading);
        facts.roles |= role;
        (facts.up, facts.top) = up(outline, &self.facts, own_id);
        facts
    }

    /// Words of the attributes; returns the signature with the class in it, and the role.
    fn attributes<'a>(
        &mut self,
        node: ElementRef<'a>,
        tag: u32,
        read: &mut Read<'a>,
    ) -> (u32, u16) {
        // The tag stands before them.
        let first = self.tokens.len() - 1;
        let (mut signature, mut role) = (tag, 0);
        read.sort(node);
        for &(name, value) in &read.telling {
            let full = self.tokens.len() - first >= MAX_TOKENS;
            match *name {
                local_name!("class") => {
                    signature = salted(self.class_tokens(value, &mut read.classes), tag);
                }
                local_name!("id") => self.name_tokens(clip(value, 60), 3),
                local_name!("role") => {
                    role = role_bit(value);
                    self.tokens.push(salted(hash_word(value), 4));
                }
                _ if full => {}
                ref name => self.attribute_tokens(name, value),
            }
        }
        (signature, role)
    }

    fn class_tokens<'a>(
        &mut self,
        value: &'a str,
        known: &mut HashMap<&'a str, (u32, (u32, u32))>,
    ) -> u32 {
        if let Some((hash, (start, end))) = known.get(value) {
            self.tokens
                .extend_from_within(*start as usize..*end as usize);
            return *hash;
        }
        let start = self.tokens.len();
        for class in value.split_ascii_whitespace().take(12) {
            self.name_tokens(class, 2);
        }
        let hash = hash_word(clip(value, 60));
        let range = (index(start), index(self.tokens.len()));
        known.insert(value, (hash, range));
        hash
    }

    fn name_tokens(&mut self, name: &str, salt: u32) {
        if name.len() > 80 {
            return;
        }
        self.tokens.push(salted(hash_lower(name), salt));
        let mut before = None;
        for word in name_words(name).take(6) {
            let hash = hash_lower(word);
            if word.len() > 1 && !word.starts_with(|c: char| c.is_ascii_digit()) {
                self.tokens.push(salted(hash, 5));
            }
            if let Some(before) = before {
                self.tokens.push(salted(hash ^ salted(before, 7), 6));
            }
            before = Some(hash);
        }
    }

    fn attribute_tokens(&mut self, name: &str, value: &str) {
        let name = hash_word(name);
        self.tokens.push(salted(name, 8));
        for word in name_words(clip(value, 80)).take(5) {
            self.tokens
                .push(salted(hash_lower(word) ^ salted(name, 9), 10));
        }
    }

    fn read_target(&mut self, node: ElementRef<'_>, host: Option<&str>) -> Target {
        let href = node.get("href").unwrap_or_default();
        let absolute = href.starts_with("http") || href.starts_with("//");
        let end = memchr2(b'?', b'#', href.as_bytes());
        let path = end.and_then(|end| href.get(..end)).unwrap_or(href);
        let words = name_words(clip(path, 300))
            .filter(|w| w.len() > 2 && !w.starts_with(|c: char| c.is_ascii_digit()))
            .filter(|w| !matches!(*w, "http" | "https" | "www"));
        let start = index(self.tokens.len());
        self.tokens.extend(words.take(10).map(hash_lower));
        Target {
            external: absolute && !host.is_some_and(|h| href.contains(h)),
            anchor: href.is_empty() || href.starts_with('#') || href.starts_with("javascript"),
            words: (start, index(self.tokens.len())),
        }
    }

    fn count_siblings(&mut self, outline: &Outline) {
        let mut groups: HashMap<(u32, u32), u32> = HashMap::default();
        groups.reserve(self.facts.len() / ELEMENTS_A_GROUP);
        let mut counts: Vec<u32> = Vec::new();
        let shown = |e: usize| !outline.elements[e].blocks.is_empty();
        for id in (1..self.facts.len()).filter(|&e| shown(e)) {
            let key = (outline.elements[id].parent, self.signatures[id]);
            let group = *groups.entry(key).or_insert(index(counts.len()));
            match counts.get_mut(group as usize) {
                Some(count) => *count += 1,
                None => counts.push(1),
            }
            self.facts[id].siblings = group;
        }
        for id in 0..self.facts.len() {
            // Nothing is asked of elements without blocks.
            let group = self.facts[id].siblings as usize;
            let own = counts.get(group).filter(|_| id > 0 && shown(id));
            let own = own.copied().unwrap_or(1);
            self.facts[id].siblings = own;
            let parent = self.facts.get(outline.elements[id].parent as usize);
            let above =
                parent.and_then(|f| Some((f.repeated, self.facts.get(f.repeated as usize)?)));
            self.facts[id].repeated = match above {
                Some((above, facts)) if facts.siblings >= own => above,
                _ => index(id),
            };
        }
    }
}

fn inherit(parent: Option<&Facts>, tokens: (u32, u8)) -> Facts {
    Facts {
        section: SECTIONS as u8,
        roles: parent.map_or(0, |p| p.roles),
        depth: parent.map_or(0, |p| p.depth.saturating_add(1)),
        link: parent.map_or(NONE, |p| p.link),
        heading: parent.map_or(0, |p| p.heading),
        images: 0,
        tokens: tokens.0,
        token_count: tokens.1,
        up: NONE,
        top: NONE,
        siblings: 1,
        repeated: 0,
    }
}

fn up(outline: &Outline, facts: &[Facts], id: ElementId) -> (ElementId, ElementId) {
    let element = outline.element(id);
    match outline.elements.get(element.parent as usize) {
        None => (NONE, id),
        Some(parent) if parent.blocks != element.blocks => (element.parent, id),
        Some(_) => {
            let parent = &facts[element.parent as usize];
            (parent.up, parent.top)
        }
    }
}

fn is_telling(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("class")
            | local_name!("id")
            | local_name!("role")
            | local_name!("itemprop")
            | local_name!("itemtype")
            | local_name!("itemscope")
            | local_name!("aria-label")
            | local_name!("aria-labelledby")
            | local_name!("aria-modal")
            | local_name!("aria-expanded")
            | local_name!("property")
            | local_name!("name")
            | local_name!("rel")
            | local_name!("type")
            | local_name!("action")
            | local_name!("for")
    ) || name.starts_with("data-")
}

/// The place of an element among the sections; [`SECTIONS`] if it is none.
fn section(tag: &LocalName) -> u8 {
    match *tag {
        local_name!("nav") => 0,
        local_name!("header") => 1,
        local_name!("footer") => 2,
        local_name!("aside") => 3,
        local_name!("article") => 4,
        local_name!("main") => 5,
        local_name!("section") => 6,
        local_name!("form") => 7,
        local_name!("table") => 8,
        local_name!("ul") => 9,
        local_name!("ol") => 10,
        local_name!("dl") => 11,
        local_name!("figure") => 12,
        local_name!("noscript") => 13,
        local_name!("button") => 14,
        local_name!("a") => 15,
        local_name!("blockquote") => 16,
        local_name!("pre") => 17,
        local_name!("details") => 18,
        local_name!("label") => 19,
        local_name!("fieldset") => 20,
        local_name!("dialog") => 21,
        local_name!("p") => 22,
        local_name!("td") => 23,
        local_name!("li") => 24,
        local_name!("figcaption") => 25,
        local_name!("address") => 26,
        _ => SECTIONS as u8,
    }
}

fn role_bit(role: &str) -> u16 {
    ROLES
        .iter()
        .position(|r| *r == role)
        .map_or(0, |at| 1 << at)
}

fn heading(tag: &str) -> Option<u8> {
    match tag.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// Words of `camelCase`, `kebab-case`, `snake_case` names.
fn name_words(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = name;
    std::iter::from_fn(move || {
        // Of such bytes no other character has a part.
        let start = rest.bytes().position(|b| b.is_ascii_alphanumeric())?;
        let from = rest.get(start..)?;
        let (word, tail) = from.split_at_checked(word_end(from.as_bytes()))?;
        rest = tail;
        Some(word)
    })
}

fn word_end(bytes: &[u8]) -> usize {
    let run = |from: usize, is: fn(&u8) -> bool| {
        from + bytes.iter().skip(from).take_while(|b| is(b)).count()
    };
    match bytes.first() {
        Some(b) if b.is_ascii_digit() => run(0, u8::is_ascii_digit),
        Some(b) if b.is_ascii_lowercase() => run(0, u8::is_ascii_lowercase),
        Some(_) => match run(0, u8::is_ascii_uppercase) {
            1 => run(1, u8::is_ascii_lowercase),
            n if bytes.get(n).is_some_and(u8::is_ascii_lowercase) => n - 1,
            n => n,
        },
        None => 0,
    }
}

fn hash_lower(name: &str) -> u32 {
    let lower = name.bytes().map(|byte| LOWER[usize::from(byte)]);
    lower.fold(EMPTY_HASH, hash_byte)
}

/// Every byte in lower case, digits as `0`.
const LOWER: [u8; 256] = {
    let mut lower = [0; 256];
    let mut byte = 0;
    while byte < lower.len() {
        lower[byte] = match byte as u8 {
            b'0'..=b'9' => b'0',
            other => other.to_ascii_lowercase(),
        };
        byte += 1;
    }
    lower
};

fn clip(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}

fn index(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
