//! Model → quads, as the RDF model has them. Cannot complain: what it is given has been checked.
//!
//! One node kind, one file. There are no blank nodes, and no line number is in an IRI, so moving a line changes
//! nothing.

mod entity;
mod inferred;
mod meta;
mod quads;
mod quotation;
mod reading;
mod source;
mod statement;

use rayon::prelude::*;

use crate::evidence::Evidence;
use crate::files::Files;
use crate::infer::Inferred;

use crate::model::{Dossier, DossierId, Entity, Model};
use crate::ontology::Ontology;
use crate::project::Project;
use crate::rdf;
use quads::Quads;

/// What is lowered.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    pub files: &'a Files,
    pub project: &'a Project,
    pub ontology: &'a Ontology,
    pub model: &'a Model,
    pub evidence: &'a Evidence,
    pub inferred: &'a [Inferred],
    /// External RDF, each with the IRI of its graph.
    pub external: &'a [(String, rdf::Content)],
    /// When the build is said to have ended, in seconds since 1970; nothing keeps the clock out of it.
    pub epoch: Option<i64>,
}

/// The sorted N-Quads of the whole: the same inputs give the same bytes.
pub fn lower(input: Input) -> Vec<u8> {
    let base = &input.project.base;
    let declared = declared(input.model);
    let mut parts: Vec<Quads> = input
        .model
        .dossiers
        .par_iter()
        .enumerate()
        .map(|(index, dossier)| {
            lower_dossier(input, DossierId(index as u32), dossier, &declared[index])
        })
        .collect();
    parts.push(entities(input));
    parts.push(triples(&base.graph("ontology"), &input.ontology.triples));
    parts.push(inferred::lower(input));
    let external = input.external.par_iter();
    parts.par_extend(external.map(|(graph, content)| triples(graph, &content.triples)));
    let lines = quads::sorted(&parts);
    let description = [meta::lower(input, &lines)];
    merge(&lines, &quads::sorted(&description))
}

/// The entities that each dossier declares, drafts left out.
fn declared(model: &Model) -> Vec<Vec<&Entity>> {
    let mut declared = vec![Vec::new(); model.dossiers.len()];
    for entity in model.entities.iter().filter(|entity| !entity.draft) {
        if let Some(dossier) = entity.dossier {
            declared[dossier.0 as usize].push(entity);
        }
    }
    declared
}

/// Everything that stands in the graph of one dossier.
fn lower_dossier(input: Input, id: DossierId, dossier: &Dossier, declared: &[&Entity]) -> Quads {
    let mut quads = Quads::default();
    let Some(source) = &dossier.source else {
        return quads;
    };
    let base = &input.project.base;
    let mut graph = quads.graph(&base.dossier(&source.id));
    source::lower(input, dossier, source, &mut graph);
    let quotations = quotation::lower(input, id, dossier, source, &mut graph);
    for reading in dossier.readings.iter().filter(|reading| !reading.draft) {
        let targets = quotations_of(dossier, reading.group, &quotations);
        statement::lower(input, reading, targets, &mut graph);
        reading::lower(input, source, reading, targets, &mut graph);
    }
    for entity in declared {
        let targets = quotations_of(dossier, entity.group, &quotations);
        entity::lower(input, entity, targets, &mut graph);
    }
    quads
}

fn quotations_of<'q>(dossier: &Dossier, group: Option<usize>, iris: &'q [String]) -> &'q [String] {
    match group {
        Some(group) => &iris[dossier.groups[group].quotations.clone()],
        None => &[],
    }
}

/// The entities of the registers, and the links of all entities.
fn entities(input: Input) -> Quads {
    let base = &input.project.base;
    let mut quads = Quads::default();
    let kept = || input.model.entities.iter().filter(|entity| !entity.draft);
    let mut graph = quads.graph(&base.graph("entities"));
    for entity in kept().filter(|entity| entity.dossier.is_none()) {
        entity::lower(input, entity, &[], &mut graph);
    }
    let mut graph = quads.graph(&base.graph("links"));
    for entity in kept() {
        entity::links(base, entity, &mut graph);
    }
    quads
}

/// The triples of an RDF file in a graph.
fn triples(graph: &str, triples: &[oxrdf::Triple]) -> Quads {
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
    quads
}

/// Two sorted lists of lines as one text.
fn merge(one: &[&str], other: &[&str]) -> Vec<u8> {
    let size = one.iter().chain(other).map(|line| line.len()).sum();
    let mut text = Vec::with_capacity(size);
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    while let Some(line) = match (one.peek(), other.peek()) {
        (Some(a), Some(b)) if b < a => other.next(),
        (Some(_), _) => one.next(),
        (None, _) => other.next(),
    } {
        text.extend_from_slice(line.as_bytes());
    }
    text
}
