//! The project that a command works on.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::Usage;
use crate::store::Build;

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

    /// The last build, which there has to be; it is told if files have changed since.
    pub fn built(&self) -> anyhow::Result<Build> {
        let build = Build::open(&self.root)?;
        let build = build.context("nothing is built yet: run `citable build` first")?;
        super::query::say_if_stale(self, &build, "`citable build` catches up")?;
        Ok(build)
    }
}
