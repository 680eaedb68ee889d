//! Is this the site, or a bot wall in front of it?

use super::super::glance::Glance;
use super::super::headers::Headers;
use super::vendor::{SIGNATURES, Signature, Vendor};

/// A page with more visible text than this (bytes without white space) is no challenge page.
const MAX_CHALLENGE_TEXT: usize = 1200;
/// Nor is one of more bytes than this.
const MAX_CHALLENGE_BYTES: usize = 512 << 10;

/// The wall, with what shows it.
pub(super) struct Wall {
    pub(super) vendor: Vendor,
    pub(super) evidence: Vec<String>,
}

pub(super) fn detect(
    status: u16,
    headers: &Headers,
    glance: &Glance,
    bytes: usize,
) -> Option<Wall> {
    let view = View {
        headers,
        refuses: matches!(status, 403 | 405 | 406 | 418 | 428 | 429 | 503),
        is_slight: glance.text_len <= MAX_CHALLENGE_TEXT && bytes <= MAX_CHALLENGE_BYTES,
        machinery: glance.machinery.to_ascii_lowercase(),
        words: format!("{} {}", glance.title, glance.text).to_lowercase(),
    };
    SIGNATURES.iter().find_map(|signature| {
        let evidence = view.evidence(signature);
        (!evidence.is_empty()).then_some(Wall {
            vendor: signature.vendor,
            evidence,
        })
    })
}

struct View<'a> {
    headers: &'a Headers,
    refuses: bool,
    is_slight: bool,
    machinery: String,
    words: String,
}

impl View<'_> {
    fn evidence(&self, signature: &Signature) -> Vec<String> {
        let mut found: Vec<_> = self.headers(signature.always).collect();
        if self.refuses {
            found.extend(self.headers(signature.refusing));
        }
        if self.is_slight && self.may_be_wall(signature.vendor) {
            found.extend(quote(&self.machinery, signature.challenge, "markup"));
        }
        if self.is_slight && self.refuses {
            found.extend(quote(&self.words, signature.words, "text"));
        }
        found
    }

    /// A CAPTCHA nobody signs is only a wall when the status says so: comment forms have them too.
    fn may_be_wall(&self, vendor: Vendor) -> bool {
        self.refuses || vendor != Vendor::Captcha
    }

    fn headers(
        &self,
        wanted: &'static [(&'static str, &'static str)],
    ) -> impl Iterator<Item = String> {
        wanted.iter().filter_map(|(name, part)| {
            let value = self.headers.get(name)?;
            let matches = value.to_ascii_lowercase().contains(part);
            matches.then(|| format!("header {name}: {value}"))
        })
    }
}

fn quote<'a>(
    text: &'a str,
    markers: &'static [&'static str],
    place: &'a str,
) -> impl Iterator<Item = String> + 'a {
    let found = markers.iter().filter(|marker| text.contains(**marker));
    found.map(move |marker| format!("{place} `{marker}`"))
}
