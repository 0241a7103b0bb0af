//! FollowTheMoney (<https://followthemoney.tech/>): statements a row or a line, or entities a line. An entity that links two others (an ownership, a
//! membership) is a statement about them, with what else it says as time, roles and references.

use std::collections::HashMap;

use oxrdf::Literal;
use serde_json::Value as Json;

use super::rows::{self, Dialect};
use super::wikibase::{self, WIKIDATA, number};
use crate::import::found::{Found, More, Reference, Text, Value};
use crate::import::open::first_bytes;
use crate::import::times::{self, Times};
use crate::import::{ImportError, Source};

/// The namespace of its schemata and properties.
const FTM: &str = "https://w3id.org/ftm#";

/// The schemata that link two entities: from which property to which.
const LINKS: &[(&str, &str, &str)] = &[
    ("Associate", "person", "associate"),
    ("ContractAward", "contract", "supplier"),
    ("Debt", "debtor", "creditor"),
    ("Directorship", "director", "organization"),
    ("Documentation", "entity", "document"),
    ("Employment", "employee", "employer"),
    ("Family", "person", "relative"),
    ("Membership", "member", "organization"),
    ("Occupancy", "holder", "post"),
    ("Ownership", "owner", "asset"),
    ("Payment", "payer", "beneficiary"),
    ("ProjectParticipant", "participant", "project"),
    ("Representation", "agent", "client"),
    ("Succession", "predecessor", "successor"),
    ("UnknownLink", "subject", "object"),
];

/// An entity, as it was put together.
#[derive(Default)]
struct Entity {
    id: String,
    schema: String,
    values: Vec<Said>,
}

struct Said {
    property: String,
    value: String,
    lang: Option<String>,
    /// The type of the property, if it is said: `date`, `number`, `entity` …
    kind: Option<String>,
}

#[derive(Default)]
struct Entities {
    all: Vec<Entity>,
    numbers: HashMap<String, usize>,
}

impl Entities {
    fn of(&mut self, id: &str) -> &mut Entity {
        let next = self.all.len();
        let at = *self.numbers.entry(id.to_owned()).or_insert(next);
        if at == next {
            self.all.push(Entity {
                id: id.to_owned(),
                ..Entity::default()
            });
        }
        &mut self.all[at]
    }
}

pub fn read(source: &Source, found: &mut Found) -> Result<(), ImportError> {
    let start = first_bytes(&source.path, 64)?;
    let start = String::from_utf8_lossy(&start);
    let start = start.trim_start_matches('\u{FEFF}').trim_start();
    let mut entities = Entities::default();
    match start.starts_with(['{', '[']) {
        true => lines(source, &mut entities)?,
        false => table(source, &mut entities)?,
    }
    if entities.all.is_empty() {
        return Err(source.wrong_at(
            "all of it",
            "it holds no entity of FollowTheMoney".to_owned(),
        ));
    }
    for entity in &entities.all {
        say(entity, &entities, found);
    }
    Ok(())
}

/// A statement a row.
fn table(source: &Source, entities: &mut Entities) -> Result<(), ImportError> {
    let dialect = Dialect {
        delimiter: b',',
        quoting: true,
    };
    rows::each(
        source,
        dialect,
        str::to_owned,
        &["schema", "prop", "value"],
        |row| {
            let id = row.get("canonical_id").or_else(|| row.get("entity_id"));
            let (Some(id), Some(schema), Some(property)) = (id, row.get("schema"), row.get("prop"))
            else {
                let message =
                    "this statement has no `canonical_id` or `entity_id`, `schema` or `prop`"
                        .to_owned();
                return Err(source.wrong(row.line, message));
            };
            let said = row.get("value").map(|value| Said {
                property: property.to_owned(),
                value: value.to_owned(),
                lang: row.get("lang").map(str::to_owned),
                kind: row.get("prop_type").map(str::to_owned),
            });
            add(entities, id, schema, said);
            Ok(())
        },
    )
}

