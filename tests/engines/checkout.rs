//! A project that is published, and what the engine should have of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::{Child, Stdio};
use std::sync::Arc;

use citable::engine::Engine;
use citable::files::{Files, Kind};
use libtest_mimic::Failed;

use crate::inputs::{lay_many_as, project};
use crate::server::Server;
use crate::support::Sandbox;

/// A way in which an engine is written to.
#[derive(Debug)]
pub struct Way {
    pub name: &'static str,
    has_graph_store: bool,
}

pub static WAYS: [&Way; 2] = [
    &Way {
        name: "put",
        has_graph_store: true,
    },
    &Way {
        name: "updates",
        has_graph_store: false,
    },
];

/// The triples of each graph, as lines in which engines don't differ.
pub type Graphs = BTreeMap<String, BTreeSet<String>>;

pub struct Checkout {
    pub sandbox: Sandbox,
    server: Arc<Server>,
    way: &'static Way,
    base: String,
}

/// How a run of citable ended.
pub struct Run {
    pub code: Option<i32>,
    /// What it printed as data.
    pub data: String,
    /// That, and what it said besides.
    pub text: String,
}

impl Checkout {
    /// A project under a base of its own, with a dossier and a second one that has `entries` statements.
    pub fn new(
        server: &Arc<Server>,
        way: &'static Way,
        name: &str,
        entries: usize,
    ) -> Result<Checkout, Failed> {
        let checkout = Checkout {
            sandbox: project()?,
            server: Arc::clone(server),
            way,
            base: format!("https://example.org/{}/{name}/", way.name),
        };
        checkout.settings(server.port, "")?;
        checkout.lay(entries, 1990)?;
        Ok(checkout)
    }

    /// Writes citable.toml, with the engine behind a port.
    pub fn settings(&self, port: u16, more: &str) -> Result<(), Failed> {
        let [query, update, store] = self.server.addresses(port);
        let engine = self.server.engine;
        let store = match self.way.has_graph_store {
            true => format!("graph-store = \"{store}\"\n"),
            false => "batch = 40\n".to_owned(),
        };
        let form = if engine.rdf12 { "rdf12" } else { "rdf11" };
        let text = format!(
            "[project]\nname = \"case\"\nbase = \"{}\"\n\n[prefixes]\ne = \"{}entity/\"\n\n[engines.it]\n\
             query = \"{query}\"\nupdate = \"{update}\"\n{store}form = \"{form}\"\n{}{more}",
            self.base, self.base, engine.auth
        );
        Ok(fs::write(self.sandbox.path().join("citable.toml"), text)?)
    }

    /// Lays the larger dossier, in one version or another, and builds.
    pub fn lay(&self, entries: usize, year: u32) -> Result<(), Failed> {
        lay_many_as(&self.sandbox, "many", entries, year)?;
        self.build()
    }

    pub fn build(&self) -> Result<(), Failed> {
        self.run(&["build"])?.expect(0)?;
        Ok(())
    }

    pub fn publish(&self) -> Result<Run, Failed> {
        self.run(&["publish", "it"])
    }

    pub fn run(&self, arguments: &[&str]) -> Result<Run, Failed> {
        self.run_with(arguments, self.server.engine.secret)
    }

    pub fn run_with(&self, arguments: &[&str], secret: &str) -> Result<Run, Failed> {
        let mut command = self.sandbox.citable(arguments);
        let output = command.env("ENGINE_SECRET", secret).output()?;
        let data = String::from_utf8(output.stdout)?;
        let text = data.clone() + &String::from_utf8(output.stderr)?;
        let code = output.status.code();
        Ok(Run { code, data, text })
    }

    /// Begins to publish.
    pub fn begin(&self) -> Result<Child, Failed> {
        let mut command = self.sandbox.citable(&["publish", "it"]);
        command.env("ENGINE_SECRET", self.server.engine.secret);
        Ok(command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?)
    }

    /// The engine, to write to it past `citable publish`.
    pub fn engine(&self) -> Result<Engine, Failed> {
        let text = fs::read_to_string(self.sandbox.path().join("citable.toml"))?;
        let files = Files::from_memory([("citable.toml".to_owned(), Kind::Config, text)]);
        let project = citable::project::read(&files).map_err(|wrong| wrong.message.clone())?;
        Ok(Engine::open(&project.engines["it"], &|_| {
            Some(self.server.engine.secret.to_owned())
        })?)
    }

    pub fn graph(&self, name: &str) -> String {
        format!("{}{name}", self.base)
    }

