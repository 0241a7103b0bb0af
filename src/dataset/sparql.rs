//! A data set behind a SPARQL endpoint: asked page by page, and kept as N-Triples, with the day and the digest.
//!
//! What is kept is what later runs read, so that they say the same and need no network, until somebody wants it anew.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::PathBuf;
use std::time::Duration;

use oxrdf::Quad;
use oxrdfio::{RdfFormat, RdfParser};
use sha2::{Digest, Sha256};

use super::{Dataset, DatasetError};
use crate::engine::{Engine, EngineError, TRIPLES};
use crate::iri::hex;
use crate::project::EngineSettings;

/// How an endpoint is asked.
pub struct Asking<'a> {
    /// Only what is kept is used.
    pub offline: bool,
    /// What is kept is asked for again.
    pub refresh: bool,
    /// The day of today, as `2026-11-28`.
    pub today: &'a str,
    /// Hears of failures that are borne, and of the pauses after them.
    pub tell: &'a dyn Fn(&EngineError, Duration),
}

/// The triples of one answer.
const PAGE: usize = 10_000;
/// No endpoint is asked for more pages: it would answer without end.
const PAGES: usize = 100_000;

/// The file with what the endpoint at `url` says with these properties, which is asked for it unless it is kept.
pub fn ask(dataset: Dataset, url: &str, properties: &[String]) -> Result<PathBuf, DatasetError> {
    let asked = Question::new(dataset, properties)?;
    let folder = super::folder(dataset.root, &dataset.settings.name);
    let path = folder.join(format!("answers-{}.nt", &asked.key(url)[..16]));
    let asking = dataset.asking;
    if path.is_file() && (asking.offline || !asking.refresh) {
        return Ok(path);
    }
    if asking.offline {
        return Err(DatasetError::NotCached {
            dataset: dataset.settings.name.clone(),
        });
    }
    let failed = |cause| DatasetError::Write {
        folder: folder.clone(),
        cause,
    };
    fs::create_dir_all(&folder).map_err(failed)?;
    let engine = Engine::open(&settings(&dataset.settings.name, url), &|_| None)?;
    let mut body = tempfile::tempfile_in(&folder).map_err(failed)?;
    let digest = pages(&engine, &asked, asking, &mut body, &failed)?;
    let mut out = tempfile::NamedTempFile::new_in(&folder).map_err(failed)?;
    let write = |out: &mut File, body: &mut File| -> io::Result<()> {
        io::Seek::rewind(body)?;
        let mut out = BufWriter::new(out);
        writeln!(out, "# retrieved {} from {url}", asking.today)?;
        writeln!(out, "# sha256 {digest}")?;
        io::copy(body, &mut out)?;
        out.flush()?;
        out.get_ref().sync_all()
    };
    write(out.as_file_mut(), &mut body).map_err(failed)?;
    out.persist(&path).map_err(|error| failed(error.error))?;
    Ok(path)
}

fn settings(name: &str, url: &str) -> EngineSettings {
    EngineSettings {
        name: name.to_owned(),
        timeout: Duration::from_secs(300),
        ..EngineSettings::of_url(url)
    }
}

/// Writes all pages, sorted by the endpoint; the digest of what is written.
fn pages(
    engine: &Engine,
    asked: &Question,
    asking: &Asking,
    out: &mut File,
    failed: &dyn Fn(io::Error) -> DatasetError,
) -> Result<String, DatasetError> {
    let mut out = BufWriter::new(out);
    let mut digest = Sha256::new();
    let mut offset = 0;
    for _ in 0..PAGES {
        let query = asked.page(offset);
        let lines = engine.persist(asking.tell, || page(engine, &query))?;
        for line in &lines {
            digest.update(line);
            out.write_all(line.as_bytes()).map_err(failed)?;
        }
        if lines.is_empty() {
            break;
        }
        offset += lines.len();
    }
    out.flush().map_err(failed)?;
    Ok(hex(&digest.finalize()))
}

/// One page, as lines of N-Triples.
fn page(engine: &Engine, query: &str) -> Result<Vec<String>, EngineError> {
    let quads = triples(engine, query)?.into_iter();
    let line = |quad: Quad| format!("{} {} {} .\n", quad.subject, quad.predicate, quad.object);
    Ok(quads.map(line).collect())
}

