//! `cargo add-site FILE --url URL` or `cargo add-site URL`: starts the rule of a site.
//!
//! Writes the page as a fixture and, if there is none yet, a rule with a test to fill in, enters
//! it in the table of built-in rules, and takes the first snapshots.
#![allow(clippy::print_stdout, reason = "a program prints")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let mut inputs: Vec<String> = std::env::args().skip(1).collect();
    let url = match inputs.iter().position(|a| a == "--url") {
        Some(at) if at + 1 < inputs.len() => inputs.drain(at..at + 2).nth(1),
        _ => None,
    };
    let [input] = inputs.as_slice() else {
        return Err("usage: cargo add-site FILE --url URL, or cargo add-site URL".into());
    };
    let url = url.or_else(|| input.contains("://").then(|| input.clone()));
    let url = url::Url::parse(&url.ok_or("a file needs --url with the page's address")?)?;
    let host = url.host_str().ok_or("the address has no host")?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fixture = write_fixture(root, host, &url, &page(input)?)?;
    let rule = root.join("src/rules/sites").join(format!("{host}.toml"));
    if rule.exists() {
        println!("the rule {} is there already", rule.display());
    } else {
        fs::write(&rule, stub(host, &fixture, &url))?;
        enter(root, host)?;
        println!("wrote {}", rule.display());
    }
    snapshot(root)
}

fn page(input: &str) -> Result<Vec<u8>> {
    if !input.contains("://") {
        return Ok(fs::read(input)?);
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let fetched =
        runtime.block_on(async { unhusk::fetch::Fetcher::builder().build()?.get(input).await })?;
    Ok(fetched.into_body())
}

/// `tests/fixtures/sites/<host>/<last part of the path>.html`; returns the name below `fixtures`.
fn write_fixture(root: &Path, host: &str, url: &url::Url, page: &[u8]) -> Result<String> {
    let mut parts = url
        .path_segments()
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty());
    let last = parts.next_back().unwrap_or("index");
    let stem = last.split('.').next().unwrap_or(last);
    let name = format!("sites/{host}/{stem}.html");
    let path = root.join("tests/fixtures").join(&name);
    fs::create_dir_all(path.parent().unwrap_or(root))?;
    fs::write(&path, page)?;
    println!("wrote {}", path.display());
    Ok(name)
}

fn stub(host: &str, fixture: &str, url: &url::Url) -> String {
    format!(
        "schema = 1\nid = \"{host}\"\nextends = []\n\n[match]\nhosts = [\"{host}\"]\n\n[fields]\ntitle = [{{ css = \"h1\", nth = 0 }}, {{ meta = \"og:title\" }}]\n\n\
         [body]\nfirst = [{{ css = \"article\" }}, {{ css = \"main\" }}]\nmin_words = 20\n\n[[test]]\nfixture = \"{fixture}\"\nurl = \"{url}\"\n"
    )
}

/// Adds a line to the table of built-in rules, which is sorted.
fn enter(root: &Path, host: &str) -> Result<()> {
    let path: PathBuf = root.join("src/rules/embedded.rs");
    let table = fs::read_to_string(&path)?;
    let line = format!("    (\"sites/{host}.toml\", include_str!(\"sites/{host}.toml\")),\n];");
    fs::write(&path, table.replacen("];", &line, 1))?;
    Command::new("cargo")
        .args(["fmt"])
        .current_dir(root)
        .status()?;
    Ok(())
}

fn snapshot(root: &Path) -> Result<()> {
    let status = Command::new("cargo")
        .args(["test", "--quiet", "--test", "snapshots"])
        .env("INSTA_UPDATE", "always")
        .current_dir(root)
        .status()?;
    println!(
        "snapshots {}",
        if status.success() {
            "written: read them"
        } else {
            "failed"
        }
    );
    Ok(())
}
