//! From an address to the article.
