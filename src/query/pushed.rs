//! What stands in front of a SERVICE goes into it, so that it need not answer what nobody asks.

use std::collections::BTreeSet;

use oxrdf::{NamedNode, Term, Variable};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern, QueryDataset};
use spargebra::term::{GroundTerm, NamedNodePattern};

use super::QueryError;
use crate::algebra::{children, children_mut};
use crate::store::{Answer, Store};

/// How many solutions are sent along with a SERVICE; with more of them it is asked for all it has.
const FEW: usize = 500;

/// What is known while services are looked for.
pub struct Front<'a> {
    pub store: &'a Store,
    /// The graphs that the query names.
    pub dataset: Option<&'a QueryDataset>,
    /// Says of a service whether it may be asked.
    pub allowed: &'a dyn Fn(&NamedNode) -> Result<(), QueryError>,
}

impl Front<'_> {
    /// Where a SERVICE is joined with something, gives it the values of the variables that they share, and its name where that is one
    /// of them. Within GRAPH and EXISTS, where what is in front of it depends on what is around, it stays as it is.
    pub fn push_all(&self, pattern: &mut GraphPattern) -> Result<(), QueryError> {
        if matches!(
            pattern,
            GraphPattern::Graph { .. } | GraphPattern::Service { .. }
        ) {
            return Ok(());
        }
        for inner in children_mut(pattern) {
            self.push_all(inner)?;
        }
        match pattern {
            GraphPattern::Join { left, right } | GraphPattern::LeftJoin { left, right, .. }
                if is_service(right) =>
            {
                self.push(left, right)
            }
            GraphPattern::Join { left, right } if is_service(left) => self.push(right, left),
            _ => Ok(()),
        }
    }

    fn push(&self, front: &GraphPattern, service: &mut GraphPattern) -> Result<(), QueryError> {
        let GraphPattern::Service {
            name,
            inner,
            silent,
        } = service
        else {
            return Ok(());
        };
        if asks_others(front) {
            return Ok(());
        }
        let shared: Vec<_> = in_scope(front)
            .intersection(&in_scope(inner))
            .cloned()
            .collect();
        if let Some(rows) = self.few(front, &shared)? {
            let row = |row: Vec<Option<Term>>| {
                row.into_iter().map(|term| term.and_then(ground)).collect()
            };
            let bindings: Vec<_> = rows.into_iter().map(row).collect();
            if bindings.is_empty() {
                // Nothing is in front of it, so nothing comes of it.
                *service = GraphPattern::Values {
                    variables: Vec::new(),
                    bindings,
                };
                return Ok(());
            }
            let table = GraphPattern::Values {
                variables: shared,
                bindings,
            };
            let asked = std::mem::take(&mut **inner);
            **inner = GraphPattern::Join {
                left: Box::new(table),
                right: Box::new(asked),
            };
        }
        if let NamedNodePattern::Variable(variable) = name {
            let (variable, silent) = (variable.clone(), *silent);
            let mut all = Vec::new();
            for service in self.named(front, &variable)? {
                (self.allowed)(&service)?;
                all.push(called(service, &variable, inner, silent));
            }
            let one_of = |left, right| GraphPattern::Union {
                left: Box::new(left),
                right: Box::new(right),
            };
            if let Some(union) = all.into_iter().reduce(one_of) {
                *service = union;
            }
        }
        Ok(())
    }

    /// The values that some variables have together in a pattern, if they share any, are few, and can be written.
    fn few(
        &self,
        front: &GraphPattern,
        shared: &[Variable],
    ) -> Result<Option<Vec<Vec<Option<Term>>>>, QueryError> {
        if shared.is_empty() {
            return Ok(None);
        }
        let rows = self.distinct(front, shared, Some(FEW + 1))?;
        let can_be_written = |row: &Vec<Option<Term>>| {
            row.iter()
                .flatten()
                .all(|term| matches!(term, Term::NamedNode(_) | Term::Literal(_)))
        };
        Ok((rows.len() <= FEW && rows.iter().all(can_be_written)).then_some(rows))
    }

    /// The services that a variable stands for.
    fn named(
        &self,
        front: &GraphPattern,
        variable: &Variable,
    ) -> Result<Vec<NamedNode>, QueryError> {
        let rows = self.distinct(front, std::slice::from_ref(variable), None)?;
        let mut services = Vec::new();
        for value in rows.into_iter().flatten().flatten() {
            match value {
                Term::NamedNode(iri) => services.push(iri),
                other => {
                    let message =
                        format!("`{variable}` is {other} here, which is no name of a service");
                    let help = "a service is named by the URL of its queries";
                    return Err(QueryError::usage(message).help(help));
                }
            }
        }
        services.sort();
        Ok(services)
    }

    fn distinct(
        &self,
        front: &GraphPattern,
        variables: &[Variable],
        most: Option<usize>,
    ) -> Result<Vec<Vec<Option<Term>>>, QueryError> {
        let projected = GraphPattern::Project {
            inner: Box::new(front.clone()),
            variables: variables.to_vec(),
        };
        let pattern = GraphPattern::Slice {
            inner: Box::new(GraphPattern::Distinct {
                inner: Box::new(projected),
            }),
            start: 0,
            length: most,
        };
        let query = Query::Select {
            dataset: self.dataset.cloned(),
            pattern,
            base_iri: None,
        };
        match self.store.query(&query)? {
            Answer::Solutions(solutions) => Ok(solutions.collect::<Result<_, _>>()?),
            _ => Ok(Vec::new()),
        }
    }
}

fn is_service(pattern: &GraphPattern) -> bool {
    matches!(pattern, GraphPattern::Service { .. })
}

/// A service with its name, which is the value of the variable.
fn called(
    service: NamedNode,
    variable: &Variable,
    inner: &GraphPattern,
    silent: bool,
) -> GraphPattern {
    GraphPattern::Extend {
        expression: Expression::from(service.clone()),
        inner: Box::new(GraphPattern::Service {
            name: service.into(),
            inner: Box::new(inner.clone()),
            silent,
        }),
        variable: variable.clone(),
    }
}

fn in_scope(pattern: &GraphPattern) -> BTreeSet<Variable> {
    let mut variables = BTreeSet::new();
    pattern.on_in_scope_variable(|variable| {
        variables.insert(variable.clone());
    });
    variables
}

fn asks_others(pattern: &GraphPattern) -> bool {
    is_service(pattern) || children(pattern).into_iter().any(asks_others)
}

fn ground(term: Term) -> Option<GroundTerm> {
    match term {
        Term::NamedNode(iri) => Some(iri.into()),
        Term::Literal(literal) => Some(literal.into()),
        Term::BlankNode(_) | Term::Triple(_) => None,
    }
}
