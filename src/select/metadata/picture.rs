//! The same picture at its many addresses, and what the page shows of it wherever it stands: a
//! featured image is above the body or no part of it.

use std::borrow::Cow;

use html5ever::local_name;
use memchr::memmem;
use url::form_urlencoded;

use crate::article::LeadImage;
use crate::page::dom::{Dom, ElementRef, NodeRef};
use crate::page::mark_text::collapsed;
use crate::select::body::srcset;

/// Longer texts are no captions.
const LONGEST: usize = 1000;
/// Longer names of files are those of one picture, whatever folder it is in.
const TELLING: usize = 8;

/// What the elements that show the picture say of it; their sizes only where it is the very file.
pub(super) fn describe(
    dom: &Dom,
    image: &mut LeadImage,
    absolute: impl Fn(&str) -> Option<String>,
) {
    let Some(picture) = Picture::at(&image.url) else {
        return;
    };
    let shows = |address: &str| match picture.is_told_by_folder() {
        true => picture.is_at(absolute(address).as_deref().unwrap_or(address)),
        false => picture.is_at(address),
    };
    // Most attributes of a page lack even a part of its name.
    let name = memmem::Finder::new(picture.longest_word());
    let may_show = |value: &str| name.find(value.as_bytes()).is_some();
    let is_shown = |img: &ElementRef<'_>| addresses(*img, may_show).any(shows);
    let shown: Vec<_> = dom.named(local_name!("img")).filter(is_shown).collect();
    let alt = || shown.iter().find_map(|img| stated(img.get("alt")?));
    let caption = || shown.iter().find_map(|img| caption(*img));
    image.alt = image.alt.take().or_else(alt);
    image.caption = image.caption.take().or_else(caption);
    let is_file = |img: &&ElementRef<'_>| {
        img.get("src").and_then(&absolute).as_deref() == Some(image.url.as_str())
    };
    if let Some(file) = shown.iter().find(is_file) {
        let pixels = |name| file.get(name).and_then(pixels);
        if image.width.is_none() && image.height.is_none() {
            (image.width, image.height) = (pixels("width"), pixels("height"));
        }
    }
}

/// A number of pixels.
pub(super) fn pixels(text: &str) -> Option<u32> {
    let digits = text.trim().trim_end_matches("px").trim_end();
    digits.parse().ok().filter(|n| (1..100_000).contains(n))
}

/// Whether two addresses are those of one picture.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    a == b || Picture::at(a).is_some_and(|picture| picture.is_at(b))
}

/// Every address in the attributes of an `img` and of the `source`s beside it, those for loaders too.
fn addresses<'a>(
    img: ElementRef<'a>,
    is_asked: impl Fn(&str) -> bool,
) -> impl Iterator<Item = &'a str> {
    let picture = img.parent().and_then(NodeRef::element);
    let picture = picture.filter(|parent| **parent.tag() == *"picture");
    let beside = picture
        .into_iter()
        .flat_map(|parent| parent.child_elements());
    let sources = beside.filter(|e| **e.tag() == *"source");
    let attributes = std::iter::once(img)
        .chain(sources)
        .flat_map(ElementRef::attributes);
    let named = attributes.filter(|(name, _)| name.contains("src") || name.starts_with("data-"));
    let valued = named.map(|(name, value)| (name, value()));
    let asked = valued.filter(move |(_, value)| is_asked(value) && value.contains('.'));
    asked.flat_map(|(name, value)| {
        let is_set = name.ends_with("srcset");
        let set = is_set.then(|| srcset::candidates(value).map(|(url, _)| url));
        set.into_iter().flatten().chain((!is_set).then_some(value))
    })
}

/// The caption after the picture, or after the link or box around it.
fn caption(img: ElementRef<'_>) -> Option<String> {
    let around = img.ancestors().filter_map(NodeRef::element).take(2);
    let mut after = std::iter::once(img)
        .chain(around)
        .flat_map(|element| element.next_elements().take(2));
    let found = after.find(|e| {
        let class = e.get("class").unwrap_or_default();
        **e.tag() == *"figcaption" || class.contains("caption")
    });
    stated(&found?.texts().collect::<String>())
}

fn stated(text: &str) -> Option<String> {
    let text = collapsed(text);
    (!text.is_empty() && text.len() < LONGEST).then_some(text)
}

/// What the addresses of one picture have in common: the name of its file without its size, and
/// the folder too where many files have such a name (`1.jpg`, `cover.jpg`).
struct Picture {
    folder: String,
    name: String,
}

impl Picture {
    fn at(url: &str) -> Option<Self> {
        let picture = parts(url, |folder, name| Self {
            folder: folder.to_owned(),
            name: name.to_owned(),
        });
        Some(picture).filter(|picture| !picture.name.is_empty())
    }

