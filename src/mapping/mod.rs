//! Mapping sets × entities → what they say of whom, and what is wrong with them.
//!
//! A row is a decision of a person about an entity of ours and a thing elsewhere. What it says is not looked into here: a set that
//! was made with other tools may speak of things that are no entities of ours, which is told, and all it loses by that
//! is its link.

mod slots;
mod subject;

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Rule};
use crate::files::File;
use crate::iri;
use crate::resolve::World;
use crate::span::{FileId, Span};
use crate::sssom::{self, Mapping, MappingSet, Problem};
use crate::symbol::Symbol;
use crate::vocab::IDENTITY;
use subject::Subject;

pub use slots::day;

/// What a row says.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its number in the set.
    pub row: usize,
    /// The last part of the IRI of the mapping, or all of it, if the row gives one.
    pub key: Result<String, String>,
    /// The IRI of the entity, if its subject is one of ours that is no draft; else that of the subject, if it has one.
    pub subject: Option<String>,
    /// Whether its subject is an entity of ours.
    pub is_ours: bool,
    pub predicate: Option<String>,
    /// Nothing where there is no such thing.
    pub object: Option<String>,
    /// The property of the link, if it is one that holds.
    pub link: Option<String>,
    pub decision: Decision,
    /// The data set that it is about.
    pub dataset: String,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Decision {
    Accepted,
    Rejected,
    NoTermFound,
}

/// A file of mappings, as it was understood.
pub struct Resolved {
    pub set: MappingSet,
    pub rows: Vec<Row>,
    pub diagnostics: Vec<Diagnostic>,
    /// What was asked of the world; sorted.
    pub asks: Vec<Symbol>,
    /// Whether all of it could be read.
    pub is_whole: bool,
}

/// Predicates by which two names are names of one thing.
pub fn is_identity(predicate: &str) -> bool {
    // Some write schema.org without its «s».
    IDENTITY.iter().any(|known| known.as_str() == predicate)
        || predicate == "http://schema.org/sameAs"
}

/// The data set that a file of mappings is named after: `wikidata` of `data/mappings/wikidata.sssom.tsv`.
pub fn named_after(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(sssom::SUFFIX).unwrap_or(name)
}

/// Reads a file, and finds out of whom it speaks.
pub fn resolve(id: FileId, file: &File, world: &World) -> Resolved {
    let (set, problems) = MappingSet::read(&file.text);
    let is_whole = problems.is_empty();
    let mut reader = Reader {
        id,
        set: &set,
        world,
        name: named_after(&file.path),
        told: problems.iter().map(|problem| problem.line).collect(),
        suggestions: 0,
        foreign: (0, None),
        diagnostics: Vec::new(),
        asks: BTreeSet::new(),
    };
    reader.problems(problems);
    reader.metadata();
    let mut rows = Vec::with_capacity(set.len());
    for mapping in set.mappings() {
        let before = reader.diagnostics.len();
        rows.push(reader.row(&mapping));
        if reader.told.contains(&set.line(mapping.row)) {
            reader.diagnostics.truncate(before);
        }
    }
    reader.foreign();
    let Reader {
        diagnostics, asks, ..
    } = reader;
    Resolved {
        rows,
        diagnostics,
        asks: asks.into_iter().collect(),
        is_whole,
        set,
    }
}

/// The things elsewhere that a file says entities of ours are: the IRI of each entity, and that of the thing.
pub fn identities(id: FileId, file: &File, world: &World) -> Vec<(String, String)> {
    let rows = resolve(id, file, world).rows.into_iter();
    let same = rows.filter(|row| {
        let predicate = row.predicate.as_deref();
        row.link.is_some() && predicate.is_some_and(is_identity)
    });
    same.filter_map(|row| Some((row.subject?, row.object?)))
        .collect()
}