    /// What the engine should have: what `citable export` writes.
    pub fn expected(&self) -> Result<Graphs, Failed> {
        let form = if self.server.engine.rdf12 {
            "rdf12"
        } else {
            "rdf11"
        };
        let exported = self.run(&["export", "--form", form, "--format", "nquads"])?;
        let mut graphs = Graphs::new();
        for line in exported.data.lines() {
            let quad = line.strip_suffix(" .").ok_or("no quad")?;
            let (triple, graph) = quad.rsplit_once(' ').ok_or("no quad")?;
            let graph = graph.trim_matches(['<', '>']).to_owned();
            graphs.entry(graph).or_default().insert(alike(triple));
        }
        Ok(graphs)
    }

    /// What the engine has under our base, but for the manifest.
    pub fn published(&self) -> Result<Graphs, Failed> {
        let rows = self.server.ask(&format!(
            "SELECT ?g ?s ?p ?o WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), \"{}\")) }}",
            self.base
        ))?;
        let mut graphs = Graphs::new();
        for row in rows {
            let [graph, subject, predicate, object] =
                ["g", "s", "p", "o"].map(|name| term(&row[name]));
            let graph = graph.trim_matches(['<', '>']).to_owned();
            if graph != self.graph("graph/published") {
                let triple = format!("{subject} {predicate} {object}");
                graphs.entry(graph).or_default().insert(alike(&triple));
            }
        }
        Ok(graphs)
    }

    /// The triples of one graph that the engine has.
    pub fn look(&self, graph: &str) -> Result<BTreeSet<String>, Failed> {
        let query = format!("SELECT ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}");
        let rows = self.server.ask(&query)?;
        let line = |row: &serde_json::Value| {
            alike(&["s", "p", "o"].map(|name| term(&row[name])).join(" "))
        };
        Ok(rows.iter().map(line).collect())
    }

    /// Makes sure that the engine has just what was built.
    pub fn is_published(&self) -> Result<(), Failed> {
        let (expected, published) = (self.expected()?, self.published()?);
        let names = |graphs: &Graphs| graphs.keys().cloned().collect::<Vec<_>>();
        if names(&expected) != names(&published) {
            return Err(format!(
                "graphs: {:?}\nexpected: {:?}",
                names(&published),
                names(&expected)
            )
            .into());
        }
        for (graph, triples) in &expected {
            let missing = triples.difference(&published[graph]).next();
            let more = published[graph].difference(triples).next();
            if missing.is_some() || more.is_some() {
                return Err(format!("<{graph}> lacks {missing:?} and has {more:?}").into());
            }
        }
        Ok(())
    }
}

impl Run {
    pub fn expect(self, code: i32) -> Result<String, Failed> {
        match self.code {
            Some(found) if found == code => Ok(self.text),
            other => Err(format!("it ended with {other:?}, and not {code}:\n{}", self.text).into()),
        }
    }
}

/// A term of the JSON of results, as N-Triples.
fn term(value: &serde_json::Value) -> String {
    let text = value["value"].as_str().unwrap_or_default();
    match value["type"].as_str().unwrap_or_default() {
        "uri" => format!("<{text}>"),
        "triple" => {
            let [subject, predicate, object] =
                ["subject", "predicate", "object"].map(|part| term(&value["value"][part]));
            format!("<<( {subject} {predicate} {object} )>>")
        }
        _ => {
            let literal = match (value["xml:lang"].as_str(), value["datatype"].as_str()) {
                (Some(language), _) => {
                    oxrdf::Literal::new_language_tagged_literal_unchecked(text, language)
                }
                (None, Some(datatype)) => oxrdf::Literal::new_typed_literal(
                    text,
                    oxrdf::NamedNode::new_unchecked(datatype),
                ),
                (None, None) => oxrdf::Literal::new_simple_literal(text),
            };
            literal.to_string()
        }
    }
}

/// A triple without the differences that engines make: the case of language tags, how truth is written, and kinds of integers.
fn alike(triple: &str) -> String {
    let xsd = "^^<http://www.w3.org/2001/XMLSchema#";
    let (boolean, integer) = (format!("{xsd}boolean>"), format!("{xsd}integer>"));
    let triple = match triple.rsplit_once('@') {
        Some((start, tag)) if start.ends_with('"') => {
            format!("{start}@{}", tag.to_ascii_lowercase())
        }
        _ => triple.to_owned(),
    };
    triple
        .replace(&format!("\"1\"{boolean}"), &format!("\"true\"{boolean}"))
        .replace(&format!("\"0\"{boolean}"), &format!("\"false\"{boolean}"))
        .replace(&format!("{xsd}nonNegativeInteger>"), &integer)
}
