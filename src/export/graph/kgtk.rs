//! [KGTK](https://kgtk.readthedocs.io/en/latest/specification/): one file of edges, `id node1 label node2`, in which the id of
//! an edge is the `node1` of what qualifies it.
//!
//! Relations and values are edges, and all that is known of each are edges about its id, by the names of the fields.
//! Nodes are short names; edges with the label `prefix_expansion` say what their prefixes stand for, as `kgtk
//! import-ntriples` has it. Names and descriptions have the labels that KGTK's tools look for.

use std::collections::BTreeSet;
use std::io::{self, Write};

use oxrdf::{Literal, NamedNodeRef};

use super::pick::Said;
use super::row::{Field, Row};
use super::{Carries, Graph, Output, Style, View, relation, thing, write_each};
use crate::date::{Date, Precision};
use crate::export::dataset::{Id, Value};
use crate::vocab::{self, owl, schema, skos, xsd};

pub const STYLE: Style = Style {
    write: Output::File(write),
    carries: Carries::Everything,
    is_xml: false,
    most: None,
};

/// What a thing is called, and what is said of it without a statement.
const NAMES: [(&str, NamedNodeRef<'static>); 4] = [
    ("alias", skos::ALT_LABEL),
    ("alias", skos::HIDDEN_LABEL),
    ("description", skos::DEFINITION),
    ("note", skos::NOTE),
];
const LINKS: [(&str, NamedNodeRef<'static>); 5] = [
    ("schema:sameAs", schema::SAME_AS),
    ("owl:sameAs", owl::SAME_AS),
    ("skos:exactMatch", skos::EXACT_MATCH),
    ("skos:closeMatch", skos::CLOSE_MATCH),
    ("schema:url", schema::URL),
];

/// Fields that are in the edge itself, or told of its property.
const TOLD: [&str; 3] = ["iri", "label", "property"];

/// Fields whose texts are IRIs.
const IRIS: [&str; 4] = ["sourceIris", "premises", "dossiers", "seeAlso"];

fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let view = View::of(graph);
    let terms = &graph.terms;
    writeln!(out, "id\tnode1\tlabel\tnode2")?;
    let mut head = Vec::new();
    for (prefix, namespace) in terms.prefixes() {
        edge(
            "",
            prefix,
            "prefix_expansion",
            &string(namespace),
            &mut head,
        )?;
    }
    let said = graph.relations.iter().chain(&graph.values);
    let mut words: BTreeSet<Id> = said.map(|said| said.triple[1]).collect();
    words.extend(
        graph
            .things
            .iter()
            .flat_map(|&thing| thing::classes(terms, thing)),
    );
    words.retain(|word| graph.things.binary_search(word).is_err());
    for word in words {
        named(graph, word, &mut head)?;
    }
    out.write_all(&head)?;
    write_each(&graph.things, "", out, |&thing, out| {
        named(graph, thing, out)?;
        for class in thing::classes(terms, thing) {
            edge(
                "",
                &node(graph, thing),
                "rdf:type",
                &node(graph, class),
                out,
            )?;
        }
        for said in graph.values(thing) {
            self::said(&view, said, out)?;
        }
        Ok(())
    })?;
    write_each(&graph.relations, "", out, |said, out| {
        self::said(&view, said, out)
    })
}

/// What a term is called, what it means, and what it is elsewhere: each once, though two properties say it.
fn named(graph: &Graph, term: Id, out: &mut Vec<u8>) -> io::Result<()> {
    let terms = &graph.terms;
    let name = node(graph, term);
    let labels = terms.label_literals(term).into_iter();
    let mut told: Vec<(&str, String)> = labels.map(|label| ("label", value(&label))).collect();
    for (label, property) in NAMES.into_iter().chain(LINKS) {
        let objects = terms.objects(term, property);
        told.extend(objects.map(|object| (label, object_of(graph, object))));
    }
    let mut seen = BTreeSet::new();
    told.retain(|one| seen.insert(one.clone()));
    told.iter()
        .try_for_each(|(label, value)| edge("", &name, label, value, out))
}

/// The edge of a relation or a value, and those that qualify it.
fn said(view: &View, said: &Said, out: &mut Vec<u8>) -> io::Result<()> {
    let graph = view.graph;
    let [subject, property, object] = said.triple;
    let id = match said.statement {
        Some(statement) if view.details.id(said) == graph.terms.text(statement) => {
            node(graph, statement)
        }
        _ => format!("triple-{}", view.details.id(said)),
    };
    let (subject, property) = (node(graph, subject), node(graph, property));
    edge(&id, &subject, &property, &object_of(graph, object), out)?;
    let mut row = Row::default();
    view.details.tell(said.statement, &mut row);
    if let Some(unit) = thing::unit(&graph.terms, said) {
        edge("", &id, "unit", &node(graph, unit), out)?;
    }
    if let Value::Literal(literal) = graph.terms.value(object)
        && !is_told(&literal)
    {
        let datatype = literal.datatype().as_str().to_owned();
        edge("", &id, "datatype", &graph.terms.short_iri(&datatype), out)?;
    }
    for (name, field) in row
        .0
        .iter()
        .filter(|(name, _)| !TOLD.contains(&name.as_str()))
    {
        qualify(graph, &id, name, field, out)?;
    }
    for (role, object) in view.details.role_list(said.statement) {
        edge("", &id, &node(graph, role), &object_of(graph, object), out)?;
    }
    Ok(())
}

fn qualify(
    graph: &Graph,
    id: &str,
    name: &str,
    field: &Field,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let text = |text: &str| {
        if IRIS.contains(&name) {
            return graph.terms.short_iri(text);
        }
        let date = relation::is_date(name).then(|| date(text)).flatten();
        date.unwrap_or_else(|| string(text))
    };
    match field {
        Field::Text(value) => edge("", id, name, &text(value), out),
        Field::List(values) => {
            // An edge is there once, though two quotations have the same place.
            let once: BTreeSet<&String> = values.iter().collect();
            once.into_iter()
                .try_for_each(|value| edge("", id, name, &text(value), out))
        }
        Field::Integer(number) => edge("", id, name, &number.to_string(), out),
        Field::Number(number) => edge("", id, name, &number.to_string(), out),
        Field::Flag(flag) => edge("", id, name, boolean(*flag), out),
        Field::Rows(_) => Ok(()), // roles, which are told by their numbers
    }
}

/// Writes an edge. One without an id is named after what it says, so that the same build gives the same ids.
fn edge(id: &str, node1: &str, label: &str, node2: &str, out: &mut Vec<u8>) -> io::Result<()> {
    let own = match id {
        "" => format!(
            "edge-{}",
            crate::iri::key(&[node1, label, node2].join("\t"))
        ),
        id => id.to_owned(),
    };
    writeln!(out, "{own}\t{node1}\t{label}\t{node2}")
}

fn node(graph: &Graph, term: Id) -> String {
    graph.terms.short(term)
}

fn object_of(graph: &Graph, object: Id) -> String {
    match graph.terms.value(object) {
        Value::Literal(literal) => value(&literal),
        _ => node(graph, object),
    }
}

/// A value as KGTK types it.
fn value(literal: &Literal) -> String {
    let (text, datatype) = (literal.value(), literal.datatype());
    if let Some(language) = literal.language().and_then(primary) {
        return format!("'{}'@{language}", escaped(text, '\''));
    }
    let typed = if vocab::is_numeric(datatype) {
        number(text)
    } else if vocab::is_date(datatype) {
        date(text)
    } else if datatype == xsd::BOOLEAN {
        Some(boolean(matches!(text, "true" | "1")).to_owned())
    } else {
        None
    };
    typed.unwrap_or_else(|| string(text))
}

/// Whether KGTK's type of a value says what the value is.
fn is_told(literal: &Literal) -> bool {
    let datatype = literal.datatype();
    literal.language().and_then(primary).is_some()
        || [xsd::STRING, xsd::BOOLEAN, xsd::INTEGER].contains(&datatype)
        || datatype == xsd::DECIMAL && literal.value().contains('.')
        || vocab::is_date(datatype) && date(literal.value()).is_some()
}

/// The first part of a language, if it is of ISO 639: KGTK takes few of those with more.
fn primary(language: &str) -> Option<&str> {
    let primary = language.split('-').next()?;
    let known = isolang::Language::from_639_1(primary);
    known.or(isolang::Language::from_639_3(primary))?;
    Some(primary)
}

fn boolean(flag: bool) -> &'static str {
    if flag { "True" } else { "False" }
}

