//! Batches of queries and requests for values, as clients write them. What cannot be read is told with its place.

use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::{BATCH, LIMIT, LONGEST, MOST, PROPERTIES, ROWS, Refusal};
use crate::reconcile::message::{PropertyQuery, PropertyValue, Query, TypeStrict};

/// A data extension query: the values of some properties of some entities.
#[derive(Debug, PartialEq)]
pub struct Extension {
    pub ids: Vec<String>,
    /// Each with how many values are wanted at most, if that is said.
    pub properties: Vec<(String, Option<usize>)>,
}

/// Reads a reconciliation query batch: queries by their keys.
pub fn batch(text: &str) -> Result<Vec<(String, Query)>, Refusal> {
    let value = json("queries", text)?;
    let Value::Object(queries) = value else {
        return Err(Refusal::at(
            "",
            "a batch is an object, of queries by their keys",
        ));
    };
    at_most(queries.len(), BATCH, "queries in a batch")?;
    let read = |(key, value): (String, Value)| {
        let at = format!("/{}", escaped(&key));
        query(&at, &value).map(|query| (key, query))
    };
    queries.into_iter().map(read).collect()
}

/// Reads a data extension query.
pub fn extension(text: &str) -> Result<Extension, Refusal> {
    let value = json("extend", text)?;
    let object = object("", &value, "a request for values")?;
    let ids = list("/ids", object.get("ids"))?;
    at_most(ids.len(), ROWS, "entities")?;
    let numbered = ids.iter().enumerate();
    let ids = numbered.map(|(at, id)| string(&format!("/ids/{at}"), id));
    let properties = list("/properties", object.get("properties"))?;
    at_most(properties.len(), PROPERTIES, "properties")?;
    let numbered = properties.iter().enumerate();
    let properties = numbered.map(|(number, value)| {
        let at = format!("/properties/{number}");
        let property = self::object(&at, value, "a property")?;
        let id = string(&format!("{at}/id"), need(&at, property, "id")?)?;
        let limit = property
            .get("settings")
            .and_then(|settings| settings.get("limit"));
        let at = format!("{at}/settings/limit");
        Ok((
            id,
            limit
                .map(|limit| setting(&at, limit))
                .transpose()?
                .filter(|limit| *limit > 0),
        ))
    });
    Ok(Extension {
        ids: ids.collect::<Result<_, Refusal>>()?,
        properties: properties.collect::<Result<_, Refusal>>()?,
    })
}

fn query(at: &str, value: &Value) -> Result<Query, Refusal> {
    let object = object(at, value, "a query")?;
    let given = |key: &str| object.get(key).filter(|value| !value.is_null());
    let text = given("query").map(|value| name(&format!("{at}/query"), value));
    let text = text.transpose()?.filter(|text| !text.trim().is_empty());
    let place = format!("{at}/properties");
    let constraints = match given("properties") {
        Some(value) => properties(&place, value)?,
        None => Vec::new(),
    };
    if text.is_none() && constraints.is_empty() {
        return Err(Refusal::at(
            at,
            "a query has a `query` that is not empty, or `properties`",
        ));
    }
    Ok(Query {
        query: text,
        types: given("type").map_or(Ok(Vec::new()), |value| types(&format!("{at}/type"), value))?,
        type_strict: given("type_strict")
            .map(|value| strict(&format!("{at}/type_strict"), value))
            .transpose()?,
        limit: Some(
            given("limit").map_or(Ok(LIMIT), |value| limit(&format!("{at}/limit"), value))?,
        ),
        properties: constraints,
    })
}

fn properties(at: &str, value: &Value) -> Result<Vec<PropertyQuery>, Refusal> {
    let properties = list(at, Some(value))?;
    at_most(properties.len(), PROPERTIES, "properties")?;
    let numbered = properties.iter().enumerate();
    let read = numbered.map(|(number, value)| {
        let at = format!("{at}/{number}");
        let property = object(&at, value, "a property")?;
        let pid = string(&format!("{at}/pid"), need(&at, property, "pid")?)?;
        let at_value = format!("{at}/v");
        let v = match need(&at, property, "v")? {
            Value::Array(values) => {
                at_most(values.len(), PROPERTIES, "values of a property")?;
                let numbered = values.iter().enumerate();
                let values =
                    numbered.map(|(at, one)| property_value(&format!("{at_value}/{at}"), one));
                values.collect::<Result<_, _>>()?
            }
            one => vec![property_value(&at_value, one)?],
        };
        Ok(PropertyQuery { pid, v })
    });
    read.collect()
}

