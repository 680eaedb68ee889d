//! Pictures and what captions stand beside, each on a small page.

use super::tests::extract;
use crate::Page;
use crate::article::{Article, Block};

fn read(html: &str) -> Article {
    let page = Page::from_html(&format!("<main>{html}</main>")).with_url("https://example.com/a/b");
    extract(&page.expect("a URL"))
}

#[test]
fn captions_of_code_and_pictures_stand_above_or_below_as_on_the_page() {
    let (caption, code) = ("<figcaption>main.rs</figcaption>", "<pre>a = 1</pre>");
    let (name, block) = ("main.rs", "```\na = 1\n```");
    let above = read(&format!("<figure class=highlight>{caption}{code}</figure>"));
    assert_eq!(above.to_markdown(), format!("{name}\n\n{block}"));
    let below = read(&format!("<figure class=highlight>{code}{caption}</figure>"));
    assert_eq!(below.to_markdown(), format!("{block}\n\n{name}"));

    let picture = "<img src=/p.jpg alt=pier>";
    let above = read(&format!("<p>t<figure>{caption}{picture}</figure><p>u"));
    let shown = "![pier](https://example.com/p.jpg)";
    assert_eq!(above.to_markdown(), format!("t\n\n{name}\\\n{shown}\n\nu"));
    let html = "<figure><figcaption>main.rs</figcaption>\n<img";
    assert!(above.to_html().contains(html), "{}", above.to_html());
    assert!(above.to_json().contains("\"caption_above\": true"));
    let below = read(&format!("<p>t<figure>{picture}{caption}</figure><p>u"));
    assert_eq!(below.to_markdown(), format!("t\n\n{shown}\\\n{name}\n\nu"));
    assert!(!below.to_json().contains("caption_above"));
}

#[test]
fn the_space_beside_a_picture_in_running_text_is_where_the_page_has_it() {
    let picture = "![i](https://example.com/i.png)";
    let link = format!("[{picture}](https://example.com/x)");
    let (img, linked) = (
        "<img src=/i.png alt=i>",
        "<a href=/x><img src=/i.png alt=i></a>",
    );
    for (html, expected) in [
        (format!("a {linked} b"), format!("a {link} b")),
        (format!("a {linked}, b"), format!("a {link}, b")),
        (format!("(a {linked})"), format!("(a {link})")),
        (format!("a {img}, b"), format!("a {picture}, b")),
        (format!("<b>a </b>{img}, b"), format!("**a** {picture}, b")),
        (format!("a{img} b"), format!("a{picture} b")),
        (format!("a {img}<b> b</b>"), format!("a {picture} **b**")),
    ] {
        assert_eq!(
            read(&format!("<p>{html}")).to_markdown(),
            expected,
            "{html}"
        );
    }
}

#[test]
fn a_gallery_and_its_caption_are_one_figure() {
    let caption = "<figcaption class=blocks-gallery-caption>The pier</figcaption>";
    let figure =
        |name: &str| format!("<figure class=wp-block-image><img src=/{name}.jpg></figure>");
    let (one, two) = (figure("1"), figure("2"));
    let items = format!("<ul class=blocks-gallery-grid><li>{one}</li><li>{two}</li></ul>");
    for inside in [format!("{one}{two}"), items] {
        let gallery = format!("<figure class=wp-block-gallery>{inside}{caption}</figure>");
        let article = read(&format!("<p>a{gallery}<p>b"));
        let Some([_, Block::Figure(figure), _]) = article.body.blocks.get(..) else {
            panic!("one figure: {:?}", article.body.blocks);
        };
        assert_eq!(figure.images.len(), 2);
        assert_eq!(crate::render::plain(&figure.caption), "The pier");
    }
}

#[test]
fn a_picture_of_a_gallery_keeps_its_own_credit() {
    for picture in [
        "<img src=/1.jpg data-credit='Ann Bo'>",
        "<img src=/1.jpg><span class=credit>Ann Bo</span>",
    ] {
        let article = read(&format!(
            "<p>a<figure><figure>{picture}</figure><figure><img src=/2.jpg></figure>\
            <figcaption>The pier</figcaption></figure><p>b"
        ));
        let figures = article.body.blocks.iter().filter_map(|block| match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        });
        let credits: Vec<_> = figures.map(|figure| figure.credit.as_deref()).collect();
        assert_eq!(credits, [Some("Ann Bo"), None], "{picture}");
        assert!(article.to_text().ends_with("The pier\n\nb"), "{picture}");
    }
}

#[test]
fn the_caption_of_a_gallery_whose_pictures_have_their_own_is_text() {
    let caption = "<figcaption>The pier</figcaption>";
    let figure = |name: &str| {
        format!("<figure><img src=/{name}.jpg><figcaption>Pile {name}</figcaption></figure>")
    };
    let pictures = format!("{}{}", figure("1"), figure("2"));
    let below = read(&format!("<p>a<figure>{pictures}{caption}</figure><p>b"));
    assert_eq!(below.to_text(), "a\n\nThe pier\n\nb");
    let shown =
        "![](https://example.com/1.jpg)\\\nPile 1\n\n![](https://example.com/2.jpg)\\\nPile 2";
    let expected = format!("a\n\n{shown}\n\nThe pier\n\nb");
    assert_eq!(below.to_markdown(), expected);
    let above = read(&format!("<p>a<figure>{caption}{pictures}</figure><p>b"));
    let expected = format!("a\n\nThe pier\n\n{shown}\n\nb");
    assert_eq!(above.to_markdown(), expected);
}
