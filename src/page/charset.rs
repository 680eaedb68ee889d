//! Bytes to text, in the order of the HTML standard's encoding sniffing, with one addition:
//! a declaration that the bytes contradict is not believed.

use std::borrow::Cow;

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How far to look for a declaration in the mark-up. The standard says 1,024 bytes; real pages
/// put scripts before the `meta` element.
const PRESCAN_BYTES: usize = 32 << 10;

/// Decodes a page. Never fails: what cannot be decoded becomes U+FFFD.
pub(super) fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0;
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return encoding.decode(bytes).0;
    }
    let header = content_type.and_then(header_charset);
    let declared = header.or_else(|| markup_charset(bytes));
    if let Ok(text) = std::str::from_utf8(bytes)
        && declared.is_none_or(|e| overruled_by_valid_utf8(e, bytes))
    {
        return Cow::Borrowed(text);
    }
    let fits = |encoding: &&'static Encoding| !contradicts(encoding, bytes);
    // Servers send one header for all pages; the page itself may know better.
    let believed = declared.filter(fits).or_else(|| {
        let own = header.and_then(|_| markup_charset(bytes));
        own.filter(fits)
    });
    believed.unwrap_or_else(|| detect(bytes)).decode(bytes).0
}

/// UTF-16 without a mark: every second byte of its mark-up and white space is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let mut zeros = [0; 2];
    for pair in head.chunks_exact(2) {
        zeros[0] += usize::from(pair[0] == 0);
        zeros[1] += usize::from(pair[1] == 0);
    }
    let many = |zeros: usize, others: usize| zeros * 40 > head.len() && zeros > others * 20;
    match zeros {
        [first, second] if many(first, second) => Some(UTF_16BE),
        [first, second] if many(second, first) => Some(UTF_16LE),
        _ => None,
    }
}

fn header_charset(content_type: &str) -> Option<&'static Encoding> {
    let value = after_ignore_case(content_type.as_bytes(), b"charset")?;
    label(value)
}

/// Looks for `charset=` in a `meta` element or `encoding=` in an XML declaration.
fn markup_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..PRESCAN_BYTES).unwrap_or(bytes);
    let declared = if head.starts_with(b"<?xml") {
        let end = head.iter().position(|&b| b == b'>')?;
        after_ignore_case(head.get(..end)?, b"encoding").and_then(label)
    } else {
        None
    };
    let encoding = declared.or_else(|| meta_charset(head))?;
    // The page was readable as ASCII so far, so it is not UTF-16, whatever it says.
    let utf16 = encoding == UTF_16LE || encoding == UTF_16BE;
    Some(if utf16 { UTF_8 } else { encoding })
}

fn meta_charset(head: &[u8]) -> Option<&'static Encoding> {
    let mut rest = head;
    while let Some(tag) = after_ignore_case(rest, b"<meta") {
        let end = tag.iter().position(|&b| b == b'>').unwrap_or(tag.len());
        let (inside, after) = tag.split_at(end);
        if let Some(found) = after_ignore_case(inside, b"charset").and_then(label) {
            return Some(found);
        }
        rest = after;
    }
    None
}

/// Reads `= "name"` in its usual spellings.
fn label(value: &[u8]) -> Option<&'static Encoding> {
    let skip = |b: &u8| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'=' | b'"' | b'\'');
    let start = value.iter().position(|b| !skip(b))?;
    let value = value.get(start..)?;
    let end = value
        .iter()
        .position(|b| matches!(b, b'"' | b'\'' | b';' | b' ' | b'/' | b'>' | b',' | b'?'))
        .unwrap_or(value.len());
    Encoding::for_label(value.get(..end)?)
}

fn after_ignore_case<'a>(haystack: &'a [u8], needle: &[u8]) -> Option<&'a [u8]> {
    let at = haystack
        .windows(needle.len())
        .position(|w| w.eq_ignore_ascii_case(needle))?;
    haystack.get(at + needle.len()..)
}

