//! Peak memory of a process that runs one contender over all pages and holds one page at a time.

use std::io::{BufRead, Write};
use std::process::{Command, Stdio};

use crate::contenders::CONTENDERS;
use crate::data::Source;

pub(crate) const FLAG: &str = "--memory";
/// The contender that only reads the pages: what the others have to start from.
pub(crate) const NOTHING: &str = "nothing";

/// Bytes; `None` where the system does not tell.
pub(crate) fn peak(contender: &str, pages: &[Source]) -> Option<usize> {
    let mut child = Command::new(std::env::current_exe().ok()?)
        .args([FLAG, contender])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take()?;
    for page in pages {
        // A contender that died has no figure.
        write!(
            input,
            "{}\n{}\n{}",
            page.url,
            page.content.len(),
            page.content
        )
        .ok()?;
    }
    drop(input);
    let output = child.wait_with_output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// The child's side: pages from standard input, the peak to standard output.
pub(crate) fn child(name: &str) {
    let contender = CONTENDERS.iter().find(|c| c.name == name);
    let mut input = std::io::stdin().lock();
    while let Some((url, html)) = page(&mut input) {
        if let Some(contender) = contender {
            contender.run(&html, &url);
        }
    }
    if let Some(peak) = high_water_mark() {
        println!("{peak}");
    }
}

fn page(input: &mut impl BufRead) -> Option<(String, String)> {
    let (mut url, mut length) = (String::new(), String::new());
    input.read_line(&mut url).ok()?;
    input.read_line(&mut length).ok()?;
    let mut html = vec![0; length.trim().parse().ok()?];
    input.read_exact(&mut html).ok()?;
    Some((url.trim().to_owned(), String::from_utf8(html).ok()?))
}

fn high_water_mark() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    let kilobytes: usize = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes << 10)
}
