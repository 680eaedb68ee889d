//! XML as the Text Encoding Initiative describes it.

use super::html::escaped;
use crate::article::{Article, Block, Definition, Inline, List, Table};

pub(super) fn article(article: &Article) -> String {
    let mut body = String::new();
    blocks(&mut body, &article.body.blocks);
    if body.is_empty() {
        body.push_str("<p/>\n");
    }
    let language = article.metadata.language.as_deref();
    let language = language.map(|l| format!(" xml:lang=\"{}\"", escaped(l)));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n{}\
         <text{}><body>\n{body}</body></text>\n</TEI>\n",
        header(article),
        language.unwrap_or_default(),
    )
}

fn header(article: &Article) -> String {
    let meta = &article.metadata;
    let title = escaped(meta.title.as_deref().unwrap_or_default());
    let authors = meta
        .authors
        .iter()
        .map(|a| format!("<author>{}</author>", escaped(a)));
    let authors: String = authors.collect();
    let site = escaped(meta.site_name.as_deref().unwrap_or("unknown"));
    let date = meta.published.as_deref().map(|d| {
        let day = escaped(d);
        format!("<date when=\"{day}\">{day}</date>")
    });
    let date = date.unwrap_or_default();
    let link = meta
        .canonical_url
        .as_deref()
        .map(|u| format!("<ptr target=\"{}\"/>", escaped(u)));
    format!(
        "<teiHeader><fileDesc><titleStmt><title>{title}</title>{authors}</titleStmt>\
         <publicationStmt><publisher>{site}</publisher>{date}</publicationStmt>\
         <sourceDesc><bibl><title>{title}</title>{}</bibl></sourceDesc></fileDesc></teiHeader>\n",
        link.unwrap_or_default()
    )
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
            })
        }
        Block::Paragraph { content } => wrap(out, "p", "", |out| inlines(out, content)),
        Block::List(inner) => list(out, inner),
        Block::Definitions { items } => definitions(out, items),
        Block::Quote { blocks: inner, .. } => wrap(out, "quote", "", |out| blocks(out, inner)),
        Block::Table(inner) => table(out, inner),
        Block::Code { text, .. } => {
            wrap(out, "ab", " type=\"code\" xml:space=\"preserve\"", |out| {
                out.push_str(&escaped(text));
            })
        }
        Block::Figure(figure) => wrap(out, "figure", "", |out| {
            if !figure.caption.is_empty() {
                wrap(out, "head", "", |out| inlines(out, &figure.caption));
            }
            for image in &figure.images {
                out.push_str(&format!("<graphic url=\"{}\"/>", escaped(&image.url)));
            }
        }),
        Block::Embed(embed) => {
            if !embed.blocks.is_empty() {
                wrap(out, "quote", "", |out| blocks(out, &embed.blocks));
            }
            if let Some(url) = &embed.url {
                out.push_str(&format!(
                    "<p><ref target=\"{0}\">{0}</ref></p>\n",
                    escaped(url)
                ));
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

fn list(out: &mut String, list: &List) {
    let rend = if list.ordered { "numbered" } else { "bulleted" };
    wrap(out, "list", &format!(" rend=\"{rend}\""), |out| {
        for item in &list.items {
            wrap(out, "item", "", |out| blocks(out, item));
        }
    });
}

fn definitions(out: &mut String, items: &[Definition]) {
    wrap(out, "list", " type=\"gloss\"", |out| {
        for item in items {
            wrap(out, "item", "", |out| match item {
                Definition::Term { content } => wrap(out, "p", "", |out| inlines(out, content)),
                Definition::Detail { blocks: inner } => blocks(out, inner),
            });
        }
    });
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
            Inline::Link { url, content } => within(
                out,
                "ref",
                &format!(" target=\"{}\"", escaped(url)),
                content,
            ),
            Inline::Emphasis { content } => within(out, "hi", " rend=\"italic\"", content),
            Inline::Strong { content } => within(out, "hi", " rend=\"bold\"", content),
            Inline::Strike { content } => within(out, "hi", " rend=\"strike\"", content),
            Inline::Subscript { content } => within(out, "hi", " rend=\"sub\"", content),
            Inline::Superscript { content } => within(out, "hi", " rend=\"sup\"", content),
            Inline::Code { text } => out.push_str(&format!("<code>{}</code>", escaped(text))),
            Inline::Image(image) => {
                out.push_str(&format!("<graphic url=\"{}\"/>", escaped(&image.url)));
            }
            Inline::Break => out.push_str("<lb/>"),
        }
    }
}

fn within(out: &mut String, tag: &str, attributes: &str, content: &[Inline]) {
    out.push_str(&format!("<{tag}{attributes}>"));
    inlines(out, content);
    out.push_str(&format!("</{tag}>"));
}