/// Text in a single-byte encoding is almost never valid UTF-8 by chance; text in a double-byte
/// encoding can be, when it is short.
fn overruled_by_valid_utf8(declared: &'static Encoding, bytes: &[u8]) -> bool {
    if !declared.is_ascii_compatible() {
        return declared != UTF_16LE && declared != UTF_16BE && declared.is_single_byte();
    }
    declared == UTF_8 || declared.is_single_byte() || {
        declared.decode_without_bom_handling(bytes).1 || bytes.is_ascii()
    }
}

/// More than one undecodable place in a hundred non-ASCII bytes: the declaration is wrong, not
/// the page damaged.
fn contradicts(declared: &'static Encoding, bytes: &[u8]) -> bool {
    let (text, errors) = declared.decode_without_bom_handling(bytes);
    if !errors {
        return false;
    }
    let foreign = bytes.iter().filter(|b| !b.is_ascii()).count();
    let broken = text.matches('\u{FFFD}').count();
    broken * 100 > foreign.max(1)
}

/// Guesses from the text alone: mark-up and scripts are ASCII and only dilute the evidence.
fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    let mut rest = bytes;
    while let Some(lt) = rest.iter().position(|&b| b == b'<') {
        let (text, tag) = rest.split_at(lt);
        detector.feed(text, false);
        let end = tag.iter().position(|&b| b == b'>').unwrap_or(tag.len() - 1);
        rest = tag.get(end + 1..).unwrap_or_default();
    }
    detector.feed(rest, true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(label: &str, text: &str) -> Vec<u8> {
        let encoding = Encoding::for_label(label.as_bytes()).expect("known label");
        encoding.encode(text).0.into_owned()
    }

    const RUSSIAN: &str = "Состоялся двухдневный визит Владимира Путина в Белоруссию";

    #[test]
    fn byte_order_mark_wins_over_the_header() {
        let mut bytes = vec![0xFF, 0xFE];
        bytes.extend(RUSSIAN.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(&bytes, Some("text/html; charset=utf-8")), RUSSIAN);
    }

    #[test]
    fn utf_16_without_a_mark_is_recognised() {
        let html = format!("<p>{RUSSIAN}</p>");
        let big = html.encode_utf16().flat_map(u16::to_be_bytes);
        let little = html.encode_utf16().flat_map(u16::to_le_bytes);
        for bytes in [big.collect::<Vec<_>>(), little.collect()] {
            assert_eq!(decode(&bytes, None), html);
            assert_eq!(decode(&bytes, Some("text/html; charset=utf-16")), html);
        }
    }

    #[test]
    fn header_charset_is_used() {
        let bytes = encode("windows-1251", RUSSIAN);
        assert_eq!(
            decode(&bytes, Some("text/html; Charset=\"Windows-1251\"")),
            RUSSIAN
        );
    }

    #[test]
    fn meta_after_one_kilobyte_is_found() {
        let html = format!(
            "<!--{}--><meta charset=windows-1251>{RUSSIAN}",
            "x".repeat(3000)
        );
        assert!(decode(&encode("windows-1251", &html), None).ends_with(RUSSIAN));
    }

    #[test]
    fn valid_utf8_overrules_a_wrong_single_byte_header() {
        let text = "Тест — “quotes”";
        assert_eq!(
            decode(text.as_bytes(), Some("text/html; charset=iso-8859-1")),
            text
        );
    }

    #[test]
    fn declared_utf8_that_is_not_utf8_is_detected() {
        let html = format!("<meta charset=utf-8><p>{RUSSIAN}. {RUSSIAN}.</p>");
        let bytes = encode("windows-1251", &html);
        assert!(decode(&bytes, None).contains(RUSSIAN));
    }

    #[test]
    fn undeclared_double_byte_text_is_detected() {
        let text = "これは日本語の文章です。文字コードを判定します。";
        assert_eq!(decode(&encode("shift_jis", text), None), text);
    }

    #[test]
    fn one_damaged_character_does_not_change_the_encoding() {
        let mut bytes = RUSSIAN.repeat(20).into_bytes();
        bytes.truncate(bytes.len() - 1);
        let decoded = decode(&bytes, Some("text/html; charset=utf-8"));
        assert!(decoded.starts_with(RUSSIAN));
    }
}
