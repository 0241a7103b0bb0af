//! The key in each statement's IRI: its `^id`, or the hash of its canonical form.
//!
//! A statement is known by what it says. So where one line pins an id, every line that says the same has it;
//! and an id cannot mean two statements, nor a statement have two ids.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Rule};
use crate::iri;
use crate::model::Model;
use crate::ontology::Ontology;
use crate::project::Project;
use crate::span::Spanned;

/// Gives every reading the key of its statement.
pub fn assign(
    model: &mut Model,
    ontology: &Ontology,
    project: &Project,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let hashes: Vec<Vec<String>> = model
        .dossiers
        .par_iter()
        .map(|dossier| {
            let readings = dossier.readings.iter();
            let canonical =
                readings.map(|reading| reading.statement.canonical(model, ontology, &project.base));
            canonical.map(|canonical| iri::key(&canonical)).collect()
        })
        .collect();
    let pinned = pinned(model, &hashes, diagnostics);
    for (dossier, hashes) in model.dossiers.iter_mut().zip(hashes) {
        for (reading, hash) in dossier.readings.iter_mut().zip(hashes) {
            reading.key = pinned.get(&hash).cloned().unwrap_or(hash);
        }
    }
}

/// The ids by the hash of the statements that they mean.
fn pinned(
    model: &Model,
    hashes: &[Vec<String>],
    diagnostics: &mut Vec<Diagnostic>,
) -> HashMap<String, String> {
    let mut by_hash: HashMap<&str, &Spanned<String>> = HashMap::new();
    let mut by_id: HashMap<&str, (&str, &Spanned<String>)> = HashMap::new();
    for (dossier, hashes) in model.dossiers.iter().zip(hashes) {
        for (reading, hash) in dossier.readings.iter().zip(hashes) {
            let Some(id) = &reading.id else { continue };
            let first = by_hash.entry(hash).or_insert(id);
            if first.value != id.value {
                diagnostics.push(two_ids(id, first));
            }
            let (meant, first) = *by_id.entry(&id.value).or_insert((hash, id));
            if meant != hash && first.span.file != id.span.file {
                diagnostics.push(super::duplicate_id(&id.value, id.span, first.span));
            }
        }
    }
    by_hash
        .into_iter()
        .map(|(hash, id)| (hash.to_owned(), id.value.clone()))
        .collect()
}

fn two_ids(id: &Spanned<String>, first: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(
        Rule::TwoIds,
        id.span,
        format!("this statement has the id `{}` already", first.value),
    )
    .label("one statement, one id")
    .related(first.span, "it is given here")
    .fix(id.span, format!("^{}", first.value))
}
