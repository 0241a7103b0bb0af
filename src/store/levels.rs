//! The levels of a build as one: terms by number and by text, and which parts are in force.

use std::path::Path;

use super::dictionary::{Stored, text_hash, triple_hash};
use super::head::{Head, Named};
use super::level::{Level, Place};
use super::{FOLDER, StoreError};

/// In the place of a graph: the part is not in force any more.
pub const DEAD: u32 = u32::MAX;

/// All levels of a build, from the lowest up.
#[derive(Debug, Default)]
pub struct Levels {
    pub list: Vec<Level>,
    /// Of each level, the graph of every part, or [`DEAD`].
    pub graphs: Vec<Vec<u32>>,
    /// The graphs that have quads, by the numbers of their IRIs.
    pub named: Vec<Graph>,
}

/// A graph that has quads.
#[derive(Debug)]
pub struct Graph {
    pub number: u32,
    /// The sum of its parts.
    pub quads: u64,
    pub parts: Vec<(usize, Place)>,
}

impl Levels {
    /// Opens the levels that a head names.
    pub fn open(root: &Path, head: &Head) -> Result<Levels, StoreError> {
        let folder = root.join(FOLDER);
        let open = |named: &Named| Level::open(&folder.join(named.file_name()), &named.seal);
        let list: Vec<Level> = head.levels.iter().map(open).collect::<Result<_, _>>()?;
        let mut end = 0;
        for level in &list {
            if level.dictionary.first != end {
                return Err(level.file.damaged());
            }
            end = level.dictionary.end();
        }
        let (graphs, named) = in_force(head);
        Ok(Levels {
            list,
            graphs,
            named,
        })
    }

    /// The term of a number.
    #[inline]
    pub fn term(&self, number: u32) -> Result<Stored<'_>, StoreError> {
        let level = self
            .list
            .iter()
            .rfind(|level| level.dictionary.first <= u64::from(number));
        match level {
            Some(level) => level.term(number),
            None => Err(StoreError::Load(
                "it has a number that is no term's".to_owned(),
            )),
        }
    }

    /// The text of a term that is no triple term.
    #[inline]
    pub fn text(&self, number: u32) -> Result<&str, StoreError> {
        match self.term(number)? {
            Stored::Text(text) => Ok(text),
            Stored::Triple(_) => Err(StoreError::Load(
                "a triple is where only a name can be".to_owned(),
            )),
        }
    }

    /// The IRI of a graph.
    pub fn iri(&self, number: u32) -> Result<&str, StoreError> {
        Ok(self.text(number)?.trim_matches(['<', '>']))
    }

    /// The number of an IRI or literal, if a level has it.
    pub fn number_of(&self, text: &str) -> Result<Option<u32>, StoreError> {
        self.find(text_hash(text), text)
    }

    /// The number of a text of which the hash is known.
    pub fn find(&self, hash: u128, text: &str) -> Result<Option<u32>, StoreError> {
        self.search(hash, |term| term == Stored::Text(text))
    }

    /// The number of a triple term, if a level has it.
    pub fn number_of_triple(&self, parts: [u32; 3]) -> Result<Option<u32>, StoreError> {
        self.search(triple_hash(parts), |term| term == Stored::Triple(parts))
    }

    fn search(&self, hash: u128, is: impl Fn(Stored) -> bool) -> Result<Option<u32>, StoreError> {
        for level in &self.list {
            if let Some(number) = level.dictionary.find(&level.file, hash, &is)? {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    /// The number that the next new term would have.
    pub fn end(&self) -> u64 {
        self.list.last().map_or(0, |level| level.dictionary.end())
    }

    /// The graph of a part, or [`DEAD`].
    #[inline]
    pub fn graph_of(&self, level: usize, part: u32) -> u32 {
        self.graphs[level]
            .get(part as usize)
            .copied()
            .unwrap_or(DEAD)
    }

    /// A graph that has quads.
    pub fn graph(&self, number: u32) -> Option<&Graph> {
        let at = self
            .named
            .binary_search_by_key(&number, |graph| graph.number)
            .ok()?;
        Some(&self.named[at])
    }
}

/// The graphs of the parts of every level, and the parts of every graph.
fn in_force(head: &Head) -> (Vec<Vec<u32>>, Vec<Graph>) {
    let dead = |level: &Named| vec![DEAD; level.parts as usize];
    let mut graphs: Vec<Vec<u32>> = head.levels.iter().map(dead).collect();
    let mut parts: Vec<_> = head.units.iter().flat_map(|unit| &unit.parts).collect();
    for part in &parts {
        graphs[part.level as usize][part.index as usize] = part.graph;
    }
    parts.sort_by_key(|part| (part.graph, part.level, part.index));
    let named = parts
        .chunk_by(|a, b| a.graph == b.graph)
        .map(|parts| Graph {
            number: parts[0].graph,
            quads: parts.iter().map(|part| part.quads).sum(),
            parts: parts
                .iter()
                .map(|part| (part.level as usize, part.place))
                .collect(),
        })
        .collect();
    (graphs, named)
}
