//! A plan changes how long an answer takes, and nothing else.
//!
//! Queries made at random are answered as they are, by the evaluator alone, without its optimizer: that is
//! SPARQL's semantics word for word. Then they are planned from the graph's counts, and from made-up
//! ones that lead to orders which no graph would, and answered again.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::path::Path;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use oxrdf::{NamedNode, Term};
use spargebra::{Query, SparqlParser};

use super::counted::{Counted, Predicates};
use super::questions::{Dice, Writer, graph};
use super::{Counts, Spread, plan};
use crate::compile::{self, Options};
use crate::store::Lock;

/// Queries with more solutions say nothing more.
const MOST: usize = 5_000;

/// Numbers without sense, but the same for the same question.
struct MadeUp(u64);

impl MadeUp {
    fn number(&self, of: impl std::hash::Hash) -> u64 {
        let number = BuildHasherDefault::<DefaultHasher>::default().hash_one((self.0, of));
        10_u64.pow(u32::try_from(number % 7).unwrap()) - 1
    }
}

impl Counts for MadeUp {
    fn count(
        &self,
        subject: Option<&Term>,
        predicate: Option<&NamedNode>,
        object: Option<&Term>,
    ) -> u64 {
        self.number((subject, predicate, object))
    }

    fn spread(&self, predicate: &NamedNode) -> Spread {
        Spread {
            subjects: self.number((predicate, 1)),
            objects: self.number((predicate, 2)),
        }
    }
}

/// The solutions or triples as a sorted multiset, as far as they are not too many.
fn answer(
    store: &Store,
    query: &Query,
    evaluator: SparqlEvaluator,
) -> Result<Vec<String>, QueryEvaluationError> {
    let results = evaluator.for_query(query.clone()).on_store(store).execute();
    let mut rows: Vec<String> = match results? {
        QueryResults::Boolean(value) => vec![value.to_string()],
        QueryResults::Solutions(solutions) => solutions
            .take(MOST + 1)
            .map(|solution| Ok(format!("{:?}", solution?.iter().collect::<Vec<_>>())))
            .collect::<Result<_, QueryEvaluationError>>()?,
        QueryResults::Graph(triples) => triples
            .take(MOST + 1)
            .map(|triple| Ok(triple?.to_string()))
            .collect::<Result<_, QueryEvaluationError>>()?,
    };
    rows.sort();
    Ok(rows)
}

/// The query and its plans, where one of them has another answer than it should; `None` if it was not asked.
fn disagreement(seed: u64) -> Option<Vec<String>> {
    let mut dice = Dice::new(seed);
    let store = Store::new().unwrap();
    store
        .load_from_slice(RdfFormat::NQuads, graph(&mut dice).as_bytes())
        .unwrap();
    let texts = Writer::new(&mut dice).query();
    let parse = |text: &str| SparqlParser::new().parse_query(text).ok();
    // Not all are queries: a BIND may be of a variable that is bound already.
    let (query, written_out) = (parse(&texts[0])?, parse(&texts[1])?);
    let plain = SparqlEvaluator::new().without_optimizations();
    // The evaluator may end with an error where it makes a triple term of a literal.
    let expected = answer(&store, &written_out, plain).ok()?;
    if expected.len() > MOST {
        return None;
    }
    let predicates = Predicates::default();
    let counted = Counted {
        store: &store,
        predicates: &predicates,
    };
    let made_up = [MadeUp(seed), MadeUp(seed + 1)];
    let counts: [&dyn Counts; 3] = [&counted, &made_up[0], &made_up[1]];
    let mut wrong = Vec::new();
    for counts in counts {
        let planned = plan(&query, counts);
        let got = answer(&store, &planned, SparqlEvaluator::new());
        if got.as_ref().ok() != Some(&expected) {
            let got = got.map(|rows| rows.len());
            let found = format!("{got:?} rows, not {}", expected.len());
            wrong.push(format!("seed {seed}: {}\n{planned}\n{found}\n", texts[0]));
        }
    }
    Some(wrong)
}

#[test]
fn a_plan_has_the_same_solutions() {
    let asked: Vec<_> = (0..1_500).filter_map(disagreement).collect();
    assert!(
        asked.len() > 1_000,
        "only {} queries were asked",
        asked.len()
    );
    let wrong: Vec<_> = asked.into_iter().flatten().collect();
    assert!(
        wrong.is_empty(),
        "{} plans are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The saved queries of a project, as they stand: their parameters are variables.
fn saved(folder: &Path) -> Vec<Query> {
    let files = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    let queries = paths.iter().filter(|path| path.extension().is_some());
    queries
        .map(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            SparqlParser::new().parse_query(&text).unwrap()
        })
        .collect()
}

/// The words of a row, sorted: SPARQL does not say in which order GROUP_CONCAT puts values together.
fn words(row: String) -> Vec<String> {
    let words = row.split(|c: char| !c.is_alphanumeric());
    let mut words: Vec<_> = words.map(str::to_owned).collect();
    words.sort_unstable();
    words
}

/// The quads of a project, each in the default graph.
fn built(project: &Path) -> Store {
    let root = tempfile::tempdir().unwrap();
    for folder in ["citable.toml", "ontology", "data"] {
        for entry in walkdir::WalkDir::new(project.join(folder)) {
            let entry = entry.unwrap();
            let to = root
                .path()
                .join(entry.path().strip_prefix(project).unwrap());
            match entry.file_type().is_dir() {
                true => std::fs::create_dir_all(to).unwrap(),
                false => drop(std::fs::copy(entry.path(), to).unwrap()),
            }
        }
    }
    let lock = Lock::take(root.path(), || {}).unwrap();
    let run = compile::build(root.path(), &lock, None, Options::default(), &|_| {}).unwrap();
    let mut quads = Vec::new();
    let build = run.build.expect("the project has no errors");
    build.write_nquads(None, &mut quads).unwrap();
    let store = Store::new().unwrap();
    for quad in RdfParser::from_format(RdfFormat::NQuads).for_slice(&quads) {
        let mut quad = quad.unwrap();
        quad.graph_name = oxrdf::GraphName::DefaultGraph;
        store.insert(&quad).unwrap();
    }
    store
}

#[test]
fn saved_queries_have_the_same_answers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for project in [root.to_path_buf(), root.join("tests/projects/lighthouse")] {
        let store = built(&project);
        let predicates = Predicates::default();
        let counted = Counted {
            store: &store,
            predicates: &predicates,
        };
        let queries = saved(&project.join("queries"));
        assert!(!queries.is_empty());
        for query in queries {
            let planned = plan(&query, &counted);
            let [expected, got] = [&query, &planned].map(|query| {
                let rows = answer(&store, query, SparqlEvaluator::new()).unwrap();
                let mut rows: Vec<_> = rows.into_iter().map(words).collect();
                rows.sort();
                rows
            });
            assert!(expected.len() <= MOST);
            assert_eq!(got, expected, "{query}\nwas planned as {planned}");
        }
    }
}
