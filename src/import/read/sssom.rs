//! SSSOM (<https://mapping-commons.github.io/sssom/>): mappings as tab-separated values, with their prefixes in the comments above them.

use std::collections::BTreeMap;

use saphyr::{LoadableYamlNode, Yaml};

use super::rows::{self, Dialect};
use crate::import::found::{Found, Mapping, Text};
use crate::import::{ImportError, Source};
use crate::vocab::{owl, rdf, rdfs, skos};

const DIALECT: Dialect = Dialect {
    delimiter: b'\t',
    quoting: true,
    comments: true,
};

pub fn read(source: &Source, found: &mut Found) -> Result<(), ImportError> {
    let prefixes = prefixes(source)?;
    let expand = |curie: &str| -> Option<String> {
        if crate::import::found::is_iri(curie) {
            return Some(curie.to_owned());
        }
        let (prefix, local) = curie.split_once(':')?;
        let iri = format!("{}{local}", prefixes.get(prefix)?);
        crate::import::found::is_iri(&iri).then_some(iri)
    };
    let required = ["subject_id", "predicate_id", "object_id"];
    rows::each(source, DIALECT, str::to_owned, &required, |row| {
        let [Some(subject), Some(predicate), Some(object)] = required.map(|name| row.get(name))
        else {
            let message =
                "this mapping has an empty `subject_id`, `predicate_id` or `object_id`".to_owned();
            return Err(source.wrong(row.line, message));
        };
        let ends = (expand(subject), expand(predicate), expand(object));
        let (Some(from), Some(predicate), Some(to)) = ends else {
            let what = "mappings with a prefix that `curie_map` doesn't have";
            found
                .left
                .out(what, format!("{subject} {predicate} {object}"));
            return Ok(());
        };
        if row
            .get("predicate_modifier")
            .is_some_and(|it| it.eq_ignore_ascii_case("not"))
        {
            let what = "rejected mappings (predicate_modifier is Not)";
            found.left.out(what, format!("{subject} {object}"));
            return Ok(());
        }
        if !found.wants(&from) && !found.wants(subject) {
            return Ok(());
        }
        let label = |key: &str, name: &str, found: &mut Found| {
            let id = found.thing(key);
            if let Some(label) = row.get(name) {
                let text = Text {
                    text: label.to_owned(),
                    lang: None,
                };
                let labels = &mut found.thing_mut(id).labels;
                if !labels.contains(&text) {
                    labels.push(text);
                }
            }
            id
        };
        let mapping = Mapping {
            subject: label(&from, "subject_label", found),
            object: label(&to, "object_label", found),
            predicate,
            confidence: row.get("confidence").map(str::to_owned),
            note: note(&row),
        };
        found.mappings.push(mapping);
        Ok(())
    })
}

/// What a mapping says of itself, in words.
fn note(row: &rows::Row) -> Option<String> {
    const TOLD: &[&str] = &[
        "mapping_justification",
        "author_label",
        "author_id",
        "reviewer_label",
        "reviewer_id",
        "mapping_date",
        "mapping_tool",
        "comment",
    ];
    let told = TOLD
        .iter()
        .filter_map(|name| Some(format!("{name} {}", row.get(name)?)));
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// The prefixes of `curie_map`, with those that SSSOM has built in.
fn prefixes(source: &Source) -> Result<BTreeMap<String, String>, ImportError> {
    let built_in = [
        ("owl", owl::NAMESPACE),
        ("rdf", rdf::NAMESPACE),
        ("rdfs", rdfs::NAMESPACE),
        ("skos", skos::NAMESPACE),
        ("semapv", "https://w3id.org/semapv/vocab/"),
        ("sssom", "https://w3id.org/sssom/"),
    ];
    let mut prefixes = source.prefixes.clone();
    prefixes.extend(built_in.map(|(prefix, iri)| (prefix.to_owned(), iri.to_owned())));
    let mut header = String::new();
    let mut count = 0;
    rows::lines(source, |number, line| {
        if let Some(comment) = line.strip_prefix('#').filter(|_| number == count + 1) {
            // Some write a space after each sign, which is none of the YAML's.
            header.push_str(comment);
            header.push('\n');
            count = number;
        }
        Ok(())
    })?;
    let is_spaced = header
        .lines()
        .all(|line| line.is_empty() || line.starts_with(' '));
    let header = match is_spaced {
        true => header
            .lines()
            .map(|line| line.get(1..).unwrap_or_default())
            .collect::<Vec<_>>()
            .join("\n"),
        false => header,
    };
    let yaml = Yaml::load_from_str(&header).map_err(|error| {
        let line = u64::try_from(error.marker().line()).unwrap_or(1);
        let message = format!("the comments above the table are no YAML: {}", error.info());
        source.wrong(line, message)
    })?;
    let map = yaml
        .first()
        .and_then(|yaml| yaml.as_mapping_get("curie_map"));
    for (prefix, iri) in map.and_then(Yaml::as_mapping).into_iter().flatten() {
        if let (Some(prefix), Some(iri)) = (prefix.as_str(), iri.as_str()) {
            prefixes.insert(prefix.to_owned(), iri.to_owned());
        }
    }
    Ok(prefixes)
}
