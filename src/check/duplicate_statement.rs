//! `duplicate-statement`: the same statement read twice off the same quotations, in one file or in two.

use std::collections::HashMap;

use super::{Context, Project};
use crate::contest::Repeated;
use crate::diagnostic::{Diagnostic, Rule};
use crate::files::Kind;
use crate::model::{Dossier, Reading, SourceId, Statement};
use crate::span::Span;

/// Of one file.
pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let same = same_groups(context.dossier);
    let mut first: HashMap<(Option<usize>, &str), &Reading> = HashMap::new();
    for reading in &context.dossier.readings {
        let group = reading.group.map(|group| same[group]);
        let key = (group, reading.key.as_str());
        match first.get(&key) {
            // Two statements have one key where one id is given to both, which is told already.
            Some(other) if !is_same(&other.statement, &reading.statement) => {}
            Some(other) => diagnostics.push(duplicate(reading.span, other.span)),
            None => {
                first.insert(key, reading);
            }
        }
    }
}

/// Of several files: readings of one mark, of which the first of each file counts.
pub fn across(project: &Project, diagnostics: &mut Vec<Diagnostic>) {
    let all = project.files.iter();
    let repeated = Repeated::new(all.flat_map(|(_, memo)| memo.reading_marks()));
    let repeated = &repeated;
    let marked = project.files.iter().zip(0..);
    let mut marks: Vec<(u64, u32, u32)> = marked
        .flat_map(|((_, memo), file)| {
            let marks = memo.reading_marks().zip(0..);
            let marks = marks.filter(|&(mark, _)| repeated.may_have(mark));
            marks.map(move |(mark, index)| (mark, file, index))
        })
        .collect();
    marks.sort_unstable();
    marks.dedup_by_key(|&mut (mark, file, _)| (mark, file));
    let repeated = marks
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|same| same.len() > 1);
    for same in repeated {
        let place = |&(_, file, index): &(u64, u32, u32)| {
            let (id, memo) = project.files[file as usize];
            memo.reading_places()
                .get(index as usize)
                .map(|place| place.of(id))
        };
        let mut places = same.iter().filter_map(place);
        if let Some(first) = places.next() {
            diagnostics.extend(places.map(|span| duplicate(span, first)));
        }
    }
}

fn duplicate(span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(
        Rule::DuplicateStatement,
        span,
        "this statement stands under the same quotation already",
    )
    .label("delete one of the two")
    .related(first, "it stands here first")
}

/// For each group the first one that quotes the same words of the same source. In a dossier each is its own: there
/// people see that they quote something twice.
fn same_groups(dossier: &Dossier) -> Vec<usize> {
    if dossier.kind != Kind::Facts {
        return (0..dossier.groups.len()).collect();
    }
    type Words<'a> = Vec<(&'a str, Option<&'a str>)>;
    let mut first: HashMap<(Option<SourceId>, Words), usize> = HashMap::new();
    (0..)
        .zip(&dossier.groups)
        .map(|(at, group)| {
            let quotations = dossier.quotations[group.quotations.clone()].iter();
            let words = quotations
                .map(|quotation| (quotation.text.as_str(), quotation.locator.as_deref()))
                .collect();
            *first.entry((group.source, words)).or_insert(at)
        })
        .collect()
}

/// Whether two statements with the same key are one.
fn is_same(one: &Statement, other: &Statement) -> bool {
    one.subject == other.subject
        && one.predicate == other.predicate
        && one.object == other.object
        && one.negated == other.negated
        && one.phrase == other.phrase
}
