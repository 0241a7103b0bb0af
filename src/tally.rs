//! What a project holds, counted. Four words are never added up: verified, unverified, draft, unconfirmed.

use std::fmt;

use serde::Serialize;

use crate::model::Model;
use crate::syntax::{Block, Dossier};

/// The numbers that `citable status` shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    pub dossiers: usize,
    pub registers: usize,
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
}

impl Tally {
    /// Counts what was read.
    pub fn of(model: &Model, trees: &[Dossier]) -> Tally {
        let mut tally = Tally {
            dossiers: trees
                .iter()
                .filter(|tree| tree.front_matter.is_some())
                .count(),
            registers: trees
                .iter()
                .filter(|tree| tree.front_matter.is_none())
                .count(),
            sources: model
                .dossiers
                .iter()
                .filter(|dossier| dossier.source.is_some())
                .count(),
            entities: model.entities.len(),
            quotations: trees
                .iter()
                .flat_map(|tree| &tree.blocks)
                .map(quotations)
                .sum(),
            ..Tally::default()
        };
        for (dossier, reading) in model.readings() {
            let without_text = dossier
                .source
                .as_ref()
                .is_some_and(|source| source.without_text);
            let kind = match (reading.draft, reading.group, without_text) {
                (true, ..) => &mut tally.drafts,
                (_, None, _) => &mut tally.reasoned,
                (_, Some(_), true) => &mut tally.unverified,
                (_, Some(_), false) => &mut tally.verified,
            };
            *kind += 1;
            tally.unconfirmed += usize::from(reading.unconfirmed && !reading.draft);
        }
        tally
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
        let counted = [
            counted(self.dossiers, "dossier", "dossiers"),
            counted(self.entities, "entity", "entities"),
            counted(self.quotations, "quotation", "quotations"),
        ];
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
            [] => write!(f, "{}, no statements", counted.join(", ")),
            kinds => write!(
                f,
                "{}; statements: {}",
                counted.join(", "),
                kinds.join(", ")
            ),
        }
    }
}

/// A number and what it counts.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
