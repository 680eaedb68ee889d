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
    let mut read = ReadLine {
        text: Cow::Borrowed(""),
        links: 0,
        linked: 0,
    };
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("](") {
        let address = address(after);
        let label = before.rfind('[').map(|at| before.len() - at - 1);
        if let (Some(address), Some(label)) = (address, label) {
            read.links += 1;
            read.linked += label;
            read.text.to_mut().push_str(before);
            read.text.to_mut().push(']');
            rest = &after[address..];
        } else {
            read.text.to_mut().push_str(before);
            read.text.to_mut().push_str("](");
            rest = after;
        }
    }
    if read.text.is_empty() {
        read.text = Cow::Borrowed(rest);
    } else {
        read.text.to_mut().push_str(rest);
    }
    read
}

/// Length of an address and of the bracket that closes it.
fn address(text: &str) -> Option<usize> {
    let end = text.find(|c: char| c == ')' || c.is_whitespace())?;
    text[end..].starts_with(')').then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_out_and_labels_counted() {
        let line = read("See [the bridge](https://example.com/a) and [![x](y.png)](/z).");
        assert_eq!(line.text, "See [the bridge] and [![x]].");
        assert_eq!((line.links, line.linked), (3, 10 + 1));
    }

    #[test]
    fn other_brackets_are_left_alone() {
        for text in ["a[0](x y)", "f](x)", "plain", "", "[open](end"] {
            assert_eq!(read(text).text, text);
            assert_eq!(read(text).links, 0);
        }
    }
}
