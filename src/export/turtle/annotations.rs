//! Which reifiers of a graph stand with the triple that they reify.

use std::collections::{HashMap, HashSet};

use crate::export::dataset::{Arranged, Id, Quad, Value};
use crate::vocab::rdf;

/// The quads of one graph, and where its reifiers stand.
pub struct Annotations<'a> {
    /// Sorted by subject, predicate, object.
    pub quads: &'a [Quad],
    reifies: Option<Id>,
    /// Triples of the graph that are reified, with their reifiers.
    reified: HashMap<[Id; 3], Vec<Id>>,
    /// Triple terms whose triple is in the graph.
    asserted: HashSet<Id>,
    /// Reifiers whose properties stand with their triple.
    nested: HashSet<Id>,
}

impl<'a> Annotations<'a> {
    pub fn of(arranged: &Arranged, quads: &'a [Quad]) -> Annotations<'a> {
        let mut graph = Annotations {
            quads,
            reifies: arranged.find(rdf::REIFIES),
            reified: HashMap::new(),
            asserted: HashSet::new(),
            nested: HashSet::new(),
        };
        // A triple that is itself said by a `~` has no place for another.
        let mut counts: HashMap<Id, usize> = HashMap::new();
        for quad in quads
            .iter()
            .filter(|quad| Some(quad.predicate) == graph.reifies)
        {
            *counts.entry(quad.subject).or_default() += 1;
            if let Value::Triple(triple) = *arranged.value(quad.object)
                && Some(triple[1]) != graph.reifies
                && graph.has(triple)
            {
                graph.reified.entry(triple).or_default().push(quad.subject);
                graph.asserted.insert(quad.object);
            }
        }
        // One level only: a reifier with a reifier for subject could lead back to itself.
        let flat = graph
            .reified
            .iter()
            .filter(|(triple, _)| !counts.contains_key(&triple[0]));
        let single = flat
            .flat_map(|(_, reifiers)| reifiers)
            .filter(|reifier| counts[reifier] == 1);
        graph.nested = single.copied().collect();
        graph
    }

    fn has(&self, triple: [Id; 3]) -> bool {
        self.quads
            .binary_search_by_key(&triple, Quad::triple)
            .is_ok()
    }

    /// Whether a quad is said by a `~` beside the triple, rather than written out.
    pub fn is_annotation(&self, quad: &Quad) -> bool {
        Some(quad.predicate) == self.reifies && self.asserted.contains(&quad.object)
    }

    /// Whether a reifier's properties stand with its triple.
    pub fn is_nested(&self, reifier: Id) -> bool {
        self.nested.contains(&reifier)
    }

    /// The reifiers that stand beside a triple, sorted.
    pub fn reifiers(&self, quad: &Quad) -> &[Id] {
        self.reified.get(&quad.triple()).map_or(&[], Vec::as_slice)
    }

    /// The quads of one subject.
    pub fn of_subject(&self, subject: Id) -> &'a [Quad] {
        let start = self.quads.partition_point(|quad| quad.subject < subject);
        let length = self.quads[start..].partition_point(|quad| quad.subject == subject);
        &self.quads[start..start + length]
    }
}
