//! What stands directly inside a pattern or an expression of the SPARQL algebra, for those who walk over a query.

use spargebra::algebra::{Expression, GraphPattern};

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
