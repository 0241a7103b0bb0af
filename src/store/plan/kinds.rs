//! Which terms can stand where, so that a triple term is only looked up if there can be one.
//!
//! `?s rdf:reifies <<( ?a ?p ?b )>>` is looked up by the triple term that the values of its variables make. If `?a` is
//! a literal by then, there is no such triple term, and nothing matches; but the evaluator takes it for an error
//! and ends the query. So a guard stands before the look-up, unless what bound the variable tells.

use oxrdf::Variable;
use spargebra::algebra::{Expression, Function, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::Names;
use super::assemble::lateral;
use super::scope::Scope;

/// Notes the variables of a pattern that stand where no literal can.
pub fn settle(pattern: &GraphPattern, scope: &mut Scope) {
    let GraphPattern::Bgp { patterns } = pattern else {
        return;
    };
    for triple in patterns {
        triple_positions(triple, &mut scope.resources, &mut scope.iris);
    }
    scope.resources.extend(scope.iris.iter().cloned());
}

/// The pattern, behind a guard that lets only values through that its triple terms can be made of. `before` is
/// what may have a value by then. With `always`, anything may: joins within GRAPH are left to the evaluator, which
/// may decide for look-ups.
pub fn guarded(pattern: GraphPattern, before: &Scope, always: bool) -> GraphPattern {
    let (mut subjects, mut predicates) = (Names::new(), Names::new());
    inner_positions(&pattern, &mut subjects, &mut predicates);
    let is_open = |name: &&Variable, known: &Names| {
        (always || before.all.contains(*name)) && !known.contains(*name)
    };
    let of_subjects = subjects
        .iter()
        .filter(|name| is_open(name, &before.resources))
        .map(|name| {
            let blank = is(Function::IsBlank, name);
            Expression::Or(Box::new(is(Function::IsIri, name)), Box::new(blank))
        });
    let of_predicates = predicates
        .iter()
        .filter(|name| is_open(name, &before.iris))
        .map(|name| is(Function::IsIri, name));
    let guards = of_subjects.chain(of_predicates).map(if_bound);
    let guard = guards.reduce(|left, right| Expression::And(Box::new(left), Box::new(right)));
    match guard {
        None => pattern,
        Some(expr) => {
            let inner = Box::new(alone());
            lateral(GraphPattern::Filter { expr, inner }, pattern)
        }
    }
}

/// The single solution without bindings. The empty basic graph pattern would be another thing within GRAPH.
pub fn alone() -> GraphPattern {
    GraphPattern::Values {
        variables: Vec::new(),
        bindings: vec![Vec::new()],
    }
}

fn is(function: Function, name: &Variable) -> Expression {
    Expression::FunctionCall(function, vec![name.clone().into()])
}

/// A condition that holds as well if its variable has no value.
fn if_bound(condition: Expression) -> Expression {
    Expression::Coalesce(vec![condition, Expression::Literal(true.into())])
}

/// The variables in triple terms of a single pattern.
fn inner_positions(pattern: &GraphPattern, subjects: &mut Names, predicates: &mut Names) {
    match pattern {
        GraphPattern::Bgp { patterns } => {
            for triple in patterns {
                for term in [&triple.subject, &triple.object] {
                    if let TermPattern::Triple(inner) = term {
                        triple_positions(inner, subjects, predicates);
                    }
                }
            }
        }
        GraphPattern::Path {
            subject, object, ..
        } => {
            for term in [subject, object] {
                if let TermPattern::Triple(inner) = term {
                    triple_positions(inner, subjects, predicates);
                }
            }
        }
        GraphPattern::Graph { inner, .. } => inner_positions(inner, subjects, predicates),
        _ => {}
    }
}

fn triple_positions(triple: &TriplePattern, subjects: &mut Names, predicates: &mut Names) {
    if let TermPattern::Variable(variable) = &triple.subject {
        subjects.insert(variable.clone());
    }
    if let NamedNodePattern::Variable(variable) = &triple.predicate {
        predicates.insert(variable.clone());
    }
    if let TermPattern::Triple(inner) = &triple.object {
        triple_positions(inner, subjects, predicates);
    }
}
