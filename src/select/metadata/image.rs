//! The lead image: its address, and what is said of that picture.

use html5ever::local_name;
use serde_json::Value;

use super::Finder;
use super::entities::decoded;
use super::linked::strings;
use super::picture::{self, is_same, pixels};
use crate::article::{Block, Body, Field, Figure, LeadImage, Source};
use crate::page::dom::NodeRef;
use crate::select::body::media::shown as shown_by;

/// Elements around a title, and in one figure, that are looked at.
const MOST_BESIDE: usize = 400;
const MOST_IN_FIGURE: usize = 20;

pub(super) fn find(finder: &mut Finder<'_>, body: &Body) {
    let absolute = finder.absolute();
    finder.rule(Field::Image, &absolute);
    let names = [
        "og:image",
        "og:image:url",
        "og:image:secure_url",
        "twitter:image",
        "twitter:image:src",
        "parsely-image-url",
        "sailthru.image.full",
        "itemprop:image",
    ];
    finder.metas(Field::Image, &names, &absolute);
    let article = finder.linked.article();
    let linked = article.and_then(|a| a.get("image"));
    let linked = linked.map(|v| finder.linked.resolve(v));
    let thumbnail = article.and_then(|a| a.get("thumbnailUrl"));
    for (value, key) in [(linked, "image"), (thumbnail, "thumbnailUrl")] {
        let urls = value.map(addresses).unwrap_or_default();
        for url in urls.iter().flat_map(|url| absolute(url)) {
            finder.add(Field::Image, url, Source::JsonLd(key.to_owned()));
        }
    }
    finder.items(Field::Image, "image", &absolute);
    for (rel, href) in &finder.facts().links {
        if rel == "image_src" {
            for url in absolute(href) {
                finder.add(
                    Field::Image,
                    url,
                    Source::Markup("link[rel=image_src]".to_owned()),
                );
            }
        }
    }
    let figure = first_figure(&body.blocks);
    if let Some(image) = figure.and_then(|f| f.images.first()) {
        finder.add(Field::Image, image.url.clone(), Source::Text);
    }
    if finder.candidates(Field::Image).is_empty() && finder.evidence.is_article() {
        for url in beside_title(finder).iter().flat_map(|url| absolute(url)) {
            let source = Source::Markup("figure beside the title".to_owned());
            finder.add(Field::Image, url, source);
        }
    }
    finder.found.image = finder.first(Field::Image).map(|url| {
        let mut image = LeadImage {
            url,
            ..LeadImage::default()
        };
        of_metas(finder, &mut image);
        of_object(finder, linked, &mut image);
        of_body(&body.blocks, &mut image);
        if let Some(dom) = finder.evidence.page.dom() {
            picture::describe(dom, &mut image, |address| absolute(address).pop());
        }
        image
    });
}

/// The first picture in a figure of what holds the title: between title and text it is no part of the
/// body.
fn beside_title(finder: &Finder<'_>) -> Option<String> {
    let title = finder
        .evidence
        .page
        .dom()?
        .named(local_name!("h1"))
        .next()?;
    let mut around = title.ancestors().filter_map(NodeRef::element);
    let holder = around.find(|e| matches!(&**e.tag(), "article" | "main"))?;
    let inside = holder.descendant_elements().take(MOST_BESIDE);
    let figures = inside.filter(|e| &**e.tag() == "figure");
    let shown = figures.flat_map(|figure| figure.descendant_elements().take(MOST_IN_FIGURE));
    let mut pictures = shown.filter(|e| &**e.tag() == "img");
    pictures.find_map(shown_by).map(str::to_owned)
}

fn addresses(value: &Value) -> Vec<String> {
    let of_object = |v: &Value| {
        let url = v.get("url").or_else(|| v.get("contentUrl"));
        url.map(strings).unwrap_or_default()
    };
    let listed = value.as_array().into_iter().flatten().flat_map(of_object);
    let own = strings(value).into_iter().chain(of_object(value));
    own.chain(listed).collect()
}

/// `og:image:width` and the like speak of the first `og:image`.
fn of_metas(finder: &Finder<'_>, image: &mut LeadImage) {
    let facts = finder.facts();
    let is_of_graph = finder
        .candidates(Field::Image)
        .first()
        .is_some_and(|c| matches!(&c.source, Source::Meta(name) if name.starts_with("og:")));
    if is_of_graph {
        let pixels = |name| facts.meta(name).next().and_then(pixels);
        image.width = pixels("og:image:width");
        image.height = pixels("og:image:height");
    }
    let alt = ["og:image:alt", "twitter:image:alt"];
    let alt = alt.into_iter().find_map(|name| facts.meta(name).next());
    image.alt = alt.map(str::to_owned);
}

/// What JSON-LD says of the same picture, in the article or beside it.
fn of_object(finder: &Finder<'_>, linked: Option<&Value>, image: &mut LeadImage) {
    let list = linked.and_then(Value::as_array).into_iter().flatten();
    let others = finder.linked.of_type("ImageObject");
    let mut objects = linked.into_iter().chain(list).chain(others);
    let is_same = |v: &&Value| addresses(v).iter().any(|url| is_same(url, &image.url));
    let Some(object) = objects.find(|v| v.is_object() && is_same(v)) else {
        return;
    };
    let size = |key: &str| match object.get(key)? {
        Value::Number(n) => n.as_u64().and_then(|n| n.try_into().ok()),
        Value::String(text) => pixels(text),
        value => value.get("value")?.as_u64().and_then(|n| n.try_into().ok()),
    };
    image.width = image.width.or_else(|| size("width"));
    image.height = image.height.or_else(|| size("height"));
    let caption = object.get("caption").and_then(Value::as_str);
    image.caption = caption
        .map(|c| decoded(c.trim()).into_owned())
        .filter(|c| !c.is_empty());
}

/// What the body says of the same picture.
fn of_body(blocks: &[Block], image: &mut LeadImage) {
    for block in blocks {
        let Block::Figure(figure) = block else {
            continue;
        };
        let Some(same) = figure.images.iter().find(|i| is_same(&i.url, &image.url)) else {
            continue;
        };
        if image.alt.is_none() && !same.alt.is_empty() {
            image.alt = Some(same.alt.clone());
        }
        let caption = crate::render::plain(&figure.caption);
        if image.caption.is_none() && !caption.is_empty() {
            image.caption = Some(caption);
        }
        return;
    }
}

fn first_figure(blocks: &[Block]) -> Option<&Figure> {
    blocks.iter().find_map(|block| match block {
        Block::Figure(figure) if !figure.images.is_empty() => Some(figure),
        _ => None,
    })
}
