//! Links and buttons that open comments which are not in the page: "View comments", "Join the
//! conversation".

use html5ever::local_name;

use super::words::is_of_comments;
use super::{names, numbers};
use crate::page::words::begins_with;
use crate::segment::outline::ElementId;
use crate::select::source::Source;

/// What a text, in small letters, begins with that offers to show comments.
const SHOWS: [&str; 5] = ["view ", "show ", "see ", "read ", "load "];
/// Words that may stand between that and what is shown.
const BETWEEN: [&str; 5] = ["all ", "the ", "more ", "reader ", "user "];
/// The same, with what is shown, in other languages.
const SHOWS_THEM: [&str; 24] = [
    "kommentare anzeigen",
    "kommentare ansehen",
    "kommentare einblenden",
    "kommentare laden",
    "kommentare lesen",
    "alle kommentare",
    "zu den kommentaren",
    "afficher les commentaires",
    "lire les commentaires",
    "voir les commentaires",
    "voir tous les commentaires",
    "leer comentarios",
    "leer los comentarios",
    "mostrar comentarios",
    "ver comentarios",
    "ver los comentarios",
    "mostrar comentários",
    "ver comentários",
    "ver os comentários",
    "leggi i commenti",
    "mostra commenti",
    "mostra i commenti",
    "bekijk reacties",
    "toon reacties",
];
/// How texts begin that ask to take part: sites ask so for other things too.
const JOINS: [&str; 14] = [
    "join the conversation",
    "join the discussion",
    "join the debate",
    "join conversation",
    "join discussion",
    "start the conversation",
    "start the discussion",
    "view conversation",
    "view discussion",
    "view the conversation",
    "view the discussion",
    "diskutieren sie mit",
    "rejoignez la conversation",
    "únete a la conversación",
];

/// The first and the second letters of these texts, a bit each: most other texts are told by them.
const LETTERS: [u32; 2] = [letters_at(0), letters_at(1)];

const fn letters_at(place: usize) -> u32 {
    let (mut letters, mut list) = (0, 0);
    let lists: [&[&str]; 3] = [&SHOWS, &SHOWS_THEM, &JOINS];
    while list < lists.len() {
        let mut at = 0;
        while at < lists[list].len() {
            letters |= bit(lists[list][at].as_bytes()[place]);
            at += 1;
        }
        list += 1;
    }
    letters
}

/// The same for a small letter and its capital.
const fn bit(letter: u8) -> u32 {
    1 << (letter & 31)
}

/// A longer text, in bytes, is more than what stands on a button, and a shorter one offers nothing.
const LONGEST: usize = 60;
const SHORTEST: usize = 13;
/// Elements around a text that may be the link or button that it stands on.
const MOST_AROUND: usize = 4;
/// Names of forms that stand in the page.
const FORMS: [&str; 4] = ["respond", "comment-respond", "commentform", "comment-form"];

/// What a text offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Offer {
    Comments,
    Talk,
}

/// Whether a text offers comments, and stands on a link or button that can only mean those of this
/// page.
pub(super) fn offers(source: &Source<'_>, element: ElementId, text: &str) -> bool {
    let Some(offer) = offer(text) else {
        return false;
    };
    let mut around = source.outline.ancestors(element).take(MOST_AROUND);
    let control = around.find(|id| is_control(source, *id));
    let is_of_page = control.is_some_and(|control| match source.attr(control, "href") {
        Some(href) if !is_script(href) => leads_to_comments(source, href),
        _ => offer == Offer::Comments || names_comments(source, control),
    });
    is_of_page && (offer == Offer::Comments || !has_form(source))
}

fn offer(text: &str) -> Option<Offer> {
    let begins = |said: &&str| begins_with(text, said);
    let offer = match () {
        () if !(SHORTEST..=LONGEST).contains(&text.len()) || !may_offer(text) => None,
        () if SHOWS.iter().any(begins) && shows_comments(text) => Some(Offer::Comments),
        () if SHOWS_THEM.iter().any(begins) => Some(Offer::Comments),
        () if JOINS.iter().any(begins) => Some(Offer::Talk),
        () => None,
    };
    offer.filter(|_| numbers::read(text) != Some(0))
}

fn may_offer(text: &str) -> bool {
    let mut pairs = text.bytes().zip(LETTERS);
    pairs.all(|(byte, letters)| letters & bit(byte) != 0)
}

/// Whether what is shown are comments, of which no number is said: "View all comments".
fn shows_comments(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut rest = lower.split_once(' ').map_or("", |(_, rest)| rest);
    while let Some(after) = BETWEEN.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = after;
    }
    let rest = rest.strip_prefix("comments");
    rest.is_some_and(|rest| !rest.contains(char::is_alphanumeric))
}

fn is_control(source: &Source<'_>, id: ElementId) -> bool {
    match source.outline.element(id).tag {
        local_name!("a") | local_name!("button") | local_name!("summary") => true,
        _ => source.attr(id, "role") == Some("button"),
    }
}

/// Whether a link only stands for a button.
fn is_script(href: &str) -> bool {
    let href = href.trim();
    href.is_empty() || href == "#" || href.starts_with("javascript:")
}

/// Whether a link leads to the place on this page where its comments are.
fn leads_to_comments(source: &Source<'_>, href: &str) -> bool {
    let page = href.split('#').next().unwrap_or_default();
    let is_own = page.is_empty() || source.fragment(href).is_some();
    let fragment = href.split_once('#').map_or("", |(_, fragment)| fragment);
    is_own && names_talk(fragment)
}

/// Whether a button is named after comments, or what it opens or stands in. A form has buttons to
/// send what was written: there its names say nothing.
fn names_comments(source: &Source<'_>, control: ElementId) -> bool {
    let own = source.node(control).into_iter();
    let mut stated = own.flat_map(|node| node.attributes());
    let is_stated = stated.any(|(name, value)| {
        let may = &**name == "aria-controls" || name.starts_with("data-");
        may && value() != "0" && (names_talk(value()) || names_talk(name))
    });
    let around = source.outline.ancestors(control).take(MOST_AROUND);
    let is_form = |id: &ElementId| source.outline.element(*id).tag == local_name!("form");
    let mut around = around.take_while(|id| !is_form(id));
    is_stated
        || around.any(|id| {
            let mut names = source.classes(id).chain(source.id(id));
            names.any(names_talk) || names::is_holder(source, id)
        })
}

/// Whether the page has a form for comments: the system of one that has writes the comments into the
/// page too, so that there are none yet.
fn has_form(source: &Source<'_>) -> bool {
    let mut elements = 0..source.outline.elements.len() as ElementId;
    elements.any(|id| {
        let mut names = source.classes(id).chain(source.id(id));
        names.any(|name| FORMS.contains(&name))
    })
}

/// Whether a name speaks of comments or of what sites call them.
fn names_talk(name: &str) -> bool {
    let is_word = |word: &str| {
        let talks = ["conversation", "conversations", "discussion", "discussions"];
        talks.iter().any(|talk| word.eq_ignore_ascii_case(talk))
    };
    is_of_comments(name) || name.split(|c: char| !c.is_alphanumeric()).any(is_word)
}
