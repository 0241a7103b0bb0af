//! What a file of another tool says, in the words that all readers share: things, terms and statements.
//!
//! Nothing here is resolved yet: a thing is what the file calls by one key, a term what it uses as property or class. A thing
//! and a term are held once and named by a number, so that a million statements take little memory.

use std::collections::BTreeMap;

use oxrdf::Literal;
use rustc_hash::FxHashMap;

use crate::date::Date;
use crate::time::Phrase;

/// The number of a thing in a [`Found`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ThingId(pub u32);

/// The number of a term in a [`Found`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermId(pub u32);

/// What was read.
#[derive(Debug, Default)]
pub struct Found {
    pub things: Vec<Thing>,
    pub terms: Vec<Term>,
    pub statements: Vec<Statement>,
    pub mappings: Vec<Mapping>,
    pub left: Left,
    /// Whose statements are wanted, by id or IRI; of all, if it is empty.
    only: Vec<String>,
    thing_numbers: FxHashMap<String, ThingId>,
    term_numbers: FxHashMap<String, TermId>,
}

/// A text, with its language (BCP 47) if the file says one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text {
    pub text: String,
    pub lang: Option<String>,
}

/// Something that statements are about.
#[derive(Debug, Default)]
pub struct Thing {
    /// Its IRI, or what else the file calls it by.
    pub key: String,
    pub labels: Vec<Text>,
    pub aliases: Vec<Text>,
    pub former: Vec<Text>,
    pub definitions: Vec<Text>,
    pub classes: Vec<TermId>,
    /// IRIs of the same thing elsewhere, beside its own.
    pub same_as: Vec<String>,
    pub close_to: Vec<String>,
    /// Whether the file is about it, so that it is declared even if no statement names it.
    pub is_described: bool,
}

impl Thing {
    /// Its IRI, if the key is one.
    pub fn iri(&self) -> Option<&str> {
        is_iri(&self.key).then_some(self.key.as_str())
    }
}

/// A property or a class.
#[derive(Debug, Default)]
pub struct Term {
    /// Its IRI, or its name where the file has no IRIs.
    pub key: String,
    pub labels: Vec<Text>,
    pub definition: Option<Text>,
    /// Other IRIs for it.
    pub equivalents: Vec<String>,
    /// Whether its statements happen (true) or last (false), if the file says it.
    pub event: Option<bool>,
}

/// What a statement says of its subject.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Thing(ThingId),
    Literal(Literal),
    /// A number with the IRI or the sign of its unit.
    Quantity(Literal, String),
}

/// A statement.
#[derive(Debug)]
pub struct Statement {
    pub subject: ThingId,
    pub predicate: TermId,
    pub object: Value,
    /// What few statements have.
    pub more: Option<Box<More>>,
}

/// What is said of a statement.
#[derive(Debug, Default)]
pub struct More {
    pub negated: bool,
    pub phrase: Option<Phrase>,
    pub roles: Vec<(TermId, Value)>,
    pub rank: Rank,
    pub unconfirmed: bool,
    /// From 0 to 1, or high, medium or low.
    pub confidence: Option<String>,
    pub according_to: Option<ThingId>,
    pub because: Option<String>,
    pub notes: Vec<String>,
    pub references: Vec<Reference>,
    pub id: Option<String>,
}

/// That a thing is the same as another one, or like it, in some data set.
#[derive(Debug)]
pub struct Mapping {
    pub subject: ThingId,
    /// The IRI of the property: `skos:exactMatch` …
    pub predicate: String,
    pub object: ThingId,
    pub confidence: Option<String>,
    pub note: Option<String>,
}

/// Which of several statements to prefer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Rank {
    Preferred,
    #[default]
    Normal,
    Deprecated(String),
}

/// Where a statement is said to come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    pub url: String,
    pub title: Option<String>,
    pub retrieved: Option<Date>,
    pub published: Option<Date>,
}

/// What could not be carried: how often, and the first of each kind.
#[derive(Debug, Default)]
pub struct Left(BTreeMap<String, (usize, String)>);

