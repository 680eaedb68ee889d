//! The HTTP client, set up so that every decision about an address is made in this crate.

use std::sync::Arc;

use reqwest::redirect;

use super::FetchError;
use super::guard::Guarded;
use super::settings::Settings;

/// Pages of large sites send more than the HTTP library's default of 100.
const MAX_HEADERS: usize = 256;

pub(super) fn build(settings: &Settings) -> Result<reqwest::Client, FetchError> {
    let mut builder = reqwest::Client::builder()
        // Redirects are followed in `walk`, so that each hop is checked.
        .redirect(redirect::Policy::none())
        // A proxy would resolve names where no guard sees the answer.
        .no_proxy()
        .referer(false)
        .cookie_store(settings.policy.keeps_cookies())
        .dns_resolver(guarded(settings))
        .connect_timeout(settings.connect)
        .http1_max_headers(MAX_HEADERS)
        .http2_max_header_list_size(u32::try_from(settings.max_header_bytes).unwrap_or(u32::MAX));
    for pem in &settings.root_certificates {
        for certificate in certificates(pem)? {
            builder = builder.add_root_certificate(certificate);
        }
    }
    builder.build().map_err(|e| setting("build", &e))
}

fn guarded(settings: &Settings) -> Arc<Guarded> {
    Arc::new(Guarded {
        inner: settings.resolver.clone(),
        policy: settings.policy.clone(),
        limit: settings.connect,
    })
}

fn certificates(pem: &[u8]) -> Result<Vec<reqwest::Certificate>, FetchError> {
    let found = reqwest::Certificate::from_pem_bundle(pem);
    let found = found.map_err(|e| setting("root_certificate", &e))?;
    if found.is_empty() {
        let message = "no certificate in it".to_owned();
        return Err(FetchError::Setting {
            setting: "root_certificate",
            message,
        });
    }
    Ok(found)
}

fn setting(setting: &'static str, error: &dyn std::error::Error) -> FetchError {
    let mut message = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        message = format!("{message}: {cause}");
        source = cause.source();
    }
    FetchError::Setting { setting, message }
}
