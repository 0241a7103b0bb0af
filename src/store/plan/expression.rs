//! What an expression speaks of, and the patterns inside it.

use oxrdf::{NamedNode, Variable};
use spargebra::algebra::{Expression, GraphPattern};

use super::Names;
use super::scope;
use crate::algebra::{operands, operands_mut};

/// All variables of an expression, also those within EXISTS.
pub fn mentions(expression: &Expression) -> Names {
    let mut names = Names::new();
    mention(expression, &mut names);
    names
}

pub fn mention(expression: &Expression, names: &mut Names) {
    match expression {
        Expression::Variable(variable) | Expression::Bound(variable) => {
            names.insert(variable.clone());
        }
        Expression::Exists(pattern) => scope::mention(pattern, names),
        _ => {
            for operand in operands(expression) {
                mention(operand, names);
            }
        }
    }
}

/// Whether it is enough for an expression that the variables it mentions are bound. MINUS removes nothing if the two
/// sides share no variable, and within EXISTS the evaluator takes all that is bound around it for shared: so
/// such an expression has to be evaluated where it stands.
pub fn is_movable(expression: &Expression) -> bool {
    match expression {
        Expression::Exists(pattern) => !scope::has_minus(pattern),
        _ => operands(expression).into_iter().all(is_movable),
    }
}

/// Calls `visit` with each pattern that stands in EXISTS, but not with those inside of such a pattern.
pub fn each_exists(expression: &mut Expression, visit: &mut dyn FnMut(&mut GraphPattern)) {
    if let Expression::Exists(pattern) = expression {
        return visit(pattern);
    }
    for operand in operands_mut(expression) {
        each_exists(operand, visit);
    }
}

/// The parts of a conjunction, each a condition of its own.
pub fn conjuncts(expression: &Expression) -> Vec<Expression> {
    let mut parts = Vec::new();
    let mut open = vec![expression];
    while let Some(expression) = open.pop() {
        match expression {
            Expression::And(left, right) => open.extend([&**right, &**left]),
            part => parts.push(part.clone()),
        }
    }
    parts
}

/// The variable and the IRIs of a condition that says that the one is among the others. IRIs are equal if they
/// are the same, so a table of them says the same as the condition.
pub fn one_of(condition: &Expression) -> Option<(&Variable, Vec<&NamedNode>)> {
    match condition {
        Expression::Equal(left, right) | Expression::SameTerm(left, right) => {
            match (&**left, &**right) {
                (Expression::Variable(variable), Expression::NamedNode(iri))
                | (Expression::NamedNode(iri), Expression::Variable(variable)) => {
                    Some((variable, vec![iri]))
                }
                _ => None,
            }
        }
        Expression::In(left, list) => {
            let Expression::Variable(variable) = &**left else {
                return None;
            };
            let mut iris = Vec::new();
            for element in list {
                let Expression::NamedNode(iri) = element else {
                    return None;
                };
                if !iris.contains(&iri) {
                    iris.push(iri);
                }
            }
            Some((variable, iris))
        }
        _ => None,
    }
}

/// The share of solutions that a condition is thought to keep. Nothing is known of values, so this only tells
/// conditions that mostly hold from those that mostly don't.
pub fn share(condition: &Expression) -> f64 {
    match condition {
        Expression::Equal(..) | Expression::SameTerm(..) => 0.1,
        Expression::Not(inner) => 1.0 - share(inner) / 2.0,
        Expression::Exists(_) => 0.5,
        _ => 0.4,
    }
}
