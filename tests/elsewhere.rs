//! An engine of RDF 1.1 gives the solutions that the store gives.
//!
//! The engine is Oxigraph in memory, with what `citable export --form rdf11` writes, and it is asked what a real one would be:
//! SPARQL goes in, and results in JSON come out. Its default graph is empty, and its union of graphs has a triple as often as
//! there are graphs with it. Every saved query of the example and of the lighthouse is asked, and the queries of
//! `tests/elsewhere/queries`, which has one for everything that is rewritten: a new file there is a new test. `tests/elsewhere/settings`
//! has a line for each query that is asked with other parameters as well.

#[path = "elsewhere/alike.rs"]
mod alike;
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use citable::project::Context;
use citable::query::elsewhere::{Elsewhere, Objects, Remote, Reply, Unanswered};
use citable::query::{Answer, Question, Row, ask, ask_elsewhere};
use citable::store::{Build, Store};
use libtest_mimic::{Arguments, Failed, Trial};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxrdf::{NamedNode, Term, Triple, Variable};
use oxrdfio::RdfFormat;
use sparesults::{QueryResultsFormat, QueryResultsSerializer};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern, OrderExpression};
use support::{Sandbox, root};

/// A project that is built, and the engine that has it.
struct Published {
    build: Build,
    engine: oxigraph::store::Store,
    _folder: Sandbox,
}

impl Published {
    /// Builds the files of some folders, and gives an engine the RDF 1.1 of it.
    fn new(folders: &[PathBuf]) -> Published {
        let folder = Sandbox::new();
        for from in folders {
            folder.lay(from).expect("a project can be copied");
        }
        let run = |arguments: &[&str]| {
            let output = folder
                .citable(arguments)
                .output()
                .expect("the command runs");
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{arguments:?}: {told}");
            output.stdout
        };
        run(&["build"]);
        let quads = run(&["export", "--form", "rdf11", "--format", "nquads"]);
        let engine = oxigraph::store::Store::new().expect("there is memory");
        engine
            .load_from_slice(RdfFormat::NQuads, &quads)
            .expect("the export is N-Quads");
        let build = Build::open(folder.path())
            .expect("the build opens")
            .expect("there is one");
        Published {
            build,
            engine,
            _folder: folder,
        }
    }

    fn context(&self) -> &Context {
        &self.build.context
    }

    fn graphs(&self) -> Vec<NamedNode> {
        let graphs = self.build.graphs().into_iter();
        graphs
            .map(|(graph, _)| NamedNode::new_unchecked(graph))
            .collect()
    }

    /// What a server would answer, in JSON.
    fn reply(&self, sparql: &str) -> Reply {
        let results = SparqlEvaluator::new()
            .parse_query(sparql)
            .unwrap_or_else(|error| panic!("{error}\n{sparql}"))
            .on_store(&self.engine)
            .execute()
            .unwrap_or_else(|error| panic!("{error}\n{sparql}"));
        let serializer = QueryResultsSerializer::from_format(QueryResultsFormat::Json);
        let body = match results {
            QueryResults::Boolean(value) => {
                serializer.serialize_boolean_to_writer(Vec::new(), value)
            }
            QueryResults::Solutions(solutions) => {
                let variables = solutions.variables().to_vec();
                let writer = serializer.serialize_solutions_to_writer(Vec::new(), variables);
                let mut writer = writer.expect("there is memory");
                for solution in solutions {
                    let solution = solution.unwrap_or_else(|error| panic!("{error}\n{sparql}"));
                    writer.serialize(&solution).expect("there is memory");
                }
                writer.finish()
            }
            QueryResults::Graph(_) => panic!("an engine is asked for solutions alone\n{sparql}"),
        };
        let body = body.expect("there is memory");
        Reply {
            format: QueryResultsFormat::Json,
            body: Box::new(std::io::Cursor::new(body)),
        }
    }
}

