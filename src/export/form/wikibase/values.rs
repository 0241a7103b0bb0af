//! Values: each in a simple form, and those with parts as a node as well.

use std::collections::BTreeMap;

use oxrdf::Literal;
use rustc_hash::FxHashMap;

use crate::date::{Date, Precision};
use crate::export::dataset::{Dataset, Id, Value};
use crate::iri;
use crate::vocab::{is_date, is_numeric, rdf, wikibase, wikidata, xsd};

/// The type of a property's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Things that are described here.
    Item,
    /// IRIs of what is described elsewhere, or nowhere.
    Url,
    Quantity,
    Time,
    /// Texts, of which some have a language.
    Monolingual,
    Text,
}

impl Kind {
    /// Whether values are IRIs.
    pub fn is_object(self) -> bool {
        matches!(self, Kind::Item | Kind::Url)
    }
}

/// Which sorts of values a property was seen with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    things: bool,
    iris: bool,
    numbers: bool,
    times: bool,
    tagged: bool,
    texts: bool,
}

impl Seen {
    pub fn add(&mut self, value: &Value, is_thing: bool) {
        match value {
            Value::Literal(literal) if literal.language().is_some() => self.tagged = true,
            Value::Literal(literal) if is_numeric(literal.datatype()) => self.numbers = true,
            Value::Literal(literal) if is_date(literal.datatype()) => self.times = true,
            Value::Literal(_) => self.texts = true,
            _ => {
                self.iris = true;
                self.things |= is_thing;
            }
        }
    }

    /// The one type that a Wikibase's property has: that which holds the most of them.
    pub fn kind(self) -> Kind {
        match self {
            Seen { things: true, .. } => Kind::Item,
            Seen { iris: true, .. } => Kind::Url,
            Seen {
                numbers: true,
                times: false,
                tagged: false,
                texts: false,
                ..
            } => Kind::Quantity,
            Seen {
                times: true,
                numbers: false,
                tagged: false,
                texts: false,
                ..
            } => Kind::Time,
            Seen {
                tagged: true,
                numbers: false,
                times: false,
                ..
            } => Kind::Monolingual,
            _ => Kind::Text,
        }
    }
}

/// A value as it is written.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    pub simple: Id,
    /// The node with its parts.
    pub node: Option<Id>,
    /// Whether its datatype or language could not be kept.
    pub is_poorer: bool,
}

/// All values that are written, once each.
pub struct Values<'s> {
    base: &'s str,
    known: FxHashMap<(Id, Option<Id>, Kind), Option<Shown>>,
    /// What is said of the nodes: predicate and object.
    nodes: BTreeMap<Id, Vec<[Id; 2]>>,
}

