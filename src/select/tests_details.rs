//! Details of quotations, code, pictures and lists, each on a small page.

use super::tests::extract;
use crate::Page;
use crate::article::{Article, Block};

fn read(html: &str) -> Article {
    let page = Page::from_html(&format!("<main>{html}</main>")).with_url("https://example.com/a/b");
    extract(&page.expect("a URL"))
}

fn markdown(html: &str) -> String {
    read(html).to_markdown()
}

#[test]
fn a_post_keeps_text_attribution_and_link() {
    let article = read(
        "<p>t<blockquote class=twitter-tweet><p>Hello there</p>&mdash; Ann Bo (@annbo) \
        <a href=https://twitter.com/annbo/status/12>March 3, 2024</a></blockquote><p>u",
    );
    let text = "t\n\nHello there\n\n— Ann Bo (@annbo) March 3, 2024\n\nu";
    assert_eq!(article.to_text(), text);
    let Some(Block::Embed(embed)) = article.body.blocks.get(1) else {
        panic!("an embed");
    };
    assert_eq!(embed.provider.as_deref(), Some("x"));
    let url = Some("https://twitter.com/annbo/status/12");
    assert_eq!(embed.url.as_deref(), url);
}

#[test]
fn a_post_is_whole_whatever_the_labels_of_its_lines() {
    let html = "<main><p>t<blockquote class=twitter-tweet><p>Hello there</p><div class=share>— Ann Bo \
        <a href=https://x.com/annbo/status/12>March 3</a></div></blockquote><p>u</main>";
    let text = extract(&Page::from_html(html)).to_text();
    assert_eq!(text, "t\n\nHello there\n\n— Ann Bo March 3\n\nu");
}

#[test]
fn posts_of_mastodon_are_embeds() {
    let article = read(
        "<p>t<blockquote class=mastodon-embed><a href=https://m.example/@ann/1>Post by @ann</a>\
        </blockquote><p>u",
    );
    let Some(Block::Embed(embed)) = article.body.blocks.get(1) else {
        panic!("an embed");
    };
    assert_eq!(embed.url.as_deref(), Some("https://m.example/@ann/1"));
}
