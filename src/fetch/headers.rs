//! Response headers, owned and without types of the HTTP library.

use serde::Serialize;

/// The headers of a response, names in lower case, in the order they came.
///
/// ```
/// use unhusk::fetch::Headers;
///
/// let headers: Headers = [("Content-Type", "text/html")].into_iter().collect();
/// assert_eq!(headers.get("content-type"), Some("text/html"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Headers {
    fields: Vec<(String, String)>,
}

impl Headers {
    /// The first value of a header; the name's case does not matter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self
            .fields
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))?;
        Some(&found.1)
    }

    /// All values of a header.
    pub fn get_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.iter()
            .filter(move |(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// All headers.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The size as sent: names, values and separators, in bytes.
    pub(super) fn size(&self) -> usize {
        self.iter()
            .map(|(name, value)| name.len() + value.len() + 4)
            .sum()
    }

    pub(super) fn from_map(map: &http::HeaderMap) -> Self {
        let text =
            |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        map.iter()
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let lower = |(name, value): (N, V)| (name.into().to_ascii_lowercase(), value.into());
        Self {
            fields: fields.into_iter().map(lower).collect(),
        }
    }
}
