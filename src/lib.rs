#![doc = include_str!("../README.md")]

pub mod article;
#[cfg(doc)]
pub mod docs;
mod error;
mod extractor;
mod page;
mod render;
mod rules;
mod segment;
mod select;

#[cfg(feature = "fetch")]
pub mod fetch;

pub use article::Article;
pub use error::{Error, NoBody};
#[cfg(feature = "training")]
#[doc(hidden)]
pub use extractor::stages;
pub use extractor::{Extractor, ExtractorBuilder, Focus, Options, extract};
pub use page::{Page, PageOptions};
pub use render::RenderOptions;
pub use rules::{PageLinks, RuleInfo, RuleSet, RuleSetBuilder, RuleTest, SiteRule};
#[cfg(feature = "training")]
#[doc(hidden)]
pub use segment::training;
pub use segment::{Reason, Region, RegionKind, Segmentation, UnknownKind};

const _: () = {
    const fn promised<T: Send + Sync + 'static>() {}
    promised::<Extractor>();
    promised::<Article>();
    promised::<Segmentation>();
    promised::<RuleSet>();
    promised::<Error>();
};
