//! Makes a query tell which statements each of its solutions rests on.
//!
//! The statements that a query matches stand in its patterns as the subjects of `rdf:reifies`: so
//! `{| … |}` and `~ ?st` are read, and so may a person write it. Where such a subject has no name, it gets
//! one; then all of them are added to what the query projects. Two things stand in the way, and are told
//! in a note: rows that are grouped rest on many statements, and a sub-select that is DISTINCT would
//! no longer be if it had more columns.

use std::collections::BTreeSet;

use oxrdf::{BlankNode, Variable};
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::substitute::Substitution;
use super::walk::{self, Part};
use crate::vocab::rdf;

/// How names of our own begin. A query of a person hardly has such.
const FRESH: &str = "citable_statement_";

/// What was done to a query.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Traced {
    /// The columns that were added; they come last.
    pub added: Vec<Variable>,
    /// Whether the query was DISTINCT: rows that differ in added columns alone are one row.
    pub merge: bool,
    /// The slice to take of the merged rows: how many to skip, and how many to keep at most.
    pub slice: Option<(usize, Option<usize>)>,
    /// What cannot be traced, for people.
    pub notes: Vec<String>,
}

/// Adds the statements of a SELECT to its columns. Other forms of query stay as they are.
pub fn trace(query: &mut Query) -> Traced {
    let mut traced = Traced::default();
    let Query::Select { pattern, .. } = query else {
        return traced;
    };
    name_statements(pattern);
    let slice = take_slice(pattern);
    let mut inner = &mut *pattern;
    if let GraphPattern::Distinct { inner: of } | GraphPattern::Reduced { inner: of } = inner {
        traced.merge = true;
        inner = of;
    }
    if let GraphPattern::Project { inner, variables } = inner {
        let visible = expose(inner, &mut traced.notes);
        if visible.is_empty() && traced.notes.is_empty() {
            let note = "no pattern of the query matches a statement, as `{| … |}` and `~ ?statement` do: only \
                        statements, readings and quotations in its columns are cited";
            traced.notes.push(note.to_owned());
        }
        let added = visible
            .into_iter()
            .filter(|variable| !variables.contains(variable));
        traced.added = added.collect();
        variables.extend(traced.added.iter().cloned());
    }
    match slice {
        Some(slice) if traced.merge => traced.slice = Some(slice),
        Some((start, length)) => {
            *pattern = GraphPattern::Slice {
                inner: Box::new(std::mem::take(pattern)),
                start,
                length,
            };
        }
        None => {}
    }
    traced.notes.sort();
    traced.notes.dedup();
    traced
}

fn take_slice(pattern: &mut GraphPattern) -> Option<(usize, Option<usize>)> {
    let GraphPattern::Slice {
        inner,
        start,
        length,
    } = pattern
    else {
        return None;
    };
    let slice = (*start, *length);
    *pattern = std::mem::take(&mut **inner);
    Some(slice)
}

fn is_reification(triple: &TriplePattern) -> bool {
    matches!(&triple.predicate, NamedNodePattern::NamedNode(iri) if *iri == rdf::REIFIES)
}

/// Puts a variable in place of each blank node that is a statement.
fn name_statements(pattern: &mut GraphPattern) {
    let mut nodes = Vec::<BlankNode>::new();
    walk::graph_pattern(pattern, &mut |part| {
        if let Part::Triple(triple) = part
            && is_reification(triple)
            && let TermPattern::BlankNode(node) = &triple.subject
            && !nodes.contains(node)
        {
            nodes.push(node.clone());
        }
    });
    let mut renaming = Substitution::default();
    for (number, node) in (1..).zip(nodes) {
        let variable = Variable::new_unchecked(format!("{FRESH}{number}"));
        renaming.blank_nodes.insert(node, variable);
    }
    renaming
        .pattern(pattern)
        .expect("only blank nodes are replaced, and by variables");
}

/// Brings the statements of a pattern into its scope, and names them.
fn expose(pattern: &mut GraphPattern, notes: &mut Vec<String>) -> BTreeSet<Variable> {
    match pattern {
        GraphPattern::Bgp { patterns } => statements(patterns),
        GraphPattern::Join { left, right }
        | GraphPattern::LeftJoin { left, right, .. }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right } => {
            let mut visible = expose(left, notes);
            visible.extend(expose(right, notes));
            visible
        }
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Graph { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Minus { left: inner, .. } => expose(inner, notes),
        GraphPattern::Project { inner, variables } => {
            let visible = expose(inner, notes);
            project(visible, variables)
        }
        GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } => {
            hidden(inner, notes, "a sub-select is DISTINCT")
        }
        GraphPattern::Group { inner, .. } => hidden(inner, notes, "the query groups its rows"),
        GraphPattern::Path { .. } | GraphPattern::Values { .. } | GraphPattern::Service { .. } => {
            BTreeSet::new()
        }
    }
}