impl Left {
    /// Counts something that is left out.
    pub fn out(&mut self, what: &str, example: impl AsRef<str>) {
        match self.0.get_mut(what) {
            Some((count, _)) => *count += 1,
            None => {
                let example = shortened(example.as_ref());
                self.0.insert(what.to_owned(), (1, example));
            }
        }
    }

    /// The kinds, each with its number and its first example.
    pub fn iter(&self) -> impl Iterator<Item = (&str, usize, &str)> {
        let kinds = self.0.iter();
        kinds.map(|(what, (count, example))| (what.as_str(), *count, example.as_str()))
    }
}

/// An example on one line of bearable length.
fn shortened(example: &str) -> String {
    const LONGEST: usize = 80;
    let line: Vec<&str> = example
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let line = line.join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

impl Found {
    /// Nothing yet; of which only the statements about some things are wanted, if any are named.
    pub fn new(only: &[String]) -> Found {
        Found {
            only: only.to_vec(),
            ..Found::default()
        }
    }

    /// The thing that has this key.
    pub fn thing(&mut self, key: &str) -> ThingId {
        if let Some(&known) = self.thing_numbers.get(key) {
            return known;
        }
        let id = ThingId(number(self.things.len()));
        self.thing_numbers.insert(key.to_owned(), id);
        self.things.push(Thing {
            key: key.to_owned(),
            ..Thing::default()
        });
        id
    }

    pub fn thing_mut(&mut self, id: ThingId) -> &mut Thing {
        &mut self.things[id.0 as usize]
    }

    /// The term that has this key.
    pub fn term(&mut self, key: &str) -> TermId {
        if let Some(&known) = self.term_numbers.get(key) {
            return known;
        }
        let id = TermId(number(self.terms.len()));
        self.term_numbers.insert(key.to_owned(), id);
        self.terms.push(Term {
            key: key.to_owned(),
            ..Term::default()
        });
        id
    }

    pub fn term_mut(&mut self, id: TermId) -> &mut Term {
        &mut self.terms[id.0 as usize]
    }

    /// Whether a thing of this key was named.
    pub fn knows(&self, key: &str) -> bool {
        self.thing_numbers.contains_key(key)
    }

    /// Whether the file describes the thing of this key.
    pub fn describes(&self, key: &str) -> bool {
        let known = self.thing_numbers.get(key);
        known.is_some_and(|id| self.things[id.0 as usize].is_described)
    }

    /// Whether the statements about the thing with this key are wanted.
    pub fn wants(&self, key: &str) -> bool {
        let is_it = |only: &String| {
            key == only
                || key
                    .strip_suffix(only.as_str())
                    .is_some_and(|rest| rest.ends_with(['/', '#', ':']))
        };
        self.only.is_empty() || self.only.iter().any(is_it)
    }

    /// Adds a statement, unless it is about a thing that isn't wanted.
    pub fn say(&mut self, subject: ThingId, predicate: TermId, object: Value, more: More) {
        if !self.wants(&self.things[subject.0 as usize].key) {
            return;
        }
        let more = (!more.is_empty()).then(|| Box::new(more));
        self.statements.push(Statement {
            subject,
            predicate,
            object,
            more,
        });
    }
}

impl More {
    fn is_empty(&self) -> bool {
        let said = [&self.confidence, &self.because, &self.id];
        !self.negated
            && !self.unconfirmed
            && self.phrase.is_none()
            && self.roles.is_empty()
            && self.rank == Rank::Normal
            && self.according_to.is_none()
            && self.notes.is_empty()
            && self.references.is_empty()
            && said.iter().all(|text| text.is_none())
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("a file has fewer than 2^32 things")
}

/// Whether a key is an absolute IRI. A key such as `a:b` is one by RFC 3987, and hardly ever meant so.
pub fn is_iri(key: &str) -> bool {
    let looks = key.contains("://") || key.starts_with("urn:") || key.starts_with("mailto:");
    looks && oxiri::Iri::parse(key).is_ok()
}
