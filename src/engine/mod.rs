//! Engines that answer over HTTP: [SPARQL 1.1 Protocol](https://www.w3.org/TR/sparql11-protocol/), and the
//! [Graph Store HTTP Protocol](https://www.w3.org/TR/sparql11-http-rdf-update/).
//!
//! An [`Engine`] is opened from what `[engines.NAME]` of `citable.toml` says, and from the environment, which holds the secrets:
//!
//! ```no_run
//! use citable::engine::{Engine, RESULTS};
//! # fn example(settings: &citable::project::EngineSettings) -> Result<(), Box<dyn std::error::Error>> {
//! let engine = Engine::open(settings, &|name| std::env::var(name).ok())?;
//! let tell = |error: &_, pause: std::time::Duration| eprintln!("{error}; again in {} s", pause.as_secs_f32());
//! let mut answer = engine.persist(&tell, || engine.query("ASK {}", RESULTS))?;
//! std::io::copy(&mut answer, &mut std::io::stdout())?;
//! # Ok(()) }
//! ```
//!
//! Each request is sent once. [`Engine::persist`] sends it again, after pauses that grow, while its error
//! [may pass](EngineError::may_pass). An answer is read as it comes; whoever reads it meets the errors that come
//! after its head, as `io::Error`.
//!
//! Nothing here knows what a request is for. Redirects aren't followed, so no credentials reach another host. No secret is in
//! an error, nor in what `Debug` shows.

mod credentials;
mod error;
mod guard;
mod patience;
mod send;

use std::fmt;
use std::io::{self, Read, Seek};

use oxrdf::NamedNodeRef;
use ureq::http::Method;

use crate::iri::percent_encode;
use crate::project::EngineSettings;
use credentials::Credentials;
use send::{Client, Content, Request};

pub use error::EngineError;

/// The media type of the solutions of SELECT and of the answer to ASK, for `accept` (SPARQL 1.1 Query Results JSON).
pub const RESULTS: &str = "application/sparql-results+json";
/// The media type of the triples of CONSTRUCT and DESCRIBE, and of graphs (N-Triples).
pub const TRIPLES: &str = "application/n-triples";

/// An engine that can be asked and, if it has an address for that, written to.
pub struct Engine {
    settings: EngineSettings,
    client: Client,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_tuple("Engine").field(&self.settings).finish()
    }
}

/// What an engine answers, as it comes.
pub struct Answer {
    /// The media type that the engine says it is, without parameters and in lower case; empty if it doesn't say.
    pub media_type: String,
    body: Box<dyn Read + Send>,
}

impl Read for Answer {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.body.read(buffer)
    }
}

/// What a request carries, and carries again if it has to be sent again.
pub trait Body: Read + Seek {}

impl<T: Read + Seek> Body for T {}

