//! What an engine says of statements, quotations and sources, as far as citations need it.
//!
//! A citation is found by many small questions, from a statement to its quotations and on to their source. An engine is far
//! away, so the answers are fetched for many statements together, and remembered.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use oxrdf::{NamedNode, NamedNodeRef, Term, Variable};
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::GroundTerm;

use super::Column;
use super::remote::Remote;
use crate::algebra::triple;
use crate::query::citation::{FOLLOWED, Said, TOLD};
use crate::query::{QueryError, sparql};

/// How many things one question is about.
const TOGETHER: usize = 200;

/// An engine with what it has said so far.
pub struct Objects<'a> {
    remote: &'a Remote<'a>,
    known: RefCell<HashMap<NamedNode, Vec<(NamedNode, Term)>>>,
}

impl<'a> Objects<'a> {
    pub fn new(remote: &'a Remote<'a>) -> Objects<'a> {
        Objects {
            remote,
            known: RefCell::default(),
        }
    }

    /// Fetches what is said of these things and of those that they lead to.
    fn fetch(&self, things: BTreeSet<NamedNode>) -> Result<(), QueryError> {
        let mut next = things;
        loop {
            next.retain(|thing| !self.known.borrow().contains_key(thing));
            if next.is_empty() {
                return Ok(());
            }
            let things: Vec<_> = std::mem::take(&mut next).into_iter().collect();
            for some in things.chunks(TOGETHER) {
                self.fetch_some(some, &mut next)?;
            }
        }
    }

    fn fetch_some(
        &self,
        things: &[NamedNode],
        next: &mut BTreeSet<NamedNode>,
    ) -> Result<(), QueryError> {
        let mut known = self.known.borrow_mut();
        known.extend(things.iter().map(|thing| (thing.clone(), Vec::new())));
        let variables = ["thing", "property", "value"].map(Variable::new_unchecked);
        let text = sparql::written(
            &question(things, &variables),
            &self.remote.engine.dataset(None),
        );
        let column = |variable| Column {
            variable,
            is_truth: false,
        };
        let rows = self.remote.answer(&text, variables.map(column).into())?;
        for row in rows {
            let Ok(
                [
                    Some(Term::NamedNode(thing)),
                    Some(Term::NamedNode(property)),
                    Some(value),
                ],
            ) = <[Option<Term>; 3]>::try_from(row?)
            else {
                continue;
            };
            if let Term::NamedNode(value) = &value
                && FOLLOWED.iter().any(|followed| property == *followed)
            {
                next.insert(value.clone());
            }
            if let Some(said) = known.get_mut(&thing) {
                said.push((property, value));
            }
        }
        Ok(())
    }
}

impl Said for Objects<'_> {
    fn objects(
        &self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
    ) -> Result<Vec<Term>, QueryError> {
        self.fetch([subject.clone()].into())?;
        let known = self.known.borrow();
        let said = known.get(subject).into_iter().flatten();
        let of = said.filter(|(property, _)| *property == predicate);
        let mut objects: Vec<_> = of.map(|(_, value)| value.clone()).collect();
        objects.sort_by_cached_key(Term::to_string);
        objects.dedup();
        Ok(objects)
    }

    fn expect(&self, subjects: BTreeSet<NamedNode>) -> Result<(), QueryError> {
        self.fetch(subjects)
    }

    fn at_once(&self) -> usize {
        TOGETHER
    }
}

/// What is said of some things that bears on citations.
fn question(things: &[NamedNode], [thing, property, value]: &[Variable; 3]) -> Query {
    let table = |variable: &Variable, values: Vec<GroundTerm>| GraphPattern::Values {
        variables: vec![variable.clone()],
        bindings: values.into_iter().map(|value| vec![Some(value)]).collect(),
    };
    let join = |left, right| GraphPattern::Join {
        left: Box::new(left),
        right: Box::new(right),
    };
    let things = table(
        thing,
        things.iter().map(|thing| thing.clone().into()).collect(),
    );
    let properties = TOLD
        .iter()
        .chain(&FOLLOWED)
        .map(|property| property.into_owned().into());
    let triples = GraphPattern::Bgp {
        patterns: vec![triple(thing.clone(), property.clone(), value.clone())],
    };
    let pattern = join(join(things, table(property, properties.collect())), triples);
    let pattern = GraphPattern::Project {
        inner: Box::new(pattern),
        variables: vec![thing.clone(), property.clone(), value.clone()],
    };
    Query::Select {
        dataset: None,
        pattern,
        base_iri: None,
    }
}
