//! Footnotes: a link down to a note that has a link back up, or that is a note by its name. Both links
//! become numbers.

use foldhash::{HashMap, HashSet};
use html5ever::local_name;

use crate::article::{Block, Body, Definition, Inline};
use crate::render::plain;
use crate::segment::outline::{ElementId, Outline};
use crate::select::source::Source;

/// Links within the page and blocks that one note has; what has more is a part of the page.
const MOST_LINKS: usize = 64;
const MOST_BLOCKS: usize = 32;

/// Which elements are references, notes and links back.
#[derive(Debug, Default)]
pub(super) struct Notes {
    references: HashMap<ElementId, u32>,
    notes: HashMap<ElementId, u32>,
    backs: HashSet<ElementId>,
    /// Notes that have such links.
    answering: HashSet<ElementId>,
    /// What refers to each note.
    marks: HashMap<u32, String>,
    /// The first link to each.
    links: HashMap<u32, ElementId>,
}

/// A link to a place on the same page.
struct Jump {
    link: ElementId,
    target: ElementId,
}

impl Notes {
    /// Linear but for the look-ups: a note's links are a range of the page's links.
    pub(super) fn find(source: &Source<'_>) -> Self {
        let jumps = jumps(source);
        let mut found = Self::default();
        for jump in jumps.iter().filter(|j| j.target > j.link) {
            let Some(note) = note(source.outline, jump.target) else {
                continue;
            };
            let backs: Vec<_> = within(&jumps, note, source.outline)
                .iter()
                .filter(|back| answers(source.outline, back.target, jump.link))
                .map(|back| back.link)
                .collect();
            if !backs.is_empty() || is_named(source, jump, note) {
                let next = found.notes.len() as u32 + 1;
                let number = *found.notes.entry(note).or_insert(next);
                found.references.insert(jump.link, number);
                found.links.entry(number).or_insert(jump.link);
                if let Some(mark) = mark(source, jump.link) {
                    found.marks.entry(number).or_insert(mark);
                }
                if !backs.is_empty() {
                    found.answering.insert(note);
                }
                found.backs.extend(backs);
            }
        }
        found
    }

    pub(super) fn number_of_reference(&self, id: ElementId) -> Option<u32> {
        self.references.get(&id).copied()
    }

    pub(super) fn number_of_note(&self, id: ElementId) -> Option<u32> {
        self.notes.get(&id).copied()
    }

    pub(super) fn link_to_note(&self, number: u32) -> Option<ElementId> {
        self.links.get(&number).copied()
    }

    pub(super) fn mark_of_note(&self, number: u32) -> Option<&str> {
        self.marks.get(&number).map(String::as_str)
    }

    /// Whether a note leads back to what refers to it.
    pub(super) fn leads_back(&self, note: ElementId) -> bool {
        self.answering.contains(&note)
    }

    pub(super) fn is_back(&self, id: ElementId) -> bool {
        self.backs.contains(&id)
    }

    /// Whether an element is a note, leads to one or back.
    pub(super) fn names(&self, id: ElementId) -> bool {
        self.notes.contains_key(&id) || self.references.contains_key(&id) || self.is_back(id)
    }
}

/// Whether a note that has no link back is one by the mark of the link and the name of its target.
fn is_named(source: &Source<'_>, jump: &Jump, note: ElementId) -> bool {
    let target = source.id(jump.target);
    let target = target.or_else(|| source.attr(jump.target, "name"));
    let name = target.unwrap_or_default().trim_start_matches('_');
    let is_single = note == jump.target || source.outline.element(note).tag != local_name!("div");
    let names_note = ["fn", "ftn", "footnote", "note", "endnote"];
    is_single && names_note.iter().any(|n| name.starts_with(n)) && mark(source, jump.link).is_some()
}

