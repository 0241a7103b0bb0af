//! Why there are no candidates.

use std::io;
use std::path::PathBuf;

use crate::engine::EngineError;

/// How many of several queries a message lists.
const LISTED: usize = 5;

/// A service failed, or what it answered cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ReconcileError {
    #[error(transparent)]
    Service(#[from] EngineError),
    /// It is no reconciliation service, or none that we can speak with.
    #[error("{url} is no reconciliation service of version 0.2: {what}")]
    Manifest { url: String, what: String },
    #[error("{url} answered what is no answer to its queries: {what}")]
    Answer { url: String, what: String },
    /// Only what is kept on disk may be used, and the service was never asked anything.
    #[error(
        "{url} was never asked, so nothing of it is at hand offline: ask it once with the network"
    )]
    Unknown { url: String },
    /// Only what is kept on disk may be used, and this is not.
    #[error(
        "{url} was not asked for {} of {of} yet, and may not be asked offline: {}", .missing.len(), listed(.missing)
    )]
    Missing {
        url: String,
        /// The names that are looked for.
        missing: Vec<String>,
        of: usize,
    },
    #[error("cannot write {}: {cause}", .path.display())]
    Write { path: PathBuf, cause: io::Error },
}

fn listed(names: &[String]) -> String {
    let shown = names.iter().take(LISTED).map(|name| format!("`{name}`"));
    let shown = shown.collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
