//! What a service says of itself.

use serde_json::Value;

/// What of a service's manifest bears on asking it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    pub name: String,
    /// In front of ids it makes them IRIs.
    pub identifier_space: String,
    pub schema_space: String,
    /// How many queries it takes at once.
    pub batch_size: usize,
}

/// How many queries are sent at once to a service that doesn't say. OpenRefine sends as many, so all services take them.
const BATCH: usize = 10;
/// More are never sent at once, so that little is lost when a batch fails.
const LARGEST: usize = 100;
/// What we can speak. Queries and candidates of 0.1 are a part of those of 0.2.
const SPOKEN: [&str; 2] = ["0.1", "0.2"];

impl Manifest {
    /// Reads a manifest, or says what is wrong with it.
    pub fn read(value: &Value) -> Result<Manifest, String> {
        if !value.is_object() {
            return Err("its manifest is no JSON object".to_owned());
        }
        let text = |key: &str| match value.get(key).and_then(Value::as_str) {
            Some(text) if !text.trim().is_empty() => Ok(text.to_owned()),
            _ => Err(format!("its manifest has no `{key}`")),
        };
        check_versions(value)?;
        if value.get("authentication").is_some_and(Value::is_object) {
            return Err(
                "it wants to know who asks (`authentication`), which citable does not tell"
                    .to_owned(),
            );
        }
        let batch_size = match value.get("batchSize") {
            None | Some(Value::Null) => BATCH,
            Some(size) => match size.as_u64().and_then(|size| usize::try_from(size).ok()) {
                Some(size @ 1..) => size.min(LARGEST),
                _ => return Err(format!("its `batchSize` is {size}, no whole number from 1")),
            },
        };
        let identifier_space = text("identifierSpace")?;
        if oxiri::Iri::parse(identifier_space.as_str()).is_err() {
            return Err(format!(
                "its `identifierSpace` is no absolute IRI: `{identifier_space}`"
            ));
        }
        Ok(Manifest {
            name: text("name")?,
            identifier_space,
            schema_space: text("schemaSpace")?,
            batch_size,
        })
    }

    /// The IRI of an id: one that is an IRI already, or what follows the identifier space.
    pub fn iri(&self, id: &str) -> String {
        let is_iri = oxiri::Iri::parse(id).is_ok_and(|iri| iri.authority().is_some());
        if is_iri {
            return id.to_owned();
        }
        format!("{}{id}", self.identifier_space)
    }
}

/// A service that says nothing of versions is of 0.1.
fn check_versions(value: &Value) -> Result<(), String> {
    let Some(versions) = value.get("versions").and_then(Value::as_array) else {
        return Ok(());
    };
    let versions: Vec<&str> = versions.iter().filter_map(Value::as_str).collect();
    if versions.iter().any(|version| SPOKEN.contains(version)) {
        return Ok(());
    }
    Err(format!("it speaks {} only", versions.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(more: Value) -> Result<Manifest, String> {
        let mut manifest = json!({
            "name": "Places", "identifierSpace": "https://example.com/place/", "schemaSpace": "https://example.com/",
        });
        for (key, value) in more.as_object().expect("an object") {
            manifest[key] = value.clone();
        }
        Manifest::read(&manifest)
    }

    #[test]
    fn what_can_be_asked_is_told_from_what_cannot() {
        assert_eq!(read(json!({})).unwrap().batch_size, BATCH);
        assert_eq!(read(json!({"batchSize": 3})).unwrap().batch_size, 3);
        assert_eq!(
            read(json!({"batchSize": 9999})).unwrap().batch_size,
            LARGEST
        );
        assert!(read(json!({"versions": ["0.2", "1.0-draft"]})).is_ok());
        for (more, wrong) in [
            (json!({"batchSize": 0}), "batchSize"),
            (json!({"versions": ["1.0-draft"]}), "1.0-draft only"),
            (json!({"name": ""}), "no `name`"),
            (json!({"identifierSpace": "Q"}), "no absolute IRI"),
            (json!({"authentication": {"type": "basic"}}), "who asks"),
        ] {
            let error = read(more).unwrap_err();
            assert!(error.contains(wrong), "{error}");
        }
        assert!(Manifest::read(&json!([])).is_err());
    }

    #[test]
    fn ids_become_iris() {
        let manifest = read(json!({})).unwrap();
        assert_eq!(manifest.iri("7"), "https://example.com/place/7");
        assert_eq!(
            manifest.iri("https://example.org/x"),
            "https://example.org/x"
        );
        assert_eq!(manifest.iri("a:b"), "https://example.com/place/a:b");
    }
}
