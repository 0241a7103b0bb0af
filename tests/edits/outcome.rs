//! What comes out of a check or a build, and in what two of them differ.

use std::collections::BTreeMap;

use citable::compile::Compilation;
use citable::diagnostic::{Format, render};
use citable::store::Build;

/// What came out, each part as text under its name.
pub type Outcome = Vec<(&'static str, String)>;

pub fn of(run: &Compilation) -> Outcome {
    let mut told = Vec::new();
    render(
        &run.diagnostics,
        &run.files,
        Format::Json,
        false,
        80,
        &mut told,
    )
    .expect("memory can be written");
    let mut outcome = vec![
        (
            "diagnostics",
            String::from_utf8(told).expect("JSON is UTF-8"),
        ),
        ("tally", format!("{:#?}", run.tally)),
    ];
    if let Some(build) = &run.build {
        let inputs = build.inputs.iter();
        let inputs: Vec<_> = inputs.map(|input| (&input.path, &input.sha256)).collect();
        outcome.extend([
            ("quads", quads(build)),
            ("fingerprint", build.fingerprint.clone()),
            ("graphs", format!("{:#?}", build.graphs())),
            ("context", format!("{:#?}", build.context)),
            ("inputs", format!("{inputs:#?}")),
        ]);
    }
    outcome
}

fn quads(build: &Build) -> String {
    let mut quads = Vec::new();
    build
        .write_nquads(None, &mut quads)
        .expect("the build is whole");
    String::from_utf8(quads).expect("N-Quads are UTF-8")
}

/// In what two outcomes differ; nothing if they are the same.
pub fn difference(built: &Outcome, clean: &Outcome) -> Option<String> {
    let names = |outcome: &Outcome| outcome.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    if names(built) != names(clean) {
        return Some(format!(
            "there are {:?}, and clean {:?}",
            names(built),
            names(clean)
        ));
    }
    let differs = |((name, a), (_, b)): (&(&str, String), &(&str, String))| match a == b {
        true => None,
        false => Some(format!("{name}:\n{}", lines(a, b))),
    };
    built.iter().zip(clean).find_map(differs)
}

/// The first lines that only one of two texts has.
fn lines(a: &str, b: &str) -> String {
    const SHOWN: usize = 6;
    let only = |mark: &str, here: &str, there: &str| -> String {
        let there: Vec<&str> = there.lines().collect();
        let lines = here
            .lines()
            .filter(|line| !there.contains(line))
            .take(SHOWN);
        lines.map(|line| format!("  {mark} {line}\n")).collect()
    };
    match only("with memory:", a, b) + &only("clean:", b, a) {
        none if none.is_empty() => "  the same lines in another order or number\n".to_owned(),
        some => some,
    }
}

/// Whether what a build says of the sizes of its graphs is so.
pub fn wrong_count(outcome: &Outcome) -> Option<String> {
    let (_, quads) = outcome.iter().find(|(name, _)| *name == "quads")?;
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    let mut said = Vec::new();
    for line in quads.lines() {
        let (triple, graph) = line.strip_suffix(" .")?.rsplit_once(' ')?;
        *counted.entry(graph).or_default() += 1;
        if let Some((graph, count)) = triple.split_once(" <http://rdfs.org/ns/void#triples> \"") {
            said.push((graph, count.split_once('"')?.0.parse::<usize>().ok()?));
        }
    }
    let wrong = said
        .iter()
        .find(|(graph, count)| counted.get(graph) != Some(count));
    wrong.map(|(graph, count)| {
        format!(
            "void:triples of {graph} is {count}, and there are {:?}",
            counted.get(graph)
        )
    })
}
