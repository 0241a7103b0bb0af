//! Data extension: what a service says of its entities, property by property.

use oxrdf::vocab::xsd;
use oxrdf::{Literal, NamedNode, NamedNodeRef, Term};
use oxsdatatypes::{Date, DateTime};
use serde_json::{Value, json};

use super::{ReconcileError, Service};

/// Something that a service says of an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// Which of the entities that were asked about, and which of the properties.
    pub entity: usize,
    pub property: usize,
    pub value: Term,
}

/// What of a service's entities is wanted, by their ids and those of properties.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    pub entities: &'a [String],
    pub properties: &'a [String],
}

impl Service<'_> {
    /// Gives what the service says of some entities, in their order; of what it doesn't know, nothing. Answers are kept as those to
    /// queries are.
    pub fn extend(&self, wanted: Wanted) -> Result<Vec<Said>, ReconcileError> {
        let properties: Vec<Value> = wanted
            .properties
            .iter()
            .map(|id| json!({ "id": id }))
            .collect();
        let question = |id: &String| json!({ "extend": { "id": id, "properties": properties } });
        let asked: Vec<Value> = wanted.entities.iter().map(question).collect();
        let ask = |batch: &[Value]| {
            let ids: Vec<&Value> = batch.iter().map(|it| &it["extend"]["id"]).collect();
            let request = json!({ "ids": ids, "properties": properties });
            let answer = self.post("extend", &request)?;
            let Some(Value::Object(rows)) = answer.get("rows") else {
                return Err(self.no_answer("it has no `rows`".to_owned()));
            };
            let row = |id: &&Value| rows.get(id.as_str().unwrap_or_default()).cloned();
            Ok(ids
                .iter()
                .map(|id| row(id).unwrap_or_else(|| json!({})))
                .collect())
        };
        let called = |at: usize| wanted.entities[at].clone();
        let known = self.answers(&asked, &called, &ask)?;
        let mut said = Vec::new();
        for (entity, question) in asked.iter().enumerate() {
            let row = known.get(&question.to_string());
            for (property, id) in wanted.properties.iter().enumerate() {
                let cells = row.and_then(|row| row.get(id)).and_then(Value::as_array);
                for value in cells
                    .into_iter()
                    .flatten()
                    .filter_map(|cell| term(self, cell))
                {
                    said.push(Said {
                        entity,
                        property,
                        value,
                    });
                }
            }
        }
        Ok(said)
    }
}

/// A cell as an RDF term; nothing if it is empty.
fn term(service: &Service, cell: &Value) -> Option<Term> {
    let typed = |text: String, datatype: NamedNodeRef| {
        Some(Literal::new_typed_literal(text, datatype).into())
    };
    if let Some(id) = cell.get("id").and_then(Value::as_str) {
        return NamedNode::new(service.iri(id)).ok().map(Term::from);
    }
    if let Some(text) = cell.get("str").and_then(Value::as_str) {
        return Some(Literal::new_simple_literal(text).into());
    }
    if let Some(number) = cell.get("int").and_then(Value::as_i64) {
        return typed(number.to_string(), xsd::INTEGER);
    }
    if let Some(number) = cell.get("float").and_then(Value::as_f64) {
        return typed(oxsdatatypes::Double::from(number).to_string(), xsd::DOUBLE);
    }
    if let Some(truth) = cell.get("bool").and_then(Value::as_bool) {
        return typed(truth.to_string(), xsd::BOOLEAN);
    }
    date(cell.get("date")?.as_str()?)
}

/// A date, as services write it: those without a time of the day have midnight. One that is none stays as it is written.
fn date(text: &str) -> Option<Term> {
    let day = text.strip_suffix("T00:00:00Z").unwrap_or(text);
    let literal = match (day.parse::<Date>(), text.parse::<DateTime>()) {
        (Ok(_), _) => Literal::new_typed_literal(day, xsd::DATE),
        (_, Ok(_)) => Literal::new_typed_literal(text, xsd::DATE_TIME),
        _ => Literal::new_simple_literal(text),
    };
    Some(literal.into())
}
