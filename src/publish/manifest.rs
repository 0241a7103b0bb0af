//! The graph on the engine that says what is there: `{base}graph/published`.
//!
//! ```turtle
//! <…dossier/a> a void:Dataset ;
//!     void:triples 42 ;
//!     schema:sha256 "b5e1…" ;                        # the fingerprint
//!     schema:creativeWorkStatus "published" ;        # or "unfinished", from before it is touched
//!     prov:generatedAtTime "2026-11-28T12:00:00Z"^^xsd:dateTime .
//! <…graph/published> prov:wasGeneratedBy <…graph/published#TOKEN> .    # while somebody publishes
//! <…graph/published#TOKEN> prov:startedAtTime "2026-11-28T11:59:00Z"^^xsd:dateTime .
//! ```
//!
//! An entry is there from before its graph is until after its graph is gone, whatever request is the last that arrives. Its class
//! is entered first and taken out last, so it is an entry in between, should an engine do a request by halves.
//!
//! SPARQL cannot say whether an update found what it expected. So two publishers keep out of each other's way like this: each
//! enters a token of its own, then looks; who sees another's takes its own out and gives up. Both may give up, but
//! never do both go on. The token is looked for before each graph, so that who is taken over stops. It remains possible that a request
//! that was under way when its sender died arrives after all; such a graph is entered as unfinished, or
//! is found out when it is verified.

use std::collections::BTreeMap;

use oxrdf::{Literal, NamedNode, NamedNodeRef, Term};

use super::survey::Survey;
use super::{PublishError, Publisher, ask, sparql};
use crate::engine::EngineError;
use crate::vocab::{prov, rdf, schema, void, xsd};

const PUBLISHED: &str = "published";
const UNFINISHED: &str = "unfinished";
/// How many entries are asked for at a time; engines that give fewer are asked again.
const PAGE: usize = 1_000;

/// What the manifest says of a graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It is as its fingerprint says.
    Published(String),
    /// It may be in any state.
    Unfinished,
}

pub struct Manifest<'a> {
    publisher: &'a Publisher<'a>,
    graph: NamedNode,
    /// The token, as it is entered.
    token: NamedNode,
}

/// The graph's IRI.
pub fn name(publisher: &Publisher) -> NamedNode {
    NamedNode::new_unchecked(format!("{}graph/published", publisher.build.context.base))
}

