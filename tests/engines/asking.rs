//! `citable query --engine`: the example is published to each engine, and every saved query, and each of `tests/elsewhere/queries`, is
//! answered as by the store; with citations too.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use libtest_mimic::{Completion, Failed, Trial};

use crate::alike::alike;
use crate::server::{self, Server};
use crate::support::{Sandbox, root};

/// Where an engine departs from SPARQL, or the store does, so that a query has other solutions there.
const DEPARTURES: [(&str, &str, &str); 3] = [
    (
        "virtuoso",
        "circle",
        "a path with + does not lead back to where it began",
    ),
    (
        "virtuoso",
        "condition-of-an-optional-part",
        "a group inside sees variables from outside",
    ),
    (
        "virtuoso",
        "triple-terms-in-a-table",
        "UNDEF in a table is no unbound variable",
    ),
];

/// The example as it is published to one engine.
struct Asked {
    sandbox: Sandbox,
    server: Arc<Server>,
}

/// What is asked of an engine, and whether the answer is right.
type Question = Box<dyn FnOnce(&Asked) -> Result<(), Failed> + Send>;

/// One for each query and engine.
pub fn all(servers: &[Arc<Server>]) -> Vec<Trial> {
    let mut all = Vec::new();
    for engine in &server::ENGINES {
        let server = servers
            .iter()
            .find(|server| server.engine.name == engine.name);
        let asked = Arc::new(OnceLock::new());
        let mut add = |name: &str, trial: Question| {
            let (asked, server, stem) = (asked.clone(), server.cloned(), name.to_owned());
            let name = format!("{}/asked/{name}", engine.name);
            all.push(Trial::ignorable_test(name, move || {
                let departs =
                    |(at, query, _): &&(&str, &str, &str)| *at == engine.name && *query == stem;
                if let Some((_, _, why)) = DEPARTURES.iter().find(departs) {
                    return Ok(Completion::ignored_with(*why));
                }
                let Some(server) = &server else {
                    return server::missing(engine.name);
                };
                let asked: &Result<Asked, String> =
                    asked.get_or_init(|| Asked::new(server).map_err(|error| format!("{error:?}")));
                trial(asked.as_ref().map_err(String::clone)?).map(|()| Completion::Completed)
            }));
        };
        for query in queries() {
            let stem = query
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            add(&stem, Box::new(move |asked| asked.compare(&query)));
        }
        add("as a service", Box::new(Asked::as_a_service));
    }
    all
}

fn queries() -> Vec<PathBuf> {
    let folders = ["queries", "tests/elsewhere/queries"].map(|folder| root().join(folder));
    let mut all = Vec::new();
    for folder in folders {
        let entries = fs::read_dir(folder).expect("there are queries");
        all.extend(entries.map(|entry| entry.expect("the folder can be read").path()));
    }
    all.sort();
    all
}

impl Asked {
    fn new(server: &Arc<Server>) -> Result<Asked, Failed> {
        let sandbox = Sandbox::new();
        sandbox.lay(&root())?;
        sandbox.lay(&root().join("tests/elsewhere/input"))?;
        let [query, update, store] = server.addresses(server.port);
        let form = if server.engine.rdf12 {
            "rdf12"
        } else {
            "rdf11"
        };
        let auth = server.engine.auth;
        let path = sandbox.path().join("citable.toml");
        let mut text = fs::read_to_string(&path)?;
        text += &format!(
            "\n[engines.it]\nquery = \"{query}\"\nupdate = \"{update}\"\ngraph-store = \"{store}\"\nform = \"{form}\"\n{auth}"
        );
        fs::write(&path, text)?;
        let asked = Asked {
            sandbox,
            server: server.clone(),
        };
        asked.run(&["build"])?;
        asked.run(&["publish", "it"])?;
        Ok(asked)
    }

