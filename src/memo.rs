//! What is remembered of a file between builds: enough to do without it while nothing that it depends on has changed.
//!
//! A memo is a few sections of bytes, which lie with the quads of the file in the store. Most of a build looks into few of
//! them: the lists of [`Symbol`]s tell in one pass over their bytes which files a change touches; the *marks* tell which
//! statements of several files have to do with each other; only what these point to is decoded. The store
//! checks the bytes; a build of which one memo cannot be read is not built upon.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::infer::Premise;
use crate::model::{Entity, Packed, Source};
use crate::span::{FileId, Place, Placed, Span};
use crate::symbol::{Offer, Space, Symbol, hash, symbol};
use crate::tally::Tally;
use crate::time::Bounds;

/// What a file declares: what other files can use without knowing what it says.
#[derive(Debug, Default)]
pub struct Declared {
    pub entities: Vec<Entity>,
    pub source: Option<Source>,
    pub ids: Ids,
}

/// The ids that a file gives, each with where it stands first.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Ids {
    pub statements: Vec<(String, Place)>,
    pub quotations: Vec<QuotedId>,
}

/// What an entity is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// Of the name.
    pub symbol: Symbol,
    /// Which of the file's entities it is.
    pub index: u32,
    /// Whether it is the label, under which the entity is declared.
    pub is_label: bool,
}

impl Declared {
    /// Everything that the entities are called.
    pub fn names(&self) -> Vec<Named> {
        let entities = (0..).zip(&self.entities);
        let names = entities.flat_map(|(index, entity)| {
            entity.names().enumerate().map(move |(number, name)| Named {
                symbol: symbol(Space::Name, &name.text),
                index,
                is_label: number == 0,
            })
        });
        names.collect()
    }

    /// The symbols of the entities' ids.
    pub fn entity_ids(&self) -> Vec<Symbol> {
        let ids = self.entities.iter();
        ids.map(|entity| symbol(Space::Entity, &entity.id))
            .collect()
    }

    /// Which of the entities were merged into others.
    fn merged(&self) -> Vec<u64> {
        let entities = (0..).zip(&self.entities);
        let merged = entities.filter(|(_, entity)| entity.merge.is_some());
        merged.map(|(index, _)| index).collect()
    }
}

/// The id of a quotation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QuotedId {
    /// The id of the source.
    pub source: String,
    pub id: String,
    pub place: Place,
    /// A hash of the words.
    pub words: u64,
}

/// An id that is given to a statement.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pin {
    /// The hash key of what the statement says.
    pub key: String,
    pub id: String,
    pub place: Place,
}

/// An asserted value of a functional property.
#[derive(Debug, Serialize, Deserialize)]
pub struct Value {
    /// How messages call the property and the subject.
    pub property: String,
    pub subject: String,
    /// Their IRIs.
    pub predicate: String,
    pub about: String,
    /// How messages show the value.
    pub value: String,
    /// The last part of the statement's IRI.
    pub statement: String,
    /// The signs of where its words come from; none if nothing is quoted for it.
    pub origin: Vec<u64>,
    pub place: Place,
    pub preferred: bool,
    pub bounds: Bounds,
    /// A hash of the roles.
    pub roles: u64,
}

/// The mark of an asserted value of a functional property: hashes of what it is a value of, and of the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueMark {
    pub of: u64,
    pub value: u64,
}

/// That something is said, or denied, under a quotation.
#[derive(Debug, Serialize, Deserialize)]
pub struct Claim {
    pub negated: bool,
    pub bounds: Bounds,
    pub place: Place,
}

/// The mark of a claim: a hash of the quotation and of what is said or denied there, but for the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimMark {
    pub of: u64,
    pub negated: bool,
}

impl ClaimMark {
    /// As one number, of which the last bit says whether it is denied.
    fn number(of: u64, negated: bool) -> u64 {
        of << 1 | u64::from(negated)
    }

