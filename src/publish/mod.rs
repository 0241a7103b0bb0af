//! A build is published: an engine elsewhere gets its graphs, and only those that have changed.
//!
//! What an engine has is told by a graph of its own there, the [manifest]. [`Publisher::plan`] holds it against the build;
//! [`Publisher::carry_out`] replaces and drops graphs, one at a time:
//!
//! ```text
//! build ─lines→ fingerprint ─┐
//! engine ─manifest→ entries ─┴→ Plan ─ each graph: mark · replace · verify · enter ─→ engine
//! ```
//!
//! A graph is marked in the manifest before it is touched, and its fingerprint is entered once it is verified. So whoever
//! comes after a run that was cut, at whatever moment, knows which graphs are ours, and which of them may be half there; and
//! does those again. No graph is touched that the manifest doesn't have, but for the manifest itself and one graph under its
//! name, in which large graphs wait ([`replace`]).
//!
//! What is needed of an engine is SPARQL 1.1 Query and Update. Where it has a Graph Store too, a graph is replaced by one PUT.

mod ask;
mod error;
mod lines;
mod manifest;
mod replace;
mod sparql;
mod survey;
mod value;
mod verify;

use std::collections::BTreeMap;
use std::time::Duration;

use oxrdf::NamedNode;

use crate::engine::{Engine, EngineError};
use crate::store::Build;
use manifest::{Manifest, State};
use survey::Survey;

pub use error::PublishError;
pub use lines::Lost;
pub use verify::Altered;

/// A build, the engine that gets it, and who publishes.
pub struct Publisher<'a> {
    pub build: &'a Build,
    pub engine: &'a Engine,
    /// By which this checkout is known to the engine: letters and digits that nobody else has.
    pub token: &'a str,
    /// Whether another publisher, who seems to be at work, is taken for dead.
    pub take_over: bool,
    /// What time it is (XSD `dateTime`).
    pub now: &'a dyn Fn() -> String,
    /// Hears what happens.
    pub tell: &'a dyn Fn(Event),
}

/// What happens while a build is published.
#[derive(Debug)]
pub enum Event<'a> {
    /// So many graphs of so many have been looked at.
    Surveyed { done: usize, of: usize },
    /// A graph is being replaced: the so-many-eth thing to do.
    Replacing {
        graph: &'a str,
        triples: u64,
        done: usize,
        of: usize,
    },
    /// A graph is being dropped.
    Dropping {
        graph: &'a str,
        done: usize,
        of: usize,
    },
    /// A request failed, and is sent again after a pause.
    Again {
        error: &'a EngineError,
        pause: Duration,
    },
    /// The engine keeps other values than it was given.
    Altered {
        graph: &'a str,
        altered: &'a Altered,
    },
}

/// What is to be done.
#[derive(Debug, Default)]
pub struct Plan {
    /// Graphs of the build that the engine doesn't have as they are, by IRI.
    pub replace: Vec<Replacement>,
    /// Graphs that the engine has from an earlier build, and this one doesn't have.
    pub drop: Vec<NamedNode>,
    /// How many graphs the engine has as they are.
    pub unchanged: usize,
    /// What the engine's form cannot hold.
    pub lost: Lost,
}

/// A graph that is to be replaced.
#[derive(Debug)]
pub struct Replacement {
    pub graph: NamedNode,
    pub triples: u64,
    /// Whether the engine has had it from us before.
    pub is_known: bool,
}

impl Plan {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.replace.is_empty() && self.drop.is_empty()
    }
}

impl Publisher<'_> {
    /// Compares the build with what the engine has of it. Nothing is changed there.
    pub fn plan(&self) -> Result<Plan, PublishError> {
        let mut entries = self.manifest().read()?;
        let graphs = self.build.graphs();
        let mut plan = Plan::default();
        for (done, (graph, _)) in graphs.iter().enumerate() {
            (self.tell)(Event::Surveyed {
                done,
                of: graphs.len(),
            });
            let survey = Survey::of(self, graph, &mut std::io::sink())?;
            plan.lost.add(survey.lost);
            let known = entries.remove(graph);
            let is_known = known.is_some();
            if known == Some(State::Published(survey.fingerprint)) {
                plan.unchanged += 1;
            } else if survey.triples > 0 {
                let graph = NamedNode::new_unchecked(graph);
                plan.replace.push(Replacement {
                    graph,
                    triples: survey.triples,
                    is_known,
                });
            } else if is_known {
                plan.drop.push(NamedNode::new_unchecked(graph));
            }
        }
        plan.drop.extend(graphs_of(entries));
        Ok(plan)
    }

    /// Does what a plan says. If it is cut or fails, a new plan has what is left to do.
    pub fn carry_out(&self, plan: &Plan) -> Result<(), PublishError> {
        let manifest = self.manifest();
        manifest.begin(self.take_over)?;
        match self.carry_out_as_the_only_one(plan, &manifest) {
            Ok(()) => manifest.end(),
            Err(error) => {
                if error.leaves_the_engine_to_us() {
                    // Others can try. That this fails too is nothing new.
                    let _ = manifest.end();
                }
                Err(error)
            }
        }
    }

    fn carry_out_as_the_only_one(
        &self,
        plan: &Plan,
        manifest: &Manifest,
    ) -> Result<(), PublishError> {
        replace::clear(self)?;
        let of = plan.replace.len() + plan.drop.len();
        for (done, replacement) in plan.replace.iter().enumerate() {
            (self.tell)(Event::Replacing {
                graph: replacement.graph.as_str(),
                triples: replacement.triples,
                done,
                of,
            });
            self.replace(replacement, manifest)?;
        }
        for (index, graph) in plan.drop.iter().enumerate() {
            (self.tell)(Event::Dropping {
                graph: graph.as_str(),
                done: plan.replace.len() + index,
                of,
            });
            manifest.hold()?;
            manifest.mark(graph.as_ref())?;
            replace::drop(self, graph.as_ref())?;
            manifest.forget(graph.as_ref())?;
        }
        Ok(())
    }

    fn replace(&self, replacement: &Replacement, manifest: &Manifest) -> Result<(), PublishError> {
        let graph = replacement.graph.as_ref();
        manifest.hold()?;
        if !replacement.is_known && ask::has_triples(self, graph)? && !manifest.has(graph)? {
            return Err(PublishError::Foreign(graph.as_str().to_owned()));
        }
        manifest.mark(graph)?;
        let survey = replace::replace(self, graph)?;
        let altered = verify::verify(self, graph, &survey)?;
        if altered.count > 0 {
            (self.tell)(Event::Altered {
                graph: graph.as_str(),
                altered: &altered,
            });
        }
        manifest.enter(graph, &survey)
    }

    fn manifest(&self) -> Manifest<'_> {
        Manifest::of(self)
    }

    /// Does what may fail for a while.
    fn persist<T>(&self, work: impl FnMut() -> Result<T, EngineError>) -> Result<T, EngineError> {
        let tell = |error: &EngineError, pause| (self.tell)(Event::Again { error, pause });
        self.engine.persist(&tell, work)
    }
}

fn graphs_of(entries: BTreeMap<String, State>) -> impl Iterator<Item = NamedNode> {
    entries.into_keys().map(NamedNode::new_unchecked)
}
