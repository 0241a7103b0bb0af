//! Makes one level of several, so that a build never has more than a handful of them.
//!
//! What is not in force is left out. The runs of levels are sorted in the same way, and the terms of an upper level have
//! greater numbers than those of a lower one, so runs are merged and dictionaries put one after another. Where the
//! lowest level is among them, nothing else knows the numbers: then terms that nothing uses any more are left
//! out too, and the others move up. That keeps their order, so the runs stay sorted.

use std::path::Path;

use rayon::prelude::*;
use tempfile::NamedTempFile;

use super::dictionary::{Stored, WriteError, spool};
use super::head::{Named, Part, Unit};
use super::level::{Level, LevelWriter, Place};
use super::levels::DEAD;
use super::run::{Cursor, ORDERS, Order, Row};
use super::spill::{Rows, Spooled, merge};

/// In the place of a number: the term is not used.
const UNUSED: u32 = u32::MAX;

/// Which levels to make one of.
pub struct Compaction<'a> {
    pub folder: &'a Path,
    /// The levels, up to the uppermost, each with its number of parts.
    pub levels: Vec<(&'a Level, u32)>,
    /// The place of the first of them.
    pub from: u32,
}

/// From where on the levels of a build should be one: those of about the same size, or all, if more than half of
/// the lowest is dead. Each level is given with its quads that are in force, and with all; `small` many are as
/// good as none.
pub fn plan(levels: &[(u64, u64)], small: u64) -> Option<usize> {
    let (&(alive, all), &(mut size, _)) = (levels.first()?, levels.last()?);
    if alive < all / 2 || (all > 0 && alive == 0) {
        return Some(0);
    }
    let last = levels.len() - 1;
    let mut from = last;
    while from > 0 && (size + small) * 4 > levels[from - 1].0 {
        from -= 1;
        size += levels[from].0;
    }
    (from < last).then_some(from)
}

impl Compaction<'_> {
    /// Writes the level, and changes the units to say where all is now.
    pub fn run(&self, units: &mut [Unit]) -> Result<(NamedTempFile, Named), WriteError> {
        let numbers = self.numbers(units)?;
        let first = if self.from == 0 {
            0
        } else {
            self.levels[0].0.dictionary.first as u32
        };
        let mut out = LevelWriter::create(self.folder, first)?;
        self.terms(&numbers, &mut out)?;
        let parts = self.parts(units, &numbers, &mut out)?;
        self.records(units, &mut out)?;
        let count = parts.iter().flatten().filter(|part| **part != DEAD).count();
        let (file, seal) = out.finish(self.runs(&parts, &numbers)?)?;
        let parts = count as u32;
        Ok((file, Named { seal, parts }))
    }

    /// The level of a place, if it is one of these.
    fn level(&self, number: u32) -> Option<&Level> {
        let at = number.checked_sub(self.from)?;
        self.levels.get(at as usize).map(|(level, _)| *level)
    }

    /// The new numbers of terms.
    fn numbers(&self, units: &[Unit]) -> Result<Numbers, WriteError> {
        if self.from > 0 {
            return Ok(Numbers::Same);
        }
        let end = self
            .levels
            .last()
            .map_or(0, |(level, _)| level.dictionary.end());
        let mut numbers = vec![UNUSED; end as usize];
        let mut mark = |number: u32| {
            if let Some(number) = numbers.get_mut(number as usize) {
                *number = 0;
            }
        };
        for part in units.iter().flat_map(|unit| &unit.parts) {
            mark(part.graph);
            let level = self.levels[part.level as usize].0;
            for triple in level.triples(part.place) {
                triple?.into_iter().for_each(&mut mark);
            }
        }
        self.mark_insides(&mut numbers)?;
        let used = numbers.iter_mut().filter(|number| **number != UNUSED);
        for (number, next) in used.zip(0..) {
            *number = next;
        }
        Ok(Numbers::New(numbers))
    }

    /// Marks what stands inside triple terms that are used: always a term with a smaller number.
    fn mark_insides(&self, numbers: &mut [u32]) -> Result<(), WriteError> {
        for (level, _) in self.levels.iter().rev() {
            let dictionary = level.dictionary;
            for number in (dictionary.first as u32..dictionary.end() as u32).rev() {
                if numbers[number as usize] != UNUSED
                    && let Stored::Triple(parts) = level.term(number)?
                {
                    parts
                        .into_iter()
                        .for_each(|part| numbers[part as usize] = 0);
                }
            }
        }
        Ok(())
    }

    fn terms(&self, numbers: &Numbers, out: &mut LevelWriter) -> Result<(), WriteError> {
        for (level, _) in &self.levels {
            let dictionary = level.dictionary;
            for number in dictionary.first as u32..dictionary.end() as u32 {
                if numbers.of(number) != UNUSED {
                    out.add(match level.term(number)? {
                        Stored::Triple(parts) => Stored::Triple(parts.map(|part| numbers.of(part))),
                        text => text,
                    })?;
                }
            }
        }
        Ok(())
    }

    /// Copies the parts in force; hands out the new number of each part of each level, or [`DEAD`].
    fn parts(
        &self,
        units: &mut [Unit],
        numbers: &Numbers,
        out: &mut LevelWriter,
    ) -> Result<Vec<Vec<u32>>, WriteError> {
        let mut map: Vec<Vec<u32>> = self
            .levels
            .iter()
            .map(|(_, parts)| vec![DEAD; *parts as usize])
            .collect();
        let moved = |part: &&mut Part| part.level >= self.from;
        let mut parts: Vec<&mut Part> = units
            .iter_mut()
            .flat_map(|unit| &mut unit.parts)
            .filter(moved)
            .collect();
        parts.sort_by_key(|part| (part.level, part.index));
        for (part, index) in parts.into_iter().zip(0..) {
            let at = (part.level - self.from) as usize;
            map[at][part.index as usize] = index;
            part.place = copy(self.levels[at].0, part.place, numbers, out)?;
            part.level = self.from;
            part.index = index;
            part.graph = numbers.of(part.graph);
        }
        Ok(map)
    }

    fn records(&self, units: &mut [Unit], out: &mut LevelWriter) -> Result<(), WriteError> {
        let moved = |unit: &&mut Unit| unit.level >= self.from;
        let mut units: Vec<&mut Unit> = units.iter_mut().filter(moved).collect();
        units.sort_by_key(|unit| (unit.level, unit.record));
        for unit in units {
            let level = self
                .level(unit.level)
                .expect("units know levels that there are");
            // A damaged record is an empty one: whoever reads it makes the unit anew.
            unit.record = out.record(level.bytes(unit.record).unwrap_or_default())?;
            unit.level = self.from;
        }
        Ok(())
    }

    fn runs(&self, parts: &[Vec<u32>], numbers: &Numbers) -> Result<[Spooled; 3], WriteError> {
        let run = |order: Order| {
            let levels = self.levels.iter().zip(parts);
            let sources =
                levels.map(|(&(level, _), parts)| Moved::new(level, parts, numbers, order));
            let sources = sources.collect::<Result<Vec<_>, _>>()?;
            merge(sources, spool(self.folder))
        };
        let runs: Vec<_> = ORDERS
            .into_par_iter()
            .map(run)
            .collect::<Result<_, WriteError>>()?;
        Ok(runs.try_into().expect("there are as many runs as orders"))
    }
}

