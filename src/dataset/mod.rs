//! Data sets elsewhere, read as a stream: what their things are called, what they are, and by what else they can be known.
//!
//! A reader says what a file says as [`Said`]: one thing, one property, one value, whatever the format. [`each`] makes one
//! [`Record`] of all that is said of a thing, wherever in the files it stands: what matters is sorted by the thing, on the
//! disk where it doesn't fit in memory. [`statements`] hands on what is said as it comes.
//!
//! What dumps are known to contain (a line that is cut off, an IRI that is none, a row that is no UTF-8) is skipped and counted in
//! [`Skipped`]. A file of which nothing can be read is an error that names the line.

mod error;
mod read;
mod record;
mod roles;
mod skipped;
mod sort;
mod sparql;
mod terms;

use std::path::{Path, PathBuf};

use oxrdf::Term;

use crate::project::{DatasetSettings, Origin};

pub use error::DatasetError;
pub use record::{Record, Text};
pub use roles::{Roles, property_of};
pub use skipped::Skipped;
pub use sort::Sorter;
pub use sparql::{Asking, about};
pub use terms::Terms;

/// Something that a data set says.
#[derive(Clone, Debug)]
pub struct Said<'a> {
    /// The IRI of the thing.
    pub subject: &'a str,
    /// The IRI of the property; the name of a column or key that stands for none.
    pub property: &'a str,
    /// A literal or an IRI.
    pub object: Term,
}

/// The folder of what is kept of a data set between runs.
pub fn folder(root: &Path, name: &str) -> PathBuf {
    root.join(crate::store::FOLDER).join("datasets").join(name)
}

/// Who is told what is said.
pub type Visit<'a> = &'a mut dyn FnMut(Said) -> Result<(), DatasetError>;

/// A data set of a project.
#[derive(Clone, Copy)]
pub struct Dataset<'a> {
    pub settings: &'a DatasetSettings,
    /// The prefixes in which its settings are written.
    pub terms: &'a Terms,
    /// The project's root, from which its files are named.
    pub root: &'a Path,
    /// How an endpoint is asked.
    pub asking: &'a Asking<'a>,
}

/// Reads a data set thing by thing, in the order of their IRIs, each with all that is said of it.
///
/// Memory is bounded by what is held for one thing, and by what is sorted at once; the rest lies in `folder` meanwhile.
pub fn each(
    dataset: Dataset,
    folder: &Path,
    visit: &mut dyn FnMut(Record) -> Result<(), DatasetError>,
) -> Result<Skipped, DatasetError> {
    let roles = Roles::of(dataset.settings, dataset.terms)?;
    let mut facts = record::Facts::new(folder);
    let mut skipped = statements(dataset, &roles.properties(), &mut |said| {
        facts.take(&roles, &said)
    })?;
    facts.records(&mut skipped, visit)?;
    Ok(skipped)
}

/// Hands on what a data set says with one of these properties, as it comes.
pub fn statements(
    dataset: Dataset,
    properties: &[String],
    visit: Visit,
) -> Result<Skipped, DatasetError> {
    let mut skipped = Skipped::default();
    match &dataset.settings.origin {
        Origin::Files(paths) => {
            for path in paths {
                read::file(dataset, path, properties, &mut skipped, visit)?;
            }
        }
        Origin::Sparql(url) => {
            let cached = sparql::ask(dataset, url, properties)?;
            read::cached(&cached, properties, &mut skipped, visit)?;
        }
        Origin::Reconcile(_) => {
            return Err(DatasetError::NoRecords {
                dataset: dataset.settings.name.clone(),
            });
        }
    }
    Ok(skipped)
}
