//! `contradictory-mappings`: a pair that is accepted and rejected, or a thing that is and isn't in a data set; in one file or
//! in two.

use std::collections::BTreeMap;

use super::Project;
use crate::diagnostic::{Diagnostic, Rule};
use crate::mapping::Decision;
use crate::memo::Mapped;
use crate::span::Span;

pub fn check(project: &Project, diagnostics: &mut Vec<Diagnostic>) {
    let mut pairs: BTreeMap<[String; 3], Vec<(Decision, Span)>> = BTreeMap::new();
    let mut in_dataset: BTreeMap<[String; 2], Vec<(Decision, Span)>> = BTreeMap::new();
    for (file, memo) in project.files {
        for mapped in memo.mapped() {
            let (decision, span) = (mapped.decision, mapped.place.of(*file));
            let Mapped {
                entity,
                dataset,
                relation,
                target,
                ..
            } = mapped;
            if relation.is_empty() && decision != Decision::Rejected {
                let key = [entity.clone(), dataset];
                in_dataset.entry(key).or_default().push((decision, span));
            }
            if decision != Decision::NoTermFound {
                let key = [entity, relation, target];
                pairs.entry(key).or_default().push((decision, span));
            }
        }
    }
    let messages = [
        "this pair is accepted, and rejected elsewhere",
        "this thing is said to be there, and elsewhere that there is none",
    ];
    for (message, all) in messages.iter().zip([
        pairs.into_values().collect::<Vec<_>>(),
        in_dataset.into_values().collect(),
    ]) {
        diagnostics.extend(all.iter().filter_map(|same| contradiction(same, message)));
    }
}

/// An accepted row and one that says otherwise, if there are two such.
fn contradiction(same: &[(Decision, Span)], message: &str) -> Option<Diagnostic> {
    let is_accepted = |(decision, _): &&(Decision, Span)| *decision == Decision::Accepted;
    let (_, accepted) = same.iter().find(is_accepted)?;
    let (_, other) = same.iter().find(|row| !is_accepted(row))?;
    let diagnostic = Diagnostic::new(Rule::ContradictoryMappings, *accepted, message)
        .label("accepted here")
        .related(*other, "this says otherwise")
        .help("take out the row that is wrong");
    Some(diagnostic)
}
