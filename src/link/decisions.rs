//! What people have decided about links, in a mapping set: accepted, rejected, or that there is no such thing.
//!
//! Each decision reads the file as it is, changes its row, and writes the file by one rename. So a process that is killed
//! loses nothing that was decided, and two that run at once don't write over each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::LinkError;
use crate::edit::{self, Change, EditError};
use crate::sssom::{MappingSet, NO_TERM_FOUND};

/// What is decided about one entity and one data set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// IRIs of what it is there.
    pub accepted: BTreeSet<String>,
    /// IRIs of what it is not.
    pub rejected: BTreeSet<String>,
    /// That there is no such thing there.
    pub none: bool,
}

impl State {
    /// What is decided in two ways at once, as it is after a merge of two people's files.
    pub fn contested(&self) -> impl Iterator<Item = &String> {
        let is_contested = |it: &&String| self.none || self.rejected.contains(*it);
        self.accepted.iter().filter(is_contested)
    }
}

/// A decision, in the words of SSSOM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub subject: End,
    pub verdict: Verdict,
    /// As a CURIE.
    pub predicate: String,
    /// Who decides.
    pub by: String,
    /// As `2026-11-28`.
    pub on: String,
    pub comment: Option<String>,
    /// The data set, as the object of a mapping to nothing has it.
    pub dataset: String,
}

/// One of two things that are mapped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct End {
    pub iri: String,
    pub label: String,
}

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Accept(End),
    Reject(End),
    NoneThere,
}

/// How a decision is taken back.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// Subject, object, and whether it is a rejection.
    added: Option<(String, String, bool)>,
    /// The rows that it took the place of.
    removed: Vec<Vec<(String, String)>>,
}

/// A file of decisions.
pub struct Decisions {
    root: PathBuf,
    /// From the project's root.
    pub path: String,
    before: Option<String>,
    set: MappingSet,
    /// What a new file begins with.
    empty: MappingSet,
}

/// That git keeps the rows of both sides where two people have decided about different things: both are right.
const ATTRIBUTES: &str = "*.sssom.tsv merge=union\n";

/// How often a file is read again that somebody else has changed meanwhile.
const TRIES: usize = 8;

impl Decisions {
    /// Opens a file, which need not be there yet; then `empty` is what it begins with.
    pub fn open(root: &Path, path: &str, empty: MappingSet) -> Result<Decisions, LinkError> {
        let mut decisions = Decisions {
            root: root.to_owned(),
            path: path.to_owned(),
            before: None,
            set: empty.clone(),
            empty,
        };
        decisions.read()?;
        Ok(decisions)
    }

