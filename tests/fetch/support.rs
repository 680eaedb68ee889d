//! A real HTTP server on loopback with raw control of what goes over the wire, and when. What
//! only some subjects need is in `extras`.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use unhusk::fetch::{Fetcher, FetcherBuilder, HostTable, Policy};

/// What the server heard.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) at: Instant,
}

/// One thing the server does with the connection.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Send(Vec<u8>),
    Pause(Duration),
    /// One byte every so often.
    Drip(Vec<u8>, Duration),
    /// RST instead of an orderly end.
    Reset,
    /// Says nothing and keeps the connection open.
    Hang,
}

#[derive(Debug, Clone)]
pub(crate) struct Reply {
    steps: Vec<Step>,
    pub(crate) keep_alive: bool,
}

impl Reply {
    pub(crate) fn script(steps: impl IntoIterator<Item = Step>) -> Self {
        Self {
            steps: steps.into_iter().collect(),
            keep_alive: false,
        }
    }

    /// A well-formed answer.
    pub(crate) fn new(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let mut bytes = head(status, headers);
        bytes.extend(format!("Content-Length: {}\r\n\r\n", body.as_ref().len()).bytes());
        bytes.extend(body.as_ref());
        Self {
            steps: vec![Step::Send(bytes)],
            keep_alive: true,
        }
    }

    pub(crate) fn html(body: impl AsRef<[u8]>) -> Self {
        Self::new(200, &[("Content-Type", "text/html; charset=utf-8")], body)
    }

    pub(crate) fn status(status: u16) -> Self {
        Self::new(
            status,
            &[("Content-Type", "text/html")],
            format!("<h1>{status}</h1>"),
        )
    }

    pub(crate) fn redirect(status: u16, to: &str) -> Self {
        Self::new(status, &[("Location", to)], "")
    }

    /// The same, after a while.
    pub(crate) fn after(mut self, pause: Duration) -> Self {
        self.steps.insert(0, Step::Pause(pause));
        self
    }
}

/// A status line and headers without the empty line at the end.
pub(crate) fn head(status: u16, headers: &[(&str, &str)]) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {status} Status\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.into_bytes()
}

/// Enough text that no page of it looks like a wall, a log-in or an error.
pub(crate) fn article(title: &str) -> String {
    let text = "The council met on Tuesday and talked about the bridge for four hours. ".repeat(40);
    format!(
        "<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>"
    )
}

type Handler = Arc<dyn Fn(&Hit) -> Reply + Send + Sync>;

#[derive(Default)]
struct Log {
    hits: Vec<Hit>,
    active: BTreeMap<String, usize>,
    most: BTreeMap<String, usize>,
    all: usize,
    most_all: usize,
}

pub(crate) struct Server {
    address: SocketAddr,
    log: Arc<Mutex<Log>>,
    /// Ends with the server, and everything it serves with it.
    _tasks: JoinSet<()>,
}

impl Server {
    pub(crate) async fn start(handler: impl Fn(&Hit) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_with(handler, None).await
    }

    pub(crate) async fn start_with(
        handler: impl Fn(&Hit) -> Reply + Send + Sync + 'static,
        tls: Option<tokio_rustls::TlsAcceptor>,
    ) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Mutex::new(Log::default()));
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, Arc::new(handler), log.clone(), tls));
        Self {
            address,
            log,
            _tasks: tasks,
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    pub(crate) fn url_at(&self, host: &str, path: &str) -> String {
        format!("http://{host}:{}{path}", self.port())
    }

    pub(crate) fn hits(&self) -> Vec<Hit> {
        self.log.lock().unwrap().hits.clone()
    }

    pub(crate) fn most_at_once(&self, host: &str) -> usize {
        self.log
            .lock()
            .unwrap()
            .most
            .get(host)
            .copied()
            .unwrap_or_default()
    }

    pub(crate) fn most_at_once_in_all(&self) -> usize {
        self.log.lock().unwrap().most_all
    }
}

