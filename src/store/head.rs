//! The head of a build: the small file, `.citable/build`, that says which levels there are and what of them is in
//! force.
//!
//! ```text
//! citable build 2
//! <version of the tool>
//! fingerprint · names of the project · inputs · levels with their seals · units with their parts
//! <SHA-256 of all before>
//! ```
//!
//! The first two lines are text, so that any version can tell that a build is of another one. A build is
//! what its head says: it changes by one rename, and whatever the head does not name is rubbish.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::codec::{put_bytes, put_number, take, take_number, take_text};
use super::level::Place;
use super::sealed::Seal;
use super::{FOLDER, StoreError};
use crate::files::{Input, Stamp};
use crate::iri::hex;
use crate::project::Context;

const FIRST_LINE: &str = "citable build 2\n";
const SEAL: usize = 32;
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The beginning of the names of levels.
pub const LEVEL: &str = "level-";

/// What the file says.
#[derive(Clone, Debug, Default)]
pub struct Head {
    pub fingerprint: String,
    pub context: Context,
    pub inputs: Vec<Input>,
    /// From the lowest up: each has the numbers of terms that follow those of the one before.
    pub levels: Vec<Named>,
    /// By name.
    pub units: Vec<Unit>,
}

/// A level's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    pub seal: Seal,
    /// How many parts it has, dead ones too.
    pub parts: u32,
}

impl Named {
    /// The name of the file, which says what is in it.
    pub fn file_name(&self) -> String {
        format!("{LEVEL}{}", hex(&self.seal.digest[..8]))
    }
}

/// What one input contributed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub name: String,
    /// The level that has its record, and where.
    pub level: u32,
    pub record: Place,
    pub parts: Vec<Part>,
}

/// The quads of a unit in one graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub level: u32,
    /// Its number among the parts of the level.
    pub index: u32,
    /// The number of the graph's IRI.
    pub graph: u32,
    pub quads: u64,
    /// The SHA-256 of its lines.
    pub digest: [u8; 32],
    pub place: Place,
}

/// What there is in the place of a head.
pub enum Found {
    Nothing,
    /// A build of another version of the tool.
    Other,
    Damaged,
    Head(Head),
}

/// Where the head of a project's build is.
pub fn path(root: &Path) -> PathBuf {
    root.join(FOLDER).join("build")
}

/// Reads the head of the build of the project at `root`.
pub fn read(root: &Path) -> Result<Found, StoreError> {
    let path = path(root);
    match fs::read(&path) {
        Ok(bytes) => Ok(parse(&bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Found::Nothing),
        Err(cause) => Err(StoreError::Read { path, cause }),
    }
}

// --- Reading --------------------------------------------------------------------------------------

fn parse(bytes: &[u8]) -> Found {
    let mut lines = bytes.splitn(3, |byte| *byte == b'\n');
    if lines.next() != Some(FIRST_LINE.trim_end().as_bytes()) {
        return Found::Other;
    }
    if lines.next() != Some(VERSION.as_bytes()) {
        return Found::Other;
    }
    let Some((sealed, seal)) = bytes.len().checked_sub(SEAL).map(|end| bytes.split_at(end)) else {
        return Found::Damaged;
    };
    let start = FIRST_LINE.len() + VERSION.len() + 1;
    match sealed.get(start..) {
        Some(mut body) if Sha256::digest(sealed)[..] == *seal => {
            head(&mut body).map_or(Found::Damaged, Found::Head)
        }
        _ => Found::Damaged,
    }
}

fn head(bytes: &mut &[u8]) -> Option<Head> {
    let head = Head {
        fingerprint: take_text(bytes)?.to_owned(),
        context: Context {
            base: take_text(bytes)?.to_owned(),
            lang: take_text(bytes)?.to_owned(),
            prefixes: list(bytes, |bytes| {
                Some((take_text(bytes)?.to_owned(), take_text(bytes)?.to_owned()))
            })?,
        },
        inputs: list(bytes, input)?,
        levels: list(bytes, named)?,
        units: list(bytes, unit)?,
    };
    let known = |unit: &Unit| {
        let has = |part: &Part| {
            let level = head.levels.get(part.level as usize);
            level.is_some_and(|level| part.index < level.parts)
        };
        (unit.level as usize) < head.levels.len() && unit.parts.iter().all(has)
    };
    (bytes.is_empty() && head.units.iter().all(known)).then_some(head)
}

fn list<T>(bytes: &mut &[u8], mut one: impl FnMut(&mut &[u8]) -> Option<T>) -> Option<Vec<T>> {
    let count = take_number(bytes)?;
    (0..count).map(|_| one(bytes)).collect()
}

fn input(bytes: &mut &[u8]) -> Option<Input> {
    Some(Input {
        path: take_text(bytes)?.to_owned(),
        sha256: take_text(bytes)?.to_owned(),
        stamp: Stamp {
            size: take_number(bytes)?,
            mark: u64::from_le_bytes(take(bytes, 8)?.try_into().ok()?),
        },
    })
}

fn named(bytes: &mut &[u8]) -> Option<Named> {
    Some(Named {
        seal: Seal {
            length: take_number(bytes)?,
            digest: take(bytes, 32)?.try_into().ok()?,
        },
        parts: small(bytes)?,
    })
}

fn unit(bytes: &mut &[u8]) -> Option<Unit> {
    Some(Unit {
        name: take_text(bytes)?.to_owned(),
        level: small(bytes)?,
        record: place(bytes)?,
        parts: list(bytes, part)?,
    })
}

fn part(bytes: &mut &[u8]) -> Option<Part> {
    Some(Part {
        level: small(bytes)?,
        index: small(bytes)?,
        graph: small(bytes)?,
        quads: take_number(bytes)?,
        digest: take(bytes, 32)?.try_into().ok()?,
        place: place(bytes)?,
    })
}

fn place(bytes: &mut &[u8]) -> Option<Place> {
    Some(Place {
        start: take_number(bytes)?,
        length: take_number(bytes)?,
    })
}

fn small(bytes: &mut &[u8]) -> Option<u32> {
    take_number(bytes)?.try_into().ok()
}

// --- Writing --------------------------------------------------------------------------------------

impl Head {
    /// The bytes of the file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = format!("{FIRST_LINE}{VERSION}\n").into_bytes();
        let Context {
            base,
            lang,
            prefixes,
        } = &self.context;
        for text in [&self.fingerprint, base, lang] {
            put_bytes(&mut out, text.as_bytes());
        }
        put_number(&mut out, prefixes.len() as u64);
        for text in prefixes.iter().flat_map(|(name, iri)| [name, iri]) {
            put_bytes(&mut out, text.as_bytes());
        }
        self.put_inputs(&mut out);
        put_number(&mut out, self.levels.len() as u64);
        for Named { seal, parts } in &self.levels {
            put_number(&mut out, seal.length);
            out.extend(seal.digest);
            put_number(&mut out, u64::from(*parts));
        }
        put_number(&mut out, self.units.len() as u64);
        for unit in &self.units {
            put_unit(&mut out, unit);
        }
        let seal = Sha256::digest(&out);
        out.extend(seal);
        out
    }

    fn put_inputs(&self, out: &mut Vec<u8>) {
        put_number(out, self.inputs.len() as u64);
        for input in &self.inputs {
            put_bytes(out, input.path.as_bytes());
            put_bytes(out, input.sha256.as_bytes());
            put_number(out, input.stamp.size);
            out.extend(input.stamp.mark.to_le_bytes());
        }
    }
}

