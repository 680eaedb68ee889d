//! The documents of the repository, readable in the API documentation.

/// How the code is laid out and why.
#[doc = include_str!("../docs/architecture.md")]
pub mod architecture {}

/// How site rules are written.
#[doc = include_str!("../docs/rule_format.md")]
pub mod rule_format {}

/// How fields of the metadata are found, and which source is trusted more.
#[doc = include_str!("../docs/metadata.md")]
pub mod metadata {}

/// The forms of output.
#[doc = include_str!("../docs/outputs.md")]
pub mod outputs {}

/// What this crate does beside its peers.
#[doc = include_str!("../docs/comparison.md")]
pub mod comparison {}
