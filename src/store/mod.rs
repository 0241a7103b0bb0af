//! What a build leaves on disk, and the database that answers from it.
//!
//! A build is one file, [`Build`], put in place by one rename under a [`Lock`]; a [`Store`] is that
//! file loaded into memory. This is the only room that names the database: no type of it leaves, so
//! another kind of store can stand behind the same door. There is no way in for updates, and none out
//! to the network.

mod answer;
mod build;
mod lock;
mod memory;

use std::io;
use std::path::PathBuf;

pub use answer::{Answer, Solutions, Triples};
pub use build::Build;
pub use lock::Lock;
pub use memory::{Graphs, Store};

/// The folder, in the project's root, of all that a build leaves.
pub const FOLDER: &str = ".citable";

/// The disk or the database failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("cannot read {}: {cause}", .path.display())]
    Read { path: PathBuf, cause: io::Error },
    #[error("cannot write {}: {cause}", .path.display())]
    Write { path: PathBuf, cause: io::Error },
    /// Another program changed the file; a new build replaces it.
    #[error("{} is damaged: run `citable build` to make it anew", .path.display())]
    Damaged { path: PathBuf },
    #[error("the build cannot be loaded: {0}")]
    Load(String),
    /// The query asks for what this store does not do, as a federated query does.
    #[error("{0}")]
    Refused(String),
    #[error("the query failed: {0}")]
    Evaluation(String),
}
