//! Readers of files: one format, one file. Each says what a file says, as it is read, and counts what it cannot read.

mod lines;
mod rdf;
mod rows;
mod wikidata;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use oxrdf::{Literal, NamedNode, Term};
use oxrdfio::RdfFormat;

use super::{Dataset, DatasetError, Said, Skipped, Visit};
use crate::files::{open_named, strip_compression};

/// A file that is being read.
struct Source<'a> {
    /// As it is named to people.
    name: &'a str,
    properties: &'a [String],
}

impl Source<'_> {
    fn wants(&self, property: &str) -> bool {
        let found = self
            .properties
            .binary_search_by(|known| known.as_str().cmp(property));
        found.is_ok()
    }

    fn wrong(&self, line: u64, message: impl Into<String>) -> DatasetError {
        DatasetError::Wrong {
            path: self.name.to_owned(),
            line,
            message: message.into(),
        }
    }

    fn failed(&self, cause: std::io::Error) -> DatasetError {
        DatasetError::Read {
            path: self.name.to_owned(),
            cause,
        }
    }
}

/// Reads a file of a data set, in the format that its suffix says.
pub fn file(
    dataset: Dataset,
    path: &str,
    properties: &[String],
    skipped: &mut Skipped,
    visit: Visit,
) -> Result<(), DatasetError> {
    let mut properties = properties.to_vec();
    properties.sort_unstable();
    let source = Source {
        name: path,
        properties: &properties,
    };
    let full = dataset.root.join(path);
    let open = || open_named(&full).map_err(|cause| source.failed(cause));
    let suffix = strip_compression(path).rsplit('.').next();
    match suffix.unwrap_or_default() {
        "csv" => rows::read(&source, dataset, open()?, b',', skipped, visit),
        "tsv" | "tab" | "txt" => rows::read(&source, dataset, open()?, b'\t', skipped, visit),
        "jsonl" | "ndjson" | "json" => lines::read(&source, dataset, open()?, skipped, visit),
        suffix => match RdfFormat::from_extension(suffix) {
            Some(format) => rdf::read(&source, &full, format, skipped, visit),
            None => Err(DatasetError::Format {
                path: path.to_owned(),
            }),
        },
    }
}

/// Reads what is kept of the answers of an endpoint: N-Triples.
pub fn cached(
    path: &Path,
    properties: &[String],
    skipped: &mut Skipped,
    visit: Visit,
) -> Result<(), DatasetError> {
    let name = path.to_string_lossy();
    let mut properties = properties.to_vec();
    properties.sort_unstable();
    let source = Source {
        name: &name,
        properties: &properties,
    };
    let file = File::open(path).map_err(|cause| source.failed(cause))?;
    let reader: Box<dyn Read> = Box::new(file);
    rdf::parse(&source, reader, RdfFormat::NTriples, skipped, visit)
}

/// A value of a table or of JSON: an IRI if it is written as one on the web, a text in a language, or a text.
fn value(text: &str, lang: Option<&str>) -> Term {
    let is_iri = text.starts_with("http://") || text.starts_with("https://");
    if is_iri && let Ok(iri) = NamedNode::new(text) {
        return iri.into();
    }
    let tagged = lang.and_then(|lang| Literal::new_language_tagged_literal(text, lang).ok());
    tagged
        .unwrap_or_else(|| Literal::new_simple_literal(text))
        .into()
}

/// The IRI of a thing that a table or JSON names: in full, with a prefix, or by what comes after the namespace.
fn subject(dataset: Dataset, text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if let Some(iri) = dataset.terms.expand(text) {
        return Some(iri);
    }
    let namespace = dataset.settings.iri.as_ref()?;
    let iri = format!("{namespace}{}", crate::iri::percent_encode(text));
    NamedNode::new(iri).ok().map(NamedNode::into_string)
}

/// What a column or key stands for.
#[derive(Debug)]
enum Column {
    /// The thing itself.
    Id,
    /// A property, and the language of its texts.
    Property(String, Option<String>),
}

/// What the columns of a data set stand for, by their names.
fn columns(dataset: Dataset, path: &str) -> Result<Vec<(String, Column)>, DatasetError> {
    let settings = dataset.settings;
    if settings.columns.is_empty() {
        return Err(DatasetError::NoColumns {
            path: path.to_owned(),
            dataset: settings.name.clone(),
        });
    }
    let column = |(name, property): (&String, &String)| {
        if property == "@id" {
            return Ok((name.clone(), Column::Id));
        }
        let (property, lang) = match property.split_once('@') {
            Some((property, lang)) => (property, Some(lang.to_owned())),
            None => (property.as_str(), None),
        };
        let property = dataset.terms.of_key(settings, "columns", property)?;
        Ok((name.clone(), Column::Property(property, lang)))
    };
    settings.columns.iter().map(column).collect()
}

/// Says the values of one column, which may be several.
fn say(
    source: &Source,
    dataset: Dataset,
    subject: &str,
    (property, lang): (&str, Option<&str>),
    cell: &str,
    visit: Visit,
) -> Result<(), DatasetError> {
    if !source.wants(property) {
        return Ok(());
    }
    let parts: Box<dyn Iterator<Item = &str>> = match &dataset.settings.separator {
        Some(separator) => Box::new(cell.split(separator.as_str())),
        None => Box::new(std::iter::once(cell)),
    };
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        visit(Said {
            subject,
            property,
            object: value(part, lang),
        })?;
    }
    Ok(())
}
