//! From the wire to the text: character encodings as servers really send them, and the article.

use crate::support::{Reply, Server, builder};
use encoding_rs::Encoding;
use unhusk::Extractor;
use unhusk::fetch::{Fetched, Media};

async fn get(headers: &[(&str, &str)], body: Vec<u8>) -> Fetched {
    let reply = Reply::new(200, headers, body);
    let server = Server::start(move |_| reply.clone()).await;
    let fetcher = builder().ignore_robots(true).build().unwrap();
    fetcher.get(&server.url("/story")).await.unwrap()
}

fn text(page: &Fetched) -> String {
    let segmentation = Extractor::default().segment(&page.page().unwrap());
    let regions: Vec<String> = segmentation
        .iter()
        .map(|region| region.text().to_string())
        .collect();
    regions.join("\n")
}

fn html(meta: &str, sentence: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head>{meta}<title>T</title></head><body><p>{sentence}</p></body></html>"
    )
}

fn encode(label: &str, text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
    assert!(!lossy, "{label} can write `{text}`");
    bytes.into_owned()
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units
        .flat_map(|unit| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        })
        .collect()
}

const SENTENCES: &[(&str, &str)] = &[
    (
        "windows-1251",
        "Совет обсуждал новый мост через реку четыре часа подряд.",
    ),
    (
        "Shift_JIS",
        "市議会は新しい橋について四時間にわたって議論した。",
    ),
    ("GBK", "市议会就新桥问题讨论了四个小时，没有得出结论。"),
    (
        "ISO-8859-15",
        "Le conseil a débattu du pont à 4 millions d’€ pendant des heures : œuvre.",
    ),
];

/// ISO-8859-15 has no typographic apostrophe.
fn plain(sentence: &str) -> String {
    sentence.replace('’', "'")
}

#[tokio::test]
async fn the_header_names_the_charset() {
    for (label, sentence) in SENTENCES {
        let sentence = plain(sentence);
        let kind = format!("text/html; charset={label}");
        let page = get(
            &[("Content-Type", &kind)],
            encode(label, &html("", &sentence)),
        )
        .await;
        assert!(text(&page).contains(&sentence), "{label}: {}", text(&page));
    }
}

#[tokio::test]
async fn only_the_meta_names_the_charset() {
    for (label, sentence) in SENTENCES {
        let sentence = plain(sentence);
        let meta = format!("<meta charset={label}>");
        for headers in [&[("Content-Type", "text/html")][..], &[]] {
            let page = get(headers, encode(label, &html(&meta, &sentence))).await;
            assert!(text(&page).contains(&sentence), "{label}: {}", text(&page));
        }
    }
}

#[tokio::test]
async fn the_meta_stands_after_the_first_kilobyte() {
    let (label, sentence) = SENTENCES[0];
    let meta = format!("<!--{}--><meta charset={label}>", "x".repeat(2000));
    let page = get(
        &[("Content-Type", "text/html")],
        encode(label, &html(&meta, sentence)),
    )
    .await;
    assert!(text(&page).contains(sentence), "{}", text(&page));
}

#[tokio::test]
async fn a_byte_order_mark_overrules_the_header() {
    let (_, sentence) = SENTENCES[1];
    for big in [false, true] {
        let body = utf16(&html("", sentence), big);
        for headers in [&[("Content-Type", "text/html; charset=utf-8")][..], &[]] {
            let page = get(headers, body.clone()).await;
            assert!(text(&page).contains(sentence), "{}", text(&page));
        }
    }
}

#[tokio::test]
async fn a_wrong_header_does_not_spoil_utf8() {
    let (_, sentence) = SENTENCES[0];
    let kind = [("Content-Type", "text/html; charset=ISO-8859-1")];
    let page = get(&kind, html("<meta charset=utf-8>", sentence).into_bytes()).await;
    assert!(text(&page).contains(sentence), "{}", text(&page));
}

#[tokio::test]
async fn plain_text_is_read_as_a_flattened_page() {
    let kind = [("Content-Type", "text/plain; charset=windows-1251")];
    let page = get(&kind, encode("windows-1251", SENTENCES[0].1)).await;
    assert_eq!(page.media(), Media::PlainText);
    assert!(text(&page).contains(SENTENCES[0].1), "{}", text(&page));
}

#[tokio::test]
async fn a_wrong_header_does_not_spoil_what_the_meta_knows_better() {
    for (label, sentence) in SENTENCES {
        let sentence = plain(sentence);
        let body = encode(label, &html(&format!("<meta charset={label}>"), &sentence));
        let page = get(&[("Content-Type", "text/html; charset=utf-8")], body).await;
        assert!(text(&page).contains(&sentence), "{label}: {}", text(&page));
    }
}

/// Nothing names the charset, so the bytes must; a few sentences are needed for that.
#[tokio::test]
async fn nobody_names_the_charset() {
    for (label, sentence) in &SENTENCES[..3] {
        let sentence = plain(sentence);
        let body = encode(label, &html("", &sentence.repeat(20)));
        for headers in [&[("Content-Type", "text/html")][..], &[]] {
            let page = get(headers, body.clone()).await;
            assert!(text(&page).contains(&sentence), "{label}: {}", text(&page));
        }
    }
}
