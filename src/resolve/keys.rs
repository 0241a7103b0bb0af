//! The key in each statement's IRI: its `^id`, or the hash of its canonical form.
//!
//! A statement is known by what it says. So where one line pins an id, every line that says the same has it;
//! and an id cannot mean two statements, nor a statement have two ids.

use std::collections::HashMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::{World, duplicate_id};
use crate::diagnostic::{Diagnostic, Rule};
use crate::iri;
use crate::memo::{Pin, View};
use crate::model::Dossier;
use crate::span::{FileId, Span};
use crate::symbol::{Space, Symbol, symbol};

/// The ids that files give to statements, by the hash key of what the statement says; of two ids the first. Those that
/// are remembered are decoded when a statement has one of them.
#[derive(Default)]
pub struct Pins<'a> {
    known: HashMap<String, String>,
    /// Where an id is remembered of what has this symbol.
    remembered: FxHashMap<Symbol, usize>,
    files: Vec<(View<'a>, OnceLock<Vec<Pin>>)>,
}

impl<'a> Pins<'a> {
    /// Takes the pins of a file, after those of the files before it.
    pub fn add(&mut self, pins: &[Pin]) {
        for pin in pins {
            let id = self.known.entry(pin.key.clone());
            id.or_insert_with(|| pin.id.clone());
        }
    }

    /// The same of what is remembered of a file.
    pub fn remember(&mut self, memo: View<'a>) {
        let pinned = memo.pinned();
        if pinned.len() == 0 {
            return;
        }
        for offer in pinned {
            let file = self.files.len();
            self.remembered.entry(offer.symbol).or_insert(file);
        }
        self.files.push((memo, OnceLock::new()));
    }

    /// The id of what is said.
    pub fn id(&self, key: &str) -> Option<&String> {
        let known = self.known.get(key);
        known.or_else(|| {
            let file = self.remembered.get(&symbol(Space::Pinned, key))?;
            let (memo, pins) = &self.files[*file];
            let pins = pins.get_or_init(|| memo.pins());
            let pin = pins.iter().find(|pin| pin.key == key)?;
            Some(&pin.id)
        })
    }
}

/// Gives every reading the key of its statement. Hands out the hash key of each, and the ids that stand here.
pub fn assign(dossier: &mut Dossier, world: &World, pins: &Pins) -> (Vec<String>, Vec<Pin>) {
    let base = &world.project.base;
    let hashes: Vec<String> = dossier
        .readings
        .iter()
        .map(|reading| {
            let statement = &reading.statement;
            iri::key(&statement.canonical(&world.model, world.ontology, base))
        })
        .collect();
    let mut here = Vec::new();
    for (reading, hash) in dossier.readings.iter().zip(&hashes) {
        if let Some(id) = &reading.id {
            here.push(Pin {
                key: hash.clone(),
                id: id.value.clone(),
                place: id.span.place(),
            });
        }
    }
    let mut own = Pins::default();
    own.add(&here);
    for (reading, hash) in dossier.readings.iter_mut().zip(&hashes) {
        let id = pins.id(hash).or_else(|| own.id(hash));
        reading.key = id.unwrap_or(hash).clone();
    }
    (hashes, here)
}

/// What is wrong between the ids of all files, given in order.
pub fn conflicts(files: &[(FileId, Vec<Pin>)]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut by_hash: HashMap<&str, (&str, Span)> = HashMap::new();
    let mut by_id: HashMap<&str, (&str, Span)> = HashMap::new();
    for (file, pins) in files {
        for pin in pins {
            let span = pin.place.of(*file);
            let (id, first) = *by_hash.entry(&pin.key).or_insert((&pin.id, span));
            if id != pin.id {
                diagnostics.push(two_ids(span, id, first));
            }
            let (meant, first) = *by_id.entry(&pin.id).or_insert((&pin.key, span));
            if meant != pin.key && first.file != *file {
                diagnostics.push(duplicate_id(&pin.id, span, first));
            }
        }
    }
    diagnostics
}

fn two_ids(span: Span, id: &str, first: Span) -> Diagnostic {
    Diagnostic::new(
        Rule::TwoIds,
        span,
        format!("this statement has the id `{id}` already"),
    )
    .label("one statement, one id")
    .related(first, "it is given here")
    .fix(span, format!("^{id}"))
}
