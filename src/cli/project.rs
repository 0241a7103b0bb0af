//! The project that a command works on.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::Usage;

/// Where a project is.
pub struct Project {
    pub root: PathBuf,
}

impl Project {
    /// Finds the project of a folder: the nearest folder upward that holds a `citable.toml`.
    pub fn find(from: &Path) -> anyhow::Result<Project> {
        let start = from
            .canonicalize()
            .with_context(|| format!("cannot open the folder {}", from.display()))?;
        let root = start
            .ancestors()
            .find(|folder| folder.join("citable.toml").is_file());
        match root {
            Some(root) => Ok(Project {
                root: root.to_owned(),
            }),
            None => bail!(Usage(format!(
                "there is no citable.toml in {} or above it; `citable init` starts a project",
                start.display()
            ))),
        }
    }
}
