//! One request, and what came of it.

use std::io::{self, Read, SeekFrom};
use std::time::Duration;

use ureq::http::{HeaderMap, Method, Response, StatusCode, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, SendBody};

use ureq::unversioned::transport::DefaultConnector;

use super::credentials::Credentials;
use super::guard::{Guard, Private};
use super::{Answer, Body, EngineError};
use crate::project::EngineSettings;

/// How much of what an engine says of a failure is read, in bytes.
const WORDS: u64 = 2_000;
/// An engine that lets nobody in may hang up on a body that is longer, before its answer is heard.
const SMALL: u64 = 16 << 10;

pub struct Client {
    agent: Agent,
    credentials: Credentials,
    timeout: Duration,
    connect_timeout: Duration,
}

pub struct Request<'a> {
    pub method: Method,
    pub url: &'a str,
    pub accept: &'a str,
    pub content: Option<Content<'a>>,
}

/// What a request carries.
pub struct Content<'a> {
    pub media_type: &'a str,
    /// In bytes. It is always said, as there are engines that take no body without it.
    pub length: u64,
    pub body: &'a mut dyn Body,
}

impl Client {
    /// With `guarded`, no name of the public internet leads into this machine or its network.
    pub fn new(settings: &EngineSettings, credentials: Credentials, guarded: bool) -> Client {
        let (timeout, connect_timeout) = (settings.timeout, settings.connect_timeout);
        // An organisation's own engine often has a certificate of the organisation's own, which the system knows.
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .user_agent(concat!("citable/", env!("CARGO_PKG_VERSION")))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_resolve(Some(connect_timeout))
            .timeout_connect(Some(connect_timeout))
            .timeout_recv_response(Some(timeout))
            .timeout_per_read(Some(timeout))
            .timeout_per_write(Some(timeout));
        let agent = if guarded {
            // Behind a proxy it would be the proxy that looks names up.
            let config = config.proxy(None).build();
            Agent::with_parts(config, DefaultConnector::default(), Guard::default())
        } else {
            config.build().into()
        };
        Client {
            agent,
            credentials,
            timeout,
            connect_timeout,
        }
    }

    /// Sends a request. Where the engine wants an answer to a challenge first, it gets one.
    pub fn send(&self, mut request: Request) -> Result<Answer, EngineError> {
        let is_large = request
            .content
            .as_ref()
            .is_some_and(|content| content.length > SMALL);
        if is_large && self.credentials.wants_challenge() {
            self.provoke(request.url)?;
        }
        let mut response = self.once(&mut request)?;
        if response.status() == StatusCode::UNAUTHORIZED
            && self.credentials.hear(challenges(response.headers()))
        {
            response = self.once(&mut request)?;
        }
        self.answer(request.url, response)
    }

    /// Has the engine tell its challenge.
    fn provoke(&self, url: &str) -> Result<(), EngineError> {
        let mut request = Request {
            method: Method::HEAD,
            url,
            accept: "*/*",
            content: None,
        };
        let response = self.once(&mut request)?;
        self.credentials.hear(challenges(response.headers()));
        Ok(())
    }

    fn once(&self, request: &mut Request) -> Result<Response<ureq::Body>, EngineError> {
        let url = request.url;
        let mut builder = ureq::http::Request::builder()
            .method(request.method.clone())
            .uri(url)
            .header(header::ACCEPT, request.accept);
        let path = path_of(url);
        if let Some(value) = self.credentials.header(request.method.as_str(), path) {
            builder = builder.header(header::AUTHORIZATION, value);
        }
        let unsendable = |error: ureq::http::Error| EngineError::Protocol {
            url: url.to_owned(),
            message: error.to_string(),
        };
        let sent = match &mut request.content {
            None => {
                let request = builder.body(()).map_err(unsendable)?;
                self.agent.run(request)
            }
            Some(content) => {
                let broken = |cause| EngineError::Broken {
                    url: url.to_owned(),
                    cause,
                };
                content.body.seek(SeekFrom::Start(0)).map_err(broken)?;
                let request = builder
                    .header(header::CONTENT_TYPE, content.media_type)
                    .header(header::CONTENT_LENGTH, content.length)
                    .body(SendBody::from_reader(&mut content.body))
                    .map_err(unsendable)?;
                self.agent.run(request)
            }
        };
        sent.map_err(|error| self.failure(url, error))
    }

