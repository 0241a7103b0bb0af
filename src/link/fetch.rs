//! What a data set says of the things that entities are linked with, taken over into a file of the project.
//!
//! The file is sorted, and its head says from what it was taken, when, and what digest its triples have. A file whose triples
//! would be the same is left as it is, so that nothing changes but what has changed.

use std::collections::BTreeSet;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::LinkError;
use super::linking::Linking;
use super::proposals::text;
use super::service;
use super::shelf::{self, Input};
use crate::dataset::{self, Dataset, DatasetError, Skipped, property_of};
use crate::edit::{self, Change};
use crate::iri::hex;
use crate::project::Origin;

/// What was taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fetched {
    /// From the project's root.
    pub path: String,
    /// How many things are linked, and how many triples were found.
    pub things: usize,
    pub triples: usize,
    /// Whether the file is another one now.
    pub changed: bool,
    /// The things of which nothing was found.
    pub without: Vec<String>,
    #[serde(skip)]
    pub skipped: Skipped,
}

/// Takes over what the settings say, for all linked entities.
pub fn fetch(linking: &Linking, dataset: Dataset) -> Result<Fetched, LinkError> {
    let settings = dataset.settings;
    if settings.fetch.is_empty() {
        return Err(LinkError::Asked(format!(
            "nothing says what to fetch: give `fetch = [\"rdfs:label\", …]` in [datasets.{}] of citable.toml",
            settings.name
        )));
    }
    let properties = settings
        .fetch
        .iter()
        .map(|text| property_of(settings, dataset.terms, "fetch", text));
    let mut properties = properties.collect::<Result<Vec<String>, DatasetError>>()?;
    properties.sort_unstable();
    properties.dedup();
    let things = linked(linking, dataset)?;
    if things.is_empty() {
        return Err(LinkError::Asked(format!(
            "no entity is linked with a thing of `{0}` yet: `citable link propose {0}` and `citable link review {0}` do that",
            settings.name
        )));
    }
    let mut lines = BTreeSet::new();
    let mut found = BTreeSet::new();
    let visit = &mut |said: dataset::Said| {
        if things.contains(said.subject) {
            let line = format!("<{}> <{}> {} .\n", said.subject, said.property, said.object);
            lines.insert(line);
            if !found.contains(said.subject) {
                found.insert(said.subject.to_owned());
            }
        }
        Ok(())
    };
    let subjects: Vec<String> = things.iter().cloned().collect();
    let skipped = match &settings.origin {
        Origin::Files(_) => dataset::statements(dataset, &properties, visit)?,
        Origin::Sparql(url) => {
            dataset::about(dataset, url, &subjects, &properties, visit)?;
            Skipped::default()
        }
        Origin::Reconcile(url) => {
            service::about(dataset, url, &subjects, &properties, visit)?;
            Skipped::default()
        }
    };
    let path = format!("data/external/{}.nt", settings.name);
    let triples = lines.len();
    let body: String = lines.into_iter().collect();
    let changed = put(linking, dataset, &path, &body)?;
    let without = things.iter().filter(|iri| !found.contains(*iri));
    Ok(Fetched {
        path,
        things: things.len(),
        triples,
        changed,
        without: without.map(|iri| linking.terms.shorten(iri)).collect(),
        skipped,
    })
}

/// The things with which entities are linked.
fn linked(linking: &Linking, dataset: Dataset) -> Result<BTreeSet<String>, LinkError> {
    let states = linking.decisions(dataset.settings)?.states();
    let mut things = BTreeSet::new();
    for entity in &linking.entities {
        things.extend(linking.targets(dataset.settings, entity, states.get(&entity.iri)));
    }
    Ok(things)
}

/// Writes the file, unless its triples are the same.
fn put(linking: &Linking, dataset: Dataset, path: &str, body: &str) -> Result<bool, LinkError> {
    let full = linking.root.join(path);
    let before = text(&full)?;
    let said = |text: &str| -> String {
        let lines = text.split_inclusive('\n');
        lines.filter(|line| !line.starts_with('#')).collect()
    };
    if before.as_ref().is_some_and(|before| said(before) == body) {
        return Ok(false);
    }
    let change = Change {
        path: path.to_owned(),
        before,
        after: format!("{}{body}", head(dataset, body)?),
    };
    edit::write(linking.root, &[change])?;
    Ok(true)
}

/// From what it was taken, and when.
fn head(dataset: Dataset, body: &str) -> Result<String, LinkError> {
    let name = &dataset.settings.name;
    let mut head = format!(
        "# What the data set `{name}` says of what entities are linked with: by `citable link fetch {name}`.\n"
    );
    match &dataset.settings.origin {
        Origin::Files(_) => {
            for Input { path, sha256, .. } in shelf::inputs(dataset)? {
                head.push_str(&format!("# from {path} sha256:{sha256}\n"));
            }
        }
        Origin::Sparql(url) | Origin::Reconcile(url) => head.push_str(&format!("# from {url}\n")),
    }
    head.push_str(&format!("# retrieved {}\n", dataset.asking.today));
    let digest = hex(&Sha256::digest(body));
    head.push_str(&format!("# triples sha256:{digest}\n"));
    Ok(head)
}