/// What a link says that is nothing but a number or sign, perhaps in brackets.
fn mark(source: &Source<'_>, link: ElementId) -> Option<String> {
    let texts = source.node(link).into_iter().flat_map(|node| node.texts());
    let text: String = texts.take(4).collect();
    let text = text.trim_matches(|c: char| c.is_whitespace() || "[]()".contains(c));
    let is_sign = |c: char| c.is_ascii_digit() || "*†‡§¶".contains(c);
    let is_mark = (1..=9).contains(&text.len()) && text.chars().all(is_sign);
    is_mark.then(|| text.to_owned())
}

/// Leaves out the mark that a note's text begins with.
pub(super) fn without_mark(content: &mut Vec<Inline>, mark: &str) {
    let is_mark = |text: &str| {
        let is_around = |c: char| c.is_whitespace() || "[]().:".contains(c);
        text.trim_matches(is_around) == mark
    };
    if let Some(Inline::Text { text }) = content.first_mut() {
        let trimmed = text.trim_start();
        if let Some((head, rest)) = trimmed.split_once(char::is_whitespace)
            && is_mark(head)
        {
            *text = rest.trim_start().to_owned();
        }
    } else if content
        .first()
        .is_some_and(|first| is_mark(&plain(std::slice::from_ref(first))))
    {
        content.remove(0);
        if let Some(Inline::Text { text }) = content.first_mut() {
            *text = text.trim_start().to_owned();
        }
    }
}

/// Leaves out the stop behind a mark and the hard space before a link back, where these were, and the
/// brackets around a mark that stood on a line of its own.
pub(super) fn without_edges(blocks: &mut Vec<Block>) {
    if let [Block::Paragraph { content }, _, ..] = blocks.as_slice()
        && matches!(plain(content).trim(), "[]" | "()" | "." | ":")
    {
        blocks.remove(0);
    }
    if let Some(Block::Paragraph { content }) = blocks.first_mut()
        && let Some(Inline::Text { text }) = content.first_mut()
        && let Some((".", rest)) = text.trim_start().split_once(char::is_whitespace)
    {
        *text = rest.to_owned();
    }
    if let Some(Block::Paragraph { content }) = blocks.last_mut()
        && let Some(Inline::Text { text }) = content.last_mut()
    {
        text.truncate(text.trim_end().len());
        if text.is_empty() {
            content.pop();
        }
    }
}

/// The links within the page, in document order.
fn jumps(source: &Source<'_>) -> Vec<Jump> {
    let elements = 0..source.outline.elements.len() as ElementId;
    let is_link = |id: &ElementId| source.outline.element(*id).tag == local_name!("a");
    let links: Vec<_> = elements
        .clone()
        .filter(is_link)
        .filter_map(|id| Some((id, source.fragment(source.attr(id, "href")?)?)))
        .collect();
    // The first element of each name that a link asks for.
    let mut targets: HashMap<&str, Option<ElementId>> = HashMap::default();
    targets.extend(links.iter().map(|(_, fragment)| (*fragment, None)));
    if targets.is_empty() {
        return Vec::new();
    }
    for id in elements {
        // As browsers look for it: the names of links only.
        let name = || is_link(&id).then(|| source.attr(id, "name")).flatten();
        let named = source.id(id).or_else(name);
        if let Some(target) = named.and_then(|name| targets.get_mut(name)) {
            target.get_or_insert(id);
        }
    }
    let jump = |(link, fragment): (ElementId, &str)| {
        let target = (*targets.get(fragment)?)?;
        Some(Jump { link, target })
    };
    links.into_iter().filter_map(jump).collect()
}

/// The element that holds the note at `target`: itself or the paragraph or item around it.
fn note(outline: &Outline, target: ElementId) -> Option<ElementId> {
    let mut around = outline.ancestors(target).take(3);
    let note = around.find(|&id| {
        matches!(
            outline.element(id).tag,
            local_name!("li")
                | local_name!("p")
                | local_name!("div")
                | local_name!("dd")
                | local_name!("aside")
        )
    });
    note.filter(|&id| outline.element(id).blocks.len() <= MOST_BLOCKS)
}

