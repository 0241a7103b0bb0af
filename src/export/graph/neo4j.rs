//! CSV for [`neo4j-admin database import`](https://neo4j.com/docs/operations-manual/current/import/): things in `nodes.csv` and
//! relations in `relationships.csv`, each with a header that says the type of every column.
//!
//! A node has a label for each of its classes, and a relationship the name of its property as its type. Lists have
//! [`csv::SEPARATOR`] between their entries, which `--array-delimiter=U+001F` tells the importer: its own, the semicolon, is in many a
//! quotation.

use std::io;

use super::csv;
use super::names::Names;
use super::row::Kind;
use super::{Carries, Graph, Output, Style, View, thing, write_each};
use crate::export::Folder;

pub const STYLE: Style = Style {
    write: Output::Folder(write),
    carries: Carries::Own(csv::tell_losses),
    is_xml: false,
    most: None,
};

fn write(graph: &Graph, folder: &mut Folder) -> io::Result<()> {
    let view = View::of_database(graph);
    folder.file("nodes.csv", |out| nodes(&view, out))?;
    folder.file("relationships.csv", |out| relationships(&view, out))
}

fn nodes(view: &View, out: &mut dyn io::Write) -> io::Result<()> {
    let graph = view.graph;
    let columns = view.thing_columns();
    let classes = graph.things.iter();
    let classes = classes.flat_map(|&thing| thing::classes(&graph.terms, thing));
    let labels = Names::of(&graph.terms, classes.map(|class| (class, None)), []);
    let header = columns.iter().map(|&(name, kind)| match name {
        "iri" => "iri:ID".to_owned(),
        _ => header(name, kind),
    });
    let header: Vec<String> = header.chain([":LABEL".to_owned()]).collect();
    csv::line(header.iter().map(|cell| Some(cell.as_str())), out)?;
    write_each(&graph.things, "", out, |&thing, out| {
        let cells = csv::cells(&columns, &view.thing(thing));
        let classes = thing::classes(&graph.terms, thing).into_iter();
        let classes: Vec<String> = classes.map(|class| labels.term(class).to_owned()).collect();
        let classes = csv::list(&classes);
        let labels = (!classes.is_empty()).then_some(classes.as_str());
        csv::line(cells.iter().map(Option::as_deref).chain([labels]), out)
    })
}

fn relationships(view: &View, out: &mut dyn io::Write) -> io::Result<()> {
    let graph = view.graph;
    let terms = &graph.terms;
    let columns = view.relation_columns();
    let properties = graph.relations.iter().map(|said| (said.triple[1], None));
    let types = Names::of(terms, properties, []);
    let header = columns.iter().map(|&(name, kind)| header(name, kind));
    let ends = [":START_ID", ":TYPE", ":END_ID", "id:string"].map(str::to_owned);
    let header: Vec<String> = ends.into_iter().chain(header).collect();
    csv::line(header.iter().map(|cell| Some(cell.as_str())), out)?;
    write_each(&graph.relations, "", out, |said, out| {
        let [subject, property, object] = said.triple;
        let (start, end, id) = (
            terms.text(subject),
            terms.text(object),
            view.details.id(said),
        );
        let cells = csv::cells(&columns, &view.relation(said));
        let ends = [&start, types.term(property), &end, &id].map(Some);
        csv::line(
            ends.into_iter().chain(cells.iter().map(Option::as_deref)),
            out,
        )
    })
}

/// A column's name with the type that the importer has for its kind.
fn header(name: &str, kind: Kind) -> String {
    let kind = match kind {
        Kind::Text => "string",
        Kind::List => "string[]",
        Kind::Integer => "long",
        Kind::Number => "double",
        Kind::Flag => "boolean",
        Kind::Day => "date",
    };
    format!("{name}:{kind}")
}
