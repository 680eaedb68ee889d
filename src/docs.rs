//! The documents of the repository, readable in the API documentation.

/// How the code is laid out and why.
#[doc = include_str!("../docs/architecture.md")]
pub mod architecture {}

/// How site rules are written.
#[doc = include_str!("../docs/rule_format.md")]
pub mod rule_format {}