fn within<'a>(jumps: &'a [Jump], holder: ElementId, outline: &Outline) -> &'a [Jump] {
    let end = outline.element(holder).end;
    let from = jumps.partition_point(|j| j.link < holder);
    let to = jumps.partition_point(|j| j.link < end);
    let links = jumps.get(from..to).unwrap_or_default();
    match links.len() {
        0..=MOST_LINKS => links,
        _ => &[],
    }
}

/// Whether a link back goes to the reference: to itself or to an inline element around or in it.
fn answers(outline: &Outline, place: ElementId, reference: ElementId) -> bool {
    let is_inline = |id: ElementId| {
        matches!(
            outline.element(id).tag,
            local_name!("sup") | local_name!("span") | local_name!("a") | local_name!("b")
        )
    };
    let around = outline.ancestors(reference).take(3);
    let mut around = around.take_while(|&id| is_inline(id));
    let inside = outline.ancestors(place).take(3).any(|id| id == reference);
    inside || around.any(|id| id == place)
}

/// References whose note is not part of the body become what they look like: raised text.
pub(super) fn settle(body: &mut Body) {
    let mut numbers = HashSet::default();
    collect(&body.blocks, &mut numbers);
    walk(&mut body.blocks, &mut |inline| {
        if let Inline::FootnoteReference { number, mark } = inline
            && !numbers.contains(number)
        {
            let text = std::mem::take(mark);
            let content = vec![Inline::Text { text }];
            *inline = Inline::Superscript { content };
        }
    });
}

fn collect(blocks: &[Block], numbers: &mut HashSet<u32>) {
    for block in blocks {
        match block {
            Block::Footnotes { notes } => numbers.extend(notes.iter().map(|n| n.number)),
            Block::Quote { blocks, .. } => collect(blocks, numbers),
            _ => {}
        }
    }
}

/// Calls `change` for every piece of running text. Recursion is bounded by the tree's depth.
fn walk(blocks: &mut [Block], change: &mut impl FnMut(&mut Inline)) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph { content } => {
                inlines(content, change);
            }
            Block::List(list) => list.items.iter_mut().for_each(|item| walk(item, change)),
            Block::Quote {
                blocks,
                attribution,
                ..
            } => {
                walk(blocks, change);
                inlines(attribution, change);
            }
            Block::Embed(embed) => {
                walk(&mut embed.blocks, change);
                inlines(&mut embed.caption, change);
            }
            Block::Figure(figure) => inlines(&mut figure.caption, change),
            Block::Footnotes { notes } => {
                notes.iter_mut().for_each(|n| walk(&mut n.blocks, change));
            }
            Block::Table(table) => {
                inlines(&mut table.caption, change);
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                cells.for_each(|cell| walk(&mut cell.blocks, change));
            }
            Block::Definitions { items } => items.iter_mut().for_each(|item| match item {
                Definition::Term { content } => inlines(content, change),
                Definition::Detail { blocks } => walk(blocks, change),
            }),
            Block::Code { .. } | Block::Math { .. } | Block::Rule => {}
        }
    }
}

fn inlines(content: &mut [Inline], change: &mut impl FnMut(&mut Inline)) {
    for inline in content {
        change(inline);
        match inline {
            Inline::Link { content, .. }
            | Inline::Emphasis { content }
            | Inline::Strong { content }
            | Inline::Strike { content }
            | Inline::Quotation { content, .. }
            | Inline::Subscript { content }
            | Inline::Superscript { content } => inlines(content, change),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Footnote;

    #[test]
    fn a_mark_without_its_note_is_raised_text() {
        let mark = |number| Inline::FootnoteReference {
            number,
            mark: number.to_string(),
        };
        let content = vec![mark(1), mark(2)];
        let notes = vec![Footnote {
            number: 2,
            blocks: Vec::new(),
        }];
        let blocks = vec![Block::Paragraph { content }, Block::Footnotes { notes }];
        let mut body = Body { blocks };
        settle(&mut body);
        let text = "1".to_owned();
        let raised = Inline::Superscript {
            content: vec![Inline::Text { text }],
        };
        let content = vec![raised, mark(2)];
        assert_eq!(body.blocks[0], Block::Paragraph { content });
    }
}
