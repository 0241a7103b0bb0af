//! What is told of a thing.

use std::collections::BTreeMap;

use oxrdf::NamedNodeRef;

use super::pick::Said;
use super::relation::Details;
use super::row::{self, Field, Kind, Row};
use super::terms::Terms;
use crate::export::dataset::{Id, Value};
use crate::vocab::{IDENTITY, citable, schema, skos, xsd};

/// The columns that every thing may have.
pub const COLUMNS: [(&str, Kind); 8] = [
    ("iri", Kind::Text),
    ("label", Kind::Text),
    ("alternatives", Kind::List),
    ("classes", Kind::List),
    ("classIris", Kind::List),
    ("definition", Kind::List),
    ("notes", Kind::List),
    ("links", Kind::List),
];

/// What names a thing and says what it is.
pub fn row(terms: &Terms, thing: Id) -> Row {
    let mut row = Row::default();
    row.text("iri", terms.text(thing));
    let mut names = terms.labels(thing).into_iter();
    row.text("label", names.next().unwrap_or_else(|| terms.short(thing)));
    let mut others: Vec<String> = names.collect();
    others.extend(terms.texts(thing, skos::ALT_LABEL));
    others.extend(terms.texts(thing, skos::HIDDEN_LABEL));
    row.texts("alternatives", others);
    let classes: Vec<Id> = classes(terms, thing);
    row.texts(
        "classes",
        classes.iter().map(|&id| terms.name(id)).collect(),
    );
    row.texts(
        "classIris",
        classes.iter().map(|&id| terms.text(id)).collect(),
    );
    row.texts("definition", terms.texts(thing, skos::DEFINITION));
    row.texts("notes", terms.texts(thing, skos::NOTE));
    let links = IDENTITY.into_iter().chain([skos::CLOSE_MATCH, schema::URL]);
    let links = links.flat_map(|link| terms.texts(thing, link));
    row.texts("links", links.collect());
    row
}

/// The classes of a thing; that of sources only if there is no other.
pub fn classes(terms: &Terms, thing: Id) -> Vec<Id> {
    let all: Vec<Id> = terms.objects(thing, oxrdf::vocab::rdf::TYPE).collect();
    let source = terms.word(citable::SOURCE);
    let own: Vec<Id> = all
        .iter()
        .copied()
        .filter(|class| Some(*class) != source)
        .collect();
    if own.is_empty() { all } else { own }
}

/// Values with all that is known of each.
pub fn values(terms: &Terms, details: &Details, values: &[Said]) -> Vec<Row> {
    let row = |said: &Said| {
        let mut row = value(terms, details, said);
        details.roles(said.statement, &mut row);
        row
    };
    values.iter().map(row).collect()
}

/// A value with all that is known of it but its roles.
pub fn value(terms: &Terms, details: &Details, said: &Said) -> Row {
    let [_, property, object] = said.triple;
    let mut row = Row::default();
    if let Some(statement) = said.statement {
        row.text("iri", terms.text(statement));
    }
    row.text("property", terms.text(property));
    row.text("label", terms.name(property));
    if let Value::Literal(literal) = terms.value(object) {
        row.text("value", literal.value());
        match literal.language() {
            Some(language) => row.text("language", language),
            None => row.text("datatype", literal.datatype().as_str()),
        }
    }
    if let Some(unit) = unit(terms, said) {
        row.text("unit", terms.name(unit));
        row.text("unitIri", terms.text(unit));
    }
    details.tell(said.statement, &mut row);
    row
}

/// The unit of a number.
pub fn unit(terms: &Terms, said: &Said) -> Option<Id> {
    terms.objects(said.statement?, citable::UNIT).next()
}

/// The columns of values: one for each property, and for each unit that its numbers have.
#[derive(Debug, Default)]
pub struct ValueColumns {
    /// Name and kind, by name.
    pub list: Vec<(String, Kind)>,
    by_property: BTreeMap<(Id, Option<Id>), usize>,
}

