//! Lists, quotations and code in the flow of a text: menus and teasers are made of the same elements,
//! and the model is not sure of short ones. One without a name of its own that follows sure text in the
//! element which holds that text is part of it.

use html5ever::{LocalName, local_name};

use super::doubt::{self, ARTICLE};
use super::outline::{ElementId, Outline};
use super::sums;
use crate::page::dom::Dom;

/// Less probable blocks stay what they are, and others become as probable as such blocks are body.
const LEAST: f32 = 0.1;
const RAISED: f32 = 0.75;
/// A less probable block is no text that a part may belong to.
const TEXT: f32 = 0.5;
/// Of longer blocks than these, in bytes, that are no code, the model knows better: newsrooms have
/// lists of whole paragraphs for what else happened.
const LONGEST: usize = 80;
/// Most blocks of a box of code: its buttons are some.
const CODE: usize = 3;
/// Elements around a block that are looked at.
const LEVELS: usize = 8;
/// What editors call the plain elements of a text.
const EDITORS: &str = "wp-block-";

/// Raises the probability of doubtful blocks in the flow of an article's text.
pub(super) fn settle(dom: &Dom, outline: &Outline, article: f32, body: &mut [f32]) {
    let Some(sure) = doubt::sure_from(body).filter(|_| article >= ARTICLE) else {
        return;
    };
    let flow = Flow {
        dom,
        outline,
        sure: sums::running(body.iter().map(|p| u32::from(*p >= sure))),
    };
    let mut text = None;
    for index in 0..body.len() {
        if body[index] >= sure {
            text = flow.holder(index);
        } else if (LEAST..RAISED).contains(&body[index])
            && text.is_some()
            && flow
                .part_after_text(index, body)
                .is_some_and(|part| flow.goes_on(index, part, text))
        {
            body[index] = RAISED;
        }
    }
}

struct Flow<'a> {
    dom: &'a Dom,
    outline: &'a Outline,
    /// How many blocks before each are surely body.
    sure: Vec<u32>,
}

impl Flow<'_> {
    /// The element that holds a block and others like it.
    fn holder(&self, index: usize) -> Option<ElementId> {
        let outline = self.outline;
        let own = outline.blocks.get(index)?.element;
        let mut around = outline.ancestors(own).take(LEVELS);
        around.find(|id| {
            let element = outline.element(*id);
            element.blocks.len() > 1 && !is_of_part(&element.tag)
        })
    }

    /// The list, quotation or code around a block, if what stands before it may be text.
    fn part_after_text(&self, index: usize, body: &[f32]) -> Option<ElementId> {
        let outline = self.outline;
        let own = outline.blocks.get(index)?.element;
        let part = match outline.element(own).tag {
            local_name!("pre") => self.box_of_code(own),
            _ if outline.block_text(index).len() > LONGEST => None,
            _ => self.plain_part(own),
        }?;
        let before = outline.element(part).blocks.start.checked_sub(1)?;
        (*body.get(before as usize)? >= TEXT).then_some(part)
    }

    /// Code, and what is around it and its buttons.
    fn box_of_code(&self, code: ElementId) -> Option<ElementId> {
        let blocks = |id: ElementId| &self.outline.element(id).blocks;
        let is_box = |id: &ElementId| {
            let blocks = blocks(*id);
            blocks.len() <= CODE && sums::within(&self.sure, blocks.start, blocks.end) == 0
        };
        let around = self.outline.ancestors(code).take(LEVELS);
        around.take_while(is_box).last()
    }

    /// The outermost list or quotation around an element, if no element up to it has a name.
    fn plain_part(&self, element: ElementId) -> Option<ElementId> {
        let outline = self.outline;
        let around = outline.ancestors(element).take(LEVELS);
        let around = around.take_while(|id| is_of_part(&outline.element(*id).tag));
        let mut part = None;
        for id in around {
            part = Some(id).filter(|id| self.is_plain(*id));
            part?;
        }
        part.filter(|id| is_part(&outline.element(*id).tag))
    }

    fn is_plain(&self, id: ElementId) -> bool {
        let node = self.outline.element(id).node;
        let class = node.and_then(|node| self.dom.element(node)?.get("class"));
        let mut names = class.unwrap_or_default().split_ascii_whitespace();
        names.all(|name| name.starts_with(EDITORS))
    }

    /// Whether a part is held by the element that holds the text. One of links is where the line before
    /// it says so; so is a quotation amid the text, which elsewhere repeats what the text says.
    fn goes_on(&self, index: usize, part: ElementId, text: Option<ElementId>) -> bool {
        let outline = self.outline;
        let Some(holder) = text.filter(|holder| *holder == outline.element(part).parent) else {
            return false;
        };
        let before = outline.element(part).blocks.start.saturating_sub(1);
        let is_announced = outline.block_text(before as usize).ends_with([':', '：']);
        let end = outline.element(holder).blocks.end;
        let is_amid = sums::within(&self.sure, index as u32 + 1, end) > 0;
        let is_of_links = outline.linked_share(&outline.blocks[index]) >= doubt::LINKED;
        let is_quoted = outline.element(part).tag == local_name!("blockquote");
        match is_announced {
            true => is_amid || !is_of_links,
            false => !(is_of_links || is_quoted && is_amid),
        }
    }
}

