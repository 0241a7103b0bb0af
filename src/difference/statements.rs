//! What has happened to statements.

use std::collections::{BTreeSet, HashSet};

use oxrdf::Triple;
use serde::Serialize;

use super::entity::Renamed;
use super::pair::{self, Pair};
use super::quotation::QuotationChange;
use super::reading;
use super::respect::{self, Kind, What};
use super::room::Touched;
use super::side::Sides;
use super::statement::{self, Statement};
use crate::store::StoreError;
use crate::vocab::{dcterms, prov};

/// A statement that only one version has, or that both have in different ways.
#[derive(Clone, Debug, Serialize)]
pub struct StatementChange {
    pub before: Option<Statement>,
    pub after: Option<Statement>,
    /// In what they differ, if there are both.
    pub what: Vec<What>,
}

/// Where a change is listed: under the gravest thing that has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    Added,
    Removed,
    Retimed,
    Reevidenced,
    Changed,
}

impl StatementChange {
    pub fn section(&self) -> Section {
        let is = |kind| self.what.iter().any(|what| what.kind == kind);
        match (&self.before, &self.after) {
            (None, _) => Section::Added,
            (_, None) => Section::Removed,
            _ if is(Kind::Content) => Section::Changed,
            _ if is(Kind::Time) => Section::Retimed,
            _ if is(Kind::Evidence) => Section::Reevidenced,
            _ => Section::Changed,
        }
    }

    /// The statement, as it is now if it still is.
    pub fn any(&self) -> &Statement {
        let any = self.after.as_ref().or(self.before.as_ref());
        any.expect("a change is of a statement that there is or was")
    }

    pub fn is_inferred(&self) -> bool {
        self.any().rule.is_some()
    }
}

/// What has happened to statements that are said, and to those that are inferred.
pub struct Statements {
    pub said: Vec<StatementChange>,
    pub inferred: Vec<StatementChange>,
}

/// What has happened to the statements that changed quads speak of. Their bare triples are taken out of what was touched.
pub fn changes(
    touched: &mut Touched,
    quotations: &[QuotationChange],
    renamed: &Renamed,
    sides: Sides,
) -> Result<Statements, StoreError> {
    let mut pairs = Vec::new();
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    for node in nodes(touched, quotations, sides)? {
        let before = statement::read(&node, sides.before)?;
        let after = statement::read(&node, sides.after)?;
        match (before, after) {
            (Some(before), Some(after)) => pairs.push(Pair { before, after }),
            (Some(before), None) => removed.push(before),
            (None, Some(after)) => added.push(after),
            (None, None) => {
                let quads = touched.statements.remove(&node).unwrap_or_default();
                touched.other.entry(node).or_default().extend(quads);
            }
        }
    }
    let all = pairs.iter().flat_map(|pair| [&pair.before, &pair.after]);
    let all = all.chain(&removed).chain(&added);
    let triples: HashSet<Triple> = all.map(|statement| statement.said.triple.clone()).collect();
    touched.without(&triples);
    if !sides.after.has_nodes {
        let [gone, new] = touched.take_bare();
        for (triples, list, side) in [
            (gone, &mut removed, sides.before),
            (new, &mut added, sides.after),
        ] {
            for triple in triples {
                list.push(statement::bare(triple, side)?);
            }
        }
    }
    let (more, removed, added) = pair::pairs(removed, added, renamed);
    pairs.extend(more);
    assembled(pairs, removed, added, touched, renamed, sides)
}

/// The nodes of the statements that something has happened to.
fn nodes(
    touched: &Touched,
    quotations: &[QuotationChange],
    sides: Sides,
) -> Result<BTreeSet<String>, StoreError> {
    let mut nodes: BTreeSet<String> = touched.statements.keys().cloned().collect();
    for reading in touched.readings.keys() {
        for side in [sides.before, sides.after] {
            nodes.extend(reading::body(reading, side)?);
        }
    }
    for change in quotations
        .iter()
        .filter(|change| change.what() == "reworded")
    {
        let quotation = change.any().iri.as_str();
        let resting = sides.after.leading_to(prov::WAS_DERIVED_FROM, quotation)?;
        let is_statement = |node: &&oxrdf::NamedNode| {
            let own = node.as_str().strip_prefix(&sides.after.base);
            own.is_some_and(|own| own.starts_with("statement/"))
        };
        let resting = resting.iter().filter(is_statement);
        nodes.extend(resting.map(|node| node.as_str().to_owned()));
    }
    Ok(nodes)
}

fn assembled(
    pairs: Vec<Pair>,
    removed: Vec<Statement>,
    added: Vec<Statement>,
    touched: &Touched,
    renamed: &Renamed,
    sides: Sides,
) -> Result<Statements, StoreError> {
    let mut changes = Vec::new();
    // Where the dossier has another curator, that is told of it, and not of all that it says.
    let mut sources = touched.sources.values().flatten();
    let is_told = sources.any(|changed| changed.predicate == dcterms::CREATOR);
    for Pair { before, after } in pairs {
        let mut what = respect::all(&before, &after, renamed, sides)?;
        if is_told {
            what.retain(|what| what.kind != Kind::Curator);
        }
        if what.is_empty() {
            what.extend(respect::otherwise(&after, touched, sides));
        }
        if what.is_empty() {
            continue; // only another statement is about it
        }
        changes.push(StatementChange {
            before: Some(before),
            after: Some(after),
            what,
        });
    }
    let alone = |before, after| StatementChange {
        before,
        after,
        what: Vec::new(),
    };
    changes.extend(removed.into_iter().map(|gone| alone(Some(gone), None)));
    changes.extend(added.into_iter().map(|new| alone(None, Some(new))));
    changes.sort_by_cached_key(|change| {
        let any = change.any();
        (change.section(), any.line.clone(), any.iri.clone())
    });
    let (inferred, said) = changes.into_iter().partition(StatementChange::is_inferred);
    Ok(Statements { said, inferred })
}