    fn of_number(number: u64) -> ClaimMark {
        ClaimMark {
            of: number >> 1,
            negated: number & 1 == 1,
        }
    }
}

/// An asserted statement that was read off a source without a stored text, and nothing else in the file.
#[derive(Debug, Serialize, Deserialize)]
pub struct Unverified {
    /// The symbol of what it says.
    pub said: Symbol,
    /// The id of the source.
    pub source: String,
    /// The signs of where its words come from.
    pub origin: Vec<u64>,
    pub place: Place,
}

/// That a statement is inferred by a person from others.
#[derive(Debug, Serialize, Deserialize)]
pub struct Reasoning {
    /// The last part of the statement's IRI.
    pub key: String,
    /// The ids that it is inferred from.
    pub from: Vec<(String, Place)>,
}

/// All that is remembered of a file, before it is put into bytes.
#[derive(Debug, Default)]
pub struct Memo {
    /// A digest of all that it was compiled from, but for what it has asked others for.
    pub key: u64,
    pub declared: Declared,
    /// What the declarations offer; sorted.
    pub offers: Vec<Offer>,
    /// What was asked of declarations; sorted.
    pub asks: Vec<Symbol>,
    /// The ids that statements have here, and those that they may have from elsewhere; sorted.
    pub pinned: Vec<Offer>,
    pub asks_pinned: Vec<Symbol>,
    /// What statements offer to inference, and what inference from them asks for; sorted.
    pub says: Vec<Offer>,
    pub asks_said: Vec<Symbol>,
    /// The other files that were looked into, by path, with their SHA-256.
    pub files: Vec<(String, String)>,
    /// For each reading, a hash of its statement and its quotations; and where it stands.
    pub readings: Vec<(u64, Place)>,
    pub values: Vec<(ValueMark, Value)>,
    pub claims: Vec<(u64, Claim)>,
    pub unverified: Vec<Unverified>,
    /// The entities that statements are about; sorted.
    pub used: Vec<Symbol>,
    /// What is said by readings that are no drafts; sorted.
    pub exported: Vec<Symbol>,
    pub pins: Vec<Pin>,
    pub reasonings: Vec<Reasoning>,
    /// The ids of statements that exported ones speak of.
    pub references: Vec<(String, Place)>,
    /// Of each reading that is no draft, a hash of the last part of its statement's IRI, and its line; sorted.
    pub lines: Vec<(u64, u64)>,
    /// The statements from which something follows, and of them those that may take part in chains.
    pub premises: Vec<Premise>,
    pub chained: Vec<Premise>,
    pub tally: Tally,
    pub diagnostics: Vec<Diagnostic>,
}

/// The sections, in their order.
#[derive(Clone, Copy)]
enum Section {
    Key,
    Source,
    Ids,
    EntityEnds,
    Entities,
    EntityIds,
    Names,
    Merged,
    Offers,
    Asks,
    Pinned,
    AsksPinned,
    Says,
    AsksSaid,
    Files,
    ReadingMarks,
    ReadingPlaces,
    ValueMarks,
    Values,
    ClaimMarks,
    Claims,
    Unverified,
    Used,
    Exported,
    Pins,
    Reasonings,
    References,
    Lines,
    Premises,
    Chained,
    Tally,
    Diagnostics,
}

const SECTIONS: usize = Section::Diagnostics as usize + 1;

/// The bytes of a memo, in their sections.
#[derive(Clone, Copy)]
pub struct View<'a> {
    bytes: &'a [u8],
}

