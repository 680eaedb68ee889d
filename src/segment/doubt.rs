//! A second opinion on blocks that the model is not sure are body: what the box around one says of
//! itself by its names, its fields or its first words. A box is what holds the block and none that
//! is surely body; in a text dump, the lines below one that opens it. The model learned few short
//! articles and little but English; such boxes are told by anybody who reads their names.

use html5ever::local_name;

use super::outline::{ElementId, Outline};
use super::{RegionKind, landmark, openings, sums};
use crate::page::Page;
use crate::page::dom::Dom;

/// Blocks from this probability on are surely body; so is what is nearly as probable as the most
/// probable one.
pub(super) const SURE: f32 = 0.8;
const NEARLY: f32 = 0.9;
/// Blocks below it are not body anyway.
pub(super) const LEAST: f32 = 0.25;
/// What is left of the probability of a block that is something else.
pub(super) const LEFT: f32 = 0.2;
/// Pages that are less probably articles have boxes of all kinds as their body.
pub(super) const ARTICLE: f32 = 0.2;
/// A larger share of a block's text in links is what the block is for.
pub(super) const LINKED: f32 = 0.5;
/// Most levels of boxes around a block, and most elements in one.
const LEVELS: usize = 5;
const ELEMENTS: ElementId = 40;

/// Lowers the probability of blocks in boxes that say what else they hold, and names their kind.
pub(super) fn settle(
    page: &Page,
    outline: &Outline,
    article: f32,
    body: &mut [f32],
    kinds: &mut [(RegionKind, f32)],
) {
    let Some(sure) = sure_from(body).filter(|_| article >= ARTICLE) else {
        return;
    };
    let judge = Judge::new(page.dom(), outline, body.iter().map(|p| *p >= sure));
    for (index, (body, own)) in body.iter_mut().zip(kinds).enumerate() {
        let said = match *body {
            p if p < LEAST => None,
            p if p < sure => judge.said(index).or_else(|| said_by_itself(outline, index)),
            _ => said_by_itself(outline, index),
        };
        if let Some(kind) = said {
            *body *= LEFT;
            *own = (kind, 1.0 - *body);
        }
    }
}

/// The probability from which on blocks of a page are surely body, if some may be.
pub(super) fn sure_from(body: &[f32]) -> Option<f32> {
    let most = body.iter().copied().fold(0.0, f32::max);
    Some(SURE.min(most * NEARLY)).filter(|sure| *sure > LEAST)
}

/// What a block says of itself that is surely none of the text: that an advertisement follows, that a
/// link leads to another text, or when the text was published.
fn said_by_itself(outline: &Outline, index: usize) -> Option<RegionKind> {
    let text = outline.block_text(index);
    let (kind, is_alone) = openings::read_line(text)?;
    let is_said = match kind {
        RegionKind::Advert => is_alone,
        RegionKind::Related => {
            let block = outline.blocks.get(index)?;
            outline.linked_share(block) >= LINKED
        }
        RegionKind::Date => text.contains(|c: char| c.is_ascii_digit()),
        _ => false,
    };
    is_said.then_some(kind)
}

/// Most lines of a box below the one that opens it. Buttons and appeals are lines of their own, and
/// so is what has the title of the other text behind its opening.
const fn lines_below(kind: RegionKind, is_alone: bool) -> usize {
    match kind {
        RegionKind::AuthorBio => 8,
        RegionKind::Related if is_alone => 20,
        RegionKind::Newsletter if is_alone => 6,
        _ => 0,
    }
}

enum Judge<'a> {
    Boxes(Boxes<'a>),
    /// What a line above each line says that both belong to.
    Lines(Vec<Option<RegionKind>>),
}

impl<'a> Judge<'a> {
    fn new(
        dom: Option<&'a Dom>,
        outline: &'a Outline,
        is_sure: impl Iterator<Item = bool>,
    ) -> Self {
        match dom {
            Some(dom) => Self::Boxes(Boxes {
                dom,
                outline,
                sure: sums::running(is_sure.map(u32::from)),
            }),
            None => Self::Lines(opened(outline, is_sure)),
        }
    }

    fn said(&self, block: usize) -> Option<RegionKind> {
        match self {
            Self::Boxes(boxes) => boxes.said(block),
            Self::Lines(opened) => *opened.get(block)?,
        }
    }
}

/// What the nearest line that opens a box says of each line below it, up to one that is surely
/// body. Where a box ends that stands before all of the body, nothing tells.
fn opened(outline: &Outline, is_sure: impl Iterator<Item = bool>) -> Vec<Option<RegionKind>> {
    let mut opened: Option<(RegionKind, usize)> = None;
    let mut has_begun = false;
    let lines = is_sure.enumerate().map(|(line, is_sure)| {
        has_begun |= is_sure;
        if is_sure {
            opened = None;
        } else if has_begun && let Some((kind, alone)) = openings::read(outline.block_text(line)) {
            opened = Some((kind, line + lines_below(kind, alone)));
        }
        opened
            .filter(|(_, last)| line <= *last)
            .map(|(kind, _)| kind)
    });
    lines.collect()
}

struct Boxes<'a> {
    dom: &'a Dom,
    outline: &'a Outline,
    /// How many blocks before each are surely body.
    sure: Vec<u32>,
}

