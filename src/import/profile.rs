//! What the values of a property are, and which property takes them.

use std::collections::BTreeSet;

use oxrdf::NamedNodeRef;

use super::found::{Found, TermId, Value};
use super::known::local_name;
use crate::ontology::{Ontology, Property, Range};
use crate::vocab::{self, edtf, rdfs, xsd};

/// What the values of a property are.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    pub predicate: bool,
    pub role: bool,
    pub class: bool,
    resources: bool,
    datatypes: BTreeSet<String>,
    pub units: BTreeSet<String>,
    /// Numbers without a unit.
    pub bare: bool,
}

impl Profile {
    fn see(&mut self, value: &Value) {
        let literal = match value {
            Value::Thing(_) => {
                self.resources = true;
                return;
            }
            Value::Literal(literal) => {
                self.bare = true;
                literal
            }
            Value::Quantity(literal, unit) => {
                self.units.insert(unit.clone());
                literal
            }
        };
        self.datatypes
            .insert(literal.datatype().as_str().to_owned());
    }

    /// What a property of these values takes.
    pub fn range(&self) -> Range {
        let datatypes: Vec<NamedNodeRef> = self
            .datatypes
            .iter()
            .map(|iri| NamedNodeRef::new_unchecked(iri))
            .collect();
        let all = |test: fn(NamedNodeRef) -> bool| datatypes.iter().all(|it| test(*it));
        let has = |datatype| datatypes.contains(&datatype);
        let literal = |datatype: NamedNodeRef| Range::Literal(datatype.into_owned());
        match datatypes.as_slice() {
            [] => Range::Resource,
            _ if self.resources => Range::Any,
            [one] => literal(*one),
            _ if all(vocab::is_integral) => literal(xsd::INTEGER),
            _ if all(vocab::is_numeric) && (has(xsd::DOUBLE) || has(xsd::FLOAT)) => {
                literal(xsd::DOUBLE)
            }
            _ if all(vocab::is_numeric) => literal(xsd::DECIMAL),
            _ if all(vocab::is_date) => literal(edtf::EDTF),
            _ => literal(rdfs::LITERAL),
        }
    }

    /// Whether a property of the vocabulary takes these values, in these places.
    pub fn fits(&self, property: &Property, ontology: &Ontology) -> bool {
        let places = (!self.predicate || property.predicate) && (!self.role || property.role);
        let notation = |unit: &String| {
            let mut units = property.units.iter().map(|id| ontology.unit(*id));
            units.any(|known| known.iri.as_str() == unit || known.notation == local_name(unit))
        };
        let units = match property.units.is_empty() {
            true => self.units.is_empty(),
            false => !self.bare && self.units.iter().all(notation),
        };
        let values = match &property.range {
            Range::Any => true,
            Range::Resource => self.datatypes.is_empty(),
            Range::Literal(range) => {
                !self.resources
                    && self
                        .datatypes
                        .iter()
                        .all(|it| is_within(it, range.as_ref()))
            }
        };
        places && units && values && !property.deprecated
    }
}

/// Whether values of a datatype can be written where another one is due.
fn is_within(datatype: &str, range: NamedNodeRef) -> bool {
    let datatype = NamedNodeRef::new_unchecked(datatype);
    let text = |it: NamedNodeRef| it == xsd::STRING || it == xsd::ANY_URI;
    datatype == range
        || range == rdfs::LITERAL
        || vocab::is_integral(datatype) && vocab::is_numeric(range)
        || vocab::is_numeric(datatype) && vocab::is_numeric(range) && !vocab::is_integral(range)
        || vocab::is_date(datatype) && range == edtf::EDTF
        || text(datatype) && text(range)
}

/// The profile of every term.
pub fn profiles(found: &Found) -> Vec<Profile> {
    let mut profiles = vec![Profile::default(); found.terms.len()];
    let mut at =
        |id: TermId, change: &mut dyn FnMut(&mut Profile)| change(&mut profiles[id.0 as usize]);
    for statement in &found.statements {
        at(statement.predicate, &mut |it| {
            it.predicate = true;
            it.see(&statement.object);
        });
        for (role, value) in statement.more.iter().flat_map(|more| &more.roles) {
            at(*role, &mut |it| {
                it.role = true;
                it.see(value);
            });
        }
    }
    for class in found.things.iter().flat_map(|thing| &thing.classes) {
        at(*class, &mut |it| it.class = true);
    }
    profiles
}