async fn accept(
    listener: TcpListener,
    handler: Handler,
    log: Arc<Mutex<Log>>,
    tls: Option<tokio_rustls::TlsAcceptor>,
) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            return;
        };
        let _ = stream.set_nodelay(true);
        let (handler, log, tls) = (handler.clone(), log.clone(), tls.clone());
        connections.spawn(async move {
            match tls {
                None => serve_plain(stream, handler, log).await,
                Some(tls) => {
                    if let Ok(mut stream) = tls.accept(stream).await {
                        while exchange(&mut stream, &handler, &log).await == Some(End::Again) {}
                        let _ = stream.shutdown().await;
                    }
                }
            }
        });
        while connections.try_join_next().is_some() {}
    }
}

#[derive(PartialEq)]
enum End {
    Again,
    Close,
    Reset,
}

async fn serve_plain(mut stream: TcpStream, handler: Handler, log: Arc<Mutex<Log>>) {
    loop {
        match exchange(&mut stream, &handler, &log).await {
            Some(End::Again) => {}
            Some(End::Reset) => {
                let _ = stream.set_zero_linger();
                return;
            }
            Some(End::Close) | None => {
                let _ = stream.shutdown().await;
                // What the client still sends must be read, or the kernel turns the end into RST.
                let mut rest = [0; 1024];
                let drained =
                    async { while matches!(stream.read(&mut rest).await, Ok(n) if n > 0) {} };
                let _ = tokio::time::timeout(Duration::from_millis(200), drained).await;
                return;
            }
        }
    }
}

async fn exchange(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    handler: &Handler,
    log: &Arc<Mutex<Log>>,
) -> Option<End> {
    let hit = read_request(stream).await?;
    log.lock().unwrap().begin(&hit);
    let reply = handler(&hit);
    let end = perform(stream, &reply).await;
    log.lock().unwrap().end(&hit.host);
    end
}

impl Log {
    fn begin(&mut self, hit: &Hit) {
        self.hits.push(hit.clone());
        let active = self.active.entry(hit.host.clone()).or_default();
        *active += 1;
        let most = self.most.entry(hit.host.clone()).or_default();
        *most = (*most).max(*active);
        self.all += 1;
        self.most_all = self.most_all.max(self.all);
    }

    fn end(&mut self, host: &str) {
        *self.active.entry(host.to_owned()).or_default() -= 1;
        self.all -= 1;
    }
}

async fn perform(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), reply: &Reply) -> Option<End> {
    for step in &reply.steps {
        match step {
            Step::Send(bytes) => stream.write_all(bytes).await.ok()?,
            Step::Pause(pause) => tokio::time::sleep(*pause).await,
            Step::Drip(bytes, every) => drip(stream, bytes, *every).await?,
            Step::Reset => return Some(End::Reset),
            Step::Hang => {
                // Until the client goes away.
                let _ = stream.read_u8().await;
                return None;
            }
        }
        stream.flush().await.ok()?;
    }
    Some(if reply.keep_alive {
        End::Again
    } else {
        End::Close
    })
}

async fn drip(stream: &mut (impl AsyncWrite + Unpin), bytes: &[u8], every: Duration) -> Option<()> {
    for byte in bytes {
        stream.write_all(&[*byte]).await.ok()?;
        stream.flush().await.ok()?;
        tokio::time::sleep(every).await;
    }
    Some(())
}

async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<Hit> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        bytes.push(stream.read_u8().await.ok()?);
        // A TLS handshake.
        if bytes == [0x16] {
            return None;
        }
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let mut lines = text.lines();
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let host = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("host"))?
        .1
        .clone();
    let host = host.split(':').next()?.to_owned();
    Some(Hit {
        host,
        path,
        headers,
        at: Instant::now(),
    })
}

/// Every name under `.test` is this machine.
pub(crate) fn hosts() -> HostTable {
    HostTable::new().host("*.test", ["127.0.0.1"]).unwrap()
}

/// A fetcher that may connect to loopback, does not wait, and does not retry.
pub(crate) fn builder() -> FetcherBuilder {
    Fetcher::builder()
        .resolver(hosts())
        .policy(Policy::new().allow_loopback(true))
        .delay(Duration::ZERO)
        .retry(0)
}
