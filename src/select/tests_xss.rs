//! Whatever a page holds, the HTML of its article runs nothing.

use scraper::{Html, Node};

use super::tests::extract;
use crate::{Page, RenderOptions};

const VECTORS: &str = include_str!("../../tests/fixtures/xss.txt");

fn vectors() -> impl Iterator<Item = &'static str> {
    VECTORS.lines().filter(|line| !line.starts_with('#'))
}

/// A page with the vector in its text, its title, its data and a comment.
fn page(vector: &str) -> Page {
    let quoted = vector.replace('&', "&amp;").replace('"', "&quot;");
    let html = format!(
        "<html lang=\"{quoted}\"><head><title>{quoted}</title><meta name=author content=\"{quoted}\">\
         </head><body><main><p>Before.</p>{vector}</main><div id=comments><ol><li class=comment id=comment-1>\
         <b class=fn>{vector}</b><time datetime=2024-05-03>3 May</time><div class=comment-content>\
         <p>One</p>{vector}</div></li></ol></div></body></html>"
    );
    let page = Page::from_html(&html);
    page.with_url("https://news.example/a").expect("a URL")
}

/// What is wrong with an element: one that may run something, or an address that does.
fn fault(html: &str) -> Option<String> {
    const ELEMENTS: &[&str] = &[
        "html",
        "head",
        "body",
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "code",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "rp",
        "rt",
        "ruby",
        "section",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "caption",
        "tbody",
        "td",
        "th",
        "tr",
        "ul",
    ];
    const ATTRIBUTES: &[&str] = &[
        "alt", "cite", "class", "colspan", "dir", "href", "id", "rel", "rowspan", "src", "start",
        "value",
    ];
    let document = Html::parse_document(html);
    document.tree.nodes().find_map(|node| {
        let Node::Element(element) = node.value() else {
            return None;
        };
        if !ELEMENTS.contains(&element.name()) {
            return Some(format!("element {}", element.name()));
        }
        element.attrs().find_map(|(name, value)| {
            let is_address = matches!(name, "href" | "src" | "cite");
            let is_safe = ["http://", "https://", "mailto:", "tel:", "ftp://", "#"];
            let is_safe = is_safe.iter().any(|start| value.starts_with(start));
            let is_wrong = !ATTRIBUTES.contains(&name) || is_address && !is_safe;
            is_wrong.then(|| format!("{name}={value}"))
        })
    })
}

#[test]
fn no_vector_leaves_anything_that_runs() {
    assert!(vectors().count() >= 100);
    let mut wrong = Vec::new();
    for vector in vectors() {
        let article = extract(&page(vector));
        let html = article.to_html_with(&RenderOptions::new().comments(true));
        wrong.extend(fault(&html).map(|fault| format!("{vector}\n  {fault}\n  {html}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn markdown_links_nowhere_that_runs() {
    for vector in vectors() {
        let markdown = extract(&page(vector)).to_markdown();
        let links = pulldown_cmark::Parser::new(&markdown).filter_map(|event| match event {
            pulldown_cmark::Event::Start(pulldown_cmark::Tag::Link { dest_url, .. }) => {
                Some(dest_url)
            }
            pulldown_cmark::Event::Start(pulldown_cmark::Tag::Image { dest_url, .. }) => {
                Some(dest_url)
            }
            _ => None,
        });
        for link in links {
            assert!(
                link.starts_with("http") || link.starts_with("ftp"),
                "{vector}: {link}"
            );
        }
    }
}

/// Shows every vector's article in Chromium and sees whether anything ran; the vectors themselves
/// must run there, or the trap is broken. `docs/outputs.md` has the command.
#[test]
fn nothing_runs_in_chromium() {
    let Ok(chromium) = std::env::var("UNHUSK_CHROMIUM") else {
        eprintln!("skipped: UNHUSK_CHROMIUM does not name a browser");
        return;
    };
    let articles: Vec<_> = vectors()
        .map(|vector| extract(&page(vector)).to_html_with(&RenderOptions::new().comments(true)))
        .collect();
    let ran = ran_in(&chromium, "articles", &articles.join("\n"));
    assert_eq!(ran, 0, "something ran");
    let raw: Vec<_> = vectors().take(60).collect();
    let ran = ran_in(&chromium, "vectors", &raw.join("\n"));
    assert!(ran > 5, "the trap is broken: {ran}");
}

/// How often something ran, also when every link was followed.
fn ran_in(chromium: &str, name: &str, html: &str) -> usize {
    let dir = std::env::temp_dir().join(format!("unhusk-xss-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("a folder");
    let path = dir.join("page.html");
    let page = format!(
        "<!doctype html><html data-ran=0><script>var ran = 0; alert = function () {{ ran++; \
         document.documentElement.dataset.ran = ran; }}; addEventListener('load', function () {{ \
         document.querySelectorAll('a').forEach(function (a) {{ if (a.protocol == 'javascript:') alert(); }}); }});\
         </script><body>{html}"
    );
    std::fs::write(&path, page).expect("a page");
    let output = std::process::Command::new(chromium)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
        ])
        .args([
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ])
        .args(["--virtual-time-budget=5000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", dir.join("profile").display()))
        .arg(format!("file://{}", path.display()))
        .output()
        .expect("a browser");
    let dom = String::from_utf8_lossy(&output.stdout);
    let ran = dom
        .split("data-ran=\"")
        .nth(1)
        .and_then(|t| t.split('"').next());
    let ran = ran.and_then(|n| n.parse().ok());
    let _ = std::fs::remove_dir_all(&dir);
    ran.unwrap_or_else(|| panic!("no page: {}", String::from_utf8_lossy(&output.stderr)))
}
