//! What matching a pattern takes, and how many solutions it has, each time that it is matched.
//!
//! Time is in microseconds, as far as it can be known: a look-up in the index takes about one, a triple read
//! from a sorted range a small part of that, and a triple term that has to be taken apart as much as a look-up. The
//! figures decide between orders, so it is enough that they are right within a few times.

use std::cell::RefCell;
use std::collections::HashMap;

use oxrdf::{NamedNode, Term, Variable};
use spargebra::algebra::{GraphPattern, PropertyPathExpression as Path};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::bound::{Bound, Known};
use super::{Counts, Spread};

/// To find a range of the index.
pub const LOOK_UP: f64 = 1.0;
/// To make a solution.
pub const SOLUTION: f64 = 0.3;
/// To put a solution into a hash table, or to look it up there.
pub const HASH: f64 = 0.6;
/// To read a triple that may match.
const TRIPLE: f64 = 0.05;
/// To take a triple term apart.
const APART: f64 = 1.0;

/// How many triples a subject and an object are thought to stand in, where the predicate is not known.
const OF_SUBJECT: f64 = 8.0;
const OF_OBJECT: f64 = 4.0;
/// How many predicates there are thought to be.
const PREDICATES: f64 = 50.0;
/// How many graphs there are thought to be.
const GRAPHS: f64 = 100.0;
/// How many steps a path of any length is thought to go.
const STEPS: f64 = 4.0;

/// What it takes to match something once, and how many solutions it then has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub rows: f64,
    pub cost: f64,
}

impl Estimate {
    /// One solution without bindings.
    pub const UNIT: Estimate = Estimate {
        rows: 1.0,
        cost: 0.0,
    };
    /// Where nothing is known.
    pub const UNKNOWN: Estimate = Estimate {
        rows: 1_000.0,
        cost: 1_000.0,
    };

    /// This, and then for each of its solutions the other.
    pub fn then(self, each: Estimate) -> Estimate {
        Estimate {
            rows: self.rows * each.rows,
            cost: self.cost + self.rows * each.cost,
        }
    }

    pub fn plus(self, other: Estimate) -> Estimate {
        Estimate {
            rows: self.rows + other.rows,
            cost: self.cost + other.cost,
        }
    }

    fn of_range(triples: f64, rows: f64) -> Estimate {
        Estimate {
            rows,
            cost: LOOK_UP + triples * TRIPLE + rows * SOLUTION,
        }
    }
}

/// Counts, each asked for once.
pub struct Statistics<'c> {
    counts: &'c dyn Counts,
    known: RefCell<HashMap<[Option<Term>; 3], f64>>,
    spreads: RefCell<HashMap<NamedNode, Spread>>,
}

