//! Our own entities as a reconciliation service.
//!
//! A [`Catalogue`] holds what a build calls its entities, classes and properties, and answers: [`matching`] queries,
//! [`suggest`]ing while somebody types, [`extend`]ing tables by values, and [`preview`]s. [`Live`] has the catalogue of the
//! build that is there now. [`serve`] is the way in by HTTP, and the only part that knows of it.
//!
//! Ids of entities are those of the project, ids of classes and properties `prefix:name`; each may also be given as an IRI.
//! Only what holds is told: what a source denies or doubts, or a curator has withdrawn, is no value here.

mod catalogue;
mod extend;
mod form;
mod http;
mod live;
mod manifest;
mod matching;
mod preview;
mod read;
mod refusal;
mod suggest;
mod terms;

pub use catalogue::Catalogue;
pub use http::serve;
pub use live::Live;
pub use refusal::Refusal;

/// How many queries are answered at once at most; a service says so in its manifest.
pub const BATCH: usize = 50;
/// How many candidates a query gets that doesn't say how many.
const LIMIT: usize = 5;
/// How many it gets at most.
const MOST: usize = 100;
/// How many values of how many entities are told at once at most.
const ROWS: usize = 1_000;
/// How many properties a query or a table may have.
const PROPERTIES: usize = 50;
/// How many suggestions are on a page.
const PAGE: usize = 20;
/// How long a name may be that is looked for, in characters.
const LONGEST: usize = 1_000;
