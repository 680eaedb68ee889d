#![doc = include_str!("../../docs/fetching.md")]
//
// How one page goes: `fetcher` parses the address (`address`) and starts a `walk`. For every hop the
// walk asks `guard` (may we?), `cache` (need we?), `manners` (when, and does robots.txt agree?), then
// makes one `exchange` over `client`. What arrives is looked at once (`media`, `glance`) and judged
// (`outcome`). `reader` goes on from there to the article, with all its `parts`, which it `join`s.
// Nothing here spawns a task but `batch` and `reader`, whose tasks end with them.

mod address;
mod batch;
mod cache;
mod client;
mod discover;
mod error;
mod exchange;
mod failure;
mod fetched;
mod fetcher;
mod glance;
mod guard;
mod headers;
mod join;
mod manners;
mod media;
mod outcome;
mod parts;
mod reader;
mod render;
mod settings;
mod sources;
mod walk;

pub use batch::fetch_many;
pub use discover::{Discovered, Discovery, FoundLink, LinkOrigin};
pub use error::{FetchError, Phase};
pub use fetched::{Fetched, Redirect, Source, Timings};
pub use fetcher::{Fetch, Fetcher, Fetching};
pub use guard::{
    AddressClass, HostTable, Lookup, Policy, Refusal, Resolve, SystemResolver, classify,
};
pub use headers::Headers;
pub use manners::Directives;
pub use media::Media;
pub use outcome::{Gate, Outcome, Suspect, Suspicion, Vendor};
pub use parts::{PartSet, Parts, PartsEnd, rel_next};
pub use reader::{ReadError, Reader, Story};
pub use render::{Render, Rendered, Rendering, WithRenderer};
pub use settings::FetcherBuilder;
pub use sources::{SourceKind, fetch_other_source, other_sources};

const _: () = {
    const fn shareable<T: Send + Sync + 'static>() {}
    shareable::<Fetcher>();
    shareable::<Fetched>();
    shareable::<FetchError>();
    shareable::<Reader>();
    shareable::<Story>();
    shareable::<ReadError>();
};