/// A decimal number without zeros before it, which KGTK would take for another base.
fn number(text: &str) -> Option<String> {
    text.parse::<f64>()
        .ok()
        .filter(|number| number.is_finite())?;
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = digits.trim_start_matches('0');
    let zero = if digits.starts_with(|c: char| c.is_ascii_digit()) {
        ""
    } else {
        "0"
    };
    Some(format!("{sign}{zero}{digits}"))
}

/// The years that KGTK takes for valid, if it isn't told others.
const YEARS: std::ops::RangeInclusive<i64> = 1583..=2100;

/// A year, month or day as a date with its precision; of any other time the words are kept.
fn date(text: &str) -> Option<String> {
    let date = Date::parse(text).ok().filter(|date| !date.is_marked())?;
    if !YEARS.contains(&date.earliest().year) {
        return None;
    }
    let precision = match date.precision() {
        Precision::Day => 11,
        Precision::Month => 10,
        Precision::Year => 9,
        Precision::Season | Precision::Decade | Precision::Century => return None,
    };
    Some(format!("^{}T00:00:00Z/{precision}", date.earliest()))
}

fn string(text: &str) -> String {
    format!("\"{}\"", escaped(text, '"'))
}

/// A text without what ends a value, a column, a line or an entry of a list.
fn escaped(text: &str, quote: char) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\\' | '|' => escaped.extend(['\\', c]),
            c if c == quote => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}
