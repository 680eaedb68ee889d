//! The program with addresses, as a person would run it, against a server on loopback.

mod batch;
mod flags;
mod pages;
mod resume;

use std::path::PathBuf;
use std::process::{Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

use crate::support::{Hit, Reply, Server, Step, article};

/// Nothing on loopback needs to be spared.
const LOCAL: &[&str] = &["--allow-private", "--delay", "0", "--retry", "0"];

async fn start(command: &str, arguments: &[&str], input: &str) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_unhusk"))
        .arg(command)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that ends early does not read all of it.
    let _ = stdin.write_all(input.as_bytes()).await;
    child
}

async fn run(command: &str, arguments: &[&str], input: &str) -> Output {
    let child = start(command, arguments, input).await;
    child.wait_with_output().await.unwrap()
}

async fn local(command: &str, arguments: &[&str], input: &str) -> Output {
    run(command, &[LOCAL, arguments].concat(), input).await
}

fn url(server: &Server, path: &str) -> String {
    server.url_at("127.0.0.1", path)
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn input(server: &Server, paths: impl IntoIterator<Item = String>) -> String {
    let line = |(id, path): (usize, String)| json!({"id": id, "url": url(server, &path)});
    let lines = paths.into_iter().enumerate().map(line);
    lines.map(|line| format!("{line}\n")).collect()
}

fn site(hit: &Hit) -> Reply {
    match hit.path.as_str() {
        "/robots.txt" => Reply::new(200, &[], "User-agent: *\nDisallow: /denied\n"),
        "/moved" => Reply::redirect(301, "/story"),
        "/missing" => Reply::status(404),
        "/slow" => Reply::html(article("Slow")).after(Duration::from_millis(400)),
        "/silent" => Reply::script([Step::Hang]),
        path => Reply::html(article(path)),
    }
}

/// A file that goes with the test.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("unhusk-{name}-{}", std::process::id()));
        let place = Self(path);
        place.remove();
        place
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    fn read(&self) -> String {
        std::fs::read_to_string(&self.0).unwrap_or_default()
    }

    fn remove(&self) {
        let _ = std::fs::remove_file(&self.0);
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.remove();
    }
}
