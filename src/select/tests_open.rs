//! Blocks that the model does not know or takes for a sidebar, on small pages: those that begin with a
//! question mark, and with a tilde.

use super::tests::extract_without;
use crate::Page;

fn text(html: &str) -> String {
    let page = Page::from_html(&format!("<main>{html}</main>"));
    extract_without(&page, |text| text.starts_with('?')).to_text()
}

#[test]
fn unknown_cells_of_a_table_or_definition_list_that_is_the_bodys_are_of_it() {
    for html in [
        "<table><tr><th>one<th>two<tr><td>?<td>four</table>",
        "<dl><dt>one<dd>two<dt>three<dd>?</dl>",
    ] {
        let page = format!("<p>a{html}<p>b");
        assert!(text(&page).contains('?'), "{html}");
        let mostly = page.replace("one", "?").replace("two", "?");
        assert!(!text(&mostly).contains('?'), "{mostly}");
    }
    let with_nav =
        text("<p>a<dl><dt>one<dd>two<dt>three<dd><nav>More</nav><dt>five<dd>six</dl><p>b");
    assert!(!with_nav.contains("More"));
}

#[test]
fn short_unknown_quotations_and_listings_between_two_blocks_of_the_body_are_of_it() {
    for html in [
        "<blockquote><p>?</p></blockquote>",
        "<blockquote><p>?</p><p>? Too.</p></blockquote>",
        "<figure><blockquote>?</blockquote><figcaption>Ann Bo</figcaption></figure>",
        "<pre>?</pre>",
    ] {
        let page = format!("<p>a{html}<p>b");
        assert!(text(&page).contains('?'), "{html}");
        let last = format!("<p>a{html}");
        assert!(!text(&last).contains('?'), "{html}");
        let beside = format!("<p>a<p>? b{html}<p>c");
        assert!(!text(&beside).contains('?'), "{html}");
    }
    let step = "<p>a<ol><li>Run<pre>?</pre></ol><p>b";
    assert!(text(step).contains('?'));
    let long = "<p>?</p>".repeat(9);
    let long = text(&format!("<p>a<blockquote>{long}</blockquote><p>b"));
    assert_eq!(long, "a\n\nb");
}

#[test]
fn an_unknown_quotation_comes_with_whom_it_quotes() {
    let html = "<p>a<blockquote><p>? Yes.</p><footer>? Ann Bo</footer></blockquote><p>b";
    assert_eq!(text(html), "a\n\n? Yes.\n\n\u{2014} ? Ann Bo\n\nb");
}

#[test]
fn unknown_footnotes_that_the_body_refers_to_are_of_it() {
    let note = |reference: &str| {
        format!(
            "<p>{reference} a<a href=#n id=r>1</a><p>b<hr><ol><li id=n>? Of oak. <a href=#r>\u{21a9}</a></ol>"
        )
    };
    assert_eq!(text(&note("Piles")), "Piles a[1]\n\nb\n\n[1] ? Of oak.");
    assert!(!text(&note("?")).contains("Of oak"));
}

#[test]
fn an_unknown_item_amid_a_numbered_list_is_of_the_body() {
    let list = |tag: &str, items: [&str; 4]| {
        let items: String = items.iter().map(|item| format!("<li>{item}")).collect();
        text(&format!("<p>a<{tag}>{items}</{tag}><p>b"))
    };
    assert!(list("ol", ["one", "?", "three", "four"]).contains('?'));
    assert!(!list("ol", ["one", "two", "three", "?"]).contains('?'));
    assert!(!list("ol", ["one", "?", "? three", "four"]).contains('?'));
    assert!(!list("ul", ["one", "?", "three", "four"]).contains('?'));
}

#[test]
fn footnotes_are_of_the_body_whatever_their_labels_if_others_of_their_list_are() {
    let notes = |reference: &str, other: &str| {
        format!(
            "<p>c<p>{reference} a<a href=#n id=r>1</a><p>b<a href=#o id=s>2</a><ol><li id=n>~ Of oak. \
            <a href=#r>^</a><li id=o>{other} <a href=#s>^</a></ol>"
        )
    };
    let all = "c\n\nPiles a[1]\n\nb[2]\n\n[1] ~ Of oak.\n[2] Too.";
    assert_eq!(text(&notes("Piles", "Too.")), all);
    assert!(!text(&notes("~", "Too.")).contains("Of oak"));
}

#[test]
fn terms_and_summaries_come_with_what_they_stand_above_whatever_their_labels() {
    for html in [
        "<dl><dt>~ Pile<dd>A post.</dl>",
        "<dl><dt>~ Pile<dt>~ Pole<dd>A post.</dl>",
        "<dl><div><dt>~ Pile</dt><dd>A post.</dd></div></dl>",
        "<details><summary>~ Pile</summary><p>A post.</p></details>",
        "<details><summary><b>~ Pile</b></summary>A post.</details>",
    ] {
        let page = format!("<p>a{html}<p>b");
        assert!(text(&page).contains("~ Pile"), "{html}");
        let other = page.replace("A post", "~ A post");
        assert_eq!(text(&other), "a\n\nb", "{html}");
    }
}

#[test]
fn a_short_list_of_footnotes_that_lead_back_to_the_body_is_of_it_whatever_its_label() {
    let notes = |reference: &str, back: &str| {
        format!(
            "<p>{reference} a<a href=#n id=r>1</a><p>b<a href=#o id=s>2</a><ol><li id=n>~ Of oak. {back}\
            <li id=o>~ Too. <a href=#s>^</a></ol>"
        )
    };
    let all = "Piles a[1]\n\nb[2]\n\n[1] ~ Of oak.\n[2] ~ Too.";
    assert_eq!(text(&notes("Piles", "<a href=#r>^</a>")), all);
    assert!(!text(&notes("~", "<a href=#r>^</a>")).contains("Of oak"));
    assert!(!text(&notes("Piles", "")).contains("Of oak"));
    let in_nav = notes("Piles", "<a href=#r>^</a>").replace("<ol>", "<nav><ol>");
    assert!(!text(&in_nav.replace('~', "")).contains("Of oak"));
    let many = format!("<ol>{}", "<li>~ More.".repeat(20));
    let long = notes("Piles", "<a href=#r>^</a>").replace("<ol>", &many);
    assert!(!text(&long).contains("Of oak"));
}

#[test]
fn a_mark_on_a_line_of_its_own_is_no_part_of_the_note() {
    let html = "<p>Piles a<a href=#n id=r>[1]</a><p>b<div id=n><span>[<a href=#r>1</a>]</span><p>~ Of oak.</div>";
    assert_eq!(text(html), "Piles a[1]\n\nb\n\n[1] ~ Of oak.");
}
