//! Constants and small expressions that the rewriting is made of.

use oxrdf::{BaseDirection, Literal, NamedNode, NamedNodeRef, Variable};
use spargebra::algebra::{Expression, Function, GraphPattern};
use spargebra::term::{GroundTerm, TermPattern};

use crate::algebra::triple;
use crate::vocab::{rdf, xsd};

/// A constant of the vocabulary.
pub fn iri(term: NamedNodeRef<'_>) -> NamedNode {
    term.into_owned()
}

/// True or false.
pub fn boolean(value: bool) -> Expression {
    Literal::new_typed_literal(value.to_string(), iri(xsd::BOOLEAN)).into()
}

/// An expression that is an error wherever it is computed: a variable that nothing binds.
pub fn error() -> Expression {
    Variable::new_unchecked("citable_nothing").into()
}

pub fn call(function: Function, operand: Expression) -> Expression {
    Expression::FunctionCall(function, vec![operand])
}

pub fn not(condition: Expression) -> Expression {
    Expression::Not(Box::new(condition))
}

pub fn and(left: Expression, right: Expression) -> Expression {
    Expression::And(Box::new(left), Box::new(right))
}

pub fn or(left: Expression, right: Expression) -> Expression {
    Expression::Or(Box::new(left), Box::new(right))
}

pub fn choose(condition: Expression, yes: Expression, no: Expression) -> Expression {
    Expression::If(Box::new(condition), Box::new(yes), Box::new(no))
}

/// All of the conditions; none if there is no condition.
pub fn all(conditions: Vec<Expression>) -> Option<Expression> {
    conditions.into_iter().reduce(and)
}

/// A pattern under conditions.
pub fn filtered(inner: GraphPattern, conditions: Vec<Expression>) -> GraphPattern {
    match all(conditions) {
        None => inner,
        Some(expr) => GraphPattern::Filter {
            expr,
            inner: Box::new(inner),
        },
    }
}

/// Both patterns; one that asks for nothing is left out.
pub fn joined(left: GraphPattern, right: GraphPattern) -> GraphPattern {
    let is_unit = |pattern: &GraphPattern| *pattern == GraphPattern::default();
    if is_unit(&left) {
        return right;
    }
    if is_unit(&right) {
        return left;
    }
    GraphPattern::Join {
        left: Box::new(left),
        right: Box::new(right),
    }
}

/// A pattern without a solution.
pub fn nothing() -> GraphPattern {
    filtered(GraphPattern::default(), vec![boolean(false)])
}

/// Whether a node is one of the form's `rdf:Statement`s.
pub fn is_statement(node: &TermPattern) -> Expression {
    let class = TermPattern::from(iri(rdf::STATEMENT));
    Expression::Exists(Box::new(GraphPattern::Bgp {
        patterns: vec![triple(node.clone(), iri(rdf::TYPE), class)],
    }))
}

/// A literal without the base direction that RDF 1.1 does not have.
pub fn undirected(literal: &Literal) -> Literal {
    match (literal.language(), literal.direction()) {
        (Some(language), Some(BaseDirection::Ltr | BaseDirection::Rtl)) => {
            Literal::new_language_tagged_literal_unchecked(literal.value(), language)
        }
        _ => literal.clone(),
    }
}

/// The same of a term of a pattern.
pub fn without_direction(term: &TermPattern) -> TermPattern {
    match term {
        TermPattern::Literal(literal) => undirected(literal).into(),
        other => other.clone(),
    }
}

/// The same of a value of a table.
pub fn ground(term: GroundTerm) -> GroundTerm {
    match term {
        GroundTerm::Literal(literal) => undirected(&literal).into(),
        other => other,
    }
}
