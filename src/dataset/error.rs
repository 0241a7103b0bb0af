//! Why a data set cannot be read.

use std::io;
use std::path::PathBuf;

use crate::engine::EngineError;

/// A data set cannot be read; each says where, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum DatasetError {
    #[error("cannot read `{path}`: {cause}")]
    Read { path: String, cause: io::Error },
    /// In what is kept of data sets, or beside it.
    #[error("cannot write in {}: {cause}", .folder.display())]
    Write { folder: PathBuf, cause: io::Error },
    #[error("{path}:{line}: {message}")]
    Wrong {
        path: String,
        line: u64,
        message: String,
    },
    #[error(
        "`{path}` has no suffix of a format that data sets are read in: .nt .nq .ttl .trig .rdf .jsonld, .csv .tsv, .jsonl .ndjson .json; \
         each also with .gz, .zst or .bz2 after it"
    )]
    Format { path: String },
    #[error(
        "`{path}` is a table or JSON, and nothing says what its columns are: give `columns = {{ id = \"@id\", name = \"rdfs:label\" }}` \
         in [datasets.{dataset}] of citable.toml"
    )]
    NoColumns { path: String, dataset: String },
    #[error("citable.toml, `{key}` of [datasets.{dataset}]: {why}")]
    Term {
        dataset: String,
        key: String,
        why: String,
    },
    #[error(
        "the data set `{dataset}` is a service, which is asked name by name; it has nothing that could be read whole"
    )]
    NoRecords { dataset: String },
    #[error(
        "nothing is kept of `{dataset}` for use without the network: run `citable link propose {dataset}` once with it"
    )]
    NotCached { dataset: String },
    #[error(transparent)]
    Engine(#[from] EngineError),
}
