//! Manners: whose turn it is, when to try again, and what a site asks programs to do.

mod directives;
mod pace;
mod retry;
mod robots;

pub use directives::Directives;
pub(super) use pace::{Pace, Turn};
pub(super) use retry::{Retries, parse_retry_after, retry_after};
pub(super) use robots::{MAX_BYTES as MAX_ROBOTS_BYTES, Robots, Rules, agent_name};
