//! Sparse features: words of class names, ids, roles, texts, headings and link targets, hashed.
//! A logistic regression over them, eight sums by group, feeds the trees.

use html5ever::local_name;

use super::features::Context;
use super::stats::words;
use crate::page::dom::Dom;
use crate::segment::outline::ElementId;

/// Groups of tokens: own element, first and second level above, all above, path of tags, text,
/// heading before, link targets.
pub(crate) const GROUPS: usize = 8;

/// Blocks longer than this give only their first and last words.
const SHORT_TEXT: usize = 12;

/// A token: its group in the upper half, its hash in the lower one.
pub(crate) type Token = u64;

fn token(group: u64, kind: &str, parts: &[&str]) -> Token {
    let mut hash = 0x811c_9dc5_u32;
    let mut eat = |text: &str| {
        for byte in text.bytes() {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
        hash = (hash ^ 0x1f).wrapping_mul(0x0100_0193);
    };
    eat(kind);
    parts.iter().for_each(|part| eat(part));
    (group << 32) | u64::from(hash)
}

/// Names of an element as strings `kind=word`, lower case.
fn names(dom: &Dom, context: &Context<'_>, id: ElementId) -> Vec<String> {
    let element = context.outline.element(id);
    let mut names = vec![format!("t={}", element.tag)];
    let Some(node) = element.node.and_then(|node| dom.element(node)) else {
        return names;
    };
    for (name, value) in node.value().attrs() {
        match name {
            "class" => value
                .split_ascii_whitespace()
                .take(12)
                .for_each(|c| class(c, &mut names)),
            "id" => {
                names.push(format!("i={}", masked(value)));
                names.extend(identifier_words(value).map(|w| format!("w={w}")));
            }
            "role" | "itemprop" | "aria-label" | "rel" | "itemtype" | "property" | "name"
            | "data-testid" | "data-component" | "data-type" | "aria-modal" | "data-module"
            | "data-block-name" | "data-widget_type" | "data-element_type" => {
                names.extend(identifier_words(value).map(|w| format!("{name}={w}")));
            }
            _ => {}
        }
    }
    names
}

fn class(class: &str, names: &mut Vec<String>) {
    names.push(format!("c={}", class.to_ascii_lowercase()));
    let words: Vec<_> = identifier_words(class).collect();
    names.extend(words.iter().map(|w| format!("w={w}")));
    names.extend(
        words
            .windows(2)
            .map(|pair| format!("b={}_{}", pair[0], pair[1])),
    );
}

/// Digits as `0`, so that numbered ids are one token.
fn masked(text: &str) -> String {
    let digits = text.chars().map(|c| {
        if c.is_ascii_digit() {
            '0'
        } else {
            c.to_ascii_lowercase()
        }
    });
    digits.take(40).collect()
}

/// `postContent-main_2` to `post`, `content`, `main`: at most six words.
fn identifier_words(text: &str) -> impl Iterator<Item = String> + '_ {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut last_lower = false;
    for c in text.chars().take(80) {
        let starts = c.is_ascii_uppercase() && last_lower;
        if (!c.is_ascii_alphabetic() || starts) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_ascii_alphabetic() {
            word.push(c.to_ascii_lowercase());
        }
        last_lower = c.is_ascii_lowercase();
    }
    words.push(word);
    words.into_iter().filter(|w| w.len() > 1).take(6)
}

/// The tokens of every block.
pub(crate) fn tokens(dom: Option<&Dom>, context: &Context<'_>) -> Vec<Vec<Token>> {
    let elements = context.outline.elements.len() as u32;
    let names: Vec<Vec<String>> = match dom {
        Some(dom) => (0..elements).map(|id| names(dom, context, id)).collect(),
        None => vec![Vec::new(); elements as usize],
    };
    let mut last_heading = None;
    let mut all = Vec::with_capacity(context.outline.blocks.len());
    for index in 0..context.outline.blocks.len() {
        let is_heading =
            context.headings[index] > 0 || (dom.is_none() && reads_as_heading(context, index));
        last_heading = if is_heading {
            Some(index)
        } else {
            last_heading
        };
        let mut tokens = Vec::with_capacity(64);
        place_tokens(context, &names, index, &mut tokens);
        text_tokens(context, index, &mut tokens);
        heading_tokens(context, &names, last_heading, &mut tokens);
        if let Some(dom) = dom {
            link_tokens(dom, context, index, &mut tokens);
        }
        tokens.sort_unstable();
        tokens.dedup();
        all.push(tokens);
    }
    all
}

