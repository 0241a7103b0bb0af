//! Makes an engine's union of graphs the merge that a build's default graph is.
//!
//! A triple that three dossiers state is one triple in the default graph of a build, as in the default graph of SPARQL, the
//! merge of the graphs of `FROM`. Many engines give it three times there. So wherever it matters how often a solution comes,
//! the solutions of each part of a pattern that is surely a set are made one again, by a sub-select with DISTINCT.
//!
//! A part is a set if each solution of it has one way to come about: a basic graph pattern whose blank nodes have
//! names is, and so are joins, optional parts and restrictions of sets; a union is not, nor what is projected or counted. In a
//! named graph each triple is there once.

use std::collections::HashSet;

use spargebra::algebra::{
    AggregateExpression, AggregateFunction, Expression, Function, GraphPattern,
};

use crate::algebra::operands;

/// A pattern with the same solutions over the union of graphs as the one that is given has over their merge. `counts` says
/// whether it matters how often a solution comes.
pub fn merged(pattern: &GraphPattern, counts: bool) -> GraphPattern {
    use GraphPattern as P;
    if counts && is_set(pattern) && !matches!(pattern, P::Graph { .. } | P::Values { .. }) {
        return distinct(pattern);
    }
    let of = |inner: &GraphPattern, counts| Box::new(merged(inner, counts));
    match pattern {
        P::Bgp { .. } | P::Path { .. } | P::Values { .. } => pattern.clone(),
        P::Service { .. } | P::Graph { .. } => pattern.clone(),
        P::Join { left, right } => P::Join {
            left: of(left, counts),
            right: of(right, counts),
        },
        P::Lateral { left, right } => P::Lateral {
            left: of(left, counts),
            right: of(right, counts),
        },
        P::LeftJoin {
            left,
            right,
            expression,
        } => P::LeftJoin {
            left: of(left, counts),
            right: of(right, counts),
            expression: expression.clone(),
        },
        P::Minus { left, right } => P::Minus {
            left: of(left, counts),
            right: of(right, false),
        },
        P::Union { left, right } => P::Union {
            left: of(left, counts),
            right: of(right, counts),
        },
        P::Filter { expr, inner } => P::Filter {
            expr: expr.clone(),
            inner: of(inner, counts),
        },
        P::Extend {
            inner,
            variable,
            expression,
        } => P::Extend {
            inner: of(inner, counts),
            variable: variable.clone(),
            expression: expression.clone(),
        },
        P::OrderBy { inner, expression } => P::OrderBy {
            inner: of(inner, counts),
            expression: expression.clone(),
        },
        P::Project { inner, variables } => P::Project {
            inner: of(inner, counts),
            variables: variables.clone(),
        },
        P::Distinct { inner } => P::Distinct {
            inner: of(inner, false),
        },
        P::Reduced { inner } => P::Reduced {
            inner: of(inner, false),
        },
        P::Slice {
            inner,
            start,
            length,
        } => P::Slice {
            inner: of(inner, true),
            start: *start,
            length: *length,
        },
        P::Group {
            inner,
            variables,
            aggregates,
        } => P::Group {
            inner: of(
                inner,
                !aggregates.iter().all(|(_, aggregate)| is_blind(aggregate)),
            ),
            variables: variables.clone(),
            aggregates: aggregates.clone(),
        },
    }
}

/// Whether an aggregate is the same, however often each value comes.
fn is_blind(aggregate: &AggregateExpression) -> bool {
    match aggregate {
        AggregateExpression::CountSolutions { distinct } => *distinct,
        AggregateExpression::FunctionCall { name, distinct, .. } => {
            use AggregateFunction as F;
            *distinct || matches!(name, F::Min | F::Max | F::Sample)
        }
    }
}

/// Whether a pattern has no solution twice over a merge, and the solutions of a union of graphs made one are those.
fn is_set(pattern: &GraphPattern) -> bool {
    use GraphPattern as P;
    match pattern {
        P::Bgp { patterns } => !patterns.is_empty(),
        // Steps one after the other, and this or that, are joins and unions by now.
        P::Path { .. } => true,
        P::Values { bindings, .. } => {
            let mut seen = HashSet::new();
            bindings
                .iter()
                .all(|row| row.iter().all(Option::is_some) && seen.insert(row))
        }
        P::Join { left, right } | P::LeftJoin { left, right, .. } => is_set(left) && is_set(right),
        P::Minus { left, .. } => is_set(left),
        P::Filter { inner, .. } => is_set(inner),
        P::Extend {
            inner, expression, ..
        } => is_set(inner) && is_function(expression),
        P::Graph { inner, .. } => is_set(inner),
        _ => false,
    }
}

/// Whether an expression comes to the same for the same solution.
fn is_function(expression: &Expression) -> bool {
    use Function as F;
    let varies = |function: &F| {
        matches!(
            function,
            F::Rand | F::Uuid | F::StrUuid | F::BNode | F::Custom(_)
        )
    };
    !matches!(expression, Expression::FunctionCall(function, _) if varies(function))
        && operands(expression).into_iter().all(is_function)
}

fn distinct(pattern: &GraphPattern) -> GraphPattern {
    let mut variables = Vec::new();
    pattern.on_in_scope_variable(|variable| variables.push(variable.clone()));
    variables.sort();
    variables.dedup();
    GraphPattern::Distinct {
        inner: Box::new(GraphPattern::Project {
            inner: Box::new(pattern.clone()),
            variables,
        }),
    }
}
