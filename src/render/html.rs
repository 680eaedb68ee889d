//! HTML. The tree has no mark-up of the page left; the sanitiser is the second lock on the door.

use std::collections::BTreeSet;

use super::{RenderOptions, direction, text};
use crate::article::{
    Article, Block, Definition, Direction, Embed, Figure, Footnote, Image, Inline, List, Math,
    Numerals, Table, TableCell,
};

pub(super) fn article(article: &Article, options: &RenderOptions) -> String {
    let mut html = Html {
        out: String::new(),
        options,
        referred: BTreeSet::new(),
        direction: Direction::Ltr,
    };
    match article.metadata.direction {
        Some(Direction::Rtl) => {
            html.out.push_str("<div dir=\"rtl\">\n");
            html.within(Some(Direction::Rtl), |html| {
                html.blocks(&article.body.blocks)
            });
            html.out.push_str("</div>\n");
        }
        _ => html.blocks(&article.body.blocks),
    }
    if options.comments {
        article.comments.iter().for_each(|c| html.comment(c));
    }
    clean(&html.out)
}

fn clean(html: &str) -> String {
    ammonia::Builder::default()
        .add_tags(["figure", "figcaption", "input", "section"])
        .add_generic_attributes(["dir"])
        .add_tag_attributes("code", ["class"])
        .add_tag_attributes("span", ["class"])
        .add_tag_attributes("section", ["class"])
        .add_tag_attributes("sup", ["id"])
        .add_tag_attributes("ol", ["type"])
        .add_tag_attribute_values("input", "type", ["checkbox"])
        .add_tag_attributes("input", ["checked", "disabled"])
        .add_tag_attributes("li", ["id", "value"])
        .clean(html)
        .to_string()
}

/// Text in which nothing is mark-up.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // No document may hold other control characters, nor XML these two.
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

struct Html<'a> {
    out: String,
    options: &'a RenderOptions,
    /// Footnotes that were referred to: the first reference is what the note links back to.
    referred: BTreeSet<u32>,
    /// That of the innermost open element.
    direction: Direction,
}

