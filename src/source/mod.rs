//! What is done with sources as they come, stay and change: added, pinned, looked over, replaced, verified.
//!
//! Each is one file, named as its subcommand is. They read the project through the compiler, and make [`Edits`](crate::edit::Edits) of
//! the user's files; nothing is written here. What they say is a value, which the command line shows.

mod add;
mod dependents;
mod front;
mod item;
mod pin;
mod proposal;
mod quoted;
mod status;
mod update;
mod verify;

use std::path::Path;

use crate::compile::Readings;
use crate::diagnostic::did_you_mean;
use crate::edit::EditError;
use crate::files::{self, FilesError};
use crate::model::{Source, SourceId};

pub use add::{Addition, Wanted, add};
pub use dependents::{Dependent, Link};
pub use item::{Item, Piece};
pub use pin::{Pinned, pin};
pub use quoted::Said;
pub use status::{Line, StatusError, status};
pub use update::{New, Update, update};
pub use verify::{Checked, Verification, verify};

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error(transparent)]
    Edit(#[from] EditError),
    /// It was asked wrongly.
    #[error("{0}")]
    Usage(String),
    /// The user's files don't allow it.
    #[error("{0}")]
    Data(String),
}

/// Whether files may be made at these paths: in the project, once links are followed.
fn are_inside<'p>(
    root: &Path,
    paths: impl IntoIterator<Item = &'p String>,
) -> Result<(), SourceError> {
    match paths.into_iter().find(|path| !files::is_inside(root, path)) {
        None => Ok(()),
        Some(path) => Err(SourceError::Data(format!(
            "`{path}` leads out of the project: put a folder in the place of the link"
        ))),
    }
}

/// The source that is called so.
fn find<'r>(readings: &'r Readings, id: &str) -> Result<(SourceId, &'r Source), SourceError> {
    let sources = &readings.world.model.sources;
    if let Some(index) = sources.iter().position(|source| source.id == id) {
        return Ok((SourceId(index as u32), &sources[index]));
    }
    let near = did_you_mean(id, sources.iter().map(|source| source.id.as_str()));
    let hint = match near {
        Some(near) => format!("; did you mean `{near}`?"),
        None => "; `citable source status` lists them".to_owned(),
    };
    Err(SourceError::Usage(format!(
        "there is no source `{id}`{hint}"
    )))
}
