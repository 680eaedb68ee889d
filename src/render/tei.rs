//! XML as the Text Encoding Initiative describes it (P5), valid against `tei_all`.

use super::html::escaped;
use super::{RenderOptions, text};
use crate::article::{
    Article, Block, Comment, Definition, Embed, Figure, Inline, List, Metadata, Table,
};

pub(super) fn article(article: &Article, options: &RenderOptions) -> String {
    let mut body = String::new();
    blocks(&mut body, &article.body.blocks);
    if body.is_empty() {
        body.push_str("<p/>\n");
    }
    let language = language(&article.metadata);
    let language = language.map(|l| format!(" xml:lang=\"{l}\""));
    let mut back = String::new();
    if options.comments && !article.comments.is_empty() {
        comments(&mut back, &article.comments);
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n{}\
         <text{}><body>\n{body}</body>{back}</text>\n</TEI>\n",
        header(&article.metadata),
        language.unwrap_or_default(),
    )
}

/// Only what a language tag may be made of.
fn language(meta: &Metadata) -> Option<&str> {
    let is_part =
        |p: &str| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_tag = |l: &&str| l.split('-').all(is_part);
    meta.language.as_deref().filter(is_tag)
}

fn header(meta: &Metadata) -> String {
    let title = escaped(meta.title.as_deref().unwrap_or_default());
    let authors = meta.authors.iter().chain(&meta.agencies);
    let authors: String = authors
        .map(|a| format!("<author>{}</author>", escaped(a)))
        .collect();
    let site = escaped(meta.site_name.as_deref().unwrap_or("unknown"));
    let date = meta.published.as_deref().map(date).unwrap_or_default();
    let link = meta.canonical_url.as_deref();
    let link = link.map(|u| format!("<ptr target=\"{}\"/>", pointer(u)));
    let license = meta.license.as_deref();
    let license = license.map(|l| {
        format!(
            "<availability><licence>{}</licence></availability>",
            escaped(l)
        )
    });
    format!(
        "<teiHeader><fileDesc><titleStmt><title>{title}</title>{authors}</titleStmt>\
         <publicationStmt><publisher>{site}</publisher>{date}{}</publicationStmt>\
         <sourceDesc><bibl><title>{title}</title>{}</bibl></sourceDesc></fileDesc>{}</teiHeader>\n",
        license.unwrap_or_default(),
        link.unwrap_or_default(),
        profile(meta),
    )
}

/// Summary, language and keywords.
fn profile(meta: &Metadata) -> String {
    let mut out = String::new();
    if let Some(text) = &meta.description {
        out.push_str(&format!("<abstract><p>{}</p></abstract>", escaped(text)));
    }
    if let Some(language) = language(meta) {
        out.push_str(&format!(
            "<langUsage><language ident=\"{language}\"/></langUsage>"
        ));
    }
    let terms = meta.categories.iter().chain(&meta.tags);
    let terms: String = terms
        .map(|t| format!("<term>{}</term>", escaped(t)))
        .collect();
    if !terms.is_empty() {
        out.push_str(&format!(
            "<textClass><keywords>{terms}</keywords></textClass>"
        ));
    }
    match out.is_empty() {
        true => out,
        false => format!("<profileDesc>{out}</profileDesc>"),
    }
}

/// A date; dates that are not in ISO form have no machine-readable value.
fn date(text: &str) -> String {
    let is_day = |text: &str| text.parse::<jiff::civil::Date>().is_ok();
    let is_month = || text.len() == "2024-05".len() && is_day(&format!("{text}-01"));
    let is_iso = is_day(text) || is_month();
    let when = match is_iso {
        true => format!(" when=\"{}\"", escaped(text)),
        false => String::new(),
    };
    format!("<date{when}>{}</date>", escaped(text))
}

/// An address in an attribute that holds a list of addresses separated by spaces.
fn pointer(url: &str) -> String {
    let words: Vec<_> = url.split_whitespace().collect();
    escaped(&words.join("%20"))
}

fn comments(out: &mut String, comments: &[Comment]) {
    wrap(out, "back", "", |out| {
        wrap(out, "div", " type=\"comments\"", |out| {
            comments.iter().for_each(|c| comment(out, c));
        });
    });
}

