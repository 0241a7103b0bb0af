//! What a memo says, read from its bytes where they lie: each section when it is asked for, and no other.

use serde::de::DeserializeOwned;

use super::{
    Claim, ClaimMark, Ids, Mapped, Named, Pin, Reasoning, SECTIONS, Section, Unverified, Value,
    ValueMark,
};
use crate::diagnostic::Diagnostic;
use crate::infer::Premise;
use crate::model::{Packed, Source};
use crate::span::{FileId, Place, Placed};
use crate::symbol::{Offer, Symbol, hash};
use crate::tally::Tally;

/// The bytes of a memo, in their sections.
#[derive(Clone, Copy)]
pub struct View<'a> {
    bytes: &'a [u8],
}

impl<'a> View<'a> {
    /// The sections of the bytes of a memo; nothing if they are none.
    pub fn new(bytes: &'a [u8]) -> Option<View<'a>> {
        let lengths = bytes.get(..4 * SECTIONS)?.chunks_exact(4);
        let whole: usize = lengths.map(length).sum();
        let view = View { bytes };
        let is_whole = bytes.len() == 4 * SECTIONS + whole;
        (is_whole && view.section(Section::Key).len() == 8).then_some(view)
    }

    fn section(&self, section: Section) -> &'a [u8] {
        let (lengths, sections) = self.bytes.split_at(4 * SECTIONS);
        let mut lengths = lengths.chunks_exact(4).map(length);
        let before: usize = lengths.by_ref().take(section as usize).sum();
        let end = before + lengths.next().unwrap_or_default();
        &sections[before..end]
    }

    fn decoded<T: DeserializeOwned>(&self, section: Section) -> Option<T> {
        postcard::from_bytes(self.section(section)).ok()
    }

    fn list<T: DeserializeOwned>(&self, section: Section) -> Vec<T> {
        // An empty list is one byte, and most of these lists are empty.
        match self.section(section) {
            [0] => Vec::new(),
            _ => self.decoded(section).unwrap_or_default(),
        }
    }

