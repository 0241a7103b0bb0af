//! The algebra of a query as SPARQL that any engine reads.
//!
//! `spargebra` writes its algebra as well, but loses brackets: of arithmetic, and around a FILTER that is not the last thing in
//! its group, so that what it wrote may mean something else; and it puts aggregates into sub-selects. Here every operation
//! has its brackets, a FILTER stands at the end of the group that it is about, and aggregates stand where a person
//! writes them. IRIs are written in full.

mod expression;
mod group;
mod select;
#[cfg(test)]
mod tests;

use std::fmt::Write;

use oxrdf::NamedNode;
use spargebra::Query;
use spargebra::algebra::{GraphPattern, QueryDataset};

use super::walk::pattern_of;

/// The text of a SELECT or an ASK that is about a data set of these graphs. Other forms are written as the SELECT
/// of their pattern.
pub fn written(query: &Query, dataset: &QueryDataset) -> String {
    let mut text = String::new();
    let from = from(dataset);
    match query {
        Query::Ask { pattern, .. } => {
            // Which columns there would be makes no difference to whether there is a solution.
            let pattern = match pattern {
                GraphPattern::Project { inner, .. } => inner,
                pattern => pattern,
            };
            let _ = write!(text, "ASK\n{from}{}", group::braced(pattern));
        }
        _ => text = select::select(pattern_of(query), &from),
    }
    text
}

fn from(dataset: &QueryDataset) -> String {
    let line = |keyword: &str, graph: &NamedNode| format!("{keyword} {graph}\n");
    let default = dataset.default.iter().map(|graph| line("FROM", graph));
    let named = dataset
        .named
        .iter()
        .flatten()
        .map(|graph| line("FROM NAMED", graph));
    default.chain(named).collect()
}
