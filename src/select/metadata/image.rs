//! The lead image: its address, and what is said of that picture.

use serde_json::Value;
use url::Url;

use super::Finder;
use super::entities::decoded;
use super::linked::strings;
use crate::article::{Block, Body, Field, Figure, LeadImage, Source};

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
    let linked = finder.linked.article().and_then(|a| a.get("image"));
    let linked = linked.map(|v| finder.linked.resolve(v));
    for url in linked.map(addresses).unwrap_or_default() {
        for url in absolute(&url) {
            finder.add(Field::Image, url, Source::JsonLd("image".to_owned()));
        }
    }
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
    finder.found.image = finder.first(Field::Image).map(|url| {
        let mut image = LeadImage {
            url,
            ..LeadImage::default()
        };
        of_metas(finder, &mut image);
        of_object(linked, &mut image);
        of_body(&body.blocks, &mut image);
        image
    });
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

fn pixels(text: &str) -> Option<u32> {
    let digits = text.trim().trim_end_matches("px").trim_end();
    digits.parse().ok().filter(|n| (1..100_000).contains(n))
}

/// What JSON-LD says of the same picture.
fn of_object(linked: Option<&Value>, image: &mut LeadImage) {
    let list = linked.and_then(Value::as_array).into_iter().flatten();
    let mut objects = linked.into_iter().chain(list);
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

/// One picture has many addresses: sizes stand in the query and at the end of the name.
fn is_same(a: &str, b: &str) -> bool {
    let name = |url: &str| {
        let url = Url::parse(url).ok()?;
        let last = url.path_segments()?.next_back()?.to_owned();
        let stem = last
            .rsplit_once('.')
            .map_or(last.as_str(), |(stem, _)| stem);
        let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, 'x' | '-'));
        Some(stem.to_lowercase()).filter(|stem| stem.len() > 3)
    };
    a == b || name(a).is_some_and(|stem| name(b) == Some(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_in_addresses_do_not_make_another_picture() {
        let same = |a: &str, b: &str| {
            is_same(
                &format!("https://a.example/{a}"),
                &format!("https://a.example/{b}"),
            )
        };
        assert!(same("bridge-1200x800.jpg?w=3", "i/bridge-300x200.jpg"));
        assert!(!same("bridge.jpg", "river.jpg"));
        assert!(!same("1.jpg", "2.jpg"));
    }
}
