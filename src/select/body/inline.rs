//! The runs of a block to running text.

use html5ever::local_name;

use super::classes::ATTRIBUTIONS;
use super::plan::{Mark, Plan};
use super::{add, formula, media};
use crate::article::Inline;
use crate::page::dom::{ElementRef, NodeRef};
use crate::segment::outline::{ElementId, Run, RunKind};

/// Elements around a picture that are looked at for the space before it.
const MOST_AROUND: usize = 6;

/// The running text of these runs.
pub(super) fn content(plan: &Plan<'_>, runs: &[Run]) -> Vec<Inline> {
    let mut builder = Builder {
        plan,
        open: Vec::new(),
        done: Vec::new(),
        said: None,
    };
    let mut last: Option<&Run> = None;
    for run in runs {
        if let Some(last) = last.filter(|last| last.kind != RunKind::Break) {
            builder.gap(last, run);
        }
        builder.run(run);
        last = Some(run);
    }
    builder.close(0);
    // A space may be left where a link back from a footnote was.
    take_trailing_space(&mut builder.done);
    builder.done.shrink_to_fit();
    builder.done
}

/// The runs of a block.
pub(super) fn runs<'a>(plan: &Plan<'a>, block: usize) -> &'a [Run] {
    let outline = plan.source.outline;
    let range = outline
        .blocks
        .get(block)
        .map(|b| b.runs.clone())
        .unwrap_or_default();
    outline
        .runs
        .get(range.start as usize..range.end as usize)
        .unwrap_or_default()
}

/// Whether a block has text and all of it, but for dashes, stands in a `cite` or in an element that
/// is named after whom a quotation quotes.
pub(super) fn is_cited(plan: &Plan<'_>, block: usize) -> bool {
    let outline = plan.source.outline;
    let says = |run: &&Run| outline.slice(&run.text).contains(char::is_alphanumeric);
    let mut runs = runs(plan, block).iter().filter(says).peekable();
    runs.peek().is_some() && runs.all(|run| is_cite(plan, run))
}

/// Whether a run stands in such an element.
pub(super) fn is_cite(plan: &Plan<'_>, run: &Run) -> bool {
    let outline = plan.source.outline;
    let mut around = outline.ancestors(run.element).take(3);
    around.any(|id| {
        let is_named = || plan.source.has_class(id, ATTRIBUTIONS);
        outline.element(id).tag == local_name!("cite") || is_named()
    })
}

/// Whether a block is nothing but a formula.
pub(super) fn is_formula(plan: &Plan<'_>, block: usize) -> bool {
    let tex = formula::displayed(plan.source.outline.block_text(block));
    let in_formula = |run: &Run| plan.marks(run.element).any(|(_, mark)| mark == Mark::Math);
    let runs = runs(plan, block);
    tex.is_some() || (!runs.is_empty() && runs.iter().all(in_formula))
}

/// The text of a block as it is printed, without line numbers; nothing where it is all numbers.
pub(super) fn preformatted(plan: &Plan<'_>, block: usize) -> Option<String> {
    let outline = plan.source.outline;
    let runs = runs(plan, block);
    let is_number = |run: &&Run| {
        let mut text = outline.slice(&run.text).chars();
        plan.is_line_number(run.element) && text.all(|c| c.is_ascii_digit() || c.is_whitespace())
    };
    if runs.iter().all(|run| is_number(&run)) {
        return None;
    }
    let kept = runs.iter().filter(|run| !is_number(run));
    Some(kept.map(|run| outline.slice(&run.text)).collect())
}

/// An inline element that is still open.
#[derive(Debug)]
struct Open {
    element: ElementId,
    mark: Mark,
    content: Vec<Inline>,
}

struct Builder<'p, 'a> {
    plan: &'p Plan<'a>,
    open: Vec<Open>,
    done: Vec<Inline>,
    /// The last formula or ruby: a gap in it does not say it again.
    said: Option<ElementId>,
}

impl Builder<'_, '_> {
    /// A space that belongs to no run, such as one after a picture: it stands in what holds both
    /// it and the next run.
    fn gap(&mut self, last: &Run, next: &Run) {
        let range = last.text.end..next.text.start;
        if range.is_empty() || self.is_before(last) {
            return;
        }
        let path = self.path(next.element);
        self.close(self.common(&path));
        self.space();
    }

