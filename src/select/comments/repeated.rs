//! Comments and customers' reviews on pages that give their elements no known names: what is
//! repeated within a part of the page that is named after comments or reviews, or stands below a
//! heading that says so, if names or dates stand in it.

use foldhash::HashMap;
use html5ever::{LocalName, local_name};

use super::words::{self, Sort};
use super::{counts, speakers};
use crate::page::dom::ElementRef;
use crate::page::mark_text::collapsed;
use crate::segment::outline::{ElementId, NONE, Outline};
use crate::segment::{Label, RegionKind, sums};
use crate::select::metadata::{date, relative};
use crate::select::source::Source;

/// Less text than this, in bytes, says nothing.
const LEAST_TEXT: usize = 16;

/// The elements that each hold a comment or review, in ascending order, and whether any holds a
/// review.
pub(super) fn items(
    source: &Source<'_>,
    labels: &[Label],
    is_article: bool,
) -> (Vec<ElementId>, Sort) {
    let groups = groups(source);
    let mut sort = Sort::Comment;
    if groups.is_empty() {
        return (Vec::new(), sort);
    }
    let mut judge = Judge::new(source, labels, is_article, &groups);
    // Inner groups come after those around them: what holds a list of comments is none.
    let accepted = groups.iter().rev().map(|group| judge.accepts(group));
    let mut accepted: Vec<bool> = accepted.collect();
    accepted.reverse();
    let mut items: Vec<ElementId> = Vec::new();
    let mut inside = vec![false; source.outline.elements.len()];
    for (group, _) in groups.iter().zip(accepted).filter(|(_, is)| *is) {
        if reviews_several(source, group) {
            continue;
        }
        // Within a comment only what is named so is an answer to it.
        let is_nested = inside.get(group.parent as usize).is_some_and(|i| *i);
        if is_nested && !group.is_named() {
            continue;
        }
        if group.sort == Sort::Review {
            sort = Sort::Review;
        }
        for &member in &group.members {
            items.push(member);
            let end = source.outline.element(member).end;
            let below = inside.get_mut(member as usize..end as usize);
            below.into_iter().flatten().for_each(|i| *i = true);
        }
    }
    items.sort_unstable();
    (items, sort)
}

/// Whether the members of a group review different things, as the items of a comparison do: the page
/// is but one of them.
fn reviews_several(source: &Source<'_>, group: &Group<'_>) -> bool {
    let members = group.members.iter().take(12);
    let mut things = members.filter_map(|member| reviewed(source, *member));
    let first = things.next();
    group.sort == Sort::Review && things.any(|thing| Some(thing) != first)
}

/// The name of what a review says that it is about.
fn reviewed(source: &Source<'_>, review: ElementId) -> Option<String> {
    let is_thing = |e: &ElementRef<'_>, name: &str| e.get("itemprop") == Some(name);
    let mut below = source.node(review)?.descendant_elements().take(60);
    let thing = below.find(|e| is_thing(e, "itemReviewed"))?;
    let mut below = thing.descendant_elements().take(60);
    let name = below.find(|e| is_thing(e, "name")).unwrap_or(thing);
    let stated = name.get("content").map(str::to_owned);
    let text = stated.unwrap_or_else(|| name.texts().collect());
    Some(collapsed(&text)).filter(|text| !text.is_empty())
}

/// Elements of one name below one element.
struct Group<'a> {
    parent: ElementId,
    name: &'a str,
    sort: Sort,
    members: Vec<ElementId>,
    /// How many of them begin with a name.
    spoken: usize,
}

impl Group<'_> {
    fn is_named(&self) -> bool {
        words::is_item(self.name)
    }
}

/// All groups within parts that are named after comments or reviews.
fn groups<'a>(source: &Source<'a>) -> Vec<Group<'a>> {
    let outline = source.outline;
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut known: HashMap<(ElementId, &LocalName, &str), usize> = HashMap::default();
    let mut zones: Vec<Option<Sort>> = Vec::with_capacity(outline.elements.len());
    let mut named: Vec<Option<Option<Sort>>> = vec![None; source.class_count()];
    let titles = titles(outline);
    let mut headed = Headed::default();
    for (id, element) in (0..).zip(&outline.elements) {
        let outer = zones.get(element.parent as usize).copied().flatten();
        let own = outer.or_else(|| {
            let known = named.get_mut(source.class_number(id))?;
            let class = *known.get_or_insert_with(|| sort(source.class(id)));
            zone(source, id, &titles, class)
        });
        let own = own.or_else(|| headed.sort(outline, id));
        zones.push(own);
        let Some(sort) = own else { continue };
        let is_long = text_length(outline, id) >= LEAST_TEXT;
        let is_item = is_long && may_be_item(&element.tag);
        let may_speak = is_item || element.tag == local_name!("p");
        let is_spoken = may_speak && speakers::speaks_among_comments(source, id);
        if !(is_spoken || is_item) {
            continue;
        }
        let name = name(source, id);
        let index = *known
            .entry((element.parent, &element.tag, name))
            .or_insert_with(|| {
                groups.push(Group {
                    parent: element.parent,
                    name,
                    sort: words::sort(name).unwrap_or(sort),
                    members: Vec::new(),
                    spoken: 0,
                });
                groups.len() - 1
            });
        if let Some(group) = groups.get_mut(index) {
            group.members.push(id);
            group.spoken += usize::from(is_spoken);
        }
    }
    groups
}

