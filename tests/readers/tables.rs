//! Other people's programs read the tables of things and relations that `citable export` writes, and what it writes for
//! Wikidata and FollowTheMoney. Databases find the same things and relations, with the same time, confidence, sources and words,
//! as the JSON of d3 has.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use libtest_mimic::{Completion, Failed, Trial};
use oxrdf::{NamedNode, Quad, Term};
use oxrdfio::RdfFormat;
use serde_json::{Map, Value};

use super::graphs::export;
use super::{Project, here, missing, quads, target};

/// A format, the program that reads it, and the folder of Python packages that it is in.
const READERS: [(&str, &str, &str); 10] = [
    ("kuzu", "kuzu", "tables"),
    ("ladybug", "ladybug", "tables"),
    ("neo4j", "csv", "tables"),
    ("parquet", "duckdb", "tables"),
    ("parquet", "pyspark", "spark"),
    ("kgtk", "kgtk", "kgtk"),
    ("kgx", "kgx", "kgx"),
    ("quickstatements", "quickstatements_client", "tables"),
    ("ftm", "followthemoney", "ftm"),
    ("ftm-statements", "followthemoney", "ftm"),
];

/// What a thing, and what a relation has to have everywhere.
const THING: [&str; 4] = ["label", "alternatives", "classes", "links"];
const RELATION: [&str; 11] = [
    "id",
    "iri",
    "source",
    "target",
    "property",
    "time",
    "startEarliest",
    "confidence",
    "sources",
    "quotations",
    "inferred",
];

pub fn trials(projects: &[Arc<Project>]) -> Vec<Trial> {
    let mut trials = Vec::new();
    for project in projects {
        for (format, library, folder) in READERS {
            let own = Arc::clone(project);
            let name = format!("{}/tables/{format}/{library}", project.name);
            trials.push(Trial::ignorable_test(name, move || {
                read(&own, format, library, folder)
            }));
        }
    }
    trials
}

