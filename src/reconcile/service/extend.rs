//! Values of properties of entities, for tables that were reconciled (the data extension service).

use std::collections::BTreeMap;

use oxrdf::{Literal, NamedNode, NamedNodeRef, Term};
use serde_json::{Map, Value, json};

use super::read::Extension;
use super::suggest::unknown;
use super::terms::OWN;
use super::{Catalogue, PAGE, Refusal};
use crate::date::Date;
use crate::vocab::{is_integral, rdf, rdfs, schema, xsd};

/// For each property how many values entities of each class have by it, and all entities.
pub type Usage = Vec<BTreeMap<Option<usize>, usize>>;

impl Catalogue {
    /// A data extension response: the values of each property of each entity, entities with their names. Ids of which there is
    /// no entity have no values.
    pub fn extend(&self, asked: &Extension) -> Result<Value, Refusal> {
        let mut columns = Vec::new();
        for (number, (id, limit)) in asked.properties.iter().enumerate() {
            let at = self.properties.find(id).ok_or_else(|| {
                let refusal = unknown("property", id);
                Refusal::at(format!("/properties/{number}/id"), refusal.detail)
            })?;
            columns.push((id, at, limit.unwrap_or(usize::MAX)));
        }
        let mut rows = Map::new();
        for id in &asked.ids {
            let mut row = Map::new();
            for (column, property, limit) in &columns {
                let property = &self.properties.list[*property].iri;
                let values = match self.entity(id) {
                    Some(entity) => self.values(entity, property)?,
                    None => Vec::new(),
                };
                let values = values.iter().take(*limit).map(|value| self.cell(value));
                row.insert((*column).clone(), values.collect::<Result<_, _>>()?);
            }
            rows.insert(id.clone(), row.into());
        }
        let meta = columns.iter().map(|(id, at, _)| self.column(id, *at));
        Ok(json!({ "meta": meta.collect::<Result<Vec<_>, _>>()?, "rows": rows }))
    }

    /// A data extension property proposal response: what entities of a class have, the most common first.
    pub fn propose(&self, class: Option<&str>, limit: Option<usize>) -> Result<Value, Refusal> {
        let wanted = match class {
            Some(id) => Some(
                self.classes
                    .words
                    .find(id)
                    .ok_or_else(|| unknown("type", id))?,
            ),
            None => None,
        };
        let usage = match self.usage.get() {
            Some(usage) => usage,
            None => {
                let usage = self.used()?;
                self.usage.get_or_init(|| usage)
            }
        };
        let counts = usage.iter().enumerate().filter_map(|(at, counts)| {
            let count = counts.get(&wanted)?;
            Some((at, *count))
        });
        let mut found: Vec<(usize, usize)> = counts.collect();
        let is_own = |at: usize| {
            OWN.iter()
                .any(|(iri, _)| self.properties.list[at].iri == *iri)
        };
        found.sort_by_key(|(at, count)| (is_own(*at), std::cmp::Reverse(*count), *at));
        let page = found
            .into_iter()
            .take(limit.filter(|limit| *limit > 0).unwrap_or(PAGE));
        let properties: Vec<_> = page
            .map(|(at, _)| &self.properties.list[at].named)
            .collect();
        let mut proposal = json!({ "properties": properties });
        if let Some(class) = class {
            proposal["type"] = json!(class);
        }
        if let Some(limit) = limit {
            proposal["limit"] = json!(limit);
        }
        Ok(proposal)
    }

    /// How many values entities have by each property.
    fn used(&self) -> Result<Usage, Refusal> {
        let mut usage = Usage::new();
        for property in &self.properties.list {
            let mut counts = BTreeMap::new();
            self.store.pairs(property.iri.as_ref(), |subject, _| {
                let Some(of) = self.entity_of(&subject) else {
                    return;
                };
                let classes = self.entities[of].classes.iter().copied().map(Some);
                for class in classes.chain([None]) {
                    *counts.entry(class).or_default() += 1;
                }
            })?;
            usage.push(counts);
        }
        Ok(usage)
    }

    /// The values of a property of an entity, as they hold; texts in the project's language first.
    pub fn values(&self, entity: usize, property: &NamedNode) -> Result<Vec<Term>, Refusal> {
        if *property == rdf::TYPE {
            let types = self.types(entity).into_iter();
            return Ok(types
                .map(|class| Literal::from(class.name).into())
                .collect());
        }
        let iri = self.iri(&self.entities[entity].id);
        let mut values = self.store.objects(&iri, property.as_ref())?;
        values.dedup();
        let is_foreign = |term: &Term| match term {
            Term::Literal(text) => text
                .language()
                .is_some_and(|lang| lang != self.context.lang),
            _ => false,
        };
        values.sort_by_key(is_foreign);
        Ok(values)
    }

    fn column(&self, id: &str, property: usize) -> Result<Value, Refusal> {
        let word = &self.properties.list[property];
        let mut column = json!({ "id": id, "name": word.named.name });
        if let Some(class) = self.range(&word.iri)? {
            column["type"] = json!(self.classes.words.list[class].named);
        }
        Ok(column)
    }

    /// The class that all values of a property are of, if the vocabulary names one.
    fn range(&self, property: &NamedNode) -> Result<Option<usize>, Refusal> {
        let mut found = Vec::new();
        for predicate in [rdfs::RANGE, schema::RANGE_INCLUDES] {
            for range in self.store.objects(property, predicate)? {
                if let Term::NamedNode(class) = range {
                    found.extend(self.classes.words.of_iri(&class));
                }
            }
        }
        Ok(match found.as_slice() {
            [class] => Some(*class),
            _ => None,
        })
    }

    /// A value as a cell has it.
    fn cell(&self, value: &Term) -> Result<Value, Refusal> {
        Ok(match value {
            Term::NamedNode(iri) => match self.entity_of(iri) {
                Some(entity) => json!(self.named(entity)),
                None => json!({ "str": iri.as_str() }),
            },
            Term::Literal(literal) => cell(literal),
            other => json!({ "str": other.to_string() }),
        })
    }
}

/// Dates that are known to the day are dates, and numbers that JSON has are numbers.
fn cell(literal: &Literal) -> Value {
    const FRACTIONS: [NamedNodeRef<'static>; 3] = [xsd::DECIMAL, xsd::DOUBLE, xsd::FLOAT];
    let text = literal.value();
    let datatype = literal.datatype();
    if is_integral(datatype)
        && let Ok(number) = text.parse::<i64>()
    {
        return json!({ "int": number });
    }
    if FRACTIONS.contains(&datatype)
        && let Ok(number) = text.parse::<f64>()
        && number.is_finite()
    {
        return json!({ "float": number });
    }
    let is_day = |date: Date| date.is_day() && !date.is_marked();
    if datatype == xsd::DATE && text.len() == 10 && Date::parse(text).is_ok_and(is_day) {
        return json!({ "date": format!("{text}T00:00:00Z") });
    }
    json!({ "str": text })
}
