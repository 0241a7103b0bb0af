//! CSV for [Kùzu](https://docs.kuzudb.com/import/csv/) and its successor [Ladybug](https://docs.ladybugdb.com/), with
//! `schema.cypher`, which creates the tables, and `copy.cypher`, which fills them.
//!
//! All things are in one table `Thing`, since a node of Kùzu is in one table only while a thing has several classes, what
//! follows from its class among them: they are a list of it. Relations are a table for each property, as queries name
//! them: `(:Thing)-[:memberOf]->(:Thing)`. A list is one cell, which `copy.cypher` splits: Kùzu's own form of lists has no
//! way to hold every text.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::names::Names;
use super::pick::Said;
use super::row::Kind;
use super::{Carries, Graph, Output, Style, View, csv, write_each};
use crate::export::Folder;
use crate::export::dataset::Id;

pub const STYLE: Style = Style {
    write: Output::Folder(write),
    carries: Carries::Own(csv::tell_losses),
    is_xml: false,
    most: None,
};

/// The table of things, and the name of their file.
const THINGS: &str = "Thing";
const NODES: &str = "nodes.csv";

/// What the table says that is one property's, so that no row has to.
const OF_THE_TABLE: [&str; 2] = ["label", "property"];

/// A table of relations: the property's number, its name, and what it relates.
struct Table<'g> {
    property: Id,
    name: &'g str,
    relations: Vec<&'g Said>,
}

impl Table<'_> {
    fn file(&self) -> String {
        format!("relations/{}.csv", self.name)
    }
}

fn write(graph: &Graph, folder: &mut Folder) -> io::Result<()> {
    let view = View::of_database(graph);
    let things = view.thing_columns();
    let mut relations = vec![("id", Kind::Text)];
    relations.extend(view.relation_columns());
    relations.retain(|(name, _)| !OF_THE_TABLE.contains(name));
    let properties = graph.relations.iter().map(|said| (said.triple[1], None));
    let names = Names::of(&graph.terms, properties, [THINGS]);
    let tables = tables(graph, &names);
    folder.file("schema.cypher", |out| {
        write!(
            out,
            "CREATE NODE TABLE `{THINGS}`({}, ",
            declared(&things, Kind::of_kuzu)
        )?;
        writeln!(out, "PRIMARY KEY(`iri`));")?;
        for table in &tables {
            let columns = declared(&relations, Kind::of_kuzu);
            let (name, iri) = (table.name, graph.terms.text(table.property));
            writeln!(
                out,
                "CREATE REL TABLE `{name}`(FROM `{THINGS}` TO `{THINGS}`, {columns});"
            )?;
            writeln!(out, "COMMENT ON TABLE `{name}` IS {};", string(&iri))?;
        }
        Ok(())
    })?;
    let mut ends = vec![("source", Kind::Text), ("target", Kind::Text)];
    ends.extend(&relations);
    folder.file("copy.cypher", |out| {
        copy(THINGS, NODES, &things, out)?;
        let mut tables = tables.iter();
        tables.try_for_each(|table| copy(table.name, &table.file(), &ends, out))
    })?;
    folder.file(NODES, |out| {
        csv::line(things.iter().map(|(name, _)| Some(*name)), out)?;
        write_each(&graph.things, "", out, |&thing, out| {
            let cells = csv::cells(&things, &view.thing(thing));
            csv::line(cells.iter().map(Option::as_deref), out)
        })
    })?;
    for table in &tables {
        folder.file(&table.file(), |out| {
            csv::line(ends.iter().map(|(name, _)| Some(*name)), out)?;
            write_each(&table.relations, "", out, |said, out| {
                let mut row = view.relation(said);
                row.text("source", graph.terms.text(said.triple[0]));
                row.text("target", graph.terms.text(said.triple[2]));
                row.text("id", view.details.id(said));
                let cells = csv::cells(&ends, &row);
                csv::line(cells.iter().map(Option::as_deref), out)
            })
        })?;
    }
    Ok(())
}

/// The relations by their properties, in the order of these.
fn tables<'g>(graph: &'g Graph, names: &'g Names) -> Vec<Table<'g>> {
    let mut by_property: BTreeMap<Id, Vec<&Said>> = BTreeMap::new();
    for said in &graph.relations {
        by_property.entry(said.triple[1]).or_default().push(said);
    }
    let tables = by_property.into_iter().map(|(property, relations)| Table {
        property,
        name: names.term(property),
        relations,
    });
    tables.collect()
}

/// Columns with their types.
fn declared(columns: &[(&str, Kind)], kind: fn(Kind) -> &'static str) -> String {
    let columns = columns
        .iter()
        .map(|(name, of)| format!("`{name}` {}", kind(*of)));
    columns.collect::<Vec<_>>().join(", ")
}

/// The statement that fills a table from its file.
fn copy(table: &str, file: &str, columns: &[(&str, Kind)], out: &mut dyn Write) -> io::Result<()> {
    let as_read = |kind| match kind {
        Kind::List => "STRING",
        kind => kind.of_kuzu(),
    };
    let returned = columns.iter().map(|(name, kind)| match kind {
        Kind::List => format!("string_split(`{name}`, '{}')", csv::SEPARATOR),
        _ => format!("`{name}`"),
    });
    writeln!(
        out,
        "COPY `{table}` FROM (LOAD WITH HEADERS ({}) FROM {} (header=true, delim=\",\", quote=\"\\\"\", escape=\"\\\"\", \
         parallel=false, auto_detect=false) RETURN {});",
        declared(columns, as_read),
        string(file),
        returned.collect::<Vec<_>>().join(", ")
    )
}

/// A text as a string of Cypher.
fn string(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

impl Kind {
    /// The type of a column.
    fn of_kuzu(self) -> &'static str {
        match self {
            Kind::Text => "STRING",
            Kind::List => "STRING[]",
            Kind::Integer => "INT64",
            Kind::Number => "DOUBLE",
            Kind::Flag => "BOOLEAN",
            Kind::Day => "DATE",
        }
    }
}
