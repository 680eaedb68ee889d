//! The tree must be the one that html5ever's own tokenizer leads to, and the one that scraper makes.
#![allow(clippy::print_stdout, reason = "tests")]

use std::ops::Deref;

use html5ever::TokenizerResult;
use html5ever::interface::TreeSink;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use scraper::{ElementRef, Html, HtmlTreeSink};

use super::super::dom::{Dom, Edge};
use super::super::guard::{Guard, Limits};
use super::tokenize;

const LIMITS: Limits = Limits {
    nodes: usize::MAX,
    depth: 512,
};

fn ours(html: &str) -> Dom {
    let guard = Guard::new(LIMITS, html.len());
    tokenize(html, &guard);
    guard.finish().0
}

fn html5evers(html: &str) -> Dom {
    html5evers_tokens(html, Guard::new(LIMITS, html.len()))
        .finish()
        .0
}

/// What html5ever's own tokenizer gives to a sink.
fn html5evers_tokens<S: TokenSink>(html: &str, sink: S) -> S {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    // It pauses at scripts and at declarations of an encoding.
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink
}

/// The tree as text, without the content that is left out.
fn shape(dom: &Dom) -> String {
    let mut out = String::new();
    let mut inside = None;
    for edge in dom.root().traverse() {
        match edge {
            Edge::Open(node) if inside.is_none() => {
                out.push_str(node.text().unwrap_or_default());
                let Some(element) = node.element() else {
                    continue;
                };
                let attributes = element.attributes();
                let attributes = attributes.map(|(name, value)| format!(" {name}={:?}", value()));
                let mut attributes: Vec<_> = attributes.collect();
                attributes.sort_unstable();
                let attributes = attributes.concat();
                out.push_str(&format!("<{}{attributes}>", element.tag()));
                if is_left_out(element.tag(), &attributes) {
                    inside = Some(node.id());
                }
            }
            Edge::Close(node) if inside.is_none_or(|id| id == node.id()) => {
                inside = None;
                out.push_str(if node.element().is_some() { "</>" } else { "" });
            }
            _ => {}
        }
    }
    out
}

/// As [`shape`], of the tree that `scraper` makes of the whole page.
fn scrapers(html: &str) -> String {
    let opts = TreeBuilderOpts {
        scripting_enabled: false,
        ..TreeBuilderOpts::default()
    };
    let sink = HtmlTreeSink::new(Html::new_document());
    let builder = WithoutErrors(TreeBuilder::new(sink, opts));
    let tokens = html5evers_tokens(html, builder);
    let tree = tokens.0.sink.finish().tree;
    let mut out = String::new();
    scrapers_below(&tree.root(), &mut out);
    out
}

/// The tree builder takes an error or a comment for the token after a `pre`.
struct WithoutErrors(TreeBuilder<<HtmlTreeSink as TreeSink>::Handle, HtmlTreeSink>);

impl TokenSink for WithoutErrors {
    type Handle = <HtmlTreeSink as TreeSink>::Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Self::Handle> {
        match token {
            Token::CommentToken(_) | Token::ParseError(_) => TokenSinkResult::Continue,
            token => self.0.process_token(token, line),
        }
    }

