//! Pages a second for fetching and extracting, beside the same pages extracted from disk.
//!
//! ```sh
//! cargo run --release --example fetch_throughput -- --jobs 8
//! ```
//!
//! Serves the bundled pages from this machine, under 50 host names, and prints what each way does.
#![allow(clippy::print_stdout, reason = "a program prints")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::{JoinSet, spawn_blocking};
use unhusk::fetch::{Fetcher, HostTable, Policy, Reader};
use unhusk::{Extractor, Page};

const PAGES: usize = 2000;
const HOSTS: usize = 50;

type AnyError = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), AnyError> {
    let jobs = jobs()?;
    let files = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"))?;
    let bytes: u64 = files
        .iter()
        .filter_map(|f| Some(f.metadata().ok()?.len()))
        .sum();
    let mean = bytes / files.len().max(1) as u64 / 1000;
    println!(
        "{PAGES} pages, of {} files of {mean} kB on average, {jobs} jobs",
        files.len()
    );
    // Once before it counts, so that both find rules compiled and files in memory.
    from_disk(&files, files.len(), jobs).await?;
    report("from disk", from_disk(&files, PAGES, jobs).await?);
    report("over HTTP", over_http(&files, jobs).await?);
    Ok(())
}

fn jobs() -> Result<usize, AnyError> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [] => Ok(8),
        [flag, count] if flag == "--jobs" => Ok(count.parse()?),
        _ => Err("usage: fetch_throughput [--jobs N]".into()),
    }
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, AnyError> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "html") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn report(way: &str, took: Duration) {
    let rate = PAGES as f64 / took.as_secs_f64();
    println!("{way}: {:.2} s, {rate:.0} pages/s", took.as_secs_f64());
}

async fn from_disk(files: &[PathBuf], pages: usize, jobs: usize) -> Result<Duration, AnyError> {
    let (start, turns) = (Instant::now(), Arc::new(Semaphore::new(jobs)));
    let mut tasks = JoinSet::new();
    for file in files.iter().cycle().take(pages).cloned() {
        let turn = turns.clone().acquire_owned().await?;
        tasks.spawn(async move {
            let _turn = turn;
            let extract = move || {
                let page = Page::from_bytes(&std::fs::read(file)?, None);
                // Pages without an article are work too.
                let _ = Extractor::default().extract(&page);
                Ok::<_, std::io::Error>(())
            };
            spawn_blocking(extract).await
        });
    }
    while let Some(done) = tasks.join_next().await {
        done???;
    }
    Ok(start.elapsed())
}

async fn over_http(files: &[PathBuf], jobs: usize) -> Result<Duration, AnyError> {
    let bodies: Vec<Vec<u8>> = files.iter().map(std::fs::read).collect::<Result<_, _>>()?;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let port = listener.local_addr()?.port();
    let server = tokio::spawn(serve(listener, bodies.into()));
    let fetcher = Fetcher::builder()
        .resolver(HostTable::new().host("*.test", ["127.0.0.1"])?)
        .policy(Policy::new().allow_loopback(true))
        .delay(Duration::ZERO)
        .jobs(jobs)
        .build()?;
    let reader = Reader::new(Extractor::default());
    let (start, turns) = (Instant::now(), Arc::new(Semaphore::new(jobs * 16)));
    let mut tasks = JoinSet::new();
    for page in 0..PAGES {
        let turn = turns.clone().acquire_owned().await?;
        let (fetcher, reader) = (fetcher.clone(), reader.clone());
        let url = format!(
            "http://h{}.test:{port}/{}/{page}",
            page % HOSTS,
            page % files.len()
        );
        tasks.spawn(async move {
            let _turn = turn;
            let _ = reader.read(&fetcher, &url).await;
        });
    }
    while let Some(done) = tasks.join_next().await {
        done?;
    }
    let took = start.elapsed();
    server.abort();
    Ok(took)
}

/// The plainest server there is: the first part of the path is the number of the file.
async fn serve(listener: TcpListener, bodies: Arc<[Vec<u8>]>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let bodies = bodies.clone();
        connections.spawn(async move {
            // The client closed the connection; that is how it ends.
            let _ = answer(stream, &bodies).await;
        });
        while connections.try_join_next().is_some() {}
    }
}

async fn answer(stream: TcpStream, bodies: &[Vec<u8>]) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    loop {
        let (mut request, mut line) = (String::new(), String::new());
        if stream.read_line(&mut request).await? == 0 {
            return Ok(());
        }
        while line != "\r\n" {
            line.clear();
            stream.read_line(&mut line).await?;
        }
        let number = request.split('/').nth(1).and_then(|n| n.parse().ok());
        let body = number.and_then(|n: usize| bodies.get(n));
        let status = if body.is_some() {
            "200 OK"
        } else {
            "404 Not Found"
        };
        let body = body.map_or(&b""[..], Vec::as_slice);
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(body).await?;
    }
}
