//! The quads of a build as numbers, and their terms once each.
//!
//! A term occurs in many quads. Held once and named by a number, a million quads take 16 MB; and the texts of
//! terms stay in the build on disk. Once the numbers are given in the order of the terms
//! ([`arrange`](Dataset::arrange)), sorting quads is sorting numbers.

use std::borrow::Cow;
use std::collections::HashMap;

use oxrdf::{BlankNodeRef, Literal, NamedNodeRef};

use super::ExportError;
use crate::ntriples::{self, Cut, cut, parsed};
use crate::store::{Build, Stored};

/// A term of a [`Dataset`] or of an [`Arranged`](super::arranged::Arranged) one.
pub type Id = u32;

/// How a term is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text<'b> {
    /// The canonical N-Triples of an IRI, a blank node or a literal.
    Whole(Cow<'b, str>),
    /// A triple term of RDF 1.2: subject, predicate, object.
    Triple([Id; 3]),
}

/// What an [`Id`] stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    Iri(NamedNodeRef<'a>),
    Blank(BlankNodeRef<'a>),
    Literal(Literal),
    /// A triple term of RDF 1.2: subject, predicate, object.
    Triple([Id; 3]),
}

impl Text<'_> {
    pub fn value(&self) -> Value<'_> {
        const CHECKED: &str = "the texts of terms were checked when they were read";
        match self {
            Text::Triple(parts) => Value::Triple(*parts),
            Text::Whole(text) => match cut(text).expect(CHECKED) {
                Cut::Iri(iri) => Value::Iri(NamedNodeRef::new_unchecked(iri)),
                Cut::Blank(label) => Value::Blank(BlankNodeRef::new_unchecked(label)),
                Cut::Literal(value, suffix) => {
                    Value::Literal(ntriples::literal(value, suffix).expect(CHECKED))
                }
            },
        }
    }

    /// The parts of a triple term.
    pub fn triple(&self) -> Option<[Id; 3]> {
        match self {
            Text::Triple(parts) => Some(*parts),
            Text::Whole(_) => None,
        }
    }

    /// An IRI, without its brackets.
    pub fn iri(&self) -> Option<&str> {
        match self {
            Text::Whole(text) => text.strip_prefix('<')?.strip_suffix('>'),
            Text::Triple(_) => None,
        }
    }
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
pub struct Dataset<'b> {
    pub quads: Vec<Quad>,
    terms: Vec<Text<'b>>,
    /// The IRIs that forms have added, and the literals as N-Triples, which begin with a quotation mark.
    added: HashMap<String, Id>,
    /// Where the terms come from, and the ids of its numbers.
    build: Option<(&'b Build, Vec<Id>)>,
}

/// In the place of an id: no quad has the term.
const NONE: Id = Id::MAX;

impl<'b> Dataset<'b> {
    /// The quads of a build; their texts are read where they lie.
    pub fn of(build: &'b Build) -> Result<Dataset<'b>, ExportError> {
        let mut dataset = Dataset::default();
        let mut ids = vec![NONE; build.term_numbers()];
        for graph in build.numbered() {
            let (graph, triples) = graph?;
            let graph = Some(dataset.numbered(build, &mut ids, graph)?);
            dataset.quads.reserve(triples.len());
            for triple in triples {
                let mut id = |number| dataset.numbered(build, &mut ids, number);
                let [subject, predicate, object] = [id(triple[0])?, id(triple[1])?, id(triple[2])?];
                dataset.quads.push(Quad {
                    graph,
                    subject,
                    predicate,
                    object,
                });
            }
        }
        dataset.build = Some((build, ids));
        Ok(dataset)
    }

    /// The id of the term that a build has under a number.
    fn numbered(
        &mut self,
        build: &'b Build,
        ids: &mut [Id],
        number: u32,
    ) -> Result<Id, ExportError> {
        if ids[number as usize] != NONE {
            return Ok(ids[number as usize]);
        }
        let text = match build.term(number)? {
            Stored::Text(text) if parsed(text).is_some() => Text::Whole(text.into()),
            Stored::Text(text) => return Err(ExportError::NoTerm(text.to_owned())),
            Stored::Triple(parts) => {
                let mut id = |part| self.numbered(build, ids, part);
                Text::Triple([id(parts[0])?, id(parts[1])?, id(parts[2])?])
            }
        };
        let id = self.push(text);
        ids[number as usize] = id;
        Ok(id)
    }

    /// What an id stands for.
    pub fn value(&self, id: Id) -> Value<'_> {
        self.terms[id as usize].value()
    }

