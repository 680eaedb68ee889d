use std::fmt::Write;

use anyhow::Result;
use unhusk::Segmentation;

use crate::args::{RegionsArgs, RegionsFormat};
use crate::{Outcome, input};

pub(crate) fn run(args: &RegionsArgs) -> Result<Outcome> {
    let extractor = input::extractor(&args.input.labels, false)?;
    let page = input::page(&args.source, &args.input, &args.fetch)?;
    let segmentation = extractor.segment(&page);
    match args.format {
        RegionsFormat::Text => input::print(&table(&segmentation)?)?,
        RegionsFormat::Json => input::print(&serde_json::to_string_pretty(&segmentation)?)?,
    }
    Ok(Outcome::Done)
}

/// One line a region: label, reason, text.
fn table(segmentation: &Segmentation) -> Result<String> {
    let mut out = String::new();
    for region in segmentation.iter() {
        let text = region.text().replace(['\n', '\t'], " ");
        let reason = region.reason().to_string();
        writeln!(out, "{:<12}  {reason:<28}  {text}", region.kind())?;
    }
    Ok(out)
}
