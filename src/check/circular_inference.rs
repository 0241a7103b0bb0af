//! `circular-inference`: a statement that is inferred, over however many steps, from itself.

use std::collections::{BTreeMap, BTreeSet};

use super::Project;
use crate::diagnostic::{Diagnostic, Rule};
use crate::memo::Reasoning;
use crate::span::FileId;

pub fn check(project: &Project, diagnostics: &mut Vec<Diagnostic>) {
    let files = project.files.iter();
    let reasonings: Vec<(FileId, Reasoning)> = files
        .flat_map(|&(id, memo)| {
            let all = memo.reasonings().into_iter();
            all.map(move |reasoning| (id, reasoning))
        })
        .collect();
    let mut premises: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (_, reasoning) in &reasonings {
        let from = reasoning.from.iter().map(|(id, _)| id.as_str());
        premises.entry(&reasoning.key).or_default().extend(from);
    }
    let premises = unfounded(premises);
    let mut told: Vec<&str> = Vec::new();
    for (file, reasoning) in &reasonings {
        let key = reasoning.key.as_str();
        let leads = |from, to| reaches(from, to, &premises);
        let is_told = || {
            let mut told = told.iter();
            told.any(|other| leads(key, other) && leads(other, key))
        };
        if leads(key, key) && !is_told() {
            told.push(key);
            let (_, place) = &reasoning.from[0];
            diagnostics.push(
                Diagnostic::new(
                    Rule::CircularInference,
                    place.of(*file),
                    "this statement is inferred from itself",
                )
                .label("following these ids leads back here")
                .help("one statement of the circle has to rest on a quotation or a reason"),
            );
        }
    }
}

/// What is left once everything is taken away that rests, step by step, on statements which are not inferred:
/// in order, so that long chains are followed once and not from each of their ends.
fn unfounded<'a>(
    mut premises: BTreeMap<&'a str, BTreeSet<&'a str>>,
) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut open: BTreeMap<&str, usize> = BTreeMap::new();
    let mut conclusions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut founded = Vec::new();
    for (&id, from) in &premises {
        let inferred = from
            .iter()
            .filter(|premise| premises.contains_key(*premise));
        let mut count = 0;
        for &premise in inferred {
            conclusions.entry(premise).or_default().push(id);
            count += 1;
        }
        open.insert(id, count);
        founded.extend((count == 0).then_some(id));
    }
    while let Some(id) = founded.pop() {
        premises.remove(id);
        for conclusion in conclusions.remove(id).unwrap_or_default() {
            let left = open.entry(conclusion).or_default();
            *left -= 1;
            founded.extend((*left == 0).then_some(conclusion));
        }
    }
    premises
}

/// Whether the premises of one statement lead, over one or more steps, to another.
fn reaches<'a>(start: &'a str, end: &str, premises: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> bool {
    let mut seen = BTreeSet::new();
    let mut next: Vec<&str> = premises.get(start).into_iter().flatten().copied().collect();
    while let Some(id) = next.pop() {
        if id == end {
            return true;
        }
        if seen.insert(id) {
            next.extend(premises.get(id).into_iter().flatten());
        }
    }
    false
}
