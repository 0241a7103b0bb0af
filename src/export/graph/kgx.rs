//! [KGX](https://github.com/biolink/kgx/blob/master/specification/kgx-format.md), the exchange of graphs in the words of the Biolink
//! model: `nodes.tsv` and `edges.tsv`.
//!
//! A category is the class of Biolink that the vocabulary links a class to, and a predicate the one of Biolink that it links a
//! property to ([`mapping`]); what has none is a `biolink:NamedThing`, and `biolink:related_to` with the property itself as
//! `original_predicate`. Ids are short names, and the IRIs have a column. The TSV of KGX has no quotation marks and no escapes: bars
//! separate the entries of lists, in every column.

use std::io::{self, Write};

use super::pick::Said;
use super::row::{Field, Kind, Row};
use super::terms::Terms;
use super::{Carries, Graph, Output, Style, View, look, mapping, thing, write_each};
use crate::export::Folder;
use crate::export::dataset::Id;
use crate::export::report::{Loss, Report};

pub const STYLE: Style = Style {
    write: Output::Folder(write),
    carries: Carries::Own(tell_losses),
    is_xml: false,
    most: None,
};

/// Where Biolink has its classes and predicates.
const BIOLINK: [&str; 1] = ["https://w3id.org/biolink/vocab/"];

/// Columns that KGX knows, and ours whose place they take.
const OF_NODES: [(&str, &str); 4] = [
    ("name", "label"),
    ("synonym", "alternatives"),
    ("description", "definition"),
    ("xref", "links"),
];
const OF_EDGES: [(&str, &str); 2] = [
    ("publications", "sourceIris"),
    ("supporting_text", "quotations"),
];

/// What else KGX takes for its own.
const NODES_TAKEN: [&str; 9] = [
    "id",
    "category",
    "name",
    "synonym",
    "description",
    "xref",
    "xrefs",
    "same_as",
    "provided_by",
];
const EDGES_TAKEN: [&str; 15] = [
    "id",
    "subject",
    "predicate",
    "object",
    "original_predicate",
    "primary_knowledge_source",
    "knowledge_source",
    "knowledge_level",
    "agent_type",
    "publications",
    "supporting_text",
    "negated",
    "qualifiers",
    "type",
    "provided_by",
];

fn write(graph: &Graph, folder: &mut Folder) -> io::Result<()> {
    let view = View::of_columns(graph, [&NODES_TAKEN, &EDGES_TAKEN]);
    folder.file("nodes.tsv", |out| nodes(&view, out))?;
    folder.file("edges.tsv", |out| edges(&view, out))
}

fn nodes(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let terms = &view.graph.terms;
    let columns = view.thing_columns();
    let header = columns.iter().map(|&(name, _)| named(&OF_NODES, name));
    line(["id", "category"].into_iter().chain(header), out)?;
    write_each(&view.graph.things, "", out, |&thing, out| {
        let own = [terms.short(thing), categories(terms, thing)];
        line(
            own.into_iter().chain(cells(&columns, &view.thing(thing))),
            out,
        )
    })
}

fn edges(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let terms = &view.graph.terms;
    let columns = view.relation_columns();
    let header = columns.iter().map(|&(name, _)| named(&OF_EDGES, name));
    let own = [
        "id",
        "subject",
        "predicate",
        "object",
        "original_predicate",
        "primary_knowledge_source",
        "knowledge_level",
        "agent_type",
    ];
    line(own.into_iter().chain(header), out)?;
    let source = format!("infores:{}", slug(&view.graph.title));
    write_each(&view.graph.relations, "", out, |said, out| {
        let [subject, property, object] = said.triple;
        let [level, agent] = known_by(view, said);
        let own = [
            view.details.id(said),
            terms.short(subject),
            predicate(terms, property),
            terms.short(object),
            terms.short(property),
            source.clone(),
            level.to_owned(),
            agent.to_owned(),
        ];
        let row = view.relation(said);
        line(own.into_iter().chain(cells(&columns, &row)), out)
    })
}

