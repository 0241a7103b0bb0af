//! Services of others are asked for candidates.
//!
//! Queries go out in batches of the size that the service wants. Each answer is [kept](Cache) under the service and the query as
//! soon as it is there, so a run that is killed goes on where it was, and a second run asks nothing. What fails for a while
//! is tried again, after pauses that grow or that the service asks for.
//!
//! ```no_run
//! use citable::reconcile::client::{Cache, Mode, Service};
//! use citable::reconcile::message::Query;
//! # fn example(root: &std::path::Path) -> Result<(), Box<dyn std::error::Error>> {
//! let url = "https://wikidata.reconci.link/en/api";
//! let service = Service::open(url, Cache::of(root), Mode::Online, &|_| {})?;
//! let queries = [Query::named("Interpol"), Query::named("Delhi")];
//! for candidates in service.reconcile(&queries)? {
//!     if let Some(best) = candidates.first() {
//!         println!("{} {}", service.iri(&best.id), best.score);
//!     }
//! }
//! # Ok(()) }
//! ```

mod ask;
mod cache;
mod error;
mod extend;
mod manifest;

pub use ask::{Event, Mode, Service};
pub use cache::Cache;
pub use error::ReconcileError;
pub use extend::{Said, Wanted};
pub use manifest::Manifest;
