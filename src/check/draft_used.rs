//! `draft-used`: a statement that is exported speaks of an entity or a statement that isn't.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::{Context, Project};
use crate::diagnostic::{Diagnostic, Rule};
use crate::memo::Pin;
use crate::model::Resource;
use crate::span::Span;
use crate::symbol::{Space, Symbol, symbol};

/// Of entities, which a file knows on its own.
pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let exported = context.dossier.readings.iter();
    for reading in exported.filter(|reading| !reading.draft) {
        for (resource, span) in reading.named() {
            if let Resource::Entity(id) = resource
                && context.model.entity(*id).draft
            {
                let entity = context.model.entity(*id);
                let what = format!("`{}`", entity.label.text);
                diagnostics.push(used(&what, span).related(entity.span, "the draft"));
            }
        }
    }
}

/// Of statements, which may stand in another file: one is exported if any line that says the same is no draft.
pub fn across(project: &Project, diagnostics: &mut Vec<Diagnostic>) {
    let references: Vec<_> = project
        .files
        .iter()
        .flat_map(|&(file, memo)| {
            let all = memo.references().into_iter();
            all.map(move |(id, place)| (id, place.of(file)))
        })
        .collect();
    if references.is_empty() {
        return;
    }
    let mut said: BTreeMap<&str, Symbol> = BTreeMap::new();
    let pins: Vec<Pin> = project
        .files
        .iter()
        .flat_map(|(_, memo)| memo.pins())
        .collect();
    for pin in &pins {
        said.entry(&pin.id)
            .or_insert_with(|| symbol(Space::Said, &pin.key));
    }
    let mut missing: FxHashSet<Symbol> = said.values().copied().collect();
    for symbol in project.files.iter().flat_map(|(_, memo)| memo.exported()) {
        missing.remove(&symbol);
    }
    for (id, span) in &references {
        let is_draft = said
            .get(id.as_str())
            .is_none_or(|said| missing.contains(said));
        if is_draft {
            diagnostics.push(used(&format!("`^{id}`"), *span));
        }
    }
}

fn used(what: &str, span: Span) -> Diagnostic {
    let message = format!("{what} is a draft, and this statement isn't");
    Diagnostic::new(Rule::DraftUsed, span, message)
        .label("drafts are checked, and not exported")
        .help("take the `[ ]` away from the draft, or put one before this statement as well")
}