fn property_value(at: &str, value: &Value) -> Result<PropertyValue, Refusal> {
    Ok(match value {
        Value::String(_) => PropertyValue::Text(name(at, value)?),
        Value::Number(number) => PropertyValue::Number(number.clone()),
        Value::Bool(value) => PropertyValue::Boolean(*value),
        Value::Object(entity) => PropertyValue::Entity {
            id: string(&format!("{at}/id"), need(at, entity, "id")?)?,
            name: entity
                .get("name")
                .and_then(Value::as_str)
                .map(str::to_owned),
        },
        _ => {
            return Err(Refusal::at(
                at,
                "a value is a string, a number, true or false, or an entity with its `id`",
            ));
        }
    })
}

/// One type or several, by their ids; some clients send them with their names.
fn types(at: &str, value: &Value) -> Result<Vec<String>, Refusal> {
    let all = match value {
        Value::Array(all) => all.as_slice(),
        one => std::slice::from_ref(one),
    };
    at_most(all.len(), PROPERTIES, "types")?;
    let id = |value: &Value| match value.get("id").unwrap_or(value) {
        Value::String(id) => Ok(id.clone()),
        _ => Err(Refusal::at(
            at,
            "a type is a string, its id; or a list of those",
        )),
    };
    all.iter().map(id).collect()
}

fn strict(at: &str, value: &Value) -> Result<TypeStrict, Refusal> {
    match value.as_str() {
        Some("any") => Ok(TypeStrict::Any),
        Some("all") => Ok(TypeStrict::All),
        Some("should") => Ok(TypeStrict::Should),
        _ => Err(Refusal::at(at, "`type_strict` is `any`, `all` or `should`")),
    }
}

/// How many candidates are wanted; more than [`MOST`] are never given.
fn limit(at: &str, value: &Value) -> Result<usize, Refusal> {
    match whole(value) {
        Some(limit @ 1..) => Ok(limit.min(MOST)),
        _ => Err(Refusal::at(at, "`limit` is a whole number from 1")),
    }
}

/// A setting of a property, which forms send as text.
fn setting(at: &str, value: &Value) -> Result<usize, Refusal> {
    let text = value.as_str().map(str::trim);
    let number = match text {
        Some("") => Some(0),
        Some(text) => text.parse().ok(),
        None => whole(value),
    };
    number.ok_or_else(|| Refusal::at(at, "`limit` is a whole number from 0"))
}

/// A whole number, which some clients write as `5.0`.
fn whole(value: &Value) -> Option<usize> {
    if let Some(number) = value.as_u64() {
        return usize::try_from(number).ok();
    }
    let text = value.as_f64()?.to_string();
    text.parse().ok()
}

fn name(at: &str, value: &Value) -> Result<String, Refusal> {
    let Value::String(text) = value else {
        return Err(Refusal::at(at, "this is a string"));
    };
    match text.chars().nth(LONGEST) {
        Some(_) => Err(Refusal::at(
            at,
            format!("this is longer than {LONGEST} characters"),
        )),
        None => Ok(text.clone()),
    }
}

fn string(at: &str, value: &Value) -> Result<String, Refusal> {
    match name(at, value)? {
        text if text.is_empty() => Err(Refusal::at(at, "this is empty")),
        text => Ok(text),
    }
}

fn object<'v>(at: &str, value: &'v Value, what: &str) -> Result<&'v Map<String, Value>, Refusal> {
    value
        .as_object()
        .ok_or_else(|| Refusal::at(at, format!("{what} is an object")))
}

fn list<'v>(at: &str, value: Option<&'v Value>) -> Result<&'v [Value], Refusal> {
    match value {
        Some(Value::Array(list)) => Ok(list),
        Some(_) => Err(Refusal::at(at, "this is a list")),
        None => Err(Refusal::at(
            "",
            format!("`{}` is missing", at.trim_start_matches('/')),
        )),
    }
}

fn need<'v>(at: &str, object: &'v Map<String, Value>, key: &str) -> Result<&'v Value, Refusal> {
    object
        .get(key)
        .ok_or_else(|| Refusal::at(at, format!("`{key}` is missing")))
}

fn at_most(count: usize, most: usize, what: &str) -> Result<(), Refusal> {
    if count > most {
        let detail = format!("{count} {what}: at most {most} are taken");
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, detail));
    }
    Ok(())
}

