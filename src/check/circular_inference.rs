//! `circular-inference`: a statement that is inferred, over however many steps, from itself.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let mut premises: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let readings = context.model.readings();
    for (_, reading) in readings.filter(|(_, reading)| !reading.inferred_from.is_empty()) {
        let from = reading.inferred_from.iter().map(|id| id.value.as_str());
        premises.entry(&reading.key).or_default().extend(from);
    }
    let premises = unfounded(premises);
    let mut told: Vec<&str> = Vec::new();
    for (_, reading) in context.model.readings() {
        let key = reading.key.as_str();
        let leads = |from, to| reaches(from, to, &premises);
        let is_told = || {
            let mut told = told.iter();
            told.any(|other| leads(key, other) && leads(other, key))
        };
        if !reading.inferred_from.is_empty() && leads(key, key) && !is_told() {
            told.push(key);
            let place = &reading.inferred_from[0];
            diagnostics.push(
                Diagnostic::new(
                    Rule::CircularInference,
                    place.span,
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
