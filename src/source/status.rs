//! How each source stands: its text, its pin, and where its quotations are, beside where the last build found them.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::{NamedNode, Term};
use rayon::prelude::*;
use serde::Serialize;

use super::quoted::{self, Quoted};
use super::{SourceError, find};
use crate::compile::Readings;
use crate::drift::{Fate, Stood, follow};
use crate::evidence;
use crate::files::Kind;
use crate::model::{Source, SourceId};
use crate::quote::{self, Found, Text, plain_words};
use crate::store::{Build, Store, StoreError};
use crate::vocab::oa;

/// A source, and how it stands.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Line {
    pub source: String,
    pub title: String,
    pub dossier: String,
    /// The path of the stored text, or what the dossier says of it if there is no such file; nothing if there is none.
    pub text: Option<String>,
    /// Whether the text can be read.
    pub readable: bool,
    /// Bytes, and the most that a stored text may have.
    pub bytes: usize,
    pub limit: u64,
    /// `pinned`, `other` if another text was pinned, or `no`.
    pub pin: &'static str,
    pub quotations: usize,
    pub same: usize,
    pub moved: usize,
    pub changed: usize,
    pub gone: usize,
    /// Those that the last build doesn't know, and that stand in the text.
    pub new: usize,
    /// Those of a source whose text cannot be read.
    pub unchecked: usize,
    /// Those of a source without text, and of them those whose places somebody has written down.
    pub unverified: usize,
    pub verified_elsewhere: usize,
    /// Why the file with those places cannot be used, if it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offsets_problem: Option<String>,
    /// Code points of the longest quotation, and of all.
    pub longest: usize,
    pub quoted: usize,
    pub statements: usize,
}

/// Where the last build found a quotation.
struct Record {
    exact: String,
    prefix: String,
    suffix: String,
    start: usize,
    end: usize,
}

/// How the sources of these ids stand; all, if there are none. `build` is the last one.
pub fn status(
    readings: &Readings,
    ids: &[String],
    build: Option<&Build>,
) -> Result<Vec<Line>, StatusError> {
    let mut seen = BTreeSet::new();
    let sources: Vec<(SourceId, &Source)> = match ids {
        [] => {
            let sources = (0..).zip(&readings.world.model.sources);
            sources
                .map(|(index, source)| (SourceId(index), source))
                .collect()
        }
        ids => ids
            .iter()
            .filter(|id| seen.insert(*id))
            .map(|id| find(readings, id))
            .collect::<Result<_, _>>()?,
    };
    let mut records = match build {
        Some(build) => records(&Store::of(build))?,
        None => BTreeMap::new(),
    };
    let base = &readings.world.project.base;
    let mut lines = Vec::new();
    for (id, source) in sources {
        let known = records.remove(&base.source(&source.id)).unwrap_or_default();
        lines.push(line(readings, id, source, &known)?);
    }
    Ok(lines)
}

/// Why there is no status.
#[derive(Debug, thiserror::Error)]
pub enum StatusError {
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn line(
    readings: &Readings,
    id: SourceId,
    source: &Source,
    known: &[Record],
) -> Result<Line, SourceError> {
    let files = readings.files();
    let stored = match source.text {
        Some(text) => Some(files.read(text)?.0),
        None => None,
    };
    let text = stored
        .as_ref()
        .filter(|file| !file.broken)
        .map(|file| Text::new(&file.text));
    let quotations = quoted::of(readings, id, text.as_ref())?;
    let mut line = Line {
        source: source.id.clone(),
        title: source.title.clone(),
        dossier: files.path(source.file).to_owned(),
        text: match source.text {
            Some(text) => Some(files.path(text).to_owned()),
            None => source.text_path.as_ref().map(|path| path.value.clone()),
        },
        readable: text.is_some(),
        bytes: stored.as_ref().map_or(0, |file| file.text.len()),
        limit: Kind::Text.limit(),
        pin: pin(readings, source)?,
        quotations: quotations.len(),
        same: 0,
        moved: 0,
        changed: 0,
        gone: 0,
        new: 0,
        unchecked: 0,
        unverified: 0,
        verified_elsewhere: 0,
        offsets_problem: None,
        longest: 0,
        quoted: 0,
        statements: quotations.iter().map(|quoted| quoted.said.len()).sum(),
    };
    for quoted in &quotations {
        let length = quoted.quotation.text.trim().chars().count();
        line.longest = line.longest.max(length);
        line.quoted += length;
    }
    match &text {
        Some(text) => {
            let known = Known::new(known);
            let fates: Vec<Standing> = quotations
                .par_iter()
                .map(|quoted| standing(quoted, text, &known))
                .collect();
            fates.into_iter().for_each(|fate| *line.of(fate) += 1);
        }
        None if !source.without_text => line.unchecked = quotations.len(),
        None => {
            match evidence::offsets(source, files)? {
                Some(Ok(offsets)) => {
                    let is_known = |quoted: &&Quoted| {
                        let locator = quoted.quotation.locator.as_deref();
                        offsets.entry(&quoted.quotation.text, locator).is_some()
                    };
                    line.verified_elsewhere = quotations.iter().filter(is_known).count();
                }
                Some(Err(why)) => line.offsets_problem = Some(why),
                None => {}
            }
            line.unverified = quotations.len();
        }
    }
    Ok(line)
}

/// How a quotation stands, beside what the last build knows.
#[derive(Clone, Copy)]
enum Standing {
    Same,
    Moved,
    Changed,
    Gone,
    New,
}

impl Line {
    fn of(&mut self, standing: Standing) -> &mut usize {
        match standing {
            Standing::Same => &mut self.same,
            Standing::Moved => &mut self.moved,
            Standing::Changed => &mut self.changed,
            Standing::Gone => &mut self.gone,
            Standing::New => &mut self.new,
        }
    }
}

fn standing(quoted: &Quoted, text: &Text, known: &Known) -> Standing {
    let quotation = &quoted.quotation.text;
    match (known.record(quoted, text), &quoted.place) {
        (Some(record), Some(place)) if place.chars == (record.start..record.end) => Standing::Same,
        (Some(_), Some(_)) => Standing::Moved,
        (None, Some(_)) => Standing::New,
        (Some(record), None) => {
            let (before, after) = (plain_words(&record.prefix), plain_words(&record.suffix));
            let stood = Stood::between(&before, &after, record.start..record.end);
            match follow(quotation, &stood, &[], text) {
                Fate::Gone => Standing::Gone,
                // A build doesn't find it by itself, as it stands there more than once.
                _ => Standing::Changed,
            }
        }
        (None, None) => match quote::find(quotation, text) {
            Found::Nowhere(None) => Standing::Gone,
            _ => Standing::Changed,
        },
    }
}

/// What the last build knows of the quotations of a source, by their words.
struct Known<'r> {
    by_words: BTreeMap<String, Vec<&'r Record>>,
    all: &'r [Record],
}