    fn run(&self, arguments: &[&str]) -> Result<String, Failed> {
        let output = self
            .sandbox
            .citable(arguments)
            .env("ENGINE_SECRET", self.server.engine.secret)
            .output()?;
        if !output.status.success() {
            return Err(
                format!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr)).into(),
            );
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    /// The store asks the engine for a part of what it has itself.
    fn as_a_service(&self) -> Result<(), Failed> {
        let [url, ..] = self.server.addresses(self.server.port);
        let told = |query: &str| {
            let answer = self.run(&["query", "-e", query, "--format", "tsv"])?;
            Ok::<_, Failed>(
                answer
                    .lines()
                    .map(str::to_owned)
                    .collect::<std::collections::BTreeSet<_>>(),
            )
        };
        let alone = told(
            "SELECT DISTINCT ?what ?label { e:russia v:memberOf ?what . ?what skos:prefLabel ?label }",
        )?;
        assert!(alone.len() > 1, "{alone:?}");
        let part = "{ GRAPH ?g { ?what skos:prefLabel ?label } }";
        for query in [
            format!(
                "SELECT DISTINCT ?what ?label {{ e:russia v:memberOf ?what SERVICE <{url}> {part} }}"
            ),
            format!(
                "SELECT DISTINCT ?what ?label {{ SERVICE <{url}> {part} e:russia v:memberOf ?what }}"
            ),
            format!(
                "SELECT DISTINCT ?what ?label {{ e:russia v:memberOf ?what OPTIONAL {{ SERVICE SILENT <{url}> {part} }} }}"
            ),
            format!(
                "SELECT DISTINCT ?what ?label {{ VALUES ?where {{ <{url}> }} e:russia v:memberOf ?what SERVICE ?where {part} }}"
            ),
        ] {
            assert_eq!(told(&query)?, alone, "{query}");
        }
        let reified = format!(
            "SELECT DISTINCT ?st {{ ?st rdf:reifies <<( e:russia v:memberOf e:interpol )>> \
             SERVICE <{url}> {{ GRAPH ?g {{ ?st rdf:reifies <<( e:russia v:memberOf ?what )>> }} }} }}"
        );
        let statements =
            told("SELECT DISTINCT ?st { ?st rdf:reifies <<( e:russia v:memberOf e:interpol )>> }")?;
        assert_eq!(told(&reified)?, statements, "{reified}");
        Ok(())
    }

    fn compare(&self, query: &Path) -> Result<(), Failed> {
        let text = fs::read_to_string(query)?;
        let is_graph = ["CONSTRUCT", "DESCRIBE"]
            .iter()
            .any(|form| text.contains(form));
        let file = query.display().to_string();
        let format = if is_graph { "ntriples" } else { "tsv" };
        let mut ways = vec![vec!["query", "-f", &file, "--format", format]];
        if !is_graph && !text.contains("ASK") {
            ways.push([ways[0].as_slice(), &["--cite"]].concat());
        }
        for way in ways {
            let mut expected = lines(&self.run(&way)?);
            let mut found = lines(&self.run(&[way.as_slice(), &["--engine", "it"]].concat())?);
            expected.sort();
            found.sort();
            if expected != found {
                return Err(format!(
                    "the store: {expected:#?}\n{}: {found:#?}",
                    self.server.engine.name
                )
                .into());
            }
        }
        Ok(())
    }
}

/// The rows of an answer, or its triples, as they can be compared.
fn lines(answer: &str) -> Vec<String> {
    let row = |line: &str| match line.strip_suffix(" .") {
        Some(triple) => {
            let mut parts = triple.splitn(3, ' ');
            let (subject, predicate) = (parts.next(), parts.next());
            let object = alike(parts.next().unwrap_or_default());
            format!(
                "{} {} {object}",
                subject.unwrap_or_default(),
                predicate.unwrap_or_default()
            )
        }
        None => line.split('\t').map(alike).collect::<Vec<_>>().join("\t"),
    };
    answer.lines().map(row).collect()
}
