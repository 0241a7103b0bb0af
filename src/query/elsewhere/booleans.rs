//! Columns that are true or false. There are engines that give 1 or 0 for what they compute, and for what they store.

use std::collections::BTreeSet;

use oxrdf::vocab::xsd;
use oxrdf::{Literal, Term, Variable};
use spargebra::algebra::{Expression, Function, GraphPattern};

use crate::algebra::children;

/// The variables of a pattern that nothing but the truth of an expression is given to.
pub fn booleans(pattern: &GraphPattern) -> BTreeSet<Variable> {
    let (mut truths, mut others) = (BTreeSet::new(), BTreeSet::new());
    look(pattern, &mut truths, &mut others);
    &truths - &others
}

fn look<'a>(
    pattern: &'a GraphPattern,
    truths: &mut BTreeSet<Variable>,
    others: &mut BTreeSet<Variable>,
) {
    let mut other = |variable: &'a Variable| {
        others.insert(variable.clone());
    };
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {
            pattern.on_in_scope_variable(other);
        }
        GraphPattern::Graph { name, .. } | GraphPattern::Service { name, .. } => {
            if let spargebra::term::NamedNodePattern::Variable(variable) = name {
                other(variable);
            }
        }
        GraphPattern::Group { aggregates, .. } => {
            aggregates.iter().for_each(|(variable, _)| other(variable));
        }
        GraphPattern::Extend {
            variable,
            expression,
            ..
        } => match is_truth(expression) {
            true => drop(truths.insert(variable.clone())),
            false => other(variable),
        },
        _ => {}
    }
    for inner in children(pattern) {
        look(inner, truths, others);
    }
}

/// Whether an expression is true or false wherever it has a value.
fn is_truth(expression: &Expression) -> bool {
    use Expression as E;
    use Function as F;
    match expression {
        E::Or(..) | E::And(..) | E::Not(_) | E::Equal(..) | E::SameTerm(..) | E::In(..) => true,
        E::Greater(..) | E::GreaterOrEqual(..) | E::Less(..) | E::LessOrEqual(..) => true,
        E::Exists(_) | E::Bound(_) => true,
        E::Literal(literal) => literal.datatype() == xsd::BOOLEAN,
        E::If(_, yes, no) => is_truth(yes) && is_truth(no),
        E::Coalesce(list) => list.iter().all(is_truth),
        E::FunctionCall(function, _) => matches!(
            function,
            F::LangMatches
                | F::Contains
                | F::StrStarts
                | F::StrEnds
                | F::Regex
                | F::IsIri
                | F::IsBlank
                | F::IsLiteral
                | F::IsNumeric
                | F::IsTriple
                | F::HasLang
                | F::HasLangDir
        ),
        _ => false,
    }
}

/// A value as it is written here. `is_truth` says whether it can be nothing but true or false.
pub fn truth(value: Term, is_truth: bool) -> Term {
    let Term::Literal(literal) = &value else {
        return value;
    };
    let is_boolean = literal.datatype() == xsd::BOOLEAN;
    let is_number = literal.datatype() == xsd::INTEGER;
    if !is_boolean && (!is_truth || !is_number) {
        return value;
    }
    match literal.value() {
        "1" => Literal::from(true).into(),
        "0" => Literal::from(false).into(),
        _ => value,
    }
}
