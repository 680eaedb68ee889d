//! JSON lines in, JSON lines out, in the same order. Pages are fetched and extracted at the same
//! time; at any time only a window of lines is in memory.

use std::io::{BufRead, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use anyhow::{Result, anyhow, bail};
use serde::Deserialize;
use serde_json::Value;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use unhusk::{Error, Page};

use crate::answer::{Answer, Asked};
use crate::args::BatchArgs;
use crate::desk::Desk;
use crate::resume::{self, Output, Written};
use crate::tally::Tally;
use crate::work::{self, Ended};
use crate::{Outcome, input};

/// Kilobytes of input lines that are read and not yet answered. Lines may contain whole pages.
const KILOBYTES_AHEAD: usize = 64 << 10;
/// Bytes of a line that are read; the largest page that is read fits, escapes and all.
const MAX_LINE: u64 = 4 * input::MAX_BYTES;

pub(crate) fn run(args: &BatchArgs) -> Result<Outcome> {
    let extractor = input::extractor(&args.labels, args.articles_only)?;
    let desk = Arc::new(Desk::new(extractor, &args.fetch, &args.parts)?);
    let (mut output, written) = match &args.resume {
        Some(path) => {
            let (file, written) = resume::open(path)?;
            (Output::File(file), Some(written))
        }
        None => (Output::Stdout(std::io::stdout()), None),
    };
    let runtime = work::runtime()?;
    let (lines, reader) = read_ahead(runtime.handle(), written);
    let mut tally = Tally::new(None);
    let ended = runtime.block_on(answer_all(&desk, lines, |answer| {
        tally.count(answer.outcome);
        let line = answer.to_line()?;
        Ok(tally.aside(|| output.write(&line))?)
    }))?;
    runtime.shutdown_background();
    if ended == Ended::Interrupted {
        tally.finish(format_args!("; interrupted{}", how_to_go_on(args)));
        return Ok(Outcome::Interrupted);
    }
    let skipped = reader
        .join()
        .map_err(|_| anyhow!("the input could not be read"))??;
    match args.resume {
        Some(_) => tally.finish(format_args!("; {skipped} lines were answered before")),
        None => tally.finish(""),
    }
    Ok(Outcome::Done)
}

fn how_to_go_on(args: &BatchArgs) -> &'static str {
    match args.resume {
        Some(_) => ", the same command goes on",
        None => "",
    }
}

/// A line of the input.
struct Line {
    number: u64,
    bytes: Vec<u8>,
    /// Its part of [`KILOBYTES_AHEAD`], given back when it is answered.
    room: Option<OwnedSemaphorePermit>,
}

/// Reads lines in a thread of its own, because reading standard input cannot be interrupted. The
/// thread's result is how many lines were skipped, because they are written already.
fn read_ahead(
    runtime: &Handle,
    written: Option<Written>,
) -> (Receiver<Line>, JoinHandle<Result<u64>>) {
    let (sender, lines) = channel(1);
    let runtime = runtime.clone();
    let reader = thread::spawn(move || read_all(&runtime, written, &sender));
    (lines, reader)
}

fn read_all(runtime: &Handle, mut written: Option<Written>, lines: &Sender<Line>) -> Result<u64> {
    let room = Arc::new(Semaphore::new(KILOBYTES_AHEAD));
    let mut input = std::io::stdin().lock();
    let mut skipped = 0;
    for number in 1.. {
        let bytes = read_line(&mut input, MAX_LINE)?;
        if bytes.is_empty() {
            break;
        }
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        if let Some(written) = &mut written
            && written.take(&resume::key(&line_id(&bytes), number))
        {
            skipped += 1;
            continue;
        }
        let kilobytes = (bytes.len() >> 10).min(KILOBYTES_AHEAD) as u32;
        let room = runtime.block_on(room.clone().acquire_many_owned(kilobytes));
        let line = Line {
            number,
            bytes,
            room: room.ok(),
        };
        // Sending fails only when the run has ended; it reports why.
        if lines.blocking_send(line).is_err() {
            break;
        }
    }
    Ok(skipped)
}