fn read(
    project: &Project,
    format: &str,
    library: &str,
    folder: &str,
) -> Result<Completion, Failed> {
    let python = target(&format!("{folder}/bin/python"));
    if !python.exists() || !has(&python, library) {
        return missing(library);
    }
    let place = write(project, format, library)?;
    let output = Command::new(&python)
        .args([
            here("tables_reader.py"),
            format.into(),
            library.into(),
            place,
        ])
        .output()?;
    if !output.status.success() {
        return Err(format!("{format}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let found: Value = serde_json::from_slice(&output.stdout)?;
    match format {
        "quickstatements" => compare_items(project, &found),
        "ftm" | "ftm-statements" => compare_entities(project, &found),
        "kgx" => compare_graph(project, found, &["label"], &["quotations"]),
        "kgtk" => compare_graph(project, found, &["label"], &["iri"]),
        _ => compare_graph(project, found, &THING, &[]),
    }?;
    Ok(Completion::Completed)
}

/// Whether a package is installed.
fn has(python: &Path, library: &str) -> bool {
    let script =
        format!("import importlib.util as i, sys; sys.exit(i.find_spec('{library}') is None)");
    let output = Command::new(python).args(["-c", &script]).output();
    output.is_ok_and(|output| output.status.success())
}

/// Exports to a file or folder of the project's.
fn write(project: &Project, format: &str, library: &str) -> Result<PathBuf, Failed> {
    let place = format!("tables-{format}-{library}");
    let output = project
        .folder
        .citable(&["export", "--format", format, "-o", &place])
        .output()?;
    match output.status.success() {
        true => Ok(project.folder.path().join(place)),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned().into()),
    }
}

/// What the JSON of d3 has, which holds everything.
fn written(project: &Project) -> Result<Value, Failed> {
    Ok(serde_json::from_str(&export(project, "d3")?)?)
}

/// Some fields of a thing or relation. Of a list it counts what is in it.
fn only(of: &Value, fields: &[&str]) -> Map<String, Value> {
    let told = fields.iter().filter_map(|field| {
        let mut value = of.get(*field)?.clone();
        if let Value::Array(list) = &mut value {
            list.sort_by_key(Value::to_string);
            list.dedup();
        }
        Some(((*field).to_owned(), value))
    });
    // A text without words and none are the same to Kùzu.
    told.filter(|(_, value)| value != "").collect()
}

/// The things and relations are those of d3, by the fields that the format has.
fn compare_graph(
    project: &Project,
    found: Value,
    of_things: &[&str],
    not_of_relations: &[&str],
) -> Result<(), Failed> {
    let json = written(project)?;
    let list = |name: &str| json[name].as_array().cloned().unwrap_or_default();
    let fields: Vec<&str> = RELATION
        .into_iter()
        .filter(|field| !not_of_relations.contains(field))
        .collect();
    let things: BTreeMap<String, Map<String, Value>> = list("nodes")
        .iter()
        .map(|node| {
            let iri = node["id"].as_str().unwrap_or_default().to_owned();
            (iri, only(node, of_things))
        })
        .collect();
    let lines = |relations: &[Value]| {
        let lines = relations
            .iter()
            .map(|relation| Value::Object(only(relation, &fields)).to_string());
        let mut lines: Vec<String> = lines.collect();
        lines.sort();
        lines
    };
    let read: BTreeMap<String, Value> = serde_json::from_value(found["things"].clone())?;
    let wrong: Vec<_> = things
        .iter()
        .filter(|(iri, thing)| {
            read.get(*iri).map(|read| only(read, of_things)).as_ref() != Some(*thing)
        })
        .map(|(iri, thing)| format!("{iri}: {:?} instead of {thing:?}", read.get(iri)))
        .take(3)
        .collect();
    let (expected, found) = (
        lines(&list("links")),
        lines(found["relations"].as_array().map_or(&[][..], Vec::as_slice)),
    );
    let lost: Vec<_> = expected
        .iter()
        .filter(|line| !found.contains(line))
        .collect();
    let more: Vec<_> = found
        .iter()
        .filter(|line| !expected.contains(line))
        .collect();
    if wrong.is_empty() && lost.is_empty() && more.is_empty() && expected.len() == found.len() {
        return Ok(());
    }
    Err(format!(
        "things: {wrong:#?}\nlost: {} {:#?}\nmore: {} {:#?}",
        lost.len(),
        lost.first(),
        more.len(),
        more.first()
    )
    .into())
}

/// The statements between items are those of the build that are asserted, not inferred, and linked to Wikidata.
fn compare_items(project: &Project, found: &Value) -> Result<(), Failed> {
    const CITABLE: &str = "https://w3id.org/citable/ns#";
    const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
    let quads = quads(&project.nquads, RdfFormat::NQuads)?;
    let with = |property: String| {
        let property = NamedNode::new_unchecked(property);
        quads.iter().filter(move |quad| quad.predicate == property)
    };
    let linked = |property: String, letter: char| {
        let pair = move |quad: &Quad| {
            let Term::NamedNode(to) = &quad.object else {
                return None;
            };
            let id = to.as_str().strip_prefix("http://www.wikidata.org/")?;
            let id = id.rsplit('/').next()?.to_owned();
            id.starts_with(letter)
                .then(|| (quad.subject.to_string(), id))
        };
        with(property)
            .filter_map(pair)
            .collect::<BTreeMap<String, String>>()
    };
    let items = linked("https://schema.org/sameAs".to_owned(), 'Q');
    let properties = linked(format!("{SKOS}closeMatch"), 'P');
    let subjects = |quads: &mut dyn Iterator<Item = &Quad>| {
        quads
            .map(|quad| quad.subject.to_string())
            .collect::<BTreeSet<String>>()
    };
    let inferred = NamedNode::new_unchecked(format!("{CITABLE}InferredStatement"));
    let inferred = subjects(
        &mut quads
            .iter()
            .filter(|quad| quad.object == inferred.clone().into()),
    );
    let is_true =
        |quad: &&Quad| matches!(&quad.object, Term::Literal(flag) if flag.value() == "true");
    let asserted = subjects(&mut with(format!("{CITABLE}asserted")).filter(is_true));
    let mut expected = BTreeSet::new();
    for quad in &quads {
        let statement = quad.subject.to_string();
        if let Term::Triple(triple) = &quad.object
            && asserted.contains(&statement)
            && !inferred.contains(&statement)
            && let Some(subject) = items.get(&triple.subject.to_string())
            && let Some(property) = properties.get(&triple.predicate.to_string())
            && let Some(object) = items.get(&triple.object.to_string())
        {
            expected.insert([subject.clone(), property.clone(), object.clone()]);
        }
    }
    let lines = found["relations"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let read: BTreeSet<[String; 3]> = lines
        .iter()
        .map(|line| [text(&line[0]), text(&line[1]), text(&line[2])])
        .filter(|line| line[2].starts_with('Q'))
        .collect();
    let is_example = project.name == "example";
    match read == expected && (!is_example || !expected.is_empty()) {
        true => Ok(()),
        false => Err(format!("{read:?} instead of {expected:?}").into()),
    }
}

/// Every thing is an entity with its names, and so is every relation that isn't inferred.
fn compare_entities(project: &Project, found: &Value) -> Result<(), Failed> {
    let json = written(project)?;
    let list = |name: &str| json[name].as_array().cloned().unwrap_or_default();
    let own = |relation: &&Value| relation["inferred"] != Value::Bool(true);
    let relations = list("links").iter().filter(own).count();
    let read = found["relations"].as_array().map_or(0, Vec::len);
    let names: Vec<String> = found["things"]
        .as_object()
        .into_iter()
        .flat_map(|things| things.values())
        .flat_map(|thing| thing["name"].as_array().cloned().unwrap_or_default())
        .filter_map(|name| name.as_str().map(squeezed))
        .collect();
    let unnamed: Vec<String> = list("nodes")
        .iter()
        .filter_map(|node| node["label"].as_str().map(squeezed))
        .filter(|label| !label.is_empty() && !names.contains(label))
        .collect();
    match relations == read && unnamed.is_empty() {
        true => Ok(()),
        false => Err(format!("{read} relations instead of {relations}; {unnamed:?}").into()),
    }
}

/// A name as FollowTheMoney cleans it: without white space twice, or at its ends.
fn squeezed(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
