//! A walk over the algebra of a query that shows every variable, IRI and triple pattern in it.

use oxrdf::{NamedNode, Variable};
use spargebra::Query;
use spargebra::algebra::{
    AggregateExpression, Expression, GraphPattern, OrderExpression, PropertyPathExpression,
};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use crate::algebra::{children, operands};

/// A part of a query.
pub enum Part<'a> {
    Variable(&'a Variable),
    Iri(&'a NamedNode),
    Triple(&'a TriplePattern),
}

/// Shows `visit` each part of a query, outer parts first.
pub fn query<'a>(query: &'a Query, visit: &mut impl FnMut(Part<'a>)) {
    if let Query::Construct { template, .. } = query {
        for triple in template {
            triple_pattern(triple, visit);
        }
    }
    graph_pattern(pattern_of(query), visit);
}

/// The pattern of a query of any form.
pub fn pattern_of(query: &Query) -> &GraphPattern {
    match query {
        Query::Select { pattern, .. }
        | Query::Construct { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Ask { pattern, .. } => pattern,
    }
}

/// The pattern of a query of any form, to change it.
pub fn pattern_mut(query: &mut Query) -> &mut GraphPattern {
    match query {
        Query::Select { pattern, .. }
        | Query::Construct { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Ask { pattern, .. } => pattern,
    }
}

/// Shows `visit` each part of a pattern, outer parts first.
pub fn graph_pattern<'a>(pattern: &'a GraphPattern, visit: &mut impl FnMut(Part<'a>)) {
    match pattern {
        GraphPattern::Bgp { patterns } => {
            for triple in patterns {
                triple_pattern(triple, visit);
            }
        }
        GraphPattern::Path {
            subject,
            path,
            object,
        } => {
            term_pattern(subject, visit);
            property_path(path, visit);
            term_pattern(object, visit);
        }
        GraphPattern::Values { variables, .. } => all_variables(variables, visit),
        GraphPattern::Project { variables, .. } => all_variables(variables, visit),
        GraphPattern::LeftJoin {
            expression: Some(expr),
            ..
        }
        | GraphPattern::Filter { expr, .. } => expression(expr, visit),
        GraphPattern::Graph { name, .. } | GraphPattern::Service { name, .. } => {
            named_node_pattern(name, visit);
        }
        GraphPattern::Extend {
            variable,
            expression: expr,
            ..
        } => {
            visit(Part::Variable(variable));
            expression(expr, visit);
        }
        GraphPattern::OrderBy { expression: by, .. } => {
            for OrderExpression::Asc(expr) | OrderExpression::Desc(expr) in by {
                expression(expr, visit);
            }
        }
        GraphPattern::Group {
            variables,
            aggregates,
            ..
        } => {
            all_variables(variables, visit);
            for (variable, aggregate) in aggregates {
                visit(Part::Variable(variable));
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    expression(expr, visit);
                }
            }
        }
        _ => {}
    }
    for inner in children(pattern) {
        graph_pattern(inner, visit);
    }
}

fn all_variables<'a>(variables: &'a [Variable], visit: &mut impl FnMut(Part<'a>)) {
    for variable in variables {
        visit(Part::Variable(variable));
    }
}

fn triple_pattern<'a>(triple: &'a TriplePattern, visit: &mut impl FnMut(Part<'a>)) {
    visit(Part::Triple(triple));
    term_pattern(&triple.subject, visit);
    named_node_pattern(&triple.predicate, visit);
    term_pattern(&triple.object, visit);
}

fn term_pattern<'a>(term: &'a TermPattern, visit: &mut impl FnMut(Part<'a>)) {
    match term {
        TermPattern::NamedNode(iri) => visit(Part::Iri(iri)),
        TermPattern::Variable(variable) => visit(Part::Variable(variable)),
        TermPattern::Triple(triple) => triple_pattern(triple, visit),
        TermPattern::BlankNode(_) | TermPattern::Literal(_) => {}
    }
}

fn named_node_pattern<'a>(term: &'a NamedNodePattern, visit: &mut impl FnMut(Part<'a>)) {
    match term {
        NamedNodePattern::NamedNode(iri) => visit(Part::Iri(iri)),
        NamedNodePattern::Variable(variable) => visit(Part::Variable(variable)),
    }
}

fn property_path<'a>(path: &'a PropertyPathExpression, visit: &mut impl FnMut(Part<'a>)) {
    use PropertyPathExpression as Path;
    match path {
        Path::NamedNode(iri) => visit(Part::Iri(iri)),
        Path::Sequence(left, right) | Path::Alternative(left, right) => {
            property_path(left, visit);
            property_path(right, visit);
        }
        Path::Reverse(inner)
        | Path::ZeroOrMore(inner)
        | Path::OneOrMore(inner)
        | Path::ZeroOrOne(inner) => property_path(inner, visit),
        Path::NegatedPropertySet(_) => {}
    }
}

fn expression<'a>(expr: &'a Expression, visit: &mut impl FnMut(Part<'a>)) {
    use Expression as E;
    match expr {
        E::NamedNode(iri) => visit(Part::Iri(iri)),
        E::Variable(variable) | E::Bound(variable) => visit(Part::Variable(variable)),
        E::Exists(pattern) => graph_pattern(pattern, visit),
        // A function's own IRI, as of a cast, is no IRI of the data.
        _ => operands(expr)
            .into_iter()
            .for_each(|part| expression(part, visit)),
    }
}
