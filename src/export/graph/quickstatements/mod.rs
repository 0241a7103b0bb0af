//! [QuickStatements](https://www.wikidata.org/wiki/Help:QuickStatements), version 1: a statement a line, for Wikidata.
//!
//! An entity is the item that it is the same as, and a property that of Wikidata which the vocabulary links it to
//! ([`mapping`]). What has no such link is left out and counted: nothing is matched by its name, and no item is made.
//! A statement that is inferred is left out as well, since Wikidata has those that it follows from.

mod reference;
mod time;

use std::collections::BTreeMap;
use std::io::{self, Write};

use oxrdf::Literal;

use super::pick::Said;
use super::relation::Details;
use super::{Carries, Graph, Output, Style, mapping, thing, write_each};
use crate::export::dataset::{Id, Value};
use crate::export::report::{Loss, Report};
use crate::vocab::{self, IDENTITY, citable, xsd};

pub const STYLE: Style = Style {
    write: Output::File(write),
    carries: Carries::Own(tell_losses),
    is_xml: false,
    most: None,
};

/// Where Wikidata has its items and properties.
const ITEMS: [&str; 2] = [
    "http://www.wikidata.org/entity/",
    "https://www.wikidata.org/entity/",
];
const PROPERTIES: [&str; 3] = [ITEMS[0], ITEMS[1], "http://www.wikidata.org/prop/direct/"];

/// How many characters a text of Wikidata has at most.
const LONGEST: usize = 1500;

/// What of statements is not in the lines.
#[derive(Clone, Copy, Debug, Default)]
struct Lost {
    unmapped: usize,
    inferred: usize,
    values: usize,
    times: usize,
    roles: usize,
    quotations: usize,
    readings: usize,
}

fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let lines = Lines::of(graph);
    write_each(&lines.said(), "", out, |said, out| {
        match lines.line(said, &mut Lost::default()) {
            Some(line) => writeln!(out, "{line}"),
            None => Ok(()),
        }
    })
}

fn tell_losses(graph: &Graph, report: &mut Report) {
    let lines = Lines::of(graph);
    let mut lost = Lost::default();
    for said in lines.said() {
        lines.line(said, &mut lost);
    }
    for (count, words) in [
        (
            lost.unmapped,
            [
                "statement of which subject, property or object is not mapped to Wikidata",
                "statements of which subject, property or object is not mapped to Wikidata",
            ],
        ),
        (
            lost.inferred,
            [
                "inferred statement, which follows from others",
                "inferred statements, which follow from others",
            ],
        ),
        (
            lost.values,
            [
                "value that QuickStatements cannot write",
                "values that QuickStatements cannot write",
            ],
        ),
        (
            lost.times,
            [
                "time that Wikidata has no form for",
                "times that Wikidata has no form for",
            ],
        ),
        (
            lost.roles,
            [
                "role that is not mapped to Wikidata",
                "roles that are not mapped to Wikidata",
            ],
        ),
        (
            lost.quotations,
            [
                "quotation that is longer than Wikidata takes",
                "quotations that are longer than Wikidata takes",
            ],
        ),
        (
            lost.readings,
            [
                "statement's confidence, status, rank, locators and remarks",
                "statements' confidence, status, rank, locators and remarks",
            ],
        ),
        (
            graph.things.len(),
            [
                "thing's names, classes, definition and links",
                "things' names, classes, definitions and links",
            ],
        ),
    ] {
        report.lose(Loss::Special(count, words));
    }
}

/// What turns statements into lines.
struct Lines<'g, 'b> {
    graph: &'g Graph<'b>,
    details: Details<'g, 'b>,
    /// The properties of Wikidata, by those of the vocabulary.
    properties: BTreeMap<Id, String>,
}

impl<'g, 'b> Lines<'g, 'b> {
    fn of(graph: &'g Graph<'b>) -> Lines<'g, 'b> {
        let details = Details::new(&graph.terms, &graph.readings);
        let mut properties = BTreeMap::new();
        for said in graph.relations.iter().chain(&graph.values) {
            let roles = details.role_list(said.statement);
            for property in roles.into_iter().map(|role| role.0).chain([said.triple[1]]) {
                properties.entry(property).or_insert_with(|| {
                    mapping::within(&graph.terms, property, &PROPERTIES, |rest| is_id(rest, 'P'))
                });
            }
        }
        let mapped = properties.into_iter();
        Lines {
            graph,
            details,
            properties: mapped.filter_map(|(id, to)| Some((id, to?))).collect(),
        }
    }

