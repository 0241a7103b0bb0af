//! Basic graph patterns and property paths as single patterns that can be put into an order.
//!
//! SPARQL defines `a/b`, `a|b`, `^a` and `!(a)` by joins, unions and filters, and so they are written out: each of their
//! solutions counts, and each part can be looked up from whichever of its ends is bound first. What remains
//! as a path is what follows a predicate any number of times.

use oxrdf::Variable;
use spargebra::algebra::{Expression, GraphPattern, PropertyPathExpression as Path};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::scope::variable_of;

/// Makes variables that no query can name.
#[derive(Debug, Default)]
pub struct Fresh(usize);

impl Fresh {
    fn variable(&mut self) -> Variable {
        self.0 += 1;
        // No blank node's label begins with a dot, so this is none of theirs.
        Variable::new_unchecked(format!("..{}", self.0))
    }
}

/// A triple pattern alone, its blank nodes as variables, so that it keeps them wherever it is put.
pub fn triple(triple: &TriplePattern) -> GraphPattern {
    GraphPattern::Bgp {
        patterns: vec![named(triple)],
    }
}

/// The patterns that are to be joined for a path, and the conditions on them.
pub fn path(
    subject: &TermPattern,
    path: &Path,
    object: &TermPattern,
    fresh: &mut Fresh,
) -> (Vec<GraphPattern>, Vec<Expression>) {
    let mut unfolding = Unfolding {
        fresh,
        patterns: Vec::new(),
        conditions: Vec::new(),
    };
    unfolding.path(named_term(subject), path, named_term(object));
    (unfolding.patterns, unfolding.conditions)
}

struct Unfolding<'f> {
    fresh: &'f mut Fresh,
    patterns: Vec<GraphPattern>,
    conditions: Vec<Expression>,
}

impl Unfolding<'_> {
    fn path(&mut self, subject: TermPattern, path: &Path, object: TermPattern) {
        match path {
            Path::NamedNode(iri) => {
                self.triple(subject, iri.clone().into(), object);
            }
            Path::Reverse(inner) => self.path(object, inner, subject),
            Path::Sequence(left, right) => {
                let middle = TermPattern::from(self.fresh.variable());
                self.path(subject, left, middle.clone());
                self.path(middle, right, object);
            }
            Path::Alternative(left, right) => {
                let left = self.branch(&subject, left, &object);
                let right = self.branch(&subject, right, &object);
                self.patterns.push(GraphPattern::Union {
                    left: Box::new(left),
                    right: Box::new(right),
                });
            }
            Path::NegatedPropertySet(list) => {
                let predicate = self.fresh.variable();
                self.triple(subject, predicate.clone().into(), object);
                let list = list.iter().cloned().map(Expression::NamedNode).collect();
                let listed = Expression::In(Box::new(predicate.into()), list);
                self.conditions.push(Expression::Not(Box::new(listed)));
            }
            Path::ZeroOrMore(_) | Path::OneOrMore(_) | Path::ZeroOrOne(_) => {
                self.patterns.push(GraphPattern::Path {
                    subject,
                    path: path.clone(),
                    object,
                });
            }
        }
    }

    fn triple(&mut self, subject: TermPattern, predicate: NamedNodePattern, object: TermPattern) {
        let triple = TriplePattern {
            subject,
            predicate,
            object,
        };
        self.patterns.push(GraphPattern::Bgp {
            patterns: vec![triple],
        });
    }

    fn branch(&mut self, subject: &TermPattern, path: &Path, object: &TermPattern) -> GraphPattern {
        let mut inner = Unfolding {
            fresh: self.fresh,
            patterns: Vec::new(),
            conditions: Vec::new(),
        };
        inner.path(subject.clone(), path, object.clone());
        let (patterns, conditions) = (inner.patterns, inner.conditions);
        let joined = patterns
            .into_iter()
            .reduce(|left, right| GraphPattern::Join {
                left: Box::new(left),
                right: Box::new(right),
            });
        conditions
            .into_iter()
            .fold(joined.unwrap_or_default(), |inner, expr| {
                GraphPattern::Filter {
                    expr,
                    inner: Box::new(inner),
                }
            })
    }
}

fn named(triple: &TriplePattern) -> TriplePattern {
    TriplePattern {
        subject: named_term(&triple.subject),
        predicate: triple.predicate.clone(),
        object: named_term(&triple.object),
    }
}

fn named_term(term: &TermPattern) -> TermPattern {
    match term {
        TermPattern::BlankNode(node) => variable_of(node).into(),
        TermPattern::Triple(triple) => TermPattern::Triple(Box::new(named(triple))),
        term => term.clone(),
    }
}
