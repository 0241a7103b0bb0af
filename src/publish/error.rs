//! Why a build could not be published.

use std::io;

use crate::engine::EngineError;
use crate::store::StoreError;

/// A build that could not be published, or not wholly.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A graph waits on disk while it is sent.
    #[error("cannot keep a graph in a temporary file: {0}")]
    Disk(#[from] io::Error),
    /// The engine has a graph of this name that nobody published.
    #[error(
        "the engine has a graph <{0}> that citable did not publish: nothing was changed there; drop it yourself, or change \
         `base` in citable.toml"
    )]
    Foreign(String),
    /// Somebody else publishes, or was cut.
    #[error(
        "somebody else publishes this project to this engine, since {since}; once it is certain that nobody does any more, \
         `--take-over` goes on from there"
    )]
    Busy { since: String },
    /// Somebody else took over.
    #[error("somebody else took over and publishes this project to this engine")]
    TakenOver,
    /// The engine doesn't have what it was given.
    #[error("the engine does not have <{graph}> as it was published: {what}")]
    Differs { graph: String, what: String },
}

impl PublishError {
    /// Whether the engine can be reached, and nobody else has taken over.
    pub(super) fn leaves_the_engine_to_us(&self) -> bool {
        match self {
            Self::Busy { .. } | Self::TakenOver => false,
            Self::Engine(error) => !error.may_pass(),
            _ => true,
        }
    }
}
