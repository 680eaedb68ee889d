//! The licence of the text.

use std::collections::BTreeSet;

use super::linked::address;
use super::{Finder, line};
use crate::article::{Field, Source};
use crate::page::facts::{Mark, MarkRole};
use crate::segment::RegionKind;

pub(super) fn find(finder: &mut Finder<'_>) {
    finder.rule(Field::License, line);
    let whole = whole_address(finder);
    let facts = finder.facts();
    for (rel, href) in facts.links.iter().filter(|(rel, _)| rel == "license") {
        let source = Source::Markup(format!("link[rel={rel}]"));
        finder.add(Field::License, whole(href), source);
    }
    finder.metas(
        Field::License,
        &["dc.rights", "dcterms.license", "dcterms.rights"],
        line,
    );
    let article = finder.linked.article();
    if let Some(stated) = article.and_then(|a| address(a, "license")) {
        let source = Source::JsonLd("license".to_owned());
        finder.add(Field::License, whole(stated), source);
    }
    finder.items(Field::License, "license", |text| vec![whole(text)]);
    for mark in finder.facts().marks(MarkRole::License) {
        let value = mark.value.as_deref().map(&whole);
        let source = Source::Markup("rel=license".to_owned());
        let value = value.unwrap_or_else(|| mark.text.clone());
        finder.add(Field::License, value, source);
    }
    linked(finder);
}

/// Completes the address of a page on the same site; names of licences stay.
fn whole_address(finder: &Finder<'_>) -> impl Fn(&str) -> String + use<> {
    let absolute = finder.absolute();
    move |text| {
        let whole = text.starts_with('/').then(|| absolute(text).pop());
        whole.flatten().unwrap_or_else(|| text.trim().to_owned())
    }
}

/// Links to licences that do not say whose they are, beside the article or in the page's foot. They
/// count if they are at one: several licences are those of several pictures or texts.
fn linked(finder: &mut Finder<'_>) {
    let marks = finder.marks(MarkRole::LicenseLink).take(MOST_LINKS);
    let own = marks.filter(|mark| is_of_page(finder, mark));
    let own: Vec<_> = own.collect();
    let licenses: BTreeSet<_> = own.iter().filter_map(|mark| license(mark)).collect();
    let [mark, ..] = own.as_slice() else { return };
    if licenses.len() == 1 {
        let source = Source::Markup(mark.name.clone());
        finder.add(
            Field::License,
            mark.value.clone().unwrap_or_default(),
            source,
        );
    }
}

/// Links of one page that are looked at.
const MOST_LINKS: usize = 12;

/// The licence that a link leads to, whatever the language of its page: `licenses/by/4.0`.
fn license(mark: &Mark) -> Option<String> {
    let (_, path) = mark.value.as_deref()?.split_once("creativecommons.org/")?;
    let parts: Vec<_> = path.split('/').take(3).collect();
    Some(parts.join("/"))
}

/// Whether a link speaks of the page: not within the body, unless in its last line that speaks of
/// licences, and not beside pictures and other texts.
fn is_of_page(finder: &Finder<'_>, mark: &Mark) -> bool {
    let evidence = finder.evidence;
    let outline = evidence.outline;
    let elements = outline.elements.iter();
    let Some(at) = elements.clone().position(|e| e.node == Some(mark.node)) else {
        return false;
    };
    let mut around = outline.ancestors(at as u32).map(|id| outline.element(id));
    let Some(holder) = around.find(|element| !element.blocks.is_empty()) else {
        return false;
    };
    let blocks = holder.blocks.start as usize..holder.blocks.end as usize;
    let is_body = |at: usize| {
        evidence
            .labels
            .get(at)
            .is_some_and(|l| l.kind == RegionKind::Body)
    };
    let last = (0..evidence.labels.len()).rfind(|at| is_body(*at));
    blocks.clone().count() <= MOST_BLOCKS
        && blocks
            .clone()
            .all(|at| match evidence.labels.get(at).map(|l| l.kind) {
                Some(RegionKind::Body) => {
                    last == Some(at) && speaks_of_licence(outline.block_text(at))
                }
                Some(RegionKind::Caption | RegionKind::Related | RegionKind::Advert) => false,
                _ => !speaks_of_pictures(outline.block_text(at)),
            })
}

/// A licence without text beside it may stand in a box with some lines.
const MOST_BLOCKS: usize = 4;

fn speaks_of_licence(text: &str) -> bool {
    let text = text.to_lowercase();
    let words = [
        "licen",
        "lizen",
        "лиценз",
        "ライセンス",
        "许可",
        "許可",
        "رخصة",
    ];
    words.iter().any(|word| text.contains(word)) && !speaks_of_pictures(&text)
}

fn speaks_of_pictures(text: &str) -> bool {
    let text = text.to_lowercase();
    let words = [
        "photo",
        "foto",
        "image",
        "imagen",
        "immagin",
        "picture",
        "bild",
        "icon",
        "illustration",
        "graphic",
    ];
    words.iter().any(|word| text.contains(word))
}
