//! Model → quads, as the RDF model has them. Cannot complain: what it is given has been checked.
//!
//! One node kind, one file. There are no blank nodes, and no line number is in an IRI, so moving a line changes
//! nothing. Every file becomes a segment of its own, which depends on no other file's.

mod contest;
mod entity;
mod inferred;
mod mapping;
mod meta;
mod quads;
mod quotation;
mod reading;
mod source;
mod statement;
mod table;

use crate::evidence::Evidence;
use crate::files::{File, Files, Kind};
use crate::iri::Base;
use crate::model::{Dossier, Entity, EntityId, Model};
use crate::ontology::Ontology;
use crate::project::Project;
use crate::store::Segment;
use quads::Quads;

pub use contest::lower as contests;
pub use inferred::lower as inferred;
pub use mapping::{iri as mapping, lower as mappings};
pub use meta::{Description, lower as description};

/// What is lowered.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    pub dossier: &'a Dossier,
    /// The entities that it declares.
    pub entities: &'a [EntityId],
    pub evidence: &'a Evidence,
    /// Its own text.
    pub file: &'a File,
    pub model: &'a Model<'a>,
    pub ontology: &'a Ontology,
    pub project: &'a Project,
    /// Of which the stored texts are known by their digests.
    pub files: &'a Files,
}

impl<'a> Input<'a> {
    /// The entities that are exported.
    fn exported(self) -> impl Iterator<Item = (EntityId, &'a Entity)> {
        let entities = self.entities.iter();
        let entities = entities.map(|&id| (id, self.model.entity(id)));
        entities.filter(|(_, entity)| !entity.draft)
    }
}

/// All that one file says.
pub fn lower(input: Input) -> Segment {
    let base = &input.project.base;
    let mut quads = Quads::default();
    match container(input) {
        Some(container) => contents(input, &container, &mut quads),
        None => {
            let mut graph = quads.graph(&base.graph("entities"));
            for entity in input.exported() {
                entity::lower(input, entity, &[], &mut graph);
            }
        }
    }
    let mut links = quads.graph(&base.graph("links"));
    for entity in input.exported() {
        entity::links(input.project, entity.1, &mut links);
    }
    quads.finish()
}

/// The IRI of a dossier or table of statements, which is that of its graph; a register has none.
fn container(input: Input) -> Option<String> {
    match input.dossier.source {
        Some(source) => {
            let source = input.model.source(source);
            Some(input.project.base.dossier(&source.id))
        }
        None => (input.dossier.kind == Kind::Facts).then(|| table::iri(input)),
    }
}

/// Everything that stands in the graph of one dossier or table.
fn contents(input: Input, container: &str, quads: &mut Quads) {
    let dossier = input.dossier;
    let mut graph = quads.graph(container);
    match dossier.source {
        Some(source) => source::lower(input, input.model.source(source), &mut graph),
        None => table::lower(input, container, &mut graph),
    }
    let quotations = quotation::lower(input, &mut graph);
    for reading in dossier.readings.iter().filter(|reading| !reading.draft) {
        let targets = quotations_of(dossier, reading.group, &quotations);
        let source = input.model.source_of(dossier, reading.group);
        statement::lower(input, reading, targets, &mut graph);
        reading::lower(input, container, source, reading, targets, &mut graph);
    }
    for entity in input.exported() {
        let targets = quotations_of(dossier, entity.1.group, &quotations);
        entity::lower(input, entity, targets, &mut graph);
    }
}

fn quotations_of<'q>(dossier: &Dossier, group: Option<usize>, iris: &'q [String]) -> &'q [String] {
    match group {
        Some(group) => &iris[dossier.groups[group].quotations.clone()],
        None => &[],
    }
}

/// The vocabulary, in its graph.
pub fn vocabulary(ontology: &Ontology, base: &Base) -> Segment {
    triples(&base.graph("ontology"), &ontology.triples)
}

/// The triples of an RDF file in a graph.
pub fn triples(graph: &str, triples: &[oxrdf::Triple]) -> Segment {
    let mut quads = Quads::default();
    let mut graph = quads.graph(graph);
    for triple in triples {
        if let oxrdf::NamedOrBlankNode::NamedNode(subject) = &triple.subject {
            graph.add(
                subject.as_str(),
                triple.predicate.as_ref(),
                triple.object.as_ref(),
            );
        }
    }
    quads.finish()
}