impl<'c> Statistics<'c> {
    pub fn new(counts: &'c dyn Counts) -> Statistics<'c> {
        Statistics {
            counts,
            known: RefCell::default(),
            spreads: RefCell::default(),
        }
    }

    /// A single pattern: a triple, a path, a table, or one of those in a graph.
    pub fn single(&self, pattern: &GraphPattern, bound: &Bound) -> Option<Estimate> {
        match pattern {
            GraphPattern::Bgp { patterns } => match patterns.as_slice() {
                [] => Some(Estimate::UNIT),
                [triple] => Some(self.triple(triple, bound)),
                _ => None,
            },
            GraphPattern::Path {
                subject,
                path,
                object,
            } => {
                let [subject, object] = [subject, object].map(|term| bound.term(term));
                Some(self.path(&subject, path, &object))
            }
            GraphPattern::Values {
                variables,
                bindings,
            } => {
                let rows = bindings.len() as f64;
                let shares = variables.iter().filter_map(|name| bound.share(name, rows));
                let share: f64 = shares.product();
                Some(Estimate {
                    rows: rows * share,
                    cost: rows * TRIPLE + rows * share * SOLUTION,
                })
            }
            GraphPattern::Graph { name, inner } => {
                let mut estimate = self.single(inner, bound)?;
                let is_empty =
                    matches!(&**inner, GraphPattern::Bgp { patterns } if patterns.is_empty());
                if is_empty && bound.name(name) == Known::Free {
                    estimate.rows *= GRAPHS;
                }
                Some(estimate)
            }
            _ => None,
        }
    }

    /// How many different values the variables of a triple pattern have, where that is known.
    pub fn different(&self, pattern: &GraphPattern) -> Vec<(Variable, f64)> {
        let pattern = match pattern {
            GraphPattern::Graph { inner, .. } => inner,
            pattern => pattern,
        };
        let GraphPattern::Bgp { patterns } = pattern else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for triple in patterns {
            let NamedNodePattern::NamedNode(predicate) = &triple.predicate else {
                continue;
            };
            let spread = self.spread(predicate);
            if let TermPattern::Variable(name) = &triple.subject {
                found.push((name.clone(), spread.subjects as f64));
            }
            if let TermPattern::Variable(name) = &triple.object {
                found.push((name.clone(), spread.objects as f64));
            }
        }
        found
    }

    fn triple(&self, triple: &TriplePattern, bound: &Bound) -> Estimate {
        let terms = [
            bound.term(&triple.subject),
            bound.name(&triple.predicate),
            bound.term(&triple.object),
        ];
        let read = self.matches(&terms);
        let mut estimate = Estimate::of_range(read, read);
        if let TermPattern::Triple(inner) = &triple.object {
            if terms[2] == Known::Partly {
                let rows = read.min(self.triple(inner, bound).rows.max(1.0));
                estimate = Estimate::of_range(read, rows);
                estimate.cost += read * APART;
            } else {
                estimate.cost += LOOK_UP; // the triple term itself
            }
        }
        estimate
    }

    /// How many triples a look-up reads, on the average.
    fn matches(&self, terms: &[Known; 3]) -> f64 {
        for (position, term) in terms.iter().enumerate() {
            if let Known::OneOf(table) = term {
                let matches = table.iter().map(|term| {
                    let mut terms = terms.clone();
                    terms[position] = Known::Constant(term.clone());
                    self.matches(&terms)
                });
                return matches.sum::<f64>() / table.len().max(1) as f64;
            }
        }
        let all = self.count(terms.each_ref().map(Known::constant));
        let [subject, predicate, object] = terms;
        let (subjects, objects) = self.subjects_and_objects(predicate);
        let of_subject = met(subject, all, subjects, object);
        let of_object = met(object, all, objects, subject);
        let triples = all * of_subject * of_object;
        match (subject, predicate, object) {
            // Of a triple of which all is known some other pattern has told it, so it may well be there.
            (Known::Bound(_), Known::Bound(_) | Known::Constant(_), Known::Bound(_)) => {
                all.min(0.5)
            }
            (_, Known::Bound(_), _) => triples / PREDICATES.min(all.max(1.0)),
            _ => triples,
        }
    }

    /// How many different subjects and objects the triples of a predicate have.
    fn subjects_and_objects(&self, predicate: &Known) -> (f64, f64) {
        if let Known::Constant(Term::NamedNode(iri)) = predicate {
            let spread = self.spread(iri);
            return (spread.subjects as f64, spread.objects as f64);
        }
        let total = self.count([None, None, None]);
        (total / OF_SUBJECT, total / OF_OBJECT)
    }

    fn path(&self, subject: &Known, path: &Path, object: &Known) -> Estimate {
        let mut predicates = Vec::new();
        predicates_of(path, &mut predicates);
        let step = |subject: &Known, object: &Known| -> f64 {
            let counts = predicates.iter().map(|iri| {
                let predicate = Known::Constant((*iri).clone().into());
                self.matches(&[subject.clone(), predicate, object.clone()])
            });
            counts.sum()
        };
        let is_free = |term: &Known| matches!(term, Known::Free | Known::Partly);
        let (rows, times) = match (is_free(subject), is_free(object)) {
            (true, true) => {
                let all = step(&Known::Free, &Known::Free);
                let nodes = match path {
                    Path::OneOrMore(_) => all,
                    _ => self.count([None, None, None]),
                };
                (all * STEPS + nodes, all + nodes)
            }
            (false, true) => (step(subject, &Known::Free) * STEPS + 1.0, STEPS),
            (true, false) => (step(&Known::Free, object) * STEPS + 1.0, STEPS),
            (false, false) => (1.0, STEPS * 2.0),
        };
        Estimate {
            rows,
            cost: times * LOOK_UP + rows * (LOOK_UP + SOLUTION),
        }
    }

    fn count(&self, terms: [Option<Term>; 3]) -> f64 {
        if let Some(count) = self.known.borrow().get(&terms) {
            return *count;
        }
        let count = match &terms[1] {
            None => self
                .counts
                .count(terms[0].as_ref(), None, terms[2].as_ref()),
            Some(Term::NamedNode(iri)) => {
                self.counts
                    .count(terms[0].as_ref(), Some(iri), terms[2].as_ref())
            }
            Some(_) => 0, // nothing else is ever a predicate
        } as f64;
        self.known.borrow_mut().insert(terms, count);
        count
    }

    fn spread(&self, predicate: &NamedNode) -> Spread {
        if let Some(spread) = self.spreads.borrow().get(predicate) {
            return *spread;
        }
        let spread = self.counts.spread(predicate);
        self.spreads.borrow_mut().insert(predicate.clone(), spread);
        spread
    }
}

/// The share of `all` triples that has a certain value at one position, which `different` values have in the whole.
/// There are as many values on one side of a join as on the other, or those of the one are among the other's: of the
/// side with more of them, a part only meets.
fn met(term: &Known, all: f64, different: f64, other: &Known) -> f64 {
    let Known::Bound(before) = term else {
        return 1.0;
    };
    let here = match other {
        Known::Constant(_) => all,
        _ => different.min(all),
    };
    1.0 / before.unwrap_or(different).max(here).max(1.0)
}

fn predicates_of<'p>(path: &'p Path, predicates: &mut Vec<&'p NamedNode>) {
    match path {
        Path::NamedNode(iri) => predicates.push(iri),
        Path::Sequence(left, right) | Path::Alternative(left, right) => {
            predicates_of(left, predicates);
            predicates_of(right, predicates);
        }
        Path::Reverse(inner)
        | Path::ZeroOrMore(inner)
        | Path::OneOrMore(inner)
        | Path::ZeroOrOne(inner) => predicates_of(inner, predicates),
        Path::NegatedPropertySet(_) => {}
    }
}
