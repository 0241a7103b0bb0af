//! JSON: a thing a line, as Wikidata's dumps have them, between `[` and `]` and with a comma after each; or one list of things,
//! laid out as it may be.

use std::fmt;
use std::io::{BufRead, BufReader, Read};

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{Column, Source, columns, say, subject, wikidata};
use crate::dataset::{Dataset, DatasetError, Skipped, Visit};

/// No thing of a dump is larger, in bytes.
const LONGEST: u64 = 64 << 20;
const NO_JSON: &str = "lines that are no JSON";

pub fn read(
    source: &Source,
    dataset: Dataset,
    reader: Box<dyn Read>,
    skipped: &mut Skipped,
    visit: Visit,
) -> Result<(), DatasetError> {
    let mut things = Things {
        source,
        dataset,
        columns: None,
    };
    let mut reader = BufReader::with_capacity(1 << 18, reader);
    let plain = crate::files::strip_compression(source.name);
    let start = reader.fill_buf().map_err(|cause| source.failed(cause))?;
    match !plain.ends_with(".json") || is_by_line(start) {
        true => by_line(&mut things, reader, skipped, visit),
        false => whole(&mut things, reader, skipped, visit),
    }
}

/// Whether the first thing of a file stands in a line of its own. One that is longer than what is seen of the file does.
fn is_by_line(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let lines = start.split_inclusive(|byte| *byte == b'\n');
    let mut lines = lines.filter(|line| !matches!(line.trim_ascii(), b"" | b"["));
    let Some(line) = lines.next() else {
        return false;
    };
    let is_whole = line.ends_with(b"\n");
    let line = line.trim_ascii();
    let thing = line.strip_suffix(b",").unwrap_or(line);
    let is_thing = || serde_json::from_slice::<Map<String, Value>>(thing).is_ok();
    line.starts_with(b"{") && (!is_whole || is_thing())
}

fn by_line(
    things: &mut Things,
    mut reader: impl BufRead,
    skipped: &mut Skipped,
    visit: Visit,
) -> Result<(), DatasetError> {
    let source = things.source;
    let (mut line, mut number, mut read, mut first) = (Vec::new(), 0, false, None);
    loop {
        line.clear();
        number += 1;
        let taken = reader.by_ref().take(LONGEST).read_until(b'\n', &mut line);
        if taken.map_err(|cause| source.failed(cause))? == 0 {
            break;
        }
        let text = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
        let text = text.trim_ascii();
        let text = text.strip_suffix(b",").unwrap_or(text);
        if matches!(text, b"" | b"[" | b"]") {
            continue;
        }
        match serde_json::from_slice(text) {
            Ok(thing) => {
                read = true;
                things.say(&thing, number, skipped, visit)?;
            }
            Err(error) => {
                let wrong = source.wrong(number, format!("this is no JSON: {error}"));
                skipped.add(NO_JSON, || format!("{}:{number}", source.name));
                first = first.or(Some(wrong));
            }
        }
    }
    match first {
        Some(wrong) if !read => Err(wrong),
        _ => Ok(()),
    }
}

fn whole(
    things: &mut Things,
    reader: impl Read,
    skipped: &mut Skipped,
    visit: Visit,
) -> Result<(), DatasetError> {
    let source = things.source;
    let mut failed = None;
    let mut number = 0;
    let mut each = |thing: Value| {
        number += 1;
        let said = things.say(&thing, number, skipped, visit);
        said.map_err(|error| failed = Some(error)).is_ok()
    };
    let mut json = serde_json::Deserializer::from_reader(reader);
    let read = Each(&mut each).deserialize(&mut json);
    let read = read.and_then(|()| json.end());
    match (failed, read) {
        (Some(error), _) => Err(error),
        (None, Ok(())) => Ok(()),
        (None, Err(error)) => {
            let line = u64::try_from(error.line()).unwrap_or_default();
            Err(source.wrong(line, format!("this is no list of things in JSON: {error}")))
        }
    }
}

/// Hands on the things of a list, one after the other; a thing alone is one.
struct Each<'a>(&'a mut dyn FnMut(Value) -> bool);

impl<'de> DeserializeSeed<'de> for Each<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Each<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(thing) = list.next_element()? {
            if !(self.0)(thing) {
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let object = serde::de::value::MapAccessDeserializer::new(map);
        let thing = <Value as serde::Deserialize>::deserialize(object)?;
        match (self.0)(thing) {
            true => Ok(()),
            false => Err(serde::de::Error::custom("stopped")),
        }
    }
}

struct Things<'a> {
    source: &'a Source<'a>,
    dataset: Dataset<'a>,
    /// What keys stand for; looked up when the first thing needs it.
    columns: Option<Vec<(String, Column)>>,
}

impl Things<'_> {
    fn say(
        &mut self,
        thing: &Value,
        number: u64,
        skipped: &mut Skipped,
        visit: Visit,
    ) -> Result<(), DatasetError> {
        let (source, dataset) = (self.source, self.dataset);
        if wikidata::is_entity(thing) {
            return wikidata::say(source, thing, visit);
        }
        let columns = match &mut self.columns {
            Some(columns) => columns,
            none => none.insert(columns(dataset, source.name)?),
        };
        let mut id = columns
            .iter()
            .filter(|(_, column)| matches!(column, Column::Id));
        let id = id.next().map_or("id", |(key, _)| key);
        let id = at(thing, id).and_then(words);
        let Some(iri) = id.and_then(|id| subject(dataset, &id)) else {
            skipped.add("things without an IRI", || {
                format!("{}:{number}", source.name)
            });
            return Ok(());
        };
        for (key, column) in columns.iter() {
            let Column::Property(property, lang) = column else {
                continue;
            };
            let values = match at(thing, key) {
                Some(Value::Array(values)) => values.as_slice(),
                Some(value) => std::slice::from_ref(value),
                None => continue,
            };
            for text in values.iter().filter_map(words) {
                let property = (property.as_str(), lang.as_deref());
                say(source, dataset, &iri, property, &text, visit)?;
            }
        }
        Ok(())
    }
}

/// The value of a key; with dots, of a key within.
fn at<'v>(thing: &'v Value, key: &str) -> Option<&'v Value> {
    thing
        .get(key)
        .or_else(|| key.split('.').try_fold(thing, |value, key| value.get(key)))
}

fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(is) => Some(is.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_a_line_are_told_from_lists() {
        assert!(is_by_line(b"{\"id\":1}\n{\"id\":2}\n"));
        assert!(is_by_line(b"[\n{\"id\":\"Q1\"},\n{\"id\":\"Q2\"}\n]\n"));
        assert!(is_by_line(b"\xEF\xBB\xBF[\r\n{\"id\":\"Q1\"},\r\n"));
        assert!(!is_by_line(b"[{\"id\":1},{\"id\":2}]"));
        assert!(!is_by_line(b"[\n  {\n    \"id\": 1\n  }\n]"));
        assert!(!is_by_line(b"[\n  {\"id\": 1,\n   \"name\": 2}\n]"));
        assert!(!is_by_line(b""));
    }
}
