//! Sitemaps: XML (also of news and indexes), plain lists, and gzip of either.

use std::io::Read;

use flate2::read::MultiGzDecoder;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};
use url::Url;

use super::{FoundLink, LinkOrigin, timestamp};
use crate::fetch::address;

/// The sitemap protocol allows no more in one file.
const MAX_ENTRIES: usize = 50_000;

/// What one sitemap says.
#[derive(Debug, Default)]
pub(super) struct Sitemap {
    pub(super) links: Vec<FoundLink>,
    /// The sitemaps an index names, with the time of their last change.
    pub(super) sitemaps: Vec<(String, Option<String>)>,
    /// Where the XML ended to make sense; what stands before is kept.
    pub(super) problem: Option<String>,
}

/// Unpacks up to the limit, so that a bomb stops there.
pub(super) fn unpack(body: &[u8], limit: u64) -> Result<String, String> {
    let mut text = Vec::new();
    let mut decoder = MultiGzDecoder::new(body).take(limit.saturating_add(1));
    decoder
        .read_to_end(&mut text)
        .map_err(|e| format!("cannot unpack: {e}"))?;
    if text.len() as u64 > limit {
        return Err(format!("larger than {limit} bytes unpacked"));
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

pub(super) fn read(text: &str, url: &Url) -> Sitemap {
    if text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('<')
    {
        read_xml(text, url)
    } else {
        read_list(text, url)
    }
}

/// One address per line.
fn read_list(text: &str, base: &Url) -> Sitemap {
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("http"));
    let entries = lines.map(|line| Item {
        loc: line.to_owned(),
        ..Item::default()
    });
    let links = entries
        .filter_map(|item| item.link(base))
        .take(MAX_ENTRIES)
        .collect();
    Sitemap {
        links,
        ..Sitemap::default()
    }
}

/// One `<url>` or `<sitemap>`.
#[derive(Debug, Default)]
struct Item {
    loc: String,
    changed: String,
    published: String,
    title: String,
}

fn read_xml(text: &str, base: &Url) -> Sitemap {
    let mut reader = Reader::from_str(text);
    let mut sitemap = Sitemap::default();
    let mut item = Item::default();
    let mut element = String::new();
    while sitemap.links.len() + sitemap.sitemaps.len() < MAX_ENTRIES {
        match reader.read_event() {
            Ok(Event::Start(tag)) => field(tag.name().as_ref()).clone_into(&mut element),
            Ok(Event::Text(text)) => item.append(&element, &text.xml10_content()),
            Ok(Event::CData(text)) => item.append(&element, &text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => item.append_reference(&element, &reference),
            Ok(Event::End(tag)) => {
                sitemap.end(field(tag.name().as_ref()), &mut item, base);
                element.clear();
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                sitemap.problem = Some(error.to_string());
                break;
            }
        }
    }
    sitemap
}

/// The name without prefix; images and videos have a `loc` of their own, which is not the page's.
fn field(name: &str) -> &str {
    match name.split_once(':') {
        Some(("image" | "video" | "xhtml", _)) => "",
        Some((_, local)) => local,
        None => name,
    }
}

impl Sitemap {
    fn end(&mut self, name: &str, item: &mut Item, base: &Url) {
        match name {
            "url" => self.links.extend(std::mem::take(item).link(base)),
            "sitemap" => self.sitemaps.extend(std::mem::take(item).sitemap(base)),
            _ => {}
        }
    }
}

impl Item {
    fn append(&mut self, element: &str, text: &str) {
        let (field, limit) = match element {
            "loc" => (&mut self.loc, 4096),
            "lastmod" => (&mut self.changed, 64),
            "publication_date" => (&mut self.published, 64),
            "title" => (&mut self.title, 1024),
            _ => return,
        };
        if field.len() < limit {
            field.push_str(text);
        }
    }

    fn append_reference(&mut self, element: &str, reference: &BytesRef<'_>) {
        if let Some(text) = resolve_predefined_entity(reference) {
            return self.append(element, text);
        }
        if let Ok(Some(character)) = reference.resolve_char_ref() {
            self.append(element, character.encode_utf8(&mut [0; 4]));
        }
    }

    fn link(self, base: &Url) -> Option<FoundLink> {
        let date = [&self.published, &self.changed]
            .into_iter()
            .find_map(|date| timestamp(date));
        let title = self.title.trim();
        Some(FoundLink {
            url: absolute(&self.loc, base)?,
            title: (!title.is_empty()).then(|| title.to_owned()),
            published: date.map(|date| date.to_string()),
            origin: LinkOrigin::Sitemap,
        })
    }

    fn sitemap(self, base: &Url) -> Option<(String, Option<String>)> {
        let changed = Some(self.changed).filter(|changed| !changed.is_empty());
        Some((absolute(&self.loc, base)?, changed))
    }
}

fn absolute(loc: &str, base: &Url) -> Option<String> {
    let url = address::strip(base.join(loc.trim()).ok()?).url;
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}
