//! A graph on the engine is replaced whole.
//!
//! | where | how | what a reader sees in between |
//! |---|---|---|
//! | there is a Graph Store | one PUT | the old graph or the new one, if the engine does a PUT in one transaction |
//! | the graph fits into one update | `DROP` and `INSERT DATA` in one request | the same, if it does a request in one |
//! | otherwise | updates fill a graph that nobody reads, then one request copies it | the same, if it does a request in one |
//!
//! All of these requests can be sent again as they are, should it not be known whether one was done. Of a `MOVE` that is not
//! true, as there are engines that empty the target when the source is gone.

use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};

use oxrdf::{NamedNode, NamedNodeRef};
use tempfile::SpooledTempFile;

use super::survey::Survey;
use super::{PublishError, Publisher, manifest, sparql};
use crate::engine::{EngineError, TRIPLES};

/// The bytes of a graph that are kept in memory while it is sent; more wait on disk.
const MEMORY: usize = 4 << 20;

/// Replaces a graph; what was sent.
pub fn replace(publisher: &Publisher, graph: NamedNodeRef) -> Result<Survey, PublishError> {
    let mut lines = SpooledTempFile::new(MEMORY);
    let survey = Survey::of(publisher, graph.as_str(), &mut lines)?;
    lines.flush()?;
    let engine = publisher.engine;
    let batch = engine.settings().batch as u64;
    if engine.settings().graph_store.is_some() {
        publisher.persist(|| engine.put_graph(graph, TRIPLES, survey.length, &mut lines))?;
    } else if survey.triples <= batch {
        let lines = read(&mut lines)?;
        let update = sparql::all([sparql::drop(graph), sparql::insert(graph, &lines)]);
        publisher.persist(|| engine.update(&update))?;
    } else {
        by_copying(publisher, graph, &mut lines)?;
    }
    Ok(survey)
}

/// Drops a graph.
pub fn drop(publisher: &Publisher, graph: NamedNodeRef) -> Result<(), PublishError> {
    let engine = publisher.engine;
    Ok(publisher.persist(|| match engine.settings().graph_store {
        Some(_) => engine.delete_graph(graph),
        None => engine.update(&sparql::drop(graph)),
    })?)
}

/// Drops what an earlier run has left waiting.
pub fn clear(publisher: &Publisher) -> Result<(), PublishError> {
    drop(publisher, waiting(publisher).as_ref())
}

/// The graph that nobody reads.
fn waiting(publisher: &Publisher) -> NamedNode {
    NamedNode::new_unchecked(format!("{}/waiting", manifest::name(publisher).as_str()))
}

fn read(lines: &mut SpooledTempFile) -> Result<String, PublishError> {
    let mut text = String::new();
    lines.seek(SeekFrom::Start(0))?;
    std::io::Read::read_to_string(lines, &mut text)?;
    Ok(text)
}

fn by_copying(
    publisher: &Publisher,
    graph: NamedNodeRef,
    lines: &mut SpooledTempFile,
) -> Result<(), PublishError> {
    let from = waiting(publisher);
    fill(publisher, from.as_ref(), lines)?;
    let update = sparql::copy(from.as_ref(), graph);
    publisher.persist(|| publisher.engine.update(&update))?;
    clear(publisher)
}

/// Fills the waiting graph, a batch at a time.
fn fill(
    publisher: &Publisher,
    graph: NamedNodeRef,
    lines: &mut SpooledTempFile,
) -> Result<(), PublishError> {
    clear(publisher)?;
    lines.seek(SeekFrom::Start(0))?;
    let mut lines = BufReader::new(lines);
    let (mut batch, mut triples) = (String::new(), 0);
    loop {
        let is_at_end = lines.read_line(&mut batch)? == 0;
        triples += usize::from(!is_at_end);
        if triples > 0 && (is_at_end || triples == publisher.engine.settings().batch) {
            let update = sparql::insert(graph, &batch);
            let sent: Result<(), EngineError> =
                publisher.persist(|| publisher.engine.update(&update));
            sent?;
            batch.clear();
            triples = 0;
        }
        if is_at_end {
            return Ok(());
        }
    }
}
