//! Names what has none, and takes paths apart, so that what follows meets fewer kinds of patterns.

use oxrdf::{BlankNode, Variable};
use spargebra::algebra::{Expression, GraphPattern, PropertyPathExpression as Path};
use spargebra::term::{TermPattern, TriplePattern};

use crate::algebra::{change_all, triple};
use crate::query::substitute::Substitution;

/// How the name of a variable begins that was a blank node.
const NODE: &str = "citable_node_";
/// How the name of a variable begins that stands between two steps of a path.
const STEP: &str = "citable_step_";

/// Gives each blank node of a pattern a name: it is a variable that nobody asks for.
pub fn name_nodes(pattern: &mut GraphPattern) {
    let mut naming = Substitution::default();
    change_all(pattern, &mut |pattern| match pattern {
        GraphPattern::Bgp { patterns } => {
            for triple in patterns {
                triple_nodes(triple, &mut naming);
            }
        }
        GraphPattern::Path {
            subject, object, ..
        } => {
            for end in [subject, object] {
                nodes(end, &mut naming);
            }
        }
        _ => {}
    });
    naming
        .pattern(pattern)
        .expect("only blank nodes are replaced, and by variables");
}

fn triple_nodes(triple: &TriplePattern, naming: &mut Substitution) {
    nodes(&triple.subject, naming);
    nodes(&triple.object, naming);
}

fn nodes(term: &TermPattern, naming: &mut Substitution) {
    match term {
        TermPattern::BlankNode(node) => name(node, naming),
        TermPattern::Triple(triple) => triple_nodes(triple, naming),
        _ => {}
    }
}

fn name(node: &BlankNode, naming: &mut Substitution) {
    let number = naming.blank_nodes.len() + 1;
    naming
        .blank_nodes
        .entry(node.clone())
        .or_insert_with(|| Variable::new_unchecked(format!("{NODE}{number}")));
}

/// Makes of steps one after the other a join, of this step or that one a union, of a step that is none of some a variable under a
/// condition: as SPARQL says it of paths. What remains is repeated.
pub fn take_paths_apart(pattern: &mut GraphPattern) {
    let mut steps = 0;
    change_all(pattern, &mut |pattern| {
        if let GraphPattern::Path {
            subject,
            path,
            object,
        } = pattern
        {
            *pattern = apart(subject, path, object, &mut steps);
        }
    });
}

fn apart(
    subject: &TermPattern,
    path: &Path,
    object: &TermPattern,
    steps: &mut usize,
) -> GraphPattern {
    match path {
        Path::NamedNode(iri) => GraphPattern::Bgp {
            patterns: vec![triple(subject.clone(), iri.clone(), object.clone())],
        },
        Path::Reverse(inner) => apart(object, inner, subject, steps),
        Path::Sequence(first, second) => {
            let middle = TermPattern::from(step(steps));
            let left = apart(subject, first, &middle, steps);
            let right = apart(&middle, second, object, steps);
            GraphPattern::Join {
                left: Box::new(left),
                right: Box::new(right),
            }
        }
        Path::Alternative(one, other) => GraphPattern::Union {
            left: Box::new(apart(subject, one, object, steps)),
            right: Box::new(apart(subject, other, object, steps)),
        },
        Path::NegatedPropertySet(but) => {
            let predicate = step(steps);
            let step = triple(subject.clone(), predicate.clone(), object.clone());
            let but = but.iter().map(|iri| iri.clone().into()).collect();
            let is_one = Expression::In(Box::new(predicate.into()), but);
            GraphPattern::Filter {
                expr: Expression::Not(Box::new(is_one)),
                inner: Box::new(GraphPattern::Bgp {
                    patterns: vec![step],
                }),
            }
        }
        Path::ZeroOrMore(_) | Path::OneOrMore(_) | Path::ZeroOrOne(_) => GraphPattern::Path {
            subject: subject.clone(),
            path: path.clone(),
            object: object.clone(),
        },
    }
}

fn step(steps: &mut usize) -> Variable {
    *steps += 1;
    Variable::new_unchecked(format!("{STEP}{steps}"))
}

/// Sees to it that COUNT (DISTINCT *) counts what it did before things had names.
pub fn hide_names(pattern: &mut GraphPattern) {
    change_all(pattern, &mut |pattern| {
        if let GraphPattern::Group {
            inner, aggregates, ..
        } = pattern
            && aggregates.iter().any(|(_, aggregate)| {
                matches!(
                    aggregate,
                    spargebra::algebra::AggregateExpression::CountSolutions { distinct: true }
                )
            })
        {
            let mut variables = Vec::new();
            inner.on_in_scope_variable(|variable| variables.push(variable.clone()));
            variables.retain(|variable| {
                ![NODE, STEP]
                    .iter()
                    .any(|own| variable.as_str().starts_with(own))
            });
            variables.sort();
            variables.dedup();
            let shown = std::mem::take(&mut **inner);
            **inner = GraphPattern::Project {
                inner: Box::new(shown),
                variables,
            };
        }
    });
}
