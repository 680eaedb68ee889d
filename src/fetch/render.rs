//! Pages that are built by scripts: a hook for a browser.

use std::future::Future;
use std::pin::Pin;

use super::{Fetch, FetchError, Fetched, Fetching, Suspect};

/// What [`Render::render`] returns.
pub type Rendering<'a> = Pin<Box<dyn Future<Output = Result<Rendered, FetchError>> + Send + 'a>>;

/// Runs a page's scripts and gives its document back, as a browser does. The example
/// `render_chromium` is one over a headless Chromium.
///
/// A renderer opens its own connections: the safety policy checks the address that it is given,
/// but not what the page's scripts then load. Give it no access to private networks.
pub trait Render: Send + Sync {
    /// Opens the address, waits until the page has settled, and returns its document.
    ///
    /// # Errors
    ///
    /// [`FetchError::render`] with what went wrong.
    fn render<'a>(&'a self, url: &'a str) -> Rendering<'a>;
}

/// A document after its scripts have run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rendered {
    html: String,
    final_url: Option<String>,
}

impl Rendered {
    /// The document as HTML.
    #[must_use]
    pub fn new(html: impl Into<String>) -> Self {
        Self {
            html: html.into(),
            final_url: None,
        }
    }

    /// Where the browser ended up.
    #[must_use]
    pub fn with_final_url(mut self, url: impl Into<String>) -> Self {
        self.final_url = Some(url.into());
        self
    }
}

/// Fetches first, and renders the pages that need it: those which have scripts and hardly any text
/// ([`Suspect::NeedsJavaScript`]), or all.
///
/// So robots.txt, the guards and the outcomes hold for rendered pages too, and a wall stays a wall:
/// it is not rendered to get around it.
///
/// ```
/// use unhusk::fetch::{Fetch, Fetched, Fetching, Render, Rendered, Rendering, WithRenderer};
///
/// struct Shell;
/// impl Fetch for Shell {
///     fn fetch<'a>(&'a self, url: &'a str) -> Fetching<'a> {
///         Box::pin(async move { Ok(Fetched::new(url, 200, b"<script src=app.js></script>".to_vec())) })
///     }
/// }
///
/// struct Browser;
/// impl Render for Browser {
///     fn render<'a>(&'a self, _url: &'a str) -> Rendering<'a> {
///         Box::pin(async { Ok(Rendered::new("<p>The text")) })
///     }
/// }
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # runtime.block_on(async {
/// let both = WithRenderer::new(Shell, Browser).always(true);
/// let page = both.fetch("https://example.com/").await?;
/// assert_eq!(page.body(), b"<p>The text");
/// # Ok::<(), unhusk::fetch::FetchError>(())
/// # }).unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct WithRenderer<F, R> {
    fetch: F,
    render: R,
    always: bool,
}

impl<F: Fetch, R: Render> WithRenderer<F, R> {
    /// Renders the pages that need it.
    #[must_use]
    pub fn new(fetch: F, render: R) -> Self {
        Self {
            fetch,
            render,
            always: false,
        }
    }

    /// Renders every page.
    #[must_use]
    pub fn always(mut self, yes: bool) -> Self {
        self.always = yes;
        self
    }
}

impl<F: Fetch, R: Render> Fetch for WithRenderer<F, R> {
    fn fetch<'a>(&'a self, url: &'a str) -> Fetching<'a> {
        Box::pin(async move {
            let page = self.fetch.fetch(url).await?;
            if !self.always && !needs_rendering(&page) {
                return Ok(page);
            }
            let rendered = self.render.render(page.final_url()).await?;
            Ok(join(page, rendered))
        })
    }
}

fn needs_rendering(page: &Fetched) -> bool {
    page.suspicion()
        .is_some_and(|doubt| doubt.suspect == Suspect::NeedsJavaScript)
}

/// The browser's document in the place of the bytes that were sent.
fn join(page: Fetched, rendered: Rendered) -> Fetched {
    let mut notes = page.notes;
    notes.push("rendered by a browser".to_owned());
    let kept = page
        .headers
        .iter()
        .filter(|(name, _)| *name != "content-type");
    let kind = ("content-type", "text/html; charset=utf-8");
    Fetched {
        headers: kept.chain(std::iter::once(kind)).collect(),
        final_url: rendered.final_url.unwrap_or(page.final_url),
        body: rendered.html.into_bytes(),
        source: super::Source::Other,
        suspicion: None,
        notes,
        ..page
    }
}
