use std::sync::Arc;

use anyhow::Result;
use tokio::sync::mpsc::{Receiver, channel};
use unhusk::fetch::{ReadError, Story};

use crate::answer::is_cancelled;
use crate::args::ExtractArgs;
use crate::desk::Desk;
use crate::tally::Tally;
use crate::work::{self, Ended};
use crate::{Outcome, complain, input, output};

pub(crate) fn run(args: ExtractArgs) -> Result<Outcome> {
    output::check(&args)?;
    let extractor = input::extractor(&args.input.labels, args.articles_only)?;
    if let Some(header) = output::header(&args) {
        input::print(&header)?;
    }
    let desk = Arc::new(Desk::new(extractor, &args.fetch, &args.parts)?);
    let args = Arc::new(args);
    let runtime = work::runtime()?;
    let mut printer = Printer::new(&args);
    let begin = |source: String| {
        let job = extract(desk.clone(), source.clone(), args.clone());
        (source, job)
    };
    let done = |source: String, result| match result {
        Ok(result) => printer.print(&source, result),
        Err(error) => printer.print(&source, Err(anyhow::Error::from(error).into())),
    };
    let inputs = {
        let _runtime = runtime.enter();
        feed(args.inputs.clone())
    };
    let work = work::in_order(inputs, desk.window(), begin, done, || desk.finish());
    let ended = runtime.block_on(work)?;
    runtime.shutdown_background();
    Ok(printer.finish(ended))
}

fn feed(inputs: Vec<String>) -> Receiver<String> {
    let (sender, receiver) = channel(1);
    tokio::spawn(async move {
        for input in inputs {
            if sender.send(input).await.is_err() {
                return;
            }
        }
    });
    receiver
}

/// What came of one input: its text, and what else there is to say of it.
struct Extracted {
    text: String,
    remarks: Vec<String>,
}

/// Why an input gave nothing, with the name under which that is counted.
struct Failure {
    outcome: &'static str,
    error: anyhow::Error,
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        let outcome = match error.downcast_ref::<unhusk::Error>() {
            Some(error) => error.outcome(),
            None => "bad_input",
        };
        Self { outcome, error }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        let outcome = error.outcome();
        // The address stands before the message already.
        let error = match error {
            ReadError::NoArticle { error, .. } => error.into(),
            error => error.into(),
        };
        Self { outcome, error }
    }
}

async fn extract(
    desk: Arc<Desk>,
    source: String,
    args: Arc<ExtractArgs>,
) -> Result<Extracted, Failure> {
    if input::is_url(&source) {
        let story = desk.fetched(&source).await?;
        return Ok(Extracted {
            text: output::render(&story.article, &args)?,
            remarks: remarks(&story),
        });
    }
    let options = args.clone();
    let local = desk
        .local(move || input::local(&source, &options.input))
        .await?;
    let cut = local
        .is_truncated
        .then(|| "the page is beyond a limit and was cut".to_owned());
    Ok(Extracted {
        text: output::render(&local.article, &args)?,
        remarks: cut.into_iter().collect(),
    })
}

fn remarks(story: &Story) -> Vec<String> {
    let doubt = story
        .parts
        .pages()
        .first()
        .and_then(|page| page.suspicion());
    let doubt = doubt.map(ToString::to_string);
    doubt
        .into_iter()
        .chain(story.notes.iter().cloned())
        .collect()
}

/// Writes results as they come, and counts them.
struct Printer {
    tally: Tally,
    is_separated: bool,
    inputs: usize,
    printed: usize,
    outcome: Outcome,
}

impl Printer {
    fn new(args: &ExtractArgs) -> Self {
        Self {
            tally: Tally::new(Some(args.inputs.len() as u64)),
            is_separated: output::is_separated(args),
            inputs: args.inputs.len(),
            printed: 0,
            outcome: Outcome::Done,
        }
    }

    fn print(&mut self, source: &str, result: Result<Extracted, Failure>) -> Result<()> {
        match result {
            Ok(extracted) => {
                let gap = if self.printed > 0 && self.is_separated {
                    "\n"
                } else {
                    ""
                };
                self.printed += 1;
                self.tally.count("ok");
                self.tally.aside(|| {
                    for remark in extracted.remarks {
                        anstream::eprintln!("warning: {source}: {remark}");
                    }
                    input::print(&format!("{gap}{}", extracted.text))
                })
            }
            // Ctrl-C came first.
            Err(failure) if failure.is_cancelled() => Ok(()),
            Err(failure) => {
                self.outcome = Outcome::Partial;
                self.tally.count(failure.outcome);
                let message = failure.message(source);
                self.tally.aside(|| complain(&message));
                Ok(())
            }
        }
    }

    /// One input needs no summary.
    fn finish(self, ended: Ended) -> Outcome {
        let is_whole = ended == Ended::Complete;
        if self.inputs > 1 || !is_whole {
            self.tally
                .finish(if is_whole { "" } else { "; interrupted" });
        }
        match ended {
            Ended::Complete => self.outcome,
            Ended::Interrupted => Outcome::Interrupted,
        }
    }
}

impl Failure {
    fn is_cancelled(&self) -> bool {
        let fetch = self.error.downcast_ref::<ReadError>();
        matches!(fetch, Some(ReadError::Fetch(error)) if is_cancelled(error))
    }

    /// Errors of reading and fetching name the input by themselves.
    fn message(&self, source: &str) -> String {
        let message = format!("{:#}", self.error);
        if self.error.is::<ReadError>() || message.starts_with(source) {
            return message;
        }
        format!("{source}: {message}")
    }
}
