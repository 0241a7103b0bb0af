//! The description of a whole project: for catalogues of data sets ([`catalogue`]), and as an
//! [RO-Crate](https://w3id.org/ro/crate/1.2), a folder with all that belongs to it ([`ro_crate`]).

mod catalogue;
mod exports;
mod facts;
mod files;
mod ro_crate;

use std::io::{self, Write};
use std::path::Path;

use super::ExportError;
use crate::store::Build;
use exports::Measured;
use facts::Facts;

pub use ro_crate::Packed;

/// A saved query of the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    pub name: String,
    /// Its path in the project, with `/`.
    pub path: String,
    /// The question, in one line.
    pub summary: String,
    pub text: String,
    pub kind: QueryKind,
}

/// What a query's answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryKind {
    /// Solutions.
    Select,
    /// True or false.
    Ask,
    /// A graph.
    Graph,
}

/// Writes the description of a build for catalogues, as Turtle; what they want to know, and the project doesn't say.
pub fn describe(
    build: &Build,
    queries: &[Query],
    out: &mut dyn Write,
) -> Result<Vec<&'static str>, ExportError> {
    let facts = Facts::of(build)?;
    let exports = exports::exports(build, &facts.name, |_, prepared| {
        let mut nowhere = Measured::new(io::sink());
        prepared.write(&mut nowhere)?;
        Ok(nowhere.finish())
    })?;
    catalogue::write(&facts, &exports, queries, out)?;
    Ok(unsaid(&facts))
}

/// Packs the project at `root` with its exports and descriptions as an RO-Crate, in a folder at a place that must be free.
pub fn pack(
    build: &Build,
    root: &Path,
    queries: &[Query],
    place: &Path,
) -> Result<Packed, ExportError> {
    let facts = Facts::of(build)?;
    let packed = ro_crate::pack(build, &facts, root, queries, place)?;
    Ok(Packed {
        unsaid: unsaid(&facts),
        ..packed
    })
}

/// The keys of `citable.toml` that a catalogue asks for, and that are not there.
fn unsaid(facts: &Facts) -> Vec<&'static str> {
    let keys = [
        ("description", facts.description.is_none()),
        ("license", facts.license.is_none()),
        ("publisher", facts.publisher.is_none()),
        ("published", facts.date().is_none()),
        ("url", facts.url.is_none()),
    ];
    let missing = keys.into_iter().filter(|(_, is_missing)| *is_missing);
    missing.map(|(key, _)| key).collect()
}
