//! Class names that say which part an element plays, as platforms, editors and highlighters give them.

pub(super) const POSTS: &[&str] = &[
    "twitter-tweet",
    "twitter-video",
    "instagram-media",
    "tiktok-embed",
    "bluesky-embed",
    "mastodon-embed",
    "reddit-card",
    "reddit-embed-bq",
    "text-post-media",
];
/// Boxes that a script puts a post into; some hold its text.
pub(super) const POST_BOXES: &[&str] = &["fb-post", "fb-video"];
/// Elements that stand for a player or post.
pub(super) const STAND_INS: &[&str] = &["fb-post", "fb-video", "youtube-player"];
/// Boxes that hold an address as text until the server has found a player for it.
pub(super) const PLAYER_BOXES: &[&str] = &["wp-block-embed__wrapper"];
/// Boxes of Substack, which state in an attribute what they show; some hold nothing else.
pub(super) const STATED_CARDS: &[&str] = &[
    "digest-post-embed",
    "embedded-post-wrap",
    "tweet",
    "twitter-embed",
];
/// Boxes of Ghost, Medium and WordPress that hold a link.
pub(super) const SHOWN_CARDS: &[&str] = &[
    "graf--mixtapeEmbed",
    "kg-bookmark-container",
    "kg-file-card-container",
    "wp-embedded-content",
];
/// The same of Discourse, where an `aside` has it.
pub(super) const ONEBOXES: &[&str] = &["onebox"];
pub(super) const PULL_QUOTES: &[&str] = &[
    "pullquote",
    "pull-quote",
    "pull_quote",
    "wp-block-pullquote",
    "pullquote__text",
    "article-pullquote",
    "article-pull-quote",
    "article__pullquote",
    "article__pull-quote",
    "c-pullquote",
    "c-pull-quote",
    "entry-pullquote",
    "pq",
    "pullquote-text",
];
/// Boxes that authors put between paragraphs with the editors of Ghost and WordPress.
pub(super) const INSERTS: &[&str] = &[
    "kg-callout-card",
    "kg-toggle-card",
    "onebox",
    "wp-block-details",
    "wp-block-file",
];
/// Whom a quotation quotes.
pub(super) const ATTRIBUTIONS: &[&str] = &[
    "attribution",
    "blockquote-attribution",
    "blockquote-author",
    "blockquote-footer",
    "blockquote__attribution",
    "blockquote__author",
    "blockquote__cite",
    "pullquote-author",
    "pullquote__author",
    "quote-attribution",
    "quote-author",
    "quote-cite",
    "quote-source",
    "quote__attribution",
    "quote__author",
    "quote__cite",
    "quote__source",
];
/// Pictures of formulas, whose text for those who do not see them is TeX.
pub(super) const FORMULA_IMAGES: &[&str] = &[
    "eeimg",
    "latex",
    "mwe-math-fallback-image-display",
    "mwe-math-fallback-image-inline",
    "tex",
    "texrender",
];
pub(super) const FORMULAS: &[&str] = &[
    "katex",
    "MathJax",
    "MathJax_CHTML",
    "MathJax_Display",
    "MathJax_Preview",
    "MathJax_SVG",
    "mwe-math-element",
];
/// Tables and boxes whose cells or lines are lines of code.
pub(super) const CODES: &[&str] = &[
    "crayon-table",
    "geshi",
    "js-file-line-container",
    "syntaxhighlighter",
];
pub(super) const GUTTERS: &[&str] = &[
    "gutter",
    "ln",
    "lnt",
    "lineno",
    "linenos",
    "line-number",
    "line-numbers",
    "linenumber",
    "blob-num",
    "crayon-nums",
    "line_numbers",
    "hljs-ln-numbers",
    "rouge-gutter",
];
/// Links and signs that say nothing: back from a footnote, to the editor, once more to a file, beside a
/// note.
pub(super) const CONTROLS: &[&str] = &[
    "kg-callout-emoji",
    "mw-cite-backlink",
    "mw-editsection",
    "wp-block-file__button",
];
pub(super) const FIGURES: &[&str] = &["wp-caption", "gallery-item", "tr-caption-container"];
pub(super) const CAPTIONS: &[&str] = &["wp-caption-text", "tr-caption"];
/// Class names that say which part an element plays.
pub(crate) const CLASSES: &[&[&str]] = &[
    POSTS,
    POST_BOXES,
    STAND_INS,
    PLAYER_BOXES,
    STATED_CARDS,
    SHOWN_CARDS,
    ONEBOXES,
    FORMULA_IMAGES,
    PULL_QUOTES,
    INSERTS,
    ATTRIBUTIONS,
    FORMULAS,
    CODES,
    GUTTERS,
    CONTROLS,
    FIGURES,
    CAPTIONS,
];
