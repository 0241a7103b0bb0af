//! What a project holds, counted. Four words are never added up: verified, unverified, draft, unconfirmed.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::files::Kind;
use crate::model::{Dossier, Model};
use crate::syntax::{self, Block};

/// The numbers that `citable status` shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub dossiers: usize,
    pub registers: usize,
    /// Tables of statements.
    pub tables: usize,
    pub sources: usize,
    pub entities: usize,
    pub quotations: usize,
    /// Readings whose quotations are held against a stored text.
    pub verified: usize,
    /// Readings of sources that have no stored text.
    pub unverified: usize,
    /// Readings that rest on a reason or on other statements.
    pub reasoned: usize,
    /// Readings marked `[ ]`.
    pub drafts: usize,
    /// Readings that the source itself doesn't vouch for; they are among the verified, unverified and
    /// reasoned ones as well.
    pub unconfirmed: usize,
    /// Rows of mapping sets.
    pub mappings: usize,
}

impl Tally {
    /// Counts what was read in a file.
    pub fn of(tree: &syntax::Dossier, dossier: &Dossier, entities: usize, model: &Model) -> Tally {
        let is = |kinds: &[Kind]| usize::from(kinds.contains(&tree.kind));
        let mut tally = Tally {
            dossiers: is(&[Kind::Dossier]),
            registers: is(&[Kind::Register, Kind::Entities]),
            tables: is(&[Kind::Facts]),
            sources: usize::from(dossier.source.is_some()),
            entities,
            quotations: tree.blocks.iter().map(quotations).sum(),
            ..Tally::default()
        };
        for reading in &dossier.readings {
            let source = model.source_of(dossier, reading.group);
            let without_text = source.is_some_and(|source| source.without_text);
            let reasoned = dossier.quotations_of(reading.group).is_empty();
            let kind = match (reading.draft, reasoned, without_text) {
                (true, ..) => &mut tally.drafts,
                (_, true, _) => &mut tally.reasoned,
                (_, false, true) => &mut tally.unverified,
                (_, false, false) => &mut tally.verified,
            };
            *kind += 1;
            tally.unconfirmed += usize::from(reading.unconfirmed && !reading.draft);
        }
        tally
    }

    /// What two tallies hold together.
    pub fn with(self, other: Tally) -> Tally {
        Tally {
            dossiers: self.dossiers + other.dossiers,
            registers: self.registers + other.registers,
            tables: self.tables + other.tables,
            sources: self.sources + other.sources,
            entities: self.entities + other.entities,
            quotations: self.quotations + other.quotations,
            verified: self.verified + other.verified,
            unverified: self.unverified + other.unverified,
            reasoned: self.reasoned + other.reasoned,
            drafts: self.drafts + other.drafts,
            unconfirmed: self.unconfirmed + other.unconfirmed,
            mappings: self.mappings + other.mappings,
        }
    }
}

fn quotations(block: &Block) -> usize {
    match block {
        Block::Group(group) => group.quotations.len(),
        Block::Declarations(_) => 0,
    }
}

/// What was read, in a sentence.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = vec![counted(self.dossiers, "dossier", "dossiers")];
        parts.extend((self.tables > 0).then(|| counted(self.tables, "table", "tables")));
        parts.push(counted(self.entities, "entity", "entities"));
        parts.push(counted(self.quotations, "quotation", "quotations"));
        parts.extend((self.mappings > 0).then(|| counted(self.mappings, "mapping", "mappings")));
        let kinds = [
            (self.verified, "verified"),
            (self.unverified, "unverified"),
            (self.reasoned, "reasoned"),
            (self.drafts, "draft"),
        ];
        let statements: Vec<String> = kinds
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, kind)| format!("{count} {kind}"))
            .collect();
        match statements.as_slice() {
            [] => write!(f, "{}, no statements", parts.join(", ")),
            kinds => write!(f, "{}; statements: {}", parts.join(", "), kinds.join(", ")),
        }
    }
}

/// A number and what it counts.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
