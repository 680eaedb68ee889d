//! JSON lines in, JSON lines out, in the same order. Pages are extracted in parallel; at any
//! time only a few lines per worker are in memory.

use std::io::{BufRead, Write};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use anyhow::{Result, anyhow, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use unhusk::article::Comment;
use unhusk::{Article, Error, Extractor, Page};

use crate::args::BatchArgs;
use crate::{Outcome, input};

/// Lines read ahead for each worker.
const LINES_AHEAD: usize = 4;

pub(crate) fn run(args: &BatchArgs) -> Result<Outcome> {
    let extractor = input::extractor(args.rules.as_deref())?;
    let jobs = match args.jobs {
        Some(jobs) => jobs,
        None => thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
    };
    pipeline(
        &extractor,
        jobs.get(),
        std::io::stdin().lock(),
        std::io::stdout(),
    )
}

/// A line on its way to a worker, and the way back for its result.
type Job = (Vec<u8>, Sender<String>);

/// Reader -> workers -> writer. The queue of results keeps the order of the lines, and its
/// bound is what bounds the memory.
fn pipeline(
    extractor: &Extractor,
    jobs: usize,
    input: impl BufRead,
    output: impl Write + Send,
) -> Result<Outcome> {
    let (work, todo) = sync_channel::<Job>(jobs);
    let (order, results) = sync_channel::<Receiver<String>>(jobs * LINES_AHEAD);
    let todo = Mutex::new(todo);
    thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| work_off(extractor, &todo));
        }
        let writer = scope.spawn(|| write_all(results, output));
        let read = read_all(input, &work, &order);
        drop((work, order));
        let written = writer.join().map_err(|_| anyhow!("the writer stopped"))?;
        read.and(written)
    })?;
    Ok(Outcome::Done)
}

fn read_all(
    mut input: impl BufRead,
    work: &SyncSender<Job>,
    order: &SyncSender<Receiver<String>>,
) -> Result<()> {
    loop {
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let (answer, result) = channel();
        // Sending fails only when the writer gave up; it reports why.
        if order.send(result).is_err() || work.send((line, answer)).is_err() {
            return Ok(());
        }
    }
}

fn write_all(results: Receiver<Receiver<String>>, mut output: impl Write) -> Result<()> {
    for result in results {
        let line = result.recv().map_err(|_| anyhow!("a worker stopped"))?;
        output.write_all(line.as_bytes())?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

fn work_off(extractor: &Extractor, todo: &Mutex<Receiver<Job>>) {
    loop {
        let next = todo.lock().map(|queue| queue.recv());
        let Ok(Ok((line, answer))) = next else { return };
        // A writer that gave up no longer wants the answer.
        let _ = answer.send(answer_line(extractor, &line));
    }
}

/// The answer to one line. Even a bug that panics costs only this line.
fn answer_line(extractor: &Extractor, line: &[u8]) -> String {
    let answer = catch_unwind(AssertUnwindSafe(|| answer(extractor, line)));
    let answer = answer.unwrap_or_else(|_| {
        Answer::failed(
            line_id(line),
            "internal_error",
            "extraction panicked".to_owned(),
        )
    });
    serde_json::to_string(&answer).unwrap_or_else(|e| format!("{{\"error\":\"{e}\"}}"))
}

fn answer(extractor: &Extractor, line: &[u8]) -> Answer {
    let request: Request = match serde_json::from_slice(line) {
        Ok(request) => request,
        Err(e) => return Answer::failed(line_id(line), "bad_line", e.to_string()),
    };
    let id = request.id.clone();
    let page = match request.page() {
        Ok(page) => page,
        Err(e) => return Answer::failed(id, outcome_of(&e), format!("{e:#}")),
    };
    match extractor.extract(&page) {
        Ok(article) => Answer::found(id, &article),
        Err(e) => Answer::failed(id, e.outcome(), e.to_string()),
    }
}

fn outcome_of(error: &anyhow::Error) -> &'static str {
    match error.downcast_ref::<Error>() {
        Some(error) => error.outcome(),
        None => "bad_input",
    }
}

/// The id of a line that is otherwise wrong, so that its error can still be assigned.
fn line_id(line: &[u8]) -> Value {
    let value = serde_json::from_slice::<Value>(line).unwrap_or_default();
    value.get("id").cloned().unwrap_or_default()
}

#[derive(Debug, Deserialize)]
struct Request {
    #[serde(default)]
    id: Value,
    url: Option<String>,
    html: Option<String>,
    html_path: Option<PathBuf>,
    text: Option<String>,
    text_path: Option<PathBuf>,
}

impl Request {
    fn page(self) -> Result<Page> {
        let page = match (self.html, self.html_path, self.text, self.text_path) {
            (Some(html), None, None, None) => Page::from_html(&html),
            (None, Some(path), None, None) => Page::from_bytes(&input::read_file(&path)?, None),
            (None, None, Some(text), None) => Page::from_text(&text),
            (None, None, None, Some(path)) => {
                Page::from_text_bytes(&input::read_file(&path)?, None)
            }
            _ => bail!("a line needs exactly one of `html`, `html_path`, `text` and `text_path`"),
        };
        match self.url {
            Some(url) => Ok(page.with_url(&url)?),
            None => Ok(page),
        }
    }
}

#[derive(Debug, Default, Serialize)]
struct Answer {
    id: Value,
    outcome: &'static str,
    text: Option<String>,
    markdown: Option<String>,
    title: Option<String>,
    authors: Vec<String>,
    date: Option<String>,
    comments: Vec<CommentLine>,
    rule: Option<String>,
    error: Option<String>,
}

#[derive(Debug, Serialize)]
struct CommentLine {
    author: Option<String>,
    date: Option<String>,
    text: String,
    depth: usize,
    parent: Option<usize>,
}

impl Answer {
    fn found(id: Value, article: &Article) -> Self {
        let metadata = &article.metadata;
        Self {
            id,
            outcome: "ok",
            text: Some(article.body.to_text()),
            markdown: Some(article.body.to_markdown()),
            title: metadata.title.clone(),
            authors: metadata.authors.clone(),
            date: metadata.published.clone(),
            comments: article.comments.iter().map(comment_line).collect(),
            rule: article.provenance.rule.clone(),
            error: None,
        }
    }

    fn failed(id: Value, outcome: &'static str, error: String) -> Self {
        Self {
            id,
            outcome,
            error: Some(error),
            ..Self::default()
        }
    }
}

fn comment_line(comment: &Comment) -> CommentLine {
    CommentLine {
        author: comment.author.clone(),
        date: comment.published.clone(),
        text: comment.body.to_text(),
        depth: comment.depth,
        parent: comment.parent,
    }
}
