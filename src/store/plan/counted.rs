//! What Oxigraph's store in memory knows of its triples: nothing, so they are counted.
//!
//! Matches are counted one by one; the spread of each predicate is counted once for all queries.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use oxigraph::store::Store;
use oxrdf::{GraphNameRef, NamedNode, NamedOrBlankNodeRef, Term, TermRef};

use super::{Counts, Spread};

/// The triples of each predicate, counted when they are first needed.
#[derive(Default)]
pub struct Predicates(OnceCell<HashMap<NamedNode, (u64, Spread)>>);

/// Counts of a store's default graph.
pub struct Counted<'s> {
    pub store: &'s Store,
    pub predicates: &'s Predicates,
}

impl Counted<'_> {
    fn predicates(&self) -> &HashMap<NamedNode, (u64, Spread)> {
        self.predicates.0.get_or_init(|| {
            let mut terms = HashMap::<NamedNode, (u64, HashSet<u64>, HashSet<u64>)>::new();
            let graph = Some(GraphNameRef::DefaultGraph);
            let quads = self.store.quads_for_pattern(None, None, None, graph);
            for quad in quads.filter_map(Result::ok) {
                let (count, subjects, objects) = terms.entry(quad.predicate).or_default();
                *count += 1;
                subjects.insert(hash(&quad.subject));
                objects.insert(hash(&quad.object));
            }
            let spread = |(iri, (count, subjects, objects)): (_, (_, HashSet<_>, HashSet<_>))| {
                let [subjects, objects] = [subjects, objects].map(|terms| terms.len() as u64);
                (iri, (count, Spread { subjects, objects }))
            };
            terms.into_iter().map(spread).collect()
        })
    }
}

impl Counts for Counted<'_> {
    fn count(
        &self,
        subject: Option<&Term>,
        predicate: Option<&NamedNode>,
        object: Option<&Term>,
    ) -> u64 {
        if let (None, None) = (subject, object) {
            let of = |iri| self.predicates().get(iri).map_or(0, |(count, _)| *count);
            return match predicate {
                Some(iri) => of(iri),
                None => self.predicates().values().map(|(count, _)| count).sum(),
            };
        }
        let subject = match subject.map(Term::as_ref) {
            None => None,
            Some(TermRef::NamedNode(iri)) => Some(NamedOrBlankNodeRef::NamedNode(iri)),
            Some(TermRef::BlankNode(node)) => Some(NamedOrBlankNodeRef::BlankNode(node)),
            Some(_) => return 0, // no subject
        };
        let predicate = predicate.map(NamedNode::as_ref);
        let graph = Some(GraphNameRef::DefaultGraph);
        let object = object.map(Term::as_ref);
        let quads = self
            .store
            .quads_for_pattern(subject, predicate, object, graph);
        quads.count() as u64
    }

    fn spread(&self, predicate: &NamedNode) -> Spread {
        let known = self.predicates().get(predicate);
        known.map(|(_, spread)| *spread).unwrap_or_default()
    }
}

fn hash(term: &impl std::hash::Hash) -> u64 {
    std::hash::BuildHasher::hash_one(
        &std::hash::BuildHasherDefault::<std::hash::DefaultHasher>::default(),
        term,
    )
}
