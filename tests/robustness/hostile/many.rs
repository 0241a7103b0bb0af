//! Thousands of things that are well-formed one by one.

use libtest_mimic::Failed;

use super::{Case, DEEP, build, check};
use crate::inputs::{DOSSIER, FRONT, GROUP, put};
use crate::support::Sandbox;

const CYCLE: usize = 500;

pub const MANY: &[Case] = &[
    check(
        "a circle of classes",
        1,
        &["error[cyclic-hierarchy]", "1 error"],
        |s| circle(s, "owl:Class", "rdfs:subClassOf"),
    ),
    check(
        "a circle of properties",
        1,
        &["error[cyclic-hierarchy]", "1 error"],
        |s| circle(s, "owl:ObjectProperty", "rdfs:subPropertyOf"),
    ),
    check("merges in a circle", 1, &["error[merge-cycle]"], |s| {
        put(
            s,
            "data/x.entities.md",
            entities(1000, |at| format!("; merged into P{}", (at + 1) % 1000)),
        )
    }),
    build(
        "a register of 100,000 entities",
        0,
        &["100006 entities"],
        |s| {
            put(
                s,
                "data/x.entities.md",
                entities(100_000, |_| String::new()),
            )
        },
    ),
    check("a quotation 100,000 times", 0, &["100000 verified"], |s| {
        put(s, DOSSIER, format!("{FRONT}{}", GROUP.repeat(100_000)))
    }),
    build(
        "a chain of 10,000 transitive statements",
        1,
        &["error[inference-limit]", "1 error"],
        |s| chain(s, false),
    ),
    build(
        "a circle of 10,000 transitive statements",
        1,
        &["error[inference-limit]", "1 error"],
        |s| chain(s, true),
    ),
];

fn circle(sandbox: &Sandbox, kind: &str, above: &str) -> Result<(), Failed> {
    let mut turtle = String::from(
        "@prefix v: <https://example.org/case/vocabulary#> .\n\
         @prefix owl: <http://www.w3.org/2002/07/owl#> .\n\
         @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n",
    );
    for at in 0..CYCLE {
        turtle += &format!("v:C{at} a {kind} ; {above} v:C{} .\n", (at + 1) % CYCLE);
    }
    put(sandbox, "ontology/x.ttl", turtle)
}

fn entities(count: usize, rest: impl Fn(usize) -> String) -> String {
    (0..count)
        .map(|at| format!("- P{at} is a Place; id p{at}{}\n", rest(at)))
        .collect()
}

fn chain(sandbox: &Sandbox, closed: bool) -> Result<(), Failed> {
    put(
        sandbox,
        "data/x.entities.md",
        entities(DEEP, |_| String::new()),
    )?;
    let last = if closed { DEEP } else { DEEP - 1 };
    let lines: String = (0..last)
        .map(|at| format!("- P{at} within P{}; because \"x\"\n", (at + 1) % DEEP))
        .collect();
    put(
        sandbox,
        "data/x.dossier.md",
        format!("{}\n{lines}", FRONT.replace("id: d", "id: x")),
    )
}
