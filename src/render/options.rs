/// What to print of the mark-up around the text. The text itself is the same under all options.
///
/// ```
/// use unhusk::RenderOptions;
///
/// let options = RenderOptions::new().links(false).comments(true);
/// # let _ = options;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "independent switches")]
pub struct RenderOptions {
    pub(super) links: bool,
    pub(super) images: bool,
    pub(super) tables: bool,
    pub(super) comments: bool,
    pub(super) formatting: bool,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self {
            links: true,
            images: true,
            tables: true,
            comments: false,
            formatting: true,
        }
    }
}

impl RenderOptions {
    /// Links, images, tables and formatting, but no comments.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether links keep their address; their text is printed either way.
    #[must_use]
    pub fn links(mut self, yes: bool) -> Self {
        self.links = yes;
        self
    }

    /// Whether images and embeds are shown; captions are printed either way.
    #[must_use]
    pub fn images(mut self, yes: bool) -> Self {
        self.images = yes;
        self
    }

    /// Whether tables are tables; otherwise each row is a paragraph.
    #[must_use]
    pub fn tables(mut self, yes: bool) -> Self {
        self.tables = yes;
        self
    }

    /// Whether reader comments follow the body.
    #[must_use]
    pub fn comments(mut self, yes: bool) -> Self {
        self.comments = yes;
        self
    }

    /// Whether emphasis, strong text, code and the like are marked.
    #[must_use]
    pub fn formatting(mut self, yes: bool) -> Self {
        self.formatting = yes;
        self
    }
}
