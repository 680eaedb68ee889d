//! Pages that stand in another page's place: bot walls, JavaScript challenges, log-in and paywalls.

use super::Labelled;
use crate::NoBody;

/// With more words of body than this a page is what it seems.
const MANY: usize = 120;

const BLOCKED: &[&str] = &[
    "checking your browser",
    "verify you are human",
    "verifying you are human",
    "verify that you are not a robot",
    "are you a robot",
    "enable javascript and cookies to continue",
    "please enable javascript to continue",
    "please enable cookies and reload",
    "unusual traffic from your computer",
    "pardon our interruption",
    "attention required! | cloudflare",
    "you have been blocked",
    "access to this page has been denied",
    "press & hold to confirm",
    "request unsuccessful. incapsula",
    "ddos protection by",
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
];

/// Why there is no body worth the name, if the page says so.
pub(super) fn find(input: &Labelled<'_>, body: &[u32]) -> Option<NoBody> {
    let words = |block: &u32| {
        let text = input.outline.block_text(*block as usize);
        text.split_whitespace().count()
    };
    if body.iter().map(words).sum::<usize>() >= MANY {
        return None;
    }
    let text = input.outline.text.to_lowercase();
    let said = |phrases: &[&str]| {
        let found = phrases.iter().find(|phrase| text.contains(**phrase));
        found.map(|phrase| (*phrase).to_owned())
    };
    let blocked = said(BLOCKED).map(|evidence| NoBody::Blocked { evidence });
    blocked.or_else(|| said(GATED).map(|evidence| NoBody::Gated { evidence }))
}
