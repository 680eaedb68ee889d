//! A headless Chromium over its `DevTools` protocol, as a renderer.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use unhusk::fetch::{FetchError, Render, Rendered, Rendering};

pub(crate) type AnyError = Box<dyn std::error::Error + Send + Sync>;

/// The page has settled when its text has not grown for so long ...
const QUIET: Duration = Duration::from_millis(500);
/// ... or when this much time has passed.
const PATIENCE: Duration = Duration::from_secs(20);

/// A browser that was started for this program and ends with it.
#[derive(Debug)]
pub(crate) struct Chromium {
    socket: String,
    profile: PathBuf,
    /// One page at a time.
    turn: Mutex<()>,
    _process: Child,
}

impl Chromium {
    /// Starts the browser and waits until it listens.
    pub(crate) async fn start(program: &str, arguments: &[&str]) -> Result<Self, AnyError> {
        let profile = std::env::temp_dir().join(format!("unhusk-chromium-{}", std::process::id()));
        let mut process = Command::new(program)
            .args([
                "--headless=new",
                "--remote-debugging-port=0",
                "--no-first-run",
            ])
            .args([
                "--disable-gpu",
                "--disable-extensions",
                "--disable-background-networking",
            ])
            .args([
                "--disable-sync",
                "--disable-component-update",
                "--disable-dev-shm-usage",
            ])
            .arg(format!("--user-data-dir={}", profile.display()))
            .args(arguments)
            .arg("about:blank")
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let socket = timeout(PATIENCE, listening(&mut process)).await??;
        Ok(Self {
            socket,
            profile,
            turn: Mutex::default(),
            _process: process,
        })
    }

    async fn open(&self, url: &str) -> Result<Rendered, AnyError> {
        let _turn = self.turn.lock().await;
        let mut tab = Tab::new(&self.socket).await?;
        let rendered = tab.render(url).await;
        tab.close().await;
        rendered
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // The browser may still write; what is left is in the folder for temporary files.
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

impl Render for Chromium {
    fn render<'a>(&'a self, url: &'a str) -> Rendering<'a> {
        Box::pin(async move {
            let opened = timeout(2 * PATIENCE, self.open(url)).await;
            let opened = opened.map_err(|_| FetchError::render(url, "took too long"))?;
            opened.map_err(|error| FetchError::render(url, error))
        })
    }
}

/// The browser tells its address on the error output.
async fn listening(process: &mut Child) -> Result<String, AnyError> {
    let output = process.stderr.take().ok_or("no error output")?;
    let mut lines = BufReader::new(output).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some(socket) = line.strip_prefix("DevTools listening on ") {
            let socket = socket.trim().to_owned();
            // A pipe nobody reads would stop the browser when it is full.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok(socket);
        }
    }
    Err("the browser ended without listening".into())
}

/// One tab and the connection to it.
#[derive(Debug)]
struct Tab {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    calls: u64,
    target: String,
    session: Option<String>,
    /// Events that came while an answer was waited for, counted by name.
    events: BTreeMap<String, usize>,
}

impl Tab {
    async fn new(address: &str) -> Result<Self, AnyError> {
        let (socket, _) = connect_async(address).await?;
        let (target, session, events) = (String::new(), None, BTreeMap::new());
        let mut tab = Self {
            socket,
            calls: 0,
            target,
            session,
            events,
        };
        let created = tab
            .call("Target.createTarget", json!({ "url": "about:blank" }))
            .await?;
        tab.target = text(&created, "targetId")?;
        let attach = json!({ "targetId": tab.target, "flatten": true });
        let attached = tab.call("Target.attachToTarget", attach).await?;
        tab.session = Some(text(&attached, "sessionId")?);
        tab.call("Page.enable", json!({})).await?;
        Ok(tab)
    }

    async fn render(&mut self, url: &str) -> Result<Rendered, AnyError> {
        let answer = self.call("Page.navigate", json!({ "url": url })).await?;
        if let Some(error) = answer.get("errorText").and_then(Value::as_str) {
            return Err(error.into());
        }
        self.event("Page.loadEventFired").await?;
        self.settle().await?;
        let html = self.evaluate("document.documentElement.outerHTML").await?;
        let html = html.as_str().ok_or("no document")?.to_owned();
        let url = self.evaluate("location.href").await?;
        Ok(Rendered::new(html).with_final_url(url.as_str().ok_or("no address")?))
    }

    /// Waits until the page's text has stopped to grow.
    async fn settle(&mut self) -> Result<(), AnyError> {
        let quiet_steps = 5;
        let (mut length, mut quiet, mut waited) = (Value::Null, 0, Duration::ZERO);
        while quiet < quiet_steps && waited < PATIENCE {
            sleep(QUIET / quiet_steps).await;
            waited += QUIET / quiet_steps;
            let now = self
                .evaluate("document.documentElement.outerHTML.length")
                .await?;
            quiet = if now == length { quiet + 1 } else { 0 };
            length = now;
        }
        Ok(())
    }

    async fn evaluate(&mut self, expression: &str) -> Result<Value, AnyError> {
        let arguments = json!({ "expression": expression, "returnByValue": true });
        let answer = self.call("Runtime.evaluate", arguments).await?;
        Ok(answer.pointer("/result/value").cloned().unwrap_or_default())
    }

    async fn close(&mut self) {
        // The tab may be gone already.
        let _ = self
            .call("Target.closeTarget", json!({ "targetId": self.target }))
            .await;
    }

    /// Sends a command and waits for its answer.
    async fn call(&mut self, method: &str, params: Value) -> Result<Value, AnyError> {
        self.calls += 1;
        let id = self.calls;
        let mut command = json!({ "id": id, "method": method, "params": params });
        if let (Some(session), false) = (&self.session, method.starts_with("Target.")) {
            command["sessionId"] = json!(session);
        }
        self.socket.send(Message::text(command.to_string())).await?;
        loop {
            let mut message = self.receive().await?;
            if message.get("id").and_then(Value::as_u64) != Some(id) {
                continue;
            }
            if let Some(error) = message.pointer("/error/message") {
                return Err(format!("{method}: {error}").into());
            }
            return Ok(message["result"].take());
        }
    }

    async fn event(&mut self, name: &str) -> Result<(), AnyError> {
        while !self.events.contains_key(name) {
            self.receive().await?;
        }
        Ok(())
    }

    async fn receive(&mut self) -> Result<Value, AnyError> {
        let message = self
            .socket
            .next()
            .await
            .ok_or("the browser closed the connection")??;
        let Message::Text(text) = message else {
            return Ok(Value::Null);
        };
        let message: Value = serde_json::from_str(&text)?;
        if let Some(event) = message.get("method").and_then(Value::as_str) {
            *self.events.entry(event.to_owned()).or_default() += 1;
        }
        Ok(message)
    }
}

fn text(answer: &Value, key: &str) -> Result<String, AnyError> {
    let found = answer.get(key).and_then(Value::as_str);
    Ok(found
        .ok_or_else(|| format!("no `{key}` in the answer"))?
        .to_owned())
}
