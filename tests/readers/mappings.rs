//! Every mapping set that we write passes the validator of sssom-py, which reads the same mappings in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use citable::sssom::MappingSet;
use libtest_mimic::{Completion, Failed, Trial};
use serde_json::{Map, Value};
use support::root;

use super::{here, missing, support, target};

/// What makes the text of a set.
type Text = fn() -> String;

/// How sets come about.
const SETS: [(&str, Text); 3] = [
    ("example", example),
    ("decided", || decided(begun()).write()),
    ("changed", || {
        let (set, _) = MappingSet::read(&example());
        decided(set).write()
    }),
];

/// The slots that both have to have read alike.
const SLOTS: [&str; 11] = [
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_label",
    "object_source",
    "mapping_date",
    "comment",
];

pub fn trials() -> Vec<Trial> {
    let trial = |(name, text): (&str, Text)| {
        Trial::ignorable_test(format!("mappings/{name}/sssom-py"), move || read(&text()))
    };
    SETS.into_iter().map(trial).collect()
}

fn example() -> String {
    let path = root().join("data/mappings/wikidata.sssom.tsv");
    fs::read_to_string(path).expect("the example has mappings")
}

fn begun() -> MappingSet {
    MappingSet::new(
        [
            ("mapping_set_id", "https://example.org/case/mappings/places"),
            ("mapping_set_title", "Ours: \"theirs\" # and more"),
            (
                "license",
                "https://creativecommons.org/publicdomain/zero/1.0/",
            ),
        ],
        [
            ("e", "https://example.org/case/entity/"),
            ("wikidata", "http://www.wikidata.org/entity/"),
        ],
    )
}

/// Decisions of every kind, with cells that have to be quoted.
fn decided(mut set: MappingSet) -> MappingSet {
    let manual = ("mapping_justification", "semapv:ManualMappingCuration");
    let exact = ("predicate_id", "skos:exactMatch");
    set.push([
        ("subject_id", "e:ada"),
        ("subject_label", "Ada \"the Countess\""),
        exact,
        ("object_id", "wikidata:Q7259"),
        ("object_label", "Ada Lovelace"),
        manual,
        ("author_label", "ana|ben"),
        ("mapping_date", "2026-11-01"),
        ("confidence", "0.95"),
        ("comment", "two\nlines\tand a tab"),
    ]);
    set.push([
        ("subject_id", "e:bob"),
        exact,
        ("predicate_modifier", "Not"),
        ("object_id", "wikidata:Q12345"),
        manual,
    ]);
    set.push([
        ("subject_id", "e:club"),
        exact,
        ("object_id", "sssom:NoTermFound"),
        ("object_source", "wikidata:Q2013"),
        manual,
    ]);
    set.set(0, "comment", " spaces around ");
    set.set(0, "see_also", "https://example.org/x");
    set
}

fn read(text: &str) -> Result<Completion, Failed> {
    let bin = target("sssom/bin");
    if !bin.join("sssom").exists() {
        return missing("sssom-py");
    }
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("set.sssom.tsv");
    fs::write(&file, text)?;
    let said = run(Command::new(bin.join("sssom")).arg("validate").arg(&file))?;
    if !said.trim().is_empty() {
        return Err(format!("sssom validate says: {said}").into());
    }
    compare(text, &theirs(&bin, &file)?)?;
    Ok(Completion::Completed)
}

fn theirs(bin: &Path, file: &Path) -> Result<Vec<Map<String, Value>>, Failed> {
    let script: PathBuf = here("sssom_reader.py");
    let mut command = Command::new(bin.join("python"));
    command
        .arg(script)
        .arg(file)
        .env("PYTHONWARNINGS", "ignore");
    let read = run(&mut command)?;
    Ok(serde_json::from_str(&read)?)
}

/// What a program prints on both streams, if it ends well.
fn run(command: &mut Command) -> Result<String, Failed> {
    let output = command.output()?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    match output.status.success() {
        true => Ok(said),
        false => Err(said.into()),
    }
}

fn compare(text: &str, theirs: &[Map<String, Value>]) -> Result<(), Failed> {
    let (set, problems) = MappingSet::read(text);
    if !problems.is_empty() || set.len() != theirs.len() {
        return Err(format!("{problems:?}; {} and {} rows", set.len(), theirs.len()).into());
    }
    for (row, theirs) in theirs.iter().enumerate() {
        for slot in SLOTS {
            let theirs = theirs.get(slot).and_then(Value::as_str);
            let ours = set.get(row, slot);
            if theirs.map(str::trim) != ours.map(str::trim) {
                return Err(format!("row {row}, {slot}: {ours:?} and {theirs:?}").into());
            }
        }
    }
    Ok(())
}