    fn failure(&self, url: &str, error: ureq::Error) -> EngineError {
        let url = url.to_owned();
        let broken = |kind, message: &str| io::Error::new(kind, message.to_owned());
        match error {
            ureq::Error::Io(cause) => {
                match cause.get_ref().and_then(|inner| inner.downcast_ref()) {
                    Some(Private(address)) => EngineError::Private {
                        url,
                        address: *address,
                    },
                    None => EngineError::Broken { url, cause },
                }
            }
            ureq::Error::Timeout(what) => {
                let (what, limit) = match what {
                    ureq::Timeout::Resolve | ureq::Timeout::Connect => {
                        ("to let us connect", self.connect_timeout)
                    }
                    _ => ("to answer", self.timeout),
                };
                EngineError::TimedOut { url, what, limit }
            }
            ureq::Error::HostNotFound => {
                let cause = broken(io::ErrorKind::NotFound, "there is no such host");
                EngineError::Broken { url, cause }
            }
            ureq::Error::ConnectionFailed => {
                let cause = broken(io::ErrorKind::ConnectionRefused, "there is no connection");
                EngineError::Broken { url, cause }
            }
            error => EngineError::Protocol {
                url,
                message: self.credentials.redact(error.to_string()),
            },
        }
    }

    fn answer(&self, url: &str, response: Response<ureq::Body>) -> Result<Answer, EngineError> {
        let (status, url) = (response.status(), url.to_owned());
        if status.is_success() {
            return Ok(Answer {
                media_type: media_type(response.headers()),
                body: Box::new(response.into_body().into_reader()),
            });
        }
        let code = status.as_u16();
        if [401, 403, 407].contains(&code) {
            return Err(EngineError::Unauthorized { url, status: code });
        }
        if status.is_redirection() {
            let to = text(response.headers(), header::LOCATION).unwrap_or("somewhere");
            let to = self.credentials.redact(to.to_owned());
            return Err(EngineError::Redirected {
                url,
                status: code,
                to,
            });
        }
        let retry_after = text(response.headers(), header::RETRY_AFTER)
            .and_then(|seconds| seconds.trim().parse().ok())
            .map(Duration::from_secs);
        Err(EngineError::Refused {
            url,
            status: code,
            message: self.credentials.redact(words(response.into_body())),
            retry_after,
        })
    }
}

/// What follows the host in a URL, which is what a digest is made of.
fn path_of(url: &str) -> &str {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = after_scheme.find(['/', '?']);
    match path.map(|at| &after_scheme[at..]) {
        Some(path) if path.starts_with('/') => path,
        _ => "/",
    }
}

fn challenges(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let all = headers.get_all(header::WWW_AUTHENTICATE).into_iter();
    all.filter_map(|value| value.to_str().ok())
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn media_type(headers: &HeaderMap) -> String {
    let whole = text(headers, header::CONTENT_TYPE).unwrap_or_default();
    let bare = whole.split(';').next().unwrap_or_default();
    bare.trim().to_ascii_lowercase()
}

/// What an engine says of a failure, in one line.
fn words(body: ureq::Body) -> String {
    const SHOWN: usize = 300;
    let mut bytes = Vec::new();
    let read = body.into_reader().take(WORDS).read_to_end(&mut bytes);
    if read.is_err() && bytes.is_empty() {
        return String::new();
    }
    let text = String::from_utf8_lossy(&bytes);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
