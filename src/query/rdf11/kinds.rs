//! What the variables of a pattern may hold.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::Variable;
use spargebra::algebra::{Expression, Function, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::parts;
use super::path::can_be_empty;
use crate::algebra::branches;
use crate::vocab::rdf;

/// What a variable holds where it is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An IRI, a literal or a blank node.
    Plain,
    /// A triple term, in its parts.
    Triple,
    /// The one or the other.
    Either,
}

/// The variables that are in scope, with what they may hold.
pub type Kinds = BTreeMap<Variable, Kind>;

/// Variables, in an order that no hash decides.
pub type Names = BTreeSet<Variable>;

impl Kind {
    /// What it is after a join or a union with another.
    pub fn or(self, other: Kind) -> Kind {
        if self == other { self } else { Kind::Either }
    }
}

/// The kinds of both, each variable with what it may hold in either.
pub fn both(mut left: Kinds, right: Kinds) -> Kinds {
    for (variable, kind) in right {
        left.entry(variable)
            .and_modify(|known| *known = known.or(kind))
            .or_insert(kind);
    }
    left
}

/// The shared variables of two patterns of which one side may hold a triple term, and the other something else.
pub fn crossed<'a>(left: &'a Kinds, right: &'a Kinds) -> impl Iterator<Item = &'a Variable> {
    let crosses = |(variable, kind): &(&Variable, &Kind)| {
        right.get(*variable).is_some_and(|other| {
            let are_alike = matches!(
                (kind, other),
                (Kind::Plain, Kind::Plain) | (Kind::Triple, Kind::Triple)
            );
            !are_alike
        })
    };
    left.iter().filter(crosses).map(|(variable, _)| variable)
}

/// The variables that stand for a variable in a list of columns.
pub fn columns(variable: &Variable, kinds: &Kinds) -> Vec<Variable> {
    let parts = || parts(variable).into_iter();
    match kinds.get(variable) {
        None | Some(Kind::Plain) => vec![variable.clone()],
        Some(Kind::Triple) => parts().collect(),
        Some(Kind::Either) => [variable.clone()].into_iter().chain(parts()).collect(),
    }
}

/// The variables that are bound in every solution of a pattern, and never to a triple term.
pub fn plain(pattern: &GraphPattern) -> Names {
    use GraphPattern as P;
    match pattern {
        P::Bgp { patterns } => {
            let mut names = Names::new();
            patterns
                .iter()
                .for_each(|triple| plain_in(triple, &mut names));
            names
        }
        P::Path {
            subject,
            path,
            object,
        } => match can_be_empty(path) {
            true => Names::new(),
            false => variables([subject, object]),
        },
        P::Join { left, right } | P::Lateral { left, right } => &plain(left) | &plain(right),
        P::LeftJoin { left, .. } | P::Minus { left, .. } => plain(left),
        P::Filter { inner, expr } => &plain(inner) | &plain_by(expr),
        P::Union { .. } => branches(pattern)
            .into_iter()
            .map(plain)
            .reduce(|left, right| &left & &right)
            .unwrap_or_default(),
        P::Graph { name, inner } => {
            let mut names = plain(inner);
            names.extend(named(name));
            names
        }
        P::Extend { inner, .. } | P::OrderBy { inner, .. } | P::Distinct { inner } => plain(inner),
        P::Reduced { inner } | P::Slice { inner, .. } => plain(inner),
        P::Project { inner, variables }
        | P::Group {
            inner, variables, ..
        } => &plain(inner) & &variables.iter().cloned().collect(),
        P::Values {
            variables,
            bindings,
        } => {
            let is_plain = |column: usize| {
                bindings.iter().all(|row| match row.get(column) {
                    Some(Some(term)) => !matches!(term, spargebra::term::GroundTerm::Triple(_)),
                    _ => false,
                })
            };
            let columns = (0..).zip(variables).filter(|(column, _)| is_plain(*column));
            columns.map(|(_, variable)| variable.clone()).collect()
        }
        P::Service { .. } => Names::new(),
    }
}

/// The variables that a condition holds of only where they are bound, and not to a triple term.
pub fn plain_by(condition: &Expression) -> Names {
    let of = |list: &[Expression]| match list {
        [Expression::Variable(variable)] => [variable.clone()].into(),
        _ => Names::new(),
    };
    match condition {
        Expression::And(left, right) => &plain_by(left) | &plain_by(right),
        Expression::FunctionCall(
            Function::IsIri | Function::IsBlank | Function::IsLiteral | Function::IsNumeric,
            list,
        ) => of(list),
        Expression::Not(inner) => match &**inner {
            Expression::FunctionCall(Function::IsTriple, list) => of(list),
            _ => Names::new(),
        },
        _ => Names::new(),
    }
}

/// The variables of a triple pattern that stand where no triple term can be; what is in a triple term never is one.
pub fn plain_in(triple: &TriplePattern, names: &mut Names) {
    names.extend(variables([&triple.subject]));
    names.extend(named(&triple.predicate));
    match (&triple.predicate, &triple.object) {
        (_, TermPattern::Triple(inner)) => {
            names.extend(variables([&inner.subject, &inner.object]));
            names.extend(named(&inner.predicate));
        }
        (NamedNodePattern::NamedNode(iri), object) if *iri != rdf::REIFIES => {
            names.extend(variables([object]));
        }
        _ => {}
    }
}

fn variables<const N: usize>(terms: [&TermPattern; N]) -> Names {
    let variable = |term: &TermPattern| match term {
        TermPattern::Variable(variable) => Some(variable.clone()),
        _ => None,
    };
    terms.into_iter().filter_map(variable).collect()
}

fn named(name: &NamedNodePattern) -> Option<Variable> {
    match name {
        NamedNodePattern::Variable(variable) => Some(variable.clone()),
        NamedNodePattern::NamedNode(_) => None,
    }
}