fn comment(out: &mut String, comment: &Comment) {
    let depth = format!(" type=\"comment\" n=\"{}\"", comment.depth);
    wrap(out, "div", &depth, |out| {
        wrap(out, "p", "", |out| {
            let author = comment.author.as_deref().unwrap_or_default();
            out.push_str(&format!("<name>{}</name>", escaped(author)));
            if let Some(published) = &comment.published {
                out.push_str(&format!(" {}", date(published)));
            }
        });
        blocks(out, &comment.body.blocks);
    });
}

fn blocks(out: &mut String, blocks: &[Block]) {
    blocks.iter().for_each(|b| block(out, b));
}

fn block(out: &mut String, block: &Block) {
    match block {
        // A `head` may stand only at the start of a division; here headings stand anywhere.
        Block::Heading { level, content } => {
            wrap(out, "ab", &format!(" type=\"head\" n=\"{level}\""), |out| {
                inlines(out, content);
            });
        }
        Block::Paragraph { content } => wrap(out, "p", "", |out| inlines(out, content)),
        Block::List(inner) => list(out, inner),
        Block::Definitions { items } => definitions(out, items),
        Block::Quote {
            blocks,
            attribution,
            cite,
        } => quote(out, blocks, attribution, cite.as_deref()),
        Block::Table(inner) => table(out, inner),
        Block::Code { text, .. } => {
            wrap(out, "ab", " type=\"code\" xml:space=\"preserve\"", |out| {
                out.push_str(&escaped(text));
            });
        }
        Block::Figure(inner) => figure(out, inner),
        Block::Embed(inner) if inner.caption.is_empty() => embed(out, inner),
        Block::Embed(inner) => wrap(out, "figure", "", |out| {
            wrap(out, "head", "", |out| inlines(out, &inner.caption));
            embed(out, inner);
        }),
        Block::Math { math } => wrap(out, "p", "", |out| formula(out, math)),
        Block::Footnotes { notes } => {
            for note in notes {
                let id = format!(" xml:id=\"fn{0}\" n=\"{0}\"", note.number);
                wrap(out, "note", &id, |out| blocks(out, &note.blocks));
            }
        }
        Block::Rule => out.push_str("<milestone unit=\"section\"/>\n"),
    }
}

fn wrap(out: &mut String, tag: &str, attributes: &str, content: impl FnOnce(&mut String)) {
    out.push_str(&format!("<{tag}{attributes}>"));
    content(out);
    out.push_str(&format!("</{tag}>\n"));
}

fn quote(out: &mut String, blocks: &[Block], attribution: &[Inline], cite: Option<&str>) {
    let source = cite.map(|c| format!(" source=\"{}\"", pointer(c)));
    let source = source.unwrap_or_default();
    let quote = |out: &mut String| wrap(out, "quote", &source, |out| self::blocks(out, blocks));
    match attribution {
        [] => quote(out),
        _ => wrap(out, "cit", "", |out| {
            quote(out);
            wrap(out, "bibl", "", |out| inlines(out, attribution));
        }),
    }
}

fn figure(out: &mut String, figure: &Figure) {
    wrap(out, "figure", "", |out| {
        if !figure.caption.is_empty() {
            wrap(out, "head", "", |out| inlines(out, &figure.caption));
        }
        for image in &figure.images {
            out.push_str(&format!("<graphic url=\"{}\"/>", pointer(&image.url)));
        }
        for image in figure.images.iter().filter(|i| !i.alt.is_empty()) {
            out.push_str(&format!("<figDesc>{}</figDesc>", escaped(&image.alt)));
        }
    });
}

fn embed(out: &mut String, embed: &Embed) {
    if !embed.blocks.is_empty() {
        wrap(out, "quote", "", |out| blocks(out, &embed.blocks));
    }
    if let Some(url) = &embed.url {
        let text = escaped(embed.title.as_ref().unwrap_or(url));
        let target = pointer(url);
        out.push_str(&format!("<p><ref target=\"{target}\">{text}</ref></p>\n"));
    }
}

fn formula(out: &mut String, math: &crate::article::Math) {
    let notation = match math.tex {
        Some(_) => " notation=\"TeX\"",
        None => "",
    };
    let formula = escaped(text::formula(math));
    out.push_str(&format!("<formula{notation}>{formula}</formula>"));
}

