//! Expressions, with brackets around every operation.

use std::collections::HashMap;

use oxrdf::{Literal, Variable};
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression};

use super::group::braced;

/// What stands in place of a variable: the text of an aggregate.
pub type Inlined = HashMap<Variable, String>;

/// An expression that may stand anywhere in another one.
pub fn expression(expr: &Expression, inlined: &Inlined) -> String {
    use Expression as E;
    let of = |expr: &Expression| expression(expr, inlined);
    let operation = |left: &Expression, sign: &str, right: &Expression| {
        format!("({} {sign} {})", of(left), of(right))
    };
    match expr {
        E::NamedNode(iri) => iri.to_string(),
        E::Literal(literal) => literal.to_string(),
        E::Variable(variable) => match inlined.get(variable) {
            Some(text) => text.clone(),
            None => variable.to_string(),
        },
        E::Bound(variable) => format!("BOUND({variable})"),
        E::Or(a, b) => operation(a, "||", b),
        E::And(a, b) => operation(a, "&&", b),
        E::Equal(a, b) => operation(a, "=", b),
        E::Greater(a, b) => operation(a, ">", b),
        E::GreaterOrEqual(a, b) => or_equal(a, ">", b, inlined),
        E::Less(a, b) => operation(a, "<", b),
        E::LessOrEqual(a, b) => or_equal(a, "<", b, inlined),
        E::Add(a, b) => operation(a, "+", b),
        E::Subtract(a, b) => operation(a, "-", b),
        E::Multiply(a, b) => operation(a, "*", b),
        E::Divide(a, b) => operation(a, "/", b),
        E::SameTerm(a, b) => format!("sameTerm({}, {})", of(a), of(b)),
        E::In(a, list) => format!("({} IN ({}))", of(a), all(list, inlined)),
        E::UnaryPlus(a) => format!("(+ {})", of(a)),
        E::UnaryMinus(a) => format!("(- {})", of(a)),
        E::Not(inner) => match &**inner {
            E::Equal(a, b) => operation(a, "!=", b),
            E::In(a, list) => format!("({} NOT IN ({}))", of(a), all(list, inlined)),
            E::Exists(pattern) => format!("NOT EXISTS {}", braced(pattern)),
            inner => format!("(! {})", of(inner)),
        },
        E::Exists(pattern) => format!("EXISTS {}", braced(pattern)),
        E::If(a, b, c) => format!("IF({}, {}, {})", of(a), of(b), of(c)),
        E::Coalesce(list) => format!("COALESCE({})", all(list, inlined)),
        E::FunctionCall(function, list) => format!("{function}({})", all(list, inlined)),
    }
}

/// Less or greater, or equal. Virtuoso 7 finds nothing by `?day <= "…"^^xsd:date` in a FILTER, though it compares them well, so it is
/// asked for the two that `<=` is made of, where they are simple.
fn or_equal(left: &Expression, sign: &str, right: &Expression, inlined: &Inlined) -> String {
    let is_simple = |expr: &Expression| {
        matches!(
            expr,
            Expression::Variable(_) | Expression::Literal(_) | Expression::NamedNode(_)
        )
    };
    let (a, b) = (expression(left, inlined), expression(right, inlined));
    match is_simple(left) && is_simple(right) {
        true => format!("(({a} {sign} {b}) || ({a} = {b}))"),
        false => format!("({a} {sign}= {b})"),
    }
}

/// The conditions of which all have to hold, each by itself: there are engines that overlook an EXISTS that is not alone.
pub fn conditions<'a>(expr: &'a Expression, all: &mut Vec<&'a Expression>) {
    match expr {
        Expression::And(left, right) => {
            conditions(left, all);
            conditions(right, all);
        }
        expr => all.push(expr),
    }
}

/// A condition, as it stands after FILTER or HAVING.
pub fn condition(expr: &Expression, inlined: &Inlined) -> String {
    let text = expression(expr, inlined);
    let is_closed =
        text.starts_with('(') || text.starts_with("EXISTS") || text.starts_with("NOT EXISTS");
    if is_closed { text } else { format!("({text})") }
}

fn all(list: &[Expression], inlined: &Inlined) -> String {
    let texts: Vec<_> = list.iter().map(|expr| expression(expr, inlined)).collect();
    texts.join(", ")
}

/// An aggregate.
pub fn aggregate(aggregate: &AggregateExpression) -> String {
    match aggregate {
        AggregateExpression::CountSolutions { distinct: false } => "COUNT(*)".to_owned(),
        AggregateExpression::CountSolutions { distinct: true } => "COUNT(DISTINCT *)".to_owned(),
        AggregateExpression::FunctionCall {
            name,
            expr,
            distinct,
        } => {
            let distinct = if *distinct { "DISTINCT " } else { "" };
            let of = expression(expr, &Inlined::new());
            match name {
                AggregateFunction::GroupConcat {
                    separator: Some(separator),
                } => {
                    let separator = Literal::from(separator.as_str());
                    format!("GROUP_CONCAT({distinct}{of} ; SEPARATOR = {separator})")
                }
                name => format!("{name}({distinct}{of})"),
            }
        }
    }
}
