//! Links that a flattener wrote as Markdown: `[text](address)`.

use std::borrow::Cow;

/// A line as a reader sees it.
#[derive(Debug, PartialEq)]
pub(crate) struct ReadLine<'a> {
    /// Without the addresses of links.
    pub(crate) text: Cow<'a, str>,
    pub(super) links: usize,
    /// Bytes of `text` in links.
    pub(super) linked: usize,
}

/// Takes the addresses out of a line: they are no words of the page.
pub(crate) fn read(line: &str) -> ReadLine<'_> {
    let mut text = String::new();
    let (mut links, mut linked) = (0, 0);
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("](") {
        text.push_str(before);
        rest = after;
        // In a link around a picture the label starts before the picture's address.
        if let (Some(left), Some(start)) = (after_address(after), text.rfind('[')) {
            links += 1;
            linked += text.len() - start - 1;
            text.push(']');
            rest = left;
        } else {
            text.push_str("](");
        }
    }
    let text = if text.is_empty() {
        Cow::Borrowed(line)
    } else {
        text.push_str(rest);
        Cow::Owned(text)
    };
    ReadLine {
        text,
        links,
        linked,
    }
}

/// What follows an address and the bracket that closes it.
fn after_address(text: &str) -> Option<&str> {
    let (address, rest) = text.split_once(')')?;
    (!address.contains(char::is_whitespace)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_out_and_labels_counted() {
        let line = read("See [the bridge](https://example.com/a) and [![x](y.png)](/z).");
        assert_eq!(line.text, "See [the bridge] and [![x]].");
        assert_eq!((line.links, line.linked), (3, 10 + 1 + 2));
    }

    #[test]
    fn other_brackets_are_left_alone() {
        for text in ["a[0](x y)", "f](x)", "plain", "", "[open](end"] {
            assert_eq!(read(text).text, text);
            assert_eq!(read(text).links, 0);
        }
    }
}
