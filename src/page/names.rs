//! What the attributes of an element say it is, read in one go.

use std::borrow::Cow;
use std::sync::LazyLock;

use foldhash::HashMap;
use html5ever::local_name;

use super::dom::ElementRef;
use super::facts::MarkRole;
use super::words::letters;

/// The attributes that speak of titles, authors and dates.
#[derive(Debug, Default)]
pub(super) struct Says<'a> {
    pub(super) itemprop: &'a str,
    pub(super) property: &'a str,
    pub(super) rel: &'a str,
    pub(super) href: &'a str,
    /// The first class name or id with a meaning.
    pub(super) named: Option<(MarkRole, &'a str)>,
    /// It names other texts' authors and dates.
    pub(super) is_foreign: bool,
    /// It is an article or the like, as microdata and RDFa say.
    pub(super) is_article: bool,
}

/// What class attributes say: many elements have the same.
pub(super) type Classes<'a> = HashMap<&'a str, Named<'a>>;

/// What the names in one attribute say.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Named<'a> {
    /// The first with a meaning.
    role: Option<(MarkRole, &'a str)>,
    foreign: bool,
}

impl<'a> Named<'a> {
    fn of(names: &'a str) -> Self {
        let mut named = Self::default();
        for name in names.split_ascii_whitespace() {
            let said = Said::of(name);
            named.foreign |= said.foreign && !is_widget_of_posts(name, names);
            let role = || Some((said.role?, name));
            named.role = match named.role {
                // `updated entry-date`: the day of publishing, which has not changed since.
                Some((MarkRole::Change, _)) if said.role == Some(MarkRole::Date) => role(),
                found => found.or_else(role),
            };
        }
        named
    }
}

/// Whether the name of a widget does not say that it is of other texts.
fn is_widget_of_all(name: &str) -> bool {
    let is_of_others = || WIDGETS_OF_OTHERS.iter().any(|end| name.ends_with(end));
    name.starts_with(WIDGETS_OF_ALL) && !is_of_others()
}

/// Whether a name is that of any widget, and the others beside it say that posts are in it.
fn is_widget_of_posts(name: &str, names: &str) -> bool {
    name == WIDGET && names.split_ascii_whitespace().any(|n| n == WIDGET_OF_POSTS)
}

impl<'a> Says<'a> {
    /// Whether it is the day of a change.
    pub(super) fn is_change(&self) -> bool {
        let is_named = self.named.is_some_and(|(role, _)| role == MarkRole::Change);
        is_named || self.itemprop == "dateModified" || self.property.ends_with("dateModified")
    }

    pub(super) fn of(element: ElementRef<'a>, classes: &mut Classes<'a>) -> Self {
        let mut says = Self::default();
        let (mut class, mut id, mut test_id, mut kinds) = ("", "", "", "");
        for (name, value) in element.attributes() {
            match *name {
                local_name!("itemprop") => says.itemprop = value(),
                local_name!("property") => says.property = value(),
                local_name!("rel") => says.rel = value(),
                local_name!("href") => says.href = value(),
                local_name!("itemtype") => kinds = value(),
                local_name!("class") => class = value(),
                local_name!("id") => id = value(),
                ref name if *name == *"typeof" => kinds = value(),
                ref name if *name == *"data-testid" => test_id = value(),
                _ => {}
            }
        }
        let class = match class {
            "" => Named::default(),
            class => *classes.entry(class).or_insert_with(|| Named::of(class)),
        };
        let named = |names| match names {
            "" => Named::default(),
            names => Named::of(names),
        };
        let id = named(id);
        says.named = class.role.or(id.role).or_else(|| named(test_id).role);
        says.is_foreign = class.foreign || id.foreign;
        let tag = element.tag();
        says.is_foreign &= !matches!(
            *tag,
            local_name!("html")
                | local_name!("body")
                | local_name!("main")
                | local_name!("article")
        );
        for kind in kinds.split_ascii_whitespace() {
            let kind = kind.rsplit(['/', ':', '#']).next().unwrap_or(kind);
            says.is_foreign |= REPLIES.contains(&kind);
            says.is_article |= kind.ends_with("Article") || kind == "BlogPosting";
        }
        says
    }
}

/// What one name says.
#[derive(Debug, Default)]
struct Said {
    role: Option<MarkRole>,
    foreign: bool,
}

/// What a word in a name stands for; where a name has several, the first here counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Word {
    /// Not the thing itself, but something about it.
    About,
    Subtitle,
    Byline,
    Author,
    Poster,
    Change,
    Date,
}

