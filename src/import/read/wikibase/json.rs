//! Wikibase's JSON (<https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html>): the answer of Special:EntityData,
//! an entity a line, or a dump, which is an array. Each entity is read and let go of in turn.

use std::fmt;
use std::io::BufReader;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Deserializer, Value as Json};

use super::{DEPRECATED, Snak, Statement, WIKIDATA, in_language, point, say, string};
use crate::import::found::{Found, Rank, Text};
use crate::import::{ImportError, Source};

pub fn read(source: &Source, found: &mut Found) -> Result<(), ImportError> {
    let mut seen = 0;
    each(source, &mut |json| {
        if entity(json, found) {
            seen += 1;
        }
    })?;
    match seen {
        0 => Err(source.wrong_at("all of it", "it holds no entity of Wikibase".to_owned())),
        _ => Ok(()),
    }
}

/// Hands out each value of a stream of JSON; those of an array, and of the key `entities` of an object, one by one.
pub fn each(source: &Source, visit: &mut dyn FnMut(&Json)) -> Result<(), ImportError> {
    let mut reader = BufReader::new(source.open()?);
    skip_mark(&mut reader).map_err(|cause| source.failed(&cause))?;
    let mut json = Deserializer::from_reader(reader);
    loop {
        let value = Values(&mut *visit).deserialize(&mut json);
        value.map_err(|error| of_json(source, &error))?;
        // What follows may be another value, white space, or nothing.
        match json.end() {
            Ok(()) => return Ok(()),
            Err(error) if error.is_io() => return Err(of_json(source, &error)),
            Err(_) => {}
        }
    }
}

fn skip_mark(reader: &mut impl std::io::BufRead) -> std::io::Result<()> {
    let start = reader.fill_buf()?;
    if start.starts_with(b"\xEF\xBB\xBF") {
        reader.consume(3);
    }
    Ok(())
}

fn of_json(source: &Source, error: &serde_json::Error) -> ImportError {
    let line = u64::try_from(error.line()).unwrap_or_default();
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    match error.classify() {
        serde_json::error::Category::Io => source.wrong_at("on the way", message.to_owned()),
        serde_json::error::Category::Eof => {
            source.wrong(line, "the file ends in the middle of a value".to_owned())
        }
        _ => source.wrong(line, message.to_owned()),
    }
}

/// Reads a value, and hands out what [`each`] does.
struct Values<'a>(&'a mut dyn FnMut(&Json));

impl<'de> DeserializeSeed<'de> for Values<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Values<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object, or an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<Json>()? {
            (self.0)(&item);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut rest = serde_json::Map::new();
        while let Some(key) = items.next_key::<String>()? {
            if key == "entities" {
                items.next_value_seed(Entities(&mut *self.0))?;
            } else {
                rest.insert(key, items.next_value()?);
            }
        }
        (self.0)(&Json::Object(rest));
        Ok(())
    }
}

/// The value of `entities`: an object whose values are entities.
struct Entities<'a>(&'a mut dyn FnMut(&Json));

impl<'de> DeserializeSeed<'de> for Entities<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Entities<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the entities, by their ids")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_key::<IgnoredAny>()?.is_some() {
            (self.0)(&items.next_value::<Json>()?);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        // PHP writes an empty object as an empty array.
        while let Some(item) = items.next_element::<Json>()? {
            (self.0)(&item);
        }
        Ok(())
    }
}

/// Says what an entity's JSON says; whether it is one.
fn entity(json: &Json, found: &mut Found) -> bool {
    let Some(id) = json["id"]
        .as_str()
        .filter(|_| json.get("missing").is_none())
    else {
        return false;
    };
    if !is_number(id) {
        return false;
    }
    let iri = format!("{WIKIDATA}entity/{id}");
    if id.starts_with('P') {
        let property = super::property(WIKIDATA, id, found);
        let (labels, definition) = (texts(&json["labels"]), texts(&json["descriptions"]));
        let term = found.term_mut(property);
        (term.labels, term.definition) = (labels, definition.into_iter().next());
        return true;
    }
    if !found.wants(&iri) {
        return true;
    }
    // An item may be a class as well, of which the label is wanted.
    let class = found.term(&iri);
    found.term_mut(class).labels = texts(&json["labels"]);
    let thing = found.thing(&iri);
    let thing = found.thing_mut(thing);
    thing.is_described = true;
    thing.labels = texts(&json["labels"]);
    thing.aliases = texts(&json["aliases"]);
    thing.definitions = texts(&json["descriptions"]);
    if let Some(links) = json["sitelinks"]
        .as_object()
        .filter(|links| !links.is_empty())
    {
        for site in links.keys() {
            found.left.out(
                "links to pages of Wikipedia and its sisters",
                format!("{id} {site}"),
            );
        }
    }
    let claims = json["claims"].as_object().into_iter().flatten();
    for statement in claims.flat_map(|(_, all)| all.as_array().into_iter().flatten()) {
        if let Some(statement) = self::statement(&iri, statement) {
            say(statement, found);
        } else {
            found.left.out("statements that could not be read", id);
        }
    }
    true
}