/// In a dump: a short line after a blank one that does not end a sentence.
fn reads_as_heading(context: &Context<'_>, index: usize) -> bool {
    let stats = &context.stats[index];
    let block = &context.outline.blocks[index];
    stats.words <= 8.0 && !stats.ends_sentence && block.blank_before > 0
}

fn place_tokens(context: &Context<'_>, names: &[Vec<String>], index: usize, out: &mut Vec<Token>) {
    let outline = context.outline;
    let block = &outline.blocks[index];
    let levels = &context.levels[index];
    let own = usize::from(levels.first().is_some_and(|l| l.blocks.len() == 1));
    let of = |id: ElementId| names[id as usize].iter().map(String::as_str);
    let mut group = |kind: &str, number: u64, id: ElementId| {
        out.extend(of(id).map(|name| token(number, kind, &[name])));
    };
    let mut level = 0;
    let mut last = block.element;
    for id in outline.ancestors(block.element) {
        while levels.get(level).is_some_and(|l| id < l.top) {
            level += 1;
        }
        match (level + 1).saturating_sub(own) {
            0 => group("0", 0, id),
            1 if own == 0 && id == block.element => group("0", 0, id),
            1 => group("1", 1, id),
            2 => group("2", 2, id),
            _ => {}
        }
        if id != block.element {
            group("F", 3, id);
        }
        last = id;
    }
    let _ = last;
    let runs = outline
        .runs
        .get(block.runs.start as usize..block.runs.end as usize);
    let mut seen = None;
    for run in runs.unwrap_or_default().iter().take(12) {
        if run.element != block.element && seen != Some(run.element) {
            group("L", 0, run.element);
            seen = Some(run.element);
        }
    }
    let path: Vec<&str> = outline
        .ancestors(block.element)
        .take(4)
        .map(|a| &*outline.element(a).tag)
        .collect();
    out.push(token(4, "P", &path));
    out.push(token(4, "P", path.get(..2).unwrap_or(&path)));
}

fn masked_words(text: &str) -> Vec<String> {
    let masked = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c });
    let lower: String = masked.flat_map(char::to_lowercase).collect();
    words(&lower).map(str::to_owned).collect()
}

fn text_tokens(context: &Context<'_>, index: usize, out: &mut Vec<Token>) {
    let words = masked_words(context.outline.block_text(index));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words.len() <= SHORT_TEXT {
        out.extend(words.iter().map(|w| token(5, "T", &[w])));
        out.extend(words.windows(2).map(|pair| token(5, "T", pair)));
        out.push(token(5, "X", &words));
        return;
    }
    out.extend(words.iter().take(5).map(|w| token(5, "S", &[w])));
    out.push(token(5, "S", words.get(..2).unwrap_or_default()));
    out.extend(words.iter().rev().take(2).map(|w| token(5, "E", &[w])));
}

fn heading_tokens(
    context: &Context<'_>,
    names: &[Vec<String>],
    heading: Option<usize>,
    out: &mut Vec<Token>,
) {
    let Some(heading) = heading else { return };
    let words = masked_words(context.outline.block_text(heading));
    let words: Vec<&str> = words.iter().map(String::as_str).take(10).collect();
    out.extend(words.iter().map(|w| token(6, "H", &[w])));
    out.extend(words.windows(2).map(|pair| token(6, "H", pair)));
    if words.len() <= 3 {
        out.push(token(6, "HX", &words));
    }
    let element = context.outline.blocks[heading].element;
    let own = names.get(element as usize).into_iter().flatten();
    out.extend(own.map(|name| token(6, "HC", &[name])));
}

fn link_tokens(dom: &Dom, context: &Context<'_>, index: usize, out: &mut Vec<Token>) {
    let outline = context.outline;
    let block = &outline.blocks[index];
    let runs = outline
        .runs
        .get(block.runs.start as usize..block.runs.end as usize);
    let mut links: Vec<ElementId> = Vec::new();
    for run in runs.unwrap_or_default() {
        let mut ancestors = outline.ancestors(run.element);
        let link = ancestors.find(|&a| outline.element(a).tag == local_name!("a"));
        links.extend(link.filter(|link| !links.contains(link)));
        if links.len() >= 3 {
            break;
        }
    }
    for link in links {
        let href = outline
            .element(link)
            .node
            .and_then(|node| dom.attr(node, "href"));
        let path = href
            .unwrap_or_default()
            .split('?')
            .next()
            .unwrap_or_default();
        let path = path.split_once("://").map_or(path, |(_, rest)| rest);
        let words = identifier_words(path).filter(|w| w.len() > 2 && w != "www");
        out.extend(words.map(|w| token(7, "U", &[&w])));
    }
}