/// A query with the settings of its parameters.
struct Asked {
    path: PathBuf,
    settings: Vec<(String, String)>,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let here = root().join("tests/elsewhere");
    let settings = settings(&here.join("settings"));
    let lighthouse = root().join("tests/projects/lighthouse");
    let projects = [
        ("example", vec![root()], root().join("queries")),
        (
            "lighthouse",
            vec![lighthouse.clone()],
            lighthouse.join("queries"),
        ),
        (
            "forms",
            vec![root(), here.join("input")],
            here.join("queries"),
        ),
    ];
    let mut trials = Vec::new();
    for (name, folders, queries) in projects {
        let published = Arc::new(Published::new(&folders));
        for asked in all(&queries, &settings) {
            let published = published.clone();
            let stem = asked
                .path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let set: Vec<_> = asked
                .settings
                .iter()
                .map(|(name, value)| format!(" {name}={value}"))
                .collect();
            let name = format!("{name}/{stem}{}", set.concat());
            trials.push(Trial::test(name, move || {
                on_a_deep_stack(|| compare(&published, &asked))
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The lines of the file of settings: a query, and settings with commas between them.
fn settings(path: &Path) -> BTreeMap<String, Vec<Vec<(String, String)>>> {
    let mut settings = BTreeMap::<_, Vec<_>>::new();
    let text = fs::read_to_string(path).expect("the settings can be read");
    for line in text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
    {
        let (query, values) = line.split_once(": ").expect("`query: name=value, …`");
        let value = |value: &str| {
            let (name, value) = value.split_once('=').expect("`name=value`");
            (name.to_owned(), value.to_owned())
        };
        settings
            .entry(query.to_owned())
            .or_default()
            .push(values.split(", ").map(value).collect());
    }
    settings
}

/// The queries of a folder, as they are and with each of their settings.
fn all(folder: &Path, settings: &BTreeMap<String, Vec<Vec<(String, String)>>>) -> Vec<Asked> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).expect("there are queries");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    paths.sort();
    for path in paths {
        let stem = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let set = settings.get(&stem).into_iter().flatten().cloned();
        for settings in [Vec::new()].into_iter().chain(set) {
            found.push(Asked {
                path: path.clone(),
                settings,
            });
        }
    }
    found
}

fn on_a_deep_stack(test: impl FnOnce() -> Result<(), Failed> + Send) -> Result<(), Failed> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(citable::query::STACK);
        let done = thread
            .spawn_scoped(scope, test)
            .expect("a thread starts")
            .join();
        done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Asks the store and the engine, with and without citations.
fn compare(published: &Published, asked: &Asked) -> Result<(), Failed> {
    let text = fs::read_to_string(&asked.path)?;
    let origin = asked.path.display().to_string();
    let context = published.context();
    let question =
        Question::read(&origin, "test", &text, context, true).map_err(|error| error.render())?;
    let store = Store::of(&published.build);
    let query = question
        .bind(&asked.settings, &store, context)
        .map_err(|error| error.render())?;
    let reply = |sparql: &str| Ok(published.reply(sparql));
    let engine = Elsewhere {
        triple_terms: false,
        graphs: published.graphs(),
    };
    let remote = Remote::new(engine, &reply);
    let objects = Objects::new(&remote);
    for cite in [false, true] {
        let (expected, _) = ask(query.clone(), &store, cite).map_err(|error| error.render())?;
        let (found, _) =
            ask_elsewhere(query.clone(), &remote, &objects, cite).map_err(|error| match error {
                Unanswered::Untold(untold) => question.untold(&untold).render(),
                Unanswered::Failed(error) => error.render(),
            })?;
        let (expected, found) = (shown(expected, &query)?, shown(found, &query)?);
        if expected != found {
            let sparql = citable::query::elsewhere::Told::of(
                &query,
                &Elsewhere {
                    triple_terms: false,
                    graphs: Vec::new(),
                },
            );
            let sparql = sparql.map(|told| told.text).unwrap_or_default();
            return Err(format!(
                "the store:\n{expected:#?}\nthe engine:\n{found:#?}\nwhich was asked:\n{sparql}"
            )
            .into());
        }
    }
    Ok(())
}

/// An answer as it can be compared: solutions in any order, but what they are ordered by in its order.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    rows: Vec<String>,
    order: Vec<String>,
}

fn shown(answer: Answer, query: &Query) -> Result<Shown, Failed> {
    let mut shown = Shown {
        rows: Vec::new(),
        order: Vec::new(),
    };
    match answer {
        Answer::Boolean(value) => shown.rows.push(value.to_string()),
        Answer::Graph(triples) => {
            let text = |triple: &Triple| {
                let object = alike::alike(&triple.object.to_string());
                format!("{} {} {object}", triple.subject, triple.predicate)
            };
            shown.rows.extend(triples.iter().map(text));
        }
        Answer::Solutions(solutions) => {
            let variables = solutions.variables.clone();
            let keys = keys(query);
            for row in solutions {
                let row = row.map_err(|error| error.render())?;
                shown.order.push(ordered(&row, &variables, &keys));
                shown.rows.push(row_text(&row));
            }
            shown.rows.sort();
        }
    }
    Ok(shown)
}

fn row_text(row: &Row) -> String {
    let mut citations: Vec<_> = row
        .citations
        .iter()
        .map(|citation| format!("{citation:?}"))
        .collect();
    citations.sort();
    format!("{} {}", values(&row.values), citations.join(" "))
}

fn values<'a>(values: impl IntoIterator<Item = &'a Option<Term>>) -> String {
    let text = |value: &Option<Term>| match value {
        Some(value) => alike::alike(&value.to_string()),
        None => "-".to_owned(),
    };
    values.into_iter().map(text).collect::<Vec<_>>().join("\t")
}

fn ordered(row: &Row, variables: &[Variable], keys: &[Variable]) -> String {
    let of = |key: &Variable| {
        variables
            .iter()
            .position(|variable| variable == key)
            .map(|at| &row.values[at])
    };
    values(keys.iter().filter_map(of))
}

/// The variables that a query orders its rows by.
fn keys(query: &Query) -> Vec<Variable> {
    let (Query::Select { pattern, .. } | Query::Ask { pattern, .. }) = query else {
        return Vec::new();
    };
    let mut pattern = pattern;
    while let GraphPattern::Slice { inner, .. }
    | GraphPattern::Distinct { inner }
    | GraphPattern::Project { inner, .. } = pattern
    {
        pattern = inner;
    }
    let GraphPattern::OrderBy { expression, .. } = pattern else {
        return Vec::new();
    };
    let variable = |key: &OrderExpression| match key {
        OrderExpression::Asc(Expression::Variable(key))
        | OrderExpression::Desc(Expression::Variable(key)) => Some(key.clone()),
        _ => None,
    };
    expression.iter().filter_map(variable).collect()
}
