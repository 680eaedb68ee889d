//! Cleans pages: prints the article of each, without the page around it.
//!
//! `cargo run --release --example clean` cleans the two bundled pages, each as HTML and as a text
//! dump. `cargo run --release --example clean -- FILE... URL... -` cleans yours; files that end in
//! `.txt` are read as text dumps.
#![allow(clippy::print_stdout, reason = "a program prints")]

use std::error::Error;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use unhusk::{Extractor, Page};

const BUNDLED: [&str; 4] = [
    "creativedestructionmedia.com/belarus.html",
    "creativedestructionmedia.com/belarus.txt",
    "geopoliticsandempire.com/belarus.html",
    "geopoliticsandempire.com/belarus.txt",
];

fn main() -> ExitCode {
    let mut inputs: Vec<String> = std::env::args().skip(1).collect();
    if inputs.is_empty() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sites");
        inputs = BUNDLED
            .map(|file| folder.join(file).display().to_string())
            .to_vec();
    }
    let extractor = Extractor::default();
    let mut failed = false;
    for input in &inputs {
        if let Err(error) = clean(&extractor, input) {
            eprintln!("{input}: {error}");
            failed = true;
        }
    }
    ExitCode::from(u8::from(failed))
}

fn clean(extractor: &Extractor, input: &str) -> Result<(), Box<dyn Error>> {
    let article = extractor.extract(&page(input)?)?;
    let title = article.metadata.title.as_deref().unwrap_or("(no title)");
    println!(
        "=== {input}\n{title}\n{}\n",
        article.metadata.authors.join(", ")
    );
    println!("{}\n", article.to_text());
    for comment in &article.comments {
        let author = comment.author.as_deref().unwrap_or("anonymous");
        println!("--- comment by {author}\n{}\n", comment.body.to_text());
    }
    Ok(())
}

fn page(input: &str) -> Result<Page, Box<dyn Error>> {
    if input.starts_with("http://") || input.starts_with("https://") {
        return fetched(input);
    }
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

fn fetched(url: &str) -> Result<Page, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let fetched =
        runtime.block_on(async { unhusk::fetch::Fetcher::builder().build()?.get(url).await })?;
    Ok(fetched.page()?)
}
