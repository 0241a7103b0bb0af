//! Triples as numbers, and their terms once each, so that a large file fits in memory: the parts of a reified statement may
//! stand anywhere in it.

use oxrdf::{Literal, NamedNodeRef, NamedOrBlankNodeRef, Quad, Term, TermRef, TripleRef};
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

/// The number of a term.
pub type Id = u32;

/// A term, as it is held.
enum Held {
    Iri(Box<str>),
    Blank,
    Literal(Box<Literal>),
    Triple([Id; 3]),
}

/// The triples of a file. Its graphs are one; what a term is called by decides nothing about the order, as blank nodes have
/// other names in each run.
#[derive(Default)]
pub struct Graph {
    held: Vec<Held>,
    /// By a hash of 128 bits of a term as N-Triples.
    numbers: FxHashMap<u128, Id>,
    triples: Vec<[Id; 3]>,
}

impl Graph {
    pub fn add(&mut self, quad: &Quad) {
        let triple = TripleRef::new(&quad.subject, &quad.predicate, &quad.object);
        let triple = self.triple(triple);
        self.triples.push(triple);
    }

    /// Has to be called once all triples are there.
    pub fn arrange(&mut self) {
        self.triples.sort_unstable();
        self.triples.dedup();
        self.triples.shrink_to_fit();
    }

    fn triple(&mut self, triple: TripleRef) -> [Id; 3] {
        let subject = match triple.subject {
            NamedOrBlankNodeRef::NamedNode(iri) => iri.into(),
            NamedOrBlankNodeRef::BlankNode(blank) => blank.into(),
        };
        [
            self.number(subject),
            self.number(triple.predicate.into()),
            self.number(triple.object),
        ]
    }

    fn number(&mut self, term: TermRef) -> Id {
        let (key, held) = match term {
            TermRef::NamedNode(iri) => (key(iri), Held::Iri(iri.as_str().into())),
            TermRef::BlankNode(blank) => (hash(&blank.to_string()), Held::Blank),
            TermRef::Literal(literal) => {
                let held = Held::Literal(Box::new(literal.into_owned()));
                (hash(&literal.to_string()), held)
            }
            TermRef::Triple(triple) => {
                let parts = self.triple(triple.as_ref());
                (hash(&format!("{parts:?}")), Held::Triple(parts))
            }
        };
        if let Some(&known) = self.numbers.get(&key) {
            return known;
        }
        let id = Id::try_from(self.held.len()).expect("a file has fewer than 2^32 terms");
        self.numbers.insert(key, id);
        self.held.push(held);
        id
    }

    /// The number of an IRI, if some triple has it.
    pub fn find(&self, iri: NamedNodeRef) -> Option<Id> {
        self.numbers.get(&key(iri)).copied()
    }

    /// The number of an IRI that is given as text.
    pub fn find_iri(&self, iri: &str) -> Option<Id> {
        self.find(NamedNodeRef::new_unchecked(iri))
    }

    /// All triples, by the number of the subject, the predicate, the object.
    pub fn triples(&self) -> &[[Id; 3]] {
        &self.triples
    }

    /// The triples of a subject.
    pub fn of(&self, subject: Id) -> &[[Id; 3]] {
        let start = self.triples.partition_point(|triple| triple[0] < subject);
        let rest = &self.triples[start..];
        &rest[..rest.partition_point(|triple| triple[0] == subject)]
    }

    /// The objects of a subject and a predicate.
    pub fn objects(&self, subject: Id, predicate: NamedNodeRef) -> impl Iterator<Item = Id> {
        let predicate = self.find(predicate);
        let of = self.of(subject).iter();
        of.filter(move |triple| Some(triple[1]) == predicate)
            .map(|triple| triple[2])
    }

    /// The first object of a subject and a predicate.
    pub fn object(&self, subject: Id, predicate: NamedNodeRef) -> Option<Id> {
        self.objects(subject, predicate).next()
    }

    pub fn iri(&self, id: Id) -> Option<&str> {
        match &self.held[id as usize] {
            Held::Iri(iri) => Some(iri),
            _ => None,
        }
    }

    pub fn literal(&self, id: Id) -> Option<&Literal> {
        match &self.held[id as usize] {
            Held::Literal(literal) => Some(literal),
            _ => None,
        }
    }

    /// The parts of a triple term.
    pub fn parts(&self, id: Id) -> Option<[Id; 3]> {
        match &self.held[id as usize] {
            Held::Triple(parts) => Some(*parts),
            _ => None,
        }
    }

    /// The IRI or blank node as the key of a thing; nothing for what statements cannot be about.
    pub fn key(&self, id: Id) -> Option<String> {
        match &self.held[id as usize] {
            Held::Iri(iri) => Some(iri.to_string()),
            Held::Blank => Some(format!("_:{id}")),
            Held::Literal(_) | Held::Triple(_) => None,
        }
    }

    /// A term in words, for messages.
    pub fn shown(&self, id: Id) -> String {
        match &self.held[id as usize] {
            Held::Iri(iri) => format!("<{iri}>"),
            Held::Blank => "a blank node".to_owned(),
            Held::Literal(literal) => literal.to_string(),
            Held::Triple(_) => "a triple term".to_owned(),
        }
    }
}

fn hash(text: &str) -> u128 {
    xxh3_128(text.as_bytes())
}

fn key(iri: NamedNodeRef) -> u128 {
    hash(&Term::from(iri.into_owned()).to_string())
}
