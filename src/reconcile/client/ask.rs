//! A service, and the way of queries to it.

use std::collections::BTreeMap;
use std::io::Read;
use std::time::Duration;

use serde_json::{Map, Value};

use super::{Cache, Manifest, ReconcileError};
use crate::engine::{Answer, Engine, EngineError};
use crate::reconcile::message::{Candidate, Query};

/// Whether a service may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Online,
    /// Only what is kept on disk is used.
    Offline,
}

/// What happens while services are asked.
#[derive(Debug)]
pub enum Event<'a> {
    /// So many queries have their answers.
    Answered { done: usize, of: usize },
    /// The service failed for a while, and is asked again after a pause.
    Waiting {
        error: &'a EngineError,
        pause: Duration,
    },
}

/// Hears of events.
pub type Tell<'a> = &'a dyn Fn(Event);

/// No answer is longer, in bytes: what is, is none.
const LONGEST: u64 = 64 << 20;
const JSON: &str = "application/json";

/// A service whose manifest is known.
#[derive(Debug)]
pub struct Service {
    pub url: String,
    pub manifest: Manifest,
    engine: Engine,
}

impl Service {
    /// Opens a service by the URL of its endpoint: gets its manifest, or takes the one that was got before if it may not be asked.
    pub fn open(
        url: &str,
        cache: &Cache,
        mode: Mode,
        tell: Tell,
    ) -> Result<Service, ReconcileError> {
        let engine = Engine::at(url);
        let asked = Value::String("manifest".to_owned());
        let value = match mode {
            Mode::Offline => cache
                .get(url, &asked)
                .ok_or_else(|| ReconcileError::Unknown {
                    url: url.to_owned(),
                })?,
            Mode::Online => persist(&engine, tell, || json(url, engine.get(JSON)?))?,
        };
        let manifest = Manifest::read(&value).map_err(|what| ReconcileError::Manifest {
            url: url.to_owned(),
            what,
        })?;
        if mode == Mode::Online {
            cache.put(url, &asked, value)?;
        }
        Ok(Service {
            url: url.to_owned(),
            manifest,
            engine,
        })
    }

    /// The IRI of an id of its.
    pub fn iri(&self, id: &str) -> String {
        self.manifest.iri(id)
    }

    /// Asks for some queries at once, and gives the answer to each.
    fn ask(&self, batch: &[Value], tell: Tell) -> Result<Vec<Value>, ReconcileError> {
        let keys = (0..batch.len()).map(|number| format!("q{number}"));
        let queries: Map<String, Value> = keys.clone().zip(batch.iter().cloned()).collect();
        let queries = Value::Object(queries).to_string();
        let post = || {
            json(
                &self.url,
                self.engine.post_form(("queries", &queries), JSON)?,
            )
        };
        let answer = persist(&self.engine, tell, post)?;
        let results = keys.map(
            |key| match answer.get(&key).and_then(|it| it.get("result")) {
                Some(Value::Array(list)) => {
                    match list.iter().find(|one| Candidate::read(one).is_none()) {
                        Some(one) => {
                            Err(self.no_answer(format!("a candidate without id or score: {one}")))
                        }
                        None => Ok(Value::Array(list.clone())),
                    }
                }
                _ => Err(self.no_answer(format!("it has no `result` for `{key}`"))),
            },
        );
        results.collect()
    }

    /// Asks for some queries; in smaller batches if they are too many for the service (413).
    fn ask_all(
        &self,
        batch: &[Value],
        tell: Tell,
        keep: &mut dyn FnMut(&Value, Value) -> Result<(), ReconcileError>,
    ) -> Result<(), ReconcileError> {
        match self.ask(batch, tell) {
            Ok(results) => {
                let mut pairs = batch.iter().zip(results);
                pairs.try_for_each(|(asked, result)| keep(asked, result))
            }
            Err(ReconcileError::Service(EngineError::Refused { status: 413, .. }))
                if batch.len() > 1 =>
            {
                let (first, second) = batch.split_at(batch.len() / 2);
                self.ask_all(first, tell, keep)?;
                self.ask_all(second, tell, keep)
            }
            Err(error) => Err(error),
        }
    }