    /// Adds a space, unless there is one: a picture that is not shown leaves one on either side.
    fn space(&mut self) {
        let target = self.target();
        match target.last() {
            None | Some(Inline::Break) => {}
            Some(Inline::Text { text }) if text.ends_with(' ') => {}
            Some(_) => push_text(target, " ".to_owned()),
        }
    }

    /// Whether the only space beside a picture is before it.
    fn is_before(&self, run: &Run) -> bool {
        let image = (run.kind == RunKind::Image).then_some(run.element);
        let node = image.and_then(|image| self.plan.source.node(image));
        node.is_some_and(|node| is_spaced_before(node) && !is_spaced_behind(node))
    }

    fn run(&mut self, run: &Run) {
        if self.plan.is_control(run.element) {
            return;
        }
        if run.kind == RunKind::Image {
            self.space_before(run.element);
        }
        self.enter(run.element);
        match run.kind {
            RunKind::Text => {
                let text = self.plan.source.outline.slice(&run.text).to_owned();
                push_text(self.target(), text);
            }
            RunKind::Break => add(self.target(), Inline::Break),
            RunKind::Image => {
                if let Some(math) = formula::of_image(self.plan.source, run.element) {
                    add(self.target(), Inline::Math { math });
                } else if let Some(image) = media::image(self.plan.source, run.element) {
                    add(self.target(), Inline::Image(image));
                }
            }
        }
    }

    /// The outline has only the space behind a picture: one before it, or before the link around it,
    /// stands in what holds both the picture and the text before it.
    fn space_before(&mut self, image: ElementId) {
        let node = self.plan.source.node(image);
        if !node.is_some_and(is_spaced_before) {
            return;
        }
        let path = self.path(image);
        self.close(self.common(&path));
        self.space();
    }

    fn target(&mut self) -> &mut Vec<Inline> {
        match self.open.last_mut() {
            Some(open) => &mut open.content,
            None => &mut self.done,
        }
    }

    /// The marks around an element, outermost first.
    fn path(&self, element: ElementId) -> Vec<(ElementId, Mark)> {
        let mut path: Vec<_> = self.plan.marks(element).collect();
        path.reverse();
        path
    }

    /// How many of these are open.
    fn common(&self, path: &[(ElementId, Mark)]) -> usize {
        let pairs = path.iter().zip(&self.open);
        pairs
            .take_while(|((id, _), open)| *id == open.element)
            .count()
    }

    /// Closes and opens what lies between the last run's element and this one.
    fn enter(&mut self, element: ElementId) {
        let path = self.path(element);
        let common = self.common(&path);
        self.close(common);
        for &(element, mark) in path.iter().skip(common) {
            self.open.push(Open {
                element,
                mark,
                content: Vec::new(),
            });
        }
    }

    fn close(&mut self, keep: usize) {
        while self.open.len() > keep {
            let Some(mut open) = self.open.pop() else {
                return;
            };
            let space = take_trailing_space(&mut open.content);
            if !open.content.is_empty() || open.mark == Mark::Math {
                open.content.shrink_to_fit();
                let inlines = self.wrap(open);
                let target = self.target();
                inlines.into_iter().for_each(|inline| add(target, inline));
            }
            if let Some(space) = space {
                push_text(self.target(), space);
            }
        }
    }

    fn wrap(&mut self, open: Open) -> Vec<Inline> {
        let content = open.content;
        vec![match open.mark {
            Mark::Link => match self.address(open.element) {
                Some(url) => Inline::Link { url, content },
                None => return content,
            },
            Mark::Emphasis => Inline::Emphasis { content },
            Mark::Strong => Inline::Strong { content },
            Mark::Strike => Inline::Strike { content },
            Mark::Quotation => return self.quotation(content),
            Mark::Subscript => Inline::Subscript { content },
            Mark::Superscript if is_reference(&content) => return content,
            Mark::Superscript => Inline::Superscript { content },
            Mark::NoteRef(number) => Inline::FootnoteReference {
                number,
                mark: crate::render::plain(&content).trim().to_owned(),
            },
            Mark::Math | Mark::Ruby => return self.foreign(open.mark, open.element, content),
            Mark::Code if has_pictures(&content) => return content,
            Mark::Code => Inline::Code {
                text: crate::render::plain(&content),
            },
            Mark::None => return content,
        }]
    }

