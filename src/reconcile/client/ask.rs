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
    /// Also for what is kept on disk.
    Anew,
    /// Only what is kept on disk is used.
    Offline,
}

impl Mode {
    /// Whether only what is kept is used, or what is kept is asked for again.
    pub fn of(offline: bool, refresh: bool) -> Mode {
        match (offline, refresh) {
            (true, _) => Mode::Offline,
            (false, true) => Mode::Anew,
            (false, false) => Mode::Online,
        }
    }
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

/// Asks some questions at once, and gives the answer to each.
pub(super) type Ask<'a> = &'a dyn Fn(&[Value]) -> Result<Vec<Value>, ReconcileError>;

/// A service whose manifest is known, and how it is asked.
pub struct Service<'a> {
    pub url: String,
    pub manifest: Manifest,
    engine: Engine,
    cache: Cache,
    mode: Mode,
    tell: Tell<'a>,
}

impl<'a> Service<'a> {
    /// Opens a service by the URL of its endpoint: gets its manifest, or takes the one that was got before if it may not be asked.
    pub fn open(
        url: &str,
        cache: Cache,
        mode: Mode,
        tell: Tell<'a>,
    ) -> Result<Service<'a>, ReconcileError> {
        let engine = Engine::at(url);
        let asked = Value::String("manifest".to_owned());
        let value = match mode {
            Mode::Offline => cache
                .get(url, &asked)
                .ok_or_else(|| ReconcileError::Unknown {
                    url: url.to_owned(),
                })?,
            Mode::Online | Mode::Anew => persist(&engine, tell, || json(url, engine.get(JSON)?))?,
        };
        let manifest = Manifest::read(&value).map_err(|what| ReconcileError::Manifest {
            url: url.to_owned(),
            what,
        })?;
        if mode != Mode::Offline {
            cache.put(url, &asked, value)?;
        }
        Ok(Service {
            url: url.to_owned(),
            manifest,
            engine,
            cache,
            mode,
            tell,
        })
    }

    /// The IRI of an id of its.
    pub fn iri(&self, id: &str) -> String {
        self.manifest.iri(id)
    }

    /// Gives the candidates of each query, in the order of the queries; those of a query in the order of the service. What is in
    /// the cache is not asked, and what is asked is put there before more is asked. The same query is asked once.
    pub fn reconcile(&self, queries: &[Query]) -> Result<Vec<Vec<Candidate>>, ReconcileError> {
        let asked: Vec<Value> = queries.iter().map(as_json).collect();
        let called = |at: usize| queries[at].name().to_owned();
        let known = self.answers(&asked, &called, &|batch| self.ask(batch))?;
        let candidates = |query: &Value| match known.get(&query.to_string()) {
            Some(Value::Array(list)) => list.iter().filter_map(Candidate::read).collect(),
            _ => Vec::new(),
        };
        Ok(asked.iter().map(candidates).collect())
    }

    /// Asks for some queries at once, and gives the answer to each.
    fn ask(&self, batch: &[Value]) -> Result<Vec<Value>, ReconcileError> {
        let keys = (0..batch.len()).map(|number| format!("q{number}"));
        let queries: Map<String, Value> = keys.clone().zip(batch.iter().cloned()).collect();
        let answer = self.post("queries", &Value::Object(queries))?;
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

    /// Sends the one parameter of a request, and gives the answer to it.
    pub(super) fn post(&self, key: &str, value: &Value) -> Result<Value, ReconcileError> {
        let value = value.to_string();
        let post = || json(&self.url, self.engine.post_form((key, &value), JSON)?);
        persist(&self.engine, self.tell, post)
    }

    pub(super) fn no_answer(&self, what: String) -> ReconcileError {
        let url = self.url.clone();
        ReconcileError::Answer { url, what }
    }

    /// Gets the answers to questions, by their text; each is asked once. What is in the cache is not asked, and what is asked is
    /// put there before more is asked. What is missing offline is told by what it is `called`.
    pub(super) fn answers(
        &self,
        asked: &[Value],
        called: &dyn Fn(usize) -> String,
        ask: Ask,
    ) -> Result<BTreeMap<String, Value>, ReconcileError> {
        let url = &self.url;
        let mut known: BTreeMap<String, Value> = BTreeMap::new();
        let mut missing: BTreeMap<String, usize> = BTreeMap::new();
        for (at, question) in asked.iter().enumerate() {
            let text = question.to_string();
            if known.contains_key(&text) || missing.contains_key(&text) {
                continue;
            }
            let kept = (self.mode != Mode::Anew).then(|| self.cache.get(url, question));
            match kept.flatten() {
                Some(answer) => drop(known.insert(text, answer)),
                None => drop(missing.insert(text, at)),
            }
        }
        let mut places: Vec<usize> = missing.into_values().collect();
        places.sort_unstable();
        if self.mode == Mode::Offline && !places.is_empty() {
            return Err(ReconcileError::Missing {
                url: url.clone(),
                missing: places.into_iter().map(called).collect(),
                of: asked.len(),
            });
        }
        let of = known.len() + places.len();
        let done = known.len();
        (self.tell)(Event::Answered { done, of });
        let wanted: Vec<Value> = places.iter().map(|at| asked[*at].clone()).collect();
        for batch in wanted.chunks(self.manifest.batch_size) {
            self.ask_all(batch, ask, &mut known)?;
            let done = known.len();
            (self.tell)(Event::Answered { done, of });
        }
        Ok(known)
    }

    /// Asks some questions; in smaller batches if they are too many for the service (413).
    fn ask_all(
        &self,
        batch: &[Value],
        ask: Ask,
        known: &mut BTreeMap<String, Value>,
    ) -> Result<(), ReconcileError> {
        match ask(batch) {
            Ok(answers) => {
                for (question, answer) in batch.iter().zip(answers) {
                    self.cache.put(&self.url, question, answer.clone())?;
                    known.insert(question.to_string(), answer);
                }
                Ok(())
            }
            Err(ReconcileError::Service(EngineError::Refused { status: 413, .. }))
                if batch.len() > 1 =>
            {
                let (first, second) = batch.split_at(batch.len() / 2);
                self.ask_all(first, ask, known)?;
                self.ask_all(second, ask, known)
            }
            Err(error) => Err(error),
        }
    }
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
