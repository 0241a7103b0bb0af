//! What goes over the wire: queries, candidates, types and features, by the names that the specification has for them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The versions of the specification that are spoken.
pub const VERSIONS: [&str; 1] = ["0.2"];

/// A reconciliation query: something is looked for by a name, by properties, or by both.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Query {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Ids of types, of which a candidate should have one.
    #[serde(rename = "type", skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_strict: Option<TypeStrict>,
    /// How many candidates are wanted at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<PropertyQuery>,
}

impl Query {
    /// Looks for a name.
    pub fn named(name: impl Into<String>) -> Query {
        Query {
            query: Some(name.into()),
            ..Query::default()
        }
    }

    /// What it is called in messages: the name, or that there is none.
    pub fn name(&self) -> &str {
        self.query.as_deref().unwrap_or("(no name)")
    }
}

/// How types bind. The specification leaves open what the words mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TypeStrict {
    /// A candidate has at least one of the types.
    Any,
    /// It has all of them.
    All,
    /// It had better have one.
    Should,
}

/// A property that candidates should have with one of some values.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PropertyQuery {
    pub pid: String,
    pub v: Vec<PropertyValue>,
}

/// A value of a property, as it is asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum PropertyValue {
    Text(String),
    Number(serde_json::Number),
    Boolean(bool),
    /// An entity of the service, by its id.
    Entity {
        id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
}

/// Something with an id and a name: a type, a property, an entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Named {
    pub id: String,
    pub name: String,
}

/// A reconciliation candidate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Candidate {
    pub id: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "type")]
    pub types: Vec<Named>,
    /// The higher the better; what it means is for the service to say. Of ours it is from 0 to 100.
    pub score: f64,
    /// Whether the service takes it for what is looked for.
    #[serde(rename = "match")]
    pub is_match: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<Feature>,
}

/// A matching feature: what speaks for a candidate, or against it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Feature {
    pub id: String,
    pub value: FeatureValue,
}

/// The value of a feature.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FeatureValue {
    Boolean(bool),
    Number(f64),
}

impl Candidate {
    /// Reads a candidate as services write them: ids may be numbers, types bare ids, and what the specification doesn't insist
    /// on may be missing. Nothing if it has no id, or no score.
    pub fn read(value: &Value) -> Option<Candidate> {
        let id = text(value.get("id")?)?;
        let score = value.get("score")?;
        let score = score
            .as_f64()
            .or_else(|| score.as_str()?.trim().parse().ok())?;
        let list = |key: &str| value.get(key).and_then(Value::as_array);
        let types = list("type").into_iter().flatten().filter_map(Named::read);
        let features = list("features").into_iter().flatten();
        let features = features.filter_map(|feature| {
            Some(Feature {
                id: text(feature.get("id")?)?,
                value: FeatureValue::deserialize(feature.get("value")?).ok()?,
            })
        });
        Some(Candidate {
            name: value
                .get("name")
                .and_then(text)
                .unwrap_or_else(|| id.clone()),
            description: value.get("description").and_then(text),
            types: types.collect(),
            score,
            is_match: value.get("match").and_then(Value::as_bool) == Some(true),
            features: features.collect(),
            id,
        })
    }
}

impl Named {
    /// A type, which may be its id alone.
    fn read(value: &Value) -> Option<Named> {
        let id = text(value.get("id").unwrap_or(value))?;
        let name = value.get("name").and_then(text);
        Some(Named {
            name: name.unwrap_or_else(|| id.clone()),
            id,
        })
    }
}

/// A string that is not empty, or a number as one.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
