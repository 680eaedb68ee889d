//! Articles as text, Markdown, JSON and other formats. Nothing in here sees the page.
