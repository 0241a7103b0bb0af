//! The entities of a project, each decoded when somebody looks at it.
//!
//! A project may have a hundred thousand entities, and a file that has changed speaks of a few. Those of files that have
//! not changed lie in what is remembered of them, one after the other, and only those that are asked for are made.

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::{Entity, EntityId};
use crate::span::{FileId, Placed};
use crate::symbol::Symbol;

/// Entities as bytes, one after the other.
#[derive(Clone, Copy, Debug, Default)]
pub struct Packed<'a> {
    /// Where each ends, four bytes each.
    ends: &'a [u8],
    bytes: &'a [u8],
}

impl<'a> Packed<'a> {
    pub fn new(ends: &'a [u8], bytes: &'a [u8]) -> Packed<'a> {
        Packed { ends, bytes }
    }

    /// The two parts of packed entities.
    pub fn pack(entities: &[Entity]) -> (Vec<u8>, Vec<u8>) {
        let (mut ends, mut bytes) = (Vec::new(), Vec::new());
        for entity in entities {
            bytes = postcard::to_extend(entity, bytes).expect("memory takes everything");
            ends.extend((bytes.len() as u32).to_le_bytes());
        }
        (ends, bytes)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.ends.len() / 4
    }

    fn end(&self, index: usize) -> Option<usize> {
        let bytes = self.ends.get(4 * index..4 * index + 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
    }

    /// The entity at a place, of the file whose number is now `file`; nothing if the bytes are damaged.
    pub fn get(&self, index: usize, file: FileId) -> Option<Entity> {
        let start = match index.checked_sub(1) {
            Some(before) => self.end(before)?,
            None => 0,
        };
        let bytes = self.bytes.get(start..self.end(index)?)?;
        let mut entity: Entity = postcard::from_bytes(bytes).ok()?;
        entity.each_span(&mut |span| span.file = file);
        Some(entity)
    }
}

/// The entities of a project.
#[derive(Debug, Default)]
pub struct Entities<'a> {
    files: Vec<OfFile<'a>>,
    entities: Vec<OnceLock<Box<Entity>>>,
    /// Of each entity the symbol of its id.
    symbols: Vec<Symbol>,
    of: FxHashMap<FileId, Range<usize>>,
}

/// The entities that one file declares.
#[derive(Debug)]
struct OfFile<'a> {
    file: FileId,
    ids: Range<usize>,
    packed: Packed<'a>,
}

impl<'a> Entities<'a> {
    /// Adds the entities of a file, with the symbols of their ids. Hands out their numbers.
    pub fn add(
        &mut self,
        file: FileId,
        entities: Vec<Entity>,
        symbols: Vec<Symbol>,
    ) -> Range<usize> {
        let start = self.entities.len();
        let made = |entity| OnceLock::from(Box::new(entity));
        self.entities.extend(entities.into_iter().map(made));
        self.added(file, start, Packed::default(), symbols)
    }

    /// The same of entities that need not be decoded yet.
    pub fn add_packed(
        &mut self,
        file: FileId,
        packed: Packed<'a>,
        symbols: Vec<Symbol>,
    ) -> Range<usize> {
        let start = self.entities.len();
        let later = std::iter::repeat_with(OnceLock::new).take(packed.count());
        self.entities.extend(later);
        self.added(file, start, packed, symbols)
    }

    fn added(
        &mut self,
        file: FileId,
        start: usize,
        packed: Packed<'a>,
        mut symbols: Vec<Symbol>,
    ) -> Range<usize> {
        let ids = start..self.entities.len();
        symbols.resize(ids.len(), 0);
        self.symbols.append(&mut symbols);
        self.of.insert(file, ids.clone());
        self.files.push(OfFile {
            file,
            ids: ids.clone(),
            packed,
        });
        ids
    }

    pub fn len(&self) -> usize {
        self.entities.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }

    pub fn get(&self, id: EntityId) -> &Entity {
        let index = id.0 as usize;
        self.entities[index].get_or_init(|| {
            let after = self.files.partition_point(|of| of.ids.start <= index);
            let of = &self.files[after - 1];
            let entity = of.packed.get(index - of.ids.start, of.file);
            // What is read from a build was written by the same tool, and is checksummed.
            Box::new(
                entity.expect("a build whose entities cannot be decoded is damaged, and refused"),
            )
        })
    }

    /// The symbol of an entity's id.
    pub fn symbol(&self, id: EntityId) -> Symbol {
        self.symbols[id.0 as usize]
    }

    pub fn ids(&self) -> impl Iterator<Item = EntityId> + use<> {
        (0..self.entities.len() as u32).map(EntityId)
    }

    /// All of them, decoded.
    pub fn iter(&self) -> impl Iterator<Item = &Entity> {
        self.ids().map(|id| self.get(id))
    }

    /// The numbers of those that a file declares.
    pub fn of(&self, file: FileId) -> impl Iterator<Item = EntityId> + use<> {
        let ids = self.of.get(&file).cloned().unwrap_or(0..0);
        ids.map(|id| EntityId(id as u32))
    }
}
