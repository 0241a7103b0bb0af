//! What is told of a relation, and of any statement: its time, and how it is known.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::NamedNodeRef;

use super::pick::Said;
use super::row::{Field, Kind, Row};
use super::terms::Terms;
use crate::export::dataset::{Id, Quad, Value};
use crate::iri;
use crate::vocab::{self, citable, dcterms, oa, prov, rdf, rdfs, skos};

/// The columns that every relation may have.
pub const COLUMNS: [(&str, Kind); 30] = [
    ("iri", Kind::Text),
    ("label", Kind::Text),
    ("property", Kind::Text),
    ("time", Kind::Text),
    ("since", Kind::Text),
    ("until", Kind::Text),
    ("at", Kind::Text),
    ("throughout", Kind::Text),
    ("asOf", Kind::Text),
    ("startEarliest", Kind::Day),
    ("startLatest", Kind::Day),
    ("endEarliest", Kind::Day),
    ("endLatest", Kind::Day),
    ("confidence", Kind::Number),
    ("confidenceLevel", Kind::List),
    ("status", Kind::List),
    ("rank", Kind::List),
    ("accordingTo", Kind::List),
    ("because", Kind::List),
    ("notes", Kind::List),
    ("curators", Kind::List),
    ("seeAlso", Kind::List),
    ("sources", Kind::List),
    ("sourceIris", Kind::List),
    ("locators", Kind::List),
    ("quotations", Kind::List),
    ("dossiers", Kind::List),
    ("inferred", Kind::Flag),
    ("rule", Kind::Text),
    ("premises", Kind::List),
];