    fn is_told_by_folder(&self) -> bool {
        self.name.len() <= TELLING
    }

    /// The longest part of its name that every address writes alike.
    fn longest_word(&self) -> &str {
        let words = self.name.split(|c: char| !c.is_ascii_alphanumeric());
        words.max_by_key(|word| word.len()).unwrap_or_default()
    }

    /// Whether an address is one of it; a page has many, so nothing is copied.
    fn is_at(&self, url: &str) -> bool {
        parts(url, |folder, name| {
            name == self.name && (!self.is_told_by_folder() || folder == self.folder)
        })
    }
}

/// Reads the folder of an address, sizes passed over, and the name of its file without its size.
fn parts<T>(url: &str, read: impl FnOnce(&str, &str) -> T) -> T {
    let url = original(url);
    let path = url.split(['?', '#']).next().unwrap_or_default().trim();
    let path = match path.contains('%') {
        true => Cow::Owned(path.replace("%2F", "/")),
        false => Cow::Borrowed(path),
    };
    let mut folders = path.rsplit('/');
    let name = folders.next().map(unsized_name).unwrap_or_default();
    read(
        folders.find(|folder| !is_size(folder)).unwrap_or_default(),
        name,
    )
}

/// The address that a resizing service was given: `/_next/image?url=%2Fbridge.jpg&w=640`.
fn original(url: &str) -> Cow<'_, str> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let mut values = form_urlencoded::parse(query.as_bytes());
    let given =
        values.find(|(name, value)| matches!(&**name, "url" | "src") && value.contains('/'));
    given.map_or(Cow::Borrowed(url), |(_, value)| value)
}

/// Without its endings and what WordPress and others write before them: `-1024x683`, `-scaled`,
/// `@2x`, `-640w`, `-e1612345678901`.
fn unsized_name(file: &str) -> &str {
    let name = file.split('.').next().filter(|name| !name.is_empty());
    let mut name = name.unwrap_or(file);
    while let Some((stem, _)) = name
        .rsplit_once(['-', '_', '@'])
        .filter(|(stem, ending)| !stem.is_empty() && is_size_ending(ending))
    {
        name = stem;
    }
    name
}

fn is_size_ending(ending: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_edit = || {
        let time = ending.strip_prefix('e');
        time.is_some_and(|time| time.len() > 9 && is_number(time))
    };
    let is_side = || {
        let side = ending.strip_suffix(['w', 'h', 'x']);
        side.is_some_and(is_number)
    };
    let is_area = || {
        let sides = ending.split_once('x');
        sides.is_some_and(|(width, height)| is_number(width) && is_number(height))
    };
    matches!(ending, "scaled" | "rotated") || is_area() || is_side() || is_edit()
}

/// Whether a folder is a size: `s1600`, `w640-h480`, `1200x630`.
fn is_size(folder: &str) -> bool {
    let side = folder.strip_prefix(['s', 'w', 'h']);
    let side = side.is_some_and(|side| side.starts_with(|c: char| c.is_ascii_digit()));
    side || is_size_ending(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        let whole = |path: &str| format!("https://a.example/{path}");
        is_same(&whole(a), &whole(b))
    }

    #[test]
    fn sizes_in_addresses_do_not_make_another_picture() {
        for other in [
            "i/bridge-300x200.jpg",
            "i/bridge-scaled.jpg",
            "i/bridge-e1612345678901-640w.jpg",
            "i/bridge@2x.jpg.webp",
            "i/bridge.jpg?resize=640,480",
            "i/s1600/bridge.jpg",
            "i/w640-h480/bridge.jpg",
            "_next/image?url=%2Fi%2Fbridge.jpg&w=640",
            "fetch/w_640/https%3A%2F%2Fb.example%2Fi%2Fbridge_640x480.jpg",
        ] {
            assert!(same("i/bridge-1200x800.jpg?w=3", other), "{other}");
        }
    }

    #[test]
    fn a_long_name_is_that_of_one_picture_in_every_folder() {
        assert!(same("a/1*bridge-at-dawn.jpg", "b/c/1*bridge-at-dawn.jpg"));
        assert!(!same("a/cover.jpg", "b/cover.jpg"));
    }

    #[test]
    fn numbers_in_names_tell_pictures_apart() {
        assert!(!same("bridge.jpg", "river.jpg"));
        assert!(!same("1.jpg", "2.jpg"));
        assert!(!same("DSC_0001.jpg", "DSC_0002.jpg"));
        assert!(!same(
            "_next/image?url=%2Fa.jpg",
            "_next/image?url=%2Fb.jpg"
        ));
    }
}
