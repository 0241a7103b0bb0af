//! KGTK's edges (<https://kgtk.readthedocs.io/en/latest/specification/>): tab-separated values with `node1`, `label`, `node2` and `id`. An edge
//! whose `node1` is the `id` of another one qualifies it.

use std::collections::{HashMap, HashSet};

use oxrdf::Literal;

use super::quickstatements::time;
use super::rows::{Dialect, each};
use super::wikibase::{
    self, DEPRECATED, Snak, Statement, WIKIDATA, in_language, point, say, string,
};
use crate::import::found::{Found, Rank, Text};
use crate::import::{ImportError, Source};
use crate::vocab::xsd;

/// What the columns may be called.
const NODE1: &[&str] = &["node1", "from", "subject"];
const LABEL: &[&str] = &["label", "predicate", "relation", "relationship"];
const NODE2: &[&str] = &["node2", "to", "object"];

const DIALECT: Dialect = Dialect {
    delimiter: b'\t',
    quoting: false,
};

/// Properties by which a thing is described, of KGTK and of Wikidata's dumps in it.
const LABELS: &[&str] = &["label", "rdfs:label", "P1813", "preferred_label"];
const ALIASES: &[&str] = &["alias", "skos:altLabel", "P742"];
const DESCRIPTIONS: &[&str] = &["description", "schema:description"];
const CLASSES: &[&str] = &["P31", "instance_of", "isa", "rdf:type"];

struct Edge {
    line: u64,
    id: Option<String>,
    node1: String,
    label: String,
    node2: String,
    rank: Option<String>,
}

pub fn read(source: &Source, found: &mut Found) -> Result<(), ImportError> {
    let edges = edges(source, found)?;
    let ids = edges.iter().filter_map(|edge| edge.id.as_deref());
    let ids: HashSet<&str> = ids.collect();
    let mut qualifiers: HashMap<&str, Vec<&Edge>> = HashMap::new();
    for edge in &edges {
        if ids.contains(edge.node1.as_str()) {
            qualifiers.entry(&edge.node1).or_default().push(edge);
        }
    }
    for edge in &edges {
        if !ids.contains(edge.node1.as_str()) {
            let of = edge.id.as_deref().and_then(|id| qualifiers.get(id));
            let said = edge_said(edge, of.map_or(&[][..], Vec::as_slice), found);
            said.map_err(|message| source.wrong(edge.line, message))?;
        }
    }
    Ok(())
}

fn edges(source: &Source, found: &mut Found) -> Result<Vec<Edge>, ImportError> {
    let rename = |name: &str| {
        let plain = [("node1", NODE1), ("label", LABEL), ("node2", NODE2)];
        let known = plain.iter().find(|(_, names)| names.contains(&name));
        known.map_or(name, |(plain, _)| plain).to_owned()
    };
    let mut edges = Vec::new();
    each(
        source,
        DIALECT,
        rename,
        &["node1", "label", "node2"],
        |row| {
            let (Some(node1), Some(label), Some(node2)) =
                (row.get("node1"), row.get("label"), row.get("node2"))
            else {
                let message = "this edge has an empty `node1`, `label` or `node2`".to_owned();
                return Err(source.wrong(row.line, message));
            };
            for (name, cell) in row.cells() {
                let is_known = ["node1", "label", "node2", "id", "rank"].contains(&name);
                // What KGTK adds to Wikidata's edges says nothing that the value doesn't.
                if !is_known && !name.starts_with("node2;") {
                    found
                        .left
                        .out(&format!("cells of the column `{name}`"), cell);
                }
            }
            for node2 in list(node2) {
                edges.push(Edge {
                    line: row.line,
                    id: row.get("id").map(str::to_owned),
                    node1: node1.to_owned(),
                    label: label.to_owned(),
                    node2: node2.to_owned(),
                    rank: row.get("rank").map(str::to_owned),
                });
            }
            Ok(())
        },
    )?;
    Ok(edges)
}

