//! The forms of output, and which fields they have.

use anyhow::{Result, bail};
use clap::ValueEnum;
use serde_json::Value;
use unhusk::article::{Field, Metadata};
use unhusk::{Article, RenderOptions};

use crate::args::{ExtractArgs, Format};

/// Whether the form of output asked for has what else is asked for.
pub(crate) fn check(args: &ExtractArgs) -> Result<()> {
    use Format::{Csv, Html, Json, Text, Tsv, Xml};
    let refuses = |formats: &[Format]| formats.contains(&args.format);
    let idle = [
        ("--explain", args.explain && args.format != Text),
        ("--with", !args.with.is_empty() && refuses(&[Html, Xml])),
        ("--no-links", args.no_links && refuses(&[Csv, Tsv, Json])),
        ("--no-images", args.no_images && refuses(&[Csv, Tsv, Json])),
        ("--comments", args.comments && refuses(&[Csv, Tsv])),
    ];
    if let Some((flag, _)) = idle.iter().find(|(_, is_idle)| *is_idle) {
        let format = args.format.to_possible_value();
        let format = format.as_ref().map_or("", |value| value.get_name());
        bail!("`{flag}` changes nothing in the format `{format}`");
    }
    check_fields(&args.with)
}

/// Names that `--with` understands: the members of the metadata in JSON, and two columns.
fn check_fields(fields: &[String]) -> Result<()> {
    let known = serde_json::to_value(Metadata::default())?;
    let known: Vec<_> = known
        .as_object()
        .into_iter()
        .flatten()
        .map(|f| f.0.as_str())
        .collect();
    for field in fields {
        if !known.contains(&field.as_str()) && !matches!(field.as_str(), "text" | "url") {
            bail!(
                "no field `{field}`; there are {}, url, text",
                known.join(", ")
            );
        }
    }
    Ok(())
}

/// The names of the columns, before the first line of a table.
pub(crate) fn header(args: &ExtractArgs) -> Option<String> {
    let separator = match args.format {
        _ if args.explain => return None,
        Format::Csv => ",",
        Format::Tsv => "\t",
        _ => return None,
    };
    Some(columns(args).join(separator))
}

fn columns(args: &ExtractArgs) -> Vec<&str> {
    match args.with.is_empty() {
        true => Article::COLUMNS.to_vec(),
        false => args.with.iter().map(String::as_str).collect(),
    }
}

pub(crate) fn is_separated(args: &ExtractArgs) -> bool {
    args.explain || !matches!(args.format, Format::Json | Format::Csv | Format::Tsv)
}

pub(crate) fn render(article: &Article, args: &ExtractArgs) -> Result<String> {
    if args.explain {
        return Ok(explained(&article.metadata));
    }
    let options = RenderOptions::new()
        .links(!args.no_links)
        .images(!args.no_images)
        .comments(args.comments);
    let fields: Vec<_> = args.with.iter().map(String::as_str).collect();
    let titled = |text: String| match head(article, &fields) {
        Some(head) => format!("{head}\n\n{text}"),
        None => text,
    };
    Ok(match args.format {
        Format::Text => titled(article.to_text_with(&options)),
        Format::Markdown => titled(article.to_markdown_with(&options)),
        Format::Html => article.to_html_with(&options),
        Format::Json => json(article, &fields)?,
        Format::Xml => article.to_tei_with(&options),
        Format::Csv => article.to_csv_with(&columns(args)),
        Format::Tsv => article.to_tsv_with(&columns(args)),
        Format::FrontMatter => article.to_front_matter_with(&options, &fields),
    })
}

/// The fields asked for, one a line.
fn head(article: &Article, fields: &[&str]) -> Option<String> {
    if fields.is_empty() {
        return None;
    }
    let found = article.metadata.to_fields(fields);
    let lines: Vec<_> = found
        .iter()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    Some(lines.join("\n"))
}

/// Everything, or the metadata narrowed to the fields asked for.
fn json(article: &Article, fields: &[&str]) -> Result<String> {
    if fields.is_empty() {
        return Ok(article.to_json());
    }
    let mut value = serde_json::to_value(article)?;
    if let Some(metadata) = value.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.retain(|name, _| fields.contains(&name.as_str()));
    }
    Ok(serde_json::to_string_pretty(&value)?)
}

/// For each field the candidates in the order of trust; what became the field's value is marked.
fn explained(metadata: &Metadata) -> String {
    let mut out = String::new();
    for field in Field::ALL {
        let Some(list) = metadata.candidates.get(field) else {
            out.push_str(&format!("{field}: nothing found\n"));
            continue;
        };
        out.push_str(&format!("{field}\n"));
        for candidate in list {
            let has_won = metadata.is_winner(*field, candidate);
            let mark = if has_won { "=>" } else { "  " };
            out.push_str(&format!("  {mark} {candidate}\n"));
        }
        out.push_str(&format!("     {}\n", metadata.reason(*field)));
    }
    out
}
