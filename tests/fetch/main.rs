//! Fetching, against a real server on loopback: one test crate, a module for each subject.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

mod batch;
mod bodies;
mod cache;
#[path = "../../examples/render_chromium/chromium.rs"]
mod chromium;
mod client;
mod discover;
mod extras;
mod manners;
mod outcomes;
mod pages;
mod parts;
mod program;
mod reader;
mod render;
mod safety;
mod support;
mod timeouts;
mod tls;
mod walls;
