//! Quads in the order in which they are written.

use std::borrow::Cow;
use std::cmp::Ordering;

use oxrdf::{BaseDirection, NamedNodeRef};
use rayon::slice::ParallelSliceMut;

use super::dataset::{Dataset, Id, Quad, Text, Value};
use crate::ntriples::{Cut, Suffix, cut, unescaped};
use crate::vocab::rdf;

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
pub struct Arranged<'b> {
    pub quads: Vec<Quad>,
    pub terms: Vec<Text<'b>>,
}

impl<'b> Arranged<'b> {
    /// Takes the quads apart for a writer: only the terms that they use, numbered in the given order, and each
    /// quad once.
    pub fn of(dataset: Dataset<'b>, order: Order) -> Arranged<'b> {
        Arranged::ranked(dataset, order).0
    }

    /// The same, and the new ids of the terms that the quads use, at the places of the old ones.
    pub fn ranked(mut dataset: Dataset<'b>, order: Order) -> (Arranged<'b>, Vec<Id>) {
        let mut quads = std::mem::take(&mut dataset.quads);
        let terms = dataset.into_terms();
        let mut ids = used(&quads, &terms);
        match order {
            Order::Terms => ids.par_sort_unstable_by(|&a, &b| in_terms(&terms, a, b)),
            Order::Lines => ids.par_sort_unstable_by(|&a, &b| in_lines(&terms, a, b)),
        }
        let ranks = ranks(&terms, &ids);
        let rank = |id: Id| ranks[id as usize];
        for quad in &mut quads {
            *quad = Quad {
                graph: quad.graph.map(rank),
                subject: rank(quad.subject),
                predicate: rank(quad.predicate),
                object: rank(quad.object),
            };
        }
        match order {
            Order::Terms => quads.par_sort_unstable(),
            Order::Lines => quads.par_sort_unstable_by_key(|quad| (quad.triple(), quad.graph)),
        }
        quads.dedup();
        let terms = take(terms, &ids, &ranks);
        (Arranged { quads, terms }, ranks)
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

    /// What the ids stand for, in their order.
    pub fn values(&self) -> impl Iterator<Item = Value<'_>> {
        self.terms.iter().map(Text::value)
    }

    /// The id of an IRI, in either order.
    pub fn find(&self, iri: NamedNodeRef) -> Option<Id> {
        let is = |term: &Text| term.iri() == Some(iri.as_str());
        self.terms.iter().position(is).map(|id| id as Id)
    }
}

/// The terms that the quads use, with those inside triple terms.
fn used(quads: &[Quad], terms: &[Text]) -> Vec<Id> {
    let mut used = vec![false; terms.len()];
    for quad in quads {
        for id in quad.triple().into_iter().chain(quad.graph) {
            mark(terms, id, &mut used);
        }
    }
    let ids = 0..terms.len() as Id;
    ids.filter(|&id| used[id as usize]).collect()
}

fn mark(terms: &[Text], id: Id, used: &mut [bool]) {
    if !std::mem::replace(&mut used[id as usize], true)
        && let Some(parts) = terms[id as usize].triple()
    {
        parts.iter().for_each(|&part| mark(terms, part, used));
    }
}

/// The place of every term among the sorted ones; equal terms share one.
fn ranks(terms: &[Text], sorted: &[Id]) -> Vec<Id> {
    let mut ranks = vec![0; terms.len()];
    let mut next = 0;
    for (index, &id) in sorted.iter().enumerate() {
        if index > 0 && terms[sorted[index - 1] as usize] != terms[id as usize] {
            next += 1;
        }
        ranks[id as usize] = next;
    }
    ranks
}

/// The terms of the sorted ids, once each, at the places that their ranks say.
fn take<'b>(mut terms: Vec<Text<'b>>, sorted: &[Id], ranks: &[Id]) -> Vec<Text<'b>> {
    let mut taken: Vec<Text> = Vec::with_capacity(sorted.len());
    for &id in sorted {
        if ranks[id as usize] as usize == taken.len() {
            let term = std::mem::replace(&mut terms[id as usize], Text::Triple([0; 3]));
            taken.push(match term {
                Text::Triple(parts) => Text::Triple(parts.map(|part| ranks[part as usize])),
                whole => whole,
            });
        }
    }
    taken
}

// --- Orders ---------------------------------------------------------------------------------------

/// `rdf:type` first, so that what a thing is stands at its head; then IRIs, blank nodes, literals by value,
/// and triples.
fn in_terms(terms: &[Text], a: Id, b: Id) -> Ordering {
    match (&terms[a as usize], &terms[b as usize]) {
        (Text::Triple(a), Text::Triple(b)) => {
            let parts = a.iter().zip(b).map(|(&a, &b)| in_terms(terms, a, b));
            parts.fold(Ordering::Equal, Ordering::then)
        }
        (Text::Triple(_), Text::Whole(_)) => Ordering::Greater,
        (Text::Whole(_), Text::Triple(_)) => Ordering::Less,
        (Text::Whole(a), Text::Whole(b)) => as_people_look(a, b),
    }
}

fn as_people_look(a: &str, b: &str) -> Ordering {
    match (cut(a), cut(b)) {
        (Some(Cut::Iri(a)), Some(Cut::Iri(b))) => {
            let rank = |iri: &str| iri != rdf::TYPE.as_str();
            rank(a).cmp(&rank(b)).then_with(|| a.cmp(b))
        }
        (Some(Cut::Literal(a, suffix)), Some(Cut::Literal(b, other))) => {
            by_value(a, b).then_with(|| key(suffix).cmp(&key(other)))
        }
        (c, d) => kind(c).cmp(&kind(d)).then_with(|| a.cmp(b)),
    }
}

/// Values as they are without escapes.
fn by_value(a: &str, b: &str) -> Ordering {
    let plain = |value| unescaped(value).unwrap_or(Cow::Borrowed(value));
    if a.contains('\\') || b.contains('\\') {
        plain(a).cmp(&plain(b))
    } else {
        a.cmp(b)
    }
}

fn kind(cut: Option<Cut>) -> u8 {
    match cut {
        Some(Cut::Iri(_)) => 0,
        Some(Cut::Blank(_)) => 1,
        Some(Cut::Literal(..)) | None => 2,
    }
}

/// Literals without a language before those with one; then by direction, and by datatype.
fn key(suffix: Suffix<'_>) -> (Option<&str>, Option<bool>, &str) {
    match suffix {
        Suffix::None => (None, None, crate::vocab::xsd::STRING.as_str()),
        Suffix::Datatype(datatype) => (None, None, datatype),
        Suffix::Language(language, direction) => {
            let direction = direction.map(|direction| direction == BaseDirection::Rtl);
            (Some(language), direction, "")
        }
    }
}

/// As the terms stand in lines of N-Quads. The space that follows each part of a triple term comes before all
/// that could follow the text of one that begins alike.
fn in_lines(terms: &[Text], a: Id, b: Id) -> Ordering {
    match (&terms[a as usize], &terms[b as usize]) {
        (Text::Whole(a), Text::Whole(b)) => a.cmp(b),
        (Text::Triple(a), Text::Triple(b)) => {
            let parts = a.iter().zip(b).map(|(&a, &b)| in_lines(terms, a, b));
            parts.fold(Ordering::Equal, Ordering::then)
        }
        (Text::Whole(a), Text::Triple(_)) => (**a).cmp(BEGINS),
        (Text::Triple(_), Text::Whole(b)) => BEGINS.cmp(b),
    }
}

/// How the text of a triple term begins.
const BEGINS: &str = "<<( ";