/// The next line; of one that is too long the beginning, which is no JSON then.
fn read_line(input: &mut impl BufRead, limit: u64) -> std::io::Result<Vec<u8>> {
    let mut line = Vec::new();
    input.by_ref().take(limit).read_until(b'\n', &mut line)?;
    if line.len() as u64 == limit && !line.ends_with(b"\n") {
        input.skip_until(b'\n')?;
    }
    Ok(line)
}

async fn answer_all(
    desk: &Arc<Desk>,
    lines: Receiver<Line>,
    mut write: impl FnMut(Answer) -> Result<()>,
) -> Result<Ended> {
    let begin = |mut line: Line| {
        let asked = Asked {
            id: line_id(&line.bytes),
            line: line.number,
            url: None,
        };
        let key = (asked, line.room.take());
        (key, answer(desk.clone(), line))
    };
    let done = |(asked, _room): (Asked, Option<OwnedSemaphorePermit>), answer| match answer {
        Ok(Some(answer)) => write(answer),
        // The run was ended first: the line is left to the next run.
        Ok(None) => Ok(()),
        // Even a bug that panics costs only this line.
        Err(error) => write(Answer::failed(
            asked,
            "internal_error",
            format!("a bug: {error}"),
        )),
    };
    work::in_order(lines, desk.window(), begin, done, || desk.finish()).await
}

/// The answer to one line; `None` if the run was ended before.
async fn answer(desk: Arc<Desk>, line: Line) -> Option<Answer> {
    let request: Request = match serde_json::from_slice(&line.bytes) {
        Ok(request) => request,
        Err(e) => {
            let asked = Asked {
                id: line_id(&line.bytes),
                line: line.number,
                url: None,
            };
            return Some(Answer::failed(asked, "bad_line", e.to_string()));
        }
    };
    let asked = Asked {
        id: request.id.clone(),
        line: line.number,
        url: request.url.clone(),
    };
    drop(line);
    if let Some(url) = request.to_fetch() {
        return Answer::read(asked, desk.fetched(url).await);
    }
    Some(match desk.local(move || request.page()).await {
        Ok(local) => Answer::found(asked, local.article),
        Err(e) => Answer::failed(asked, outcome_of(&e), format!("{e:#}")),
    })
}

fn outcome_of(error: &anyhow::Error) -> &'static str {
    match error.downcast_ref::<Error>() {
        Some(error) => error.outcome(),
        None if error.is::<tokio::task::JoinError>() => "internal_error",
        None => "bad_input",
    }
}

/// The id of a line, also of one that is otherwise wrong, so that its error can be assigned.
fn line_id(line: &[u8]) -> Value {
    #[derive(Deserialize)]
    struct Head {
        #[serde(default)]
        id: Value,
    }
    serde_json::from_slice(line).map_or(Value::Null, |head: Head| head.id)
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
    fetched_at: Option<String>,
}

impl Request {
    /// An address alone is fetched.
    fn to_fetch(&self) -> Option<&str> {
        let is_here = self.html.is_some()
            || self.html_path.is_some()
            || self.text.is_some()
            || self.text_path.is_some();
        self.url.as_deref().filter(|_| !is_here)
    }

    fn page(self) -> Result<Page> {
        let page = match (self.html, self.html_path, self.text, self.text_path) {
            (Some(html), None, None, None) => Page::from_html(&html),
            (None, Some(path), None, None) => Page::from_bytes(&input::read_file(&path)?, None),
            (None, None, Some(text), None) => Page::from_text(&text),
            (None, None, None, Some(path)) => {
                Page::from_text_bytes(&input::read_file(&path)?, None)
            }
            _ => bail!(
                "a line needs `url`, or exactly one of `html`, `html_path`, `text` and `text_path`"
            ),
        };
        let fetched = self.fetched_at.as_deref().map(input::time).transpose()?;
        input::known(page, self.url.as_deref(), fetched)
    }
}

#[cfg(test)]
mod tests {
    use super::read_line;

    #[test]
    fn of_a_line_without_end_only_the_beginning_is_read() {
        let mut input = &b"short\nfar too long\nlast"[..];
        let mut lines = Vec::new();
        while let Ok(line) = read_line(&mut input, 7) {
            if line.is_empty() {
                break;
            }
            lines.push(String::from_utf8_lossy(&line).into_owned());
        }
        assert_eq!(lines, ["short\n", "far too", "last"]);
    }
}