struct Reader<'r> {
    id: FileId,
    set: &'r MappingSet,
    world: &'r World<'r>,
    /// The data set that the file is named after.
    name: &'r str,
    /// The lines of which it is told already that they cannot be read.
    told: BTreeSet<usize>,
    /// For how many unknown ids the nearest was looked for.
    suggestions: usize,
    /// How many subjects are things elsewhere, and the first of them with its row.
    foreign: (usize, Option<(usize, String)>),
    diagnostics: Vec<Diagnostic>,
    asks: BTreeSet<Symbol>,
}

impl Reader<'_> {
    fn problems(&mut self, problems: Vec<Problem>) {
        for problem in problems {
            let Problem {
                place,
                message,
                help,
                ..
            } = problem;
            let span = Span::new(self.id, place.start, place.end);
            let diagnostic = Diagnostic::new(Rule::MappingSyntax, span, message);
            self.diagnostics.push(diagnostic.help(help));
        }
    }

    fn span(&self, row: usize, slot: &str) -> Span {
        let place = self.set.place(row, slot);
        Span::new(self.id, place.start, place.end)
    }

    fn row(&mut self, mapping: &Mapping) -> Row {
        let row = mapping.row;
        self.slots(mapping);
        let [subject, predicate, object] =
            ["subject_id", "predicate_id", "object_id"].map(|slot| self.expanded(row, slot));
        let subject = self.subject(row, subject);
        let is_none = |iri: &Option<String>| iri.as_deref() == Some(sssom::NO_TERM_FOUND);
        let decision = match (mapping.not, is_none(&object)) {
            (_, true) => Decision::NoTermFound,
            (true, _) => Decision::Rejected,
            (false, false) => Decision::Accepted,
        };
        let object = object.filter(|iri| iri != sssom::NO_TERM_FOUND);
        let link = self.link(decision, &subject, predicate.as_deref(), object.as_deref());
        let record = mapping.row;
        let given = self
            .set
            .get(record, "record_id")
            .and_then(|id| self.set.expand(id));
        Row {
            row,
            key: given.map_or_else(|| Ok(self.key(mapping, &subject, &predicate, &object)), Err),
            is_ours: matches!(subject, Subject::Ours(_)),
            link,
            decision,
            dataset: self.dataset(row, object.as_deref()),
            subject: subject.iri(),
            predicate,
            object,
        }
    }

    /// The property of the link that a row makes.
    fn link(
        &self,
        decision: Decision,
        subject: &Subject,
        predicate: Option<&str>,
        object: Option<&str>,
    ) -> Option<String> {
        let (predicate, object) = (predicate?, object?);
        if decision != Decision::Accepted || !matches!(subject, Subject::Ours(_)) {
            return None;
        }
        Some(match is_identity(predicate) {
            true => {
                let link = self.world.project.link_to(object, Some(self.name));
                link.iri().as_str().to_owned()
            }
            false => predicate.to_owned(),
        })
    }

    /// The data set that a row is about: a configured one by the IRI of its thing, or what the row or the file names.
    fn dataset(&self, row: usize, object: Option<&str>) -> String {
        let project = self.world.project;
        let source = self.set.value(row, "object_source");
        let source = source.and_then(|source| self.set.expand(source));
        let configured = [object, source.as_deref()].into_iter().flatten();
        let mut configured = configured.filter_map(|iri| project.dataset_of(iri));
        match configured.next() {
            Some(dataset) => dataset.name.clone(),
            None => self.name.to_owned(),
        }
    }

    /// What tells a mapping from others of its set, whatever its line: of whom it says what, why, and who says so.
    fn key(
        &self,
        mapping: &Mapping,
        subject: &Subject,
        predicate: &Option<String>,
        object: &Option<String>,
    ) -> String {
        let of = |iri: &Option<String>, text: &str| iri.clone().unwrap_or_else(|| text.to_owned());
        let modifier = if mapping.not { "not" } else { "" };
        let mut parts = vec![
            of(&subject.iri(), mapping.subject),
            of(predicate, mapping.predicate),
            of(object, mapping.object),
            modifier.to_owned(),
            mapping.justification.to_owned(),
        ];
        parts.extend(mapping.authors.iter().cloned());
        iri::key(&parts.join("\n"))
    }
}
