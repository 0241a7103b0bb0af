//! All answers as solutions: ASK, CONSTRUCT and DESCRIBE are asked as the SELECT of what they are made of, and made here.
//!
//! So an engine needs to do no more than SELECT, which all do alike. A graph may have triple terms that the engine cannot give,
//! and DESCRIBE, of which SPARQL leaves to each engine what it says, says what the store says: all triples of which the
//! thing is the subject.

use std::collections::HashMap;

use oxrdf::{BlankNode, NamedNode, NamedOrBlankNode, Term, Triple, Variable};
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use crate::algebra::triple;

/// What is made of solutions.
pub enum Made {
    /// Nothing: they are the answer.
    Solutions,
    /// Yes, if there is one.
    Boolean,
    /// Triples of this template, of each.
    Graph(Vec<TriplePattern>),
}

/// A SELECT, and what is made of its solutions.
pub fn as_solutions(query: &Query) -> (Query, Made) {
    let select = |pattern: GraphPattern| Query::Select {
        dataset: query.dataset().cloned(),
        pattern,
        base_iri: None,
    };
    match query {
        Query::Select { .. } => (query.clone(), Made::Solutions),
        Query::Ask { pattern, .. } => {
            let any = GraphPattern::Slice {
                inner: Box::new(shown(pattern.clone(), Vec::new())),
                start: 0,
                length: Some(1),
            };
            (select(any), Made::Boolean)
        }
        Query::Construct {
            template, pattern, ..
        } => {
            let pattern = shown(pattern.clone(), variables(template));
            (select(pattern), Made::Graph(template.clone()))
        }
        Query::Describe { pattern, .. } => {
            let [subject, predicate, object] = ["thing", "property", "value"]
                .map(|name| Variable::new_unchecked(format!("citable_{name}")));
            let says = triple(subject.clone(), predicate.clone(), object.clone());
            let joined = GraphPattern::Join {
                left: Box::new(things(pattern, &subject)),
                right: Box::new(GraphPattern::Bgp {
                    patterns: vec![says.clone()],
                }),
            };
            (
                select(shown(joined, vec![subject, predicate, object])),
                Made::Graph(vec![says]),
            )
        }
    }
}

/// Each solution once: none is asked for again.
fn shown(pattern: GraphPattern, variables: Vec<Variable>) -> GraphPattern {
    let inner = Box::new(GraphPattern::Project {
        inner: Box::new(pattern),
        variables,
    });
    GraphPattern::Distinct { inner }
}

/// What a DESCRIBE names, in one variable: whatever is in one of the columns of its pattern.
fn things(pattern: &GraphPattern, thing: &Variable) -> GraphPattern {
    let mut columns = Vec::new();
    pattern.on_in_scope_variable(|variable| columns.push(variable.clone()));
    columns.sort();
    columns.dedup();
    let of = |column: Variable| GraphPattern::Project {
        inner: Box::new(GraphPattern::Extend {
            inner: Box::new(pattern.clone()),
            variable: thing.clone(),
            expression: column.into(),
        }),
        variables: vec![thing.clone()],
    };
    let all = columns
        .into_iter()
        .map(of)
        .reduce(|left, right| GraphPattern::Union {
            left: Box::new(left),
            right: Box::new(right),
        });
    let is_bound = spargebra::algebra::Expression::Bound(thing.clone());
    GraphPattern::Filter {
        expr: is_bound,
        inner: Box::new(all.unwrap_or_default()),
    }
}

fn variables(template: &[TriplePattern]) -> Vec<Variable> {
    let mut found = Vec::new();
    for triple in template {
        in_triple(triple, &mut found);
    }
    found.sort();
    found.dedup();
    found
}

fn in_triple(triple: &TriplePattern, found: &mut Vec<Variable>) {
    if let NamedNodePattern::Variable(variable) = &triple.predicate {
        found.push(variable.clone());
    }
    for term in [&triple.subject, &triple.object] {
        match term {
            TermPattern::Variable(variable) => found.push(variable.clone()),
            TermPattern::Triple(inner) => in_triple(inner, found),
            _ => {}
        }
    }
}

/// Makes the triples of a template of solutions, one after the other.
pub struct Maker {
    template: Vec<TriplePattern>,
    variables: Vec<Variable>,
    /// How many solutions there were: each has blank nodes of its own.
    solutions: usize,
}

impl Maker {
    pub fn new(template: Vec<TriplePattern>, variables: Vec<Variable>) -> Maker {
        Maker {
            template,
            variables,
            solutions: 0,
        }
    }

    /// The triples of a solution. Those that lack a term, or have one where it cannot be, are left out (SPARQL 1.1,
    /// section 16.2).
    pub fn triples(&mut self, values: &[Option<Term>]) -> Vec<Triple> {
        self.solutions += 1;
        let solution = Solution {
            values: self.variables.iter().zip(values).collect(),
            number: self.solutions,
        };
        self.template
            .iter()
            .filter_map(|triple| solution.triple(triple))
            .collect()
    }
}

struct Solution<'a> {
    values: HashMap<&'a Variable, &'a Option<Term>>,
    number: usize,
}

impl Solution<'_> {
    fn triple(&self, triple: &TriplePattern) -> Option<Triple> {
        let subject = match self.term(&triple.subject)? {
            Term::NamedNode(iri) => NamedOrBlankNode::from(iri),
            Term::BlankNode(node) => node.into(),
            _ => return None,
        };
        let predicate: NamedNode = match &triple.predicate {
            NamedNodePattern::NamedNode(iri) => iri.clone(),
            NamedNodePattern::Variable(variable) => match self.value(variable)? {
                Term::NamedNode(iri) => iri,
                _ => return None,
            },
        };
        Some(Triple::new(subject, predicate, self.term(&triple.object)?))
    }

    fn term(&self, term: &TermPattern) -> Option<Term> {
        Some(match term {
            TermPattern::NamedNode(iri) => iri.clone().into(),
            TermPattern::Literal(literal) => literal.clone().into(),
            TermPattern::BlankNode(node) => {
                BlankNode::new(format!("{}_{}", node.as_str(), self.number))
                    .ok()?
                    .into()
            }
            TermPattern::Triple(triple) => self.triple(triple)?.into(),
            TermPattern::Variable(variable) => self.value(variable)?,
        })
    }

    fn value(&self, variable: &Variable) -> Option<Term> {
        (*self.values.get(variable)?).clone()
    }
}