    fn numbers(&self, section: Section) -> impl ExactSizeIterator<Item = u64> + Clone + use<'a> {
        let number = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().expect("eight bytes"));
        self.section(section).chunks_exact(8).map(number)
    }

    fn pairs<T, F: Fn(u64, u64) -> T>(
        &self,
        section: Section,
        pair: F,
    ) -> impl ExactSizeIterator<Item = T> + use<'a, T, F> {
        let number = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().expect("eight bytes"));
        let chunks = self.section(section).chunks_exact(16);
        chunks.map(move |bytes| pair(number(&bytes[..8]), number(&bytes[8..])))
    }

    pub fn key(&self) -> u64 {
        self.numbers(Section::Key).next().unwrap_or_default()
    }

    /// The source that the file, whose number is now `own`, declares; nothing if the bytes are damaged.
    pub fn source(&self, own: FileId) -> Option<Option<Source>> {
        let mut source: Option<Source> = self.decoded(Section::Source)?;
        if let Some(source) = &mut source {
            source.file = own;
            source.each_span(&mut |span| span.file = own);
        }
        Some(source)
    }

    pub fn ids(&self) -> Ids {
        self.decoded(Section::Ids).unwrap_or_default()
    }

    pub fn entities(&self) -> Packed<'a> {
        let ends = self.section(Section::EntityEnds);
        Packed::new(ends, self.section(Section::Entities))
    }

    pub fn entity_ids(&self) -> impl ExactSizeIterator<Item = Symbol> + Clone + use<'a> {
        self.numbers(Section::EntityIds)
    }

    pub fn names(&self) -> impl ExactSizeIterator<Item = Named> + use<'a> {
        self.pairs(Section::Names, |symbol, index| Named {
            symbol,
            index: (index >> 1) as u32,
            is_label: index & 1 == 1,
        })
    }

    /// Which of the entities were merged into others.
    pub fn merged(&self) -> impl ExactSizeIterator<Item = u64> + Clone + use<'a> {
        self.numbers(Section::Merged)
    }

    pub fn offers(&self) -> impl ExactSizeIterator<Item = Offer> + use<'a> {
        self.pairs(Section::Offers, offer)
    }

    pub fn pinned(&self) -> impl ExactSizeIterator<Item = Offer> + use<'a> {
        self.pairs(Section::Pinned, offer)
    }

    pub fn says(&self) -> impl ExactSizeIterator<Item = Offer> + use<'a> {
        self.pairs(Section::Says, offer)
    }

    /// The lines on which a statement stands, by the last part of its IRI.
    pub fn lines_of(&self, key: &str) -> Vec<usize> {
        let wanted = hash(key.as_bytes());
        let bytes = self.section(Section::Lines);
        let number = |at: usize| {
            let eight = bytes[at..at + 8].try_into();
            u64::from_le_bytes(eight.expect("eight bytes"))
        };
        let (mut start, mut end) = (0, bytes.len() / 16);
        while start < end {
            let middle = (start + end) / 2;
            match number(16 * middle) < wanted {
                true => start = middle + 1,
                false => end = middle,
            }
        }
        (start..bytes.len() / 16)
            .take_while(|pair| number(16 * pair) == wanted)
            .map(|pair| number(16 * pair + 8) as usize)
            .collect()
    }

    pub fn asks_pinned(&self) -> impl ExactSizeIterator<Item = Symbol> + Clone + use<'a> {
        self.numbers(Section::AsksPinned)
    }

    pub fn asks(&self) -> impl ExactSizeIterator<Item = Symbol> + Clone + use<'a> {
        self.numbers(Section::Asks)
    }

    pub fn asks_said(&self) -> impl ExactSizeIterator<Item = Symbol> + Clone + use<'a> {
        self.numbers(Section::AsksSaid)
    }

    pub fn files(&self) -> Option<Vec<(String, String)>> {
        self.decoded(Section::Files)
    }

    pub fn reading_marks(&self) -> impl ExactSizeIterator<Item = u64> + Clone + use<'a> {
        self.numbers(Section::ReadingMarks)
    }

    pub fn reading_places(&self) -> Vec<Place> {
        self.list(Section::ReadingPlaces)
    }

    pub fn value_marks(&self) -> impl ExactSizeIterator<Item = ValueMark> + use<'a> {
        self.pairs(Section::ValueMarks, |of, value| ValueMark { of, value })
    }

    pub fn values(&self) -> Vec<Value> {
        self.list(Section::Values)
    }

    pub fn claim_marks(&self) -> impl ExactSizeIterator<Item = ClaimMark> + Clone + use<'a> {
        self.numbers(Section::ClaimMarks).map(ClaimMark::of_number)
    }

    pub fn claims(&self) -> Vec<Claim> {
        self.list(Section::Claims)
    }

    pub fn unverified(&self) -> Vec<Unverified> {
        self.list(Section::Unverified)
    }

    pub fn used(&self) -> impl ExactSizeIterator<Item = Symbol> + Clone + use<'a> {
        self.numbers(Section::Used)
    }

    pub fn exported(&self) -> impl ExactSizeIterator<Item = Symbol> + Clone + use<'a> {
        self.numbers(Section::Exported)
    }

    pub fn pins(&self) -> Vec<Pin> {
        self.list(Section::Pins)
    }

    pub fn reasonings(&self) -> Vec<Reasoning> {
        self.list(Section::Reasonings)
    }

    pub fn references(&self) -> Vec<(String, Place)> {
        self.list(Section::References)
    }

    pub fn premises(&self) -> Vec<Premise> {
        self.list(Section::Premises)
    }

    pub fn chained(&self) -> Vec<Premise> {
        self.list(Section::Chained)
    }

    /// The bytes of what may take part in chains: the same statements, the same bytes; none, if there are none.
    pub fn chained_bytes(&self) -> &'a [u8] {
        match self.section(Section::Chained) {
            [0] => &[], // an empty list
            bytes => bytes,
        }
    }

    pub fn mapped(&self) -> Vec<Mapped> {
        self.list(Section::Mapped)
    }

    pub fn tally(&self) -> Option<Tally> {
        self.decoded(Section::Tally)
    }

    /// What was said of the file, whose number is now `own`; `number` gives those of the others. Nothing if one of them
    /// is gone.
    pub fn diagnostics(
        &self,
        own: FileId,
        number: impl Fn(&str) -> Option<FileId>,
    ) -> Option<Vec<Diagnostic>> {
        let mut diagnostics: Vec<Diagnostic> = self.decoded(Section::Diagnostics)?;
        if diagnostics.is_empty() {
            return Some(diagnostics);
        }
        let others = self.files()?;
        let others = others.iter().map(|(path, _)| number(path));
        let numbers: Option<Vec<FileId>> = std::iter::once(Some(own)).chain(others).collect();
        let numbers = numbers?;
        diagnostics.each_span(&mut |span| {
            let known = numbers.get(span.file.0 as usize);
            span.file = known.copied().unwrap_or(own);
        });
        Some(diagnostics)
    }
}

fn offer(symbol: u64, meaning: u64) -> Offer {
    Offer { symbol, meaning }
}

/// A length, of four bytes.
fn length(bytes: &[u8]) -> usize {
    u32::from_le_bytes(bytes.try_into().expect("four bytes")) as usize
}
