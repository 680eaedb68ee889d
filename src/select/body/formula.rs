//! Formulas and ruby: elements whose text is more than a row of characters.

use html5ever::local_name;

use super::classes::FORMULA_IMAGES;
use super::mathml;
use crate::article::Math;
use crate::page::dom::{ElementRef, NodeRef};
use crate::segment::outline::ElementId;
use crate::select::source::Source;

/// Nodes of one formula that are looked at.
const LARGEST: usize = 20_000;

/// The formula in an element: MathML, TeX that a script turns into a formula, or what KaTeX,
/// MathJax and MediaWiki put around it.
pub(super) fn math(element: ElementRef<'_>) -> Math {
    if is_tex_script(element) {
        return of_tex(&text_without(element, &[]));
    }
    let root = named(element, "math").unwrap_or(element);
    let annotation = root
        .descendants()
        .take(LARGEST)
        .filter_map(NodeRef::element);
    let mut tex = annotation.filter(|e| {
        let encoding = e.get("encoding").unwrap_or_default().to_lowercase();
        &**e.tag() == "annotation" && encoding.contains("tex")
    });
    let annotated = tex.next().map(|e| text_without(e, &[]));
    let stated = || root.get("alttext").map(collapsed);
    let source = || tex_script_after(element).map(|e| text_without(e, &[]));
    let tex = annotated.or_else(stated).or_else(source);
    Math {
        text: in_a_row(root),
        tex: tex.filter(|tex| !tex.is_empty()).map(without_style),
    }
}

/// A formula that is known as TeX only.
pub(super) fn of_tex(tex: &str) -> Math {
    Math {
        tex: Some(tex.to_owned()),
        text: tex.to_owned(),
    }
}

/// The TeX of a text that is nothing but a formula on lines of its own.
pub(super) fn displayed(text: &str) -> Option<&str> {
    let between = |open, close| text.trim().strip_prefix(open)?.strip_suffix(close);
    let tex = between("\\[", "\\]")
        .or_else(|| between("$$", "$$"))?
        .trim();
    let is_one = !tex.contains("$$") && !tex.contains("\\]");
    (is_one && tex.contains(char::is_alphanumeric)).then_some(tex)
}

/// Whether a formula stands on lines of its own, as its element says.
pub(super) fn is_displayed(element: ElementRef<'_>) -> bool {
    if is_tex_script(element) {
        return element
            .get("type")
            .is_some_and(|t| t.contains("mode=display"));
    }
    let stated = |e: ElementRef<'_>| matches!(e.get("display"), Some("block" | "true"));
    stated(element) || named(element, "math").is_some_and(stated)
}

/// The formula that an `img` is a picture of.
pub(super) fn of_image(source: &Source<'_>, element: ElementId) -> Option<Math> {
    let is_formula = source.has_class(element, FORMULA_IMAGES);
    let alt = source.attr(element, "alt").filter(|_| is_formula);
    let tex = collapsed(alt?);
    (!tex.is_empty()).then(|| of_tex(&without_style(tex)))
}

fn in_a_row(root: ElementRef<'_>) -> String {
    let is_mathml = *root.tag() == local_name!("math");
    match is_mathml && root.descendants().nth(LARGEST).is_none() {
        true => mathml::linear(root),
        false => text_without(root, &["annotation", "annotation-xml"]),
    }
}

/// MathJax leaves the source of a formula right behind what it made of it.
fn tex_script_after(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let mut behind = element.next_elements().take(2);
    behind.find(|e| is_tex_script(*e))
}

fn is_tex_script(element: ElementRef<'_>) -> bool {
    let kind = element.get("type").unwrap_or_default();
    *element.tag() == local_name!("script") && kind.starts_with("math/tex")
}

/// MediaWiki writes `{\displaystyle ...}` around every formula.
fn without_style(tex: String) -> String {
    let inner = tex.strip_prefix("{\\displaystyle ");
    let inner = inner.and_then(|t| t.strip_suffix('}'));
    inner.map(|t| t.trim().to_owned()).unwrap_or(tex)
}

/// The base texts of a `ruby` element, each with its pronunciation.
pub(super) fn ruby(element: ElementRef<'_>) -> Vec<(String, String)> {
    let (mut bases, mut marks) = (Vec::new(), Vec::new());
    let mut after_mark = false;
    for child in element.children().take(LARGEST) {
        let text = child.texts().collect::<String>();
        let text = collapsed(&text);
        let tag = child.element().map(|e| &**e.tag());
        match tag {
            _ if text.is_empty() => {}
            Some("rp") => {}
            // A second reading goes over all of the text.
            Some("rtc") => return vec![all(&bases, &marks, text)],
            Some("rt") => {
                marks.push(text);
                after_mark = true;
            }
            // Pieces of the base that no `rb` parts are one.
            None if !after_mark && !bases.is_empty() => {
                if let Some(last) = bases.last_mut() {
                    last.push_str(&text);
                }
            }
            _ => {
                bases.push(text);
                after_mark = false;
            }
        }
    }
    match bases.len() == marks.len() {
        true => bases.into_iter().zip(marks).collect(),
        false => vec![(bases.concat(), marks.concat())],
    }
}

fn all(bases: &[String], marks: &[String], second: String) -> (String, String) {
    let marks = marks.iter().cloned().chain([second]);
    (bases.concat(), marks.collect::<Vec<_>>().join(" "))
}

fn named<'a>(element: ElementRef<'a>, name: &str) -> Option<ElementRef<'a>> {
    let mut inside = element
        .descendants()
        .take(LARGEST)
        .filter_map(NodeRef::element);
    inside.find(|e| &**e.tag() == name)
}

fn text_without(root: ElementRef<'_>, names: &[&str]) -> String {
    let mut out = String::new();
    for node in root.descendants().take(LARGEST) {
        let Some(text) = node.text() else {
            continue;
        };
        let mut above = node.ancestors().take_while(|a| *a != *root);
        let is_out = |e: ElementRef<'_>| names.contains(&&**e.tag());
        if !above.any(|a| a.element().is_some_and(is_out)) {
            out.push_str(text);
        }
    }
    collapsed(&out)
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(html: &str, name: &str) -> Math {
        let page = crate::Page::from_html(html);
        let root = page.dom().and_then(|dom| dom.root_element());
        math(named(root.expect("a tree"), name).expect("an element"))
    }

    #[test]
    fn tex_is_taken_from_annotations_and_alternative_texts() {
        let annotated =
            "<math><mi>x</mi><annotation encoding=application/x-tex>x_1</annotation></math>";
        assert_eq!(first(annotated, "math").tex.as_deref(), Some("x_1"));
        assert_eq!(first(annotated, "math").text, "x");
        let stated = "<math alttext='{\\displaystyle a^2}'><mi>a</mi><mn>2</mn></math>";
        assert_eq!(first(stated, "math").tex.as_deref(), Some("a^2"));
        assert_eq!(first("<math><mi>y</mi></math>", "math").tex, None);
        let script = "<script type='math/tex; mode=display'>a < b_1</script>";
        assert_eq!(first(script, "script").tex.as_deref(), Some("a < b_1"));
        let rendered = format!("<b><i>a</i></b>{script}");
        assert_eq!(first(&rendered, "b").tex.as_deref(), Some("a < b_1"));
    }
}