fn is_number(id: &str) -> bool {
    let digits = id.strip_prefix(['Q', 'P']);
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// The texts by language: one each, or a list each.
fn texts(json: &Json) -> Vec<Text> {
    let all = json
        .as_object()
        .into_iter()
        .flatten()
        .map(|(_, texts)| texts);
    let all = all.flat_map(|texts| match texts {
        Json::Array(texts) => texts.iter().collect::<Vec<_>>(),
        text => vec![text],
    });
    all.filter_map(|text| {
        Some(Text {
            text: text["value"].as_str()?.to_owned(),
            lang: text["language"].as_str().map(str::to_owned),
        })
    })
    .collect()
}

fn statement(subject: &str, json: &Json) -> Option<Statement<'static>> {
    let main = &json["mainsnak"];
    let rank = match json["rank"].as_str() {
        Some("preferred") => Rank::Preferred,
        Some("deprecated") => Rank::Deprecated(DEPRECATED.to_owned()),
        _ => Rank::Normal,
    };
    let references = json["references"].as_array().into_iter().flatten();
    Some(Statement {
        root: WIKIDATA,
        subject: subject.to_owned(),
        property: main["property"].as_str()?.to_owned(),
        value: snak(main),
        qualifiers: snaks(&json["qualifiers"], &json["qualifiers-order"]),
        rank,
        references: references
            .map(|reference| snaks(&reference["snaks"], &reference["snaks-order"]))
            .collect(),
    })
}

/// Snaks by property, in the order that is said.
fn snaks(json: &Json, order: &Json) -> Vec<(String, Snak)> {
    let Some(all) = json.as_object() else {
        return Vec::new();
    };
    let ordered = order
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Json::as_str);
    let mut properties: Vec<&str> = ordered.filter(|it| all.contains_key(*it)).collect();
    let rest = all.keys().map(String::as_str);
    let rest: Vec<&str> = rest.filter(|it| !properties.contains(it)).collect();
    properties.extend(rest);
    let mut snaks = Vec::new();
    for property in properties {
        let of = all[property].as_array().into_iter().flatten();
        snaks.extend(of.map(|json| (property.to_owned(), snak(json))));
    }
    snaks
}

fn snak(json: &Json) -> Snak {
    let value = &json["datavalue"]["value"];
    let text = |key: &str| value[key].as_str().map(str::to_owned);
    let entity = |iri: String| {
        iri.rsplit('/')
            .next()
            .map(|id| format!("{WIKIDATA}entity/{id}"))
    };
    let read = match (
        json["snaktype"].as_str(),
        json["datavalue"]["type"].as_str(),
    ) {
        (Some("somevalue"), _) => return Snak::Odd(SOME),
        (Some("novalue"), _) => return Snak::Odd(NONE),
        (_, Some("string")) => value.as_str().map(string),
        (_, Some("monolingualtext")) => text("text")
            .zip(text("language"))
            .map(|(text, lang)| in_language(&text, &lang)),
        (_, Some("wikibase-entityid")) => text("id")
            .or_else(|| Some(format!("Q{}", value["numeric-id"].as_u64()?)))
            .and_then(entity)
            .map(Snak::Entity),
        (_, Some("time")) => text("time").map(|time| Snak::Time {
            time,
            precision: value["precision"].as_u64().unwrap_or(11),
            calendar: text("calendarmodel").unwrap_or_default(),
        }),
        (_, Some("quantity")) => text("amount").map(|amount| Snak::Quantity {
            amount,
            unit: text("unit").filter(|unit| unit != "1"),
        }),
        (_, Some("globecoordinate")) => {
            let degrees = |key: &str| value[key].as_f64().map(|degrees| degrees.to_string());
            degrees("latitude")
                .zip(degrees("longitude"))
                .map(|(latitude, longitude)| point(&latitude, &longitude))
        }
        _ => None,
    };
    read.unwrap_or(Snak::Odd("values of a type that is not known"))
}

/// That there is a value that is not known, and that there is none.
pub const SOME: &str = "values that are not known";
pub const NONE: &str = "statements that there is no value";
