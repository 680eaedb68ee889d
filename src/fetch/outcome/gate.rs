//! Does a log-in, a payment or a consent stand before the page?

use serde::Serialize;
use url::Url;

use super::super::glance::Glance;
use super::super::headers::Headers;

/// What is asked for before the page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Gate {
    /// HTTP authentication (401).
    Authentication,
    /// Payment (402).
    Payment,
    /// A log-in page.
    LogIn,
    /// A consent page of another address.
    Consent,
    /// The log-in page of the network, such as in a hotel (511).
    Network,
}

impl std::fmt::Display for Gate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Authentication => "authentication required",
            Self::Payment => "payment required",
            Self::LogIn => "log-in required",
            Self::Consent => "consent required",
            Self::Network => "the network asks for a log-in",
        })
    }
}

pub(super) fn by_status(status: u16, headers: &Headers, glance: &Glance) -> Option<(Gate, String)> {
    match status {
        401 => Some((Gate::Authentication, authentication(headers))),
        402 => Some((Gate::Payment, "status 402".to_owned())),
        403 if glance.has_password_field => {
            Some((Gate::LogIn, "status 403 with a password field".to_owned()))
        }
        511 => Some((Gate::Network, "status 511".to_owned())),
        _ => None,
    }
}

fn authentication(headers: &Headers) -> String {
    let scheme = headers.get("www-authenticate").unwrap_or_default();
    format!(
        "status 401, scheme `{}`",
        scheme.split(' ').next().unwrap_or_default()
    )
}

/// A redirect that ended at a log-in or consent page which was not asked for.
pub(super) fn by_redirect(asked: &Url, answered: &Url) -> Option<(Gate, String)> {
    if asked == answered {
        return None;
    }
    let evidence = || {
        format!(
            "redirected to {}",
            super::super::address::redact(answered.as_str())
        )
    };
    if is_consent(answered) && !is_consent(asked) {
        return Some((Gate::Consent, evidence()));
    }
    (is_log_in(answered) && !is_log_in(asked)).then(|| (Gate::LogIn, evidence()))
}

fn is_consent(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    matches!(
        host.split('.').next(),
        Some("consent" | "guce" | "myprivacy")
    )
}

fn is_log_in(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let by_host = matches!(
        host.split('.').next(),
        Some("login" | "signin" | "sso" | "accounts")
    );
    by_host
        || url
            .path_segments()
            .is_some_and(|mut segments| segments.any(is_log_in_segment))
}

/// Whole segments only: `/login-systems-compared` is an article.
fn is_log_in_segment(segment: &str) -> bool {
    let lower = segment.to_ascii_lowercase();
    let stem = lower.split('.').next().unwrap_or_default();
    matches!(
        stem,
        "login"
            | "log-in"
            | "log_in"
            | "signin"
            | "sign-in"
            | "sign_in"
            | "logon"
            | "wp-login"
            | "user-login"
            | "authenticate"
            | "sso"
            | "anmelden"
            | "connexion"
            | "paywall"
    )
}
