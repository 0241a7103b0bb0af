//! RDF 1.1: every reifier is an `rdf:Statement` (RDF Schema 1.1, section 5.3).

use std::collections::{HashMap, HashSet};

use super::Scope;
use crate::export::dataset::{Dataset, Id, Quad};
use crate::export::report::{Loss, Report};
use crate::vocab::rdf;

pub fn rewrite(dataset: &mut Dataset, scope: &Scope, report: &mut Report) {
    dataset.quads.retain(|quad| scope.has(quad));
    let terms = Terms::of(dataset);
    let reified = reified(dataset, &terms);
    let mut quads = Vec::with_capacity(dataset.quads.len());
    let mut lost = 0;
    let mut ambiguous = HashSet::new();
    for quad in &dataset.quads {
        let Some(triple) = dataset.triple(quad.object) else {
            quads.push(*quad);
            continue;
        };
        if quad.predicate != terms.reifies || dataset.triple(triple[2]).is_some() {
            lost += 1;
        } else if reified[&quad.subject].is_none() {
            ambiguous.insert(quad.subject);
        } else {
            quads.extend(terms.statement(quad, triple));
        }
    }
    dataset.quads = quads;
    report.lose(Loss::TripleTerms(lost));
    report.lose(Loss::Ambiguous(ambiguous.len()));
}

/// What each reifier reifies, where it is one triple in all graphs.
fn reified(dataset: &Dataset, terms: &Terms) -> HashMap<Id, Option<Id>> {
    let mut reified = HashMap::new();
    for quad in dataset
        .quads
        .iter()
        .filter(|quad| quad.predicate == terms.reifies)
    {
        let triple = reified.entry(quad.subject).or_insert(Some(quad.object));
        if *triple != Some(quad.object) {
            *triple = None;
        }
    }
    reified
}

struct Terms {
    reifies: Id,
    a: Id,
    statement: Id,
    parts: [Id; 3],
}

impl Terms {
    fn of(dataset: &mut Dataset) -> Terms {
        Terms {
            reifies: dataset.intern(rdf::REIFIES),
            a: dataset.intern(rdf::TYPE),
            statement: dataset.intern(rdf::STATEMENT),
            parts: [rdf::SUBJECT, rdf::PREDICATE, rdf::OBJECT].map(|part| dataset.intern(part)),
        }
    }

    /// A reifier's triple, said in RDF 1.1 and in the same graph.
    fn statement(&self, quad: &Quad, triple: [Id; 3]) -> [Quad; 4] {
        let says = |predicate, object| Quad {
            predicate,
            object,
            ..*quad
        };
        let [subject, predicate, object] = self.parts;
        [
            says(self.a, self.statement),
            says(subject, triple[0]),
            says(predicate, triple[1]),
            says(object, triple[2]),
        ]
    }
}
