//! Every output of every fixture, and the program that prints them.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;
use unhusk::{Article, Extractor, Focus, Options, Page, RenderOptions};

fn page(path: &Path) -> Page {
    let bytes = std::fs::read(path).unwrap();
    let page = match path.extension().is_some_and(|e| e == "txt") {
        true => Page::from_text(&String::from_utf8_lossy(&bytes)),
        false => Page::from_bytes(&bytes, None),
    };
    page.with_url("https://news.example/bridge").unwrap()
}

fn paths() -> Vec<PathBuf> {
    let root = common::fixtures();
    let mut paths = common::files(&root.join("pages"), "html");
    paths.extend(common::files(&root.join("sites"), "html"));
    paths.extend(common::files(&root.join("sites"), "txt"));
    assert!(paths.len() > 25);
    paths
}

fn articles(options: Options) -> Vec<(PathBuf, Article)> {
    let extractor = Extractor::builder().options(options).build();
    let article = |path: PathBuf| Some((path.clone(), extractor.extract(&page(&path)).ok()?));
    let found: Vec<_> = paths().into_iter().filter_map(article).collect();
    assert!(found.len() >= 5, "{}", found.len());
    found
}

/// What the published schema finds wrong with an article's JSON.
struct Schema {
    all: Schemas,
    article: SchemaIndex,
}

impl Schema {
    fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/article.schema.json");
        let schema = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let mut compiler = Compiler::new();
        compiler
            .add_resource("https://unhusk.example/a.json", schema)
            .unwrap();
        let mut all = Schemas::new();
        let article = compiler.compile("https://unhusk.example/a.json", &mut all);
        Self {
            article: article.unwrap(),
            all,
        }
    }

    fn fault(&self, json: &Value) -> Option<String> {
        let checked = self.all.validate(json, self.article);
        checked.err().map(|error| format!("{error:#}"))
    }
}

#[test]
fn json_of_every_fixture_is_as_the_schema_says() {
    let schema = Schema::read();
    for (path, article) in articles(Options::new()) {
        let json: Value = serde_json::from_str(&article.to_json()).unwrap();
        let fault = schema.fault(&json);
        assert!(
            fault.is_none(),
            "{}\n{}",
            path.display(),
            fault.unwrap_or_default()
        );
    }
}

#[test]
fn the_schema_allows_nothing_that_is_not_there() {
    let schema = Schema::read();
    let (_, article) = articles(Options::new()).swap_remove(0);
    let json: Value = serde_json::from_str(&article.to_json()).unwrap();
    assert_eq!(schema.fault(&json), None);
    for key in ["metadata", "body", "comments", "provenance"] {
        let mut without = json.clone();
        without.as_object_mut().unwrap().remove(key);
        assert!(schema.fault(&without).is_some(), "{key} may be missing");
    }
    let mut more = json.clone();
    more["metadata"]["shoe_size"] = Value::from(43);
    assert!(schema.fault(&more).is_some());
}