impl<'r> Known<'r> {
    fn new(records: &'r [Record]) -> Known<'r> {
        let mut by_words: BTreeMap<String, Vec<&Record>> = BTreeMap::new();
        for record in records {
            let words = plain_words(&record.exact);
            by_words.entry(words).or_default().push(record);
        }
        Known {
            by_words,
            all: records,
        }
    }

    /// What the build knows of a quotation: of several with the same words, the one that stands where it stands.
    fn record(&self, quoted: &Quoted, text: &Text) -> Option<&'r Record> {
        let words = match &quoted.place {
            Some(place) => plain_words(&text.as_str()[place.bytes.clone()]),
            None => plain_words(&quoted.quotation.text),
        };
        let start = quoted.place.as_ref().map(|place| place.chars.start);
        match self.by_words.get(&words) {
            Some(records) => nearest(records.iter().copied(), start),
            None => self.of_brackets(&quoted.quotation.text, start),
        }
    }

    /// A quotation that leaves words out, or puts its own in: other words may have stood there when it was built.
    fn of_brackets(&self, quotation: &str, start: Option<usize>) -> Option<&'r Record> {
        if !quotation.contains('[') {
            return None;
        }
        let is_all = |record: &&Record| {
            let exact = Text::new(&record.exact);
            let places = exact.plain().places(quotation);
            places.contains(&(0..record.exact.len()))
        };
        nearest(self.all.iter().filter(is_all), start)
    }
}

/// The one that begins nearest to a place; the first, if there is none.
fn nearest<'r>(
    mut records: impl Iterator<Item = &'r Record>,
    start: Option<usize>,
) -> Option<&'r Record> {
    match start {
        Some(start) => records.min_by_key(|record| record.start.abs_diff(start)),
        None => records.next(),
    }
}

fn pin(readings: &Readings, source: &Source) -> Result<&'static str, SourceError> {
    Ok(match (&source.sha256, source.text) {
        (None, _) => "no",
        (Some(_), None) => "other",
        (Some(pinned), Some(text)) => match readings.files().digest(text)? == pinned.value {
            true => "pinned",
            false => "other",
        },
    })
}

/// What a build knows of all quotations, by the IRI of their source.
fn records(store: &Store) -> Result<BTreeMap<String, Vec<Record>>, StoreError> {
    let mut sources = Vec::new();
    store.pairs(oa::HAS_SOURCE, |quotation, source| {
        if let Term::NamedNode(source) = source {
            sources.push((source.into_string(), quotation));
        }
    })?;
    sources.sort();
    let mut records: BTreeMap<String, Vec<Record>> = BTreeMap::new();
    for (source, quotation) in sources {
        if let Some(record) = record(store, &quotation)? {
            records.entry(source).or_default().push(record);
        }
    }
    Ok(records)
}

fn record(store: &Store, quotation: &NamedNode) -> Result<Option<Record>, StoreError> {
    let node = |part: &str| NamedNode::new_unchecked(format!("{}#{part}", quotation.as_str()));
    let (words, position) = (node("quote"), node("position"));
    let text = |node: &NamedNode, predicate| -> Result<Option<String>, StoreError> {
        let objects = store.objects(node, predicate)?;
        Ok(objects.into_iter().find_map(|object| match object {
            Term::Literal(literal) => Some(literal.value().to_owned()),
            _ => None,
        }))
    };
    let number = |predicate| -> Result<Option<usize>, StoreError> {
        Ok(text(&position, predicate)?.and_then(|text| text.parse().ok()))
    };
    let (Some(exact), Some(start), Some(end)) = (
        text(&words, oa::EXACT)?,
        number(oa::START)?,
        number(oa::END)?,
    ) else {
        return Ok(None);
    };
    Ok(Some(Record {
        exact,
        prefix: text(&words, oa::PREFIX)?.unwrap_or_default(),
        suffix: text(&words, oa::SUFFIX)?.unwrap_or_default(),
        start,
        end,
    }))
}
