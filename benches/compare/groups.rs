//! What is compared with what.

use super::job::Job;
use super::jobs::JOBS;

/// Jobs that do comparable things, each with the one that it is compared with.
pub struct Group {
    pub title: &'static str,
    pub about: &'static str,
    pub rows: Vec<(&'static str, &'static str)>,
}

/// Pairs of questions that have to be answered alike.
pub const PAIRS: &[(&str, &str)] = &[
    ("citable query, point", "oxigraph query, point"),
    ("citable query, join", "oxigraph query, join"),
];

/// A title, what to know of it, and its jobs, each with the one that it is compared with.
type Comparison = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const GROUPS: &[Comparison] = &[
    (
        "Clean build",
        "From files to a build on disk, with everything checked; beside it loaders that get the finished quads \
         (rdflib those of RDF 1.1, into memory), and mappers of tables, which make fewer triples and check nothing.",
        &[
            ("citable build", "oxigraph load"),
            ("oxigraph load", "oxigraph load"),
            ("pyoxigraph, bulk_load", "oxigraph load"),
            ("rdflib, in memory", "oxigraph load"),
            ("maplib", "oxigraph load"),
            ("Morph-KGC", "oxigraph load"),
        ],
    ),
    (
        "Clean check",
        "Every quotation found, every name resolved, every rule run; beside it parsers that read the finished triples \
         (RDF 1.1, N-Triples) and do nothing with them.",
        &[
            ("citable check", "rapper -c"),
            ("rapper -c", "rapper -c"),
            ("serdi", "rapper -c"),
        ],
    ),
    (
        "One line changed",
        "The same again after another year in one statement.",
        &[
            ("citable build, one line changed", "citable build"),
            ("citable check, one line changed", "citable check"),
        ],
    ),
    (
        "A point query",
        "What an entity is said to do since when; a whole process.",
        &[
            ("citable query, point", "oxigraph query, point"),
            ("oxigraph query, point", "oxigraph query, point"),
            (
                "oxigraph query, point, optimised store",
                "oxigraph query, point",
            ),
        ],
    ),
    (
        "A join",
        "All statements of one predicate with the words of their quotations, counted; a whole process.",
        &[
            ("citable query, join", "oxigraph query, join"),
            ("oxigraph query, join", "oxigraph query, join"),
            (
                "oxigraph query, join, optimised store",
                "oxigraph query, join",
            ),
        ],
    ),
    (
        "Export of the whole",
        "The quads as RDF 1.2. citable's Turtle and TriG are grouped and have prefixes; Oxigraph writes Turtle of one graph only.",
        &[
            ("citable export, N-Quads", "oxigraph dump, N-Quads"),
            ("oxigraph dump, N-Quads", "oxigraph dump, N-Quads"),
            ("citable export, TriG", "oxigraph dump, TriG"),
            ("oxigraph dump, TriG", "oxigraph dump, TriG"),
            ("citable export, Turtle", "oxigraph dump, TriG"),
        ],
    ),
    (
        "From tables to a file of RDF 1.1",
        "The others make about ten triples of a row: no check of quotations, no bounds of times, no roles, no readings, no inferences. \
         citable makes about three times as many.",
        &[
            ("citable build and export", "maplib"),
            ("citable build", "maplib"),
            ("maplib", "maplib"),
            ("Morph-KGC", "maplib"),
            ("a loop in Python", "maplib"),
        ],
    ),
];

/// The groups with the rows that were asked for; a row brings along what it is compared with.
pub fn asked(only: &[String]) -> Vec<Group> {
    let is_asked = |name: &str| only.is_empty() || only.iter().any(|part| name.contains(part));
    let mut groups: Vec<Group> = GROUPS
        .iter()
        .map(|(title, about, rows)| {
            let asked: Vec<_> = rows.iter().filter(|(name, _)| is_asked(name)).collect();
            let is_needed = |name| asked.iter().any(|(row, to)| name == *row || name == *to);
            Group {
                title,
                about,
                rows: rows
                    .iter()
                    .filter(|(name, _)| is_needed(*name))
                    .copied()
                    .collect(),
            }
        })
        .collect();
    groups.retain(|group| !group.rows.is_empty());
    groups
}

/// The jobs of the groups, each once.
pub fn jobs(groups: &[Group]) -> Vec<&'static Job> {
    let rows = || groups.iter().flat_map(|group| &group.rows);
    JOBS.iter()
        .filter(|job| rows().any(|(name, to)| job.name == *name || job.name == *to))
        .collect()
}