impl<'a> Manifest<'a> {
    pub fn of(publisher: &'a Publisher<'a>) -> Manifest<'a> {
        let graph = name(publisher);
        let token = NamedNode::new_unchecked(format!("{}#{}", graph.as_str(), publisher.token));
        Manifest {
            publisher,
            graph,
            token,
        }
    }

    /// All entries, by the IRI of the graph.
    pub fn read(&self) -> Result<BTreeMap<String, State>, PublishError> {
        let mut entries = BTreeMap::new();
        let mut after = String::new();
        loop {
            let page = self.page(&after)?;
            match page.last() {
                Some((last, _)) if *last != after => after.clone_from(last),
                _ => return Ok(entries),
            }
            entries.extend(page);
        }
    }

    /// Some entries after one, in the order of the engine.
    fn page(&self, after: &str) -> Result<Vec<(String, State)>, PublishError> {
        // A graph that was published before and is being replaced has both states, of which "unfinished" is the greater one.
        let properties = [schema::CREATIVE_WORK_STATUS, schema::SHA256];
        let query = sparql::page(self.graph.as_ref(), void::DATASET, properties, after, PAGE);
        let solutions = ask::solutions(self.publisher, &query)?;
        Ok(solutions.into_iter().filter_map(entry).collect())
    }

    /// Whether a graph is entered.
    pub fn has(&self, graph: NamedNodeRef) -> Result<bool, PublishError> {
        let (manifest, text) = (self.graph.as_ref(), graph.to_string());
        let query = sparql::about(manifest, [text.as_str()].into_iter());
        Ok(!ask::solutions(self.publisher, &query)?.is_empty())
    }

    // --- One at a time ----------------------------------------------------------------------------

    /// Enters the token, unless somebody else's is there.
    pub fn begin(&self, take_over: bool) -> Result<(), PublishError> {
        let others = self.others()?;
        match others.first() {
            Some((_, since)) if !take_over => {
                return Err(PublishError::Busy {
                    since: since.clone(),
                });
            }
            _ => {}
        }
        for (token, _) in &others {
            self.remove(token.as_ref())?;
        }
        let now = Literal::new_typed_literal((self.publisher.now)(), xsd::DATE_TIME);
        let lines = [
            sparql::triple(self.graph.as_ref(), prov::WAS_GENERATED_BY, &self.token),
            sparql::triple(self.token.as_ref(), prov::STARTED_AT_TIME, now),
        ];
        let erase = sparql::erase(self.graph.as_ref(), self.token.as_ref());
        let insert = sparql::insert(self.graph.as_ref(), &lines.concat());
        self.update(&sparql::all([erase, insert]))?;
        match self.others()?.first() {
            None => Ok(()),
            Some((_, since)) => {
                self.end()?;
                Err(PublishError::Busy {
                    since: since.clone(),
                })
            }
        }
    }

    /// Makes sure that the token is still there.
    pub fn hold(&self) -> Result<(), PublishError> {
        let tokens = self.tokens()?;
        match tokens.as_slice() {
            [(token, _)] if *token == self.token => Ok(()),
            _ => Err(PublishError::TakenOver),
        }
    }

    /// Takes the token out.
    pub fn end(&self) -> Result<(), PublishError> {
        self.remove(self.token.as_ref())
    }

    fn remove(&self, token: NamedNodeRef) -> Result<(), PublishError> {
        let graph = self.graph.as_ref();
        let line = sparql::triple(graph, prov::WAS_GENERATED_BY, token);
        let erase = sparql::erase(graph, token);
        self.update(&sparql::all([sparql::delete(graph, &line), erase]))
    }

    fn others(&self) -> Result<Vec<(NamedNode, String)>, PublishError> {
        let mut tokens = self.tokens()?;
        tokens.retain(|(token, _)| *token != self.token);
        Ok(tokens)
    }

    /// All tokens, and since when each is there.
    fn tokens(&self) -> Result<Vec<(NamedNode, String)>, PublishError> {
        let graph = self.graph.as_ref();
        let query = sparql::objects(graph, graph, prov::WAS_GENERATED_BY, prov::STARTED_AT_TIME);
        let solutions = ask::solutions(self.publisher, &query)?;
        let token = |values: Vec<Option<Term>>| match values.as_slice() {
            [Some(Term::NamedNode(token)), since] => {
                let since = match since {
                    Some(Term::Literal(since)) => since.value().to_owned(),
                    _ => "an unknown time".to_owned(),
                };
                Some((token.clone(), since))
            }
            _ => None,
        };
        let mut tokens: Vec<_> = solutions.into_iter().filter_map(token).collect();
        tokens.dedup_by(|a, b| a.0 == b.0);
        Ok(tokens)
    }

    // --- Entries ----------------------------------------------------------------------------------

    /// Says that a graph is ours, and may be in any state from now on.
    pub fn mark(&self, graph: NamedNodeRef) -> Result<(), PublishError> {
        let status = Literal::new_simple_literal(UNFINISHED);
        let lines = [
            sparql::triple(graph, rdf::TYPE, void::DATASET),
            sparql::triple(graph, schema::CREATIVE_WORK_STATUS, status),
        ];
        self.update(&sparql::insert(self.graph.as_ref(), &lines.concat()))
    }

    /// Says that a graph is there as it was surveyed.
    pub fn enter(&self, graph: NamedNodeRef, survey: &Survey) -> Result<(), PublishError> {
        let status = Literal::new_simple_literal(PUBLISHED);
        let fingerprint = Literal::new_simple_literal(&survey.fingerprint);
        let now = Literal::new_typed_literal((self.publisher.now)(), xsd::DATE_TIME);
        let lines = [
            sparql::triple(graph, rdf::TYPE, void::DATASET),
            sparql::triple(graph, void::TRIPLES, Literal::from(survey.triples)),
            sparql::triple(graph, schema::SHA256, fingerprint),
            sparql::triple(graph, schema::CREATIVE_WORK_STATUS, status),
            sparql::triple(graph, prov::GENERATED_AT_TIME, now),
        ];
        let strip = sparql::strip(self.graph.as_ref(), graph);
        let insert = sparql::insert(self.graph.as_ref(), &lines.concat());
        self.update(&sparql::all([strip, insert]))
    }

    /// Says that a graph is no longer there.
    pub fn forget(&self, graph: NamedNodeRef) -> Result<(), PublishError> {
        self.update(&sparql::erase(self.graph.as_ref(), graph))
    }

    /// All updates of the manifest can be sent twice.
    fn update(&self, sparql: &str) -> Result<(), PublishError> {
        let engine = self.publisher.engine;
        let done: Result<(), EngineError> = self.publisher.persist(|| engine.update(sparql));
        Ok(done?)
    }
}

/// An entry from a graph, its greatest state, and its fingerprint.
fn entry(values: Vec<Option<Term>>) -> Option<(String, State)> {
    let mut values = values.into_iter();
    let Some(Some(Term::NamedNode(graph))) = values.next() else {
        return None;
    };
    let mut text = || match values.next() {
        Some(Some(Term::Literal(literal))) => Some(literal.value().to_owned()),
        _ => None,
    };
    let state = match (text().as_deref(), text()) {
        (Some(PUBLISHED), Some(fingerprint)) => State::Published(fingerprint),
        _ => State::Unfinished,
    };
    Some((graph.into_string(), state))
}