    /// All that is said, relations before values.
    fn said(&self) -> Vec<&'g Said> {
        self.graph
            .relations
            .iter()
            .chain(&self.graph.values)
            .collect()
    }

    /// A statement as a line, if it is mapped.
    fn line(&self, said: &Said, lost: &mut Lost) -> Option<String> {
        if self.details.is_inferred(said.statement) {
            lost.inferred += 1;
            return None;
        }
        let [subject, property, object] = said.triple;
        let ends = (self.item(subject), self.properties.get(&property));
        let (Some(subject), Some(property)) = ends else {
            lost.unmapped += 1;
            return None;
        };
        let mut cells = vec![subject, property.clone()];
        match self.object(object, thing::unit(&self.graph.terms, said), lost) {
            Some(value) => cells.push(value),
            None => return None,
        }
        if let Some(statement) = said.statement {
            lost.readings += 1;
            self.times(statement, &mut cells, lost);
            self.roles(said, &mut cells, lost);
            self.references(statement, &mut cells, lost);
        }
        Some(cells.join("\t"))
    }

    /// The item that a thing is the same as.
    fn item(&self, thing: Id) -> Option<String> {
        let terms = &self.graph.terms;
        let own = [terms.text(thing)].into_iter();
        let links = IDENTITY
            .into_iter()
            .flat_map(|link| terms.texts(thing, link));
        own.chain(links).find_map(|iri| {
            let mut items = ITEMS.iter().filter_map(|space| iri.strip_prefix(space));
            items.find(|item| is_id(item, 'Q')).map(str::to_owned)
        })
    }

    fn object(&self, object: Id, unit: Option<Id>, lost: &mut Lost) -> Option<String> {
        match self.graph.terms.value(object) {
            Value::Literal(literal) => {
                let value = self.value(&literal, unit);
                lost.values += usize::from(value.is_none());
                value
            }
            _ => {
                let item = self.item(object);
                lost.unmapped += usize::from(item.is_none());
                item
            }
        }
    }

    fn value(&self, literal: &Literal, unit: Option<Id>) -> Option<String> {
        let (value, datatype) = (literal.value(), literal.datatype());
        if let Some(language) = literal.language() {
            return monolingual(language, value);
        }
        if vocab::is_numeric(datatype) {
            let number = is_quantity(value).then(|| value.to_owned())?;
            let Some(unit) = unit else {
                return Some(number);
            };
            let unit = mapping::within(&self.graph.terms, unit, &ITEMS, |rest| is_id(rest, 'Q'))?;
            return Some(format!("{number}U{}", unit.trim_start_matches('Q')));
        }
        if vocab::is_date(datatype) {
            return time::point(value);
        }
        let is_text = [xsd::STRING, xsd::ANY_URI].contains(&datatype);
        is_text.then(|| string(value)).flatten()
    }

    fn times(&self, statement: Id, cells: &mut Vec<String>, lost: &mut Lost) {
        for (word, property) in [
            (time::Word::Since, citable::SINCE),
            (time::Word::Until, citable::UNTIL),
            (time::Word::At, citable::AT),
            (time::Word::AsOf, citable::AS_OF),
            (time::Word::Throughout, citable::THROUGHOUT),
        ] {
            for text in self.graph.terms.texts(statement, property) {
                match time::qualifiers(word, &text) {
                    Some(qualifiers) => {
                        let pairs = qualifiers.into_iter();
                        cells.extend(pairs.flat_map(|(name, value)| [name.to_owned(), value]));
                    }
                    None => lost.times += 1,
                }
            }
        }
    }

    fn roles(&self, said: &Said, cells: &mut Vec<String>, lost: &mut Lost) {
        for (role, object) in self.details.role_list(said.statement) {
            let value = match self.graph.terms.value(object) {
                Value::Literal(literal) => self.value(&literal, None),
                _ => self.item(object),
            };
            match (self.properties.get(&role), value) {
                (Some(property), Some(value)) => cells.extend([property.clone(), value]),
                _ => lost.roles += 1,
            }
        }
    }
}

/// Whether a text is the number of an item or a property.
fn is_id(text: &str, letter: char) -> bool {
    let digits = text.strip_prefix(letter).unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a number has only digits, and perhaps a sign and a point.
fn is_quantity(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    all(whole) && all(part)
}

/// A text in quotation marks, on one line, unless it is too long.
fn string(text: &str) -> Option<String> {
    let line = super::look::line(text);
    let fits = !line.is_empty() && line.chars().count() <= LONGEST;
    fits.then(|| format!("\"{line}\""))
}

/// A text with its language.
fn monolingual(language: &str, text: &str) -> Option<String> {
    Some(format!("{}:{}", language.to_lowercase(), string(text)?))
}