    fn read(&mut self) -> Result<(), LinkError> {
        let path = self.root.join(&self.path);
        let text = match fs::read(&path) {
            Ok(bytes) => String::from_utf8(bytes).map_err(|_| {
                let cause = io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8");
                LinkError::read(&path, cause)
            })?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                (self.before, self.set) = (None, self.empty.clone());
                return Ok(());
            }
            Err(cause) => return Err(LinkError::read(&path, cause)),
        };
        let (set, problems) = MappingSet::read(&text);
        for needed in ["subject_id", "object_id"] {
            if !set.columns().iter().any(|column| column == needed) {
                let (line, help) = problems
                    .first()
                    .map_or((1, "it is left as it is".to_owned()), |it| {
                        (it.line, it.help.clone())
                    });
                return Err(LinkError::Mappings {
                    path: self.path.clone(),
                    line,
                    message: format!("this mapping set has no column `{needed}`"),
                    help,
                });
            }
        }
        (self.before, self.set) = (Some(text), set);
        Ok(())
    }

    /// What is decided, by the IRI of the entity.
    pub fn states(&self) -> BTreeMap<String, State> {
        let mut states: BTreeMap<String, State> = BTreeMap::new();
        for mapping in self.set.mappings() {
            let Some(subject) = self.set.expand(mapping.subject) else {
                continue;
            };
            let state = states.entry(subject).or_default();
            match self.set.expand(mapping.object) {
                _ if mapping.no_term_found => state.none |= !mapping.not,
                Some(object) if mapping.not => drop(state.rejected.insert(object)),
                // What is only close is another thing; nobody needs to look at it again.
                Some(object) if mapping.predicate.ends_with("Match") && !is_same(&mapping) => {
                    state.rejected.insert(object);
                }
                Some(object) => drop(state.accepted.insert(object)),
                None => {}
            }
        }
        states
    }

    /// Decides, and writes it down at once. Gives what takes it back.
    pub fn decide(&mut self, decision: &Decision) -> Result<Step, LinkError> {
        self.change(|decisions| decisions.apply(decision))
    }

    /// Takes a decision back.
    pub fn undo(&mut self, step: &Step) -> Result<(), LinkError> {
        self.change(|decisions| {
            if let Some((subject, object, not)) = &step.added {
                decisions.remove(|_, s, o, n| s == subject && o == object && n == *not);
            }
            for row in &step.removed {
                let cells = row.iter();
                decisions
                    .set
                    .push(cells.map(|(slot, value)| (slot.as_str(), value.as_str())));
            }
        })
    }

    fn change<T>(&mut self, change: impl Fn(&mut Decisions) -> T) -> Result<T, LinkError> {
        let mut tries = 0;
        loop {
            self.read()?;
            let done = change(self);
            tries += 1;
            match self.write() {
                Err(LinkError::Edit(EditError::Changed { .. } | EditError::Exists { .. }))
                    if tries < TRIES => {}
                written => return written.map(|()| done),
            }
        }
    }

    fn apply(&mut self, decision: &Decision) -> Step {
        let subject = decision.subject.iri.as_str();
        let object = match &decision.verdict {
            Verdict::Accept(end) | Verdict::Reject(end) => end.clone(),
            Verdict::NoneThere => End {
                iri: NO_TERM_FOUND.to_owned(),
                label: String::new(),
            },
        };
        let is_pair = |s: &str, o: &str| s == subject && o == object.iri;
        let removed = match &decision.verdict {
            Verdict::Accept(_) => {
                self.remove(|_, s, o, _| is_pair(s, o) || s == subject && o == NO_TERM_FOUND)
            }
            Verdict::Reject(_) => self.remove(|_, s, o, _| is_pair(s, o)),
            // What was accepted is not there after all; what was rejected stays so.
            Verdict::NoneThere => self.remove(|_, s, _, not| s == subject && !not),
        };
        let not = matches!(decision.verdict, Verdict::Reject(_));
        let short = |iri: &str| self.set.shorten(iri);
        let (subject_id, object_id) = (short(subject), short(&object.iri));
        let mut cells = vec![
            ("subject_id", subject_id.as_str()),
            ("subject_label", decision.subject.label.as_str()),
            ("predicate_id", decision.predicate.as_str()),
            ("object_id", object_id.as_str()),
            ("object_label", object.label.as_str()),
            ("mapping_justification", "semapv:ManualMappingCuration"),
            ("author_label", decision.by.as_str()),
            ("mapping_date", decision.on.as_str()),
        ];
        if not {
            cells.push(("predicate_modifier", "Not"));
        }
        if decision.verdict == Verdict::NoneThere {
            cells.push(("object_source", decision.dataset.as_str()));
        }
        if let Some(comment) = &decision.comment {
            cells.push(("comment", comment.as_str()));
        }
        cells.retain(|(_, value)| !value.is_empty());
        self.set.push(cells);
        Step {
            added: Some((subject.to_owned(), object.iri, not)),
            removed,
        }
    }

    /// Takes out the rows of which something holds, by their subject and object; gives what they were.
    fn remove(
        &mut self,
        is_meant: impl Fn(usize, &str, &str, bool) -> bool,
    ) -> Vec<Vec<(String, String)>> {
        let mut removed = Vec::new();
        for row in (0..self.set.len()).rev() {
            let mapping = self.set.mapping(row);
            let subject = self.set.expand(mapping.subject);
            let object = self.set.expand(mapping.object);
            let (Some(subject), Some(object)) = (subject, object) else {
                continue;
            };
            if !is_meant(row, &subject, &object, mapping.not) {
                continue;
            }
            let columns = self.set.columns().to_vec();
            let cells = columns.into_iter().filter_map(|slot| {
                let value = self.set.get(row, &slot)?.to_owned();
                Some((slot, value))
            });
            removed.push(cells.collect());
            self.set.remove(row);
        }
        removed
    }

    /// What tells git how to merge, beside a file that is new.
    fn attributes(&self) -> Option<Change> {
        let (folder, _) = self.path.rsplit_once('/')?;
        let path = format!("{folder}/.gitattributes");
        let is_wanted = self.before.is_none() && !self.root.join(&path).exists();
        is_wanted.then(|| Change {
            path,
            before: None,
            after: ATTRIBUTES.to_owned(),
        })
    }

    fn write(&mut self) -> Result<(), LinkError> {
        let after = self.set.write();
        if self.before.as_ref() == Some(&after) {
            return Ok(());
        }
        let mut changes = vec![Change {
            path: self.path.clone(),
            before: self.before.clone(),
            after: after.clone(),
        }];
        changes.extend(self.attributes());
        edit::write(&self.root, &changes)?;
        self.before = Some(after);
        Ok(())
    }
}

fn is_same(mapping: &crate::sssom::Mapping) -> bool {
    mapping.predicate.ends_with("exactMatch")
}