/// What follows a heading that announces comments: the first element after it that may hold them,
/// and those like that.
#[derive(Default)]
struct Headed {
    parent: Option<ElementId>,
    first: Option<ElementId>,
}

impl Headed {
    fn sort(&mut self, outline: &Outline, id: ElementId) -> Option<Sort> {
        let element = outline.element(id);
        if counts::is_heading(&element.tag) {
            let is_short = text_length(outline, id) < 40;
            let text = || outline.block_text(element.blocks.start as usize);
            if is_short && counts::announces(text()) {
                (self.parent, self.first) = (Some(around_alone(outline, id)), None);
            } else if self.parent == Some(element.parent) {
                self.parent = None;
            }
            return None;
        }
        let may_hold = may_be_item(&element.tag)
            || matches!(element.tag, local_name!("ul") | local_name!("ol"));
        if self.parent != Some(element.parent) || !may_hold {
            return None;
        }
        let first = *self.first.get_or_insert(id);
        (outline.element(first).tag == element.tag).then_some(Sort::Announced)
    }
}

/// The element around a heading, and around the boxes that hold nothing but the heading.
fn around_alone(outline: &Outline, heading: ElementId) -> ElementId {
    let blocks = &outline.element(heading).blocks;
    let mut around = outline.ancestors(heading).skip(1);
    let holder = around.find(|id| outline.element(*id).blocks != *blocks);
    holder.unwrap_or(NONE)
}

fn may_be_item(tag: &LocalName) -> bool {
    matches!(
        *tag,
        local_name!("li")
            | local_name!("div")
            | local_name!("article")
            | local_name!("section")
            | local_name!("tr")
            | local_name!("blockquote")
    ) || tag.contains('-')
}

/// What the element is named after, unless it holds the title: then it holds the article.
fn zone(
    source: &Source<'_>,
    id: ElementId,
    titles: &[ElementId],
    class: Option<Sort>,
) -> Option<Sort> {
    let named = class.or_else(|| words::sort(source.id(id)?))?;
    let element = source.outline.element(id);
    let is_page =
        element.parent == NONE || matches!(element.tag, local_name!("body") | local_name!("html"));
    if is_page || titles.iter().any(|t| (id..element.end).contains(t)) {
        return None;
    }
    Some(named)
}

/// What the first of an element's class names that speaks of comments or reviews speaks of.
fn sort(class: &str) -> Option<Sort> {
    let mut names = class.split_ascii_whitespace();
    words::may_speak(class).then(|| names.find_map(words::sort))?
}

fn titles(outline: &Outline) -> Vec<ElementId> {
    let elements = (0..).zip(&outline.elements);
    let titles = elements.filter(|(_, e)| e.tag == local_name!("h1"));
    titles.map(|(id, _)| id).take(16).collect()
}

/// The class name by which an element is like its siblings: one that speaks of comments, else
/// the first; without the number of a single one.
pub(super) fn name<'a>(source: &Source<'a>, id: ElementId) -> &'a str {
    let telling = source.classes(id).find(|c| words::sort(c).is_some());
    let name = telling.or_else(|| source.classes(id).next());
    let name = name.unwrap_or_default();
    name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-')
}

fn text_length(outline: &Outline, id: ElementId) -> usize {
    let blocks = &outline.element(id).blocks;
    let first = outline.blocks.get(blocks.start as usize);
    let last = outline.blocks.get((blocks.end as usize).saturating_sub(1));
    match (first, last) {
        (Some(first), Some(last)) if blocks.start < blocks.end => {
            (last.text.end - first.text.start) as usize
        }
        _ => 0,
    }
}

/// Decides whether the members of a group are comments.
struct Judge<'s> {
    outline: &'s Outline,
    /// Up to each element, how many are named after authors or times.
    named: Vec<u32>,
    /// Up to each block, how many are short and state a day, and the bytes of text with a label
    /// that comments do not have.
    dated: Vec<u32>,
    foreign: Vec<u32>,
    /// Whether a list of comments was found below an element.
    has_list: Vec<bool>,
}