fn list(out: &mut String, list: &List) {
    let rend = if list.ordered { "numbered" } else { "bulleted" };
    wrap(out, "list", &format!(" rend=\"{rend}\""), |out| {
        for (index, item) in list.items.iter().enumerate() {
            let number = list.numbers.get(index);
            let number = number.map(|number| format!(" n=\"{number}\""));
            let number = number.unwrap_or_default();
            let task = match list.is_done(index) {
                Some(true) => " rend=\"checked\"",
                Some(false) => " rend=\"unchecked\"",
                None => "",
            };
            wrap(out, "item", &format!("{number}{task}"), |out| {
                blocks(out, item)
            });
        }
    });
}

/// A glossary is pairs of a label and an item: terms and explanations in a row share one.
fn definitions(out: &mut String, items: &[Definition]) {
    let is_term = |d: &Definition| matches!(d, Definition::Term { .. });
    wrap(out, "list", " type=\"gloss\"", |out| {
        let mut rest = items;
        while !rest.is_empty() {
            let terms = rest.iter().take_while(|d| is_term(d)).count();
            let after = rest.get(terms..).unwrap_or_default();
            let details = after.iter().take_while(|d| !is_term(d)).count();
            let (now, later) = rest.split_at(terms + details);
            rest = later;
            wrap(out, "label", "", |out| {
                now.iter().for_each(|d| term(out, d))
            });
            wrap(out, "item", "", |out| {
                now.iter().for_each(|d| detail(out, d))
            });
        }
    });
}

fn term(out: &mut String, definition: &Definition) {
    if let Definition::Term { content } = definition {
        wrap(out, "term", "", |out| inlines(out, content));
    }
}

fn detail(out: &mut String, definition: &Definition) {
    if let Definition::Detail { blocks: inner } = definition {
        blocks(out, inner);
    }
}

fn table(out: &mut String, table: &Table) {
    wrap(out, "table", "", |out| {
        if !table.caption.is_empty() {
            wrap(out, "head", "", |out| inlines(out, &table.caption));
        }
        for row in &table.rows {
            wrap(out, "row", "", |out| {
                for cell in &row.cells {
                    let role = if cell.header { " role=\"label\"" } else { "" };
                    let spans =
                        format!("{role} cols=\"{}\" rows=\"{}\"", cell.colspan, cell.rowspan);
                    wrap(out, "cell", &spans, |out| blocks(out, &cell.blocks));
                }
            });
        }
    });
}

fn inlines(out: &mut String, content: &[Inline]) {
    for inline in content {
        match inline {
            Inline::Text { text } => out.push_str(&escaped(text)),
            Inline::Link { url, content } => {
                within(
                    out,
                    "ref",
                    &format!(" target=\"{}\"", pointer(url)),
                    content,
                );
            }
            Inline::Emphasis { content } => within(out, "hi", " rend=\"italic\"", content),
            Inline::Strong { content } => within(out, "hi", " rend=\"bold\"", content),
            Inline::Strike { content } => within(out, "hi", " rend=\"strike\"", content),
            Inline::Quotation { content, .. } => within(out, "q", "", content),
            Inline::Subscript { content } => within(out, "hi", " rend=\"sub\"", content),
            Inline::Superscript { content } => within(out, "hi", " rend=\"sup\"", content),
            Inline::Code { text } => out.push_str(&format!("<code>{}</code>", escaped(text))),
            Inline::Image(image) => {
                out.push_str(&format!("<graphic url=\"{}\"/>", pointer(&image.url)));
            }
            Inline::Math { math } => formula(out, math),
            Inline::FootnoteReference { number, mark } => out.push_str(&format!(
                "<ref type=\"note\" target=\"#fn{number}\">{}</ref>",
                escaped(mark)
            )),
            Inline::Ruby { base, annotation } => out.push_str(&format!(
                "<ruby><rb>{}</rb><rt>{}</rt></ruby>",
                escaped(base),
                escaped(annotation)
            )),
            Inline::Break => out.push_str("<lb/>"),
        }
    }
}

fn within(out: &mut String, tag: &str, attributes: &str, content: &[Inline]) {
    out.push_str(&format!("<{tag}{attributes}>"));
    inlines(out, content);
    out.push_str(&format!("</{tag}>"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_days_are_machine_readable_and_words_are_not() {
        for text in ["2024-05", "2024-05-03", "2024-05-03T10:00:00+02:00"] {
            assert!(date(text).contains(&format!("when=\"{text}\"")), "{text}");
        }
        assert_eq!(date("2024-13"), "<date>2024-13</date>");
        assert_eq!(date("last May"), "<date>last May</date>");
    }
}