/// Statements or entities as values of JSON.
fn lines(source: &Source, entities: &mut Entities) -> Result<(), ImportError> {
    let mut wrong = None;
    wikibase::json::each(source, &mut |json| {
        let text = |key: &str| json[key].as_str().filter(|text| !text.is_empty());
        let id = text("canonical_id").or_else(|| text("entity_id"));
        match (id, text("prop"), text("schema"), text("id")) {
            (Some(id), Some(property), Some(schema), _) => {
                let said = text("value").map(|value| Said {
                    property: property.to_owned(),
                    value: value.to_owned(),
                    lang: text("lang").map(str::to_owned),
                    kind: text("prop_type").map(str::to_owned),
                });
                add(entities, id, schema, said);
            }
            (_, None, Some(schema), Some(id)) if json["properties"].is_object() => {
                add(entities, id, schema, None);
                for (property, values) in json["properties"].as_object().into_iter().flatten() {
                    for value in values.as_array().into_iter().flatten() {
                        let said = of_entity(property, value);
                        add(entities, id, schema, said);
                    }
                }
            }
            _ => {
                wrong.get_or_insert_with(|| json.to_string());
            }
        }
    })?;
    match wrong {
        Some(json) => {
            let shown: String = json.chars().take(60).collect();
            let message = format!(
                "`{shown}` is neither a statement nor an entity: expected `id`, `schema` and `properties`, or `canonical_id`, `prop`, `schema` and `value`"
            );
            Err(source.wrong_at("one of its values", message))
        }
        None => Ok(()),
    }
}

/// A value of an entity: a text, or an entity in it.
fn of_entity(property: &str, value: &Json) -> Option<Said> {
    let (value, kind) = match value {
        Json::String(text) => (text.clone(), None),
        Json::Object(nested) => (
            nested.get("id")?.as_str()?.to_owned(),
            Some("entity".to_owned()),
        ),
        _ => return None,
    };
    Some(Said {
        property: property.to_owned(),
        value,
        lang: None,
        kind,
    })
}

fn add(entities: &mut Entities, id: &str, schema: &str, said: Option<Said>) {
    let entity = entities.of(id);
    schema.clone_into(&mut entity.schema);
    // The statement `id` only says that the entity was seen.
    entity
        .values
        .extend(said.filter(|said| said.property != "id"));
}

impl Entity {
    fn of<'a>(&'a self, property: &'a str) -> impl Iterator<Item = &'a str> {
        let values = self
            .values
            .iter()
            .filter(move |said| said.property == property);
        values.map(|said| said.value.as_str())
    }

    /// The pages that it rests on.
    fn references(&self) -> Vec<Reference> {
        let urls = self.of("sourceUrl").map(|url| Reference {
            url: url.to_owned(),
            ..Reference::default()
        });
        urls.collect()
    }
}

fn say(entity: &Entity, entities: &Entities, found: &mut Found) {
    match LINKS.iter().find(|(schema, ..)| *schema == entity.schema) {
        Some((_, from, to)) => link(entity, from, to, entities, found),
        None => thing(entity, entities, found),
    }
}

/// An entity that is a thing, with a statement for each of its values that is no name.
fn thing(entity: &Entity, entities: &Entities, found: &mut Found) {
    if !found.wants(&entity.id) {
        return;
    }
    let class = found.term(&format!("{FTM}{}", entity.schema));
    let id = found.thing(&entity.id);
    let thing = found.thing_mut(id);
    thing.is_described = true;
    thing.classes.push(class);
    if is_wikidata(&entity.id) {
        thing
            .same_as
            .push(format!("{WIKIDATA}entity/{}", entity.id));
    }
    for said in &entity.values {
        let text = || Text {
            text: said.value.clone(),
            lang: lang(said),
        };
        let thing = found.thing_mut(id);
        match said.property.as_str() {
            "name" => thing.labels.push(text()),
            "alias" | "weakAlias" => thing.aliases.push(text()),
            "previousName" => thing.former.push(text()),
            "wikidataId" if is_wikidata(&said.value) => {
                thing
                    .same_as
                    .push(format!("{WIKIDATA}entity/{}", said.value));
            }
            "sourceUrl" => {}
            _ => {
                let property = found.term(&format!("{FTM}{}", said.property));
                let value = value(said, entities, found);
                let more = More {
                    references: entity.references(),
                    ..More::default()
                };
                found.say(id, property, value, more);
            }
        }
    }
}