impl Boxes<'_> {
    /// What the boxes around a block say that they hold: the innermost that says something.
    fn said(&self, block: usize) -> Option<RegionKind> {
        let own = self.outline.blocks.get(block)?.element;
        let boxes = self.outline.ancestors(own).take(LEVELS);
        let mut boxes = boxes.take_while(|id| self.is_box(*id));
        boxes.find_map(|id| {
            self.names(id)
                .or_else(|| self.opens(id))
                .or_else(|| self.asks(id))
        })
    }

    fn is_box(&self, id: ElementId) -> bool {
        let element = self.outline.element(id);
        let blocks = &element.blocks;
        element.end - id <= ELEMENTS && sums::within(&self.sure, blocks.start, blocks.end) == 0
    }

    fn names(&self, id: ElementId) -> Option<RegionKind> {
        let node = self.dom.element(self.outline.element(id).node?)?;
        landmark::named(node)
    }

    fn opens(&self, id: ElementId) -> Option<RegionKind> {
        let first = self.outline.element(id).blocks.start;
        openings::read(self.outline.block_text(first as usize)).map(|(kind, _)| kind)
    }

    /// Whether the box asks for a mail address.
    fn asks(&self, id: ElementId) -> Option<RegionKind> {
        let mut below = id..self.outline.element(id).end;
        below
            .any(|id| self.is_mail_field(id))
            .then_some(RegionKind::Newsletter)
    }

    fn is_mail_field(&self, id: ElementId) -> bool {
        let element = self.outline.element(id);
        let node = element.node.and_then(|node| self.dom.element(node));
        element.tag == local_name!("input") && node.is_some_and(|n| n.get("type") == Some("email"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment;

    const BOX: &str = "<div><h3>Weekly letter</h3><p>All news in your inbox.</p><form><input type=email></form></div>";

    /// The probabilities of body after a page's blocks had these.
    fn settled(html: &str, article: f32, body: Vec<f32>) -> Vec<f32> {
        settled_page(&Page::from_html(html), article, body)
    }

    fn settled_page(page: &Page, article: f32, mut body: Vec<f32>) -> Vec<f32> {
        let outline = segment::outline(page);
        assert_eq!(outline.blocks.len(), body.len());
        let mut kinds = vec![(RegionKind::Other, 0.1); body.len()];
        settle(page, &outline, article, &mut body, &mut kinds);
        body
    }

    #[test]
    fn doubtful_boxes_that_ask_for_a_mail_address_are_no_body() {
        let html = format!("<p>One</p>{BOX}<p>Two</p>");
        let body = settled(&html, 0.9, vec![0.9, 0.6, 0.6, 0.9]);
        assert!(body[1] < LEAST && body[2] < LEAST && body[3] > SURE);
    }

    #[test]
    fn names_and_first_words_of_boxes_are_read() {
        for html in [
            "<p>One</p><div class=author-box><p>Ann</p><p>She writes.</p></div>",
            "<p>One</p><div><h4>About the author</h4><p>She writes.</p></div>",
            "<p>One</p><section><p>Das k\u{f6}nnte Sie auch interessieren</p><p>Alt</p></section>",
        ] {
            let body = settled(html, 0.9, vec![0.9, 0.6, 0.6]);
            assert!(body[1] < LEAST && body[2] < LEAST, "{html}");
        }
    }

    #[test]
    fn lines_that_say_they_are_none_of_the_text_are_none_however_sure_the_model_is() {
        let link = "<a href=/old>The old bridge is closed</a>";
        let lines = [
            ("- Advertisement -".to_owned(), true),
            (
                "Article continues below this advertisement".to_owned(),
                true,
            ),
            (format!("Lire aussi : {link}"), true),
            (
                "Publié le 3 mai 2024 • Temps de lecture : 3 min".to_owned(),
                true,
            ),
            ("Lire aussi longtemps était interdit".to_owned(), false),
            ("Publié sans nom, le livre a du succès".to_owned(), false),
            (
                format!("Read also what we wrote of it when it was built, in {link}"),
                false,
            ),
        ];
        for (line, is_low) in lines {
            let body = settled(
                &format!("<p>One</p><p>{line}</p><p>Two</p>"),
                0.9,
                vec![0.9; 3],
            );
            assert_eq!(body[1] < LEAST, is_low, "{line}");
        }
    }

    #[test]
    fn boxes_with_sure_body_and_pages_of_other_types_stay() {
        let html = format!("<div class=newsletter><p>One</p>{BOX}</div>");
        let sure = settled(&html, 0.9, vec![0.9, 0.9, 0.9]);
        assert_eq!(sure, [0.9, 0.9, 0.9]);
        let other = settled(&html, 0.1, vec![0.9, 0.6, 0.6]);
        assert_eq!(other, [0.9, 0.6, 0.6]);
    }

    #[test]
    fn lines_below_one_that_opens_a_box_are_read_up_to_the_next_of_the_body() {
        let lines = [
            ("## Most read", 0.6, false),
            ("One", 0.9, false),
            ("## Read also:", 0.2, true),
            ("* Old", 0.6, true),
            ("Two", 0.9, false),
            ("Three", 0.6, false),
            ("Share this", 0.6, true),
            ("Four", 0.6, false),
            ("See also: Old", 0.6, true),
            ("Five", 0.6, false),
        ];
        let dump = lines.map(|(text, ..)| text).join("\n");
        let given = lines.iter().map(|(_, body, _)| *body).collect();
        let body = settled_page(&Page::from_text(&dump), 0.25, given);
        for ((text, _, is_low), body) in lines.iter().zip(body) {
            assert_eq!(body < LEAST, *is_low, "{text} {body}");
        }
    }
}
