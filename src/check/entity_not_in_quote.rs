//! `entity-not-in-quote`: a statement names an entity that its quotation doesn't.

use super::{Context, Quoted};
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::Resource;

pub fn check(context: Context, quoted: &Quoted, diagnostics: &mut Vec<Diagnostic>) {
    for (resource, span) in quoted.resources() {
        let Resource::Entity(id) = resource else {
            continue;
        };
        let entity = context.model.entity(*id);
        // A name that was merged is told as such.
        if context.model.merged_into(*id).is_some()
            || entity.names().any(|name| quoted.words.name(&name.text))
        {
            continue;
        }
        let message = format!("the quotation doesn't name `{}`", entity.label.text);
        diagnostics.push(
            Diagnostic::new(Rule::EntityNotInQuote, span, message)
                .label("neither this name nor another of it stands in the quotation")
                .related(quoted.place(), "the quotation")
                .help("quote the words that name it as well, or give the entity this name with `also`"),
        );
    }
}
