//! Cleans pages: prints the article of each, without the page around it.
//!
//! `cargo run --release --example clean` cleans the two bundled pages, each as HTML and as a text
//! dump. `cargo run --release --example clean -- FILE... URL... -` cleans yours; files that end in
//! `.txt` are read as text dumps. Several are cleaned at once, and printed in the order given.

use std::error::Error;
use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use unhusk::fetch::{Fetcher, Reader};
use unhusk::{Article, Extractor, Page};

const BUNDLED: [&str; 4] = [
    "creativedestructionmedia.com/belarus.html",
    "creativedestructionmedia.com/belarus.txt",
    "geopoliticsandempire.com/belarus.html",
    "geopoliticsandempire.com/belarus.txt",
];
/// Pages that are cleaned at the same time.
const AT_ONCE: usize = 8;

type AnyError = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<ExitCode, AnyError> {
    let cleaner = Arc::new(Cleaner {
        extractor: Extractor::default(),
        reader: Reader::new(Extractor::default()),
        fetcher: Fetcher::builder().jobs(AT_ONCE).build()?,
        turns: Semaphore::new(AT_ONCE),
    });
    let begin = |input: String| {
        let (cleaner, source) = (cleaner.clone(), input.clone());
        let task = tokio::spawn(async move { cleaner.clean(source).await });
        (input, task)
    };
    let tasks: Vec<_> = inputs().into_iter().map(begin).collect();
    let mut failed = false;
    for (input, task) in tasks {
        match task.await? {
            Ok(article) => print(&input, &article)?,
            Err(error) => {
                eprintln!("{input}: {error}");
                failed = true;
            }
        }
    }
    Ok(ExitCode::from(u8::from(failed)))
}

fn inputs() -> Vec<String> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    if !given.is_empty() {
        return given;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sites");
    BUNDLED
        .map(|file| folder.join(file).display().to_string())
        .to_vec()
}

struct Cleaner {
    extractor: Extractor,
    reader: Reader,
    fetcher: Fetcher,
    turns: Semaphore,
}

impl Cleaner {
    async fn clean(&self, input: String) -> Result<Article, AnyError> {
        let _turn = self.turns.acquire().await?;
        if input.starts_with("http://") || input.starts_with("https://") {
            return Ok(self.reader.read(&self.fetcher, &input).await?.article);
        }
        let extractor = self.extractor.clone();
        spawn_blocking(move || Ok(extractor.extract(&page(&input)?)?)).await?
    }
}

fn page(input: &str) -> std::io::Result<Page> {
    let mut bytes = Vec::new();
    match input {
        "-" => std::io::stdin().read_to_end(&mut bytes)?,
        file => std::fs::File::open(file)?.read_to_end(&mut bytes)?,
    };
    Ok(match input.ends_with(".txt") {
        true => Page::from_text(&String::from_utf8_lossy(&bytes)),
        false => Page::from_bytes(&bytes, None),
    })
}

fn print(input: &str, article: &Article) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let title = article.metadata.title.as_deref().unwrap_or("(no title)");
    let authors = article.metadata.authors.join(", ");
    let text = article.to_text();
    writeln!(out, "=== {input}\n{title}\n{authors}\n\n{text}\n")?;
    for comment in &article.comments {
        let author = comment.author.as_deref().unwrap_or("anonymous");
        writeln!(out, "--- comment by {author}\n{}\n", comment.body.to_text())?;
    }
    Ok(())
}
