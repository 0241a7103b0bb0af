//! Our client against a service that fails, as services do.

use std::collections::VecDeque;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};

use citable::reconcile::client::{Cache, Event, Mode, ReconcileError, Service};
use citable::reconcile::message::{Candidate, Query};
use libtest_mimic::{Failed, Trial};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

/// A name, and what is tried.
type Tried = (&'static str, fn() -> Result<(), Failed>);

const TRIALS: [Tried; 6] = [
    ("what may pass is tried again", patience),
    ("a batch that is too large is halved", halved),
    (
        "what was answered is not asked again, unless it is damaged",
        kept,
    ),
    ("offline says what is missing", offline),
    ("what is no answer is told", no_answers),
    ("what is no service is told", no_services),
];

pub fn all() -> Vec<Trial> {
    let trial = |(name, tried): Tried| Trial::test(format!("failing/{name}"), tried);
    TRIALS.map(trial).into()
}

/// What happens to a request, in the order of requests; after that all are answered.
enum Fate {
    Status(&'static str),
    /// The connection ends without an answer, or in the middle of one.
    Silence,
    Half,
    Body(&'static str),
}

/// A service that names whatever it is asked for.
struct Fickle {
    port: u16,
    state: Arc<State>,
}

struct State {
    manifest: Value,
    /// How many queries it takes at once.
    most: usize,
    fates: Mutex<VecDeque<Fate>>,
    /// The names of each batch that was answered.
    answered: Mutex<Vec<Vec<String>>>,
}

impl Fickle {
    fn new(manifest: Value, most: usize, fates: Vec<Fate>) -> std::io::Result<Fickle> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let state = Arc::new(State {
            manifest,
            most,
            fates: Mutex::new(fates.into()),
            answered: Mutex::default(),
        });
        let shared = Arc::clone(&state);
        // It ends with the process: a thread that waits for a connection harms nobody.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = shared.answer(stream);
            }
        });
        Ok(Fickle { port, state })
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}/reconcile", self.port)
    }

    fn answered(&self) -> Vec<Vec<String>> {
        self.state.answered.lock().expect("nobody panics").clone()
    }

    fn forget(&self) {
        self.state.answered.lock().expect("nobody panics").clear();
    }
}

