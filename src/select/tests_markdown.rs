//! Markdown read back by a CommonMark parser has the same blocks, and options keep the text.

use pulldown_cmark::{Event, Options as Cmark, Parser, Tag};

use super::tests::extract;
use crate::article::{Block, Definition};
use crate::{Page, RenderOptions};

/// Names of the blocks in order; paragraphs are left out, since tight lists have none.
fn names(blocks: &[Block], out: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading { level, .. } => out.push(format!("h{level}")),
            Block::List(list) => {
                out.push(if list.ordered {
                    format!("ol {}", list.start)
                } else {
                    "ul".to_owned()
                });
                for (index, item) in list.items.iter().enumerate() {
                    out.push("li".to_owned());
                    if matches!(item.first(), Some(Block::Paragraph { .. })) {
                        out.extend(list.is_done(index).map(|done| format!("task {done}")));
                    }
                    names(item, out);
                }
            }
            Block::Definitions { items } => {
                out.push("dl".to_owned());
                for item in items {
                    if let Definition::Detail { blocks } = item {
                        names(blocks, out);
                    }
                }
            }
            Block::Quote { blocks, .. } => {
                out.push("quote".to_owned());
                names(blocks, out);
            }
            Block::Table(table) => out.push(format!("table {}", table.rows.len())),
            Block::Code { text, .. } => out.push(format!("code {text}")),
            Block::Math { math } if math.tex.is_some() => {
                out.push(format!("code {}", math.tex.as_deref().unwrap_or_default()));
            }
            Block::Footnotes { notes } => {
                for note in notes {
                    out.push(format!("note {}", note.number));
                    names(&note.blocks, out);
                }
            }
            Block::Embed(embed) if !embed.blocks.is_empty() => {
                out.push("quote".to_owned());
                names(&embed.blocks, out);
            }
            Block::Rule => out.push("rule".to_owned()),
            _ => {}
        }
    }
}

fn parsed(markdown: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let (mut rows, mut code) = (0, None);
    for event in Parser::new_ext(
        markdown,
        Cmark::ENABLE_TABLES
            | Cmark::ENABLE_DEFINITION_LIST
            | Cmark::ENABLE_FOOTNOTES
            | Cmark::ENABLE_TASKLISTS,
    ) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => out.push(level.to_string()),
            Event::Start(Tag::List(Some(start))) => out.push(format!("ol {start}")),
            Event::Start(Tag::List(None)) => out.push("ul".to_owned()),
            Event::Start(Tag::Item) => out.push("li".to_owned()),
            Event::TaskListMarker(done) => out.push(format!("task {done}")),
            Event::Start(Tag::DefinitionList) => out.push("dl".to_owned()),
            Event::Start(Tag::FootnoteDefinition(number)) => out.push(format!("note {number}")),
            Event::Start(Tag::BlockQuote(_)) => out.push("quote".to_owned()),
            Event::Start(Tag::Table(_)) => rows = 0,
            Event::Start(Tag::TableHead | Tag::TableRow) => rows += 1,
            Event::End(pulldown_cmark::TagEnd::Table) => out.push(format!("table {rows}")),
            Event::Start(Tag::CodeBlock(_)) => code = Some(String::new()),
            Event::Text(text) if code.is_some() => code.get_or_insert_default().push_str(&text),
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => {
                let text = code.take().unwrap_or_default();
                out.push(format!("code {}", text.strip_suffix('\n').unwrap_or(&text)));
            }
            Event::Rule => out.push("rule".to_owned()),
            _ => {}
        }
    }
    out.into_iter().map(|n| n.to_lowercase_h()).collect()
}

trait Lower {
    fn to_lowercase_h(self) -> String;
}

impl Lower for String {
    fn to_lowercase_h(self) -> String {
        let is_heading = self.len() == 2 && self.starts_with(['H', 'h']);
        if is_heading {
            self.to_lowercase()
        } else {
            self
        }
    }
}

/// The characters a reader sees, but for what marks images, embeds, formulas and tables.
fn words(markdown: &str) -> String {
    let mut out = String::new();
    let features = Cmark::ENABLE_TABLES | Cmark::ENABLE_STRIKETHROUGH | Cmark::ENABLE_FOOTNOTES;
    let mut hidden = 0_usize;
    for event in Parser::new_ext(markdown, features) {
        match event {
            Event::Start(Tag::Image { .. }) => hidden += 1,
            Event::End(pulldown_cmark::TagEnd::Image) => hidden -= 1,
            Event::Text(t) | Event::Code(t) if hidden == 0 => out.push_str(&t),
            Event::FootnoteReference(t) => out.push_str(&t),
            _ => {}
        }
    }
    out.retain(|c| !c.is_whitespace() && !matches!(c, '|' | '$'));
    out
}

