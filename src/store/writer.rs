//! Writes a build: what is new into a level of its own, and then a head that says what is in force.
//!
//! Nothing is to be seen of it before the head is in its place. Until then there are only files that the next build
//! would clear away, and that are gone as well when a [`Writer`] is dropped, as after an error.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::assembly::Assembly;
use super::dictionary::{Stored, WriteError, triple_hash};
use super::head::{self, Head, Part, Unit};
use super::level::LevelWriter;
use super::segment::{Segment, SegmentPart};
use super::spill::Sorter;
use super::{Build, FOLDER, Lock, StoreError};
use crate::files::Input;
use crate::project::Context;

/// A build in the making.
pub struct Writer<'b> {
    root: PathBuf,
    folder: PathBuf,
    before: Option<&'b Build>,
    level: LevelWriter,
    sorter: Sorter,
    /// The parts of the new level.
    parts: u32,
    /// All units of the new build.
    units: BTreeMap<String, Unit>,
    /// The IRIs of graphs by their numbers.
    graphs: BTreeMap<u32, String>,
    /// Levels with fewer quads are made one with the level below.
    pub(super) small: u64,
}

/// So few quads are merged in a few milliseconds.
const SMALL: u64 = 1 << 12;

/// In the place of a number: the term has none yet.
const NONE: u32 = u32::MAX;

impl<'b> Writer<'b> {
    pub(super) fn new(
        root: &Path,
        _lock: &Lock,
        before: Option<&'b Build>,
    ) -> Result<Self, StoreError> {
        let folder = root.join(FOLDER);
        let units = before.map_or(&[][..], |before| &before.head.units);
        let first = before.map_or(0, |before| before.levels.end()) as u32;
        let mut graphs = BTreeMap::new();
        for graph in before.iter().flat_map(|before| &before.levels.named) {
            let iri = before.map(|before| before.levels.iri(graph.number));
            graphs.insert(
                graph.number,
                iri.transpose()?.unwrap_or_default().to_owned(),
            );
        }
        Ok(Writer {
            root: root.to_owned(),
            before,
            level: LevelWriter::create(&folder, first)?,
            sorter: Sorter::new(&folder),
            parts: 0,
            small: SMALL,
            units: units
                .iter()
                .map(|unit| (unit.name.clone(), unit.clone()))
                .collect(),
            graphs,
            folder,
        })
    }

    /// Puts a unit in the place of the one of this name, if there is one, with what the compiler wants to
    /// keep with it. A graph's quads that are as they were are not written again.
    pub fn put(&mut self, unit: &str, record: &[u8], segment: &Segment) -> Result<(), StoreError> {
        self.put_unit(unit, record, segment)
            .map_err(|error| error.at(&self.folder))
    }

    /// The graphs of the new build as far as it was written, without those of the unit `but`: by IRI, with their
    /// numbers of quads.
    pub fn graphs(&self, but: &str) -> Vec<(String, u64)> {
        let mut graphs: BTreeMap<&str, u64> = BTreeMap::new();
        for (_, unit) in self.units.iter().filter(|(name, _)| *name != but) {
            for part in &unit.parts {
                if let Some(graph) = self.graphs.get(&part.graph) {
                    *graphs.entry(graph).or_default() += part.quads;
                }
            }
        }
        let owned = |(graph, quads): (&str, u64)| (graph.to_owned(), quads);
        graphs.into_iter().map(owned).collect()
    }

    /// Takes a unit out.
    pub fn remove(&mut self, unit: &str) {
        self.units.remove(unit);
    }

    fn put_unit(&mut self, name: &str, record: &[u8], segment: &Segment) -> Result<(), WriteError> {
        let kept = self.kept(name, segment)?;
        let changed = |(_, kept): &(&SegmentPart, &Option<Part>)| kept.is_none();
        let new: Vec<&SegmentPart> = segment
            .parts
            .iter()
            .zip(&kept)
            .filter(changed)
            .map(|(part, _)| part)
            .collect();
        let numbers = self.numbers(segment, &new)?;
        let mut parts = Vec::new();
        for (part, kept) in segment.parts.iter().zip(kept) {
            parts.push(match kept {
                Some(kept) => kept,
                None => self.part(segment, part, &numbers)?,
            });
        }
        let mut unit = Unit {
            name: name.to_owned(),
            level: self.number(),
            record: Default::default(),
            parts,
        };
        // Not of what was put in this build: a unit that is put twice may end as it was before.
        let before = self
            .before
            .and_then(|before| Some((before.record(name)?, before.unit(name)?)));
        match before {
            Some((same, before)) if same == record => {
                (unit.level, unit.record) = (before.level, before.record)
            }
            _ => unit.record = self.level.record(record)?,
        }
        self.units.insert(name.to_owned(), unit);
        Ok(())
    }

    /// The place of the level that is written.
    fn number(&self) -> u32 {
        self.before.map_or(0, |before| before.levels.list.len()) as u32
    }