/// The values of a cell, with bars between them outside of strings; `\|` is a bar.
fn list(cell: &str) -> Vec<&str> {
    let (mut parts, mut start, mut within, mut escaped) = (Vec::new(), 0, None, false);
    for (at, c) in cell.char_indices() {
        match (c, within) {
            _ if escaped => escaped = false,
            ('\\', _) => escaped = true,
            ('"' | '\'', None) if at == start => within = Some(c),
            (c, Some(open)) if c == open => within = None,
            ('|', None) => {
                parts.push(&cell[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&cell[start..]);
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}

fn edge_said(edge: &Edge, qualifiers: &[&Edge], found: &mut Found) -> Result<(), String> {
    let subject = symbol(&edge.node1);
    let label = edge.label.as_str();
    let value = snak(&edge.node2)?;
    if let (true, Snak::Literal(literal)) = (is_description(label), &value) {
        describe(&subject, label, literal, found);
        return Ok(());
    }
    if let (true, Snak::Entity(class)) = (CLASSES.contains(&label), &value) {
        let class = found.term(class);
        let subject = found.thing(&subject);
        found.thing_mut(subject).classes.push(class);
        return Ok(());
    }
    let mut rank = rank(edge.rank.as_deref());
    let mut said = Vec::new();
    for qualifier in qualifiers {
        match qualifier.label.as_str() {
            "rank" => rank = self::rank(Some(&qualifier.node2)),
            label => said.push((label.to_owned(), snak(&qualifier.node2)?)),
        }
    }
    say(
        Statement {
            root: WIKIDATA,
            subject,
            property: label.to_owned(),
            value,
            qualifiers: said,
            rank,
            references: Vec::new(),
        },
        found,
    );
    Ok(())
}

fn rank(text: Option<&str>) -> Rank {
    match text {
        Some("preferred") => Rank::Preferred,
        Some("deprecated") => Rank::Deprecated(DEPRECATED.to_owned()),
        _ => Rank::Normal,
    }
}

fn is_description(label: &str) -> bool {
    [LABELS, ALIASES, DESCRIPTIONS].concat().contains(&label)
}

fn describe(subject: &str, label: &str, literal: &Literal, found: &mut Found) {
    let text = Text {
        text: literal.value().to_owned(),
        lang: literal.language().map(str::to_owned),
    };
    let number = subject.rsplit('/').next().unwrap_or_default();
    let is_label = LABELS.contains(&label);
    if wikibase::is_property(number) {
        let property = wikibase::property(WIKIDATA, number, found);
        if is_label {
            found.term_mut(property).labels.push(text);
        }
        return;
    }
    if is_label {
        let class = found.term(subject);
        found.term_mut(class).labels.push(text.clone());
    }
    if !found.wants(subject) {
        return;
    }
    let thing = found.thing(subject);
    let thing = found.thing_mut(thing);
    thing.is_described = true;
    if is_label {
        thing.labels.push(text);
    } else if ALIASES.contains(&label) {
        thing.aliases.push(text);
    } else {
        thing.definitions.push(text);
    }
}

/// The key of a symbol: of Wikidata's numbers their IRI, and of others what they are.
fn symbol(text: &str) -> String {
    let digits = text.strip_prefix(['Q', 'P', 'L']);
    let is_number = digits
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
    match is_number {
        true => format!("{WIKIDATA}entity/{text}"),
        false => text.to_owned(),
    }
}

/// A value, by its first character.
fn snak(text: &str) -> Result<Snak, String> {
    let wrong = |expected: &str| format!("`{text}` is no value: expected {expected}");
    match text.chars().next().unwrap_or_default() {
        '"' => {
            let inner = text[1..].strip_suffix('"');
            let inner = inner.ok_or_else(|| wrong("a closing quotation mark"))?;
            Ok(string(&unescaped(inner)))
        }
        '\'' => {
            let cut = text[1..].rsplit_once("'@");
            let (inner, lang) = cut.ok_or_else(|| wrong("a language after it, as 'Russia'@en"))?;
            Ok(in_language(&unescaped(inner), lang))
        }
        '^' => time(&text[1..]).ok_or_else(|| wrong("a time as ^1990-00-00T00:00:00Z/9")),
        '@' => {
            let cut = text[1..].split_once('/');
            let (latitude, longitude) = cut.ok_or_else(|| wrong("a place as @43.26/-2.92"))?;
            Ok(point(latitude, longitude))
        }
        '0'..='9' | '+' | '-' | '.' => {
            Ok(quantity(text).unwrap_or_else(|| Snak::Entity(symbol(text))))
        }
        _ if matches!(text, "True" | "False") => {
            let value = text.to_ascii_lowercase();
            Ok(Snak::Literal(Literal::new_typed_literal(
                value,
                xsd::BOOLEAN,
            )))
        }
        _ if text == "somevalue" => Ok(Snak::Odd(wikibase::json::SOME)),
        _ if text == "novalue" => Ok(Snak::Odd(wikibase::json::NONE)),
        _ => Ok(Snak::Entity(symbol(text))),
    }
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => plain.push(match rest.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some(other) => other,
                None => '\\',
            }),
            c => plain.push(c),
        }
    }
    plain
}

/// A number, with tolerances that are let go of, and a unit: of Wikidata, or as it is written.
fn quantity(text: &str) -> Option<Snak> {
    let end = text
        .char_indices()
        .find(|(at, c)| !(c.is_ascii_digit() || *c == '.' || (*at == 0 && matches!(c, '+' | '-'))))
        .map_or(text.len(), |(at, _)| at);
    let (number, rest) = text.split_at(end);
    number.parse::<f64>().ok()?;
    let rest = match rest.strip_prefix('[') {
        Some(bounds) => bounds.split_once(']')?.1,
        None => rest,
    };
    let is_unit = rest.chars().all(char::is_alphanumeric);
    is_unit.then(|| Snak::Quantity {
        amount: number.to_owned(),
        unit: (!rest.is_empty()).then(|| symbol(rest)),
    })
}