impl<'s> Judge<'s> {
    fn new(
        source: &'s Source<'_>,
        labels: &[Label],
        is_article: bool,
        groups: &[Group<'_>],
    ) -> Self {
        let outline = source.outline;
        let elements = 0..outline.elements.len() as ElementId;
        let (held, held_blocks) = held(outline, groups);
        let is_head = |id: ElementId| {
            let is_time = || outline.element(id).tag == local_name!("time");
            let is_head = || is_time() || words::head(source, id).is_some();
            u32::from(held[id as usize] && (is_head() || is_speaker(source, id)))
        };
        let blocks = 0..outline.blocks.len();
        let is_dated =
            |block: usize| u32::from(held_blocks[block] && states_a_day(outline.block_text(block)));
        let foreign = |block: usize| {
            let is_foreign = labels.get(block).is_some_and(|l| is_foreign(l, is_article));
            let length = outline.block_text(block).len();
            if is_foreign { length as u32 } else { 0 }
        };
        Self {
            outline,
            named: sums::running(elements.map(is_head)),
            dated: sums::running(blocks.clone().map(is_dated)),
            foreign: sums::running(blocks.map(foreign)),
            has_list: vec![false; outline.elements.len()],
        }
    }

    fn accepts(&mut self, group: &Group<'_>) -> bool {
        let is_list = self.is_list_of_comments(group);
        if is_list && (group.members.len() > 1 || group.sort == Sort::Announced) {
            self.mark(group.parent);
        }
        is_list
    }

    /// Marks what is around a list; what is around a marked element is marked already.
    fn mark(&mut self, parent: ElementId) {
        let mut at = parent;
        while let Some(mark) = self.has_list.get_mut(at as usize).filter(|m| !**m) {
            *mark = true;
            at = self.outline.element(at).parent;
        }
    }

    fn is_list_of_comments(&self, group: &Group<'_>) -> bool {
        let members = &group.members;
        let count = members.len();
        let headed = members.iter().filter(|m| self.heads(**m) > 0).count();
        let headed = headed.max(group.spoken);
        let text: usize = members.iter().map(|&m| text_length(self.outline, m)).sum();
        let foreign: u32 = members.iter().map(|&m| self.foreign(m)).sum();
        if foreign as usize * 2 > text {
            return false;
        }
        match (group.is_named(), group.sort) {
            (true, Sort::Comment | Sort::Announced) => count >= 2 || headed >= 1,
            (true, Sort::Review) => count >= 2 && headed * 2 >= count || count >= 3,
            (false, sort) => {
                let least = if sort == Sort::Announced { 1 } else { 2 };
                let has_list = |m: &&ElementId| self.has_list.get(**m as usize) == Some(&true);
                let lists = members.iter().filter(has_list).count();
                count >= least && headed * 3 >= count * 2 && text >= 40 * count && lists * 2 < count
            }
        }
    }

    /// How many names and dates stand in an element.
    fn heads(&self, id: ElementId) -> u32 {
        let element = self.outline.element(id);
        sums::within(&self.named, id + 1, element.end)
            + sums::within(&self.dated, element.blocks.start, element.blocks.end)
    }

    fn foreign(&self, id: ElementId) -> u32 {
        let blocks = &self.outline.element(id).blocks;
        sums::within(&self.foreign, blocks.start, blocks.end)
    }
}

/// Whether an element in heavy type is the name that a comment begins with.
fn is_speaker(source: &Source<'_>, id: ElementId) -> bool {
    let tag = &source.outline.element(id).tag;
    let may = matches!(*tag, local_name!("b") | local_name!("strong"));
    may && speakers::speaks_among_comments(source, id)
}

/// Which elements and blocks stand where a group does: of no others is anything asked.
fn held(outline: &Outline, groups: &[Group<'_>]) -> (Vec<bool>, Vec<bool>) {
    let mut elements = vec![false; outline.elements.len()];
    let mut blocks = vec![false; outline.blocks.len()];
    for group in groups {
        // With an element, all below it is marked.
        if elements.get(group.parent as usize) == Some(&true) {
            continue;
        }
        let element = outline.element(group.parent);
        let range = group.parent as usize..element.end as usize;
        let marks = elements.get_mut(range).into_iter().flatten();
        marks.for_each(|mark| *mark = true);
        let range = element.blocks.start as usize..element.blocks.end as usize;
        let marks = blocks.get_mut(range).into_iter().flatten();
        marks.for_each(|mark| *mark = true);
    }
    (elements, blocks)
}

/// Labels of what is no comment, where they are more than a guess. Reviews in a list of products
/// are body.
fn is_foreign(label: &Label, is_article: bool) -> bool {
    match label.kind {
        RegionKind::Body => !is_article,
        RegionKind::Related | RegionKind::Nav | RegionKind::Footer | RegionKind::Cookie => {
            label.confidence >= 0.5
        }
        _ => false,
    }
}

/// A short text with a date, or with how long ago it was.
pub(super) fn states_a_day(text: &str) -> bool {
    let is_short = text.len() < 60 && text.contains(|c: char| c.is_ascii_digit());
    let is_past = || text.ends_with(" ago") || relative::ends_with_distance(text);
    is_short && (is_past() || date::parse(text, false).is_some())
}
