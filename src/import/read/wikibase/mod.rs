//! The statements of Wikibase, as its JSON, its RDF, QuickStatements and KGTK have them: a value, qualifiers, a rank, references.
//!
//! The data model is <https://www.mediawiki.org/wiki/Wikibase/DataModel>. What its properties mean is known of Wikidata alone:
//! start and end of a statement, its class, the page that it rests on.

pub mod json;
pub mod rdf;

use oxrdf::{Literal, NamedNode};

use crate::import::found::{Found, More, Rank, Reference, TermId, Value};
use crate::import::times::{self, Times};
use crate::vocab::xsd;

/// The address from which the IRIs of Wikidata are made.
pub const WIKIDATA: &str = "http://www.wikidata.org/";
/// The datatype of points, as GeoSPARQL writes them.
const WKT: &str = "http://www.opengis.net/ont/geosparql#wktLiteral";
/// The end of the IRI of the calendar that the notation has.
const GREGORIAN: &str = "Q1985727";

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Snak {
    /// By its IRI.
    Entity(String),
    Literal(Literal),
    Time {
        time: String,
        precision: u64,
        calendar: String,
    },
    Quantity {
        amount: String,
        /// The IRI of the unit.
        unit: Option<String>,
    },
    /// What no line can say, in words.
    Odd(&'static str),
}

/// A statement, as it was read.
#[derive(Debug)]
pub struct Statement<'a> {
    /// From which the IRIs of this Wikibase are made.
    pub root: &'a str,
    /// The IRI of the item.
    pub subject: String,
    /// Its number: `P108`.
    pub property: String,
    pub value: Snak,
    pub qualifiers: Vec<(String, Snak)>,
    pub rank: Rank,
    /// Each with its properties and values.
    pub references: Vec<Vec<(String, Snak)>>,
}

/// The reason for withdrawing a statement where none is given.
pub const DEPRECATED: &str = "deprecated there";

/// A string.
pub fn string(text: &str) -> Snak {
    Snak::Literal(Literal::new_simple_literal(text))
}

/// A string in a language; without the tag if that is none.
pub fn in_language(text: &str, lang: &str) -> Snak {
    let tagged = Literal::new_language_tagged_literal(text, lang);
    Snak::Literal(tagged.unwrap_or_else(|_| Literal::new_simple_literal(text)))
}

/// A point on Earth.
pub fn point(latitude: &str, longitude: &str) -> Snak {
    let datatype = NamedNode::new_unchecked(WKT);
    let text = format!("Point({longitude} {latitude})");
    Snak::Literal(Literal::new_typed_literal(text, datatype))
}

/// Whether a text is the number of a property.
pub fn is_property(text: &str) -> bool {
    let digits = text.strip_prefix('P');
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// The term for a property, with all IRIs that Wikibase has for it; what is no number is a term by its own name.
pub fn property(root: &str, number: &str, found: &mut Found) -> TermId {
    if !is_property(number) {
        return found.term(number);
    }
    let id = found.term(&format!("{root}prop/direct/{number}"));
    let term = found.term_mut(id);
    if term.equivalents.is_empty() {
        term.equivalents = ["entity/", "prop/", "prop/statement/"]
            .map(|of| format!("{root}{of}{number}"))
            .to_vec();
    }
    id
}

/// Says a statement, or counts what of it cannot be said.
pub fn say(statement: Statement, found: &mut Found) {
    let Statement { root, property, .. } = &statement;
    if !found.wants(&statement.subject) {
        return;
    }
    let example = format!("{} {property}", statement.subject);
    let is_class = *root == WIKIDATA && property == "P31";
    if let (true, Snak::Entity(class)) = (is_class, &statement.value) {
        let class = found.term(class);
        let subject = found.thing(&statement.subject);
        found.thing_mut(subject).classes.push(class);
        return;
    }
    let object = match value(&statement.value, found) {
        Ok(object) => object,
        Err(why) => return found.left.out(why, example),
    };
    let more = more(&statement, &example, found);
    let predicate = self::property(root, property, found);
    let subject = found.thing(&statement.subject);
    found.say(subject, predicate, object, more);
}

fn more(statement: &Statement, example: &str, found: &mut Found) -> More {
    let mut more = More::default();
    let mut times = Times::default();
    let is_known = statement.root == WIKIDATA;
    for (property, snak) in &statement.qualifiers {
        if is_known && time(property, snak, &mut times) {
            continue;
        }
        match value(snak, found) {
            Ok(value) => {
                let role = self::property(statement.root, property, found);
                more.roles.push((role, value));
            }
            Err(why) => found.left.out(&format!("qualifiers: {why}"), example),
        }
    }
    let (phrase, rest) = times.phrase();
    more.phrase = phrase;
    more.notes = rest;
    for parts in &statement.references {
        match reference(parts).filter(|_| is_known) {
            Some(reference) => more.references.push(reference),
            None => found.left.out("references without an address", example),
        }
    }
    more.rank = statement.rank.clone();
    more
}

fn time(property: &str, snak: &Snak, times: &mut Times) -> bool {
    match snak {
        Snak::Entity(iri) if property == times::CIRCUMSTANCES && iri.ends_with(times::CIRCA) => {
            times.is_about();
            true
        }
        Snak::Time {
            time,
            precision,
            calendar,
        } if calendar.ends_with(GREGORIAN) => {
            let date = times::of_wikibase(time, *precision);
            date.is_some_and(|date| times.add(property, &date))
        }
        _ => false,
    }
}

fn reference(parts: &[(String, Snak)]) -> Option<Reference> {
    let find = |property| parts.iter().find(|(known, _)| known == property);
    let text = |property| match &find(property)?.1 {
        Snak::Literal(literal) => Some(literal.value().to_owned()),
        _ => None,
    };
    let date = |property| match &find(property)?.1 {
        Snak::Time {
            time, precision, ..
        } => times::of_wikibase(time, *precision),
        _ => None,
    };
    Some(Reference {
        url: text("P854")?,
        title: text("P1476"),
        retrieved: date("P813"),
        published: date("P577"),
    })
}

/// A value as statements have it, or why none has.
pub fn value(snak: &Snak, found: &mut Found) -> Result<Value, &'static str> {
    Ok(match snak {
        Snak::Entity(iri) => Value::Thing(found.thing(iri)),
        Snak::Literal(literal) => Value::Literal(literal.clone()),
        Snak::Time { calendar, .. } if !calendar.ends_with(GREGORIAN) => {
            return Err("dates of the Julian calendar");
        }
        Snak::Time {
            time, precision, ..
        } => {
            let date = times::of_wikibase(time, *precision);
            let date = date.ok_or("dates before the year 0, after 9999, or of a millennium")?;
            Value::Literal(Literal::from(&date.literal()))
        }
        Snak::Quantity { amount, unit } => {
            let number = number(amount);
            match unit {
                Some(unit) => Value::Quantity(number, unit.clone()),
                None => Value::Literal(number),
            }
        }
        Snak::Odd(why) => return Err(why),
    })
}

/// A decimal number, with or without its sign.
pub fn number(amount: &str) -> Literal {
    let amount = amount.strip_prefix('+').unwrap_or(amount);
    let datatype = match amount {
        amount if amount.contains(['e', 'E']) => xsd::DOUBLE,
        amount if amount.contains('.') => xsd::DECIMAL,
        _ => xsd::INTEGER,
    };
    Literal::new_typed_literal(amount, datatype)
}
