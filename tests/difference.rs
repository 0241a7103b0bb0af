//! The difference of two versions turns the one into the other, and nothing that has changed is left out of it.
//!
//! Projects and edits are made by chance, as for builds that know the one before. Each two builds that follow each other are
//! compared both ways: the SPARQL Update is parsed and applied to the quads as they are written, and run by Oxigraph's own
//! store; the RDF Patch is applied line by line. `CITABLE_SEQUENCES` is how many sequences are made, and `CITABLE_SEED`
//! the first of them.

#[path = "edits/chance.rs"]
mod chance;
#[path = "edits/declared.rs"]
mod declared;
#[path = "edits/files.rs"]
mod files;
#[path = "edits/line.rs"]
mod line;
#[path = "edits/project.rs"]
mod project;
#[path = "edits/said.rs"]
mod said;
#[path = "edits/whole.rs"]
mod whole;

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs;
use std::path::Path;

use chance::Chance;
use citable::compile::{self, Options};
use citable::difference::{self, Difference, Format};
use citable::store::{Build, Lock};
use oxigraph::io::RdfFormat;
use oxigraph::sparql::SparqlEvaluator;
use oxigraph::store::Store;
use project::Project;
use spargebra::term::GraphName;
use spargebra::{GraphUpdateOperation, SparqlParser};

/// As many as take less than a minute on two slow cores.
const SEQUENCES: u64 = 40;
const STEPS: usize = 8;

fn from_environment(name: &str, otherwise: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(otherwise, |text| text.parse().expect("it is a number"))
}

#[test]
fn a_difference_turns_one_version_into_the_other() {
    let first = from_environment("CITABLE_SEED", 1);
    let mut compared = 0;
    for seed in first..first + from_environment("CITABLE_SEQUENCES", SEQUENCES) {
        compared += sequence(seed);
    }
    println!("{compared} pairs of builds");
    assert!(compared > 0, "no edit was built");
}

/// Makes edits, and compares each build with the one before; how many there were.
fn sequence(seed: u64) -> usize {
    let mut chance = Chance::new(seed);
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let (mut project, mut before) = loop {
        let project = whole::start(&mut chance);
        if let Some(build) = built(folder.path(), &project, None) {
            break (project, build);
        }
    };
    let mut compared = 0;
    for step in 0..STEPS {
        let good = project.clone();
        let done: Vec<String> = (0..1 + chance.below(4))
            .map(|_| whole::make(&mut project, chance.next()))
            .collect();
        match built(folder.path(), &project, Some(&before)) {
            Some(after) => {
                let story = format!("CITABLE_SEED={seed}, step {step}: {}", done.join("; "));
                compare(&before, &after, &story);
                compare(&after, &before, &format!("{story}, backwards"));
                before = after;
                compared += 1;
            }
            None => project = good,
        }
    }
    compared
}

/// Builds a project in the place of what was there; nothing if there is a mistake in it.
fn built(root: &Path, project: &Project, before: Option<&Build>) -> Option<Build> {
    for folder in ["data", "ontology"] {
        let _ = fs::remove_dir_all(root.join(folder));
    }
    for (path, text) in project.on_disk() {
        let file = root.join(path);
        fs::create_dir_all(file.parent().expect("a file stands in a folder"))
            .expect("there is room");
        fs::write(file, text).expect("there is room");
    }
    let lock = Lock::take(root, || {}).expect("nobody else builds");
    let run = compile::build(root, &lock, before, Options::default(), &|_| {});
    run.expect("the disk doesn't fail").build
}

fn compare(before: &Build, after: &Build, story: &str) {
    let found = difference::of_builds(before, after).expect("both builds are whole");
    let (old, new) = (lines(before), lines(after));
    assert_eq!(
        updated(&old, &written(&found, Format::Sparql)),
        new,
        "the update: {story}"
    );
    assert_eq!(
        patched(&old, &written(&found, Format::RdfPatch)),
        new,
        "the patch: {story}"
    );
    let run = in_oxigraph(&old);
    let update = SparqlEvaluator::new().parse_update(&written(&found, Format::Sparql));
    let update = update.expect("it is an update").on_store(&run);
    update.execute().expect("memory can be written");
    assert_eq!(dump(&run), dump(&in_oxigraph(&new)), "Oxigraph: {story}");
    let base = &after.context.base;
    let said = |lines: &BTreeSet<String>| {
        let description = format!("<{base}graph/meta> .");
        let lines = lines.iter().filter(|line| !line.ends_with(&description));
        lines.cloned().collect::<BTreeSet<_>>()
    };
    assert_eq!(found.is_empty(), said(&old) == said(&new), "{story}");
    in_words(&found, story);
}

