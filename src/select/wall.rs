//! Pages that stand in another page's place: bot walls, JavaScript challenges, log-in and paywalls.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use html5ever::local_name;

use super::Labelled;
use super::metadata::site;
use crate::NoBody;
use crate::page::{json_ld, words};
use crate::segment::outline::Hidden;
use crate::segment::{RegionKind, landmark};

/// With so many words of body a page is what it seems.
const MANY: usize = 120;
/// With so many it is no bot wall: these say next to nothing else.
const BARE: usize = 60;
/// With fewer than this anything on the page may say what it is.
const FEW: usize = 30;

const BLOCKED: &[&str] = &[
    "checking your browser",
    "verify you are human",
    "verifying you are human",
    "verify that you are not a robot",
    "verify that you're not a robot",
    "are you a robot",
    "enable javascript and cookies to continue",
    "please enable javascript to continue",
    "please enable js and disable any ad blocker",
    "you need to enable javascript to run this app",
    "you don't have permission to access",
    "please enable cookies and reload",
    "unusual traffic from your computer",
    "pardon our interruption",
    "attention required! | cloudflare",
    "you have been blocked",
    "access to this page has been denied",
    "press & hold to confirm",
    "request unsuccessful. incapsula",
    "ddos protection by",
    "bitte aktivieren sie javascript",
    "bestätigen sie, dass sie ein mensch sind",
    "sind sie ein roboter",
    "veuillez activer javascript",
    "vérifiez que vous êtes humain",
    "êtes-vous un robot",
    "habilita javascript",
    "verifica que eres humano",
    "abilita javascript",
    "ative o javascript",
    "schakel javascript in",
    "включите javascript",
    "подтвердите, что вы не робот",
    "javascriptを有効にして",
    "请启用javascript",
];
const GATED: &[&str] = &[
    "subscribe to continue reading",
    "subscribe to read",
    "to continue reading, subscribe",
    "sign in to continue reading",
    "log in to continue reading",
    "register to continue reading",
    "this content is for subscribers",
    "this article is for subscribers",
    "this post is for paid subscribers",
    "this post is for paying subscribers",
    "already a subscriber? log in",
    "you must be logged in to view",
    "you need to be logged in to view",
    "create a free account to continue",
    "jetzt abonnieren und weiterlesen",
    "artikel ist nur für abonnent",
    "exklusiv für abonnent",
    "melden sie sich an, um weiterzulesen",
    "article est réservé aux abonnés",
    "article réservé aux abonnés",
    "de cet article à lire",
    "suscríbete para seguir leyendo",
    "contenido exclusivo para suscriptores",
    "inicia sesión para seguir leyendo",
    "contenuto riservato agli abbonati",
    "abbonati per continuare a leggere",
    "exclusivo para assinantes",
    "assine para continuar lendo",
    "alleen voor abonnees",
    "log in om verder te lezen",
    "artykuł tylko dla subskrybentów",
    "только для подписчиков",
    "会員限定記事",
    "登录后继续阅读",
];

/// Parts of the addresses of scripts and frames that only a challenge has.
const CHALLENGES: &[&str] = &[
    "/.well-known/ddos-guard/",
    "/.within.website/x/cmd/anubis/",
    "/_sec/cp_challenge/",
    "/cdn-cgi/challenge-platform/h/",
    ".captcha.awswaf.com",
    ".token.awswaf.com",
    "_incapsula_resource",
    "captcha-delivery.com",
    "captcha.px-cdn.net",
    "captcha.px-cloud.net",
    "validate.perfdrive.com",
];

/// What a wall calls the page in its head.
const TITLES: &[&str] = &[
    "just a moment...",
    "just a moment…",
    "attention required! | cloudflare",
    "ddos-guard",
    "pardon our interruption",
    "access to this page has been denied",
];

/// All that a wall says, [`BLOCKED`] first.
static SAID: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(BLOCKED.iter().chain(GATED)).ok());

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wall {
    Blocked,
    Gated,
}

