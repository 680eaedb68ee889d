//! Reading what a command was given: files, standard input, addresses.

use std::io::{Read, Write};
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result, anyhow, bail};
use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use unhusk::{Extractor, Focus, Options, Page, RuleSet};

use crate::args::{self, InputArgs, LabelArgs};
use crate::fetch_args::FetchArgs;
use crate::work;

/// No page is read beyond this, so that a bomb cannot fill the memory.
pub(crate) const MAX_BYTES: u64 = 64 << 20;

pub(crate) fn extractor(labels: &LabelArgs, articles_only: bool) -> Result<Extractor> {
    let focus = match labels.focus {
        args::Focus::Precision => Focus::Precision,
        args::Focus::Balanced => Focus::Balanced,
        args::Focus::Recall => Focus::Recall,
    };
    let options = Options::new().focus(focus).articles_only(articles_only);
    let rules = rule_set(labels.rules.as_deref())?;
    Ok(Extractor::builder().rules(rules).options(options).build())
}

pub(crate) fn rule_set(dir: Option<&Path>) -> Result<RuleSet> {
    match dir {
        None => Ok(RuleSet::builtin()),
        Some(dir) => Ok(RuleSet::builder().dir(dir)?.build()),
    }
}

/// Reads one input as the page it is said to be.
pub(crate) fn page(input: &str, args: &InputArgs, fetch: &FetchArgs) -> Result<Page> {
    if is_url(input) {
        return fetched(input, fetch);
    }
    local(input, args)
}

/// Reads a file or standard input as the page it is said to be.
pub(crate) fn local(input: &str, args: &InputArgs) -> Result<Page> {
    let page = parsed(&read(input)?, args.text_dump || is_text_file(input));
    known(page, args.url.as_deref(), args.fetched)
}

/// A page with what is known of how it was come by.
pub(crate) fn known(page: Page, url: Option<&str>, fetched: Option<SystemTime>) -> Result<Page> {
    let page = match fetched {
        Some(time) => page.with_fetch_time(time),
        None => page,
    };
    match url {
        Some(url) => Ok(page.with_url(url)?),
        None => Ok(page),
    }
}

/// A time, or the end of a day: what the page says was "yesterday" then is.
pub(crate) fn time(text: &str) -> Result<SystemTime> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time.try_into()?);
    }
    let day: Date = text
        .parse()
        .map_err(|_| anyhow!("`{text}` is no time such as 2024-05-01 or 2024-05-01T12:00:00Z"))?;
    let end = TimeZone::UTC.to_timestamp(day.at(23, 59, 59, 0))?;
    Ok(end.try_into()?)
}

pub(crate) fn is_url(input: &str) -> bool {
    let scheme = input.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|s| s.eq_ignore_ascii_case("http") || s.eq_ignore_ascii_case("https"))
}

/// Nobody saves HTML as `.txt`.
fn is_text_file(input: &str) -> bool {
    let name = input.strip_suffix(".gz").unwrap_or(input);
    Path::new(name)
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("txt"))
}

fn fetched(url: &str, args: &FetchArgs) -> Result<Page> {
    let fetcher = args.fetcher()?;
    let fetched = work::runtime()?.block_on(fetcher.get(url))?;
    Ok(fetched.page()?)
}

fn parsed(bytes: &[u8], text_dump: bool) -> Page {
    if text_dump {
        Page::from_text_bytes(bytes, None)
    } else {
        Page::from_bytes(bytes, None)
    }
}

fn read(input: &str) -> Result<Vec<u8>> {
    if input == "-" {
        return bounded(std::io::stdin().lock()).context("standard input");
    }
    read_file(Path::new(input))
}

/// Reads a file, decompressed if its name ends in `.gz`.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>> {
    let name = path.display();
    let file = std::fs::File::open(path).with_context(|| format!("{name}"))?;
    let bytes = match path.extension() {
        Some(extension) if extension == "gz" => bounded(MultiGzDecoder::new(file)),
        _ => bounded(file),
    };
    bytes.with_context(|| format!("{name}"))
}

fn bounded(source: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        bail!("larger than {} MiB", MAX_BYTES >> 20);
    }
    Ok(bytes)
}

/// Writes a result to standard output, where text belongs.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    Ok(())
}
