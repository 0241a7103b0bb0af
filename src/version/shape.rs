//! How much of a build a version has kept: exports may have lost graphs, triple terms, or all but the bare triples.
//!
//! Two versions are compared as the poorer one is: the richer one is exported in its form first, so that what
//! differs is what the project says, and not how it was written down.

use super::export::read_into;
use super::{Aside, Version, VersionError};
use crate::export::{self, Request};

/// What a statement is in a version, by the names of the forms of export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    Plain,
    Rdf11,
    Rdf12,
}

/// How much of a build a version has kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub form: Form,
    /// Whether it says which graph a triple is in.
    pub graphs: bool,
}

impl Shape {
    pub const STORE: Shape = Shape {
        form: Form::Rdf12,
        graphs: true,
    };

    /// The names of the form and of a format of export.
    fn names(self) -> (&'static str, &'static str) {
        let form = match self.form {
            Form::Plain => "plain",
            Form::Rdf11 => "rdf11",
            Form::Rdf12 => "rdf12",
        };
        (form, if self.graphs { "nquads" } else { "ntriples" })
    }

    /// In words, for people.
    pub fn words(self) -> String {
        let form = match self.form {
            Form::Plain => "bare triples",
            Form::Rdf11 => "RDF 1.1",
            Form::Rdf12 => "RDF 1.2",
        };
        match self.graphs {
            true => form.to_owned(),
            false => format!("{form} without graphs"),
        }
    }
}

/// Brings two versions into one shape, and tells which, if one of them had to be changed.
pub fn same_shape(
    root: &std::path::Path,
    mut before: Version,
    mut after: Version,
) -> Result<(Version, Version, Option<Shape>), VersionError> {
    if before.shape == after.shape {
        return Ok((before, after, None));
    }
    let shape = Shape {
        form: before.shape.form.min(after.shape.form),
        graphs: before.shape.graphs && after.shape.graphs,
    };
    before = brought(root, before, shape)?;
    after = brought(root, after, shape)?;
    Ok((before, after, Some(shape)))
}

/// A version in a poorer shape.
fn brought(
    root: &std::path::Path,
    version: Version,
    shape: Shape,
) -> Result<Version, VersionError> {
    if version.shape == shape {
        return Ok(version);
    }
    // Only what has its triple terms can be made plain: by them it is known what asserts a triple.
    let (wanted, had) = (shape.form, version.shape.form);
    if wanted != had && had != Form::Rdf12 {
        return Err(VersionError::Shapes(
            "one export has bare triples and the other is RDF 1.1: export both in one form"
                .to_owned(),
        ));
    }
    let (form, format) = match wanted == had {
        true => ("rdf12", shape.names().1), // as it is
        false => shape.names(),
    };
    let failed = |error: export::ExportError| VersionError::Shapes(error.to_string());
    let request = Request {
        form: Some(export::Form::named(form).map_err(failed)?),
        format: export::Format::named(format).map_err(failed)?,
        graph: None,
        as_of: None,
        around: None,
    };
    let mut nquads = Vec::new();
    let prepared = export::prepare(&version.build, &request).map_err(failed)?;
    prepared.write(&mut nquads).map_err(failed)?;
    let folder = Aside::new(root)?;
    let context = version.build.context.clone();
    let (build, _) = read_into(&folder, &nquads[..], oxrdfio::RdfFormat::NQuads, context)
        .expect("what was written here can be read")?;
    Ok(Version {
        build,
        shape,
        folder: Some(folder),
    })
}
