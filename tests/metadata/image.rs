//! The lead image, and what is said of it.

use unhusk::article::LeadImage;

use super::{json_ld, metadata};

const LEAD: &str = "<meta property=og:image content=/i/lead.jpg>";

fn image(html: &str) -> LeadImage {
    metadata(html).image.unwrap()
}

#[test]
fn a_featured_image_above_the_body_describes_the_lead_image() {
    let found = image(&format!(
        "{LEAD}<main><figure class=post-thumbnail><a href=/i/lead.jpg><img src=/i/lead-1024x683.jpg \
         alt='The bridge'></a><figcaption>The bridge in <i>May</i></figcaption></figure>\
         <h1>The bridge is open</h1><p>It is open since today.</main>"
    ));
    assert_eq!(found.alt.as_deref(), Some("The bridge"));
    assert_eq!(found.caption.as_deref(), Some("The bridge in May"));
}

#[test]
fn where_nothing_names_a_lead_image_it_is_that_of_a_figure_beside_the_title() {
    let text = "<p>After two years of work the bridge over the river is open again, and many people came \
        early to walk to the other side of it.</p><p>It had been closed to cars for all of that time, since \
        engineers had found cracks in one of its pillars.</p>";
    let figure = "<figure><img src=/x.gif width=1 height=1><img src=/i/lead.jpg alt='The bridge'>\
        <figcaption>In May</figcaption></figure>";
    let page = |above: &str, below: &str| {
        metadata(&format!(
            "<title>The bridge is open</title><nav><a href=/>Home</a></nav><main><h1>The bridge is open</h1>\
            {above}<div>{text}</div></main><nav>More {below} and more</nav>"
        ))
    };
    let found = page(figure, "").image.unwrap();
    assert!(found.url.ends_with("/i/lead.jpg"), "{}", found.url);
    assert_eq!(found.alt.as_deref(), Some("The bridge"));
    assert_eq!(found.caption.as_deref(), Some("In May"));
    assert_eq!(page("", figure).image, None);
}

#[test]
fn one_of_the_candidates_of_a_srcset_may_be_the_lead_image() {
    let found = image(&format!(
        "{LEAD}<h1>The bridge</h1><p>t<img src=/i/x.gif data-srcset='/i/a.jpg 300w, /i/lead.jpg 900w' alt=Bridge>"
    ));
    assert_eq!(found.alt.as_deref(), Some("Bridge"));
}

#[test]
fn other_pictures_say_nothing_of_the_lead_image() {
    let found = image(&format!(
        "{LEAD}<h1>The bridge</h1><p>t<figure><img src=/b/lead.jpg alt=Other><figcaption>c</figcaption></figure>"
    ));
    assert_eq!((found.alt, found.caption), (None, None));
}

#[test]
fn the_size_of_an_element_is_that_of_the_file_it_shows() {
    let size = |src: &str| {
        let shown = format!("<img src={src} width=640 height=480>");
        let found = image(&format!("{LEAD}<h1>The bridge</h1>{shown}"));
        (found.width, found.height)
    };
    assert_eq!(size("/i/lead.jpg"), (Some(640), Some(480)));
    assert_eq!(size("/i/lead-640x480.jpg"), (None, None));
}

#[test]
fn an_object_beside_the_article_describes_the_same_picture() {
    let graph = r#"{"@graph":[{"@type":"Article","headline":"The bridge","image":"/i/other.jpg"},
        {"@type":"ImageObject","url":"https://www.daily.example/i/lead-scaled.jpg","width":2000,
        "height":1500,"caption":"The bridge in May"}]}"#;
    let found = image(&format!("{LEAD}{}<h1>The bridge</h1>", json_ld(graph)));
    assert_eq!((found.width, found.height), (Some(2000), Some(1500)));
    assert_eq!(found.caption.as_deref(), Some("The bridge in May"));
}

#[test]
fn addresses_are_read_against_the_page_before_pictures_are_compared() {
    for shown in [
        "<img src=/c.jpg alt=Bridge>",
        "<img src=../../../c.jpg alt=Bridge>",
        "<picture><source srcset='/c-300w.webp 300w, /c-900w.webp 900w'><img src=/x.gif alt=Bridge></picture>",
    ] {
        let found = image(&format!(
            "<meta property=og:image content=https://www.daily.example/c.jpg><main><h1>The bridge</h1>\
             <figure>{shown}<figcaption>In May</figcaption></figure><p>It is open.</main>"
        ));
        assert_eq!(found.alt.as_deref(), Some("Bridge"), "{shown}");
        assert_eq!(found.caption.as_deref(), Some("In May"), "{shown}");
    }
}
