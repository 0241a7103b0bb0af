//! Other people's programs read the report in Markdown and the vault of Obsidian: every link and every footnote leads somewhere, and
//! things and relations are those of the other formats, by their names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use libtest_mimic::{Completion, Failed, Trial};
use serde_json::Value;

use super::graphs::{export, written};
use super::{Project, here, missing, on_path, target};

pub fn trials(projects: &[Arc<Project>]) -> Vec<Trial> {
    let mut trials = Vec::new();
    for project in projects {
        for (format, reader) in [
            ("markdown", "remark"),
            ("obsidian", "remark"),
            ("obsidian", "obsidiantools"),
        ] {
            let own = Arc::clone(project);
            let name = format!("{}/prose/{format}/{reader}", project.name);
            trials.push(Trial::ignorable_test(name, move || {
                match (format, reader) {
                    ("markdown", _) => report(&own),
                    (_, "remark") => vault(&own),
                    _ => linked(&own),
                }
            }));
        }
    }
    trials
}

/// What the other formats have, by names as a line of Markdown has them.
struct Named {
    names: Vec<String>,
    relations: Vec<Vec<String>>,
    values: usize,
}

fn named(project: &Project) -> Result<Named, Failed> {
    let found = written(project)?;
    let json: Value = serde_json::from_str(&export(project, "d3")?)?;
    let list = |name: &str| json[name].as_array().cloned().unwrap_or_default();
    let mut labels = BTreeMap::new();
    for link in list("links") {
        let text = |field: &str| link[field].as_str().unwrap_or_default().to_owned();
        labels.insert(text("property"), line(&text("label"), &text("property")));
    }
    let things = &found.things;
    let name = |iri: &String| line(&things[iri], iri);
    let mut relations: Vec<Vec<String>> = found
        .relations
        .iter()
        .map(|of| vec![name(&of[1]), labels[&of[3]].clone(), name(&of[2])])
        .collect();
    relations.sort();
    let mut names: Vec<String> = things.keys().map(name).collect();
    names.sort();
    let values = list("nodes");
    let values = values
        .iter()
        .map(|thing| thing["values"].as_array().map_or(0, Vec::len));
    Ok(Named {
        names,
        relations,
        values: values.sum(),
    })
}

/// A label on one line, or the IRI of what has none.
fn line(label: &str, iri: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let shown = label.chars().filter(|c| !turns(c));
    let shown: String = shown
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let words: Vec<&str> = shown.split_whitespace().collect();
    match words.is_empty() {
        true => iri.to_owned(),
        false => words.join(" "),
    }
}

fn report(project: &Project) -> Result<Completion, Failed> {
    let file = project.folder.path().join("report.md");
    std::fs::write(&file, export(project, "markdown")?)?;
    let Some(read) = remark("report", &file)? else {
        return missing("remark-parse");
    };
    let mut things: Vec<String> = serde_json::from_value(read["things"].clone())?;
    things.sort();
    let named = named(project)?;
    same("things", &things, &named.names)?;
    alike(&read, &named)
}

fn vault(project: &Project) -> Result<Completion, Failed> {
    let Some(read) = remark("vault", &folder(project, "remark")?)? else {
        return missing("remark-parse");
    };
    let things = read["things"].as_array().cloned().unwrap_or_default();
    let iris: BTreeSet<&str> = things
        .iter()
        .filter_map(|thing| thing["iri"].as_str())
        .collect();
    let found = written(project)?;
    match found.things.keys().find(|iri| !iris.contains(iri.as_str())) {
        Some(iri) => return Err(format!("no note of {iri}").into()),
        None if iris.len() == things.len() => {}
        None => return Err("two notes are of one thing".into()),
    }
    alike(&read, &named(project)?)
}

/// The relations, the number of values, and that there are footnotes where there are statements.
fn alike(read: &Value, named: &Named) -> Result<Completion, Failed> {
    let mut relations: Vec<Vec<String>> = serde_json::from_value(read["relations"].clone())?;
    relations.sort();
    same("relations", &relations, &named.relations)?;
    if read["values"].as_u64() != u64::try_from(named.values).ok() {
        return Err(format!("{} values instead of {}", read["values"], named.values).into());
    }
    Ok(Completion::Completed)
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, read: &[T], named: &[T]) -> Result<(), Failed> {
    if read == named {
        return Ok(());
    }
    let lost: Vec<&T> = named
        .iter()
        .filter(|one| !read.contains(one))
        .take(4)
        .collect();
    let extra: Vec<&T> = read
        .iter()
        .filter(|one| !named.contains(one))
        .take(4)
        .collect();
    Err(format!(
        "{} {what} instead of {}\nlost: {lost:?}\nextra: {extra:?}",
        read.len(),
        named.len()
    )
    .into())
}

/// A parser of wikilinks that knows no citable finds a note at the end of each link, and as many links as there are relations
/// or more, since roles and footnotes have links as well.
fn linked(project: &Project) -> Result<Completion, Failed> {
    let python = target("vault/bin/python");
    if !python.exists() {
        return missing("obsidiantools");
    }
    let output = Command::new(&python)
        .arg(here("vault_reader.py"))
        .arg(folder(project, "obsidiantools")?)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let read: Value = serde_json::from_slice(&output.stdout)?;
    let by_iri: BTreeMap<&str, &str> = read["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(note, front)| Some((front["iri"].as_str()?, note.as_str())))
        .collect();
    let found = written(project)?;
    let mut expected: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for relation in &found.relations {
        let note = |iri: &String| by_iri.get(iri.as_str()).copied();
        let (Some(source), Some(target)) = (note(&relation[1]), note(&relation[2])) else {
            return Err(format!("no note of an end of {relation:?}").into());
        };
        *expected.entry((source, target)).or_default() += 1;
    }
    for ((source, target), number) in expected {
        let links = read["links"][source]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let there = links
            .iter()
            .filter(|link| link.as_str() == Some(target))
            .count();
        if there < number {
            return Err(
                format!("{there} links from {source} to {target} instead of {number}").into(),
            );
        }
    }
    Ok(Completion::Completed)
}

fn folder(project: &Project, name: &str) -> Result<PathBuf, Failed> {
    let place = project.folder.path().join(format!("vault-{name}"));
    let arguments = ["export", "--format", "obsidian", "-o"];
    let mut command = project.folder.citable(&arguments);
    let output = command.arg(&place).output()?;
    match output.status.success() {
        true => Ok(place),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned().into()),
    }
}

fn remark(what: &str, place: &Path) -> Result<Option<Value>, Failed> {
    let modules = target("markdown/node_modules");
    if !on_path("node") || !modules.join("remark-parse").exists() {
        return Ok(None);
    }
    let output = Command::new("node")
        .arg(here("markdown_reader.mjs"))
        .args([&modules, &PathBuf::from(what), &place.to_owned()])
        .output()?;
    match output.status.success() {
        true => Ok(Some(serde_json::from_slice(&output.stdout)?)),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned().into()),
    }
}
