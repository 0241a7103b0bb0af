//! What is remembered of a file between builds: enough to do without it while nothing that it depends on has changed.
//!
//! A memo is a few sections of bytes, which lie with the quads of the file in the store. Most of a build looks into few of
//! them: the lists of [`Symbol`]s tell in one pass over their bytes which files a change touches; the *marks* tell which
//! statements of several files have to do with each other; only what these point to is decoded. The store
//! checks the bytes; a build of which one memo cannot be read is not built upon.

mod mapped;
mod view;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::infer::Premise;
use crate::model::{Entity, Packed, Source};
use crate::span::{FileId, Place, Placed, Span};
use crate::symbol::{Offer, Space, Symbol, symbol};
use crate::tally::Tally;
use crate::time::Bounds;

pub use mapped::Mapped;
pub use view::View;

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
#[derive(Clone, Debug, Serialize, Deserialize)]
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
    /// Decisions about entities and things elsewhere.
    pub mapped: Vec<Mapped>,
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
    Mapped,
    Tally,
    Diagnostics,
}

const SECTIONS: usize = Section::Diagnostics as usize + 1;

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
            encoded(&self.mapped),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbol::hash;

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
