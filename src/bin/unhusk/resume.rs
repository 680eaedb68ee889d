//! The file that `batch --resume` writes: what an earlier run wrote to it stays.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;

/// Which input line an output line answers: the id, or the number where there is no id.
pub(crate) type Key = String;

pub(crate) fn key(id: &Value, line: u64) -> Key {
    match id {
        Value::Null => format!("line {line}"),
        id => id.to_string(),
    }
}

/// The answers that are there already. An id that stands in several lines is counted, so that
/// none of them is taken for another.
#[derive(Debug, Default)]
pub(crate) struct Written {
    answers: BTreeMap<Key, usize>,
}

impl Written {
    /// Whether the line is answered. Each answer counts for one line.
    pub(crate) fn take(&mut self, key: &str) -> bool {
        match self.answers.get_mut(key) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }
}

#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    line: u64,
}

/// Opens the file, makes it if there is none, and cuts off a last line that a killed run left
/// half written.
pub(crate) fn open(path: &Path) -> Result<(File, Written)> {
    let name = || path.display().to_string();
    let mut options = OpenOptions::new();
    let file = options.read(true).append(true).create(true).open(path);
    let file = file.with_context(name)?;
    match file.try_lock() {
        Ok(()) | Err(TryLockError::Error(_)) => {}
        Err(TryLockError::WouldBlock) => bail!("{}: another run writes to it", name()),
    }
    let (written, whole) = read(&file).with_context(name)?;
    if whole < file.metadata().with_context(name)?.len() {
        file.set_len(whole).with_context(name)?;
    }
    Ok((file, written))
}

/// The answers, and the length of all whole lines.
fn read(file: &File) -> Result<(Written, u64)> {
    let mut reader = BufReader::new(file);
    let (mut written, mut whole) = (Written::default(), 0);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let length = reader.read_until(b'\n', &mut line)?;
        if !line.ends_with(b"\n") {
            break;
        }
        whole += length as u64;
        let head: Head = serde_json::from_slice(&line).with_context(|| {
            format!(
                "line {number} was not written by `unhusk batch`; name another file to --resume"
            )
        })?;
        *written.answers.entry(key(&head.id, head.line)).or_default() += 1;
    }
    Ok((written, whole))
}

/// Where answers go.
pub(crate) enum Output {
    Stdout(std::io::Stdout),
    File(File),
}

impl Output {
    /// A line in one piece, so that a run that is killed leaves whole lines.
    pub(crate) fn write(&mut self, line: &[u8]) -> std::io::Result<()> {
        match self {
            Self::Stdout(out) => {
                let mut out = out.lock();
                out.write_all(line)?;
                out.flush()
            }
            Self::File(file) => file.write_all(line),
        }
    }
}