/// The forms of a time, with the words that come before the date in a dossier.
const TIMES: [(&str, NamedNodeRef<'static>, &str); 5] = [
    ("since", citable::SINCE, "since"),
    ("until", citable::UNTIL, "until"),
    ("at", citable::AT, "in"),
    ("throughout", citable::THROUGHOUT, "throughout"),
    ("asOf", citable::AS_OF, "as of"),
];

const BOUNDS: [(&str, NamedNodeRef<'static>); 4] = [
    ("startEarliest", citable::START_EARLIEST),
    ("startLatest", citable::START_LATEST),
    ("endEarliest", citable::END_EARLIEST),
    ("endLatest", citable::END_LATEST),
];

/// What readings say in a column each.
const READINGS: [(&str, NamedNodeRef<'static>); 7] = [
    ("confidenceLevel", citable::CONFIDENCE_LEVEL),
    ("status", citable::STATUS),
    ("rank", citable::RANK),
    ("accordingTo", citable::ACCORDING_TO),
    ("because", citable::BECAUSE),
    ("notes", skos::NOTE),
    ("curators", dcterms::CREATOR),
];

/// Finds what is known of a statement.
#[derive(Debug)]
pub struct Details<'t, 'b> {
    pub(super) terms: &'t Terms<'b>,
    /// Statements with their readings, sorted.
    readings: &'t [(Id, Id)],
}

/// All statements with their readings, sorted.
pub fn readings(terms: &Terms) -> Vec<(Id, Id)> {
    let Some(body) = terms.word(oa::HAS_BODY) else {
        return Vec::new();
    };
    let bodies = terms.quads().iter().filter(|quad| quad.predicate == body);
    let mut readings: Vec<(Id, Id)> = bodies.map(|quad| (quad.object, quad.subject)).collect();
    readings.sort_unstable();
    readings
}

impl<'t, 'b> Details<'t, 'b> {
    pub fn new(terms: &'t Terms<'b>, readings: &'t [(Id, Id)]) -> Details<'t, 'b> {
        Details { terms, readings }
    }

    /// All of a relation.
    pub fn row(&self, said: &Said) -> Row {
        let [_, property, _] = said.triple;
        let mut row = Row::default();
        if let Some(statement) = said.statement {
            row.text("iri", self.terms.text(statement));
        }
        row.text("label", self.terms.name(property));
        row.text("property", self.terms.text(property));
        self.tell(said.statement, &mut row);
        row
    }

    /// What tells a relation from all others: its statement, or a key of the bare triple.
    pub fn id(&self, said: &Said) -> String {
        match said.statement {
            // One reifier of foreign RDF may have several triples.
            Some(statement) if self.is_single(statement) => self.terms.text(statement),
            _ => {
                let parts = said.statement.into_iter().chain(said.triple);
                let parts: Vec<String> = parts.map(|part| self.terms.text(part)).collect();
                iri::key(&parts.join("\n"))
            }
        }
    }

    fn is_single(&self, statement: Id) -> bool {
        self.terms.objects(statement, rdf::REIFIES).count() <= 1
    }

    /// Tells the time of a statement, and how it is known.
    pub fn tell(&self, statement: Option<Id>, row: &mut Row) {
        let Some(statement) = statement else {
            row.push("inferred", Field::Flag(false));
            return;
        };
        self.time(statement, row);
        let readings: Vec<Id> = self.readings(statement).collect();
        self.confidence(&readings, row);
        for (name, property) in READINGS {
            row.texts(name, self.of_readings(&readings, property));
        }
        let compared = readings.iter();
        let compared = compared.flat_map(|&reading| self.terms.texts(reading, rdfs::SEE_ALSO));
        let compared: BTreeSet<String> = compared.collect();
        row.texts("seeAlso", compared.into_iter().collect());
        self.evidence(statement, row);
        let dossiers: BTreeSet<String> = readings
            .iter()
            .map(|&reading| self.terms.text(reading))
            .filter_map(|iri| Some(iri.split_once('#')?.0.to_owned()))
            .collect();
        row.texts("dossiers", dossiers.into_iter().collect());
        self.inference(statement, row);
    }

    /// The roles of a statement, each with what is in it.
    pub fn roles(&self, statement: Option<Id>, row: &mut Row) {
        let roles = self.role_list(statement).into_iter().map(|(role, value)| {
            let mut row = Row::default();
            row.text("property", self.terms.text(role));
            row.text("label", self.terms.name(role));
            row.text("value", self.terms.name(value));
            if let Value::Iri(iri) = self.terms.value(value) {
                row.text("valueIri", iri.as_str());
            }
            row
        });
        row.rows("roles", roles.collect());
    }

    /// The roles of a statement, as property and value.
    pub fn role_list(&self, statement: Option<Id>) -> Vec<(Id, Id)> {
        let quads = statement.map(|statement| self.terms.about(statement));
        let roles = quads.unwrap_or_default().iter();
        roles
            .filter(|quad| self.is_role(quad))
            .map(|quad| (quad.predicate, quad.object))
            .collect()
    }

    /// Whether what is said of a statement is a role of it, and no statement itself.
    fn is_role(&self, quad: &Quad) -> bool {
        let is_word =
            matches!(self.terms.value(quad.predicate), Value::Iri(word) if !vocab::is_role(word));
        !is_word && !self.terms.is_reified(quad.triple())
    }

    fn readings(&self, statement: Id) -> impl Iterator<Item = Id> {
        let start = self.readings.partition_point(|(of, _)| *of < statement);
        let readings = self.readings[start..].iter();
        readings
            .take_while(move |(of, _)| *of == statement)
            .map(|(_, reading)| *reading)
    }

    fn time(&self, statement: Id, row: &mut Row) {
        let mut words = Vec::new();
        let mut dates = Vec::new();
        for (name, property, word) in TIMES {
            for date in self.terms.texts(statement, property) {
                words.push(format!(
                    "{} {date}",
                    if is_day(&date) && word == "in" {
                        "on"
                    } else {
                        word
                    }
                ));
                dates.push((name, date));
            }
        }
        if !words.is_empty() {
            row.text("time", words.join(" "));
        }
        for (name, date) in dates {
            row.text(name, date);
        }
        for (name, property) in BOUNDS {
            if let Some(day) = self.terms.texts(statement, property).pop() {
                row.text(name, day);
            }
        }
    }

    /// The highest of the numbers, since one sure reading is enough.
    fn confidence(&self, readings: &[Id], row: &mut Row) {
        let numbers = readings
            .iter()
            .flat_map(|&reading| self.terms.texts(reading, citable::CONFIDENCE))
            .filter_map(|number| number.parse::<f64>().ok())
            .filter(|number| number.is_finite());
        if let Some(number) = numbers.max_by(f64::total_cmp) {
            row.push("confidence", Field::Number(number));
        }
    }

    /// What the readings say by a property, each once; terms of the tool's vocabulary by their last part.
    fn of_readings(&self, readings: &[Id], property: NamedNodeRef) -> Vec<String> {
        let objects: BTreeSet<Id> = readings
            .iter()
            .flat_map(|&reading| self.terms.objects(reading, property))
            .collect();
        let told = |id: Id| {
            let own = match self.terms.value(id) {
                Value::Iri(iri) => iri
                    .as_str()
                    .strip_prefix(citable::NAMESPACE)
                    .map(str::to_lowercase),
                _ => None,
            };
            own.unwrap_or_else(|| self.terms.name(id))
        };
        objects.into_iter().map(told).collect()
    }

    /// Whether a statement follows from others.
    pub fn is_inferred(&self, statement: Option<Id>) -> bool {
        let inferred = self.terms.word(citable::INFERRED_STATEMENT);
        statement.is_some_and(|statement| {
            let mut types = self.terms.objects(statement, rdf::TYPE);
            types.any(|class| Some(class) == inferred)
        })
    }

    fn inference(&self, statement: Id, row: &mut Row) {
        let is_inferred = self.is_inferred(Some(statement));
        row.push("inferred", Field::Flag(is_inferred));
        if let Some(rule) = self.terms.objects(statement, citable::RULE).next() {
            row.text("rule", self.terms.name(rule));
        }
        let premises = self
            .terms
            .objects(statement, prov::WAS_DERIVED_FROM)
            .filter(|&from| self.source(from).is_none());
        row.texts(
            "premises",
            premises.map(|from| self.terms.text(from)).collect(),
        );
    }
}

/// Whether a column is of dates.
pub fn is_date(column: &str) -> bool {
    let times = TIMES.iter().map(|time| time.0);
    let mut dates = times.chain(BOUNDS.iter().map(|bound| bound.0));
    dates.any(|date| date == column)
}

/// Whether a date is a day, and not a longer period.
fn is_day(date: &str) -> bool {
    crate::date::Date::parse(date).is_ok_and(|date| date.is_day())
}

/// The columns of roles: one for each property.
#[derive(Debug, Default)]
pub struct RoleColumns {
    /// Name and kind, by name.
    pub list: Vec<(String, Kind)>,
    by_property: BTreeMap<Id, usize>,
}

impl RoleColumns {
    /// The properties of the columns, in their order.
    pub fn keys(&self) -> impl Iterator<Item = Id> {
        self.by_property.keys().copied()
    }

    pub fn of(details: &Details, relations: &[Said]) -> RoleColumns {
        let roles: BTreeSet<Id> = relations
            .iter()
            .flat_map(|said| details.role_list(said.statement))
            .map(|(role, _)| role)
            .collect();
        RoleColumns {
            list: roles
                .iter()
                .map(|&role| (details.terms.short(role), Kind::List))
                .collect(),
            by_property: roles.into_iter().zip(0..).collect(),
        }
    }

    /// Adds the roles of a relation, each in its column.
    pub fn tell(&self, details: &Details, said: &Said, row: &mut Row) {
        let mut columns: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (role, value) in details.role_list(said.statement) {
            let column = columns.entry(self.by_property[&role]).or_default();
            column.push(details.terms.name(value));
        }
        for (column, values) in columns {
            row.texts(&self.list[column].0, values);
        }
    }
}