impl ValueColumns {
    /// The properties of the columns, each with its unit, in their order.
    pub fn keys(&self) -> impl Iterator<Item = (Id, Option<Id>)> {
        self.by_property.keys().copied()
    }

    /// `values` are sorted by thing.
    pub fn of(terms: &Terms, values: &[Said]) -> ValueColumns {
        let mut kinds: BTreeMap<(Id, Option<Id>), Kind> = BTreeMap::new();
        for values in values.chunk_by(|a, b| a.triple[0] == b.triple[0]) {
            let mut seen: BTreeMap<(Id, Option<Id>), Id> = BTreeMap::new();
            for said in values {
                let key = (said.triple[1], unit(terms, said));
                let object = said.triple[2];
                let kind = match seen.insert(key, object) {
                    Some(other) if other != object => Kind::List,
                    _ => kind(&terms.value(object)),
                };
                let known = kinds.entry(key).or_insert(kind);
                *known = wider(*known, kind);
            }
        }
        let name = |(property, unit): (Id, Option<Id>)| match unit {
            Some(unit) => format!("{} ({})", terms.short(property), terms.name(unit)),
            None => terms.short(property),
        };
        let list = kinds.iter().map(|(key, kind)| (name(*key), *kind));
        ValueColumns {
            list: list.collect(),
            by_property: kinds.keys().copied().zip(0..).collect(),
        }
    }

    /// Adds the values of a thing, each in its column.
    pub fn tell(&self, terms: &Terms, values: &[Said], row: &mut Row) {
        let mut columns: BTreeMap<usize, Vec<Id>> = BTreeMap::new();
        for said in values {
            let column = self.by_property[&(said.triple[1], unit(terms, said))];
            let objects = columns.entry(column).or_default();
            if !objects.contains(&said.triple[2]) {
                objects.push(said.triple[2]);
            }
        }
        for (column, objects) in columns {
            let (name, kind) = &self.list[column];
            let text = terms.text(objects[0]);
            row.push(
                name,
                match kind {
                    Kind::Integer => number(&text, Field::Integer),
                    Kind::Number => number(&text, Field::Number),
                    Kind::Flag => Field::Flag(matches!(text.as_str(), "true" | "1")),
                    Kind::Text | Kind::Day => Field::Text(text),
                    Kind::List => Field::List(objects.iter().map(|&id| terms.text(id)).collect()),
                },
            );
        }
    }
}

fn number<T: std::str::FromStr>(text: &str, field: impl Fn(T) -> Field) -> Field {
    let number = text.parse().ok();
    number.map_or_else(|| Field::Text(text.to_owned()), field)
}

fn kind(value: &Value) -> Kind {
    let Value::Literal(literal) = value else {
        return Kind::Text;
    };
    let (text, datatype) = (literal.value(), literal.datatype());
    let finite = |text: &str| text.parse::<f64>().is_ok_and(f64::is_finite);
    let is = |datatypes: &[NamedNodeRef]| datatypes.contains(&datatype);
    if crate::vocab::is_integral(datatype) && text.parse::<i64>().is_ok() {
        Kind::Integer
    } else if crate::vocab::is_numeric(datatype) && finite(text) {
        Kind::Number
    } else if is(&[xsd::BOOLEAN]) && matches!(text, "true" | "false" | "1" | "0") {
        Kind::Flag
    } else if is(&[xsd::DATE]) && row::day(text).is_some() {
        Kind::Day
    } else {
        Kind::Text
    }
}

/// The kind that holds the values of both.
fn wider(a: Kind, b: Kind) -> Kind {
    match (a, b) {
        (a, b) if a == b => a,
        (Kind::List, _) | (_, Kind::List) => Kind::List,
        (Kind::Integer, Kind::Number) | (Kind::Number, Kind::Integer) => Kind::Number,
        _ => Kind::Text,
    }
}
