use anyhow::Result;
use unhusk::{Article, Extractor};

use crate::args::{ExtractArgs, Format};
use crate::{Outcome, complain, input};

pub(crate) fn run(args: &ExtractArgs) -> Result<Outcome> {
    let extractor = input::extractor(args.input.rules.as_deref())?;
    let mut outcome = Outcome::Done;
    for (index, source) in args.inputs.iter().enumerate() {
        match extract(&extractor, source, args) {
            Ok(text) if index > 0 && args.format != Format::Json => {
                input::print(&format!("\n{text}"))?
            }
            Ok(text) => input::print(&text)?,
            Err(error) => {
                complain(&format_args!("{source}: {error:#}"));
                outcome = Outcome::Partial;
            }
        }
    }
    Ok(outcome)
}

fn extract(extractor: &Extractor, source: &str, args: &ExtractArgs) -> Result<String> {
    let page = input::page(source, &args.input)?;
    if page.is_truncated() {
        anstream::eprintln!("warning: {source}: the page is beyond a limit and was cut");
    }
    let article = extractor.extract(&page)?;
    Ok(render(&article, args))
}

fn render(article: &Article, args: &ExtractArgs) -> String {
    match args.format {
        Format::Text => with_comments(article.to_text(), article, args),
        Format::Markdown => with_comments(article.to_markdown(), article, args),
        Format::Json => article.to_json(),
    }
}

fn with_comments(mut text: String, article: &Article, args: &ExtractArgs) -> String {
    if !args.comments {
        return text;
    }
    for comment in &article.comments {
        let author = comment.author.as_deref().unwrap_or("anonymous");
        let date = comment.published.as_deref().unwrap_or_default();
        let indent = "  ".repeat(comment.depth);
        let body = match args.format {
            Format::Markdown => comment.body.to_markdown(),
            _ => comment.body.to_text(),
        };
        let body = body.replace('\n', &format!("\n{indent}"));
        text.push_str(&format!("\n\n{indent}{author} {date}\n{indent}{body}"));
    }
    text
}