/// The characters that a reader of the HTML sees.
fn seen(html: &str) -> String {
    let page = scraper::Html::parse_fragment(html);
    let text: String = page.root_element().text().collect();
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn combinations() -> impl Iterator<Item = RenderOptions> {
    (0..16_u32).map(|bits| {
        let on = |bit: u32| bits & (1 << bit) != 0;
        RenderOptions::new()
            .links(on(0))
            .images(on(1))
            .tables(on(2))
            .formatting(on(3))
    })
}

#[test]
fn options_never_change_which_text_is_kept() {
    for (path, article) in articles(Options::new()) {
        let text = article.to_text();
        let body = serde_json::to_value(&article.body).unwrap().to_string();
        // What an embed or a link back to a footnote shows is their address, not text.
        let is_plain = !body.contains("\"embed\"") && !body.contains("\"math\"");
        let html = seen(&article.to_html()).replace('\u{21a9}', "");
        for options in combinations() {
            assert_eq!(article.to_text_with(&options), text, "{}", path.display());
            let some = seen(&article.to_html_with(&options)).replace('\u{21a9}', "");
            if is_plain {
                assert_eq!(some, html, "{} {options:?}", path.display());
            }
        }
    }
}

#[test]
fn comments_follow_the_body_and_leave_it_as_it_is() {
    let with = RenderOptions::new().comments(true);
    for (path, article) in articles(Options::new()) {
        let path = path.display();
        assert!(
            article.to_text_with(&with).starts_with(&article.to_text()),
            "{path}"
        );
        assert!(
            article
                .to_markdown_with(&with)
                .starts_with(&article.to_markdown()),
            "{path}"
        );
        assert!(
            article.to_html_with(&with).starts_with(&article.to_html()),
            "{path}"
        );
    }
}

#[test]
fn no_comment_is_in_the_body_and_no_paragraph_in_a_comment() {
    for focus in [Focus::Precision, Focus::Balanced, Focus::Recall] {
        for articles_only in [false, true] {
            let options = Options::new().focus(focus).articles_only(articles_only);
            for (path, article) in articles(options) {
                let body = article.to_text();
                let comments: Vec<_> = article.comments.iter().map(|c| c.body.to_text()).collect();
                for comment in comments.iter().filter(|c| c.len() > 12) {
                    assert!(!body.contains(comment), "{}: {comment}", path.display());
                }
                for paragraph in body.split("\n\n").filter(|p| p.len() > 40) {
                    let is_in = comments.iter().any(|c| c.contains(paragraph));
                    assert!(!is_in, "{}: {paragraph}", path.display());
                }
            }
        }
    }
}

/// A short article under which people write at length.
fn talked_about() -> Page {
    let said = "I have lived beside the old bridge for forty years, and I remember very well how it \
        was closed for the first time, and how long we waited then.";
    let comment = |i: usize| {
        format!(
            "<li class=comment id=comment-{i}><b class=fn>Ann {i}</b> <time datetime=2024-05-0{i}>\
            </time><div class=comment-content><p>{i}. {said}</p><p>{said} {i}.</p></div></li>"
        )
    };
    let comments: String = (1..9).map(comment).collect();
    let html = format!(
        "<title>The bridge is open</title><meta property=og:type content=article>\
        <script type='application/ld+json'>{{\"@type\":\"NewsArticle\"}}</script>\
        <nav><a href=/>Home</a><a href=/news>News</a></nav><main><article><h1>The bridge is open</h1><p>The bridge \
        over the river was opened again on Monday after two years of work, and many people came \
        early to walk to the other side.</p><p>Engineers had found cracks in the northern pillar \
        during an inspection, and the city had closed the crossing to cars, bicycles and people on \
        foot.</p></article><ol class=commentlist>{comments}</ol></main>"
    );
    Page::from_html(&html)
}

#[test]
fn comments_longer_than_the_article_are_found_at_every_cut_and_are_no_part_of_it() {
    for focus in [Focus::Precision, Focus::Balanced, Focus::Recall] {
        let options = Options::new().focus(focus);
        let extractor = Extractor::builder().options(options).build();
        let article = extractor.extract(&talked_about()).unwrap();
        assert_eq!(article.comments.len(), 8, "{focus:?}");
        assert!(!article.to_text().contains("forty years"), "{focus:?}");
        assert!(article.to_text().contains("northern pillar"), "{focus:?}");
    }
}

#[test]
fn tables_of_articles_have_a_line_each() {
    for (path, article) in articles(Options::new()) {
        let tsv = article.to_tsv();
        assert_eq!(tsv.lines().count(), 1, "{}", path.display());
        assert_eq!(
            tsv.split('\t').count(),
            Article::COLUMNS.len(),
            "{}",
            path.display()
        );
        let two = article.to_csv_with(&["url", "word_count"]);
        assert!(two.ends_with(&article.metadata.word_count.to_string()));
    }
}

#[test]
fn front_matter_is_json_in_yaml_between_two_lines() {
    for (path, article) in articles(Options::new()) {
        let text = article.to_front_matter();
        let head = text
            .strip_prefix("---\n")
            .and_then(|t| t.split("---\n").next());
        for line in head.unwrap().lines() {
            let (_, value) = line.split_once(": ").unwrap();
            let parsed = serde_json::from_str::<Value>(value);
            assert!(parsed.is_ok(), "{}: {line}", path.display());
        }
        assert!(text.contains("\n---\n\n"));
    }
}

/// Validates the TEI of every fixture; `docs/outputs.md` says how to get the schema.
#[test]
fn tei_of_every_fixture_is_valid() {
    let Ok(schema) = std::env::var("UNHUSK_TEI_RNG") else {
        eprintln!("skipped: UNHUSK_TEI_RNG does not name the TEI schema");
        return;
    };
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("tei");
    std::fs::create_dir_all(&dir).unwrap();
    let files: Vec<_> = articles(Options::new())
        .iter()
        .enumerate()
        .map(|(i, (_, article))| {
            let path = dir.join(format!("{i}.xml"));
            let tei = article.to_tei_with(&RenderOptions::new().comments(true));
            std::fs::write(&path, tei).unwrap();
            path
        })
        .collect();
    let output = Command::new("jing")
        .arg(schema)
        .args(&files)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

const PAGE: &str = "tests/fixtures/sites/creativedestructionmedia.com/belarus.html";

fn unhusk(arguments: &[&str]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_unhusk"))
        .arg("extract")
        .args(arguments)
        .arg(PAGE)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.success(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn the_program_prints_every_format() {
    let starts = [
        ("text", "Concerns"),
        ("markdown", "Concerns"),
        ("html", "<"),
        ("json", "{"),
        ("xml", "<?xml"),
        ("csv", "url,title,authors"),
        ("tsv", "url\ttitle\tauthors"),
        ("front-matter", "---\ntitle: "),
    ];
    for (format, start) in starts {
        let (is_ok, out, err) = unhusk(&["--format", format]);
        assert!(
            is_ok && out.trim_start_matches(['*', '[']).starts_with(start),
            "{format}: {err}{out}"
        );
        assert!(out.contains("Belarus"), "{format}");
    }
}

#[test]
fn the_program_prints_the_fields_asked_for() {
    let (_, out, _) = unhusk(&["--with", "title,word_count"]);
    assert!(out.starts_with("title: "));
    assert!(out.lines().nth(1).unwrap().starts_with("word_count: "));
    let (_, out, _) = unhusk(&["--with", "title,authors", "--format", "csv"]);
    assert!(out.starts_with("title,authors\n"));
    let (_, out, _) = unhusk(&["--with", "title", "--format", "json"]);
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["metadata"].as_object().unwrap().len(), 1);
    let (is_ok, _, err) = unhusk(&["--with", "shoe_size"]);
    assert!(!is_ok && err.contains("no field `shoe_size`"));
}

#[test]
fn the_program_leaves_out_addresses_but_no_text() {
    let (_, all, _) = unhusk(&["--format", "markdown"]);
    let (_, some, _) = unhusk(&["--format", "markdown", "--no-links", "--no-images"]);
    assert!(all.contains("](http") && !some.contains("](http"), "{some}");
}

#[test]
fn the_program_explains_where_each_field_comes_from() {
    let (is_ok, out, _) = unhusk(&["--explain"]);
    assert!(is_ok);
    let title = out.split("title\n").nth(1).unwrap();
    assert!(title.trim_start().starts_with("=>"), "{out}");
    assert!(out.contains("most trusted source"), "{out}");
    for field in unhusk::article::Field::ALL {
        assert!(out.contains(field.as_str()), "{field}");
    }
}
