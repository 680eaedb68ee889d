//! Renders pages that are built by scripts in a headless Chromium, over its `DevTools` protocol.
//!
//! ```sh
//! apt-get install chromium
//! cargo run --example render_chromium -- https://example.com/app
//! ```
//!
//! The program that is started is `chromium`, or what the environment variable `CHROMIUM` names.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]

mod chromium;

use chromium::{AnyError, Chromium};
use unhusk::fetch::{Fetch, Fetcher, WithRenderer};

#[tokio::main]
async fn main() -> Result<(), AnyError> {
    let urls: Vec<String> = std::env::args().skip(1).collect();
    let program = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
    let browser = Chromium::start(&program, &[]).await?;
    let fetch = WithRenderer::new(Fetcher::builder().build()?, browser);
    for url in urls {
        let page = fetch.fetch(&url).await?;
        println!(
            "{}\n{}",
            page.notes().join("\n"),
            String::from_utf8_lossy(page.body())
        );
    }
    Ok(())
}
