//! `unhusk links`: where the articles of a site are.

use anyhow::Result;
use unhusk::fetch::{Discovered, Discovery, FoundLink};

use crate::args::{LinksArgs, LinksFormat};
use crate::{Outcome, complain, input, work};

pub(crate) fn run(args: &LinksArgs) -> Result<Outcome> {
    let fetcher = args.fetch.fetcher()?;
    let mut search = Discovery::new();
    if let Some(since) = &args.since {
        search = search.since(since)?;
    }
    if let Some(max) = args.max {
        search = search.max(max.get());
    }
    match work::runtime()?.block_on(search.run(&fetcher, &args.url)) {
        Ok(found) => print(&found, args.format),
        Err(error) => {
            complain(&error);
            Ok(Outcome::Partial)
        }
    }
}

fn print(found: &Discovered, format: LinksFormat) -> Result<Outcome> {
    let mut out = String::new();
    for link in &found.links {
        out.push_str(&line(link, format)?);
        out.push('\n');
    }
    if !out.is_empty() {
        input::print(&out)?;
    }
    for problem in &found.problems {
        complain(problem);
    }
    let problems = found.problems.len();
    anstream::eprintln!(
        "{} links, {problems} feeds or sitemaps could not be read",
        found.links.len()
    );
    Ok(match problems {
        0 => Outcome::Done,
        _ => Outcome::Partial,
    })
}

fn line(link: &FoundLink, format: LinksFormat) -> Result<String> {
    Ok(match format {
        LinksFormat::Text => link.url.clone(),
        LinksFormat::Jsonl => serde_json::to_string(link)?,
    })
}