    fn no_answer(&self, what: String) -> ReconcileError {
        let url = self.url.clone();
        ReconcileError::Answer { url, what }
    }
}

/// Gives the candidates of each query, in the order of the queries; those of a query in the order of the service. What is in the
/// cache is not asked, and what is asked is put there before more is asked. The same query is asked once.
pub fn reconcile(
    service: &Service,
    queries: &[Query],
    cache: &Cache,
    mode: Mode,
    tell: Tell,
) -> Result<Vec<Vec<Candidate>>, ReconcileError> {
    let asked: Vec<Value> = queries.iter().map(as_json).collect();
    let mut known: BTreeMap<String, Value> = BTreeMap::new();
    let mut missing: BTreeMap<String, usize> = BTreeMap::new();
    for (at, query) in asked.iter().enumerate() {
        let text = query.to_string();
        if known.contains_key(&text) || missing.contains_key(&text) {
            continue;
        }
        match cache.get(&service.url, query) {
            Some(answer) => drop(known.insert(text, answer)),
            None => drop(missing.insert(text, at)),
        }
    }
    let mut places: Vec<usize> = missing.into_values().collect();
    places.sort_unstable();
    if mode == Mode::Offline && !places.is_empty() {
        return Err(ReconcileError::Missing {
            url: service.url.clone(),
            missing: places
                .iter()
                .map(|at| queries[*at].name().to_owned())
                .collect(),
            of: queries.len(),
        });
    }
    let of = known.len() + places.len();
    let done = known.len();
    tell(Event::Answered { done, of });
    let wanted: Vec<Value> = places.iter().map(|at| asked[*at].clone()).collect();
    for batch in wanted.chunks(service.manifest.batch_size) {
        service.ask_all(batch, tell, &mut |query, answer| {
            cache.put(&service.url, query, answer.clone())?;
            known.insert(query.to_string(), answer);
            Ok(())
        })?;
        let done = known.len();
        tell(Event::Answered { done, of });
    }
    let candidates = |query: &Value| match known.get(&query.to_string()) {
        Some(Value::Array(list)) => list.iter().filter_map(Candidate::read).collect(),
        _ => Vec::new(),
    };
    Ok(asked.iter().map(candidates).collect())
}

fn as_json(query: &Query) -> Value {
    serde_json::to_value(query)
        .expect("a query has strings for keys, and no numbers that JSON lacks")
}

/// Does what may fail for a while. A service that fails by itself (5xx) may work when it is asked again, unlike an engine.
fn persist<T>(
    engine: &Engine,
    tell: Tell,
    work: impl FnMut() -> Result<T, EngineError>,
) -> Result<T, ReconcileError> {
    let may_pass = |error: &EngineError| {
        let failed = matches!(error, EngineError::Refused { status, .. } if *status >= 500 && *status != 501);
        failed || error.may_pass()
    };
    let waiting = |error: &EngineError, pause| tell(Event::Waiting { error, pause });
    Ok(engine.persist_while(may_pass, &waiting, work)?)
}

/// Reads an answer to its end.
fn json(url: &str, answer: Answer) -> Result<Value, EngineError> {
    let mut bytes = Vec::new();
    let read = answer.take(LONGEST + 1).read_to_end(&mut bytes);
    read.map_err(|cause| EngineError::Broken {
        url: url.to_owned(),
        cause,
    })?;
    let unreadable = |message: String| EngineError::Unreadable {
        url: url.to_owned(),
        message,
    };
    if bytes.len() as u64 > LONGEST {
        return Err(unreadable(format!("more than {} MiB", LONGEST >> 20)));
    }
    serde_json::from_slice(&bytes).map_err(|error| unreadable(format!("no JSON: {error}")))
}