/// How a relation is known, in the words of Biolink: the knowledge level, and who came to it.
fn known_by(view: &View, said: &Said) -> [&'static str; 2] {
    match said.statement {
        None => ["not_provided", "not_provided"],
        Some(_) if view.details.is_inferred(said.statement) => {
            ["logical_entailment", "automated_agent"]
        }
        Some(_) => ["knowledge_assertion", "manual_agent"],
    }
}

/// The classes of Biolink that a thing is of.
fn categories(terms: &Terms, thing: Id) -> String {
    let mut categories: Vec<String> = thing::classes(terms, thing)
        .into_iter()
        .filter_map(|class| mapping::within(terms, class, &BIOLINK, is_word))
        .map(|name| format!("biolink:{name}"))
        .collect();
    categories.sort();
    categories.dedup();
    match categories.is_empty() {
        true => "biolink:NamedThing".to_owned(),
        false => categories.join("|"),
    }
}

fn predicate(terms: &Terms, property: Id) -> String {
    let mapped = mapping::within(terms, property, &BIOLINK, is_word);
    let name = mapped.unwrap_or_else(|| "related_to".to_owned());
    format!("biolink:{name}")
}

fn is_word(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The name of the project, as a source of knowledge has one.
fn slug(title: &str) -> String {
    let parts = title.split(|c: char| !c.is_ascii_alphanumeric());
    let parts = parts.filter(|part| !part.is_empty());
    let slug = parts.collect::<Vec<_>>().join("-").to_lowercase();
    match slug.is_empty() {
        true => "citable-project".to_owned(),
        false => slug,
    }
}

/// What a column is called in KGX.
fn named<'n>(own: &[(&'n str, &str)], name: &'n str) -> &'n str {
    let found = own.iter().find(|(_, ours)| *ours == name);
    found.map_or(name, |(theirs, _)| theirs)
}

/// The cells of a row, in the order of the columns.
fn cells<'r>(columns: &'r [(&str, Kind)], row: &'r Row) -> impl Iterator<Item = String> + use<'r> {
    columns.iter().map(|(name, _)| match row.get(name) {
        None => String::new(),
        Some(Field::List(entries)) => {
            let entries = entries.iter().map(|entry| plain(entry));
            // Biolink has one description of a thing.
            let between = if *name == "definition" { " " } else { "|" };
            entries.collect::<Vec<_>>().join(between)
        }
        Some(field) => plain(&field.flat()),
    })
}

/// A text without what ends a cell, a line, or an entry of a list.
fn plain(text: &str) -> String {
    look::line(text).replace('|', "¦")
}

fn line(cells: impl Iterator<Item = impl AsRef<str>>, out: &mut dyn Write) -> io::Result<()> {
    for (index, cell) in cells.enumerate() {
        let before = if index == 0 { "" } else { "\t" };
        write!(out, "{before}{}", cell.as_ref())?;
    }
    writeln!(out)
}

fn tell_losses(graph: &Graph, report: &mut Report) {
    let said = graph.values.iter().filter(|said| said.statement.is_some());
    report.lose(Loss::Values(said.count()));
    let view = View::of(graph);
    let bars = |row: Row| row.0.iter().any(|(_, field)| has_bar(field));
    let things = graph
        .things
        .iter()
        .filter(|thing| bars(view.thing(**thing)));
    let relations = graph.relations.iter();
    let relations = relations.filter(|said| bars(view.relation(said)));
    report.lose(Loss::Special(
        things.count() + relations.count(),
        [
            "thing or relation with a bar in a text, which separates the entries of lists: ¦ stands for it",
            "things and relations with bars in their texts, which separate the entries of lists: ¦ stands for them",
        ],
    ));
    let unmapped = |id: Id| predicate(&graph.terms, id) == "biolink:related_to";
    let relations = graph.relations.iter();
    let relations = relations.filter(|said| unmapped(said.triple[1]));
    report.lose(Loss::Special(
        relations.count(),
        [
            "relation whose property is not mapped to Biolink, which is biolink:related_to",
            "relations whose properties are not mapped to Biolink, which are biolink:related_to",
        ],
    ));
}

fn has_bar(field: &Field) -> bool {
    match field {
        Field::Text(text) => text.contains('|'),
        Field::List(texts) => texts.iter().any(|text| text.contains('|')),
        _ => false,
    }
}