/// Why there is no body worth the name, if the page says so.
pub(super) fn find(input: &Labelled<'_>) -> Option<NoBody> {
    let shown = shown_words(input);
    if shown >= MANY {
        return None;
    }
    let spoken = spoken(input, shown);
    let said = |wall: Wall| {
        let mut phrases = spoken.iter();
        phrases
            .find(|(of, _)| *of == wall)
            .map(|(_, phrase)| *phrase)
    };
    let blocked = || {
        let said = said(Wall::Blocked).map(str::to_owned);
        let said = said.or_else(|| title(input));
        said.or_else(|| challenge(input).filter(|_| shown < FEW))
    };
    if let Some(evidence) = (shown < BARE).then(blocked).flatten() {
        return Some(NoBody::Blocked { evidence });
    }
    let stated = || (shown < FEW && states_a_gate(input)).then_some("isAccessibleForFree: false");
    let evidence = said(Wall::Gated).or_else(stated)?.to_owned();
    Some(NoBody::Gated { evidence })
}

/// The address of a challenge's script or frame.
fn challenge(input: &Labelled<'_>) -> Option<String> {
    let scripts = input.page.facts().scripts.iter().map(String::as_str);
    let frames = input.page.dom()?.named(local_name!("iframe"));
    let mut addresses = scripts.chain(frames.filter_map(|frame| frame.get("src")));
    let part = |address: &str| {
        let address = address.to_lowercase();
        let mut parts = CHALLENGES.iter();
        parts.find(|part| address.contains(**part))
    };
    addresses.find_map(part).map(|part| (*part).to_owned())
}

/// Whether the article's own data says that it is not free to read.
fn states_a_gate(input: &Labelled<'_>) -> bool {
    let mut objects = input.page.facts().objects.iter();
    objects.any(|o| json_ld::is_kind(o, "Article") && site::is_free(o) == Some(false))
}

fn title(input: &Labelled<'_>) -> Option<String> {
    let title = plain(input.page.facts().title.as_deref()?.trim());
    TITLES.contains(&title.as_str()).then_some(title)
}

/// Words of the body that are shown and are none of a wall's; more than [`MANY`] are not counted.
fn shown_words(input: &Labelled<'_>) -> usize {
    let mut shown = 0;
    for (block, label) in input.labels.iter().enumerate() {
        if label.kind != RegionKind::Body || is_hidden(input, block) || shown >= MANY {
            continue;
        }
        let text = input.outline.block_text(block);
        if said(text).is_empty() {
            shown += words::count(text);
        }
    }
    shown
}

/// What the blocks say that may say what the whole page is: where it shows a text none of what
/// stands around that, by label or by mark-up, and none that is not shown.
fn spoken(input: &Labelled<'_>, shown: usize) -> Vec<(Wall, &'static str)> {
    let phrases = |block: usize| said(input.outline.block_text(block));
    let blocks = 0..input.labels.len();
    if shown < FEW {
        return blocks.flat_map(phrases).collect();
    }
    let said = blocks.map(|block| (block, phrases(block)));
    let said: Vec<_> = said.filter(|(_, phrases)| !phrases.is_empty()).collect();
    if said.is_empty() {
        return Vec::new();
    }
    let marks = landmark::label(input.page.dom(), input.outline);
    let around = |block: usize| {
        let kinds = [input.labels.get(block), marks.get(block)];
        kinds
            .into_iter()
            .flatten()
            .any(|label| is_around(label.kind))
    };
    let said = said.into_iter();
    let said = said.filter(|(block, _)| !around(*block) && !is_hidden(input, *block));
    said.flat_map(|(_, phrases)| phrases).collect()
}

fn is_around(kind: RegionKind) -> bool {
    matches!(
        kind,
        RegionKind::Title
            | RegionKind::Nav
            | RegionKind::Footer
            | RegionKind::Sidebar
            | RegionKind::Related
            | RegionKind::Comment
            | RegionKind::CommentForm
    )
}

fn is_hidden(input: &Labelled<'_>, block: usize) -> bool {
    let outline = input.outline;
    let run = outline.runs.get(outline.blocks[block].runs.start as usize);
    run.is_some_and(|run| outline.element(run.element).hidden > Hidden::Aria)
}

/// The phrases of walls in a text.
fn said(text: &str) -> Vec<(Wall, &'static str)> {
    let text = plain(text);
    let found = SAID.iter().flat_map(|said| said.find_iter(&text));
    let numbers = found.map(|phrase| phrase.pattern().as_usize());
    let phrase = |number: usize| match BLOCKED.get(number) {
        Some(phrase) => Some((Wall::Blocked, *phrase)),
        None => Some((Wall::Gated, *GATED.get(number - BLOCKED.len())?)),
    };
    numbers.filter_map(phrase).collect()
}

fn plain(text: &str) -> String {
    text.to_lowercase().replace('’', "'")
}
