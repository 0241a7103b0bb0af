//! Forms and descriptions that have specifications of their own are held against them, by other people's programs: pySHACL with
//! shapes of Wikibase's RDF and of DCAT-AP, two libraries of nanopublications, the validator of RO-Crates and their library.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use citable::export::{Form, Format};
use libtest_mimic::{Completion, Failed, Trial};

use super::{Project, here, missing, target};

/// What catalogues and crates ask for, under `[project]`; the example says most of it, and the others nothing.
const PUBLISHED: &str = r#"description = "Who belongs to what, and since when"
license = "https://creativecommons.org/licenses/by/4.0/"
publisher = "The example's publisher"
published = "2026-11-28"
url = "https://example.org/published/"
"#;

pub fn trials(projects: &[Arc<Project>]) -> Vec<Trial> {
    let mut trials = Vec::new();
    for project in projects {
        let trial = |name: &str, run: fn(&Project) -> Result<Completion, Failed>| {
            let project = Arc::clone(project);
            let name = format!("{}/{name}", project.name);
            Trial::ignorable_test(name, move || run(&project))
        };
        trials.push(trial("wikibase/turtle/shapes", wikibase));
        trials.push(trial("nanopub/trig/nanopub", nanopub));
        trials.push(trial("describe/dcat-ap", described));
        trials.push(trial("crate/roc-validator", packed));
    }
    trials
}

/// The shapes hold for all projects; they notice what is spoilt in a dossier of the lighthouse; and the example answers what is
/// asked of Wikibase's query services.
fn wikibase(project: &Project) -> Result<Completion, Failed> {
    let form = Form::named("wikibase")?;
    let file = project.folder.path().join("wikibase.ttl");
    let graph = match project.name {
        "lighthouse" => Some("dossier/faros-glarou"),
        _ => None,
    };
    match graph {
        None => std::fs::write(&file, project.export(form, Format::named("turtle")?)?)?,
        Some(graph) => {
            let words = ["export", "--form", form.name, "--graph", graph, "-o"];
            run(project.folder.citable(&words).arg(&file))?;
        }
    }
    let mut arguments = vec![file];
    if project.name == "example" {
        arguments.push(here("wikibase"));
    }
    python("shacl", "wikibase_reader.py", &arguments)
}

fn nanopub(project: &Project) -> Result<Completion, Failed> {
    let form = Form::named("nanopub")?;
    let file = project.folder.path().join("nanopub.trig");
    std::fs::write(&file, project.export(form, Format::named("trig")?)?)?;
    python("nanopub", "nanopub_reader.py", &[file])
}

fn described(project: &Project) -> Result<Completion, Failed> {
    let project = published(project)?;
    let file = project.folder.path().join("catalogue.ttl");
    run(project.folder.citable(&["describe", "-o"]).arg(&file))?;
    python("shacl", "catalogue_reader.py", &[file])
}

fn packed(project: &Project) -> Result<Completion, Failed> {
    let project = published(project)?;
    let folder = project.folder.path().join("packed");
    run(project.folder.citable(&["crate"]).arg(&folder))?;
    python("crates", "crate_reader.py", &[folder])
}

/// The same project, published.
fn published(project: &Project) -> Result<Project, Failed> {
    let project = Project::build(project.name);
    let config = project.folder.path().join("citable.toml");
    let text = std::fs::read_to_string(&config)?;
    let is_said = |line: &&str| {
        let key = line.split('=').next().unwrap_or_default();
        text.lines().any(|known| known.starts_with(key))
    };
    let missing: Vec<&str> = PUBLISHED.lines().filter(|line| !is_said(line)).collect();
    let text = text.replacen(
        "[project]\n",
        &format!("[project]\n{}\n", missing.join("\n")),
        1,
    );
    std::fs::write(&config, text)?;
    run(&mut project.folder.citable(&["build"]))?;
    Ok(project)
}

fn run(command: &mut Command) -> Result<(), Failed> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
}

/// Runs a script with the Python of an environment.
fn python(environment: &str, script: &str, arguments: &[PathBuf]) -> Result<Completion, Failed> {
    let python = target(environment).join("bin/python");
    if !Path::new(&python).exists() {
        return missing(environment);
    }
    let output = Command::new(&python)
        .args(["-W", "ignore"])
        .arg(here(script))
        .args(arguments)
        .output()?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{script} complains: {errors}").into());
    }
    Ok(Completion::Completed)
}
