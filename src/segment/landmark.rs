//! Labels from what the mark-up says of itself: elements, roles and the words of class names and
//! ids. They serve where the model is not to be had, or in doubt ([`super::doubt`]).

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use html5ever::local_name;

use super::outline::{Element, NONE, Outline};
use super::{Label, RegionKind};
use crate::page::dom::{Dom, ElementRef, NodeRef};

/// What an element holds, and the element, role or word that says so.
type Mark = (RegionKind, &'static str);
type Word = (&'static str, RegionKind);

/// The label of each block by the innermost landmark that holds it.
pub(crate) fn label(dom: Option<&Dom>, outline: &Outline) -> Vec<Label> {
    let marks = inherited_marks(dom, outline);
    let of_block = |element: u32| marks.get(element as usize).copied().flatten();
    let blocks = outline.blocks.iter();
    blocks
        .map(|block| {
            of_block(block.element)
                .map_or_else(Label::other, |(kind, mark)| Label::of_landmark(kind, mark))
        })
        .collect()
}

/// For each element its own mark, or else its parent's. Parents stand before their children.
fn inherited_marks(dom: Option<&Dom>, outline: &Outline) -> Vec<Option<Mark>> {
    let mut marks: Vec<Option<Mark>> = Vec::with_capacity(outline.elements.len());
    for element in &outline.elements {
        let outer = match element.parent {
            NONE => None,
            parent => marks.get(parent as usize).copied().flatten(),
        };
        marks.push(own_mark(dom, element, outer).or(outer));
    }
    marks
}

/// What an element's role or names say that it holds.
pub(super) fn named(node: ElementRef<'_>) -> Option<RegionKind> {
    let mark = role_mark(node).or_else(|| word_mark(node, WORDS));
    let mark = mark.or_else(|| word_mark(node, DOUBTFUL));
    mark.map(|(kind, _)| kind)
}

fn own_mark(dom: Option<&Dom>, element: &Element, outer: Option<Mark>) -> Option<Mark> {
    let node = dom?.element(element.node?)?;
    role_mark(node)
        .or_else(|| word_mark(node, WORDS))
        .or_else(|| tag_mark(element, node, outer))
}

fn role_mark(node: ElementRef<'_>) -> Option<Mark> {
    match node.get("role")? {
        "navigation" => Some((RegionKind::Nav, "role=navigation")),
        "search" => Some((RegionKind::Search, "role=search")),
        "dialog" | "alertdialog" => Some((RegionKind::Dialog, "role=dialog")),
        "contentinfo" => Some((RegionKind::Footer, "role=contentinfo")),
        "complementary" => Some((RegionKind::Sidebar, "role=complementary")),
        "banner" => Some((RegionKind::Nav, "role=banner")),
        _ => None,
    }
}

fn tag_mark(element: &Element, node: ElementRef<'_>, outer: Option<Mark>) -> Option<Mark> {
    match element.tag {
        local_name!("nav") => Some((RegionKind::Nav, "nav")),
        local_name!("aside") => Some((RegionKind::Sidebar, "aside")),
        local_name!("dialog") => Some((RegionKind::Dialog, "dialog")),
        local_name!("search") => Some((RegionKind::Search, "search")),
        local_name!("figcaption") => Some((RegionKind::Caption, "figcaption")),
        local_name!("h1") if outer.is_none() => Some((RegionKind::Title, "h1")),
        local_name!("header") if !in_content(node) => Some((RegionKind::Nav, "header")),
        local_name!("footer") if !in_content(node) => Some((RegionKind::Footer, "footer")),
        _ => None,
    }
}

/// A header or footer inside these is the content's own, not the page's.
fn in_content(node: ElementRef<'_>) -> bool {
    let mut ancestors = node.ancestors().filter_map(NodeRef::element);
    ancestors.any(|a| {
        matches!(
            *a.tag(),
            local_name!("article") | local_name!("main") | local_name!("section")
        )
    })
}

/// Words of class names and ids that say what an element holds; two words match in this order,
/// next to each other.
const WORDS: &[Word] = &[
    ("breadcrumb", RegionKind::Breadcrumb),
    ("breadcrumbs", RegionKind::Breadcrumb),
    ("comment-form", RegionKind::CommentForm),
    ("comment-respond", RegionKind::CommentForm),
    ("commentform", RegionKind::CommentForm),
    ("nocomments", RegionKind::CommentForm),
    ("comments", RegionKind::Comment),
    ("commentlist", RegionKind::Comment),
    ("comment-list", RegionKind::Comment),
    ("cookie", RegionKind::Cookie),
    ("cookies", RegionKind::Cookie),
    ("consent", RegionKind::Cookie),
    ("gdpr", RegionKind::Cookie),
    ("newsletter", RegionKind::Newsletter),
    ("pagination", RegionKind::Pagination),
    ("related", RegionKind::Related),
    ("modal", RegionKind::Dialog),
    ("search-form", RegionKind::Search),
    ("searchform", RegionKind::Search),
    ("author-bio", RegionKind::AuthorBio),
    ("author-box", RegionKind::AuthorBio),
    ("share", RegionKind::Share),
    ("sharing", RegionKind::Share),
    ("paywall", RegionKind::Paywall),
    ("sidebar", RegionKind::Sidebar),
];

/// More such words. A wall may have these names too, so they count in doubt only.
const DOUBTFUL: &[Word] = &[
    ("signup", RegionKind::Newsletter),
    ("sign-up", RegionKind::Newsletter),
    ("subscribe", RegionKind::Newsletter),
    ("donate", RegionKind::Advert),
    ("donation", RegionKind::Advert),
    ("read-also", RegionKind::Related),
    ("about-author", RegionKind::AuthorBio),
    ("about-the-author", RegionKind::AuthorBio),
];

/// Most names have none of the words: that is found in one pass.
static ANY_WORD: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = WORDS.iter().chain(DOUBTFUL).map(|(word, _)| word);
    AhoCorasick::new(words).ok()
});

