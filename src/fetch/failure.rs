//! From the HTTP library's errors to ours: which part of the way failed.

use std::error::Error;
use std::io;

use url::Url;

use super::guard::LookupError;
use super::settings::Settings;
use super::{FetchError, Phase};

/// An error before the answer began.
pub(super) fn sending(error: reqwest::Error, url: &Url, settings: &Settings) -> FetchError {
    let error = error.without_url();
    let url = url.to_string();
    if let Some(lookup) = find::<LookupError>(&error) {
        return resolving(lookup, url);
    }
    let message = message(&error);
    if error.is_timeout() {
        return FetchError::TimedOut {
            url,
            phase: Phase::Connect,
            after: settings.connect,
        };
    }
    if is_tls(&error, &message) {
        return FetchError::Tls { url, message };
    }
    if error.is_connect() {
        return FetchError::Connect { url, message };
    }
    if message.contains("message head is too large") {
        return FetchError::TooLarge {
            url,
            what: "headers",
            limit: settings.max_header_bytes,
        };
    }
    FetchError::Interrupted { url, message }
}

/// An error while the body was read.
pub(super) fn reading(error: reqwest::Error, url: &Url) -> FetchError {
    let error = error.without_url();
    FetchError::Interrupted {
        url: url.to_string(),
        message: message(&error),
    }
}

fn resolving(error: &LookupError, url: String) -> FetchError {
    match error {
        LookupError::Refused(refusal) => FetchError::Refused {
            url,
            refusal: refusal.clone(),
        },
        LookupError::TimedOut(after) => FetchError::TimedOut {
            url,
            phase: Phase::Dns,
            after: *after,
        },
        LookupError::Failed(message) => FetchError::Dns {
            url,
            message: message.clone(),
        },
    }
}

/// A handshake the server cuts off is only recognisable by its text.
fn is_tls(error: &reqwest::Error, message: &str) -> bool {
    find::<rustls::Error>(error).is_some()
        || (error.is_connect() && message.contains("tls handshake eof"))
}

/// Looks for a type in the chain of causes, also inside of I/O errors, which hide what they wrap.
fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(cause) = next {
        if let Some(found) = cause.downcast_ref::<T>() {
            return Some(found);
        }
        next = match cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(inner) => Some(inner),
            None => cause.source(),
        };
    }
    None
}

/// The innermost cause says most; the outer ones repeat the kind.
fn message(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
