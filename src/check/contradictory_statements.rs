//! `contradictory-statements`: one quotation from which a statement and its denial are read, in one file or in two.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Project;
use crate::diagnostic::{Diagnostic, Rule};
use crate::memo::Claim;
use crate::span::Span;

/// What is said or denied under a quotation, by its place in the project.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Met {
    of: u64,
    file: usize,
    index: usize,
}

pub fn check(project: &Project, diagnostics: &mut Vec<Diagnostic>) {
    let marks = project.files.iter();
    let marks = marks.flat_map(|(_, memo)| memo.claim_marks());
    // Few statements are denials; only what speaks of the same as one of them can contradict anything.
    let denied: FxHashSet<u64> = marks
        .filter(|mark| mark.negated)
        .map(|mark| mark.of)
        .collect();
    if denied.is_empty() {
        return;
    }
    let mut met = Vec::new();
    for (file, (_, memo)) in project.files.iter().enumerate() {
        for (index, mark) in memo.claim_marks().enumerate() {
            if denied.contains(&mark.of) {
                let of = mark.of;
                met.push(Met { of, file, index });
            }
        }
    }
    met.sort_unstable();
    let mut claims_of = Claims::default();
    let mut told = FxHashSet::default();
    for same in met
        .chunk_by(|a, b| a.of == b.of)
        .filter(|same| same.len() > 1)
    {
        let claims: Vec<(Claim, Span)> = same
            .iter()
            .filter_map(|met| claims_of.get(project, met))
            .collect();
        for (at, (claim, span)) in claims.iter().enumerate() {
            let other = claims[..at]
                .iter()
                .find(|(other, _)| contradicts(claim, other));
            // What several quotations support together meets its denial under each of them.
            if let Some((_, other)) = other
                && told.insert(*span)
            {
                diagnostics.push(contradiction(*span, *other));
            }
        }
    }
}

/// The claims of files, decoded once each.
#[derive(Default)]
struct Claims(FxHashMap<usize, Vec<Claim>>);

impl Claims {
    fn get(&mut self, project: &Project, met: &Met) -> Option<(Claim, Span)> {
        let (file, memo) = project.files[met.file];
        let claims = self.0.entry(met.file).or_insert_with(|| memo.claims());
        let claim = claims.get(met.index)?.clone();
        let span = claim.place.of(file);
        Some((claim, span))
    }
}

fn contradiction(span: Span, other: Span) -> Diagnostic {
    Diagnostic::new(
        Rule::ContradictoryStatements,
        span,
        "the same quotation says this and denies it",
    )
    .label("this contradicts the other statement")
    .related(other, "the other statement")
    .help("one of the two is misread, or each needs its own quotation or time")
}

/// Whether of two that are about the same the one denies what the other says.
fn contradicts(one: &Claim, other: &Claim) -> bool {
    one.negated != other.negated && one.bounds.overlaps(other.bounds)
}
