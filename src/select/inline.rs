//! The runs of a block to running text with links and emphasis.

use html5ever::local_name;
use url::Url;

use crate::article::{Image, Inline};
use crate::page::Page;
use crate::segment::outline::{ElementId, Outline, Run, RunKind};

/// Formatting nested deeper than this is left out; its text is kept.
const MAX_DEPTH: usize = 8;

pub(super) fn content(page: &Page, outline: &Outline, block: u32) -> Vec<Inline> {
    let Some(block) = outline.blocks.get(block as usize) else {
        return Vec::new();
    };
    let range = block.runs.start as usize..block.runs.end as usize;
    let runs = outline.runs.get(range).unwrap_or_default();
    let mut builder = Builder {
        page,
        outline,
        block: block.element,
        frames: vec![(0, Vec::new())],
    };
    for (index, run) in runs.iter().enumerate() {
        builder.run(run, runs.get(index + 1));
    }
    builder.finish()
}

struct Builder<'a> {
    page: &'a Page,
    outline: &'a Outline,
    block: ElementId,
    /// Open formatting elements with what is in them so far; the first one is the block.
    frames: Vec<(ElementId, Vec<Inline>)>,
}

impl Builder<'_> {
    fn run(&mut self, run: &Run, next: Option<&Run>) {
        let path = self.path(run.element);
        match run.kind {
            RunKind::Break => {
                self.open(&path);
                self.push(Inline::Break);
            }
            RunKind::Image => {
                let image = image(self.page, self.outline, run.element);
                self.open(&path);
                if let Some(image) = image {
                    self.push(Inline::Image(image));
                }
            }
            RunKind::Text => {
                let text = self.outline.slice(&run.text);
                let word = text.trim_end_matches(' ');
                self.open(&path);
                self.text(word);
                if word.len() < text.len() {
                    // The space between two runs belongs to what both stand in.
                    let next = next.map(|next| self.path(next.element)).unwrap_or_default();
                    let shared = path.iter().zip(&next).take_while(|(a, b)| a == b).count();
                    self.open(path.get(..shared).unwrap_or_default());
                    self.text(" ");
                }
            }
        }
    }

    fn path(&self, element: ElementId) -> Vec<ElementId> {
        let inside = self
            .outline
            .ancestors(element)
            .take_while(|&a| a != self.block);
        let mut path: Vec<_> = inside.filter(|&a| self.is_formatting(a)).collect();
        path.reverse();
        path.truncate(MAX_DEPTH);
        path
    }

    fn is_formatting(&self, element: ElementId) -> bool {
        matches!(
            self.outline.element(element).tag,
            local_name!("a")
                | local_name!("em")
                | local_name!("i")
                | local_name!("strong")
                | local_name!("b")
                | local_name!("code")
        )
    }

    fn open(&mut self, path: &[ElementId]) {
        let open = self.frames.iter().skip(1).map(|frame| frame.0);
        let shared = open.zip(path).take_while(|(a, b)| a == *b).count();
        while self.frames.len() > shared + 1 {
            self.close();
        }
        let new = path.iter().skip(shared);
        self.frames
            .extend(new.map(|&element| (element, Vec::new())));
    }

    fn push(&mut self, inline: Inline) {
        if let Some((_, content)) = self.frames.last_mut() {
            content.push(inline);
        }
    }

    fn text(&mut self, text: &str) {
        let Some((_, content)) = self.frames.last_mut() else {
            return;
        };
        match content.last_mut() {
            Some(Inline::Text { text: last }) => last.push_str(text),
            _ if text.is_empty() => {}
            _ => content.push(Inline::Text {
                text: text.to_owned(),
            }),
        }
    }

    fn close(&mut self) {
        let Some((element, content)) = self.frames.pop() else {
            return;
        };
        if content.is_empty() {
            return;
        }
        let formatted = match self.outline.element(element).tag {
            local_name!("a") => match attr(self.page, self.outline, element, "href") {
                Some(href) if !href.starts_with("javascript:") => Inline::Link {
                    url: absolute(self.page, href),
                    content,
                },
                _ => {
                    content.into_iter().for_each(|inline| self.push(inline));
                    return;
                }
            },
            local_name!("em") | local_name!("i") => Inline::Emphasis { content },
            local_name!("code") => Inline::Code {
                text: crate::render::plain(&content),
            },
            _ => Inline::Strong { content },
        };
        self.push(formatted);
    }

    fn finish(mut self) -> Vec<Inline> {
        while self.frames.len() > 1 {
            self.close();
        }
        self.frames
            .pop()
            .map(|(_, content)| content)
            .unwrap_or_default()
    }
}

fn attr<'a>(page: &'a Page, outline: &Outline, element: ElementId, name: &str) -> Option<&'a str> {
    page.dom()?.attr(outline.element(element).node?, name)
}

/// The image's best address: what lazy loading hides in `data-src`, else `src`.
pub(super) fn image(page: &Page, outline: &Outline, element: ElementId) -> Option<Image> {
    let get = |name| {
        attr(page, outline, element, name)
            .map(str::trim)
            .filter(|v| !v.is_empty())
    };
    let lazy = ["data-src", "data-lazy-src", "data-original"]
        .into_iter()
        .find_map(get);
    let url = lazy.or_else(|| get("src").filter(|src| !src.starts_with("data:")))?;
    Some(Image {
        url: absolute(page, url),
        alt: get("alt").unwrap_or_default().to_owned(),
    })
}

fn absolute(page: &Page, href: &str) -> String {
    let href = href.trim();
    match page
        .parsed_url()
        .map_or_else(|| Url::parse(href), |base| base.join(href))
    {
        Ok(url) => url.into(),
        Err(_) => href.to_owned(),
    }
}