    /// For each part of a segment, the one of the unit before that says the same.
    fn kept(&self, name: &str, segment: &Segment) -> Result<Vec<Option<Part>>, StoreError> {
        let before = self
            .before
            .and_then(|before| Some((before, before.unit(name)?)));
        let Some((before, unit)) = before else {
            return Ok(segment.parts.iter().map(|_| None).collect());
        };
        let kept = |part: &SegmentPart| {
            let same = unit.parts.iter().find(|other| other.digest == part.digest);
            match same {
                // The digest is over whole lines, but it is of no graph if it is of no line.
                Some(same) if before.levels.text(same.graph)? == segment.terms.text(part.graph) => {
                    Ok(Some(same.clone()))
                }
                _ => Ok(None),
            }
        };
        segment.parts.iter().map(kept).collect()
    }

    /// Writes the quads of a part.
    fn part(
        &mut self,
        segment: &Segment,
        part: &SegmentPart,
        numbers: &[u32],
    ) -> Result<Part, WriteError> {
        let triples = &segment.triples[part.start..part.end];
        let number = |triple: &[u32; 3]| triple.map(|rank| numbers[rank as usize]);
        for triple in triples {
            let [s, p, o] = number(triple);
            self.sorter.push([s, p, o, self.parts])?;
        }
        let place = self
            .level
            .part(triples.iter().map(|triple| Ok(number(triple))))?;
        self.parts += 1;
        let graph = numbers[part.graph as usize];
        self.graphs.entry(graph).or_insert_with(|| {
            let text = segment.terms.text(part.graph);
            text.trim_matches(['<', '>']).to_owned()
        });
        Ok(Part {
            level: self.number(),
            index: self.parts - 1,
            graph,
            quads: triples.len() as u64,
            digest: part.digest,
            place,
        })
    }

    /// The numbers of the terms that these parts of a segment use.
    fn numbers(
        &mut self,
        segment: &Segment,
        parts: &[&SegmentPart],
    ) -> Result<Vec<u32>, WriteError> {
        let terms = &segment.terms;
        let used = used(segment, parts);
        let mut numbers = vec![NONE; terms.len()];
        for rank in (0..terms.len()).filter(|rank| used[*rank]) {
            let text = terms.text(rank as u32);
            if !text.is_empty() {
                numbers[rank] = self.text(terms.hashes[rank], text)?;
            }
        }
        for &(rank, parts) in terms
            .triples
            .iter()
            .filter(|(rank, _)| used[*rank as usize])
        {
            numbers[rank as usize] = self.triple(parts.map(|part| numbers[part as usize]))?;
        }
        Ok(numbers)
    }

    /// The number of an IRI or literal.
    fn text(&mut self, hash: u128, text: &str) -> Result<u32, WriteError> {
        if let Some(number) = self.level.find(hash) {
            return Ok(number);
        }
        let known = self
            .before
            .map(|before| before.levels.find(hash, text))
            .transpose()?;
        match known.flatten() {
            Some(number) => Ok(number),
            None => self.level.add(Stored::Text(text)),
        }
    }

    /// The number of a triple term.
    fn triple(&mut self, parts: [u32; 3]) -> Result<u32, WriteError> {
        if let Some(number) = self.level.find(triple_hash(parts)) {
            return Ok(number);
        }
        let known = self
            .before
            .map(|before| before.levels.number_of_triple(parts))
            .transpose()?;
        match known.flatten() {
            Some(number) => Ok(number),
            None => self.level.add(Stored::Triple(parts)),
        }
    }

    /// Puts the build in place of the one before.
    pub fn finish(self, mut inputs: Vec<Input>, context: &Context) -> Result<Build, StoreError> {
        inputs.sort_by(|a, b| a.path.cmp(&b.path));
        let root = self.root.clone();
        let Writer {
            folder,
            before,
            level,
            sorter,
            parts,
            units,
            small,
            ..
        } = self;
        let mut assembly = Assembly {
            folder: &folder,
            before,
            head: Head {
                context: context.clone(),
                inputs,
                levels: before.map_or(Vec::new(), |before| before.head.levels.clone()),
                units: units.into_values().collect(),
                ..Head::default()
            },
            file: None,
            small,
        };
        assembly
            .level(level, sorter, parts)
            .map_err(|error| error.at(&folder))?;
        assembly.put_in_place(&root)?;
        Build::open(&root)?.ok_or(StoreError::Damaged {
            path: head::path(&root),
        })
    }
}

/// The terms that parts of a segment use, by their places.
fn used(segment: &Segment, parts: &[&SegmentPart]) -> Vec<bool> {
    let mut used = vec![false; segment.terms.len()];
    for part in parts {
        used[part.graph as usize] = true;
        for triple in &segment.triples[part.start..part.end] {
            triple.iter().for_each(|rank| used[*rank as usize] = true);
        }
    }
    // Those inside a triple term come before it.
    for &(rank, parts) in segment.terms.triples.iter().rev() {
        if used[rank as usize] {
            parts
                .into_iter()
                .for_each(|part| used[part as usize] = true);
        }
    }
    used
}
