//! More of the server, for the tests of this crate only.

use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use unhusk::fetch::Fetcher;

use crate::support::{Hit, Reply, Server, builder};

impl Hit {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))?;
        Some(&found.1)
    }
}

impl Reply {
    /// The same, and the connection ends.
    pub(crate) fn closing(mut self) -> Self {
        self.keep_alive = false;
        self
    }
}

impl Server {
    pub(crate) async fn start_tls(
        config: ServerConfig,
        handler: impl Fn(&Hit) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::start_with(handler, Some(TlsAcceptor::from(Arc::new(config)))).await
    }

    pub(crate) fn url(&self, path: &str) -> String {
        self.url_at("site.test", path)
    }

    /// The paths that were asked for, robots.txt left out.
    pub(crate) fn paths(&self) -> Vec<String> {
        let paths = self.hits().into_iter().map(|hit| hit.path);
        paths.filter(|path| path != "/robots.txt").collect()
    }
}

pub(crate) fn fetcher() -> Fetcher {
    builder().build().unwrap()
}