impl Memo {
    /// Puts it into bytes. Places in other files than `own` have to be in one of the files that were looked into; `path`
    /// names those.
    pub fn to_bytes<'p>(mut self, own: FileId, path: impl Fn(FileId) -> &'p str) -> Vec<u8> {
        let mut number = |span: &mut Span| {
            let at = |(known, _): &(String, String)| known == path(span.file);
            let other = self.files.iter().position(at);
            span.file = match other {
                Some(index) if span.file != own => FileId(index as u32 + 1),
                _ => FileId(0),
            };
        };
        self.diagnostics.each_span(&mut number);
        let declared = &self.declared;
        let (entity_ends, entities) = Packed::pack(&declared.entities);
        let name = |named: Named| {
            let index = u64::from(named.index) << 1;
            [named.symbol, index | u64::from(named.is_label)]
        };
        let sections: [Vec<u8>; SECTIONS] = [
            self.key.to_le_bytes().to_vec(),
            encoded(&declared.source),
            encoded(&declared.ids),
            entity_ends,
            entities,
            numbers(declared.entity_ids()),
            numbers(declared.names().into_iter().flat_map(name)),
            numbers(declared.merged()),
            offers(&self.offers),
            numbers(self.asks),
            offers(&self.pinned),
            numbers(self.asks_pinned),
            offers(&self.says),
            numbers(self.asks_said),
            encoded(&self.files),
            numbers(self.readings.iter().map(|(mark, _)| *mark)),
            encoded(
                &self
                    .readings
                    .iter()
                    .map(|(_, place)| place)
                    .collect::<Vec<_>>(),
            ),
            numbers(
                self.values
                    .iter()
                    .flat_map(|(mark, _)| [mark.of, mark.value]),
            ),
            encoded(
                &self
                    .values
                    .iter()
                    .map(|(_, value)| value)
                    .collect::<Vec<_>>(),
            ),
            numbers(
                self.claims
                    .iter()
                    .map(|(of, claim)| ClaimMark::number(*of, claim.negated)),
            ),
            encoded(
                &self
                    .claims
                    .iter()
                    .map(|(_, claim)| claim)
                    .collect::<Vec<_>>(),
            ),
            encoded(&self.unverified),
            numbers(self.used),
            numbers(self.exported),
            encoded(&self.pins),
            encoded(&self.reasonings),
            encoded(&self.references),
            numbers(self.lines.iter().flat_map(|&(key, line)| [key, line])),
            encoded(&self.premises),
            encoded(&self.chained),
            encoded(&self.tally),
            encoded(&self.diagnostics),
        ];
        let mut bytes = Vec::with_capacity(sections.iter().map(|section| section.len() + 4).sum());
        for section in &sections {
            bytes.extend_from_slice(&(section.len() as u32).to_le_bytes());
        }
        sections
            .iter()
            .for_each(|section| bytes.extend_from_slice(section));
        bytes
    }
}

fn encoded(value: &impl Serialize) -> Vec<u8> {
    postcard::to_stdvec(value).expect("memory takes everything")
}

fn numbers(numbers: impl IntoIterator<Item = u64>) -> Vec<u8> {
    numbers.into_iter().flat_map(u64::to_le_bytes).collect()
}

fn offers(offers: &[Offer]) -> Vec<u8> {
    let pairs = offers.iter();
    numbers(pairs.flat_map(|offer| [offer.symbol, offer.meaning]))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_statement_are_found() {
        let line = |key: &str, line| (hash(key.as_bytes()), line);
        let mut lines = vec![line("a", 3), line("b", 9), line("a", 1), line("c", 2)];
        lines.sort_unstable();
        let memo = Memo {
            lines,
            ..Memo::default()
        };
        let bytes = memo.to_bytes(FileId(0), |_| "");
        let view = View::new(&bytes).expect("it was made as one");
        assert_eq!(view.lines_of("a"), [1, 3]);
        assert_eq!(view.lines_of("b"), [9]);
        assert_eq!(view.lines_of("d"), [0usize; 0]);
        let nothing = Memo::default().to_bytes(FileId(0), |_| "");
        let view = View::new(&nothing).expect("it was made as one");
        assert_eq!(view.lines_of("a"), [0usize; 0]);
    }
}