fn word_mark(node: ElementRef<'_>, words: &[Word]) -> Option<Mark> {
    if matches!(*node.tag(), local_name!("body") | local_name!("html")) {
        return None;
    }
    let names = [node.get("class"), node.get("id")];
    let telling = names.into_iter().flatten().filter(|names| {
        let any = ANY_WORD.as_ref();
        any.is_none_or(|any| any.is_match(names))
    });
    let mut tokens = telling.flat_map(str::split_ascii_whitespace);
    tokens.find_map(|token| token_mark(token, words))
}

fn token_mark(token: &str, words: &[Word]) -> Option<Mark> {
    let (word, kind) = words.iter().find(|(word, _)| has_word(token, word))?;
    Some((*kind, word))
}

/// Whether `token` contains `word` between its separators: `c-related__item` has `related`.
fn has_word(token: &str, word: &str) -> bool {
    token.match_indices(word).any(|(at, _)| {
        let is_letter = |c: char| c.is_ascii_alphanumeric();
        let before = token.get(..at).unwrap_or_default();
        let after = token.get(at + word.len()..).unwrap_or_default();
        !before.ends_with(is_letter) && !after.starts_with(is_letter)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Page;

    fn kinds(html: &str) -> Vec<(String, &'static str)> {
        let page = Page::from_html(html);
        let outline = super::super::outline(&page);
        let labels = label(page.dom(), &outline);
        let texts = (0..labels.len()).map(|i| outline.block_text(i).to_owned());
        texts.zip(labels.iter().map(|l| l.kind.as_str())).collect()
    }

    #[test]
    fn the_innermost_landmark_names_a_block() {
        let html = "<header><nav>Menu</nav>Slogan</header>\
            <aside>Widget<form role=search>Find</form></aside>\
            <div class='site-comments comments-area'>Great<div id=respond class=comment-respond>\
            Reply</div></div><footer>Imprint</footer>";
        let found = kinds(html);
        let expected = [
            ("Menu", "nav"),
            ("Slogan", "nav"),
            ("Widget", "sidebar"),
            ("Find", "search"),
            ("Great", "comment"),
            ("Reply", "comment_form"),
            ("Imprint", "footer"),
        ];
        let expected = expected.map(|(text, kind)| (text.to_owned(), kind));
        assert_eq!(found, expected);
    }

    #[test]
    fn header_and_footer_of_an_article_are_not_the_pages() {
        let found =
            kinds("<article><header><h1>T</h1>Deck</header><footer>Note</footer></article>");
        let kinds: Vec<_> = found.iter().map(|(_, kind)| *kind).collect();
        assert_eq!(kinds, ["title", "other", "other"]);
    }

    #[test]
    fn a_word_inside_another_word_is_no_landmark() {
        assert!(has_word("c-related__item", "related"));
        assert!(!has_word("unrelated", "related"));
        assert_eq!(kinds("<div class=correlated>Text</div>")[0].1, "other");
    }
}
