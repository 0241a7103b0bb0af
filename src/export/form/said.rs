//! What is said of a term, and which statements there are: for forms in which a statement is more than its triple.

use std::collections::BTreeMap;

use super::Scope;
use super::asserting::is_true;
use crate::export::dataset::{Dataset, Id, Quad};
use crate::export::report::{Loss, Report};
use crate::vocab::{citable, oa, rdf};

/// The quads that are wanted, by what they are about.
pub struct About {
    quads: Vec<Quad>,
}

impl About {
    pub fn of(dataset: &Dataset, scope: &Scope) -> About {
        let wanted = dataset.quads.iter().filter(|quad| scope.has(quad));
        let mut quads: Vec<Quad> = wanted.copied().collect();
        quads.sort_unstable_by_key(|quad| (quad.triple(), quad.graph));
        About { quads }
    }

    /// All of them, sorted by subject, predicate, object and graph.
    pub fn all(&self) -> &[Quad] {
        &self.quads
    }

    /// Those about a term.
    pub fn term(&self, subject: Id) -> &[Quad] {
        let start = self.quads.partition_point(|quad| quad.subject < subject);
        let quads = &self.quads[start..];
        &quads[..quads.partition_point(|quad| quad.subject == subject)]
    }

    /// What a term has by a property; an object that several graphs have comes as often.
    pub fn objects(&self, subject: Id, predicate: Option<Id>) -> impl Iterator<Item = Id> {
        let quads = self.term(subject).iter();
        quads
            .filter(move |quad| Some(quad.predicate) == predicate)
            .map(|quad| quad.object)
    }

    /// Whether a triple is in some graph.
    fn has(&self, triple: [Id; 3]) -> bool {
        let place = self.quads.partition_point(|quad| quad.triple() < triple);
        let quad = self.quads.get(place);
        quad.is_some_and(|quad| quad.triple() == triple)
    }
}

/// A statement: the reifier of one triple.
pub struct Said {
    pub statement: Id,
    pub triple: [Id; 3],
    /// The graphs in which it is said, sorted.
    pub graphs: Vec<Option<Id>>,
    /// The readings of it, sorted.
    pub readings: Vec<Id>,
    /// Whether the triple holds by it, in some graph.
    pub asserted: bool,
}

/// All statements, by the ids of their reifiers. What reifies several triples, or a triple with a triple term in it, is told
/// as lost.
pub fn said(dataset: &Dataset, about: &About, report: &mut Report) -> Vec<Said> {
    let reifies = dataset.find(rdf::REIFIES);
    let body = dataset.find(oa::HAS_BODY);
    let mut statements: BTreeMap<Id, Said> = BTreeMap::new();
    let (mut ambiguous, mut nested) = (Vec::new(), 0);
    for quad in about.all() {
        let Some(triple) = dataset.triple(quad.object) else {
            continue;
        };
        if Some(quad.predicate) != reifies || dataset.triple(triple[2]).is_some() {
            nested += 1;
            continue;
        }
        let said = statements.entry(quad.subject).or_insert_with(|| Said {
            statement: quad.subject,
            triple,
            graphs: Vec::new(),
            readings: Vec::new(),
            asserted: false,
        });
        said.graphs.push(quad.graph);
        if said.triple != triple {
            ambiguous.push(quad.subject);
        }
    }
    ambiguous.dedup();
    for statement in &ambiguous {
        statements.remove(statement);
    }
    for quad in about.all() {
        if Some(quad.predicate) == body
            && let Some(said) = statements.get_mut(&quad.object)
        {
            said.readings.push(quad.subject);
        }
    }
    report.lose(Loss::TripleTerms(nested));
    report.lose(Loss::Ambiguous(ambiguous.len()));
    let asserted = dataset.find(citable::ASSERTED);
    let mut statements: Vec<Said> = statements.into_values().collect();
    for said in &mut statements {
        said.graphs.sort_unstable();
        said.graphs.dedup();
        said.readings.sort_unstable();
        said.readings.dedup();
        said.asserted = holds(dataset, about, said, asserted);
    }
    statements
}

/// Whether a statement says that its triple holds. Of reifiers in RDF from elsewhere, which don't say it, those hold whose
/// triple stands somewhere.
fn holds(dataset: &Dataset, about: &About, said: &Said, asserted: Option<Id>) -> bool {
    let mut told = about.objects(said.statement, asserted).peekable();
    if told.peek().is_none() {
        return about.has(said.triple);
    }
    told.any(|value| is_true(&dataset.value(value)))
}