/// What people and programs read says of every statement in what it differs.
fn in_words(found: &Difference, story: &str) {
    for change in found.statements.iter().chain(&found.inferred) {
        let is_pair = change.before.is_some() && change.after.is_some();
        assert_eq!(is_pair, !change.what.is_empty(), "{change:?}: {story}");
        for what in &change.what {
            assert_ne!(what.before, what.after, "{change:?}: {story}");
        }
    }
    for format in [Format::Text, Format::Markdown] {
        assert!(!written(found, format).is_empty());
    }
    let json = written(found, Format::Json);
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    let count = |name: &str| json[name].as_array().map_or(0, Vec::len);
    assert_eq!(count("statements"), found.statements.len(), "{story}");
    assert_eq!(json["differs"], !found.is_empty(), "{story}");
}

fn written(found: &Difference, format: Format) -> String {
    let mut out = Vec::new();
    found
        .write(format, ["a", "b"], false, &mut out)
        .expect("memory can be written");
    String::from_utf8(out).expect("it is text")
}

fn lines(build: &Build) -> BTreeSet<String> {
    let mut out = Vec::new();
    build
        .write_nquads(None, &mut out)
        .expect("the build is whole");
    let text = String::from_utf8(out).expect("N-Quads are text");
    text.lines().map(str::to_owned).collect()
}

/// The quads after an update of ground data, as the grammar reads it.
fn updated(old: &BTreeSet<String>, update: &str) -> BTreeSet<String> {
    let update = SparqlParser::new().parse_update(update);
    let mut quads = old.clone();
    for operation in update.expect("it is an update").operations {
        match operation {
            GraphUpdateOperation::DeleteData { data } => {
                for quad in data {
                    let line = quad_line(
                        &quad.subject,
                        &quad.predicate,
                        &quad.object,
                        &quad.graph_name,
                    );
                    assert!(
                        quads.remove(&line),
                        "it takes out what is not there: {line}"
                    );
                }
            }
            GraphUpdateOperation::InsertData { data } => {
                for quad in data {
                    let line = quad_line(
                        &quad.subject,
                        &quad.predicate,
                        &quad.object,
                        &quad.graph_name,
                    );
                    assert!(
                        quads.insert(line.clone()),
                        "it puts in what is there: {line}"
                    );
                }
            }
            other => panic!("it is no plain data: {other}"),
        }
    }
    quads
}

/// A line of N-Quads.
fn quad_line(
    subject: &dyn Display,
    predicate: &dyn Display,
    object: &dyn Display,
    graph: &GraphName,
) -> String {
    match graph {
        GraphName::NamedNode(graph) => format!("{subject} {predicate} {object} {graph} ."),
        GraphName::DefaultGraph => format!("{subject} {predicate} {object} ."),
    }
}

/// The quads after a patch: a line is a letter and a quad.
fn patched(old: &BTreeSet<String>, patch: &str) -> BTreeSet<String> {
    let mut quads = old.clone();
    let mut rows = patch.lines();
    assert!(
        rows.next()
            .is_some_and(|head| head.starts_with("H id <urn:uuid:"))
    );
    assert_eq!(rows.next(), Some("TX ."));
    for row in rows {
        match row.split_once(' ') {
            Some(("D", line)) => assert!(quads.remove(line), "not there: {line}"),
            Some(("A", line)) => assert!(quads.insert(line.to_owned()), "there: {line}"),
            _ => assert_eq!(row, "TC ."),
        }
    }
    quads
}

fn in_oxigraph(lines: &BTreeSet<String>) -> Store {
    let store = Store::new().expect("memory can be had");
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    store
        .load_from_slice(RdfFormat::NQuads, text.as_bytes())
        .expect("it is N-Quads");
    store
}

/// What a store has, as it writes it.
fn dump(store: &Store) -> BTreeSet<String> {
    let quads = store.iter().map(|quad| quad.expect("memory can be read"));
    quads.map(|quad| quad.to_string()).collect()
}
