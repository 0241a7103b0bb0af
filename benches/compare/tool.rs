//! The programs that jobs run, and where they are.

use std::path::{Path, PathBuf};

/// A tool, and what it is told.
pub type Step = (Tool, &'static [&'static str]);

/// The step that leaves a build.
pub const BUILD: Step = (Tool::Citable, &["build"]);

/// A program that jobs run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    Citable,
    Oxigraph,
    /// Python with maplib, pyoxigraph and rdflib.
    Python,
    /// Python with Morph-KGC.
    Morph,
    Rapper,
    Serdi,
}

impl Tool {
    /// Where it is, if it is installed.
    pub fn find(self) -> Option<PathBuf> {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        let installed = |path: &str| Some(repository.join("target/others").join(path));
        let path = match self {
            Tool::Citable => Some(env!("CARGO_BIN_EXE_citable").into()),
            Tool::Oxigraph => installed("venv/bin/oxigraph"),
            Tool::Python => installed("venv/bin/python"),
            Tool::Morph => installed("morph/bin/python"),
            Tool::Rapper => on_path("rapper"),
            Tool::Serdi => on_path("serdi"),
        };
        path.filter(|path| path.exists())
    }
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}