impl Html<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|b| self.block(b));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, content } => self.line(&format!("h{level}"), content),
            Block::Paragraph { content } => self.line("p", content),
            Block::List(list) => self.list(list),
            Block::Definitions { items } => self.definitions(items),
            Block::Quote {
                blocks,
                attribution,
                cite,
            } => self.quote(blocks, attribution, cite.as_deref()),
            Block::Table(table) if self.options.tables => self.table(table),
            Block::Table(table) => self.rows(table),
            Block::Code { text, language } => self.code(text, language.as_deref()),
            Block::Figure(figure) => self.figure(figure),
            Block::Embed(embed) => self.embed(embed),
            Block::Math { math } => {
                self.out.push_str("<p>");
                self.formula(math, ["\\[", "\\]"]);
                self.out.push_str("</p>\n");
            }
            Block::Footnotes { notes } => self.footnotes(notes),
            Block::Rule => self.out.push_str("<hr>\n"),
        }
    }

    /// Writes what stands in an element that is read in this direction.
    fn within(&mut self, direction: Option<Direction>, write: impl FnOnce(&mut Self)) {
        let around = self.direction;
        self.direction = direction.unwrap_or(around);
        write(self);
        self.direction = around;
    }

    /// The attribute of an element that is read in another direction than the one around it.
    fn dir(&self, direction: Option<Direction>) -> &'static str {
        match direction.filter(|direction| *direction != self.direction) {
            Some(Direction::Rtl) => " dir=\"rtl\"",
            Some(Direction::Ltr) => " dir=\"ltr\"",
            None => "",
        }
    }

    fn line(&mut self, tag: &str, content: &[Inline]) {
        let dir = self.dir(direction::of_line(content));
        self.out.push_str(&format!("<{tag}{dir}>"));
        self.inlines(content);
        self.out.push_str(&format!("</{tag}>\n"));
    }

    fn list(&mut self, list: &List) {
        let tag = if list.ordered { "ol" } else { "ul" };
        let start = match list.start {
            1 => String::new(),
            start => format!(" start=\"{start}\""),
        };
        let kind = match list.numerals {
            Numerals::Decimal => "",
            Numerals::LowerAlpha => " type=\"a\"",
            Numerals::UpperAlpha => " type=\"A\"",
            Numerals::LowerRoman => " type=\"i\"",
            Numerals::UpperRoman => " type=\"I\"",
        };
        let direction = direction::of_items(&list.items);
        let dir = self.dir(direction);
        self.out.push_str(&format!("<{tag}{start}{kind}{dir}>\n"));
        self.within(direction, |html| html.items(list));
        self.out.push_str(&format!("</{tag}>\n"));
    }

    fn items(&mut self, list: &List) {
        for (index, item) in list.items.iter().enumerate() {
            let direction = direction::of_blocks(item);
            let dir = self.dir(direction);
            match list.numbers.get(index) {
                Some(number) => {
                    self.out.push_str(&format!("<li value=\"{number}\"{dir}>"));
                }
                None => self.out.push_str(&format!("<li{dir}>")),
            }
            self.out.push_str(match list.is_done(index) {
                Some(true) => "<input type=\"checkbox\" checked disabled> ",
                Some(false) => "<input type=\"checkbox\" disabled> ",
                None => "",
            });
            self.within(direction, |html| html.contents(item));
            self.out.push_str("</li>\n");
        }
    }

    /// The blocks of an item or cell; a first paragraph needs no element of its own.
    fn contents(&mut self, blocks: &[Block]) {
        match blocks {
            [Block::Paragraph { content }, rest @ ..] => {
                self.inlines(content);
                self.blocks(rest);
            }
            _ => self.blocks(blocks),
        }
    }

    fn definitions(&mut self, items: &[Definition]) {
        let direction = direction::of_definitions(items);
        self.out.push_str(&format!("<dl{}>\n", self.dir(direction)));
        self.within(direction, |html| {
            items.iter().for_each(|item| html.definition(item));
        });
        self.out.push_str("</dl>\n");
    }

    fn definition(&mut self, item: &Definition) {
        match item {
            Definition::Term { content } => self.line("dt", content),
            Definition::Detail { blocks } => {
                let direction = direction::of_blocks(blocks);
                self.out.push_str(&format!("<dd{}>", self.dir(direction)));
                self.within(direction, |html| html.contents(blocks));
                self.out.push_str("</dd>\n");
            }
        }
    }

    fn quote(&mut self, blocks: &[Block], attribution: &[Inline], cite: Option<&str>) {
        let direction = direction::of_blocks(blocks);
        let dir = self.dir(direction);
        match cite {
            Some(cite) => {
                let cite = escaped(cite);
                self.out
                    .push_str(&format!("<blockquote cite=\"{cite}\"{dir}>\n"));
            }
            None => self.out.push_str(&format!("<blockquote{dir}>\n")),
        }
        self.within(direction, |html| {
            html.blocks(blocks);
            html.attribution(attribution);
        });
        self.out.push_str("</blockquote>\n");
    }

    fn attribution(&mut self, attribution: &[Inline]) {
        if !attribution.is_empty() {
            let dir = self.dir(direction::of_line(attribution));
            self.out.push_str(&format!("<footer{dir}>\u{2014} <cite>"));
            self.inlines(attribution);
            self.out.push_str("</cite></footer>\n");
        }
    }

    fn table(&mut self, table: &Table) {
        self.out.push_str("<table>\n");
        if !table.caption.is_empty() {
            self.line("caption", &table.caption);
        }
        for row in &table.rows {
            self.out.push_str("<tr>");
            row.cells.iter().for_each(|cell| self.cell(cell));
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</table>\n");
    }

    /// The table has no direction of its own: its columns stand as those of the page.
    fn cell(&mut self, cell: &TableCell) {
        let tag = if cell.header { "th" } else { "td" };
        let span = |name, n| {
            if n > 1 {
                format!(" {name}=\"{n}\"")
            } else {
                String::new()
            }
        };
        let (columns, rows) = (span("colspan", cell.colspan), span("rowspan", cell.rowspan));
        let direction = direction::of_blocks(&cell.blocks);
        let dir = self.dir(direction);
        self.out.push_str(&format!("<{tag}{columns}{rows}{dir}>"));
        self.within(direction, |html| html.contents(&cell.blocks));
        self.out.push_str(&format!("</{tag}>"));
    }

    /// Each row as a block of its own, each cell in its blocks.
    fn rows(&mut self, table: &Table) {
        if !table.caption.is_empty() {
            self.line("p", &table.caption);
        }
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            self.blocks(&cell.blocks);
        }
    }

    fn code(&mut self, text: &str, language: Option<&str>) {
        let class = language.map(|l| format!(" class=\"language-{}\"", escaped(l)));
        let class = class.unwrap_or_default();
        // Code in a known language is read from left to right, in whatever its comments are.
        let known = language.map(|_| Direction::Ltr);
        let dir = self.dir(known.or_else(|| direction::of_text(text)));
        // The parser drops a line break right after `<pre>`.
        self.out.push_str(&format!(
            "<pre{dir}><code{class}>{}</code></pre>\n",
            escaped(text)
        ));
    }

    /// TeX between the marks that MathJax and KaTeX look for.
    fn formula(&mut self, math: &Math, [open, close]: [&str; 2]) {
        let formula = escaped(text::formula(math));
        match math.tex.is_some() && self.options.formatting {
            true => self.out.push_str(&format!(
                "<span class=\"math\">{open}{formula}{close}</span>"
            )),
            false => self.out.push_str(&formula),
        }
    }

    fn footnotes(&mut self, notes: &[Footnote]) {
        self.out.push_str("<section class=\"footnotes\">\n<ol>\n");
        for note in notes {
            let number = note.number;
            let direction = direction::of_blocks(&note.blocks);
            let dir = self.dir(direction);
            self.out
                .push_str(&format!("<li id=\"fn-{number}\" value=\"{number}\"{dir}>"));
            self.within(direction, |html| html.contents(&note.blocks));
            if self.options.links && self.referred.contains(&number) {
                self.out
                    .push_str(&format!(" <a href=\"#fnref-{number}\">\u{21a9}</a>"));
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</section>\n");
    }

    fn reference(&mut self, number: u32, mark: &str) {
        let id = match self.referred.insert(number) {
            true => format!(" id=\"fnref-{number}\""),
            false => String::new(),
        };
        let mark = escaped(mark);
        match self.options.links {
            true => self.out.push_str(&format!(
                "<sup{id}><a href=\"#fn-{number}\">{mark}</a></sup>"
            )),
            false => self.out.push_str(&format!("<sup>{mark}</sup>")),
        }
    }

    fn ruby(&mut self, base: &str, annotation: &str) {
        let ruby = super::ruby(&escaped(base), &escaped(annotation), self.options);
        self.out.push_str(&ruby);
    }

    fn figure(&mut self, figure: &Figure) {
        if figure.caption.is_empty() && !self.options.images {
            return;
        }
        self.out.push_str("<figure>");
        if figure.caption_above {
            self.line("figcaption", &figure.caption);
        }
        figure.images.iter().for_each(|image| self.image(image));
        if !figure.caption.is_empty() && !figure.caption_above {
            self.line("figcaption", &figure.caption);
        }
        self.out.push_str("</figure>\n");
    }

    fn image(&mut self, image: &Image) {
        if self.options.images {
            let (url, alt) = (escaped(&image.url), escaped(&image.alt));
            self.out
                .push_str(&format!("<img src=\"{url}\" alt=\"{alt}\">"));
        }
    }

    fn embed(&mut self, embed: &Embed) {
        if embed.caption.is_empty() {
            return self.embedded(embed);
        }
        self.out.push_str("<figure>");
        self.embedded(embed);
        self.line("figcaption", &embed.caption);
        self.out.push_str("</figure>\n");
    }

    fn embedded(&mut self, embed: &Embed) {
        if !embed.blocks.is_empty() {
            self.quote(&embed.blocks, &[], embed.url.as_deref());
        }
        if let Some(url) = embed.url.as_ref().filter(|_| self.options.images) {
            let name = escaped(embed.name());
            self.out
                .push_str(&format!("<p><a href=\"{}\">{name}</a></p>\n", escaped(url)));
        }
    }

    fn comment(&mut self, comment: &crate::article::Comment) {
        let names = [comment.author.as_deref(), comment.published.as_deref()];
        let head: Vec<_> = names.into_iter().flatten().map(escaped).collect();
        let direction = direction::of_blocks(&comment.body.blocks);
        self.out.push_str(&format!(
            "<section{}><p><strong>{}</strong></p>\n",
            self.dir(direction),
            head.join(", ")
        ));
        self.within(direction, |html| html.blocks(&comment.body.blocks));
        self.out.push_str("</section>\n");
    }

    /// Recursion is bounded: running text nests at most as deep as there are kinds of it.
    fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Text { text } => self.out.push_str(&escaped(text)),
                Inline::Link { url, content } if self.options.links => {
                    self.out.push_str(&format!("<a href=\"{}\">", escaped(url)));
                    self.inlines(content);
                    self.out.push_str("</a>");
                }
                Inline::Link { content, .. } => self.inlines(content),
                Inline::Emphasis { content } => self.tagged("em", content),
                Inline::Strong { content } => self.tagged("strong", content),
                Inline::Strike { content } => self.tagged("del", content),
                // The mark-up stands for marks, which are text.
                Inline::Quotation { content, .. } => {
                    self.out.push_str("<q>");
                    self.inlines(content);
                    self.out.push_str("</q>");
                }
                Inline::Subscript { content } => self.tagged("sub", content),
                Inline::Superscript { content } => self.tagged("sup", content),
                Inline::Code { text } if self.options.formatting => {
                    self.out
                        .push_str(&format!("<code>{}</code>", escaped(text)));
                }
                Inline::Code { text } => self.out.push_str(&escaped(text)),
                Inline::Image(image) => self.image(image),
                Inline::Math { math } => self.formula(math, ["\\(", "\\)"]),
                Inline::FootnoteReference { number, mark } => self.reference(*number, mark),
                Inline::Ruby { base, annotation } => self.ruby(base, annotation),
                Inline::Break => self.out.push_str("<br>"),
            }
        }
    }

    fn tagged(&mut self, tag: &str, content: &[Inline]) {
        if !self.options.formatting {
            return self.inlines(content);
        }
        self.out.push_str(&format!("<{tag}>"));
        self.inlines(content);
        self.out.push_str(&format!("</{tag}>"));
    }
}
