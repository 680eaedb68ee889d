//! Is this a page: the declared content type, or what the first bytes look like without one.

use serde::Serialize;

/// The kinds of text a page can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Media {
    /// `text/html`.
    Html,
    /// `application/xhtml+xml`, or XML whose root is `html`.
    Xhtml,
    /// `text/plain`.
    PlainText,
    /// XML or JSON: a feed or a sitemap. Only `discover` accepts it.
    Listing,
}

/// What a request is willing to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Page,
    /// Feeds and sitemaps, also as pages, plain text or gzip.
    Listing,
}

/// The kind of the body, or the name of what it is instead.
pub(super) fn recognise(
    content_type: Option<&str>,
    body: &[u8],
    wanted: Wanted,
) -> Result<Media, String> {
    let essence = content_type.map(essence).unwrap_or_default();
    let found = match essence.as_str() {
        "" | "application/octet-stream" | "application/unknown" | "unknown/unknown" | "*/*" => {
            sniff(body)
        }
        _ => declared(&essence, body),
    };
    match (found, wanted) {
        (Ok(Media::Listing), Wanted::Page) => Err(named(&essence, "XML or JSON")),
        (Err(_), Wanted::Listing) if is_gzip(body) => Ok(Media::Listing),
        (Err(what), _) => Err(named(&essence, what)),
        (Ok(media), _) => Ok(media),
    }
}

fn named(essence: &str, seen: &str) -> String {
    match essence {
        "" => format!("{seen} (recognised from its first bytes)"),
        "application/octet-stream" => format!("{seen} (sent as application/octet-stream)"),
        _ => essence.to_owned(),
    }
}

/// Servers send PDFs as `text/html` often enough that a signature overrules the header.
fn declared(essence: &str, body: &[u8]) -> Result<Media, &'static str> {
    let media = match essence {
        "text/html" => Media::Html,
        "application/xhtml+xml" | "application/vnd.wap.xhtml+xml" => Media::Xhtml,
        "text/plain" | "text/markdown" => Media::PlainText,
        "text/xml" | "application/xml" => xml(body),
        _ if is_listing(essence) => Media::Listing,
        _ => return Err("something else"),
    };
    match signature(body) {
        Some(_) if media != Media::Listing => Err("a binary file sent as text"),
        _ => Ok(media),
    }
}

fn is_listing(essence: &str) -> bool {
    essence.ends_with("+xml") && essence != "image/svg+xml"
        || essence.ends_with("/json")
        || essence.ends_with("+json")
}

/// XML is a page when its root element is `html`.
fn xml(body: &[u8]) -> Media {
    let start = String::from_utf8_lossy(body.get(..1024).unwrap_or(body)).to_ascii_lowercase();
    if start.contains("<html") {
        Media::Xhtml
    } else {
        Media::Listing
    }
}

fn sniff(body: &[u8]) -> Result<Media, &'static str> {
    if let Some(what) = signature(body) {
        return Err(what);
    }
    let start = body.get(..1024).unwrap_or(body);
    let has_utf16_mark = start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff");
    if !has_utf16_mark && start.iter().any(|b| is_binary(*b)) {
        return Err("binary data");
    }
    // Decodes UTF-16 where a byte order mark says so.
    let (text, _, _) = encoding_rs::UTF_8.decode(start);
    Ok(sniff_text(&text.to_ascii_lowercase()))
}

fn sniff_text(start: &str) -> Media {
    let start = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.starts_with("<?xml") {
        return if start.contains("<html") {
            Media::Xhtml
        } else {
            Media::Listing
        };
    }
    if start.starts_with("<rss") || start.starts_with("<feed") || start.starts_with('{') {
        return Media::Listing;
    }
    if start.starts_with('<') {
        Media::Html
    } else {
        Media::PlainText
    }
}

/// The control characters that the MIME Sniffing standard calls binary.
fn is_binary(byte: u8) -> bool {
    matches!(byte, 0x00..=0x08 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f)
}

fn signature(body: &[u8]) -> Option<&'static str> {
    const SIGNATURES: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF document"),
        (b"\x89PNG\r\n", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"RIFF", "a RIFF file (WebP, WAV, AVI)"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1f\x8b", "a gzip file"),
        (b"\x00\x00\x00\x18ftyp", "a video"),
        (b"\x00\x00\x00\x20ftyp", "a video"),
        (b"ID3", "an MP3 file"),
        (b"OggS", "an Ogg file"),
        (b"\x7fELF", "a program"),
        (b"\xd0\xcf\x11\xe0", "an Office document"),
    ];
    SIGNATURES
        .iter()
        .find(|(magic, _)| body.starts_with(magic))
        .map(|(_, what)| *what)
}

pub(super) fn is_gzip(body: &[u8]) -> bool {
    body.starts_with(b"\x1f\x8b")
}

/// The type without parameters, in lower case.
pub(super) fn essence(content_type: &str) -> String {
    let head = content_type.split([';', ',']).next().unwrap_or_default();
    head.trim().to_ascii_lowercase()
}

/// A parameter of a content type, without quotes.
pub(super) fn parameter<'a>(content_type: &'a str, name: &str) -> Option<&'a str> {
    content_type.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim()
            .eq_ignore_ascii_case(name)
            .then(|| value.trim().trim_matches(['"', '\'']))
    })
}

#[cfg(test)]
mod tests {
    use super::{Media, Wanted, parameter, recognise};

    /// Declared type, first bytes, verdict.
    type Case = (Option<&'static str>, &'static [u8], Result<Media, ()>);

    #[test]
    fn types_and_first_bytes() {
        let cases: &[Case] = &[
            (Some("text/html; charset=utf-8"), b"<p>", Ok(Media::Html)),
            (Some("TEXT/HTML"), b"<p>", Ok(Media::Html)),
            (Some("application/xhtml+xml"), b"<html/>", Ok(Media::Xhtml)),
            (Some("text/plain"), b"words", Ok(Media::PlainText)),
            (Some("text/html"), b"%PDF-1.7", Err(())),
            (Some("application/pdf"), b"<html>", Err(())),
            (Some("image/png"), b"\x89PNG\r\n", Err(())),
            (Some("application/json"), b"{}", Err(())),
            (
                Some("text/xml"),
                b"<?xml version='1.0'?><html>",
                Ok(Media::Xhtml),
            ),
            (Some("text/xml"), b"<?xml version='1.0'?><rss>", Err(())),
            (None, b"\n <!DOCTYPE html>", Ok(Media::Html)),
            (None, b"just words", Ok(Media::PlainText)),
            (None, b"\xff\xfe<\0h\0t\0m\0l\0>\0", Ok(Media::Html)),
            (None, b"GIF89a", Err(())),
            (None, b"\x00\x01\x02", Err(())),
            (Some("application/octet-stream"), b"<html>", Ok(Media::Html)),
        ];
        for (kind, body, expected) in cases {
            let got = recognise(*kind, body, Wanted::Page).map_err(|_| ());
            assert_eq!(got, *expected, "{kind:?} {body:?}");
        }
    }

    #[test]
    fn parameters() {
        assert_eq!(
            parameter("text/html; Charset=\"GBK\"", "charset"),
            Some("GBK")
        );
        assert_eq!(parameter("text/html", "charset"), None);
    }
}