fn put_unit(out: &mut Vec<u8>, unit: &Unit) {
    put_bytes(out, unit.name.as_bytes());
    put_number(out, u64::from(unit.level));
    put_place(out, unit.record);
    put_number(out, unit.parts.len() as u64);
    for part in &unit.parts {
        for number in [part.level, part.index, part.graph] {
            put_number(out, u64::from(number));
        }
        put_number(out, part.quads);
        out.extend(part.digest);
        put_place(out, part.place);
    }
}

fn put_place(out: &mut Vec<u8>, place: Place) {
    put_number(out, place.start);
    put_number(out, place.length);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Head {
        let place = Place {
            start: 5,
            length: 300,
        };
        Head {
            fingerprint: "00ff".to_owned(),
            context: Context {
                base: "https://example.org/".to_owned(),
                lang: "en".to_owned(),
                prefixes: vec![("e".to_owned(), "https://example.org/entity/".to_owned())],
            },
            inputs: vec![Input {
                path: "data/50 % of\nit.md".to_owned(),
                sha256: "00".to_owned(),
                stamp: Stamp {
                    size: 1 << 40,
                    mark: u64::MAX,
                },
            }],
            levels: vec![Named {
                seal: Seal {
                    length: 9,
                    digest: [7; 32],
                },
                parts: 1,
            }],
            units: vec![Unit {
                name: "ü".to_owned(),
                level: 0,
                record: place,
                parts: vec![Part {
                    level: 0,
                    index: 0,
                    graph: 3,
                    quads: 1 << 33,
                    digest: [1; 32],
                    place,
                }],
            }],
        }
    }

    #[test]
    fn a_head_comes_back() {
        let Found::Head(read) = parse(&head().to_bytes()) else {
            panic!("it is not read as what it is");
        };
        assert_eq!(read.to_bytes(), head().to_bytes());
        assert_eq!(read.inputs, head().inputs);
        assert_eq!(read.units, head().units);
    }

    #[test]
    fn whatever_was_changed_is_seen() {
        let whole = head().to_bytes();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            assert!(
                matches!(parse(&changed), Found::Damaged | Found::Other),
                "{at}"
            );
            assert!(
                matches!(parse(&whole[..at]), Found::Damaged | Found::Other),
                "{at}"
            );
        }
    }

    #[test]
    fn a_level_that_is_not_there_is_damage() {
        let mut head = head();
        head.levels.clear();
        assert!(matches!(parse(&head.to_bytes()), Found::Damaged));
    }
}
