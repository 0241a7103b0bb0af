//! The quads of a build as numbers, and their terms once each.
//!
//! A term occurs in many quads. Held once and named by a number, a million quads take tens of megabytes, and
//! once the numbers are given in the order of the terms, sorting quads is sorting numbers.

use std::cmp::Ordering;
use std::collections::HashMap;

use oxrdf::{BlankNode, GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use oxrdfio::{RdfFormat, RdfParser};

use super::ExportError;
use crate::vocab::rdf;

/// A term of a [`Dataset`] or of an [`Arranged`] one.
pub type Id = u32;

/// What an [`Id`] stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Iri(NamedNode),
    Blank(BlankNode),
    Literal(Literal),
    /// A triple term of RDF 1.2: subject, predicate, object.
    Triple([Id; 3]),
}

/// A quad; the default graph is `None`. They sort by graph, subject, predicate, object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Quad {
    pub graph: Option<Id>,
    pub subject: Id,
    pub predicate: Id,
    pub object: Id,
}

impl Quad {
    /// Its subject, predicate and object.
    pub fn triple(&self) -> [Id; 3] {
        [self.subject, self.predicate, self.object]
    }
}

/// The quads of a build, as read.
#[derive(Debug, Default)]
pub struct Dataset {
    pub quads: Vec<Quad>,
    terms: Vec<Value>,
    iris: HashMap<NamedNode, Id>,
}

impl Dataset {
    /// Reads N-Quads (RDF 1.2).
    pub fn read(nquads: &[u8]) -> Result<Dataset, ExportError> {
        let mut reader = Reader::default();
        for quad in RdfParser::from_format(RdfFormat::NQuads).for_slice(nquads) {
            let quad = quad.map_err(ExportError::Damaged)?;
            reader.quad(quad);
        }
        Ok(reader.dataset)
    }

    /// What an id stands for.
    pub fn value(&self, id: Id) -> &Value {
        &self.terms[id as usize]
    }

    /// The IRI that an id stands for, if it does.
    pub fn iri(&self, id: Id) -> Option<&str> {
        match self.value(id) {
            Value::Iri(iri) => Some(iri.as_str()),
            _ => None,
        }
    }

    /// The id of an IRI, if some quad has it.
    pub fn find(&self, iri: NamedNodeRef) -> Option<Id> {
        self.iris.get(&iri.into_owned()).copied()
    }

    /// The id of an IRI that a form adds.
    pub fn intern(&mut self, iri: NamedNodeRef) -> Id {
        let id = *self
            .iris
            .entry(iri.into_owned())
            .or_insert(self.terms.len() as Id);
        if id as usize == self.terms.len() {
            self.terms.push(Value::Iri(iri.into_owned()));
        }
        id
    }

    /// Puts another literal in the place of one, in all of its quads.
    pub fn replace(&mut self, id: Id, literal: Literal) {
        self.terms[id as usize] = Value::Literal(literal);
    }

    /// All ids with what they stand for.
    pub fn values(&self) -> impl Iterator<Item = (Id, &Value)> {
        (0..).zip(&self.terms)
    }

    /// Takes the quads apart for a writer: only the terms that they use, numbered in the given order, and each
    /// quad once.
    pub fn arrange(self, order: Order) -> Arranged {
        let mut ids = self.used();
        match order {
            Order::Terms => ids.sort_by(|&a, &b| self.compare(a, b)),
            Order::Lines => ids.sort_by_cached_key(|&id| self.line(id)),
        }
        let ranks = self.ranks(&ids);
        let rank = |id: Id| ranks[id as usize];
        let renumbered = self.quads.iter().map(|quad| Quad {
            graph: quad.graph.map(rank),
            subject: rank(quad.subject),
            predicate: rank(quad.predicate),
            object: rank(quad.object),
        });
        let mut quads: Vec<Quad> = renumbered.collect();
        match order {
            Order::Terms => quads.sort_unstable(),
            Order::Lines => quads.sort_unstable_by_key(|quad| (quad.triple(), quad.graph)),
        }
        quads.dedup();
        let terms = self.take(&ids, &ranks);
        Arranged { terms, quads }
    }

    /// The terms of the sorted ids, once each, at the places that their ranks say.
    fn take(mut self, sorted: &[Id], ranks: &[Id]) -> Vec<Value> {
        let mut terms: Vec<Value> = Vec::with_capacity(sorted.len());
        for &id in sorted {
            if ranks[id as usize] as usize == terms.len() {
                let taken = Value::Triple([0; 3]);
                terms.push(
                    match std::mem::replace(&mut self.terms[id as usize], taken) {
                        Value::Triple(parts) => {
                            Value::Triple(parts.map(|part| ranks[part as usize]))
                        }
                        value => value,
                    },
                );
            }
        }
        terms
    }

    /// The terms that the quads use, with those inside triple terms.
    fn used(&self) -> Vec<Id> {
        let mut used = vec![false; self.terms.len()];
        for quad in &self.quads {
            for id in quad.triple().into_iter().chain(quad.graph) {
                self.mark(id, &mut used);
            }
        }
        let ids = 0..self.terms.len() as Id;
        ids.filter(|&id| used[id as usize]).collect()
    }

    fn mark(&self, id: Id, used: &mut [bool]) {
        if !std::mem::replace(&mut used[id as usize], true)
            && let Value::Triple(parts) = self.value(id)
        {
            parts.iter().for_each(|&part| self.mark(part, used));
        }
    }