    fn end(&self) {
        self.0.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.0
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

fn scrapers_below(node: &<ElementRef<'_> as Deref>::Target, out: &mut String) {
    out.push_str(node.value().as_text().map_or("", |text| text));
    let mut left_out = false;
    if let Some(element) = node.value().as_element() {
        let attributes = element.attrs.iter().map(|(name, value)| {
            let prefix = name.prefix.as_ref().filter(|prefix| !prefix.is_empty());
            let prefix = prefix.map(|prefix| format!("{prefix}:"));
            format!(
                " {}{}={:?}",
                prefix.unwrap_or_default(),
                name.local,
                &**value
            )
        });
        let mut attributes: Vec<_> = attributes.collect();
        attributes.sort_unstable();
        let attributes = attributes.concat();
        out.push_str(&format!("<{}{attributes}>", element.name()));
        left_out = is_left_out(element.name(), &attributes);
    }
    for child in node.children().filter(|_| !left_out) {
        scrapers_below(&child, out);
    }
    if node.value().is_element() {
        out.push_str("</>");
    }
}

fn is_left_out(tag: &str, attributes: &str) -> bool {
    match tag {
        "script" => {
            let attributes = attributes.to_ascii_lowercase();
            !attributes.contains("json") && !attributes.contains("math/tex")
        }
        name => matches!(name, "style" | "svg"),
    }
}

#[track_caller]
fn assert_same_tree(html: &str, name: &str) {
    let ours = shape(&ours(html));
    for expected in [shape(&html5evers(html)), scrapers(html)] {
        // A page's tree is too long to print.
        assert!(
            ours == expected,
            "the tree differs: {name}\n{:.2000}\n{:.2000}",
            ours,
            expected
        );
    }
}

fn body(html: &str) -> String {
    let dom = ours(html);
    let body = dom.named(html5ever::local_name!("body")).next();
    body.expect("a body").inner_html()
}

#[test]
fn content_of_scripts_styles_drawings_and_comments_is_left_out() {
    let html = "<body><!-- c --><script>var a='<p>';</script><style>p{}</style>\
        <svg viewBox=\"0\"><path d='M'/></svg><p title='>'>x";
    let left = "<script></script><style></style><svg viewBox=\"0\"></svg><p title=\"&gt;\">x</p>";
    assert_eq!(body(html), left);
}

#[test]
fn json_in_scripts_is_kept() {
    let html = "<script type=\"application/ld+json\">{\"a\":1}</script>";
    assert_eq!(body(&format!("<body>{html}")), html);
}

#[test]
fn tex_in_scripts_is_kept() {
    let html = "<script type=\"math/tex; mode=display\">a < b</script>";
    assert_eq!(body(&format!("<body>{html}")), html);
}

#[test]
fn drawings_with_html_in_them_are_kept() {
    let html = "<svg><foreignObject><p>x</p></foreignObject></svg>";
    assert_eq!(body(&format!("<body>{html}")), html);
}

#[test]
fn attributes_beyond_the_limit_are_left_out() {
    let attributes: String = (0..5_000).map(|i| format!(" a{i}=\"1\"")).collect();
    let left = body(&format!("<body><p{attributes}>x</p>"));
    assert!(left.contains("a511=") && !left.contains("a512="), "{left}");
    assert!(left.ends_with(">x</p>"));
}

#[test]
fn attributes_of_later_body_tags_are_added_up_to_the_limit() {
    let tags: String = (0..2_000)
        .map(|i| format!("<body class=x a{i}=1>"))
        .collect();
    let dom = ours(&format!("{tags}<p>x"));
    let body = dom.named(html5ever::local_name!("body")).next();
    let body = body.expect("a body");
    assert_eq!(body.attributes().count(), 512);
    assert_eq!((body.get("class"), body.get("a7")), (Some("x"), Some("1")));
}

#[test]
fn attributes_of_elements_made_anew_are_left_out_when_they_outgrow_the_page() {
    let html = format!(
        "<p><b title={}>{}",
        "x".repeat(100_000),
        "<p>a".repeat(10_000)
    );
    let guard = Guard::new(LIMITS, html.len());
    tokenize(&html, &guard);
    let (dom, cut) = guard.finish();
    assert!(cut);
    let elements = dom.root().descendant_elements();
    let titles = elements.filter_map(|element| element.get("title"));
    assert!(titles.map(str::len).sum::<usize>() < 3 * html.len());
    assert_eq!(dom.root().texts().collect::<String>(), "a".repeat(10_000));
}

#[test]
fn a_text_that_grows_in_many_places_is_whole() {
    // What stands between the rows of a table goes before the table, piece by piece.
    let html = format!(
        "<table>{}</table>",
        "a<tr><td id=x>b</td></tr>".repeat(1_000)
    );
    let text: String = ours(&html).root().texts().collect();
    assert_eq!(text, "a".repeat(1_000) + &"b".repeat(1_000));
}

#[test]
fn nothing_is_read_behind_the_node_limit() {
    let limits = Limits {
        nodes: 10,
        depth: 512,
    };
    let guard = Guard::new(limits, 10);
    tokenize(&"<p>x".repeat(1_000), &guard);
    let (dom, cut) = guard.finish();
    assert!(cut && dom.root().descendants().count() < 30);
}

/// One line each; every ending of each is tried too.
const TRICKY: &[&str] = &[
    // Scripts.
    "<script type=json><!-- <script> </script> --> </script><p>x",
    "<script type=json><!--<script></script><p>x</script><p>y",
    "<script type=json><!--></script><p>x",
    "<script type=json><!--<script/</script </script><p>x",
    "<script type=json><!-- <SCRIPT>--></SCRIPT><p>x</script>",
    "<script type=json>x</scriptx></script ><p>y\0",
    "<script/>x</script><p>y",
    "<script>never closed <p>x",
    "<SCRIPT TYPE=x>a</SCRIPT ><STYLE>b</STYLE><SVG><PATH/></SVG>c",
    // Comments and what counts as one.
    "<!--><p>x--><p>y",
    "<!---><p>x",
    "<!-- a --!><p>x",
    "<!-- a --->x",
    "<!--a--b<!--c--!d-!><!->--><p>x",
    "<!-- never closed <p>x",
    "a&am<!-- c -->p;b <<!-- c -->p>x",
    "<!x '><p>y'>z<?php echo '>' ?>x</ x><p></>y",
    "<pre></>\nx</pre><pre><!-->\ny</pre><pre>\n\nz",
    // Tags and attributes.
    "<p title=\"a>b\" alt='c>d' x=e\">f<p \"a>b\">c<p =\"a>b\">c<p a = \">\">x",
    "<p a=b=\"c>d\">x<p a='1'b=\">\"c>x<p a=\"1\"/b='2'/>",
    "<p a=1 A=2 a b/ c / d=/><br / ><p/a/>x<div a=>x<a b=c/>d",
    "<P ID\0=a\0b CLASS='\0' \"=<><x\0Y>z</X\0y>",
    "<p a=\r\n'x\r\ny\rz'\rb>\r\n\r\rx\n\r",
    "</p a='>'>x</br/><image><body a=b><html c=d>",
    // Text, references.
    "\u{feff}<p>x",
    "\0<p>\0x<svg>\0</svg><table>\0x</table>",
    "a &amp; b &lt&gt &copy1 &notit; &notin; &nGt;&nGt &NotEqualTilde;&x;&;&",
    "<p a=\"?a=b&copy=1&copy2&copy&amp;&notit;&not\" b='&lt' c=&lt;&gt d=&amp>",
    "&#65;&#x41;&#X41&#65 &#;&#x;&#xg;&#128;&#x9F&#x81;&#0;&#xD800;&#x110000;&#13;",
    "&#99999999999999999999;&#xfffffffffffffff41;&#xFFFE;&#x1F600;&#",
    "&CounterClockwiseContourIntegral;&CounterClockwiseContourIntegral &Counter",
    "&é&aé;&amp\r\n&\r&\0&&amp;amp;&a<b>&am</b>p;",
    // Raw text.
    "<textarea>\r\n\na&lt;<b></b>&amp</textarea x='>'><p>x",
    "<title>a&amp;\0<!-- </title><p>x--></TITLE/>y",
    "<title></titles></title",
    "<textarea><script></textarea><p>x</script>",
    "<iframe><p>&amp;\0</iframe><p>x<noscript><style>a</style>b</noscript>",
    "<xmp></XM></XMP>x<noembed><a></noembed><noframes><b></noframes>",
    "<plaintext><script>x</script>&amp;\0</plaintext>",
    "<head><noscript><link><style>a</style>b</noscript><p>x",
    "<noscript><style>a</style></noscript><head><noscript><p>x",
    // Doctypes.
    "<!DOCTYPE html><p><table>",
    "<!doctype><p><table>",
    "<!doctypehtml \r\n><p><table>",
    "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\"><p><table>",
    "<!DOCTYPE html public '-//W3C//DTD XHTML 1.0 Transitional//EN' \"a\0b\" c><p><table>",
    "<!DOCTYPE h\0ml PUBLIC\"a\"'b'x'><p><table>",
    "<!DOCTYPE html SYSTEM 'about:legacy-compat' x><p><table>",
    "<!DOCTYPE html SYSTEM \"a>b\"><p><table>",
    "<!DOCTYPE html publi 'a'><p><table>",
    "<p><!DOCTYPE html><table>",
    // Foreign content.
    "<svg/><p>x<svg a=b/><p>y</svg><p>z",
    "<svg><p>x</svg>y",
    "<div><svg><path></div>x</svg>y",
    "<a><svg><g></a>x</svg>y",
    "<svg><title>t</title><desc><b>x</b></desc></svg>y",
    "<svg><style>a{}</style><g/></svg>y",
    "<svg><svg a=b/></svg></svg>y",
    "<svg><![CDATA[</svg>]]></svg>y",
    "<svg><!-- </svg> --><g></svg>y<svg><g></svg>z",
    "<svg><foreignObject><p>x</p><script></svg></script></foreignObject></svg>y",
    "<svg><script></svg><p>x",
    "<math><![CDATA[x]]]>\0&amp;<b>]]]]></math><![CDATA[y]]>z",
    "<math><mi><![CDATA[x>]]></mi><![cdata[y]]><![CDATA[]]x",
    "<math><style><p>x</style></math>y",
    "<math><mi>x</mi></math><style>a</style>y",
    "<math definitionurl=a><annotation-xml encoding=text/html><svg><g/></svg><p>x</math>",
    // Insertion modes.
    "<select><style><option>x</style><svg><g/></svg></select>y",
    "<select><option>x</select><style>a</style>y",
    "<frameset><style>x</style><frame></frameset><noframes>&amp;</noframes>",
    "<table><style>a</style><tr><svg><g/></svg><td><script>b</script>c&nbsp;</table>",
    "<table> &#x20;a <tr> b&amp;<td>c</table>",
    "<template><tr><td>x</template><meta charset=a>b<form><form></form>",
];

#[test]
fn the_tree_is_the_same_on_tricky_markup() {
    for html in TRICKY {
        let ends = html.char_indices().map(|(at, _)| at);
        for end in ends.chain([html.len()]) {
            let html = html.get(..end).expect("a boundary");
            assert_same_tree(html, html);
        }
    }
}

#[test]
fn the_tree_is_the_same_on_the_development_pages() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/wcxb-dev/html");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not there", folder.display());
        return;
    };
    let mut pages: Vec<_> = entries.flatten().map(|e| e.path()).collect();
    pages.sort();
    for path in pages.iter().step_by(10) {
        let Ok(bytes) = std::fs::read(path) else {
            continue;
        };
        let mut html = Vec::new();
        let mut decoder = flate2::read::MultiGzDecoder::new(bytes.as_slice());
        std::io::Read::read_to_end(&mut decoder, &mut html).expect("gzip");
        let html = String::from_utf8_lossy(&html);
        assert_same_tree(&html, &path.display().to_string());
    }
}

/// Pieces of markup of all kinds. No framesets: they ask whether there was text before, and text
/// in drawings is left out.
const PIECE: &str = r#"(?x)
    <(/?(p|a|B|svg|g|path|title|style|script|math|mi|select|table|td|div|textarea|pre|
         noscript|iframe|plaintext|head|body|template|br)|!--)
        (\ [a-cA]=?["']?)*/?>?
    |<!doctype(\ html)?(\ (public|SYSTEM))?(\ ?["'][a-c>]*["']?)?>?
    |<script\ type=json>(<!--)?|<script>?|</script\ ?>?
    |&(amp|lt|copy|not|notin|nGt|AElig|a|\#65|\#x80|\#0|\#x|\#)[;=1a\ ]?
    |<!\[CDATA\[|\]\]>|-->|--!>|<!|<\?|</|\r\n
    |[<>"'=&;/\-\]a-cé\ \n\r\x00]
"#;

proptest::proptest! {
    #[test]
    fn the_tree_is_the_same_on_any_markup(
        pieces in proptest::collection::vec(proptest::string::string_regex(PIECE).expect("a pattern"), 0..30)
    ) {
        let html = pieces.concat();
        assert_same_tree(&html, &html);
    }
}