/// The triples of an answer. It is to be N-Triples; some say Turtle instead, of which that is a part.
fn triples(engine: &Engine, query: &str) -> Result<Vec<Quad>, EngineError> {
    let url = &engine.settings().query;
    let mut answer = engine.query(query, TRIPLES)?;
    let mut text = Vec::new();
    answer
        .read_to_end(&mut text)
        .map_err(|cause| EngineError::Broken {
            url: url.clone(),
            cause,
        })?;
    let format = match answer.media_type.as_str() {
        "application/rdf+xml" => RdfFormat::RdfXml,
        _ => RdfFormat::Turtle,
    };
    let quads = RdfParser::from_format(format).for_slice(&text);
    let quads: Result<Vec<Quad>, _> = quads.collect();
    quads.map_err(|error| EngineError::Protocol {
        url: url.clone(),
        message: format!("the answer is no RDF: {error}"),
    })
}

/// What is asked, but for the page.
struct Question {
    body: String,
}

impl Question {
    fn new(dataset: Dataset, properties: &[String]) -> Result<Question, DatasetError> {
        let mut body = format!(
            "VALUES ?p {{ {} }} ?s ?p ?o . FILTER(isIRI(?s))",
            iris(properties)
        );
        if let Some(namespace) = &dataset.settings.iri {
            let namespace = oxrdf::Literal::new_simple_literal(namespace.as_str());
            body.push_str(&format!(" FILTER(STRSTARTS(STR(?s), {namespace}))"));
        }
        let mut classes = Vec::new();
        for class in dataset.settings.classes.values().flatten() {
            classes.push(dataset.terms.of_key(dataset.settings, "classes", class)?);
        }
        if !classes.is_empty() {
            let types = super::Roles::of(dataset.settings, dataset.terms)?.types();
            body.push_str(&format!(
                " VALUES ?t {{ {} }} VALUES ?c {{ {} }} ?s ?t ?c .",
                iris(&types),
                iris(&classes)
            ));
        }
        Ok(Question { body })
    }

    fn page(&self, offset: usize) -> String {
        format!(
            "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SELECT DISTINCT ?s ?p ?o WHERE {{ {} }} \
             ORDER BY ?s ?p ?o LIMIT {PAGE} OFFSET {offset} }}",
            self.body
        )
    }

    /// What it is kept under.
    fn key(&self, url: &str) -> String {
        hex(&Sha256::digest(format!("{url}\n{}", self.body)))
    }
}

/// IRIs, as SPARQL lists them.
fn iris(iris: &[String]) -> String {
    let iris: Vec<String> = iris.iter().map(|iri| format!("<{iri}>")).collect();
    iris.join(" ")
}

/// How many things are asked about at once.
const THINGS: usize = 100;

/// Hands on what the endpoint at `url` says of some things with these properties; it is asked about them alone. Nothing of it
/// is kept.
pub fn about(
    dataset: Dataset,
    url: &str,
    subjects: &[String],
    properties: &[String],
    visit: super::Visit,
) -> Result<(), DatasetError> {
    if dataset.asking.offline {
        return Err(DatasetError::NotCached {
            dataset: dataset.settings.name.clone(),
        });
    }
    let engine = Engine::open(&settings(&dataset.settings.name, url), &|_| None)?;
    for subjects in subjects.chunks(THINGS) {
        let query = format!(
            "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {} }} VALUES ?p {{ {} }} ?s ?p ?o }}",
            iris(subjects),
            iris(properties)
        );
        let quads = engine.persist(dataset.asking.tell, || triples(&engine, &query))?;
        for quad in quads {
            if let oxrdf::NamedOrBlankNode::NamedNode(subject) = &quad.subject
                && !matches!(quad.object, oxrdf::Term::BlankNode(_))
            {
                visit(super::Said {
                    subject: subject.as_str(),
                    property: quad.predicate.as_str(),
                    object: quad.object.clone(),
                })?;
            }
        }
    }
    Ok(())
}
