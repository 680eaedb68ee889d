//! MathML as characters in a row that say the same: `(a+b)/2`, `x^2`, `y_i`, `√(a+b)`.

use crate::page::dom::{ElementRef, NodeRef};

/// Formulas nested deeper are written without structure.
const MAX_DEPTH: u8 = 32;

/// The formula in a row.
pub(super) fn linear(root: ElementRef<'_>) -> String {
    element(root, MAX_DEPTH).text
}

/// A part of a formula.
#[derive(Debug, Default)]
struct Part {
    text: String,
    /// Binds as one thing: a number, a name, or what is in brackets.
    is_whole: bool,
    /// Would run together with a letter beside it: a name of several letters, a power.
    is_apart: bool,
}

impl Part {
    fn of(text: String) -> Self {
        Self {
            is_whole: is_bracketed(&text),
            is_apart: true,
            text,
        }
    }

    fn leaf(text: String) -> Self {
        Self {
            is_whole: true,
            is_apart: text.chars().filter(|c| c.is_alphabetic()).count() > 1,
            text,
        }
    }

    /// In brackets, unless it binds anyway.
    fn bound(self) -> String {
        match self.is_whole {
            true => self.text,
            false => format!("({})", self.text),
        }
    }
}

/// Whether the bracket at the start is closed at the end, and not before.
fn is_bracketed(text: &str) -> bool {
    let mut depth = 0_i32;
    let mut closes = text.char_indices().filter(|(_, c)| {
        depth += match c {
            '(' | '[' | '{' => 1,
            ')' | ']' | '}' => -1,
            _ => 0,
        };
        depth <= 0
    });
    closes
        .next()
        .is_some_and(|(at, _)| at > 0 && at + 1 == text.len())
}

fn element(node: ElementRef<'_>, depth: u8) -> Part {
    let Some(depth) = depth.checked_sub(1) else {
        return Part::leaf(token(node));
    };
    let mut children = node.child_elements().map(|child| element(child, depth));
    let mut next = || children.next().unwrap_or_default();
    let text = match &**node.tag() {
        "mi" | "mn" | "mo" | "mtext" | "ms" => return Part::leaf(token(node)),
        "annotation" | "annotation-xml" | "mphantom" | "mspace" | "none" => String::new(),
        "semantics" | "maction" => return next(),
        "mfrac" => format!("{}/{}", next().bound(), next().bound()),
        "msqrt" => format!("√{}", row(node, depth).bound()),
        "mroot" => format!("{}^(1/{})", next().bound(), next().bound()),
        "msup" | "mover" => return raised(next(), next()),
        "msub" | "munder" => format!("{}_{}", next().bound(), next().bound()),
        "msubsup" | "munderover" => {
            format!("{}_{}^{}", next().bound(), next().bound(), next().bound())
        }
        "mfenced" => fenced(node, children.map(|part| part.text).collect()),
        "mtable" => joined(children, "; "),
        "mtr" | "mlabeledtr" => joined(children, ", "),
        _ => return row(node, depth),
    };
    Part::of(text)
}

/// Signs that are not seen, such as that of a multiplication, are left out.
fn token(node: ElementRef<'_>) -> String {
    let words = node.texts().flat_map(str::split_ascii_whitespace);
    let mut text = words.collect::<Vec<_>>().join(" ");
    text.retain(|c| !matches!(c, '\u{2061}'..='\u{2064}'));
    text
}

/// A prime, an arrow or a bar stands right behind what it belongs to.
fn raised(base: Part, above: Part) -> Part {
    let is_accent = !above.text.chars().any(char::is_alphanumeric);
    Part::of(match is_accent {
        true => base.bound() + &above.text,
        false => format!("{}^{}", base.bound(), above.bound()),
    })
}

fn fenced(node: ElementRef<'_>, parts: Vec<String>) -> String {
    let stated = |name, usual| node.get(name).unwrap_or(usual).trim();
    let between = stated("separators", ",").chars().next();
    let between = between.map(String::from).unwrap_or_default();
    let inside = parts.join(&between);
    format!("{}{inside}{}", stated("open", "("), stated("close", ")"))
}

fn joined(parts: impl Iterator<Item = Part>, between: &str) -> String {
    parts
        .map(|part| part.text)
        .collect::<Vec<_>>()
        .join(between)
}

/// What stands in a row.
fn row(node: ElementRef<'_>, depth: u8) -> Part {
    let mut parts = node.children().filter_map(|child| part(child, depth));
    let mut all = parts.next().unwrap_or_default();
    for part in parts {
        let touch = all.text.ends_with(char::is_alphanumeric)
            && part.text.starts_with(char::is_alphanumeric);
        if touch && (all.is_apart || part.is_apart) {
            all.text.push(' ');
        }
        all.text.push_str(&part.text);
        all.is_whole = is_bracketed(&all.text);
        all.is_apart = part.is_apart;
    }
    all
}

/// An element, or text that stands outside of any that is for text.
fn part(node: NodeRef<'_>, depth: u8) -> Option<Part> {
    let part = match (node.element(), node.text()) {
        (Some(child), _) => element(child, depth),
        (None, Some(text)) => Part::leaf(text.trim_ascii().to_owned()),
        (None, None) => return None,
    };
    (!part.text.is_empty()).then_some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mathml: &str) -> String {
        let page = crate::Page::from_html(&format!("<math>{mathml}</math>"));
        let root = page.dom().and_then(|dom| dom.root_element());
        let mut elements = root.expect("a tree").descendant_elements();
        linear(elements.find(|e| &**e.tag() == "math").expect("a formula"))
    }

    #[test]
    fn fractions_roots_and_scripts_keep_their_meaning() {
        let cases = [
            ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "1/2"),
            (
                "<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>12</mn></mfrac>",
                "(a+b)/12",
            ),
            (
                "<msup><mi>x</mi><mn>2</mn></msup><mo>\u{2062}</mo><msub><mi>y</mi><mi>i</mi></msub>",
                "x^2 y_i",
            ),
            ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "x_i^2"),
            ("<msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt>", "√(a+b)"),
            ("<mroot><mi>x</mi><mn>3</mn></mroot>", "x^(1/3)"),
            (
                "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>",
                "∑_(i=1)^n i",
            ),
            ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a,b)"),
            (
                "<mi>sin</mi><mo>\u{2061}</mo> <mi>x</mi> <mo>=</mo> <mn>2</mn><mi>y</mi>",
                "sin x=2y",
            ),
            (
                "<msup><mi>f</mi><mo>′</mo></msup><mover><mi>v</mi><mo>→</mo></mover>",
                "f′v→",
            ),
            (
                "<msup><mrow><mo>(</mo><mi>x</mi><mo>+</mo><mn>1</mn><mo>)</mo></mrow><mn>2</mn></msup>",
                "(x+1)^2",
            ),
            (
                "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mi>c</mi></mtd></mtr></mtable>",
                "a, b; c",
            ),
            ("x", "x"),
        ];
        for (mathml, expected) in cases {
            assert_eq!(read(mathml), expected, "{mathml}");
        }
    }

    #[test]
    fn deep_formulas_lose_their_structure_and_no_text() {
        let deep = format!("{}x{}", "<mrow>".repeat(200), "</mrow>".repeat(200));
        assert_eq!(read(&deep), "x");
    }
}
