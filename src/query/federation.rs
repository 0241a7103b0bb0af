//! SERVICE: parts of a query that engines elsewhere answer (SPARQL 1.1 Federated Query).
//!
//! Only engines that citable.toml names are asked, by the URL that it gives as their `query`. Every other SERVICE is refused
//! before anything is asked, a silent one as well: SILENT is for services that fail, not for what a project has not allowed.
//! Their addresses are guarded ([`Engine::open_guarded`]); what that refuses is told at the end, if SILENT has hidden it.
//!
//! The evaluator gives a service its pattern alone. So beforehand, [`Federation::prepare`] puts the values into it that its
//! variables have in front of it, where there are few; and for a SERVICE with a variable, the services that it stands for.

use std::sync::{Mutex, PoisonError};

use oxrdf::{NamedNode, Term, Variable};
use sparesults::QueryResultsFormat;
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::NamedNodePattern;

use super::QueryError;
use super::elsewhere::{Reply, for_service, read};
use super::pushed::Front;
use super::walk::{pattern_mut, pattern_of};
use crate::algebra::{children, expressions, operands};
use crate::engine::{Engine, EngineError, RESULTS};
use crate::project::{EngineForm, EngineSettings};
use crate::store::{Served, Services, Store, StoreError};

/// The value of a variable of the environment, where secrets of engines are.
pub type Environment = dyn Fn(&str) -> Option<String> + Send + Sync;

/// The engines that a query may ask in a SERVICE.
pub struct Federation {
    engines: Vec<EngineSettings>,
    environment: Box<Environment>,
    /// Whether a failure of a service may have to be found before its first solution is given.
    silent: bool,
    /// What was refused though the query has hidden it.
    refused: Mutex<Option<String>>,
}

impl Federation {
    pub fn new(
        query: &Query,
        engines: impl IntoIterator<Item = EngineSettings>,
        environment: Box<Environment>,
    ) -> Federation {
        let mut silent = false;
        each_service(pattern_of(query), &mut |_, is_silent| silent |= is_silent);
        Federation {
            engines: engines.into_iter().collect(),
            environment,
            silent,
            refused: Mutex::new(None),
        }
    }

    /// A query whose services have names, all of them allowed, and few solutions that nothing comes of.
    pub fn prepare(&self, query: &Query, store: &Store) -> Result<Query, QueryError> {
        let mut query = query.clone();
        let allowed = |service: &NamedNode| self.engine(service).map(drop);
        let dataset = query.dataset().cloned();
        let front = Front {
            store,
            dataset: dataset.as_ref(),
            allowed: &allowed,
        };
        front.push_all(pattern_mut(&mut query))?;
        let mut refused = Ok(());
        each_service(pattern_of(&query), &mut |name, _| {
            if let (NamedNodePattern::NamedNode(service), Ok(())) = (name, &refused) {
                refused = allowed(service);
            }
        });
        refused.map(|()| query)
    }

    /// What was refused and hidden, once.
    pub fn refused(&self) -> Option<QueryError> {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused
            .take()
            .map(|message| StoreError::Refused(message).into())
    }

    fn engine(&self, service: &NamedNode) -> Result<&EngineSettings, QueryError> {
        let is_it = |engine: &&EngineSettings| engine.query == service.as_str();
        self.engines.iter().find(is_it).ok_or_else(|| {
            let message =
                format!("the service `{service}` is not asked: no engine of citable.toml is there");
            let help = format!(
                "if you trust it, name it in citable.toml: [engines.NAME] query = \"{}\"",
                service.as_str()
            );
            QueryError::usage(message).help(help)
        })
    }

    fn ask(&self, service: &NamedNode, sparql: &str) -> Result<Reply, StoreError> {
        let settings = self
            .engine(service)
            .map_err(|error| StoreError::Refused(error.to_string()))?;
        let failed = |error: EngineError| match error {
            EngineError::Private { .. } => {
                let message = format!(
                    "{error}; if it is meant, name the engine by its address in citable.toml"
                );
                *self.refused.lock().unwrap_or_else(PoisonError::into_inner) =
                    Some(message.clone());
                StoreError::Refused(message)
            }
            error => StoreError::Service(error.to_string()),
        };
        let engine = Engine::open_guarded(settings, &*self.environment).map_err(failed)?;
        let answer = engine.query(sparql, RESULTS).map_err(failed)?;
        let format = QueryResultsFormat::from_media_type(&answer.media_type);
        Ok(Reply {
            format: format.unwrap_or(QueryResultsFormat::Json),
            body: Box::new(answer),
        })
    }
}

impl Services for Federation {
    fn solutions(&self, service: &NamedNode, pattern: &GraphPattern) -> Result<Served, StoreError> {
        let triple_terms = self
            .engine(service)
            .is_ok_and(|engine| engine.form == EngineForm::Rdf12);
        let told = for_service(pattern, triple_terms)
            .map_err(|untold| StoreError::Refused(format!("{service}: {}", untold.told(&[]))))?;
        let columns = told.columns;
        let variables: Vec<Variable> = columns
            .iter()
            .map(|column| column.variable.clone())
            .collect();
        let failed = |error: QueryError| StoreError::Service(format!("{service}: {error}"));
        let reply = self.ask(service, &told.text)?;
        let rows = read(reply, columns).map_err(failed)?;
        let name = service.to_string();
        let mut rows = rows
            .map(move |row| row.map_err(|error| StoreError::Service(format!("{name}: {error}"))));
        if self.silent {
            let whole: Vec<Vec<Option<Term>>> = rows.collect::<Result<_, _>>()?;
            return Ok(Served {
                variables,
                rows: Box::new(whole.into_iter().map(Ok)),
            });
        }
        // What is wrong from the start is told as the service's failure rather than as one in the midst of an answer.
        let first = rows.next().transpose()?;
        Ok(Served {
            variables,
            rows: Box::new(first.map(Ok).into_iter().chain(rows)),
        })
    }
}

/// Whether a query has a SERVICE.
pub fn is_federated(query: &Query) -> bool {
    let mut any = false;
    each_service(pattern_of(query), &mut |_, _| any = true);
    any
}

/// Calls `visit` with the name of each SERVICE, and whether it is SILENT; what is within one is for that to ask.
fn each_service(pattern: &GraphPattern, visit: &mut dyn FnMut(&NamedNodePattern, bool)) {
    if let GraphPattern::Service { name, silent, .. } = pattern {
        visit(name, *silent);
        return;
    }
    for expression in expressions(pattern) {
        in_expression(expression, visit);
    }
    for inner in children(pattern) {
        each_service(inner, visit);
    }
}

fn in_expression(expression: &Expression, visit: &mut dyn FnMut(&NamedNodePattern, bool)) {
    if let Expression::Exists(pattern) = expression {
        each_service(pattern, visit);
    }
    for operand in operands(expression) {
        in_expression(operand, visit);
    }
}