impl<'s> Values<'s> {
    pub fn new(base: &'s str) -> Values<'s> {
        Values {
            base,
            known: FxHashMap::default(),
            nodes: BTreeMap::new(),
        }
    }

    /// What is said of a node: predicate and object.
    pub fn parts(&self, node: Id) -> &[[Id; 2]] {
        self.nodes.get(&node).map(Vec::as_slice).unwrap_or_default()
    }

    /// A value of a property of some type, with its unit; nothing if that type cannot hold it.
    pub fn show(
        &mut self,
        dataset: &mut Dataset,
        value: Id,
        unit: Option<Id>,
        kind: Kind,
    ) -> Option<Shown> {
        let key = (value, unit, kind);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let literal = match dataset.value(value) {
            Value::Literal(literal) => Some(literal),
            _ => None,
        };
        let shown = match literal {
            None => kind.is_object().then_some(plain(value, false)),
            Some(literal) => self.literal(dataset, value, &literal, unit, kind),
        };
        self.known.insert(key, shown);
        shown
    }

    fn literal(
        &mut self,
        dataset: &mut Dataset,
        value: Id,
        literal: &Literal,
        unit: Option<Id>,
        kind: Kind,
    ) -> Option<Shown> {
        let text = literal.value();
        match kind {
            Kind::Item | Kind::Url => None,
            Kind::Quantity => self.quantity(dataset, literal, unit),
            Kind::Time => self.time(dataset, literal),
            Kind::Monolingual if literal.language().is_some() => Some(plain(value, false)),
            Kind::Monolingual => {
                let undetermined = Literal::new_language_tagged_literal_unchecked(text, "und");
                Some(plain(dataset.intern_literal(&undetermined), false))
            }
            Kind::Text if literal.datatype() == xsd::STRING => Some(plain(value, false)),
            Kind::Text => {
                let bare = Literal::new_simple_literal(text);
                Some(plain(dataset.intern_literal(&bare), true))
            }
        }
    }

    fn quantity(
        &mut self,
        dataset: &mut Dataset,
        literal: &Literal,
        unit: Option<Id>,
    ) -> Option<Shown> {
        let amount = Literal::new_typed_literal(amount(literal)?, xsd::DECIMAL);
        let simple = dataset.intern_literal(&amount);
        let unit = unit.unwrap_or_else(|| dataset.intern(wikidata::ONE));
        let content = format!("{}\n{}", amount.value(), dataset.iri(unit)?);
        let parts = [
            [
                dataset.intern(rdf::TYPE),
                dataset.intern(wikibase::QUANTITY_NODE),
            ],
            [dataset.intern(wikibase::QUANTITY_AMOUNT), simple],
            [dataset.intern(wikibase::QUANTITY_UNIT), unit],
        ];
        Some(self.node(dataset, simple, &content, parts.to_vec()))
    }

    fn time(&mut self, dataset: &mut Dataset, literal: &Literal) -> Option<Shown> {
        let (time, precision) = time(literal)?;
        let content = format!("{time}\n{precision}");
        let simple = dataset.intern_literal(&Literal::new_typed_literal(time, xsd::DATE_TIME));
        let mut number = |number: i32| dataset.intern_literal(&Literal::from(number));
        let (precision, timezone) = (number(precision), number(0));
        let mut part = |word, object| [dataset.intern(word), object];
        let parts = [
            part(wikibase::TIME_VALUE, simple),
            part(wikibase::TIME_PRECISION, precision),
            part(wikibase::TIME_TIMEZONE, timezone),
        ];
        let mut parts = parts.to_vec();
        for (word, object) in [
            (rdf::TYPE, wikibase::TIME_NODE),
            (wikibase::TIME_CALENDAR, wikidata::GREGORIAN),
        ] {
            parts.push([dataset.intern(word), dataset.intern(object)]);
        }
        Some(self.node(dataset, simple, &content, parts))
    }

    /// Equal values have one node, which is named after them.
    fn node(
        &mut self,
        dataset: &mut Dataset,
        simple: Id,
        content: &str,
        parts: Vec<[Id; 2]>,
    ) -> Shown {
        let node = dataset.intern_made(&format!("{}value/{}", self.base, iri::key(content)));
        self.nodes.insert(node, parts);
        Shown {
            simple,
            node: Some(node),
            is_poorer: false,
        }
    }
}

fn plain(simple: Id, is_poorer: bool) -> Shown {
    Shown {
        simple,
        node: None,
        is_poorer,
    }
}

/// A number as Wikibase writes it: a decimal with its sign.
fn amount(literal: &Literal) -> Option<String> {
    let text = literal.value();
    let is_decimal = |text: &str| {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let mut parts = digits.splitn(2, '.');
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        digits.bytes().any(|byte| byte.is_ascii_digit()) && parts.all(all_digits)
    };
    let decimal = if is_decimal(text) {
        text.to_owned()
    } else {
        // Numbers with an exponent: the shortest decimal that is the same number.
        let number: f64 = text.parse().ok()?;
        number.is_finite().then(|| number.to_string())?
    };
    let (sign, digits) = match decimal.strip_prefix('-') {
        Some(digits) => ('-', digits),
        None => ('+', decimal.strip_prefix('+').unwrap_or(&decimal)),
    };
    let digits = digits.trim_start_matches('0');
    let zero = if digits.is_empty() || digits.starts_with('.') {
        "0"
    } else {
        ""
    };
    Some(format!("{sign}{zero}{}", digits.trim_end_matches('.')))
}

/// A date as the beginning of its first day, with the precision by which Wikibase knows how long it lasts. Seasons have none;
/// centuries there begin with the year 1, not 0; and a date that is only about right would stand there as if it were exact.
pub fn time(literal: &Literal) -> Option<(String, i32)> {
    let date = Date::parse(literal.value()).ok()?;
    let precision = match date.precision() {
        _ if date.is_marked() => return None,
        Precision::Day => 11,
        Precision::Month => 10,
        Precision::Year => 9,
        Precision::Decade => 8,
        Precision::Season | Precision::Century => return None,
    };
    Some((format!("{}T00:00:00Z", date.earliest()), precision))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_sign_and_no_exponent() {
        for (text, expected) in [
            ("195", "+195"),
            ("-3", "-3"),
            ("+0.50", "+0.50"),
            ("007", "+7"),
            ("0", "+0"),
            (".5", "+0.5"),
            ("5.", "+5"),
            ("1.5E3", "+1500"),
            ("-2e-3", "-0.002"),
        ] {
            let literal = Literal::new_typed_literal(text, xsd::DOUBLE);
            assert_eq!(amount(&literal).as_deref(), Some(expected), "{text}");
        }
        for text in ["INF", "NaN", "", ".", "many"] {
            let literal = Literal::new_typed_literal(text, xsd::DOUBLE);
            assert_eq!(amount(&literal), None, "{text}");
        }
    }

    #[test]
    fn dates_have_a_precision_or_are_none() {
        for (text, expected) in [
            ("1990", Some(("1990-01-01T00:00:00Z", 9))),
            ("1990-06", Some(("1990-06-01T00:00:00Z", 10))),
            ("1990-06-30", Some(("1990-06-30T00:00:00Z", 11))),
            ("199X", Some(("1990-01-01T00:00:00Z", 8))),
            ("19XX", None),
            ("1990-21", None),
            ("1990~", None),
            ("[1990..1995]", None),
        ] {
            let found = time(&Literal::new_simple_literal(text));
            let expected = expected.map(|(time, precision)| (time.to_owned(), precision));
            assert_eq!(found, expected, "{text}");
        }
    }
}
