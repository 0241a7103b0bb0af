//! Which reifiers of a graph stand with the triple that they reify.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::export::arranged::Arranged;
use crate::export::dataset::{Id, Quad};

/// The quads of one graph, and where its reifiers stand.
pub struct Annotations<'a> {
    /// Sorted by subject, predicate, object.
    pub quads: &'a [Quad],
    reifies: Option<Id>,
    /// Triples of the graph that are reified, with their reifiers, sorted.
    reified: Vec<([Id; 3], Id)>,
    /// The subjects of those triples.
    subjects: FxHashSet<Id>,
    /// Triple terms whose triple is in the graph.
    asserted: FxHashSet<Id>,
    /// Reifiers whose properties stand with their triple, with the place of their first quad.
    nested: FxHashMap<Id, usize>,
}

impl<'a> Annotations<'a> {
    /// Of the quads of one graph; `reifies` is the id of `rdf:reifies`.
    pub fn of(arranged: &Arranged, reifies: Option<Id>, quads: &'a [Quad]) -> Annotations<'a> {
        let mut graph = Annotations {
            quads,
            reifies,
            reified: Vec::new(),
            subjects: FxHashSet::default(),
            asserted: FxHashSet::default(),
            nested: FxHashMap::default(),
        };
        // A triple that is itself said by a `~` has no place for another.
        let mut counts: FxHashMap<Id, (usize, usize)> = FxHashMap::default();
        let mut first = 0;
        for (place, quad) in quads.iter().enumerate() {
            if quad.subject != quads[first].subject {
                first = place;
            }
            if Some(quad.predicate) != graph.reifies {
                continue;
            }
            counts.entry(quad.subject).or_insert((0, first)).0 += 1;
            if let Some(triple) = arranged.triple(quad.object)
                && Some(triple[1]) != graph.reifies
                && graph.has(triple)
            {
                graph.reified.push((triple, quad.subject));
                graph.subjects.insert(triple[0]);
                graph.asserted.insert(quad.object);
            }
        }
        graph.reified.sort_unstable();
        // One level only: a reifier with a reifier for subject could lead back to itself.
        let flat = graph
            .reified
            .iter()
            .filter(|(triple, _)| !counts.contains_key(&triple[0]));
        let single = flat.filter_map(|(_, reifier)| match counts[reifier] {
            (1, first) => Some((*reifier, first)),
            _ => None,
        });
        graph.nested = single.collect();
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
        self.nested.contains_key(&reifier)
    }

    /// The reifiers that stand beside a triple, sorted.
    pub fn reifiers(&self, quad: &Quad) -> impl Iterator<Item = Id> {
        let triple = quad.triple();
        let reified = if self.subjects.contains(&quad.subject) {
            let start = self.reified.partition_point(|(other, _)| *other < triple);
            &self.reified[start..]
        } else {
            &[]
        };
        reified
            .iter()
            .take_while(move |(other, _)| *other == triple)
            .map(|(_, reifier)| *reifier)
    }

    /// The quads of a reifier whose properties stand with its triple.
    pub fn properties(&self, reifier: Id) -> Option<&'a [Quad]> {
        let quads = &self.quads[*self.nested.get(&reifier)?..];
        quads.chunk_by(|a, b| a.subject == b.subject).next()
    }
}
