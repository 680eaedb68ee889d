//! Pictures that only count visitors: told by their size and by whole parts of their address,
//! since words such as `pixel` stand in names of ordinary pictures too.

use url::Url;

use crate::page::dom::ElementRef;

/// Sites that serve nothing but counters.
const HOSTS: &[&str] = &[
    "2o7.net",
    "adnxs.com",
    "amazon-adsystem.com",
    "analytics.twitter.com",
    "bat.bing.com",
    "chartbeat.net",
    "counter.theconversation.com",
    "counter.yadro.ru",
    "demdex.net",
    "doubleclick.net",
    "google-analytics.com",
    "googleadservices.com",
    "googletagmanager.com",
    "histats.com",
    "imrworldwide.com",
    "ioam.de",
    "krxd.net",
    "mc.yandex.ru",
    "omtrdc.net",
    "parsely.com",
    "pixel.wp.com",
    "px.ads.linkedin.com",
    "quantserve.com",
    "scorecardresearch.com",
    "statcounter.com",
    "stats.wp.com",
    "vgwort.de",
    "xiti.com",
];

/// Names that counters have, without an extension or with that of a drawing or a program.
const NAMES: &[&str] = &[
    "1x1",
    "__utm",
    "beacon",
    "matomo",
    "piwik",
    "pixel",
    "tracker",
    "tracking",
    "tracking-pixel",
    "tracking_pixel",
];

/// Whether an address is one of a counter.
pub(super) fn is_tracker(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else {
        return has_name(address.split(['?', '#']).next().unwrap_or_default());
    };
    let host = url.host_str().unwrap_or_default();
    has_name(url.path())
        || HOSTS.iter().any(|domain| is_of(host, domain))
        || (is_of(host, "facebook.com") && url.path().trim_end_matches('/') == "/tr")
}

/// Whether a host is this domain or below it.
pub(super) fn is_of(host: &str, domain: &str) -> bool {
    let below = host.strip_suffix(domain);
    below.is_some_and(|below| below.is_empty() || below.ends_with('.'))
}

fn has_name(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or_default();
    let (name, extension) = file.split_once('.').unwrap_or((file, ""));
    NAMES.contains(&name) && matches!(extension, "" | "gif" | "png" | "php")
}

/// Whether an element is too small to show anything, or not shown. A dimension that is not stated
/// is as the other one.
pub(super) fn is_unseen(node: ElementRef<'_>) -> bool {
    let attribute = |name| node.get(name).and_then(pixels);
    let mut size = [attribute("width"), attribute("height")];
    for (name, value) in declarations(node.get("style").unwrap_or_default()) {
        match name {
            "width" => size[0] = pixels(value).or(size[0]),
            "height" => size[1] = pixels(value).or(size[1]),
            // A frame that scripts widen.
            "min-width" | "min-height" => return false,
            "display" if value.starts_with("none") => return true,
            _ => {}
        }
    }
    let [width, height] = size;
    let is_tiny = |size: Option<f32>| size.is_some_and(|pixels| pixels <= 2.0);
    is_tiny(width.or(height)) && is_tiny(height.or(width))
}

fn declarations(style: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = style.split(';').filter_map(|part| part.split_once(':'));
    pairs.map(|(name, value)| (name.trim(), value.trim()))
}

/// A length in pixels; other units say nothing.
fn pixels(value: &str) -> Option<f32> {
    let value = value.trim_end_matches("!important").trim();
    value.strip_suffix("px").unwrap_or(value).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_names_make_no_tracker() {
        for url in [
            "https://e.org/i/pixel-9-review.jpg",
            "https://e.org/1x1-interview.jpg",
            "https://e.org/beacon-hill.jpg",
            "https://e.org/pixel/phone.jpg",
            "https://notxiti.com/a.jpg",
            "https://facebook.com/travel.jpg",
        ] {
            assert!(!is_tracker(url), "{url}");
        }
    }

    #[test]
    fn hosts_and_file_names_of_counters_are_known() {
        for url in [
            "https://www.facebook.com/tr?id=1&noscript=1",
            "https://sb.scorecardresearch.com/p?c1=2",
            "https://stats.e.org/matomo.php?idsite=1",
            "https://e.org/t/pixel.gif?page=2",
            "/img/1x1.png",
        ] {
            assert!(is_tracker(url), "{url}");
        }
    }
}
