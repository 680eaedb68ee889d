//! TeX in running text, between the delimiters that MathJax and KaTeX look for.

use memchr::memchr2_iter;

/// Longer formulas are text: with a limit, looking for the end of each stays linear.
const LONGEST: usize = 2_000;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    /// A formula without its delimiters.
    Tex(&'a str),
}

/// A text as formulas and what is between them.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    let mut formula = None;
    std::iter::from_fn(move || {
        if let Some(tex) = formula.take() {
            return Some(Piece::Tex(tex));
        }
        if rest.is_empty() {
            return None;
        }
        let (before, tex, after) = split(rest).unwrap_or((rest, "", ""));
        rest = after;
        formula = Some(tex).filter(|tex| !tex.is_empty());
        Some(Piece::Text(before))
    })
}

/// The first formula on lines of its own, with what is before and after it.
pub(crate) fn displayed(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let (before, tex, after) = split(text.get(from..)?)?;
        let (before, here) = text.split_at_checked(from + before.len())?;
        if here.starts_with("$$") || here.starts_with("\\[") {
            return Some((before, tex, after));
        }
        from = text.len() - after.len();
    }
}

/// The first formula, with what is before and after it.
fn split(text: &str) -> Option<(&str, &str, &str)> {
    let mut starts = memchr2_iter(b'$', b'\\', text.as_bytes());
    starts.find_map(|at| {
        let (before, here) = text.split_at(at);
        let (tex, after) = formula(here, before)?;
        Some((before, tex, after))
    })
}

/// The formula that begins here, and what is after it.
fn formula<'a>(text: &'a str, before: &str) -> Option<(&'a str, &'a str)> {
    const DELIMITERS: [(&str, &str); 4] =
        [("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$")];
    let (open, close) = DELIMITERS.iter().find(|(open, _)| text.starts_with(open))?;
    let inside = text.get(open.len()..)?;
    let near = inside.get(..inside.floor_char_boundary(LONGEST))?;
    let (tex, _) = near.split_once(close)?;
    let after = inside.get(tex.len() + close.len()..)?;
    let is_formula = match *open {
        "$" => is_no_money(tex, after) && !before.ends_with(char::is_alphanumeric),
        "$$" => tex.contains(['\\', '_', '^', '{', '=', '+', '*', '<']),
        _ => true,
    };
    (is_formula && !tex.trim().is_empty()).then_some((tex, after))
}

/// One dollar is a delimiter as in Pandoc's Markdown, and only around what Markdown would garble.
fn is_no_money(tex: &str, after: &str) -> bool {
    let is_space = char::is_whitespace;
    tex.contains(['\\', '_', '^', '{'])
        && !tex.starts_with(is_space)
        && !tex.ends_with(is_space)
        && !after.starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formulas(text: &str) -> Vec<&str> {
        let tex = |piece| match piece {
            Piece::Tex(tex) => Some(tex),
            Piece::Text(_) => None,
        };
        pieces(text).filter_map(tex).collect()
    }

    #[test]
    fn formulas_stand_between_delimiters() {
        let text = r"a \(x_1\) b \[y\] c $$z^2$$ d $w_1 * w_2$.";
        assert_eq!(formulas(text), ["x_1", "y", "z^2", "w_1 * w_2"]);
    }

    #[test]
    fn formulas_on_lines_of_their_own_are_told_from_those_in_the_text() {
        let found = displayed(r"a \(x \\[2pt] y\) b \[z\] c $$y=1$$");
        assert_eq!(found, Some((r"a \(x \\[2pt] y\) b ", "z", " c $$y=1$$")));
        assert_eq!(displayed(r"echo $$ or $$, \(x_1\)"), None);
    }

    #[test]
    fn money_shells_and_lone_delimiters_are_text() {
        for text in [
            "$5 and $6_a",
            "from $5_000-$6_000",
            "echo $$ or $$",
            r"\( and $a_b",
            "US$a_1$",
        ] {
            assert_eq!(formulas(text), [""; 0], "{text}");
            let all: Vec<_> = pieces(text).collect();
            assert_eq!(all, [Piece::Text(text)]);
        }
    }
}
