//! Bodies: compression, bombs, character encodings, odd framing.

use std::io::Write;

use crate::support::{Reply, Server, Step, article, builder, head};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use unhusk::fetch::{FetchError, Fetched};

const LIMIT: u64 = 1_000_000;

async fn get(reply: Reply) -> Result<Fetched, FetchError> {
    let server = Server::start(move |_| reply.clone()).await;
    let fetcher = builder()
        .ignore_robots(true)
        .max_bytes(LIMIT)
        .build()
        .unwrap();
    fetcher.get(&server.url("/")).await
}

fn encoded(encoding: &str, body: &[u8]) -> Reply {
    Reply::new(
        200,
        &[
            ("Content-Type", "text/html"),
            ("Content-Encoding", encoding),
        ],
        body,
    )
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn zlib(body: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn deflate(body: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn brotli(body: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: 5,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &body[..], &mut packed, &params).unwrap();
    packed
}

fn zstd(body: &[u8]) -> Vec<u8> {
    zstd::encode_all(body, 3).unwrap()
}

type Pack = fn(&[u8]) -> Vec<u8>;
const ENCODINGS: &[(&str, Pack)] = &[
    ("gzip", gzip),
    ("br", brotli),
    ("zstd", zstd),
    ("deflate", zlib),
];

#[tokio::test]
async fn every_encoding_is_offered_and_decoded() {
    let body = article("Packed");
    for (encoding, pack) in ENCODINGS {
        let page = get(encoded(encoding, &pack(body.as_bytes())))
            .await
            .expect(encoding);
        assert_eq!(page.body(), body.as_bytes(), "{encoding}");
    }
    let server = Server::start(|_| Reply::html("x")).await;
    let fetcher = builder().ignore_robots(true).build().unwrap();
    fetcher.get(&server.url("/")).await.unwrap();
    let hits = server.hits();
    let offered = hits[0].header("accept-encoding").unwrap();
    assert!(
        ENCODINGS
            .iter()
            .all(|(encoding, _)| offered.contains(encoding)),
        "{offered}"
    );
}

#[tokio::test]
async fn bombs_stop_at_the_cap() {
    let bomb = vec![b' '; 200 << 20];
    for (encoding, pack) in ENCODINGS {
        let packed = pack(&bomb);
        assert!(
            (packed.len() as u64) < LIMIT,
            "{encoding}: {}",
            packed.len()
        );
        let error = get(encoded(encoding, &packed)).await.expect_err(encoding);
        let typed = matches!(
            error,
            FetchError::TooLarge {
                what: "body",
                limit: LIMIT,
                ..
            }
        );
        assert!(typed, "{encoding}: {error}");
    }
}

#[tokio::test]
async fn a_bomb_of_an_error_page_stops_too() {
    let packed = gzip(&vec![b' '; 50 << 20]);
    let headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")];
    let error = get(Reply::new(404, &headers, packed)).await.unwrap_err();
    assert!(matches!(error, FetchError::NotFound { .. }), "{error}");
}

#[tokio::test]
async fn broken_compression_is_an_interruption() {
    let packed = gzip(article("Cut").as_bytes());
    let broken: [&[u8]; 3] = [
        &packed[..packed.len() / 2],
        b"not gzip at all",
        &deflate(b"x"),
    ];
    for body in broken {
        let error = get(encoded("gzip", body)).await.unwrap_err();
        assert!(matches!(error, FetchError::Interrupted { .. }), "{error}");
    }
}

#[tokio::test]
async fn compressed_twice_is_a_typed_refusal() {
    let twice = gzip(&gzip(b"<p>x"));
    let error = get(encoded("gzip, gzip", &twice)).await.unwrap_err();
    assert!(matches!(error, FetchError::Encoding { .. }), "{error}");
}

#[tokio::test]
async fn an_endless_body_stops_at_the_cap() {
    let mut bytes = head(200, &[("Content-Type", "text/html")]);
    bytes.extend(b"\r\n");
    bytes.extend(vec![b'x'; 2 * LIMIT as usize]);
    let error = get(Reply::script([Step::Send(bytes), Step::Hang]))
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::TooLarge { .. }), "{error}");
}

#[tokio::test]
async fn chunks_and_no_length() {
    let mut chunked = head(
        200,
        &[
            ("Content-Type", "text/html"),
            ("Transfer-Encoding", "chunked"),
        ],
    );
    chunked.extend(b"\r\n6\r\n<p>Hel\r\n5\r\nlo</p\r\n1\r\n>\r\n0\r\n\r\n");
    let page = get(Reply::script([Step::Send(chunked.clone())]))
        .await
        .unwrap();
    assert_eq!(page.body(), b"<p>Hello</p>");

    let cut = chunked[..chunked.len() - 5].to_vec();
    let error = get(Reply::script([Step::Send(cut)])).await.unwrap_err();
    assert!(matches!(error, FetchError::Interrupted { .. }), "{error}");

    let mut open = head(200, &[("Content-Type", "text/html")]);
    open.extend(b"\r\n<p>Until the end");
    let page = get(Reply::script([Step::Send(open)])).await.unwrap();
    assert_eq!(page.body(), b"<p>Until the end");
}

#[tokio::test]
async fn a_body_longer_than_its_length_is_cut_there() {
    let mut bytes = head(
        200,
        &[("Content-Type", "text/html"), ("Content-Length", "8")],
    );
    bytes.extend(b"\r\n<p>Right and then some more");
    let page = get(Reply::script([Step::Send(bytes)])).await.unwrap();
    assert_eq!(page.body(), b"<p>Right");
}

/// The bytes and the declaration reach the page parser untouched.
#[tokio::test]
async fn bytes_and_charset_pass_through() {
    for (kind, bytes) in [
        (
            "text/html; charset=windows-1251",
            &b"<p>\xcf\xf0\xe8\xe2\xe5\xf2"[..],
        ),
        ("text/html; charset=Shift_JIS", b"<p>\x82\xb1\x82\xf1"),
        ("text/html", b"\xff\xfe<\0p\0>\0"),
    ] {
        let page = get(Reply::new(200, &[("Content-Type", kind)], bytes))
            .await
            .unwrap();
        assert_eq!((page.content_type(), page.body()), (Some(kind), bytes));
    }
}