const WORDS: [(Word, &[&str]); 7] = [
    (
        Word::About,
        &[
            "bio",
            "box",
            "image",
            "img",
            "avatar",
            "photo",
            "icon",
            "desc",
            "description",
            "social",
            "comment",
            "review",
            "testimonial",
            "related",
            "follow",
        ],
    ),
    (
        Word::Subtitle,
        &[
            "subtitle",
            "standfirst",
            "dek",
            "deck",
            "subheadline",
            "subhead",
            "chapo",
            "sottotitolo",
        ],
    ),
    (Word::Byline, &["byline", "bylines"]),
    (
        Word::Author,
        &[
            "author",
            "authors",
            "autor",
            "auteur",
            "writer",
            "contributor",
        ],
    ),
    (Word::Poster, &["username", "poster"]),
    (
        Word::Change,
        &[
            "updated",
            "modified",
            "lastmod",
            "dateupdated",
            "datemodified",
        ],
    ),
    (
        Word::Date,
        &[
            "date",
            "published",
            "pubdate",
            "timestamp",
            "datum",
            "publishdate",
            "publish",
            "posted",
        ],
    ),
];
/// Types of what readers write.
const REPLIES: [&str; 4] = ["Comment", "UserComments", "Review", "Answer"];
/// Parts of a page that name other texts' authors and dates.
const FOREIGN: &[&str] = &[
    "reviews",
    "comment",
    "comments",
    "commentaire",
    "commentaires",
    "commenti",
    "comentario",
    "comentarios",
    "comentários",
    "kommentar",
    "kommentare",
    "kommentarer",
    "kommentarfelt",
    "kommentit",
    "komentarz",
    "komentarze",
    "komentar",
    "komentare",
    "komentáře",
    "reacties",
    "yorum",
    "yorumlar",
    "disqus",
    "dsq",
    "respond",
    "related",
    // Previews of other pages, as editors make them.
    "bookmark",
    "embedded",
    "onebox",
    "sidebar",
    WIDGET,
    "recommended",
    "recent",
    "popular",
    "trending",
    "latest",
    "commentlist",
];

const WIDGET: &str = "widget";
/// Software that calls every part of a page a widget begins their names so; these of them are lists of
/// other texts. Where a class says so beside it, a widget holds the text of a post.
const WIDGETS_OF_ALL: &str = "elementor";
const WIDGETS_OF_OTHERS: [&str; 4] = ["posts", "grid", "carousel", "portfolio"];
const WIDGET_OF_POSTS: &str = "Blog";

/// What the words that are known stand for.
struct Known {
    words: HashMap<&'static [u8], (Option<Word>, bool)>,
    /// For each byte, the lengths of the words that begin with it, a bit each: most words of names
    /// are told from all of them by that.
    lengths: [u32; 256],
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut words: HashMap<&[u8], (Option<Word>, bool)> = HashMap::default();
    for (word, names) in WORDS {
        let names = names.iter().map(|name| name.as_bytes());
        words.extend(names.map(|name| (name, (Some(word), false))));
    }
    for name in FOREIGN {
        words.entry(name.as_bytes()).or_default().1 = true;
    }
    let mut lengths = [0; 256];
    words
        .keys()
        .for_each(|word| lengths[usize::from(word[0])] |= 1 << word.len());
    Known { words, lengths }
});

impl Known {
    fn get(&self, word: &[u8]) -> (Option<Word>, bool) {
        let lengths = word.first().map_or(0, |&b| self.lengths[usize::from(b)]);
        let may_be = lengths.checked_shr(word.len() as u32).unwrap_or(0) & 1 == 1;
        let known = may_be.then(|| self.words.get(word)).flatten();
        known.copied().unwrap_or_default()
    }
}

impl Said {
    fn of(name: &str) -> Self {
        let letters = letters(name);
        let name = match name.bytes().any(|b| b.is_ascii_uppercase()) {
            true => Cow::Owned(name.to_ascii_lowercase()),
            false => Cow::Borrowed(name),
        };
        let mut said = Self::default();
        // Not a name but a setting, as Tailwind writes it: `[--sidebar-width:18rem]`.
        if may_have(letters, BRACKET) && name.contains('[') {
            return said;
        }
        let mut first: Option<Word> = None;
        for part in name.as_bytes().split(|b| matches!(b, b'-' | b'_')) {
            let (word, foreign) = KNOWN.get(part);
            said.foreign |= foreign && !(part == WIDGET.as_bytes() && is_widget_of_all(&name));
            first = [first, word].into_iter().flatten().min();
        }
        said.role = role(first, &name, letters);
        said
    }
}

const BRACKET: u32 = letters("[");
const BYLINE: u32 = letters("byline");
const AUTHOR: u32 = letters("author");

/// Whether a name with these [`letters`] may contain a part; most lack one of the part's.
fn may_have(name: u32, part: u32) -> bool {
    part & !name == 0
}

fn role(word: Option<Word>, name: &str, letters: u32) -> Option<MarkRole> {
    match word {
        Some(Word::About) => None,
        Some(Word::Subtitle) => Some(MarkRole::Subtitle),
        Some(Word::Byline) => Some(MarkRole::Byline),
        _ if may_have(letters, BYLINE) && name.contains("byline") => Some(MarkRole::Byline),
        Some(Word::Author) => Some(MarkRole::Author),
        _ if may_have(letters, AUTHOR) && (name.contains("authorname") || name == "postauthor") => {
            Some(MarkRole::Author)
        }
        Some(Word::Poster) => Some(MarkRole::AuthorLink),
        Some(Word::Change) => Some(MarkRole::Change),
        Some(Word::Date) => Some(MarkRole::Date),
        None => (name == "time").then_some(MarkRole::Date),
    }
}