fn json(field: &str, text: &str) -> Result<Value, Refusal> {
    serde_json::from_str(text)
        .map_err(|error| Refusal::at("", format!("`{field}` is no JSON: {error}")))
}

/// A key as a step of a JSON pointer.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (text, pointer, words) in [
            ("{", "", "no JSON"),
            ("[]", "", "an object"),
            (r#"{"q0": 1}"#, "/q0", "an object"),
            (r#"{"q/0": {}}"#, "/q~10", "`query`"),
            (r#"{"a": {"query": "  "}}"#, "/a", "not empty"),
            (r#"{"a": {"query": 1}}"#, "/a/query", "a string"),
            (r#"{"a": {"query": "x", "limit": 0}}"#, "/a/limit", "from 1"),
            (
                r#"{"a": {"query": "x", "limit": 1.5}}"#,
                "/a/limit",
                "from 1",
            ),
            (
                r#"{"a": {"query": "x", "limit": -1}}"#,
                "/a/limit",
                "from 1",
            ),
            (r#"{"a": {"query": "x", "type": 1}}"#, "/a/type", "its id"),
            (
                r#"{"a": {"query": "x", "type_strict": "must"}}"#,
                "/a/type_strict",
                "`any`",
            ),
            (
                r#"{"a": {"query": "x", "properties": {}}}"#,
                "/a/properties",
                "a list",
            ),
            (
                r#"{"a": {"query": "x", "properties": [{"v": 1}]}}"#,
                "/a/properties/0",
                "`pid`",
            ),
            (
                r#"{"a": {"query": "x", "properties": [{"pid": "p", "v": [1, []]}]}}"#,
                "/a/properties/0/v/1",
                "a value",
            ),
        ] {
            let refusal = batch(text).unwrap_err();
            assert_eq!(
                refusal.pointer.as_deref(),
                Some(pointer),
                "{text}: {refusal:?}"
            );
            assert!(refusal.detail.contains(words), "{text}: {refusal:?}");
        }
        let long = format!(r#"{{"a": {{"query": "{}"}}}}"#, "x".repeat(LONGEST + 1));
        assert!(batch(&long).unwrap_err().detail.contains("longer"));
        let many = (0..=BATCH).map(|at| format!(r#""q{at}": {{"query": "x"}}"#));
        let many = format!("{{{}}}", many.collect::<Vec<_>>().join(","));
        assert_eq!(
            batch(&many).unwrap_err().status,
            StatusCode::PAYLOAD_TOO_LARGE
        );
    }

    #[test]
    fn queries_are_read_as_clients_write_them() {
        let read = batch(
            r#"{"q": {"query": "Delhi", "type": [{"id": "v:City", "name": "city"}], "limit": 3.0, "type_strict": "should",
                "properties": [{"pid": "v:in", "v": {"id": "india"}}, {"pid": "v:n", "v": [1, true, "x"]}]}}"#,
        );
        let (key, query) = read.unwrap().remove(0);
        assert_eq!((key.as_str(), query.limit), ("q", Some(3)));
        assert_eq!(query.types, ["v:City"]);
        assert_eq!(query.properties[1].v.len(), 3);
        assert_eq!(
            batch(r#"{"q": {"query": "x"}}"#).unwrap()[0].1.limit,
            Some(LIMIT)
        );
        assert!(batch("{}").unwrap().is_empty());
    }

    #[test]
    fn requests_for_values_are_read() {
        let text = r#"{"ids": ["a"], "properties": [{"id": "p", "settings": {"limit": "2"}}, {"id": "q", "settings": {"limit": 0}}]}"#;
        let read = extension(text).unwrap();
        assert_eq!(
            read.properties,
            [("p".to_owned(), Some(2)), ("q".to_owned(), None)]
        );
        for (text, words) in [
            (r#"{"properties": []}"#, "`ids` is missing"),
            (r#"{"ids": [1], "properties": []}"#, "a string"),
            (r#"{"ids": [], "properties": [{}]}"#, "`id` is missing"),
            (
                r#"{"ids": [], "properties": [{"id": "p", "settings": {"limit": "x"}}]}"#,
                "from 0",
            ),
        ] {
            let refusal = extension(text).unwrap_err();
            assert!(refusal.detail.contains(words), "{text}: {refusal:?}");
        }
    }
}