    /// The parts of the triple term that an id stands for, if it does.
    pub fn triple(&self, id: Id) -> Option<[Id; 3]> {
        self.terms[id as usize].triple()
    }

    /// The IRI that an id stands for, if it does.
    pub fn iri(&self, id: Id) -> Option<&str> {
        self.terms[id as usize].iri()
    }

    /// An IRI, a blank node or a literal as N-Triples; a triple term has none here.
    pub fn text(&self, id: Id) -> &str {
        match &self.terms[id as usize] {
            Text::Whole(text) => text,
            Text::Triple(_) => "",
        }
    }

    /// The id of an IRI, if some quad has it.
    pub fn find(&self, iri: NamedNodeRef) -> Option<Id> {
        let iri = iri.as_str();
        if let Some(&id) = self.added.get(iri) {
            return Some(id);
        }
        match &self.build {
            Some((build, ids)) if let Ok(number) = build.number_of(iri) => number
                .map(|number| ids[number as usize])
                .filter(|id| *id != NONE),
            _ => (0..)
                .zip(&self.terms)
                .find(|(_, term)| term.iri() == Some(iri))
                .map(|(id, _)| id),
        }
    }

    /// The id of an IRI that a form adds.
    pub fn intern(&mut self, iri: NamedNodeRef) -> Id {
        if let Some(id) = self.find(iri) {
            return id;
        }
        let id = self.push(Text::Whole(iri.to_string().into()));
        self.added.insert(iri.as_str().to_owned(), id);
        id
    }

    /// The id of an IRI that a form makes of parts.
    pub fn intern_made(&mut self, iri: &str) -> Id {
        self.intern(NamedNodeRef::new_unchecked(iri))
    }

    /// The id of a literal that a form adds.
    pub fn intern_literal(&mut self, literal: &Literal) -> Id {
        let text = literal.to_string();
        if let Some(&id) = self.added.get(&text) {
            return id;
        }
        let id = self.push(Text::Whole(text.clone().into()));
        self.added.insert(text, id);
        id
    }

    /// Puts another literal in the place of one, in all of its quads.
    pub fn replace(&mut self, id: Id, literal: &Literal) {
        self.terms[id as usize] = Text::Whole(literal.to_string().into());
    }

    /// All terms, each at the place of its id.
    pub fn terms(&self) -> &[Text<'b>] {
        &self.terms
    }

    /// Takes the terms, each from the place of its id.
    pub fn into_terms(self) -> Vec<Text<'b>> {
        self.terms
    }

    fn push(&mut self, term: Text<'b>) -> Id {
        self.terms.push(term);
        self.terms.len() as Id - 1
    }
}

#[cfg(test)]
impl Dataset<'static> {
    /// Reads N-Quads (RDF 1.2).
    pub fn read(nquads: &str) -> Dataset<'static> {
        use std::str::FromStr;
        let mut dataset = Dataset::default();
        let mut ids = HashMap::new();
        for quad in oxrdfio::RdfParser::from_format(oxrdfio::RdfFormat::NQuads).for_slice(nquads) {
            let quad = quad.expect("N-Quads");
            let graph = match quad.graph_name {
                oxrdf::GraphName::DefaultGraph => None,
                name => Some(oxrdf::Term::from_str(&name.to_string()).expect("a name is a term")),
            };
            let mut id = |term: oxrdf::Term| dataset.parsed(&mut ids, term);
            let graph = graph.map(&mut id);
            let (subject, predicate) = (id(quad.subject.into()), id(quad.predicate.into()));
            let object = id(quad.object);
            dataset.quads.push(Quad {
                graph,
                subject,
                predicate,
                object,
            });
        }
        dataset
    }

    fn parsed(&mut self, ids: &mut HashMap<String, Id>, term: oxrdf::Term) -> Id {
        let key = term.to_string();
        if let Some(&id) = ids.get(&key) {
            return id;
        }
        let text = match term {
            oxrdf::Term::Triple(triple) => Text::Triple([
                self.parsed(ids, triple.subject.into()),
                self.parsed(ids, triple.predicate.into()),
                self.parsed(ids, triple.object),
            ]),
            _ => Text::Whole(key.clone().into()),
        };
        let id = self.push(text);
        ids.insert(key, id);
        id
    }
}
