//! Labels every piece of a web page and returns the article: body, metadata, comments.

#[cfg(feature = "fetch")]
pub mod fetch;
