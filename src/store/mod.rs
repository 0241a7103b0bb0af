//! What a build leaves on disk, and the database that answers from it.
//!
//! A build is written by *units*, one for each input. The compiler makes a [`Segment`] of each, and a [`Writer`]
//! puts those that are new into a *level*: one immutable file with the texts of terms, the quads in three orders, and
//! indexes over both. A small *head* says which levels there are and which parts of them are in force. So what has
//! not changed is not written again; levels of about the same size are made one, as in a log-structured merge tree, so
//! there are never more than a handful. [`Build`] is a head with its levels, opened where they lie at no cost;
//! [`Store`] answers queries from them with Oxigraph's engine.
//!
//! From the ground up:
//!
//! | file | what it holds |
//! |---|---|
//! | `sealed` | files that are mapped into memory, and checked when they are first looked at |
//! | `codec` · `slots` | numbers and rows as bytes · hash tables of numbers |
//! | `dictionary` · `run` | terms by number and by text · sorted rows in blocks |
//! | `spill` | sorting in bounded memory, and merging |
//! | `level` · `levels` · `compact` | one file · all of them · several made one |
//! | `segment` · `head` · `writer` · `assembly` · `build` · `lock` | how a build comes about, and what it is |
//! | `lines` | all quads in the order of their lines |
//! | `difference` | the quads that only one of two builds has |
//! | `plan` · `counts` | the order in which the patterns of a query are matched, by how many triples match each |
//! | `scan` · `term` · `dataset` · `ask` · `answer` · `service` | patterns, terms, and what Oxigraph makes of them |
//!
//! This is the only room that names the database: no type of it leaves, so another kind of store can stand behind
//! the same door. There is no way in for updates, and none out to the network: whoever wants a SERVICE answered brings
//! the [`Services`] along.

mod answer;
mod ask;
mod assembly;
mod build;
mod codec;
mod compact;
mod counts;
mod dataset;
mod dictionary;
mod difference;
mod head;
mod level;
mod levels;
mod lines;
mod lock;
mod nquads;
mod plan;
mod run;
mod scan;
mod sealed;
mod segment;
mod service;
mod slots;
mod spill;
mod term;
#[cfg(test)]
mod tests;
mod writer;

use std::io;
use std::path::PathBuf;

pub use answer::{Answer, Solutions, Triples};
pub use ask::{Store, as_iri};
pub use build::Build;
pub use dictionary::Stored;
pub use difference::{Difference, difference};
pub use lines::{Subject, TermRef};
pub use lock::Lock;
pub use nquads::segment;
pub use segment::{Segment, SegmentBuilder};
pub use service::{Served, Services};
pub use writer::Writer;

/// The folder, in the project's root, of all that a build leaves.
pub const FOLDER: &str = ".citable";

/// The disk or the database failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("cannot read {}: {cause}", .path.display())]
    Read { path: PathBuf, cause: io::Error },
    #[error("cannot write {}: {cause}", .path.display())]
    Write { path: PathBuf, cause: io::Error },
    /// Another program changed the file, or the disk did. A build looks only at what it needs, so it may not notice.
    #[error("{} is damaged: delete it, and `citable build` makes it anew", .path.display())]
    Damaged { path: PathBuf },
    #[error("the build cannot be loaded: {0}")]
    Load(String),
    /// Whoever is given the quads could not take them.
    #[error("cannot write: {0}")]
    Output(io::Error),
    /// The query asks for what this store does not do, as a federated query does.
    #[error("{0}")]
    Refused(String),
    #[error("the query failed: {0}")]
    Evaluation(String),
    /// Whoever answers a SERVICE did not.
    #[error("a SERVICE failed: {0}")]
    Service(String),
}
