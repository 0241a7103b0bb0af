//! `unused-entity`: an entity that no statement is about.

use rustc_hash::FxHashSet;

use super::Project;
use crate::diagnostic::{Diagnostic, Rule};
use crate::symbol::Symbol;

pub fn check(project: &Project, diagnostics: &mut Vec<Diagnostic>) {
    if !project.whole {
        return;
    }
    let model = project.model;
    let symbols = model.entities.ids().map(|id| model.entities.symbol(id));
    let mut unused: FxHashSet<Symbol> = symbols.collect();
    for symbol in project.files.iter().flat_map(|(_, memo)| memo.used()) {
        unused.remove(&symbol);
    }
    for target in model.merged.values() {
        unused.remove(&model.entities.symbol(*target));
    }
    for id in model.entities.ids() {
        let is_unused = unused.contains(&model.entities.symbol(id));
        if !is_unused || model.merged_into(id).is_some() {
            continue;
        }
        let entity = model.entity(id);
        if entity.group.is_none() {
            let message = format!("no statement is about `{}`", entity.label.text);
            diagnostics.push(
                Diagnostic::new(Rule::UnusedEntity, entity.span, message)
                    .label("declared, and not used yet"),
            );
        }
    }
}
