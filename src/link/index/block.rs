//! A block of names as it lies in the file.
//!
//! Numbers are little-endian. First come how many names there are, and the length of their texts; then for each name its record,
//! where its text ends, where its folded text ends (both in the texts of the block, one after the other), the letters that
//! its words begin with, and how many trigrams it has; then for each trigram where its list ends; the texts; and the
//! lists, of names' numbers in the block.

use super::gram::{GRAMS, beginnings, grams};
use crate::link::name::fold;

/// How many names a block has at most: as many as two bytes can number.
pub const NAMES: usize = 1 << 16;

const HEAD: usize = 8;
const EACH: usize = 17;

/// Names that will be a block.
#[derive(Default)]
pub struct Batch {
    /// The record of each name, and where its text ends.
    names: Vec<(u32, usize)>,
    texts: String,
}

impl Batch {
    pub fn push(&mut self, record: u32, name: &str) {
        self.texts.push_str(name);
        self.names.push((record, self.texts.len()));
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The length of all texts.
    pub fn size(&self) -> usize {
        self.texts.len()
    }

    /// The block of these names.
    pub fn encode(&self) -> Vec<u8> {
        let folded: Vec<(String, Vec<u16>, u32)> = self
            .texts()
            .map(|name| {
                let folded = fold(name);
                let mut found = Vec::new();
                grams(&folded, &mut found);
                let beginnings = beginnings(&folded);
                (folded, found, beginnings)
            })
            .collect();
        let mut bytes = Vec::new();
        let mut texts = String::with_capacity(2 * self.texts.len());
        let (mut ends, mut folded_ends) = (Vec::new(), Vec::new());
        for (name, (folded, _, _)) in self.texts().zip(&folded) {
            texts.push_str(name);
            ends.push(number(texts.len()));
            texts.push_str(folded);
            folded_ends.push(number(texts.len()));
        }
        put(&mut bytes, [number(self.names.len()), number(texts.len())]);
        put(&mut bytes, self.names.iter().map(|(record, _)| *record));
        put(&mut bytes, ends);
        put(&mut bytes, folded_ends);
        put(
            &mut bytes,
            folded.iter().map(|(_, _, beginnings)| *beginnings),
        );
        bytes.extend(
            folded
                .iter()
                .map(|(_, grams, _)| u8::try_from(grams.len()).unwrap_or(u8::MAX)),
        );
        let (list_ends, lists) = lists(folded.iter().map(|(_, grams, _)| grams.as_slice()));
        put(&mut bytes, list_ends);
        bytes.extend(texts.as_bytes());
        bytes.extend(lists.iter().flat_map(|name| name.to_le_bytes()));
        bytes
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.names.iter().map(move |(_, end)| {
            let text = &self.texts[start..*end];
            start = *end;
            text
        })
    }
}

/// For each trigram where its list ends, and all lists.
fn lists<'g>(names: impl Iterator<Item = &'g [u16]> + Clone) -> (Vec<u32>, Vec<u16>) {
    let mut places = vec![0_u32; GRAMS];
    for gram in names.clone().flatten() {
        places[usize::from(*gram)] += 1;
    }
    let mut start = 0;
    for place in &mut places {
        start += std::mem::replace(place, start);
    }
    let mut lists = vec![0; start as usize];
    for (name, grams) in (0..=u16::MAX).zip(names) {
        for gram in grams {
            let place = &mut places[usize::from(*gram)];
            lists[*place as usize] = name;
            *place += 1;
        }
    }
    (places, lists)
}

fn put(bytes: &mut Vec<u8>, numbers: impl IntoIterator<Item = u32>) {
    bytes.extend(numbers.into_iter().flat_map(u32::to_le_bytes));
}

fn number(length: usize) -> u32 {
    u32::try_from(length).expect("a block is closed long before it has four gigabytes")
}

/// A block that is read where it lies.
pub struct Block<'f> {
    names: usize,
    records: &'f [u8],
    ends: &'f [u8],
    folded_ends: &'f [u8],
    beginnings: &'f [u8],
    counts: &'f [u8],
    list_ends: &'f [u8],
    texts: &'f [u8],
    lists: &'f [u8],
}

impl<'f> Block<'f> {
    /// Nothing if the parts don't fit into the bytes.
    pub fn read(bytes: &'f [u8]) -> Option<Self> {
        let names = at(bytes, 0)? as usize;
        let length = at(bytes, 1)? as usize;
        if names > NAMES || bytes.len() < HEAD + names * EACH + GRAMS * 4 {
            return None;
        }
        let mut rest = bytes.get(HEAD..)?;
        let mut part = |length: usize| {
            let (part, after) = rest.split_at_checked(length)?;
            rest = after;
            Some(part)
        };
        Some(Self {
            names,
            records: part(names * 4)?,
            ends: part(names * 4)?,
            folded_ends: part(names * 4)?,
            beginnings: part(names * 4)?,
            counts: part(names)?,
            list_ends: part(GRAMS * 4)?,
            texts: part(length)?,
            lists: rest,
        })
    }

    pub fn len(&self) -> usize {
        self.names
    }

    pub fn record(&self, name: usize) -> u32 {
        at(self.records, name).unwrap_or_default()
    }

    /// A name as it was added.
    pub fn name(&self, name: usize) -> &'f str {
        let start = match name.checked_sub(1) {
            Some(before) => at(self.folded_ends, before),
            None => Some(0),
        };
        self.text(start, at(self.ends, name))
    }

    pub fn folded(&self, name: usize) -> &'f str {
        self.text(at(self.ends, name), at(self.folded_ends, name))
    }

    /// A bit for each letter that a word of it begins with.
    pub fn beginnings(&self, name: usize) -> u32 {
        at(self.beginnings, name).unwrap_or_default()
    }

    /// How many trigrams it has; 255 if there are more.
    pub fn count(&self, name: usize) -> u8 {
        self.counts.get(name).copied().unwrap_or_default()
    }

    /// The names that have a trigram, in order.
    pub fn list(&self, gram: u16) -> impl ExactSizeIterator<Item = u16> + 'f {
        let end = at(self.list_ends, usize::from(gram)).unwrap_or_default();
        let start = match gram.checked_sub(1) {
            Some(before) => at(self.list_ends, usize::from(before)).unwrap_or_default(),
            None => 0,
        };
        let list = self.lists.get(start as usize * 2..end as usize * 2);
        let pairs = list.unwrap_or_default().chunks_exact(2);
        pairs.map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
    }

    fn text(&self, start: Option<u32>, end: Option<u32>) -> &'f str {
        let place = start
            .zip(end)
            .map(|(start, end)| start as usize..end as usize);
        let bytes = place.and_then(|place| self.texts.get(place));
        std::str::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
    }
}

/// A number of a row of them.
fn at(numbers: &[u8], index: usize) -> Option<u32> {
    let bytes = numbers.get(index * 4..)?.first_chunk::<4>()?;
    Some(u32::from_le_bytes(*bytes))
}
