//! Candidates of a `srcset`, read as the HTML standard says: an address ends at white space, so it
//! may hold commas, and what describes it ends at a comma.

use super::media::is_address;

/// A smaller number is a density.
const LEAST_WIDTH: f64 = 16.0;

/// The candidate with the largest width or density.
pub(super) fn largest(set: &str) -> Option<&str> {
    let usable = candidates(set).filter(|(url, _)| is_address(url));
    // The first one of those that are as large.
    let best = usable.reduce(|best, other| if other.1 > best.1 { other } else { best });
    best.map(|(url, _)| url)
}

/// The candidate with the largest width, and that width; candidates by density state none.
pub(super) fn widest(set: &str) -> Option<(&str, f64)> {
    let usable = candidates(set).filter(|(url, width)| *width >= LEAST_WIDTH && is_address(url));
    usable.reduce(|best, other| if other.1 > best.1 { other } else { best })
}

/// Addresses with their width or density.
pub(in crate::select) fn candidates(set: &str) -> impl Iterator<Item = (&str, f64)> {
    let is_space = |c: char| c.is_ascii_whitespace();
    let mut rest = set;
    std::iter::from_fn(move || {
        let text = rest.trim_start_matches(|c| c == ',' || is_space(c));
        let (word, after) = text.split_at(text.find(is_space).unwrap_or(text.len()));
        let url = word.trim_end_matches(',');
        let ends = url.len() < word.len();
        let (size, after) = match after.split_once(',') {
            _ if ends => ("", after),
            Some(parts) => parts,
            None => (after, ""),
        };
        rest = after;
        (!url.is_empty()).then(|| (url, number(size)))
    })
}

fn number(size: &str) -> f64 {
    match size.split_ascii_whitespace().next() {
        Some(size) => size.trim_end_matches(['w', 'x']).parse().unwrap_or(0.0),
        None => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_candidate_of_a_srcset_wins() {
        for (set, expected) in [
            ("a.jpg 300w, b,c.jpg 900w, d.jpg 600w", Some("b,c.jpg")),
            ("a.jpg, b.jpg 2x", Some("b.jpg")),
            ("a.jpg 1x,b.jpg 2x", Some("b.jpg")),
            (
                "/w_9,h_2/a.jpg 300w,/w_8,h_2/b.jpg 200w",
                Some("/w_9,h_2/a.jpg"),
            ),
            ("data:image/gif;base64,R0 1w", None),
            (" , ", None),
        ] {
            assert_eq!(largest(set), expected, "{set}");
        }
    }
}