impl State {
    fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut line = String::new();
        let mut length = 0;
        let mut is_post = None;
        while reader.read_line(&mut line)? > 2 {
            is_post.get_or_insert(line.starts_with("POST"));
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            line.clear();
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let send = |stream: &mut TcpStream, status: &str, body: &str| {
            let head =
                format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nConnection: close");
            write!(
                stream,
                "{head}\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
        };
        if is_post != Some(true) {
            return send(&mut stream, "200 OK", &self.manifest.to_string());
        }
        match self.fates.lock().expect("nobody panics").pop_front() {
            Some(Fate::Status(status)) => return send(&mut stream, status, "not now"),
            Some(Fate::Silence) => return Ok(()),
            Some(Fate::Half) => {
                return write!(
                    stream,
                    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{{\"q0\""
                );
            }
            Some(Fate::Body(body)) => return send(&mut stream, "200 OK", body),
            None => {}
        }
        let form = String::from_utf8_lossy(&body).into_owned();
        let queries = percent_decode_str(form.trim_start_matches("queries=")).decode_utf8_lossy();
        let queries: Value = serde_json::from_str(&queries)?;
        let queries = queries.as_object().expect("a batch is an object");
        if queries.len() > self.most {
            return send(&mut stream, "413 Payload Too Large", "too many");
        }
        let mut names: Vec<String> = Vec::new();
        let mut results = serde_json::Map::new();
        for (key, query) in queries {
            let name = query["query"].as_str().expect("it has a name").to_owned();
            let candidate = json!({ "id": format!("id-{name}"), "name": name, "score": 7, "match": true, "type": ["T"] });
            results.insert(key.clone(), json!({ "result": [candidate] }));
            names.push(name);
        }
        self.answered.lock().expect("nobody panics").push(names);
        send(&mut stream, "200 OK", &Value::Object(results).to_string())
    }
}

fn manifest(batch: usize) -> Value {
    json!({
        "versions": ["0.2"], "name": "Fickle", "identifierSpace": "https://example.com/", "schemaSpace": "https://example.com/s",
        "batchSize": batch,
    })
}

fn queries(names: impl IntoIterator<Item = usize>) -> Vec<Query> {
    names
        .into_iter()
        .map(|at| Query::named(format!("n{at}")))
        .collect()
}

fn ask(
    url: &str,
    root: &Path,
    queries: &[Query],
    mode: Mode,
) -> Result<(Vec<Vec<Candidate>>, usize), ReconcileError> {
    let cache = Cache::of(root);
    let waited = std::cell::Cell::new(0);
    let tell = |event: Event| {
        if let Event::Waiting { .. } = event {
            waited.set(waited.get() + 1);
        }
    };
    let service = Service::open(url, cache, mode, &tell)?;
    let candidates = service.reconcile(queries)?;
    Ok((candidates, waited.get()))
}

fn patience() -> Result<(), Failed> {
    let fates = vec![
        Fate::Status("429 Too Many Requests\r\nRetry-After: 1"),
        Fate::Status("500 Internal Server Error"),
        Fate::Silence,
        Fate::Half,
        Fate::Status("503 Service Unavailable"),
    ];
    let fickle = Fickle::new(manifest(10), 10, fates)?;
    let root = tempfile::tempdir()?;
    let (candidates, waited) = ask(&fickle.url(), root.path(), &queries(0..25), Mode::Online)?;
    assert_eq!(waited, 5);
    assert_eq!(candidates.len(), 25);
    for (at, found) in candidates.iter().enumerate() {
        assert_eq!(
            (found[0].id.as_str(), found[0].score),
            (format!("id-n{at}").as_str(), 7.0)
        );
        assert_eq!(found[0].types[0].id, "T");
    }
    assert_eq!(
        fickle.answered().iter().map(Vec::len).collect::<Vec<_>>(),
        [10, 10, 5]
    );
    Ok(())
}

fn halved() -> Result<(), Failed> {
    let fickle = Fickle::new(manifest(20), 3, Vec::new())?;
    let root = tempfile::tempdir()?;
    let (candidates, waited) = ask(&fickle.url(), root.path(), &queries(0..20), Mode::Online)?;
    assert_eq!((candidates.len(), waited), (20, 0));
    let mut answered: Vec<String> = fickle.answered().into_iter().flatten().collect();
    answered.sort();
    answered.dedup();
    assert_eq!(answered.len(), 20);
    assert!(fickle.answered().iter().all(|batch| batch.len() <= 3));
    Ok(())
}

fn kept() -> Result<(), Failed> {
    let fickle = Fickle::new(manifest(4), 4, Vec::new())?;
    let root = tempfile::tempdir()?;
    let url = fickle.url();
    let first = ask(&url, root.path(), &queries([1, 2, 3, 2, 1]), Mode::Online)?.0;
    assert_eq!(
        fickle.answered(),
        [["n1", "n2", "n3"]],
        "the same is asked once"
    );
    assert_eq!(first[1], first[3]);
    fickle.forget();
    assert_eq!(
        ask(&url, root.path(), &queries([1, 2, 3, 2, 1]), Mode::Online)?.0,
        first
    );
    ask(&url, root.path(), &queries([3, 4]), Mode::Online)?;
    assert_eq!(fickle.answered(), [["n4"]]);
    fickle.forget();
    // Another limit is another question.
    let limited = Query {
        limit: Some(1),
        ..Query::named("n1")
    };
    ask(&url, root.path(), &[limited], Mode::Online)?;
    assert_eq!(fickle.answered(), [["n1"]]);
    fickle.forget();
    let mut damaged = 0;
    for entry in walkdir::WalkDir::new(root.path().join(".citable/reconcile")) {
        let entry = entry?;
        if entry.file_type().is_file() && fs::read_to_string(entry.path())?.contains("\"n2\"") {
            let whole = fs::read(entry.path())?;
            fs::write(entry.path(), &whole[..whole.len() / 2])?;
            damaged += 1;
        }
    }
    assert_eq!(damaged, 1);
    assert_eq!(
        ask(&url, root.path(), &queries([1, 2, 3, 2, 1]), Mode::Online)?.0,
        first
    );
    assert_eq!(
        fickle.answered(),
        [["n2"]],
        "only what is damaged is asked again"
    );
    Ok(())
}

fn offline() -> Result<(), Failed> {
    let fickle = Fickle::new(manifest(4), 4, Vec::new())?;
    let root = tempfile::tempdir()?;
    let url = fickle.url();
    let unknown =
        ask(&url, root.path(), &queries(0..1), Mode::Offline).expect_err("nothing is at hand");
    assert!(
        matches!(unknown, ReconcileError::Unknown { .. }),
        "{unknown}"
    );
    let online = ask(&url, root.path(), &queries(0..3), Mode::Online)?.0;
    fickle.forget();
    assert_eq!(
        ask(&url, root.path(), &queries(0..3), Mode::Offline)?.0,
        online
    );
    let missing =
        ask(&url, root.path(), &queries(0..5), Mode::Offline).expect_err("two are missing");
    assert!(
        missing.to_string().contains("2 of 5 yet") && missing.to_string().contains("`n3`, `n4`"),
        "{missing}"
    );
    assert!(fickle.answered().is_empty());
    Ok(())
}

fn no_answers() -> Result<(), Failed> {
    for (fate, words) in [
        (Fate::Body("nonsense"), "no JSON"),
        (Fate::Body("{}"), "no `result` for `q0`"),
        (
            Fate::Body(r#"{"q0": {"result": [{"name": "x"}]}}"#),
            "without id or score",
        ),
        (Fate::Status("400 Bad Request"), "400: not now"),
        (Fate::Status("404 Not Found"), "404"),
        (
            Fate::Status("302 Found\r\nLocation: https://example.com/"),
            "https://example.com/",
        ),
    ] {
        let fickle = Fickle::new(manifest(4), 4, vec![fate])?;
        let root = tempfile::tempdir()?;
        let error = ask(&fickle.url(), root.path(), &queries(0..1), Mode::Online).expect_err(words);
        assert!(error.to_string().contains(words), "{error}");
        // Nothing of it is kept: once the service is well again, so are we.
        assert_eq!(
            ask(&fickle.url(), root.path(), &queries(0..1), Mode::Online)?
                .0
                .len(),
            1
        );
    }
    Ok(())
}

fn no_services() -> Result<(), Failed> {
    for (manifest, words) in [
        (json!([]), "no JSON object"),
        (json!({ "name": "x" }), "no `identifierSpace`"),
        (json!({ "versions": ["1.0-draft"] }), "1.0-draft only"),
    ] {
        let fickle = Fickle::new(manifest, 4, Vec::new())?;
        let root = tempfile::tempdir()?;
        let error = ask(&fickle.url(), root.path(), &queries(0..1), Mode::Online).expect_err(words);
        assert!(error.to_string().contains(words), "{error}");
        assert!(
            !root.path().join(".citable").exists(),
            "nothing of it is kept"
        );
    }
    let root = tempfile::tempdir()?;
    for url in ["nonsense", "ftp://example.com/"] {
        assert!(
            ask(url, root.path(), &queries(0..1), Mode::Online).is_err(),
            "{url}"
        );
    }
    Ok(())
}
