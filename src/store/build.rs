//! A build as it was left on disk: a head, and the levels that it names.
//!
//! Opening reads the head and the ends of the levels, so it takes no longer for a large build. Who opens it sees
//! the old build or the new one, never half of either, at whatever moment the building process is killed.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::slice::ParallelSliceMut;

use super::dictionary::Stored;
use super::head::{self, Found, Head, VERSION};
use super::levels::{Graph, Levels};
use super::{FOLDER, Lock, StoreError, Subject, Writer, lines};
use crate::files::Input;
use crate::project::Context;

/// A build as it was left on disk.
#[derive(Debug)]
pub struct Build {
    /// The version of the tool that wrote it.
    pub version: String,
    /// The SHA-256 of the list of graphs and digests of their parts, in lower-case hexadecimal: where the same
    /// inputs give the same quads it is the same, however often it was built in between.
    pub fingerprint: String,
    /// The names under which queries and exports know the project.
    pub context: Context,
    /// The files that it was built from, by path.
    pub inputs: Vec<Input>,
    pub(super) head: Head,
    pub(super) levels: Arc<Levels>,
}

impl Build {
    /// The build of the project at `root`. There is none if nothing was built yet, or if another
    /// version of the tool built it: that is built again, not misread. A build that is not what was
    /// written is [`StoreError::Damaged`], now or when it is read.
    pub fn open(root: &Path) -> Result<Option<Build>, StoreError> {
        // A level that is missing may have been replaced since the head was read; then the head was too.
        const ATTEMPTS: usize = 10;
        let mut last = None;
        for _ in 0..ATTEMPTS {
            let head = match head::read(root)? {
                Found::Nothing | Found::Other => return Ok(None),
                Found::Damaged => break,
                Found::Head(head) => head,
            };
            if last.as_ref() == Some(&head.levels) {
                break;
            }
            match Levels::open(root, &head) {
                Ok(levels) => return Ok(Some(Build::new(head, levels))),
                Err(StoreError::Read { cause, .. })
                    if cause.kind() == std::io::ErrorKind::NotFound =>
                {
                    last = Some(head.levels);
                }
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::Damaged {
            path: head::path(root),
        })
    }

    /// Where the head of a project's build is: a file that is replaced by each build that differs from the one before.
    pub fn head(root: &Path) -> PathBuf {
        head::path(root)
    }

    /// Puts the files of the build of `root` at `place` as well, where there is none yet. Files of a build never change, so both
    /// are one file on disk where the system can do that.
    pub fn share(root: &Path, place: &Path) -> Result<(), StoreError> {
        let Found::Head(head) = head::read(root)? else {
            return Ok(());
        };
        let into = place.join(FOLDER);
        let failed = |cause| StoreError::Write {
            path: into.clone(),
            cause,
        };
        fs::create_dir_all(&into).map_err(failed)?;
        let levels = head.levels.iter().map(head::Named::file_name);
        for name in levels {
            let (from, to) = (root.join(FOLDER).join(&name), into.join(&name));
            fs::hard_link(&from, &to)
                .or_else(|_| fs::copy(&from, &to).map(drop))
                .map_err(failed)?;
        }
        fs::write(head::path(place), head.to_bytes()).map_err(failed)
    }

    fn new(mut head: Head, levels: Levels) -> Build {
        Build {
            version: VERSION.to_owned(),
            fingerprint: head.fingerprint.clone(),
            context: head.context.clone(),
            inputs: std::mem::take(&mut head.inputs),
            head,
            levels: Arc::new(levels),
        }
    }

    /// Begins a new build in the place of the one before, of which all units are kept that are not put again or removed.
    pub fn writer<'b>(
        root: &Path,
        lock: &Lock,
        before: Option<&'b Build>,
    ) -> Result<Writer<'b>, StoreError> {
        Writer::new(root, lock, before)
    }

    /// Every unit with its record, in the order of the names. A record that is damaged is empty.
    pub fn units(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.head
            .units
            .iter()
            .map(|unit| (unit.name.as_str(), self.bytes_of(unit).unwrap_or_default()))
    }

    /// What the compiler keeps with a unit; nothing if there is no such unit, or its record is damaged.
    pub fn record(&self, unit: &str) -> Option<&[u8]> {
        self.bytes_of(self.unit(unit)?)
    }

    pub(super) fn unit(&self, name: &str) -> Option<&head::Unit> {
        let units = &self.head.units;
        let at = units.binary_search_by(|other| other.name.as_str().cmp(name));
        Some(&units[at.ok()?])
    }

    fn bytes_of(&self, unit: &head::Unit) -> Option<&[u8]> {
        self.levels.list[unit.level as usize]
            .bytes(unit.record)
            .ok()
    }

    /// The graphs with their numbers of quads, by IRI. A quad that two units state counts twice.
    pub fn graphs(&self) -> Vec<(String, u64)> {
        let iri = |number| self.levels.iri(number).unwrap_or_default().to_owned();
        let named = self.levels.named.iter();
        let mut graphs: Vec<_> = named
            .map(|graph| (iri(graph.number), graph.quads))
            .collect();
        graphs.sort();
        graphs
    }

    /// The number of quads. A quad that two units state counts twice.
    pub fn quads(&self) -> u64 {
        self.levels.named.iter().map(|graph| graph.quads).sum()
    }

    /// The triples of every graph, with the number of its IRI; a graph at a time.
    pub fn numbered(&self) -> impl Iterator<Item = Result<(u32, Vec<[u32; 3]>), StoreError>> {
        let triples = |graph: &Graph| Ok((graph.number, self.triples(graph)?));
        self.levels.named.iter().map(triples)
    }

    /// The triples of a graph by the numbers of their terms, each once.
    fn triples(&self, graph: &Graph) -> Result<Vec<[u32; 3]>, StoreError> {
        let mut triples = Vec::with_capacity(graph.quads as usize);
        for &(level, place) in &graph.parts {
            for triple in self.levels.list[level].triples(place) {
                triples.push(triple?);
            }
        }
        if graph.parts.len() > 1 {
            triples.par_sort_unstable();
            triples.dedup();
        }
        Ok(triples)
    }

    /// The term of a number.
    pub fn term(&self, number: u32) -> Result<Stored<'_>, StoreError> {
        self.levels.term(number)
    }

    /// The number of an IRI, if some term is it.
    pub fn number_of(&self, iri: &str) -> Result<Option<u32>, StoreError> {
        self.levels.number_of(&format!("<{iri}>"))
    }

    /// All terms have numbers below this one.
    pub fn term_numbers(&self) -> usize {
        self.levels.end() as usize
    }

    /// Calls `visit` with every subject and its quads, sorted as lines of N-Quads are; with those of one graph, if
    /// one is named by its IRI.
    pub fn subjects(
        &self,
        graph: Option<&str>,
        visit: &mut dyn FnMut(&Subject) -> std::io::Result<()>,
    ) -> Result<(), StoreError> {
        lines::subjects(&self.levels, graph, visit)
    }

    /// Writes the quads as canonical N-Quads, sorted by their bytes and each once; those of one graph, if one is
    /// named by its IRI.
    pub fn write_nquads(&self, graph: Option<&str>, out: &mut dyn Write) -> Result<(), StoreError> {
        lines::write(&self.levels, graph, out)
    }
}
