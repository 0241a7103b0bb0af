//! `several-targets`: an entity that is the same as two things of one data set.

use std::collections::BTreeMap;

use super::Project;
use crate::diagnostic::{Diagnostic, Rule};
use crate::iri::{last_part, namespace};
use crate::mapping::Decision;
use crate::span::Span;

pub fn check(project: &Project, diagnostics: &mut Vec<Diagnostic>) {
    let mut targets: BTreeMap<[String; 2], BTreeMap<String, Span>> = BTreeMap::new();
    for (file, memo) in project.files {
        for mapped in memo.mapped() {
            if mapped.decision == Decision::Accepted && mapped.relation.is_empty() {
                // A file may hold decisions about several data sets, which nothing but the IRIs tells apart.
                let key = [mapped.entity, namespace(&mapped.target).to_owned()];
                let span = mapped.place.of(*file);
                let known = targets.entry(key).or_default();
                known.entry(mapped.target).or_insert(span);
            }
        }
    }
    for ([entity, _], targets) in targets {
        let mut targets: Vec<(String, Span)> = targets.into_iter().collect();
        targets.sort_by_key(|(_, span)| *span);
        let Some(((first, place), others)) = targets.split_first() else {
            continue;
        };
        for (other, span) in others {
            let (entity, first, other) = (last_part(&entity), last_part(first), last_part(other));
            let message = format!("`{entity}` is the same as `{first}` and as `{other}`");
            let diagnostic = Diagnostic::new(Rule::SeveralTargets, *span, message)
                .label("a second thing of the same data set")
                .related(*place, "the first one")
                .help("one of them is another thing, or the other data set has it twice: reject one, or write `skos:closeMatch`");
            diagnostics.push(diagnostic);
        }
    }
}