fn is_part(tag: &LocalName) -> bool {
    matches!(
        *tag,
        local_name!("ul") | local_name!("ol") | local_name!("dl") | local_name!("blockquote")
    )
}

/// Whether a part of a text is made of such elements.
fn is_of_part(tag: &LocalName) -> bool {
    is_part(tag)
        || matches!(
            *tag,
            local_name!("li")
                | local_name!("dt")
                | local_name!("dd")
                | local_name!("p")
                | local_name!("cite")
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Page;
    use crate::segment;

    /// The probabilities of body after the blocks of an article had these.
    fn settled(html: &str, mut body: Vec<f32>) -> Vec<f32> {
        let page = Page::from_html(html);
        let outline = segment::outline(&page);
        assert_eq!(outline.blocks.len(), body.len());
        settle(page.dom().expect("a tree"), &outline, 0.9, &mut body);
        body
    }

    #[test]
    fn plain_lists_and_quotations_in_the_flow_of_the_text_are_of_it() {
        for part in [
            "<ul><li>Rust</li><li>Paint</li></ul>",
            "<ol class=wp-block-list><li>Rust<ul><li>Red</li></ul></li></ol>",
            "<dl><dt>Rust</dt><dd>Red</dd></dl>",
        ] {
            let html = format!("<main><p>One</p>{part}<p>Two</p></main>");
            let body = settled(&html, vec![0.9, 0.3, 0.3, 0.9]);
            assert!(body[1] > 0.7 && body[2] > 0.7, "{part}");
        }
    }

    #[test]
    fn links_and_quotations_that_a_line_announces_are_of_the_text() {
        for part in [
            "<ul><li><a href=/a>Rust</a></li><li><a href=/b>Paint</a></li></ul>",
            "<blockquote><p>Rust.</p><p>Paint.</p></blockquote>",
        ] {
            for (text, is_raised) in [("One:", true), ("One.", false)] {
                let html = format!("<main><p>{text}</p>{part}<p>Two</p></main>");
                let body = settled(&html, vec![0.9, 0.3, 0.3, 0.9]);
                assert_eq!(body[1] > 0.7 && body[2] > 0.7, is_raised, "{text} {part}");
            }
        }
        let end = "<main><p>One.</p><blockquote>Rust.</blockquote></main>";
        assert!(settled(end, vec![0.9, 0.3])[1] > 0.7);
    }

    #[test]
    fn code_is_of_the_text_with_its_buttons_around_it_and_at_the_end_too() {
        let code = "<div class=code><button>Copy</button><pre>make</pre></div>";
        let html = format!("<main><p>One</p><p>Run it:</p>{code}</main>");
        let body = settled(&html, vec![0.9, 0.9, 0.1, 0.2]);
        assert!(body[3] > 0.7);
    }

    #[test]
    fn links_below_the_text_and_lists_with_names_stay_what_they_are() {
        let links = "<ul><li><a href=/a>Rust</a></li><li><a href=/b>Paint</a></li></ul>";
        let named = "<ul class=more><li>Rust</li><li>Paint</li></ul><p>Two</p>";
        let after_heading = "<h2>More</h2><ul><li>Rust</li></ul><p>Two</p>";
        for (part, given) in [
            (links, vec![0.9, 0.4, 0.4]),
            (named, vec![0.9, 0.4, 0.4, 0.9]),
            (after_heading, vec![0.9, 0.2, 0.4, 0.9]),
        ] {
            let html = format!("<main><p>One</p>{part}</main>");
            assert_eq!(settled(&html, given.clone()), given, "{part}");
        }
    }
}
