//! Why a query may have no rows: IRIs in it of which the store has never heard.

use std::collections::BTreeSet;

use oxrdf::NamedNode;
use spargebra::Query;

use super::QueryError;
use super::names::Names;
use super::walk::{self, Part};
use crate::diagnostic::did_you_mean;
use crate::project::Context;
use crate::store::Store;
use crate::vocab::{IDENTITY, rdf};

/// A sentence for each IRI in a bound query that occurs nowhere in the store.
pub fn unknown_iris(
    query: &Query,
    store: &Store,
    context: &Context,
    names: &Names<'_>,
) -> Result<Vec<String>, QueryError> {
    let mut used = BTreeSet::<NamedNode>::new();
    walk::query(query, &mut |part| {
        if let Part::Iri(iri) = part {
            used.insert(iri.clone());
        }
    });
    let mut unknown = Vec::new();
    for iri in used {
        // Of the properties of identity a project mostly uses one, and a query may be for all.
        let is_common = iri == rdf::REIFIES || IDENTITY.contains(&iri.as_ref());
        if !is_common && !store.mentions(iri.as_ref())? {
            unknown.push(iri);
        }
    }
    if unknown.is_empty() {
        return Ok(Vec::new());
    }
    let known = store.iris()?;
    let hint = |iri: &NamedNode| {
        let short = |iri: &str| names.short(iri);
        let (space, local) = split(iri.as_str());
        let peers = known.iter().map(|known| split(known.as_str()));
        let peers = peers.filter(|peer| peer.0 == space).map(|peer| peer.1);
        let near = did_you_mean(local, peers).map(|near| format!("{space}{near}"));
        let own = iri.as_str().starts_with(&context.base);
        let what = if own {
            "is not in this project"
        } else {
            "does not occur here"
        };
        match near {
            Some(near) => format!(
                "`{}` {what}; did you mean `{}`?",
                short(iri.as_str()),
                short(&near)
            ),
            None => format!("`{}` {what}", short(iri.as_str())),
        }
    };
    Ok(unknown.iter().map(hint).collect())
}

/// An IRI up to its last `/` or `#`, and the rest.
fn split(iri: &str) -> (&str, &str) {
    iri.split_at(iri.rfind(['/', '#']).map_or(0, |at| at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Question, fixture};

    #[test]
    fn a_mistyped_name_is_found() {
        let (store, context) = (fixture::store(), fixture::context());
        let text = "ASK { e:rusia v:memberof e:interpol {| citable:since ?x |} }";
        let question = Question::read("-e", "citable query -e", text, &context, true).unwrap();
        let query = question.bind(&[], &store, &context).unwrap();
        let names = Names::new(&store, &context, &question.prefixes);
        let hints = unknown_iris(&query, &store, &context, &names).unwrap();
        let expected = [
            "`e:rusia` is not in this project; did you mean `e:russia`?",
            "`v:memberof` is not in this project; did you mean `v:memberOf`?",
        ];
        assert_eq!(hints, expected);
    }
}