/// An entity that links two others.
fn link(entity: &Entity, from: &str, to: &str, entities: &Entities, found: &mut Found) {
    let subjects: Vec<&str> = entity.of(from).collect();
    let objects: Vec<&str> = entity.of(to).collect();
    if subjects.is_empty() || objects.is_empty() {
        let what = format!("links of the schema {} without both ends", entity.schema);
        return found.left.out(&what, &entity.id);
    }
    let property = found.term(&lower_first(&entity.schema));
    found.term_mut(property).labels = vec![Text {
        text: entity.schema.to_lowercase(),
        lang: Some("en".to_owned()),
    }];
    for subject in &subjects {
        for object in &objects {
            let more = qualifiers(entity, &[from, to], entities, found);
            let (subject, object) = (found.thing(subject), found.thing(object));
            found.say(subject, property, Value::Thing(object), more);
        }
    }
}

fn qualifiers(entity: &Entity, ends: &[&str], entities: &Entities, found: &mut Found) -> More {
    let mut more = More::default();
    let mut dates = Times::default();
    for said in &entity.values {
        let property = said.property.as_str();
        let date = times::date(&said.value);
        let is_time = match (property, &date) {
            ("startDate", Some(date)) => dates.add("P580", date),
            ("endDate", Some(date)) => dates.add("P582", date),
            ("date", Some(date)) => dates.add("P585", date),
            _ => false,
        };
        if is_time || property == "sourceUrl" || ends.contains(&property) {
            continue;
        }
        let value = value(said, entities, found);
        let role = found.term(&format!("{FTM}{property}"));
        if !more.roles.contains(&(role, value.clone())) {
            more.roles.push((role, value));
        }
    }
    let (phrase, rest) = dates.phrase();
    (more.phrase, more.notes) = (phrase, rest);
    more.references = entity.references();
    more
}

fn value(said: &Said, entities: &Entities, found: &mut Found) -> Value {
    let kind = said.kind.as_deref();
    let is_entity =
        kind == Some("entity") || kind.is_none() && entities.numbers.contains_key(&said.value);
    if is_entity {
        return Value::Thing(found.thing(&said.value));
    }
    let is_date = match kind {
        Some(kind) => kind == "date",
        None => said.property == "date" || said.property.ends_with("Date"),
    };
    if let Some(date) = times::date(&said.value).filter(|_| is_date) {
        return Value::Literal(Literal::from(&date.literal()));
    }
    if kind == Some("number") && said.value.parse::<f64>().is_ok_and(f64::is_finite) {
        return Value::Literal(number(&said.value));
    }
    let tagged =
        lang(said).and_then(|lang| Literal::new_language_tagged_literal(&said.value, lang).ok());
    Value::Literal(tagged.unwrap_or_else(|| Literal::new_simple_literal(&said.value)))
}

/// The language of a value, which is said in three letters, as BCP 47 has it.
fn lang(said: &Said) -> Option<String> {
    let code = said.lang.as_deref()?;
    let short = isolang::Language::from_639_3(code).and_then(|lang| lang.to_639_1());
    Some(short.unwrap_or(code).to_owned())
}

fn is_wikidata(id: &str) -> bool {
    let digits = id.strip_prefix('Q');
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

fn lower_first(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
