//! The exports that go with a description, and their digests.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use crate::export::{ExportError, Form, Format, Prepared, Request, prepare};
use crate::iri;
use crate::store::Build;

/// Form, format and what stands behind the project's name: for tools of RDF 1.1, for those that read all of it, for those that
/// know Wikibase or nanopublications, and for tools of graphs.
const EXPORTS: [(Option<&str>, &str, &str); 6] = [
    (Some("rdf11"), "turtle", ".ttl"),
    (Some("rdf11"), "jsonld", ".jsonld"),
    (Some("rdf12"), "nquads", ".rdf12.nq"),
    (Some("wikibase"), "turtle", ".wikibase.ttl"),
    (Some("nanopub"), "trig", ".nanopub.trig"),
    (None, "graphml", ".graphml"),
];

/// An export, written.
#[derive(Clone, Debug)]
pub struct Exported {
    /// Its path in the folder with all of them.
    pub path: String,
    pub format: &'static Format,
    pub form: Option<&'static Form>,
    /// What it leaves out, in words.
    pub losses: Vec<String>,
    pub size: u64,
    pub sha256: String,
}

impl Exported {
    /// What it is, in a sentence.
    pub fn about(&self) -> String {
        match self.form {
            Some(form) => format!("{}; {}", self.format.about, form.about),
            None => self.format.about.to_owned(),
        }
    }
}

/// Has all of them written: `write` is given the path of each, and what writes it.
pub fn exports(
    build: &Build,
    name: &str,
    mut write: impl FnMut(&str, Prepared) -> Result<(u64, String), ExportError>,
) -> Result<Vec<Exported>, ExportError> {
    let stem = iri::slug(name).unwrap_or_else(|| "dataset".to_owned());
    let mut exported = Vec::new();
    for (form, format, suffix) in EXPORTS {
        let request = Request {
            form: form.map(Form::named).transpose()?,
            format: Format::named(format)?,
            graph: None,
            as_of: None,
            around: None,
        };
        let prepared = prepare(build, &request)?;
        let losses = prepared.report().losses.iter().map(ToString::to_string);
        let losses = losses.collect();
        let path = format!("exports/{stem}{suffix}");
        let (size, sha256) = write(&path, prepared)?;
        exported.push(Exported {
            path,
            format: request.format,
            form: request.form,
            losses,
            size,
            sha256,
        });
    }
    Ok(exported)
}

/// Counts and digests what is written through it.
#[derive(Debug)]
pub struct Measured<W> {
    out: W,
    size: u64,
    digest: Sha256,
}

impl<W: Write> Measured<W> {
    pub fn new(out: W) -> Measured<W> {
        Measured {
            out,
            size: 0,
            digest: Sha256::new(),
        }
    }

    /// The number of bytes, and their SHA-256 in lower-case hexadecimal.
    pub fn finish(self) -> (u64, String) {
        (self.size, iri::hex(&self.digest.finalize()))
    }
}

impl<W: Write> Write for Measured<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
