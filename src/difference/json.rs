//! A difference for programs: one JSON document.

use std::io::{self, Write};

use serde::Serialize;

use super::outline;
use super::quotation::{QuotationChange, Quoted};
use super::{
    Difference, EntityChange, Mapping, NodeChange, Section, Statement, StatementChange, What,
};

#[derive(Serialize)]
struct Document<'a> {
    before: &'a str,
    after: &'a str,
    differs: bool,
    summary: String,
    statements: Vec<Change<'a>>,
    inferred: Vec<Change<'a>>,
    entities: &'a [EntityChange],
    mappings: &'a [Mapping],
    sources: &'a [NodeChange],
    quotations: Vec<Quotation<'a>>,
    vocabulary: &'a [NodeChange],
    external: Vec<External<'a>>,
    other: &'a [NodeChange],
    quads: Quads,
}

#[derive(Serialize)]
struct Change<'a> {
    change: Section,
    before: Option<&'a Statement>,
    after: Option<&'a Statement>,
    what: &'a [What],
}

#[derive(Serialize)]
struct Quotation<'a> {
    change: &'static str,
    before: Option<&'a Quoted>,
    after: Option<&'a Quoted>,
}

#[derive(Serialize)]
struct External<'a> {
    graph: &'a str,
    removed: usize,
    added: usize,
}

/// How many quads only one version has, with those of the description.
#[derive(Serialize)]
struct Quads {
    removed: usize,
    added: usize,
}

pub fn write(
    difference: &Difference,
    [before, after]: [&str; 2],
    out: &mut dyn Write,
) -> io::Result<()> {
    let external = difference.external.iter();
    let document = Document {
        before,
        after,
        differs: !difference.is_empty(),
        summary: outline::summary(difference, &outline::chapters(difference)),
        statements: difference.statements.iter().map(change).collect(),
        inferred: difference.inferred.iter().map(change).collect(),
        entities: &difference.entities,
        mappings: &difference.mappings,
        sources: &difference.sources,
        quotations: difference.quotations.iter().map(quotation).collect(),
        vocabulary: &difference.terms,
        external: external
            .map(|(graph, removed, added)| External {
                graph,
                removed: *removed,
                added: *added,
            })
            .collect(),
        other: &difference.other,
        quads: Quads {
            removed: difference.quads.removed.len(),
            added: difference.quads.added.len(),
        },
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn change(change: &StatementChange) -> Change<'_> {
    Change {
        change: change.section(),
        before: change.before.as_ref(),
        after: change.after.as_ref(),
        what: &change.what,
    }
}

fn quotation(change: &QuotationChange) -> Quotation<'_> {
    Quotation {
        change: change.what(),
        before: change.before.as_ref(),
        after: change.after.as_ref(),
    }
}