/// What numbers of terms become.
enum Numbers {
    Same,
    New(Vec<u32>),
}

impl Numbers {
    #[inline]
    fn of(&self, number: u32) -> u32 {
        match self {
            Numbers::Same => number,
            Numbers::New(numbers) => numbers.get(number as usize).copied().unwrap_or(UNUSED),
        }
    }
}

/// Copies the triples of a part.
fn copy(
    level: &Level,
    place: Place,
    numbers: &Numbers,
    out: &mut LevelWriter,
) -> Result<Place, WriteError> {
    match numbers {
        Numbers::Same => out.record(level.bytes(place)?),
        numbers => out.part(
            level
                .triples(place)
                .map(|triple| Ok(triple?.map(|number| numbers.of(number)))),
        ),
    }
}

/// The rows of a level as they are in the new one.
struct Moved<'a> {
    level: &'a Level,
    parts: &'a [u32],
    numbers: &'a Numbers,
    cursor: Cursor,
}

impl<'a> Moved<'a> {
    fn new(
        level: &'a Level,
        parts: &'a [u32],
        numbers: &'a Numbers,
        order: Order,
    ) -> Result<Self, WriteError> {
        let run = level.runs[order as usize];
        Ok(Moved {
            level,
            parts,
            numbers,
            cursor: Cursor::seek(&level.file, run, &[0; 4])?,
        })
    }
}

impl Rows for Moved<'_> {
    fn next(&mut self) -> Result<Option<Row>, WriteError> {
        while let Some([a, b, c, part]) = self.cursor.current() {
            self.cursor.advance(&self.level.file)?;
            let part = self.parts.get(part as usize).copied().unwrap_or(DEAD);
            if part != DEAD {
                let [a, b, c] = [a, b, c].map(|number| self.numbers.of(number));
                return Ok(Some([a, b, c, part]));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_of_a_size_become_one() {
        let alive = |sizes: &[u64]| {
            let levels: Vec<_> = sizes.iter().map(|size| (*size, *size)).collect();
            plan(&levels, 4096)
        };
        assert_eq!(plan(&[], 0), None);
        assert_eq!(alive(&[10]), None);
        assert_eq!(alive(&[1000, 10]), Some(0));
        assert_eq!(alive(&[30_000_000, 30_000]), None);
        assert_eq!(alive(&[30_000_000, 30_000, 10_000]), Some(1));
        assert_eq!(alive(&[30_000_000, 8_000_000, 3_000_000]), Some(0));
        assert_eq!(plan(&[(40_000, 100_000), (100, 100)], 4096), Some(0));
        assert_eq!(plan(&[(60_000, 100_000), (100, 100)], 4096), None);
    }
}