impl Engine {
    /// Opens an engine; `variable` gives what a variable of the environment holds. Nothing is sent yet.
    pub fn open(
        settings: &EngineSettings,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Engine, EngineError> {
        let credentials = Credentials::of(settings, variable)?;
        Ok(Engine {
            settings: settings.clone(),
            client: Client::new(settings, credentials, false),
        })
    }

    /// Opens an engine for the SERVICE of a query: if its URL has a name of the public internet, that must not lead to an address of
    /// this machine or its network.
    pub fn open_guarded(
        settings: &EngineSettings,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Engine, EngineError> {
        let credentials = Credentials::of(settings, variable)?;
        Ok(Engine {
            settings: settings.clone(),
            client: Client::new(settings, credentials, true),
        })
    }

    /// Opens a service of the web that is no engine of the project's, by its URL and without credentials, guarded as by
    /// [`Engine::open_guarded`]. It may say nothing for a minute.
    pub fn at(url: &str) -> Engine {
        let settings = EngineSettings::of_url(url);
        let client = Client::new(&settings, Credentials::None, true);
        Engine { settings, client }
    }

    /// What the project says of it.
    pub fn settings(&self) -> &EngineSettings {
        &self.settings
    }

    /// Gets what is at its address. `accept` is the media type that is wanted.
    pub fn get(&self, accept: &str) -> Result<Answer, EngineError> {
        self.client.send(Request {
            method: Method::GET,
            url: &self.settings.query,
            accept,
            content: None,
        })
    }

    /// Posts a form of one field to its address (`application/x-www-form-urlencoded`).
    pub fn post_form(
        &self,
        (field, value): (&str, &str),
        accept: &str,
    ) -> Result<Answer, EngineError> {
        let url = self.settings.query.clone();
        let form = format!("{field}={}", percent_encode(value));
        self.post(url, &form, "application/x-www-form-urlencoded", accept)
    }

    /// Asks a query (SPARQL 1.1 Protocol, section 2.1.2: by a form, as Virtuoso 7 never answers one that is posted as it is).
    /// `accept` is the media type of the answer that is wanted, such as [`RESULTS`] or [`TRIPLES`].
    pub fn query(&self, sparql: &str, accept: &str) -> Result<Answer, EngineError> {
        self.post_form(("query", sparql), accept)
    }

    /// Asks for an update (section 2.2.2: as it is, as there are servers that take no large forms).
    pub fn update(&self, sparql: &str) -> Result<(), EngineError> {
        let url = self.address("update", self.settings.update.as_ref())?;
        let answer = self.post(url.clone(), sparql, "application/sparql-update", "*/*")?;
        drain(&url, answer)
    }

    /// Puts triples in the place of all that a graph has, or makes the graph (Graph Store Protocol, section 5.3).
    pub fn put_graph(
        &self,
        graph: NamedNodeRef,
        media_type: &str,
        length: u64,
        body: &mut dyn Body,
    ) -> Result<(), EngineError> {
        let url = self.graph_url(graph)?;
        let answer = self.client.send(Request {
            method: Method::PUT,
            url: &url,
            accept: "*/*",
            content: Some(Content {
                media_type,
                length,
                body,
            }),
        })?;
        drain(&url, answer)
    }

    /// Removes a graph; it is no error if there is none (section 5.4).
    pub fn delete_graph(&self, graph: NamedNodeRef) -> Result<(), EngineError> {
        let url = self.graph_url(graph)?;
        let request = Request {
            method: Method::DELETE,
            url: &url,
            accept: "*/*",
            content: None,
        };
        match self.client.send(request) {
            Ok(answer) => drain(&url, answer),
            Err(EngineError::Refused { status: 404, .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn post(
        &self,
        url: String,
        text: &str,
        media_type: &str,
        accept: &str,
    ) -> Result<Answer, EngineError> {
        let length = text.len() as u64;
        self.client.send(Request {
            method: Method::POST,
            url: &url,
            accept,
            content: Some(Content {
                media_type,
                length,
                body: &mut io::Cursor::new(text.as_bytes()),
            }),
        })
    }

    /// The address of a graph (section 4.2: indirect identification).
    fn graph_url(&self, graph: NamedNodeRef) -> Result<String, EngineError> {
        let store = self.address("graph-store", self.settings.graph_store.as_ref())?;
        let separator = if store.contains('?') { '&' } else { '?' };
        let name = percent_encode(graph.as_str());
        Ok(format!("{store}{separator}graph={name}"))
    }

    fn address(&self, key: &'static str, url: Option<&String>) -> Result<String, EngineError> {
        url.cloned().ok_or_else(|| EngineError::NoAddress {
            engine: self.settings.name.clone(),
            key,
        })
    }
}

/// Reads an answer that says nothing but that it is done, so that the connection can be used again.
fn drain(url: &str, mut answer: Answer) -> Result<(), EngineError> {
    let read = io::copy(&mut answer, &mut io::sink());
    read.map(drop).map_err(|cause| EngineError::Broken {
        url: url.to_owned(),
        cause,
    })
}
