//! Why nothing leaves.

use std::io;

use super::FolderError;
use crate::store::StoreError;

/// An export that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The form or format has no such name; the second is near it.
    #[error("there is no {kind} `{wanted}`{}", instead(.nearest))]
    Unknown {
        kind: &'static str,
        wanted: String,
        nearest: Option<String>,
    },
    /// The forms that came before RDF 1.2.
    #[error(
        "`{0}` is not supported: quoted triples of the RDF-star drafts never became a standard; \
             take `--form rdf12`, or `--form rdf11` for tools that read neither"
    )]
    Legacy(String),
    /// The build has no such graph.
    #[error("there is no graph `{wanted}`{}\ngraphs: {known}", instead(.nearest))]
    Graph {
        wanted: String,
        nearest: Option<String>,
        known: String,
    },
    /// Triple terms in a format that has none.
    #[error(
        "{format} has no triple terms, which `--form {form}` needs: take `--form rdf11`, or one of \
             `--format {others}`"
    )]
    TripleTerms {
        format: &'static str,
        form: &'static str,
        others: String,
    },
    /// Graphs in a format that has none.
    #[error(
        "{format} has no graphs, in which `--form {form}` keeps apart what it says: take one of `--format {others}`"
    )]
    Graphs {
        format: &'static str,
        form: &'static str,
        others: String,
    },
    /// A form for a format that is none of RDF.
    #[error(
        "`--form` is for formats of RDF: {0} is of things and relations, which are what it is in every form; \
             leave `--form` out, or take one of `--format {1}`"
    )]
    FormOfGraph(&'static str, String),
    /// A neighbourhood in a format of RDF.
    #[error(
        "`--around` is for formats of things and relations, which {0} is not: take one of `--format {1}`"
    )]
    Around(&'static str, String),
    /// A neighbourhood of what is not in the graph.
    #[error(
        "there is nothing to draw around <{0}>: no statement that is exported is about it, and no entity is declared so"
    )]
    NoThing(String),
    /// A picture of too much.
    #[error(
        "{things} things with {relations} relations are too many for {format}, which draws up to {most}: take a part of \
             them by `--around ENTITY --depth N` or `--graph GRAPH`, or all of them by `--format {others}`"
    )]
    TooLarge {
        format: &'static str,
        things: usize,
        relations: usize,
        most: usize,
        others: String,
    },
    /// A format of several files without a place for them.
    #[error("{0} is a folder of several files: say where, as `-o FOLDER`")]
    NoPlace(&'static str),
    /// A folder for a format of one file.
    #[error("{0} is one file, and no folder")]
    OneFile(&'static str),
    /// The folder cannot be written, or must not be.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The project doesn't say of itself what a description needs.
    #[error(
        "an RO-Crate needs `{0}`, which the project doesn't say: add `{0} = \"{example}\"` under [project] in citable.toml, and build",
        example = example(.0)
    )]
    Unsaid(&'static str),
    /// A file of the project is other than it was built.
    #[error("`{0}` has changed since the build: run `citable build` first")]
    Changed(String),
    /// A file of the project cannot be read.
    #[error("cannot read {}", .path.display())]
    Input {
        path: std::path::PathBuf,
        #[source]
        cause: io::Error,
    },
    /// A date for a form that keeps all times.
    #[error(
        "`--as-of` is for `--form plain` and formats of things and relations: `--form {0}` keeps the times of all statements"
    )]
    AsOf(&'static str),
    /// Something that XML has no way to write.
    #[error("RDF/XML cannot hold {what}: take another format, such as `--format turtle`")]
    Xml { what: String },
    /// The build has a term that is none.
    #[error("the build is damaged, delete .citable and `citable build` makes it anew: {0}")]
    NoTerm(String),
    /// The build cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The output could not be written.
    #[error("cannot write")]
    Write(#[from] io::Error),
}

impl ExportError {
    /// Whether the command was called wrongly, rather than that the data or the world is at fault.
    pub fn is_usage(&self) -> bool {
        !matches!(
            self,
            Self::Xml { .. }
                | Self::NoTerm(_)
                | Self::Store(_)
                | Self::Write(_)
                | Self::Input { .. }
                | Self::Unsaid(_)
                | Self::Changed(_)
                | Self::Folder(FolderError::Disk { .. })
        )
    }
}

/// What one writes for a key of the project.
fn example(key: &str) -> &'static str {
    match key {
        "license" => "https://creativecommons.org/licenses/by/4.0/",
        _ => "2026-11-28",
    }
}

fn instead(nearest: &Option<String>) -> String {
    nearest
        .as_ref()
        .map(|name| format!(": did you mean `{name}`?"))
        .unwrap_or_default()
}
