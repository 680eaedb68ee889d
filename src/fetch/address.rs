//! Reading addresses so that credentials neither travel nor show.

use url::Url;

use super::FetchError;

/// An address without user name and password, and whether it had any.
pub(super) struct Address {
    pub(super) url: Url,
    /// `user:password` as given, kept only for the origin it was written for.
    pub(super) credentials: Option<Credentials>,
}

/// A user name and password out of an address. Never printed.
#[derive(Clone)]
pub(super) struct Credentials {
    pub(super) user: String,
    pub(super) password: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials(..)")
    }
}

pub(super) fn parse(text: &str) -> Result<Address, FetchError> {
    let url = Url::parse(text.trim()).map_err(|e| invalid(text, &e))?;
    Ok(strip(url))
}

/// Takes credentials and fragment off: neither is part of what is asked from a server.
pub(super) fn strip(mut url: Url) -> Address {
    let credentials =
        (!url.username().is_empty() || url.password().is_some()).then(|| Credentials {
            user: decode(url.username()),
            password: decode(url.password().unwrap_or_default()),
        });
    // Both fail only for addresses that cannot have credentials, such as `data:`.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    Address { url, credentials }
}

/// The text of an address that may not even parse, without credentials.
pub(super) fn redact(text: &str) -> String {
    match Url::parse(text.trim()) {
        Ok(url) => strip(url).url.into(),
        Err(_) => redact_text(text.trim()),
    }
}

/// For text no parser accepts: what stands between `//` and the last `@` of the authority goes.
fn redact_text(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("//") else {
        return text.to_owned();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    format!("{scheme}//{host}{tail}")
}

fn invalid(text: &str, error: &url::ParseError) -> FetchError {
    FetchError::Url {
        url: redact_text(text.trim()),
        message: error.to_string(),
    }
}

fn decode(text: &str) -> String {
    // `form_urlencoded` would turn `+` into a space, so the plus is protected first.
    let protected = format!("x={}", text.replace('+', "%2B"));
    let mut pairs = url::form_urlencoded::parse(protected.as_bytes());
    pairs
        .next()
        .map_or_else(String::new, |(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::{parse, redact};

    #[test]
    fn credentials_never_show() {
        for text in [
            "http://user:secret@example.com/",
            "http://user:secret@:0:/",
            "//u:secret@x",
            "http://a:secret@b@c:99999/",
        ] {
            assert!(!redact(text).contains("secret"), "{}", redact(text));
        }
    }

    #[test]
    fn credentials_are_decoded() {
        let address = parse("http://a%40b:p+%3A@example.com/#top").ok();
        let address = address.and_then(|a| a.credentials.map(|c| (c.user, c.password, a.url)));
        let (user, password, url) = address.unwrap_or_else(|| panic!("no credentials"));
        assert_eq!((user.as_str(), password.as_str()), ("a@b", "p+:"));
        assert_eq!(url.as_str(), "http://example.com/");
    }
}