const PAGES: [&str; 17] = [
    "<h2># not twice</h2><p># no heading<p>1. no list<p>- nor this<p>&gt; no quote<p>+ x<p>=== <p>--- <p>*a* _b_ `c` [d](e) &lt;i&gt; &amp;amp; \\",
    "<ul><li>A<ul><li>B<ol><li>C</ol></ul><li><p>D<p>E</ul><ul><li>F</ul><ol start=7><li>G</ol><ol><li>H</ol>",
    "<blockquote><p>A<blockquote>B</blockquote><ul><li>C</ul></blockquote><blockquote>D</blockquote>",
    "<table><tr><th>A|B<th>C<tr><td><ul><li>x<li>y</ul><td><pre>a\nb</pre></table><p>end",
    "<pre>```\n~~~\n\n  x</pre><p>t<pre><code>````</code></pre>",
    "<ol><li><pre>code\n\nmore</pre><li><blockquote>q</blockquote><li><h3>h</h3>x</ol>",
    "<dl><dt>T<dd>one<dd>two<dt>U<dd><ul><li>x</ul></dl><p>z",
    "<p>a<hr><p>b<ul><li>c</ul><hr><ul><li>d</ul>",
    "<p>a<br># b<br>- c<br>1) d",
    "<p><b>a </b>b<i>c</i>d<b><i>e</i></b><i><b>f</b></i><code>`g`</code><code> </code><del>h</del>",
    "<p>x!<a href='/a (b)?c=d&amp;e'>l [i] n*k</a>!<a href=/b>m</a>",
    "<ul><li><ul><li>deep</ul><li><ol><li>n</ol></ul>",
    "<p>| a | b |<p>| --- | --- |<p>: c<p>Term<p>: d",
    "<p>**a<p>a**b*c<p><i>**</i><p><b>\u{201c}q\u{201d}</b>w<p>2 * 3 * 4 ~ 5 ~~6~~",
    "<ol><li value=5>a<li>b<li value=9>c<p>d</ol><p>x<ol reversed><li>a<li>b</ol>",
    "<ul><li><input type=checkbox>a<ol><li><input type=checkbox checked><p>b<p>c</ol><li>[x] d<li>[ ] e<li><input type=checkbox><h4>f</h4></ul>",
    "<p>a <img src=/p.png> <b>b <img src=/q.png> c</b><dl><dt>T<dd><h4>H</h4><p>d</dl>",
];

/// The pages above and every fixture, all of whose blocks without a landmark are body.
fn pages() -> Vec<String> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
    let mut folders = vec![std::path::PathBuf::from(root)];
    let mut pages: Vec<_> = PAGES.iter().map(|html| (*html).to_owned()).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            match path.extension().and_then(|e| e.to_str()) {
                None => folders.push(path),
                Some("html") => pages.push(std::fs::read_to_string(path).expect("a page")),
                Some(_) if path.is_dir() => folders.push(path),
                Some(_) => {}
            }
        }
    }
    assert!(pages.len() > PAGES.len() + 25);
    pages
}

#[test]
fn markdown_reads_back_as_the_same_blocks() {
    for html in &pages() {
        let article = extract(&Page::from_html(html));
        let mut expected = Vec::new();
        names(&article.body.blocks, &mut expected);
        let markdown = article.to_markdown();
        assert_eq!(parsed(&markdown), expected, "{html}\n{markdown}");
    }
}

#[test]
fn options_never_change_the_text() {
    for html in &pages() {
        let article = extract(&Page::from_html(html));
        let all = words(&article.to_markdown());
        // The line with an embed's address goes with the images; it is no text of the page.
        let has_embeds = article.to_json().contains("\"type\": \"embed\"");
        for bits in 0..16 {
            let on = |bit: u32| bits & (1 << bit) != 0;
            let options = RenderOptions::new()
                .links(on(0))
                .images(on(1) || has_embeds)
                .tables(on(2))
                .formatting(on(3));
            let some = article.to_markdown_with(&options);
            assert_eq!(words(&some), all, "{html}\n{some}");
        }
    }
}

#[test]
fn html_and_tei_have_no_scripts_and_are_well_formed() {
    let html = "<p>a<a href='javascript:alert(1)'>b</a><img src=x onerror=alert(1)><svg><script>c</script></svg>\
        &lt;script&gt;<a href='data:text/html,x'>d</a>";
    let article = extract(&Page::from_html(html));
    let out = article.to_html();
    assert!(
        !out.contains("javascript") && !out.contains("onerror") && !out.contains("<script"),
        "{out}"
    );
    assert!(article.to_tei().contains("&lt;script&gt;"));
}
