//! What is known of the terms of a pattern when it is matched.

use std::collections::BTreeMap;

use oxrdf::{Term, Triple, Variable};
use spargebra::algebra::GraphPattern;
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern};

use super::Names;

/// The variables that have a value, and what is known of their values.
#[derive(Clone, Debug, Default)]
pub struct Bound(BTreeMap<Variable, Values>);

#[derive(Clone, Debug, Default)]
struct Values {
    /// How many different ones there are, at most.
    different: Option<f64>,
    /// All of them, if they stand in the query and are few.
    table: Vec<Term>,
}

/// What is known of a term.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    Constant(Term),
    /// There will be one of these values.
    OneOf(Vec<Term>),
    /// There will be one of so many values, if that is known.
    Bound(Option<f64>),
    Free,
    /// A triple term, of which some parts are still to be found out.
    Partly,
}

/// Tables with more rows are not looked at row by row.
const FEW: usize = 16;

impl Bound {
    /// Variables with values of which nothing is known.
    pub fn of(names: &Names) -> Bound {
        let values = names.iter().map(|name| (name.clone(), Values::default()));
        Bound(values.collect())
    }

    /// Notes that variables have values now.
    pub fn bind(&mut self, names: &Names, different: &[(Variable, f64)], rows: f64) {
        for name in names {
            let values = self.0.entry(name.clone()).or_default();
            let known = different.iter().filter(|(other, _)| other == name);
            let numbers = known.map(|(_, number)| *number).chain(values.different);
            values.different = Some(numbers.fold(rows.max(1.0), f64::min));
        }
    }

    /// Notes the values that a table gives.
    pub fn tabulate(&mut self, pattern: &GraphPattern) {
        let GraphPattern::Values {
            variables,
            bindings,
        } = pattern
        else {
            return;
        };
        if bindings.len() > FEW {
            return;
        }
        for (column, variable) in variables.iter().enumerate() {
            let terms = bindings.iter().map(|row| row[column].as_ref().map(term_of));
            if let Some(table) = terms.collect::<Option<Vec<_>>>() {
                self.0.entry(variable.clone()).or_default().table = table;
            }
        }
    }

    pub fn contains(&self, name: &Variable) -> bool {
        self.0.contains_key(name)
    }

    /// The share of a table's rows that has a variable's value.
    pub fn share(&self, name: &Variable, rows: f64) -> Option<f64> {
        let values = self.0.get(name)?;
        Some(1.0 / values.different.unwrap_or(0.0).max(rows).max(1.0))
    }

    pub fn term(&self, term: &TermPattern) -> Known {
        match term {
            TermPattern::NamedNode(iri) => Known::Constant(iri.clone().into()),
            TermPattern::Literal(literal) => Known::Constant(literal.clone().into()),
            TermPattern::Variable(variable) => self.variable(variable),
            TermPattern::BlankNode(_) => Known::Free, // those of planned patterns are variables
            TermPattern::Triple(triple) => self.triple(triple),
        }
    }

    pub fn name(&self, name: &NamedNodePattern) -> Known {
        match name {
            NamedNodePattern::NamedNode(iri) => Known::Constant(iri.clone().into()),
            NamedNodePattern::Variable(variable) => self.variable(variable),
        }
    }

    fn variable(&self, variable: &Variable) -> Known {
        match self.0.get(variable) {
            None => Known::Free,
            Some(values) if values.table.is_empty() => Known::Bound(values.different),
            Some(values) => Known::OneOf(values.table.clone()),
        }
    }

    fn triple(&self, triple: &TriplePattern) -> Known {
        let parts = [
            self.term(&triple.subject),
            self.name(&triple.predicate),
            self.term(&triple.object),
        ];
        if let [
            Known::Constant(Term::NamedNode(subject)),
            Known::Constant(Term::NamedNode(predicate)),
            Known::Constant(object),
        ] = parts
        {
            return Known::Constant(Triple::new(subject, predicate, object).into());
        }
        let is_open = |part: &Known| matches!(part, Known::Free | Known::Partly);
        if parts.iter().any(is_open) {
            Known::Partly
        } else {
            Known::Bound(None)
        }
    }
}

impl Known {
    pub fn constant(&self) -> Option<Term> {
        match self {
            Known::Constant(term) => Some(term.clone()),
            Known::OneOf(_) | Known::Bound(_) | Known::Free | Known::Partly => None,
        }
    }
}

fn term_of(term: &GroundTerm) -> Term {
    term.clone().into()
}
