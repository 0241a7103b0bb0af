//! Why something about links cannot be done.

use std::io;
use std::path::{Path, PathBuf};

use super::index::IndexError;
use crate::dataset::DatasetError;
use crate::edit::EditError;
use crate::query::QueryError;
use crate::reconcile::client::ReconcileError;
use crate::store::StoreError;

/// The world failed, or the settings are wrong; each says where.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Query(#[from] QueryError),
    #[error(transparent)]
    Index(#[from] IndexError),
    #[error(transparent)]
    Service(#[from] ReconcileError),
    #[error(transparent)]
    Edit(#[from] EditError),
    #[error("cannot read {}: {cause}", .path.display())]
    Read { path: PathBuf, cause: io::Error },
    #[error("cannot write in {}: {cause}", .folder.display())]
    Write { folder: PathBuf, cause: io::Error },
    #[error("{} is damaged: delete it, and it is made anew", .path.display())]
    Damaged { path: PathBuf },
    /// A mapping set cannot be taken as it is: nothing is decided on top of what cannot be read.
    #[error("{path}:{line}: {message}; {help}")]
    Mappings {
        path: String,
        line: usize,
        message: String,
        help: String,
    },
    /// What was asked for is not there, or cannot be done so.
    #[error("{0}")]
    Asked(String),
}

impl LinkError {
    pub fn read(path: &Path, cause: io::Error) -> LinkError {
        LinkError::Read {
            path: path.to_owned(),
            cause,
        }
    }

    pub fn write(folder: &Path, cause: io::Error) -> LinkError {
        LinkError::Write {
            folder: folder.to_owned(),
            cause,
        }
    }

    pub fn damaged(path: &Path) -> LinkError {
        LinkError::Damaged {
            path: path.to_owned(),
        }
    }
}
