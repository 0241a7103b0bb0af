//! `quotation-is-title`: statements that rest on nothing but the title of their source.

use rustc_hash::FxHashSet;

use super::Context;
use super::words::Words;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::Resource;

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let dossier = context.dossier;
    // What the source is about, its title may well say.
    let about_others: FxHashSet<usize> = dossier
        .readings
        .iter()
        .filter(|reading| !matches!(reading.statement.subject, Resource::Source(_)))
        .filter_map(|reading| reading.group)
        .collect();
    for (at, group) in dossier.groups.iter().enumerate() {
        let quotations = &dossier.quotations[group.quotations.clone()];
        let Some(source) = context.model.source_of(dossier, Some(at)) else {
            continue;
        };
        // What quotes more than the title is not compared with it.
        let length: usize = quotations
            .iter()
            .map(|quotation| quotation.text.len())
            .sum();
        if quotations.is_empty() || group.bullets == 0 || length > 2 * source.title.len() + 8 {
            continue;
        }
        if !about_others.contains(&at) {
            continue;
        }
        if Words::new(quotations, &source.lang).are(&source.title) {
            diagnostics.push(
                Diagnostic::new(
                    Rule::QuotationIsTitle,
                    quotations[0].span,
                    "this is the title of the source, and nothing else",
                )
                .label("what does the text say?")
                .help("quote the passage that says it, in place of the title or below it"),
            );
        }
    }
}
