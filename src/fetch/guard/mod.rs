//! Safety: what may be connected to.
//!
//! Three checks, none of which a page or a name server can argue with: the address as written
//! (`policy`), the addresses its host resolves to at the moment of connecting (`resolver`), and
//! both again for every redirect.

mod policy;
mod ranges;
mod resolver;

pub use policy::{Policy, Refusal};
pub use ranges::{AddressClass, classify};
pub(super) use resolver::{Guarded, LookupError};
pub use resolver::{HostTable, Lookup, Resolve, SystemResolver};
