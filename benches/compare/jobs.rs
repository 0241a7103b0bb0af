//! The jobs, in the order in which they take turns.

use super::field::Material;
use super::job::{Before, Job, Product, job};
use super::tool::{BUILD, Tool};

use Before::{Built, Clean, Edited, Nothing};
use Product::{Build, Passing};

/// Statements with their times that one entity is the subject of. Distinct, since Oxigraph's union of graphs
/// counts a triple as often as there are graphs with it.
const POINT: &str = "PREFIX citable: <https://w3id.org/citable/ns#> \
    SELECT DISTINCT ?property ?object ?since { \
    <https://example.org/bench/entity/person-1> ?property ?object ~ ?statement . \
    ?statement citable:since ?since }";
/// How many statements with one predicate rest on quotations with words.
const JOIN: &str = "PREFIX v: <https://example.org/bench/vocabulary#> \
    PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX oa: <http://www.w3.org/ns/oa#> \
    SELECT (COUNT(DISTINCT ?statement) AS ?count) { ?who v:memberOf ?group ~ ?statement . \
    ?statement prov:wasDerivedFrom ?quotation . ?quotation oa:hasSelector/oa:exact ?words }";

/// A question to citable, and to Oxigraph on a store.
macro_rules! ask {
    ($sparql:expr) => {
        &[(Tool::Citable, &["query", "-e", $sparql, "--format", "csv"])]
    };
    ($sparql:expr, $store:literal) => {
        &[(
            Tool::Oxigraph,
            &[
                "query",
                "--location",
                $store,
                "--union-default-graph",
                "--query",
                $sparql,
                "--results-format",
                "csv",
            ],
        )]
    };
}

/// All that can be measured.
pub const JOBS: &[Job] = &[
    job("citable check", Clean, &[(Tool::Citable, &["check"])]),
    job(
        "rapper -c",
        Nothing,
        &[(Tool::Rapper, &["-c", "-q", "-i", "ntriples", "all11.nt"])],
    )
    .needs(&[Material::Triples11]),
    job(
        "serdi",
        Nothing,
        &[(Tool::Serdi, &["-i", "ntriples", "all11.nt"])],
    )
    .needs(&[Material::Triples11]),
    job("citable build", Clean, &[BUILD]).leaves(Build),
    job(
        "oxigraph load",
        Nothing,
        &[(
            Tool::Oxigraph,
            &["load", "--location", "loaded", "--file", "all.nq"],
        )],
    )
    .needs(&[Material::Quads])
    .leaves(Passing("loaded")),
    job(
        "pyoxigraph, bulk_load",
        Nothing,
        &[(Tool::Python, &["load_pyoxigraph.py", "all.nq", "loaded"])],
    )
    .needs(&[Material::Quads])
    .leaves(Passing("loaded")),
    job(
        "rdflib, in memory",
        Nothing,
        &[(Tool::Python, &["load_rdflib.py", "all11.nq"])],
    )
    .needs(&[Material::Quads11])
    .at_most(10_000),
    job(
        "citable check, one line changed",
        Edited,
        &[(Tool::Citable, &["check"])],
    ),
    job("citable build, one line changed", Edited, &[BUILD]).leaves(Build),
    job("citable query, point", Built, ask!(POINT)),
    job("oxigraph query, point", Nothing, ask!(POINT, "store")).needs(&[Material::Store]),
    job(
        "oxigraph query, point, optimised store",
        Nothing,
        ask!(POINT, "optimised"),
    )
    .needs(&[Material::Optimised]),
    job("citable query, join", Built, ask!(JOIN)),
    job("oxigraph query, join", Nothing, ask!(JOIN, "store")).needs(&[Material::Store]),
    job(
        "oxigraph query, join, optimised store",
        Nothing,
        ask!(JOIN, "optimised"),
    )
    .needs(&[Material::Optimised]),
    job(
        "citable export, N-Quads",
        Built,
        &[(
            Tool::Citable,
            &["export", "--form", "rdf12", "-o", "out.nq"],
        )],
    )
    .leaves(Passing("out.nq")),
    job(
        "oxigraph dump, N-Quads",
        Nothing,
        &[(
            Tool::Oxigraph,
            &["dump", "--location", "store", "--file", "out.nq"],
        )],
    )
    .needs(&[Material::Store])
    .leaves(Passing("out.nq")),
    job(
        "citable export, TriG",
        Built,
        &[(
            Tool::Citable,
            &["export", "--form", "rdf12", "-o", "out.trig"],
        )],
    )
    .leaves(Passing("out.trig")),
    job(
        "oxigraph dump, TriG",
        Nothing,
        &[(
            Tool::Oxigraph,
            &["dump", "--location", "store", "--file", "out.trig"],
        )],
    )
    .needs(&[Material::Store])
    .leaves(Passing("out.trig")),
    job(
        "citable export, Turtle",
        Built,
        &[(
            Tool::Citable,
            &["export", "--form", "rdf12", "-o", "out.ttl"],
        )],
    )
    .leaves(Passing("out.ttl")),
    job(
        "citable build and export",
        Clean,
        &[BUILD, (Tool::Citable, &["export", "-o", "out.nt"])],
    )
    .leaves(Passing("out.nt")),
    job(
        "maplib",
        Nothing,
        &[(Tool::Python, &["map_maplib.py", "tables", "out.nt"])],
    )
    .needs(&[Material::Tables])
    .leaves(Passing("out.nt")),
    job(
        "Morph-KGC",
        Nothing,
        &[(Tool::Morph, &["map_morph_kgc.py", "tables", "out.nt"])],
    )
    .needs(&[Material::Tables])
    .leaves(Passing("out.nt")),
    job(
        "a loop in Python",
        Nothing,
        &[(Tool::Python, &["map_loop.py", "tables", "out.nt"])],
    )
    .needs(&[Material::Tables])
    .leaves(Passing("out.nt")),
];