fn statements(patterns: &[TriplePattern]) -> BTreeSet<Variable> {
    let subject = |triple: &TriplePattern| match &triple.subject {
        TermPattern::Variable(variable) => Some(variable.clone()),
        _ => None,
    };
    patterns
        .iter()
        .filter(|triple| is_reification(triple))
        .filter_map(subject)
        .collect()
}

/// Adds to a sub-select's columns what can have no other meaning outside: our own names.
fn project(visible: BTreeSet<Variable>, variables: &mut Vec<Variable>) -> BTreeSet<Variable> {
    let mut out = BTreeSet::new();
    for variable in visible {
        if variables.contains(&variable) {
            out.insert(variable);
        } else if variable.as_str().starts_with(FRESH) {
            variables.push(variable.clone());
            out.insert(variable);
        }
    }
    out
}

/// Notes that there are statements in a pattern which cannot be brought into scope.
fn hidden(inner: &GraphPattern, notes: &mut Vec<String>, why: &str) -> BTreeSet<Variable> {
    let mut any = false;
    walk::graph_pattern(inner, &mut |part| {
        any |= matches!(part, Part::Triple(triple) if is_reification(triple));
    });
    if any {
        notes.push(format!(
            "{why}: of the statements in there, only those that a column shows are cited"
        ));
    }
    BTreeSet::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use spargebra::SparqlParser;

    fn traced(text: &str) -> (Traced, String) {
        let text = format!("PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> {text}");
        let mut query = SparqlParser::new().parse_query(&text).unwrap();
        let traced = trace(&mut query);
        (traced, query.to_string())
    }

    fn added(text: &str) -> Vec<String> {
        let (traced, _) = traced(text);
        traced
            .added
            .iter()
            .map(|variable| variable.as_str().to_owned())
            .collect()
    }

    #[test]
    fn statements_become_columns() {
        let one = ["citable_statement_1"];
        assert_eq!(added("SELECT ?s { ?s <a:p> ?o {| <a:q> ?t |} }"), one);
        assert_eq!(added("SELECT ?s { ?s <a:p> ?o ~ ?st }"), ["st"]);
        assert_eq!(
            added("SELECT ?s { ?st rdf:reifies <<( ?s <a:p> ?o )>> }"),
            ["st"]
        );
        assert_eq!(
            added("SELECT ?s { ?x <a:r> ?s OPTIONAL { ?s <a:p> ?o {| <a:q>/<a:r> ?t |} } }"),
            one
        );
        assert_eq!(added("SELECT * { ?s <a:p> ?o ~ ?st }"), [""; 0]);
        assert_eq!(
            added("SELECT ?s { { SELECT ?s { ?s <a:p> ?o {| <a:q> ?t |} } LIMIT 2 } }"),
            one
        );
    }

    #[test]
    fn what_cannot_be_traced_is_noted() {
        let (grouped, _) =
            traced("SELECT ?s (COUNT(*) AS ?n) { ?s <a:p> ?o {| <a:q> ?t |} } GROUP BY ?s");
        assert!(
            grouped.added.is_empty() && grouped.notes[0].contains("groups"),
            "{grouped:?}"
        );
        let (inner, _) =
            traced("SELECT ?s { { SELECT DISTINCT ?s { ?s <a:p> ?o {| <a:q> ?t |} } } }");
        assert!(
            inner.added.is_empty() && inner.notes[0].contains("DISTINCT"),
            "{inner:?}"
        );
        let (plain, _) = traced("SELECT (COUNT(*) AS ?n) { ?s <a:p> ?o }");
        assert!(
            plain.added.is_empty() && plain.notes[0].contains("no pattern"),
            "{plain:?}"
        );
    }

    #[test]
    fn a_distinct_query_is_sliced_after_its_rows_are_merged() {
        let (distinct, text) = traced("SELECT DISTINCT ?s { ?s <a:p> ?o ~ ?st } LIMIT 3");
        assert_eq!(distinct.slice, Some((0, Some(3))));
        assert!(!text.contains("LIMIT"), "{text}");
        let (all, text) = traced("SELECT ?s { ?s <a:p> ?o ~ ?st } LIMIT 3");
        assert_eq!(all.slice, None);
        assert!(text.contains("LIMIT 3"), "{text}");
    }
}
