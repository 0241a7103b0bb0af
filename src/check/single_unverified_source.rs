//! `single-unverified-source`: statements that rest on one source alone, of which no text is stored.
//!
//! It is told once of each source, since it is true of all that was read off it and found nowhere else.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Project;
use crate::contest::independent;
use crate::diagnostic::{Diagnostic, Rule};
use crate::memo::Unverified;
use crate::span::Span;
use crate::symbol::Symbol;
use crate::tally::counted;

/// How many of the statements are shown.
const SHOWN: usize = 3;

pub fn check(project: &Project, diagnostics: &mut Vec<Diagnostic>) {
    let mut resting: FxHashMap<Symbol, Vec<(Span, Unverified)>> = FxHashMap::default();
    for (file, memo) in project.files {
        for reading in memo.unverified() {
            let span = reading.place.of(*file);
            resting
                .entry(reading.said)
                .or_default()
                .push((span, reading));
        }
    }
    if resting.is_empty() {
        return;
    }
    for symbol in supported(project, &resting) {
        resting.remove(&symbol);
    }
    let mut by_source: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for readings in resting.into_values() {
        let origins: Vec<&[u64]> = readings
            .iter()
            .map(|(_, reading)| &reading.origin[..])
            .collect();
        if independent(&origins) == 1 {
            let first = readings.into_iter().min_by_key(|(span, _)| *span);
            let (span, reading) = first.expect("there is one");
            by_source.entry(reading.source).or_default().push(span);
        }
    }
    for (id, mut spans) in by_source {
        spans.sort_unstable();
        let source = project.model.sources.iter().find(|source| source.id == id);
        diagnostics.extend(source.map(|source| resting_on(source.id_span, &spans)));
    }
}

/// Of statements that unverified sources make, those that something else supports: a file has them that isn't among those
/// of which they are unverified.
fn supported(
    project: &Project,
    resting: &FxHashMap<Symbol, Vec<(Span, Unverified)>>,
) -> FxHashSet<Symbol> {
    let mut supported = FxHashSet::default();
    for (file, memo) in project.files {
        let is_unverified = |symbol: &Symbol| {
            let readings = resting[symbol].iter();
            readings.clone().any(|(span, _)| span.file == *file)
        };
        let said = memo
            .exported()
            .filter(|symbol| resting.contains_key(symbol));
        supported.extend(said.filter(|symbol| !is_unverified(symbol)));
    }
    supported
}

fn resting_on(source: Span, statements: &[Span]) -> Diagnostic {
    let rest = match statements.len() {
        1 => "one statement rests".to_owned(),
        number => counted(number, "", "statements rest"),
    };
    let message = format!("{rest} on this source alone, of which no text is stored");
    let mut diagnostic = Diagnostic::new(Rule::SingleUnverifiedSource, source, message)
        .label("nobody can hold its quotations against anything")
        .help("store its text, or find a second source that says the same");
    for span in statements.iter().take(SHOWN) {
        diagnostic = diagnostic.related(*span, "this rests on it");
    }
    diagnostic
}
