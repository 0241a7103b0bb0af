//! Questions to an engine elsewhere, which has what `citable publish` brought there.
//!
//! An engine gives the solutions that the store gives, because it is asked another query: [`Told::of`] writes it. In order, it
//!
//! 1. asks for the solutions that an answer is made of, be that a graph or yes or no ([`form`]);
//! 2. gives names to blank nodes, and takes paths apart ([`steps`]);
//! 3. makes the union of graphs, which engines give, the merge that the store gives ([`merge`]);
//! 4. rewrites triple terms, where the engine has none ([`rdf11`](super::rdf11));
//! 5. says which graphs it is about, and writes SPARQL 1.1 ([`text`](super::text)).
//!
//! **Which graphs.** The default graph of a build is the merge of its graphs; that of an engine is empty, or the union of all
//! it holds, or something else. So a query that names no graphs names all graphs of the build, by `FROM` and `FROM NAMED`. That is
//! standard, it doesn't matter what else the engine holds, and `GRAPH ?g` means the same graphs. What it costs is the length
//! of the query: a line or two for each dossier.

mod booleans;
mod form;
mod merge;
mod objects;
mod read;
mod remote;
mod steps;

use oxrdf::{NamedNode, Variable};
use spargebra::Query;
use spargebra::algebra::{GraphPattern, QueryDataset};

use super::rdf11::{self, Untold};
use super::sparql;
use super::walk::{pattern_mut, pattern_of};
use crate::vocab::rdf;
use form::Made;

pub use objects::Objects;
pub use read::{Reply, Rows, read};
pub use remote::{Ask, Remote, Reported, Unanswered};

/// What an engine is like.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    /// Whether it has triple terms (RDF 1.2); otherwise it has the form `rdf11`.
    pub triple_terms: bool,
    /// The graphs of the build.
    pub graphs: Vec<NamedNode>,
}

/// A query as an engine is asked it.
pub struct Told {
    /// SPARQL 1.1, or 1.2 for an engine that has triple terms.
    pub text: String,
    /// The columns that were asked for.
    pub columns: Vec<Column>,
    made: Made,
}

/// A column of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub variable: Variable,
    /// Whether there is nothing but true and false in it.
    pub is_truth: bool,
}

impl Told {
    /// What an engine is asked, so that it answers a query.
    pub fn of(query: &Query, engine: &Elsewhere) -> Result<Told, Untold> {
        let (mut query, made) = form::as_solutions(query);
        let columns = columns(pattern_of(&query));
        let pattern = pattern_mut(&mut query);
        steps::name_nodes(pattern);
        steps::take_paths_apart(pattern);
        steps::hide_names(pattern);
        *pattern = merge::merged(pattern, true);
        if !engine.triple_terms {
            query = rdf11::rewrite(&query)?;
        }
        let text = sparql::written(&query, &engine.dataset(query.dataset()));
        Ok(Told {
            text,
            columns,
            made,
        })
    }
}

/// What a service is asked, so that it gives the solutions of a pattern. It has graphs of its own; and only where the pattern
/// speaks of triple terms, and the service has none, is it taken to have the form `rdf11`.
pub fn for_service(pattern: &GraphPattern, triple_terms: bool) -> Result<Told, Untold> {
    let mut variables = Vec::new();
    pattern.on_in_scope_variable(|variable| variables.push(variable.clone()));
    variables.sort();
    variables.dedup();
    let pattern = GraphPattern::Project {
        inner: Box::new(pattern.clone()),
        variables: variables.clone(),
    };
    let mut query = Query::Select {
        dataset: None,
        pattern,
        base_iri: None,
    };
    let whole = QueryDataset {
        default: Vec::new(),
        named: None,
    };
    let mut text = sparql::written(&query, &whole);
    let speaks_of = |word: &str| text.contains(word);
    if !triple_terms
        && ["<<(", "TRIPLE(", rdf::REIFIES.as_str()]
            .into_iter()
            .any(speaks_of)
    {
        let pattern = pattern_mut(&mut query);
        steps::name_nodes(pattern);
        steps::take_paths_apart(pattern);
        text = sparql::written(&rdf11::rewrite(&query)?, &whole);
    }
    let columns = columns(pattern_of(&query));
    Ok(Told {
        text,
        columns,
        made: Made::Solutions,
    })
}

impl Elsewhere {
    /// The graphs that a query names, or all of the build.
    fn dataset(&self, named: Option<&QueryDataset>) -> QueryDataset {
        match named {
            Some(named) => named.clone(),
            None => QueryDataset {
                default: self.graphs.clone(),
                named: Some(self.graphs.clone()),
            },
        }
    }
}

/// The columns of a SELECT.
fn columns(pattern: &GraphPattern) -> Vec<Column> {
    let truths = booleans::booleans(pattern);
    let mut pattern = pattern;
    while let GraphPattern::Slice { inner, .. }
    | GraphPattern::Distinct { inner }
    | GraphPattern::Reduced { inner } = pattern
    {
        pattern = inner;
    }
    let GraphPattern::Project { variables, .. } = pattern else {
        return Vec::new();
    };
    let column = |variable: &Variable| Column {
        variable: variable.clone(),
        is_truth: truths.contains(variable),
    };
    variables.iter().map(column).collect()
}