    /// What is quoted, unless the text has the marks that the element stands for.
    fn quotation(&mut self, content: Vec<Inline>) -> Vec<Inline> {
        let begins = crate::render::plain(&content).starts_with(is_quotation_mark);
        let last = self.target().last();
        let is_after_mark =
            matches!(last, Some(Inline::Text { text }) if text.ends_with(is_quotation_mark));
        if begins || is_after_mark {
            return content;
        }
        let around = self.open.iter();
        let depth = around.filter(|o| o.mark == Mark::Quotation).count();
        let (open, close) = self.plan.source.quotation_marks(depth);
        vec![Inline::Quotation {
            content,
            open,
            close,
        }]
    }

    /// What the element itself says, besides its characters.
    fn foreign(&mut self, mark: Mark, element: ElementId, content: Vec<Inline>) -> Vec<Inline> {
        if self.said.replace(element) == Some(element) {
            return Vec::new();
        }
        let Some(node) = self.plan.source.node(element) else {
            return content;
        };
        if mark == Mark::Math {
            let math = formula::math(node);
            let is_empty = math.tex.is_none() && math.text.is_empty();
            return if is_empty {
                content
            } else {
                vec![Inline::Math { math }]
            };
        }
        let pairs = formula::ruby(node);
        if pairs
            .iter()
            .any(|(base, annotation)| base.is_empty() || annotation.is_empty())
        {
            return content;
        }
        let ruby = |(base, annotation)| Inline::Ruby { base, annotation };
        pairs.into_iter().map(ruby).collect()
    }

    fn address(&self, element: ElementId) -> Option<String> {
        let source = self.plan.source;
        source.resolve(source.attr(element, "href")?)
    }
}

/// Whether white space is right before a picture or before an element that begins with it.
fn is_spaced_before(image: ElementRef<'_>) -> bool {
    let before = beside(image, NodeRef::previous_sibling);
    let text = before.and_then(|node| node.texts().last());
    text.is_some_and(|text| text.ends_with(|c: char| c.is_ascii_whitespace()))
}

/// The same behind it.
fn is_spaced_behind(image: ElementRef<'_>) -> bool {
    let behind = beside(image, NodeRef::next_sibling);
    let text = behind.and_then(|node| node.texts().next());
    text.is_some_and(|text| text.starts_with(|c: char| c.is_ascii_whitespace()))
}

/// The nearest node on one side of a picture, or of what holds nothing else on that side.
fn beside<'a>(
    image: ElementRef<'a>,
    sibling: impl Fn(NodeRef<'a>) -> Option<NodeRef<'a>>,
) -> Option<NodeRef<'a>> {
    let mut around = std::iter::once(*image).chain(image.ancestors());
    around.by_ref().take(MOST_AROUND).find_map(sibling)
}

fn is_quotation_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'
            | '『'
    )
}

fn is_reference(content: &[Inline]) -> bool {
    matches!(content, [Inline::FootnoteReference { .. }])
}

fn has_pictures(content: &[Inline]) -> bool {
    content.iter().any(|i| matches!(i, Inline::Image(_)))
}

/// Soft hyphens and zero-width spaces say where a word may break or not; they are no part of it.
fn push_text(target: &mut Vec<Inline>, mut text: String) {
    if !text.is_ascii() {
        text.retain(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}'));
    }
    if text.is_empty() {
        return;
    }
    match target.last_mut() {
        Some(Inline::Text { text: last }) => last.push_str(&text),
        _ => add(target, Inline::Text { text }),
    }
}

/// Spaces at the end of an emphasis or link stand after it.
fn take_trailing_space(content: &mut Vec<Inline>) -> Option<String> {
    let Some(Inline::Text { text }) = content.last_mut() else {
        return None;
    };
    let kept = text.trim_end_matches(' ').len();
    let space = text.split_off(kept);
    if text.is_empty() {
        content.pop();
    }
    (!space.is_empty()).then_some(space)
}
