//! The forms in which statements leave.
//!
//! Few tools read RDF 1.2 yet, so RDF 1.1 is what leaves when nothing is said.

mod as_of;
mod asserting;
mod machinery;
mod nanopub;
mod plain;
mod rdf11;
mod said;
mod wikibase;

pub(super) use as_of::{Bounds, bounds, events};
pub(super) use asserting::silent;
pub(super) use machinery::Machinery;
pub(super) use said::About;

use super::dataset::{Dataset, Id, Quad, Text};
use super::report::{Loss, Report};
use super::{ExportError, Format};
use crate::date::Day;
use crate::diagnostic::did_you_mean;
use crate::ntriples::{Cut, Suffix, cut, literal};
use crate::project::Context;

/// A form.
#[derive(Debug)]
pub struct Form {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What a statement is in it, in a few words.
    pub about: &'static str,
    /// Whether it needs the triple terms of RDF 1.2.
    pub triple_terms: bool,
    /// Whether it needs graphs with names.
    pub graphs: bool,
    /// Whether it can be a snapshot of a day.
    pub as_of: bool,
    /// Prefixes for the rooms of the project's IRIs that only this form has: name, and what follows the base.
    pub(super) rooms: &'static [(&'static str, &'static str)],
    rewrite: fn(&mut Dataset, &Scope, &mut Report),
}

/// All forms; the first is the one that is taken where nothing is said.
pub static FORMS: &[Form] = &[
    Form {
        name: "rdf11",
        about: "the bare triple, and beside it an rdf:Statement with its time and evidence",
        triple_terms: false,
        graphs: false,
        as_of: false,
        rooms: &[],
        rewrite: rdf11::rewrite,
    },
    Form {
        name: "rdf12",
        about: "the bare triple, annotated by a reifier, as in the store",
        triple_terms: true,
        graphs: false,
        as_of: false,
        rooms: &[],
        rewrite: |dataset, scope, _| dataset.quads.retain(|quad| scope.has(quad)),
    },
    Form {
        name: "plain",
        about: "bare triples, labels, types and links only",
        triple_terms: false,
        graphs: false,
        as_of: true,
        rooms: &[],
        rewrite: plain::rewrite,
    },
    Form {
        name: "wikibase",
        about: "as a Wikibase writes its RDF: ranks, qualifiers, references",
        triple_terms: false,
        graphs: false,
        as_of: false,
        rooms: &wikibase::ROOMS,
        rewrite: wikibase::rewrite,
    },
    Form {
        name: "nanopub",
        about: "a nanopublication a statement, under a trusty URI",
        triple_terms: false,
        graphs: true,
        as_of: false,
        rooms: &nanopub::ROOMS,
        rewrite: nanopub::rewrite,
    },
];

/// Names of what came before RDF 1.2, that people may ask for: they are answered with what to take instead.
pub const LEGACY: [&str; 8] = [
    "ntriples-star",
    "nquads-star",
    "turtle-star",
    "trig-star",
    "rdf-star",
    "rdfstar",
    "ttls",
    "nts",
];

/// Whether a name is one of the forms or formats of the RDF-star drafts.
pub(super) fn is_legacy(name: &str) -> bool {
    LEGACY.contains(&name.to_ascii_lowercase().as_str())
}

/// Which part of a build is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// One graph, or all.
    pub graph: Option<Id>,
    /// The graph that describes the build itself.
    pub meta: Option<Id>,
    /// The graph of the vocabulary.
    pub ontology: Option<Id>,
    /// Only what held on this day, or all.
    pub as_of: Option<Day>,
    /// The names that the project is known by.
    pub context: &'a Context,
}

impl Scope<'_> {
    pub(super) fn has(&self, quad: &Quad) -> bool {
        self.graph.is_none() || self.graph == quad.graph
    }

    /// Whether a quad is of the build's description or of the vocabulary, and these were not asked for by name.
    pub(super) fn is_about_the_build(&self, quad: &Quad) -> bool {
        self.graph.is_none()
            && quad.graph.is_some()
            && (quad.graph == self.meta || quad.graph == self.ontology)
    }
}

impl Form {
    /// The form of a name.
    pub fn named(name: &str) -> Result<&'static Form, ExportError> {
        if is_legacy(name) {
            return Err(ExportError::Legacy(name.to_owned()));
        }
        FORMS
            .iter()
            .find(|form| form.name == name)
            .ok_or_else(|| ExportError::Unknown {
                kind: "form",
                wanted: name.to_owned(),
                nearest: did_you_mean(name, FORMS.iter().map(|form| form.name)),
            })
    }

    /// Whether a format can hold it.
    pub fn fits(&self, format: &Format) -> bool {
        (format.triple_terms || !self.triple_terms) && (format.graphs || !self.graphs)
    }

    /// Leaves of a data set what is wanted of it, in this form.
    pub(super) fn rewrite(&self, dataset: &mut Dataset, scope: &Scope, report: &mut Report) {
        (self.rewrite)(dataset, scope, report);
        if !self.triple_terms {
            report.lose(Loss::Directions(drop_directions(dataset)));
        }
    }
}

/// Makes strings with a base direction, which RDF 1.1 does not have, strings with a language; how many there were.
fn drop_directions(dataset: &mut Dataset) -> usize {
    let directed = |(id, text): (Id, &Text)| match text {
        Text::Whole(whole) if let Some(Cut::Literal(value, suffix)) = cut(whole) => match suffix {
            Suffix::Language(language, Some(_)) => {
                Some((id, literal(value, Suffix::Language(language, None))?))
            }
            _ => None,
        },
        _ => None,
    };
    let plain: Vec<_> = (0..).zip(dataset.terms()).filter_map(directed).collect();
    let mut count = 0;
    for (id, literal) in plain {
        count += dataset
            .quads
            .iter()
            .filter(|quad| quad.object == id)
            .count();
        dataset.replace(id, &literal);
    }
    count
}