    /// The place of every term among the sorted ones; equal terms share one.
    fn ranks(&self, sorted: &[Id]) -> Vec<Id> {
        let mut ranks = vec![0; self.terms.len()];
        let mut next = 0;
        for (index, &id) in sorted.iter().enumerate() {
            if index > 0 && self.compare(sorted[index - 1], id).is_ne() {
                next += 1;
            }
            ranks[id as usize] = next;
        }
        ranks
    }

    /// `rdf:type` first, so that what a thing is stands at its head; then IRIs, blank nodes, literals by value,
    /// and triples.
    fn compare(&self, a: Id, b: Id) -> Ordering {
        use Value::{Blank, Iri, Literal, Triple};
        match (self.value(a), self.value(b)) {
            (Iri(a), Iri(b)) => {
                let rank = |iri: &NamedNode| *iri != rdf::TYPE;
                rank(a)
                    .cmp(&rank(b))
                    .then_with(|| a.as_str().cmp(b.as_str()))
            }
            (Blank(a), Blank(b)) => a.as_str().cmp(b.as_str()),
            (Literal(a), Literal(b)) => literal_key(a).cmp(&literal_key(b)),
            (Triple(a), Triple(b)) => {
                let parts = a.iter().zip(b).map(|(&a, &b)| self.compare(a, b));
                parts.fold(Ordering::Equal, Ordering::then)
            }
            (a, b) => kind(a).cmp(&kind(b)),
        }
    }

    /// As it stands in a line of N-Quads.
    fn line(&self, id: Id) -> String {
        line(self.value(id), &|part| self.line(part))
    }
}

fn kind(value: &Value) -> u8 {
    match value {
        Value::Iri(_) => 0,
        Value::Blank(_) => 1,
        Value::Literal(_) => 2,
        Value::Triple(_) => 3,
    }
}

fn literal_key(literal: &Literal) -> (&str, Option<&str>, Option<bool>, &str) {
    let direction = literal
        .direction()
        .map(|direction| direction == oxrdf::BaseDirection::Rtl);
    (
        literal.value(),
        literal.language(),
        direction,
        literal.datatype().as_str(),
    )
}

/// A term in N-Triples; `part` gives the terms of a triple term.
pub fn line(value: &Value, part: &impl Fn(Id) -> String) -> String {
    match value {
        Value::Iri(iri) => iri.to_string(),
        Value::Blank(blank) => blank.to_string(),
        Value::Literal(literal) => literal.to_string(),
        Value::Triple([s, p, o]) => format!("<<( {} {} {} )>>", part(*s), part(*p), part(*o)),
    }
}

/// In which order a writer wants the terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As people look for them.
    Terms,
    /// So that the lines of N-Quads come out in the order of their bytes.
    Lines,
}

/// Sorted quads: an id is less than another where its term is.
#[derive(Debug)]
pub struct Arranged {
    pub quads: Vec<Quad>,
    pub terms: Vec<Value>,
}

impl Arranged {
    /// What an id stands for.
    pub fn value(&self, id: Id) -> &Value {
        &self.terms[id as usize]
    }

    /// The id of an IRI, in either order.
    pub fn find(&self, iri: NamedNodeRef) -> Option<Id> {
        self.terms
            .iter()
            .position(|value| matches!(value, Value::Iri(value) if *value == iri))
            .map(|id| id as Id)
    }
}

/// Gives every term its id while quads are read.
#[derive(Default)]
struct Reader {
    dataset: Dataset,
    others: HashMap<Term, Id>,
    triples: HashMap<[Id; 3], Id>,
}

impl Reader {
    fn quad(&mut self, quad: oxrdf::Quad) {
        let quad = Quad {
            graph: match quad.graph_name {
                GraphName::NamedNode(iri) => Some(self.term(iri.into())),
                GraphName::BlankNode(blank) => Some(self.term(blank.into())),
                GraphName::DefaultGraph => None,
            },
            subject: self.subject(quad.subject),
            predicate: self.term(quad.predicate.into()),
            object: self.term(quad.object),
        };
        self.dataset.quads.push(quad);
    }

    fn subject(&mut self, subject: NamedOrBlankNode) -> Id {
        self.term(subject.into())
    }

    fn term(&mut self, term: Term) -> Id {
        match term {
            Term::NamedNode(iri) => match self.dataset.iris.get(&iri) {
                Some(&id) => id,
                None => {
                    let id = self.push(Value::Iri(iri.clone()));
                    self.dataset.iris.insert(iri, id);
                    id
                }
            },
            Term::Triple(triple) => self.triple(*triple),
            Term::BlankNode(ref blank) => self.other(&term, || Value::Blank(blank.clone())),
            Term::Literal(ref literal) => self.other(&term, || Value::Literal(literal.clone())),
        }
    }

    fn triple(&mut self, triple: oxrdf::Triple) -> Id {
        let subject = self.subject(triple.subject);
        let predicate = self.term(triple.predicate.into());
        let parts = [subject, predicate, self.term(triple.object)];
        if let Some(&id) = self.triples.get(&parts) {
            return id;
        }
        let id = self.push(Value::Triple(parts));
        self.triples.insert(parts, id);
        id
    }

    fn other(&mut self, term: &Term, value: impl FnOnce() -> Value) -> Id {
        if let Some(&id) = self.others.get(term) {
            return id;
        }
        let id = self.push(value());
        self.others.insert(term.clone(), id);
        id
    }

    fn push(&mut self, value: Value) -> Id {
        self.dataset.terms.push(value);
        self.dataset.terms.len() as Id - 1
    }
}
