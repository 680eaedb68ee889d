//! The flags for fetching, common to all commands that take addresses.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use unhusk::Extractor;
use unhusk::fetch::{FetchError, Fetcher, Parts, Reader, SourceKind};

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Fetching")]
pub(crate) struct FetchArgs {
    /// Pages at the same time, all hosts together
    #[arg(long, value_name = "N", default_value = "8")]
    pub(crate) jobs: NonZeroUsize,
    /// Pages at the same time from one host
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) per_host: NonZeroUsize,
    /// Pause between two requests to a host; a longer Crawl-delay of its robots.txt wins
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    pub(crate) delay: Duration,
    /// Longest time for one page, waiting for its turn not counted
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    pub(crate) timeout: Duration,
    /// Largest page, after decompression
    #[arg(long, value_name = "BYTES", default_value = "20000000")]
    pub(crate) max_bytes: u64,
    /// Tries again so often after connect errors, 429, 502, 503 and 504
    #[arg(long, value_name = "N", default_value = "2")]
    pub(crate) retry: usize,
    /// The whole user agent; what stands before its first `/` is looked up in robots.txt
    #[arg(long, value_name = "TEXT")]
    pub(crate) user_agent: Option<String>,
    /// Address or e-mail for the owners of sites, added to the user agent
    #[arg(long, value_name = "TEXT")]
    pub(crate) contact: Option<String>,
    /// A header for every request; may be given several times
    #[arg(long = "header", value_name = "NAME: VALUE", value_parser = header)]
    pub(crate) headers: Vec<(String, String)>,
    /// Do not ask for robots.txt
    #[arg(long)]
    pub(crate) ignore_robots: bool,
    /// Allow private networks and this machine
    #[arg(long)]
    pub(crate) allow_private: bool,
    /// Keep pages in this folder, and ask sites only for what has changed
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
    /// Answer from the cache only
    #[arg(long, requires = "cache")]
    pub(crate) offline: bool,
}

impl FetchArgs {
    pub(crate) fn fetcher(&self) -> Result<Fetcher, FetchError> {
        let mut builder = Fetcher::builder()
            .jobs(self.jobs.get())
            .per_host(self.per_host.get())
            .delay(self.delay)
            .timeout(self.timeout)
            .max_bytes(self.max_bytes)
            .retry(self.retry)
            .ignore_robots(self.ignore_robots)
            .allow_private(self.allow_private)
            .offline(self.offline);
        if let Some(text) = &self.user_agent {
            builder = builder.user_agent(text);
        }
        if let Some(text) = &self.contact {
            builder = builder.contact(text);
        }
        if let Some(folder) = &self.cache {
            builder = builder.cache(folder);
        }
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        builder.build()
    }
}

/// Articles in several parts, and other versions of a page.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Parts and versions")]
pub(crate) struct PartArgs {
    /// Read only the page itself, not the further parts of the article
    #[arg(long)]
    pub(crate) no_parts: bool,
    /// Most parts of an article
    #[arg(
        long,
        value_name = "N",
        default_value = "30",
        conflicts_with = "no_parts"
    )]
    pub(crate) max_parts: NonZeroUsize,
    /// Read this version instead, if the page names it; of several the first that is named
    #[arg(long, value_enum, value_name = "VERSION")]
    pub(crate) prefer: Vec<Version>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Version {
    Amp,
    Print,
}

impl PartArgs {
    pub(crate) fn reader(&self, extractor: Extractor) -> Reader {
        let parts = (!self.no_parts).then(|| Parts::new().max(self.max_parts.get()));
        let kind = |version: &Version| match version {
            Version::Amp => SourceKind::Amp,
            Version::Print => SourceKind::Print,
        };
        let wanted: Vec<SourceKind> = self.prefer.iter().map(kind).collect();
        Reader::new(extractor).parts(parts).sources(wanted)
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let bad = || format!("`{text}` is not a number of seconds such as 2 or 0.5");
    let number: f64 = text.parse().map_err(|_| bad())?;
    Duration::try_from_secs_f64(number).map_err(|_| bad())
}

fn header(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once(':');
    let (name, value) = parts.ok_or("write a header as `Name: value`")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
