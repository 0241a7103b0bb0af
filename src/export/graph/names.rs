//! Names of classes, properties and columns for databases, whose languages want words without colons.
//!
//! A term of the project's own has its local name, as in a dossier; another has its prefix before it, as
//! [neosemantics](https://neo4j.com/labs/neosemantics/) has it: `schema__memberOf`. Databases differ on whether `Label` is
//! `label`, so no two names differ in that alone.

use std::collections::{BTreeMap, HashSet};

use super::Graph;
use super::View;
use super::relation;
use super::terms::Terms;
use super::thing;
use crate::export::dataset::{Id, Value};

/// A term, and a unit if its column is of numbers in one.
pub type Key = (Id, Option<Id>);

/// A name for each of some terms.
#[derive(Debug)]
pub struct Names(BTreeMap<Key, String>);

impl Names {
    /// Names terms, each with a name of its own that is not taken.
    pub fn of<'n>(
        terms: &Terms,
        keys: impl IntoIterator<Item = Key>,
        taken: impl IntoIterator<Item = &'n str>,
    ) -> Names {
        let mut taken: HashSet<String> = taken.into_iter().map(str::to_lowercase).collect();
        let mut names = BTreeMap::new();
        let mut keys: Vec<Key> = keys.into_iter().collect();
        keys.sort_by_key(|&(term, unit)| (!is_own(terms, term), term, unit));
        keys.dedup();
        for key in keys {
            let [first, full] = wanted(terms, key);
            let numbered = (2..).map(|number| format!("{full}_{number}"));
            let mut names_of_it = [first, full.clone()].into_iter().chain(numbered);
            let name = names_of_it.find(|name| taken.insert(name.to_lowercase()));
            names.insert(key, name.expect("there is no end of numbers"));
        }
        Names(names)
    }

    /// The name of a term that was named.
    pub fn term(&self, term: Id) -> &str {
        self.column((term, None))
    }

    /// The name of a column that was named.
    pub fn column(&self, key: Key) -> &str {
        &self.0[&key]
    }
}

impl<'g, 'b> View<'g, 'b> {
    /// A graph in columns with names that databases take.
    pub fn of_database(graph: &'g Graph<'b>) -> View<'g, 'b> {
        View::of_columns(graph, [&[], &ENDS])
    }

    /// The same where some columns of things, and some of relations, are the format's own.
    pub fn of_columns(graph: &'g Graph<'b>, own: [&[&str]; 2]) -> View<'g, 'b> {
        let [of_things, of_relations] = own.map(|names| names.iter().copied());
        let mut view = View::of(graph);
        let terms = &graph.terms;
        let keys: Vec<Key> = view.values.keys().collect();
        let names = Names::of(
            terms,
            keys.iter().copied(),
            thing::COLUMNS
                .map(|column| column.0)
                .into_iter()
                .chain(of_things),
        );
        for (column, key) in view.values.list.iter_mut().zip(keys) {
            names.column(key).clone_into(&mut column.0);
        }
        let keys: Vec<Key> = view.roles.keys().map(|role| (role, None)).collect();
        let taken = relation::COLUMNS
            .map(|column| column.0)
            .into_iter()
            .chain(of_relations);
        let names = Names::of(terms, keys.iter().copied(), taken);
        for (column, key) in view.roles.list.iter_mut().zip(keys) {
            names.column(key).clone_into(&mut column.0);
        }
        view
    }
}

/// What else may be a column of relations.
const ENDS: [&str; 3] = ["id", "source", "target"];

fn is_own(terms: &Terms, term: Id) -> bool {
    matches!(terms.value(term), Value::Iri(iri) if terms.own(iri.as_str()).is_some())
}

/// What a term is called if no other has that name, and with its prefix.
fn wanted(terms: &Terms, (term, unit): Key) -> [String; 2] {
    let text = terms.text(term);
    let last = text.rsplit(['#', '/']).find(|part| !part.is_empty());
    let (prefix, local) = terms.split(&text).unwrap_or(("ns", last.unwrap_or("_")));
    let unit = unit.map_or(String::new(), |unit| format!("_{}", terms.name(unit)));
    let full = word(&format!("{prefix}__{local}{unit}"));
    match terms.own(&text) {
        Some(_) => [word(&format!("{local}{unit}")), full],
        None => [full.clone(), full],
    }
}

/// A text as one word of letters, digits and underlines, which doesn't begin with a digit.
fn word(text: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let word: String = text
        .chars()
        .map(|c| if is_part(c) { c } else { '_' })
        .collect();
    match word.chars().next() {
        Some(first) if !first.is_numeric() => word,
        _ => format!("_{word}"),
    }
}
