//! Fetching: from a URL to the bytes of the right page.
