//! What stands directly inside a pattern or an expression of the SPARQL algebra, for those who walk over a query.

use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

/// A triple pattern.
pub fn triple(
    subject: impl Into<TermPattern>,
    predicate: impl Into<NamedNodePattern>,
    object: impl Into<TermPattern>,
) -> TriplePattern {
    TriplePattern {
        subject: subject.into(),
        predicate: predicate.into(),
        object: object.into(),
    }
}

/// The patterns directly inside a pattern, left to right; of a union its branches, however it is nested.
pub fn children(pattern: &GraphPattern) -> Vec<&GraphPattern> {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {
            Vec::new()
        }
        GraphPattern::Union { .. } => branches(pattern),
        GraphPattern::Join { left, right }
        | GraphPattern::LeftJoin { left, right, .. }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Minus { left, right } => vec![left, right],
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Graph { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Group { inner, .. }
        | GraphPattern::Service { inner, .. } => vec![inner],
    }
}

/// The patterns directly inside a pattern, to change them; of a union both sides.
pub fn children_mut(pattern: &mut GraphPattern) -> Vec<&mut GraphPattern> {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {
            Vec::new()
        }
        GraphPattern::Union { left, right }
        | GraphPattern::Join { left, right }
        | GraphPattern::LeftJoin { left, right, .. }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Minus { left, right } => vec![left, right],
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Graph { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Group { inner, .. }
        | GraphPattern::Service { inner, .. } => vec![inner],
    }
}

/// One table of the patterns for [`expressions`] and [`expressions_mut`].
macro_rules! expressions {
    ($pattern:ident, $iter:ident) => {
        match $pattern {
            GraphPattern::Filter { expr, .. } => vec![expr],
            GraphPattern::LeftJoin { expression, .. } => expression.$iter().collect(),
            GraphPattern::Extend { expression, .. } => vec![expression],
            GraphPattern::OrderBy { expression, .. } => {
                let keys = expression.$iter();
                keys.map(|(OrderExpression::Asc(key) | OrderExpression::Desc(key))| key)
                    .collect()
            }
            GraphPattern::Group { aggregates, .. } => {
                let aggregates = aggregates.$iter().map(|(_, aggregate)| aggregate);
                aggregates
                    .filter_map(|aggregate| match aggregate {
                        AggregateExpression::FunctionCall { expr, .. } => Some(expr),
                        AggregateExpression::CountSolutions { .. } => None,
                    })
                    .collect()
            }
            _ => Vec::new(),
        }
    };
}

/// The expressions directly inside a pattern.
pub fn expressions(pattern: &GraphPattern) -> Vec<&Expression> {
    expressions!(pattern, iter)
}

/// The expressions directly inside a pattern, to change them.
pub fn expressions_mut(pattern: &mut GraphPattern) -> Vec<&mut Expression> {
    expressions!(pattern, iter_mut)
}

/// Calls `change` on a pattern and all patterns inside it, those of EXISTS as well; inner ones first.
pub fn change_all(pattern: &mut GraphPattern, change: &mut impl FnMut(&mut GraphPattern)) {
    for inner in children_mut(pattern) {
        change_all(inner, change);
    }
    let mut open = expressions_mut(pattern);
    while let Some(expression) = open.pop() {
        match expression {
            Expression::Exists(inner) => change_all(inner, change),
            other => open.extend(operands_mut(other)),
        }
    }
    change(pattern);
}

/// The branches of a union, left to right, however it is nested; a pattern of another kind is its only branch.
pub fn branches(pattern: &GraphPattern) -> Vec<&GraphPattern> {
    let mut found = Vec::new();
    let mut open = vec![pattern];
    while let Some(pattern) = open.pop() {
        match pattern {
            GraphPattern::Union { left, right } => open.extend([&**right, &**left]),
            branch => found.push(branch),
        }
    }
    found
}

/// One table of the forms for [`operands`] and [`operands_mut`].
macro_rules! operands {
    ($expression:ident: $operand:ty, $iter:ident) => {{
        use Expression as E;
        match $expression {
            E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_) | E::Exists(_) => {
                Vec::new()
            }
            E::Or(a, b)
            | E::And(a, b)
            | E::Equal(a, b)
            | E::SameTerm(a, b)
            | E::Greater(a, b)
            | E::GreaterOrEqual(a, b)
            | E::Less(a, b)
            | E::LessOrEqual(a, b)
            | E::Add(a, b)
            | E::Subtract(a, b)
            | E::Multiply(a, b)
            | E::Divide(a, b) => vec![a, b],
            E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => vec![a],
            E::If(a, b, c) => vec![a, b, c],
            E::In(a, list) => {
                let mut operands: Vec<$operand> = vec![a];
                operands.extend(list.$iter());
                operands
            }
            E::Coalesce(list) | E::FunctionCall(_, list) => list.$iter().collect(),
        }
    }};
}

/// The expressions directly inside an expression, left to right. The pattern of EXISTS is none.
pub fn operands(expression: &Expression) -> Vec<&Expression> {
    operands!(expression: &Expression, iter)
}

/// The expressions directly inside an expression, as [`operands`] gives them, to change them.
pub fn operands_mut(expression: &mut Expression) -> Vec<&mut Expression> {
    operands!(expression: &mut Expression, iter_mut)
}
