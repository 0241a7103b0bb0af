//! The triples of the vocabulary, to look terms up in.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use oxrdf::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term, Triple};

use crate::vocab::rdf as r;

/// The triples by subject and predicate.
pub struct Graph {
    objects: HashMap<NamedNode, BTreeMap<NamedNode, Vec<Term>>>,
}

impl Graph {
    pub fn new(triples: &[Triple]) -> Graph {
        let mut objects: HashMap<NamedNode, BTreeMap<NamedNode, Vec<Term>>> = HashMap::new();
        for triple in triples {
            if let NamedOrBlankNode::NamedNode(subject) = &triple.subject {
                let of = objects.entry(subject.clone()).or_default();
                let values = of.entry(triple.predicate.clone()).or_default();
                if !values.contains(&triple.object) {
                    values.push(triple.object.clone());
                }
            }
        }
        Graph { objects }
    }

    /// All that something is said of, in no order.
    pub fn subjects(&self) -> impl Iterator<Item = &NamedNode> {
        self.objects.keys()
    }

    /// Whether anything is said of a subject.
    pub fn describes(&self, subject: &NamedNode) -> bool {
        self.objects.contains_key(subject)
    }

    /// The objects of a subject and predicate, in the order of the files.
    pub fn of(&self, subject: &NamedNode, predicate: NamedNodeRef) -> &[Term] {
        self.objects
            .get(subject)
            .and_then(|of| of.get(&predicate.into_owned()))
            .map_or(&[], Vec::as_slice)
    }

    /// Those of the objects that are IRIs.
    pub fn iris(&self, subject: &NamedNode, predicate: NamedNodeRef) -> Vec<NamedNode> {
        let named = |term: &Term| match term {
            Term::NamedNode(node) => Some(node.clone()),
            _ => None,
        };
        self.of(subject, predicate)
            .iter()
            .filter_map(named)
            .collect()
    }

    pub fn is_a(&self, subject: &NamedNode, class: NamedNodeRef) -> bool {
        self.iris(subject, r::TYPE)
            .iter()
            .any(|iri| iri.as_ref() == class)
    }

    /// Whether a subject has the value `true`.
    pub fn is_true(&self, subject: &NamedNode, predicate: NamedNodeRef) -> bool {
        self.of(subject, predicate)
            .iter()
            .any(|term| matches!(term, Term::Literal(literal) if literal.value() == "true"))
    }

    /// The subjects of one of these types, sorted.
    pub fn instances(&self, classes: &[NamedNodeRef]) -> BTreeSet<NamedNode> {
        self.objects
            .keys()
            .filter(|subject| classes.iter().any(|&class| self.is_a(subject, class)))
            .cloned()
            .collect()
    }

    /// The members of an RDF list; a list that is broken or in a circle ends there.
    pub fn list(&self, head: &NamedNode) -> Vec<NamedNode> {
        let mut members = Vec::new();
        let mut seen = BTreeSet::new();
        let mut at = head.clone();
        while at.as_ref() != r::NIL && seen.insert(at.clone()) {
            members.extend(self.iris(&at, r::FIRST));
            match self.iris(&at, r::REST).pop() {
                Some(rest) => at = rest,
                None => break,
            }
        }
        members
    }
}
